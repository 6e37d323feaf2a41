"""The article with its annotations: the text cut where any annotation begins or ends, so that overlaps stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.placement import holder_colours
from analysis.report.style import SPEAKERS
from analysis.report.wording import label_name, number, voice_name
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, records, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document, Span

NAMED = ["actor", "agency", "quote", "stance"]  # layers whose places can be linked to
OUTSIDE = {"headline": "headline", "dateline": "dateline", "date": "date", "sign_off": "sign-off"}


@dataclass(frozen=True)
class Tag:
    """The tiny label after a marked word: what it says, where it leads, what it means."""

    layer: str
    text: str
    target: str
    title: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text in which no annotation begins or ends: its layers' classes, outermost first."""

    text: str
    voice: str
    classes: tuple[str, ...]
    anchors: tuple[str, ...]
    tags: tuple[Tag, ...]


def mark_article(document: Document, table: pd.DataFrame) -> Fragment:
    """The whole text with voices, framing terms and valence words marked, and what is left out of the counts named.

    Every mark has a tag that leads to the place where it is counted; the id of a marked place is ``w-START``.
    """
    rows = _marks(table)
    stretches, quoted = rows_of(table, "voice"), set(rows_of(table, "quote", "content")["start"])
    named = set(table.loc[table["layer"].isin(NAMED), "start"])
    classes = colour_classes(stretches)
    blocks = []
    for number_, (kind, span) in enumerate(_blocks(document), 1):
        own = rows[(rows["start"] < span.end) & (rows["end"] > span.start)]
        heard = stretches[(stretches["start"] < span.end) & (stretches["end"] > span.start)]
        pieces = list(_pieces(document, span, own, heard, quoted, named, classes))
        voices = heard.groupby(["voice", "speaker"], sort=False)["score"].sum()
        names = [voice_name(*key) for key in voices.index]
        blocks.append(
            {"kind": kind, "number": number_, "pieces": pieces, "voices": names, "bar": _bar(voices, classes)}
        )
    return fill("article", blocks=blocks, outside=OUTSIDE)


def _marks(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are underlined."""
    return table[table["layer"].isin(["frame", "valence"])].reset_index(drop=True)


def _blocks(document: Document) -> Iterator[tuple[str, Span]]:
    """Paragraphs and uncounted sections, in the order of the text."""
    outside = [(section.label, section) for section in document.sections if section.label in OUTSIDE]
    yield from sorted([*outside, *(("body", p) for p in document.paragraphs)], key=lambda block: block[1].start)


def _pieces(
    document: Document,
    span: Span,
    rows: pd.DataFrame,
    heard: pd.DataFrame,
    quoted: set[int],
    named: Set[int] = frozenset(),
    classes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Piece]:
    edges = {span.start, span.end, *rows["start"], *rows["end"], *heard["start"], *heard["end"], *quoted, *named}
    cuts = sorted(edge for edge in edges if span.start <= edge <= span.end)
    marks, voices = records(rows), records(heard)
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        voice = next((row for row in voices if row.start <= start and end <= row.end), None)
        yield Piece(
            document.text[start:end],
            _voice_class(voice.voice, voice.speaker, classes) if voice else NARRATOR,
            tuple(dict.fromkeys(_form(mark) for mark in over)),
            tuple(_anchors(start, over, quoted, named)),
            tuple(_tag(mark) for mark in over if mark.end == end and mark.role != "shifter"),
        )


def _anchors(start: int, over: list[Any], quoted: set[int], named: Set[int]) -> Iterator[str]:
    if any(mark.start == start for mark in over):
        yield anchor("w", start)
    if start in quoted:
        yield anchor("q", start)
    if start in named:
        yield anchor("m", start)


def _form(mark: Any) -> str:
    """The form of underline: frames solid, good words dotted, bad words dashed, shifters double."""
    return "shifter" if mark.role == "shifter" else "frame" if mark.layer == "frame" else str(mark.label)


def _tag(mark: Any) -> Tag:
    if mark.layer == "frame":
        name = label_name(mark.label)
        return Tag("frame", name.split()[0], anchor("frame", mark.label), f"frame {name}, {mark.rule}")
    text = number(round(mark.score, 1)) if abs(mark.score) >= 0.05 else "0"
    return Tag("valence", _signed(text), "valence-words", f"valence {number(mark.score)}, {mark.rule}")


def _signed(text: str) -> str:
    short = text.replace("0.", ".").rstrip("0") if "." in text else text
    return short if short.startswith("−") or short == "0" else f"+{short}"


def colour_classes(stretches: pd.DataFrame) -> dict[str, str]:
    """The style class of each holder's colour: ``s0`` for the first of ``style.SPEAKERS`` and so on; narrator none."""
    colours = holder_colours(holder_of(stretches), stretches["score"])
    return {holder: f"s{SPEAKERS.index(colour)}" for holder, colour in colours.items() if colour in SPEAKERS}


def _voice_class(voice: str, speaker: str, classes: Mapping[str, str]) -> str:
    return f"{voice} {classes.get(speaker or UNNAMED, '')}".strip() if voice != NARRATOR else voice


def _bar(voices: pd.Series, classes: Mapping[str, str]) -> list[tuple[str, float]]:
    """Shares of a paragraph's words by voice and speaker, for the bar in the margin."""
    total = float(voices.sum()) or 1.0
    pairs = zip(voices.index, voices, strict=True)
    return [
        (_voice_class(str(voice), str(speaker), classes), float(words) / total) for (voice, speaker), words in pairs
    ]
