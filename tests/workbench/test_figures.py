"""Figures, counted by hand; and the rows of an export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from cac.errors import Forbidden
from cac.records import BilledLine
from cac.workbench import audit, decisions, desk, export, intake, worklist
from cac.workbench.figures import CodeFigures, Figures, figures
from cac.workbench.records import Actor, Wanted
from cac.workbench.settings import Settings
from cac.workbench.store import Store
from tests.workbench.conftest import ANN, BEN, EVE, Clock, note, result

Keys = Callable[[], str]
A, B = BilledLine(code="64483", modifiers=("LT",)), BilledLine(code="64484", modifiers=("LT",))
Steps = Sequence[tuple[str, str, dict[str, Any]]]
ACCEPT: Steps = (("accept", "line:0", {}), ("accept", "line:1", {}))


def code_note(
    store: Store, clock: Clock, steps: Steps, *, first: Sequence[BilledLine] | None = None, seconds: float = 10
) -> str:
    """A note coded by Ann, one step every ``seconds``."""
    entry = intake.add(store, ANN, note(), result(), blind=first is not None)
    clock.on(hours=1)
    work(store, clock, ANN, entry.id, steps, first, seconds)
    return entry.id


def work(
    store: Store,
    clock: Clock,
    actor: Actor,
    entry: str,
    steps: Steps,
    first: Sequence[BilledLine] | None,
    seconds: float,
) -> None:
    version = worklist.claim(store, actor, entry).version
    if first is not None:
        clock.on(seconds=seconds)
        desk.code_first(store, actor, entry, version, first)
        version += 1
    for number, (kind, line, more) in enumerate(steps):
        clock.on(seconds=seconds)
        wanted = Wanted(kind=kind, line=line, **more)  # type: ignore[arg-type]
        version = decisions.decide(store, actor, entry, version, wanted, f"{entry}-{actor.name}-{number}").number
    clock.on(seconds=seconds)
    worklist.finish(store, actor, entry, version)


def by_code(found: Figures) -> dict[str, CodeFigures]:
    return {row.code: row for row in found.codes}


def test_nothing_decided_is_nothing_measured(store: Store) -> None:
    intake.add(store, ANN, note(), result())
    found = figures(store, EVE)
    assert (found.notes, found.codes, found.all.precision, found.all.kappa, found.time.median) == (
        0,
        (),
        None,
        None,
        None,
    )
    assert found.blind.first_and_suggestion.notes == found.second.notes == 0


def test_counted_by_hand(store: Store, clock: Clock) -> None:
    both = BilledLine(code="64483", modifiers=("50",))
    other = BilledLine(code="62323")
    code_note(store, clock, ACCEPT)
    code_note(store, clock, (("edit", "line:0", {"after": both, "reason": "wrong_side"}), ACCEPT[1]))
    code_note(store, clock, (ACCEPT[0], ("refuse", "line:1", {"reason": "not_documented"})))
    code_note(
        store,
        clock,
        (
            ("edit", "line:0", {"after": other, "reason": "wrong_code"}),
            ("refuse", "line:1", {"reason": "not_documented"}),
            ("add", "line", {"after": BilledLine(code="20553"), "reason": "documented"}),
            ("accept", "supply:0", {}),  # supplies and diagnoses are no claim lines
        ),
    )
    found = figures(store, EVE)
    assert (found.notes, found.exact) == (4, 1)
    rows = by_code(found)
    first = rows["64483"]
    assert (first.suggested, first.accepted, first.changed, first.wrong, first.missed) == (4, 2, 1, 1, 0)
    assert (first.precision, first.recall) == (0.75, 1.0)
    second = rows["64484"]
    assert (second.suggested, second.accepted, second.wrong, second.precision) == (4, 2, 2, 0.5)
    assert (rows["62323"].missed, rows["62323"].precision, rows["62323"].recall) == (1, None, 0.0)
    assert rows["20553"].missed == 1 and "J1010" not in rows
    assert (found.all.suggested, found.all.accepted, found.all.changed) == (8, 4, 1)
    assert (found.all.wrong, found.all.missed) == (3, 2)
    assert found.all.precision == pytest.approx(5 / 8) and found.all.recall == pytest.approx(5 / 7)
    # four notes by four codes: both 5 times yes, 6 times no; of 16 pairs 11 agree; by chance (8*7 + 8*9)/256
    assert found.all.kappa == pytest.approx((11 / 16 - 1 / 2) / (1 - 1 / 2))
    assert first.kappa == pytest.approx(0.0)  # always suggested: that agrees no more than chance does
    assert found.reasons == {
        "documented": {"add": 1},
        "not_documented": {"refuse": 2},
        "wrong_code": {"edit": 1},
        "wrong_side": {"edit": 1},
    }


def test_what_was_undone_or_decided_again_does_not_count(store: Store, clock: Clock, keys: Keys) -> None:
    entry = intake.add(store, ANN, note(), result(), claim=True)
    version = entry.version
    for kind, more in (("refuse", {"reason": "bundled"}), ("refuse", {"reason": "not_performed"}), ("accept", {})):
        wanted = Wanted(kind=kind, line="line:0", **more)  # type: ignore[arg-type]
        version = decisions.decide(store, ANN, entry.id, version, wanted, keys()).number
    refuse = Wanted(kind="refuse", line="line:1", reason="bundled")
    version = decisions.decide(store, ANN, entry.id, version, refuse, keys()).number
    version = decisions.undo(store, ANN, entry.id, version, keys()).number
    version = decisions.decide(store, ANN, entry.id, version, Wanted(kind="accept", line="line:1"), keys()).number
    worklist.finish(store, ANN, entry.id, version)
    found = figures(store, EVE)
    assert (found.exact, found.reasons, found.all.precision) == (1, {}, 1.0)


def test_time_a_note_without_pauses(store: Store, clock: Clock, keys: Keys) -> None:
    code_note(store, clock, ACCEPT, seconds=10)  # claim, two decisions, finish: 30 s
    code_note(store, clock, ACCEPT, seconds=3600)  # three pauses: 3 x 5 minutes
    entry = intake.add(store, BEN, note(), result(), claim=True)
    clock.on(seconds=20)
    worklist.release(store, BEN, entry.id)
    clock.on(days=3)
    work(store, clock, BEN, entry.id, ACCEPT, None, 10)  # what was before it was given back counts, the days do not
    found = figures(store, EVE)
    assert found.time.notes == 3
    assert found.time.median == pytest.approx(50, abs=0.1)
    assert found.time_by_coder[ANN.name].mean == pytest.approx((30 + 900) / 2, abs=0.1)
    assert found.time_by_coder[BEN.name].median == pytest.approx(50, abs=0.1)


def test_blind_codings_stand_apart(store: Store, clock: Clock) -> None:
    code_note(store, clock, ACCEPT)
    code_note(store, clock, ACCEPT, first=[B, A])  # the order does not matter
    code_note(store, clock, ACCEPT, first=[A])  # moved to the suggestion
    code_note(store, clock, (ACCEPT[0], ("refuse", "line:1", {"reason": "bundled"})), first=[A])  # stayed
    code_note(store, clock, ACCEPT, first=[])
    found = figures(store, EVE)
    assert found.notes == 5
    assert (found.blind.first_and_suggestion.notes, found.blind.first_and_suggestion.same) == (4, 1)
    assert (found.blind.first_and_final.notes, found.blind.first_and_final.same) == (4, 2)
    assert (found.blind.differed, found.blind.moved, found.blind.kept) == (3, 2, 1)


@pytest.mark.parametrize("settings", [Settings(second_review=1.0)])
def test_second_coders_stand_apart(store: Store, clock: Clock) -> None:
    code_note(store, clock, ACCEPT)
    code_note(store, clock, ACCEPT)
    one, two = worklist.entries(store, BEN, state="open")
    work(store, clock, BEN, one.id, ACCEPT, None, 10)
    refuse = ("refuse", "line:1", {"reason": "bundled"})
    work(store, clock, BEN, two.id, (ACCEPT[0], refuse), None, 10)
    found = figures(store, EVE)
    assert (found.notes, found.exact, found.reasons) == (2, 2, {})
    assert (found.second.notes, found.second.same) == (2, 1)
    assert found.second.kappa == pytest.approx(0.0)


def test_figures_since_a_day(store: Store, clock: Clock) -> None:
    code_note(store, clock, ACCEPT)
    clock.on(days=30)
    code_note(store, clock, ACCEPT)
    assert figures(store, EVE, datetime(2026, 2, 1, tzinfo=UTC)).notes == 1
    assert figures(store, EVE, datetime(2026, 1, 1, tzinfo=UTC)).notes == 2


def test_figures_and_exports_are_for_auditors(file_store: Store) -> None:
    with pytest.raises(Forbidden):
        figures(file_store, ANN)
    with pytest.raises(Forbidden):
        export.decision_rows(file_store, ANN)


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1"]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula(file_store: Store, keys: Keys, words: str) -> None:
    batch = words if words.isprintable() else ""
    entry = intake.add(file_store, ANN, note(f"{words}.txt"), result(), batch=batch, claim=True)
    wanted = Wanted(kind="refuse", line="line:0", reason="other", comment=words)
    decisions.decide(file_store, ANN, entry.id, entry.version, wanted, keys())
    out = io.StringIO(newline="")
    assert export.write_csv(out, export.decision_rows(file_store, EVE)) == 1
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert (row["name"], row["comment"]) == (f"'{words}.txt", f"'{words}")
    assert not any(cell[:1] in tuple("=+-@\t\r\n＝＋－＠") for cell in row.values() if cell)


def test_rows_hold_what_was_decided(store: Store, keys: Keys, clock: Clock) -> None:
    entry = intake.add(store, ANN, note('a "quoted", name'), result(), batch="monday", claim=True)
    both = BilledLine(code="64483", modifiers=("50", "59"), units=2)
    edit = Wanted(kind="edit", line="line:0", after=both, reason="wrong_side", comment="line\nbreak é")
    edited = decisions.decide(store, ANN, entry.id, entry.version, edit, keys())
    third_line = BilledLine(code="20553")
    add = Wanted(kind="add", line="line", after=third_line, reason="documented", evidence=((0, 4), (6, 9)))
    added = decisions.decide(store, ANN, entry.id, edited.number, add, keys())
    undone = decisions.undo(store, ANN, entry.id, added.number, keys())
    out = io.StringIO()
    assert export.write_jsonl(out, export.decision_rows(store, EVE)) == 3
    assert out.getvalue().isascii()
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [tuple(row) for row in rows] == [export.COLUMNS] * 3
    first, second, third = rows
    assert first == {
        "decision": edited.id, "entry": entry.id, "note": entry.note, "name": 'a "quoted", name', "batch": "monday",
        "number": 3, "at": edited.at.isoformat(), "by": "user:ann", "kind": "edit", "line": "line:0",
        "before_code": "64483", "before_modifiers": ["LT"], "before_units": 1, "after_code": "64483",
        "after_modifiers": ["50", "59"], "after_units": 2, "reason": "wrong_side", "comment": "line\nbreak é",
        "evidence": [], "undoes": "", "undone": False, "entry_state": "claimed", "second_coding": False,
        "rules": "cac 0.1.0, rules abc",
    }  # fmt: skip
    assert (second["before_code"], second["before_units"], second["undone"]) == ("", None, True)
    assert (third["kind"], third["undoes"]) == ("undo", undone.undoes)
    sheet = io.StringIO(newline="")
    export.write_csv(sheet, export.decision_rows(store, EVE))
    cells = list(csv.DictReader(io.StringIO(sheet.getvalue(), newline="")))
    assert (cells[0]["after_modifiers"], cells[1]["evidence"], cells[1]["undone"]) == ("50 59", "0-4 6-9", "true")
    assert cells[0]["comment"] == "line\nbreak é" and cells[1]["before_units"] == ""
    assert [entry.action for entry in audit.log(store, EVE)].count("export.decisions") == 2
