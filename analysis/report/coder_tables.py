"""What a coder looks up: every voice, attribution, name, act, stance and sentence of an article, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analysis.annotation import LAYERS, why
from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.wording import holder_name, interval, listed, number, percent, voice_name
from analysis.tables.actor_tables import list_events, tabulate_naming, tabulate_portrayal
from analysis.tables.rates import cue_sorts, tabulate_sentences, tabulate_speakers, tabulate_valence
from analysis.tables.stance_tables import list_stances, tabulate_square
from analysis.tables.table import covered_text, records, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.actors.known_actors import Actors
    from analysis.text.document import Document

_PORTRAYALS = ("favorable", "unfavorable", "none")
_FIRST_ROWS = 12  # of a table; the rest is folded


def show_voices(table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """Words and share of the outlet and of each speaker, quoted and reported, with Wilson's interval of the share."""
    rows = [
        (holder_name(row.holder), row.sentences, f"{row.words:,}", row.direct, row.indirect, row.cues,
         percent(row.share), f"{interval(100 * row.low, 100 * row.high)} %")
        for row in records(tabulate_speakers(table, confidence=confidence))
    ]  # fmt: skip
    numbers = (
        "Sentences",
        "Words",
        "Quoted",
        "Reported",
        "Attributions",
        "Share",
        f"{number(100 * confidence)} % interval",
    )
    return _table("voices", ("Who", *numbers), rows, numbers)


def show_attributions(document: Document, table: pd.DataFrame) -> Fragment:
    """Who says it, in which words that is said, and what is said: a row an attribution."""
    rows = rows_of(table, "quote").assign(text=lambda rows: covered_text(document, rows))
    rows = rows[rows["relation"].isin(rows.loc[rows["role"] == "cue", "relation"])]
    categories, told = cue_sorts(), []
    for _, own in rows.groupby("relation", sort=False):
        parts = {role: own[own["role"] == role].sort_values("start") for role in ("source", "cue", "content")}
        said = {role: " … ".join(part["text"]) for role, part in parts.items()}
        first = records(parts["cue"])[0]
        who = next((actor for actor in own["actor"] if actor), "")
        source = f"{who} (“{said['source']}”)" if who and said["source"] != who else who or said["source"] or "–"
        rule = next(iter(parts["content"]["rule"]), first.rule)  # that of the construction, not of the cue
        kind = " ".join(filter(None, (categories.get(first.rule, ""), first.label)))
        told.append((first.start, (source, _link("m", first.start, said["cue"], rule), said["content"], kind)))
    columns = ("Who", "says", "what", "Kind")
    return _table("attributions", columns, [row for _, row in sorted(told, key=lambda row: row[0])], noun="attribution")


def show_quotations(document: Document, table: pd.DataFrame) -> Fragment:
    """The words between quotation marks that are somebody's, in the order of the text."""
    rows = rows_of(table, "quote", "content")
    rows = rows[rows["label"] == "direct"].assign(text=lambda rows: covered_text(document, rows))
    told = [(voice_name(row.voice, row.speaker), _link("q", row.start, row.text, row.rule)) for row in records(rows)]
    return _table("quotations", ("Whose", "Words"), told, noun="quotation", empty="Nothing is in quotation marks.")


def show_names(document: Document, table: pd.DataFrame) -> Fragment:
    """Each actor with every form used for it, by whom, and where; forms with a good or bad sense are marked."""
    naming = tabulate_naming(table, document)
    told = []
    for actor, own in naming[naming["form"] != "pronoun"].groupby("actor", sort=False):
        users = (
            Markup("{}: {}").format(holder_name(str(holder)), _listed(map(_form, records(forms))))
            for holder, forms in own.groupby("holder", sort=False)
        )
        told.append((actor, int(own["n"].sum()), Markup("; ").join(users)))
    told.sort(key=lambda row: (-row[1], row[0]))
    return _table("naming", ("Actor", "n", "Forms, and who uses them"), told, ("n",), "actor", "Nobody is named.")


def show_events(document: Document, table: pd.DataFrame) -> Fragment:
    """The acts that have a named actor in them, with agents and patients, in the order of the text."""
    rows = list_events(table).assign(text=lambda rows: covered_text(document, rows))
    told = []
    for _, own in rows[rows["event"].isin(rows.loc[rows["actor"] != "", "event"])].groupby("event", sort=False):
        words = {role: listed(list(part["text"])) for role, part in own.groupby("role")}
        for act in records(own[own["role"] == "action"].head(1)):
            denied = f": {words['shifter']}" if "shifter" in words else ""
            status = "" if act.status == "happened" else f" ({act.status}{denied})"
            action = _link("m", act.start, act.text, act.rule) + status
            form = f"{act.label}, {voice_name(act.voice, act.speaker)}"
            told.append((act.start, (words.get("agent", "–"), action, words.get("patient", "–"), form)))
    columns = ("Agent", "Act", "Patient", "Form and voice")
    told.sort(key=lambda row: row[0])
    return _table("acts", columns, [row for _, row in told], noun="act", empty="No act has a named actor in it.")


def show_stances(document: Document, table: pd.DataFrame) -> Fragment:
    """The words that carry each stance, by holder and target."""
    words = list_stances(table)
    words = words.assign(text=covered_text(document, words))
    expressions = rows_of(table, "stance", "expression")
    rules = dict(zip(zip(expressions["relation"], expressions["start"], strict=True), expressions["rule"], strict=True))
    told = [
        (-len(own), (holder_name(str(holder)), label, target,
                     _listed(_link("w", row.start, row.text, rules[row.relation, row.start]) for row in records(own)),
                     len(own)))
        for (holder, target, label), own in words.groupby(["holder", "target", "label"], sort=True)
    ]  # fmt: skip
    told.sort(key=lambda row: row[0])
    columns = ("Holder", "Stance", "Target", "Words", "n")
    empty = "Nobody takes a side in words of their own."
    return _table("positions", columns, [row for _, row in told], ("n",), noun="stance", empty=empty)


def show_portrayal(table: pd.DataFrame) -> Fragment:
    """How often the model takes a sentence to make an actor look good or bad, in whose words: nobody's stance."""
    told = [
        (row.actor, holder_name(row.holder), row.favorable, row.unfavorable, row.n - row.favorable - row.unfavorable)
        for row in records(tabulate_portrayal(table))
    ]
    columns = ("Actor", "In the words of", *_PORTRAYALS)
    return _table("portrayal", columns, told, _PORTRAYALS, empty="The model was not asked.")


def show_square(table: pd.DataFrame, known: Actors, confidence: float = 0.95) -> Fragment:
    """Praise and blame of the groups that the analyst declared, by holder (van Dijk's ideological square)."""
    groups: Mapping[str, str] = {actor.name: actor.group for actor in known.actors if actor.group}
    told = [
        (holder_name(row.holder), row.group, row.n, row.praise, row.blame, percent(row.share_praise),
         f"{interval(100 * row.low, 100 * row.high)} %")
        for row in records(tabulate_square(table, groups=groups, confidence=confidence))
        if row.praise + row.blame
    ]  # fmt: skip
    numbers = ("n", "Praise", "Blame", "Share of praise", f"{number(100 * confidence)} % interval")
    empty = "No stance toward a declared group." if groups else "No group of actors is declared."
    return _table("square", ("Holder", "Group", *numbers), told, numbers, empty=empty)


def show_valence(table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """Mean valence of each voice by its words, and by the model from whole sentences, with Student's intervals."""
    told = [
        (holder_name(row.holder), row.sentences, row.scored, number(row.valence), interval(row.low, row.high),
         number(row.model), interval(row.model_low, row.model_high))
        for row in records(tabulate_valence(table, confidence=confidence))
    ]  # fmt: skip
    numbers = ("Stretches", "Scored", "By words", "Interval", "By the model", "Its interval")
    return _table("valence", ("Who", *numbers), told, numbers)


def show_valence_words(document: Document, table: pd.DataFrame) -> Fragment:
    """The sentences furthest from zero, with the words that made them and what each contributed."""
    sentences = tabulate_sentences(table)
    sentences = sentences[sentences["hits"] > 0]
    order = sentences["valence"].abs().sort_values(ascending=False, kind="stable").index
    words = rows_of(table, "valence", "expression").assign(text=lambda rows: covered_text(document, rows))
    shifters = rows_of(table, "valence", "shifter").assign(text=lambda rows: covered_text(document, rows))
    beside = {str(relation): list(own["text"]) for relation, own in shifters.groupby("relation")}
    told = []
    for row in records(sentences.loc[order]):
        own = words[(words["start"] >= row.start) & (words["start"] < row.end)]
        made = (
            Markup("{} {}{}").format(
                _link("w", word.start, word.text, word.rule), number(word.score),
                f" (with {listed(beside[word.relation])})" if word.relation in beside else "",
            )
            for word in records(own)
        )  # fmt: skip
        told.append((voice_name(row.voice, row.speaker), number(row.valence), _listed(made)))
    columns = ("Voice", "Valence", "Words and what each contributes")
    return _table("valence-words", columns, told, ("Valence",), noun="sentence")


def show_layers(table: pd.DataFrame) -> Fragment:
    """Glossary: what each layer of the table means."""
    present = set(table["layer"])
    return fill("layers", layers={name: layer for name, layer in LAYERS.items() if name in present})


def _table(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Sequence[str] = (), noun: str = "row",
    empty: str = "Nothing to show.",
) -> Fragment:  # fmt: skip
    return fill(
        "coder", name=name, columns=columns, rows=rows, numbers=numbers, noun=noun, empty=empty, most=_FIRST_ROWS
    )


def _link(kind: str, start: int, words: str, rule: str) -> Markup:
    """Words that lead to their place, and say why they are marked."""
    return Markup('<a href="#{}" title="{}">{}</a>').format(anchor(kind, start), why(rule), words)


def _form(form: Any) -> Markup:
    """A form with a sign where it has a good or bad sense, and a number for each of its places."""
    sense = "good" if form.load > 0 else "bad" if form.load < 0 else "plain"
    sign = {"good": " +", "bad": " −", "plain": ""}[sense]
    places = Markup(" ").join(
        Markup('<a href="#{}">{}</a>').format(anchor("m", start), place) for place, start in enumerate(form.starts, 1)
    )
    return Markup('<span class="chip {}"><i>{}</i>{}</span> {}').format(sense, form.words, sign, places)


def _listed(items: Iterable[Markup]) -> Markup:
    return Markup(", ").join(items)
