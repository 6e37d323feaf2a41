"""Who "he", "the secretary" and "the Iranian official" are: the fitting actor that is most in view.

In view is who was named in this sentence or one of the few before, subjects before others (Lappin & Leass 1994,
Computational Linguistics 20(4), 535-561, made much simpler). Between quotation marks and outside them different people
are in view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from analysis.text.aliases import Party
from analysis.text.document import Document, Span
from analysis.text.grammar import SUBJECTS, ancestors
from analysis.text.mentions import Mention, words

_BACK = 3  # sentences back in which an actor stays in view
_RECENT = 40  # mentions looked through
_DEEP = 15  # words up the tree from a name to the verb that reports it
_FAR = 60  # sentences back in which the holder of an office is looked for
_PRONOUNS = {"he": "m", "she": "f", "it": "it", "they": "they"}
_LEFT = frozenset(["amod", "compound", "nmod", "det", "poss", "case", "nummod", "advmod", "punct"])
_HUMAN = frozenset(["person", "man", "woman"])


class View:
    """Who is in view as a text is read from left to right."""

    def __init__(self, document: Document, quoted: Sequence[Span]) -> None:
        self.document = document
        self.states: dict[int, str] = {}  # token → the state it names
        self.seen: list[tuple[int, Mention, Party | None]] = []
        self._opens, self._quoted = [span.start for span in quoted], quoted

    def in_quote(self, index: int) -> bool:
        """Whether a token stands between quotation marks."""
        start = self.document.tokens[index].start
        at = bisect_right(self._opens, start) - 1
        return at >= 0 and start < self._quoted[at].end

    def sentence(self, index: int) -> int:
        """Number of the sentence of a token."""
        return self.document.sentence_at(self.document.tokens[index].start)

    def meet(self, mention: Mention, party: Party | None) -> None:
        """A mention comes into view; ``party`` is None for a noun that is no actor and yet may be meant."""
        self.seen.append((self.sentence(mention.first), mention, party))

    def resolve(self, mention: Mention, wanted: str) -> Party | None:
        """The actor a pronoun stands for (``wanted``: m, f, it, they); none where a noun that is no actor fits best."""
        here, quoted, best, found = self.sentence(mention.first), self.in_quote(mention.first), -9.0, None
        for number, other, party in self.seen[-_RECENT:]:
            if here - number > _BACK or not _fits(other, party, wanted) or self._clash(mention, other):
                continue
            score = self._score(other, party, here - number, quoted)
            if score >= best:
                best, found = score, party
        return found

    def _score(self, other: Mention, party: Party | None, back: int, quoted: bool) -> float:
        token = self.document.tokens[other.last - 1]
        score = -1.2 * back + (1.0 if token.dep in SUBJECTS else 0.4 if token.dep in {"dobj", "pobj"} else 0.0)
        score += min(party.count, 6) * 0.1 if party else 0.0
        return score - (1.5 if self.in_quote(other.first) != quoted else 0.0)

    def _clash(self, mention: Mention, other: Mention) -> bool:
        """Whether both hang on one verb: "Ali told him" is not Ali."""
        tokens = self.document.tokens
        one, two = tokens[mention.last - 1], tokens[other.last - 1]
        if one.tag == "PRP$" or one.head < 0:
            return False
        if other.form != "pronoun" and self._is_told_by(one.head, other.last - 1):
            return True
        return one.head == two.head or (two.head >= 0 and tokens[one.head].head == two.head and one.dep == "pobj")

    def _is_told_by(self, verb: int, index: int) -> bool:
        """Whether a name stands in what a verb says: in "Ali left, he said", "he" is not Ali (Principle C)."""
        for above in islice(ancestors(self.document, index), _DEEP):
            if above == verb:
                return self.document.tokens[index].dep in {"ccomp", "parataxis"}
            index = above
        return False

    def holder(self, office: str, states: set[str], sex: str) -> Party | None:
        """The person last named who holds an office; for a bare noun of a person, the one most in view."""
        here, nearest = self.seen[-1][0] if self.seen else 0, None
        for number, _, party in reversed(self.seen[-_RECENT * 5 :]):
            if here - number > _FAR or party is None or party.kind != "person":
                continue
            if (sex and party.sex not in {"", sex}) or (states and party.states and not states & party.states):
                continue
            if office in party.offices:
                return party
            if nearest is None and (bool(states & party.states) if states else here - number <= _BACK):
                nearest = party
        return nearest if states or sex or office == "official" else None


def _fits(other: Mention, party: Party | None, wanted: str) -> bool:
    kind, sex = (party.kind, party.sex) if party else (other.kind, other.sex)
    if wanted in {"m", "f"}:
        return kind == "person" and sex in {"", wanted}
    if wanted == "it":
        return (kind in {"state", "organisation", "group", "thing"} and other.form != "pronoun") or (
            other.form == "pronoun" and kind in {"state", "organisation"}
        )  # fmt: skip
    return kind in {"group", "organisation", "things", "demonym"} or other.sex == "plural"


def noun_phrase(document: Document, head: int) -> int:
    """The first token of the noun phrase that ends with a head: what hangs on it and stands directly before it."""
    first = head
    while first > 0:
        token = document.tokens[first - 1]
        if token.dep not in _LEFT or not (first - 1 < token.head <= head) or token.pos in {"VERB", "SPACE"}:
            break
        if token.dep == "punct" and document.forms[first - 1] != "-":
            break
        first -= 1
    return first


def pronoun_of(document: Document, index: int) -> str:
    """The class of a pronoun (m, f, it, they, first_person); empty for other words and for "it" that means nothing."""
    lower, token = document.lower_forms[index], document.tokens[index]
    if token.pos not in {"PRON", ""} or (lower == "us" and document.forms[index] == "US"):
        return ""
    if lower in words("first_person"):
        return "first_person"
    wanted = next((code for name, code in _PRONOUNS.items() if lower in words(name)), "")
    return "" if wanted == "it" and _is_empty(document, index) else wanted


def _is_empty(document: Document, index: int) -> bool:
    """Whether "it" only fills the place of a subject: "it is clear that", "it seems"."""
    token = document.tokens[index]
    if token.dep == "expl" or not 0 <= token.head < len(document.tokens) or token.dep != "nsubj":
        return token.dep == "expl"
    verb = document.tokens[token.head]
    deps = {document.tokens[child].dep for child in document.children[token.head]}
    return verb.lemma in {"be", "seem", "appear", "take", "become"} and bool(deps & {"ccomp", "advcl", "xcomp", "acl"})


def stand_ins(document: Document, mentions: Sequence[Mention], parties: dict[int, Party], view: View) -> Iterator[
    tuple[Mention, Party | None]
]:  # fmt: skip
    """The pronouns, titles and descriptions of a document with their actors, in order; None where nobody fits."""
    starts = {mention.first: at for at, mention in reversed(list(enumerate(mentions)))}
    view.states = {one.first: one.actor for one in mentions if one.kind == "state"}
    held = {index for mention in mentions for index in range(mention.first, mention.last)}
    for index in range(len(document.tokens)):
        if index in starts:
            mention, party = mentions[starts[index]], parties[starts[index]]
            yield from _titles(document, mention, party, view.states)
            if document.tokens[mention.last - 1].dep not in {"amod", "compound", "nmod"}:
                view.meet(mention, party)
        elif index not in held and (wanted := pronoun_of(document, index)):
            mention = Mention(index, index + 1, "pronoun", wanted, rule="actors.first_person")
            if wanted != "first_person":
                found = view.resolve(mention, wanted)
                mention.rule = "actors.pronoun" if found else "actors.unresolved"
                if found:
                    found.sex = found.sex or (wanted if wanted in {"m", "f"} else "")
                    view.meet(mention, found)
                yield mention, found
            else:
                yield mention, None
        elif index not in held and document.tokens[index].pos == "NOUN":
            yield from _noun(document, index, mentions, starts, parties, view)


def _titles(
    document: Document, mention: Mention, party: Party, states: dict[int, str]
) -> Iterator[tuple[Mention, Party | None]]:
    """The title before a name; its office and state are remembered of the actor."""
    if mention.lead < 0 or party.kind != "person":
        return
    first = noun_phrase(document, mention.lead)
    while first < mention.lead and document.tokens[first].dep in {"det", "poss", "case"}:
        first += 1
    last = mention.first
    _remember(document, first, last, party, states)
    yield Mention(first, last, "title", "person", rule="actors.title"), party


def _remember(document: Document, first: int, last: int, party: Party, states: dict[int, str]) -> None:
    party.offices.update(word for word in document.lemmas[first:last] if word.isalpha())
    party.states.update(states[index] for index in range(first, last) if index in states)


def _noun(
    document: Document, index: int, mentions: Sequence[Mention], starts: dict[int, int],
    parties: dict[int, Party], view: View,
) -> Iterator[tuple[Mention, Party | None]]:  # fmt: skip
    """What a common noun does: a title of the name it stands beside, or alone; else it may hide an actor from view."""
    token, lemma, first = document.tokens[index], document.lemmas[index], noun_phrase(document, index)
    human = any(lemma in words(name) for name in _HUMAN)
    sex = "m" if lemma in words("man") else "f" if lemma in words("woman") else ""
    named = _beside(document, index, first, starts) if human else -1
    if named >= 0 and parties[named].kind == "person" and token.tag == "NN":
        party = parties[named]
        start = first + (document.tokens[first].dep == "det" and first < index)
        end = _title_end(document, index)
        _remember(document, start, end, party, view.states)
        party.sex = party.sex or sex
        yield Mention(start, end, "title", "person", rule="actors.apposition"), party
        return
    definite = document.lower_forms[first] in {"the", "this", "that"} or document.tokens[first].tag == "PRP$"
    if human and token.tag == "NN" and definite and token.dep != "compound":
        states = {view.states[i] for i in range(first, index) if i in view.states}
        found = view.holder(lemma, states, sex) if document.lower_forms[first] == "the" else None
        if found:
            mention = Mention(first, index + 1, "title", "person", rule="actors.office")
            view.meet(mention, found)
            yield mention, found
            return
    if token.dep in SUBJECTS or human:
        kind = "person" if human and token.tag == "NN" else "things" if token.tag == "NNS" else "thing"
        view.meet(Mention(index, index + 1, kind=kind, sex=sex), None)


def _beside(document: Document, index: int, first: int, starts: dict[int, int]) -> int:
    """The mention that a title stands in apposition to or is said of; -1 if there is none."""
    token = document.tokens[index]
    name = -1
    if token.dep == "appos":
        name = token.head
    elif token.dep == "attr":
        name = next((c for c in document.children[token.head] if document.tokens[c].dep == "nsubj"), -1)
    elif first > 1 and document.forms[first - 1] == ",":
        name = first - 2
    found = [at for start, at in ((s, starts.get(s, -1)) for s in range(max(0, name - 4), name + 1)) if at >= 0]
    return found[-1] if name >= 0 and found and name - 4 <= name else -1


def _title_end(document: Document, index: int) -> int:
    """The end of a title with what it is of: "secretary of Iran's Supreme National Security Council"."""
    end = index + 1
    if document.lower_forms[end : end + 1] in {("of",), ("for",), ("at",)}:
        end += 1
        while end < len(document.tokens) and (
            document.forms[end][:1].isupper() or document.lower_forms[end] in {"the", "of", "and", "'s"}
        ):
            end += 1
        while document.lower_forms[end - 1] in {"the", "of", "and", "'s", "for", "at"}:
            end -= 1
    return end
