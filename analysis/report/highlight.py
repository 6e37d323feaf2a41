"""The article with its annotations: the text cut where any annotation begins or ends, so that overlaps stack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analysis.annotation import LAYERS, PLACE, SENSE, SOLID, WAVY, codebooks, counted_role, why
from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.plot_layout import holder_colours
from analysis.report.style import SPEAKER_COLOURS
from analysis.report.wording import label_name, number, voice_name
from analysis.tables.table import NARRATOR, UNNAMED, check_pair, holder_of, records, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document, Span

CLASS_OF_MARK = {SOLID: "frame", WAVY: "rhetoric", SENSE: "valence"}  # in the page's style
OUTSIDE = {  # what the margin says of a section that is not counted
    "headline": "headline", "dateline": "dateline", "date": "date", "sign_off": "sign-off", "furniture": "not counted",
}  # fmt: skip


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


def mark_article(document: Document, table: pd.DataFrame, also: Iterable[int] = ()) -> Fragment:
    """The whole text with its voices and the words of each marked layer; parts that are not counted are named.

    Every mark has a tag that leads to the place where it is counted; the id of a marked place is ``w-START``. ``also``
    lists the starts of further words that are linked to but not marked.

    Raises:
        ValueError: If the table is of another document.
    """
    check_pair(document, table)
    rows, stretches, places = _marks(table), rows_of(table, "voice"), places_of(table, also)
    classes = colour_classes(stretches)
    blocks = []
    for number_, (kind, span) in enumerate(_blocks(document), 1):
        own = rows[(rows["start"] < span.end) & (rows["end"] > span.start)]
        heard = stretches[(stretches["start"] < span.end) & (stretches["end"] > span.start)]
        pieces = list(_pieces(document, span, own, heard, places, classes))
        voices = heard.groupby(["voice", "speaker"], sort=False)["score"].sum()
        names = [voice_name(*key) for key in voices.index]
        blocks.append(
            {"kind": kind, "number": number_, "pieces": pieces, "voices": names, "bar": _bar(voices, classes)}
        )
    brought = {name for name, entry in codebooks().items() if entry.prefixed}
    solid = "framing term or word of your dictionary" if table["layer"].isin(brought).any() else "framing term"
    wavy = " or ".join(name for name, layer in LAYERS.items() if layer.mark == WAVY)
    return fill("article", blocks=blocks, outside=OUTSIDE, solid=solid, wavy=wavy)


def _marks(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are underlined: what counts in a marked layer, and the negators and boosters beside it."""
    marked = {name for name, layer in LAYERS.items() if layer.mark in CLASS_OF_MARK}
    shown = (table["role"] == "shifter") | (table["role"] == table["layer"].map(counted_role))
    return table[table["layer"].isin(marked) & shown].reset_index(drop=True)


def places_of(table: pd.DataFrame, also: Iterable[int] = ()) -> dict[int, list[str]]:
    """The places that can be linked to: for each start the kinds of its anchors.

    ``w`` is a sign of a codebook, or a word of valence or stance, ``q`` a quotation, ``m`` a row of a layer that is
    not marked but linked to.
    """
    places: dict[int, list[str]] = {}
    kinds = {
        "w": table["layer"].isin(codebooks()) | table["role"].isin(["expression", "shifter"]),
        "q": (table["layer"] == "quote") & (table["role"] == "content"),
        "m": table["layer"].isin(name for name, layer in LAYERS.items() if layer.mark == PLACE),
    }
    for kind, wanted in kinds.items():
        starts = {*table.loc[wanted, "start"], *(also if kind == "w" else ())}
        for start in sorted(starts):
            places.setdefault(int(start), []).append(kind)
    return places


def _blocks(document: Document) -> Iterator[tuple[str, Span]]:
    """Paragraphs and uncounted sections, in the order of the text."""
    outside = [(section.label, section) for section in document.sections if section.label in OUTSIDE]
    yield from sorted([*outside, *(("body", p) for p in document.paragraphs)], key=lambda block: block[1].start)


def _pieces(
    document: Document,
    span: Span,
    rows: pd.DataFrame,
    heard: pd.DataFrame,
    places: Mapping[int, Sequence[str]],
    classes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Piece]:
    edges = {span.start, span.end, *rows["start"], *rows["end"], *heard["start"], *heard["end"], *places}
    cuts = sorted(edge for edge in edges if span.start <= edge <= span.end)
    marks, voices = records(rows), records(heard)
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        voice = next((row for row in voices if row.start <= start and end <= row.end), None)
        yield Piece(
            document.text[start:end],
            _voice_class(voice.voice, voice.speaker, classes) if voice else NARRATOR,
            tuple(dict.fromkeys(_form(mark) for mark in over)),
            tuple(anchor(kind, start) for kind in places.get(start, ())),
            tuple(_tag(mark) for mark in over if mark.end == end and mark.role != "shifter"),
        )


def _form(mark: Any) -> str:
    """The form of underline: solid, wavy, double for negators and boosters; good words dotted, bad words dashed."""
    if mark.role == "shifter":
        return "shifter"
    form = LAYERS[mark.layer].mark
    return str(mark.label) if form == SENSE else CLASS_OF_MARK[form]


def _tag(mark: Any) -> Tag:
    layer, reason = LAYERS[mark.layer], why(mark.rule, mark.label)
    kind = CLASS_OF_MARK[layer.mark]
    if layer.mark == SENSE:
        text = number(round(mark.score, 1)) if abs(mark.score) >= 0.05 else "0"
        title = f"{mark.layer} {number(mark.score)}: {reason}"
        return Tag(kind, _signed(text), f"{mark.layer}-words", title)
    name = label_name(mark.label)
    short = name.partition(": ")[2] if layer.codebook and layer.codebook.prefixed else name
    return Tag(kind, short, anchor(mark.layer, mark.label), f"{mark.layer} {name}: {reason}")


def _signed(text: str) -> str:
    short = text.replace("0.", ".").rstrip("0") if "." in text else text
    return short if short.startswith("−") or short == "0" else f"+{short}"


def colour_classes(stretches: pd.DataFrame) -> dict[str, str]:
    """The style class of each holder's colour: ``s0`` for the first of ``SPEAKER_COLOURS`` and so on; narrator none."""
    colours = holder_colours(holder_of(stretches), stretches["score"])
    return {
        holder: f"s{SPEAKER_COLOURS.index(colour)}" for holder, colour in colours.items() if colour in SPEAKER_COLOURS
    }


def _voice_class(voice: str, speaker: str, classes: Mapping[str, str]) -> str:
    return f"{voice} {classes.get(speaker or UNNAMED, '')}".strip() if voice != NARRATOR else voice


def _bar(voices: pd.Series, classes: Mapping[str, str]) -> list[tuple[str, float]]:
    """Shares of a paragraph's words by voice and speaker, for the bar in the margin."""
    total = float(voices.sum()) or 1.0
    pairs = zip(voices.index, voices, strict=True)
    return [
        (_voice_class(str(voice), str(speaker), classes), float(words) / total) for (voice, speaker), words in pairs
    ]
