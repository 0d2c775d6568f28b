"""The database of the store: one SQLite file by default, PostgreSQL by its URL. How it is made, opened and upgraded.

No message holds a path, a URL (it may hold a password) or a value: SQLAlchemy's own messages would.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from cac.errors import StoreError
from cac.workbench.tables import APPLICATION_ID, REVISIONS

VERSION_TABLE = "cac_version"
_LOCK = 0x43414357  # the advisory lock of PostgreSQL under which a store is made or upgraded
_WAIT = 15  # seconds that a writer waits for another one


class Place(NamedTuple):
    """Where a store is: its URL, and the file of an SQLite one."""

    url: URL
    file: Path | None


def place_of(where: str) -> Place:
    """What a path or a URL names.

    Raises:
        StoreError: "url", for a URL that is none or of another kind of database.
    """
    if "://" not in where:
        file = Path(where).expanduser()
        return Place(URL.create("sqlite", database=str(file.absolute())), file)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise _bad_url() from None
    kind = url.get_backend_name()
    if kind == "postgresql" or url.drivername == "postgres":
        return Place(url.set(drivername="postgresql+psycopg"), None)
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return place_of(url.database)
    raise _bad_url()


def make_engine(place: Place) -> Engine:
    """The engine of a place; nothing is opened yet.

    Raises:
        StoreError: "driver", where psycopg is not installed.
    """
    try:
        if place.file is None:
            engine = create_engine(place.url, hide_parameters=True, pool_pre_ping=True)
        else:
            engine = create_engine(place.url, hide_parameters=True, connect_args={"timeout": _WAIT})
            _set_up_sqlite(engine)
    except (ImportError, NoSuchModuleError):
        raise StoreError(
            "driver", "PostgreSQL needs psycopg: install it with `pip install cac[postgres]`, or name a file."
        ) from None
    except (ArgumentError, ValueError, TypeError):
        raise _bad_url() from None
    return engine


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, by us
        connection.text_factory = _words  # what is no text was put in by somebody else: the log finds it
        for pragma in (
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",  # what the retention takes away is overwritten
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _words(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def writer_of(engine: Engine) -> Engine:
    """The same engine for transactions that write: SQLite takes the lock at once, so that none fails half-way."""
    return engine.execution_options(writing=True)


def reader_of(engine: Engine) -> Engine:
    """The same engine for transactions that read, each of which sees one state of the whole."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def make_file(file: Path) -> bool:
    """Make an empty file of mode 0600, and its folders, where there is none; whether it was made.

    One that is there is looked at before anything of it is changed, its mode too.

    Raises:
        StoreError: "disk", when it cannot be; "foreign", when it is there and holds something else.
    """
    if file.is_dir():
        raise StoreError("disk", "The store is a folder: name a file.")
    try:
        if file.exists():
            _check_ours(file)
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)
            return False
        for folder in reversed([folder for folder in file.absolute().parents if not folder.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise StoreError("disk", f"The store cannot be made ({error.strerror}): name another file.") from None
    return True


def _check_ours(file: Path) -> None:
    """Refuse a file that another program made."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)
        try:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise unusable(DBAPIError("", None, error)) from None
    if mark != APPLICATION_ID and (mark or tables):
        raise _foreign()


def revision(connection: Connection) -> str:
    """The revision of the schema, "" in an empty database.

    Raises:
        StoreError: "foreign", when the database holds something else; "newer", when a newer program made it.
    """
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables & {"store", "audit", "notes"} or (connection.dialect.name == "sqlite" and tables):
            raise _foreign()
        return ""
    if connection.dialect.name == "sqlite":
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != APPLICATION_ID:
            raise _foreign()
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    if len(found) != 1 or found[0] not in REVISIONS:
        raise StoreError("newer", "The store was made by a newer version of cac: install that version, or a newer one.")
    return str(found[0])


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, inside the transaction that is open: whole or not at all."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def lock(connection: Connection) -> None:
    """Let nobody else make or upgrade this store until the transaction ends; SQLite's own lock does it there."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the database says into one sentence without its words.

    Raises:
        StoreError: for every error of the database.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise unusable(error) from None
    except sqlite3.Error:
        raise StoreError("disk", "The store cannot be used: check the file and its permissions.") from None


def unusable(error: SQLAlchemyError) -> StoreError:
    """One sentence for what the database refuses."""
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig else ""
    if "not a database" in said or "malformed" in said:
        return _foreign()
    if "locked" in said or "lock timeout" in said:
        return StoreError("busy", "The store is in use by another program: try again.")
    if "full" in said or "No space" in said:
        return StoreError("disk", "The disk is full: make room and try again; nothing was stored.")
    if "readonly" in said or "unable to open" in said:
        return StoreError("disk", "The store cannot be opened: check that the file exists and its permissions.")
    if "append-only" in said or "append only" in said:
        return StoreError("append_only", "The store refuses to change what was written: it only grows.")
    if isinstance(error, IntegrityError):
        return StoreError("integrity", "The store refuses what does not fit its other rows: nothing was stored.")
    if isinstance(error, OperationalError):
        return StoreError("connection", "The database does not answer: check that it runs and its URL.")
    return StoreError("database", f"The database refuses ({type(error).__name__}): nothing was stored.")


def _foreign() -> StoreError:
    return StoreError("foreign", "This is no store of the workbench, or a damaged one: name another with --store.")


def _bad_url() -> StoreError:
    return StoreError("url", "A store is a file, or a URL such as postgresql://user@host/database.")
