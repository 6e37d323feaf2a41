"""Whom a pronoun may mean: what is in view, and whether kind and sex fit."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.actors.aliases import Party
from analysis.actors.kinds import Mention, words

_OFTEN = 0.1  # for each time it is named, six times at most
_SEX = 0.4  # its sex is known
_GUESS, _MEDIUM, _STATE = 0.8, 1.0, 0.5  # no person by the parser's guess; a newspaper; a state as "they"


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention in view: its sentence, whose it is (None for a noun that is no actor), and what it is worth."""

    sentence: int
    mention: Mention
    party: Party | None
    quoted: bool
    role: float
    subject_of: frozenset[int] = frozenset()  # its verbs
    clauses: frozenset[int] = frozenset()  # the verbs of its relative clauses
    reports: bool = False


NO_CANDIDATE = Seen(0, Mention(0, 0), None, False, 0.0)


def prior(party: Party, wanted: str, reports_too: bool) -> float:
    """What an actor is worth wherever it stands: named often, of known sex, no medium, and so on."""
    count = min(party.count, 6) * _OFTEN
    if wanted in {"m", "f"}:
        sure = _SEX if party.sex == wanted else 0.0
        return count + sure - (_GUESS * len(party.words) if party.kind != "person" else 0.0)
    medium = _MEDIUM if is_medium(party) and not reports_too else 0.0
    return count / 2 - medium - (_STATE if wanted == "they" and party.kind == "state" else 0.0)


def is_medium(party: Party) -> bool:
    """Whether a word of the name is one of news media: who reports is seldom who is meant."""
    return any(word.lower() in words("medium") for word in party.words)


def may_be_person(party: Party | None) -> bool:
    """Whether a single word is an institution only by the guess of the recogniser."""
    if party is None or not party.soft or len(party.words) > 2 or party.kind == "person":
        return False
    plain = all(word.isalpha() and not word.isupper() for word in party.words)
    return plain and not is_medium(party) and not any(word.lower() in words("organisation") for word in party.words)


def fits(one: Seen, wanted: str) -> bool:
    """Whether kind and sex of what is in view fit a pronoun of the class m, f, it or they."""
    kind, sex = (one.party.kind, one.party.sex) if one.party else (one.mention.kind, one.mention.sex)
    if wanted in {"m", "f"}:
        return (kind == "person" and sex in {"", wanted}) or may_be_person(one.party)
    if wanted == "it":
        return kind in {"state", "organisation", "thing", "body"} or (kind == "group" and one.mention.form != "pronoun")
    plural = {"group", "organisation", "things", "demonym", "body", "state"}
    return kind in plural or one.mention.sex == "plural"
