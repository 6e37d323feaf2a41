"""What an analyser yields, and each layer once: what it means, what it counts, how it is marked, where it is shown.

Tables, the marked article, the report's codebooks and ``explain`` read all of this here. Who adds a layer adds an entry
to ``LAYERS``, and the rest follows.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.lexicon.references import with_works

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Entry, Lexicon

SOLID, WAVY, SENSE, SIGN, PLACE = "solid", "wavy", "sense", "sign", "place"  # marks; see ``Layer.mark``
NEGATION = "negation"  # the label of negators in every layer that has them


@dataclass(frozen=True, slots=True)
class Annotation:
    """One finding about one stretch of a text.

    Attributes:
        layer, label, role: What is said of the stretch; see ``LAYERS``.
        start, end: Code points of ``Document.text``, half-open.
        relation: Binds annotations that belong together; empty where the annotation stands alone.
        actor: Canonical name of the actor concerned; empty where there is none.
        score: A number whose meaning the layer defines; NaN where the layer has none.
        rule: Why the annotation exists: ``lexicon@version:term`` or the name of a rule; ``explain`` puts it in words.
    """

    layer: str
    label: str
    start: int
    end: int
    role: str
    relation: str = ""
    actor: str = ""
    score: float = math.nan
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """How a report shows a layer whose labels are the categories of a codebook.

    Attributes:
        lexicon: Whose categories are the labels: the name of a shipped lexicon or the path of one. Empty where the
            labels of the layer are all there is.
        brought: Whether the researcher brings the lexicons, with ``annotate``; then ``lexicon`` is the default.
        others: Further lexicons that the layer is found with.
        helpers: Categories of the lexicon that only serve a rule and are never labels.
        renamed: Labels that the lexicon has under another name.
        sign: What one sign is called; the role that counts, if empty.
        section: The section of the report in which it stands; one without is shown after the others.
        prefixed: Whether a label is ``LEXICON: CATEGORY``, so that two lexicons never run together.
    """

    lexicon: str = ""
    brought: bool = False
    others: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    sign: str = ""
    section: str = ""
    prefixed: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """Everything that is to be known of a layer.

    Attributes:
        meaning: What its rows say, in a sentence or two.
        roles, labels: What each role and each fixed label means; a lexicon defines the other labels.
        counts: The role that tables count by default; empty where there is nothing to count.
        mark: How its words look in the marked article: ``solid`` or ``wavy`` (a line of that form and a small label),
            ``sense`` and ``sign`` (a dotted line for good or favor, a dashed one for bad or against, and a sign),
            ``place`` (no line, but numbers in the report lead there), or nothing.
        codebook: How a report shows it as a codebook, if it does.
        rules: Why a row is there, for rules of its own; those of a room can stand in its ``rules.toml`` instead.
    """

    meaning: str
    roles: Mapping[str, str]
    labels: Mapping[str, str]
    counts: str = ""
    mark: str = ""
    codebook: Codebook | None = None
    rules: Mapping[str, str] = field(default_factory=dict)


VOICES = {
    "narrator": "The outlet's own words.",
    "direct": "Words between quotation marks, given as somebody's own.",
    "indirect": "Words reported without quotation marks.",
}

LAYERS: dict[str, Layer] = {
    "section": Layer(
        "Parts of the article. Only the body is counted.",
        {"part": "A part of the article."},
        {
            "headline": "The title above the article.",
            "dateline": "The city and dash that open a report.",
            "date": "A date stamp before the text.",
            "sign_off": "Initials or a credit that close a report.",
            "furniture": "What a page sets around an article: captions, adverts, links, newsletters, notes.",
            "body": "Everything that is counted.",
        },
        counts="part",
    ),
    "voice": Layer(
        "Whose words these are: every sentence, divided where the voice changes. Score: the number of words.",
        {"stretch": "Words of one sentence in one voice."},
        VOICES,
        counts="stretch",
    ),
    "quote": Layer(
        "Attributed words (PARC3/PolNeAR): who (source) says (cue) what (content).",
        {"source": "Who speaks.", "cue": "The words that attribute.", "content": "What is attributed."},
        {
            "direct": VOICES["direct"],
            "indirect": VOICES["indirect"],
            "mixed": "Partly between quotation marks.",
            "attitude": "Thought, wished, planned or judged rather than said; it does not change the voice.",
            "words": "Between quotation marks, but nobody's speech: a title, a nickname, a scare quote.",
        },
        counts="content",
        mark=PLACE,
    ),
    "actor": Layer(
        "Who is mentioned: every reference to a person, group, place or institution, resolved to one actor.",
        {"mention": "The words that name the actor."},
        {
            "name": "A proper name or part of one.",
            "title": "An office or role used for the person who holds it.",
            "epithet": "A description, often with a judgement in it.",
            "pronoun": "A pronoun.",
            "metonym": "A place used for the people or institution that act there.",
        },
        counts="mention",
        mark=PLACE,
    ),
    "side": Layer(
        "Which side an actor stands on: a state with its organs and officials, a party with its people, or a group "
        "the analyst declared. The relation is the name of the side.",
        {"member": "The first mention of an actor who stands on the side."},
        {"member": "Who stands on the side; the state or the party itself does too."},
        counts="member",
    ),
    "agency": Layer(
        "Who does what to whom: an event with its agent and its patient. Rows of one event share a relation.",
        {
            "agent": "Who acts.",
            "action": "The verb or the noun of the event.",
            "patient": "Who is acted upon.",
            "shifter": "The words that say it is planned, possible or demanded, only alleged, or did not happen.",
        },
        {
            "active": "An active clause.",
            "passive": "A passive clause that names its agent.",
            "agentless": "A passive clause or a noun that leaves the agent out.",
            "nominal": "A noun of action that names its agent.",
            "planned": "It will, may or should happen.",
            "alleged": "Somebody is said to claim or to think that it happened.",
            "denied": "It did not happen, or will not.",
        },
        counts="action",
        mark=PLACE,
    ),
    "stance": Layer(
        "Whom a holder praises or blames, backs or rejects, in words of their own. Score: how likely holder, target "
        "and side are right, below 0 for against.",
        {
            "holder": "Whose stance it is, where the writer names one; otherwise it is that of the voice.",
            "target": "Whom it is about: a mention in the sentence, or the expression if no mention names it.",
            "expression": "The words that carry it.",
            "candidate": "Words that may carry it: less likely than one in four, they count for positions only.",
        },
        {"favor": "Praises or backs the target.", "against": "Blames or rejects the target."},
        counts="expression",
        mark=SIGN,
    ),
    "portrayal": Layer(
        "How a sentence makes an actor look, events included, whoever tells it, by the model. Score: P(favorable) - "
        "P(unfavorable), from -1 to 1.",
        {"target": "A mention of the actor."},
        {
            "favorable": "The actor looks good.",
            "unfavorable": "The actor looks bad.",
            "none": "Neither.",
        },
        counts="target",
        mark=PLACE,
    ),
    "frame": Layer(
        "Words that may suggest a frame; the labels come from the frame lexicon. Candidates for a reader to judge.",
        {"term": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The term is negated."},
        counts="term",
        mark=SOLID,
        codebook=Codebook(lexicon="frames", brought=True, section="framing"),
    ),
    "valence": Layer(
        "Words with a good or bad sense. Score: what they add to the sentence, from -1 to 1, shifters included.",
        {
            "expression": "The word or phrase.",
            "shifter": "What reverses it or makes it stronger or weaker.",
            "stretch": "Words of one sentence in one voice, as the model rates them. Score: from -1 to 1.",
        },
        {
            "evaluation": "Judges: praises, blames or mocks.",
            "event": "Tells of a good or bad event, state or feeling, and judges nobody.",
            "positive": "Good, by the model.",
            "negative": "Bad, by the model.",
            "neutral": "Neither good nor bad, by the model.",
            "negation": "Reverses the sense.",
            "booster": "Makes the sense stronger.",
            "dampener": "Makes the sense weaker.",
        },
        counts="expression",
        mark=SENSE,
    ),
    "engagement": Layer(
        "How sure a voice sounds, how much room it leaves for other views, and what it plays up or down.",
        {"marker": "The word or phrase; a negator and what it reverses share a relation."},
        {
            "hedge": "Does not commit itself fully.",
            "booster": "Commits itself fully and closes the matter.",
            "deny": "Rejects a view, and so brings it up.",
            "counter": "Puts another view in place of one that might be expected.",
            "acknowledge": "Attributes words to somebody else without taking a position.",
            "distance": "Attributes words to somebody else and keeps its distance.",
            "endorse": "Attributes words to somebody else and endorses them.",
            "intensifier": "Makes a statement stronger.",
            "minimiser": "Makes a statement weaker.",
        },
        counts="marker",
        codebook=Codebook(lexicon="engagement", helpers=("idle",), section="sureness"),
    ),
    "pronoun": Layer(
        "We and they: the pronouns by which a voice draws a line between groups, and whom it includes.",
        {"pronoun": "The pronoun, or words used like one."},
        {
            "in_group": "We, where grammar does not say who.",
            "inclusive": "We, including the hearer.",
            "exclusive": "We, excluding the hearer.",
            "out_group": "They, in contrast with we, or a group seen from outside.",
            "others": "They, mostly just referring back.",
        },
        counts="pronoun",
        codebook=Codebook(lexicon="pronouns", renamed={"in_group": "we", "others": "they"}, section="pronouns"),
    ),
    "function": Layer(
        "Entman's functions of framing; the labels come from the lexicon. Evidence for a reader to judge.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator is negated."},
        counts="indicator",
        codebook=Codebook(lexicon="functions", section="framing"),
    ),
    "appeal": Layer(
        "Appeals to authority, evidence, numbers, emotions and religion; the labels come from the lexicon.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator is negated."},
        counts="indicator",
        codebook=Codebook(lexicon="appeals", helpers=("source",), section="persuasion"),
    ),
    "technique": Layer(
        "Words that may be a sign of a persuasion technique; the labels come from the lexicon. Score: how loaded a "
        "word is, where a lexicon says so.",
        {"candidate": "The word or phrase."},
        {},
        counts="candidate",
        mark=WAVY,
        codebook=Codebook(
            lexicon="techniques",
            others=("loaded",),
            section="persuasion",
        ),
    ),
    "device": Layer(
        "Rhetorical devices, by their form, which does not show their purpose; the labels come from the lexicon.",
        {"part": "A part of the device; the parts of one share a relation."},
        {},
        counts="part",
        mark=WAVY,
        codebook=Codebook(
            lexicon="devices",
            helpers=("additive", "asking", "person", "weak_opening"),
            sign="device",
            section="persuasion",
        ),
    ),
    "dictionary": Layer(
        "Words of a dictionary that the researcher brings; the labels are its name and its categories. Score: the "
        "entry's weight on the dictionary's own scale.",
        {"term": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The term is negated."},
        counts="term",
        mark=SOLID,
        codebook=Codebook(brought=True, section="dictionaries", prefixed=True),
    ),
}


_RULE = re.compile(r"(?P<name>[^@]+)@(?P<version>[^:]+)(?::(?P<term>.+))?", re.DOTALL)
_FIRST_SENTENCE = re.compile(r"(.*?[\w)”\"])([.?])(?=\s+[A-Z“\"]|$)")


def codebooks() -> dict[str, Codebook]:
    """The layers that a report shows as codebooks, in its order.

    >>> [*codebooks()][:2]
    ['frame', 'engagement']
    """
    return {name: layer.codebook for name, layer in LAYERS.items() if layer.codebook}


def counted_role(layer: str) -> str:
    """The role that tables count in a layer; empty for one that is not in ``LAYERS``.

    >>> counted_role("engagement")
    'marker'
    """
    return LAYERS[layer].counts if layer in LAYERS else ""


def explain(term: str, label: str = "", lexicons: Iterable[Lexicon] = (), reference: bool = True) -> str:
    """What a layer, role, label or voice means, or why a row with this rule is there, in one plain sentence.

    Args:
        term: A layer, role, label, voice or rule; the rule of a term in a lexicon is ``lexicon@version:term``.
        label: The label of the row: where a lexicon lists a term under several categories, only this one is explained.
        lexicons: Your own lexicons, whose definitions are then quoted.
        reference: Whether to name the work on which the rule rests.

    Raises:
        ValueError: If the term is none of them; the message says what is known.

    >>> explain("dateline")
    'The city and dash that open a report.'
    >>> explain("read")
    'The part of the article is recognised by its place, its form and what the file says of it.'
    >>> explain("negators@1.2:no")
    '“no” is listed in the lexicon negators 1.2 under negation: Adverbs, determiners and pronouns that deny their
    clause or their phrase (Huddleston, R. & Pullum, G. K. (2002). The Cambridge Grammar of the English Language.
    Cambridge University Press, ch. 9).'
    """
    meanings = _meanings()
    if not isinstance(term, str):
        raise ValueError(f"term must be text, got {type(term).__name__}")
    if term in meanings:
        return meanings[term]
    rules = _rules()
    if term in rules:
        return _sentence(*rules[term], reference)
    parts = _RULE.fullmatch(term)
    if parts is None:
        raise ValueError(
            f"term {term!r} is neither a rule nor a layer, role, label or voice; known: {', '.join(sorted(meanings))}"
        )
    name, version, word = parts["name"], parts["version"], parts["term"] or ""
    for key in (f"{name}:{word}", name):  # of a model and of a list that is not ours
        if key in rules:
            return _sentence(*rules[key], reference).replace("{version}", version).replace("{term}", word)
    return _listed(name, version, word, label, lexicons, reference)


def why(rule: str, label: str = "", reference: bool = False) -> str:
    """Why a row with this rule is there, as ``explain`` puts it; the rule itself if nothing more is known of it.

    >>> why("somebody.else")
    'somebody.else'
    """
    try:
        return explain(rule, label, reference=reference)
    except ValueError:
        return rule


def _meanings() -> dict[str, str]:
    """Every voice, label, role and layer with its meaning; the layers last, so that they win."""
    meanings = {**VOICES}
    for layer in reversed(LAYERS.values()):
        meanings |= {**layer.roles, **layer.labels}
    return meanings | {name: layer.meaning for name, layer in LAYERS.items()}


def _rules() -> dict[str, tuple[str, str]]:
    """Every named rule with its sentence and the work it rests on: from the rooms' ``rules.toml`` and the entries."""
    rules = dict(_rules_of_rooms())
    for layer in LAYERS.values():
        rules |= {rule: (sentence, "") for rule, sentence in layer.rules.items()}
    return rules


@lru_cache(maxsize=1)
def _rules_of_rooms() -> Mapping[str, tuple[str, str]]:
    sentences = {}
    for path in sorted(Path(__file__).parent.glob("*/rules.toml")):
        for rule, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            sentences[rule] = entry["found"], entry.get("reference", "")
    return sentences


def _sentence(text: str, work: str, reference: bool) -> str:
    """The first sentence of a text, with the work that it rests on, if asked for, in brackets before the full stop."""
    first = _FIRST_SENTENCE.match(" ".join(text.split()))
    sentence, mark = first.groups() if first else (text, ".")
    if not (work and reference):
        return f"{sentence}{mark}"
    return f"{sentence}{mark.strip('.')} ({with_works(work).strip().rstrip('.')})."


def _listed(name: str, version: str, term: str, label: str, lexicons: Iterable[Lexicon], reference: bool) -> str:
    """Why a term of a lexicon is found: under which categories it is listed, and what they mean."""
    lexicon = next((lexicon for lexicon in lexicons if lexicon.name == name), None) or _lexicon_named(name)
    if lexicon is None:
        return f"“{term}” is a term of {name} (version {version}), which is not one of our own lexicons."
    entries = _entries(lexicon).get(term, ())
    entries = [entry for entry in entries if entry.category == label] or entries
    if not entries:
        return f"“{term}” is no term of the lexicon {name} {lexicon.version}; the row names version {version}."
    under = []
    for category in dict.fromkeys(entry.category for entry in entries):
        meaning = lexicon.categories[category]
        under.append(f"{category.replace('_', ' ')}: {_sentence(meaning.definition, meaning.reference, reference)}")
    what = "The pattern " if entries[0].match == "regex" else ""
    return f"{what}“{term}” is listed in the lexicon {name} {version} under {' Also under '.join(under)}"


@lru_cache(maxsize=32)
def _entries(lexicon: Lexicon) -> Mapping[str, list[Entry]]:
    """The entries of each term of a lexicon."""
    entries: dict[str, list[Entry]] = {}
    for entry in lexicon.entries:
        entries.setdefault(entry.term, []).append(entry)
    return entries


def _lexicon_named(name: str) -> Lexicon | None:
    """A shipped lexicon, or one that an entry of ``LAYERS`` names by its path."""
    from analysis.lexicon.lexicon import DATA, load_lexicon

    if name.isidentifier() and (DATA / f"{name}.toml").is_file():
        return load_lexicon(name)
    for codebook in codebooks().values():
        if Path(codebook.lexicon).suffix and (lexicon := load_lexicon(codebook.lexicon)).name == name:
            return lexicon
    return None
