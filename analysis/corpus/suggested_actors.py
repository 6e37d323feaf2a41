"""Actors across articles: which names are one actor's, as a file that the analyst corrects and that then holds for all.

Within an article names are put together when it is read; across articles only what is sure is: names of one person
(``same_person``), a surname alone where one person of the corpus bears it, one of several in the same office or one in
nearly all the articles, and names that differ by capitals only. A name is a person's if it begins with a given name or
an initial, or if an article calls its bearer by the last word alone. Names that stand on different sides are put
together only if they have a given name in common.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from analysis.actors.spelling import plain_name, same_person
from analysis.corpus.store import ACTORS, AnnotatedCorpus, CorpusError, open_annotations, write_file
from analysis.tables.table import records, side_of
from analysis.text.words import given_names

_MAINLY = 0.9  # of the articles on any bearer of a surname, from which on it is his alone
_Alike: TypeAlias = "defaultdict[tuple[str, ...], list[str]]"  # names by what one name may share with another
_HEAD = """\
# Names that are one actor's, as suggested from {articles:,} articles. What stands here holds for all of them: delete an
# alias to keep it apart, add one to put it together, or move it to another actor. Numbers are articles.
"""


def suggest_actors(folder: str | Path) -> Path:
    """Write ``actors.toml`` into the folder of a corpus: names to put together; from then on ``open_annotations`` does.

    What is in doubt stands in it as a remark. Delete an alias to reject it.

    Raises:
        CorpusError: If there is no corpus, the folder has such a file already, or it cannot be written.
    """
    corpus = open_annotations(folder)
    path = corpus.folder / ACTORS
    if path.exists():
        raise CorpusError(f"{path}: already exists; move it away to get new suggestions")
    write_file(path, "".join(_lines(corpus)).encode())
    return path


def _lines(corpus: AnnotatedCorpus) -> Iterator[str]:
    names = corpus.rows("names")
    seen = {str(name): len(set(docs)) for name, docs in names.groupby("actor")["doc_id"]}
    titles = names[names["form"] == "title"].groupby("actor")["words"]
    offices = {str(name): set(words) for name, words in titles}
    named = names[names["form"] == "name"]
    proper = set(named["actor"])
    surnames = {str(row.actor) for row in records(named) if " " in row.actor and row.actor.split()[-1] == row.words}
    folded = Counter(map(str.casefold, seen))  # a description joins only what it differs from by capitals
    counted = {name: seen[name] for name in sorted(seen) if folded[name.casefold()] > 1 or name in proper}
    persons = {name for name in proper if name in surnames or _begins_as_person(name)}
    merged, doubtful = merge_names(counted, persons, offices, side_of(corpus.table("side")))
    yield _HEAD.format(articles=len(corpus.articles))
    for name, aliases in merged.items():
        yield f"\n[[actor]]\nname = {_quoted(name)} # {seen[name]}\naliases = [\n"
        yield from (f"  {_quoted(alias)}, # {seen[alias]}\n" for alias in aliases)
        yield "]\n"
    for name, several in doubtful.items():
        yield f"\n# In doubt: {_quoted(name)} ({seen[name]}) may be {' or '.join(map(_quoted, several))}.\n"


def _begins_as_person(name: str) -> bool:
    first, *others = name.split() or [""]
    return bool(others) and (first.lower() in given_names() or (len(first) == 2 and first.endswith(".")))


def merge_names(
    seen: dict[str, int], persons: set[str], offices: dict[str, set[str]], sides: dict[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The aliases of each actor that has some, and the names in doubt with those they may belong to.

    Args:
        seen: In how many articles each name is met.
        persons: Full names of persons.
        offices: What else each is called, as "mayor of Sorley".
        sides: The side of each that has one.

    >>> seen = {"Ann Lee": 3, "A. Lee": 1, "Lee": 2, "Bob Orr": 1, "Jim Orr": 1, "Orr": 1, "War on Peru": 1, "Peru": 2}
    >>> merge_names(seen, {"Ann Lee", "A. Lee", "Bob Orr", "Jim Orr"}, {}, {})
    ({'Ann Lee': ['A. Lee', 'Lee']}, {'Orr': ['Bob Orr', 'Jim Orr']})
    >>> seen = {"Qasem Nouri": 9, "Qassim Noury": 4, "Qasem Noury": 1}
    >>> merge_names(seen, {*seen}, {}, {})
    ({'Qasem Nouri': ['Qassim Noury', 'Qasem Noury']}, {})
    """
    order = sorted(seen, key=lambda name: (name not in persons, -seen[name], -len(name), name))
    merged: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}
    alike: _Alike = defaultdict(list)
    heads: dict[str, str] = {}  # whose each name is: another spelling of an alias is one, too
    for name in order:
        given, surname = _parted(name)
        known = [one for one in _alike(name, name in persons, alike) if _may_be_one(one, name, sides)]
        found = [*dict.fromkeys(heads[one] for one in known)]
        same_office = [one for one in found if offices.get(one, set()) & offices.get(name, set())]
        if not _are_spellings([name, *found]):
            found = same_office if len(same_office) == 1 else _mainly(found, seen)
        if len(found) > 1 and name in persons and _are_spellings([name, *found]):
            found = [_joined(sorted(found, key=lambda one: -seen[one]), merged, heads)]
        if len(found) > 1:
            doubtful[name] = found
            continue
        heads[name] = found[0] if found else name
        merged.setdefault(heads[name], []).extend([name] * len(found))
        alike["spelled", name.casefold()].append(name)
        if name in persons:
            alike["surname", surname].append(name)
            alike["given", *given].append(name)
    return {name: aliases for name, aliases in merged.items() if aliases}, doubtful


def _joined(found: Sequence[str], merged: dict[str, list[str]], heads: dict[str, str]) -> str:
    """The first of some actors, of which the others are aliases from now on."""
    first, *others = found
    for one in others:
        merged[first] += [one, *merged.pop(one)]
    heads |= dict.fromkeys(merged[first], first)
    return first


def _alike(name: str, person: bool, alike: _Alike) -> list[str]:
    """Those of the names before it that a name may mean: a person's other names, else a surname or a spelling."""
    if not person:
        return [one for one in alike["surname", name] if _surname(one)] or alike["spelled", name.casefold()]
    given, surname = _parted(name)
    others = dict.fromkeys([*alike["surname", surname], *alike["given", *given]])
    return [one for one in others if same_person(one.split(), name.split())]


def _may_be_one(one: str, other: str, sides: Mapping[str, str]) -> bool:
    """Whether two names stand on no different sides, or have a given name in common."""
    own = {sides[name] for name in (one, other) if name in sides}
    return len(own) < 2 or not {*_parted(one)[0]}.isdisjoint(_parted(other)[0])


def _are_spellings(names: Sequence[str]) -> bool:
    """Whether full names have as many words, and no initial, so that one who may be each of them makes all one."""
    words = [name.split() for name in names]
    return len({len(own) for own in words}) == 1 and not any(word.endswith(".") for own in words for word in own)


def _mainly(names: list[str], seen: Mapping[str, int]) -> list[str]:
    """Of several names the one in nearly all the articles, if there is one."""
    return [one for one in names if seen[one] >= _MAINLY * sum(seen[other] for other in names)] or names


def _parted(name: str) -> tuple[tuple[str, ...], str]:
    """The given names and the surname, without what is small in a name."""
    *given, surname = plain_name(tuple(name.split())) or ("",)
    return tuple(given), surname


def _surname(name: str) -> str:
    """The surname of a full name; empty where a name is one word or begins with an initial, as N. Korea does."""
    given, surname = _parted(name)
    return surname if given and not given[0].endswith(".") else ""


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
