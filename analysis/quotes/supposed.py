"""What nobody has said: what somebody only may or must say, what "you" notice, what an act is taken to show.

A writer who argues uses verbs of saying and thinking for what he supposes himself; the words under them are his.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from analysis.text.document import Word
from analysis.text.grammar import SUBJECTS

_REACH = 10  # words climbed from a verb to the one that a modal hangs on
_CHAIN = frozenset(["conj", "pcomp", "prep", "xcomp"])
_SUPPOSE = frozenset(["may", "might", "must", "ought", "should"])
_GUESS = frozenset(["can", "could", "would", "'d", "’d"])  # of somebody who is not known: "some would argue"
_ANYBODY = frozenset(["anybody", "anyone", "everybody", "everyone", "many", "one", "others", "people", "some"])
_OUGHT = frozenset(["have", "need", "ought"])  # "he needs to show", "they have to explain"
_PRESENT = frozenset(["VB", "VBP", "VBZ"])
_CONDITION = frozenset(["if", "lest", "unless"])
_SHOWING = frozenset(["betray", "demonstrate", "indicate", "prove", "reveal", "show", "suggest"])
_WITH_THIS = frozenset(["by", "in", "with"])
_POINTING = frozenset(["so", "this", "that"])


def is_supposed(verb: Word, source: Sequence[Word]) -> bool:
    """Whether what a word of saying or thinking holds was neither said nor thought, but is supposed by the writer.

    So it is where the subject is "you"; under a modal of possibility or duty ("some may argue", "he needs to show"), or
    "would" and "could" of nobody known; in a condition or a simile ("as if he had written"); and where an act is taken
    to show something ("in this, he reveals").

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> from analysis.text.document import Document
    >>> words = parse(segment(Document("d", "Some may argue that it rained."))).words
    >>> is_supposed(words[2], words[:1])
    True
    """
    if [word.lower for word in source] == ["you"]:
        return True
    unknown = len(source) == 1 and source[0].lower in _ANYBODY
    above = list(_chain(verb))
    for word in above:
        helpers = {helper.lower for helper in word.children("aux") if helper.tag == "MD"}
        if helpers & _SUPPOSE or (unknown and helpers & _GUESS):
            return True
    if any(word.lemma in _OUGHT and word.tag in _PRESENT for word in above[1:]):
        return True
    return any(map(_is_condition, above)) or _shows(verb)


def _chain(verb: Word) -> Iterator[Word]:
    """A verb and those above it whose helpers are its own, too, as it has no subject: "may say and do"."""
    yield verb
    for above in islice(verb.ancestors, _REACH):
        if verb.children(*SUBJECTS) or verb.dep not in _CHAIN:
            return
        verb = above
        yield verb


def _is_condition(verb: Word) -> bool:
    """Whether a clause is a condition or a simile: "if he says that", "as if he had written"."""
    marks = [word.lower for word in verb.children("mark")]
    return verb.dep == "advcl" and (not _CONDITION.isdisjoint(marks) or marks[:2] == ["as", "though"])


def _shows(verb: Word) -> bool:
    """Whether somebody's act is taken to show something: "In this, he reveals that"."""
    if verb.lemma not in _SHOWING:
        return False
    links = (link for link in verb.children("prep") if link.index < verb.index and link.lower in _WITH_THIS)
    ends = (end for link in links for end in link.children("pobj", "pcomp"))
    return any(not _POINTING.isdisjoint(word.lower for word in end.subtree) for end in ends)
