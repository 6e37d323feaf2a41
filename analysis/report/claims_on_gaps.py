"""A claim on what is missing: who acts or is judged, is named often, and is not heard."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, in_order, lead, spans_of
from analysis.report.wording import counted, listed
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.table import NARRATOR, UNNAMED, rows_of

_LEAST_SPEECH = 30  # words of speech below which it tells nothing that somebody is not heard
LEAST_NAMED = 5  # mentions from which silence tells something
MOST_SILENT = 2
LARGE = 0.2  # share of the speech from which a side is heard, or that of unnamed sources may be anybody's
_PARTIES = load_lexicon("sides").terms["party"]
_UNTOLD = frozenset(  # states of which an article in English need not say that its speakers are
    ["Australia", "Canada", "Ireland", "New Zealand", "United Kingdom", "United States"]
)


def claim_gaps(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who is named often and not heard, though he acts or is judged; counted as in the table of names."""
    speech = int(article.speakers.loc[article.speakers["holder"] != NARRATOR, "words"].sum())
    silent = [*_silent(article)][:MOST_SILENT] if speech >= _LEAST_SPEECH else []
    if silent:
        told = listed([f"{article.called(name)}, named {counted(n, 'time')}," for name, n in silent])
        many = len(silent) > 1 or article.are_many(silent[0][0])
        heard = f"{'are' if many else 'is'} never quoted or reported"
        text = Markup("{} {} {}.").format(lead("what is missing:"), told[:1].upper() + told[1:], heard)
        places = spans_of(article.mentions[article.mentions["actor"].isin([name for name, _ in silent])])
        yield Claim("missing", text, in_order(places), 75)


def _silent(article: AnnotatedArticle) -> Iterator[tuple[str, int]]:
    """The sides, persons and organisations who act or are judged and are named often, of whom nobody is heard, nor
    anybody who may speak for them; with the number of mentions, the most named first.

    No victim is meant, nor a party or a state whose people are seldom told to be of it; a state counts only where
    another side is heard.
    """
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    words = others.groupby(others["holder"].map(article.group))["words"].sum()
    total, sides = int(words.sum()), {*article.sides.values()}
    loud = {side for side in sides if words.get(side, 0) >= LARGE * total}
    agents, naming = rows_of(article.table, "agency", "agent"), tabulate_naming(article.table, article.document)
    against = article.stances.loc[article.stances["label"] == "against", "targets"]
    acting = {article.group(name) for name in agents["actor"]} | {*against}
    counts = naming[naming["form"] != "pronoun"].groupby("actor")["n"].sum().sort_values(ascending=False)
    parts = {part for holder in others["holder"] for part in holder.removesuffix("s").split()}
    if words.get(UNNAMED, 0) >= LARGE * total:
        return
    for name, n in zip(map(str, counts.index), counts, strict=True):
        if n < LEAST_NAMED:
            return
        person = article.is_person(name) and name in article.named - article.victims and article.pronouns_of(name)
        known = person or name in sides - _PARTIES - _UNTOLD
        open_ = loud if name in sides else not parts & {*name.split()}
        if known and open_ and article.group(name) not in words.index and article.group(name) in acting:
            yield name, int(n)
