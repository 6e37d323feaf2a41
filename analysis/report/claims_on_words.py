"""Claims on choice of words: whether the outlet's own words judge, which loaded words voices share, who is called
what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import (
    LEAST_PLACES,
    AnnotatedArticle,
    Claim,
    capital,
    cited,
    in_order,
    lead,
    listed_markup,
    places_in,
    spans_of,
)
from analysis.report.claims_on_side import (
    LONGEST_DEMAND,
    contested_words,
    demand_of,
    outlet_judgements,
    outlet_positions,
    own_words,
    takes_no_side,
    words_of,
)
from analysis.report.judgements import count_hints
from analysis.report.quoted_judgements import quote_judging, quote_marked, quote_or_words, show_judging, surest
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.table import NARRATOR, UNNAMED, records, rows_of
from analysis.text.document import Span, Word
from analysis.text.grammar import BESIDE_NOUN

_FEW = 3  # words quoted of each
_SIDES = {"favor": "praise", "against": "criticism"}  # what words of one side are
_FORCE = 0.45  # load from which a name counts as loaded: "powerful" is none
_MOST_HOLDERS = 3
_JOINT = ";"  # between the names of those who speak together
_NEAR = 3  # words before a name among which a denial is looked for


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """Against or for whom the outlet argues; else the surest of its own judging words, or that it takes no side; and
    what it asks for."""
    told, used = list[Markup](), list[Span]()
    for text, places in _outlet(article):
        told.append(Markup("{} {}.").format(lead(text[0]), text[1]))
        used += places
    if told:
        yield Claim("words", Markup(" ").join(told), in_order(used), 100)


def _outlet(article: AnnotatedArticle) -> Iterator[tuple[tuple[str, Markup], Iterable[Span]]]:
    """What is said of the outlet's own words, as opening and rest, and the places it rests on."""
    verbs, positions = {"favor": "praises {}:", "against": "judges {} harshly:"}, [*outlet_positions(article)]
    for one in positions:
        opening = f"in its own voice, the outlet {verbs[one.side].format(article.called(one.target))}"
        yield (opening, words_of(article, one)), spans_of(one.words)
    own = () if positions else outlet_judgements(article)
    if own:
        clear = [one for one in own if one.is_plain and quote_judging(article, one)]
        chosen = surest(article, clear if len(clear) >= LEAST_PLACES else own, _FEW)
        kind = _SIDES.get(chosen[0].side, "judgements") if len({one.side for one in chosen}) == 1 else "judgements"
        quotes = listed_markup(show_judging(article, quote_or_words(article, one)) for one in chosen)
        yield (f"{kind} in the outlet’s own words:", Markup("{} {}").format(quotes, places_in(len(own)))), own
    elif not positions and len({article.document.sentence_at(span.start) for span in contested_words(article)}) > 1:
        yield ("in its own voice, the outlet uses contested words:", _say_contested(article)), contested_words(article)
    elif takes_no_side(article):
        found = "hardly any judgements were" if count_hints(article) else "no judgements were"
        rest = Markup("{} found in its {:,} words").format(found, own_words(article))
        yield ("the outlet’s own words take no side:", rest), _outlet_stretches(article)
    if demand := demand_of(article):
        span, at, kind = demand
        quote = article.quote(span.start, span.end, at, kind, LONGEST_DEMAND)
        yield ("what the outlet calls for:", cited(quote)), _outlet_stretches(article)


def _say_contested(article: AnnotatedArticle) -> Markup:
    """The contested words of the outlet, each once, and who of those with most words uses one of them, too."""
    own = contested_words(article)
    first = {article.document.covered(span).lower(): span for span in reversed(own)}
    quotes = listed_markup(quote_marked(article, span) for span in sorted(first.values())[:_FEW])
    shared = [
        Markup("{} {}").format(article.does(holder, "uses", "use"), quote_marked(article, span))
        for holder in article.speakers["holder"].head(_MOST_HOLDERS + 1)
        if holder not in {NARRATOR, UNNAMED}
        for span in contested_words(article, holder)
        if article.document.covered(span).lower() in first
    ][:1]
    too = Markup("; {}, too").format(shared[0]) if shared else ""
    return Markup("{} {}{}").format(quotes, places_in(len(own)), too)


def _of(rows: pd.DataFrame, holder: str) -> pd.DataFrame:
    return rows[rows["holder"] == holder]


def _outlet_stretches(article: AnnotatedArticle) -> tuple[Span, ...]:
    rows = rows_of(article.table, "voice")
    return spans_of(rows[(rows["voice"] == NARRATOR) & (rows["score"] > 0)])


def loaded_names(article: AnnotatedArticle) -> pd.DataFrame:
    """The rows of ``tabulate_naming`` by which somebody who has another name is called by a loaded one, each with those
    of its ``starts`` where grammar ties it to that name: "the reckless Lee", "Lee, a liar", "Lee is a liar"."""
    naming = tabulate_naming(article.table, article.document)
    self_named = naming["holder"].map(article.group) == naming["actor"].map(article.group)
    self_named |= naming["holder"].str.lower() == naming["words"].str.lower()
    ends = [row.words.endswith(row.actor) or row.actor not in row.words for row in records(naming)]
    self_named |= ~pd.Series(ends, index=naming.index, dtype=bool)  # "Blue Guard thugs": a name with what it is
    naming = naming[(naming["load"].abs() >= _FORCE) & ~self_named & ~naming["holder"].str.contains(_JOINT)]
    naming = naming[naming["actor"].isin(article.named)]  # "the wreckers" who have no other name are not called by one
    places = [[at for span, at in name_spans(article, row) if _is_tied(article, row, span)] for row in records(naming)]
    naming = naming.assign(starts=pd.Series(places, index=naming.index, dtype=object))
    return naming[naming["starts"].map(len) > 0]


def _is_tied(article: AnnotatedArticle, row: Any, span: Span) -> bool:
    """Whether a form with a loaded word of small letters is said of an actor by grammar, and not denied."""
    words = article.document.words_in(span)
    small = any(part[:1].islower() for word in row.loaded for part in word.split())
    head = next((word for word in words if word.head not in words), None)
    if head is None or not small or not _is_whole(words):
        return False
    if any(word.tag == "NNS" for word in words) and not article.are_many(row.actor):
        return False  # "dictators like Lee"
    mentions = article.mentions[article.mentions["actor"].map(article.group) == article.group(row.actor)]
    names = mentions[mentions["label"].isin(["name", "metonym"]) | mentions["rule"].str.startswith("places@")]
    named, told_of = _words(article, spans_of(names)), {*_told_of(head)}
    pronouns = _words(article, article.pronouns_of(row.actor) if head.dep == "attr" else ())
    return bool(named & {*words, *told_of} or pronouns & told_of)


def _words(article: AnnotatedArticle, spans: Iterable[Span]) -> set[Word]:
    return {word for span in spans for word in article.document.words_in(span)}


def _is_whole(words: Sequence[Word]) -> bool:
    """Whether a form does not begin within a name, nor is denied by what stands before it."""
    first, denials = words[0], load_lexicon("negators").terms["negation"]
    before = first.document.words[max(0, first.index - _NEAR) : first.index]
    within = bool(before) and before[-1].pos == "PROPN" and before[-1].head in words
    return not within and denials.isdisjoint(word.lower for word in before)


def _told_of(head: Word) -> list[Word]:
    """Of which words a form is said by grammar: what it stands before or beside, or the subject of its "is"."""
    if head.dep in BESIDE_NOUN:
        return [head.head]
    return head.children("appos") + (head.head.children("nsubj") if head.dep == "attr" else [])


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    told, places = say_names(article)
    if told:
        text = Markup("{} {} {}.").format(lead("loaded names:"), told, places_in(len(places)))
        yield Claim("naming", text, places, 80)


def say_names(article: AnnotatedArticle) -> tuple[Markup, tuple[Span, ...]]:
    """Who calls whom by a loaded name, in a clause each, the outlet first, and the places of these names."""
    naming = loaded_names(article)
    naming = naming[naming["holder"] != UNNAMED]
    parts, places = [], list[Span]()
    naming = naming.assign(others=naming["holder"] != NARRATOR).sort_values("others", kind="stable")
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = sorted(pair for row in records(forms) for pair in name_spans(article, row))
            cut = [(_without_name(article, span, at), at) for span, at in spans]
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(cut)}
            quotes = [cited(article.quote(span.start, span.end, at)) for span, at in reversed(different.values())]
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:_FEW])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} {}").format(article.does(str(holder), "calls", "call"), listed_markup(names[:_FEW])))
    return capital(Markup("; ").join(parts[:_MOST_HOLDERS])), in_order(places)


def _without_name(article: AnnotatedArticle, span: Span, name: int) -> Span:
    """A form up to the name in it ("former dictator"), with what its noun has before it ("their worst enemy")."""
    return Span(span.start, name) if span.start < name else article.whole_noun(span)


def name_spans(article: AnnotatedArticle, row: Any) -> Iterator[tuple[Span, int]]:
    """The places of a form of ``tabulate_naming``, each with the start of the mention in it."""
    text = article.document.text
    mentions = article.mentions[article.mentions["actor"] == row.actor]
    for start in row.starts:
        end = int(mentions.loc[mentions["start"] == start, "end"].max())
        begin = end - len(row.words)
        fits = begin >= 0 and " ".join(text[begin:end].split()) == row.words
        yield Span(begin if fits else start, end), start
