"""Claims on who does what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import DEADLY, LEAST_PLACES, AnnotatedArticle, Claim, lead, listed_markup
from analysis.tables.actor_tables import list_events
from analysis.tables.table import NARRATOR, holder_of, records
from analysis.text.document import Span, Word, overlaps

MOST_ACTS = 3
STRONG = 0.15  # valence from which an act is told before others
LONGEST_ACT = 14  # words that are quoted of an act, from the first to the last of its own
_CLEAR = 0.35  # probability from which who takes part in an act is told
_STEM = 4  # letters of the lemma that acts of one kind share
NEAR = 6  # words between who acts and the act


COMPLETE = frozenset(["against", "by", "from", "into", "to", "with"])  # what they begin belongs to an act
PAIRS = ("“”", "()", "[]")
PERSONS = frozenset(["he", "she", "him", "her"])


@dataclass(frozen=True, eq=False)
class Act:
    """Something that somebody does, or that is done to somebody, as the text tells it.

    Attributes:
        action: The verb or noun.
        lemma: Of the action.
        agents, patients: The words of each participant, with the actor; without a name where none is known.
        label: As of the layer ``agency``.
        holder: Whose words they are.
        strength: How good or bad its strongest word sounds, from 0 to 1.
    """

    action: Span
    lemma: str
    agents: Mapping[Span, str]
    patients: Mapping[Span, str]
    label: str
    holder: str
    strength: float


def list_acts(article: AnnotatedArticle) -> Iterator[Act]:
    """The acts that happened, in order, with whom the sentence names and the reader is sure of; what is only an
    infinitive ("to strike Iran") may not have."""
    rows = list_events(article.table)
    unsure = (rows["role"] != "action") & (rows["score"] < _CLEAR)
    rows = rows[~unsure].assign(holder=holder_of(rows))
    for _, own in rows[rows["status"] == "happened"].groupby("event", sort=False):
        action = own[own["role"] == "action"].iloc[0]
        at = Span(action["start"], action["end"])
        agents, patients = (
            {Span(row.start, row.end): row.actor for row in records(own[own["role"] == role]) if row.start != at.start}
            for role in ("agent", "patient")
        )
        inside = article.document.indices(at)
        if not inside or not _has_happened(article.document.words[inside[0]]):
            continue
        lemma = " ".join(article.document.lemmas[index] for index in inside)
        act = Act(at, lemma, agents, patients, action["label"], action["holder"], 0.0)
        yield replace(act, strength=article.strength_of(quoted_span(article, act)))


def _has_happened(action: Word) -> bool:
    """Whether an act is told as a fact: no infinitive, nor a noun that is its object or stands for any ("strikes")."""
    if action.pos in {"VERB", "AUX"}:
        return action.tag != "VB" and action.dep != "amod"
    return action.head.tag != "VB" and (action.tag != "NNS" or bool(action.children("det", "poss")))


def claim_acts(article: AnnotatedArticle) -> Iterator[Claim]:
    """The strongest acts of one upon another; where there are too few, also acts of which only one side has a name."""
    mental = load_lexicon("nominals").terms["mental"]
    acts = [act for act in list_acts(article) if act.lemma not in mental and _can_be_quoted(article, act)]
    between = [act for act in acts if _is_between(article, act)]
    strong = [act for act in acts if act.strength >= STRONG]
    done = [act for act in acts if _has_name(article, act) and _is_done_to(article, act)]
    alone = [act for act in strong if act in done]
    chosen: list[Act] = []
    for more in ([act for act in between if act in strong], alone, between, done):
        if len(chosen) < LEAST_PLACES:
            chosen = _strongest(article, [*chosen, *more])
    if len(chosen) >= LEAST_PLACES:
        heading = lead("who does what to whom:" if any(act in between for act in chosen) else "who does what:")
        text = Markup("{} {}.").format(heading, listed_markup(quote_act(article, act) for act in chosen))
        yield Claim("acts", text, tuple(sorted(act.action for act in chosen)), 70)


def _is_between(article: AnnotatedArticle, act: Act) -> bool:
    """Whether a main actor acts upon somebody of another side; a noun counts only if it sounds good or bad."""
    agents, patients = ({article.group(name) for name in of.values() if name} for of in (act.agents, act.patients))
    return _has_main(article, act) and bool(agents and patients - agents) and _is_telling(act)


def _has_main(article: AnnotatedArticle, act: Act) -> bool:
    """Whether somebody who has a name, or is mentioned often, takes part."""
    return bool(article.main & {*act.agents.values(), *act.patients.values()})


def _has_name(article: AnnotatedArticle, act: Act) -> bool:
    return bool(article.named & {*act.agents.values(), *act.patients.values()})


def _is_done_to(article: AnnotatedArticle, act: Act) -> bool:
    """Whether an act is a verb with somebody or something to which it is done; by whom need not be told if it kills."""
    verb = article.document.words[article.document.indices(act.action)[0]]
    known = bool(act.agents) or bool(verb.children("nsubjpass")) or act.strength >= DEADLY
    return act.label != "nominal" and known and bool(verb.children("dobj", "nsubjpass")) and verb.pos == "VERB"


def _is_telling(act: Act) -> bool:
    return act.label != "nominal" or act.strength >= STRONG


def _strongest(article: AnnotatedArticle, acts: Iterable[Act]) -> list[Act]:
    """The strongest few, of equal ones those of the actors named most; each verb or noun once, and no two of which
    would quote the same words; in order."""
    named = article.mentions["actor"].value_counts()

    def rank(act: Act) -> tuple[float, int]:
        sure = 0.3 * (act.holder == NARRATOR) - 0.3 * any(_is_far(article, act, agent) for agent in act.agents)
        who = {*act.agents.values(), *act.patients.values()}
        return -act.strength - sure, -sum(int(named.get(name, 0)) for name in who)

    chosen: list[Act] = []
    for act in sorted(acts, key=rank):
        own = quoted_span(article, act)
        told = [quoted_span(article, one) for one in chosen]
        if all(act.lemma[:_STEM] != one.lemma[:_STEM] for one in chosen) and not any(
            overlaps(own, other) for other in told
        ):
            chosen.append(act)
    return sorted(chosen[:MOST_ACTS], key=lambda act: act.action)


def quoted_span(article: AnnotatedArticle, act: Act) -> Span:
    """From the first to the last word of an act, without an agent who stands far off or is only a pronoun."""
    spans = [act.action, *act.patients, *(span for span in act.agents if not _is_far(article, act, span))]
    verb = article.document.words[article.document.indices(act.action)[0]]
    spans += [Span(word.start, word.end) for word in verb.children("dobj") if act.label != "nominal"]
    own = article.whole_noun(Span(min(span.start for span in spans), max(span.end for span in spans)), with_of=True)
    preps = [word for word in verb.children("prep") if word.start > act.action.start and word.lower in COMPLETE]
    after = [noun.end for word in preps for noun in word.children("pobj")]
    longer = Span(own.start, max([own.end, *after[:1]]))
    return longer if len(article.document.covered(longer).split()) <= LONGEST_ACT else own


def _can_be_quoted(article: AnnotatedArticle, act: Act) -> bool:
    """Whether the words of an act stand near each other, and who takes part is no pronoun but "he" or "she"."""
    unclear = [span for span in (*act.agents, *act.patients) if span in article.pronouns]
    far = [span for span in act.agents if _is_far(article, act, span)]
    if len({*unclear, *far}) > 1 or any(article.document.covered(span).lower() not in PERSONS for span in unclear):
        return False
    words = article.document.covered(quoted_span(article, act))
    if len(words.split()) > LONGEST_ACT or any(words.count(pair[0]) != words.count(pair[1]) for pair in PAIRS):
        return False
    verb = article.document.words[article.document.indices(act.action)[0]]
    told = not far or (act.label == "active" and article.is_person(act.agents[far[0]]))
    headline = verb.text[:1].isupper() and verb.start != article.document.sentences[verb.sentence].start
    return told and not headline and bool(verb.children("dobj") or not verb.children("xcomp", "ccomp"))


def _is_far(article: AnnotatedArticle, act: Act, agent: Span) -> bool:
    between = article.document.text[min(agent.end, act.action.end) : max(agent.start, act.action.start)]
    return len(between.split()) > NEAR or agent in article.pronouns


def quote_act(article: AnnotatedArticle, act: Act) -> Markup:
    """The words of an act, after the name of an agent who does not stand among them, and who says so if not the
    outlet."""
    span = quoted_span(article, act)
    quoted = article.quote(span.start, span.end, longest=LONGEST_ACT)
    far = [name for agent, name in act.agents.items() if name and _is_far(article, act, agent)]
    them = [name for patient, name in act.patients.items() if name and patient in article.pronouns]
    notes = [article.called(name) for name in them[:1]]
    notes += [article.does(act.holder, "says", "say")] if act.holder != NARRATOR else []
    after = f" ({', '.join(notes)})" if notes else ""
    return Markup("{}{}{}").format(f"{article.called(far[0])}: " if far else "", quoted, after)
