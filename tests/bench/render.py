"""What the report shows of the measurements: tables of finished text, their notes, and the literature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

Row = Mapping[str, str | float]
Figures = Mapping[str, Any]


class Table(TypedDict):
    """A table of the report: every cell is text."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str


SYSTEMS = {
    "ours": "Whose Words",
    "punkt": "Punkt with our abbreviations",
    "spacy": "spaCy, small model",
    "pysbd": "pysbd",
}
SCORERS = {
    "ours": "Whose Words",
    "bare": "Whose Words without its news lexicon",
    "nltk": "VADER in NLTK",
    "vader": "VADER, its authors' program",
}
ENCODER = "Whose Words, encoder"
REFERENCES = [
    "@bagga1998",
    "@dubois2007",
    "@entman1993",
    "@garwood1936",
    "@gries2008",
    "@guo2017",
    "@hamborg2021",
    "@hutto2014",
    "@kiss2006",
    "@newell2018",
    "@pareti2016",
    "@przyborowski1940",
    "@rashkin2016",
    "@ruggeri2023",
    "@spinde2021",
    "@vandijk1998",
    "@wilson1927",
    "@zeldes2017",
]  # of analysis/lexicon/data/references.bib


def segmentation_table(everything: Sequence[Row], kept: Sequence[Row]) -> Table:
    """F1 of each system, a column for each genre; the last column is the half that was not looked at."""
    genres = sorted({str(row["genre"]) for row in everything} - {"all"})
    f1 = {(row["system"], row["genre"]): float(row["f1"]) for row in everything}
    held = {row["system"]: float(row["f1"]) for row in kept if row["genre"] == "all"}
    n, n_kept = (next(row["n"] for row in rows if row["genre"] == "all") for rows in (everything, kept))
    return {
        "title": "Sentence segmentation, F1",
        "columns": ["System", *(genre.capitalize() for genre in genres), "All", "Half kept for the check"],
        "rows": [
            [name, *(_share(f1[system, genre]) for genre in [*genres, "all"]), _share(held[system])]
            for system, name in SYSTEMS.items()
        ],
        "note": (
            f"GUM (Zeldes 2017), {n:,} sentences; a sentence counts as found if both its ends are right. Our rules "
            f"were written with every other document in view; the last column is the other half, {n_kept:,} sentences. "
            "The gold sentences were marked by people; how well two people agree is not stated."
        ),
    }


def valence_table(figures: Figures) -> Table:
    """Pearson's r of each scorer with the mean rating: on all, on the half kept, on what is new to the encoder."""
    ends = ("", "_held", "_fresh")
    return {
        "title": "Valence, correlation with people",
        "columns": [
            "Scorer", "r, all", "95 % interval", "r, half kept for the check", "95 % interval",
            "r, articles new to the encoder", "95 % interval", "Scored 0",
        ],
        "rows": [
            [name, *(cell for end in ends for cell in _correlation(figures, f"r_{scorer}{end}")),
             f"{100 * figures[f'zero_{scorer}']:.0f} %"]
            for scorer, name in SCORERS.items()
        ] + [[ENCODER, *("–" for _ in range(4)), *_correlation(figures, "r_encoder_fresh"), "–"]],
        "note": (
            f"{figures['n']:,} snippets of newspaper editorials, each rated by 20 people (Hutto & Gilbert 2014). Our "
            "news lexicon was written with half of the articles in view; the other half holds "
            f"{figures['n_held']:,} snippets. The encoder is measured on {figures['n_fresh']:,}, a fifth of "
            "the articles, from which it did not learn. Intervals by bootstrap over articles. "
            "A single person's ratings correlate with the mean at r = 0.745."
        ),
    }  # fmt: skip


ANNOTATED = {  # by the beginning of the names of its figures
    "": "without any network, words a second, beside spaCy's parse alone",
    "reader_": "by default, with both networks",
    "encoder_": "with how every actor is portrayed",
}


def speed_table(figures: Figures) -> Table:
    """Time of what this package does, beside the least that could do it."""
    return {
        "title": "Speed",
        "columns": ["What", "Here", "Bare", "Ratio of times"],
        "rows": [
            *(
                [
                    f"Annotating {what}",
                    _round(figures[f"{key}annotate"]),
                    _round(figures[f"{key}parse"]),
                    f"{figures[f'{key}ratio']:.2f}",
                ]
                for key, what in ANNOTATED.items()
            ),
            [
                "A report, seconds, beside a one-cell notebook that only parses",
                f"{figures['report']:.1f}",
                f"{figures['trivial']:.1f}",
                f"{figures['report_ratio']:.2f}",
            ],
            [
                f"Targets a second on one core, {figures['processor']}, beside the same encoder of 32 bits",
                f"{figures['small']:.0f}",
                f"{figures['plain']:.0f}",
                f"{1 / figures['targets_ratio']:.2f}",
            ],
        ],
        "note": (
            f"Medians of {figures['runs']} runs that take turns on one machine: {figures['articles']} news articles, "
            f"{figures['words']:,} words; the report is the seed article's, with page and PDF. Nothing was tuned on "
            "them. Seconds depend on the machine, ratios less: the model gains from VNNI."
        ),
    }


def as_text(table: Table) -> str:
    """The table for a terminal."""
    rows = [table["columns"], *table["rows"]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(["", table["title"], *lines, table["note"]])


def _share(value: float) -> str:
    return f"{value:.3f}"


def _round(words: float) -> str:
    """To two figures, with commas."""
    return f"{float(format(words, '.2g')):,.0f}"


def _correlation(figures: Figures, name: str) -> list[str]:
    return [f"{figures[name]:.3f}", f"{figures[f'{name}_low']:.3f} to {figures[f'{name}_high']:.3f}"]
