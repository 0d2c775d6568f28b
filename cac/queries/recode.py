"""The note with its addenda, coded again, and what that changes of the claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from cac.context import FIELDS
from cac.queries.store import Kept
from cac.records import Record, Result

_CORRECTS = ("conflict/", "contradicted/", "cross_check/")
"""Questions about two statements: their answer says which of them holds, so it corrects the note."""


class Codes(Protocol):
    """What codes a note: `cac.Coder`."""

    def code(self, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        """Code one note."""
        ...


class LineChange(Record):
    """A claim line before and after, as it is written ("64483-LT x1"); "" where there is none."""

    before: str = ""
    after: str = ""


class Change(Record):
    """What an addendum changes: the lines, the status, and what is missing or conflicts no more, or now."""

    status_before: str
    status_after: str
    lines: tuple[LineChange, ...] = ()
    unchanged: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()


def addendum(kept: Kept) -> str:
    """The answer of a question as the dated, signed addendum that stands behind the note, the words as they came."""
    answer = next(event for event in reversed(kept.events) if event.kind == "answered")
    day = datetime.fromisoformat(answer.at).date().isoformat()
    kind = " (correction)" if kept.question.rule.startswith(_CORRECTS) else ""
    return f"\n\nADDENDUM{kind}, dated {day}, signed by {answer.by}:\n{kept.question.title}: {answer.text}\n"


def with_addenda(kept: Kept, others: Iterable[Kept]) -> str:
    """The note of a question with the answers to all questions about the same note, in the order of their ids."""
    note = kept.question.note or ""
    answered = [
        other
        for other in others
        if other.note_id == kept.note_id
        and other.digest == kept.digest
        and any(event.kind == "answered" for event in other.events)
    ]
    return note + "".join(addendum(other) for other in sorted(answered, key=lambda other: other.id))


def recode(kept: Kept, others: Iterable[Kept], coder: Codes) -> Change:
    """Code a note alone and with its addenda, for the same day, place and payer, and compare the claims."""
    context = told(kept.context)
    before = coder.code(kept.question.note or "", id=kept.note_id, context=dict(context))
    after = coder.code(with_addenda(kept, others), id=kept.note_id, context=dict(context))
    return compare(before, after)


def told(context: Mapping[str, str]) -> dict[str, str]:
    """The context of a row without what was only a default in it."""
    defaults = {name.strip() for name in context.get("defaults", "").split(",")}
    return {name: value for name, value in context.items() if name in FIELDS and name not in defaults}


def compare(before: Result, after: Result) -> Change:
    """What is different between two results of a note."""
    open_before = {*before.missing, *(f"conflict: {sentence}" for sentence in before.conflicts)}
    open_after = {*after.missing, *(f"conflict: {sentence}" for sentence in after.conflicts)}
    changes, unchanged = _lines(before, after)
    return Change(
        status_before=before.status,
        status_after=after.status,
        lines=changes,
        unchanged=unchanged,
        closed=tuple(sorted(open_before - open_after)),
        opened=tuple(sorted(open_after - open_before)),
    )


def _lines(before: Result, after: Result) -> tuple[tuple[LineChange, ...], tuple[str, ...]]:
    """The lines that are not the same, those of one code beside each other; and those that are."""
    old, new = [_written(line) for line in before.lines], [_written(line) for line in after.lines]
    same = []
    for line in list(old):
        if line in new:
            same.append(line)
            old.remove(line)
            new.remove(line)
    changes = []
    for line in old:
        code = line.partition(" ")[0].partition("-")[0]
        match = next((other for other in new if other.startswith(code)), "")
        if match:
            new.remove(match)
        changes.append(LineChange(before=line, after=match))
    return (*changes, *(LineChange(after=line) for line in new)), tuple(same)


def _written(line: Any) -> str:
    return "-".join((line.code, *line.modifiers)) + f" x{line.units}"


def shown(change: Change, question: int) -> str:
    """A change as text; it ends with what a person has to do."""
    out = [f"QUESTION {question}: note and addendum coded again", ""]
    if change.status_before != change.status_after:
        out.append(f"status     {change.status_before} -> {change.status_after}")
    else:
        out.append(f"status     {change.status_after}, as before")
    for line in change.lines:
        if line.before and line.after:
            out.append(f"changed    {line.before} -> {line.after}")
        else:
            out.append(f"added      {line.after}" if line.after else f"removed    {line.before}")
    out += [f"unchanged  {line}" for line in change.unchanged]
    out += [f"closed     {what}" for what in change.closed]
    out += [f"opened     {what}" for what in change.opened]
    if not (change.lines or change.closed or change.opened):
        out.append("nothing changes")
    out += ["", f"Nothing is accepted yet: a person confirms it with `cac query confirm {question} --by NAME`."]
    return "\n".join(out) + "\n"
