"""The evidence for the brief: five short sections, each with one answer, one small table and one line of limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.report.applied_codebook import apply_scheme
from analysis.report.claims import AnnotatedArticle, capital, listed_markup
from analysis.report.claims_on_acts import quote_acts, telling_acts
from analysis.report.claims_on_names import loaded_names, name_spans, say_names
from analysis.report.claims_on_side import (
    SIDES,
    find_positions,
    hardly_judges,
    outlet_judgements,
)
from analysis.report.claims_on_stances import list_speaker_stances
from analysis.report.fragments import Fragment, fill
from analysis.report.quoted_judgements import quote_judgement, surest
from analysis.report.wording import label_name, listed, percent
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.table import NARRATOR, labels_by_count, of_side, records, rows_of
from analysis.text.document import Span

if TYPE_CHECKING:
    from analysis.text.document import Document

_TABLE_LINES = 8
_MOST_NAMED = 3  # actors that are told where none has a loaded name
_IN_A_CELL = 4  # different words quoted in a cell
_STANDS = {"favor": "+ for", "against": "− against", "mixed": "± both"}
_STATUS = {"happened": "", "planned": "planned or possible", "alleged": "claimed by others", "denied": "did not happen"}
_FRAMING = {"frame": 5, "engagement": 2, "device": 1}  # layers shown, each with the number of its labels


def show_speakers(document: Document, table: pd.DataFrame) -> Fragment:
    """Who speaks? Words and share of each voice, with the side of each speaker that has one."""
    article = AnnotatedArticle(document, table)
    speakers = article.speakers
    total, own = int(speakers["words"].sum()), int(speakers.loc[speakers["holder"] == NARRATOR, "words"].sum())
    rows = [
        (
            capital(Markup("{}").format(article.who(row.holder))),
            article.sides.get(row.holder, "–"),
            f"{row.words:,}",
            percent(row.share),
            row.direct or "–",
            row.indirect or "–",
        )
        for row in records(speakers)
    ]
    named = [row for row in records(speakers) if row.direct + row.indirect]
    if not total:
        answer = Markup("The article has no words to count.")
    elif not named:
        answer = Markup("Nobody is quoted or reported: all {} words are the outlet’s own.").format(f"{total:,}")
    else:
        first = named[0]
        answer = Markup("{} of {} words are the outlet’s own; of the rest, {} the most: {}.").format(
            f"{own:,}", f"{total:,}", article.does(first.holder, "has", "have"), f"{first.words:,}"
        )
    limits = "Rules and a small model find speech and its speakers; a speaker not found counts as an unnamed source."
    columns = ("Who", "Side", "Words", "Share", "Quoted", "Reported")
    return fill_evidence("speakers", answer, columns, rows, limits, columns[2:])


def show_naming(document: Document, table: pd.DataFrame) -> Fragment:
    """Who is called what? Each actor with the forms that each voice uses, loaded forms first and marked."""
    article = AnnotatedArticle(document, table)
    naming = tabulate_naming(table, document)
    naming = naming[naming["form"] != "pronoun"]
    rows = []
    for actor, own in naming.groupby("actor", sort=False):
        own = own.assign(plain=own["load"].isna()).sort_values(["plain", "n"], ascending=[True, False], kind="stable")
        users = []
        for holder, forms in own.groupby("holder", sort=False):
            names = [_form(article, row) for row in records(forms.head(_IN_A_CELL))]
            users.append(Markup("{}: {}").format(article.who(str(holder)), Markup(", ").join(names)))
        rows.append((int(own["n"].sum()), article.called(str(actor)), users))
    rows.sort(key=lambda row: -row[0])
    cells = [(capital(Markup("{}").format(who)), n, capital(Markup("; ").join(users))) for n, who, users in rows]
    told, _ = say_names(article, loaded_names(article))
    if not told and rows:
        told = Markup("Most often named: {}").format(listed([who for _, who, _ in rows[:_MOST_NAMED]]))
    limits = "Positive (+) and negative (−) names come first. Rules decide which words name the same actor."
    answer = Markup("{}.").format(capital(told) or "Nobody is named")
    return fill_evidence("naming", answer, ("Actor", "n", "Called"), cells, limits, ("n",))


def _form(article: AnnotatedArticle, row: Any) -> Markup:
    """A form with its sign and its count, linked to its first place."""
    span, at = next(iter(name_spans(article, row)))
    sign = "" if pd.isna(row.load) else " +" if row.load > 0 else " −"
    return Markup("{}{}{}").format(article.quote(span.start, span.end, at), sign, f" ({row.n})" if row.n > 1 else "")


def show_acts(document: Document, table: pd.DataFrame) -> Fragment:
    """Who does what to whom? Agent, act and patient, which read like a sentence, the most telling acts first; what
    somebody only undergoes is none."""
    article = AnnotatedArticle(document, table)
    acts = tabulate_acts(table, document)
    acts = acts[(acts["patient"] != "") & ((acts["agent"] != "") | (acts["form"] != "active"))]
    actors = {*article.table["actor"]} - {""}
    strength = [article.strength_at(row.starts[0]) for row in records(acts)]

    def told(words: str) -> str:
        named = max((name for name in actors if f"{words} ".startswith(f"{name} ")), key=len, default="")
        return article.called(named) + words[len(named) :] if named else words

    acts = acts.assign(happened=acts["status"] == "happened", strength=strength)
    acts = acts.sort_values(["happened", "strength"], ascending=False, kind="stable")
    rows = [
        (
            capital(Markup("{}").format(told(row.agent) if row.agent else "(doer not named)")),
            _act(article, row),
            told(row.patient),
            _STATUS[row.status],
            article.who(row.holder),
        )
        for row in records(acts)
    ]
    between = acts[acts["happened"] & (acts["agent"] != "")].sort_values("n", ascending=False, kind="stable")
    plain = [row for row in records(between) if _is_finite(document, row.starts[0])]
    if chosen := telling_acts(article):
        answer: str = Markup("{}.").format(quote_acts(article, chosen))
    elif between.empty:
        answer = "No act by one actor on another is reported."
    elif plain:
        whole = (f"{told(row.agent)} {row.act} {told(row.patient)}" for row in plain[:2])
        answer = f"{'; '.join(whole)}."
    else:
        most = str(between.groupby("agent", sort=False)["n"].sum().idxmax())
        answer = f"{article.does(most, 'acts', 'act')} most often."
    limits = (
        "Saying and thinking are not counted. Grammar and a small model find the acts; neither knows what they mean."
    )
    columns = ("Who", "does what", "to whom", "did it happen?", "told by")
    return fill_evidence("acts", capital(Markup("{}").format(answer)), columns, rows, limits)


def _is_finite(document: Document, start: int) -> bool:
    """Whether a verb at a place has the form of the past or present, as a sentence has it."""
    word = document.words[document.indices(Span(start, start + 1)).start]
    past = word.tag == "VBN" and word.lower.endswith("ed")  # as "was fired" has it
    return past or (word.tag in {"VBD", "VBP", "VBZ"} and not word.children("aux", "auxpass"))


def _act(article: AnnotatedArticle, row: Any) -> Markup:
    """The words of an act, linked to its first place, with its count; in one word where others stand between them."""
    start = row.starts[0]
    actions = rows_of(article.table, "agency", "action")
    end = int(actions.loc[actions["start"] == start, "end"].max())
    whole = start + len(row.act) if article.document.text.startswith(row.act, start) else end
    rest = "" if whole > end or len(row.act) <= end - start else f" {row.act[end - start :].lstrip()}"
    return Markup("{}{}{}").format(article.quote(start, whole), rest, f" ({row.n})" if row.n > 1 else "")


def show_positions(document: Document, table: pd.DataFrame) -> Fragment:
    """Who stands where? Each holder's position toward each target, and who judges without one that can be shown, with
    the words it rests on."""
    article = AnnotatedArticle(document, table)
    positions, own = find_positions(article), outlet_judgements(article)
    rows: list[tuple[Any, ...]] = []
    for one in positions:
        quotes = [article.quote(row.start, row.end) for row in records(one.words.head(_IN_A_CELL))]
        rows.append((_named(article, one.holder), _STANDS[one.side], _named(article, one.target),
                     listed_markup(quotes), len(one.words)))  # fmt: skip
    stances = {NARRATOR: own} if own else {}
    spoken = list_speaker_stances(article)
    stances |= {holder: tuple(quoted.judgement for quoted in quotes) for holder, quotes in spoken.items()}
    for holder, judgements in stances.items():
        if holder not in {one.holder for one in positions}:
            quotes = [quote_judgement(article, one) for one in surest(article, judgements, _IN_A_CELL)]
            rows.append((_named(article, holder), "judges", "–", listed_markup(quotes), len(judgements)))
    told = [f"speaks {SIDES[one.side]} {article.called(one.target)}" for one in positions if one.holder == NARRATOR]
    if told:
        answer = f"In its own words, the outlet {listed(told[:3])}."
    elif own:
        answer = "The outlet’s own judgements are quoted below."
    elif hardly_judges(article):
        answer = "The outlet passes little judgement in its own words."
    else:
        answer = "No judgement in the outlet’s own words is certain."
    limits = "A position needs two expressions in two sentences, or one plain declaration. Irony is not detected."
    columns = ("Who", "stands", "toward", "in the words", "n")
    return fill_evidence("positions", Markup("{}").format(answer), columns, rows, limits, ("n",))


def _named(article: AnnotatedArticle, holder: str) -> Markup:
    """A holder or target at the head of a line."""
    return capital(Markup("{}").format(article.who(holder)))


def show_framing(document: Document, table: pd.DataFrame) -> Fragment:
    """How does it frame and persuade? The words of the main frames and devices, by the outlet and by others."""
    article = AnnotatedArticle(document, table)
    rows, frames = [], list[str]()
    for layer, most in _FRAMING.items():
        signs = apply_scheme(document, article.table, layer).signs
        for label in labels_by_count(signs)[:most]:
            own = signs[signs["label"] == label]
            if len(own) < 2:
                continue
            sides = (of_side(own, side) for side in (NARRATOR, "quoted"))
            rows.append((label_name(label).capitalize(), *(_words(article, side) for side in sides), len(own)))
            frames += [label_name(label)] if layer == "frame" else []
    if frames:
        answer = f"Words that may suggest a frame mostly point to {listed(frames[:3])}."
    else:
        answer = "Too few words point to any one frame."
    limits = "Each word is a candidate: its presence does not show that the article uses the frame or device."
    columns = ("Frame or device", "The outlet", "Others", "n")
    return fill_evidence("framing", Markup("{}").format(answer), columns, rows, limits, ("n",))


def _words(article: AnnotatedArticle, signs: pd.DataFrame) -> Markup | str:
    """The first different words of some signs."""
    first = signs.assign(form=signs["text"].str.lower()).drop_duplicates("form").head(_IN_A_CELL)
    return listed_markup(article.quote(row.start, row.end, kind="w") for row in records(first)) or "–"


def fill_evidence(
    name: str,
    answer: Markup,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    limits: str,
    numbers: Sequence[str] = (),
    most: int = _TABLE_LINES,
    whole: str = "the table of annotations",
    total: int = 0,
) -> Fragment:
    """A section: its answer, a table of the first ``most`` rows, and what limits it; ``numbers`` are columns, ``whole``
    is what has the rest of the rows, ``total`` their number where ``rows`` are not all."""
    return fill(
        "evidence", name=name, answer=answer, columns=columns, rows=rows[:most], numbers=numbers, limits=limits,
        more=max(0, max(len(rows), total) - most), whole=whole,
    )  # fmt: skip
