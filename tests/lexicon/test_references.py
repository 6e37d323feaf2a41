"""References: each work that is cited is there, and each that is there is cited."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import analysis
from analysis.lexicon.lexicon import DATA, load_lexicon
from analysis.lexicon.references import cited_keys, with_works, works
from tests.bench.render import REFERENCES


def references() -> set[str]:
    """What lexicons, rules and the benchmark refer to."""
    lexicons = [load_lexicon(path.stem) for path in DATA.glob("*.toml")]
    found = {category.reference for lexicon in lexicons for category in lexicon.categories.values()}
    found |= {lexicon.provenance.reference for lexicon in lexicons} | set(REFERENCES)
    for path in Path(analysis.__file__).parent.glob("*/rules.toml"):
        rules = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {rule["reference"] for rule in rules.values() if "reference" in rule}
    return found - {""}


def test_every_key_is_a_work_and_every_work_is_cited() -> None:
    """A misspelt key would be shown as it is; a work that nobody cites is left over."""
    assert [text for text in references() if not cited_keys(text) or "@" in with_works(text)] == []
    assert {key for text in references() for key in cited_keys(text)} == set(works())


def test_works_are_written_out() -> None:
    """Book, article, part of a book, several authors and editors, no author; no mark stands twice."""
    assert works()["quirk1985"].startswith("Quirk, R., Greenbaum, S., Leech, G. & Svartvik, J. (1985). A Comprehensive")
    assert works()["han2002"].endswith("rhetorical questions. Lingua 112(3), 201-229")
    assert works()["kiparsky1970"].endswith(
        "Fact. In M. Bierwisch & K. Heidolph (eds.), Progress in Linguistics, 143-173. Mouton"
    )
    assert works()["norris2003"].startswith("Norris, P., Kern, M. & Just, M. (eds.) (2003). Framing Terrorism")
    assert works()["bies1995"].startswith("Bies, A. et al. (1995). ")
    assert works()["unitednationsmembers"].startswith("United Nations. Member States. https://")
    assert not [work for work in works().values() if re.search(r"[.?]\.|\{|\}| ,", work.replace("et al.. ", ""))]
