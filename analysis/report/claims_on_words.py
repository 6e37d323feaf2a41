"""Claims on choice of words: whether the outlet's own words judge, which loaded words voices share, who is called
what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

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
    colouring_verbs,
    contested_words,
    demand_of,
    hardly_judges,
    outlet_judgements,
    outlet_positions,
    own_words,
    words_of,
    writer_of,
)
from analysis.report.quoted_judgements import quote_judging, quote_marked, quote_or_words, show_judging, surest
from analysis.tables.table import NARRATOR, UNNAMED, rows_of
from analysis.text.document import Span

_FEW = 3  # words quoted of each
_SIDES = {"favor": "praise", "against": "criticism"}  # what words of one side are
_FORCE = 0.45  # load from which a name counts as loaded: "powerful" is none
_MOST_HOLDERS = 3
_JOINT = ";"  # between the names of those who speak together
_NEAR = 3  # words before a name among which a denial is looked for


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """Against or for whom the outlet argues; else the surest of its own judging words, or that they hardly judge; and
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
    writer = writer_of(article)
    for one in positions:
        opening = f"{writer} {verbs[one.side].format(article.called(one.target))}"
        yield (opening, words_of(article, one)), spans_of(one.words)
    own = () if positions else outlet_judgements(article)
    if own:
        clear = [one for one in own if one.is_plain and quote_judging(article, one)]
        chosen = surest(article, clear if len(clear) >= LEAST_PLACES else own, _FEW)
        kind = _SIDES.get(chosen[0].side, "judgements") if len({one.side for one in chosen}) == 1 else "judgements"
        quotes = listed_markup(show_judging(article, quote_or_words(article, one)) for one in chosen)
        yield (f"{kind} in {writer}’s own words:", Markup("{} {}").format(quotes, places_in(len(own)))), own
    elif not positions and len({article.document.sentence_at(span.start) for span in contested_words(article)}) > 1:
        yield (
            (f"contested words that {writer} uses as its own:", _say_contested(article)),
            contested_words(article),
        )
    elif hardly_judges(article):
        rest = Markup("few or no judging words were found among {:,}").format(own_words(article))
        yield ("the outlet passes little judgement in its own words:", rest), _outlet_stretches(article)
    if demand := demand_of(article):
        span, at, kind = demand
        quote = article.quote(span.start, span.end, at, kind, LONGEST_DEMAND)
        yield (f"what {writer} calls for:", cited(quote)), _outlet_stretches(article)


def claim_colouring(article: AnnotatedArticle) -> Iterator[Claim]:
    """By which verbs of speech the outlet shows what it thinks of who speaks."""
    told: dict[str, list[Span]] = {}
    for speaker, span in colouring_verbs(article):
        told.setdefault(speaker, []).append(span)
    places = in_order(span for spans in told.values() for span in spans)
    if told:
        ranked = sorted(told.items(), key=lambda item: -len(item[1]))[:_MOST_HOLDERS]
        parts = [
            Markup("{} {}").format(
                article.called(speaker), listed_markup(quote_marked(article, span) for span in spans[:_FEW])
            )
            for speaker, spans in ranked
        ]
        text = Markup("{} {} {}.").format(
            lead("loaded verbs that the outlet uses for what people say:"),
            capital(Markup("; ").join(parts)),
            places_in(len(places)),
        )
        yield Claim("words", text, places, 82)


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


def _outlet_stretches(article: AnnotatedArticle) -> tuple[Span, ...]:
    rows = rows_of(article.table, "voice")
    return spans_of(rows[(rows["voice"] == NARRATOR) & (rows["score"] > 0)])
