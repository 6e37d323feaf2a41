"""Claims on who does what to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import DEADLY, OFTEN, AnnotatedArticle, Claim, capital, in_order, lead, spans_of
from analysis.report.claims_on_side import contested_words
from analysis.report.judgements import SURE, list_judgements
from analysis.report.wording import listed
from analysis.tables.actor_tables import list_events
from analysis.tables.table import NARRATOR, records
from analysis.text.document import Span, Word, covers, overlaps
from analysis.text.grammar import SUBJECTS, bare_phrase, is_finite

MOST_ACTS = 3
STRONG = 0.15  # valence from which an act is told
LONGEST_ACT = 16  # words that are quoted of an act, from the first of its subject to the last of its object
_EARLY = 3  # sentences at the beginning, whose acts are told whoever takes part in them
_LATE = 10  # sentences after which, in the second half, only somebody is told of who is mentioned often
_LEADING = 3  # actors mentioned most, whose acts are told wherever they stand
_CLEAR = 0.5  # probability from which who takes part in an act is told
_STEM = 4  # letters of the lemma that acts of one kind share
COMPLETE = frozenset(["against", "by", "from", "into", "on", "to", "with"])  # what they begin belongs to an act
_AIMED = frozenset(["aim", "fire", "hurl", "launch", "shoot", "throw"])  # acts that "at" completes
PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))
_TOLD, _DOUBT = frozenset(["ROOT", "conj"]), frozenset(["if", "unless", "whether"])  # clauses told as facts, as news
_NEXT = 2  # characters between an object and what completes the act


@dataclass(frozen=True, eq=False)
class Act:
    """Something that somebody does, or that is done to somebody, as the text tells it.

    Attributes:
        action: The verb or noun.
        lemma: Of the action.
        agents, patients: The words of each participant, with the actor; without a name where none is known.
        strength: How good or bad its strongest word sounds, from 0 to 1.
        words: What is quoted of it; none where its subject or object stands elsewhere.
        noun: Whether a noun tells it.
    """

    action: Span
    lemma: str
    agents: Mapping[Span, str]
    patients: Mapping[Span, str]
    strength: float
    words: Span | None
    noun: bool


def list_acts(article: AnnotatedArticle) -> Iterator[Act]:
    """The acts that happened, as the outlet tells them, in order, with those of whom the reader is sure."""
    rows = list_events(article.table)
    unsure = (rows["role"] != "action") & (rows["score"] < _CLEAR)
    told = rows.loc[(rows["role"] == "action") & (rows["voice"] == NARRATOR), "event"]
    rows = rows[~unsure & (rows["status"] == "happened") & rows["event"].isin(told)]
    for _, own in rows.groupby("event", sort=False):
        action = own[own["role"] == "action"].iloc[0]
        at = Span(action["start"], action["end"])
        agents, patients = (
            {Span(row.start, row.end): row.actor for row in records(own[own["role"] == role]) if row.start != at.start}
            for role in ("agent", "patient")
        )
        doers = own.loc[(own["role"] == "agent") & (own["start"] == at.start), "actor"]
        elsewhere = {at: str(doers.iloc[0])} if len(doers) else {}
        inside = article.document.indices(at)
        verb = article.document.words[inside[0]] if inside else None
        if verb is None:
            continue
        words = _clause(article, verb) if verb.pos in {"VERB", "AUX"} else _noun(article, verb, agents, patients)
        lemma = " ".join(article.document.lemmas[index] for index in inside)
        strength = article.strength_of(words or at)
        yield Act(at, lemma, agents or elsewhere, patients, strength, words, verb.pos == "NOUN")


def _noun(article: AnnotatedArticle, noun: Word, agents: Iterable[Span], patients: Iterable[Span]) -> Span | None:
    """The words of an act that a noun tells, from who acts before it to whom it is done after it: "the assassination
    of Lee by the army" is none, "the army's assassination of Lee" is."""
    start = min((agent.start for agent in agents if agent.start < noun.start), default=noun.end)
    end = max((patient.end for patient in patients if patient.start >= noun.end), default=noun.start)
    words = article.whole_noun(Span(start, end), with_of=True) if start < noun.start and end > noun.end else None
    beside = words and len(article.document.covered(words).split()) <= LONGEST_ACT
    inside = {*noun.subtree} if beside else ()
    own = [article.document.words[index] in inside for index in article.document.indices(words)] if words else []
    return words if own and all(own) and noun.tag != "NNS" and noun.head.tag != "VB" else None


def _clause(article: AnnotatedArticle, verb: Word) -> Span | None:
    """The words of an act that a verb tells, from the first of its subject to the last of its object; nothing where it
    is not finite with both beside it, or a pronoun is one of them, or they are many. The subject of a passive is what
    it is done to."""
    subjects, objects = verb.children(*SUBJECTS), verb.children("dobj", "dative")
    if len(subjects) != 1 or not _is_told(verb) or any(_is_empty(word) for word in subjects + objects):
        return None
    start, text = bare_phrase(subjects[0])[0].start, article.document.text
    fitting = [end for end in _ends(verb, objects) if len(text[start:end].split()) <= LONGEST_ACT]
    if not fitting or start >= verb.start or verb.text[:1].isupper():  # of a title
        return None
    words = text[start : fitting[0]].removesuffix(" and").removesuffix(" or").rstrip(" ,;:")
    return Span(start, start + len(words)) if _is_closed(words) else None


def _is_told(verb: Word) -> bool:
    """Whether a clause tells as a fact what is done to whom; of a passive nothing may follow that tells what was done,
    as in "was forced to step down"."""
    doubted = any(word.lower in _DOUBT for word in verb.children("mark"))
    whole = verb.children("dobj") or (verb.children("nsubjpass") and not verb.children("xcomp", "ccomp"))
    return verb.dep in _TOLD and not doubted and bool(whole) and is_finite(verb)


def _ends(verb: Word, objects: Iterable[Word]) -> list[int]:
    """Where a clause may end, the longest first: with the purpose after its objects, for "urged them to leave" is one
    act; else with all that belongs to them, with a preposition that completes it, or without that."""
    end = max([verb.end, *(bare_phrase(word)[-1].end for word in objects)])
    whole = max([end, *(word.subtree[-1].end for word in objects)])
    below = [word.subtree for word in verb.children("xcomp", "advcl") if _is_purpose(word)]
    if follows := [own[-1].end for own in below if 0 <= own[0].start - end <= _NEXT]:
        return follows
    links = COMPLETE | {"at"} if verb.lemma in _AIMED else COMPLETE
    after = [word for word in verb.children("prep", "agent") if word.start >= end and word.lower in links]
    completed = max([end, *(bare_phrase(noun)[-1].end for word in after[:1] for noun in word.children("pobj"))])
    return [max(whole, completed), completed, end]


def _is_purpose(verb: Word) -> bool:
    return any(word.tag == "TO" for word in verb.children("aux"))


def _is_closed(words: str) -> bool:
    """Whether words are of one line, and all that is opened in them is closed."""
    closed = all(words.count(opening) == words.count(closing) for opening, closing in PAIRS)
    return closed and words.count('"') % 2 == 0 and not {":", "\n"} & {*words}


def _is_empty(word: Word) -> bool:
    likened = word.tag == "NNP" and any(one.lower in {"a", "an"} for one in word.children("det"))  # "a second Lee"
    return likened or word.pos == "PRON" or word.tag in {"WDT", "WP", "DT"}


def claim_acts(article: AnnotatedArticle) -> Iterator[Claim]:
    """The most telling acts of one main actor upon another, told early or strong."""
    chosen = telling_acts(article)
    places = {place for act in chosen for place in (act.action, *act.agents, *act.patients)}
    if chosen:
        text = Markup("{} {}.").format(lead("who did what to whom:"), quote_acts(article, chosen))
        yield Claim("acts", text, in_order(places), 78)


def quote_acts(article: AnnotatedArticle, acts: Iterable[Act]) -> Markup:
    """Each act as the text tells it from its subject to its object, else by its verb between who takes part; with a
    link to its place."""
    return capital(Markup("; ").join(_quote(article, act) for act in acts))


def _quote(article: AnnotatedArticle, act: Act) -> Markup:
    named = bool(act.agents) and article.named.issuperset({*act.agents.values(), *act.patients.values()})
    if act.words and not (named and _is_past(article, act) and act.action in act.agents):  # told elsewhere who did it
        return article.quote(act.words.start, act.words.end, act.action.start, longest=LONGEST_ACT)
    agents, patients = (
        listed([*dict.fromkeys(article.called(name) for name in part.values() if name in article.main)])
        for part in (act.agents, act.patients)
    )
    return Markup("{} {} {}").format(agents, article.quote(act.action.start, act.action.end), patients)


def telling_acts(article: AnnotatedArticle) -> list[Act]:
    """A few acts, in order: strong ones of one main actor upon another, and deadly ones whoever did them, told early or
    with somebody who is named most; the strongest and earliest first, each verb, victim and stretch of text once."""
    leading = {*article.mentions["actor"].map(article.group).value_counts().index[:_LEADING]}
    length = max(len(article.document.sentences), 1)

    def rank(act: Act) -> float:
        return act.strength - article.document.sentence_at(act.action.start) / length

    chosen: list[Act] = []
    for act in sorted(list_acts(article), key=lambda act: -rank(act)):
        telling = _is_telling(article, act, leading) and _can_be_told(article, act)
        if telling and not any(_repeats(article, act, one) for one in chosen):
            chosen.append(act)
    return sorted(chosen[:MOST_ACTS], key=lambda act: act.action)


def _sides(article: AnnotatedArticle, part: Mapping[Span, str]) -> set[str]:
    """The sides, or without one the actors, of those who take part and are named or mentioned often."""
    return {article.group(name) for name in part.values() if name in article.main}


def _is_telling(article: AnnotatedArticle, act: Act, leading: Collection[str]) -> bool:
    doers, victims = _sides(article, act.agents), _sides(article, act.patients)
    between = bool(doers) and bool(victims - doers) and act.strength >= STRONG
    known = not article.named.isdisjoint(act.patients.values()) or _is_of_main(article, act)
    deadly = act.strength >= DEADLY and bool(victims) and act.words is not None and known
    early = article.document.sentence_at(act.action.start) < _EARLY
    central = early or (_is_news(article, act) and not (victims | doers).isdisjoint(leading))
    return (central and (between or deadly)) or (early and act.strength >= STRONG and _tells_all(article, act))


def _is_news(article: AnnotatedArticle, act: Act) -> bool:
    """Whether an act is no background: told in the first half, or done to somebody mentioned often."""
    first = article.document.sentence_at(act.action.start) < max(_LATE, len(article.document.sentences) / 2)
    return first or any(article.times_mentioned.get(name, 0) >= OFTEN for name in act.patients.values())


def _tells_all(article: AnnotatedArticle, act: Act) -> bool:
    """Whether a clause is quoted with all that belongs to its objects, and names a main actor."""
    verb, words = _verb(article, act), act.words
    if words is None or act.noun:
        return False
    rows = article.mentions[article.mentions["actor"].isin(article.main)]
    ends = [one.subtree[-1].end for one in verb.children("dobj")]
    return all(end <= words.end for end in ends) and any(covers(words, span) for span in spans_of(rows))


def _can_be_told(article: AnnotatedArticle, act: Act) -> bool:
    """Whether an act can be quoted, or is told by a verb between names; and is no thought or speech, nor a noun, unless
    it is contested ("assassination"), nor told by words in which the outlet judges: that is a charge of its own."""
    idle = {term for name in ("mental", "stative", "speech") for term in load_lexicon("nominals").terms[name]}
    own = act.words or Span(act.action.start, act.action.end)
    charge = any(covers(own, one) for one in list_judgements(article) if one.holder == NARRATOR and one.weight >= SURE)
    named = bool(act.agents) and article.named.issuperset(act.agents.values()) and _is_past(article, act)
    noun = act.noun and not any(overlaps(act.action, one) for one in contested_words(article))
    quoted = act.words is not None and (act.noun or _verb(article, act).tag != "VBG")  # "Lee attacking Reed"
    return (quoted or named) and not charge and not noun and act.lemma not in idle


def _repeats(article: AnnotatedArticle, act: Act, other: Act) -> bool:
    """Whether two acts have one verb or victim, or would quote the same words."""
    shared = _sides(article, act.patients) & _sides(article, other.patients)
    same = act.words and other.words and overlaps(act.words, other.words)
    return act.lemma[:_STEM] == other.lemma[:_STEM] or bool(shared) or bool(same)


def _is_past(article: AnnotatedArticle, act: Act) -> bool:
    """Whether a verb tells an act as done, with no other word."""
    words = article.document.words_in(act.action)
    return len(words) == 1 and words[0].tag in {"VBD", "VBN"}


def _verb(article: AnnotatedArticle, act: Act) -> Word:
    """The verb or noun that tells an act."""
    return article.document.words_in(act.action)[0]


def _is_of_main(article: AnnotatedArticle, act: Act) -> bool:
    """Whether a main actor does it, or undergoes it in a passive: is named by the head of its subject."""
    document, verb = article.document, _verb(article, act)
    heads = verb.children(*SUBJECTS) or [
        document.words[inside[-1]] for one in act.agents if (inside := document.indices(one))
    ]
    groups = [head for head in heads if head.lemma in load_lexicon("nominals").terms["partitive"]]
    heads += [noun for head in groups for link in head.children("prep") for noun in link.children("pobj")]
    rows = article.mentions[article.mentions["actor"].isin(article.main)]
    named = [*spans_of(rows), *(span for span, name in act.agents.items() if name in article.main)]
    return any(covers(span, Span(head.start, head.end)) for span in named for head in heads)
