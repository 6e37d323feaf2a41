"""Where the two scorers of stance disagree: the model's side beside that of grammar and lexicons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.report.fragments import Fragment, fill
from analysis.tables.table import covered_text, records, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document


def show_second_opinion(document: Document, table: pd.DataFrame, lines: int = 8) -> Fragment:
    """How often model and lexicons take the same side, and each place where they do not, widest apart first.

    Empty where stance was judged by the lexicons alone.
    """
    both = compare_scorers(table)
    apart = both[both["label"] != both["label_lexicon"]]
    apart = apart.assign(gap=(apart["score"] - apart["score_lexicon"]).abs(), text=covered_text(document, apart))
    apart = apart.sort_values(["gap", "start"], ascending=[False, True])
    sentences = [document.sentences[document.sentence_at(start)] for start in apart["start"]]
    apart = apart.assign(
        before=[document.text[s.start : at] for s, at in zip(sentences, apart["start"], strict=True)],
        after=[document.text[at : max(at, s.end)] for s, at in zip(sentences, apart["end"], strict=True)],
    )
    return fill("opinions", rows=records(apart), lines=lines, n=len(both), same=len(both) - len(apart))


def compare_scorers(table: pd.DataFrame) -> pd.DataFrame:
    """The targets with both judgements: columns of the table, and ``label_lexicon``, ``score_lexicon``."""
    model = rows_of(table, "stance", "target")
    lexicon = rows_of(table, "stance", "lexicon")[["doc_id", "relation", "label", "score"]]
    both = model.merge(lexicon, on=["doc_id", "relation"], suffixes=("", "_lexicon"))
    return both[both["score"].notna()]
