"""What a codebook found, by category and by voice: the evidence for each question, and what was not found at all.

A codebook's lexicon may count rows of other layers as evidence: a term ``LAYER:LABEL`` names them.
"""

from __future__ import annotations

import pandas as pd

from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.tables.intervals import poisson_interval
from analysis.tables.table import NARRATOR, holder_of, rows_of

PER = 1000  # rates are per so many words
ALL, QUOTED = "all", "quoted"
_SIDES = (ALL, NARRATOR, QUOTED)
_SHIFTER = "shifter"


def evidence_rows(table: pd.DataFrame, codebook: Lexicon) -> pd.DataFrame:
    """The rows of a table that are evidence for a category of a codebook, with the category in a column of its own.

    They are the codebook's own indicators and the rows that its terms ``LAYER:LABEL`` name, without shifters. A row
    that serves two categories stands twice; of rows of one category on the same words only the first stays.

    Returns:
        The columns of the table and ``category``; sorted by document and place.

    >>> from analysis.layers.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("frame", "conflict", 0, 5, "term"), Annotation("question", "conflict_2", 9, 14, "indicator")]
    >>> evidence_rows(build_table("d", rows), load_lexicon("generic_frames"))[["category", "start"]].values.tolist()
    [['conflict_1', 0], ['conflict_2', 9]]
    """
    own = rows_of(table, codebook.kind, "indicator")
    found = [own.assign(category=own["label"])[own["label"].isin(list(codebook.categories))]]
    usable = table[table["role"] != _SHIFTER]
    for layer, label, category in references(codebook):
        rows = usable[(usable["layer"] == layer) & (usable["label"] == label)]
        found.append(rows.assign(category=category))
    rows = pd.concat(found, ignore_index=True)
    rows = rows.sort_values(["doc_id", "start", "end", "category", "layer"], kind="stable")
    return rows.drop_duplicates(["doc_id", "start", "end", "category"], ignore_index=True)


def references(codebook: Lexicon) -> list[tuple[str, str, str]]:
    """The layers and labels that count as evidence, each with its category: ``[(layer, label, category), …]``.

    >>> ("frame", "conflict", "conflict_1") in references(load_lexicon("generic_frames"))
    True
    """
    named = ((entry.term.partition(":"), entry.category) for entry in codebook.entries)
    return [(layer, label, category) for (layer, colon, label), category in named if colon and " " not in layer + label]


def tabulate_evidence(table: pd.DataFrame, codebook: Lexicon) -> pd.DataFrame:
    """How much evidence there is for each category: ``category, asks, n, narrator, quoted, documents``.

    ``asks`` is the category's question or definition, ``n`` the pieces of evidence, ``narrator`` and ``quoted`` those
    of them in the outlet's own and in others' words, ``documents`` the articles that have any. Every category has a
    row, in the order of the codebook; n is no answer, a coder has to give it.

    >>> from analysis.tables.table import build_table
    >>> tabulate_evidence(build_table("d", []), load_lexicon("generic_frames"))["n"].sum()
    np.int64(0)
    """
    rows = evidence_rows(table, codebook)
    narrated = rows["voice"] == NARRATOR
    counts = pd.DataFrame(
        {
            "n": rows.groupby("category").size(),
            "narrator": rows[narrated].groupby("category").size(),
            "quoted": rows[~narrated].groupby("category").size(),
            "documents": rows.groupby("category")["doc_id"].nunique(),
        }
    )
    counts = counts.reindex(list(codebook.categories)).fillna(0).astype("int64")
    asks = [category.definition for category in codebook.categories.values()]
    return (
        counts.rename_axis("category")
        .reset_index()
        .pipe(lambda found: found.assign(asks=asks))[["category", "asks", "n", "narrator", "quoted", "documents"]]
    )


def tabulate_functions(table: pd.DataFrame, codebook: Lexicon | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Entman's functions in each document, those that are absent too: ``doc_id, side, function, n, words, rate, low,
    high, absent``.

    A side is ``all``, ``narrator`` or ``quoted``. rate = 1000 n / words with the exact Poisson interval of n scaled
    likewise, so the ``high`` of what is ``absent`` (n = 0) says how rare it must be for that to mean anything: on few
    words it means nothing. NaN where a side has no words.

    Args:
        table: Annotations with the layers ``voice`` and ``function``.
        codebook: ``load_lexicon("functions")`` if not given; its categories are the functions.
        confidence: Of the interval.

    >>> from analysis.layers.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("voice", "narrator", 0, 90, "stretch", score=20.0)]
    >>> rows.append(Annotation("function", "cause", 9, 16, "indicator"))
    >>> found = tabulate_functions(build_table("d", rows))
    >>> found[(found["side"] == "narrator") & found["absent"]]["function"].tolist()
    ['problem', 'moral', 'remedy']
    """
    codebook = load_lexicon("functions") if codebook is None else codebook
    stretches, rows = rows_of(table, "voice"), rows_of(table, codebook.kind, "indicator")
    words = pd.concat(
        [_by_side(stretches, side).groupby("doc_id")["score"].sum().rename(side) for side in _SIDES], axis=1
    )
    counted = pd.concat(
        [_by_side(rows, side).groupby(["doc_id", "label"]).size().rename(side) for side in _SIDES], axis=1
    )
    documents = pd.Index(table["doc_id"].unique(), name="doc_id")
    grid = pd.MultiIndex.from_product(
        [documents, _SIDES, list(codebook.categories)], names=["doc_id", "side", "function"]
    )
    found = grid.to_frame(index=False)
    found["n"] = [_at(counted, (doc_id, label), side) for doc_id, side, label in grid]
    found["words"] = [_at(words, doc_id, side) for doc_id, side, _ in grid]
    found = found.astype({"n": "int64", "words": "int64"})
    low, high = poisson_interval(found["n"], confidence)
    scale = PER / found["words"].where(found["words"] > 0)
    return found.assign(rate=found["n"] * scale, low=low * scale, high=high * scale, absent=found["n"] == 0)


def _by_side(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    narrated = holder_of(rows) == NARRATOR
    return rows if side == ALL else rows[narrated] if side == NARRATOR else rows[~narrated]


def _at(counts: pd.DataFrame, key: object, side: str) -> float:
    """A count, 0 where there is none."""
    value = counts[side].get(key, 0) if side in counts else 0
    return 0 if pd.isna(value) else value
