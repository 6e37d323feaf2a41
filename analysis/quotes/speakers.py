"""Who a source is: the actor that its head names, else what the source itself is called.

"U.S. officials" are not the United States, and "Mr. Brown's campaign" is not Mr. Brown: only what stands at the head of
a phrase speaks. A document speaks for whoever is responsible for it ("a survey by the Pentagon"), else for itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import dropwhile, islice

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import phrase_head

_JOINT = "; "  # between the names of those who make one statement together
_RELATIVE = frozenset(["WDT", "WP", "WP$"])
_RESPONSIBLE = frozenset(["by", "from", "of"])
_PASSING = frozenset(["obtain", "quote", "read", "review", "see", "share", "view"])  # by whom a document was not made
_LINKS = frozenset(["of", "for", "from", "at", "in", "on", "with"])  # a spokesman for the ministry
_LINKED = re.compile(rf" (?:{'|'.join(sorted(_LINKS))}) ")
_EMPTY = frozenset(
    ["it", "there", "what", "this", "that", "these", "those", "who", "which", "one", "some", "many", "all"]
)
_NEAR = 20  # mentions looked at around a place
_REACH = 20  # words climbed
_BACK = 6  # sentences back to the document that is taken up again
_DEFINITE = frozenset(["the", "this", "that", "these", "those"])
_ARTICLES = frozenset(["the", "a", "an"])
_SINGLE = frozenset(["a", "an", "another", "one"])
_TIMES = frozenset(["DATE", "TIME"])
_NAMED = frozenset(["PERSON", "ORG"])
_PLACES = frozenset(["FAC", "GPE", "LOC"])
_LONGEST = 10  # words of what a source is called
_SPEAKING = ("person", "man", "woman", "group", "organisation", "firm", "medium", "newsroom", "country", "informant")
_DETERMINERS = frozenset(["DT", "PDT", "PRP$"])
_APART = frozenset(
    ["relcl", "acl", "advcl", "appos", "punct", "cc", "conj", "predet", "parataxis", "prep", "amod:apart"]
)


class Speakers:
    """Names the speaker of a source in one document.

    Args:
        document: With grammar.
        mentions: Rows of the layer ``actor``.
        documents: Lemmas of nouns for what is written or published: report, statement, survey.
    """

    def __init__(self, document: Document, mentions: Iterable[Annotation], documents: Collection[str]) -> None:
        self._document, self._documents, self._terms = document, documents, load_lexicon("mentions").terms
        rows = sorted((row for row in mentions if row.actor), key=lambda row: (row.start, -row.end))
        self._rows, self._starts = rows, [row.start for row in rows]

    def name(self, source: Sequence[Word]) -> str:
        """The name of whoever speaks, several joined by ``_JOINT``; empty where the text does not tell.

        >>> from analysis.text.parse import parse
        >>> from analysis.text.segment import segment
        >>> document = parse(segment(Document("d", "U.S. officials said that it rained.")))
        >>> mentions = [Annotation("actor", "name", 0, 4, "mention", actor="United States")]
        >>> Speakers(document, mentions, []).name(document.words[:2])
        'U.S. officials'
        """
        if source and source[0].lower == "(" and source[0].index:  # a page has torn "Ann Lee" from "(Ohio) said"
            row = self._around(self._document.words[source[0].index - 1])
            return row.actor if row else ""
        source = self._after_place(source)
        head = phrase_head(source)
        if head is None:
            return ""
        if head.tag in _RELATIVE:
            head = self._antecedent(head)
        first = self._around(source[0])
        owns = any(word.tag == "POS" for word in source)
        if first and head.pos == "PROPN" and not (source[0] == head or owns or self._around(head)):
            return first.actor  # of a headline: "Ann Lee Addresses Voters: “…”"
        names = [self._set_off(source, head) or self._of(head), *(self._of(word) for word in self._joined(head))]
        return _JOINT.join(dict.fromkeys(name for name in names if name))

    def _after_place(self, source: Sequence[Word]) -> Sequence[Word]:
        """A source without the place before it, which the parser has joined to it: "in Rye, N.H., Ann Lee said"."""
        words = self._document.words
        while source and (head := phrase_head(source)) and head.entity in _PLACES:
            first = words[max(0, source[0].index - 1)]
            comma = next((at for at, word in enumerate(source) if word.lower == "," and word.index > head.index), 0)
            rest = source[comma + 1 :] if comma else ()
            if not any(word.pos in {"NOUN", "PROPN"} for word in rest) or not (
                first.pos == "ADP" or first.lower == ","
            ):
                break
            source = rest
        return source

    def called(self, source: Sequence[Word]) -> str:
        """What the words of a source call it, whoever is named in them."""
        head = phrase_head(source)
        return self._called(head) if head else ""

    def is_actor(self, source: Sequence[Word]) -> bool:
        """Whether a source is an actor or a person, and no report or result."""
        head = phrase_head(source)
        return head is not None and (self._naming(head) is not None or head.lemma in self._terms["person"])

    def is_thing(self, source: Sequence[Word]) -> bool:
        """Whether a relative pronoun stands for a thing that says nothing itself: "a banner that said"."""
        head = phrase_head(source)
        if head is None or head.tag not in _RELATIVE:
            return False
        meant = self._antecedent(head)
        return self._is_thing(meant) and not self._naming(meant)

    def is_person(self, name: str) -> bool:
        """Whether a name is a person's, or a word for one ("Peru's spokesman", "commander of the fleet")."""
        noun = _LINKED.split(name)[0]
        return name in self._people or noun.split()[-1].lower() in self._terms["person"]

    @property
    def people(self) -> list[tuple[int, str]]:
        """Where persons are named, and who they are, in the order of the text."""
        return [(row.start, row.actor) for row in self._rows if row.label == "name" and row.actor in self._people]

    @cached_property
    def _people(self) -> set[str]:
        """The actors that the parser takes for persons where they are mentioned."""
        document = self._document
        places = ((row.actor, document.indices(Span(row.start, row.end))) for row in self._rows)
        return {actor for actor, at in places if any(document.tokens[index].entity == "PERSON" for index in at)}

    def labelled(self, name: str) -> str:
        """Whoever a label means: the actor whose name ends with the name on it, else the name."""
        plain = name.casefold()
        same = (row.actor for row in self._rows if f" {row.actor.casefold()}".endswith(f" {plain}"))
        return next(same, "") or name

    def at(self, place: Span) -> tuple[str, Span]:
        """The name of whoever is mentioned at a place, and the mention; empty where nobody is."""
        row = self._innermost(place.start)
        return (row.actor, Span(row.start, row.end)) if row else ("", place)

    def description(self, source: Sequence[Word]) -> Word | None:
        """The noun of a source that describes one person and names nobody: "the envoy", "Peru's envoy to Cuba", "an
        envoy", "the Ohio Democrat"."""
        head = phrase_head(source)
        if head is not None and head.text in _party_members() and any(w.lower == "the" for w in head.children("det")):
            return head
        if head is None or head.tag != "NN" or head.lemma not in self._terms["person"] or self._naming(head):
            return None
        told = any(word.lower in _ARTICLES for word in head.children("det")) or head.children("poss")
        return head if told and not head.children("conj", "relcl", "acl") else None

    def titled(self, noun: Word) -> str:
        """The one person before whose name the body stood that a noun names: "the Oxfam analyst", after "Oxfam's chief
        economist Ann Lee"."""
        named = {word.text for word in noun.children("compound", "nmod", "poss") if word.pos == "PROPN"}
        if not named or not any(word.lower == "the" for word in noun.children("det")):
            return ""
        people = set[str]()
        for row in self._rows[: bisect_left(self._starts, noun.start)]:
            words = self._covered(row)
            if row.label == "name":
                words = [word for word in words[-1].subtree if word.end <= row.start]
            if row.actor in self._people and row.label in {"name", "title"} and named <= {w.text for w in words}:
                people.add(row.actor)
        return people.pop() if len(people) == 1 else ""

    def group_or_person(self, source: Sequence[Word]) -> Word | None:
        """The common noun for people at the head of a source that is no actor: "two officials", "the spokesman"."""
        head = phrase_head(source)
        if head is None or head.pos != "NOUN" or self._naming(head):
            return None
        return head if any(head.lemma in self._terms[kind] for kind in ("person", "group")) else None

    def may_be(self, name: str, noun: Word, first: bool) -> bool:
        """Whether a noun may describe a person of whom nothing else is said. Either he is named ``first`` after it, or
        before it and nobody was called so until then."""
        if noun.text in _party_members():
            return name in self._people and not first
        rows = [row for row in self._rows if row.actor == name]
        if name not in self._people or not rows or first != (rows[0].start > noun.start):
            return False
        told = {word.lemma for row in rows if row.label == "title" for word in self._covered(row)} & self._terms[
            "person"
        ]
        called = first or noun.lemma in told or all(w.lemma != noun.lemma for w in self._document.words[: noun.index])
        return called and not told - self._terms["honorific"] - {noun.lemma}

    def _covered(self, row: Annotation) -> list[Word]:
        return [self._document.words[index] for index in self._document.indices(Span(row.start, row.end))]

    def places(self, name: str) -> list[Span]:
        """Where an actor is mentioned."""
        return [Span(row.start, row.end) for row in self._rows if row.actor == name]

    def place_before(self, name: str, start: int) -> Span | None:
        """Where an actor is mentioned last before a place."""
        rows = (self._rows[at] for at in range(bisect_left(self._starts, start) - 1, -1, -1))
        return next((Span(row.start, row.end) for row in rows if row.actor == name), None)

    def may_be_he(self, name: str, pronoun: str) -> bool:
        """Whether somebody is a person, and nowhere spoken of by the other of "he" and "she"."""
        rows = (row for row in self._rows if row.actor == name and row.label == "pronoun")
        called = {word.lower for row in rows for word in self._covered(row)}
        return self.is_person(name) and not called & ({"he", "she"} - {pronoun})

    def spokesman(self, verb: Word) -> str:
        """Who speaks for a body: "the union said in a statement by Ann Lee"."""
        places = self._document.indices(self._document.sentences[verb.sentence])
        documents = (w for index in places if (w := self._document.words[index]).lemma in self._documents)
        links = (link for document in documents for link in document.children("prep") if link.lower in {"by", "from"})
        named = (self._naming(end) for link in links for end in link.children("pobj"))
        return next((row.actor for row in named if row and row.actor in self._people), "")

    def is_named(self, place: Span) -> bool:
        """Whether the mention at a place is a name, with or without a title."""
        row = self._innermost(place.start)
        return row is not None and row.label in {"name", "title"}

    def _set_off(self, words: Sequence[Word], head: Word) -> str:
        """The person whose name follows a description: "the leader in the House, Ann Lee,"."""
        own = self._around(head)
        if head.entity == "PERSON" or head.pos == "PRON" or (own and own.label == "name") or head.children("conj"):
            return ""
        named = [word for word in words if word.entity == "PERSON" and word.index > head.index]
        first = next((word for word in named if self._begins(word, words[-1])), None)
        row = self._around(first) if first else None
        return row.actor if row and row.label == "name" else ""

    def _begins(self, word: Word, last: Word) -> bool:
        """Whether a person's name begins here that is set off by a comma, or closes the phrase after its description
        ("the ambassador to the United States Ann Lee"), and is no part of it ("a spokesman for Ann Lee")."""
        name = next((above for above in [word, *word.ancestors] if above.dep != "compound"), word)
        first = min([word, name, *name.children("compound")], key=lambda part: part.index)
        before = self._document.words[first.index - 1]
        if before.lower == ",":
            return True
        closes = word.sentence == last.sentence and last.entity == "PERSON"
        return closes and before.pos in {"NOUN", "PROPN"} and before.entity != "PERSON"

    def _joined(self, head: Word) -> list[Word]:
        """What is joined to a noun by "and": "Bob and Mary said"."""
        joined, waiting = list[Word](), head.children("conj")
        while waiting and len(joined) < _REACH:
            word = waiting.pop(0)
            if word.pos in {"NOUN", "PROPN", "PRON"}:
                joined.append(word)
            waiting += word.children("conj")
        return joined

    def _antecedent(self, pronoun: Word) -> Word:
        """What a relative pronoun stands for: whoever is named right before it, else the noun its clause hangs on."""
        words = self._document.words
        before = next((w for w in reversed(words[max(0, pronoun.index - 2) : pronoun.index]) if w.is_word), None)
        if before and before.pos == "PROPN" and self._around(before):
            return before
        clause = next((word for word in [pronoun, *islice(pronoun.ancestors, _REACH)] if word.dep == "relcl"), None)
        if clause is None:
            return pronoun
        nouns = [clause.head, *islice(clause.head.ancestors, _REACH)]
        people = (word for word in nouns if pronoun.tag != "WDT" and self._may_be_who(word))
        return next(people, clause.head)

    def _may_be_who(self, noun: Word) -> bool:
        """Whether "who" may mean a noun, and not the noun that it hangs on: "crews across the country, who"."""
        place = any(noun.lemma in self._terms[kind] for kind in ("country", "region", "settlement"))
        return noun.pos in {"NOUN", "PROPN", "PRON"} and not place and noun.entity not in _PLACES

    def _of(self, head: Word, depth: int = 0) -> str:
        """The name of whoever a noun or pronoun means."""
        row = self._around(head)
        if head.pos == "PRON" or head.lower in _EMPTY:
            return row.actor if row else self._apposed(head)
        if head.lemma in self._documents and head.pos == "NOUN" and depth == 0:
            return self._responsible(head) or self._issued(head) or self._called(head)
        if named := self._naming(head):
            return self._called(head) if self._is_part(named, head) else named.actor
        return self._apposed(head) or ("" if self._is_thing(head) else self._called(head))

    def _is_thing(self, head: Word) -> bool:
        """Whether a common noun means a thing or a feeling ("the frustration", "results"), which says nothing."""
        known = (head.lemma in self._terms[kind] or head.lower in self._terms[kind] for kind in _SPEAKING)
        return head.pos == "NOUN" and head.lemma not in self._documents and not any(known)

    def _is_part(self, row: Annotation, head: Word) -> bool:
        """Whether a mention of a state or a party means its people or its government, who are not all of it: "one
        Republican", "the Peruvians", "the Norwegian government"."""
        if row.rule == "actors.government":
            return True
        if not (row.label == "name" and row.rule.startswith("places") and head.pos in {"NOUN", "PROPN", "ADJ"}):
            return False
        if any(word.lower in _SINGLE for word in head.children("det", "nummod")):
            return True
        return head.lower.endswith("s") and not head.text.isupper() and head.lower not in row.actor.lower().split()

    def _around(self, word: Word) -> Annotation | None:
        """The innermost mention that holds a word."""
        return self._innermost(word.start)

    def _innermost(self, place: int) -> Annotation | None:
        """The shortest mention that holds a place."""
        at = bisect_right(self._starts, place)
        holding = [row for row in self._rows[max(0, at - _NEAR) : at] if row.end > place]
        return min(holding, key=lambda row: row.end - row.start, default=None)

    def _naming(self, head: Word) -> Annotation | None:
        """The mention that names what a word at the head of a phrase means, not only whom the phrase belongs to."""
        row = self._around(head)
        return row if row and row.end >= head.end else None

    def _apposed(self, head: Word) -> str:
        """Whoever is named beside a noun: "one of its sponsors, Rep. Ann Lee," or "the company's chief Ann Lee"."""
        beside = [*head.children("appos"), *(w for w in head.children("compound", "nmod") if w.index > head.index)]
        if head.dep in {"compound", "nmod", "appos"} and head.head.pos == "PROPN":
            beside.append(head.head)
        for word in beside:
            if row := self._naming(word):
                return row.actor
            if word.pos == "PROPN" and head.pos != "PROPN":
                return self._proper(word)
        return ""

    def _responsible(self, head: Word) -> str:
        """Who is responsible for a document: "Israel's statement", "a survey conducted by the Pentagon"."""
        owners = head.children("poss")
        for verb in [head, *(verb for verb in head.children("acl") if verb.lemma not in _PASSING)]:
            for link in verb.children("prep", "agent"):
                if link.lower in _RESPONSIBLE and (link.lower != "of" or verb is head):
                    owners += [
                        end for end in link.children("pobj") if end.pos in {"PROPN", "PRON"} or link.lower == "by"
                    ]
        owners += [word for word in head.children("compound", "nmod", "amod") if word.pos == "PROPN"]
        return next((name for owner in owners if (name := self._of(owner, 1))), "")

    def _issued(self, head: Word) -> str:
        """Whoever issued the document that "the report" takes up again: the last one before it, of the same kind first,
        among the ``_BACK`` sentences before."""
        if not any(word.lower in _DEFINITE for word in head.children("det")):
            return ""
        issued = [
            (word.lemma == head.lemma, word.index, name)
            for word, name in self._documents_issued
            if word.index < head.index and head.sentence - word.sentence <= _BACK
        ]
        return max(issued)[2] if issued else ""

    @cached_property
    def _documents_issued(self) -> list[tuple[Word, str]]:
        """The documents whose maker the text tells: in their phrase, or as the subject of the verb above them."""
        issued = []
        for word in self._document.words:
            if word.pos == "NOUN" and word.lemma in self._documents:
                name = self._responsible(word)
                if not name and word.dep == "dobj":
                    name = next((self._of(subject, 1) for subject in word.head.children("nsubj")), "")
                if name:
                    issued.append((word, name))
        return issued

    def _proper(self, head: Word) -> str:
        """The run of proper nouns that ends with a word: a name that is no mention."""
        first = head.index
        words = self._document.words
        while first and words[first - 1].pos == "PROPN" and words[first - 1].sentence == head.sentence:
            first -= 1
        return self._text(words[first], head)

    def _called(self, head: Word) -> str:
        """What a source is called: its head with the words before it and with what "of" links, without its article."""
        if head.pos == "PROPN" and head.entity in _NAMED:
            return self._proper(head)
        if head.pos not in {"NOUN", "PROPN", "ADJ", "NUM"} or head.entity in _TIMES:
            return ""
        before = [child for child in head.children() if child.dep not in _APART and child.index < head.index]
        if any(word.tag == "WRB" for part in before for word in part.subtree):
            return ""  # of a question: "how many voters"
        links = [link for link in head.children("prep") if link.lower in _LINKS and not _is_time(link)]
        run = head.stretch({word for part in [*before, *links] for word in part.subtree} | {head})
        near = (word for word in run if abs(word.index - head.index) <= _LONGEST)
        called = [*dropwhile(lambda word: word != head and (word.tag in _DETERMINERS or not word.is_word), near)]
        return self._text(called[0], called[-1])

    def _text(self, first: Word, last: Word) -> str:
        text = self._document.text[first.start : last.end]
        return re.sub(r"\s+", " ", text).strip(" ,;:—–-")


@lru_cache(maxsize=1)
def _party_members() -> frozenset[str]:
    """What one member of a party is called: the names that are listed for the party with and without an s."""
    listed = {
        entry.term: entry.stands_for for entry in load_lexicon("places").entries if entry.category == "organisation"
    }
    return frozenset(term for term, party in listed.items() if party and listed.get(f"{term}s") == party)


def _is_time(link: Word) -> bool:
    """Whether a preposition opens a time: "the mayor on Tuesday"."""
    return any(end.entity in _TIMES for end in link.children("pobj"))
