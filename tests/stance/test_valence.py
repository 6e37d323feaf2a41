"""The valence layer: VADER on our own tokens, names neutralised, overlays, and every contribution explained."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance, load_lexicon
from analysis.stance.tone import rate_tone
from analysis.stance.valence import _vader, compound, find_denied_harm, score_valence
from analysis.text.document import Document, Span, Token
from analysis.text.parse import parse
from analysis.text.segment import segment

NEWS = load_lexicon("valence_news")


def document(text: str, grammar: bool = False) -> Document:
    segmented = segment(Document("d", text))
    return parse(segmented) if grammar else segmented


def scored(text: str, *overlays: Lexicon, grammar: bool = False) -> list[tuple[str, float]]:
    """Each expression of a text with VADER's valence of it (four times the score)."""
    read = document(text, grammar)
    return [
        (read.covered(Span(row.start, row.end)), round(4 * row.score, 2))
        for row in score_valence(read, overlays)
        if row.role == "expression"
    ]


def shifted(text: str, *overlays: Lexicon) -> list[tuple[str, str, str]]:
    """Each shifter of a text: the expression it acts on, its own words, its label."""
    read = document(text)
    rows = [*score_valence(read, overlays)]
    words = {row.relation: read.covered(Span(row.start, row.end)) for row in rows if row.role == "expression"}
    return [
        (words[row.relation], read.covered(Span(row.start, row.end)), row.label)
        for row in rows
        if row.role == "shifter"
    ]


def overlay(*entries: Entry, name: str = "own") -> Lexicon:
    provenance = Provenance(("nobody",), 2026, "MIT", "none")
    return Lexicon(name, "1", "valence", provenance, {"c": Category("c", "d", "r")}, entries)


@pytest.mark.parametrize("grammar", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "The United States sent its secretary there.",
        "United States officials spoke on Tuesday.",
        "He met the secretary of the Supreme National Security Council.",
        "The supreme leader and the minister of intelligence arrived.",
    ],
)
def test_names_and_titles_score_nothing(text: str, grammar: bool) -> None:
    """The words of a name or a title have no valence, with and without grammar, whatever VADER gives them."""
    assert scored(text, grammar=grammar) == []
    assert _vader().polarity_scores(text.lower())["compound"] > 0


def test_a_name_does_not_silence_the_word_elsewhere() -> None:
    """A word is neutralised where it is in a name and scored where it is not, in one sentence."""
    assert scored("The Great War was no great thing, he said.") == [("great", -2.29)]


def test_a_first_word_with_a_capital_is_no_name() -> None:
    """The capital that opens a sentence hides nothing, and neither do the capitals of a headline."""
    assert scored("Terror struck again.") == [("Terror", -2.4), ("struck", -1.0)]
    assert [word for word, _ in scored("Terror Attack Kills Twelve in Northern City")] == ["Terror", "Attack", "Kills"]


def test_a_repeated_word_is_scored_in_its_own_context() -> None:
    """The second "good" is not negated because the first one is, as it would be if found by its form."""
    assert scored("not good then but in fact really very good") == [
        ("good", -0.7),
        ("good", 3.71),
    ]


def test_shifters_are_rows_with_the_words_that_acted() -> None:
    """A booster, a dampener and a negator within three words give a row each; a word that changes nothing does not."""
    assert shifted("the talks were not very good") == [("good", "not", "negation"), ("good", "very", "booster")]
    assert shifted("a slightly bad and in the end quite useful day") == [
        ("bad", "slightly", "dampener"),
        ("useful", "quite", "booster"),
    ]
    assert shifted("not one of those many people was good") == []


def test_the_shifter_shares_the_relation_of_its_expression_alone() -> None:
    """Relations bind a shifter to the one word it acts on."""
    rows = [*score_valence(document("very bad and very sad"))]
    assert [(row.role, row.relation) for row in rows] == [
        ("expression", "valence:5"),
        ("shifter", "valence:5"),
        ("expression", "valence:18"),
        ("shifter", "valence:18"),
    ]


@pytest.mark.parametrize("negator", ["don't", "don’t", "cannot", "never", "no longer"])
def test_negators_turn_a_sense_round(negator: str) -> None:
    """Contractions negate with a straight and with a curly apostrophe, and so do the negators of our own lexicon."""
    text = f"they {negator} trust them"
    assert scored(text) == [("trust", -1.7)]
    assert shifted(text) == [("trust", negator, "negation")]


def test_no_negates_and_has_no_valence_of_its_own() -> None:
    """ "No" turns the next word round instead of adding something bad to it; "no doubt" and "not only" deny nothing."""
    assert scored("there is no danger") == [("danger", 1.78)]
    assert scored("no doubt great") == [("great", 3.1)]
    assert scored("not only great") == [("great", 3.1)]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Nobody was reckless.", True),
        ("The plan was far from good.", False),
        ("They failed to win.", False),
        ("They never failed to win.", True),
        ("The envoy, who was not there, was killed.", False),
    ],
)
def test_grammar_tells_what_is_denied(text: str, good: bool) -> None:
    """A denial turns a sense round however far it stands, and not in another clause."""
    scores = [score for _, score in scored(text, NEWS, grammar=True)]
    assert scores
    assert all((score > 0) == good for score in scores)


@pytest.mark.parametrize(
    "text", ["None of the passengers were injured.", "No deaths were reported.", "They suffered no casualties."]
)
def test_a_bad_event_that_did_not_happen_is_nothing_good(text: str) -> None:
    """Nobody is praised by it."""
    assert scored(text, NEWS, grammar=True) == []


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("The reckless mayor left.", "reckless", "evaluation"),
        ("She called him a liar.", "liar", "evaluation"),
        ("The storm killed two men.", "killed", "event"),
        ("The men were ill.", "ill", "event"),
        ("They signed an agreement.", "agreement", "event"),
        ("The captain was sad.", "sad", "event"),
    ],
)
def test_a_word_that_judges_is_told_from_one_for_an_event(text: str, word: str, label: str) -> None:
    """Adjectives mostly judge, nouns and verbs mostly tell of events; states and feelings judge nobody."""
    read = document(text, grammar=True)
    rows = [row for row in score_valence(read, [NEWS]) if row.role == "expression"]
    assert (word, label) in [(read.covered(Span(row.start, row.end)), row.label) for row in rows]


def test_a_superlative_that_is_denied_says_little() -> None:
    """Not the worst is neither good nor bad."""
    assert [word for word, _ in scored("It was not the worst storm of the year.", NEWS, grammar=True)] in (
        [],
        ["storm"],
    )
    assert scored("It was the worst day of the year.", grammar=True) == [("worst", -3.1)]


def test_but_halves_what_stands_before_and_raises_what_follows() -> None:
    """VADER's weighing of a contrast is in the scores, and "but" is a shifter of each word it weighed."""
    assert scored("a good plan but a bad day") == [("good", 0.95), ("bad", -3.75)]
    assert shifted("a good plan but a bad day") == [("good", "but", "dampener"), ("bad", "but", "booster")]


def test_capitals_strengthen_where_not_all_is_capitals() -> None:
    """A word in capitals among small letters gains 0.733; in a line that is all capitals it gains nothing."""
    assert scored("the attack was HORRIBLE") == [("attack", -2.1), ("HORRIBLE", -3.23)]
    assert scored("THE ATTACK WAS HORRIBLE") == [("ATTACK", -2.1), ("HORRIBLE", -2.5)]


def test_slang_idioms_are_left_out() -> None:
    """The bomb is not the bee's knees: VADER's idiom would make it +3."""
    assert scored("they all saw the bomb") == [("bomb", -2.2)]


def test_an_inflected_form_takes_the_value_of_its_lemma() -> None:
    """A form that is not in VADER falls back on its lemma, given grammar; one that is keeps its own value."""
    assert "bombarding" not in _vader().lexicon
    assert scored("They were bombarding it.", overlay(Entry("bombard", "c", "lemma", weight=-3.0)), grammar=True) == [
        ("bombarding", -3.0)
    ]
    assert scored("The wars ended.", grammar=True) == [("wars", -2.6)]


def test_an_overlay_wins_over_vader_and_an_earlier_one_over_a_later() -> None:
    """The first lexicon that knows a word decides, 0 included, and the rule cites it."""
    first, second = (
        overlay(Entry("like", "c", weight=0.0)),
        overlay(Entry("like", "c", weight=2.0), Entry("war", "c", weight=-1.0), name="other"),
    )
    rows = [*score_valence(document("it was like war"), [first, second])]
    assert [(row.score, row.rule) for row in rows] == [(-0.25, "other@1:war")]


def test_part_of_speech_decides_between_entries() -> None:
    """One form has the value of its part of speech; without grammar, the more careful one."""
    own = overlay(
        Entry("fine", "c", "lemma", pos="NOUN", weight=-1.0), Entry("fine", "c", "lemma", pos="ADJ", weight=2.0)
    )
    assert scored("They faced a fine. It was a fine day.", own, grammar=True) == [("fine", -1.0), ("fine", 2.0)]
    assert scored("They faced a fine. It was a fine day.", own) == [("fine", -1.0), ("fine", -1.0)]


def test_one_form_may_have_two_values_in_a_sentence() -> None:
    """Two uses of a form in one sentence each have the value of their part of speech."""
    own = overlay(
        Entry("fine", "c", "lemma", pos="NOUN", weight=-1.0), Entry("fine", "c", "lemma", pos="ADJ", weight=2.0)
    )
    assert scored("It was a fine day for the heavy fine.", own, grammar=True) == [("fine", 2.0), ("fine", -1.0)]


def test_words_of_one_letter_do_not_count() -> None:
    """VADER looks at three words before a word, not counting marks and words of one letter; a fourth is too far."""
    assert scored("not of the - a good") == [("good", -1.41)]
    assert scored("not of the last good") == [("good", 1.9)]
    assert shifted("not of the - a good") == [("good", "not", "negation")]


def test_a_phrase_is_one_word() -> None:
    """A phrase of an overlay has one row over all its words, and one of weight 0 takes its words out."""
    own = overlay(Entry("war crime", "c", "lemma", weight=-3.0), Entry("peace corps", "c", weight=0.0))
    assert scored("the worst war crimes of the peace corps", own, grammar=True) == [
        ("worst", -3.1),
        ("war crimes", -3.0),
    ]


def test_without_grammar_and_without_text() -> None:
    """No tokens, no rows; no grammar, still rows."""
    assert [*score_valence(Document("d", ""))] == []
    assert [*score_valence(Document("d", "  \n "), [NEWS])] == []
    assert scored("They were killed.", NEWS) == [("killed", -3.5)]


@pytest.mark.parametrize("weight", [None, 4.5, math.nan])
def test_a_weight_that_is_none_is_refused(weight: float | None) -> None:
    """An overlay entry without a weight on VADER's scale is an error that names lexicon, term, value and scale."""
    with pytest.raises(ValueError, match=r"overlays: 'own' gives 'war' .*-4 to 4"):
        [*score_valence(document("war"), [overlay(Entry("war", "c", weight=weight))])]


def test_compound_is_vaders_normalisation() -> None:
    """s / √(s² + 15) with s four times the sum; nothing gives NaN, not 0."""
    assert compound([1.0]) == pytest.approx(4 / math.sqrt(31))
    assert math.isnan(compound([]))
    assert compound([0.5, -0.5]) == 0


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Lower-case words: of VADER's lexicon, its boosters and negators, and some that say nothing; one reading each."""
    vader = _vader()
    words = {w for w in vader.lexicon if w.isalpha() and w.isascii() and w.islower() and len(w) > 1} - {"no", "cannot"}
    extra = [
        w for w in vader.constants.BOOSTER_DICT | dict.fromkeys(vader.constants.NEGATE) if w.isalpha() and w.isascii()
    ]
    plain = ["but", "the", "of", "table", "to", "went", "green", "least", "at", "this", "so", "walking"]
    apart = {word for word in words if len(document(f"it {word} it").tokens) != 3}
    return (*sorted(words - apart)[::7], *sorted({*extra} - {"cannot"}), *plain)


@given(st.data())
def test_contributions_recompute_the_valence_of_nltk(data: st.DataObject) -> None:
    """On plain words the compound of the rows is the compound NLTK gives, whatever the order and the shifters."""
    words = data.draw(st.lists(st.sampled_from(vocabulary()), min_size=1, max_size=12, unique=True))
    text = " ".join(words)
    scores = [row.score for row in score_valence(document(text), negators=_no_negators()) if row.role == "expression"]
    assume(all(abs(score) < 1 for score in scores))  # NLTK does not cut
    assert (compound(scores) if scores else 0) == pytest.approx(_vader().polarity_scores(text)["compound"], abs=6e-5)


@given(
    st.lists(
        st.sampled_from(["They", "Iran", "didn’t", "never", "very", "but", "good", "WAR", "a", ",", ".", "“", "so"])
    )
)
def test_rows_keep_the_contract(words: list[str]) -> None:
    """Rows point at words, scores keep to [-1, 1] and their label, a shifter has an expression and no score."""
    read = document(" ".join(words))
    rows = [*score_valence(read, [NEWS])]
    found = {row.relation for row in rows if row.role == "expression"}
    for row in rows:
        assert row.label in LAYERS["valence"].labels
        assert row.role in LAYERS["valence"].roles
        assert read.covered(Span(row.start, row.end)).strip() == read.covered(Span(row.start, row.end)) != ""
        assert row.relation in found
        _keeps_sign(row)


def _keeps_sign(row: Annotation) -> None:
    if row.role == "shifter":
        assert math.isnan(row.score)
    else:
        assert 0 < abs(row.score) <= 1
        assert row.label in {"evaluation", "event"}


@given(
    st.lists(
        st.sampled_from(["They were not very happy.", "It was a good, bad day!", "No war, but peace."]), max_size=4
    )
)
def test_sentences_are_scored_apart(sentences: list[str]) -> None:
    """The rows of a text are the rows of its sentences, moved to their places."""
    text, expected = " ".join(sentences), []
    for number, sentence in enumerate(sentences):
        shift = len(" ".join(sentences[:number])) + (number > 0)
        for row in score_valence(document(sentence)):
            moved = int(row.relation.split(":")[1]) + shift
            expected.append(replace(row, start=row.start + shift, end=row.end + shift, relation=f"valence:{moved}"))
    assert [*map(repr, score_valence(document(text)))] == [*map(repr, expected)]


def test_the_news_overlay_holds_what_vader_lacks_and_mends_what_it_misreads() -> None:
    """Words of conflict news have the expected sign, and ordinary words of news reports have no valence."""
    text = "The martyr was assassinated in an airstrike; expulsion, sanctions and occupation followed a ceasefire."
    found = dict(scored(text, NEWS, grammar=True))
    assert {word for word, value in found.items() if value < 0} == {
        "martyr", "assassinated", "airstrike", "expulsion", "sanctions", "occupation",
    }  # fmt: skip
    assert found["ceasefire"] > 0
    assert scored("The party shares a number of interests like natural gas and intelligence.", NEWS, grammar=True) == [
        ("shares", 0.3)
    ]


def test_the_news_overlay_keeps_to_its_scale() -> None:
    """Every weight is 0 or strong enough that no dampener turns it round, and no word has two values."""
    weights = [entry.weight for entry in NEWS.entries]
    assert all(weight is not None and (weight == 0 or 0.3 <= abs(weight) <= 4) for weight in weights)
    keys = [(entry.term, entry.pos) for entry in NEWS.entries]
    assert len(keys) == len(set(keys))


def test_tokens_without_sentences_are_no_error() -> None:
    """A document that was cut into words by somebody else and has no sentences yields nothing."""
    assert [*score_valence(Document("d", "war", tokens=(Token(0, 3),)))] == []


def _no_negators() -> Lexicon:
    return replace(copy.copy(load_lexicon("negators")), entries=())


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("None of the passengers on the ferry were injured.", False),
        ("Neither of the two drivers was hurt.", False),
        ("It was not the worst storm of the year.", False),
        ("Nobody was hurt, but the attack destroyed the town.", True),
        ("The passengers on the ferry were injured.", True),
    ],
)
def test_what_is_denied_makes_no_stretch_bad(text: str, bad: bool) -> None:
    """Whatever the rater says, a stretch is not bad where all its bad words are denied."""
    read = document(text, grammar=True)
    rows = [row for row in score_valence(read) if row.role == "expression" and row.score < 0]
    stretch = Annotation("voice", "narrator", 0, len(text), "stretch", score=8.0)
    denied = find_denied_harm(read)
    (row,) = rate_tone(read, [stretch], lambda texts: [-0.3 for _ in texts], rows, denied)
    assert (row.score, row.label) == ((-0.3, "negative") if bad else (0.0, "neutral"))
