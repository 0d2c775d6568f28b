"""Open a store: make it or upgrade it where that is needed, refuse what is none."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from cac.errors import StoreError
from cac.lexicon.decisions import decision_rules
from cac.workbench import chain, database
from cac.workbench.anchor import HeadFile, read_file
from cac.workbench.sealing import Key, PlainBox
from cac.workbench.settings import Clock, Settings, default_store, stamp, utc_now
from cac.workbench.store import PROGRAM, SECRET_PLACE, Store, head_path
from cac.workbench.tables import REVISIONS, AuditRow, StoreRow, new_id

_FIRST = "store.made"


def open_store(
    where: str = "",
    *,
    key: Key | None = None,
    create: bool = True,
    settings: Settings | None = None,
    lexicons: Path | None = None,
    clock: Clock = utc_now,
) -> Store:
    """Open a store, and make or upgrade it where that is needed.

    Args:
        where: a file, or a URL of PostgreSQL; by default that of ``CAC_STORE``, of the settings, or a file in the
            user's data folder.
        key: what opens an encrypted store; without it only what needs no text can be done.
        create: whether a store is made where there is none.
        settings: the settings; the defaults where none are given.
        lexicons: a lexicon folder of the user's own, for the reasons that a coder may give.
        clock: the time; for tests.

    Raises:
        LexiconError: when the reasons cannot be read.
        StoreError: when there is none, it is none, a newer program made it, the key is wrong, or the database refuses.
    """
    settings = settings or Settings()
    rules = decision_rules(lexicons)
    place = database.place_of(where or default_store(settings))
    made = False
    if place.file is not None:
        if not create and not place.file.exists():
            raise StoreError("missing", "There is no store yet: name it with --store, or open the workbench once.")
        if not place.file.exists():
            _not_begun_before(head_path(place.file, ""))
        made = database.make_file(place.file)
    engine = database.make_engine(place)
    try:
        with database.plainly():
            row = _ready(engine, place.file, create, clock)
    except BaseException:
        engine.dispose()
        if made and place.file is not None and place.file.stat().st_size == 0:
            place.file.unlink()
        raise
    store = Store(engine, place.file, row, settings, clock, rules)
    store.head_file.advance(store.head(), store.hash_at)  # the one before may have been killed just before it
    if key is not None:
        store.unlock(key)
    return store


def _ready(engine: Engine, file: Path | None, create: bool, clock: Clock) -> StoreRow:
    """The row of the store, after the schema was brought up to date."""
    with engine.connect() as connection:
        found = database.revision(connection)
        if found == REVISIONS[-1] and (row := _row(connection)):
            return row
    if not found and not create:
        raise StoreError("missing", "There is no store in this database yet: open the workbench once.")
    with database.writer_of(engine).begin() as connection:
        database.lock(connection)
        found = database.revision(connection)
        if found != REVISIONS[-1]:
            database.upgrade(connection)
        return _row(connection) or _made(connection, file, clock)


def _row(connection: Connection) -> StoreRow | None:
    with Session(connection, expire_on_commit=False) as session:
        return session.scalars(select(StoreRow)).one_or_none()


def _made(connection: Connection, file: Path | None, clock: Clock) -> StoreRow:
    """Begin a store: its row, its head file, the first entry of its log."""
    row = StoreRow(id=1, uid=new_id(), made=stamp(clock()), secret=_new_secret(), how=None, wrapped=None)
    path = head_path(file, row.uid)
    _not_begun_before(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        HeadFile(path, row.uid).write(chain.genesis(row.uid))
    except OSError as error:
        raise StoreError("head", f"The head file of the log cannot be made ({error.strerror}).") from None
    entry = chain.link(chain.genesis(row.uid), row.made, "system", _FIRST, {"store": row.uid}, PROGRAM)
    with Session(connection, expire_on_commit=False) as session:
        session.add_all([row, AuditRow(**entry._asdict())])
        session.flush()
    return row


def _not_begun_before(path: Path) -> None:
    """Refuse to begin a store in the place of one that is gone: its log would be gone in silence."""
    left = read_file(path)
    if left is not None and left[1].entries:
        raise StoreError(
            "head",
            "The head of an audit log stands beside this new store: put the store it belongs to back, or move the head "
            "file away to begin anew.",
        )


def _new_secret() -> bytes:
    return PlainBox().seal(SECRET_PLACE, secrets.token_hex(32)).blob
