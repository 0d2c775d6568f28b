"""ICD-10-CM codes that stand in the note as such: "M54.16", "M5416", "ICD-10: M47.816"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Begins with a set of letters, which is what `re` looks for without trying each character.
_CODE = re.compile(
    r"(?P<head>[A-TV-Za-tv-z](?<![A-Za-z0-9.&/-].)\d[0-9ABab])(?P<dot>\.?)(?P<tail>[0-9A-Za-z]{0,4})(?![A-Za-z0-9])(?!\.\d)"
)
_NAMED = re.compile(r"icd", re.I)


class Printed(NamedTuple):
    """A printed code, with its dot, and the characters it covers."""

    code: str
    start: int
    end: int


def printed_codes(text: str, start: int, end: int, undotted: frozenset[str]) -> Iterator[Printed]:
    """The codes printed in ``text[start:end]``.

    Without its dot a code looks like a level (L34), a drug (J1100) or a procedure: it counts when it begins with one of
    the ``undotted`` letters, or where the text says "ICD".
    """
    named: bool | None = None
    for match in _CODE.finditer(text, start, end):
        head, tail = match["head"], match["tail"]
        if match["dot"]:
            if not tail:
                if head[0] not in undotted:
                    continue  # the end of a sentence behind something else
            elif not tail[0].isdigit() and tail[0].upper() not in "AX":
                continue
        else:
            if head[0].islower():
                continue
            if named is None:
                named = bool(_NAMED.search(text, start, end))
            if head[0] not in undotted and not named:
                continue
        code = f"{head}.{tail}".upper() if tail else head.upper()
        stop = match.end() if tail else match.end("head")
        yield Printed(code, match.start(), stop)
