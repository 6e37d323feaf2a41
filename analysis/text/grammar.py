"""Questions to the grammar around a word: subjects, objects and agents, whether it is passive, what is joined to it.

Dependency labels are those of spaCy's English models (ClearNLP style). Of thousands of words that hang on one, each may
ask for the others; so questions look at the first hundred of a label, and climb twenty verbs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from analysis.text.document import MOST_CHILDREN, Word

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
VERBAL = frozenset(["VERB", "AUX"])
BEFORE_NOUN = ("poss", "nmod", "compound", "amod")  # how a name stands before the noun it modifies
BESIDE_NOUN = frozenset(["amod", "appos", "compound", "nmod"])  # how a word is said of the noun beside it
_APART = frozenset(["acl", "advcl", "appos", "relcl"])  # what a bare noun phrase leaves out
_RELATIVE = frozenset(["WDT", "WP"])
_HAS = frozenset(["'s", "’s"])
_RESTRICTIVE = frozenset(["that", "which"])
_FINITE = frozenset(["MD", "VBD", "VBP", "VBZ"])
_LIKE_SUBJECT = ("acomp", "oprd")  # "ready to leave": who is ready leaves
_PARTICIPLES = frozenset(["acl", "advcl", "relcl", "ccomp", "xcomp", "pcomp"])
_REACH = 20  # verbs climbed for a subject
_BETWEEN = frozenset(["CCONJ", "ADV", "PUNCT"])  # what may part two verbs that share an object,
_NEAR = 3  # and how far the second is from the first


def conjuncts(word: Word) -> list[Word]:
    """A word and those joined to it by "and", "or" or a comma, below it; a hundred at most."""
    found = [word]
    for one in found:
        found.extend(one.children("conj")[: MOST_CHILDREN - len(found)])
    return found


def joined(words: Iterable[Word]) -> list[Word]:
    """Some words, each with those joined to it."""
    return [one for word in words for one in conjuncts(word)]


def phrase_head(words: Collection[Word]) -> Word | None:
    """The first of some words that hangs on none of the others."""
    return next((word for word in words if word.is_root or word.head not in words), None)


def bare_phrase(head: Word) -> list[Word]:
    """A noun with what belongs to it, but clauses and what is set beside it."""
    apart = [word for word in head.subtree if word != head and (word.dep in _APART or _is_joined(word))]
    left_out = {one for word in apart for one in word.subtree}
    kept = [word for word in head.subtree if word not in left_out] or [head]
    while kept[-1].dep in {"cc", "punct"} and kept[-1] != head:  # of what is left out
        kept.pop()
    return kept if kept[-1].pos != "ADJ" else [*head.subtree]


def _is_joined(word: Word) -> bool:
    """Whether a noun or verb is joined to another one; adjectives stay together, as in "free and fair elections"."""
    return word.dep == "conj" and word.pos in {"NOUN", "PROPN", "VERB"}


def is_passive(verb: Word) -> bool:
    """Whether a verb is in the passive: by a passive auxiliary or subject, or as a participle without an auxiliary.

    A participle alone is passive as a reduced relative clause ("the man arrested in Cairo"), as an adverbial clause
    ("backed by Iran, ..."), below another verb ("had him arrested"), in a headline ("Two killed by mob"), and where
    it is joined to a passive ("was arrested and charged").
    """
    for _ in range(_REACH):
        if verb.children("dobj") and any(one.lower in _HAS for one in verb.children("auxpass")):
            return False  # "he's beaten them"
        if verb.children("auxpass", "nsubjpass", "csubjpass"):
            return True
        participle = verb.tag == "VBN" or (verb.tag == "VBD" and verb.dep == "acl")
        if not participle or verb.children("dobj", "aux"):
            return False
        if verb.dep != "conj":
            return verb.dep in _PARTICIPLES or (verb.dep == "ROOT" and bool(after(verb, ["by"])))
        if verb.children("nsubj"):
            return False
        verb = verb.head
    return False


def subjects_of(verb: Word, promises: Collection[str] = ()) -> list[Word]:
    """The subjects of a verb with their conjuncts; an unstated one is taken from the verb it is joined to or hangs on.

    A joined verb (conj) shares the subject of the first; an open complement (xcomp) has the object of the verb above
    as subject, or its subject where there is no object or the verb's lemma is one of ``promises``; a participle or an
    infinitive that hangs on a verb has the subject of that verb; a relative clause has what it modifies where its own
    subject is a relative pronoun or missing.
    """
    for _ in range(_REACH):
        if own := verb.children(*SUBJECTS):
            return _stated(verb, own)
        if verb.is_root or verb.dep in {"acl", "relcl"}:
            return [] if verb.is_root else [verb.head]
        objects = verb.head.children("dobj") if verb.dep == "xcomp" and verb.head.lemma not in promises else []
        if objects or not (above := _lender(verb)):
            return joined(objects)
        verb = above
    return []


def _stated(verb: Word, own: list[Word]) -> list[Word]:
    """The subjects of a verb that has some of its own; a relative pronoun is what it stands for."""
    if verb.dep == "relcl" and own[0].tag in _RELATIVE:
        return [_antecedent(verb, own[0])]
    if verb.dep == "ccomp" and own[0].tag == "WDT":  # "it was Denmark that sold"
        return verb.head.children("attr") or own
    return joined(own)


def _antecedent(clause: Word, pronoun: Word | None = None) -> Word:
    """What a relative clause modifies. Without a comma, "which" and "that" do not modify a name but the noun before its
    preposition ("the case before the High Court which tests the law"); "which" is nobody."""
    noun, link = clause.head, clause.head.head
    if pronoun is None or noun.pos != "PROPN" or pronoun.lower not in _RESTRICTIVE:
        return noun
    if noun.dep == "pobj" and pronoun.index == noun.index + 1:
        before = clause.document.words[link.index - 1] if link.index else link  # the link may hang on a verb
        beside = [before] if before in link.head.children("dobj") else []
        return next((one for one in [link.head, *beside] if one.pos == "NOUN"), noun)
    above = [*noun.ancestors] if noun.entity == "PERSON" and pronoun.lower == "which" else []
    return next((one for one in above[:_REACH] if one.pos == "NOUN"), noun)


def _lender(verb: Word) -> Word | None:
    """The verb that shares its subject with a verb, if one does."""
    above = verb.head.head if verb.dep == "pcomp" else verb.head
    lends = {
        "pcomp": above.pos in VERBAL or above.dep in _LIKE_SUBJECT,
        "conj": above.pos in VERBAL,
        **dict.fromkeys(("advcl", "ccomp"), is_nonfinite(verb)),
        **dict.fromkeys(("xcomp", *_LIKE_SUBJECT), True),
    }
    return above if lends.get(verb.dep) else None


def is_finite(verb: Word) -> bool:
    """Whether a verb has a tense or a modal."""
    return not _FINITE.isdisjoint(word.tag for word in [verb, *verb.children("aux", "auxpass")])


def is_nonfinite(verb: Word) -> bool:
    """Whether a verb is a participle ("having left", "backed by") or an infinitive with "to"."""
    return not is_finite(verb) and (verb.tag != "VB" or any(word.tag == "TO" for word in verb.children("aux")))


def objects_of(verb: Word) -> list[Word]:
    """The objects of a verb, direct and indirect, with their conjuncts.

    An object that is a relative pronoun, or is left out of a relative clause ("the men Iraq arrested"), is what the
    clause modifies; a verb without an object that is joined to the next one shares its object ("arrested and jailed
    the men").
    """
    ends = (end for word in verb.children("dobj", "dative") for end in word.children("pobj") or [word])
    own = [end for end in ends if end.pos != "ADP"]
    if verb.dep == "relcl" and (own[0].tag in _RELATIVE | {"IN"} if own else _lacks_object(verb)):
        return [_antecedent(verb, *own[:1])]
    if own or is_passive(verb):
        return joined(own)
    sharing = next((other for other in verb.children("conj") if _is_next(verb, other)), None)
    return joined(sharing.children("dobj")) if sharing else []


def _is_next(verb: Word, other: Word) -> bool:
    """Whether a verb stands right behind another, without a subject of its own."""
    between = verb.document.words[verb.index + 1 : other.index]
    near = len(between) < _NEAR and all(word.pos in _BETWEEN for word in between)
    return near and not other.children(*SUBJECTS)


def _lacks_object(verb: Word) -> bool:
    """Whether a relative clause has a subject of its own and a gap where its object would stand."""
    subject = any(word.tag not in _RELATIVE for word in verb.children("nsubj"))
    if not subject or verb.children("ccomp", "xcomp", "acomp", "attr"):
        return False
    links = (link.children() for link in verb.children("prep"))  # "the town it relied on", "with whom it talked"
    filled = any(not ends or any(end.tag in _RELATIVE for end in ends) for ends in links)
    return not filled and all(word.tag != "WRB" for word in verb.children("advmod"))


def agents_of(verb: Word) -> list[Word]:
    """Who acts in a passive clause: the phrases after "by", shared with the next verb where two are joined."""
    for _ in range(_REACH):
        if found := after(verb, ["by"]):
            return joined(found)
        passives = [other for other in verb.children("conj") if is_passive(other)]
        if not passives or passives[0].children(*SUBJECTS):
            return []
        verb = passives[0]
    return []


def after(word: Word, prepositions: Collection[str]) -> list[Word]:
    """The phrases that a word governs through one of some prepositions, in small letters; without their conjuncts."""
    links = (link for link in word.children("prep", "agent") if link.lower in prepositions)
    return [end for link in links for end in link.children("pobj")]
