"""The sections on actors: who is called what, who does what to whom, who stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.actor_figures import LEAST_MENTIONS, plot_agency, plot_stance
from analysis.report.fragments import Fragment, Picture, anchor, fill
from analysis.report.plot_layout import FEW_WORDS
from analysis.report.wording import holder_name, interval, listed, number
from analysis.tables.actor_tables import (
    list_events,
    list_stances,
    tabulate_agency,
    tabulate_naming,
    tabulate_square,
    tabulate_stance,
)
from analysis.tables.intervals import wilson_interval
from analysis.tables.rates import tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, covered_text, records, rows_of

if TYPE_CHECKING:
    from analysis.actors.known_actors import Actors
    from analysis.text.document import Document

SPEAKERS = 4  # named in a finding
STRONG = 0.2  # mean stance below which nothing is said to be clear
MOST_ACTORS = 10  # actors shown before the rest is folded


def tell_naming(document: Document, table: pd.DataFrame) -> Iterator[Markup]:
    """Forms that hold a word with a good or bad sense, with who uses them."""
    naming = tabulate_naming(table, document)
    loaded = naming[naming["load"].abs() > 0].assign(strength=naming["load"].abs())
    loaded = loaded.sort_values(["strength", "words"], ascending=[False, True])
    speakers = tabulate_speakers(table)
    enough = speakers[(speakers["words"] >= FEW_WORDS) & (speakers["holder"] != UNNAMED)]["holder"]
    for holder in enough.head(SPEAKERS):
        own = records(loaded[loaded["holder"] == holder].head(3))
        if own:
            told = [
                Markup('{} <i>{}</i> (<a href="#{}">n = {}</a>)').format(
                    row.actor, row.words, anchor("m", row.starts[0]), row.n
                )
                for row in own
            ]
            who = "The outlet’s own voice" if holder == NARRATOR else holder
            yield Markup("{} calls {}.").format(who, Markup("; ").join(told))


def tell_agency(table: pd.DataFrame) -> Iterator[Markup]:
    """The actor that most often acts, and the one most often acted upon, in one sentence."""
    counts = agency_by_actor(table)
    parts = []
    for role, words in (("agent", "acts"), ("patient", "is acted upon")):
        clear = _mostly(counts, role).sort_values([role, "actor"], ascending=[False, True])
        for row in records(clear.head(1)):
            n, events = (row.agent if role == "agent" else row.patient), row.agent + row.patient
            without = f", {row.agentless} of them without an agent" if role == "patient" and row.agentless else ""
            parts.append(
                Markup('{} mostly {} (<a href="#events">{} of {} events</a>{})').format(
                    row.actor, words, n, events, without
                )
            )
    if parts:
        yield Markup("{}.").format(Markup("; ").join(parts))


def tell_stances(table: pd.DataFrame, confidence: float) -> Iterator[Markup]:
    """Stances whose interval leaves out 0, of holders with enough words."""
    stances = tabulate_stance(table, confidence=confidence)
    words = tabulate_speakers(table).set_index("holder")["words"]
    told = stances[(stances["n"] >= LEAST_MENTIONS) & (stances["favor"] + stances["against"] > 0)]
    clear = _clear(told[told["holder"].isin(words.index[words >= FEW_WORDS])])
    for row in records(clear.head(3)):
        yield Markup('{} stands {} {}: mean stance {} ({}, <a href="#stances">n = {} mentions</a>).').format(
            "The outlet’s own voice" if row.holder == NARRATOR else row.holder, "for" if row.score > 0 else "against",
            row.target, number(row.score), interval(row.low, row.high), row.n,
        )  # fmt: skip
    if len(told) and clear.empty:
        yield Markup(
            'Toward no actor is a stance clear beyond chance; <a href="#stances">words for and against</a> are listed.'
        )


def show_attributions(document: Document, table: pd.DataFrame, lines: int = 8) -> Fragment:
    """Who says it, in what words it is said that, and what: one line an attribution, linked to its place."""
    rows = rows_of(table, "quote")
    rows = rows.assign(text=covered_text(document, rows))
    rows = rows[rows["relation"].isin(rows.loc[rows["role"] == "cue", "relation"])]
    cues = load_lexicon("reporting")
    categories = {cues.rule_id(entry): entry.category for entry in cues.entries}
    attributions = []
    for _, own in rows.groupby("relation", sort=False):
        parts = {role: own[own["role"] == role].sort_values("start") for role in ("source", "cue", "content")}
        said = {role: " … ".join(part["text"]) for role, part in parts.items()}
        who = next((actor for actor in own["actor"] if actor), "")
        first = records(parts["cue"])[0]
        kind = categories.get(first.rule, "")
        rule = next(iter(parts["content"]["rule"]), first.rule)  # that of the construction, not of the cue
        attributions.append(said | {"who": who, "kind": kind, "start": first.start, "rule": rule})
    attributions.sort(key=lambda line: line["start"])
    return fill("attributions", rows=attributions, lines=lines)


def show_naming(document: Document, table: pd.DataFrame) -> Fragment:
    """Table: each actor, the forms used, and who uses them, each with links to its places."""
    naming = tabulate_naming(table, document)
    naming = naming[naming["form"] != "pronoun"]
    rows: list[dict[str, Any]] = []
    for actor, own in naming.groupby("actor", sort=False):
        users = [{"holder": holder, "forms": records(forms)} for holder, forms in own.groupby("holder", sort=False)]
        rows.append({"actor": actor, "n": int(own["n"].sum()), "users": users})
    rows.sort(key=lambda row: (-row["n"], row["actor"]))
    return fill("naming", rows=rows, most=MOST_ACTORS)


def show_agency(table: pd.DataFrame) -> Picture:
    """Picture: how often each actor acts, and is acted upon."""
    shown = agency_by_actor(table).head(MOST_ACTORS)
    told = [
        f"{listed(actors[:3])} mostly {words}"
        for role, words in (("agent", "act"), ("patient", "are acted upon"))
        if (actors := _mostly(shown, role)["actor"].tolist())
    ]
    title = "; ".join(told)
    return plot_agency(shown, f"{title}." if title else "No actor is clearly more agent than patient, or the reverse.")


def show_events(document: Document, table: pd.DataFrame, lines: int = 8) -> Fragment:
    """The events with their agents and patients, in the order of the text."""
    rows = list_events(table)
    rows = rows.assign(text=covered_text(document, rows))
    events = []
    for _, own in rows[rows["event"].isin(rows.loc[rows["actor"] != "", "event"])].groupby("event", sort=False):
        action = own[own["role"] == "action"]
        if len(action):
            words = {role: list(own.loc[own["role"] == role, "text"]) for role in ("agent", "patient", "shifter")}
            first = records(action)[0]
            events.append(words | {"action": first.text, "label": first.label, "start": first.start, "row": first})
    events.sort(key=lambda event: event["start"])
    return fill("events", rows=events, lines=lines)


def show_stance(table: pd.DataFrame, confidence: float = 0.95) -> Picture:
    """Picture: the stance of the narrator and of the speakers with most words toward the actors most mentioned."""
    stances = tabulate_stance(table, confidence=confidence)
    enough = stances[stances["n"] >= LEAST_MENTIONS]
    order = tabulate_speakers(table)["holder"].tolist()
    holders = [holder for holder in order if holder in set(enough["holder"])][:MOST_ACTORS]
    targets = (
        enough.groupby("target")["n"].sum().sort_values(ascending=False, kind="stable").index.tolist()[:MOST_ACTORS]
    )
    return plot_stance(enough, holders, targets, state_stance(stances))


def state_stance(stances: pd.DataFrame) -> str:
    """Title of the matrix: the stances whose interval leaves out 0, else that none does."""
    clear = _clear(stances)
    clear = clear[(clear["favor"] > 0) & (clear["score"] > 0) | (clear["against"] > 0) & (clear["score"] < 0)]
    told = [
        f"{holder_name(row.holder)} {'for' if row.score > 0 else 'against'} {row.target}"
        for row in records(clear.head(3))
    ]
    return f"Clear stances: {listed(told)}." if told else "No stance is clear beyond chance; signs are leanings."


def show_stance_words(document: Document, table: pd.DataFrame, lines: int = 8) -> Fragment:
    """The words that carry each stance, by holder and target, each linked to its place; ``alone`` where only the model
    names words."""
    stances = list_stances(table)
    words = rows_of(table, "stance", "expression")
    words = words.assign(text=covered_text(document, words)).merge(
        stances[stances["label"] != "none"][["relation", "holder", "target", "label", "worded"]], on="relation",
        suffixes=("_row", ""),
    )  # fmt: skip
    stance_rows: list[dict[str, Any]] = [
        {
            "holder": key[0],
            "target": key[1],
            "label": key[2],
            "alone": not own["worded"].any(),
            "words": records(own.sort_values("start").drop_duplicates("start")),
        }
        for key, own in words.groupby(["holder", "target", "label"], sort=False)
    ]
    stance_rows.sort(key=lambda row: (row["alone"], -len(row["words"]), row["holder"], row["target"]))
    return fill("stances", rows=stance_rows, lines=lines)


def show_square(table: pd.DataFrame, known: Actors, confidence: float = 0.95) -> Fragment:
    """Table: praise and blame of the declared groups, by holder; a line that says so where no group is declared."""
    groups: Mapping[str, str] = {actor.name: actor.group for actor in known.actors if actor.group}
    square = tabulate_square(table, groups=groups, confidence=confidence)
    rows: list[Any] = [row for row in records(square) if row.praise + row.blame]
    return fill("square", rows=rows, level=confidence, declared=bool(groups))


def agency_by_actor(table: pd.DataFrame) -> pd.DataFrame:
    """The counts of ``tabulate_agency`` for each actor, in whoever's words; most events first."""
    counts = tabulate_agency(table).drop(columns="holder").groupby("actor", as_index=False).sum()
    return counts.sort_values(["n", "actor"], ascending=[False, True], ignore_index=True)


def _mostly(counts: pd.DataFrame, role: str) -> pd.DataFrame:
    """The actors with a role in more than half of their events, even at the lower end of Wilson's interval."""
    return counts[wilson_interval(counts[role], counts["agent"] + counts["patient"])[0] > 0.5]


def _clear(stances: pd.DataFrame) -> pd.DataFrame:
    """The stances of enough mentions, not near 0, whose interval leaves out 0, with words of a lexicon on that side."""
    beyond = ((stances["low"] > 0) | (stances["high"] < 0)) & (stances["score"].abs() >= STRONG)
    return stances[(stances["n"] >= LEAST_MENTIONS) & stances["agreed"] & beyond]
