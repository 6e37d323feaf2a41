"""What is known of VADER's lexicon (Hutto & Gilbert 2014) by all that read it: its text, its scale, its words."""

from __future__ import annotations

from importlib import resources

LIMIT = 4.0  # the ends of VADER's scale
MERGED = {"AUX": "VERB", "PROPN": "NOUN"}  # parts of speech that the lexicons do not tell apart


def vader_text() -> str:
    """The lexicon file of ``vaderSentiment``: on each line a word, a tab, its mean valence, and more.

    >>> [line.split()[1] for line in vader_text().splitlines() if line.startswith("good\\t")]
    ['1.9']
    """
    return resources.files("vaderSentiment").joinpath("vader_lexicon.txt").read_text(encoding="utf-8")
