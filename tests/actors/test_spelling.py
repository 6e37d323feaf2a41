"""Spellings of names: what is one name in two spellings, and what is two names."""

from __future__ import annotations

import pytest

from analysis.actors.spelling import is_variant, plain_name, same_person, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [("Karimi", "Kareemi"), ("Hussein", "Hussain"), ("al-Rahimi", "Rahimi"), ("Yusuf", "Youssef"), ("Ghani", "Ghnai")],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Vowels, doubled letters, a joined article and two letters that changed places do not make another name."""
    assert is_variant(one, other)
    assert is_variant(other, one)


@pytest.mark.parametrize(("one", "other"), [("Bush", "Bash"), ("Rahimi", "Karimi"), ("Lund", "Lunde"), ("Ali", "Al")])
def test_short_or_unlike_names_are_two(one: str, other: str) -> None:
    """Below five letters a letter makes another name, and the first letter always does."""
    assert not is_variant(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Marijke de Boer", "De Boer", True),
        ("J. Okoro", "Jane Okoro", True),
        ("Will Lund", "William Lund", True),
        ("Ann Lund", "Jane Lund", False),
        ("Ann Lund", "Ann Holm", False),
        ("de", "Ann de", False),
    ],
)
def test_names_of_one_person(one: str, other: str, same: bool) -> None:
    """One surname, and given names of which one is the other, its beginning or its initial."""
    assert same_person(one.split(), other.split()) is same
    assert same_person(other.split(), one.split()) is same


def test_names_of_odd_letters_have_a_skeleton() -> None:
    """No name is without one, or all of them would be one."""
    assert skeleton("Aoua") == "aoua"
    assert skeleton("'") == "'"
    assert skeleton("Ñúñez") == skeleton("Nunes")
    assert plain_name(("van", "der")) == ()
