"""What a report says in sentences. Each finding is computed from the table and has its n and a link to its evidence;
if its interval does not support it, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.report.actor_sections import SPEAKERS, tell_agency, tell_naming, tell_stances
from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.plot_layout import FEW_WORDS
from analysis.report.rhetoric_findings import places, tell_contrasts, tell_functions, tell_persuasion, tell_sureness
from analysis.report.wording import counted, holder_name, interval, label_name, listed, number, percent
from analysis.tables.rates import tabulate_contrasts, tabulate_speakers, tabulate_valence, tabulate_voices
from analysis.tables.table import NARRATOR, UNNAMED, covered_text, labels_by_count, records, rows_of, without_candidates

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

FEW_SENTENCES = 5  # nor of its valence below so many scored sentences
QUOTED_WORDS = 5  # expressions named in a finding


def state_findings(document: Document, table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """The findings of a report: one item for each question that has an answer, in one or a few sentences."""
    table = without_candidates(table)
    answers = [
        _who_speaks(table, confidence),
        tell_contrasts(table, confidence),
        tell_naming(document, table),
        _own_words(document, table),
        tell_agency(table),
        tell_stances(table, confidence),
        chain(_main_frames(table), tell_functions(document, table)),
        chain(tell_sureness(table), tell_persuasion(document, table)),
        _valence(table, confidence),
    ]
    return fill("findings", sentences=[told for answer in answers if (told := Markup(" ").join(answer))])


def state_voices(table: pd.DataFrame, confidence: float = 0.95) -> str:
    """Title of the ribbon: the shares of narrated, quoted and reported words."""
    voices = tabulate_voices(table, confidence=confidence)
    if voices.empty:
        return "The article has no words to count."
    narrator, direct, indirect = (
        percent(voices.loc[voices["voice"] == voice, "share"].sum()) for voice in ("narrator", "direct", "indirect")
    )
    return f"{narrator} of the words are the narrator’s, {direct} are quoted, {indirect} are reported."


def state_frames(table: pd.DataFrame) -> str:
    """Title of the frame picture: the frames with most terms."""
    order = frame_order(table)
    if not order:
        return "No framing term of the lexicon is in the article."
    return f"Most terms belong to {listed([label_name(label) for label in order[:3]])}."


def contrast_order(table: pd.DataFrame, most: int) -> list[str]:
    """The ``most`` frequent frames, from those of the quoted words to those of the narrator's."""
    frequent = frame_order(table)[:most]
    contrasts = tabulate_contrasts(table)
    contrasts = contrasts[contrasts["label"].isin(frequent)]
    return contrasts.sort_values(["ratio", "label"], ascending=[False, True])["label"].tolist()


def state_valence(table: pd.DataFrame) -> str:
    """Title of the valence picture: sentences below and above zero."""
    expressions = rows_of(table, "valence", "expression")
    bad = int((expressions["score"] < 0).sum())
    return f"{counted(bad, 'word')} with a bad sense, {len(expressions) - bad:,} with a good one."


def frame_order(table: pd.DataFrame) -> list[str]:
    """Frames found, most terms first."""
    return labels_by_count(rows_of(table, "frame", "term"))


def _who_speaks(table: pd.DataFrame, confidence: float) -> Iterator[Markup]:
    speakers = tabulate_speakers(table, confidence=confidence)
    total = int(speakers["words"].sum())
    others = speakers[speakers["holder"] != NARRATOR]
    if not total:
        yield Markup("The article has no words to count.")
    elif others.empty:
        yield Markup("All {} words are the outlet’s own: nobody is quoted or reported.").format(total)
    else:
        enough = others[others["words"] >= FEW_WORDS].head(SPEAKERS)
        enough = enough if len(enough) else others.head(1)
        parts = [
            Markup("{} {} {} of {} words ({}, {} %), {} quoted and {} reported").format(
                holder_name(row.holder), "have" if row.holder == UNNAMED else "has", f"{row.words:,}", f"{total:,}",
                percent(row.share), interval(100 * row.low, 100 * row.high), f"{row.direct:,}", f"{row.indirect:,}",
            )
            for row in records(enough)
        ]  # fmt: skip
        few = others[~others["holder"].isin(enough["holder"])]
        if len(few):
            words = f"{int(few['words'].sum()):,}"
            who = holder_name(few["holder"].iloc[0]) if len(few) == 1 else counted(len(few), "other source")
            many = len(few) > 1 or few["holder"].iloc[0] == UNNAMED
            parts.append(Markup("{} {} {}, too few to say more").format(who, "have" if many else "has", words))
        own = '; <a href="#voices">the rest</a> is the outlet’s own voice.' if len(others) < len(speakers) else "."
        yield Markup("{}" + own).format(Markup("; ").join(capitalised(parts)))  # noqa: S704 - our own words


def capitalised(parts: list[Markup]) -> list[Markup]:
    """The parts of a sentence with a capital at its beginning."""
    first = parts[0]
    return [Markup(first[:1].upper() + first[1:]), *parts[1:]]  # noqa: S704 - escaped when it was made


def _own_words(document: Document, table: pd.DataFrame) -> Iterator[Markup]:
    """The narrator's strongest words that evaluate, quoted; words for bad events are no judgement."""
    expressions = rows_of(table, "valence", "expression")
    own = expressions[(expressions["voice"] == "narrator") & (expressions["label"] == "evaluation")]
    own = own.assign(text=covered_text(document, own).str.lower())
    parts = []
    for sense, rows in (("bad", own[own["score"] < 0]), ("good", own[own["score"] > 0])):
        if rows.empty:
            continue
        strongest = rows.assign(weight=rows["score"].abs()).groupby("text")["weight"].max()
        words = strongest.reset_index().sort_values(["weight", "text"], ascending=[False, True])["text"]
        named = Markup(", ").join(Markup("<i>{}</i>").format(word) for word in words[:QUOTED_WORDS])
        parts.append(Markup("with a {} sense {} ({})").format(sense, named, places(rows, "valence-words")))
    if parts:
        yield Markup("The strongest judging words in the narrator’s own voice are {}.").format(Markup("; ").join(parts))


def _main_frames(table: pd.DataFrame) -> Iterator[Markup]:
    order = frame_order(table)
    rows = rows_of(table, "frame", "term")
    if not order:
        words = int(rows_of(table, "voice")["score"].sum())
        yield Markup("No framing term of the lexicon is in the article’s {} words.").format(words)
        return
    told = [
        Markup("<i>{}</i> ({})").format(label_name(label), places(rows[rows["label"] == label], anchor("frame", label)))
        for label in order[:3]
    ]
    yield Markup("Words that may open a frame point most to {}.").format(Markup(", ").join(told))


def _valence(table: pd.DataFrame, confidence: float) -> Iterator[Markup]:
    rows = records(tabulate_valence(table, confidence=confidence))
    for row in (row for row in rows if row.scored >= FEW_SENTENCES):
        sense = (
            "bad on average"
            if row.high < 0
            else "good on average"
            if row.low > 0
            else "neither good nor bad on average"
        )
        whose = "the narrator’s words" if row.holder == NARRATOR else f"the words of {holder_name(row.holder)}"
        yield Markup(
            'The tone of {} is {}: mean valence {} ({}, <a href="#valence">n = {} of {} sentences or parts</a>).'
        ).format(whose, sense, number(row.valence), interval(row.low, row.high), row.scored, row.sentences)
    silent = [row for row in rows if row.holder == NARRATOR and row.scored < FEW_SENTENCES]
    if silent:
        yield Markup("Too few sentences to tell the tone of the narrator’s words (n = {}).").format(silent[0].scored)
