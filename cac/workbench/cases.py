"""Finished entries as figures and exports read them: what was suggested, what was decided, how long it took."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cac.records import BilledLine
from cac.workbench.records import Decision, LineState
from cac.workbench.rows import decisions_of, first_coding_of, kept_of
from cac.workbench.standing import standing
from cac.workbench.store import Store
from cac.workbench.tables import AuditRow, EntryRow, SuggestionRow

_ENDS = frozenset(["entry.released", "entry.finished"])
_WORK = _ENDS | {"entry.claimed", "entry.reopened", "entry.coded_first", "entry.recoded"}


class Case(NamedTuple):
    """One finished entry: its claim lines as suggested, as a coder wrote them first, and as they stand."""

    entry: str
    by: str
    review_of: str
    suggested: tuple[BilledLine, ...]
    first: tuple[BilledLine, ...] | None
    states: tuple[LineState, ...]
    decisions: tuple[Decision, ...]
    seconds: float

    @property
    def final(self) -> tuple[BilledLine, ...]:
        """The claim lines that stand at the end."""
        return tuple(state.now for state in self.states if state.now is not None)


def cases(store: Store, since: datetime | None = None) -> Iterator[Case]:
    """The finished entries, those finished at ``since`` or later, in the order of the worklist."""
    with store.reading() as session:
        times = _times(session, store.settings.pause_minutes * 60.0)
        asked = select(EntryRow).where(EntryRow.state == "finished").order_by(EntryRow.position)
        for row in session.scalars(asked).all():
            if since is not None and row.finished_at and datetime.fromisoformat(row.finished_at) < since:
                continue
            kept = kept_of(session.get_one(SuggestionRow, row.suggestion_id))
            made = decisions_of(store, session, row.id, row.suggestion_id)
            states = tuple(state for state in standing(kept, made).values() if state.part == "line")
            first = first_coding_of(session, row.id)
            yield Case(
                entry=row.id,
                by=row.finished_by,
                review_of=row.review_of or "",
                suggested=tuple(line.billed for line in kept.lines),
                first=first.lines if first is not None else None,
                states=states,
                decisions=made,
                seconds=times.get(row.id, 0.0),
            )
            session.expire_all()


def _times(session: Session, pause: float) -> dict[str, float]:
    """Seconds of work on each entry: from one action to the next, each at most ``pause``; a longer gap was a pause.

    The log knows when something was claimed, decided, given back and finished.
    """
    worked: dict[str, float] = {}
    last: dict[str, datetime] = {}
    asked = select(AuditRow.at, AuditRow.action, AuditRow.subject).order_by(AuditRow.number)
    for at, action, subject in session.execute(asked.execution_options(yield_per=1_000)):
        if not action.startswith("decision.") and action not in _WORK:
            continue
        entry, now = str(json.loads(subject).get("entry")), datetime.fromisoformat(at)
        if entry in last:
            gap = (now - last.pop(entry)).total_seconds()
            worked[entry] = worked.get(entry, 0.0) + min(max(gap, 0.0), pause)
        if action not in _ENDS:
            last[entry] = now
    return worked
