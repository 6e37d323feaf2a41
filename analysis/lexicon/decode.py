"""From bytes to text: files as people have them, in UTF-8, UTF-16 or what they were saved in on Windows."""

from __future__ import annotations

import codecs

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
HEAD = 512  # bytes of a file that show its encoding
_ALPHABETS = 0x20  # the first byte of a character in UTF-16 is below, in any alphabet and in marks but curly ones
_WESTERN = {"iso8859-1", "ascii"}  # so called, but saved on Windows: the HTML standard reads them as windows-1252


class EncodingError(ValueError):
    """An encoding is named that Python does not know; the message says so."""


def decode(data: bytes, encoding: str = "") -> str:
    """The text of some bytes, without a byte order mark.

    They are read as their byte order mark says, or as UTF-16 if their NULs stand as there, or as UTF-8; if they are
    none of these, in ``encoding``. Latin-1 and ASCII mean windows-1252, as in the HTML standard.

    Raises:
        UnicodeDecodeError: If they are in none of these.
        ValueError: If Python knows no such encoding of text.

    >>> decode("“Iran”".encode("utf-16")), decode(b"caf\\xe9", "latin-1")
    ('“Iran”', 'café')
    """
    codec = check_encoding(encoding)
    known = encoding_of(data[:HEAD])
    if known or not codec:
        return data.decode(known or "utf-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(codec)


def encoding_of(head: bytes) -> str:
    """The encoding that the first bytes of a file show: a byte order mark, or UTF-16, which has NULs, and mostly small
    numbers, in one half of its pairs of bytes only; empty if they show none.

    >>> encoding_of(b"\\xef\\xbb\\xbfI"), encoding_of("“Ja.”".encode("utf-16-le")), encoding_of(b"Iran")
    ('utf-8-sig', 'utf-16-le', '')
    """
    if marked := next((name for mark, name in _BOMS.items() if head.startswith(mark)), ""):
        return marked
    for name, high, low in (("utf-16-be", head[::2], head[1::2]), ("utf-16-le", head[1::2], head[::2])):
        if 0 in high and 0 not in low and sum(byte < _ALPHABETS for byte in high) > len(high) / 2:
            return name
    return ""


def check_encoding(encoding: str) -> str:
    """Python's name of an encoding; empty if none is given.

    Raises:
        EncodingError: If there is no such encoding, or it is none of text.

    >>> check_encoding("Latin-1"), check_encoding("UTF8"), check_encoding("")
    ('cp1252', 'utf-8', '')
    """
    if not encoding:
        return ""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # "hex" and the like are no encodings of text
    except (LookupError, ValueError) as error:  # also "undefined", which is one, and a NUL in the name
        raise EncodingError(
            f"encoding must be one that Python knows, such as cp1252 or utf-16, got {encoding!r:.60}"
        ) from error
    return "cp1252" if name in _WESTERN else name
