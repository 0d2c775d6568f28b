"""The log of a store: whoever changes, removes or cuts off what was kept is found, whatever table it stands in."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from cac.errors import Conflict, Forbidden, StoreError
from cac.records import BilledLine
from cac.workbench import audit, decisions, desk, intake, worklist
from cac.workbench.chain import Head, genesis, link
from cac.workbench.opening import open_store
from cac.workbench.records import Wanted
from cac.workbench.store import Store
from cac.workbench.tables import FIXED
from tests.workbench.conftest import ADMIN, ANN, EVE, Clock, copied, note, result

Keys = Callable[[], str]


@pytest.fixture(scope="module")
def busy(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every kind of thing has happened, to be copied."""
    path = tmp_path_factory.mktemp("busy") / "store.sqlite"
    copied(made, path)
    store, keys = open_store(str(path), clock=Clock()), partial(secrets.token_hex, 8)
    for number in range(2):
        entry = intake.add(store, ANN, note(f"n{number}"), result(), claim=True, blind=True)
        version = entry.version
        desk.code_first(store, ANN, entry.id, version, [BilledLine(code="64483")])
        desk.say(store, ANN, entry.id, "look at the side", keys())
        desk.add_addendum(store, ANN, entry.id, "Dr. Q", "left", keys())
        for line in ("line:0", "line:1"):
            accept = Wanted(kind="accept", line=line)
            version = decisions.decide(
                store, ANN, entry.id, desk.show(store, ANN, entry.id).entry.version, accept, keys()
            ).number
        worklist.finish(store, ANN, entry.id, version)
    store.close()
    return path


@pytest.fixture
def worked(busy: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A copy of it."""
    copied(busy, tmp_path / "store.sqlite")
    clock.on(days=1)
    store = open_store(str(tmp_path / "store.sqlite"), clock=clock)
    yield store
    store.close()


def tampered(store: Store, *statements: str) -> None:
    """What somebody does who can write the file: the triggers go first."""
    assert store.file is not None
    with sqlite3.connect(store.file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def told(store: Store, head: Head | None = None) -> str:
    verdict = audit.verify(store, head)
    assert verdict.whole == (not verdict.problems)
    return "\n".join(problem.message for problem in verdict.problems)


def test_a_worked_store_is_whole(worked: Store) -> None:
    verdict = audit.verify(worked)
    assert verdict.problems == () and verdict.notices == ()
    assert verdict.head == worked.head() == worked.head_file.read()
    assert verdict.head.entries > 20


def test_every_column_that_may_not_change_is_vouched_for(worked: Store) -> None:
    """Each such column of each table, and each text: changed in one row, found, put back, and whole again."""
    tampered(worked)
    assert worked.file is not None
    with sqlite3.connect(worked.file, isolation_level=None) as connection:
        for table in FIXED:
            name = table.__tablename__
            ((row,),) = connection.execute(f"SELECT max(rowid) FROM {name}").fetchall()
            for column in (*table.FIXED, *table.SEALED):
                ((kept,),) = connection.execute(f"SELECT {column} FROM {name} WHERE rowid = {row}").fetchall()
                other = 77 if isinstance(kept, int) else b"x" * 40 if isinstance(kept, bytes) else "0123456789abcdef"
                connection.execute(f"UPDATE {name} SET {column} = ? WHERE rowid = {row}", [other])
                assert told(worked), (name, column)
                connection.execute(f"UPDATE {name} SET {column} = ? WHERE {column} = ?", [kept, other])
    connection.close()
    assert told(worked) == ""


FORGERIES = {
    "an entry": "UPDATE audit SET actor = 'user:mallory' WHERE number = 5",
    "its time": "UPDATE audit SET at = '2020' WHERE number = 5",
    "a word of bytes": "UPDATE audit SET subject = x'ff00' WHERE number = 5",
    "no JSON": "UPDATE audit SET subject = '[' WHERE number = 5",
    "a decision": "UPDATE decisions SET after = replace(after, '64483', '64635')",
    "who decided": "UPDATE decisions SET by = 'user:mallory'",
    "when": "UPDATE decisions SET at = '2020'",
    "a decision of bytes": "UPDATE decisions SET reason = x'ff'",
    "a comment": "UPDATE decisions SET comment = x'00000000000000000000000000000000ff'",
    "a decision gone": "DELETE FROM decisions WHERE number = 5",
    "a decision slipped in": "INSERT INTO decisions SELECT 'f', entry_id, suggestion_id, 99, at, by, kind, line,"
    " before, after, reason, comment, comment_commitment, evidence, undoes FROM decisions LIMIT 1",
    "a note": "UPDATE notes SET text = text || x'20'",
    "the name of a note": "UPDATE notes SET name = x'0000000000000000000000000000000041'",
    "when it came": "UPDATE notes SET received = '2020'",
    "texts swapped": "UPDATE notes SET text = name",
    "a suggestion": "UPDATE suggestions SET kept = replace(kept, '64483', '64635')",
    "the row of a suggestion": "UPDATE suggestions SET row = row || x'20'",
    "its rules": "UPDATE suggestions SET version = 'x'",
    "a first coding": "UPDATE first_codings SET lines = '[]'",
    "a message": "UPDATE messages SET text = text || x'20'",
    "an addendum": "UPDATE addenda SET text = text || x'20'",
    "its author": "UPDATE addenda SET author = author || x'20'",
    "a message gone": "DELETE FROM messages",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found(worked: Store, name: str) -> None:
    tampered(worked, FORGERIES[name])
    assert told(worked), name


def test_the_changed_entry_is_named(worked: Store) -> None:
    tampered(worked, FORGERIES["an entry"])
    assert told(worked) == "Entry 5 was changed: its hash is not that of its content."


def test_missing_entries_are_named(worked: Store) -> None:
    tampered(worked, "DELETE FROM audit WHERE number IN (7, 8)")
    assert "Entries 7 to 8 are missing: the log goes on with entry 9." in told(worked)


def test_a_log_that_is_cut_off_is_found(worked: Store) -> None:
    last = worked.head().entries
    tampered(worked, f"DELETE FROM audit WHERE number > {last - 1}")
    assert f"The log was cut off after entry {last - 1}: entry {last} is in the head file." in told(worked)


def test_a_log_made_anew_is_found_by_the_head(worked: Store) -> None:
    """Somebody makes the whole log anew, hashes and all, without one of its entries."""
    with worked.reading() as session:
        entries = list(audit._links(session))
    head, statements = genesis(worked.uid), ["DELETE FROM audit"]
    for entry in entries[:-4] + entries[-3:]:
        new = link(head, entry.at, entry.actor, entry.action, json.loads(entry.subject), entry.rules)
        head = Head(new.number, new.hash)
        statements.append("INSERT INTO audit VALUES ({}, {})".format(new.number, ", ".join(f"'{x}'" for x in new[1:])))
    noted = worked.head()
    tampered(worked, *statements)
    assert "The log was cut off" in told(worked)
    assert "the head you named" in told(worked, noted)


def test_a_head_noted_elsewhere_finds_what_the_head_file_cannot(worked: Store) -> None:
    """Who can write the store and the head file forges both; the head on paper stays."""
    noted, last = worked.head(), worked.head().entries
    tampered(worked, f"DELETE FROM audit WHERE number > {last - 1}")
    worked.head_file.write(worked.head())
    assert told(worked) == ""
    assert f"entry {last} is in the head you named" in told(worked, noted)
    assert told(worked, worked.head()) == ""


def test_a_head_noted_before_is_passed(worked: Store) -> None:
    noted = worked.head()
    intake.add(worked, ANN, note(), result())
    assert told(worked, noted) == ""
    assert "Entry 3 is not the one noted in the head you named" in told(worked, Head(3, "0" * 64))


def test_a_head_file_that_is_gone_damaged_or_of_another_store(worked: Store, tmp_path: Path) -> None:
    path = worked.head_file.path
    kept = path.read_bytes()
    path.unlink()
    assert "The head file is gone" in told(worked)
    assert told(worked, worked.head()) == ""  # a head that was noted does as well
    intake.add(worked, ANN, note(), result())
    assert not path.exists()  # work goes on, and does not cover it up
    for wrong in (b"", b"{", b"[]", b'{"store": 1, "head": 2}', b"\xff", b"[" * 4000, kept[:20]):
        path.write_bytes(wrong)
        assert "damaged" in told(worked), wrong
    path.write_text(json.dumps({"store": "f" * 16, "head": str(worked.head())}))
    assert "belongs to another store" in told(worked)
    intake.add(worked, ANN, note(), result())
    assert "belongs to another store" in told(worked)
    path.write_bytes(kept)
    assert told(worked) == ""


def test_a_head_that_was_left_behind_is_moved_on_at_opening(worked: Store, clock: Clock) -> None:
    """As after a kill between the two, also of the program that made the store."""
    for head in (genesis(worked.uid), Head(3, worked.hash_at(3))):
        worked.head_file.write(head)
        assert told(worked) == ""
        open_store(str(worked.file), clock=clock).close()
        assert worked.head_file.read() == worked.head()


def test_setting_the_head_anew_is_an_administrators_and_stays_in_the_log(worked: Store) -> None:
    tampered(worked, f"DELETE FROM audit WHERE number > {worked.head().entries - 1}")
    with pytest.raises(Forbidden):
        audit.anchor(worked, EVE)
    head = audit.anchor(worked, ADMIN)
    assert head == worked.head() == worked.head_file.read()
    verdict = audit.verify(worked)
    assert verdict.whole
    assert verdict.notices[0].startswith(f"The head was set anew by user:root in entry {head.entries}")
    before = json.loads(audit.log(worked, EVE)[-1].subject)["before"]
    assert before.startswith(f"{head.entries}:")  # the head that was lost is named


def test_a_store_that_was_replaced_is_not_begun_in_silence(worked: Store, clock: Clock) -> None:
    assert worked.file is not None
    worked.close()
    for name in ("", "-wal", "-shm"):
        Path(f"{worked.file}{name}").unlink(missing_ok=True)
    with pytest.raises(StoreError) as caught:
        open_store(str(worked.file), clock=clock)
    assert caught.value.code == "head"
    assert not worked.file.exists()
    worked.head_file.path.unlink()
    open_store(str(worked.file), clock=clock).close()


def test_one_change_that_breaks_much_is_told_in_part(file_store: Store) -> None:
    for number in range(60):
        intake.add(file_store, ANN, note(f"n{number}"), result())
    tampered(file_store, "UPDATE audit SET at = '2020'")
    verdict = audit.verify(file_store)
    assert len(verdict.problems) == 100 and verdict.more > 50


def test_the_log_is_for_auditors(worked: Store) -> None:
    with pytest.raises(Forbidden):
        audit.log(worked, ANN)
    some = audit.log(worked, EVE, after=3, limit=2)
    assert [entry.number for entry in some] == [4, 5]


def test_the_log_is_whole_in_postgres_too(store: Store, keys: Keys) -> None:
    from sqlalchemy import text

    entry = intake.add(store, ANN, note(), result(), claim=True)
    decisions.decide(store, ANN, entry.id, entry.version, Wanted(kind="accept", line="line:0"), keys())
    assert told(store) == ""
    if store.file is None:
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE decisions DISABLE TRIGGER ALL"))
            connection.execute(text("UPDATE decisions SET reason = 'x'"))
        assert "was changed: decisions" in told(store)
        with pytest.raises(StoreError) as caught, store.writing("x") as work:
            work.session.execute(text("TRUNCATE audit"))
        assert caught.value.code == "append_only"


def test_what_fails_leaves_no_trace(worked: Store) -> None:
    before = worked.head()
    with pytest.raises(Conflict), worked.writing("x") as work:
        work.log("something", {})
        raise Conflict("x", "x")
    assert worked.head() == before and told(worked) == ""
