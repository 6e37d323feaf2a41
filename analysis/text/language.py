"""The language of a text, by a library that works offline: what is not in English is told, and not refused."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from analysis.text.document import Document

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LETTERS = 100  # letters at least that tell a language
_LONGEST = 10_000  # characters that are looked at
_SURE = 0.9
_UNLIKELY = 0.01  # that a text is in English, from which on it is in another language, even if in doubt which


def recognise(text: str) -> str:
    """The ISO 639-1 code of the language a text is in; empty if it is too short to tell, or may be English.

    Reference: Lui & Baldwin (2012), langid.py: An Off-the-shelf Language Identification Tool, ACL.

    >>> recognise("The harbour will open again on Monday. " * 4), recognise("El puerto abre otra vez el lunes. " * 4)
    ('en', 'es')
    >>> recognise("Ja.")
    ''
    """
    looked = text[:_LONGEST]
    if len(regex.findall(r"\p{L}", looked)) < _LETTERS:
        return ""
    ranked = _identifier().rank(looked)
    language, likely = ranked[0]
    return language if likely >= _SURE or dict(ranked)["en"] < _UNLIKELY else ""


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
