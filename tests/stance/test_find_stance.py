"""Stance: who is evaluated is decided by structure; every side rests on words; nothing raises on text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.reader.reasons import Reason
from analysis.stance.connotation import load_connotations
from analysis.stance.find_stance import find_stance
from analysis.stance.paths import PATHS, paths_to
from analysis.stance.valence import score_valence
from analysis.text.document import Document, Span, covers
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.work import lines_run

Item = tuple[str, int, int]


@lru_cache
def parsed(text: str) -> Document:
    return parse(segment(Document("d", text)))


def mention(text: str, name: str, after: int = 0) -> Annotation:
    start = text.index(name, after)
    return Annotation("actor", "name", start, start + len(name), "mention", actor=name)


def stance(text: str, *names: str, contents: Sequence[Annotation] = ()) -> list[Annotation]:
    """The rows of the first name."""
    mentions = [mention(text, name) for name in names]
    valences = [*score_valence(parsed(text), [load_lexicon("valence_news")])]
    rows = [*find_stance(parsed(text), mentions, contents, valences)]
    return [row for row in rows if row.relation == f"stance:{mentions[0].start}"]


def words(text: str, rows: Sequence[Annotation], role: str) -> list[str]:
    return [text[row.start : row.end] for row in rows if row.role == role]


SIDES = [
    ("The brutal regime of Assad fell.", "Assad", "against", "brutal"),
    ("Iran's brutal attack killed dozens.", "Iran", "against", "brutal"),
    ("Smith's efforts deserve gratitude.", "Smith", "favor", "gratitude"),
    ("Jones is a hero.", "Jones", "favor", "hero"),
    ("Jones, a notorious liar, arrived.", "Jones", "against", "liar"),
    ("The terrorist group Zed attacked the village.", "Zed", "against", "terrorist"),
    ("The senator accused Smith of lying.", "Smith", "against", "accused"),
    ("The senator praised Smith for his courage.", "Smith", "favor", "praised"),
    ("The minister hailed the efforts of Jones.", "Jones", "favor", "hailed"),
    ("Leaders condemned Iran.", "Iran", "against", "condemned"),
    ("Paris was condemned by Smith.", "Paris", "against", "condemned"),
    ("Criticism of Jones grew.", "Jones", "against", "Criticism"),
    ("Support for Jones grew.", "Jones", "favor", "Support"),
    ("He said that Jones is a liar.", "Jones", "against", "liar"),
    ("Jones visited the town, but Smith destroyed it.", "Smith", "against", "destroyed"),
    ("Jones helped the poor.", "Jones", "favor", "helped"),
    ("The measures taken by Jones deserve gratitude.", "Jones", "favor", "gratitude"),
]


@pytest.mark.parametrize(("text", "name", "label", "word"), SIDES)
def test_the_structure_decides(text: str, name: str, label: str, word: str) -> None:
    """The target, its side, the word that carries it, and why."""
    target, *rest = stance(text, name)
    assert (target.label, text[target.start : target.end], target.actor) == (label, name, name)
    assert word in words(text, rest, "expression")
    assert (target.score > 0) == (label == "favor")
    assert target.rule in {row.rule for row in rest if row.role == "expression"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jones met reporters on Monday.", "Jones"),
        ("Jones said the war was a terrible crime.", "Jones"),
        ("Jones visited the town, but Smith destroyed it.", "Jones"),
        ("The senator accused Smith of lying.", "senator"),
        ("They do not condemn Jones.", "Jones"),
        ("Jones did not lie.", "Jones"),
        ("Jones was killed by the militants.", "Jones"),
        ("The assassination of Jones shocked the town.", "Jones"),
        ("The murdered mayor Jones was remembered.", "Jones"),
        ("Jones has kept ties with Rome since the ouster of the dictator Smith.", "Jones"),
        ("“The attack was a terrible mistake,” Jones said, according to reporters.", "Jones"),
    ],
)
def test_no_side_is_invented(text: str, name: str) -> None:
    """Reporters, speakers, judges, victims, the other clause and what is denied: no side, no words, no holder."""
    rows = stance(text, name)
    assert [(row.role, row.label) for row in rows] == [("target", "none")]


def test_negation_turns_round() -> None:
    """ "Not a hero" leans to against, below "a hero"."""
    assert stance("Jones is a hero.", "Jones")[0].score > 0 > stance("Jones is not a hero.", "Jones")[0].score


PRAISE = [
    ("Paris not only praised Hamas but hailed it.", "favor"),
    ("Paris did not hesitate to praise Hamas.", "favor"),
    ("Paris failed to praise Hamas.", "none"),
    ("It is not true that Paris praised Hamas.", "none"),
    ("Nobody praised Hamas.", "none"),
    ("Few praised Hamas.", "none"),
    ("Hardly anyone praised Hamas.", "none"),
    ("Paris stopped short of praising Hamas.", "none"),
    ("Paris refused to praise Hamas.", "none"),
    ("Rather than praise Hamas, Paris kept silent.", "none"),
    ("Without praising Hamas, Paris welcomed the talks.", "none"),
]


@pytest.mark.parametrize(("text", "label"), PRAISE)
def test_praise_that_is_denied_is_no_praise_and_no_blame(text: str, label: str) -> None:
    """What is denied takes no side; idioms and two denials leave the praise as it is."""
    assert stance(text, "Hamas")[0].label == label


def test_rules_name_the_entry_or_the_path() -> None:
    """A word of the connotation lexicon is cited by its entry, another by its path."""
    assert stance("Leaders hailed Smith.", "Smith")[0].rule == "connotation@1.0:hail"
    assert stance("Jones met reporters on Monday.", "Jones")[0].rule == "stance.none"
    known = {f"stance.{name}" for name in (*PATHS, "none", "unparsed")}
    for text, name, _, _ in SIDES:
        for row in stance(text, name):
            assert row.rule in known | {"stance.source", "stance.judge"} or row.rule.startswith("connotation@1.0:")


def attribution(text: str, source: str, cue: str, content: str, actor: str, number: int = 0) -> list[Annotation]:
    rows = []
    for role, part in (("source", source), ("cue", cue), ("content", content)):
        at = text.index(part)
        who = actor if role == "source" else ""
        rows.append(Annotation("quote", "indirect", at, at + len(part), role, f"quote:{number}", who))
    return rows


def test_the_holder_is_the_source_of_the_innermost_content() -> None:
    """Who speaks holds what is said; of two around each other, the inner one."""
    text = "Berger said that Costa claimed that Jones is a liar."
    inner = attribution(text, "Costa", "claimed", "that Jones is a liar", "Ana Costa", 1)
    outer = attribution(text, "Berger", "said", "that Costa claimed that Jones is a liar", "Tom Berger", 2)
    for contents in ([*outer, *inner], [*inner, *outer]):
        holders = [row for row in stance(text, "Jones", contents=contents) if row.role == "holder"]
        assert [(row.actor, text[row.start : row.end], row.label) for row in holders] == [
            ("Ana Costa", "Costa", "against")
        ]


def test_the_narrator_is_no_holder_row() -> None:
    """Outside of what is attributed there is no holder."""
    text = "Jones is a liar. Berger said that it rained."
    contents = attribution(text, "Berger", "said", "that it rained", "Tom Berger")
    assert "holder" not in {row.role for row in stance(text, "Jones", contents=contents)}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Costa condemned Jones.", "Jones"),
        ("Jones was condemned by Costa.", "Jones"),
        ("Costa's praise for Jones surprised us.", "Jones"),
        ("Costa thanked Jones.", "Jones"),
    ],
)
def test_who_judges_is_the_holder(text: str, target: str) -> None:
    """The subject of praise or blame holds the stance; the word is the expression."""
    rows = stance(text, target, "Costa")
    assert words(text, rows, "holder") == ["Costa"]
    assert words(text, rows, "expression")


def test_what_a_source_says_is_not_about_the_source() -> None:
    """The words of a content do not count for the mention that is its source, whatever the distance."""
    text = "“A horrible, brutal, disgusting massacre,” said Jones."
    contents = attribution(text, "Jones", "said", "A horrible, brutal, disgusting massacre", "Jones")
    assert [row.role for row in stance(text, "Jones", contents=contents)] == ["target"]


def test_rows_keep_to_the_schema() -> None:
    """Roles and labels are those of the layer; scores lie in [-1, 1]; words lie in the target's sentence."""
    text = "Leaders condemned Iran's brutal attack. Smith, a hero, thanked Jones, the liar."
    document = parsed(text)
    mentions = [mention(text, name) for name in ("Iran", "Smith", "Jones")]
    rows = [*find_stance(document, mentions, valences=[*score_valence(document, [load_lexicon("valence_news")])])]
    assert [row.actor for row in rows if row.role == "target"] == ["Iran", "Smith", "Jones"]
    for row in rows:
        assert row.layer == "stance"
        assert row.role in LAYERS["stance"].roles
        assert row.label in LAYERS["stance"].labels
        target = next(one for one in rows if one.role == "target" and one.relation == row.relation)
        assert target.label == row.label
        sentence = next(span for span in document.sentences if covers(span, Span(target.start, target.end)))
        if row.role == "expression":
            assert covers(sentence, Span(row.start, row.end))
        assert math.isnan(row.score) if row.role != "target" else -1 <= row.score <= 1


def test_the_valence_layer_is_used_where_it_is_given() -> None:
    """A word that only the given rows know decides."""
    text = "The blorpy Jones arrived."
    row = Annotation("valence", "negative", 4, 10, "expression", score=-0.9, rule="own")
    bad = next(find_stance(parsed(text), [mention(text, "Jones")], valences=[row]))
    assert bad.score < next(find_stance(parsed(text), [mention(text, "Jones")])).score


def test_a_mention_without_an_actor_is_passed_over() -> None:
    """An unresolved pronoun has no row."""
    assert not [*find_stance(parsed("He is a liar."), [Annotation("actor", "pronoun", 0, 2, "mention")])]


def test_mentions_that_start_together_are_told_apart() -> None:
    """A name inside a longer one has rows of its own."""
    text = "The Jones administration was a disgrace."
    rows = [*find_stance(parsed(text), [mention(text, "Jones administration"), mention(text, "Jones")])]
    assert {row.relation for row in rows} == {"stance:4", "stance:4-9"}


def test_a_model_gives_the_probabilities() -> None:
    """It is asked once, with the sentences; the words come from the grammar, and none are needed."""
    text = "It rained. Leaders condemned Jones. Smith left."
    asked: list[Item] = []

    def model(items: Sequence[Item]) -> np.ndarray:
        asked.extend(items)
        return np.array([[0.8, 0.1, 0.1], [0.1, 0.2, 0.7]])

    rows = [*find_stance(parsed(text), [mention(text, "Jones"), mention(text, "Smith")], model=model)]
    assert asked == [("Leaders condemned Jones.", 18, 23), ("Smith left.", 0, 5)]
    targets = [(row.label, round(row.score, 2)) for row in rows if row.role == "target"]
    assert targets == [("against", -0.7), ("favor", 0.6)]
    assert "condemned" in words(text, rows, "expression")


def test_who_suffers_is_not_blamed_by_a_model() -> None:
    """Harm done to a target is no stance against it, unless grammar finds a word that blames it."""
    text = "Rebels shot Jones. Leaders condemned Smith."
    mentions = [mention(text, "Jones"), mention(text, "Smith")]
    patients = {Span(row.start, row.end) for row in mentions}

    def model(items: Sequence[Item]) -> np.ndarray:
        return np.array([[0.9, 0.1, 0.0]] * len(items))

    for suffering, labels in (((), ["against", "against"]), (patients, ["none", "against"])):
        rows = find_stance(parsed(text), mentions, model=model, patients=suffering)
        assert [row.label for row in rows if row.role == "target"] == labels


def test_what_belongs_to_the_struck_is_not_blamed_either() -> None:
    """Whose general is shot, and the same general again in the sentence, suffer with him; who shoots does not."""
    text = "Rebels shot Iran's general Jones when Jones left."
    actors = [mention(text, "Rebels"), mention(text, "Iran"), mention(text, "Jones")]
    again = replace(actors[2], start=text.rindex("Jones"), end=text.rindex("Jones") + 5)
    patients = {Span(actors[2].start, actors[2].end)}
    rows = find_stance(
        parsed(text), [*actors, again], model=lambda items: np.array([[0.9, 0.1, 0.0]] * len(items)), patients=patients
    )
    assert [row.label for row in rows if row.role == "target"] == ["against", "none", "none", "none"]


def test_a_model_that_is_not_sure_takes_no_side() -> None:
    """A side needs a probability of one half; the words that carry it are asked for only where there is one."""
    text = "Leaders condemned Jones. Smith left."
    tried: list[tuple[Item, list[str]]] = []

    def explain(items: Sequence[Item], words: Sequence[Sequence[tuple[int, int]]]) -> list[list[Reason]]:
        tried.extend((item, [item[0][slice(*place)] for place in own]) for item, own in zip(items, words, strict=True))
        return [[Reason(0, 7, -0.3), Reason(8, 17, 0.2)]]

    rows = [
        *find_stance(
            parsed(text),
            [mention(text, "Jones"), mention(text, "Smith")],
            model=lambda items: np.array([[0.8, 0.1, 0.1], [0.45, 0.3, 0.25]]),
            explain=explain,
        )
    ]
    assert [row.label for row in rows if row.role == "target"] == ["against", "none"]
    assert tried == [(("Leaders condemned Jones.", 18, 23), ["Leaders", "condemned"])]
    carried = [(text[row.start : row.end], row.score) for row in rows if row.role == "expression"]
    assert carried[0] == ("Leaders", -0.3)  # the word that speaks against the side is not its evidence
    assert [word for word, _ in carried] == ["Leaders", "condemned"]
    assert math.isnan(carried[1][1])


def test_bad_arguments() -> None:
    """The message names the argument and what is wrong with it."""
    text = "Jones left."
    with pytest.raises(ValueError, match="mentions"):
        [*find_stance(parsed(text), [Annotation("actor", "name", 4, 99, "mention", actor="Jones")])]
    with pytest.raises(ValueError, match="model must give"):
        [*find_stance(parsed(text), [mention(text, "Jones")], model=lambda items: np.zeros((1, 2)))]


ODD = [
    "",
    " ",
    ".",
    "”",
    "Jones",
    "Jones Jones Jones",
    "“Jones",
    "\u200b\u200b",
    "no no no",
    "Jones’s’s’s",
    "\ud7ff\n\n\n?",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_does_not_raise(text: str) -> None:
    """No sentence, no grammar, marks alone: a row for each mention at most."""
    whole = [Annotation("actor", "name", 0, len(text), "mention", actor="X")] if text else []
    for document in (parsed(text), segment(Document("d", text)), Document("d", text)):
        rows = [*find_stance(document, whole)]
        assert len([row for row in rows if row.role == "target"]) == len(whole)


def test_without_grammar_nothing_is_claimed() -> None:
    """No grammar: none, and no number."""
    text = "The brutal Jones."
    row = next(find_stance(segment(Document("d", text)), [mention(text, "Jones")]))
    assert (row.label, row.rule) == ("none", "stance.unparsed")
    assert math.isnan(row.score)


@settings(max_examples=25)
@given(st.text(alphabet="aJ .,“”'\n\u200bno", min_size=1, max_size=60), st.data())
def test_any_text_and_span(text: str, data: st.DataObject) -> None:
    """Whatever the text and the span: one target, its score in [-1, 1] or none."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    rows = find_stance(parsed(text), [Annotation("actor", "name", start, end, "mention", actor="J")])
    (target,) = (row for row in rows if row.role == "target")
    assert math.isnan(target.score) or -1 <= target.score <= 1


def test_a_sentence_without_an_end_takes_linear_time() -> None:
    """Thousands of mentions in one sentence: the work grows like the text."""
    work = []
    for times in (150, 600):
        text = "Jones praised the brutal Smith and " * times + "left."
        document = parsed(text)
        mentions = [
            Annotation("actor", "name", at, at + 5, "mention", actor=text[at : at + 5])
            for at in range(len(text) - 5)
            if text[at : at + 5] in {"Jones", "Smith"}
        ]
        work.append(lines_run(lambda d=document, m=mentions: [*find_stance(d, m)]))  # type: ignore[misc]
    assert 0 < work[1] < 5 * work[0]


def test_paths() -> None:
    """The words of the relative clause and the passive are found."""
    document = parsed("Jones, who betrayed his friends, was praised by nobody because they lied.")
    found = {document.forms[index]: path for index, path in paths_to(document, 0, 1).items()}
    assert (found["betrayed"], found["praised"]) == ("agent", "patient")
    assert "lied" not in found


def test_weights_are_in_range() -> None:
    """Every written weight is in its range."""
    for kind, table in load_connotations().written.items():
        low = 0 if kind in {"victim", "beneficiary"} else -1
        assert all(low <= weight <= 1 and weight for weight in table.values()), kind
