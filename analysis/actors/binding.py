"""Who may be whom by grammar: verbs that report, what stands below them, and who speaks a quotation.

A pronoun and a name that share a verb are two (Principle B of Chomsky 1981, Lectures on Government and Binding), and so
are the subject of a reporting verb and a name in what it reports (Principle C).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from analysis.actors.aliases import Party
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import SUBJECTS, VERBAL

_DEEP = 15  # words up the tree from a name to the verb that reports it
_QUOTE = 12  # words after a quotation among which its speaker is looked for
_GAP = 200  # characters between two parts of a quotation
_TREATED_FOR = frozenset(["for", "of", "over", "about"])


@lru_cache
def _reporting() -> frozenset[str]:
    return load_lexicon("nominals").terms["speech"]


def reports(word: Word) -> bool:
    """Whether a word is a verb that reports ("said", "warned")."""
    return word.pos == "VERB" and word.lemma in _reporting()


def is_below(word: Word, verbs: Collection[Word]) -> bool:
    """Whether a word hangs on one of some verbs, directly or not; fifteen words are climbed."""
    return any(above in verbs for above in islice(word.ancestors, _DEEP))


def _climb(word: Word) -> Iterator[tuple[Word, Word]]:
    """A word and those above it, each with the one it hangs on."""
    return pairwise([word, *islice(word.ancestors, _DEEP)])


def is_blamed_for(name: Word, word: Word) -> bool:
    """Whether a word stands in what an object is treated for: in "Ali thanked Omar for his help", "his" is Omar's."""
    below = (below for below, above in _climb(word) if above == name.head) if name.dep == "dobj" else iter(())
    link = next(below, None)
    return link is not None and link.dep == "prep" and link.lower in _TREATED_FOR


def is_told_by(verb: Word, name: Word) -> bool:
    """Whether a name stands in what a verb says, or in a clause without subject before it (Principle C).

    In "Ali left, he said" and in "Running against Ali, he won", "he" is not Ali.
    """
    clause = next((below for below, above in _climb(name) if above == verb), None)
    if clause and clause.dep == "advcl":
        return clause.index < verb.index and not clause.children(*SUBJECTS)
    return clause is not None and clause.dep in {"ccomp", "parataxis"} and reports(verb)


def relative_verbs(head: Word) -> set[Word]:
    """The verbs of the relative clauses of which a word is the subject: "Ali, who said"."""
    return {clause for clause in head.children("relcl") if any(one.tag == "WP" for one in clause.children("nsubj"))}


def subjects_ahead(word: Word) -> list[Word]:
    """The subjects that follow a word in what stands before them: "When he arrived, Ali slept"."""
    for below, above in _climb(word):
        if below.dep in {"advcl", "prep"} and below.index < above.index and above.pos in VERBAL:
            found = [subject for subject in above.children("nsubj", "nsubjpass") if subject.index > word.index]
            if found:
                return found
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
    """The first actor who is the subject of a verb of saying on which a quotation hangs, or of one right after it."""
    words = document.words
    heads = dict.fromkeys(head for index in inside if (head := words[index].head).index not in inside)
    after = [word.head for word in words[inside.stop : inside.stop + _QUOTE] if word.dep == "nsubj"]
    verbs = [verb for verb in [*sorted(heads, key=lambda head: head.index), *after] if reports(verb)]
    subjects = (subject.index for verb in verbs for subject in verb.children("nsubj"))
    return next((owners[index] for index in subjects if index in owners), None)
