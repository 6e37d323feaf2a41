"""Alliteration, as far as spelling tells: content words in a row that begin with the same consonant."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.text.document import Document, Span

_CONTENT = frozenset(["ADJ", "ADV", "NOUN", "VERB"])
_BETWEEN = 1  # small words between two that sound alike
_LEAST = 3


def alliterations(
    document: Document, onsets: Mapping[str, str], weak: frozenset[str] = frozenset(), cues: Container[int] = ()
) -> Iterator[Figure]:
    """Runs of at least three content words of different lemma with the same consonant at the beginning.

    One small word may stand between two of them. Names, figures and cues break a run, as the end of a sentence does.

    Args:
        document: With grammar; without it nothing is a content word, and nothing is found.
        onsets: Spellings at the beginning of a word (``*`` stands for the rest) with the sound of each.
        weak: Words that count as small whatever their part of speech.
        cues: Indices of tokens that attribute words: they are the reporter's and no part of what is said.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "Phoney fears filled the page.")))
    >>> found = alliterations(document, {"f*": "f", "ph*": "f", "p*": "p"})
    >>> [[document.covered(part) for part in figure.parts] for figure in found]
    [['Phoney', 'fears', 'filled']]
    """
    sounds = tuple(sorted(onsets.items(), key=lambda pair: (-len(pair[0]), pair[0])))
    for sentence in document.sentences:
        run: list[int] = []
        current, gap = "", 0
        for index in document.indices(sentence):
            kind = document.tokens[index].pos
            if not is_spoken(document, index) or kind == "PART":
                continue
            if index in cues or kind in {"PROPN", "NUM"}:
                yield from _figure(document, run)
                run, current = [], ""
            elif kind in _CONTENT and document.lower_forms[index] not in weak:
                sound = sound_of(document.lower_forms[index], sounds)
                if not (sound and sound == current and gap <= _BETWEEN):
                    yield from _figure(document, run)
                    run, current = [], sound
                run, gap = [*run, index], 0
            else:
                gap += 1
        yield from _figure(document, run)


@lru_cache(maxsize=20_000)
def sound_of(word: str, sounds: tuple[tuple[str, str], ...]) -> str:
    """The consonant with which a word begins; empty for a vowel.

    >>> sound_of("knew", (("kn*", "n"), ("k*", "k")))
    'n'
    """
    return next((sound for spelling, sound in sounds if fnmatchcase(word, spelling)), "")


def _figure(document: Document, run: list[int]) -> Iterator[Figure]:
    if len({document.lemmas[index] for index in run}) >= _LEAST:
        yield Figure(tuple(Span(document.tokens[i].start, document.tokens[i].end) for i in run), "alliteration")
