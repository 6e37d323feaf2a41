"""Us and them: the pronouns by which a voice draws a circle, and whom it takes into it.

The in-group and the out-group of van Dijk (1998), *Ideology*, ch. 21; inclusive and exclusive "we" after Huddleston &
Pullum (2002), *The Cambridge Grammar of the English Language*, ch. 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import SUBJECTS
from analysis.text.matcher import find_terms

_WE, _THEY = "we", "they"
_BOUND = frozenset(["advcl", "ccomp"])  # "when we came they ran", "they say we lie"


def find_pronouns(document: Document) -> Iterator[Annotation]:
    """Yield a ``pronoun`` row for each "we" and "they", in text order.

    Labels of "we": ``inclusive`` where a phrase takes the hearer in ("let us", "we all"), ``exclusive`` where one
    leaves him out ("us and them"); else ``in_group``, which grammar leaves open. Labels of "they": ``out_group`` where
    a "we" stands in the same clause or in one bound to it ("they sing and we weep", "they say we lie"), or the words
    are those of a group kept at a distance ("those people"); else ``others``, which is mostly plain back-reference.
    Without grammar only phrases tell.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "Let us stand together. They hate us, and the US knows it."
    >>> for row in find_pronouns(parse(segment(Document("d", text)))):
    ...     print(row.label, text[row.start : row.end], row.rule)
    inclusive us pronouns@1.0:let us
    out_group They pronouns.beside_we
    in_group us pronouns@1.0:us
    """
    lexicon = load_lexicon("pronouns")
    found = list(find_terms(document, lexicon))
    phrases = [match for match in found if match.entry.category not in (_WE, _THEY)]
    inside = {index: match for match in phrases for index in range(match.first, match.last)}
    ours = [_clauses(document.words[match.first]) for match in found if match.entry.category == _WE]
    for match in found:
        label, rule = match.entry.category, lexicon.rule_id(match.entry)
        if label == _THEY:
            beside = _is_beside(_clauses(document.words[match.first]), ours)
            label, rule = ("out_group", "pronouns.beside_we") if beside else ("others", rule)
        elif label == _WE:
            phrase = inside.get(match.first)
            label, rule = (phrase.entry.category, lexicon.rule_id(phrase.entry)) if phrase else ("in_group", rule)
        elif label != "out_group":
            continue
        yield Annotation("pronoun", label, match.start, match.end, "pronoun", rule=rule)


_Clauses = tuple[Word | None, Word | None]


def _is_beside(theirs: _Clauses, ours: Iterable[_Clauses]) -> bool:
    """Whether a clause is one of ours, or one is bound to the other."""
    own, above = theirs
    return own is not None and any(own in clauses or (above and above == clauses[0]) for clauses in ours)


def _clauses(word: Word) -> _Clauses:
    """The clause of a word, and the one that clause is bound to, each by its verb; None where there is none."""
    own = _with_subject(word)
    return own, _with_subject(own.head) if own and own.dep in _BOUND else None


def _with_subject(word: Word) -> Word | None:
    """The verb over a word that has a subject; of joined verbs the first."""
    for above in [word, *word.ancestors]:
        if above.children(*SUBJECTS) and not (above.dep == "conj" and above.head.children(*SUBJECTS)):
            return above
    return None
