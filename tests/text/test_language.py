"""The language of a text: recognised where it can be, told, and never refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from analysis.text.language import language_note, recognise
from analysis.text.read import document_from_text, read_document

SPANISH = "El puerto abrirá otra vez el lunes, dijo la autoridad, después de una tormenta que arrancó sus luces. " * 2
GERMAN = "Der Hafen wird am Montag wieder geöffnet, teilte die Behörde mit, nachdem ein Sturm die Lichter abriss. " * 2
ENGLISH = (
    "The harbour will open again on Monday, the authority said, after a storm tore away its lights last week. " * 2
)
NAMES = (
    "Ali Shamkhani, Adel Abdul-Mahdi, Mohammed al-Halbousi, Abu Mahdi al-Muhandis, José Peña, Jürgen Weiß, Le Monde. "
)


@pytest.mark.parametrize(("text", "code"), [(SPANISH, "es"), (GERMAN, "de"), (ENGLISH, "en"), ("No. Sí. Ja.", "")])
def test_a_language_is_recognised_where_the_text_is_long_enough(text: str, code: str) -> None:
    """Some words tell no language, and are taken for English."""
    assert recognise(text) == code
    assert document_from_text(text, "d").meta["language"] == (code or "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le port rouvre lundi, a déclaré la ministre.", "fr"),
        ("Порт снова открыт, сказал министр.", "ru"),
        ("港口周一重新开放,部长说。", "zh"),
        ("港は月曜日に再開する。", "ja"),
        ("항구가 월요일에 열린다.", "ko"),
        ("فتح الميناء يوم الاثنين.", "ar"),
        ("The port is open again.", "en"),
    ],
)
def test_one_sentence_tells_its_language(text: str, code: str) -> None:
    """Twenty letters do, and fewer where they are not Latin."""
    assert document_from_text(text, "d").meta["language"] == code


def test_foreign_names_make_no_foreign_text() -> None:
    """An English text of foreign names is English, and a list of them is nothing for sure."""
    assert recognise(NAMES) in ("", "en")
    assert language_note(document_from_text(ENGLISH + NAMES, "d")) == ""


def test_what_is_stated_goes_before_what_is_recognised(tmp_path: Path) -> None:
    """A page says of itself what its template says; a record, front matter or the caller know better."""
    page = tmp_path / "a.html"
    page.write_text(f"<html lang='en'><body><p>{SPANISH}</p><p>{SPANISH}</p></body></html>", encoding="utf-8")
    assert read_document(page).meta["language"] == "es"
    assert document_from_text(SPANISH, "d", language="en").meta["language"] == "en"
    short = tmp_path / "b.html"
    short.write_text(
        "<html lang='fr'><body><p>A, b, c, d, e, f, g, h, i, j, k and l.</p></body></html>", encoding="utf-8"
    )
    assert read_document(short).meta["language"] == "fr"


def test_another_language_is_told_and_not_refused(whose_words: Callable[..., Result]) -> None:
    """The command says so, and so does the report."""
    Path("a.txt").write_text(SPANISH, encoding="utf-8")
    result = whose_words("a.txt", "--no-pdf", "-n", "article")
    assert result.exit_code == 0, result.output
    assert "a.txt: The text is in another language (es)" in result.output
    assert "The text is in another language (es)" in Path("out/a.html").read_text(encoding="utf-8")


def test_encoding_and_column_are_given_to_the_report(whose_words: Callable[..., Result]) -> None:
    """Both are checked before the notebook runs."""
    Path("a.csv").write_bytes(f'lead\n"“Stay,” {ENGLISH}"\n'.encode("cp1252"))
    assert "near this line not text in UTF-8" in whose_words("a.csv", "--no-pdf").output
    assert "needs a field 'text'" in whose_words("a.csv", "--no-pdf", "--encoding", "cp1252").output
    assert "encoding must be one that Python knows" in whose_words("a.csv", "--encoding", "klingon").output
    given = ("--encoding", "cp1252", "--text-column", "lead")
    result = whose_words("a.csv", "--no-pdf", "-n", "article", *given)
    assert result.exit_code == 0, result.output
