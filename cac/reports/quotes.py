"""Which words of a row are quoted for a gap: exact slices of the note that the row already holds, never more of it."""

from __future__ import annotations

from collections.abc import Iterable

from cac.reports.records import Example, Quote, State
from cac.reports.rows import FullAnswer, FullRow, Words
from cac.reports.words import Names

_MOST = 3
_PROCEDURE = "The procedure"


def quotes(words: Iterable[Words], of: str, most: int = _MOST, *, headers: bool = False) -> tuple[Quote, ...]:
    """The first different passages, in reading order; a passage inside another one is left out, and so are headers."""
    chosen: list[Words] = []
    for span in words:
        inside = any(other.start <= span.start and span.end <= other.end for other in chosen)
        again = any(other.text.casefold() == span.text.casefold() for other in chosen)
        if (headers or not _is_bare(span)) and span.text.strip() and not inside and not again:
            chosen = [other for other in chosen if not (span.start <= other.start and other.end <= span.end)]
            chosen.append(span)
        if len(chosen) == most:
            break
    chosen.sort(key=lambda span: span.start)
    return tuple(Quote(text=span.text, section=span.section, of=of, start=span.start, end=span.end) for span in chosen)


def _is_bare(span: Words) -> bool:
    """Whether a passage is blank, or the header that an element was found under, which tells nothing by itself."""
    text = span.text.strip()
    return not text or text.endswith(":") or text.casefold() == span.section.strip().rstrip(":").casefold()


def for_gap(row: FullRow, answer: FullAnswer, names: Names) -> tuple[Quote, ...]:
    """What to show for an element that is missing or told in two ways.

    What it says itself, where it says anything; else the words of an element beside it (``beside`` of prompts.yaml);
    else those that prove the procedure.
    """
    if found := quotes(answer.evidence, names.label(answer.element)):
        return found
    others = {other.element: other for other in row.checklist}
    for name in names.beside(answer.element):
        if name in others and (found := quotes(others[name].evidence, names.label(name))):
            return found
    return quotes(_proof(row), _PROCEDURE)


def _proof(row: FullRow) -> list[Words]:
    """The words of the first line, where they belong to a procedure, else of the first procedure."""
    for line in row.lines:
        if line.procedures and line.evidence:
            return line.evidence
    return next((work.evidence for work in row.procedures if work.evidence), [])


def example(row: FullRow, element: str, state: State, day: str, names: Names) -> Example:
    """One note with a gap."""
    answer = next(answer for answer in row.checklist if answer.element == element)
    return Example(note=row.id, day=day, state=state, quotes=for_gap(row, answer, names))
