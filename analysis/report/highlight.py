"""The article with its annotations: the text cut where any annotation begins or ends, so that overlaps stack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.annotation import LAYERS, PLACE, SENSE, SIGN, SOLID, WAVY, codebooks, counted_role, why
from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.pictures import voice_classes
from analysis.report.wording import label_name, voice_name
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.table import NARRATOR, UNNAMED, check_pair, records, rows_of

if TYPE_CHECKING:
    from analysis.text.document import Document, Span

_CLASS_OF_MARK = {SIGN: "stance", SOLID: "frame", SENSE: "valence", WAVY: "rhetoric"}  # in the page's style
_FILTERS = {  # what can be shown, one at a time
    "stance": "stance and names with a judgement",
    "frame": "framing",
    "valence": "good and bad words",
    "rhetoric": "persuasion and devices",
    "none": "voices only",
}
_NAMING = "naming"  # a form by which an actor is called, with a word of good or bad sense in it
_SECTIONS = {"stance": "positions", _NAMING: "naming", "valence": "valence-words"}  # where a report counts them
_SIGNS = {"favor": "+", "against": "−"}
_OUTSIDE = {  # what the margin says of a section that is not counted
    "headline": "headline", "dateline": "dateline", "date": "date", "sign_off": "sign-off", "furniture": "not counted",
}  # fmt: skip


@dataclass(frozen=True)
class _Tag:
    """The small sign after a marked word: what it says, where it leads, what it means."""

    kind: str
    text: str
    href: str
    title: str


@dataclass(frozen=True)
class _Piece:
    """A stretch of text in which no annotation begins or ends: its layers' classes, outermost first."""

    text: str
    voice: str
    classes: tuple[str, ...]
    anchors: tuple[str, ...]
    tags: tuple[_Tag, ...]


def mark_article(
    document: Document, table: pd.DataFrame, also: Iterable[int] = (), codebook: str = "", shown: str = "stance"
) -> Fragment:
    """The whole text with its voices and marks; parts that are not counted are named.

    A reader chooses what is marked. At first it is what carries stance and names with a judgement in them. Every mark
    has a sign that leads to where it is counted; the id of a marked place is ``w-START``.

    Args:
        document, table: The article and its annotations.
        also: The starts of further words that are linked to but not marked.
        codebook: Address of the page that has the codebooks; this page if empty, which is then for coders.
        shown: What is marked at first: one of ``_FILTERS``.

    Raises:
        ValueError: If the table is of another document, or there is no such filter.
    """
    check_pair(document, table)
    if shown not in _FILTERS:
        raise ValueError(f"shown must be one of {', '.join(_FILTERS)}, got {shown!r}")
    rows, stretches = _marked_rows(document, table, not codebook), rows_of(table, "voice")
    places, classes = places_of(table, also), voice_classes(stretches)
    blocks = []
    for number, (kind, span) in enumerate(_blocks(document), 1):
        own = rows[(rows["start"] < span.end) & (rows["end"] > span.start)]
        heard = stretches[(stretches["start"] < span.end) & (stretches["end"] > span.start)]
        pieces = list(_pieces(document, span, own, heard, places, classes, codebook))
        voices = heard.groupby(["voice", "speaker"], sort=False)["score"].sum()
        names = [voice_name(*key) for key in voices.index if key[0] != NARRATOR]
        blocks.append({"kind": kind, "number": number, "pieces": pieces, "voices": names,
                       "bar": _bar(voices, classes)})  # fmt: skip
    return fill("article", blocks=blocks, outside=_OUTSIDE, filters=_FILTERS, shown=shown)


def _marked_rows(document: Document, table: pd.DataFrame, for_coders: bool = True) -> pd.DataFrame:
    """The rows that are marked: what counts in a marked layer, the negators and boosters beside it, and as layer
    ``naming`` the mentions whose form has a loaded word in it.

    Words for bad or good events, which judge nobody, are marked only ``for_coders``.
    """
    marked = {name for name, layer in LAYERS.items() if layer.mark in _CLASS_OF_MARK}
    counted = (table["role"] == "shifter") | (table["role"] == table["layer"].map(counted_role))
    names = tabulate_naming(table, document)
    loaded = {start for starts in names.loc[names["load"].abs() > 0, "starts"] for start in starts}
    mentions = rows_of(table, "actor", "mention")
    mentions = mentions[mentions["start"].isin(loaded) & (mentions["actor"] != "")]
    kept = table[table["layer"].isin(marked) & counted]
    if not for_coders:
        events = kept.loc[(kept["layer"] == "valence") & (kept["label"] == "event"), "relation"]
        kept = kept[~((kept["layer"] == "valence") & kept["relation"].isin(events))]
    rows = pd.concat([mentions.assign(layer=_NAMING), kept], ignore_index=True)
    return rows.sort_values(["start", "end"], kind="stable", ignore_index=True)


def places_of(table: pd.DataFrame, also: Iterable[int] = ()) -> dict[int, list[str]]:
    """The places that can be linked to: for each start the kinds of its anchors.

    ``w`` is a sign of a codebook, or a word of valence or stance, ``q`` a quotation, ``v`` a stretch in one voice,
    ``m`` a row of another layer that is linked to.
    """
    places: dict[int, list[str]] = {}
    kinds = {
        "v": table["layer"] == "voice",
        "w": table["layer"].isin(codebooks()) | table["role"].isin(["expression", "shifter"]),
        "q": (table["layer"] == "quote") & (table["role"] == "content"),
        "m": table["layer"].isin(name for name, layer in LAYERS.items() if layer.mark in (PLACE, SIGN)),
    }
    for kind, wanted in kinds.items():
        starts = {*table.loc[wanted, "start"], *(also if kind == "w" else ())}
        for start in sorted(starts):
            places.setdefault(int(start), []).append(kind)
    return places


def first_place(table: pd.DataFrame, start: int, end: int) -> tuple[int, str] | None:
    """The first place between two offsets that can be linked to, and the kind of its anchor."""
    inside = ((at, kinds[0]) for at, kinds in places_of(table).items() if start <= at < end)
    return min(inside, default=None)


def _blocks(document: Document) -> Iterator[tuple[str, Span]]:
    """Paragraphs and uncounted sections, in the order of the text."""
    outside = [(section.label, section) for section in document.sections if section.label in _OUTSIDE]
    yield from sorted([*outside, *(("body", p) for p in document.paragraphs)], key=lambda block: block[1].start)


def _pieces(
    document: Document,
    span: Span,
    rows: pd.DataFrame,
    heard: pd.DataFrame,
    places: Mapping[int, Sequence[str]],
    classes: Mapping[str, str],
    codebook: str,
) -> Iterator[_Piece]:
    edges = {span.start, span.end, *rows["start"], *rows["end"], *heard["start"], *heard["end"], *places}
    cuts = sorted(edge for edge in edges if span.start <= edge <= span.end)
    marks, voices = records(rows), records(heard)
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        heard_as = [_voice_class(row.voice, row.speaker, classes) for row in voices if row.start <= start < row.end]
        yield _Piece(
            document.text[start:end],
            next(iter(heard_as), NARRATOR),
            tuple(dict.fromkeys(_form(mark) for mark in over)),
            tuple(anchor(kind, start) for kind in places.get(start, ())),
            _signs([_tag(mark, codebook) for mark in over if mark.end == end and mark.role != "shifter"]),
        )


def _signs(tags: list[_Tag]) -> tuple[_Tag, ...]:
    """The tags of a place, those that say the same as one, with all their reasons."""
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for tag in tags:
        reasons.setdefault((tag.kind, tag.text, tag.href), []).append(tag.title)
    return tuple(_Tag(*key, "; ".join(dict.fromkeys(titles))) for key, titles in reasons.items())


def _form(mark: Any) -> str:
    """The form of the line beneath: solid for a frame, wavy for persuasion, dotted for a name; against and bad dashed,
    for and good solid or dotted, negators and boosters double."""
    if mark.role == "shifter":
        return "shifter"
    form = _NAMING if mark.layer == _NAMING else LAYERS[mark.layer].mark
    if form == SENSE:
        return "positive" if mark.score > 0 else "negative"
    return str(mark.label) if form == SIGN else _CLASS_OF_MARK.get(form, form)


def _tag(mark: Any, codebook: str) -> _Tag:
    reason = why(mark.rule, mark.label)
    if mark.layer == _NAMING:
        return _Tag("stance", "•", f"#{_SECTIONS[_NAMING]}", f"a name for {mark.actor}: {reason}")
    layer, name = LAYERS[mark.layer], label_name(mark.label)
    kind = _CLASS_OF_MARK[layer.mark]
    if layer.mark == SIGN:
        target = f" {mark.actor}" if mark.actor else ""
        return _Tag(kind, _SIGNS.get(mark.label, "•"), f"#{_SECTIONS[kind]}", f"{name}{target}: {reason}")
    if layer.mark == SENSE:
        return _Tag(
            kind, "+" if mark.score > 0 else "−", f"{codebook}#{_SECTIONS[kind]}", f"{mark.layer}, {name}: {reason}"
        )
    short = name.partition(": ")[2] if layer.codebook and layer.codebook.prefixed else name
    return _Tag(kind, short, f"{codebook}#{anchor(mark.layer, mark.label)}", f"{mark.layer} {name}: {reason}")


def _voice_class(voice: str, speaker: str, classes: Mapping[str, str]) -> str:
    return voice if voice == NARRATOR else f"{voice} {classes.get(speaker or UNNAMED, 'unknown')}"


def _bar(voices: pd.Series, classes: Mapping[str, str]) -> list[tuple[str, float]]:
    """Shares of a paragraph's words by voice and speaker, for the bar in the margin."""
    total = float(voices.sum()) or 1.0
    return [
        (_voice_class(str(voice), str(speaker), classes), round(float(words) / total, 3))
        for (voice, speaker), words in zip(voices.index.tolist(), voices.tolist(), strict=True)
    ]
