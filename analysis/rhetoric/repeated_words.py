"""Repetition as persuasion: words said twice running, and charged words said over and over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from analysis.rhetoric.devices.members import Figure, sentence_members
from analysis.text.document import Document, Span

_CHARGED = 3  # times a charged word is said in an article
_LEFT_OUT = frozenset(["NUM", "PROPN"])


def repetitions(document: Document, weak: Collection[str], charged: Iterable[int] = ()) -> Iterator[Figure]:
    """Words said twice running, and charged words said three times in an article.

    Between the two of a word said twice running stands a mark; three need none. Names and figures are left out.

    Args:
        document: With sentences and tokens.
        weak: Lemmas whose repeating is a slip or grammar ("that that").
        charged: Indices of words that are loaded.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "It was lies, lies, lies."))
    >>> [[document.covered(part) for part in figure.parts] for figure in repetitions(document, set())]
    [['lies', 'lies', 'lies']]
    """
    taken: set[int] = set()
    for member in sentence_members(document):
        run = [member.words[0]]
        for index in [*member.words[1:], -1]:
            if index >= 0 and document.lower_forms[index] == document.lower_forms[run[-1]]:
                run.append(index)
                continue
            apart = run[-1] - run[0] >= len(run)  # a mark stands between
            first = run[0]
            strong = document.tokens[first].pos not in _LEFT_OUT and document.lemmas[first] not in weak
            if len(run) > 1 and strong and document.forms[first].isalpha() and (apart or len(run) > 2):
                taken.update(run)
                yield _figure(document, run, "running")
            run = [index]
    places: dict[str, list[int]] = {}
    for index in sorted({*charged} - taken):
        places.setdefault(document.lemmas[index], []).append(index)
    yield from (_figure(document, found, "charged") for found in places.values() if len(found) >= _CHARGED)


def _figure(document: Document, indices: Iterable[int], rule: str) -> Figure:
    parts = (Span(document.tokens[index].start, document.tokens[index].end) for index in indices)
    return Figure(tuple(parts), f"repetition_{rule}")
