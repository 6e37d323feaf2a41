"""The command line: ``python -m analysis`` or ``whose-words``."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from sysconfig import get_paths

if __name__ == "__main__" or Path(sys.argv[0]).stem == "whose-words":  # nothing is begun: Ctrl-C just ends it
    signal.signal(signal.SIGINT, signal.SIG_DFL)
if __name__ == "__main__":  # Python put the working folder first: no module is taken from there, but this package
    home = str(Path(__file__).parents[1])
    sys.path[:] = [*(folder for folder in sys.path if folder not in ("", str(Path.cwd()), home)), home]

if named := os.environ.get("PYTHONPATH"):  # no module there stands in for one that is installed
    own = {str(Path(__file__).parents[1]), *get_paths().values()}
    sys.path.sort(key=({str(Path(folder).absolute()) for folder in named.split(os.pathsep)} - own).__contains__)

import re
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from analysis.report.render import Asked, Outcome

_KEEP_GOING = click.option(
    "--keep-going/--stop", default=True, show_default=True, help="When one fails: do the others, or stop there."
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # a file's name may steer a terminal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="whose-words")
def main() -> None:
    """Whose Words: stance and rhetoric of news text, by voice.

    Gives a report on an article: who speaks, which frames in whose voice, how good or bad the words are, each number
    with a link to the words it comes from.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _stop)


def _stop(number: int, frame: Any) -> None:
    """End as by Ctrl-C: what was begun is cleared away."""
    raise KeyboardInterrupt


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-n",
    "--notebook",
    "notebooks",
    multiple=True,
    default=("article", "codebook"),
    show_default=True,
    help="A notebook of the project, or a path; several times for several.",
)
@click.option(
    "-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook."
)
@click.option("-o", "--out", default="reports", show_default=True, type=click.Path(path_type=Path), help="A folder.")
@click.option("--no-pdf", is_flag=True, help="Leave out the PDF.")
@click.option("--encoding", default="", help="Of files not in UTF-8 that declare no encoding, such as cp1252.")
@click.option("--text-column", default="", help="The column of a table in which the text stands.")
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1), help="Reports made at a time.")
@_KEEP_GOING
def report(
    sources: tuple[str, ...], notebooks: tuple[str, ...], parameters: tuple[tuple[str, str], ...], out: Path,
    no_pdf: bool, encoding: str, text_column: str, jobs: int, keep_going: bool,
) -> None:  # fmt: skip
    """Render two reports of each SOURCE, one to read and one for coders: executed notebook, HTML page and PDF.

    A SOURCE is a text (.txt, .md, with TOML front matter if you like), a saved web page (.html, .mhtml, .webarchive),
    or a table or list with one article (.csv, .tsv, .json, .jsonl, .parquet, .xlsx, .xls, .ods). The files are named
    after it. A notebook that is not about an article takes none. If one of several cannot be reported on, the others
    are. Each notebook is given the parameters that it has.

    \b
    Examples:
      whose-words report article.txt
      whose-words report saved-page.html --no-pdf
      whose-words report article.txt -p frames frames,my-frames.toml -p window 12
      whose-words report *.txt --notebook article --out my-reports
      whose-words report --notebook validation
      whose-words report *.txt --jobs 4
      whose-words report annotated --notebook comparison
    """
    from analysis.lexicon.toml_files import brief
    from analysis.report.render import MISTAKES, check_settings, name_report, share_parameters

    with _clear_errors(*MISTAKES):
        given = share_parameters(notebooks, _distinct(parameters, encoding=encoding, text_column=text_column))
        for notebook in notebooks:
            check_settings(notebook, given[notebook])
    asked = [(source, notebook) for source in sources or (None,) for notebook in given]
    if twice := _repeated(
        name_report(*one).casefold() for one in asked
    ):  # some systems take capitals for small letters
        raise click.UsageError(
            f"two reports are called {_shown(twice)}: a report is named after its source and notebook"
        )
    beside = (out, not no_pdf, sources)
    renderings: dict[str, Asked] = {source: (source, given, *beside) for source in sources}
    renderings = renderings or {one: (None, {one: given[one]}, *beside) for one in given}
    failed = _render(renderings, len(asked), jobs, keep_going)
    if failed and keep_going and len(sources) > 1:
        click.echo(_shown(brief(f"{len(failed)} of {len(sources)} not reported on: {', '.join(failed)}")), err=True)
    if failed:
        sys.exit(1)


def _render(renderings: Mapping[str, Asked], reports: int, jobs: int, keep_going: bool) -> list[str]:
    """Print the files and warnings of each report, by what is given to ``render_each``; gives what failed."""
    failed: list[str] = []
    with tqdm(total=reports, disable=not sys.stderr.isatty(), leave=False, unit=" reports") as bar:
        for name, outcome in _rendered(renderings, jobs):
            if isinstance(outcome, Exception):
                failed.append(name)
                click.echo(f"Error: {_message(outcome)}", err=True)
                if keep_going:
                    continue
                break
            paths, warnings = outcome
            bar.clear()
            for words in warnings:
                click.echo(_shown(f"{name}: {words}"), err=True)
            for path in paths:
                click.echo(path)
            bar.update()
    return failed


def _rendered(renderings: Mapping[str, Asked], jobs: int) -> Iterator[tuple[str, Outcome]]:
    """The outcomes, in order; with several jobs, each process renders what is of one name."""
    from analysis.report.kernel import Kernel
    from analysis.report.render import render_apart, render_each

    if jobs == 1:
        with Kernel() as kernel:
            for name, asked in renderings.items():
                yield from ((name, outcome) for outcome in render_each(*asked, kernel=kernel))
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        try:
            begun = [(name, pool.submit(render_apart, *asked)) for name, asked in renderings.items()]
            for name, rendering in begun:
                yield from ((name, outcome) for outcome in rendering.result())
        finally:
            pool.shutdown(cancel_futures=True)


@main.command("annotate")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="A folder for what is found.")
@click.option("--text-column", default="", metavar="NAME", help="The column of the text, if its name does not show it.")
@click.option("--title-column", default="", metavar="NAME", help="The column of the title, likewise.")
@click.option("--date-column", default="", metavar="NAME", help="The column of the date, likewise.")
@click.option("--outlet-column", default="", metavar="NAME", help="The column of the outlet, likewise.")
@click.option("--id-column", default="", metavar="NAME", help="The column of the article's name, likewise.")
@click.option("--encoding", default="", help="Of files not in UTF-8 that declare no encoding.")
@click.option("--workers", type=click.IntRange(1), help="Processes on this machine.  [default: one a core]")
@click.option("--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler, instead of workers here.")
@click.option("-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A setting.")
@_KEEP_GOING
def annotate_inputs(
    inputs: tuple[str, ...], out: Path, encoding: str, workers: int | None, scheduler: str,
    parameters: tuple[tuple[str, str], ...], keep_going: bool, **columns: str,
) -> None:  # fmt: skip
    """Annotate the articles of each INPUT, a file or a folder, into a folder of Parquet.

    A run that was interrupted, or is given more articles, does only what is missing. Articles that cannot be read or
    annotated are listed in failed.csv; the others are done all the same, and the exit status is 1. The first run
    also writes actors.toml: names in different articles that are one actor's. Correct it; it holds for all tables.

    \b
    Examples:
      whose-words annotate articles.csv --out annotated
      whose-words annotate archive/ --out annotated --workers 4
      whose-words annotate old.csv --out annotated --text-column body --encoding cp1252
      whose-words annotate articles.parquet --out annotated -p frames frames,my-frames.toml
    """
    from analysis.annotate import Settings, annotate_corpus
    from analysis.corpus.store import ACTORS, CorpusError
    from analysis.corpus.suggested_actors import suggest_actors
    from analysis.lexicon.decode import EncodingError, check_encoding
    from analysis.lexicon.toml_files import LexiconError, brief
    from analysis.report.wording import counted
    from analysis.text.read import ReadError, read_corpus

    if workers and scheduler:
        raise click.UsageError("--workers are processes here, --scheduler is a cluster elsewhere: give one of them")
    named = {name.removesuffix("_column").replace("id", "doc_id"): column for name, column in columns.items() if column}
    failed: list[tuple[str, str]] = []
    reading = partial(read_corpus, inputs, encoding=encoding, columns=named)
    unread: list[str] = []
    with _clear_errors(CorpusError, EncodingError, ReadError, LexiconError, OSError):
        given = _settings(_distinct(parameters))
        for name in (encoding, given.get("encoding", "")):
            check_encoding(name)
        settings = Settings(**given).loaded()
        total = sum(1 for _ in reading(told=lambda error: unread.append(str(error))))
        if not total:
            raise click.ClickException(_shown(brief(unread[0] if unread else "no article to annotate")))
        articles = reading(told=(lambda error: failed.append(("", str(error)))) if keep_going else None)
        patience = 0.5 if sys.stderr.isatty() else 30
        with tqdm(total=total, unit=" articles", mininterval=patience, maxinterval=patience) as bar:

            def tell(done: int, new: bool) -> None:
                bar.total -= 0 if new else done
                bar.update(done if new else 0)
                if failed and not keep_going:
                    raise CorpusError(": ".join(failed[0]))

            found = annotate_corpus(
                articles, settings, out=out, workers=workers, scheduler=scheduler, failed=failed, tell=tell
            )
    click.echo(
        f"{out}: {counted(len(found.articles), 'article')}, {counted(len(found.copied), 'copy', 'copies')} of others"
    )
    if not (out / ACTORS).exists():
        click.echo(suggest_actors(out))
    for article, reason in failed[:5]:
        click.echo(_shown(brief(f"Error: {article}: {reason}" if article else f"Error: {reason}")), err=True)
    if failed:
        click.echo(f"{len(failed):,} not annotated: {out / 'failed.csv'}", err=True)
        sys.exit(1)


def _settings(given: Mapping[str, str]) -> dict[str, Any]:
    """Settings in the type of their defaults."""
    from analysis.annotate import Settings
    from analysis.lexicon.toml_files import brief

    known = {field.name: field.default for field in fields(Settings)}
    for name, value in given.items():
        if name not in known:
            raise click.UsageError(f"there is no setting {_shown(brief(name))!r}; settings: {', '.join(known)}")
        if isinstance(known[name], bool) and value.lower() not in ("true", "false"):
            raise click.UsageError(f"{name} must be true or false, got {_shown(brief(value))!r}")
    return {name: value.lower() == "true" if isinstance(known[name], bool) else value for name, value in given.items()}


def _distinct(parameters: tuple[tuple[str, str], ...], **options: str) -> dict[str, str]:
    """Parameters by name, with those options that are given; each parameter may be given once."""
    if twice := _repeated(name for name, _ in parameters):
        raise click.UsageError(f"parameter {_shown(twice)!r} is given twice; several files go into one, with commas")
    return dict(parameters) | {name: value for name, value in options.items() if value}


def _repeated(names: Iterable[str]) -> str:
    """The first name that is there twice; empty if none is."""
    return next((name for name, n in Counter(names).items() if n > 1), "")


@contextmanager
def _clear_errors(*mistakes: type[Exception]) -> Iterator[None]:
    """A mistake of the user is a message and no traceback."""
    try:
        yield
    except mistakes as error:
        raise click.ClickException(_message(error)) from error


def _message(error: Exception) -> str:
    from analysis.lexicon.toml_files import brief

    if isinstance(error, OSError) and error.strerror:
        return _shown(brief(f"{error.filename}: {error.strerror}" if error.filename else error.strerror))
    return _shown(brief(str(error)))


def _shown(words: str) -> str:
    """A message that no terminal takes for a command."""
    return _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", words)


if __name__ == "__main__":
    main()
