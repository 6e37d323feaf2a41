"""The language of a text, by a library that works offline: what is not in English is told, and not refused."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from analysis.text.document import Document

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LETTERS = 20  # Latin letters at least that tell a language: of 1,557 English sentences as long, none is misjudged
_MANY = 100  # from which on it is told that a text is not in English, even if in doubt in which it is
_LONGEST = 10_000  # characters that are looked at
_SURE = 0.9
_UNLIKELY = 0.01  # that it is in English


def recognise(text: str) -> str:
    """The ISO 639-1 code of the language a text is in; empty if it may be English, or is too short to tell (a text in
    other letters than Latin never is).

    Reference: Lui & Baldwin (2012), langid.py: An Off-the-shelf Language Identification Tool, ACL.

    >>> recognise("The harbour will open again on Monday. " * 4), recognise("El puerto abre otra vez el lunes. " * 4)
    ('en', 'es')
    >>> recognise("Ja."), recognise("Да, порт открыт.")
    ('', 'ru')
    """
    looked = text[:_LONGEST]
    latin, letters = (len(regex.findall(letter, looked)) for letter in (r"\p{Latin}", r"\p{L}"))
    other = 2 * latin < letters
    if latin < _LETTERS and not other:
        return ""
    ranked = _identifier().rank(looked)
    language, likely = ranked[0]
    doubted = (other or latin >= _MANY) and dict(ranked)["en"] < _UNLIKELY
    return language if likely >= _SURE or doubted else ""


def language_note(document: Document) -> str:
    """What a reader must know of a document that is not in English; empty for one that is.

    >>> language_note(Document("d", "", {"language": "en-GB"}))
    ''
    >>> language_note(Document("d", "", {"language": "es"}))
    'The text is in another language (es): everything here is made for English, and what it finds means little.'
    """
    language = document.meta.get("language", "en").lower()
    if language.partition("-")[0].partition("_")[0] in ("en", "eng", "english"):
        return ""
    made = "everything here is made for English, and what it finds means little"
    return f"The text is in another language ({language}): {made}."


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
