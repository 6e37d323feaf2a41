"""Voices and speakers of the words, and who "I" is."""

from __future__ import annotations

from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.quotes.voices import name_first_persons, voice_stretches
from analysis.text.document import Document, Token

TEXT = "Ann said that the dam, “my pride,” was safe. Bob agreed."
DOCUMENT = prepare(Document("d", TEXT))


def content(words: str, label: str, actor: str = "") -> Annotation:
    """A content row over some words."""
    start = TEXT.index(words)
    return Annotation("quote", label, start, start + len(words), "content", f"quote:{start}", actor)


def told(*rows: Annotation) -> list[tuple[str, str, str, float]]:
    """Voice, speaker, words and their number, of each stretch."""
    return [(row.label, row.actor, TEXT[row.start : row.end], row.score) for row in voice_stretches(DOCUMENT, rows)]


def test_the_outermost_content_gives_the_speaker() -> None:
    """What is attributed inside reported words is the outer speaker's, whatever the order of the rows; words in marks
    stay quoted."""
    outer = content("that the dam, “my pride,” was safe", "indirect", "Ann")
    inner = content("“my pride,”", "direct", "Bob")
    expected = [
        ("narrator", "", "Ann said", 2.0),
        ("indirect", "Ann", "that the dam,", 3.0),
        ("direct", "Ann", "“my pride,”", 2.0),
        ("indirect", "Ann", "was safe.", 2.0),
        ("narrator", "", "Bob agreed.", 2.0),
    ]
    assert told(outer, inner) == expected
    assert told(inner, outer) == expected


def test_two_speakers_side_by_side_are_two_stretches() -> None:
    """A sentence is cut where only the speaker changes."""
    rows = content("the dam,", "indirect", "Ann"), content("was safe", "indirect", "Bob")
    assert [(speaker, words) for _, speaker, words, _ in told(*rows)][1:4] == [
        ("Ann", "the dam,"), ("", "“my pride,”"), ("Bob", "was safe.")
    ]  # fmt: skip


def test_sources_and_cues_stay_the_narrator_s() -> None:
    """Only content is in another voice."""
    assert [voice for voice, *_ in told(Annotation("quote", "direct", 0, 8, "source", actor="Ann"))] == ["narrator"] * 2


def test_i_is_the_speaker() -> None:
    """A first person in the words of a named speaker is that speaker; elsewhere, and for "we", nobody."""
    start = TEXT.index("my")
    mentions = [
        Annotation("actor", "pronoun", start, start + 2, "mention", rule="actors.first_person"),
        Annotation("actor", "name", 0, 3, "mention", actor="Ann Lee"),
    ]
    heard = list(voice_stretches(DOCUMENT, [content("“my pride,”", "direct", "Bob")]))
    assert [row.actor for row in name_first_persons(DOCUMENT, mentions, heard)] == ["Bob", "Ann Lee"]
    silent = list(voice_stretches(DOCUMENT, [content("“my pride,”", "direct")]))
    assert [row.actor for row in name_first_persons(DOCUMENT, mentions, silent)] == ["", "Ann Lee"]


def test_we_is_a_body_that_speaks() -> None:
    """A body's "we" is that body; a person's is left open."""
    for entity, actor in (("ORG", "Acme"), ("PERSON", "")):
        document = Document("d", "Acme: “We go”", tokens=(Token(0, 4, entity=entity), Token(7, 9), Token(10, 12)))
        mentions = [
            Annotation("actor", "name", 0, 4, "mention", actor="Acme"),
            Annotation("actor", "pronoun", 7, 9, "mention", rule="actors.first_person"),
        ]
        said = [Annotation("voice", "direct", 6, 13, "stretch", actor="Acme")]
        assert [row.actor for row in name_first_persons(document, mentions, said)] == ["Acme", actor]
