"""Which words stand inside a name: by entity and part of speech, and by capitals where there is no grammar."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.text.document import Document

_ENTITIES = frozenset(["EVENT", "FAC", "GPE", "LAW", "LOC", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART"])
_FEW = 5  # words: in fewer, capitals do not show a headline
_MOST = 0.7  # share of words with a capital in a headline
_LONG = 5  # letters: only shorter words of a headline are small


def find_names(document: Document) -> frozenset[int]:
    """Indices of the tokens inside names.

    A token is inside a name if it has a capital letter and belongs to an entity, or if it is written with a first
    capital and is a proper noun or has no part of speech. By the second test alone, the word that opens a sentence
    needs another such word after it, and nothing is a name in a headline: five words or more, with a capital on seven
    in ten and on every one of five letters or more.

    >>> from analysis.text.segment import segment
    >>> news = segment(Document("d", "Supreme Leader Ali Khamenei spoke. Good news came from the United States."))
    >>> [news.covered(news.tokens[index]) for index in sorted(find_names(news))]
    ['Supreme', 'Leader', 'Ali', 'Khamenei', 'United', 'States']
    """
    return frozenset(
        index for sentence in document.sentences for index in _in_sentence(document, document.indices(sentence))
    )


def _in_sentence(document: Document, indices: range) -> Iterator[int]:
    proper = set() if _is_headline(document, indices) else {i for i in indices if _has_capital(document, i)}
    opening = next((index for index in indices if document.tokens[index].is_word), -1)
    if opening + 1 not in proper:
        proper.discard(opening)
    for index in indices:
        entity = document.tokens[index].entity in _ENTITIES and any(map(str.isupper, document.forms[index]))
        if entity or index in proper:
            yield index


def _has_capital(document: Document, index: int) -> bool:
    token, form = document.tokens[index], document.forms[index]
    return token.is_word and token.pos in {"PROPN", ""} and form[:1].isupper() and not form.isupper()


def _is_headline(document: Document, indices: range) -> bool:
    words = [document.forms[index] for index in indices if document.tokens[index].is_word]
    capitals = [word for word in words if word[:1].isupper()]
    small = [word for word in words if len(word) >= _LONG and word not in capitals]
    return len(words) >= _FEW and not small and len(capitals) >= _MOST * len(words)
