"""Who does what to whom, as a sentence-like table: agent, act, patient, with what is said of whether it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.lexicon.lexicon import load_lexicon
from analysis.tables.actor_tables import drop_article, list_events
from analysis.tables.groups import counted_by_article
from analysis.tables.table import NARRATOR, check_pair, holder_of, records, rows_of
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import objects_of

_COLUMNS = ["agent", "act", "patient", "form", "status", "holder"]
_MODIFIES = frozenset(["amod", "compound", "nmod", "poss"])  # a mention in such a place is no phrase: "Cuban embassy"
_BEFORE = _MODIFIES | {"advmod", "case", "det", "nummod", "punct", "quantmod"}  # what stands before a noun
_WHERE = frozenset(["from", "into", "of", "off", "out", "to"])  # what they begin belongs to the object of the verb
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
    found = []
    for _, own in rows.groupby("event", sort=False):
        action = records(own[own["role"] == "action"])[0]
        words = document.indices(Span(action.start, action.end))
        agents, patients = (list(records(own[own["role"] == role])) for role in ("agent", "patient"))
        if _is_unsure(document, [*agents, *patients]):
            continue
        act, more, reached = _told(document, action, patients)
        who, whom = _called(document, agents, action), _called(document, reached, action)
        lemma = " ".join(document.lemmas[index] for index in words)
        once = _once(lemma) if {row.actor for row in patients} & persons else ""
        rank = 0 if _is_told(agents) and _is_told(patients) else 1 if _is_told(patients) and not agents else 2
        weight = sum(named[actor] for actor in {row.actor for row in [*agents, *patients]} - {""})
        found.append(
            (who, act, f"{whom} {more}" if whom and more else whom, action.label, action.status, action.holder,
             whom, once or lemma, bool(once), rank, weight, action.start)
        )  # fmt: skip
    columns = [*_COLUMNS, "whom", "lemma", "once", "rank", "weight", "start"]
    acts = pd.DataFrame(found, columns=columns).astype({"once": "bool", "rank": "int64"})
    acts = _settled(acts)
    grouped = acts.groupby(["agent", "lemma", "whom", "status", "teller"], as_index=False, sort=False).agg(
        act=("act", "first"), patient=("patient", "first"), form=("form", "first"), holder=("holder", "first"),
        n=("start", "size"), starts=("start", list), rank=("rank", "min"), weight=("weight", "first"),
        first=("start", "min"),
    )  # fmt: skip
    order = ["rank", "n", "weight", "first"]
    grouped = grouped.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return grouped[[*_COLUMNS, "n", "starts"]]


def _is_unsure(document: Document, rows: Iterable[Any]) -> bool:
    """Whether nobody surely takes part in an act, or a pronoun acts of which nobody is known to be meant."""
    rows = list(rows)
    heads = (document.indices(Span(row.start, row.end)) for row in rows if row.role == "agent" and not row.actor)
    unknown = any(all(document.words[index].pos == "PRON" for index in inside) for inside in heads)
    return unknown or all(row.score < _SURE for row in rows if row.actor)


def _persons(document: Document, mentions: pd.DataFrame) -> set[str]:
    """The actors of whom some mention is a person's name."""
    spans = ((row.actor, document.indices(Span(row.start, row.end))) for row in records(mentions))
    return {actor for actor, inside in spans if any(document.words[index].entity == "PERSON" for index in inside)}


def _once(lemma: str) -> str:
    """The kind of an act that is done to a person once."""
    terms = load_lexicon("nominals").terms
    return next((kind for kind in _ONCE if lemma in terms[kind]), "")


def _settled(acts: pd.DataFrame) -> pd.DataFrame:
    """The acts with the ``teller`` by which they are parted: nobody for what is done once. A plan of it is no act apart
    where it came about; the outlet's verb, with who did it, comes first."""
    once, keys = acts["once"], list(zip(acts["lemma"], acts["agent"], acts["whom"], strict=True))
    done = {key for key, happened in zip(keys, once & (acts["status"] == "happened"), strict=True) if happened}
    came = once & (acts["status"] == "planned") & pd.Series([key in done for key in keys], acts.index, dtype=bool)
    order = {"active": 0, "passive": 0, "nominal": 1, "agentless": 2}
    later = acts["form"].map(order).where(once, 0) + (came | (once & (acts["holder"] != NARRATOR)))
    acts = acts.assign(teller=acts["holder"].where(~once, ""), status=acts["status"].where(~came, "happened"))
    return acts.assign(later=later).sort_values("later", kind="stable")


def _is_told(rows: Iterable[Any]) -> bool:
    return any(row.actor for row in rows)


def _called(document: Document, rows: Iterable[Any], action: Any) -> str:
    """The participants of one role in words: "Peru, Chile and the miners"; a phrase is told once, by the name of the
    actor where it is his. What only the network finds is left out where grammar finds others."""
    rows = list(rows)
    phrases: dict[int, str] = {}
    surest = [row for row in rows if row.rule != _READER] or rows
    for row in sorted(rows, key=lambda row: (row not in surest, row.start)):
        noun, head = _noun(document, row, action)
        if noun is None or (row.role == "agent" and row.rule == "agency.modifier"):
            phrases.setdefault(row.start, row.actor or drop_article(document.covered(row)))
        elif row in surest or noun.index in phrases:
            name = row.actor if noun == head else ""
            if name or noun.index not in phrases:
                phrases[noun.index] = name or _phrase(noun, max(row.end, noun.end))
    names = list(dict.fromkeys(phrases.values()))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _noun(document: Document, row: Any, action: Any) -> tuple[Word | None, Word | None]:
    """The noun of the phrase in which some words stand ("embassy" for "Cuban" or "of Cuba"), and their own head;
    neither where they are the act itself or no words."""
    words = [document.words[index] for index in document.indices(Span(row.start, row.end))]
    if not words or row.start == action.start:
        return None, None
    head = noun = next((word for word in words if word.is_root or word.head not in words), words[0])
    for _ in range(_LONGEST):
        above = noun.head.head if noun.dep == "pobj" and noun.head.lower == "of" else noun.head
        within = noun.dep in _MODIFIES or above != noun.head
        if not within or above.pos not in {"NOUN", "PROPN"} or above.start == action.start or _is_no_owned(above):
            break
        noun = above
    return noun, head


def _is_no_owned(noun: Word) -> bool:
    """Whether a noun is an act or a plan, and who stands beside it takes part himself: "the death of Ruiz", "Ruiz's
    decision", "on the part of Ruiz"."""
    terms = load_lexicon("nominals").terms
    return noun.lemma == "part" or any(noun.lemma in terms[kind] for kind in _ACTS)


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
    return drop_article(" ".join(noun.document.text[start : max([end, *ends])].split()))


def _told(document: Document, action: Span, patients: list[Any]) -> tuple[str, str, list[Any]]:
    """An act in words, what its verb says of the patients besides, and which of these: "fired missiles at" somebody,
    "forced" somebody "to leave"."""
    inside = document.indices(Span(action.start, action.end))
    if not inside:
        return document.covered(action), "", patients
    word = document.words[inside.start]
    act = [word.text, *(one.text for one in word.children("prt"))]
    direct = objects_of(word) if word.pos == "VERB" else []
    named = [row for row in patients if row.actor]
    if not any(_is_in(row, thing) for row in named for thing in direct):
        for link in word.children("prep"):
            if reached := [row for row in named if _is_in(row, link)]:
                things = [_phrase(one, one.end) for one in direct[:1] if word.start < one.start < link.start]
                return " ".join([*act, *things, link.text]), "", reached
    more = [one for one in word.children("xcomp", "ccomp", "prep") if direct and one.start > direct[-1].end]
    return " ".join(act), next((words for one in more if (words := _completing(one))), ""), patients


def _is_in(row: Any, above: Word) -> bool:
    """Whether some words are part of a phrase."""
    inside = above.document.indices(Span(row.start, row.end))
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
