"""Devices by form: each form with its near misses, relations, hostile text, and linear time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.lexicon.references import with_works
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.quotation_marks import find_quotations
from analysis.rhetoric.devices.find_devices import DEVICES, find_devices
from analysis.text.document import Document, Span, Token
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.work import lines_run


@lru_cache(maxsize=256)
def prepared(text: str) -> Document:
    return parse(segment(Document("d", text)))


def rows_of(text: str) -> list[Annotation]:
    document = prepared(text)
    quotes = list(find_quotes(document))
    return list(find_devices(document, quotes))


def devices(text: str, label: str) -> list[list[str]]:
    """The parts of each occurrence of a device."""
    found: dict[str, list[str]] = {}
    for row in rows_of(text):
        if row.label == label:
            found.setdefault(row.relation, []).append(text[row.start : row.end])
    return list(found.values())


FORMS = [
    ("anaphora", "They took the boats. They took the nets.", ["They took the", "They took the"]),
    ("anaphora", "Every door was locked, every lamp was out.", ["Every", "every"]),
    ("antithesis", "It is not a border but a wound.", ["not a border", "but a wound"]),
    ("antithesis", "It was a favour, not a right.", ["a favour", "not a right"]),
    ("antithesis", "The law protects the powerful and punishes the powerless.", ["powerful", "powerless"]),
    ("rhetorical_question", "Who would lend them a boat now?", ["Who would lend them a boat now?"]),
    ("euphemism", "The map lists the collateral damage.", ["collateral damage"]),
    ("euphemism", "The patrol eliminated two gunmen.", ["eliminated"]),
]  # fmt: skip

NEAR_MISSES = [
    ("anaphora", "The harbour is shut. The harbour master left."),
    ("anaphora", "The clerk said the boat was late. The clerk said nobody waited."),
    ("anaphora", "He was ill. He was born there."),
    ("anaphora", "They are late. They are tired."),
    ("antithesis", "The pier is not only old but also rotten."),
    ("antithesis", "The pilot was not there, but the boat sailed."),
    ("antithesis", "Rich and poor stood on the pier."),
    ("rhetorical_question", "When does the ferry leave? It leaves at ten."),
    ("rhetorical_question", "“Who would lend us a boat?” the sailor asked."),
    ("euphemism", "They eliminated the smell."),
]


@pytest.mark.parametrize(("label", "text", "parts"), FORMS, ids=[f"{one[0]}-{n}" for n, one in enumerate(FORMS)])
def test_a_form_is_found_with_its_parts(label: str, text: str, parts: list[str]) -> None:
    """Each device is one relation whose rows are its parts, in the order of the text."""
    assert devices(text, label) == [parts]


@pytest.mark.parametrize(("label", "text"), NEAR_MISSES, ids=[f"{a}-{n}" for n, (a, _) in enumerate(NEAR_MISSES)])
def test_a_near_miss_is_left(label: str, text: str) -> None:
    """The same words, marks or order without the figure give nothing."""
    assert devices(text, label) == []


def test_rows_are_of_the_layer_and_sorted() -> None:
    """Layer, role, known labels; a relation holds one label; rules name a form or a term of the lexicon."""
    rows = rows_of("They took the boats. They took the nets. The truce was not a peace but a pause.")
    assert {row.layer for row in rows} == {"device"}
    assert {row.role for row in rows} == {"part"}
    assert {row.label for row in rows} <= set(DEVICES)
    assert all(row.relation.startswith(f"device:{row.label}:") for row in rows)
    assert all(row.rule.startswith(("devices.", "devices@")) for row in rows)
    firsts = list(dict.fromkeys(row.relation for row in rows))
    starts = [min(row.start for row in rows if row.relation == relation) for relation in firsts]
    assert starts == sorted(starts)


def test_a_row_of_another_layer_is_refused() -> None:
    """A bad argument is named with its valid set."""
    with pytest.raises(ValueError, match="quotes must hold rows of layer quote, got 'frame'"):
        list(find_devices(prepared("They left."), [Annotation("frame", "x", 0, 1, "term")]))


def test_every_device_is_explained() -> None:
    """Each device has a definition with its unit, a reference with a year and a limit."""
    categories = load_lexicon("devices").categories
    for device in DEVICES:
        assert "Unit:" in categories[device].definition
        assert any(f"({year})" in with_works(categories[device].reference) for year in range(1950, 2027)), device
        assert categories[device].limits.endswith(".")


@pytest.mark.parametrize("text", ["", " ", "?", "“", "No", "not", "“” ‘’", "?!?! …", "\n\n", "But?", "Q: A:"])
def test_odd_text_raises_nothing(text: str) -> None:
    """Nothing raises on text without words, without sentences or without grammar."""
    rows_of(text)
    list(find_devices(Document("d", text)))
    list(find_devices(segment(Document("d", text))))


@given(st.text(alphabet="abk noTWif,.;:?!\"“”'’\n-—", max_size=120))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    """Every row lies within the text and holds something."""
    document = segment(Document("d", text))
    for row in find_devices(document, list(find_quotations(document))):
        assert 0 <= row.start < row.end <= len(text)


def hostile(size: int) -> Iterator[Document]:
    """One sentence of so many words: alike, all commas, all questions, all marks, a chain and a star of grammar."""
    for unit in ("no bread, ", "who cares? ", "“so-called” ", "not this but that, "):
        text = unit * (size // len(unit.split()))
        yield segment(Document("d", text))
    words = " ".join(["know"] * size)
    tokens = segment(Document("d", words)).tokens
    for heads in (range(-1, size - 1), [0] * size):
        made = tuple(
            Token(t.start, t.end, lemma="know", pos="VERB", tag="VBP", head=max(0, head), dep="ccomp" if at else "ROOT")
            for at, (t, head) in enumerate(zip(tokens, heads, strict=True))
        )
        yield Document("d", words, sentences=(Span(0, len(words)),), paragraphs=(Span(0, len(words)),), tokens=made)


def test_time_is_linear() -> None:
    """Eight times the words take about eight times the work."""
    list(find_devices(prepared("They left.")))  # lexicons are read once
    for short, long in zip(hostile(300), hostile(2400), strict=True):
        spent = []
        for document in (short, long):
            quotes = list(find_quotations(document))
            spent.append(lines_run(lambda d=document, q=quotes: list(find_devices(d, q))))  # type: ignore[misc]
        assert spent[1] < 10 * spent[0], long.text[:30]
