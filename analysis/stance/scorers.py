"""The two scorers of stance, by name: the small learned model, and grammar with lexicons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import load_encoder
from analysis.reader.reasons import Explainer, explain_stance
from analysis.reader.views import TargetSpan, check_items
from analysis.stance.lexicon_model import lean

if TYPE_CHECKING:
    from analysis.stance.tone import Rater
from analysis.stance.targets import Scorer

SCORERS = ("encoder", "lexicon")


def target_stance(items: Sequence[TargetSpan], scorer: str = "encoder") -> NDArray[np.float64]:
    """Probabilities that the writer is against, neutral toward, or in favor of a target in a text.

    Args:
        items: ``(text, start, end)``: a text, mostly a sentence, and the target in code points, half-open.
        scorer: ``encoder``, the shipped model, or ``lexicon``, grammar and lexicons.

    Returns:
        n x 3, in the order of ``CLASSES``: against, none, favor. Every row sums to 1.

    Raises:
        ValueError: If a span is empty or outside its text (the message gives the number of the item and the span), or
            there is no such scorer.
        ModelError: If the model is missing or damaged.

    >>> from analysis.stance.connotation import CLASSES
    >>> items = [("The brutal regime fell.", 4, 17), ("The minister was hailed as a hero.", 4, 12)]
    >>> [CLASSES[row.argmax()] for row in target_stance(items)]
    ['against', 'favor']
    >>> [CLASSES[row.argmax()] for row in target_stance(items, scorer="lexicon")]
    ['against', 'favor']
    """
    _known(scorer)
    check_items(items)
    return load_encoder().stance(items) if scorer == "encoder" else lean(items)


def load_scorer(name: str) -> tuple[Scorer | None, Explainer | None, Rater | None]:
    """The scorer of that name, what explains it, and what rates the valence of a text.

    None of them for the lexicons, which the layers of stance and valence look up themselves.

    Raises:
        ValueError: If there is no such scorer.
        ModelError: If the model is missing or damaged.
    """
    if _known(name) == "lexicon":
        return None, None, None
    encoder = load_encoder()
    return encoder.stance, partial(explain_stance, encoder), encoder.valence


def _known(scorer: str) -> str:
    if scorer not in SCORERS:
        raise ValueError(f"scorer must be one of {', '.join(SCORERS)}, got {scorer!r}")
    return scorer
