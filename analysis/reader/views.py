"""What the encoder reads: a sentence in which the target's name is covered, so that who it is cannot sway the score.

A mention becomes ``<mask>`` and the lower-case words that stood in it: "disgraced lawyer Lee" is read as "<mask>
disgraced lawyer", "the United States" as "<mask>". Where the name stands again, it becomes a pronoun, as a writer might
have put it: "they", which may be one or many, man, woman or state ("Lee's" becomes "their"). Training and use read the
same view; the weight of a name, which Hamborg & Donnay (2021) and others after them leave to the model, is so taken out
by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from analysis.reader.repeated_names import WORD, find_again, is_function

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TargetSpan: TypeAlias = tuple[str, int, int]
LONGEST = 128  # pieces of a view, the first and the last one included: longer sentences are cut round the target
_PRONOUN, _POSSESSIVE = "they", "their"
_NEAR = 1200  # characters each side of a target that can matter to a window of LONGEST pieces


@dataclass(frozen=True, slots=True)
class View:
    """Piece numbers of a view, and the half-open range of those that stand for the target (empty for a sentence)."""

    ids: tuple[int, ...]
    start: int = 0
    end: int = 0


class Reader:
    """Turns items into views with the word pieces of one vocabulary (no piece of the text is ever a special one)."""

    def __init__(self, tokenizer: Tokenizer, first: str = "<s>", last: str = "</s>", mask: str = "<mask>") -> None:
        self._tokenizer = tokenizer
        self._first, self._last, self._mask = (self._number(piece) for piece in (first, last, mask))

    def target(self, item: TargetSpan) -> View:
        """The view of a sentence with its target covered."""
        text, start, end = item
        inside = [self._mask, *self._pieces(" ".join(kept_words(text[start:end])))][: LONGEST // 2]
        before, after = self._round(item, LONGEST - 2 - len(inside), covered=True)
        at = 1 + len(before)
        return View((self._first, *before, *inside, *after, self._last), at, at + len(inside))

    def named(self, item: TargetSpan) -> View:
        """The view of a sentence that shows its target, and names it again at the end: what a teacher may know."""
        text, start, end = item
        inside = self._pieces(text[start:end])[: LONGEST // 4] or [self._mask]
        before, after = self._round(item, LONGEST - 4 - 2 * len(inside), covered=False)
        at = 1 + len(before)
        ids = (self._first, *before, *inside, *after, self._last, self._last, *inside, self._last)
        return View(ids, at, at + len(inside))

    def sentence(self, text: str) -> View:
        """The view of a whole sentence, from its beginning."""
        pieces = self._pieces(text[: 2 * _NEAR])[: LONGEST - 2]
        return View((self._first, *pieces, self._last), 1, 1 + max(1, len(pieces)))

    def _round(self, item: TargetSpan, room: int, covered: bool) -> tuple[list[int], list[int]]:
        """As many pieces before and after the target as there is room for: half on each side, or what one leaves."""
        text, start, end = item
        again = find_again(text, start, end) if covered else []
        before = self._covered(text, max(0, start - _NEAR), start, again)
        after = self._covered(text, end, min(len(text), end + _NEAR), again)
        left = min(len(before), max(room // 2, room - len(after)))
        return before[len(before) - left :], after[: room - left]

    def _covered(self, text: str, start: int, end: int, again: Sequence[tuple[int, int]]) -> list[int]:
        """The pieces of a part of the text, with a pronoun for each of those places in it."""
        read = ""
        for first, last in again:
            if start <= first and last <= end:
                owns = text[last:end].startswith(("'s", "’s"))
                read += text[start:first] + (_POSSESSIVE if owns else _PRONOUN)
                start = last + 2 * owns
        return self._pieces(read + text[start:end])

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _number(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"tokenizer: no piece {piece!r} in the vocabulary")
        return int(number)


def load_tokenizer(path: str | Path) -> Tokenizer:
    """The tokenizer in a file, blind to special pieces: "<mask>" in a text is a word in brackets."""
    import json

    from tokenizers import Tokenizer

    data = json.loads(Path(path).read_text(encoding="utf-8"))
    return Tokenizer.from_str(
        json.dumps(data | {"added_tokens": [], "post_processor": None, "truncation": None, "padding": None})
    )


def kept_words(mention: str) -> list[str]:
    """The words of a mention that are no name: lower-case ones but articles and pronouns.

    >>> kept_words("the so-called Supreme Council"), kept_words("disgraced lawyer Lee"), kept_words("She")
    (['so-called'], ['disgraced', 'lawyer'], [])
    """
    return [word for word in WORD.findall(mention) if word.islower() and not is_function(word)]


def check_items(items: Sequence[TargetSpan]) -> None:
    """Refuse a target that is not within its text.

    Raises:
        ValueError: If a span is empty or outside its text; the message gives the number of the item and the span.

    >>> check_items([("He left.", 0, 0)])
    Traceback (most recent call last):
    ValueError: items[0]: span must lie in its text of 8 characters and not be empty, got (0, 0)
    """
    for number, (text, start, end) in enumerate(items):
        if not 0 <= start < end <= len(text):
            where = f"span must lie in its text of {len(text)} characters and not be empty"
            raise ValueError(f"items[{number}]: {where}, got ({start}, {end})")


def batches(views: Sequence[View], size: int, order: Iterable[int] | None = None) -> Iterator[list[int]]:
    """Numbers of views in batches of like length, shortest first, so that little is padded."""
    numbers = sorted(range(len(views)) if order is None else order, key=lambda number: len(views[number].ids))
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]
