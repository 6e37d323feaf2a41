"""Actors in odd and large texts: the work grows as the text does. Calls are counted; nothing is timed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from analysis.actors.find_actors import find_actors
from analysis.text.document import Document, Span, Token

Word = tuple[str, str, str, str, int]  # form, part of speech, tag, dependency, head


def made(sentences: list[list[Word]], join: str = " ") -> Document:
    """A document of words with grammar, one paragraph; a head is counted from the start of its sentence."""
    tokens, spans, start, base = list[Token](), list[Span](), 0, 0
    text = join.join(" ".join(word[0] for word in sentence) for sentence in sentences)
    for sentence in sentences:
        first = start
        for form, pos, tag, dep, head in sentence:
            entity = "PERSON" if pos == "PROPN" else ""
            end = start + len(form)
            tokens.append(Token(start, end, form.isalpha(), form.lower(), pos, tag, base + head, dep, entity))
            start = end + 1
        spans.append(Span(first, start - 1))
        base = len(tokens)
    return Document("d", text, paragraphs=(Span(0, len(text)),), sentences=tuple(spans), tokens=tuple(tokens))


@contextmanager
def counting() -> Iterator[list[int]]:
    """Count the calls of functions, written in Python or not."""
    calls = [0]

    def count(frame: object, event: str, arg: Any) -> None:
        calls[0] += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def name(number: int) -> str:
    """A surname for each number, unlike the others in more than a letter or two."""
    chance = random.Random(number)  # noqa: S311
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(6)).title()


def report(number: int) -> list[Word]:
    """ "Ann Baba met General Ali Dada and said he praised it ." """
    one, two = name(number), name(number + 7919)
    return [
        ("Ann", "PROPN", "NNP", "compound", 1), (one, "PROPN", "NNP", "nsubj", 2), ("met", "VERB", "VBD", "ROOT", 2),
        ("General", "PROPN", "NNP", "compound", 5), ("Ali", "PROPN", "NNP", "compound", 5),
        (two, "PROPN", "NNP", "dobj", 2), ("and", "CCONJ", "CC", "cc", 2), ("said", "VERB", "VBD", "conj", 2),
        ("he", "PRON", "PRP", "nsubj", 9), ("praised", "VERB", "VBD", "ccomp", 7), ("it", "PRON", "PRP", "dobj", 9),
        (".", "PUNCT", ".", "punct", 2),
    ]  # fmt: skip


def reports(size: int) -> Document:
    """Two new actors, two pronouns and a title in each sentence."""
    return made([report(number) for number in range(size // 12)])


def star_of_names(size: int) -> Document:
    """One verb with all names as its subjects and all pronouns as its objects."""
    words = [("sent", "VERB", "VBD", "ROOT", 0)]
    words += [
        (name(i), "PROPN", "NNP", "nsubj", 0) if i % 3 else ("him", "PRON", "PRP", "dobj", 0) for i in range(1, size)
    ]
    return made([words])


def star_of_nouns(size: int) -> Document:
    """Thousands of nouns in apposition to one name."""
    words = [(name(1), "PROPN", "NNP", "nsubj", 0)]
    return made([words + [("minister" if i % 2 else "he", "NOUN", "NN", "appos", 0) for i in range(1, size)]])


def chain_of_names(size: int) -> Document:
    """Places joined one to the next, a comma between them."""
    words: list[Word] = [("Moscow", "PROPN", "NNP", "ROOT", 0)]
    for at in range(1, size):
        words.append((",", "PUNCT", ",", "punct", at - 1) if at % 2 else ("Paris", "PROPN", "NNP", "conj", at - 2))
    return made([words])


def chain_of_nouns(size: int) -> Document:
    """Nouns each of which hangs on the next, as in a noun phrase without end."""
    return made([[("officer", "NOUN", "NN", "nmod", min(at + 1, size - 1)) for at in range(size)]])


def capitals(size: int) -> Document:
    """Nothing but words with a capital: one name without end."""
    return made([[(name(at), "PROPN", "NNP", "compound", size - 1) for at in range(size)]])


def pronouns(size: int) -> Document:
    """Nothing but pronouns."""
    return made([[("they", "PRON", "PRP", "nsubj", 0)] * size])


def quotations(size: int) -> Document:
    """A quotation mark at every other word, never closed or at once opened again."""
    return made([[("“" if at % 2 else "he", "PRON", "PRP", "nsubj", 0) for at in range(size)]])


@pytest.mark.parametrize(
    "make",
    [reports, star_of_names, star_of_nouns, chain_of_names, chain_of_nouns, capitals, pronouns, quotations],
    ids=lambda make: make.__name__,
)
def test_work_grows_with_the_text(make: Callable[[int], Document]) -> None:
    """Three times the words are at most four times the calls, whatever the shape of the text."""
    list(find_actors(make(60)))  # so that lexicons are loaded before calls are counted
    work = []
    for size in (500, 1500):
        document = make(size)
        with counting() as calls:
            list(find_actors(document))
        work.append(calls[0])
    assert work[1] < 4 * work[0]


def test_three_hundred_actors_with_grammar_are_told_apart() -> None:
    """Each new name is an actor, and each pronoun is the man who was named last."""
    document = made([report(number) for number in range(150)])
    rows = list(find_actors(document))
    assert len({row.actor for row in rows if row.label == "name"}) == 300
    he = [row.actor for row in rows if row.label == "pronoun" and document.covered(row) == "he"]
    assert he == [f"Ali {name(number + 7919)}" for number in range(150)]


def test_a_sentence_of_five_thousand_names_in_a_row() -> None:
    """A row of names is followed a little way up, not five thousand calls deep."""
    rows = list(find_actors(chain_of_names(5000)))
    assert {row.actor for row in rows} == {"Moscow", "Paris"} | {row.actor for row in rows if row.label == "metonym"}
    assert len(rows) == 2500
