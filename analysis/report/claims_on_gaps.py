"""A claim on what is missing: who acts or is judged, is named often, and is not heard."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, in_order, lead, spans_of
from analysis.report.claims_on_side import outlet_judgements
from analysis.report.claims_on_stances import list_speaker_stances
from analysis.report.wording import listed
from analysis.tables.table import NARRATOR, UNNAMED, rows_of

_LEAST_SPEECH = 30  # words of speech below which it tells nothing that somebody is not heard
LEAST_NAMED, OFTEN_NAMED = 5, 0.013  # mentions, and share of all words, from which silence tells something
MOST_SILENT = 2
LARGE = 0.2  # share of the speech from which a side is heard, or that of unnamed sources may be anybody's
_NEARLY_ALL = 0.8  # share of the speech whose sides are known, from which nobody else is of a state that is silent
_PARTIES = load_lexicon("sides").terms["party"]
_UNTOLD = frozenset(  # states of which an article in English need not say that its speakers are
    ["Australia", "Canada", "Ireland", "New Zealand", "United Kingdom", "United States"]
)


def claim_gaps(article: AnnotatedArticle) -> Iterator[Claim]:
    """Which states are named often and not heard, though they act or are judged; who is criticized and not heard."""
    speech = int(article.speakers.loc[article.speakers["holder"] != NARRATOR, "words"].sum())
    if speech < _LEAST_SPEECH:
        return
    silent = [*_silent(article)][:MOST_SILENT]
    blamed = [name for name in _blamed(article) if article.group(name) not in silent]
    told = [
        f"{listed([article.called(name) for name in names])} "
        f"{'are' if len(names) > 1 or article.are_many(names[0]) else 'is'} {how} but not quoted"
        for names, how in ((silent, "often named"), (blamed[:MOST_SILENT], "criticized"))
        if names
    ]
    if told:
        sentence = "; ".join(told)
        text = Markup("{} {}.").format(lead("missing voices:"), sentence[:1].upper() + sentence[1:])
        missing = {*silent, *map(article.group, blamed)}
        places = article.mentions.loc[article.mentions["actor"].map(article.group).isin(missing)]
        yield Claim("missing", text, in_order(spans_of(places)), 75)


def _blamed(article: AnnotatedArticle) -> list[str]:
    """Those who are judged against in plain words, are named often and alive, and of whom or whose side nobody is
    heard, the most named first."""
    told = [quoted.judgement for quotes in list_speaker_stances(article).values() for quoted in quotes]
    against = {one.target for one in (*told, *outlet_judgements(article)) if one.side == "against"}
    heard = {*article.speakers["holder"]} | {article.group(name) for name in article.speakers["holder"]}
    silent = {name for name in against & article.named - article.victims if not {name, article.group(name)} & heard}
    times = article.times_mentioned
    return [name for name in map(str, times.index[times >= LEAST_NAMED]) if name in silent]


def _silent(article: AnnotatedArticle) -> Iterator[str]:
    """The states that act or are judged and are named often, of which nobody is heard while another side is, the most
    named first; none where much of the speech is of unnamed sources.

    No party is meant, nor a state whose people are seldom told to be of it, unless nearly all who speak are of others.
    """
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    words = others.groupby(others["holder"].map(article.group))["words"].sum()
    total, sides = int(words.sum()), {*article.sides.values()}
    if words.get(UNNAMED, 0) >= LARGE * total or not any(words.get(side, 0) >= LARGE * total for side in sides):
        return
    against = article.stances.loc[article.stances["label"] == "against", "targets"]
    acting = {article.group(name) for name in rows_of(article.table, "agency", "agent")["actor"]} | {*against}
    told = sum(int(words.get(side, 0)) for side in sides) >= _NEARLY_ALL * total
    excepted = _PARTIES if told else _PARTIES | _UNTOLD
    often = article.times_named()
    least = LEAST_NAMED if told else max(LEAST_NAMED, OFTEN_NAMED * int(article.speakers["words"].sum()))
    for name in map(str, often.index[often >= least]):
        if name in acting & sides - excepted and name not in words.index:
            yield name
