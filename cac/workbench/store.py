"""The store: opened once, used by many threads. Every writer stands in one queue, and each write goes into the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cac import __version__
from cac.errors import NotFound, StoreError
from cac.lexicon.schema import DecisionRules
from cac.workbench import chain, database
from cac.workbench.anchor import HeadFile
from cac.workbench.sealing import Box, Key, KeyBox, LockedBox, PlainBox, mark, unwrap
from cac.workbench.settings import Clock, Settings, data_folder, stamp
from cac.workbench.tables import ID, AuditRow, Base, Fixed, StoreRow

PROGRAM = f"cac {__version__}"
"""What stands as the rule set in entries of the log that no rules decided."""

_ROW = TypeVar("_ROW", bound=Base)
SECRET_PLACE = "store.secret/1"
"""The place of the store's own secret, for `sealing`."""


class Work:
    """One transaction that writes, and the log it grows; rows are added through it."""

    def __init__(self, store: Store, session: Session, by: str) -> None:
        self.store = store
        self.session = session
        self.by = by
        self.now = stamp(store.clock())
        last = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).first()
        self.head = chain.Head(last.number, last.hash) if last else chain.genesis(store.uid)

    def log(self, action: str, subject: dict[str, Any], rules: str = PROGRAM, by: str = "") -> None:
        """Add an entry to the log; ``subject`` holds ids and codes, never words of a note."""
        entry = chain.link(self.head, self.now, by or self.by, action, subject, rules)
        self.session.add(AuditRow(**entry._asdict()))
        self.head = chain.Head(entry.number, entry.hash)

    def add(self, row: Base) -> None:
        """Add a row; it is written at once, so that what refers to it may follow."""
        self.session.add(row)
        self.session.flush()

    def add_fixed(self, row: Fixed, action: str, subject: dict[str, Any], rules: str = PROGRAM) -> None:
        """Add a row that never changes, with an entry of the log that vouches for it."""
        self.add(row)
        told = {row.__tablename__: row.id, "digest": row.digest()}
        self.log(action, {**subject, **told}, rules)

    def get(self, kind: type[_ROW], id: str, what: str) -> _ROW:
        """A row by its id.

        Raises:
            NotFound: where there is none.
        """
        row = self.session.get(kind, id) if ID.fullmatch(id) else None
        if row is None:
            raise NotFound(what, f"There is no such {what}.")
        return row


class Store:
    """The store of a workbench; `opening.open_store` makes it.

    ``box`` seals and opens texts, ``uid`` is its id, ``rules`` the reasons that a coder may give.
    """

    def __init__(
        self, engine: Engine, file: Path | None, row: StoreRow, settings: Settings, clock: Clock, rules: DecisionRules
    ) -> None:
        self.engine = engine
        self.file = file
        self.settings = settings
        self.clock = clock
        self.rules = rules
        self.uid = row.uid
        self.head_file = HeadFile(head_path(file, row.uid), row.uid)
        self._writer = database.writer_of(engine)
        self._reader = database.reader_of(engine)
        self._take(row, None)

    def _take(self, row: StoreRow, box: Box | None) -> None:
        self.wrapped = (row.wrapped, row.how) if row.wrapped is not None and row.how is not None else None
        self.box: Box = box or (LockedBox() if self.wrapped else PlainBox())
        self._sealed_secret = row.secret
        self.__dict__.pop("secret", None)

    @property
    def encrypted(self) -> bool:
        """Whether texts are encrypted."""
        return self.wrapped is not None

    @property
    def locked(self) -> bool:
        """Whether the key is missing: nothing that needs a text can be done."""
        return isinstance(self.box, LockedBox)

    @cached_property
    def secret(self) -> bytes:
        """The key of `sealing.mark`."""
        return bytes.fromhex(self.box.open(SECRET_PLACE, self._sealed_secret))

    def mark(self, text: str) -> str:
        """A keyed digest of ``text``.

        Raises:
            StoreError: "locked".
        """
        return mark(self.secret, text)

    def unlock(self, key: Key) -> None:
        """Open an encrypted store with its key; nothing happens where it is not encrypted.

        Raises:
            StoreError: "key", when it is the wrong one.
        """
        if self.wrapped is not None:
            with self.reading() as session:
                row = session.scalars(select(StoreRow)).one()
            self._take(row, KeyBox(unwrap(key, *self.wrapped, self.uid)))

    def replaced(self, row: StoreRow, box: Box) -> None:
        """Take over another key, after it was stored."""
        self._take(row, box)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, and sees one state of the whole.

        Raises:
            StoreError: when the database refuses.
        """
        with database.plainly(), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, by: str) -> Iterator[Work]:
        """A transaction that writes, whole or not at all; ``by`` stands in the log. One at a time, over all programs.

        Raises:
            StoreError: when the database refuses.
        """
        with database.plainly():
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                how = session.execute(select(StoreRow.wrapped, StoreRow.how).with_for_update()).one()
                if (how.wrapped is not None) != self.encrypted:
                    raise StoreError("key", "The store was encrypted meanwhile: open it again with its key.")
                work = Work(self, session, by)
                before = work.head
                yield work
            if work.head != before:
                self._advance(work.head)

    def _advance(self, head: chain.Head) -> None:
        self.head_file.advance(head, self.hash_at)

    def hash_at(self, count: int) -> str:
        """The hash that the log has after ``count`` entries, "" where it has none."""
        if count == 0:
            return chain.genesis(self.uid).hash
        with self.reading() as session:
            return session.scalars(select(AuditRow.hash).where(AuditRow.number == count)).first() or ""

    def head(self) -> chain.Head:
        """The head of the log as the database has it."""
        with self.reading() as session:
            last = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(1)).first()
            return chain.Head(last.number, last.hash) if last else chain.genesis(self.uid)

    def now(self) -> datetime:
        """The time."""
        return self.clock()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def head_path(file: Path | None, uid: str) -> Path:
    """Where the head of a log is kept a second time: beside the file, or in the user's data folder."""
    if file is not None:
        return file.with_name(file.name + ".head")
    return data_folder() / "heads" / f"{uid}.head"
