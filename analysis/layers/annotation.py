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
    "frame": Layer(
        "Words that may open a frame; the labels are the frame lexicon's. Candidates for a reader to judge.",
        {"term": "The word or phrase.", "shifter": "The negator that governs it."},
        {"negation": "The term stands under a negator."},
    ),
    "valence": Layer(
        "Words with a good or bad sense. Score: contribution to the sentence, between -1 and 1, after its shifters.",
        {"expression": "The word or phrase.", "shifter": "What turns it round or makes it stronger or weaker."},
        {
            "positive": "Contributes above 0.",
            "negative": "Contributes below 0.",
            "negation": "Turns the sense round.",
            "booster": "Makes the sense stronger.",
            "dampener": "Makes the sense weaker.",
        },
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
