"""Actors across articles: which names are one actor's, as a file that the analyst corrects and that then holds for all.

Within an article names are put together when it is read; across articles only what is sure is: names of one person
(``same_person``), and a surname alone where one person of the corpus bears it, or one of several in the same office.
Names that stand on different sides are never put together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from analysis.actors.spelling import plain_name, same_person
from analysis.corpus.store import ACTORS, AnnotatedCorpus, CorpusError, open_annotations, write_file
from analysis.tables.sides import side_of

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
        raise CorpusError(f"{path}: is there already; move it away to have new suggestions")
    write_file(path, "".join(_lines(corpus)).encode())
    return path


def _lines(corpus: AnnotatedCorpus) -> Iterator[str]:
    names = corpus.rows("names")
    seen = {str(name): len(set(docs)) for name, docs in names.groupby("actor")["doc_id"]}
    titles = names[names["form"] == "title"].groupby("actor")["words"]
    offices = {str(name): set(words) for name, words in titles}
    named = set(names.loc[names["form"] == "name", "actor"])
    merged, doubtful = merge_names({name: seen[name] for name in named}, offices, side_of(corpus.table("side")))
    yield _HEAD.format(articles=len(corpus.articles))
    for name, aliases in merged.items():
        yield f"\n[[actor]]\nname = {_quoted(name)} # {seen[name]}\naliases = [\n"
        yield from (f"  {_quoted(alias)}, # {seen[alias]}\n" for alias in aliases)
        yield "]\n"
    for name, several in doubtful.items():
        yield f"\n# In doubt: {_quoted(name)} ({seen[name]}) may be {' or '.join(map(_quoted, several))}.\n"


def merge_names(
    seen: dict[str, int], offices: dict[str, set[str]], sides: dict[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The aliases of each actor that has some, and the names in doubt with those they may belong to.

    Args:
        seen: In how many articles each name is met.
        offices: What else each is called, as "mayor of Sorley".
        sides: The side of each that has one.

    >>> merge_names({"Ann Lee": 3, "A. Lee": 1, "Lee": 2, "Bob Orr": 1, "Jim Orr": 1, "Orr": 1}, {}, {})
    ({'Ann Lee': ['A. Lee', 'Lee']}, {'Orr': ['Bob Orr', 'Jim Orr']})
    """
    order = sorted(seen, key=lambda name: (-seen[name], -len(name), name))
    full = [name for name in order if len(plain_name(tuple(name.split()))) > 1]
    merged: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}

    def apart(one: str, other: str) -> bool:
        return one in sides and other in sides and sides[one] != sides[other]

    for name in [*full, *(name for name in order if name not in full)]:
        parts = tuple(name.split())
        if name in full:
            found = [one for one in merged if same_person(one.split(), parts) and not apart(one, name)]
        else:
            found = [one for one in merged if plain_name(tuple(one.split()))[-1] == name and not apart(one, name)]
        same_office = [one for one in found if offices.get(one, set()) & offices.get(name, set())]
        if len(found) > 1 and len(same_office) == 1:
            found = same_office
        if len(found) == 1:
            merged[found[0]].append(name)
        elif found:
            doubtful[name] = found
        elif name in full:
            merged[name] = []
    return {name: aliases for name, aliases in merged.items() if aliases}, doubtful


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
