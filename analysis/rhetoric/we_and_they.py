"""Us and them: the pronouns by which a voice draws a circle, and whom it takes into it.

The in-group and the out-group of van Dijk (1998), *Ideology*, ch. 21; inclusive and exclusive "we" after Huddleston &
Pullum (2002), *The Cambridge Grammar of the English Language*, ch. 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.text.document import Document
from analysis.text.grammar import CLAUSES, SUBJECTS, ancestors, children
from analysis.text.matcher import Match, find_terms

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
    phrases = {at: match for match in found if match.entry.category not in (_WE, _THEY) for at in _tokens(match)}
    clauses = [_clauses(document, match.first) for match in found if match.entry.category == _WE]
    ours = {own for own, _ in clauses} - {-1}, {above for _, above in clauses} - {-1}
    for match in found:
        if match.entry.category in (_WE, _THEY):
            label, rule = _judged(document, match, phrases.get(match.first), ours, lexicon)
        elif match.entry.category == "out_group":
            label, rule = "out_group", lexicon.rule_id(match.entry)
        else:
            continue
        yield Annotation("pronoun", label, match.start, match.end, "pronoun", rule=rule)


def _tokens(match: Match) -> range:
    return range(match.first, match.last)


def _judged(
    document: Document, match: Match, phrase: Match | None, ours: tuple[set[int], set[int]], lexicon: Lexicon
) -> tuple[str, str]:
    """Label and rule of a pronoun; ``ours`` are the clauses of first persons, and those that govern them."""
    plain = lexicon.rule_id(match.entry)
    if match.entry.category == _THEY:
        own, above = _clauses(document, match.first)
        beside = own in ours[0] | ours[1] or above in ours[0]
        return ("out_group", "pronouns.beside_we") if beside else ("others", plain)
    if phrase:
        return phrase.entry.category, lexicon.rule_id(phrase.entry)
    if _has_group(document, match.first):
        return "exclusive", "pronouns.group_named"
    return _by_hearer(document, match.first) or ("in_group", plain)


def _has_group(document: Document, index: int) -> bool:
    """A phrase or a noun right behind the pronoun says who is meant: "we in the south", "we doctors"."""
    if document.lower_forms[index] not in {"we", "us"}:
        return False
    preps = [one for one in children(document, index, "prep") if document.lower_forms[one] in {"in", "at", "from"}]
    nouns = [one for one in children(document, index, "appos") if one == index + 1]
    return bool(nouns) or any(one == index + 1 for one in preps)


def _by_hearer(document: Document, index: int) -> tuple[str, str] | None:
    """Where the hearer is named in the same clause: joined to the pronoun ("you and we"), or apart from it."""
    token = document.tokens[index]
    if token.head < 0:
        return None
    joined = (
        {token.head, *children(document, index, "conj")}
        if token.dep == "conj"
        else set(children(document, index, "conj"))
    )
    if any(document.lemmas[one] == "you" for one in joined):
        return "inclusive", "pronouns.hearer_joined"
    clause = _clause(document, index)
    apart = [one for dep in ("dobj", "dative", "nsubj", "nsubjpass") for one in children(document, clause, dep)]
    if index in apart and any(document.lower_forms[one] == "you" for one in apart):
        return "exclusive", "pronouns.hearer_apart"
    return None


def _clauses(document: Document, index: int) -> tuple[int, int]:
    """The clause of a word, and the one that clause is bound to, each by its verb; -1 where there is none."""
    own = _with_subject(document, index)
    bound = own >= 0 and document.tokens[own].dep in _BOUND
    return own, _with_subject(document, document.tokens[own].head) if bound else -1


def _with_subject(document: Document, index: int) -> int:
    """The verb over a word that has a subject; of joined verbs the first. -1 without grammar or where there is none."""
    for above in [index, *ancestors(document, index)] if document.tokens[index].head >= 0 else []:
        joined = document.tokens[above].dep == "conj" and children(document, document.tokens[above].head, *SUBJECTS)
        if children(document, above, *SUBJECTS) and not joined:
            return above
    return -1


def _clause(document: Document, index: int) -> int:
    """The verb of the clause in which a word stands."""
    for above in ancestors(document, index):
        if document.tokens[above].pos in {"VERB", "AUX"} or document.tokens[above].dep in CLAUSES:
            return above
    return index
