"""Where a store is, how it is made, upgraded and refused; nothing of paths, passwords or notes in what is said."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from cac.errors import InputError, StoreError
from cac.workbench import audit, database, intake, worklist
from cac.workbench.database import VERSION_TABLE, make_engine, place_of
from cac.workbench.opening import open_store
from cac.workbench.settings import Settings, read_settings
from cac.workbench.store import Store
from cac.workbench.tables import REVISIONS, Base
from tests.workbench.conftest import ANN, Clock, note, result


def migrated(where: str, revision: str) -> None:
    """A database as an older version of the program left it, without the row of the store."""
    from alembic import command
    from alembic.config import Config

    engine = make_engine(place_of(where))
    with database.writer_of(engine).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {0x43414357}")
    engine.dispose()


def code(*arguments: object, **more: object) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(*arguments, **more).close()  # type: ignore[arg-type]
    for secret in ("hunter2", "Zyxwvuta", "/tmp"):
        assert secret not in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_revisions_are_those_of_the_scripts() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(database.__file__).with_name("migrations")))
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_heads() == [REVISIONS[-1]]


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []


def test_a_store_of_every_older_revision_is_upgraded_with_what_it_holds(where: str, clock: Clock) -> None:
    """Made at the newest revision, then the guards taken away as revision 0001 had none."""
    made = open_store(where, clock=clock)
    entry = intake.add(made, ANN, note("n"), result())
    head = made.head()
    from sqlalchemy import text

    with made.engine.begin() as connection:
        if made.file is not None:
            for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.execute(text("DROP FUNCTION cac_append_only() CASCADE"))
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))
    made.close()
    again = open_store(where, clock=clock)
    assert again.head() == head
    assert worklist.entries(again, ANN) == (entry,)
    assert audit.verify(again).whole
    with pytest.raises(StoreError), again.writing("x") as work:
        work.session.execute(text("DELETE FROM audit"))
    again.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_empty_database_of_any_revision_becomes_a_store(where: str, clock: Clock, revision: str) -> None:
    if "://" not in where:
        Path(where).touch()
    migrated(where, revision)
    store = open_store(where, clock=clock)
    intake.add(store, ANN, note(), result())
    assert audit.verify(store).whole
    store.close()


def test_a_newer_store_is_refused_and_left_alone(where: str, clock: Clock) -> None:
    from sqlalchemy import text

    made = open_store(where, clock=clock)
    with made.engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    made.close()
    assert code(where) == "newer"
    engine = make_engine(place_of(where))
    with engine.connect() as connection:
        assert connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() == "9999"
    engine.dispose()


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from cac.workbench.migrations.versions import r0002_guards

    if "://" not in where:
        Path(where).touch()
    migrated(where, "0001")
    with monkeypatch.context() as broken:
        broken.setattr("alembic.operations.Operations.execute", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_store(where)
    assert r0002_guards.revision == "0002"
    engine = make_engine(place_of(where))
    with engine.connect() as connection:
        assert database.revision(connection) == "0001"
    engine.dispose()
    open_store(where).close()


def test_files_are_their_owners_alone(tmp_path: Path, clock: Clock) -> None:
    os.umask(0o000)
    try:
        store = open_store(str(tmp_path / "a" / "b" / "store.sqlite"), clock=clock)
        intake.add(store, ANN, note(), result())
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "a" / "b").iterdir()}
        assert set(modes.values()) == {0o600} and len(modes) == 4
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
        store.close()
        (tmp_path / "a" / "b" / "store.sqlite").chmod(0o644)
        open_store(str(tmp_path / "a" / "b" / "store.sqlite"), clock=clock).close()
        assert (tmp_path / "a" / "b" / "store.sqlite").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(0o022)


def test_the_pragmas(file_store: Store) -> None:
    with file_store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "application_id")
        }
    assert found == {
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "application_id": 0x43414357,
    }  # fmt: skip


def test_what_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Zyxwvuta " * 1000)
    (tmp_path / "short").write_text("Zyxwvuta")
    with sqlite3.connect(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE zyx (a)")
    with sqlite3.connect(tmp_path / "alike.sqlite") as connection:
        connection.execute(f"CREATE TABLE {VERSION_TABLE} (version_num TEXT)")
        connection.execute(f"INSERT INTO {VERSION_TABLE} VALUES ('0002')")
    connection.close()
    (tmp_path / "other.sqlite").chmod(0o644)
    for name in ("text", "short", "other.sqlite", "alike.sqlite"):
        before = (tmp_path / name).read_bytes()
        assert code(str(tmp_path / name)) == "foreign", name
        assert (tmp_path / name).read_bytes() == before
    assert (tmp_path / "other.sqlite").stat().st_mode & 0o777 == 0o644
    assert code(str(tmp_path)) == "disk"
    assert code(str(tmp_path / "text" / "below")) == "disk"
    assert code(str(tmp_path / "none.sqlite"), create=False) == "missing"
    assert not (tmp_path / "none.sqlite").exists()


def test_a_store_without_its_row(file_store: Store) -> None:
    assert file_store.file is not None
    file_store.close()
    with sqlite3.connect(file_store.file) as connection:
        connection.execute("DELETE FROM store")
    connection.close()
    assert code(str(file_store.file)) in ("head", "integrity")  # and no second log is begun


@pytest.mark.parametrize(
    "where",
    ["mysql://ann:hunter2@host/x", "://", "sqlite://", "sqlite:///:memory:", "x://y"],
)
def test_urls_that_are_none(where: str) -> None:
    assert code(where) == "url"


def test_a_database_that_does_not_answer() -> None:
    pytest.importorskip("psycopg")
    assert code("postgresql://ann:hunter2@127.0.0.1:1/x?connect_timeout=1") == "connection"


def test_postgres_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert code("postgresql://ann:hunter2@127.0.0.1:1/x") == "driver"


def test_where_a_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CAC_STORE", raising=False)
    for said, settings, variable, expected in (
        ("", "", "", "data/cac/workbench.sqlite"),
        ("", "settings.sqlite", "", "settings.sqlite"),
        ("", "settings.sqlite", "variable.sqlite", "variable.sqlite"),
        ("option.sqlite", "settings.sqlite", "variable.sqlite", "option.sqlite"),
        ("sqlite:///{}/url.sqlite", "", "", "url.sqlite"),
    ):
        monkeypatch.setenv("CAC_STORE", str(tmp_path / variable) if variable else "")
        chosen = Settings(store=str(tmp_path / settings) if settings else "")
        where = said.format(tmp_path) if "{" in said else str(tmp_path / said) if said else ""
        store = open_store(where, settings=chosen)
        assert store.file == tmp_path / expected
        store.close()


def test_many_open_a_new_store_at_once(where: str) -> None:
    """Each program makes it, or waits for the one that does: there is one store and one log."""
    found: list[str] = []
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        store = open_store(where)
        found.append(store.uid)
        store.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1
    store = open_store(where)
    verdict = audit.verify(store)
    assert verdict.whole and verdict.head.entries == 1
    store.close()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"failures": 0}, "failures"),
        ({"failures": "Zyxwvuta"}, "failures"),
        ({"second_review": 1.5}, "second_review"),
        ({"idle_minutes": 10**9}, "idle_minutes"),
        ({"store": 7}, "store"),
        ({"colour": "blue"}, "may hold store"),
    ],
)
def test_settings_that_are_none(said: dict[str, object], word: str) -> None:
    with pytest.raises(InputError) as caught:
        read_settings(said)
    assert word in caught.value.message and "Zyxwvuta" not in caught.value.message


def test_settings() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"failures": 3, "second_review": 0.1}).failures == 3
