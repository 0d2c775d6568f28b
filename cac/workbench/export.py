"""Decisions as rows for others: CSV that no spreadsheet takes for formulas, and JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from sqlalchemy import select

from cac.records import BilledLine
from cac.reports.xlsx import harmless
from cac.workbench.records import Actor, Decision
from cac.workbench.rows import decision_of, opened
from cac.workbench.store import Store
from cac.workbench.tables import DecisionRow, EntryRow, NoteRow, SuggestionRow

COLUMNS = (
    "decision", "entry", "note", "name", "batch", "number", "at", "by", "kind", "line", "before_code",
    "before_modifiers", "before_units", "after_code", "after_modifiers", "after_units", "reason", "comment", "evidence",
    "undoes", "undone", "entry_state", "second_coding", "rules",
)  # fmt: skip
"""The columns of an export: docs/workbench.md tells what each holds."""


def decision_rows(store: Store, actor: Actor) -> Iterator[dict[str, Any]]:
    """Every decision, undone ones too, in the order of the worklist and then by number; the log notes the export.

    Raises:
        Forbidden.
    """
    actor.need("audit")
    with store.writing(actor.name) as work:
        work.log("export.decisions", {})
    return _rows(store)


def _rows(store: Store) -> Iterator[dict[str, Any]]:
    asked = (
        select(DecisionRow, EntryRow, NoteRow, SuggestionRow.version)
        .join(EntryRow, EntryRow.id == DecisionRow.entry_id)
        .join(NoteRow, NoteRow.id == EntryRow.note_id)
        .join(SuggestionRow, SuggestionRow.id == DecisionRow.suggestion_id)
        .order_by(EntryRow.position, DecisionRow.number)
    )
    with store.reading() as session:
        undone = set(session.scalars(select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))))
        for row, entry, note, rules in session.execute(asked.execution_options(yield_per=500)):
            name = "" if store.locked else opened(store, f"notes.name/{note.id}", note.name)
            yield _row(decision_of(store, row), entry, note, name, rules, undone=row.id in undone)


def write_csv(handle: TextIO, rows: Iterable[dict[str, Any]]) -> int:
    """Write rows as CSV with a header; how many. A cell that a spreadsheet would take for a formula gets an apostrophe.

    Raises:
        OSError: if the file cannot be written.
    """
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
        count += 1
    return count


def write_jsonl(handle: TextIO, rows: Iterable[dict[str, Any]]) -> int:
    """Write rows as JSON lines in ASCII; how many.

    Raises:
        OSError: if the file cannot be written.
    """
    count = 0
    for row in rows:
        handle.write(json.dumps(row) + "\n")
        count += 1
    return count


def _row(decision: Decision, entry: EntryRow, note: NoteRow, name: str, rules: str, *, undone: bool) -> dict[str, Any]:
    return {
        "decision": decision.id,
        "entry": entry.id,
        "note": note.id,
        "name": name,
        "batch": note.batch,
        "number": decision.number,
        "at": decision.at.isoformat(),
        "by": decision.by,
        "kind": decision.kind,
        "line": decision.line,
        **_line("before", decision.before),
        **_line("after", decision.after),
        "reason": decision.reason,
        "comment": decision.comment,
        "evidence": [list(span) for span in decision.evidence],
        "undoes": decision.undoes,
        "undone": undone,
        "entry_state": entry.state,
        "second_coding": entry.review_of is not None,
        "rules": rules,
    }


def _line(when: str, line: BilledLine | None) -> dict[str, Any]:
    return {
        f"{when}_code": line.code if line else "",
        f"{when}_modifiers": list(line.modifiers) if line else [],
        f"{when}_units": line.units if line else None,
    }


def _cell(value: Any) -> str:
    """A cell: lists by spaces, nothing as "", and nothing that a spreadsheet would calculate."""
    if isinstance(value, list):
        value = " ".join("-".join(map(str, item)) if isinstance(item, list) else str(item) for item in value)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return harmless(text)
