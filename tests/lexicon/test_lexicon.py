"""Lexicons: the format, and every way of breaking it."""

from pathlib import Path

import pytest

from analysis.lexicon.lexicon import DATA, LexiconError, load_lexicon

GOOD = """name = "mine"
version = "2"
kind = "frame"

[provenance]
creators = ["A. Author"]
year = 2026
licence = "MIT"
changes = "None."

[categories.fear]
definition = "Words of fear."
reference = "Author (2026)."

[terms]
fear = [
  "afraid of",
  { term = "terr*", match = "glob" },
  { term = "US", case = true, weight = 1.5 },
]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_lexicon_is_read_whole(tmp_path: Path) -> None:
    """Every field of the file arrives, with the line of each term."""
    lexicon = load_lexicon(write(tmp_path, GOOD))
    assert [(e.term, e.match, e.case, e.weight, e.line) for e in lexicon.entries] == [
        ("afraid of", "fixed", False, None, 17),
        ("terr*", "glob", False, None, 18),
        ("US", "fixed", True, 1.5, 19),
    ]
    assert lexicon.rule_id(lexicon.entries[1]) == "mine@2:terr*"
    assert lexicon.provenance.creators == ("A. Author",)
    assert lexicon.categories["fear"].definition == "Words of fear."


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"afraid of",', '"afraid of"', None, "line 18"),
        ("fear = [", "hope = [", 17, "'hope' is not declared"),
        ('match = "glob"', 'match = "fuzzy"', 18, "'fuzzy' is not one of fixed, lemma, glob, regex"),
        ('match = "glob"', 'macth = "glob"', 18, "unknown key 'macth'"),
        ('match = "glob"', 'match = "glob", case = 3', 18, "case must be true or false, got 3"),
        ('"terr*", match = "glob"', '"terr(", match = "regex"', 18, "does not compile"),
        ('"afraid of"', '"**"', 17, "holds no word"),
        ('"afraid of"', '""', 17, "holds no word"),
        ('"afraid of",', '"afraid of",\n  "afraid of",', 18, "stands in 'fear' already, at line 17"),
        ('"afraid of",', "3,", None, "a term is a string or an inline table, got 3"),
        ('term = "US"', "term = 3", 19, "term must be"),
        ("weight = 1.5", 'weight = "high"', 19, "weight must be"),
        ('version = "2"\n', "", 1, "missing key 'version'"),
        ("year = 2026\n", "", 5, "missing key 'year'"),
        ('kind = "frame"', 'kind = "frame"\ncolour = "red"', 4, "unknown key 'colour'"),
    ],
)
def test_a_broken_lexicon_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, message: str
) -> None:
    """Each break gives an error with the file, the line and the reason."""
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(LexiconError) as caught:
        load_lexicon(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    if line:
        assert f"{path}:{line}:" in str(caught.value)


def test_an_unknown_lexicon_is_told_with_the_known_ones() -> None:
    """A misspelt name lists what there is."""
    with pytest.raises(LexiconError, match=r"framse: no such lexicon \(shipped: .*frames"):
        load_lexicon("framse")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Latin-1 bytes are not guessed at."""
    path = tmp_path / "mine.toml"
    path.write_bytes(GOOD.replace("fear", "peur é").encode("latin-1"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        load_lexicon(path)


def test_terms_may_lie_in_a_csv(tmp_path: Path) -> None:
    """A large lexicon names a CSV file; its errors have the CSV's line."""
    head = GOOD.split("[terms]")[0].replace('kind = "frame"', 'kind = "frame"\ntable = "mine.csv"')
    path = write(tmp_path, head)
    table = tmp_path / "mine.csv"
    table.write_text("term,category,match,weight\nafraid of,fear,,\nterr*,fear,glob,-2\n", encoding="utf-8")
    assert [(e.term, e.match, e.weight) for e in load_lexicon(path).entries] == [
        ("afraid of", "fixed", None),
        ("terr*", "glob", -2.0),
    ]
    table.write_text("term,category,weight\nafraid,fear,much\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine\.csv:2: weight 'much' is not a number"):
        load_lexicon(path)
    table.unlink()
    with pytest.raises(LexiconError, match=r"mine\.csv: cannot be read"):
        load_lexicon(path)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_lexicons_keep_the_house_rules(path: Path) -> None:
    """Each shipped lexicon loads, says where it comes from and what its categories mean, and is sorted."""
    lexicon = load_lexicon(path.stem)
    assert lexicon.name == path.stem
    assert lexicon.provenance.creators
    assert lexicon.provenance.licence
    for category in lexicon.categories.values():
        assert category.definition
        assert category.reference
        terms = [e.term.casefold() for e in lexicon.entries if e.category == category.name]
        assert terms or category.name == "loaded_language", f"{category.name} has no entry"  # a lexicon of its own
        assert terms == sorted(terms), f"{category.name} is not sorted"


def test_a_regex_too_large_to_compile_is_refused(tmp_path: Path) -> None:
    """Thirty characters that would keep the compiler for minutes are refused with their line."""
    text = (
        'name = "x"\nversion = "1"\nkind = "frame"\n[provenance]\ncreators = ["A"]\nyear = 2026\nlicence = "MIT"\n'
        'changes = "None."\n[categories.c]\ndefinition = "D."\nreference = "R."\n[terms]\nc = [\n'
        '  { term = "(?:(?:a{999}){999}){999}", match = "regex" },\n]\n'
    )
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"x\.toml:14: regex .* is too large"):
        load_lexicon(path)
