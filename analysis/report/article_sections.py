"""The sections of the article report: each function turns tables into one piece that a notebook shows."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.annotation import LAYERS
from analysis.report.figures import plot_dispersion, plot_rates, plot_ribbon, plot_valence
from analysis.report.findings import contrast_order, frame_order, state_frames, state_valence, state_voices
from analysis.report.fragments import Fragment, Picture, fill
from analysis.report.wording import label_name
from analysis.tables.rates import (
    tabulate_dispersion,
    tabulate_rates,
    tabulate_sentences,
    tabulate_speakers,
    tabulate_valence,
    tabulate_voices,
)
from analysis.tables.show import show
from analysis.tables.spreadsheet import as_csv
from analysis.tables.table import covered_text, records, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

STYLES = Path(__file__).parent / "template" / "whose_words"
SENTENCES = 10  # sentences listed with the words that made their valence; the rest is folded


def show_front(document: Document, table: pd.DataFrame) -> Fragment:
    """Title, outlet, date and size of the article."""
    voices = tabulate_voices(table)
    return fill(
        "front",
        style=Markup((STYLES / "fragments.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        meta=document.meta,
        doc_id=document.doc_id,
        words=int(voices["words"].sum()),
        sentences=len(document.sentences),
        paragraphs=len(document.paragraphs),
    )


def show_ribbon(table: pd.DataFrame, confidence: float = 0.95) -> Picture:
    """Picture: who speaks, and where."""
    return plot_ribbon(rows_of(table, "voice"), state_voices(table, confidence))


def show_voices(table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """Table: words and share of the narrator and of each speaker, quoted and reported."""
    return fill("voices", rows=records(tabulate_speakers(table, confidence=confidence)), level=confidence)


def show_quotations(document: Document, table: pd.DataFrame, lines: int = 8) -> Fragment:
    """The quotations, in order, each with a link to its place."""
    if lines < 0:
        raise ValueError(f"lines must be 0 or more, got {lines}")
    contents = rows_of(table, "quote", "content")
    contents = contents[contents["label"] == "direct"].reset_index(drop=True)
    contents["text"] = covered_text(document, contents)
    return fill("quotations", rows=records(contents), lines=lines)


def show_frames(table: pd.DataFrame, confidence: float = 0.95, most: int = 12) -> Picture:
    """Picture: which frames, in whose voice; the ``most`` frequent ones."""
    rates = tabulate_rates(table, confidence=confidence)
    return plot_rates(rates, contrast_order(table, most), state_frames(table), confidence=confidence)


def show_dispersion(table: pd.DataFrame, most: int = 12) -> Picture:
    """Picture: where the framing terms fall."""
    order = frame_order(table)[:most]
    spread = tabulate_dispersion(table).set_index("label")
    title = "No framing term to place."
    if order:
        widest = spread.loc[order].sort_values(["parts", "n"], ascending=False, kind="stable").index[0]
        title = f"Terms of {label_name(widest)} stand in {spread.loc[widest, 'parts']} of ten parts of the article."
    return plot_dispersion(rows_of(table, "frame", "term"), rows_of(table, "voice"), order, title)


def show_valence(document: Document, table: pd.DataFrame) -> Picture:
    """Picture: where the text is warm or cold."""
    return plot_valence(tabulate_sentences(table), _expressions(document, table), state_valence(table))


def show_valence_table(table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """Table: mean valence and coverage of each voice, and beside it what the model makes of whole sentences."""
    rows = tabulate_valence(table, confidence=confidence)
    return fill("valence", rows=records(rows), level=confidence, rated=bool(rows["rated"].sum()))


def show_valence_words(document: Document, table: pd.DataFrame) -> Fragment:
    """The sentences furthest from zero, with the words that made them and what each contributed."""
    sentences = tabulate_sentences(table)
    sentences = sentences[sentences["hits"] > 0].copy()
    sentences["text"] = covered_text(document, sentences)
    order = sentences["valence"].abs().sort_values(ascending=False, kind="stable").index
    words, shifters = _expressions(document, table), rows_of(table, "valence", "shifter")
    shifters["text"] = covered_text(document, shifters)
    by_relation = {str(relation): list(own["text"]) for relation, own in shifters.groupby("relation")}
    listed = [
        {"sentence": row, "words": _made_by(words, row.start, row.end, by_relation)}
        for row in records(sentences.loc[order])
    ]
    return fill("words", rows=listed, most=SENTENCES)


def show_table(document: Document, table: pd.DataFrame) -> Fragment:
    """The whole annotations table as CSV, with the words of each row and why it is there: a link saves it from within
    the page, and a rendered report has it beside itself, too."""
    shown = show(table, document).rename(columns={"words": "text"})
    csv = as_csv(shown[[*table.columns, "text", "why"]])
    encoded = base64.b64encode(csv.encode()).decode()
    piece = fill("download", data=encoded, name=f"{document.doc_id}_annotations.csv", rows=len(table))
    return Fragment(piece.html, csv, "annotations")


def show_layers(table: pd.DataFrame) -> Fragment:
    """Glossary: what each layer of the table means."""
    present = set(table["layer"])
    return fill("layers", layers={name: layer for name, layer in LAYERS.items() if name in present})


def _expressions(document: Document, table: pd.DataFrame) -> pd.DataFrame:
    words = rows_of(table, "valence", "expression")
    words["text"] = covered_text(document, words)
    return words


def _made_by(words: pd.DataFrame, start: int, end: int, shifters: dict[str, list[str]]) -> list[dict[str, object]]:
    own = words[(words["start"] >= start) & (words["start"] < end)]
    return [
        {"start": w.start, "text": w.text, "score": w.score, "rule": w.rule, "shifters": shifters.get(w.relation, [])}
        for w in records(own)
    ]
