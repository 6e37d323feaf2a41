"""The evidence for the brief: five short sections, each with one answer, one small table and one line of limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analysis.report.applied_codebook import apply_scheme
from analysis.report.claims import AnnotatedArticle, capital, listed_markup
from analysis.report.claims_on_acts import Act, list_acts
from analysis.report.claims_on_words import LOADED, SIDES, expressions_of, name_spans
from analysis.report.fragments import Fragment, fill
from analysis.report.wording import counted, label_name, listed, percent
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.stance_tables import list_stances, tabulate_stance
from analysis.tables.table import NARRATOR, labels_by_count, of_side, records, without_candidates

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

MOST_LINES = 8
QUOTED = 4  # different words quoted in a cell
SIGNS = {"favor": "+ for", "against": "− against", "mixed": "± both"}
FRAMING = {"frame": 5, "engagement": 2, "device": 1}  # layers shown, each with the number of its labels


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
        answer = Markup("{} of {} words are the outlet’s own; of the rest, {} {} the most: {}.").format(
            f"{own:,}", f"{total:,}", article.who(first.holder), "has" if first.holder != "unnamed" else "have",
            f"{first.words:,}",
        )  # fmt: skip
    limits = "Speech and its speakers are found by rules and a small model; a name that is missing stands under unnamed."
    columns = ("Who", "Side", "Words", "Share", "Quoted", "Reported")
    return _section("speakers", answer, columns, rows, limits, columns[2:])


def show_naming(document: Document, table: pd.DataFrame) -> Fragment:
    """Who is called what? Each actor with the forms that each voice uses, loaded forms first and marked."""
    article = AnnotatedArticle(document, table)
    naming = tabulate_naming(table, document)
    naming = naming[naming["form"] != "pronoun"]
    rows, loaded = [], list[str]()
    for actor, own in naming.groupby("actor", sort=False):
        users = []
        for holder, forms in own.groupby("holder", sort=False):
            strength = forms["load"].abs().fillna(0).where(lambda load: load >= LOADED, 0)
            order = forms.assign(strength=strength).sort_values(["strength", "n"], ascending=False, kind="stable")
            names = [_form(article, row) for row in records(order.head(QUOTED))]
            users.append(Markup("{}: {}").format(article.who(str(holder)), Markup(", ").join(names)))
            loaded += [str(actor)] if strength.any() else []
        rows.append((int(own["n"].sum()), capital(Markup("{}").format(article.called(str(actor)))), users))
    rows.sort(key=lambda row: -row[0])
    cells = [(who, n, capital(Markup("; ").join(users))) for n, who, users in rows]
    called = [article.called(actor) for actor in dict.fromkeys(loaded)][:3]
    answer = f"Loaded names are used of {listed(called)}." if called else "No actor is called by a loaded name."
    limits = "Forms with a good (+) or bad (−) sense come first. Which words name the same actor is worked out by rules."
    return _section("naming", Markup("{}").format(answer), ("Actor", "n", "Called"), cells, limits, ("n",))


def _form(article: AnnotatedArticle, row: Any) -> Markup:
    """A form with its sign and its count, linked to its first place."""
    span, at = next(iter(name_spans(article, row)))
    sign = (" +" if row.load > 0 else " −") if abs(row.load) >= LOADED else ""
    return Markup("{}{}{}").format(
        article.quote(span.start, span.end, at), sign, f" ({row.n})" if row.n > 1 else ""
    )


def show_acts(document: Document, table: pd.DataFrame) -> Fragment:
    """Who does what to whom? Agent, act and patient, the most telling acts first."""
    article = AnnotatedArticle(document, table)
    acts = sorted(list_acts(article), key=lambda act: (-_telling(act), act.action))
    rows = [
        (
            _actors(article, act.agents) or ("not said" if not act.agent_told else "–"),
            article.quote(act.action.start, act.action.end),
            _actors(article, act.patients) or "–",
        )
        for act in acts
    ]
    agents = [name for act in acts if act.patients for name in sorted(act.agents)]
    if agents:
        most = max(dict.fromkeys(agents), key=agents.count)
        answer = f"{article.called(most)} acts most often upon others."
    else:
        answer = "Nobody known is told to act upon another."
    limits = "Saying and thinking are not counted. Acts are found by grammar, which does not know what is meant by them."
    answered = capital(Markup("{}").format(answer))
    return _section("acts", answered, ("Who", "does what", "to whom"), rows, limits)


def _telling(act: Act) -> float:
    """How much an act tells: both sides known and different first, then untold agents; strong words before weak."""
    between = 2 if act.agents and act.patients - act.agents else 1 if act.patients and not act.agents else 0
    return act.strength + between


def _actors(article: AnnotatedArticle, names: Iterable[str]) -> str:
    return listed([article.called(name) for name in sorted(names)])


def show_positions(document: Document, table: pd.DataFrame) -> Fragment:
    """Who stands where? Each holder's position toward each target, with the expressions it rests on."""
    article = AnnotatedArticle(document, table)
    positions, stances = tabulate_stance(table), list_stances(table)
    taken = positions[positions["position"].isin(list(SIDES))] if "position" in positions else positions.head(0)
    rows = []
    for row in records(taken):
        words = expressions_of(stances, row)
        quotes = [article.quote(one.start, one.end) for one in records(words.head(QUOTED))]
        who, whom = (capital(Markup("{}").format(name)) for name in (article.who(row.holder), article.called(row.target)))
        rows.append((who, SIGNS[row.position], whom, listed_markup(quotes), len(words)))
    outlet = [row for row in records(taken) if row.holder == NARRATOR]
    if outlet:
        told = [f"{SIDES[row.position]} {article.called(row.target)}" for row in outlet[:3]]
        answer = f"In its own words, the outlet {listed(told)}."
    elif rows:
        answer = "The outlet’s own words take no side that can be shown; others’ words do."
    else:
        answer = "No voice takes a side by its own choice of words that can be shown."
    limits = "A position takes two expressions in two sentences, or one plain declaration. Irony is not seen."
    columns = ("Who", "stands", "toward", "in the words", "n")
    return _section("positions", Markup("{}").format(answer), columns, rows, limits, ("n",))


def show_framing(document: Document, table: pd.DataFrame) -> Fragment:
    """How does it frame and persuade? The words of the main frames and devices, in the outlet's voice and in others'."""
    article, table = AnnotatedArticle(document, table), without_candidates(table)
    rows, frames = [], list[str]()
    for layer, most in FRAMING.items():
        signs = apply_scheme(document, table, layer).signs
        for label in labels_by_count(signs)[:most]:
            own = signs[signs["label"] == label]
            if len(own) < 2:
                continue
            sides = (of_side(own, side) for side in (NARRATOR, "quoted"))
            rows.append((label_name(label).capitalize(), *(_words(article, side) for side in sides), len(own)))
            frames += [label_name(label)] if layer == "frame" else []
    if frames:
        answer = f"Words that may open a frame belong most to {listed(frames[:3])}."
    else:
        answer = "Too few words of any frame to tell."
    limits = "Words are candidates: that they occur does not show that the article argues with them."
    columns = ("Frame or device", "the outlet", "others", "n")
    return _section("framing", Markup("{}").format(answer), columns, rows, limits, ("n",))


def _words(article: AnnotatedArticle, signs: pd.DataFrame) -> Markup | str:
    """The first different words of some signs."""
    first = signs.assign(form=signs["text"].str.lower()).drop_duplicates("form").head(QUOTED)
    return listed_markup(article.quote(row.start, row.end, kind="w") for row in records(first)) or "–"


def _section(
    name: str,
    answer: Markup,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    limits: str,
    numbers: Sequence[str] = (),
) -> Fragment:
    return fill(
        "evidence", name=name, answer=answer, columns=columns, rows=rows[:MOST_LINES], numbers=numbers, limits=limits,
        more=max(0, len(rows) - MOST_LINES),
    )  # fmt: skip
