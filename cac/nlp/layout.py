"""One layout for the engine to read: gaps of one space, line feeds alone, with the way back to the note.

Transcriptions, pasted pages and Windows files differ in nothing but white space; phrases, levels and headers are read
the same in all of them because everything behind this module sees only the even text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from cac.nlp.forms import GLYPHS

_BLANKS = r"\xa0\u2000-\u200a\u202f"


def _gaps(beside: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Gaps of two spaces between characters that are not ``beside`` one that parts: alone, and with other blanks.

    Each begins with what `re` finds without trying each place.
    """
    two = rf" (?<=[^\s{beside}]  )(?=[^\s{beside}])"
    return re.compile(" " + two), re.compile(rf"[ \r{_BLANKS}](?:{two}|(?<=\r)\n?|(?<=[{_BLANKS}]))")


_UNEVEN = _gaps(r"\[\](){}_" + GLYPHS)  # beside a box, a gap parts
_DOUBLED = _gaps("")  # all gaps are of two spaces: none parts
_OTHER_BLANKS = re.compile(rf"[\r{_BLANKS}]")
_HYPHENS = {ord(hyphen): "-" for hyphen in "\u2010\u2011\u2012\u2212"}  # those that no pattern means apart
_INK = re.compile(r"[^\n]")
_FENCED = re.compile(r"(?m)^=+(?P<head>[ \t]*[A-Za-z][^=\n]{0,60}?)[ \t]*=+(?=[ \t\n]|\Z)")  # "== Procedure =="
_LONGEST_WRITTEN = 200  # characters
_SINGLE = re.compile(r"\S \S")


class Layout:
    """The even text of a note, and where each of its characters stands in the note."""

    __slots__ = ("_shifts", "_starts", "_written", "note", "text")

    def __init__(self, note: str) -> None:
        """Even out ``note``: two spaces between words become one, a CRLF a line feed, any blank a space."""
        self.note = note
        if not note.isascii():
            note = note.translate(_HYPHENS)
        if "==" in note:
            note = _FENCED.sub(_colon, note)
        self._written: list[tuple[int, int]] = []
        self._starts = [0]
        self._shifts = [0]
        if "  " not in note and "\r" not in note and note.isascii():
            self.text = note
            return
        pieces: list[str] = []
        end = length = shift = 0
        gaps = _UNEVEN if _SINGLE.search(note) else _DOUBLED
        for gap in gaps[_OTHER_BLANKS.search(note) is not None].finditer(note):
            pieces.append(note[end : gap.start()])
            length += gap.start() - end + 1
            pieces.append("\n" if gap.group()[0] == "\r" else " ")
            end = gap.end()
            if end - gap.start() > 1:
                shift += 1
                self._starts.append(length)
                self._shifts.append(shift)
        pieces.append(note[end:])
        self.text = "".join(pieces)

    def blank(self, start: int, end: int) -> None:
        """Leave room, and nothing to read, where ``start:end`` of the even text stands."""
        self.text = self.text[:start] + _INK.sub(" ", self.text[start:end]) + self.text[end:]

    def write(self, writes: Iterable[tuple[int, int, str]]) -> None:
        """Let the words meant, which are no longer, be read where ``start:end`` of the even text stands."""
        written = list(writes)
        if not written:
            return
        characters = list(self.text)
        for start, end, meant in written:
            characters[start:end] = meant[: end - start].ljust(end - start)
        self.text = "".join(characters)
        self._written = sorted([*self._written, *((start, end) for start, end, _ in written)])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the note that ``start:end`` of the even text stands for."""
        if not self._written and len(self._shifts) == 1:
            return start, max(start, end)
        if end <= start:
            return (self._back(start),) * 2
        index = bisect_left(self._written, (start - _LONGEST_WRITTEN, 0)) if self._written else 0
        while index < len(self._written) and self._written[index][0] < end:
            low, high = self._written[index]
            if start < high:  # what was written over is told by all of its words
                start, end = min(start, low), max(end, high)
            index += 1
        return self._back(start), self._back(end - 1) + 1

    def _back(self, char: int) -> int:
        return char + self._shifts[bisect_right(self._starts, char) - 1]


def _colon(match: re.Match[str]) -> str:
    """A fenced heading as one with a colon, of the same length."""
    head = " " * (match.start("head") - match.start()) + match["head"] + ":"
    return head.ljust(match.end() - match.start())
