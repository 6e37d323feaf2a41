"""Who does what to whom, as a sentence-like table: agent, act, patient, with what is said of whether it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.lexicon.lexicon import load_lexicon
from analysis.tables.actor_tables import drop_article, list_events
from analysis.tables.groups import counted_by_article
from analysis.tables.table import NARRATOR, check_pair, holder_of, records, rows_of
from analysis.text.document import Document, Word
from analysis.text.grammar import BEFORE_NOUN, objects_of, phrase_head

_COLUMNS = ["agent", "act", "patient", "form", "status", "holder"]
_HIDDEN = ["whom", "lemma", "once", "awkward", "rank", "weight", "start"]
_FORMS = {"active": 0, "passive": 0, "nominal": 1, "agentless": 2}
_BEFORE = frozenset(BEFORE_NOUN) | {"advmod", "case", "det", "nummod", "punct", "quantmod"}  # what stands before a noun
_WHERE = frozenset(
    ["from", "into", "of", "off", "out", "to", "with"]
)  # what they begin belongs to the object of the verb
_REFLEXIVE = frozenset(["herself", "himself", "itself", "themselves"])
_ONCE = ("killing", "dismissing")  # acts that are done to somebody once, under several names
_ACTS = ("transitive", "affected", "intransitive", "undergone", "content", "instrument")
_LONGEST = 8  # words of a phrase
_SURE = 0.3  # probability from which somebody surely takes part
_READER = "agency.reader"


@counted_by_article("acts", ["agent", "act", "patient", "form", "status", "holder"])
def tabulate_acts(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """The acts of a document, the most telling first: ``agent, act, patient, form, status, holder, n, starts``.

    The three first read like a sentence. ``agent`` and ``patient`` are names of actors, or, where an actor is only part
    of the phrase, the phrase in the words of the text ("Ruiz's deal", "Chile to leave"), several joined by "and";
    ``agent`` is empty where the text does not tell it, ``patient`` also where the act has none. ``act`` is the verb or
    noun as written where it is first met, with its particle and the preposition that brings in the patient. Acts of the
    same lemma, participants, status and holder are one row, ``n`` counts them and ``starts`` lists where they begin;
    a person's killing or dismissal is one act whatever it is called and whoever tells it, and no plan once it happened.
    ``form`` is active, passive, agentless or nominal, ``status`` happened, planned, alleged or denied, ``holder`` whose
    words they are.

    First come the acts between two actors, then those done to an actor by nobody named, then the rest; among these the
    ones told most often, then those of the actors mentioned most.

    Raises:
        ValueError: If the document has no words yet, or none of the table's rows are of it.

    >>> from analysis import annotate, document_from_text, prepare
    >>> news = prepare(document_from_text("Peru jailed Alan Ruiz. Chile may sue Bolivia.", "d"))
    >>> for row in tabulate_acts(annotate(news), news).itertuples():
    ...     print(row.agent or "–", "|", row.act, "|", row.patient, "|", row.status)
    Peru | jailed | Alan Ruiz | happened
    Chile | sue | Bolivia | planned
    """
    check_pair(document, table, words=True, many=True)
    rows = list_events(table)
    rows = rows[rows["doc_id"] == document.doc_id]
    rows = rows.assign(holder=holder_of(rows))
    mentions = rows_of(table, "actor", "mention")
    named, persons = Counter(mentions["actor"]), _persons(document, mentions)
    found = [told for _, own in rows.groupby("event", sort=False) if (told := _read(document, own, persons, named))]
    acts = _settled(pd.DataFrame(found, columns=[*_COLUMNS, *_HIDDEN]).astype({"once": "bool", "rank": "int64"}))
    grouped = acts.groupby(["agent", "lemma", "whom", "status", "teller"], as_index=False, sort=False).agg(
        act=("act", "first"), patient=("patient", "first"), form=("form", "first"), holder=("holder", "first"),
        n=("start", "size"), starts=("start", list), rank=("rank", "min"), weight=("weight", "first"),
        first=("start", "min"),
    )  # fmt: skip
    order = ["rank", "n", "weight", "first"]
    grouped = grouped.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return grouped[[*_COLUMNS, "n", "starts"]]


def _read(document: Document, own: pd.DataFrame, persons: set[str], named: Mapping[str, int]) -> list[Any]:
    """The columns of an act from its rows, nothing where it is not sure or no act."""
    action = records(own[own["role"] == "action"])[0]
    agents, patients = (list(records(own[own["role"] == role])) for role in ("agent", "patient"))
    words = document.words_in(action)
    if not words or _is_unsure(document, [*agents, *patients]) or _is_undergone(words[0]):
        return []
    act, more, reached = _told(words[0], patients)
    who, whom = _called(document, agents, action), _called(document, reached, action)
    lemma = " ".join(word.lemma for word in words)
    once = _once(lemma) if {row.actor for row in patients} & persons else ""
    weight = sum(named[actor] for actor in {row.actor for row in [*agents, *patients]} - {""})
    awkward = _FORMS[action.label] + (action.holder != NARRATOR) + 3 * (words[0].tag == "VB") if once else 0
    return [
        who, act, f"{whom} {more}" if whom and more else whom, action.label, action.status, action.holder,
        drop_article(whom).lower(), once or lemma, bool(once), awkward, _rank(agents, patients), weight, action.start,
    ]  # fmt: skip


def _is_unsure(document: Document, rows: Iterable[Any]) -> bool:
    """Whether nobody surely takes part in an act, or a pronoun acts of which nobody is known to be meant."""
    rows = list(rows)
    heads = (document.words_in(row) for row in rows if row.role == "agent" and not row.actor)
    unknown = any(all(word.pos in {"DET", "NUM", "PRON"} for word in words) for words in heads)
    return unknown or all(row.score < _SURE for row in rows if row.actor)


def _is_undergone(word: Word) -> bool:
    """Whether a verb tells what somebody receives or suffers, which is no act of his."""
    return word.pos == "VERB" and word.lemma in load_lexicon("nominals").terms["undergoing"]


def _persons(document: Document, mentions: pd.DataFrame) -> set[str]:
    """The actors of whom some mention is a person's name."""
    return {row.actor for row in records(mentions) if any(word.entity == "PERSON" for word in document.words_in(row))}


def _once(lemma: str) -> str:
    """The kind of an act that is done to a person once."""
    terms = load_lexicon("nominals").terms
    return next((kind for kind in _ONCE if lemma in terms[kind]), "")


def _settled(acts: pd.DataFrame) -> pd.DataFrame:
    """The acts with the ``teller`` by which they are parted: nobody for what is done once. A plan of it is no act apart
    where it came about, nor what nobody is said to have done where somebody is; the outlet's verb, with who did it,
    comes first."""
    once = acts["once"]
    told = acts[once & (acts["status"] == "happened") & (acts["agent"] != "")].drop_duplicates(["lemma", "whom"])
    doers = told.set_index(["lemma", "whom"])["agent"].to_dict()
    pairs = zip(acts["lemma"], acts["whom"], acts["agent"], once, strict=True)
    acts = acts.assign(agent=[who or (doers.get((kind, whom), "") if one else "") for kind, whom, who, one in pairs])
    keys = list(zip(acts["lemma"], acts["agent"], acts["whom"], strict=True))
    done = {key for key, happened in zip(keys, once & (acts["status"] == "happened"), strict=True) if happened}
    came = once & (acts["status"] == "planned") & pd.Series([key in done for key in keys], acts.index, dtype=bool)
    acts = acts.assign(teller=acts["holder"].where(~once, ""), status=acts["status"].where(~came, "happened"))
    return acts.sort_values("awkward", kind="stable")


def _rank(agents: Collection[Any], patients: Iterable[Any]) -> int:
    """How early an act is told: between two actors, then done to an actor by nobody, then the rest."""
    if not any(row.actor for row in patients) or (agents and not any(row.actor for row in agents)):
        return 2
    return 0 if agents else 1


def _called(document: Document, rows: Iterable[Any], action: Any) -> str:
    """The participants of one role in words: "Peru, Chile and the miners"; none whose words are part of another's."""
    told = dict.fromkeys(_phrases(document, list(rows), action).values())
    names = [one for one in told if not any(one in other[:-1] for other in told)]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _phrases(document: Document, rows: Collection[Any], action: Any) -> dict[int, str]:
    """The phrase of each participant by its place, once, by the name of the actor where it is his. What only the
    network finds is left out where grammar finds others."""
    phrases: dict[int, str] = {}
    surest = [row for row in rows if row.rule != _READER] or rows
    for row in sorted(rows, key=lambda row: (row not in surest, row.start)):
        noun, name = _noun(document, row, action)
        if noun is None:
            phrases.setdefault(row.start, name)
        elif row in surest or noun.index in phrases:
            if noun.dep == "appos" and noun.head.index in phrases:  # "a general, Ruiz": one and the same
                noun = noun.head
            if name or noun.index not in phrases:
                phrases[noun.index] = name or _phrase(noun, max(row.end, noun.end))
    return phrases


def _is_worded(noun: Word, role: str) -> bool:
    """Whether somebody is told by the words of the text: "himself", "four Americans", who are not their state."""
    return noun.lower in _REFLEXIVE or (role == "patient" and noun.entity == "NORP" and noun.tag in {"NNS", "NNPS"})


def _noun(document: Document, row: Any, action: Any) -> tuple[Word | None, str]:
    """The noun of the phrase in which some words stand ("embassy" for "Cuban" or "of Cuba"), none where they are the
    act itself or say whose it is; and the name of who takes part, empty where the phrase tells him better."""
    head = noun = phrase_head(document.words_in(row))
    owner = row.role == "agent" and row.rule == "agency.modifier"
    if head is None or noun is None or owner or row.start == action.start:
        return None, row.actor or document.covered(row)
    for _ in range(_LONGEST):
        above = _within(noun)
        if above is None or above.start == action.start or not _is_owned(above, row.role):
            break
        noun = above
    return noun, row.actor if noun == head and not _is_worded(noun, row.role) else ""


def _within(noun: Word) -> Word | None:
    """The noun that another modifies or follows with "of"."""
    if noun.dep in BEFORE_NOUN:  # no phrase of its own: "Cuban embassy"
        return noun.head
    return noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else None


def _is_owned(noun: Word, role: str) -> bool:
    """Whether a noun takes part in an act, and not who stands beside it: people of his act, people and things of his
    are acted upon; but "Ruiz's decision", "the death of Ruiz", "on the part of Ruiz" are about him."""
    terms = load_lexicon("nominals").terms
    plain = noun.pos in {"NOUN", "PROPN"} and noun.text.isalpha() and noun.lemma != "part"
    somebody = noun.pos == "PROPN" or any({noun.lemma, noun.lower} & terms[kind] for kind in ("people", "partitive"))
    return plain and (somebody or role == "patient") and not any(noun.lemma in terms[kind] for kind in _ACTS)


def _phrase(noun: Word, end: int) -> str:
    """A noun with what stands before it, and what follows it with "of" or up to a place."""
    before = [noun]
    for word in reversed([word for word in noun.subtree if word.start < noun.start]):
        if word.index != before[-1].index - 1 or word.dep not in _BEFORE or len(before) == _LONGEST:
            break
        before.append(word)
    of = [link.subtree for link in noun.children("prep") if link.lower == "of" and link.index == noun.index + 1]
    ends = [part[-1].end for part in of if len(part) < _LONGEST]
    start = next((word.start for word in reversed(before) if word.dep not in {"punct", "case"}), noun.start)
    return " ".join(noun.document.text[start : max([end, *ends])].split())


def _told(word: Word, patients: list[Any]) -> tuple[str, str, list[Any]]:
    """An act in words, what its verb says of the patients besides, and which of these: "fired missiles at" somebody,
    "forced" somebody "to leave", "sent" somebody "a warning"."""
    act = " ".join([word.text, *(one.text for one in word.children("prt"))])
    receivers, links, direct = _complements(word)
    things = [_phrase(one, one.end) for one in direct[:1] if one.start > word.start]
    if given := _those_in(patients, receivers):
        return act, " ".join(things), given
    for link in links if not _those_in(patients, direct) else ():
        if reached := _those_in(patients, [link]):
            before = things if direct and direct[0].start < link.start else []
            return " ".join([act, *before, link.text]), "", reached
    for below in _below(word, direct, patients):
        if words := _completing(below):
            return act, words, [row for row in patients if not _is_in(row, below)] or patients
    return act, "", patients


def _complements(word: Word) -> tuple[list[Word], list[Word], list[Word]]:
    """To whom something is given by the act of a word, the prepositions below it, and its other objects."""
    datives, objects = word.children("dative"), objects_of(word) if word.pos == "VERB" else []
    receivers = [one for one in datives if one.pos != "ADP"]
    links = sorted({*word.children("prep"), *datives}.difference(receivers), key=lambda one: one.start)
    return receivers, links, [one for one in objects if one.head not in links and one not in receivers]


def _those_in(rows: Iterable[Any], phrases: Collection[Word]) -> list[Any]:
    """The rows of actors whose words are part of one of some phrases."""
    return [row for row in rows if row.actor and any(_is_in(row, phrase) for phrase in phrases)]


def _below(verb: Word, objects: Sequence[Word], patients: Iterable[Any]) -> list[Word]:
    """What may complete an object: what hangs on its verb after it, and the clause whose subject it is."""
    after = [one for one in verb.children("xcomp", "ccomp", "prep") if objects and one.start > objects[-1].end]
    return after + [one for one in verb.children("ccomp") if _those_in(patients, one.children("nsubj"))]


def _is_in(row: Any, above: Word) -> bool:
    """Whether some words are part of a phrase."""
    inside = above.document.indices(row)
    return any(word.index in inside for word in above.subtree)


def _completing(below: Word) -> str:
    """What completes the object of a verb, if it is short: "to leave" with its object, "out of the deal"."""
    clause = below.dep != "prep" and below.tag == "VB"
    if not clause and below.lower not in _WHERE:
        return ""
    words = below.subtree
    if clause:  # without its subject, which is the object of the verb above, and what hangs on it loosely
        kept = [below, *below.children("aux", "prt", "acomp")]
        words = [*kept, *(word for one in below.children("dobj") for word in one.subtree)]
    words = sorted(words, key=lambda word: word.index)
    whole = words[-1].index - words[0].index == len(words) - 1 and len(words) <= _LONGEST
    return " ".join(below.document.text[words[0].start : words[-1].end].split()) if whole else ""
