"""Files of saved web pages: from bytes to the text of the page, as browsers read it, and out of web archives."""

from __future__ import annotations

import codecs
import plistlib
from email import message_from_bytes
from xml.parsers.expat import ExpatError

from analysis.lexicon.decode import HEAD, encoding_of

_SAMPLE = 100_000  # bytes that tell an encoding
_FOREIGN = 0.25  # share of bytes beyond ASCII from which on a page is hardly in Latin letters
_MISREAD = "â€"  # what a quotation mark in UTF-8 is to who takes it for windows-1252
_CONTROLS = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}  # none is in a text


class PageError(ValueError):
    """A page without an article, or one that cannot be read; the message is the reason."""


def decode_page(data: bytes, encoding: str = "", declared: str = "") -> str:
    """The text of a page, as browsers read it: by its byte order mark, as UTF-8, in the ``encoding`` that is given, in
    what is ``declared`` for it or by itself (latin-1 means windows-1252), else windows-1252, or what a library takes it
    for if it is hardly in Latin letters.

    A byte that does not fit a page in UTF-8 is read as windows-1252, too: such pages are put together of several. So
    is what is a control character in another encoding; and UTF-8 that was taken for windows-1252 before is mended.

    Raises:
        PageError: If it is not in the encoding that is given.

    >>> decode_page("<meta charset=iso-8859-1>“It’s late”".encode("cp1252"))[25:]
    '“It’s late”'
    """
    import webencodings
    from bs4.dammit import EncodingDetector
    from charset_normalizer import from_bytes

    if named := encoding_of(data[:HEAD]):
        return data.decode(named, "replace").removeprefix("\ufeff").replace("\0", "\ufffd")
    declared = declared or EncodingDetector.find_declared_encoding(data, is_html=True) or ""
    known = webencodings.lookup(declared) if declared.isascii() else None
    codec = codecs.lookup("utf-8") if not known or known.name.startswith("utf-16") else known.codec_info
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(byte > 127 for byte in data[:_SAMPLE])
        if encoding:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise PageError(f"not text in {encoding} (byte {data[error.start]:#04x} at {error.start})") from error
        elif not known and high > _FOREIGN * len(data[:_SAMPLE]) and (best := from_bytes(data[:_SAMPLE]).best()):
            text = data.decode(best.encoding, "replace")
        else:
            text, _ = codec.decode(data, "windows-1252" if codec.name == "utf-8" else "replace")
    return repaired(text).translate(_CONTROLS).replace("\0", "\ufffd")


def repaired(text: str) -> str:
    """A text without the marks of UTF-8 that was taken for windows-1252 when it was saved.

    >>> repaired("â€œItâ€™s late,â€\u009d he said.")
    '“It’s late,” he said.'
    """
    if _MISREAD not in text:
        return text
    from ftfy import fix_encoding

    return str(fix_encoding(text))


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What does not fit UTF-8, as windows-1252; nothing for a character that the end of the page cuts."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    cut = (error.end == len(error.object) and error.end - error.start > 1) or error.reason == "unexpected end of data"
    return "" if cut else error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _as_windows)


def page_in_archive(data: bytes) -> tuple[bytes, str]:
    """The page in a web archive of Chrome (MHTML) or Safari (a property list), and the encoding that it states for it.

    Raises:
        PageError: If it holds none.
    """
    try:
        if data.lstrip().startswith((b"bplist00", b"<")):
            page = plistlib.loads(data)["WebMainResource"]
            return bytes(page["WebResourceData"]), str(page.get("WebResourceTextEncodingName", ""))
        for part in message_from_bytes(data).walk():
            content = part.get_payload(decode=True)
            if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(content, bytes):
                return content, part.get_content_charset("")
    except (KeyError, TypeError, ValueError, RecursionError, ExpatError, plistlib.InvalidFileException) as error:
        raise PageError(f"not a web archive: {error}") from error
    raise PageError("a web archive without a page")
