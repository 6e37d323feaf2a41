"""Where somebody stands: whether the outlet argues, against or for whom, and where the speakers stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import (
    LEAST_PLACES,
    STRIPPED,
    AnnotatedArticle,
    cited,
    listed_markup,
    places_in,
    spans_of,
    squeezed,
)  # fmt: skip
from analysis.report.highlight import first_place
from analysis.report.judgements import (
    SURE,
    Judgement,
    count_hints,
    is_direct,
    judges_in_headline,
    list_judgements,
)  # fmt: skip
from analysis.report.quoted_judgements import quote_marked, quote_or_words, surest
from analysis.tables.rates import list_cues
from analysis.tables.table import CONTESTED, NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, Word
from analysis.text.grammar import is_passive

ENOUGH_OWN = 100  # words of the outlet from which it tells something that they hardly judge
LEAST_OWN = 60  # words of the outlet below which nothing is said of them
OWN_SHARE, NEARLY_ALL = 1 / 3, 0.85  # of all words, from which an article may be a piece of opinion
JUDGES, JUDGES_IN_TALK = 2.0, 0.7  # expressions of a stance in 100 words of an opinion; where it addresses much
ADDRESSES, MUCH_TALK = 0.5, 1.5  # words in 100 that address the reader: of an opinion, of one that much does so
_LIKELY = 0.5  # weight of a judgement with which an outlet may take a side
SELDOM = 100  # words of the outlet, one in which may judge where they hardly do
ONE_SIDED, TIED = 0.8, 0.5  # share of the weight that is on one side, and that grammar ties to the target
CONTRARY = 0.3  # weight tied to it that may be on the other side
AHEAD = 1.4  # how many times the weight of the next target
HEAVY, LEAST_STRETCHES = 2.0, 2  # weight of all expressions about the target, and the sentences they stand in
MIXED, ENDS = "mixed", ("holder", "target")
SIDES = {"favor": "well of", "against": "against", MIXED: "both well and ill of"}  # how one speaks
_FEW = 3  # words quoted of each
LONGEST_DEMAND = 14  # words of a demand that is quoted
_YOU = frozenset(["you", "your", "yours", "yourself"])
_OUGHT = frozenset(["must", "need", "needs", "ought", "should"])


@dataclass(frozen=True, eq=False)
class Position:
    """Where a holder stands toward a target, each an actor or, where several of a side are meant, the side.

    ``words`` are the rows of ``list_stances`` that it rests on, each stretch of text once.
    """

    holder: str
    target: str
    side: str
    sentences: int
    words: pd.DataFrame


def is_opinion(article: AnnotatedArticle) -> bool:
    """Whether an article argues in its own voice: much of it is the outlet's own, and that both judges often and turns
    to the reader, with "we", "you" or demands."""
    often = 100 * len(_to_reader(article)) / max(own_words(article), 1)
    judges = judgements(article) >= (JUDGES_IN_TALK if often >= MUCH_TALK else JUDGES)
    return is_weighty(article) and judges and often >= ADDRESSES


def is_weighty(article: AnnotatedArticle) -> bool:
    """Whether much of the article is the outlet's own."""
    return own_words(article) >= max(LEAST_OWN, OWN_SHARE * int(article.speakers["words"].sum()))


def own_words(article: AnnotatedArticle) -> int:
    """Words of the outlet itself."""
    return int(article.speakers.loc[article.speakers["holder"] == NARRATOR, "words"].sum())


def own_stances(article: AnnotatedArticle) -> pd.DataFrame:
    """What the outlet's own words say of whom; of several targets of an expression the likeliest."""
    own = article.stances[article.stances["holder"] == NARRATOR]
    return own.loc[own["score"].abs().groupby(own["start"]).idxmax()]


def judgements(article: AnnotatedArticle) -> float:
    """Expressions of a stance in 100 words of the outlet."""
    return 100 * len(own_stances(article)) / max(own_words(article), 1)


def _to_reader(article: AnnotatedArticle) -> list[Word]:
    """The outlet's own words by which it turns to the reader, but in headlines; "US" is a country."""
    turned = load_lexicon("mentions").terms["first_person"] | _YOU | _OUGHT
    first = {sentence.start for sentence in article.document.sentences}
    running = [
        word for word in outlet_words(article) if word.text in {word.lower, "I"} or word.start in first
    ]  # no headline
    return [word for word in running if word.lower in turned or (word.lower == "one" and word.dep == "nsubj")]


def outlet_words(article: AnnotatedArticle) -> Iterator[Word]:
    """The outlet's own words, one after the other."""
    rows = rows_of(article.table, "voice")
    for row in records(rows[rows["voice"] == NARRATOR]):
        yield from (article.document.words[index] for index in article.document.indices(Span(row.start, row.end)))


def outlet_positions(article: AnnotatedArticle) -> Iterator[Position]:
    """Whom a piece of opinion argues against most, and whom for, if that is much: in two sentences at least, nearly
    always to the one side, well more than anybody else, half of it tied to the target by grammar, and hardly
    anything tied so that says the contrary."""
    own = own_stances(article) if is_opinion(article) else article.stances[:0]
    weights = own.groupby("targets")["score"].sum()
    for side, sign in (("against", -1), ("favor", 1)) if len(own) else ():
        ranked = [*(sign * weights).sort_values(ascending=False).items(), ("", 0.0)]
        target, weight = ranked[0]
        of = own[own["targets"] == target]
        words = of[of["label"] == side].sort_values("start")
        alone = weight >= max(HEAVY, AHEAD * ranked[1][1])
        sure = words["score"].abs().sum() >= ONE_SIDED * of["score"].abs().sum()
        tied = of.loc[of["direct"], "score"].abs().groupby(of["label"] == side).sum()
        firm = tied.get(True, 0.0) >= TIED * weight and tied.get(False, 0.0) <= CONTRARY
        if alone and sure and firm and words["stretch"].nunique() >= LEAST_STRETCHES:
            yield Position(NARRATOR, _named(words["target"], words["targets"]), side, words["stretch"].nunique(), words)


def find_positions(article: AnnotatedArticle) -> list[Position]:
    """The positions that can be shown, the outlet's first, then those of most expressions; what a side says of itself
    is left out.

    A speaker's rest on quoted words that a lexicon lists, or that declare it, in two sentences at least, not on the
    network alone. The target is a side only where its own name is meant as often as its members' names.
    """
    found = [*outlet_positions(article)]
    positions = article.positions[article.positions["position"].isin([*SIDES])]
    for row in records(
        positions[(positions["holder"] != positions["target"]) & ~positions["holder"].isin([NARRATOR, UNNAMED])]
    ):
        own = article.stances[(article.stances["holders"] == row.holder) & (article.stances["targets"] == row.target)]
        own = own[own["declared"] | (own["worded"] & own["start"].map(lambda at: is_direct(article, at)))]
        own = own if row.position == MIXED else own[own["label"] == row.position]
        own = own.sort_values(["start", "end"]).drop_duplicates(["start", "end"])
        told = {start for one in found for start in one.words["start"]}
        own = own[~own["start"].isin(told)]
        sentences = own["start"].map(article.document.sentence_at).nunique()
        different = len({squeezed(article, one).lower() for one in records(own)})
        if min(sentences, different) >= LEAST_PLACES:
            holder, target = (_named(own[end], own[f"{end}s"]) for end in ENDS)
            target = _seat(article, own) or target
            found.append(Position(holder, target, row.position, sentences, own))
    return found


def _named(actors: pd.Series, sides: pd.Series) -> str:
    """The actor of most rows, or their side where that has its own name as often."""
    most = actors.value_counts()
    return str(sides.iloc[0]) if most.get(sides.iloc[0], 0) == most.iloc[0] else str(most.index[0])


def _seat(article: AnnotatedArticle, stances: pd.DataFrame) -> str:
    """Where all of some stances mean a state by a seat of its government, that: "the White House"."""
    places = rows_of(article.table, "stance", "target")
    places = places[places["relation"].isin(stances["relation"])]
    seats = article.mentions[article.mentions["label"] == "metonym"]
    named = seats[seats["start"].isin(places["start"])]
    words = [squeezed(article, row) for row in records(named)]
    return words[0] if words and len(named) >= len(places) and len({*words}) == 1 else ""


def outlet_judgements(article: AnnotatedArticle) -> tuple[Judgement, ...]:
    """The outlet's own plain judgements, in at least two sentences and, outside opinion pieces, at least two with a
    known target; none where most words are others'."""
    opinion = is_opinion(article)
    own = [one for one in _sure(article) if opinion or one.is_plain] if is_weighty(article) else []
    often = len({article.document.sentence_at(one.start) for one in own}) >= LEAST_STRETCHES
    known = opinion or len([one for one in own if one.target]) >= LEAST_PLACES
    return tuple(own) if often and known else ()


def writer_of(article: AnnotatedArticle) -> str:
    """Whose the words are called that are nobody else's: the author's where they argue or judge, for a column does not
    speak for the outlet; else the outlet's."""
    argues = is_opinion(article) or any(outlet_positions(article)) or outlet_judgements(article)
    return "the author" if argues else "the outlet"


def _sure(article: AnnotatedArticle) -> tuple[Judgement, ...]:
    return tuple(one for one in list_judgements(article) if one.holder == NARRATOR and one.weight >= SURE)


def hardly_judges(article: AnnotatedArticle) -> bool:
    """Whether the outlet has enough words of its own, hardly any may judge, its headline does not, and it uses no
    contested words and no loaded verbs for what is said, does not turn to the reader and asks no question."""
    rows = rows_of(article.table, "voice", "stretch")
    own = [article.document.covered(span).rstrip(STRIPPED) for span in spans_of(rows[rows["voice"] == NARRATOR])]
    n, turns = own_words(article), len(_to_reader(article))
    loud = turns > 1 and 100 * turns >= ADDRESSES * n
    likely = [one for one in list_judgements(article) if one.holder == NARRATOR and one.weight >= _LIKELY]
    quiet = count_hints(article) * SELDOM <= n and not likely and not judges_in_headline(article)
    return (
        n >= ENOUGH_OWN
        and quiet
        and not loud
        and not contested_words(article)
        and not colouring_verbs(article)
        and not any(words.endswith("?") for words in own)
    )


def colouring_verbs(article: AnnotatedArticle) -> list[tuple[str, Span]]:
    """The outlet's own verbs of speech that show what it thinks of who speaks ("boasted", "lashed out"), each with the
    named speaker."""
    coloured, found = load_lexicon("nominals").terms["colouring"], list[tuple[str, Span]]()
    cues = list_cues(article.table)
    for row in records(cues[(cues["holder"] == NARRATOR) & cues["speaker"].isin(article.named)]):
        for verb in article.document.words_in(row)[:1]:
            if verb.lemma in coloured and verb.pos == "VERB" and not is_passive(verb):
                after = [word.end for word in verb.children("prt") if word.index == verb.index + 1]
                found.append((row.speaker, Span(verb.start, max([verb.end, *after]))))
    return sorted(found, key=lambda one: one[1])


def contested_words(article: AnnotatedArticle, holder: str = NARRATOR) -> list[Span]:
    """The words in a holder's own voice that one side of a conflict uses and another rejects: "regime", "liberate"."""
    rows = rows_of(article.table, "technique")
    rows = rows[(rows["label"] == CONTESTED) & (holder_of(rows) == holder)]
    return sorted(spans_of(rows))


def words_of(article: AnnotatedArticle, one: Position) -> Markup:
    """Some different words that a position rests on, with their number: judgements of that side first that are most
    surely tied to its target, then those in a sentence that names it."""
    ties = one.words[one.words["direct"]].set_index("start")["score"].abs()
    named = {
        article.document.sentence_at(row.start)
        for row in records(rows_of(article.table, "actor", "mention"))
        if article.group(row.actor) == article.group(one.target)
    }
    judged = [
        own
        for own in _sure(article)
        if own.start in ties.index
        or (own.side == one.side and not own.target and article.document.sentence_at(own.start) in named)
    ]
    firmest = sorted(judged, key=lambda own: -own.weight - ties.get(own.start, 0.0))[: 2 * _FEW]
    chosen = [quote_or_words(article, own) for own in surest(article, firmest, _FEW)]
    quotes = listed_markup(quote_marked(article, quoted.words, quoted.judgement.start) for quoted in chosen)
    words = quotes if len(firmest) >= LEAST_PLACES else strongest_words(article, one.words)
    return Markup("{} {}").format(words, places_in(len(one.words), one.sentences))


def strongest_words(article: AnnotatedArticle, rows: pd.DataFrame) -> Markup:
    """The surest different words of some expressions, those that a lexicon lists before others, in order."""
    rank = (rows["score"].abs() + rows["worded"] + rows["direct"]).sort_values(ascending=False, kind="stable")
    seen = {squeezed(article, rows.loc[index]).lower(): index for index in reversed(rank.index)}
    first = rows.loc[[*reversed(seen.values())][:_FEW]].sort_values("start")
    return listed_markup(cited(article.quote(row.start, row.end)) for row in records(first))


def _is_nobody(noun: Word) -> bool:
    """Whether a subject names nobody: "it", "no minister"."""
    return noun.pos == "PRON" or any(word.lower == "no" for word in (noun, *noun.children("det")))


def demand_of(article: AnnotatedArticle) -> tuple[Span, int, str] | None:
    """What the outlet's own words demand last: a main clause with "must", "should" or "needs to" and a noun as its
    subject, with a place in it that can be linked to, and the kind of that; only where it argues, or nearly all words
    are its own."""
    nearly_all = own_words(article) >= max(LEAST_OWN, NEARLY_ALL * int(article.speakers["words"].sum()))
    ought = (
        [word for word in outlet_words(article) if word.lower in _OUGHT] if nearly_all or is_opinion(article) else []
    )
    for word in reversed(ought):
        verb = word if word.lemma == "need" else word.head
        subjects = [one for one in verb.children("nsubj", "nsubjpass") if not _is_nobody(one)]
        said = article.document.text[: article.document.sentences[word.sentence].end].rstrip()
        if subjects and _asks(verb, word) and not said.endswith("?"):
            span = Span(subjects[0].subtree[0].start, len(said.rstrip(' .!”"')))
            if place := first_place(article.table, span.start, word.end):
                return span, *place
    return None


def _asks(verb: Word, ought: Word) -> bool:
    """Whether the verb of a main clause demands something: "must go", "needs to go", but not "should be clear"."""
    if verb == ought:
        return verb.is_root and bool(verb.children("xcomp"))
    return verb.is_root and verb.tag == "VB" and verb.lemma != "be"
