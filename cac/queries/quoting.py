"""Which words of a note a question quotes: short, verbatim, and no answer to what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from cac.queries.records import Quote

MOST_WORDS = 20
"""A passage of more words is cut down to the words of the evidence."""
_BOX = re.compile(r"\[.?\]|[☐☑☒□■_]|\(\s?\)")
"""Boxes and blanks: a passage that runs over them is a piece of a form."""


class Span(NamedTuple):
    """Characters of the note."""

    start: int
    end: int


def spans(evidence: Iterable[Mapping[str, Any]], note: str) -> list[Span]:
    """The spans of evidence that are verbatim of the note, each once, in reading order."""
    found = {
        Span(int(one["start"]), int(one["end"]))
        for one in evidence
        if 0 <= int(one["start"]) < int(one["end"]) <= len(note)
        and note[int(one["start"]) : int(one["end"])] == one["text"]
    }
    return sorted(found)


def passage(named: list[Span], beside: list[Span], note: str, tells: Callable[[str], bool]) -> Quote | None:
    """The passage that says most of what was done without telling what is asked.

    Args:
        named: the words that name the procedure.
        beside: other words that prove its lines.
        note: the note.
        tells: whether a passage holds an answer, or words that no question may hold.
    """
    found = sorted({*named, *beside})
    candidates = {
        span for line in _by_line(found, note) for span in (Span(line[0].start, max(one.end for one in line)), *line)
    }
    fitting = []
    for span in candidates:
        text = note[span.start : span.end]
        words = len(text.split())
        if 0 < words <= MOST_WORDS and not _BOX.search(text) and not tells(text):
            names = any(span.start <= one.start and one.end <= span.end for one in named)
            fitting.append((not names, -min(words, 6), span))
    return quote(min(fitting)[2], note) if fitting else None


def statement(span: Span, note: str) -> Quote:
    """The clause around words of which another place of the note says something else: at most `MOST_WORDS` words."""
    begin = max((note.rfind(sign, 0, span.start) for sign in ("\n", ". ", "; ")), default=-1) + 1
    ends = [place for sign in ("\n", ". ", "; ", ".\n") if (place := note.find(sign, span.end)) >= 0]
    end = min(ends, default=len(note))
    while begin < span.start and not note[begin].isalnum():
        begin += 1
    while end > span.end and not note[end - 1].isalnum():
        end -= 1
    if len(note[begin:end].split()) > MOST_WORDS // 2:
        begin, end = _near(span, note, begin, end)
    return quote(Span(begin, end), note)


def quote(span: Span, note: str) -> Quote:
    """The quote of a span."""
    return Quote(start=span.start, end=span.end, text=note[span.start : span.end])


def _near(span: Span, note: str, begin: int, end: int) -> Span:
    """The words of a span with three before and four behind it, within ``begin`` and ``end``."""
    before = list(re.finditer(r"\S+", note[begin : span.start]))[-3:]
    behind = list(re.finditer(r"\S+", note[span.end : end]))[:4]
    first = begin + before[0].start() if before else span.start
    last = span.end + behind[-1].end() if behind else span.end
    return Span(first, last - len(note[span.end : last]) + len(note[span.end : last].rstrip(" ,.;:")))


def _by_line(found: list[Span], note: str) -> list[list[Span]]:
    """The spans that stand on one line together."""
    lines: dict[int, list[Span]] = {}
    for span in found:
        lines.setdefault(note.count("\n", 0, span.start), []).append(span)
    return [[*sorted(line)] for line in lines.values()]
