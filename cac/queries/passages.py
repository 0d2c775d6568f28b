"""Passages in quotation marks: which are verbatim of the note, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from cac.queries.text import QUOTE

Origin = Literal["note", "letter", "phrase", "unknown"]

_MARKED = re.compile(
    r'"(?P<double>[^"]{1,1500})"|'
    r"(?<![\w'])'(?P<single>[^'\n]{2,300}(?:'[a-z]{1,2}\b[^'\n]{0,300})?)'(?![\w'])|"
    r"(?m:^[ \t]*>[ \t]?(?P<line>[^\n]*\S[^\n]*)$)"
)
_ELLIPSIS = re.compile(r"\s*(?:\.{3,}|\[\s*\.{0,3}\s*\]|\(\.{3}\))\s*")
_EDGES = " \t\n.,;:!?-"


class Passage(NamedTuple):
    """Words in quotation marks: ``note`` they stand in the note, ``letter`` there is no note to prove them with.

    ``phrase`` is the name of an option or a word of the question itself; ``unknown`` words stand in none of them.
    ``start`` and ``end`` are places in the text before it was masked.
    """

    text: str
    origin: Origin
    start: int
    end: int


def squashed(text: str) -> str:
    """``text`` for comparison: small letters, one space, without marks of markup."""
    return " ".join(re.sub(r"[*_`~]", "", text).lower().split())


def stands_in(passage: str, note: str) -> bool:
    """Whether every part of a passage (an ellipsis parts them) stands in a squashed note as whole words."""
    pieces = [piece.strip(_EDGES) for piece in _ELLIPSIS.split(squashed(passage))]
    return any(pieces) and all(_whole(piece, note) for piece in pieces if piece)


def _whole(piece: str, note: str) -> bool:
    start = note.find(piece)
    while start >= 0:
        end = start + len(piece)
        before, after = note[start - 1 : start], note[end : end + 1]
        if not (before.isalnum() and piece[0].isalnum()) and not (after.isalnum() and piece[-1].isalnum()):
            return True
        start = note.find(piece, start + 1)
    return False


def masked(text: str, origin: Callable[[str, bool], Origin]) -> tuple[str, list[Passage]]:
    """``text`` with a sign for each verbatim passage, and all passages in quotation marks.

    Args:
        text: plain text.
        origin: where a passage comes from; its second argument says whether it stands in single quotation marks.
    """
    passages: list[Passage] = []

    def mask(match: re.Match[str]) -> str:
        words = match["double"] or match["single"] or match["line"]
        where = origin(words, bool(match["single"]))
        if match["single"] and where == "unknown":
            return match[0]  # an apostrophe, or a word set apart: read as it stands
        passages.append(Passage(words, where, match.start(), match.end()))
        if where == "unknown":
            return match[0]
        stop = words.rstrip()[-1:] if words.rstrip()[-1:] in (".", "?") and not match["line"] else ""
        return f" {QUOTE}{stop} " if where != "phrase" else f" {stop} "

    return _MARKED.sub(mask, text), passages
