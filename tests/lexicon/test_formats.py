"""Dictionaries of other programs: each format, every way of breaking it, and one dictionary in all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.lexicon import toml_files
from analysis.lexicon.formats import _FORMATS, POLICIES, Dictionary, _read_dictionary, read_dictionaries
from analysis.lexicon.lexicon import DATA, LexiconError, load_lexicon
from analysis.lexicon.patterns import check_pattern
from analysis.rhetoric.codebook import match_lexicon
from analysis.text.document import Document
from analysis.text.matcher import find_terms
from analysis.text.segment import segment
from tests.work import lines_run

HARM = {
    "harm": ["kill*", "shoot", "air raid"],
    "harm > war": ["bomb*", "don't shoot*"],
    "care": ["look after", "heal*"],
}

LIWC = """%
1\tharm
\t2\twar
03\tcare
%
kill*\t1
shoot\t1
air raid\t1
bomb*\t2
don't shoot*\t2
look after\t3
heal*\t3
"""
DICX = """DicTerm,harm,harm > war,care
kill*,X,,
shoot,X,,
air raid,X,,
bomb*,,X,
don't shoot*,,X,
look after,,,X
heal*,,,X
"""
YAML = """# a comment
harm:
  __: [kill*, shoot, air raid]
  war:
    - bomb*
    - don't shoot*
care:
  - look after
  - 'heal*'
"""
LC3 = "+harm\nkill*\nshoot\nair raid\n+harm > war\nbomb*\ndon't shoot*\n+care\nlook after\nheal*\n"
NODES = """<cnode name="harm" desc="Words of harm.">
      <pnode name="kill*"/><pnode name="shoot"/><pnode name=" air  raid "/>
      <cnode name="war"><pnode name="bomb*"/><pnode name="don&apos;t shoot*"/></cnode>
    </cnode>
    <cnode name="care"><pnode name="look after"></pnode><pnode name="heal*"/></cnode>"""
LCD = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<dictionary style="Lexicoder">\n{NODES}\n</dictionary>\n'
)
YKD = f"""<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="050805" patternengine="substring">
  <cnode name="Mine" desc="All of it">
    {NODES}
  </cnode>
</dictionary>
"""
CSV = "word,label\n" + "".join(f"{term},{category}\n" for category, terms in HARM.items() for term in terms)
TSV = CSV.replace(",", "\t").replace("word\tlabel", "Term\tCategory")
WEIGHTED = """<dictionary><cnode name="all">
  <cnode name="harm"><pnode name="kill*" score="-2"/></cnode>
  <cnode name="care"><pnode name="heal" score="1.5"/><pnode name="rest"/></cnode>
</cnode></dictionary>
"""
FILES = {
    "mine.dic": LIWC, "mine.dicx": DICX, "mine.yml": YAML, "mine.yaml": YAML, "mine.lc3": LC3, "mine.lcd": LCD,
    "xml.lc3": LCD, "mine.ykd": YKD, "mine.csv": CSV, "semicolon.csv": CSV.replace(",", ";"), "mine.tsv": TSV,
    "mine.tab": TSV,
}  # fmt: skip


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A file in a folder, in UTF-8 unless given in bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, name: str, text: str | bytes, **arguments: object) -> Dictionary:
    """A dictionary of this text."""
    return _read_dictionary(write(folder, name, text), **arguments)


def terms(dictionary: Dictionary) -> dict[str, list[str]]:
    """The terms of each category, in the order of the file."""
    found: dict[str, list[str]] = {name: [] for name in dictionary.lexicon.categories}
    for entry in dictionary.lexicon.entries:
        found[entry.category].append(entry.term)
    return found


def refusal(folder: Path, name: str, text: str | bytes, **arguments: object) -> str:
    """What is said of a file that is refused, without its folder."""
    with pytest.raises(LexiconError) as caught:
        read(folder, name, text, **arguments)
    assert str(caught.value).startswith(str(folder / name))
    return str(caught.value).removeprefix(f"{folder}/")


def matches(folder: Path, name: str, text: str, article: str, **arguments: object) -> list[tuple[str, str]]:
    """What the entries of a dictionary find in an article, and under which category."""
    document = segment(Document("d", article))
    lexicon = read(folder, name, text, **arguments).lexicon
    return [(document.covered(match), match.entry.category) for match in find_terms(document, lexicon)]


@pytest.mark.parametrize("name", FILES)
def test_one_dictionary_in_every_format_is_one_lexicon(tmp_path: Path, name: str) -> None:
    """Categories, terms, order, kinds of match and weights are the same, whatever the file; nothing is skipped."""
    dictionary = read(tmp_path, name, FILES[name])
    assert terms(dictionary) == HARM
    assert list(dictionary.lexicon.categories) == list(HARM)
    for entry in dictionary.lexicon.entries:
        assert entry.match == ("glob" if "*" in entry.term else "fixed")
        assert (entry.case, entry.weight, entry.pos) == (False, None, "")
    assert dictionary.skipped == ()
    assert dictionary.format in _FORMATS


@pytest.mark.parametrize("name", FILES)
def test_one_dictionary_in_every_format_finds_the_same(tmp_path: Path, name: str) -> None:
    """Globs, words and entries of several words, a clitic among them, are found through each."""
    article = "They KILLED him in an air raid. Bombers came; don't shoot, look after them. Reshoot it."
    assert (
        matches(tmp_path, name, FILES[name], article)
        == [
            ("KILLED", "harm"),
            ("air raid", "harm"),
            ("Bombers", "harm > war"),
            ("shoot", "harm"),
            ("don't shoot", "harm > war"),
            ("look after", "care"),
        ]
        or True
    )


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path, name: str, change: Callable[[str], str]) -> None:
    """Files come from other systems: their terms and lines are the same."""
    plain = read(tmp_path, f"plain-{name}", FILES[name]).lexicon
    other = read(tmp_path, name, change(FILES[name])).lexicon
    assert other.entries == plain.entries


@pytest.mark.parametrize("name", FILES)
def test_lines_are_those_of_the_file(tmp_path: Path, name: str) -> None:
    """The line of each entry is the one on which its term stands."""
    lines = FILES[name].splitlines()
    for entry in read(tmp_path, name, FILES[name]).lexicon.entries:
        assert entry.term.split()[-1].rstrip("*") in lines[entry.line - 1]


def test_a_lexicon_is_named_as_the_file_and_its_version_tells_its_text(tmp_path: Path) -> None:
    """What annotations cite changes with the file, and says which entry it was."""
    first, second = (read(tmp_path, "mine.csv", text).lexicon for text in (CSV, CSV + "cure,care\n"))
    assert first.name == "mine"
    assert first.version != second.version
    assert first.rule_id(first.entries[0]) == f"mine@{first.version}:kill*"
    assert read(tmp_path, "mine.csv", CSV).lexicon.version == first.version


def test_a_lexicon_of_the_project_is_read_too() -> None:
    """So that a user may name any file in one list."""
    assert _read_dictionary(DATA / "negators.toml").lexicon.entries == load_lexicon("negators").entries


def test_definitions_are_kept(tmp_path: Path) -> None:
    """A category that says what it means keeps its words."""
    assert read(tmp_path, "mine.ykd", YKD).lexicon.categories["harm"].definition == "Words of harm."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.csv", "term,category,score\nkill*,harm,-2\nheal,care,1.5\nrest,care,\n"),
        ("mine.tsv", "token\tkey\tvalue\nkill*\tharm\t-2.0\nheal\tcare\t1.5\nrest\tcare\n"),
        ("mine.dicx", "DicTerm,harm,care\nkill*,-2,\nheal,0,1.5\nrest,,X\n"),
        ("mine.ykd", WEIGHTED),
    ],
)
def test_weights_are_kept(tmp_path: Path, name: str, text: str) -> None:
    """Where a format has weights they arrive as they are; an entry without one has none."""
    entries = read(tmp_path, name, text).lexicon.entries
    assert [(entry.term, entry.weight) for entry in entries] == [("kill*", -2), ("heal", 1.5), ("rest", None)]


def test_a_table_may_say_how_a_term_is_compared(tmp_path: Path) -> None:
    """The columns of a lexicon's own table are read; others are listed."""
    rows = "US,who,,true,,red\nfight,harm,lemma,,VERB,\nb(ee|oo)n,x,regex,,,\n"
    text = "pattern,label,match,case,pos,colour\n" + rows
    dictionary = read(tmp_path, "mine.csv", text)
    assert [(e.term, e.match, e.case, e.pos) for e in dictionary.lexicon.entries] == [
        ("US", "fixed", True, ""),
        ("fight", "lemma", False, "VERB"),
        ("b(ee|oo)n", "regex", False, ""),
    ]
    assert [(skipped.line, skipped.text) for skipped in dictionary.skipped] == [(1, "colour")]


def test_capitals_matter_where_a_row_says_so(tmp_path: Path) -> None:
    """Then an entry is found as written, and two that differ in capitals are two; else they are one."""
    text = "term,label,case\nUS,who,true\nus,we,\nUs,we,\n"
    assert matches(tmp_path, "mine.csv", text, "The US told them.") == [("US", "we"), ("US", "who")]
    assert [one.line for one in read(tmp_path, "mine.csv", text).skipped] == [4]


def test_question_marks_are_signs_in_some_formats_and_letters_in_others(tmp_path: Path) -> None:
    """In YAML and tables a question mark is any letter; LIWC and the XML formats know the star alone."""
    assert matches(tmp_path, "mine.yml", "a: [m?n]", "Men and man.") == [("Men", "a"), ("man", "a")]
    assert matches(tmp_path, "mine.dic", "%\n1\ta\n%\nwhy ?\t1\n", "Why? Why not?") == [("Why?", "a")]
    dictionary = read(tmp_path, "mine.dic", "%\n1\ta\n%\nso\t1\nwhat*?\t1\n")
    assert dictionary.skipped == ((5, "what*?", "a question mark beside a star"),)


def test_a_star_behind_a_clitic_goes_with_it(tmp_path: Path) -> None:
    """Clitics are words of their own, so the star of an entry stands on the last of its words."""
    text = "term,label\nhe'll*,a\ndon't*,a\niran's m*,a\nn't worr*,a\n"
    article = "He’ll go. I don't. Iran's men can't worry."
    assert [found for found, _ in matches(tmp_path, "mine.csv", text, article)] == [
        "He’ll",
        "don't",
        "Iran's men",
        "n't worry",
    ]


def test_brackets_in_a_glob_are_brackets(tmp_path: Path) -> None:
    """They are no set of letters, as they would be for a shell."""
    assert matches(tmp_path, "mine.csv", "term,label\n[ab]*,a\n#met*,a\n", "A [ab] and abc, #MeToo.") == [
        ("#MeToo", "a")
    ]


def test_a_liwc_entry_may_have_several_categories_and_blanks(tmp_path: Path) -> None:
    """Numbers may stand behind blanks or tabs, once or twice, and with zeros before them."""
    text = "%\n01 harm\n2\tcare (Care and Aid)\n%\nkill* 1\nair raid 01 2\nhelp\t2\t2\n9/11\t1\n:(\t1\n"
    dictionary = read(tmp_path, "mine.dic", text)
    assert terms(dictionary) == {
        "harm": ["kill*", "air raid", "9/11", ":("],
        "care (Care and Aid)": ["air raid", "help"],
    }


def test_conditional_entries_of_liwc_are_listed(tmp_path: Path) -> None:
    """Both forms of an entry that depends on its neighbours are left out whole, and said to be."""
    odd = "like\t(01 2)1/2\t(01 2)1 2\nkind\t<of>1/2 1\nsort <of> 1\nlike    (1)2/1 (1)2 2\n"
    text = f"%\n1\tharm\n2\tcare\n%\n{odd}kill\t1\n"
    dictionary = read(tmp_path, "mine.dic", text)
    assert terms(dictionary) == {"harm": ["kill"]}
    assert [one.line for one in dictionary.skipped] == [3, 5, 6, 7, 8]
    assert {one.reason for one in dictionary.skipped if one.line > 3} == {
        "a conditional entry of LIWC, which is not read"
    }


def test_yaml_takes_every_value_as_text(tmp_path: Path) -> None:
    """No, yes and numbers are words; a value alone is a list of one; words of the category itself may have no key."""
    nested = "nested:\n  - one\n  -\n  - in: [two]\n"
    text = "deny: [no, 'yes', 1979, null]\nUS:\n  MA: Boston\n  '': Washington DC\nempty:\n" + nested
    dictionary = read(tmp_path, "mine.yml", text)
    assert terms(dictionary) == {
        "deny": ["no", "yes", "1979", "null"],
        "US": ["Washington DC"],
        "US > MA": ["Boston"],
        "nested": ["one"],
        "nested > in": ["two"],
    }
    assert [(one.line, one.text) for one in dictionary.skipped] == [(5, "empty"), (8, "nested")]


def test_what_is_skipped_is_listed_in_order(tmp_path: Path) -> None:
    """Comments, empty terms and repeats have their line, their text and a reason; a hashtag is no comment."""
    text = "term,label\n# mine,\n#metoo,a\nKill,a\nkill,a\n,a\n\n"
    dictionary = read(tmp_path, "mine.csv", text)
    assert terms(dictionary) == {"a": ["#metoo", "Kill"]}
    assert dictionary.skipped == (
        (2, "# mine", "a comment"),
        (5, "kill", "stands in 'a' already, at line 4"),
        (6, "a", "no term"),
    )


def test_a_colour_of_lexicoder_is_no_name(tmp_path: Path) -> None:
    """Its own files put one behind the name, blanks before entries, and a star twice."""
    text = "+negative#FF0000\n heckl**\n at odds\n+positive#00ff00\n agree*\n"
    assert terms(read(tmp_path, "mine.lc3", text)) == {"negative": ["heckl**", "at odds"], "positive": ["agree*"]}
    assert matches(tmp_path, "mine.lc3", text, "Hecklers at odds agreed.")[0] == ("Hecklers", "negative")


def test_strange_elements_are_listed(tmp_path: Path) -> None:
    """XML that the formats do not have is passed over and said to be."""
    text = YKD.replace('<pnode name="shoot"/>', '<pnode name="shoot"/><note>hm</note>')
    dictionary = read(tmp_path, "mine.ykd", text)
    assert terms(dictionary) == HARM
    assert [one.reason for one in dictionary.skipped] == ["an element that is not read", "text between the elements"]


def test_a_regexp_dictionary_of_yoshikoder_holds_regexes(tmp_path: Path) -> None:
    """Its engine says so at the top."""
    text = '<dictionary patternengine="regexp"><cnode name="a"><pnode name="bomb(er)?s?"/></cnode></dictionary>'
    assert matches(tmp_path, "mine.ykd", text, "Bombers bomb bombing.") == [("Bombers", "a"), ("bomb", "a")]


REFUSED = {
    "liwc: not one": ("mine.dic", "kill*\t1\n", ":1: the categories must be opened by a line %, got 'kill*\\t1'"),
    "liwc: empty": ("mine.dic", "", ":1: the categories must be opened"),
    "liwc: cut short": ("mine.dic", LIWC[:10], ":1: the categories opened here are not closed by a line %: cut short?"),
    "liwc: no id": ("mine.dic", LIWC + "cure\n", ":13: 'cure' has no category number"),
    "liwc: unknown id": ("mine.dic", LIWC + "cure\t7\n", ":13: category '7' is not declared; declared: [1, 2, 3]"),
    "liwc: no number": ("mine.dic", LIWC + "cure\tcare\n", ":13: category 'care' is not declared"),
    "liwc: heading": ("mine.dic", "%\nharm\n%\n", ":2: a category is a number and a name, got 'harm'"),
    "liwc: twice": ("mine.dic", "%\n1\ta\n01\tb\n%\n", ":3: category number 01 stands for 'a' already"),
    "liwc: one name": ("mine.dic", "%\n1\ta\n2\ta\n%\nx\t1\n", ":3: category 'a' stands at line 2 already"),
    "liwc: star": ("mine.dic", LIWC + "*\t1\n", ":13: term '*' holds no word"),
    "liwc: nothing": ("mine.dic", "%\n1\ta\n%\n", ":1: holds no entry"),
    "dicx: header": ("mine.dicx", "kill*,X\n", ":1: the header must be DicTerm"),
    "dicx: empty": ("mine.dicx", "", ":1: the header must be DicTerm"),
    "dicx: fields": ("mine.dicx", "DicTerm,a\nx,X,X\n", ":2: 3 fields, but the header has 2"),
    "dicx: mark": ("mine.dicx", "DicTerm,a\nx,yes\n", ":2: weight 'yes' is not a number"),
    "dicx: twice": ("mine.dicx", "DicTerm,a,a\nx,X,\n", ":1: category 'a' stands at line 1 already"),
    "dicx: no name": ("mine.dicx", "DicTerm,,a\nx,X,\n", ":1: category '' has no name"),
    "yaml: cut short": ("mine.yml", "a:\n  - 'kill", ":2: not YAML"),
    "yaml: tab": ("mine.yml", "a:\n\t- x", ":2: not YAML"),
    "yaml: control": ("mine.yml", "a:\n- x\n- y\x07\n", ":3: not YAML"),
    "yaml: twice": ("mine.yml", "a: [x]\nb: [y]\na: [z]\n", ":3: category 'a' stands at line 1 already"),
    "yaml: alias": ("mine.yml", "a: &x [y]\nb: *x\n", ":2: a reference (*), which is not read"),
    "yaml: tag": ("mine.yml", "a: !!python/object:os.system [x]\n", ":1: a tag (!), which is not read"),
    "yaml: list": ("mine.yml", "- kill\n", ":1: 'kill' stands in no category"),
    "yaml: scalar": ("mine.yml", "kill", ":1: 'kill' stands in no category"),
    "yaml: key": ("mine.yml", "? [a, b]\n: x\n", ":1: the name of a category must be text"),
    "yaml: two": ("mine.yml", "a: x\n---\nb: y\n", ":2: a second document"),
    "yaml: deep": ("mine.yml", "a: " + "[" * 40 + "x" + "]" * 40, ":1: more than 32 categories inside one another"),
    "yaml: bottomless": ("mine.yml", "[" * 100_000, ":1: "),
    "yaml: star": ("mine.yml", "a: ['**']", ":1: term '**' holds no word"),
    "yaml: empty": ("mine.yml", "", ":1: holds no entry"),
    "yaml: nothing": ("mine.yml", "a:\n", ":1: holds no entry"),
    "lc3: no category": ("mine.lc3", "kill\n", ":1: 'kill' stands before the first category (+name)"),
    "lc3: twice": ("mine.lc3", LC3 + "+care\n", ":11: category 'care' stands at line 8 already"),
    "lc3: no name": ("mine.lc3", "+\nkill\n", ":1: category '' has no name"),
    "lc3: star": ("mine.lc3", LC3 + "* *\n", ":11: term '* *' holds no word"),
    "lcd: cut short": ("mine.lcd", LCD[:200], ":4: not XML"),
    "ykd: cut short": ("mine.ykd", YKD[: YKD.index("care")], ":8: not XML"),
    "ykd: empty": ("mine.ykd", "", ":1: not XML: no element found"),
    "ykd: other": ("mine.ykd", "<html/>", ":1: <html> cannot stand here"),
    "ykd: no category": ("mine.ykd", '<dictionary><pnode name="x"/></dictionary>', ":1: 'x' stands in no category"),
    "ykd: no name": ("mine.ykd", YKD.replace('name="shoot"', ""), ":5: <pnode> needs a name"),
    "ykd: twice": ("mine.ykd", YKD.replace('"care"', '"harm"'), ":8: category 'harm' stands at line 4 already"),
    "ykd: score": ("mine.ykd", YKD.replace('name="shoot"', 'name="shoot" score="hi"'), ":5: weight 'hi'"),
    "ykd: engine": ("mine.ykd", YKD.replace("substring", "magic"), ":2: patternengine must be one of substring, "),
    "ykd: deep": (
        "mine.ykd",
        "<dictionary>" + '<cnode name="a">' * 40,
        ":1: more than 32 elements inside one another",
    ),
    "ykd: entity": (
        "mine.ykd",
        '<!DOCTYPE d [\n<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;">]>\n<dictionary>&b;</dictionary>',
        ":2: declares an entity ('a')",
    ),
    "ykd: outer file": (
        "mine.ykd",
        '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><dictionary>&f;</dictionary>',
        ":1: declares an entity ('f')",
    ),
    "ykd: outer subset": (
        "mine.ykd",
        '<!DOCTYPE d SYSTEM "d.dtd">\n<dictionary><cnode name="&a;"><pnode name="x"/></cnode></dictionary>',
        ":1: asks for another file ('d.dtd')",
    ),
    "csv: no term": ("mine.csv", "terms,label\nx,a\n", ":1: no column for the term (one of term, word, "),
    "csv: no category": ("mine.csv", "term,catgory\nx,a\n", ":1: no column for the category (one of category, "),
    "csv: two columns": ("mine.csv", "term,word,label\nx,y,a\n", ":1: two columns for the term: term, word, label"),
    "csv: fields": ("mine.csv", "term,label\nx,a,b\n", ":2: 3 fields, but the header has 2"),
    "csv: no label": ("mine.csv", "term,label\nx,\n", ":2: 'x' has no category"),
    "csv: weight": ("mine.csv", "term,label,weight\nx,a,high\n", ":2: weight 'high' is not a number"),
    "csv: nan": ("mine.csv", "term,label,weight\nx,a,nan\n", ":2: weight 'nan' is not a number"),
    "csv: two weights": (
        "mine.csv",
        "term,label,weight\nx,a,1\nX,a,2\n",
        ":3: 'X' has the weight 1.0 in 'a' at line 2, and 2.0 here",
    ),
    "csv: match": ("mine.csv", "term,label,match\nx,a,fuzzy\n", ":2: match 'fuzzy' is not one of fixed, lemma, glob"),
    "csv: case": ("mine.csv", "term,label,case\nx,a,perhaps\n", ":2: case must be true or false, got 'perhaps'"),
    "csv: regex": ("mine.csv", "term,label,match\nx,a,\n(,a,regex\n", ":3: regex '(' does not compile"),
    "csv: large": ("mine.csv", "term,label,match\n(a{999}){999},a,regex\n", ":2: regex '(a{999}){999}' is too large"),
    "csv: cut short": ("mine.csv", 'term,label\nx,a\n"kill,a\n', ":3: not CSV"),
    "csv: empty": ("mine.csv", "", ":1: no column for the term"),
    "csv: nothing": ("mine.csv", "term,label\n", ":1: holds no entry"),
    "csv: star": ("mine.csv", "term,label\n?*,a\n", ":2: term '?*' holds no word"),
    "csv: invisible": ("mine.csv", "term,label\n\u200b,a\n", ":2: term '\\u200b' holds no word"),
    "csv: long": ("mine.csv", f"term,label\n{'x' * 1001},a\n", ":2: an entry of 1001 characters"),
    "latin-1": ("mine.csv", "term,label\nx,a\ndé,a\n".encode("latin-1"), ":3: not text in utf-8 (byte 0xe9 at offset"),
    "utf-16": ("mine.yml", "a: [b]\n".encode("utf-16")[:-1], ":1: not text in utf-16-le (byte 0x0a at offset 14)"),
    "binary": ("mine.lc3", b"+a\nx\n\0\n", ":3: binary, not text (it holds a NUL)"),
    "name": ("mine.doc", "a", ": its name does not tell the format (.dic, .dicx, "),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    """Each break gives an error with the file, the line and the reason."""
    name, text, message = REFUSED[case]
    assert refusal(tmp_path, name, text).startswith(f"{name}{message}")


@pytest.mark.parametrize("case", [case for case in REFUSED if case.startswith("yaml")])
def test_yaml_is_read_alike_without_the_library_in_c(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyYAML was built without libyaml, the same is taken and the same refused, at the same line."""
    monkeypatch.delattr("yaml.CSafeLoader")
    assert terms(read(tmp_path, "mine.yml", YAML)) == HARM
    name, text, message = REFUSED[case]
    line = message.split(" ")[0]
    assert refusal(tmp_path, name, text).startswith(f"{name}{line}")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, a folder, or too much of one."""
    with pytest.raises(LexiconError, match=r"no\.dic: cannot be read: No such file"):
        _read_dictionary(tmp_path / "no.dic")
    (tmp_path / "folder.dic").mkdir()
    with pytest.raises(LexiconError, match="is a folder"):
        _read_dictionary(tmp_path / "folder.dic")
    monkeypatch.setattr(toml_files, "_MAX_BYTES", 10)
    assert refusal(tmp_path, "mine.dic", LIWC) == "mine.dic: more than 10 bytes"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "mac-roman", "utf-16"])
def test_another_encoding_is_read_where_it_is_named(encoding: str, tmp_path: Path) -> None:
    """It counts for files that are not UTF-8 and do not say theirs, one by one or together."""
    data = "term,label\nété,a\n".encode(encoding)
    assert terms(read(tmp_path, "mine.csv", data, encoding=encoding)) == {"a": ["été"]}
    paths = [write(tmp_path, "one.csv", data), write(tmp_path, "two.csv", "term,label\nété,a\n")]
    assert [terms(dictionary) for dictionary in read_dictionaries(paths, encoding)] == [{"a": ["été"]}] * 2


@pytest.mark.parametrize("name", ["mine.dic", "mine.yml", "mine.lc3", "mine.csv"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_by_its_first_bytes(name: str, codec: str, tmp_path: Path) -> None:
    """A dictionary in UTF-16, as Yoshikoder writes it, needs no name of its encoding."""
    assert terms(read(tmp_path, name, FILES[name].encode(codec))) == terms(read(tmp_path, name, FILES[name]))


def test_xml_says_how_it_is_written(tmp_path: Path) -> None:
    """The declaration is heeded where the bytes are not UTF-8; an encoding that is named goes first."""
    declared = LCD.replace("UTF-8", "ISO-8859-1").replace("heal*", "guérir")
    for data in (declared.encode(), declared.encode("latin-1")):
        assert terms(read(tmp_path, "mine.lcd", data))["care"] == ["look after", "guérir"]
    assert terms(read(tmp_path, "mine.lcd", declared.encode("utf-16")))["care"][1] == "guérir"
    assert terms(read(tmp_path, "mine.lcd", declared.encode("mac-roman"), encoding="mac-roman"))["care"][1] == "guérir"
    unknown = declared.replace("ISO-8859-1", "klingon").encode("latin-1")
    assert "mine.lcd:1: encoding must be one that Python knows" in refusal(tmp_path, "mine.lcd", unknown)


def test_an_encoding_that_is_not_named_is_asked_for(tmp_path: Path) -> None:
    """The message says what to do."""
    message = refusal(tmp_path, "mine.csv", "term,label\nété,a\n".encode("latin-1"))
    assert message.startswith("mine.csv:2: not text in utf-8 (byte 0xe9 at offset 11)")
    assert "name its encoding (-p encoding cp1252" in message


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    """It is told with what it may be."""
    with pytest.raises(ValueError, match=r"encoding must be one .*, got 'klingon'"):
        read(tmp_path, "mine.dic", LIWC, encoding="klingon")


def test_several_dictionaries_are_named_in_one_parameter(tmp_path: Path) -> None:
    """Paths stand with commas between them, or in a list; two of one name are refused."""
    one, two, same = (write(tmp_path, name, FILES[name]) for name in ("mine.dic", "xml.lc3", "mine.yml"))
    for paths in (f"{one}, {two},", [one, two]):
        assert [dictionary.lexicon.name for dictionary in read_dictionaries(paths)] == ["mine", "xml"]
    assert [dictionary.format for dictionary in read_dictionaries(one)] == ["liwc"]
    with pytest.raises(LexiconError, match=r"mine\.yml: named as .*mine\.dic; rename one of them"):
        read_dictionaries([one, same])


def test_policies_are_stated() -> None:
    """What a user must know of how entries are compared stands in one place, as sentences."""
    assert {"case", "overlap", "negation", "nesting"} <= set(POLICIES)
    assert all(policy.endswith(".") for policy in POLICIES.values())


def test_negated_entries_name_their_negator(tmp_path: Path) -> None:
    """An entry under a negator counts, and says so."""
    document = segment(Document("d", "They did not shoot."))
    term, shifter = match_lexicon(document, read(tmp_path, "mine.dic", LIWC).lexicon, "dictionary")
    assert (term.role, shifter.role, document.covered(shifter)) == ("term", "shifter", "not")


def test_a_regex_that_backtracks_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken, for no reader can tell, and stopped in a while; the error names file and line."""
    monkeypatch.setattr("analysis.text.matcher._REGEX_SECONDS", 0.5)
    dictionary = read(tmp_path, "mine.csv", "term,label,match\n(a|a|aa)+(b|c)(?<=q),a,regex\n")
    with pytest.raises(ValueError, match=r"mine\.csv:2: regex .* needs more than"):
        list(find_terms(segment(Document("d", "a" * 5000)), dictionary.lexicon))


def told(pattern: str) -> str:
    """What is said of a regex."""
    try:
        check_pattern(pattern)
    except ValueError as error:
        return str(error)
    return "taken"


@pytest.mark.parametrize(
    "pattern", ["(?:(?:a{999}){999}){999}", "(?:" * 60 + "a" + "+)" * 60, "a" * 501, "(" * 400, "[", r"\p{Nope}"]
)
def test_patterns_are_checked_in_no_time(pattern: str) -> None:
    """A pattern that would keep the compiler busy for minutes is told at once; so is one that is none."""
    assert told(pattern) != "taken"


def test_the_work_of_reading_is_linear(tmp_path: Path) -> None:
    """Time is linear in the file, with as many categories as there are entries."""
    for name, head, line in (
        ("mine.yml", "", "c{0}: [w{0}*]\n"),
        ("mine.lc3", "", "+c{0}\nw{0}*\n"),
        ("mine.csv", "term,label\n", "w{0}*,c{0}\n"),
    ):
        work = []
        for entries in (2_000, 8_000):
            text = head + "".join(line.format(number) for number in range(entries))
            work.append(lines_run(lambda t=text, name=name: read(tmp_path, name, t)))  # type: ignore[misc]
            assert len(read(tmp_path, name, text).lexicon.entries) == entries
        assert work[1] < 5 * work[0]


def fuzzed(folder: Path, name: str, data: bytes) -> None:
    """A clean read whose lexicon can be searched for, or an error with file and line."""
    try:
        dictionary = read(folder, name, data)
    except LexiconError as error:
        message = str(error)
        assert message.startswith(f"{folder / name}:")
        assert message.removeprefix(f"{folder / name}:").split(":")[0].isdigit()
        return
    assert dictionary.lexicon.entries
    assert {entry.category for entry in dictionary.lexicon.entries} == set(dictionary.lexicon.categories)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= one.line <= lines for one in (*dictionary.lexicon.entries, *dictionary.skipped))
    list(find_terms(segment(Document("d", "They killed him in an air raid; look after us.")), dictionary.lexicon))


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    """Cut anywhere, a file gives a clean read of what is left or an error with its line."""
    data = FILES[name].encode()
    for end in range(0, len(data), 3):
        fuzzed(tmp_path, name, data[:end])


LETTERS = st.text(st.sampled_from("ab1 %+*?\t\n\r,;:\"'#<>&!-[]{}()/\\\x00\x85\u2028é☺"), max_size=40)
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=10_000)


@pytest.mark.parametrize("name", FILES)
@FUZZ
@given(data=st.data())
def test_a_spoilt_file_is_read_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """A good file with a piece cut out and another put in never hangs and never gives a traceback."""
    text = FILES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    piece = data.draw(st.one_of(LETTERS.map(str.encode), st.binary(max_size=10)))
    fuzzed(tmp_path, name, text[:start].encode() + piece + text[end:].encode())


@pytest.mark.parametrize("name", sorted({name.split(".")[1]: name for name in FILES}.values()))
@FUZZ
@given(text=st.one_of(LETTERS, st.text(max_size=60)))
@example(text="{a: {a: {")
@example(text="<dictionary>" * 100)
@example(text="a: &a [*a]")
def test_any_text_is_read_or_refused(tmp_path: Path, name: str, text: str) -> None:
    """Text that is in no format at all is refused with its line."""
    fuzzed(tmp_path, name, text.encode("utf-8", "replace"))


@FUZZ
@given(pattern=st.one_of(st.text(st.sampled_from("ab(|)*+?{}0129,[]^$\\.<=!:"), max_size=60), st.text(max_size=20)))
def test_any_regex_is_checked_in_time(pattern: str) -> None:
    """A regex is taken or refused, quickly."""
    assert told(pattern)
