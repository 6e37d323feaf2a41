"""Where a target's name stands again: the whole name or its last word, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reader.repeated_names import find_again, is_name
from tests.work import lines_run


def again(text: str, target: str) -> list[str]:
    """The places found for the first mention of the target, each with the letter that follows it."""
    start = text.index(target)
    return [text[first : last + 1] for first, last in find_again(text, start, start + len(target))]


@pytest.mark.parametrize(
    ("text", "target", "found"),
    [
        ("Ann Lee said that Mr. Lee had lied; Lee denied it.", "Ann Lee", ["Lee ", "Lee "]),
        ("Lee left. Then Ann Lee came back to Lee.", "Lee", ["Lee."]),
        ("Iran’s envoy said Iran, not Iranians, had won.", "Iran’s", ["Iran,"]),
        ("President Omar Haddad, as President Haddad was called", "President Omar Haddad", ["Haddad "]),
        ("the United States said the United States’ aim", "the United States", ["the United States’"]),
        ("the Tarumban Ministry of Bridges: a Ministry of Bridges", "the Tarumban Ministry of Bridges", ["Bridges"]),
        ("Al-Nour spoke; “al-Nour” is feared", "al-Nour", []),
        ("Haddad left, and Haddad’s men with him", "Haddad", ["Haddad’"]),
        ("ACME said so. ACME.", "ACME", ["ACME."]),
        ("President Omar Haddad, or Omar Haddad, or Haddad.", "President Omar Haddad", ["Omar Haddad,", "Haddad."]),
        ("the Islamic Guard Corps: an Islamic Guard Corps", "the Islamic Guard Corps", ["Islamic Guard Corps"]),
        ("They asked Al Jazeera, and Al Jazeera replied", "Al Jazeera", ["Al Jazeera "]),
        ("Ludwig van Beethoven, or van Beethoven", "Ludwig van Beethoven", ["Beethoven"]),
        ("It was Mrs. Lee who left, and Ms. Lee who wrote", "Lee", ["Lee "]),
    ],
)  # fmt: skip
def test_the_name_again(text: str, target: str, found: list[str]) -> None:
    """The whole name and its last word, with and without a title before it, are the target's."""
    assert again(text, target) == found


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("North Korea is not South Korea.", "North Korea"),
        ("Lee sued Lee Enterprises.", "Lee"),
        ("Washington wrote to the Washington Post.", "Washington"),
        ("Lee was seen in Leeds, by Leeann.", "Lee"),
        ("Today Mr. Lee owes much to Mrs. Lee.", "Mr. Lee"),
        ("Today Mr. Lee owes much to Mrs. Lee.", "Lee"),
        ("May said that it may rain.", "May"),
        ("The minister spoke; the minister left.", "The minister"),
        ("She said she would.", "She"),
        ("They met.", "They"),
        ("… left.", "…"),
    ],
)
def test_others_are_left_alone(text: str, target: str) -> None:
    """A longer word, another name with the same word in it, and what is no name are not the target's."""
    assert again(text, target) == []


@given(st.text("Lee An.,’-\n[(*\\", max_size=60), st.data())
def test_any_text(text: str, data: st.DataObject) -> None:
    """Places are in order, apart from each other and from the target, and spelt as the name or its last word."""
    text += "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_again(text, start, end)
    ends = [0]
    for first, last in found:
        assert ends[-1] <= first < last
        assert last <= start or first >= end
        assert text[first:last].removeprefix("the ").removeprefix("The ") in text[start:end]
        ends.append(last)


def test_words_of_a_name() -> None:
    """Small letters, articles and pronouns name nobody."""
    words = ["The", "disgraced", "Ann", "al-Nour", "and", "SHE"]
    assert [word for word in words if is_name(word)] == ["Ann", "al-Nour"]


def test_time_is_linear() -> None:
    """Twice the text is at most a little more than twice the work."""
    short, long = ("Lee met Lee Ltd and Mr. Lee. " * n for n in (500, 1000))
    once, twice = (lines_run(lambda text=text: find_again(text, 0, 3)) for text in (short, long))
    assert twice <= 2.5 * once
