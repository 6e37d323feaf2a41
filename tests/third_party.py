"""THIRD_PARTY.md: what an installation pulls in, and under which licence; ``python -m tests.third_party`` writes it.

Licences are those that the installed packages state; ``third_party.toml`` says what they do not, and what they carry
inside that has a licence of its own.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "THIRD_PARTY.md"
_SAID = tomllib.loads((Path(__file__).parent / "third_party.toml").read_text(encoding="utf-8"))
_BUILD = {"hatchling", "editables", "pathspec", "pluggy", "trove-classifiers"}  # needed to install from a checkout only
HEADER = """# What an installation pulls in

Whose Words itself is under the [MIT licence](LICENSE). Installing it brings the packages below, each under its own
licence. This page is made by `make lock`, from what the packages state and what `tests/third_party.toml` adds.

## Data, fonts, models and programs

"""


def locked() -> list[str]:
    """The names of the packages in requirements.lock, without those that only build."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted({*re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)} - _BUILD)


def licence_of(package: str) -> str:
    """The licence of a package, as an SPDX expression where it states one; as we say where we do.

    >>> licence_of("click")
    'BSD-3-Clause'
    """
    if package in _SAID["licences"]:
        return str(_SAID["licences"][package])
    try:
        stated = metadata(package)
    except PackageNotFoundError:
        return "needed on some systems only, not on the one that made this page"
    return stated.get("License-Expression") or _classified(stated) or str(stated.get("License")).split("\n")[0][:60]


def _classified(stated: PackageMetadata) -> str:
    kinds = [kind for kind in stated.get_all("Classifier") or [] if kind.startswith("License :: ")]
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds if not kind.endswith("OSI Approved"))


def page() -> str:
    """The page as it should be."""
    lines = [f"- **{part['name']}** ({part['where']}): {part['licence']}. {part['remark']}" for part in _SAID["part"]]
    rows = [f"| {name} | {licence_of(name)} |" for name in locked()]
    return HEADER + "\n".join(lines) + "\n\n## Packages\n\n| package | licence |\n|---|---|\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
