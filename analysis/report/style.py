"""The fonts that pages and print share, and the date that a report bears. The fonts come in packages (OFL licence)."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

EPOCH = 1583625600  # the date a PDF bears: the seed article's, not the day's, since two runs must not differ

SERIF, SANS = "font_source_serif_pro", "font_source_sans_pro"
_FACES = {  # family, weight, slant: package and file
    ("Whose Serif", 400, "normal"): (SERIF, "SourceSerifPro-Regular"),
    ("Whose Serif", 400, "italic"): (SERIF, "SourceSerifPro-It"),
    ("Whose Serif", 600, "normal"): (SERIF, "SourceSerifPro-Semibold"),
    ("Whose Sans", 400, "normal"): (SANS, "SourceSansPro-Regular"),
    ("Whose Sans", 600, "normal"): (SANS, "SourceSansPro-Semibold"),
}
_LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2028),
    0x2030,
    0x2032,
    0x2033,
    0x20AC,
    0x2212,
    0x221E,
]


def font_folder(package: str) -> Path:
    """Folder of the fonts that an installed package carries, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; its fonts are needed")
    inside = "mpl-data/fonts/ttf" if package == "matplotlib" else "files"
    return Path(spec.origin).parent / inside


@lru_cache(maxsize=1)
def font_faces() -> str:
    """CSS ``@font-face`` rules with the Latin letters of each face inside, so that a page looks the same everywhere."""
    rules = []
    for (family, weight, slant), (package, name) in _FACES.items():
        data = base64.b64encode(_latin(font_folder(package) / f"{name}.ttf")).decode()
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
            f'src:url(data:font/woff;base64,{data}) format("woff")}}'
        )
    return "\n".join(rules)


def _latin(path: Path) -> bytes:
    from fontTools import subset

    options = subset.Options(
        flavor="woff", hinting=False, recalc_timestamp=False, layout_features=["kern", "liga", "tnum", "lnum"]
    )
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=_LETTERS)
        subsetter.subset(font)
        stream = io.BytesIO()
        subset.save_font(font, stream, options)
    return stream.getvalue()
