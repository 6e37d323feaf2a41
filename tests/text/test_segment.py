"""Paragraphs, sentences and tokens: what news looks like, and what must hold of any text at all."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Section, Span, covers, fold
from analysis.text.segment import segment, split_paragraphs, tokenise

PIECES = st.sampled_from(
    [
        "He left.", "“Why?”", " he asked", "Gen. ", "U.S. ", "Iran’s ", "don’t", "al-Muhandis", "6,566", "J. K. ",
        "...", "…", " . . . ", "—", "--", "'", "''", '"', "`", "”", "“", "‘", "(", ")", "[2]", "No. 5", "p.m. ", ".",
        "?!", " ", "\n", "\n\n", "\r\n", "\u00a0", "\u200b", "\u200f", "\u2028", "😀", "👩‍🔬", "e\u0301", "الفیاض",
        "می‌خواهم", "https://a.bc/d", "@you", "#now", "n't", "'s", "$", "€", "1.5", "-", "a.b", "$-.5", "x/y", "\u0301",
        "\ufe0f", "_", "In the ",
    ]
)  # fmt: skip
ODD = st.text() | st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)


def _document(text: str, **fields: object) -> Document:
    return segment(Document("d", text, **fields))  # type: ignore[arg-type]


def _sentences(text: str) -> list[str]:
    document = _document(text)
    return [document.covered(sentence) for sentence in document.sentences]


def _words(text: str) -> list[str]:
    document = _document(text)
    return [document.covered(token) for token in document.tokens if token.is_word]


def _split(text: str) -> str:
    return " ".join(text[span.start : span.end] for span in tokenise(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran’s envoys’ cars", "Iran ’s envoys ’ cars"),
        ("Iran's U.S.'s", "Iran 's U.S. 's"),
        ("don’t can't I'm they’ll we've CAN'T", "do n’t ca n't I 'm they ’ll we 've CA N'T"),
        ("cannot gonna gotta wanna lemme", "cannot gonna gotta wanna lemme"),
        ("al-Muhandis anti-Daesh COVID-19 F-16 U.S.-led", "al-Muhandis anti-Daesh COVID-19 F-16 U.S.-led"),
        ("pre- and post-war, -which", "pre - and post-war , - which"),
        ("6,566 3.5 9/11 24/7 10:30 2003-2011 .5 -5", "6,566 3.5 9/11 24/7 10:30 2003-2011 .5 -5"),
        ("2003–2011, 3% of $5 or €5m", "2003 – 2011 , 3 % of $ 5 or € 5m"),
        ("a 3rd or 1990s ’90s car", "a 3rd or 1990s ’90s car"),
        ("Mr. Li, Gen. Wu and J. K. Poe (ret.) left.", "Mr. Li , Gen. Wu and J. K. Poe ( ret . ) left ."),
        ("e.g., at 5 a.m., i.e. in Reno, Nev., in Jan.", "e.g. , at 5 a.m. , i.e. in Reno , Nev. , in Jan."),
        ("No. 5 on p. 3 said no.", "No. 5 on p. 3 said no ."),
        ("He said No.", "He said No ."),
        ("he sat. The Mass. mass.", "he sat . The Mass. mass ."),
        ("left the U.S.", "left the U.S."),
        ("R&D at AT&T, U.S./Iran, and/or", "R&D at AT&T , U.S. / Iran , and / or"),
        ("Tehran—which–or--so", "Tehran — which – or -- so"),
        ("no… no... wait. . .", "no … no ... wait . . ."),
        ("What?! No!!! Why?", "What ?! No !!! Why ?"),
        ("“It’s ‘so’,” \"he said\" 'no'", "“ It ’s ‘ so ’ , ” \" he said \" ' no '"),
        ("''It is,'' ``so''", "'' It is , '' `` so ''"),
        ("‘cause 'em ’tis O’Neill d’Or Qur’an", "‘ cause 'em ’tis O’Neill d’Or Qur’an"),
        ("Iran‘s", "Iran ‘s"),
        ("[File: AFP/EPA] (see 2)", "[ File : AFP / EPA ] ( see 2 )"),
        ("at https://a.bc/d?e=1, a.b@c.org. #Now @you", "at https://a.bc/d?e=1 , a.b@c.org . #Now @you"),
        ("(www.a.bc) pic.ab.com/c2", "( www.a.bc ) pic.ab.com/c2"),
        ("end.Then said:yes", "end . Then said : yes"),
        ("great👍🏽👩‍🔬now ❤️", "great 👍🏽👩‍🔬 now ❤️"),
        ("café cafe\u0301s na\u00efve", "café cafe\u0301s naïve"),
        ("می‌خواهم، سلام؟", "می‌خواهم ، سلام ؟"),
        ("\ufeffIran\u200f’s \u200b troops\u200f.", "Iran ’s troops ."),
        ("5 000\u00a0men, news\u00adpaper", "5 000 men , news\u00adpaper"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    """Words and marks stand apart as in the Penn Treebank, but one name, number or address is one token."""
    assert _split(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran’s", 1), ("don’t", 1), ("U.S.", 1), ("6,566", 1), ("al-Muhandis", 1), ("COVID-19", 1), ("—", 0),
        ("3%", 1), ("$5", 1), ("Iran ’s", 1), ("they'd've", 1), ("troops’", 1), ("…", 0), ("😀", 0), ("_", 0), ("½", 1),
        ("cannot", 1), ("#Now @you", 2), ("U.S.-led", 1), ("and/or", 2), ("“I’m,” he said.", 3), ("الفیاض", 1),
        ("'", 0), ("’90s", 1),
    ],
)  # fmt: skip
def test_words_are_counted_as_written(text: str, words: int) -> None:
    """A clitic, a mark or an emoji is no word; a possessive, contraction, initialism, number or name is one."""
    assert len(_words(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "He met Gen. Wu. | Then Dr. No left.",
        "It began on Jan. 3 in Reno, Nev., at 5 p.m. Monday. | It ended.",
        "He left the U.S. | The army stayed.",
        "The U.S. Army stayed.",
        "He left the U.S. | Meanwhile it rained.",
        "They farm near Trenton, N.J. | Apples grow well.",
        "TRENTON, N.J. (AP) — Apples grow well.",
        "The N.J. Senate met.",
        "J. K. Poe and W.B. Yeats read. | K.C. Lee wrote.",
        "Plan B. | But it failed.",
        "He came in at No. 5. | She said no. | Then she left.",
        "Smith v. Jones, e.g. Smith vs. Wu, is old.",
        "Shares of Acme Corp. rose. | So did those of Acme Inc. | The rest fell.",
        "He sat. | Sat. 5 was free.",
        "It is in the critical mass. | Tom from Boston, Mass., knew.",
        "“Why?” he asked. | “Go!” | They went.",
        "“Why?” Mr. Smith asked. | “Never!” Smith said.",
        "“Why?” | The crowd said nothing.",
        "“Go.” the officer said. | “Stay.” | Then he went.",
        "‘It’s “so.”’ | Then he went.",
        "It was so.“ | Then he went.",
        "'So,' he said. | 'Yes.' | Then he went.",
        'He said: "Go. " | Then he said: "Stay."',
        "He went (and stayed.) | Then he left.",
        "He went. | (He was ill.) | Then he left.",
        "It is so.[2] | It was so. [3] [4] | Then it was not.",
        "The band Go! (1999) played.",
        "So far… | Then it changed. | It was … Smith who knew. | It was ... | Then it was not.",
        "They left. . . . | We stayed.",
        "What?! | No!!! | Why?",
        "1. The first. | 2. The second.",
        "He won 3. | The rest lost.",
        "It was the iPhone. | iPhone sales fell. | al-Abadi left.",
        "Enough. | https://a.bc/d",
        "They stayed behind. | we left.",
        "It fell approx. five points, or incl. tax.",
        "Great! 😀 | Then he left.",
        "He left; she stayed: all — or none — knew.",
        "سلام؟ | خوب.",
        "No mark at all",
        "He left. | 15 stayed.",
        "Then\u200f.\u00a0| She stayed.",
        "Guards at the gate | In the square they met.",
        "Men in Black at the Gate",
    ],
)
def test_sentences(text: str) -> None:
    """A sentence ends where its end mark stands, closing marks included, and not after what only looks like one."""
    parts = [part.strip() for part in text.split("|")]
    assert [part.strip() for part in _sentences(" ".join(parts))] == parts


def test_sentences_keep_to_paragraphs() -> None:
    """The end of a paragraph is the end of a sentence, with an end mark or without."""
    assert _sentences("A headline\n\nHe met Gen.\n\nWu.") == ["A headline", "He met Gen.", "Wu."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n \t\r\nTwo.\r\n", ["One.", "Two."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("A headline\n\nOne.\nTwo.", ["A headline", "One.", "Two."]),
        ("They met on\nmonday.", ["They met on\nmonday."]),
        ("They met on Monday in the\nRoman Forum, and stayed a\nday. Then Caesar, who was\nill, left.", None),
        ("\n\u200b\n One. \n", ["One."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_paragraphs(text: str, expected: list[str] | None) -> None:
    """Blank lines part paragraphs, and so do other line ends, unless a line goes on or the text was wrapped by hand."""
    found = [text[span.start : span.end] for span in split_paragraphs(text, Span(0, len(text)))]
    assert found == ([text] if expected is None else expected)


def test_a_wrapped_text_keeps_its_short_last_lines() -> None:
    """In a hard-wrapped text a line with an end mark and room for the next word ends a paragraph."""
    wrapped = (
        "They met on Monday in the\nForum and stayed for a full\nday.\nThen Caesar, who had been\nill, left the city.\n"
    )
    assert [
        wrapped[span.start : span.end].count("\n") for span in split_paragraphs(wrapped, Span(0, len(wrapped)))
    ] == [2, 1]


def test_long_lines_are_not_wrapped() -> None:
    """Lines of more than 120 characters are paragraphs even where none ends with an end mark."""
    line = "Word " * 30
    assert len(split_paragraphs(f"{line}\n{line}\n{line}", Span(0, 3 * len(line) + 2))) == 3


def test_a_body_beyond_the_text_is_refused() -> None:
    """The message names the argument, the value and what is valid."""
    with pytest.raises(ValueError, match=r"body must lie inside the text \(0 to 3\), got end=4"):
        split_paragraphs("One", Span(0, 4))


def test_only_the_body_is_segmented() -> None:
    """Sections other than the body have no tokens; a body may be in two pieces; without sections all is body."""
    text = "Headline\n\nROME — One. Two.\n\nAB/CD"
    parts = (
        Section(0, 8, "headline"),
        Section(10, 16, "dateline"),
        Section(17, 26, "body"),
        Section(28, 33, "sign_off"),
    )
    document = _document(text, sections=parts)
    assert [document.covered(sentence) for sentence in document.sentences] == ["One.", "Two."]
    assert document.paragraphs == (Span(17, 26),)
    assert _document(text, sections=parts[:2]).tokens == ()
    two = _document(text, sections=(Section(0, 8, "body"), Section(17, 21, "body")))
    assert [two.covered(sentence) for sentence in two.sentences] == ["Headline", "One."]
    assert len(_document(text).paragraphs) == 3


def test_what_is_known_is_kept() -> None:
    """Segmenting changes neither text nor meta nor sections, and replaces what an earlier segmenting found."""
    before = Document("d", "One. Two.", {"outlet": "X"}, (Section(0, 4, "body"),))
    after = segment(before)
    assert (after.doc_id, after.text, after.meta, after.sections) == (
        "d",
        "One. Two.",
        {"outlet": "X"},
        before.sections,
    )
    assert segment(after) == after


def _hidden(char: str) -> bool:
    return char.isspace() or not fold(char)


@given(ODD)
def test_every_visible_character_is_in_one_token(text: str) -> None:
    """Tokens are in order, do not overlap, are not empty, and leave out nothing but blanks and invisible characters."""
    document = _document(text)
    assert all(one.end <= other.start for one, other in pairwise(document.tokens))
    covered = {index for token in document.tokens for index in range(token.start, token.end)}
    assert all(_hidden(char) for index, char in enumerate(text) if index not in covered)
    for token in document.tokens:
        form = document.covered(token)
        assert not any(char.isspace() for char in form)
        assert not _hidden(form[0])
        assert not _hidden(form[-1])


@given(ODD)
def test_tokens_sentences_and_paragraphs_nest(text: str) -> None:
    """Each token is in one sentence and each sentence in one paragraph, and a sentence ends where its tokens do."""
    document = _document(text)
    for inner, outer in ((document.tokens, document.sentences), (document.sentences, document.paragraphs)):
        assert all(sum(covers(around, span) for around in outer) == 1 for span in inner)
        assert all(one.end <= other.start for one, other in pairwise(outer))
    for sentence in document.sentences:
        indices = document.indices(sentence)
        assert (document.tokens[indices[0]].start, document.tokens[indices[-1]].end) == (sentence.start, sentence.end)


@given(ODD)
def test_segmenting_is_pure(text: str) -> None:
    """The same text gives the same result, whatever was segmented before."""
    first = _document(text)
    _document("“Other,” said Gen. Wu of the U.S.’s text.")
    assert _document(text) == first


@given(ODD, ODD)
def test_paragraphs_do_not_touch_each_other(one: str, other: str) -> None:
    """Long lines, which no hand wrapped, are segmented alike alone and beside others."""
    long = "x" * 130
    left, right = _document(f"{long}\n\n{one}"), _document(f"{long}\n\n{other}")
    joined = _document(f"{long}\n\n{one}\n\n{long}\n\n{other}")
    assert len(joined.tokens) == len(left.tokens) + len(right.tokens)
    assert len(joined.sentences) == len(left.sentences) + len(right.sentences)


@given(
    st.lists(st.sampled_from(["Iran’s", "didn't", "U.S.-led", "6,566", "(x)", "al-Quds", "Gen.", "'90s", "$5.", "—"]))
)
def test_words_stand_for_themselves(chunks: list[str]) -> None:
    """A chunk is divided alike wherever it stands, so that the terms of a lexicon are divided as the text is."""
    alone = [form for chunk in chunks for form in _split(chunk).split()]
    assert _split(" ".join(chunks)).split() == alone


@given(ODD, st.sampled_from("\u200b\u200c\u200f\u2060\ufeff\u00ad"), st.integers(0, 200))
def test_invisible_characters_change_no_token(text: str, hidden: str, place: int) -> None:
    """Where no blank is beside it, an invisible character leaves the forms of the tokens what they were."""
    place = min(place, len(text))
    before = [fold(text[span.start : span.end]) for span in tokenise(text)]
    marked = text[:place] + hidden + text[place:]
    assert [fold(marked[span.start : span.end]) for span in tokenise(marked)] == before


HOSTILE = [
    "a",
    "'",
    '"',
    ".",
    "(",
    "”",
    "a'",
    "n't",
    "-",
    ". ",
    "U.S.",
    "www.",
    "a@b.",
    "1,",
    "“A.” ",
    "\n",
    "a.\n",
    "? ",
    "aa.",
]


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Forty thousand characters of one mark are read to the end; quadratic time would take many minutes."""
    text = (unit * 40_000)[:40_000]
    document = _document(text)
    assert bool(document.tokens) == bool(text.strip())


def test_a_sentence_has_a_bound() -> None:
    """What is longer is cut, so that grammar is asked of so many words at most; no token is lost."""
    document = _document("He said that she said that " * 200 + "it rained.")
    assert len(document.sentences) == 3
    assert sum(len(document.indices(sentence)) for sentence in document.sentences) == len(document.tokens) == 1203


def test_a_megabyte_of_one_word() -> None:
    """A word as long as an article may be is one token."""
    assert [(token.start, token.end) for token in _document("a" * 1_000_000).tokens] == [(0, 1_000_000)]


def test_nltk_is_imported_when_used() -> None:
    """Importing the module does not import NLTK, which takes most of a second."""
    code = "import sys, analysis.text.segment; print('nltk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The crew had not slept.“We are tired,” said the mate. “We go home.”Nobody answered.", 4),
        ("Was it safe?Nobody knew!The crew left.", 3),
        ("The crew left.The boat stayed.It was dark.", 3),
        ("They left.A storm came.", 2),
        ("He said “no.”Then he left.", 2),
        ("It is on Booking.com and in Node.js. The U.S.Army took 3.5% of it.", 2),
        ("See example.com/Some.Page?What=Now or write to Ada.Stone@example.com today.", 1),
        ("Mr.Holt met Gen.Kell and St.Clair vs.The State.", 1),
        ("He met J.F.Kell of ASP.NET there.", 1),
        ("It cost 5.The rest was free.", 2),
        ("The law (2019).It failed.", 2),
        ("They met at 10 a.m.The talks failed.", 2),
        ("She said no.‘Never,’ she added.", 2),
        ("“No.”He left. “Go!”Ann cried.", 3),
        ("“Go!”she said.", 1),
        ("He paused...Then he left.", 2),
        ("That is the end.[1]The start was worse.", 2),
        ("Version 2.0.1 of A.B.Nolan and U.S.Steel was sold by Gen.“Iron” Kell.", 1),
    ],
)
def test_a_blank_lost_after_an_end_mark(text: str, count: int) -> None:
    """Where paragraphs or sentences were joined, an end mark ends a sentence before a capital; names stay whole."""
    document = _document(text)
    assert len(document.sentences) == count, [document.covered(sentence) for sentence in document.sentences]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The road ends at Pier C. Workers left it.", 2), ("They met at Gate B. Nobody came.", 2),
        ("He had hepatitis C. Doctors knew.", 2), ("It is rich in vitamin D. Children need it.", 2),
        ("They play in Group F. Norland leads it.", 2), ("The court saw Exhibit B. Lawyers objected.", 2),
        ("She lives on Avenue D. Neighbours know her.", 2), ("They play in Serie A. Milan won.", 2),
        ("He met John F. Kell.", 1), ("A. B. Nolan came.", 1),
        ("The group met J. Kell in May.", 1),
        ("He got an A. Teachers cheered.", 2), ("It was an F. Parents complained.", 2),
        ("She read an F. Scott Fitzgerald novel.", 1), ("He saw a D. W. Griffith film.", 1),
        ("She met a J. Kell there.", 1),
    ],
)  # fmt: skip
def test_a_letter_that_names_a_thing(text: str, count: int) -> None:
    """A capital after a pier, a gate, a vitamin is no initial; one in a name is."""
    assert len(_document(text).sentences) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He read Yahoo! News on Monday. Chips by Yum! Brands sold well. The host of Jeopardy! Ken Orr said so.", 3),
        ("He works for Yahoo! The firm is old.", 2), ("Go! Ken Orr left.", 2),
    ],
)  # fmt: skip
def test_names_with_an_exclamation_mark(text: str, count: int) -> None:
    """Such a name ends a sentence only before a word that opens one."""
    assert len(_document(text).sentences) == count


def test_abbreviations_lexicon() -> None:
    """The lexicon has the categories the rules ask for, and at least 150 abbreviations, each with its full stop."""
    lexicon = load_lexicon("abbreviations")
    others = {"starter", "run_in", "cue", "elision", "clitic", "lettered", "exclaimed"}
    assert {"title", "connective", "ordinal", "state"} | others <= set(lexicon.categories)
    abbreviations = [entry.term for entry in lexicon.entries if entry.category not in others]
    assert len(abbreviations) >= 150
    assert all(term.endswith(".") and " " not in term for term in abbreviations)
    assert len(set(abbreviations)) == len(abbreviations)


def test_gold_news() -> None:
    """On the news of GUM at least 95 of 100 sentences are right, in the half kept for the check too."""
    gold = Path(os.environ.get("GOLD_DIR", "../shared/gold"))
    if not (gold / "segmentation_gum" / "documents.jsonl").is_file():
        pytest.skip(f"no gold data in {gold}: set GOLD_DIR")
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.bench.segmentation import measure, ours

    for half in ("all", "kept"):
        rows = {row["genre"]: row for row in measure(gold, half, [ours])}
        assert float(rows["news"]["f1"]) >= 0.95
