"""Bytes → text whose code points are the offsets of every answer.

Line ends stay as they are (CR LF counts two). A byte order mark is no part of the text: it is taken off before
decoding, so offset 0 is the first character after it. What cannot be read becomes U+FFFD, as Python's
``errors="replace"`` does it; NUL becomes a space, one for one.
"""

from __future__ import annotations

import codecs
import re

from cac.errors import InputError

MOST_BYTES = 2 * 1024 * 1024
"""The largest note that is coded, in bytes of UTF-8."""

UNREAD = "\ufffd"
_MARKS = (  # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a Word document or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a rich text (RTF) document"),
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_LOOK = 64 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")


def encoding_of(data: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark names (UTF-8 without one), and the length of the mark."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("utf-8", 0))


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a note; the notices say what could not be read.

    Raises:
        InputError: "binary", if the bytes are no text at all.
    """
    encoding, mark = encoding_of(data)
    data = data[mark:]
    if encoding == "utf-8":
        _refuse_binary(data)
    text = data.decode(encoding, errors="replace")
    if UNREAD not in text:
        return text, ()
    stated = data.count(UNREAD.encode(encoding))
    unread = text.count(UNREAD) - stated
    if unread <= 0:
        return text, ()
    replaced = len(data) - len(text.encode(encoding)) + unread * len(UNREAD.encode(encoding))
    return text, (_notice(replaced, encoding, text),)


def _notice(replaced: int, encoding: str, text: str) -> str:
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    line = text.count("\n", 0, text.index(UNREAD)) + 1
    one = replaced == 1
    return (
        f"{replaced} {'byte was' if one else 'bytes were'} not {name} and {'is' if one else 'are'} read as U+FFFD, "
        f"the first on line {line}: save the note as UTF-8."
    )


def clean(text: str) -> str:
    """``text`` with NUL as a space and lone surrogates as U+FFFD, one for one."""
    if "\x00" in text:
        text = text.replace("\x00", " ")
    return text if text.isascii() else _SURROGATE.sub(UNREAD, text)


def checked(text: str) -> str:
    """`clean` text that is worth coding.

    Raises:
        InputError: "empty" or "too_large".
    """
    text = clean(text)
    if len(text) > MOST_BYTES or len(text.encode("utf-8")) > MOST_BYTES:
        raise too_large()
    if not text.strip():
        raise InputError("empty", "The note is empty: there is nothing to code.")
    return text


def too_large() -> InputError:
    """The error for a note above `MOST_BYTES`."""
    most = MOST_BYTES // 1024 // 1024
    return InputError("too_large", f"The note is larger than {most} MB: split the file into one file for each note.")


def _refuse_binary(data: bytes) -> None:
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None:
        head = data[:_LOOK].rstrip(b"\x00")
        control = len(head) - len(head.translate(None, _CONTROL))
        foreign = head.decode("utf-8", errors="replace").count(UNREAD)
        if not (control > 4 and control > 0.05 * len(head)) and not (foreign > 20 and foreign > 0.3 * len(head)):
            return
        kind = "not text"
    raise InputError("binary", f"The file is {kind}: save the note as plain text (.txt, UTF-8) and code that.")
