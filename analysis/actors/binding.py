"""Who may be whom by grammar: verbs that report, what stands below them, and who speaks a quotation.

A pronoun and a name that share a verb are two (Principle B of Chomsky 1981, Lectures on Government and Binding), and so
are the subject of a reporting verb and a name in what it reports (Principle C).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

from analysis.actors.aliases import Party
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span
from analysis.text.grammar import SUBJECTS, ancestors, children

_DEEP = 15  # words up the tree from a name to the verb that reports it
_QUOTE = 12  # words after a quotation among which its speaker is looked for
_GAP = 200  # characters between two parts of a quotation


@lru_cache
def _reporting() -> frozenset[str]:
    return load_lexicon("nominals").terms["speech"]


def reports(document: Document, index: int) -> bool:
    """Whether a word is a verb that reports ("said", "warned")."""
    return document.tokens[index].pos == "VERB" and document.lemmas[index] in _reporting()


def is_below(document: Document, index: int, verbs: frozenset[int]) -> bool:
    """Whether a word hangs on one of some verbs, directly or not; fifteen words are climbed."""
    return not verbs.isdisjoint(islice(ancestors(document, index), _DEEP))


def is_blamed_for(document: Document, name: int, index: int) -> bool:
    """Whether a word stands in what an object is treated for: in "Ali thanked Omar for his help", "his" is Omar's."""
    verb, below = document.tokens[name].head, index
    if document.tokens[name].dep != "dobj":
        return False
    for above in islice(ancestors(document, index), _DEEP):
        if above == verb:
            return document.tokens[below].dep == "prep" and document.lower_forms[below] in {
                "for",
                "of",
                "over",
                "about",
            }
        below = above
    return False


def is_told_by(document: Document, verb: int, index: int) -> bool:
    """Whether a name stands in what a verb says, or in a clause without subject before it (Principle C).

    In "Ali left, he said" and in "Running against Ali, he won", "he" is not Ali.
    """
    for above in islice(ancestors(document, index), _DEEP):
        if above == verb:
            dep = document.tokens[index].dep
            if dep == "advcl":
                return index < verb and not children(document, index, *SUBJECTS)
            return dep in {"ccomp", "parataxis"} and reports(document, verb)
        index = above
    return False


def relative_verbs(document: Document, head: int) -> set[int]:
    """The verbs of the relative clauses of which a word is the subject: "Ali, who said"."""
    clauses = children(document, head, "relcl")
    return {one for one in clauses if any(document.tokens[i].tag == "WP" for i in children(document, one, "nsubj"))}


def subjects_ahead(document: Document, index: int) -> list[int]:
    """The subjects that follow a word in what stands before them: "When he arrived, Ali slept"."""
    below = index
    for above in islice(ancestors(document, index), _DEEP):
        adjunct = document.tokens[below].dep in {"advcl", "prep"} and below < above
        if adjunct and document.tokens[above].pos in {"VERB", "AUX"}:
            found = [one for one in children(document, above, "nsubj", "nsubjpass") if one > index]
            if found:
                return found
        below = above
    return []


def named_speakers(document: Document, quoted: Sequence[Span], owners: Mapping[int, Party]) -> dict[int, Party]:
    """The actor named as speaker of each quotation, by its number; a second part has the speaker of the first."""
    found: dict[int, Party] = {}
    for number, span in enumerate(quoted):
        party = _speaker(document, document.indices(span), owners)
        if party is None and number - 1 in found:
            gap = document.text[quoted[number - 1].end : span.start]
            party = found[number - 1] if "\n" not in gap and len(gap) < _GAP else None
        if party:
            found[number] = party
    return found


def _speaker(document: Document, inside: range, owners: Mapping[int, Party]) -> Party | None:
    heads = sorted({document.tokens[i].head for i in inside} - set(inside))
    after = range(inside.stop, min(inside.stop + _QUOTE, len(document.tokens)))
    verbs = [*heads, *(document.tokens[i].head for i in after if document.tokens[i].dep == "nsubj")]
    subjects = (
        subject
        for verb in verbs
        if verb >= 0 and reports(document, verb)
        for subject in children(document, verb, "nsubj")
    )
    return next((owners[subject] for subject in subjects if subject in owners), None)
