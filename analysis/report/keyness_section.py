"""Which words are distinctive: of this article against general English, and of one voice against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.report.fragments import Fragment, encoded, fill
from analysis.report.wording import holder_name
from analysis.tables.concordance import concordance
from analysis.tables.counts import count_words, general_english, list_words, name_terms
from analysis.tables.keyness import LEAST_WORDS, tabulate_keyness, too_few_words
from analysis.tables.rates import tabulate_speakers
from analysis.tables.table import NARRATOR, QUOTED, UNNAMED, as_csv, of_side, records

if TYPE_CHECKING:
    from analysis.text.document import Document

_RATE = 0.05  # false discovery rate below which a term is said to be peculiar
_TERMS = 10  # terms of a side with their places; the table beside the report has them all
_ARTICLE, _ENGLISH = "article", "english"
_ENGLISH_WORDS = 1_000_000  # so large that the article, not the reference, is what limits the interval
_NAMES = {
    _ARTICLE: "this article",
    _ENGLISH: "general English",
    QUOTED: "others’ words",
    NARRATOR: "the outlet’s words",
}


@dataclass(frozen=True, eq=False)
class _Contrast:
    """Two sides of an article and the words that are distinctive of each.

    Attributes:
        focus, reference: ``narrator``, ``quoted`` (all words but the narrator's), ``article`` (all words), ``english``
            (``general_english``) or a speaker.
        note: Why there is no table, where there are too few words; empty otherwise.
        table: As ``tabulate_keyness``, with ``is_name``: whether the term is mostly a proper noun.
        words: All words of the article (``list_words``).
    """

    focus: str
    reference: str
    note: str
    table: pd.DataFrame
    words: pd.DataFrame


def compare_voices(document: Document, table: pd.DataFrame) -> list[_Contrast]:
    """Every contrast of an article: narrator against others, the two speakers with most words, article against English.

    A pair of speakers is there only if both have enough words; the other two always are, with a note if they have not.
    """
    speakers = tabulate_speakers(table)
    long = ~speakers["holder"].isin([NARRATOR, UNNAMED]) & (speakers["words"] >= LEAST_WORDS)
    named = speakers.loc[long, "holder"].tolist()
    pairs = [(NARRATOR, QUOTED), *([(named[0], named[1])] if len(named) > 1 else []), (_ARTICLE, _ENGLISH)]
    words = list_words(document, table)
    names = name_terms(document, words)
    return [_contrast(words, names, focus, reference) for focus, reference in pairs]


def _contrast(words: pd.DataFrame, names: frozenset[str], focus: str, reference: str) -> _Contrast:
    ours = count_words(_of(words, focus))
    english = reference == _ENGLISH
    theirs = general_english(ours.index, _ENGLISH_WORDS) if english else count_words(_of(words, reference))
    size = float(_ENGLISH_WORDS) if english else None
    keyness = tabulate_keyness(ours, theirs, words=size)
    note = too_few_words(ours, theirs, words=size)
    return _Contrast(focus, reference, note, keyness.assign(is_name=keyness["term"].isin(names)), words)


def _of(words: pd.DataFrame, side: str) -> pd.DataFrame:
    """The words of one side."""
    if side in (NARRATOR, QUOTED):
        return of_side(words, side)
    return words if side == _ARTICLE else words[words["holder"] == side]


def _peculiar_words(contrast: _Contrast) -> pd.DataFrame:
    """The terms of a contrast whose q is below ``_RATE`` and whose interval leaves out 0; names left out.

    No word is distinctive of general English, since only words of the article are compared.
    """
    table = contrast.table
    apart = (table["low"] > 0) | ((table["high"] < 0) & (contrast.reference != _ENGLISH))
    clear = (table["q"] < _RATE) & apart & ~table["is_name"]
    return table[clear].reset_index(drop=True)


def show_contrasts(document: Document, contrasts: list[_Contrast], window: int = 8, lines: int = 8) -> Fragment:
    """The words distinctive of each side with counts, effect and evidence, and the places of each; names separately.

    All terms that were compared are in the table beside the report.
    """
    sides: list[dict[str, Any]] = []
    for contrast in contrasts:
        clear = _peculiar_words(contrast)
        for side, own in ((contrast.focus, clear["log_ratio"] > 0), (contrast.reference, clear["log_ratio"] < 0)):
            terms = records(clear[own].head(_TERMS))
            if terms:
                places = _of(contrast.words, side)
                kwic = concordance(document, places[places["label"].isin([row.term for row in terms])], window)
                rows = [{"row": row, "lines": records(kwic[kwic["label"] == row.term])} for row in terms]
                sides.append({"side": _name(side), "sides": _sides(contrast), "rows": rows})
    names = sorted({term for contrast in contrasts for term in contrast.table.loc[contrast.table["is_name"], "term"]})
    notes = [(_sides(contrast), contrast.note) for contrast in contrasts if contrast.note]
    whole = pd.concat(
        [contrast.table.assign(focus=contrast.focus, reference=contrast.reference) for contrast in contrasts]
    )
    csv = as_csv(whole)
    file = {"data": encoded(csv), "file": f"{document.doc_id}_keyness.csv"}
    piece = fill("contrasts", found=sides, names=names, notes=notes, lines=lines, rows=len(whole), **file)
    return Fragment(piece.html, {"_keyness.csv": csv})


def key_places(contrasts: list[_Contrast]) -> set[int]:
    """The starts of the words that ``show_contrasts`` shows, in whoever's voice, for the marked article."""
    terms = {str(term) for contrast in contrasts for term in _peculiar_words(contrast)["term"]}
    return {
        start for words in (one.words for one in contrasts) for start in words.loc[words["label"].isin(terms), "start"]
    }


def _name(side: str) -> str:
    return _NAMES.get(side, holder_name(side))


def _sides(contrast: _Contrast) -> tuple[str, str]:
    return _name(contrast.focus), _name(contrast.reference)
