"""Rows of the store as records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cac.errors import StoreError
from cac.records import BilledLine
from cac.workbench.chain import canonical
from cac.workbench.records import Decision, Entry, FirstCoding, Kept
from cac.workbench.store import Store
from cac.workbench.tables import DecisionRow, EntryRow, FirstCodingRow, NoteRow, SuggestionRow


def moment(text: str | None) -> datetime | None:
    """A time as it is kept, as a time."""
    return datetime.fromisoformat(text) if text else None


def line_json(line: BilledLine | None) -> str | None:
    """A line as it is kept."""
    return canonical(line.model_dump()) if line is not None else None


def lines_json(lines: Sequence[BilledLine]) -> str:
    """Several lines as they are kept."""
    return canonical([line.model_dump() for line in lines])


def read_lines(text: str) -> tuple[BilledLine, ...]:
    """Several lines as they were kept."""
    return tuple(BilledLine.model_validate(line) for line in json.loads(text))


def kept_of(row: SuggestionRow) -> Kept:
    """What is kept of a suggestion for good.

    Raises:
        StoreError: "damaged".
    """
    with _undamaged():
        return Kept.model_validate_json(row.kept)


def opened(store: Store, place: str, blob: bytes | None) -> str:
    """A text, "" where it is gone."""
    return store.box.open(place, blob) if blob is not None else ""


def entry_of(store: Store, row: EntryRow, note: NoteRow, *, first_coded: bool) -> Entry:
    """An entry; its name is hidden where the store is locked, and what tells of the suggestion until it may be seen."""
    hidden = row.blind and not first_coded
    return Entry(
        id=row.id,
        note=note.id,
        name="" if store.locked else opened(store, f"notes.name/{note.id}", note.name),
        batch=note.batch,
        position=row.position,
        state=row.state,  # type: ignore[arg-type]
        status="" if hidden else row.status,
        version=row.version,
        blind=row.blind,
        first_coded=first_coded,
        sampled="" if hidden else row.sampled,  # type: ignore[arg-type]
        review_of=row.review_of or "",
        claimed_by=row.claimed_by,
        claimed_at=moment(row.claimed_at),
        finished_by=row.finished_by,
        finished_at=moment(row.finished_at),
    )


def decision_of(store: Store, row: DecisionRow) -> Decision:
    """A decision; its comment is "" where it is gone or the store is locked."""
    comment = "" if store.locked else opened(store, f"decisions.comment/{row.id}", row.comment)
    with _undamaged():
        spans: list[list[int]] = json.loads(row.evidence)
        return Decision(
            id=row.id,
            entry=row.entry_id,
            suggestion=row.suggestion_id,
            number=row.number,
            at=datetime.fromisoformat(row.at),
            by=row.by,
            kind=row.kind,  # type: ignore[arg-type]
            line=row.line,
            before=BilledLine.model_validate_json(row.before) if row.before else None,
            after=BilledLine.model_validate_json(row.after) if row.after else None,
            reason=row.reason,
            comment=comment,
            evidence=tuple((start, end) for start, end in spans),
            undoes=row.undoes or "",
        )


@contextmanager
def _undamaged() -> Iterator[None]:
    """Say in one sentence, without its words, that a row is not what was written.

    Raises:
        StoreError: "damaged".
    """
    try:
        yield
    except (ValueError, TypeError):
        raise StoreError(
            "damaged", "A row of the store was changed or damaged: `cac audit verify` says more."
        ) from None


def decisions_of(store: Store, session: Session, entry: str, suggestion: str = "") -> tuple[Decision, ...]:
    """The decisions of an entry, by number; with ``suggestion`` only those on it."""
    asked = select(DecisionRow).where(DecisionRow.entry_id == entry).order_by(DecisionRow.number)
    if suggestion:
        asked = asked.where(DecisionRow.suggestion_id == suggestion)
    return tuple(decision_of(store, row) for row in session.scalars(asked))


def first_coding_of(session: Session, entry: str) -> FirstCoding | None:
    """What was coded before the suggestion was shown."""
    row = session.scalars(select(FirstCodingRow).where(FirstCodingRow.entry_id == entry)).one_or_none()
    return coding_of(row) if row is not None else None


def coding_of(row: FirstCodingRow) -> FirstCoding:
    """A first coding."""
    return FirstCoding(entry=row.entry_id, by=row.by, at=datetime.fromisoformat(row.at), lines=read_lines(row.lines))
