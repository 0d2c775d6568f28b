"""Texts encrypted at rest: nothing of a note is in the file, the wrong key opens nothing, codes stay readable."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cac.errors import CacError, Conflict, Forbidden, StoreError
from cac.workbench import audit, decisions, desk, export, figures, intake, people, retention, sealing, worklist
from cac.workbench.encryption import encrypt
from cac.workbench.opening import open_store
from cac.workbench.records import Wanted
from cac.workbench.sealing import Key, KeyBox, PlainBox, commitment_of
from cac.workbench.store import Store
from tests.workbench.conftest import ADMIN, ANN, EVE, TEXT, Clock, note, result

Keys = Callable[[], str]
KEY = Key.from_passphrase("correct horse battery")
CANARIES = ("Zyxwvuta", "Quibblesnort", "Depo-Medrol", "side is wrong", "radiculopathy")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what is proved here does not hang on its cost."""
    monkeypatch.setattr(sealing, "_COST", {"time": 1, "memory": 64, "lanes": 1})


def fill(store: Store, keys: Keys) -> str:
    entry = intake.add(store, ANN, note("Zyxwvuta.txt"), result(), claim=True, batch="monday")
    desk.say(store, ANN, entry.id, "the side is wrong, Quibblesnort says", keys())
    desk.add_addendum(store, ANN, entry.id, "Dr. Quibblesnort", "Depo-Medrol on the left", keys())
    version = entry.version
    for line in ("line:0", "line:1"):
        wanted = Wanted(kind="refuse", line=line, reason="other", comment="the side is wrong")
        version = decisions.decide(store, ANN, entry.id, version, wanted, keys()).number
    worklist.finish(store, ANN, entry.id, version)
    return entry.id


def on_disk(store: Store) -> bytes:
    assert store.file is not None
    return b"".join(path.read_bytes() for path in store.file.parent.iterdir() if path.is_file())


def left_on_disk(store: Store) -> list[str]:
    data = on_disk(store)
    return [canary for canary in CANARIES if canary.encode() in data]


def code(kind: type[CacError], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.code


def test_the_canaries_stand_in_a_plain_store(file_store: Store, keys: Keys) -> None:
    fill(file_store, keys)
    assert left_on_disk(file_store) == list(CANARIES)


def test_an_encrypted_store_holds_no_word_in_the_clear(file_store: Store, keys: Keys, clock: Clock) -> None:
    entry = fill(file_store, keys)
    before = desk.show(file_store, ANN, entry)
    assert encrypt(file_store, ADMIN, KEY)
    assert left_on_disk(file_store) == []
    assert desk.show(file_store, ANN, entry) == before
    file_store.close()
    again = open_store(str(file_store.file), key=KEY, clock=clock)
    assert desk.show(again, ANN, entry) == before
    assert intake.add(again, ANN, note("Zyxwvuta.txt"), result(), batch="monday").id == entry  # found by its name
    second = intake.add(again, ANN, note("Quibblesnort.txt"), result(), claim=True)
    desk.say(again, ANN, second.id, "the side is wrong", keys())
    assert desk.show(again, ANN, second.id).text == TEXT
    assert left_on_disk(again) == []
    assert audit.verify(again).whole and not audit.verify(again).notices
    again.close()


def test_without_the_key_nothing_is_read_but_everything_is_proved(file_store: Store, keys: Keys, clock: Clock) -> None:
    entry = fill(file_store, keys)
    encrypt(file_store, ADMIN, KEY)
    file_store.close()
    locked = open_store(str(file_store.file), clock=clock)
    assert locked.encrypted and locked.locked
    for call in (
        lambda: desk.show(locked, ANN, entry),
        lambda: intake.add(locked, ANN, note(), result()),
        lambda: desk.say(locked, ANN, entry, "x", keys()),
    ):
        assert code(StoreError, call) == "locked"
    verdict = audit.verify(locked)
    assert verdict.whole and "texts were not compared" in verdict.notices[0]
    assert [row["before_code"] for row in export.decision_rows(locked, EVE)] == ["64483", "64484"]
    assert {row["name"] + row["comment"] for row in export.decision_rows(locked, EVE)} == {""}
    assert figures.figures(locked, EVE).all.wrong == 2
    assert worklist.entries(locked, ANN)[0].name == ""
    assert retention.status(locked).encrypted
    people.add_user(locked, ADMIN, "ben", "coder", "correct horse battery")
    clock.on(days=30)
    assert retention.prune(locked, ADMIN, 10).notes == 1  # to forget needs no key
    locked.close()


@pytest.mark.parametrize("words", ["correct horse batterz", "CORRECT HORSE BATTERY", "correct horse battery "])
def test_the_wrong_key_is_one_sentence(file_store: Store, clock: Clock, words: str) -> None:
    encrypt(file_store, ADMIN, KEY)
    with pytest.raises(StoreError) as caught:
        open_store(str(file_store.file), key=Key.from_passphrase(words), clock=clock)
    assert caught.value.code == "key"
    assert caught.value.message.startswith("This key does not open the store") and words not in caught.value.message


def test_encrypting_is_an_administrators_and_done_once(file_store: Store) -> None:
    assert code(Forbidden, lambda: encrypt(file_store, EVE, KEY)) == "role"
    encrypt(file_store, ADMIN, KEY)
    assert code(Conflict, lambda: encrypt(file_store, ADMIN, KEY)) == "encrypted"


def test_a_program_that_did_not_hear_of_it_writes_nothing_in_the_clear(file_store: Store, clock: Clock) -> None:
    other = open_store(str(file_store.file), clock=clock)
    encrypt(file_store, ADMIN, KEY)
    assert code(StoreError, lambda: intake.add(other, ANN, note(), result())) == "key"
    assert left_on_disk(file_store) == []
    other.close()


def test_a_text_in_the_place_of_another_is_found(file_store: Store, keys: Keys) -> None:
    entry = fill(file_store, keys)
    encrypt(file_store, ADMIN, KEY)
    assert file_store.file is not None
    with sqlite3.connect(file_store.file) as connection:
        connection.execute("UPDATE messages SET text = (SELECT text FROM addenda)")
        connection.execute("UPDATE store SET how = how")
    connection.close()
    assert code(StoreError, lambda: desk.show(file_store, ANN, entry)) == "damaged"
    assert ["messages" in problem.message for problem in audit.verify(file_store).problems] == [True]


@pytest.mark.parametrize("how", ["", "[]", "{}", '{"salt": "zz", "time": 1, "memory": 64, "lanes": 1}', "\x00"])
def test_what_is_kept_of_the_key_was_damaged(file_store: Store, clock: Clock, how: str) -> None:
    encrypt(file_store, ADMIN, KEY)
    assert file_store.file is not None
    with sqlite3.connect(file_store.file) as connection:
        connection.execute("UPDATE store SET how = ?", [how])
    connection.close()
    assert code(StoreError, lambda: open_store(str(file_store.file), key=KEY, clock=clock)) == "damaged"


def test_a_forged_cost_does_not_eat_the_memory(file_store: Store, clock: Clock) -> None:
    encrypt(file_store, ADMIN, KEY)
    assert file_store.file is not None
    with sqlite3.connect(file_store.file) as connection:
        how = '{"salt": "00", "time": 1, "memory": 999999999, "lanes": 1}'
        connection.execute("UPDATE store SET how = ?", [how])
    connection.close()
    assert code(StoreError, lambda: open_store(str(file_store.file), key=KEY, clock=clock)) == "damaged"


def test_key_files(tmp_path: Path) -> None:
    made = Key.make_file(tmp_path / "key")
    assert Key.from_file(tmp_path / "key") == made and len(made.secret) > 32
    assert os.stat(tmp_path / "key").st_mode & 0o777 == 0o600
    assert code(StoreError, lambda: Key.make_file(tmp_path / "key")) == "key"  # a key is never written over
    assert code(StoreError, lambda: Key.from_file(tmp_path / "none")) == "key"
    assert code(StoreError, lambda: Key.from_file(tmp_path)) == "key"
    for content in (b"", b"x" * 31, b"x" * (64 * 1024 + 1)):
        (tmp_path / "bad").write_bytes(content)
        assert code(StoreError, lambda: Key.from_file(tmp_path / "bad")) == "key"
    assert code(StoreError, lambda: Key.from_passphrase("too short")) == "key"


@given(st.text(st.characters(), max_size=200), st.text(max_size=20))
@settings(deadline=None)
def test_any_text_comes_back_and_fits_its_commitment(text: str, place: str) -> None:
    for box in (PlainBox(), KeyBox(b"k" * 32)):
        sealed = box.seal(place, text)
        assert box.open(place, sealed.blob) == text
        assert commitment_of(box, place, sealed.blob) == sealed.commitment
        assert box.seal(place, text).commitment != sealed.commitment  # nobody can guess a text by it


@given(st.text(max_size=50), st.data())
@settings(deadline=None)
def test_a_changed_secret_text_is_never_opened(text: str, data: st.DataObject) -> None:
    box = KeyBox(b"k" * 32)
    blob = bytearray(box.seal("a/1", text).blob)
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    assert code(StoreError, lambda: box.open("a/1", bytes(blob))) == "damaged"
    assert code(StoreError, lambda: box.open("a/2", box.seal("a/1", text).blob)) == "damaged"


def test_an_encrypted_store_in_postgres(store: Store, keys: Keys, where: str, clock: Clock) -> None:
    entry = fill(store, keys)
    before = desk.show(store, ANN, entry)
    assert encrypt(store, ADMIN, KEY)
    again = open_store(where, key=KEY, clock=clock)
    assert desk.show(again, ANN, entry) == before
    with again.reading() as session:
        from cac.workbench.tables import NoteRow

        assert b"Zyxwvuta" not in (session.query(NoteRow).one().text or b"")
    again.close()
