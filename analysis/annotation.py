"""What an analyser yields, and the meaning of every layer, role and label."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annotation:
    """One finding about one stretch of a text.

    Attributes:
        layer, label, role: What is said of the stretch; see ``LAYERS``.
        start, end: Code points of ``Document.text``, half-open.
        relation: Binds annotations that belong together; empty where the annotation stands alone.
        actor: Canonical name of the actor concerned; empty where there is none.
        score: A number whose meaning the layer defines; NaN where the layer has none.
        rule: Why the annotation exists: ``lexicon@version:term`` or the name of a rule.
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


@dataclass(frozen=True, slots=True)
class Layer:
    """Meaning of a layer, of its roles and of its fixed labels (a lexicon defines the others)."""

    meaning: str
    roles: dict[str, str]
    labels: dict[str, str]


VOICES = {
    "narrator": "The outlet's own words.",
    "direct": "Words between quotation marks, given as somebody's own.",
    "indirect": "Words reported without quotation marks.",
}

LAYERS = {
    "section": Layer(
        "Parts of the article. Only the body is counted.",
        {"part": "A stretch of the article."},
        {
            "headline": "The title above the article.",
            "dateline": "City and dash that open a report.",
            "date": "A date stamp before the text.",
            "sign_off": "Initials or a credit that close a report.",
            "furniture": "What a page sets around an article: captions, adverts, links, newsletters, notes.",
            "body": "Everything that is counted.",
        },
    ),
    "voice": Layer(
        "Whose words these are: every sentence, cut where the voice changes. Score: words in the stretch.",
        {"stretch": "Words of one sentence in one voice."},
        VOICES,
    ),
    "quote": Layer(
        "Attributed words (PARC3/PolNeAR): who (source) says (cue) what (content).",
        {"source": "Who speaks.", "cue": "The words that attribute.", "content": "What is attributed."},
        {"direct": VOICES["direct"], "indirect": VOICES["indirect"], "mixed": "Partly between quotation marks."},
    ),
    "actor": Layer(
        "Who is spoken of: every mention of a person, group, place or institution, resolved to a canonical actor.",
        {"mention": "The words that name the actor."},
        {
            "name": "A proper name or its part.",
            "title": "An office or role that stands for its holder.",
            "epithet": "A description, often with a judgement.",
            "pronoun": "A pronoun.",
            "metonym": "A place or seat that stands for those who act there.",
        },
    ),
    "agency": Layer(
        "Who does what to whom: an event with its agent and its patient. Rows of one event share a relation.",
        {
            "agent": "Who acts.",
            "action": "The verb or the noun of the event.",
            "patient": "Who is acted upon.",
            "shifter": "The negator of the event.",
        },
        {
            "active": "An active clause.",
            "passive": "A passive clause that names its agent.",
            "agentless": "A passive clause or a noun that leaves the agent out.",
            "nominal": "A noun of action that names its agent.",
        },
    ),
    "stance": Layer(
        "Who stands where: a holder for or against a target. Score: P(favor) - P(against), from -1 to 1.",
        {
            "holder": "Whose stance it is, where words name the holder.",
            "target": "Whom it is about: a mention of an actor.",
            "expression": "The words that carry it; score: what a word adds to the model's, in nats.",
            "lexicon": "The target again, as grammar and lexicons alone judge it, beside the model.",
        },
        {"favor": "Speaks well of the target.", "against": "Speaks ill of the target.", "none": "Takes no side."},
    ),
    "frame": Layer(
        "Words that may open a frame; the labels are the frame lexicon's. Candidates for a reader to judge.",
        {"term": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The term stands under a negator."},
    ),
    "valence": Layer(
        "Words with a good or bad sense. Score: contribution to the sentence, between -1 and 1, after its shifters.",
        {
            "expression": "The word or phrase.",
            "shifter": "What turns it round or makes it stronger or weaker.",
            "stretch": "Words of one sentence in one voice, as the model rates them. Score: from -1 to 1.",
        },
        {
            "positive": "Contributes above 0.",
            "negative": "Contributes below 0.",
            "neutral": "Neither good nor bad, by the model.",
            "negation": "Turns the sense round.",
            "booster": "Makes the sense stronger.",
            "dampener": "Makes the sense weaker.",
        },
    ),
    "engagement": Layer(
        "How sure a voice sounds, what room it leaves for other views, how far it turns things up or down.",
        {"marker": "The word or phrase; a negator and what it turns round share a relation."},
        {
            "hedge": "Holds back from full commitment.",
            "booster": "Commits itself fully and closes the matter.",
            "deny": "Rejects a view that it thereby brings into play.",
            "counter": "Puts one view in place of another that might be expected.",
            "acknowledge": "Gives words as somebody else's, and takes no stand on them.",
            "distance": "Gives words as somebody else's, and keeps away from them.",
            "endorse": "Gives words as somebody else's, and vouches for them.",
            "intensifier": "Turns the force up.",
            "minimiser": "Turns the force down.",
        },
    ),
    "pronoun": Layer(
        "We and they: the pronouns by which a voice draws a circle, and whom it takes into it.",
        {"pronoun": "The pronoun, or the words that stand for one."},
        {
            "in_group": "We; grammar does not say who.",
            "inclusive": "We, the hearer too.",
            "exclusive": "We, without the hearer.",
            "out_group": "They, beside a we, or a group pointed at from outside.",
            "others": "They, mostly plain back-reference.",
        },
    ),
    "function": Layer(
        "Entman's functions of framing; the labels are the lexicon's. Evidence for a reader to judge.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator stands under a negator."},
    ),
    "appeal": Layer(
        "Appeals to authority, evidence, numbers, emotions and religion; the labels are the lexicon's.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator stands under a negator.", "authority": "Believe it because of who says so."},
    ),
    "question": Layer(
        "Evidence for the questions by which coders measure the generic frames; the labels are the lexicon's.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator stands under a negator."},
    ),
    "policy": Layer(
        "Evidence for the policy frames, which hold across issues; the labels are the lexicon's.",
        {"indicator": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The indicator stands under a negator."},
    ),
    "device": Layer(
        "Devices by form: figures of speech; the labels are the lexicon's. What they are for, form cannot tell.",
        {"part": "A part of the device; the parts of one share a relation."},
        {},
    ),
    "technique": Layer(
        "Persuasion techniques of which words on the surface may be a sign; the labels are the lexicon's. Score: how "
        "loaded a word is, where a lexicon says so.",
        {"candidate": "The word or phrase; those of one repetition share a relation."},
        {},
    ),
    "dictionary": Layer(
        "Words of a dictionary that the researcher brings; the labels are its name and its categories. Score: the "
        "entry's weight on the dictionary's own scale.",
        {"term": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The term stands under a negator."},
    ),
}


def explain(term: str) -> str:
    """The meaning of a layer, role, label or voice in plain words.

    Raises:
        ValueError: If the term is none of them; the message lists them all.

    >>> explain("dateline")
    'City and dash that open a report.'
    """
    known = {**VOICES}
    for layer in reversed(LAYERS.values()):
        known |= layer.roles | layer.labels
    known |= {name: layer.meaning for name, layer in LAYERS.items()}
    if term not in known:
        raise ValueError(f"term {term!r} is unknown; known: {', '.join(sorted(known))}")
    return known[term]
