"""Us and them: the pronouns by which a voice draws a circle, and whom it takes into it.

The in-group and the out-group of van Dijk (1998), *Ideology*, ch. 21; inclusive and exclusive "we" after Huddleston &
Pullum (2002), *The Cambridge Grammar of the English Language*, ch. 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import CLAUSES, SUBJECTS, VERBAL
from analysis.text.matcher import find_terms

_WE, _THEY = "we", "they"
_BOUND = frozenset(["advcl", "ccomp"])  # "when we came they ran", "they say we lie"


def find_pronouns(document: Document) -> Iterator[Annotation]:
    """Yield a ``pronoun`` row for each "we" and "they", in text order.

    Labels of "we": ``inclusive`` where the hearer is in it ("let us", "we all", "you and we"); ``exclusive`` where the
    hearer is not, since the same clause names him apart ("we warned you") or a phrase says who is meant ("we in the
    south", "we doctors"); else ``in_group``, which grammar leaves open. Labels of "they": ``out_group`` where a "we"
    stands in the same clause or in one bound to it ("they sing and we weep", "they say we lie"), or the words are those
    of a group kept at a distance ("those people"); else ``others``, which is mostly plain back-reference.
    Without grammar only phrases tell.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "Let us stand together. They hate us, and the US knows it. We warned you."
    >>> for row in find_pronouns(parse(segment(Document("d", text)))):
    ...     print(row.label, text[row.start : row.end], row.rule)
    inclusive us pronouns@1.0:let us
    out_group They pronouns.beside_we
    in_group us pronouns@1.0:us
    exclusive We pronouns.hearer_apart
    """
    lexicon = load_lexicon("pronouns")
    found = list(find_terms(document, lexicon))
    phrases = {
        index: match
        for match in found
        if match.entry.category not in (_WE, _THEY)
        for index in range(match.first, match.last)
    }
    clauses = [_clauses(document.words[match.first]) for match in found if match.entry.category == _WE]
    ours = {own for own, _ in clauses} - {None}, {above for _, above in clauses} - {None}
    for match in found:
        word, plain = document.words[match.first], lexicon.rule_id(match.entry)
        if match.entry.category == _THEY:
            own, above = _clauses(word)
            beside = own in ours[0] | ours[1] or above in ours[0]
            label, rule = ("out_group", "pronouns.beside_we") if beside else ("others", plain)
        elif match.entry.category == _WE and (phrase := phrases.get(match.first)):
            label, rule = phrase.entry.category, lexicon.rule_id(phrase.entry)
        elif match.entry.category == _WE:
            label, rule = _of_we(word) or ("in_group", plain)
        elif match.entry.category == "out_group":
            label, rule = "out_group", plain
        else:
            continue
        yield Annotation("pronoun", label, match.start, match.end, "pronoun", rule=rule)


def _of_we(word: Word) -> tuple[str, str] | None:
    """Who is meant by "we", where grammar says so: right behind it ("we in the south", "we doctors"), or by the hearer
    in the same clause, joined to it ("you and we") or apart from it."""
    behind = [link for link in word.children("prep") if link.lower in {"in", "at", "from"}]
    if word.lower in {"we", "us"} and any(w.index == word.index + 1 for w in [*behind, *word.children("appos")]):
        return "exclusive", "pronouns.group_named"
    joined = [*word.children("conj"), *([word.head] if word.dep == "conj" else [])]
    if any(one.lemma == "you" for one in joined):
        return "inclusive", "pronouns.hearer_joined"
    clause = next((above for above in word.ancestors if above.pos in VERBAL or above.dep in CLAUSES), word)
    apart = clause.children("dobj", "dative", "nsubj", "nsubjpass")
    hearer = word in apart and any(one.lower == "you" for one in apart)
    return ("exclusive", "pronouns.hearer_apart") if hearer else None


def _clauses(word: Word) -> tuple[Word | None, Word | None]:
    """The clause of a word, and the one that clause is bound to, each by its verb; None where there is none."""
    own = _with_subject(word)
    return own, _with_subject(own.head) if own and own.dep in _BOUND else None


def _with_subject(word: Word) -> Word | None:
    """The verb over a word that has a subject; of joined verbs the first."""
    for above in [word, *word.ancestors]:
        if above.children(*SUBJECTS) and not (above.dep == "conj" and above.head.children(*SUBJECTS)):
            return above
    return None
