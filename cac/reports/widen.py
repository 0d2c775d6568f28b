"""Quotes widened from the passages of a row to the sentence around them, where the notes themselves are at hand.

A row holds the words that prove something and no more of the note. A quote stays an exact slice of the note, and one
that does not stand in the note at its place is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cac.records import Note, Unreadable
from cac.reports.records import Example, NoteReport, Quote
from cac.reports.tally import Tally

MOST = 240
"""So many characters of a note at most around one passage."""
_ENDS = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\n(?=\s*\S[^\n]{0,40}:)|\n(?=\s*[-*•])")
_SPACE = " \t\r\n"


def widened(quotes: tuple[Quote, ...], text: str) -> tuple[Quote, ...]:
    """Each quote with the sentence it stands in; those of one sentence become one."""
    if not stands(quotes, text):
        return quotes
    found: list[Quote] = []
    for quote in quotes:
        start, end = _sentence(text, quote.start, quote.end)
        if found and start <= found[-1].end and end - found[-1].start <= MOST:
            start, end = found.pop().start, max(end, quote.end)
        elif found and start < found[-1].end:
            start = min(quote.start, found[-1].end)
        found.append(quote.model_copy(update={"text": text[start:end], "start": start, "end": end}))
    return tuple(found)


def stands(quotes: tuple[Quote, ...], text: str) -> bool:
    """Whether every quote is a slice of this text at its place."""
    return all(text[quote.start : quote.end] == quote.text for quote in quotes)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a passage, without white space at its ends; cut between words where it is too long."""
    room = max(0, MOST - (end - start)) // 2
    low, high = max(0, start - room), min(len(text), end + room)
    before = [found.end() for found in _ENDS.finditer(text, low, start)]
    left = before[-1] if before else low if low == 0 else _next_space(text, low, start)
    after = _ENDS.search(text, end, high)
    right = after.end() if after else high if high == len(text) else max(text.rfind(" ", end, high), end)
    while left < start and text[left] in _SPACE:
        left += 1
    while right > end and text[right - 1] in _SPACE:
        right -= 1
    return left, right


def _next_space(text: str, low: int, start: int) -> int:
    found = text.find(" ", low, start)
    return found + 1 if found >= 0 else start


def widen_tally(tally: Tally, notes: Iterable[Note | Unreadable]) -> int:
    """Widen the examples of a tally from the notes, which are read once and not kept; how many were not found."""
    wanted: dict[str, list[tuple[list[Example], int]]] = {}
    for group in tally.groups.values():
        for held in group.examples.values():
            for place, example in enumerate(held):
                wanted.setdefault(example.note, []).append((held, place))
    left = sum(map(len, wanted.values()))
    for note in notes:
        if not isinstance(note, Note):
            continue
        for held, place in wanted.pop(note.id, ()):
            example = held[place]
            if not stands(example.quotes, note.text):
                continue
            widen = _apart if example.state == "contradicted" else widened
            held[place] = example.model_copy(update={"quotes": widen(example.quotes, note.text)})
            left -= 1
    return left


def widen_note(report: NoteReport, text: str) -> NoteReport:
    """Widen the quotes of the gaps and cross-checks of a note; what it has stays in few words."""
    gaps = tuple(
        gap.model_copy(update={"quotes": (widened if gap.state == "missing" else _apart)(gap.quotes, text)})
        for gap in report.gaps
    )
    checks = tuple(check.model_copy(update={"quotes": _apart(check.quotes, text)}) for check in report.checks)
    return report.model_copy(update={"gaps": gaps, "checks": checks})


def _apart(quotes: tuple[Quote, ...], text: str) -> tuple[Quote, ...]:
    """Each quote by itself: places that do not agree are never joined."""
    return tuple(one for quote in quotes for one in widened((quote,), text))
