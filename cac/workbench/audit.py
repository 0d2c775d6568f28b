"""The audit log of a store: looked through, proved, and its head set anew by a person who says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cac.errors import StoreError
from cac.workbench.chain import Head, Link, Problem, check, genesis
from cac.workbench.records import Actor
from cac.workbench.sealing import commitment_of
from cac.workbench.store import Store
from cac.workbench.tables import FIXED, AuditRow, Fixed

_MOST = 100  # problems that are told; one change can break much


class Verdict(NamedTuple):
    """What the proof says: the head of the log, what is wrong (nothing: it is whole), and what to know."""

    head: Head
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    more: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(store: Store, noted: Head | None = None) -> Verdict:
    """Prove the log, and by it every decision, note, suggestion and message that it vouches for.

    Args:
        store: the store; without its key the texts themselves are not compared.
        noted: a head that was noted elsewhere (``cac audit head``); the log must have passed through it.

    Raises:
        StoreError: when the store cannot be read.
    """
    problems: list[Problem] = []
    notices: list[str] = []
    heads = _heads(store, noted, problems)
    vouched: dict[tuple[str, str], tuple[int, str]] = {}
    end = genesis(store.uid)
    with store.reading() as session:

        def entries() -> Iterator[Link]:
            nonlocal end
            for entry in _links(session):
                end = Head(entry.number, entry.hash)
                _vouch(entry, vouched, notices)
                yield entry

        problems += check(entries(), store.uid, heads)
        problems += _rows(store, session, vouched)
    if store.locked:
        notices.append("The store is encrypted and its key was not named: texts were not compared.")
    problems.sort()
    return Verdict(end, tuple(problems[:_MOST]), tuple(notices), max(0, len(problems) - _MOST))


def anchor(store: Store, actor: Actor) -> Head:
    """Set the head file to the log as it is now, and say so in the log: after a backup was put back, by a person.

    Raises:
        Forbidden.
        StoreError: "head", when the file cannot be written.
    """
    actor.need("manage")
    try:
        before = str(store.head_file.read() or "none")
    except StoreError:
        before = "unreadable"
    with store.writing(actor.name) as work:
        work.log("audit.anchored", {"before": before, "log": str(work.head)})
        head = work.head
    try:
        store.head_file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        store.head_file.write(head)
    except OSError as error:
        raise StoreError("head", f"The head file of the log cannot be written ({error.strerror}).") from None
    return head


def log(store: Store, actor: Actor, *, after: int = 0, limit: int = 1_000) -> tuple[Link, ...]:
    """Entries of the log by number.

    Raises:
        Forbidden.
    """
    actor.need("audit")
    asked = select(AuditRow).where(AuditRow.number > after).order_by(AuditRow.number).limit(limit)
    with store.reading() as session:
        return tuple(_link(row) for row in session.scalars(asked))


def _heads(store: Store, noted: Head | None, problems: list[Problem]) -> list[tuple[str, Head]]:
    heads = [("the head you named", noted)] if noted is not None else []
    try:
        beside = store.head_file.read()
    except StoreError as error:
        problems.append(Problem(0, error.message))
        return heads
    if beside is not None:
        return [*heads, ("the head file", beside)]
    if noted is None:
        problems.append(Problem(0, "The head file is gone: name a head that you noted (--head), or look at why."))
    return heads


def _links(session: Session) -> Iterator[Link]:
    asked = select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1_000)
    for row in session.scalars(asked):
        yield _link(row)
        session.expunge(row)


def _link(row: AuditRow) -> Link:
    """An entry, whatever somebody put into its columns: SQLite would keep bytes in a column of words."""
    return Link(
        row.number,
        *(
            value if isinstance(value, str) else repr(value)
            for value in (row.at, row.actor, row.action, row.subject, row.rules, row.previous, row.hash)
        ),
    )


def _vouch(entry: Link, vouched: dict[tuple[str, str], tuple[int, str]], notices: list[str]) -> None:
    try:
        subject: Any = json.loads(entry.subject)
    except (ValueError, RecursionError):
        return  # the chain says that it was changed
    if not isinstance(subject, dict):
        return
    if entry.action == "audit.anchored":
        notices.append(f"The head was set anew by {entry.actor} in entry {entry.number}, {entry.at}.")
    if "digest" in subject:
        for table in FIXED:
            name = table.__tablename__
            if name in subject and entry.action in _ACTIONS[name]:
                vouched[name, str(subject[name])] = (entry.number, str(subject["digest"]))


_ACTIONS = {
    "notes": ("note.added",),
    "addenda": ("note.addendum",),
    "suggestions": ("note.suggested",),
    "decisions": tuple(f"decision.{kind}" for kind in ("accept", "edit", "refuse", "add", "delete", "undo")),
    "first_codings": ("entry.coded_first",),
    "messages": ("entry.message",),
}
"""Which entries vouch for the rows of which table."""


def _rows(store: Store, session: Session, vouched: dict[tuple[str, str], tuple[int, str]]) -> Iterator[Problem]:
    """What does not agree between the log and the rows that it vouches for."""
    left = dict(vouched)
    for table in FIXED:
        name = table.__tablename__
        for row in session.scalars(select(table).execution_options(yield_per=200)):
            number, wanted = left.pop((name, row.id), (0, ""))
            if not wanted:
                yield Problem(0, f"A row of {name} ({row.id}) stands in no entry: it was put in past the log.")
            elif _digest(row) != wanted:
                yield Problem(number, f"What entry {number} vouches for was changed: {name} {row.id}.")
            elif not store.locked and (column := _changed_text(store, row)):
                yield Problem(number, f"What entry {number} vouches for was changed: the {column} of {name} {row.id}.")
            session.expunge(row)
    for (name, id), (number, _) in left.items():
        yield Problem(number, f"What entry {number} vouches for is gone: {name} {id}.")


def _digest(row: Fixed) -> str:
    try:
        return row.digest()
    except (TypeError, ValueError):
        return "none"  # bytes in a column of words


def _changed_text(store: Store, row: Fixed) -> str:
    """The first text of a row that is not the one it was committed to."""
    for column, commitment in row.SEALED.items():
        blob = getattr(row, column)
        if blob is None:
            continue
        try:
            place = f"{row.__tablename__}.{column}/{row.id}"
            if commitment_of(store.box, place, blob) != getattr(row, commitment):
                return column
        except (StoreError, TypeError, AttributeError):
            return column
    return ""
