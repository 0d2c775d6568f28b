"""The dates of a note, with what each is of: the service, the dictation, the signature, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from typing import NamedTuple

from cac.lexicon.schema import NoteDates
from cac.lexicon.terms import expand

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_FULL_NAMES = "january february march april june july august sept september october november december"
_MONTH_WORDS = frozenset((*_MONTHS, *_FULL_NAMES.split()))
_MIDDLE = re.compile(r"[/-][0-9]{1,2}[/-](?=[0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,4})[/-]([0-9]{1,2})[/-]([0-9]{2,4})(?![\d/-])")
_YEAR = re.compile(r"[12][09]\d\d(?!\w)")
_WRITTEN = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    rf"|(?P<d2>\d{{1,2}})[ -](?P<month2>{_MONTH})[ ,-]+)\Z",
    re.I,
)
_LEAD = 60  # characters before a date in which its label stands
_WORD = re.compile(r"[A-Za-z]+")
_GAP = re.compile(r"[\s:.\-–|*_#\[\]()>,]*(?:at\s|on\s)?\Z")
_NAME = re.compile(r"[\s:]*(?:(?:[A-Z][\w.'’-]*|on|at|by),?\s*){1,7}\Z")
"""Between a label of signing and its date stands who signed: "Electronically signed by A. Stone, MD on"."""
_BY_NAME = ("signed", "dictated")
_LONGEST_LABEL = 4  # words
_TRAILING = 2  # words between a label and its date: "signed on", "date of service at"
_NEAR_HEAD = 24  # characters; a lone date so near the head of a note is that of the note
_CENTURY = 2000


class Dated(NamedTuple):
    """A date: what it is of (``service``, ``dictated``, ``signed``, ``note`` or ``other``), the day, its characters."""

    kind: str
    day: date
    start: int
    end: int


class Dates:
    """Reads the dates of a note."""

    def __init__(self, words: NoteDates) -> None:
        """Take the labels of dates."""
        self._kinds = {form: kind for kind, terms in words.labels.items() for term in terms for form in expand(term)}
        self._before_names = {form[-1] for form, kind in self._kinds.items() if kind in _BY_NAME}

    def read(self, text: str, keys: Set[str]) -> list[Dated]:
        """Every date of the note, in reading order; ``keys`` are its words in small letters."""
        days = [*_in_numbers(text), *(() if _MONTH_WORDS.isdisjoint(keys) else _in_words(text))]
        return [
            Dated(self._kind(text, start), day, start, end)
            for day, start, end in sorted(days, key=lambda told: told[1])
        ]

    def _kind(self, text: str, start: int) -> str:
        """What the words before a date say that it is of: the longest label right before it, or one of signing."""
        line = text.rfind("\n", 0, start) + 1
        lead = text[max(line, start - _LEAD) : start]
        words = list(_WORD.finditer(lead.lower()))
        if not words:
            return "note" if start < _NEAR_HEAD and not lead.strip() else "other"
        names = [word.group() for word in words]
        for last in range(len(names), 0, -1):
            near = last > len(names) - _TRAILING
            if not (near or names[last - 1] in self._before_names):
                continue
            for first in range(max(0, last - _LONGEST_LABEL), last):
                kind = self._kinds.get(tuple(names[first:last]))
                if kind and (near or kind in _BY_NAME):
                    between = words[last - 1].end()
                    if _GAP.match(lead, between) or (kind in _BY_NAME and _NAME.match(lead, between)):
                        return kind
                    break
        return "other"


def _in_numbers(text: str) -> Iterator[tuple[date, int, int]]:
    """Every day in numbers, in the American order or that of ISO, with its characters."""
    end = 0
    for middle in _MIDDLE.finditer(text):
        start = middle.start()
        while start > end and text[start - 1].isdigit():
            start -= 1
        match = _NUMBERS.match(text, start)
        if match is None or (start and text[start - 1] in "/-."):
            continue
        end = match.end()
        one, two, three = (int(part) for part in match.groups())
        day = _day(one, two, three) if one > 99 else _day(three if three > 99 else _CENTURY + three, one, two)
        if day:
            yield day, start, end


def _in_words(text: str) -> Iterator[tuple[date, int, int]]:
    """Every day with the name of its month."""
    for year in _YEAR.finditer(text):
        written = _WRITTEN.search(text, max(0, year.start() - 24), year.start())
        if written:
            name = (written["month"] or written["month2"])[:3].lower()
            day = _day(int(year.group()), _MONTHS.index(name) + 1, int(written["d"] or written["d2"]))
            if day:
                yield day, written.start(), year.end()


def _day(year: int, month: int, day: int) -> date | None:
    """The day; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
