"""Which codes an edition speaks of that CMS publishes in several files.

The PTP table is cut by the code of column 1 (f1, f2 ...), in order. A file is silent on every code outside of its own
stretch, and that silence proves nothing: there is no "no pair" there. The whole table goes from the codes that begin
with 0 (0001A ...) to the HCPCS codes that begin with a letter; that is how a last file is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

START, END = "", "~"
"""Before the first and after the last code there is."""
_NUMBER = re.compile(r"(?i)-f(\d)(?!\d)")


class Stretch(NamedTuple):
    """Codes from ``low`` to ``high``, both inclusive, in the order of their characters."""

    low: str
    high: str


WHOLE = Stretch(START, END)


def file_number(name: str) -> int | None:
    """2 for ``ccipra-v322r0-f2.txt``; None where the name has no number."""
    found = _NUMBER.search(name)
    return int(found[1]) if found else None


def stretches(files: Iterable[tuple[str, str, str]]) -> list[Stretch]:
    """The stretches that some files hold, each given by its name, its first and its last code.

    Files that are numbered from f1 on follow each other without a gap; between others a gap may lie.
    """
    known = list(files)
    if all(file_number(name) for name, _, _ in known):
        found = [Stretch(START, max(high for _, _, high in known))]
    else:
        found = sorted(Stretch(START if low.startswith("0") else low, high) for _, low, high in known)
    merged: list[Stretch] = []
    for low, high in found:
        high = END if high[:1].isalpha() else high
        if merged and low <= merged[-1].high:
            merged[-1] = Stretch(merged[-1].low, max(high, merged[-1].high))
        else:
            merged.append(Stretch(low, high))
    return merged


def hold(known: Collection[Stretch], code: str) -> bool:
    """Whether a code lies in one of the stretches."""
    return any(low <= code <= high for low, high in known)


def described(known: Sequence[Stretch]) -> str:
    """Stretches in words: "up to 25931, 61000 to 64999"; "" where they are the whole table."""
    if list(known) == [WHOLE]:
        return ""
    words = {(True, True): "all", (True, False): "up to {high}", (False, True): "{low} and above"}
    return ", ".join(
        words.get((low == START, high == END), "{low} to {high}").format(low=low, high=high) for low, high in known
    )
