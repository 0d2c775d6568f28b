"""What the program said of a note, as the store takes it: checked against the text that it was made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from cac.errors import Invalid
from cac.records import BilledLine, Result
from cac.workbench.checks import MOST_LINES, checked_label
from cac.workbench.records import Kept, SuggestedLine

MOST_ROW = 8 * 1024 * 1024
BETWEEN = "\n\n"
"""What stands between a note and each addendum in the text that is coded again."""


class _Words(BaseModel):
    start: int
    end: int


class _Line(BaseModel):
    code: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    rule: str = ""
    diagnoses: tuple[str, ...] = ()
    evidence: tuple[_Words, ...] = ()


class _Diagnosis(BaseModel):
    code: str
    evidence: tuple[_Words, ...] = ()


class _Row(BaseModel):
    status: str = Field(pattern="^(ready|review|not_a_procedure|error)$")
    version: str = ""
    lines: tuple[_Line, ...] = Field((), max_length=MOST_LINES)
    supplies: tuple[_Line, ...] = Field((), max_length=MOST_LINES)
    diagnoses: tuple[_Diagnosis, ...] = Field((), max_length=MOST_LINES)
    missing: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """A suggestion: the whole row as JSON, what is kept of it for good, the rule set, and the worst finding."""

    row: str
    kept: Kept
    version: str
    findings: frozenset[str]


def whole_text(text: str, addenda: Iterable[str]) -> str:
    """A note and its addenda, as they are coded together; the offsets of the note stay."""
    return BETWEEN.join((text, *addenda))


def read_suggestion(result: Result | Mapping[str, Any], text: str) -> Suggestion:
    """A result or its row, which must be of this text.

    Raises:
        Invalid: "row", when it is no row; "other_text", when its proofs are not the words of ``text``.
    """
    row = result.row() if isinstance(result, Result) else dict(result)
    try:
        told = _Row.model_validate(row)
        written = json.dumps(row, allow_nan=False)
    except (ValidationError, ValueError, TypeError, RecursionError):
        raise Invalid("row", "This is no result row of cac: see docs/row.md.") from None
    if len(written) > MOST_ROW:
        raise Invalid("row", "The result row is too large.")
    if not _proofs_hold(row, text):
        raise Invalid("other_text", "The result is not of this note: its proofs are other words. Code the note again.")
    kept = Kept(
        status=told.status,
        lines=tuple(map(_kept, told.lines)),
        supplies=tuple(map(_kept, told.supplies)),
        diagnoses=tuple(_kept(_Line(code=each.code, evidence=each.evidence)) for each in told.diagnoses),
        missing=told.missing,
    )
    findings = row.get("findings") or ()
    severities = frozenset(str(found.get("severity", "")) for found in findings if isinstance(found, dict))
    return Suggestion(written, kept, checked_label(told.version, "version of the result"), severities)


def _kept(line: _Line) -> SuggestedLine:
    billed = BilledLine(code=line.code, modifiers=line.modifiers, units=line.units, diagnoses=line.diagnoses)
    spans = tuple((words.start, words.end) for words in line.evidence)
    return SuggestedLine(billed=billed, rule=line.rule, evidence=spans)


def _proofs_hold(row: dict[str, Any], text: str) -> bool:
    """Whether every span of the row is the text there."""
    waiting: list[Any] = [row]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys():
                start, end, words = value["start"], value["end"], value["text"]
                whole = isinstance(start, int) and isinstance(end, int)
                if not whole or not 0 <= start <= end <= len(text) or text[start:end] != words:
                    return False
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value
    return True
