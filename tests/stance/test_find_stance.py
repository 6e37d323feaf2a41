"""Stances from what a network says: expressions, targets and holders, on readings made by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation
from analysis.reader.speech import SpeechReading
from analysis.stance.find_stance import find_stance
from analysis.text.document import Document
from analysis.text.read import document_from_text

TEXT = "Kell hailed the docker Orr. “Orr is a reckless, lazy man,” Kell said. He was a disgrace to the town."


def read(
    text: str,
    praise: Sequence[str] = (),
    blame: Sequence[str] = (),
    targets: Mapping[str, Mapping[str, float]] | None = None,
    holders: Mapping[str, Mapping[str, float]] | None = None,
) -> SpeechReading:
    """A reading in which each word is one piece; ``targets`` and ``holders`` give for a word the shares of others."""
    offsets = [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]
    words = [text[start:end] for start, end in offsets]
    place = {word: number for number, word in reversed([*enumerate(words)])}

    def likely(chosen: Sequence[str]) -> np.ndarray:
        return np.array([0.98 if word in chosen else 0.01 for word in words])

    def shares(given: Mapping[str, Mapping[str, float]] | None) -> dict[int, dict[int, float]]:
        return {place[one]: {place[at]: share for at, share in to.items()} for one, to in (given or {}).items()}

    return SpeechReading(
        offsets, {"praise": likely(praise), "blame": likely(blame)},
        {"source": shares(holders), "target": shares(targets)},
    )  # fmt: skip


def mention(document: Document, words: str, actor: str) -> Annotation:
    start = document.text.index(words)
    return Annotation("actor", "name", start, start + len(words), "mention", actor=actor)


def found(reading: SpeechReading, looks: float, text: str = TEXT) -> list[tuple[str, str, str, str]]:
    """Role, label, words and actor of each row, where each mention looks good or bad by so much."""
    document = prepare(document_from_text(text, "d"))
    mentions = [mention(document, name, name) for name in ("Kell", "Orr") if name in text]
    quoted = text.find("“"), text.find("”") + 1
    voices = [Annotation("voice", "narrator", 0, quoted[0], "stretch")] if quoted[1] else []
    voices += [Annotation("voice", "direct", *quoted, "stretch", actor="Kell")] if quoted[1] else []
    voices += [Annotation("voice", "narrator", quoted[1], len(text), "stretch")]
    portrayals = [replace(row, layer="portrayal", role="target", score=looks) for row in mentions]
    rows = find_stance(document, mentions, voices, reading, portrayals)
    return [(row.role, row.label, document.covered(row), row.actor) for row in rows]


def test_words_of_a_speaker_are_his() -> None:
    """Two evaluating words with a comma between them are two expressions of one target; the empty ends are left out."""
    aimed = {"reckless": {"Orr": 0.98}, "lazy": {"Orr": 0.95}}
    rows = found(read(TEXT, blame=["a", "reckless", "lazy"], targets=aimed), -0.9)
    expressions = [row for row in rows if row[0] == "expression"]
    assert expressions == [("expression", "against", "reckless", "Orr"), ("expression", "against", "lazy", "Orr")]
    assert not [row for row in rows if row[0] == "holder"]


def test_the_writer_may_report_who_evaluates() -> None:
    """Whom the second pointer names in the writer's own words holds the stance; without one it is the writer's."""
    aimed = {"hailed": {"Orr": 0.98}}
    told = found(read(TEXT, praise=["hailed"], targets=aimed, holders={"hailed": {"Kell": 0.8}}), 0.9)
    assert told == [
        ("target", "favor", "Orr", "Orr"),
        ("expression", "favor", "hailed", "Orr"),
        ("holder", "favor", "Kell", "Kell"),
    ]
    own = found(read(TEXT, praise=["hailed"], targets=aimed, holders={"hailed": {"Kell": 0.3}}), 0.9)
    assert ("target", "favor", "Orr", "Orr") in own
    assert not [row for row in own if row[0] == "holder"]


def test_a_target_can_be_understood() -> None:
    """Where the sentence names the target not, one row stands on the expression: told, or a candidate."""
    rows = found(read(TEXT, blame=["disgrace"], targets={"disgrace": {"Orr": 0.6}}), -0.9)
    assert rows == [("candidate", "against", "disgrace", "Orr")]


def test_nobody_known_is_left_out() -> None:
    """What points to no actor, or to the speaker himself, is no row."""
    assert found(read(TEXT, blame=["disgrace"], targets={"disgrace": {"town": 0.9}}), 0.0) == []
    assert found(read(TEXT, blame=["reckless"], targets={"reckless": {"Kell": 0.9}}), 0.0) == []


def test_declarations_are_told_by_their_rule() -> None:
    """A word that takes a position by itself has the rule of its lexicon."""
    text = "Kell condemned Orr and his dreadful plan."
    document = prepare(document_from_text(text, "d"))
    mentions = [mention(document, name, name) for name in ("Kell", "Orr")]
    reading = read(text, blame=["condemned", "dreadful"], targets={w: {"Orr": 0.98} for w in ("condemned", "dreadful")})
    looks = [replace(mentions[1], layer="portrayal", role="target", score=-0.9)]
    voices = [Annotation("voice", "narrator", 0, len(text), "stretch")]
    rules = {
        document.covered(r): r.rule
        for r in find_stance(document, mentions, voices, reading, looks)
        if r.role == "expression"
    }
    assert rules == {"condemned": "declarations@1.0:condemn", "dreadful": "stance.network"}


def test_the_shipped_network_on_plain_cases() -> None:
    """Blame in quotation marks is the speaker's; harm told in neutral words is nobody's."""
    table = annotate(
        document_from_text("“Ann Lee is a liar and a crook,” said Omar Orr.\n\nA truck hit Bo Kell on Monday.", "d"),
        portrayal=False,
    )
    stances = table[(table["layer"] == "stance") & (table["role"] == "expression")]
    assert {(row.speaker, row.actor, row.label) for row in stances.itertuples()} == {("Omar Orr", "Ann Lee", "against")}


@settings.get_profile("costly")
@given(st.text(max_size=120))
def test_odd_text(text: str) -> None:
    """Any text; rows lie in it."""
    document = prepare(document_from_text(text, "d"))
    words = re.findall(r"\w+", text)
    reading = read(text, blame=words[:3])
    rows = find_stance(document, [], [Annotation("voice", "narrator", 0, len(text), "stretch")], reading)
    assert all(0 <= row.start < row.end <= len(text) for row in rows)
