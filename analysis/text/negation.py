"""What a document denies, by grammar: one notion of negation for every room.

A word is denied where an odd number of denials reach it: a negator of its clause ("did not praise"), a negative subject
or object ("nobody praised", "no praise"), a preposition ("without praise", "rather than praise"), a verb under which it
does not happen ("failed to praise") or is said not to be so ("denied praising"). A denial reaches down a clause to the
complements of its verb, not to its subject, and not past a contrast ("but"); what it reaches below is told by the verb:
"did not try to praise" and "it is not true that ... praised" deny the praise, "did not say that ... praised" does not.
Which word does what is data, the lexicon ``negators``. References: Huddleston & Pullum (2002), ch. 9; Karttunen (1971).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import VERBAL
from analysis.text.matcher import Match, find_terms

_WINDOW = 3  # words before a term in which a negator denies it where there is no grammar to ask
_REACH = 12  # words climbed above a word
_DENYING = ("negation", "preposition", "quantifier")
_ADVERBIAL = frozenset(["neg", "advmod", "preconj", "cc", "aux", "det", "predet", "amod"])
_FUNCTION = frozenset(["neg", "det", "aux", "mark", "cc", "punct"])  # never what a phrase is about
_SUBJECT = frozenset(["nsubj", "nsubjpass"])
_COMPLEMENT = frozenset(["dobj", "attr", "acomp", "oprd", "dative", "agent", "prt", "pobj", "aux", "auxpass"])
_MODIFIER = frozenset(["amod", "compound", "nmod", "nummod", "advmod", "npadvmod", "quantmod", "det"])
_CLAUSE = frozenset(["ccomp", "acl", "relcl", "csubj"])
_PLACES = frozenset(["dobj", "attr", "dative", "oprd"])  # where a negative phrase denies its verb, beside the subject
_OPEN = frozenset(["if", "whether"])
_WH = frozenset(["WDT", "WP", "WP$", "WRB"])


@dataclass(frozen=True, slots=True)
class Denial(Span):
    """The words that deny, and the entry that says so."""

    rule: str


class Negation:
    """The denials of a document.

    Args:
        document: With sentences and tokens; without grammar, a negator denies the next words.

    Attributes:
        negators: Words that deny by themselves, in the order of the text.
        by_grammar: Whether there is grammar to ask.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "Rome failed to praise the plan. It did not fail to thank Oslo.")))
    >>> negation = Negation(document)
    >>> [negation.of(word).rule if negation.of(word) else "" for word in document.words if word.pos == "VERB"]
    ['', 'negators@1.2:fail', 'negators@1.2:not', '']
    """

    def __init__(self, document: Document) -> None:
        lexicon = load_lexicon("negators")
        self._document, self._terms = document, lexicon.terms
        self._rules = {entry.term: lexicon.rule_id(entry) for entry in lexicon.entries}
        matches = [*find_terms(document, negating_phrases(lexicon))]
        idle = [match for match in matches if match.entry.category == "idle"]
        self._idle = {index for match in idle for index in range(match.first, match.last)}
        denying = [match for match in matches if self._idle.isdisjoint(range(match.first, match.last))]
        self.negators = [match for match in denying if match.entry.category != "quantifier"]
        self.by_grammar = any(token.dep for token in document.tokens[:1])
        self._at: dict[int, list[tuple[Denial, bool]]] = defaultdict(list)  # by word: what denies it, by its subject?
        for match in denying if self.by_grammar else ():
            self._place(match)

    def of(self, span: Span | Word) -> Denial | None:
        """What denies a word or a phrase, or None; a negator that is part of the phrase does not count."""
        inside = range(span.index, span.index + 1) if isinstance(span, Word) else self._document.indices(span)
        if not inside:
            return None
        if not self.by_grammar:
            return self._before(inside)
        words = [self._document.words[index] for index in inside]
        hanging = [word for word in words if word.head not in words] if len(words) > 1 else words
        root = next((word for word in hanging if word.dep not in _FUNCTION), [*hanging, *words][0])
        outside = [d for d in self._over(root) if d.end <= words[0].start or d.start >= words[-1].end]
        return outside[-1] if len(outside) % 2 else None

    def rule_of(self, match: Match) -> str:
        """The rule of one of the negators."""
        return self._rules[match.entry.term]

    def is_idle(self, span: Span) -> bool:
        """Whether a word is part of a phrase that denies nothing, such as "merely" in "not merely"."""
        return not self._idle.isdisjoint(self._document.indices(span))

    def _has(self, word: Word, *categories: str) -> bool:
        return any(word.lemma in self._terms.get(category, ()) for category in categories)

    def _denies(self, word: Word, *categories: str) -> bool:
        return word.index not in self._idle and self._has(word, *categories)

    # Where a denial stands

    def _place(self, match: Match) -> None:
        """Put a denial on the words that it denies first: a verb, a phrase, or what follows a preposition."""
        words = self._document.words[match.first : match.last]
        root = next((word for word in words if word.head not in words), words[0])
        denial = Denial(match.start, match.end, self.rule_of(match))
        if match.entry.category == "preposition":
            for word in self._governed(words, root):
                self._at[word.index].append((denial, False))
            return
        head = root.head
        while root.dep in _ADVERBIAL and head.dep in {"aux", "auxpass", "det", "advmod"} and not head.is_root:
            head = head.head
        if root.dep not in _ADVERBIAL or head == root:
            self._place_phrase(denial, root, match.entry.category == "quantifier")
        elif head.pos in VERBAL:
            self._place_verb(denial, root, head)
        elif root.start < head.start:
            self._place_phrase(denial, head, match.entry.category == "quantifier", root)

    def _governed(self, words: Iterable[Word], root: Word) -> Iterator[Word]:
        """What stands after a preposition, whatever the parser calls it."""
        last = max(word.end for word in words)
        heads = [word for word in words if word.pos != "VERB"]  # of "decided against" the second governs
        below = [child for word in heads for child in word.children("pobj", "pcomp", "amod", "acomp", "advcl", "ccomp")]
        found = [child for child in below if child.start >= last]
        if found:
            yield from found
        elif above := [word.head for word in words if word.head.start >= last]:  # "rather than praise", "yet to praise"
            yield above[0]
        else:
            yield from [child for child in root.head.children("conj") if child.start >= last][:1]

    def _place_verb(self, denial: Denial, root: Word, verb: Word) -> None:
        below = verb.children()
        if any(self._has(child, "until") for child in [*below, *root.head.children()]) or self._is_leading(root, verb):
            return
        after = [child for child in below if child.start > root.start and child.pos != "PUNCT"]
        if root.lower == "nor" and (joined := [child for child in after if child.dep == "conj"]):
            self._at[joined[0].index].append((denial, False))
        elif root.start > verb.start and verb.pos == "VERB":  # "praised not Rome but Oslo"
            self._at[after[0].index if after else root.index].append((denial, False))
        else:
            self._at[verb.index].append((denial, False))

    def _is_leading(self, root: Word, verb: Word) -> bool:
        """Whether a question with a negator expects a yes: "Didn't they win?"."""
        subjects = verb.children("nsubj", "nsubjpass", "expl")
        if root.lower != "n't" or not subjects or subjects[0].start < root.start:
            return False
        sentence = self._document.words_in(self._document.sentences[verb.sentence])
        return "?" in [word.text for word in sentence[-2:]] and not any(word.tag in _WH for word in sentence)

    def _place_phrase(self, denial: Denial, head: Word, few: bool, adverb: Word | None = None) -> None:
        """A negative phrase denies itself, and its verb where it is subject or object ("none of them", "not one")."""
        if few:
            if head.dep in _SUBJECT and not head.children("det", "poss"):
                self._at[head.index].append((denial, True))
                self._at[head.head.index].append((denial, True))
            return
        self._at[head.index].append((denial, False))
        scalar = any(self._has(word, "scalar") for word in [head, *head.children("det", "amod", "nummod", "predet")])
        if adverb is not None and adverb.dep not in {"det", "preconj"} and not scalar:
            return
        place = _first_joined(head)
        if place.dep in _SUBJECT:
            self._at[place.head.index].append((denial, True))
        elif place.dep in _PLACES:
            self._at[place.head.index].append((denial, False))
        elif place.dep == "pobj" and (place.pos == "PRON" or self._has(place, "manner")):
            self._at[place.head.head.index].append((denial, False))

    # How far a denial reaches

    def _over(self, word: Word) -> list[Denial]:
        """The denials that reach a word, each once."""
        found = {denial: None for denial, _ in self._at.get(word.index, ())}
        for _ in range(_REACH):
            link = "" if word.is_root else self._link(word)
            if not link:
                break
            above = word.head
            if denier := self._excluding(word, above):
                found[Denial(denier.start, denier.end, self._rules[denier.lemma])] = None
            for denial, by_subject in chain.from_iterable(self._at.get(p.index, ()) for p in self._predicates(above)):
                if link == "subject" or (denial.start < word.start and (by_subject or link == "below")):
                    found[denial] = None
            if link == "joined":
                break
            word = above
        return list(found)

    def _predicates(self, word: Word) -> list[Word]:
        """A verb, with what a form of "be" says of its subject: "is true"."""
        return [word, *word.children("acomp", "attr")] if word.lemma == "be" else [word]

    def _link(self, word: Word) -> str:
        """How the denials of the word above concern a word: ``below`` it, as its ``subject``, ``joined`` to it by "and"
        (only what its subject denies), or not at all."""
        above, dep = word.head, word.dep
        if dep in _SUBJECT:
            occurs = self._has(above, "occurring" if dep == "nsubj" else "performing")
            return "subject" if occurs or (dep == "nsubjpass" and self._has(above, "excluding")) else ""
        if dep == "conj":
            return self._conjunct(word, above)
        return "below" if self._is_below(word, above) else ""

    def _is_below(self, word: Word, above: Word) -> bool:
        """Whether to deny what is above is to deny the word, too, which is neither subject nor joined by "and"."""
        dep = word.dep
        if dep in {"dobj", "pobj"} and _is_definite(word):  # "did not forget the war": there was one
            return self._has(above, "performing", "excluding") or (dep == "pobj" and above.head.lemma == "be")
        if dep in _CLAUSE:
            return self._passes_clause(word, above)
        if dep in _MODIFIER:
            return above.pos not in {"NOUN", "PROPN"} or above.dep == "attr" or not _is_definite(above)
        passes = {
            "prep": word.lower not in self._terms.get("outside", ()),
            "pcomp": above.lower in self._terms.get("gerund", ()),
            "xcomp": not self._has(above, "opaque"),
        }
        return passes.get(dep, dep in _COMPLEMENT)

    def _passes_clause(self, word: Word, above: Word) -> bool:
        """Whether to deny what is above is to deny the clause: "no plan to", "not true that", "do not think that"."""
        told = (word.dep == "acl" and word.tag == "VB") or any(mark.lower == "that" for mark in word.children("mark"))
        open_ = any(mark.lower in _OPEN for mark in word.children("mark"))  # "it is not clear whether she left"
        if open_ or (word.dep in {"acl", "relcl"} and not told):
            return False
        return any(self._has(place, "transparent", "excluding", "implicative") for place in self._predicates(above))

    def _conjunct(self, word: Word, above: Word) -> str:
        links = {link.lower for link in above.children("cc")}
        if self._at.get(word.index):
            return ""  # it is denied by itself: "no deaths, no injuries"
        if "or" in links:
            return "below"
        if links & {"but", "nor", "yet"}:
            return ""
        if word.pos in VERBAL:
            return "" if word.children("nsubj", "nsubjpass") else "joined"
        return "below"

    def _excluding(self, word: Word, above: Word) -> Word | None:
        """The verb or what is said with "be" above, where it says that something did not happen, or is not so."""
        infinitive = word.dep == "xcomp" or (word.dep == "acl" and word.tag == "VB")
        if infinitive or (word.dep == "prep" and word.children("pcomp")):
            categories = ["implicative", "excluding"]
        else:
            categories = ["excluding"] if word.dep in {"dobj", "nsubjpass"} | _CLAUSE else []
        places = [
            *self._predicates(above),
            *(above.children("amod") if infinitive else []),
        ]  # "a failed attempt to leave"
        return next((place for place in places if self._denies(place, *categories)), None)

    def _before(self, inside: range) -> Denial | None:
        """Without grammar: the nearest negator among the words before a term, up to a mark."""
        document = self._document
        sentence = document.sentences[document.sentence_at(document.tokens[inside[0]].start)]
        for match in reversed(self.negators):
            between = document.tokens[match.last : inside[0]]
            if match.last > inside[0] or match.start < sentence.start:
                continue
            near = len(between) < _WINDOW and all(token.is_word for token in between)
            return Denial(match.start, match.end, self.rule_of(match)) if near else None
        return None


def _first_joined(word: Word) -> Word:
    """The first of the words, but for verbs, to which a word is joined by "and" and the like."""
    while word.dep == "conj" and word.head.pos not in VERBAL and not word.is_root:
        word = word.head
    return word


def _is_definite(noun: Word) -> bool:
    """Whether a phrase takes what it names for granted: "the brutal regime", "his brutal regime"."""
    definite = noun.children("det", "poss")
    return noun.pos == "PROPN" or any(child.dep == "poss" or child.lower in _DEFINITE for child in definite)


_DEFINITE = frozenset(["the", "this", "that", "these", "those"])


@lru_cache(maxsize=8)
def negating_phrases(lexicon: Lexicon) -> Lexicon:
    """What is looked for in the text: the words that deny by themselves and the phrases that do not; the other
    categories are looked up by the lemma of a word."""
    return replace(lexicon, entries=tuple(e for e in lexicon.entries if e.category in {*_DENYING, "idle"}))
