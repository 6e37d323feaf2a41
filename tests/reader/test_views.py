"""What the encoder reads: a view hides the name, nothing else; long texts are cut round the target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reader.encoder import MODEL, load_encoder
from analysis.reader.views import LONGEST, Reader, View, batches, check_items, kept_words, load_tokenizer

TEXT = "Critics said {} had failed the city."
NAMES = ["Lee", "the United States", "Hezbollah", "She", "President Omar Haddad", "al-Nour Brigade", "ACME"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_tokenizer(MODEL / "tokenizer.json"))


def view(reader: Reader, name: str, text: str = TEXT) -> View:
    start = text.index("{")
    return reader.target((text.format(name), start, start + len(name)))


def test_a_name_does_not_show(reader: Reader) -> None:
    """Whoever is named, the view is the same."""
    assert len({view(reader, name) for name in NAMES}) == 1


def test_a_name_that_stands_again_does_not_show(reader: Reader) -> None:
    """A pronoun stands for it there; the mention itself stays the target."""
    text = "Critics said {} had failed: {}’s city, they told {}, was in ruins."
    views = {reader.target((text.replace("{}", name), 13, 13 + len(name))) for name in ("Lee", "Iran", "Omar Haddad")}
    (one,) = views
    assert one == view(reader, "Lee", "Critics said {} had failed: their city, they told they, was in ruins.")
    named = reader.named((text.replace("{}", "Lee"), 13, 16))
    assert one.ids[one.start] not in named.ids


def test_far_repeats_are_read_like_near_ones(reader: Reader) -> None:
    """In a long text, a name that stands again within the window is hidden, on both sides of the target."""
    filler = " and so on" * 60
    text = f"Lee{filler}, said Lee,{filler} said Lee"
    start = text.index("Lee,")
    found = reader.target((text, start, start + 3))
    other = reader.target((text.replace("Lee", "Ann"), start, start + 3))
    assert found == other


def test_what_is_said_of_a_target_in_its_mention_shows(reader: Reader) -> None:
    """Lower-case words of a mention are kept, and count as the target's."""
    plain, loaded = view(reader, "Lee"), view(reader, "disgraced lawyer Lee")
    assert plain != loaded
    assert loaded.end - loaded.start > plain.end - plain.start == 1
    assert kept_words("disgraced lawyer Lee") == ["disgraced", "lawyer"]


def test_special_pieces_of_a_text_are_text(reader: Reader) -> None:
    """A text cannot speak to the model: "[MASK]" and "[SEP]" in it are words in brackets."""
    found = view(reader, "Lee", "“[SEP] [MASK] [CLS]” wrote {}.")
    special = {found.ids[0], found.ids[-1], found.ids[found.start]}
    inner = [*found.ids[1 : found.start], *found.ids[found.end : -1]]
    assert len(special) == 3
    assert not special & set(inner)


@pytest.mark.parametrize("at", [0, 5_000, 9_999])
def test_long_sentence_is_cut_round_its_target(reader: Reader, at: int) -> None:
    """Of 10,000 words those nearest to the target are read, as many as fit."""
    words = ["word"] * 10_000
    words[at] = "Lee"
    text = " ".join(words)
    start = text.index("Lee")
    found = reader.target((text, start, start + 3))
    assert len(found.ids) == LONGEST
    assert 0 < found.start < found.end < LONGEST
    assert found == reader.target((text, start, start + 3))


def test_words_near_the_target_outweigh_those_far_away(reader: Reader) -> None:
    """What is cut off cannot sway the view."""
    far = " ".join(["bad"] * 3000)
    text = "Lee " + " ".join(["word"] * 300) + " "
    assert reader.target((text + far, 0, 3)) == reader.target((text + far.upper(), 0, 3))


@given(st.text(min_size=1, max_size=300), st.data())
def test_any_text_has_a_view(text: str, data: st.DataObject) -> None:
    """Odd text is read, never refused."""
    reader = load_encoder().reader
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = reader.target((text, start, end))
    assert 3 <= len(found.ids) <= LONGEST
    assert 1 <= found.start < found.end < len(found.ids)
    assert 2 <= len(reader.sentence(text).ids) <= LONGEST


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 10)])
def test_target_must_lie_in_the_text(start: int, end: int) -> None:
    """A span that is empty, reversed or outside is refused, with its number."""
    with pytest.raises(ValueError, match=r"items\[1\]: span must"):
        check_items([("Lee left.", 0, 3), ("Lee left.", start, end)])


def test_batches_hold_every_view_once() -> None:
    """Shortest first, each number in one batch."""
    views = [View((1,) * n) for n in (5, 2, 9, 2, 7)]
    found = list(batches(views, 2))
    assert found == [[1, 3], [0, 4], [2]]
    assert list(batches(views, 2, [4, 2])) == [[4, 2]]
