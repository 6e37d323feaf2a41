"""The figures of each part of the benchmark as rows of the validation notebook, from what the part measures."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tests.bench.figures import Figure, calibration, figure, share
from tests.bench.render import ENCODER, SCORERS, SYSTEMS, Row

NEWSMTSC = "NewsMTSC (Hamborg & Donnay 2021)"
PORTRAYALS = {
    "unfavorable": "“unfavorable”, F1",
    "none": "“none”, F1",
    "favorable": "“favorable”, F1",
}


def segmentation_figures(everything: Sequence[Row], kept: Sequence[Row]) -> list[Figure]:
    """F1 of each system and genre; precision and recall of all genres together."""
    about = {
        "data": "GUM (Zeldes 2017)", "unit": "sentences", "interval": "bootstrap over documents",
        "tuned": "The rules were written with every other document of each genre in view; the rest was kept for the "
        "check.",
    }  # fmt: skip
    genres = sorted({str(row["genre"]) for row in everything}, key=lambda genre: (genre != "all", genre))
    places = [(genre, system) for genre in genres for system in SYSTEMS]
    rows = []
    for part, given in (("kept", kept), ("all", everything)):
        found = {(row["genre"], row["system"]): row for row in given}
        for genre, system in places:
            row = found[genre, system]
            for name in ("f1", "precision", "recall") if genre == "all" else ("f1",):
                drawn = {"all": "finding", "news": "picture"}
                show = drawn.get(genre, "table") if name == "f1" else "table"
                measure = f"Sentences, {'F1' if name == 'f1' else name}{'' if genre == 'all' else f', {genre}'}"
                rows.append(figure(
                    measure, float(row[name]), (row[f"{name}_low"], row[f"{name}_high"]), system=SYSTEMS[system],
                    kind=_kind(system), part=part, n=row["n"], show=show, **about,
                ))  # fmt: skip
    return rows


def _kind(system: object) -> str:
    return "ours" if system in ("ours", "encoder") else "baseline"


def valence_figures(figures: Mapping[str, float | int]) -> list[Figure]:
    """Correlation with the mean rating, of the encoder and of words alone, each beside the same others and one person;
    and how many snippets each scorer by words scores at all."""
    about = {"data": "editorials (Hutto & Gilbert 2014)", "unit": "snippets"}
    words = about | {
        "tuned": "The news lexicon was written with half of the articles in view; the other half was kept for the "
        "check."
    }
    fresh = about | {"tuned": "The encoder learned from four fifths of the articles and is measured on the last fifth."}
    encoder = {"encoder": ENCODER} | {scorer: name for scorer, name in SCORERS.items() if scorer != "ours"}
    rows = []
    for measure, part, end, systems, where in (
        ("Valence of a sentence, r with people", "kept", "_fresh", encoder, fresh),
        ("Valence by words alone, r with people", "kept", "_held", SCORERS, words),
        ("Valence by words alone, r with people", "all", "", SCORERS, words),
    ):
        for scorer, name in systems.items():
            key = f"r_{scorer}{end}"
            rows.append(figure(
                measure, figures[key], (figures[f"{key}_low"], figures[f"{key}_high"]), system=name,
                kind=_kind(scorer), part=part, n=figures[f"n{end}"], show="finding", interval="bootstrap over articles",
                **where,
            ))  # fmt: skip
    for measure in dict.fromkeys(row["measure"] for row in rows):
        rows.append(figure(
            measure, 0.745, system="One person’s ratings", kind="people", part="all", n=figures["n"], show="finding",
            **words,
        ))  # fmt: skip
    for scorer, name in SCORERS.items():
        scored = 1 - figures[f"zero_{scorer}"]
        rows.append(figure(
            "Sentences given any valence, share", scored, share(scored * figures["n"], figures["n"]), system=name,
            kind=_kind(scorer), part="all", n=figures["n"], interval="Wilson", **words,
        ))  # fmt: skip
    return rows


def attribution_figures(rows: Any) -> list[Figure]:
    """F1 of sources, cues, contents and relations by split; precision and recall of relations; two people's agreement.

    ``rows`` is the table of ``attribution.measure``, of one split or several.
    """
    names = {"ours": "Whose Words", "baseline": "Dependency rules, 30 lines"}
    about = {
        "data": "PolNeAR (Newell et al. 2018)",
        "tuned": "Rules and shares were learned on 600 training articles and checked on dev; the kept 200 were not "
        "looked at.",
    }
    units = {"relation": "relations", "source": "characters", "cue": "characters", "content": "characters"}
    found = []
    for row in rows.to_dict("records"):
        system, unit = names[row["system"]], row["unit"]
        whose = {"system": system, "kind": _kind(row["system"]), "part": row["split"], "unit": units[unit]} | about
        found.append(figure(
            f"{_TITLES[unit]}, F1", row["f1"], (row["low"], row["high"]), n=row["gold"],
            interval="bootstrap over articles", show="finding" if unit == "relation" else "picture", **whose,
        ))  # fmt: skip
        if unit == "relation":
            for name, total in (("precision", row["found"]), ("recall", row["gold"])):
                found.append(figure(f"{_TITLES[unit]}, {name}", row[name], share(row["right"], total), n=total,
                                    interval="Wilson", show="table", **whose))  # fmt: skip
    found.append(figure(f"{_TITLES['relation']}, F1", 0.923, system="Two people’s agreement", kind="people", n=None,
                        part="all", unit="relations", show="finding", **about))  # fmt: skip
    return sorted(found, key=lambda row: [*_TITLES.values()].index(row["measure"].rpartition(",")[0]))


_TITLES = {"relation": "Who says what, whole", "source": "Who says it", "cue": "The cue", "content": "What is said"}


def agency_figures(seen: Sequence[Row], kept: Sequence[Row], systems: Mapping[str, str]) -> list[Figure]:
    """Precision and recall by what is asked and by kind of event."""
    names = {"participants": "Who acts on whom", "events": "Kind of event", "denials": "Denied"}
    about = {
        "data": "clauses made and labelled for this project", "interval": "Wilson",
        "tuned": "The rules were written with two thirds of the clauses in view; the kept third was labelled before "
        "they had run on it.",
    }  # fmt: skip
    found = []
    for part, rows in (("kept", kept), ("seen", seen)):
        for row in rows:
            whole = row["kind"] == "all"
            if row["system"] == "ours" or whole:
                show = "finding" if whole and row["what"] == "participants" else "picture" if whole else "table"
                words = [names[str(row["what"])], *([] if whole else [str(row["kind"])]), str(row["measure"])]
                found.append(figure(
                    ", ".join(words), row["value"], (row["low"], row["high"]), system=systems[str(row["system"])],
                    kind=_kind(row["system"]), part=part, n=row["n"], unit=str(row["what"]), show=show, **about,
                ))  # fmt: skip
    asked, kinds = list(names.values()), ["precision", "recall", "active", "passive", "agentless", "nominal"]
    return sorted(found, key=lambda row: [(asked + kinds).index(word) for word in row["measure"].split(", ")])


def speed_figures(figures: Mapping[str, float | int]) -> list[Figure]:
    """Ratios of times; the bare run is 1."""
    about = {
        "part": "all", "interval": "range of the runs", "tuned": "Nothing was tuned on them.", "unit": "runs",
        "n": figures["runs"],
    }  # fmt: skip
    found, articles = [], f"{figures['articles']} news articles"
    for key, measure, other, data in (
        ("ratio", "Annotating without any network, time", "spaCy’s parse alone", articles),
        ("reader_ratio", "Annotating with both networks, time", "spaCy’s parse alone", articles),
        ("encoder_ratio", "Annotating, every portrayal too, time", "spaCy’s parse alone", articles),
        ("report_ratio", "A report, time", "A notebook that only parses", "the seed article"),
    ):
        bounds = (figures.get(f"{key}_low"), figures.get(f"{key}_high"))
        found.append(figure(measure, figures[key], bounds, system="Whose Words", data=data, **about))
        found.append(figure(measure, 1.0, system=other, kind="baseline", data=data, **about))
    return found + targets_figures(figures)


def targets_figures(figures: Mapping[str, Any]) -> list[Figure]:
    """The time that a target takes, as the card of the model tells it."""
    about = {
        "part": "all", "tuned": "Measured when the model was made.", "unit": "targets", "n": figures["targets"],
        "data": f"NewsMTSC, one core, {figures['processor']}", "show": "table",
    }  # fmt: skip
    measure = "A target by the model, time"
    return [
        figure(measure, 1 / figures["targets_ratio"], system="Whose Words", **about),
        figure(measure, 1.0, system="The same encoder of 32 bits", kind="baseline", **about),
    ]


def matcher_figures(rows: Sequence[Row], systems: Mapping[str, str]) -> list[Figure]:
    """Time as a share of a rival's, words a second, hits, and peak memory at a tenth and at the whole of the words.

    Args:
        rows: Those of ``matcher.measure``: ours on a tenth and on all, then all sides on the same.
        systems: Names of the sides.
    """
    about = {
        "part": "all", "unit": "words", "data": "words made up by Zipf’s law", "tuned": "Nothing was tuned on them.",
    }  # fmt: skip
    tenth, whole, mine, *rivals = rows
    found = []
    for rival in rivals:
        name = systems[str(rival["side"])]
        measure, words = f"Terms found, time beside “{name}”", {"n": rival["words"]} | about
        ratio = float(rival["words_per_second"]) / float(mine["words_per_second"])
        found.append(figure(measure, ratio, system=systems["ours"], **words))
        found.append(figure(measure, 1.0, system=name, kind="baseline", **words))
    for measure, key, unit in (
        ("words a second, in thousands", "words_per_second", 1e3), ("terms found, in thousands", "hits", 1e3),
        ("peak memory in MB", "peak_mb", 1),
    ):  # fmt: skip
        for row in (mine, *rivals, whole, tenth):
            size = f"{row['entries']:,.0f} entries, {row['words']:,.0f} words"
            found.append(figure(
                f"{size}: {measure}", float(row[key]) / unit, system=systems[str(row["side"])],
                kind=_kind(row["side"]), n=int(row["words"]), show="table", **about,
            ))  # fmt: skip
    return found


def macro_figures(
    rows: Sequence[Mapping[str, Any]], systems: Mapping[str, str], others: Collection[str], measure: str,
    classes: Mapping[str, str], show: str = "finding", **about: Any,
) -> list[Figure]:  # fmt: skip
    """Macro-F1 of each system with its interval, and other figures of a row.

    Args:
        rows: With ``system``, ``n``, ``macro``, and where there is one ``low`` and ``high``.
        systems: Names of the systems.
        others: Those that are not ours.
        measure: What macro-F1 is of.
        classes: Other columns, with what they measure; drawn of our first only, and left out where they are NaN.
        show: Where macro-F1 stands.
        about: What ``figure`` takes for all rows.
    """
    found = []
    ours = next((row["system"] for row in rows if row["system"] not in others), None)
    for row in rows:
        whose = {"system": systems[row["system"]], "n": row["n"]} | about
        whose["kind"] = "baseline" if row["system"] in others else "ours"
        found.append(figure(measure, row["macro"], _bounds(row), show=show, **whose))
        for key, name in classes.items():
            if not math.isnan(row[key]):
                place = "picture" if row["system"] == ours else "table"
                found.append(figure(name, row[key], _bounds(row, f"{key}_"), show=place, **whose))
    return sorted(found, key=lambda one: one["measure"] != measure)


def _bounds(row: Mapping[str, Any], key: str = "") -> tuple[float | None, float | None]:
    return row.get(f"{key}low"), row.get(f"{key}high")


def portrayal_figures(rows: Sequence[Mapping[str, Any]], systems: Mapping[str, str]) -> list[Figure]:
    """Macro-F1 and the F1 of each class on NewsMTSC, with what its authors report of the best system."""
    about = {
        "data": NEWSMTSC, "part": "test", "unit": "targets",
        "tuned": "Learned on the training part but for 8 % of its articles, which were kept for the check. Several "
        "encoders were tried, and the test part was looked at after each.",
    }  # fmt: skip
    measure = "How a sentence makes its target look, macro-F1"
    found = macro_figures(
        rows,
        systems,
        {"vader", "valence", "neutral"},
        measure,
        PORTRAYALS,
        interval="bootstrap over sentences",
        **about,
    )
    published = figure(
        measure, 0.825, system="RoBERTa, 500 MB", kind="published", n=rows[0]["n"], show="finding", **about
    )
    return [*found, published]


def portrayal_calibration(given: Mapping[str, Any], system: str) -> dict[str, Any]:
    """How well the probabilities of a system hold on NewsMTSC."""
    return calibration(system, NEWSMTSC, "test", given)


def names_figures(bodies: Mapping[str, Any], names: Mapping[str, Any], system: str) -> list[Figure]:
    """How sentences make states and organisations look, and whether a name alone changes it."""
    about = {
        "part": "kept", "data": "sentences made and labelled for this project", "system": system,
        "tuned": "Nothing was trained or chosen on these sentences.",
    }  # fmt: skip
    stay, swapped = 1 - names["changed"], about | {"n": names["n"], "unit": "sentences"}
    return [
        figure(
            "How it makes a state or organisation look, macro-F1", bodies["macro"], _bounds(bodies), n=bodies["n"],
            unit="targets", interval="bootstrap over sentences", show="finding", **about,
        ),
        figure(
            "Labels that stay when the name is swapped, share", stay, share(stay * names["n"], names["n"]),
            interval="Wilson, over filled sentences", show="finding", **swapped,
        ),
        figure("Spread of the score over names, 0 is best", names["spread"], show="table", **swapped),
    ]  # fmt: skip


def subjectivity_figures(rows: Sequence[Mapping[str, Any]], systems: Mapping[str, str]) -> list[Figure]:
    """Macro-F1 on the part only measured, and by five-fold on the training part."""
    about = {
        "data": "CheckThat! 2023 (Ruggeri et al. 2023)", "unit": "sentences",
        "tuned": "Regressions were learned on the training part, which chose their penalty; the development part was "
        "only measured.",
    }  # fmt: skip
    others, measure = {"words", "majority"}, "Subjective or objective, macro-F1"
    classes = {"SUBJ": "Subjective, F1", "OBJ": "Objective, F1"}
    tested = macro_figures(rows, systems, others, measure, classes, part="test", interval="bootstrap", **about)
    folded = [
        figure(measure, row["folded"], system=systems[row["system"]], part="train-cv", n=None, show="table",
               kind="baseline" if row["system"] in others else "ours", **about)
        for row in rows
    ]  # fmt: skip
    return [*tested, *folded]


def loaded_figures(rows: Sequence[Mapping[str, Any]], systems: Mapping[str, str]) -> list[Figure]:
    """Biased sentences told by loaded language, and the words that experts marked."""
    about = {
        "data": "BABE (Spinde et al. 2021)", "part": "train-cv",
        "tuned": "Of ours only a threshold was learned, on four folds and tried on the fifth; no word was taken from "
        "these data.",
    }  # fmt: skip
    sentences = macro_figures(
        rows, systems, systems.keys() - {"ours"}, "Biased or not, macro-F1", {"biased": "Biased sentences, F1"},
        unit="sentences", interval="bootstrap over sentences", **about,
    )  # fmt: skip
    words = [
        figure(f"Biased words, {name}", row[key], system=systems[row["system"]], kind=_kind(row["system"]),
               n=row["n_words"], unit="words", show="picture" if key == "f1" else "table", **about)
        for key, name in (("f1", "F1"), ("precision", "precision"), ("recall", "recall"))
        for row in rows if not math.isnan(row[key])
    ]  # fmt: skip
    return [*sentences, *words]


def frames_figures(rows: Sequence[Mapping[str, Any]], systems: Mapping[str, str]) -> list[Figure]:
    """Policy frame of a sentence."""
    about = {
        "data": "FrAC (Guida et al. 2025)", "part": "train-cv", "unit": "sentences",
        "tuned": "What is learned is judged by five-fold cross-validation; no term was taken from these data.",
    }  # fmt: skip
    measure = "Policy frame of a sentence, macro-F1"
    found = macro_figures(
        rows, systems, {"words", "majority"}, measure, {}, interval="bootstrap over sentences", **about
    )
    large = "RoBERTa-large, trained on 63,000 sentences"
    return [*found, figure(measure, 0.66, system=large, kind="published", n=rows[0]["n"], show="finding", **about)]


def devices_figures(halves: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[Figure]:
    """Precision and recall of devices by form, all and each, by half."""
    about = {
        "system": "Whose Words", "data": "passages made and labelled for this project", "interval": "Wilson",
        "tuned": "The rules were written with the seen passages in view; the others were kept for the check.",
    }  # fmt: skip
    found = []
    for device in sorted({name for rows in halves.values() for name in rows}, key=lambda name: (name != "all", name)):
        for name, n in (("precision", "found"), ("recall", "n")):
            for half, rows in halves.items():
                row = rows[device]
                if not math.isnan(row[name]):
                    title = "Rhetorical devices" if device == "all" else device.replace("_", " ").capitalize()
                    found.append(figure(
                        f"{title}, {name}", row[name], (row[f"{name}_low"], row[f"{name}_high"]), part=half, n=row[n],
                        unit="devices", show="finding" if device == "all" else "table", **about,
                    ))  # fmt: skip
    return found


def actors_figures(halves: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    """Mentions found, and whom names, pronouns and descriptions mean, by part of the articles."""
    about = {
        "system": "Whose Words", "unit": "mentions", "data": "news made and labelled for this project",
        "tuned": "The rules were written with the seen articles in view; the others were kept for the check.",
    }  # fmt: skip
    found = []
    for part, row in halves.items():
        n = int(row["mentions"])
        hits = round(row["recall"] * n)
        given = round(hits / row["precision"]) if row["precision"] else 0
        for name, right, total in (("precision", hits, given), ("recall", hits, n)):
            found.append(figure(f"Mentions of actors, {name}", row[name], share(right, total), part=part, n=total,
                                interval="Wilson", show="finding", **about))  # fmt: skip
        whom = round(row["actor by name"] * hits)
        found.append(figure("Whom a mention means, share right", row["actor by name"], share(whom, hits), part=part,
                            n=hits, interval="Wilson", **about))  # fmt: skip
        found.append(figure("Who is the same, B-cubed F1", row["B-cubed F1"], part=part, n=n, **about))
        for key in ("pronouns", "descriptions"):
            n, name = int(row[f"n {key}"]), f"Whom a {key.removesuffix('s')} means, share right"
            found.append(figure(name, row[key], share(round(row[key] * n), n), part=part, n=n, interval="Wilson",
                                show="finding", **(about | {"unit": key})))  # fmt: skip
    return sorted(found, key=lambda one: [row["measure"] for row in found].index(one["measure"]))
