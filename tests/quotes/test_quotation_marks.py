"""Quotations by their marks, and the voice of each sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.voices import voice_stretches
from analysis.text.document import Document, Section, Span, Token
from tests.work import lines_run

SEED = Path(__file__).parents[2] / "seeds" / "tehran-times_2020-03-08_shamkhani-baghdad.txt"
MARKS = "“”\"'‘’„«»‹›‚`「」『』《》"


def build(text: str) -> Document:
    """A document whose paragraphs lie between blank lines, and whose sentences and tokens are cut crudely."""
    paragraphs = tuple(Span(*found.span()) for found in re.finditer(r"\S(?:.|\n(?!\n))*", text))
    ends = re.compile(r"\S(?:[^.?!]|[.?!](?![”\"’']*(?:\s|$)))*[.?!]*[”\"’']*")
    sentences = tuple(
        Span(*found.span()) for paragraph in paragraphs for found in ends.finditer(text, paragraph.start, paragraph.end)
    )
    tokens = tuple(
        Token(*found.span(), is_word=found[0][0].isalnum())
        for sentence in sentences
        for found in re.finditer(r"\w+|[^\w\s]", text[: sentence.end])
        if found.start() >= sentence.start
    )
    return Document("d", text, paragraphs=paragraphs, sentences=sentences, tokens=tokens)


def rows(text: str) -> list[Annotation]:
    return list(find_quotations(build(text)))


def found(text: str) -> list[tuple[str, str]]:
    return [(text[row.start : row.end], row.rule.removeprefix("quotes.")) for row in rows(text)]


def relations(text: str) -> list[str]:
    return [row.relation for row in rows(text)]


def stretches(text: str) -> list[tuple[str, str, float]]:
    document = build(text)
    cut = voice_stretches(document, find_quotations(document))
    return [(row.label, text[row.start : row.end], row.score) for row in cut]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “We go.” Then he left.", [("“We go.”", "curly")]),
        ('"We go," he said. They called it "bold".', [('"We go,"', "straight"), ('"bold"', "straight")]),
        ("``We go,'' he said, ''and soon.''", [("``We go,''", "straight"), ("''and soon.''", "straight")]),
        ("“We go,’’ he said.", [("“We go,’’", "curly")]),
        ("‘We go,’ he said.", [("‘We go,’", "single")]),
        ("'We go,' he said of the 'plan'.", [("'We go,'", "single"), ("'plan'", "single")]),
        ("Er sagte: „Wir gehen“ und ging.", [("„Wir gehen“", "low")]),
        ("Powiedział: „Idziemy” i poszedł.", [("„Idziemy”", "low")]),
        ("Il dit : « Nous partons » et partit.", [("« Nous partons »", "guillemets")]),
        ("Er sagte: »Wir gehen« und »bald«.", [("»Wir gehen«", "guillemets"), ("»bald«", "guillemets")]),
        ("Er sagte: ‹Wir gehen›.", [("‹Wir gehen›", "guillemets")]),
        ("Hon sade: ”Vi går” och gick.", [("”Vi går”", "curly")]),
        ("他说「我们走」。", [("「我们走」", "corner")]),
        ("他说：“我们走。”然后走了。", [("“我们走。”", "curly")]),
        ("他读《红楼梦》。", [("《红楼梦》", "corner")]),
        ('“We go," he said. "We stay”, she said.', [('“We go,"', "curly"), ('"We stay”', "straight")]),
        ("““We go,” he said.", [("““We go,”", "curly")]),
        ("“We go,“ he said. “And soon.” So he did.", [("“We go,“", "curly"), ("“And soon.”", "curly")]),
        ("“We go. “", [("“We go. “", "curly")]),
        ("” … we go,” he said.", [("” … we go,”", "curly")]),
        ('He said "We go, " and left.', [('"We go, "', "straight")]),
        ('("We go," he said.)', [('"We go,"', "straight")]),
        ("('We go,' he said.)", [("'We go,'", "single")]),
        ('A plan—"the plan"—that failed.', [('"the plan"', "straight")]),
        ('"Yes,"he said.', [('"Yes,"', "straight")]),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[tuple[str, str]]) -> None:
    """Each pair of marks, foreign, mixed or mistyped, gives the stretch it encloses, with its marks, by its rule."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Iran’s forces and the soldiers’ families didn’t go.",
        "In the ’90s, rock ’n’ roll and the class of ’16 were O’Neil’s.",
        "In the '90s, rock 'n' roll and the class of '16 were O'Neil's.",
        "The sign 'a' and the ‘b’, rock 'n' roll's best.",
        "In the ‘90s, al-Sha‘b and al-Isra' met.",
        "He is 6'3\" tall and hers is 5'10\".",
        "They got ‘em and 'em all, cap’n.",
        'A 12" pipe and 6" of rain.',
        'The word צה"ל stands here.',
        "We go,” he said. They stay.",
        'We go," he said. They stay.',
        'Nothing “…” here, "" nor “—” there.',
        '<a href="page.html" title=“x y”>A page</a> of words.',
        "",
        " \n\n\t ",
    ],
)
def test_what_does_not_quote(text: str) -> None:
    """Apostrophes, inches, stray closing marks, tags and marks round no word give no row."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The soldiers’ families go,’ he said.", ["‘The soldiers’ families go,’"]),
        ("‘Terrorists’ and the soldiers met ‘friends’ there.", ["‘Terrorists’", "‘friends’"]),
        ("'Terrorists' and the soldiers' families.", ["'Terrorists'"]),
        ("“the ‘so-called’ plan of Iran’s”", ["“the ‘so-called’ plan of Iran’s”", "‘so-called’"]),
        ("‘He said “go” and we’re goin’ home,’ she said.", ["‘He said “go” and we’re goin’ home,’", "“go”"]),
        (
            "‘They say “the soldiers’, all” to us,’ he said.",
            ["‘They say “the soldiers’, all” to us,’", "“the soldiers’, all”"],
        ),
        ('"Get \'em," he said.', ['"Get \'em,"']),
        ("It ‘began in the ’90s’ there.", ["‘began in the ’90s’"]),
        ("He’s ‘6’2”,’ they say.", ["‘6’2”,’"]),
        ("“He is 6’2”,” she said.", ["“He is 6’2”,”"]),
        ('"The 12" pipe and the 6" pipe leak," he said.', ['"The 12" pipe and the 6" pipe leak,"']),
        ('"It began in 2003" and "ended in 2011" there.', ['"It began in 2003"', '"ended in 2011"']),
        ("''He said, 'Eight years.''' So it was.", ["''He said, 'Eight years.'''", "'Eight years.'"]),
    ],
)
def test_apostrophes_and_inches_inside(text: str, expected: list[str]) -> None:
    """A mark that may be an apostrophe or mean inches does not end a quotation that a sure mark ends."""
    assert [words for words, _ in found(text)] == expected


def test_one_typo_spoils_one_paragraph() -> None:
    """A mark too few or too many leaves the quotations of the other paragraphs as they were."""
    right = 'A "one" b.\n\nA "two" b, "three" c.\n\nA "four" b.'
    others = {'"two"', '"three"', '"four"'}
    for wrong in ('A "one b.', 'A one" b.', 'A "one"" b.', 'A " "one" b.', 'A """ b.'):
        words = [covered for covered, _ in found(right.replace('A "one" b.', wrong))]
        assert others <= set(words)
        assert all("\n" not in covered for covered in words)


@pytest.mark.parametrize("opening", ["“", '"', "«", "‘", "'", "„", "``"])
def test_unclosed(opening: str) -> None:
    """An opening mark that is never closed runs to the end of its paragraph, and is called unclosed."""
    assert found(f"{opening}We go, he said.  \n\nThey stay.") == [(f"{opening}We go, he said.", "unclosed")]


def test_unclosed_before_the_next_sentence_that_opens() -> None:
    """Where another quotation opens a sentence, the one left open ends before it; inside a sentence it is nested."""
    assert found("“Where? he asked. “We go,” she said.") == [("“Where? he asked.", "unclosed"), ("“We go,”", "curly")]
    assert found("“A. “b” c. “d” e.") == [("“A.", "unclosed"), ("“b”", "curly"), ("“d”", "curly")]
    text = "“It is as “The Times” wrote it, and so on.\n\n“And on.” So he said."
    assert found(text)[:2] == [(text.partition("\n")[0], "continued"), ("“The Times”", "nested")]


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’", "''", "«»", "「」"])
def test_continued_over_paragraphs(opening: str, closing: str) -> None:
    """Where each paragraph opens again and only the last closes, the parts are rows of one quotation."""
    parts = [f"{opening}We go.", f"{opening}We stay.", f"{opening}We see.{closing}"]
    text = "\n\n".join([*parts, f"{opening}No,{closing} they said."])
    assert found(text)[:3] == [(part, "continued") for part in parts]
    assert relations(text) == ["quote:0"] * 3 + [f"quote:{len(text) - 16}"]


def test_continued_and_never_closed() -> None:
    """A quotation that goes on and is never closed is one quotation, whose last part is unclosed."""
    text = "He said “We go.\n\n“We stay.\n\nThey left."
    assert found(text) == [("“We go.", "continued"), ("“We stay.", "unclosed")]
    assert relations(text) == ["quote:8", "quote:8"]


def test_a_paragraph_that_does_not_reopen_ends_it() -> None:
    """A paragraph that opens with no mark, or with another, does not go on with what stayed open."""
    assert found("“We go.\n\nThey “stay” there.") == [("“We go.", "unclosed"), ("“stay”", "curly")]
    assert relations('"We go.\n\n“We stay.”') == ["quote:0", "quote:9"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("“We go,” he said, “and soon.”", True),
        ("“We go”, he said, “and soon.”", True),
        ('"We go," said Gholam-Ali of the ministry in a call on Monday, "and soon."', True),
        ("''We go,'' he said, ''and soon.''", True),
        ("‘We go,’ he said, ‘and soon.’", True),
        ("“On this basis,” he said, “Iran goes.”", True),
        ("“We go,” he said, ‘and soon.’", False),
        ("“We go,” he said. “And soon.”", False),
        ("“We go,” he said. Then, “and soon.”", False),
        ("“We go,” he said, “and soon.”".replace(", “", " “"), False),
        ("“Bold,” “brave,” and “new.”", False),
        ("“Bold,” and “brave.”", False),
        ("“We go,” he said, and later he added in a letter, “Iran is here.”", False),
        ("“We go,” " + "he said and " * 6 + "so on, “and soon.”", True),
        ("“We go,” " + "he said and " * 30 + "so on, “and soon.”", False),
        ("“We”—he rose—“go.”", True),
        ("“We go.” — He rose — “They stay.”", False),
        ("“We go,” he said,\n\n“and soon.”", False),
    ],
)
def test_interrupted(text: str, bound: bool) -> None:
    """Two parts are one quotation where only a short attribution between commas stands between them."""
    same, other = relations(text)[:2]
    assert (same == other) is bound
    assert same == f"quote:{min(text.index(mark) for mark in MARKS if mark in text)}"


def test_interrupted_twice() -> None:
    """Three parts share the relation of the first, each by the rule of its own marks."""
    text = "“We go,” he said, “and soon,” he added, “or never.”"
    assert relations(text) == ["quote:0"] * 3
    assert {rule for _, rule in found(text)} == {"curly"}


def test_interruption_needs_sentences() -> None:
    """Without sentences nothing says whether an interruption ends one, so nothing is bound."""
    assert len({row.relation for row in find_quotations(Document("d", "“We go,” he said, “and soon.”"))}) == 2


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“He said ‘go’ to us.”", ["‘go’"]),
        ("‘He said “go” to us,’ they say.", ["“go”"]),
        ("\"He said 'go' to us.\"", ["'go'"]),
        ("“He said “go” to us.”", ["“go”"]),
        ('"He said "go" to us."', ['"go"']),
        ('"He said—"go"—to us."', ['"go"']),
        ("„Er sagte ‚geh‘ zu uns.“", ["‚geh‘"]),
        ("“He said: ‘She said “go” to us.’”", ["‘She said “go” to us.’", "“go”"]),
        ("“‘Go,’ he said.”", ["‘Go,’"]),
        ("“He said ‘go.’”", ["‘go.’"]),
    ],
)
def test_nested(text: str, inner: list[str]) -> None:
    """A quotation inside another is a row of its own, with a relation of its own."""
    assert [words for words, rule in found(text) if rule == "nested"] == inner
    assert len(set(relations(text))) == 1 + len(inner)


def test_crossing_marks() -> None:
    """Of two quotations whose marks cross, the inner one is left unclosed and ends with the outer."""
    assert found("A “one «two” three» b.") == [("“one «two”", "curly"), ("«two", "unclosed")]
    assert found("«“One. “two» b") == [("«“One. “two»", "guillemets"), ("“One.", "unclosed"), ("“two", "unclosed")]


def test_rows() -> None:
    """A row is of layer quote, label direct and role content, and has no score and no actor."""
    (row,) = find_quotations(build("He said “go”."))
    assert (row.layer, row.label, row.role, row.actor) == ("quote", "direct", "content", "")
    assert (row.start, row.end, row.relation, row.rule) == (8, 12, "quote:8", "quotes.curly")
    assert row.score != row.score  # NaN


def test_lines_of_the_body_without_paragraphs() -> None:
    """A document not yet segmented is read by the lines of its body sections, or of all its text."""
    text = "The “title”\n“We go.\n“We stay.”"
    assert [row.start for row in find_quotations(Document("d", text))] == [4, 12, 20]
    body = (Section(0, 11, "headline"), Section(12, len(text), "body"))
    assert [row.relation for row in find_quotations(Document("d", text, sections=body))] == ["quote:12", "quote:12"]
    assert list(find_quotations(Document("d", text, sections=body[:1]))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They go. They stay.", [("narrator", "They go.", 2), ("narrator", "They stay.", 2)]),
        ("“We go,” he said.", [("direct", "“We go,”", 2), ("narrator", "he said.", 2)]),
        ("“We go”, he said.", [("direct", "“We go”", 2), ("narrator", ", he said.", 2)]),
        ("He said “go”.", [("narrator", "He said", 2), ("direct", "“go”.", 1)]),
        ("— “We go.”", [("direct", "— “We go.”", 2)]),
        ("“Bold”, “brave”.", [("direct", "“Bold”, “brave”.", 2)]),
        ("“One. Two,” he said.", [("direct", "“One.", 1), ("direct", "Two,”", 1), ("narrator", "he said.", 2)]),
        ("“He said ‘go’ twice.”", [("direct", "“He said ‘go’ twice.”", 4)]),
        ("…", [("narrator", "…", 0)]),
    ],
)
def test_voices(text: str, expected: list[tuple[str, str, float]]) -> None:
    """A sentence is cut where the voice of its words changes; marks go with what they enclose, points that stand alone
    with what precedes them, or at the start of a sentence with what follows."""
    assert stretches(text) == expected


def test_voice_rows() -> None:
    """Stretches carry the number of their sentence from 0 and their rule; only direct content changes the voice."""
    document = build("They go. “We stay.”")
    rows = list(voice_stretches(document, find_quotations(document)))
    assert [(row.layer, row.role, row.relation, row.rule) for row in rows] == [
        ("voice", "stretch", f"sentence:{number}", "voices.sentence") for number in (0, 1)
    ]
    cue = Annotation("quote", "direct", 0, 4, "cue")
    assert {row.label for row in voice_stretches(document, [cue])} == {"narrator"}


def test_voices_in_any_order_of_rows() -> None:
    """The order of the quotations given does not matter, nor that one stands inside another."""
    document = build("“He said ‘go’ to us,” they “say” here.")
    quotations = list(find_quotations(document))
    assert list(voice_stretches(document, quotations)) == list(voice_stretches(document, reversed(quotations)))


quoting = st.text(st.sampled_from(MARKS + "as n9,.?!…:-—()<>/ \n\n"), max_size=60)
texts = st.one_of(quoting, st.text(max_size=60), st.lists(st.sampled_from(["“We go,”", " he said, ", '"so', "\n\n"])))
texts = texts.map(lambda text: text if isinstance(text, str) else "".join(text))


def inside(one: Annotation, other: Annotation) -> bool:
    return other.start <= one.start and one.end <= other.end


@given(texts)
def test_law_rows_lie_in_paragraphs(text: str) -> None:
    """Whatever the text: rows come in order, begin with a mark, hold a word, and lie inside one paragraph."""
    document = build(text)
    rows = list(find_quotations(document))
    assert [row.start for row in rows] == sorted({row.start for row in rows})
    for row in rows:
        assert any(paragraph.start <= row.start < row.end <= paragraph.end for paragraph in document.paragraphs)
        assert text[row.start] in MARKS
        assert re.search(r"\w", text[row.start : row.end])
        assert not text[row.end - 1].isspace()


@given(texts)
def test_law_quotations_nest_or_are_disjoint(text: str) -> None:
    """Whatever the text: two rows are disjoint or one holds the other; parts of one quotation are disjoint."""
    found = rows(text)
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            disjoint = one.end <= other.start
            assert disjoint or (inside(other, one) and one.relation != other.relation)


@given(texts)
def test_law_relations_name_the_first_part(text: str) -> None:
    """Whatever the text: a relation is named after the start of the first of its parts; what is nested stands alone."""
    found = rows(text)
    count = Counter(row.relation for row in found)
    firsts = {row.relation: row.start for row in reversed(found)}
    assert all(relation == f"quote:{start}" for relation, start in firsts.items())
    assert all(count[row.relation] == 1 for row in found if row.rule == "quotes.nested")


@given(texts)
def test_law_stretches_partition_the_tokens(text: str) -> None:
    """Whatever the text: each token is in one stretch, stretches of a sentence differ, scores add up to the words."""
    document = build(text)
    cut = list(voice_stretches(document, find_quotations(document)))
    assert [index for row in cut for index in document.indices(Span(row.start, row.end))] == list(
        range(len(document.tokens))
    )
    assert sum(row.score for row in cut) == sum(token.is_word for token in document.tokens)
    for one, other in pairwise(cut):
        assert one.end <= other.start
        assert one.relation != other.relation or (one.label != other.label and one.score and other.score)


@given(texts)
def test_law_a_word_is_direct_in_a_quotation(text: str) -> None:
    """Whatever the text: the words of direct stretches are the words that stand between quotation marks."""
    document = build(text)
    quotations = list(find_quotations(document))
    direct = [row for row in voice_stretches(document, quotations) if row.label == "direct"]

    def within(token: Token, rows: list[Annotation]) -> bool:
        return any(row.start <= token.start < row.end for row in rows)

    for token in document.tokens:
        assert not token.is_word or within(token, direct) == within(token, quotations)


@given(st.lists(st.sampled_from(["We go", "Iran’s", "they’re here", "in 2003", "so—", "no"]), min_size=1, max_size=8))
def test_law_straight_as_curly(words: list[str]) -> None:
    """Straight double marks are paired as the curly ones they stand for."""
    text = " and ".join(f"“{word},” he said. So {word}" for word in words)
    straight = text.translate(str.maketrans("“”’", '""\''))
    assert [(row.start, row.end) for row in rows(straight)] == [(row.start, row.end) for row in rows(text)]


@given(texts, texts)
def test_law_paragraphs_are_independent(one: str, other: str) -> None:
    """A text set after a paragraph without marks has the rows it has alone, moved."""
    ahead = re.sub(f"[{MARKS}]", "", one) + "\n\nWords.\n\n"
    alone = [(row.start + len(ahead), row.end + len(ahead), row.rule) for row in rows(other.lstrip())]
    assert [(row.start, row.end, row.rule) for row in rows(ahead + other.lstrip())] == alone


def hostile(size: int) -> Iterator[str]:
    for pattern in ("“", '"', "‘", "'", "“«", "“a ", '"a" ', "“a\n", "<a", '5" ', "‘as’ b ", "‘a “b ", "“a! "):
        yield (pattern * size)[:size]
    yield "“" * (size // 2) + "a" + "”" * (size // 2)
    yield "“a " * (size // 6) + " " * (size // 2)


def test_hostile_text_takes_linear_time() -> None:
    """Eight times the marks take about eight times the work."""

    def work(text: str) -> int:
        document = Document("d", text, sentences=(Span(0, len(text)),), tokens=(Token(0, 1),))
        return lines_run(lambda: list(voice_stretches(document, find_quotations(document))))

    for short, long in zip(hostile(2**10), hostile(2**13), strict=True):
        assert work(long) < 10 * work(short) + 1000


def test_golden_seed() -> None:
    """The two quotations of the seed article, and the words in each voice as the segmenter counts them."""
    from analysis.text.segment import segment

    document = segment(Document("seed", SEED.read_text(encoding="utf-8")))
    quotations = list(find_quotations(document))
    first, second = (document.text[row.start : row.end] for row in quotations)
    assert first.startswith("“Assassinating generals of the Axis of Resistance,")
    assert first.endswith("the early morning of Friday, Jan. 3,”")
    assert second == (
        "“Measures taken by the Iraqi government, parliament, and nation, who have demanded to oust U.S. forces in "
        "their huge rallies, deserve gratitude,”"
    )
    assert {row.rule for row in quotations} == {"quotes.curly"}
    words: Counter[str] = Counter()
    for row in voice_stretches(document, quotations):
        words[row.label] += int(row.score)
    assert sum(words.values()) == sum(token.is_word for token in document.tokens)
    assert words["direct"] == 50 + 22  # counted by hand
