"""Valence: which words of a sentence have a good or bad sense, how much, what shifts it, and which of them evaluate.

The algorithm is VADER (Hutto & Gilbert 2014, ICWSM), computed by ``nltk`` with the lexicon of ``vaderSentiment``. Ours
is what comes before: names and titles are neutralised ("United States", "Supreme National Security Council"), overlay
lexicons win over VADER's, a form that no lexicon holds takes the value of its lemma, "no" is a negator and not a bad
word, slang idioms are left out, and a word is told from another by its place, not by its form.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import metadata
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Entry, Lexicon, load_lexicon
from analysis.stance.vader import LIMIT, MERGED, vader_text
from analysis.text.document import Document, Span, Token, fold
from analysis.text.matcher import find_terms
from analysis.text.names import find_names
from analysis.text.negation import Denial, Negation, negating_phrases
from analysis.text.segment import load_nltk

_ALPHA = 15  # VADER: approximates the largest expected sum
_WINDOW = 3  # words before a word that VADER looks at
_COMPARED = frozenset(["JJR", "JJS", "RBR", "RBS"])
_RATED = frozenset(["ADJ", "ADV"])  # evaluate unless the lexicon of evaluation says otherwise
_UNPARSED = "unparsed"  # in the place of a part of speech where there is no grammar


def compound(contributions: Iterable[float]) -> float:
    """VADER's valence of a stretch from the scores of its expressions: s / √(s² + 15), s = 4 · Σ score; in (-1, 1).

    NaN where there is no expression. Reference: Hutto & Gilbert (2014).

    >>> round(compound([0.475, -0.625]), 4)
    -0.1531
    """
    scores = [*contributions]
    return float(compound_of(math.fsum(scores))) if scores else math.nan


def compound_of(total: ArrayLike) -> np.ndarray:
    """The same of the sums of some stretches."""
    scaled = LIMIT * np.asarray(total, dtype=float)
    return np.asarray(scaled / np.sqrt(scaled * scaled + _ALPHA))


def score_valence(
    document: Document,
    overlays: Sequence[Lexicon] = (),
    negators: Lexicon | None = None,
    negation: Negation | None = None,
) -> Iterator[Annotation]:
    """Find the words with a valence, each with its contribution, and what shifted it.

    A row ``expression`` has the score v / 4, cut at ±1, v being VADER's valence of the word after its boosters,
    negators and capitals and a contrasting "but". Where there is grammar, it tells what is denied, and what is compared
    has no valence under a denial ("not the worst"), nor has a bad event ("no casualties"). The label is ``evaluation``
    where the word itself judges ("reckless", "hero", "hailed") and ``event`` where it tells of what happened, of a
    state or a feeling ("killed", "ill", "agreement"); parts of speech, the lexicon ``evaluation`` and the overlays'
    categories say which. A row ``shifter`` with the same relation is a word without which v would be another.
    ``compound`` of the scores is the valence of the sentence.

    Args:
        document: With sentences and tokens; with grammar, names and parts of speech are told better.
        overlays: Lexicons with weights from -4 to 4 that win over VADER's, an earlier one over a later; 0 takes a
            word out.
        negators: Negators beside VADER's own, and ``idle`` phrases that deny nothing; ``negators`` if None.
        negation: What the document denies, used where there is grammar; looked for if None.

    Raises:
        ValueError: If an overlay has an entry without a weight from -4 to 4.

    >>> from analysis.text.segment import segment
    >>> news = segment(Document("d", "The United States did not help after the very horrible floods."))
    >>> for row in score_valence(news):
    ...     print(f"{news.covered(row):8} {row.role:10} {row.label:10} {row.score:5.2f} {row.rule}")
    help     expression evaluation -0.31 vader@3.3.2:help
    not      shifter    negation     nan negators@1.2:not
    horrible expression evaluation -0.70 vader@3.3.2:horrible
    very     shifter    booster      nan vader@3.3.2:very
    """
    values = _values(tuple(overlays), negators or load_lexicon("negators"))
    for words in _sentences(document, values, negation or Negation(document)):
        yield from _annotate(_Sentence(words, values.vader))


def find_denied_harm(document: Document, overlays: Sequence[Lexicon] = ()) -> list[Span]:
    """The bad words that a denial takes back, so that they have no valence: events, and what is compared.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "None of the passengers on the ferry were injured.")))
    >>> [news.covered(span) for span in find_denied_harm(news)]
    ['injured']
    """
    values = _values(tuple(overlays), load_lexicon("negators"))
    found = (word for words in _sentences(document, values, Negation(document)) for word in words)
    return [Span(word.start, word.end) for word in found if word.voided and word.value < 0]


def _sentences(document: Document, values: _Values, negation: Negation) -> Iterator[list[_Word]]:
    """The words of each sentence, names and titles without a value; where there is grammar, with what it denies, else
    VADER's window does."""
    titled = find_terms(document, load_lexicon("titles"))
    silent = find_names(document) | {index for match in titled for index in range(match.first, match.last)}
    phrases = values.phrases_in(document)
    for sentence in document.sentences:
        words = _words(document, sentence, values, silent, phrases)
        if negation.by_grammar:
            words = [_told(document, word, negation, values.vader.constants.NEGATE) for word in words]
        yield words


def _told(document: Document, word: _Word, negation: Negation, negators: Container[str]) -> _Word:
    """A word with what denies it by grammar; VADER is not to see the negators."""
    if word.value:
        denial = negation.of(word)
        no_event = word.value < 0 and not word.evaluates
        return replace(word, denial=denial, voided=bool(denial) and (no_event or _is_compared(document, word)))
    hidden = word.form.lower() in negators or word.form.lower().endswith("n't")
    return replace(word, form="") if hidden else word


def _is_compared(document: Document, word: _Word) -> bool:
    """Whether a word is a comparative or superlative: "worse", "worst", "most brutal"."""
    return any(part.tag in _COMPARED for own in document.words_in(word) for part in [own, *own.children("advmod")])


_Value: TypeAlias = tuple[float, str, bool]  # valence, rule, whether it evaluates


@dataclass(frozen=True, slots=True)
class _Word(Span):
    """A word as VADER reads it: a phrase is one word, a clitic belongs to its word, a silent word is an empty form."""

    form: str
    value: float
    rule: str
    evaluates: bool
    reach: int  # where its clitic ends
    denial: Denial | None = None
    voided: bool = False  # by its denial


@dataclass(frozen=True, slots=True)
class _Phrase:
    last: int  # the token after it
    form: str
    value: float
    rule: str
    evaluates: bool


class _Values:
    """What the lexicons say of a word: overlays before VADER, the form before its lemma, with part of speech first."""

    def __init__(self, overlays: Sequence[Lexicon], negators: Lexicon) -> None:
        self.vader = copy.copy(_vader())
        self.vader.constants = copy.copy(self.vader.constants)
        denials = {fold(term).lower() for term in negators.terms.get("negation", ())}
        self.vader.constants.NEGATE = self.vader.constants.NEGATE | denials
        self._forms: dict[tuple[str, str], _Value] = {}
        self._lemmas: dict[tuple[str, str], _Value] = {}
        self._sorted = load_lexicon("evaluation").terms
        self._phrases = [self._add(lexicon, _weight) for lexicon in overlays]
        self._phrases.append(self._add(negating_phrases(negators), lambda lexicon, entry: 0.0))

    def _add(self, lexicon: Lexicon, weigh: Any) -> Lexicon:
        """Take in the single words of a lexicon; gives the rest of it, which the matcher has to find."""
        rest = []
        for entry in lexicon.entries:
            evaluates = lexicon.categories[entry.category].evaluates
            found, term = (weigh(lexicon, entry), lexicon.rule_id(entry), evaluates), fold(entry.term).lower()
            if entry.match in {"glob", "regex"} or entry.case or " " in entry.term:
                rest.append(entry)
                continue
            self._forms.setdefault((term, entry.pos), found)
            if entry.match == "lemma":
                self._lemmas.setdefault((term, entry.pos), found)
            if entry.pos:  # without grammar, the more careful of the parts of speech
                other = self._forms.get((term, _UNPARSED), found)
                self._forms[term, _UNPARSED] = min(found, other, key=lambda value: abs(value[0]))
        return replace(lexicon, entries=tuple(rest))

    def phrases_in(self, document: Document) -> dict[int, _Phrase]:
        """The longest phrase that begins at a token, by the index of that token."""
        found: dict[int, _Phrase] = {}
        for lexicon in self._phrases:
            for match in find_terms(document, lexicon, overlap="all"):
                if match.first not in found or match.last > found[match.first].last:
                    form, value = fold(document.covered(Span(match.start, match.end))), match.entry.weight or 0.0
                    heard = form if value or form.lower() in self.vader.constants.NEGATE else ""
                    evaluates = lexicon.categories[match.entry.category].evaluates
                    found[match.first] = _Phrase(match.last, heard, value, lexicon.rule_id(match.entry), evaluates)
        return found

    def of(self, token: Token, form: str) -> _Value:
        """Valence and rule of a token, and whether it evaluates; 0 where no lexicon knows it or one takes it out, and
        for boosters."""
        if form in self.vader.constants.BOOSTER_DICT:
            return 0.0, "", False
        pos, lemma = MERGED.get(token.pos, token.pos), fold(token.lemma).lower()
        for known, word in ((self._forms, form), (self._lemmas, lemma)):
            for key in ((word, pos), (word, ""), (word, "" if pos else _UNPARSED)):
                if key in known:
                    return known[key]
        word = form if form in self.vader.lexicon else lemma
        if word not in self.vader.lexicon:
            return 0.0, "", False
        return self.vader.lexicon[word], _rule(word), self._evaluates(token, form, lemma)

    def _evaluates(self, token: Token, form: str, lemma: str) -> bool:
        """Whether a word of VADER evaluates: an adjective or adverb that is not listed as event, and what is listed."""
        kind = "event" if token.pos in _RATED or not token.pos else "evaluation"
        return ({form, lemma} & self._sorted[kind] != set()) is (kind == "evaluation")


_values = lru_cache(maxsize=4)(_Values)  # a corpus has the same lexicons for every document


def _weight(lexicon: Lexicon, entry: Entry) -> float:
    if entry.weight is None or not abs(entry.weight) <= LIMIT:
        raise ValueError(
            f"overlays: {lexicon.name!r} gives {entry.term!r} (line {entry.line}) the weight {entry.weight}; "
            "every weight must be from -4 to 4"
        )
    return entry.weight


def _rule(word: str) -> str:
    return f"vader@{_vader().version}:{word}"


@lru_cache(maxsize=1)
def _vader() -> Any:
    """NLTK's analyser with the lexicon of ``vaderSentiment``; NLTK's own loader refuses a file outside its folders."""
    nltk = load_nltk("sentiment.vader")
    vader = nltk.SentimentIntensityAnalyzer.__new__(nltk.SentimentIntensityAnalyzer)
    vader.version, vader.constants = metadata.version("vaderSentiment"), nltk.VaderConstants()
    vader.constants.SPECIAL_CASE_IDIOMS = {}  # slang: "the bomb" would score 3
    vader.lexicon_file = vader_text().rstrip("\n")
    vader.lexicon = vader.make_lex_dict()
    return vader


def _words(
    document: Document, sentence: Span, values: _Values, silent: frozenset[int], phrases: Mapping[int, _Phrase]
) -> list[_Word]:
    """The words of a sentence as VADER counts them: no marks, and no words of one letter, which it skips too."""
    words: list[_Word] = []
    after = 0
    for index in document.indices(sentence):
        token, form = document.tokens[index], document.forms[index]
        if index < after:
            continue
        if not token.is_word:
            if words and words[-1].reach == token.start and form.replace("'", "").isalpha():
                words[-1] = replace(words[-1], form=words[-1].form and words[-1].form + form, reach=token.end)
        elif index in silent:
            words.append(_Word(token.start, token.end, "", 0.0, "", False, token.end))
        elif phrase := phrases.get(index):
            after, end = phrase.last, document.tokens[phrase.last - 1].end
            words.append(_Word(token.start, end, phrase.form, phrase.value, phrase.rule, phrase.evaluates, end))
        elif len(form) > 1:
            words.append(_Word(token.start, token.end, form, *values.of(token, form.lower()), token.end))
    return words


class _Sentence:
    """The words of a sentence under NLTK's own methods, which read ``words_and_emoticons`` and ``is_cap_diff``."""

    def __init__(self, words: Sequence[_Word], vader: Any) -> None:
        self.words = words
        self._vader = copy.copy(vader)
        self._vader.lexicon = {word.form.lower(): word.value for word in words if word.value}
        self._forms = [word.form for word in words]
        capitals = [form.isupper() for form in self._forms if form]
        self._mixed = any(capitals) and not all(capitals)
        self._valences = [self._valence(index, self._forms) for index in range(len(words))]
        self.valences = self._vader._but_check(self._forms, [*self._valences])

    def _valence(self, index: int, forms: list[str]) -> float:
        if not self.words[index].value:
            return 0.0
        self._vader.lexicon[forms[index].lower()] = self.words[index].value  # a form may have two senses in a sentence
        text = SimpleNamespace(words_and_emoticons=forms, is_cap_diff=self._mixed)
        valence = float(self._vader.sentiment_valence(0, text, forms[index], index, [])[0])
        if not self.words[index].denial:
            return valence
        return 0.0 if self.words[index].voided else valence * float(self._vader.constants.N_SCALAR)

    def shifters(self, index: int) -> Iterator[tuple[int, int, str, str]]:
        """The words without which the valence of a word would be another: start, end, rule, and what they do to it."""
        valence, denial = self._valences[index], self.words[index].denial
        if denial:
            whole = [word for word in self.words if word.start < denial.end and denial.start < word.reach]
            start = min([denial.start, *(word.start for word in whole)])
            yield start, max([denial.end, *(word.reach for word in whole)]), denial.rule, "negation"
        for other in range(max(0, index - _WINDOW), index):
            if effect := self._effect(other, index):
                word = self.words[other]
                yield word.start, word.reach, word.rule or _rule(self._forms[other].lower()), effect
        if self.valences[index] != valence:
            place = [form.lower() for form in self._forms].index("but")
            but = self.words[place]
            yield but.start, but.reach, but.rule or _rule("but"), "booster" if index > place else "dampener"

    def _effect(self, other: int, index: int) -> str:
        """What a word before another does to its valence; empty if nothing."""
        form, valence = self._forms[other].lower(), self._valences[index]
        if not form or form in self._vader.lexicon:
            return ""
        without = self._valence(index, [*self._forms[:other], "", *self._forms[other + 1 :]])
        if without * valence < 0 and form not in self._vader.constants.BOOSTER_DICT:
            return "negation"
        return "" if without == valence else "booster" if abs(valence) > abs(without) else "dampener"


def _annotate(sentence: _Sentence) -> Iterator[Annotation]:
    for index, word in enumerate(sentence.words):
        if valence := sentence.valences[index]:
            relation, score = f"valence:{word.start}", max(-1.0, min(1.0, valence / LIMIT))
            label = "evaluation" if word.evaluates else "event"
            yield Annotation("valence", label, word.start, word.end, "expression", relation, "", score, word.rule)
            for start, end, rule, effect in sentence.shifters(index):
                yield Annotation("valence", effect, start, end, "shifter", relation, rule=rule)
