"""The matcher: what an entry finds, where it may not look, what denies it, and what it costs."""

from __future__ import annotations

import fnmatch
import itertools
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.lexicon import Category, Entry, Lexicon, LexiconError, Provenance, load_lexicon
from analysis.text import matcher
from analysis.text.document import Document, fold, overlaps
from analysis.text.matcher import Match, find_terms
from analysis.text.parse import parse
from analysis.text.segment import segment


def lexicon_of(*entries: Entry, path: str = "") -> Lexicon:
    """A lexicon of these entries, with the categories they name."""
    categories = {entry.category: Category(entry.category, "", "") for entry in entries}
    return Lexicon("own", "1", "test", Provenance(("us",), 2026, "MIT", ""), categories, entries, path=path)


def read(text: str, grammar: bool = False) -> Document:
    """The text with its words, and with grammar where asked."""
    document = segment(Document("d", text))
    return parse(document) if grammar else document


def found(text: str, *entries: Entry, grammar: bool = False, overlap: str = "longest") -> list[str]:
    """The words that the entries cover."""
    document = read(text, grammar)
    return [document.covered(match) for match in find_terms(document, lexicon_of(*entries), overlap=overlap)]


def test_fixed_matches_as_written_in_any_capitals() -> None:
    """A fixed term finds its own form only, whatever its capitals."""
    text = "Attack! The ATTACK was an attack; attacks and attackers came."
    assert found(text, Entry("attack", "a")) == ["Attack", "ATTACK", "attack"]


def test_case_asks_for_exact_capitals() -> None:
    """ "US" is not "us"."""
    assert found("The US told us so; Us too.", Entry("US", "a", case=True)) == ["US"]


def test_lemma_matches_every_inflected_form() -> None:
    """A lemma term finds the forms of the verb once there is grammar, and its own form where there is none."""
    text = "They attacked, they attack and they are attacking."
    assert found(text, Entry("attack", "a", "lemma"), grammar=True) == ["attacked", "attack", "attacking"]
    assert found(text, Entry("attack", "a", "lemma")) == ["attack"]


def test_pos_is_asked_of_the_last_word_where_it_is_known() -> None:
    """A term limited to verbs passes over the noun; without grammar it cannot tell and finds both."""
    text = "They attack us. The attack failed."
    document = read(text, grammar=True)
    verbs = list(find_terms(document, lexicon_of(Entry("attack", "a", pos="VERB"))))
    assert [match.start for match in verbs] == [5]
    assert found(text, Entry("attack", "a", pos="VERB")) == ["attack", "attack"]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("terror*", ["terror", "terrorist", "Terrorism"]),
        ("*ror", ["terror"]),
        ("terr?r", ["terror"]),
        ("t*ism", ["Terrorism"]),
    ],
)
def test_glob_stays_inside_a_word(glob: str, expected: list[str]) -> None:
    """Stars and question marks stand for letters of one word."""
    assert found("Of terror, a terrorist and Terrorism.", Entry(glob, "a", "glob")) == expected


def test_several_words_may_mix_globs_and_fixed_words() -> None:
    """In a glob of several words, a word without a star is compared as written."""
    assert found("State terrorism, states terror, state terror.", Entry("state terror*", "a", "glob")) == [
        "State terrorism",
        "state terror",
    ]


def test_regex_must_begin_and_end_with_words() -> None:
    """A regex finds whole tokens; one that ends inside a word gives nothing."""
    assert found("On 5 March and 15 March.", Entry(r"\d+ March", "a", "regex")) == ["5 March", "15 March"]
    assert found("marching", Entry("march", "a", "regex")) == []


def test_regex_heeds_case() -> None:
    """A regex ignores capitals unless the entry asks for them."""
    assert found("US us", Entry("us", "a", "regex")) == ["US", "us"]
    assert found("US us", Entry("us", "a", "regex", case=True)) == ["us"]


def test_a_regex_without_end_is_refused_with_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that would run for ever is stopped; the message says where it stands."""
    monkeypatch.setattr(matcher, "_REGEX_SECONDS", 0.05)
    bad = lexicon_of(Entry(r"(a|a|aa)+(b|c)(?<=q)", "a", "regex", line=7), path="mine.toml")
    with pytest.raises(
        LexiconError, match=r"^mine\.toml:7: regex .* needs more than 0\.05 s on d: it tries too many ways"
    ):
        list(find_terms(read("a" * 5000), bad))


@pytest.mark.parametrize(("sentences", "refused"), [(5, False), (6, True)])
def test_a_slow_regex_has_one_budget_for_a_document(
    monkeypatch: pytest.MonkeyPatch, sentences: int, refused: bool
) -> None:
    """Sentences that are each quick enough add up; of two entries, each has a budget of its own."""
    clock = itertools.count(step=0.5)  # seconds pass from look to look: a sentence takes half a one
    monkeypatch.setattr(matcher, "process_time", lambda: next(clock))
    monkeypatch.setattr(matcher, "_REGEX_SECONDS", 3)
    slow = lexicon_of(Entry("w.r", "a", "regex", line=4), Entry("wars?", "b", "regex", line=5), path="mine.toml")
    document = read("They want war. " * sentences)
    assert len(document.sentences) == sentences
    if refused:
        with pytest.raises(LexiconError, match=r"^mine\.toml:4: regex 'w\.r' needs more than 3 s"):
            list(find_terms(document, slow))
    else:
        assert len(list(find_terms(document, slow))) == 2 * sentences


def test_a_nested_repeat_ends_with_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeats inside a repeat on a long run of one letter end with the budget."""
    monkeypatch.setattr(matcher, "_REGEX_SECONDS", 0.5)
    bad = lexicon_of(Entry("(a+)+$", "a", "regex", line=2), path="mine.toml")
    with pytest.raises(LexiconError, match=r"^mine\.toml:2: regex '\(a\+\)\+\$' needs more than 0\.5 s on d: "):
        list(find_terms(read("a" * 20_000 + " It is over."), bad))


def test_a_nested_repeat_in_bounds_is_found() -> None:
    """What looks the same but ends soon is no error, and finds what it finds."""
    assert found("They want aaa", Entry("(a+)+$", "a", "regex")) == ["aaa"]
    assert found("Five long years", Entry(r"(\w+\s?)+s", "a", "regex")) == ["Five long years"]


def test_an_ordinary_regex_takes_long_texts() -> None:
    """Of ten thousand pairs of words, each is found."""
    document = read("Some wars never end. " * 5_000)
    assert len([*find_terms(document, lexicon_of(Entry(r"\w+ \w+", "a", "regex")))]) == 10_000


def test_a_term_does_not_reach_over_a_sentence_end() -> None:
    """Words that only meet across a full stop are not a term; a mark between them parts them as well."""
    assert found("They left the White. House prices rose.", Entry("white house", "a")) == []
    assert found("The white, house-proud man.", Entry("white house", "a")) == []
    assert found("The White\n House said so.", Entry("white house", "a")) == ["White\n House"]


def test_apostrophes_and_invisible_marks_do_not_hide_a_term() -> None:
    """Words are compared in their folded form; the text under the match is as written."""
    assert found("Iran’s so\u00adldiers", Entry("iran's soldiers", "a")) == ["Iran’s so\u00adldiers"]


def test_longest_and_all() -> None:
    """The longest match hides the shorter ones inside it, unless all are asked for."""
    entries = Entry("war crime", "a"), Entry("war", "a"), Entry("crime", "a")
    assert found("A war crime.", *entries) == ["war crime"]
    assert found("A war crime.", *entries, overlap="all") == ["war crime", "war", "crime"]


def test_categories_do_not_hide_each_other() -> None:
    """The longest match of one category leaves the matches of another alone."""
    assert found("A war crime.", Entry("war crime", "law"), Entry("war", "conflict")) == ["war crime", "war"]


def test_unknown_overlap_is_refused() -> None:
    """A wrong argument is named, with the values it may have."""
    with pytest.raises(ValueError, match="overlap must be one of longest, all, got 'shortest'"):
        list(find_terms(read("war"), lexicon_of(Entry("war", "a")), overlap="shortest"))


@pytest.mark.parametrize("text", ["", " ", "…", "\u200b", "?!", "🙂"])
def test_odd_texts_give_nothing(text: str) -> None:
    """A document without a word, or without a sentence, has no match and raises nothing."""
    lexicon = lexicon_of(Entry("war", "a"), Entry("w.r", "a", "regex"))
    assert list(find_terms(read(text), lexicon)) == []
    assert list(find_terms(Document("d", text), lexicon)) == []


WORDS = ["war", "War", "wars", "crime", "no", "the", "state", "US", "us", ".", "“", "it’s"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
TERMS = st.lists(st.sampled_from(["war", "wars", "crime", "state", "us", "it's"]), min_size=1, max_size=3).map(" ".join)
ENTRIES = st.lists(
    st.one_of(
        st.builds(Entry, TERMS, st.sampled_from("ab"), st.just("fixed"), st.booleans()),
        st.builds(Entry, st.sampled_from(["w*", "*s", "?s", "state w*"]), st.sampled_from("ab"), st.just("glob")),
        st.builds(Entry, st.sampled_from(["wars?", "w.. (crime|us)"]), st.sampled_from("ab"), st.just("regex")),
    ),
    max_size=8,
)


def agrees(words: str, match: Match) -> bool:
    """Whether the covered words are what the entry asks for, told without the matcher."""
    words, term = " ".join(fold(words).split()), match.entry.term
    if match.entry.match == "regex":
        return regex.fullmatch(term, words, regex.IGNORECASE) is not None
    if match.entry.match == "glob":
        return fnmatch.fnmatchcase(words.lower(), term)
    return words == term if match.entry.case else words.lower() == term.lower()


@given(TEXTS, ENTRIES)
def test_every_match_covers_its_entry(text: str, entries: list[Entry]) -> None:
    """What a match covers fits its entry, its tokens are those of the span, and it lies in one sentence."""
    document = read(text)
    for match in find_terms(document, lexicon_of(*entries), "all"):
        assert agrees(document.covered(match), match)
        assert (match.start, match.end) == (document.tokens[match.first].start, document.tokens[match.last - 1].end)
        assert sum(overlaps(match, sentence) for sentence in document.sentences) == 1


@given(TEXTS, ENTRIES)
def test_longest_matches_of_a_category_are_disjoint_and_in_order(text: str, entries: list[Entry]) -> None:
    """With the longest kept, no two of one category overlap, and each is among all the matches."""
    document, lexicon = read(text), lexicon_of(*entries)
    kept, everything = list(find_terms(document, lexicon)), list(find_terms(document, lexicon, overlap="all"))
    assert kept == sorted(kept, key=lambda match: (match.start, -match.end, match.entry.category, match.entry.term))
    assert set(kept) <= set(everything)
    for index, match in enumerate(kept):
        for other in kept[:index]:
            assert match.entry.category != other.entry.category or not overlaps(match, other)
    assert {match.entry.category for match in everything} == {match.entry.category for match in kept}


def test_twenty_thousand_entries_cost_no_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of places looked at in the trie does not depend on how many entries the lexicon holds."""
    document = read("There is a war of words, and a word of war. " * 20)
    steps = []

    def counted(node: matcher._Node, form: str, lower: str, lemma: str) -> list[matcher._Node]:
        steps.append(node)
        return after(node, form, lower, lemma)

    after = matcher._Node.after
    monkeypatch.setattr(matcher._Node, "after", counted)
    sums = []
    for size in (10, 20_000):
        lexicon = lexicon_of(Entry("war of words", "a"), *(Entry(f"nonword{n}", "a") for n in range(size)))
        assert len(list(find_terms(document, lexicon))) == 20
        sums.append(len(steps))
        steps.clear()
    assert sums[0] == sums[1]


def test_a_lexicon_is_laid_out_once() -> None:
    """A second document reads the trie that the first one built; another lexicon gets its own."""
    one, other = lexicon_of(Entry("war", "a")), lexicon_of(Entry("war", "a"))
    assert matcher._trie(one) is matcher._trie(one)
    assert matcher._trie(one) is not matcher._trie(other)
    assert load_lexicon("negators") is load_lexicon("negators")


def test_a_glob_forgets_words_when_it_has_seen_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a glob remembers of a corpus stays bounded, and forgetting changes no match."""
    monkeypatch.setattr(matcher, "_SEEN", 3)
    lexicon = lexicon_of(Entry("wa*", "a", "glob"))
    document = read("a b c d e war f g h wars")
    assert [document.covered(match) for match in find_terms(document, lexicon)] == ["war", "wars"]
    assert len(matcher._trie(lexicon).seen) <= 3


def test_a_lexicon_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    """A user's own file is read at every call, so an edit counts at once."""
    path, head = tmp_path / "own.toml", Path(load_lexicon("negators").path).read_text(encoding="utf-8")
    path.write_text(head, encoding="utf-8")
    before = load_lexicon(path)
    path.write_text(head.replace('  "barely",\n', ""), encoding="utf-8")
    assert len(load_lexicon(path).entries) == len(before.entries) - 1
