"""Which words of a sentence can evaluate a target, and by what path of the grammar.

A path is a short name of the way from a word to the target: ``modifier`` ("the brutal regime"), ``predicate`` ("the
team is evil"), ``agent`` (a verb whose subject it is), ``patient`` (a verb whose object it is), and so on (``PATHS``).
"""

from __future__ import annotations

from analysis.text.document import Document
from analysis.text.grammar import CLAUSES, SUBJECTS, children, is_passive

PATHS = {
    "modifier": "A word of the target that is no name, what stands before it, and an apposition to it.",
    "predicate": "What a copula says of the target.",
    "agent": "A verb or noun of action whose agent the target is.",
    "deed": "The object and the adverbs of a verb whose agent the target is.",
    "patient": "A verb whose object the target is.",
    "charge": "The complement of a verb whose object the target is: accused him of it, called him that.",
    "about": "A noun or adjective that takes the target with a preposition: criticism of her, proud of her.",
    "joint": "The preposition that ties the target to its verb or noun.",
    "owned": "What belongs to the target, and the modifiers of that.",
    "owned_agent": "A verb whose subject is what belongs to the target.",
    "owned_patient": "A verb whose object is what belongs to the target.",
    "said": "The complement of a verb of speech or thought whose subject the target is.",
    "above": "A verb that governs the clause of the target.",
}
_APART = CLAUSES - {"xcomp"}
_FAR = 40  # words looked at below one word: bounds the time on a sentence without an end
_HIGH = 6  # clauses looked at above the target


def paths_to(document: Document, first: int, last: int) -> dict[int, str]:
    """The path (``PATHS``) from each word that can evaluate the target to it; words without a path are left out.

    Args:
        document: Parsed.
        first, last: Tokens ``[first, last)`` of the target.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Critics accused the brutal regime of lying.")))
    >>> {news.forms[index]: path for index, path in sorted(paths_to(news, 4, 5).items()) if path != "modifier"}
    {'accused': 'patient', 'of': 'charge', 'lying': 'charge'}
    """
    walk = _Walk(document, first, last)
    if first < last and document.tokens[first].head >= 0:
        walk.start()
    return walk.found


class _Walk:
    """A walk through the grammar away from a target; the first path to a word is kept."""

    def __init__(self, document: Document, first: int, last: int) -> None:
        self.document, self.inside, self.found = document, range(first, last), dict[int, str]()
        self.seen: set[int] = set()
        self.steps = 0

    def start(self) -> None:
        tokens = self.document.tokens
        head = next((i for i in self.inside if tokens[i].head not in self.inside or tokens[i].head == i), None)
        if head is None:
            return
        self._name()
        place = self._same(head)
        self._describe(place, "modifier")
        self._relate(place, "")
        self._climb(place)

    def _same(self, index: int) -> int:
        """The first of joined names, and the noun that the name is an apposition to: they stand in its place."""
        tokens = self.document.tokens
        for _ in range(_HIGH):
            token = tokens[index]
            if token.dep == "appos":
                self._describe(token.head, "modifier")
                self._take(token.head, "modifier")
            elif token.dep != "conj" or tokens[token.head].pos in {"VERB", "AUX"}:
                break
            index = token.head
        return index

    def _take(self, index: int, path: str) -> None:
        if index not in self.inside:
            self.found.setdefault(index, path)

    def _spread(self, index: int, path: str, *without: str) -> None:
        """Give a path to a word and what hangs on it, as far as ``_FAR`` words."""
        waiting = [index]
        for one in waiting:
            if one in self.inside:
                continue
            self._take(one, path)
            if len(waiting) < _FAR:
                waiting.extend(
                    c for c in self.document.children[one][:_FAR] if self.document.tokens[c].dep not in without
                )

    def _name(self) -> None:
        """Words inside the target that are no name judge it too: "the brutal regime", "that liar"."""
        for index in self.inside:
            if self.document.tokens[index].pos in {"ADJ", "NOUN", "VERB"}:
                self.found[index] = "modifier"

    def _describe(self, noun: int, path: str) -> None:
        for child in children(self.document, noun, "amod", "compound", "nmod", "appos", "nummod"):
            self._spread(child, path)
        for clause in children(self.document, noun, "relcl", "acl"):
            if is_passive(self.document, clause):
                self._undergo(clause, "patient")
            elif self._own_subject(clause):
                self._take(clause, "patient")
            else:
                self._act(clause, "agent")

    def _own_subject(self, verb: int) -> bool:
        subjects = children(self.document, verb, *SUBJECTS)
        return bool(subjects) and self.document.tokens[subjects[0]].tag not in {"WDT", "WP"}

    def _relate(self, index: int, owned: str) -> None:
        """What the place of a noun in its sentence makes of it."""
        token = self.document.tokens[index]
        head = token.head
        if token.dep in {"nsubj", "csubj"}:
            self._act(head, f"{owned}agent")
        elif token.dep in {"nsubjpass", "dobj", "dative", "oprd"}:
            self._undergo(head, f"{owned}patient")
            for preposition in children(self.document, index, "prep"):  # "accused the team of it" hangs on the team
                self._spread(preposition, "charge")
        elif token.dep == "pobj":
            self._joined(head, owned)
        elif token.dep in {"poss", "compound", "nmod", "amod"} and not owned:
            self._own(head)
        elif token.dep in {"attr", "acomp"}:
            for subject in children(self.document, head, *SUBJECTS):
                self._spread(subject, "predicate")

    def _own(self, noun: int) -> None:
        self._take(noun, "owned")
        self._describe_owned(noun)
        self._relate(self._same(noun), "owned_")

    def _describe_owned(self, noun: int) -> None:
        for child in children(self.document, noun, "amod", "compound", "nmod", "prep"):
            self._spread(child, "owned")

    def _joined(self, preposition: int, owned: str) -> None:
        """The target after a preposition."""
        tokens = self.document.tokens
        head, self_dep = tokens[preposition].head, tokens[preposition].dep
        self._take(preposition, "joint")
        if self_dep == "agent":
            self._take(head, f"{owned}agent")
            for subject in children(self.document, head, "nsubjpass"):
                self._spread(subject, "deed")
            if tokens[head].dep == "acl" and self.steps < _HIGH:  # "the steps taken by her deserve praise"
                self.steps += 1
                self._take(tokens[head].head, "owned")
                self._relate(self._same(tokens[head].head), "owned_")
        elif tokens[head].pos in {"VERB", "AUX"}:
            self._undergo(head, f"{owned}patient")
        elif tokens[head].pos in {"ADP", "SCONJ"} and tokens[head].dep == "prep":
            self._take(head, "joint")
            self._undergo(tokens[head].head, f"{owned}patient")
        elif not owned:
            self._take(head, "about")
            for child in children(self.document, head, "amod", "compound", "poss"):
                self._spread(child, "about")
            self._relate(self._same(head), "owned_")

    def _act(self, verb: int, path: str) -> None:
        """A verb whose subject the target is, with all it says of its subject."""
        if verb in self.seen or len(self.seen) > _HIGH:
            return None
        self.seen.add(verb)
        if is_passive(self.document, verb) and path.endswith("agent"):
            return self._undergo(verb, path.replace("agent", "patient"))
        copula = self.document.tokens[verb].pos == "AUX"
        self._take(verb, path)
        for child in self.document.children[verb]:
            dep = self.document.tokens[child].dep
            if dep in {"attr", "acomp", "oprd"} or (copula and dep in {"prep", "advmod"}):
                self._spread(child, "predicate", "relcl", "advcl")
            elif dep in {"dobj", "prep", "advmod", "prt", "dative"}:
                self._spread(child, "deed", "relcl")
            elif dep == "ccomp":
                self._spread(child, "said")
            elif dep in {"xcomp", "advcl", "conj"} and not self._own_subject(child):
                self._act(child, path)
        return None

    def _undergo(self, verb: int, path: str) -> None:
        """A verb whose object the target is, with what it says of its object."""
        self._take(verb, path)
        for child in self.document.children[verb]:
            dep = self.document.tokens[child].dep
            if dep in {"oprd", "prep", "xcomp", "acomp"}:
                self._spread(child, "charge", "relcl")
            elif dep in {"advmod", "prt"}:
                self._spread(child, path, "relcl")
            elif dep == "ccomp":
                self._spread(child, "charge")
            elif dep == "conj" and not self._own_subject(child) and is_passive(self.document, child):
                self._take(child, path)

    def _climb(self, index: int) -> None:
        """The verbs that govern the clause of the target."""
        tokens = self.document.tokens
        for _ in range(4 * _HIGH):
            token = tokens[index]
            if token.head == index:
                return
            index = token.head
            if token.dep in {"ccomp", "xcomp", "pcomp", "csubj"} and tokens[index].pos in {"VERB", "NOUN", "ADJ"}:
                self._take(index, "above")
