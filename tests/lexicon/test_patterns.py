"""Which regular expressions of a user's dictionary are taken."""

from pathlib import Path

import pytest

from analysis.lexicon.formats import _read_dictionary
from analysis.lexicon.lexicon import LexiconError
from analysis.text import matcher
from analysis.text.document import Document
from analysis.text.matcher import find_terms
from analysis.text.segment import segment


def dictionary(folder: Path, *patterns: str) -> Path:
    path = folder / "mine.csv"
    rows = "".join(f'"{pattern}",harm,regex\n' for pattern in patterns)
    path.write_text(f"term,category,match\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("pattern", ["(?R)", "(a)(?1)", "a(?-1)", "(?P<n>a)(?P>n)", "(?P<n>a)(?&n)", "(?:a{99}){99}"])
def test_what_has_no_bound_is_refused(tmp_path: Path, pattern: str) -> None:
    """Recursion, and repeats of repeats, with file and line."""
    with pytest.raises(LexiconError, match=r"mine\.csv:2: regex"):
        _read_dictionary(dictionary(tmp_path, pattern))


@pytest.mark.parametrize("pattern", [r"\b", "^", "$", "(?=war)", r"\b(?!war)|^", "(?:)"])
def test_what_finds_no_word_is_skipped(tmp_path: Path, pattern: str) -> None:
    """A regex of places is listed as skipped; the others are read."""
    read = _read_dictionary(dictionary(tmp_path, pattern, "war"))
    assert [entry.term for entry in read.lexicon.entries] == ["war"]
    assert [(skipped.line, skipped.text) for skipped in read.skipped] == [(2, pattern)]


def test_no_match_is_empty(tmp_path: Path) -> None:
    """Where a regex may match nothing, it gives no row there."""
    read = _read_dictionary(dictionary(tmp_path, "(war)?"))
    document = segment(Document("d", "The war is a war."))
    assert [document.covered(match) for match in find_terms(document, read.lexicon)] == ["war", "war"]


def test_the_bound_holds_for_a_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many regexes that each take a little less than too long take too long together."""
    monkeypatch.setattr(matcher, "_DICTIONARY_SECONDS", 0.0)
    read = _read_dictionary(dictionary(tmp_path, "war", "peace"))
    with pytest.raises(LexiconError, match=r"mine\.csv:2: the regexes up to here need more than 0 s"):
        list(find_terms(segment(Document("d", "War.")), read.lexicon))
