"""Which words are distinctive: of this article against general English, and of one voice against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.report.fragments import Fragment, encoded, fill
from analysis.report.wording import holder_name
from analysis.tables.concordance import concordance
from analysis.tables.counts import term_of, word_rows
from analysis.tables.dispersion import tabulate_term_dispersion
from analysis.tables.keyness import LEAST_WORDS
from analysis.tables.rates import tabulate_speakers
from analysis.tables.spreadsheet import as_csv
from analysis.tables.table import NARRATOR, QUOTED, UNNAMED, records
from analysis.tables.word_contrasts import ARTICLE, ENGLISH, Contrast, contrast_words

if TYPE_CHECKING:
    from analysis.text.document import Document

RATE = 0.05  # false discovery rate below which a term is said to be peculiar
TERMS = 10  # terms of a side with their places; the table beside the report has them all
NAMES = {ARTICLE: "this article", ENGLISH: "general English", QUOTED: "others’ words", NARRATOR: "the outlet’s words"}


def compare_voices(document: Document, table: pd.DataFrame) -> list[Contrast]:
    """Every contrast of an article: narrator against others, the two speakers with most words, article against English.

    A pair of speakers is there only if both have enough words; the other two always are, with a note if they have not.
    """
    speakers = tabulate_speakers(table)
    named = speakers[~speakers["holder"].isin([NARRATOR, UNNAMED]) & (speakers["words"] >= LEAST_WORDS)][
        "holder"
    ].tolist()
    pairs = [(NARRATOR, QUOTED), *([(named[0], named[1])] if len(named) > 1 else []), (ARTICLE, ENGLISH)]
    return [contrast_words(document, table, focus, reference) for focus, reference in pairs]


def peculiar_words(contrast: Contrast) -> pd.DataFrame:
    """The terms of a contrast whose q is below ``RATE`` and whose interval leaves out 0; names left out.

    No word is distinctive of general English, since only words of the article are compared.
    """
    table = contrast.table
    apart = (table["low"] > 0) | ((table["high"] < 0) & (contrast.reference != ENGLISH))
    clear = (table["q"] < RATE) & apart & ~table["is_name"]
    return table[clear].reset_index(drop=True)


def show_contrasts(
    document: Document, table: pd.DataFrame, contrasts: list[Contrast], window: int = 8, lines: int = 8
) -> Fragment:
    """The words distinctive of each side with counts, effect and evidence, and the places of each; names separately.

    All terms that were compared are in the table beside the report.
    """
    sides: list[dict[str, Any]] = []
    for contrast in contrasts:
        clear = peculiar_words(contrast)
        for side, own in ((contrast.focus, clear["log_ratio"] > 0), (contrast.reference, clear["log_ratio"] < 0)):
            terms = records(clear[own].head(TERMS))
            if terms:
                kwic = concordance(document, _places(document, table, [row.term for row in terms], side), window)
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


def show_bunched(document: Document, most: int = 12) -> Fragment:
    """Words that cluster in one part of the article more than chance would explain."""
    spread = tabulate_term_dispersion(document)
    bunched = spread[spread["q"] < RATE]
    return fill("bunched", rows=records(bunched.head(most)), tested=len(spread), rate=RATE)


def key_places(document: Document, contrasts: list[Contrast]) -> set[int]:
    """The starts of the words that ``show_contrasts`` shows, in whoever's voice, for the marked article."""
    terms = {str(term) for contrast in contrasts for term in peculiar_words(contrast)["term"]}
    return {
        token.start
        for index, token in enumerate(document.tokens)
        if token.is_word and term_of(document, index) in terms
    }


def _places(document: Document, table: pd.DataFrame, terms: list[str], side: str) -> pd.DataFrame:
    by = {ARTICLE: "document", NARRATOR: "side", QUOTED: "side"}.get(side, "holder")
    return word_rows(document, table, terms, "" if side == ARTICLE else side, by)


def _name(side: str) -> str:
    return NAMES.get(side, holder_name(side))


def _sides(contrast: Contrast) -> tuple[str, str]:
    return _name(contrast.focus), _name(contrast.reference)
