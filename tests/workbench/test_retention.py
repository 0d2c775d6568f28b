"""What is past the retention goes, also from the disk; what was decided stays and stays provable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cac.errors import Conflict, Forbidden, Invalid
from cac.workbench import audit, desk, export, figures, intake, retention, worklist
from cac.workbench.opening import open_store
from cac.workbench.settings import Settings
from cac.workbench.store import Store
from cac.workbench.tables import RequestRow
from tests.workbench.conftest import ADMIN, ANN, EVE, Clock, note, result
from tests.workbench.test_sealing import CANARIES, fill, left_on_disk

Keys = Callable[[], str]


def test_old_finished_notes_lose_their_words(store: Store, keys: Keys, clock: Clock) -> None:
    old = fill(store, keys)
    shown = desk.show(store, ANN, old)
    rows, before = list(export.decision_rows(store, EVE)), figures.figures(store, EVE)
    clock.on(days=10)
    waiting = intake.add(store, ANN, note("waiting"), result(), claim=True)
    clock.on(days=20)
    fresh = intake.add(store, ANN, note("fresh"), result())
    assert retention.prune(store, ADMIN, 15) == (1, 1, True)
    with store.reading() as session:  # and the keyed digests of what was asked, by which words can be guessed
        assert not session.query(RequestRow).where(RequestRow.answer == old).all()
        assert session.query(RequestRow).count() == 0
    pruned = desk.show(store, ANN, old)
    assert (pruned.text, pruned.row, pruned.entry.name) == (None, None, "")
    assert {each.text for each in (*pruned.messages, *pruned.addenda)} == {""}
    assert {each.comment for each in pruned.decisions} == {""}
    assert pruned.lines == shown.lines and pruned.kept == shown.kept and pruned.version == shown.version
    after = list(export.decision_rows(store, EVE))
    assert after == [{**row, "name": "", "comment": ""} for row in rows]
    assert figures.figures(store, EVE) == before
    assert desk.show(store, ANN, waiting.id).text and desk.show(store, ANN, fresh.id).text
    assert audit.verify(store).whole
    assert retention.prune(store, ADMIN, 15).notes == 0  # done once
    with pytest.raises(Conflict) as caught:
        worklist.reopen(store, ANN, old)
    assert caught.value.code == "gone"
    with pytest.raises(Conflict):
        desk.say(store, ANN, old, "x", keys())
    assert intake.add(store, ANN, note("Zyxwvuta.txt"), result(), batch="monday").id != old


def test_they_are_gone_from_the_disk(file_store: Store, keys: Keys, clock: Clock) -> None:
    fill(file_store, keys)
    assert left_on_disk(file_store) == list(CANARIES)
    clock.on(days=2)
    assert retention.prune(file_store, ADMIN, 1).rewritten
    assert left_on_disk(file_store) == []


def test_another_reader_holds_the_old_pages(file_store: Store, keys: Keys, clock: Clock) -> None:
    fill(file_store, keys)
    clock.on(days=2)
    other = open_store(str(file_store.file), clock=clock)
    with other.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM notes").all()
        assert retention.prune(file_store, ADMIN, 1) == (1, 0, False)
    other.close()
    assert retention.rewrite(file_store)
    assert left_on_disk(file_store) == []


def test_many_notes_go_in_several_steps(file_store: Store, clock: Clock, keys: Keys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for number in range(5):
        entry = intake.add(file_store, ANN, note(f"n{number}"), {"status": "not_a_procedure"}, claim=True)
        worklist.finish(file_store, ANN, entry.id, entry.version)
    clock.on(days=2)
    assert retention.prune(file_store, ADMIN, 1).notes == 5
    assert audit.verify(file_store).whole


def test_who_may_prune_and_how_many_days(file_store: Store) -> None:
    with pytest.raises(Forbidden):
        retention.prune(file_store, EVE, 1)
    for days in (-1, 36_501):
        with pytest.raises(Invalid):
            retention.prune(file_store, ADMIN, days)


@pytest.mark.parametrize("settings", [Settings(retention_days=30)])
def test_status(store: Store, keys: Keys, clock: Clock) -> None:
    fill(store, keys)
    clock.on(days=31)
    intake.add(store, ANN, note("x"), result())
    found = retention.status(store)
    assert found.entries == {"open": 1, "claimed": 0, "finished": 1}
    assert (found.notes, found.pruned, found.past_retention, found.oldest[:10]) == (2, 0, 1, "2026-01-15")
    assert found.log == store.head().entries and not found.encrypted
    retention.prune(store, ADMIN, 30)
    found = retention.status(store)
    assert (found.pruned, found.past_retention, found.oldest[:10]) == (1, 0, "2026-02-15")


def test_another_reader_in_postgres(store: Store, where: str, keys: Keys, clock: Clock) -> None:
    if store.file is not None:
        pytest.skip("of PostgreSQL")
    fill(store, keys)
    clock.on(days=2)
    other = open_store(where, clock=clock)
    with other.reading() as session:
        assert session.query(RequestRow).count()
        assert retention.prune(store, ADMIN, 1) == (1, 0, False)
    other.close()
    assert retention.rewrite(store)
