"""The command line: ``python -m analysis`` or ``whose-words``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

if __name__ == "__main__":  # Python put the working folder first: no module is taken from there
    sys.path[:] = [folder for folder in sys.path if folder not in ("", str(Path.cwd()))]

import re
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from typing import Any

import click
from tqdm import tqdm

STEPS = 3  # running the notebook, making the page, making the PDF
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
def report(
    sources: tuple[str, ...], notebooks: tuple[str, ...], parameters: tuple[tuple[str, str], ...], out: Path,
    no_pdf: bool, encoding: str, text_column: str, jobs: int,
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
    from analysis.lexicon.toml_files import LexiconError, brief
    from analysis.report.render import ReportError, check_settings, render_apart, render_report, share_parameters
    from analysis.text.read import ReadError

    names = [Path(source).stem for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise click.UsageError(f"two sources are called {_shown(twice[0])}, and a report is named after its source")
    mistakes = (ReportError, ReadError, LexiconError, OSError)
    read_as = {name: value for name, value in (("encoding", encoding), ("text_column", text_column)) if value}
    try:
        given = share_parameters(notebooks, _distinct(parameters) | read_as)
        for notebook in notebooks:
            check_settings(notebook, given[notebook])
    except mistakes as error:
        raise click.ClickException(_message(error)) from error
    asked = [(source, notebook) for source in sources or (None,) for notebook in dict.fromkeys(notebooks)]
    failed: list[str] = []
    bar = tqdm(
        total=STEPS * len(asked), disable=not sys.stderr.isatty(), leave=False, bar_format="{desc} {bar} {n}/{total}"
    )
    with bar, ExitStack() as stack:
        at_once: dict[tuple[str | None, str], Future[tuple[list[Path], list[str]]]] = {}
        if jobs > 1:
            pool = stack.enter_context(ProcessPoolExecutor(jobs, get_context("spawn")))
            for source, notebook in asked:
                arguments = (source, notebook, given[notebook], out, not no_pdf, sources)
                at_once[source, notebook] = pool.submit(render_apart, *arguments)
        for source, notebook in asked:
            if source in failed:
                continue

            def tell(step: str, name: str = f"{Path(source).name}, {notebook}" if source else notebook) -> None:
                bar.set_description_str(f"{_shown(name)}: {step}")
                bar.update()
                if bar.disable:
                    click.echo(f"{_shown(name)}: {step}", err=True)

            def warn(words: str, source: str = source or notebook) -> None:
                bar.clear()
                click.echo(f"{_shown(source)}: {words}", err=True)

            try:
                if jobs > 1:
                    paths, warnings = at_once[source, notebook].result()
                    bar.update(STEPS)
                    for words in warnings:
                        warn(words)
                else:
                    paths = render_report(source, notebook, given[notebook], out, not no_pdf, tell, sources, warn)
            except mistakes as error:
                failed.append(source or notebook)
                bar.clear()
                click.echo(f"Error: {_message(error)}", err=True)
                continue
            bar.clear()
            for path in paths:
                click.echo(path)
    if failed and len(sources) > 1:
        click.echo(_shown(brief(f"{len(failed)} of {len(sources)} not reported on: {', '.join(failed)}")), err=True)
    if failed:
        sys.exit(1)


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
def annotate_inputs(
    inputs: tuple[str, ...], out: Path, encoding: str, workers: int | None, scheduler: str,
    parameters: tuple[tuple[str, str], ...], **columns: str,
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
    from analysis.lexicon.toml_files import LexiconError, brief
    from analysis.report.wording import counted
    from analysis.text.read import ReadError, read_corpus

    named = {name.removesuffix("_column").replace("id", "doc_id"): column for name, column in columns.items() if column}
    failed: list[tuple[str, str]] = []
    reading = partial(
        read_corpus, inputs, encoding=encoding, columns=named, told=lambda error: failed.append(("", str(error)))
    )
    try:
        settings = Settings(**_settings(_distinct(parameters))).loaded()
        if not (total := sum(1 for _ in reading())):
            raise ReadError(failed[0][1] if failed else "no article to annotate")
        failed.clear()  # they are told again as the articles are read
        patience = 0.5 if sys.stderr.isatty() else 30
        with tqdm(total=total, unit=" articles", mininterval=patience, maxinterval=patience) as bar:

            def tell(done: int, new: bool) -> None:
                bar.total -= 0 if new else done
                bar.update(done if new else 0)

            found = annotate_corpus(
                reading(), settings, out=out, workers=workers, scheduler=scheduler, failed=failed, tell=tell
            )
    except (CorpusError, ReadError, LexiconError, OSError) as error:
        raise click.ClickException(_message(error)) from error
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


def _distinct(parameters: tuple[tuple[str, str], ...]) -> dict[str, str]:
    given = dict(parameters)
    if len(given) < len(parameters):
        names = [name for name, _ in parameters]
        twice = next(name for name in names if names.count(name) > 1)
        raise click.UsageError(f"parameter {_shown(twice)!r} is given twice; several files go into one, with commas")
    return given


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return _shown(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
    return _shown(str(error))


def _shown(words: str) -> str:
    """A message that no terminal takes for a command."""
    return _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", words)


if __name__ == "__main__":
    main()
