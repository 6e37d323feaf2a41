"""The command line: ``python -m analysis`` or ``whose-words``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from tqdm import tqdm

STEPS = 3  # running the notebook, making the page, making the PDF


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="whose-words")
def main() -> None:
    """Whose Words: stance and rhetoric of news text, by voice.

    Gives a report on an article: who speaks, which frames in whose voice, how good or bad the words are, each number
    with a link to the words it comes from.
    """


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("-n", "--notebook", default="article", show_default=True, help="A notebook of the project, or a path.")
@click.option(
    "-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebook."
)
@click.option("-o", "--out", default="reports", show_default=True, type=click.Path(path_type=Path), help="A folder.")
@click.option("--no-pdf", is_flag=True, help="Leave out the PDF.")
def report(
    sources: tuple[str, ...], notebook: str, parameters: tuple[tuple[str, str], ...], out: Path, no_pdf: bool
) -> None:
    """Render a report of each SOURCE: an executed notebook, an HTML page and a PDF.

    A SOURCE is a text (.txt, .md, with TOML front matter if you like), a saved web page (.html), or a .jsonl or .csv
    file with one article. The files are named after it. A notebook that is not about an article takes none.

    \b
    Examples:
      whose-words report article.txt
      whose-words report saved-page.html --no-pdf
      whose-words report article.txt -p frames frames,my-frames.toml -p window 12
      whose-words report *.txt --out my-reports
      whose-words report --notebook validation
    """
    from analysis.lexicon.lexicon import LexiconError
    from analysis.report.render import ReportError, render_report
    from analysis.text.read import ReadError

    names = [Path(source).stem for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise click.UsageError(f"two sources are called {twice[0]}, and a report is called after its source")
    asked = sources or (None,)
    bar = tqdm(
        total=STEPS * len(asked), disable=not sys.stderr.isatty(), leave=False, bar_format="{desc} {bar} {n}/{total}"
    )
    with bar:
        for source in asked:

            def tell(step: str, source: str = source or notebook) -> None:
                bar.set_description_str(f"{Path(source).name}: {step}")
                bar.update()
                if bar.disable:
                    click.echo(f"{source}: {step}", err=True)

            try:
                paths = render_report(source, notebook, dict(parameters), out, not no_pdf, tell)
            except (ReportError, ReadError, LexiconError) as error:
                raise click.ClickException(str(error)) from error
            bar.clear()
            for path in paths:
                click.echo(path)


if __name__ == "__main__":
    main()
