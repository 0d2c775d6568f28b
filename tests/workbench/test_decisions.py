"""Decisions on lines: what each does, what is refused, undo, idempotency, two coders at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cac.errors import CacError, Conflict, Forbidden, Invalid, NotFound, StoreError
from cac.lexicon.decisions import decision_rules
from cac.records import BilledLine
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.audit import verify
from cac.workbench.opening import open_store
from cac.workbench.records import RIGHTS, Actor, Decision, Kept, LineState, SuggestedLine, Wanted
from cac.workbench.standing import standing, to_undo
from cac.workbench.store import Store
from tests.workbench.conftest import ANN, BEN, TEXT, note, result

Keys = Callable[[], str]
SUGGESTED = BilledLine(code="64483", modifiers=("LT",))
BOTH = BilledLine(code="64483", modifiers=("50",))
WHY, WRONG = "wrong_side", "wrong_diagnosis"


class Bench:
    """One claimed entry and a coder who always looks first."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self.store, self.keys = store, keys
        self.entry = intake.add(store, ANN, note(), result(), claim=True).id

    def decide(self, kind: str, line: str = "line:0", **more: Any) -> Decision:
        wanted = Wanted(kind=kind, line=line, **more)  # type: ignore[arg-type]
        return decisions.decide(self.store, ANN, self.entry, self.version, wanted, self.keys())

    def undo(self, decision: str = "") -> Decision:
        return decisions.undo(self.store, ANN, self.entry, self.version, self.keys(), decision)

    @property
    def version(self) -> int:
        return desk.show(self.store, ANN, self.entry).entry.version

    def line(self, name: str = "line:0") -> LineState:
        return {line.line: line for line in desk.show(self.store, ANN, self.entry).lines}[name]

    def refuses(self, kind: type[CacError], code: str, *arguments: Any, **more: Any) -> str:
        before = verify(self.store).head
        with pytest.raises(kind) as caught:
            self.decide(*arguments, **more)
        assert caught.value.code == code
        assert verify(self.store).head == before
        return caught.value.message


@pytest.fixture
def bench(store: Store, keys: Keys) -> Bench:
    return Bench(store, keys)


def test_each_kind_of_decision(bench: Bench) -> None:
    bench.decide("accept")
    assert (bench.line().state, bench.line().now) == ("accepted", SUGGESTED)
    edited = bench.decide("edit", after=BOTH, reason=WHY)
    assert (edited.before, edited.after, bench.line().state, bench.line().now) == (SUGGESTED, BOTH, "edited", BOTH)
    refused = bench.decide("refuse", reason="not_documented", comment="the note is silent")
    assert (refused.before, refused.after, refused.comment) == (BOTH, None, "the note is silent")
    assert (bench.line().state, bench.line().now) == ("refused", None)
    assert bench.decide("accept").before == SUGGESTED
    deleted = bench.decide("delete", reason="bundled")
    assert (deleted.before, bench.line().state, bench.line().now) == (SUGGESTED, "deleted", None)
    shown = desk.show(bench.store, ANN, bench.entry)
    assert [each.kind for each in shown.decisions] == ["accept", "edit", "refuse", "accept", "delete"]
    assert [each.number for each in shown.decisions] == [3, 4, 5, 6, 7]
    assert {each.by for each in shown.decisions} == {ANN.name}


def test_a_line_is_added_with_the_words_that_prove_it(bench: Bench) -> None:
    start = TEXT.index("\U0001f489")
    added = bench.decide(
        "add",
        "line",
        after=BilledLine(code=" 20553 ", modifiers=("rt", "59"), units=2, diagnoses=("m54.16",)),
        reason="documented",
        evidence=((start, start + 1), (0, 9), (0, 9)),
    )
    assert added.line == f"line:+{added.id}"
    assert added.after == BilledLine(code="20553", modifiers=("RT", "59"), units=2, diagnoses=("M54.16",))
    assert [TEXT[start:end] for start, end in added.evidence] == ["PROCEDURE", "\U0001f489"]
    fewer = added.after.model_copy(update={"units": 1})
    bench.decide("edit", added.line, after=fewer, reason="own_mistake")
    assert (bench.line(added.line).state, bench.line(added.line).now) == ("added", fewer)
    bench.decide("delete", added.line, reason="own_mistake")
    assert bench.line(added.line).now is None
    bench.refuses(Conflict, "gone", "edit", added.line, after=BOTH, reason="own_mistake")
    bench.refuses(Conflict, "gone", "delete", added.line, reason="own_mistake")
    bench.undo()
    bench.undo()
    assert bench.line(added.line).now == added.after
    bench.undo()
    assert added.line not in {line.line for line in desk.show(bench.store, ANN, bench.entry).lines}


def test_supplies_and_diagnoses_are_lines_too(bench: Bench) -> None:
    bench.decide("accept", "supply:0")
    assert bench.line("supply:0").now == BilledLine(code="J1010", units=80)
    bench.refuses(Invalid, "line", "accept", "supply:1")  # neither code nor units are proven
    bench.decide("edit", "supply:1", after=BilledLine(code="J1100", units=4), reason="wrong_drug")
    bench.decide("edit", "diagnosis:0", after=BilledLine(code="m54.17"), reason="wrong_diagnosis")
    assert bench.line("diagnosis:0").now == BilledLine(code="M54.17")
    added = bench.decide("add", "diagnosis", after=BilledLine(code="G89.29"), reason="documented")
    assert bench.line(added.line).part == "diagnosis"
    assert desk.show(bench.store, ANN, bench.entry).undecided == ("line:0", "line:1")


BAD = [
    ("accept", "line:2", {}, Invalid, "line"),
    ("accept", "line:+0123456789abcdef", {}, Invalid, "line"),
    ("accept", "line", {}, Invalid, "line"),
    ("accept", "modifier:0", {}, Invalid, "line"),
    ("accept", "line:0", {"reason": "other"}, Invalid, "reason"),
    ("accept", "line:0", {"after": BOTH}, Invalid, "line"),
    ("accept", "line:0", {"evidence": ((0, 1),)}, Invalid, "evidence"),
    ("refuse", "line:0", {}, Invalid, "reason"),
    ("refuse", "line:0", {"reason": "wrong_units"}, Invalid, "reason"),
    ("refuse", "line:0", {"reason": "Zyxwvuta"}, Invalid, "reason"),
    ("refuse", "line:0", {"reason": "other"}, Invalid, "reason"),
    ("refuse", "line:0", {"reason": "other", "comment": "x" * 4001}, Invalid, "text"),
    ("edit", "line:0", {"reason": WHY}, Invalid, "line"),
    ("edit", "line:0", {"reason": WHY, "after": SUGGESTED}, Invalid, "line"),
    (
        "edit",
        "diagnosis:0",
        {"reason": "wrong_diagnosis", "after": BilledLine(code="M54.17", units=2)},
        Invalid,
        "line",
    ),
    ("edit", "diagnosis:0", {"reason": "wrong_diagnosis", "after": BilledLine(code="64483")}, Invalid, "line"),
    ("delete", "line:0", {"reason": "bundled"}, Conflict, "gone"),
    ("add", "line:0", {"reason": "documented", "after": BOTH}, Invalid, "line"),
    ("add", "line", {"reason": "documented"}, Invalid, "line"),
    ("add", "line", {"reason": "documented", "after": BOTH, "evidence": ((5, 5),)}, Invalid, "evidence"),
    ("add", "line", {"reason": "documented", "after": BOTH, "evidence": ((-1, 5),)}, Invalid, "evidence"),
    ("add", "line", {"reason": "documented", "after": BOTH, "evidence": ((0, len(TEXT) + 1),)}, Invalid, "evidence"),
    ("add", "line", {"reason": "documented", "after": BOTH, "evidence": ((0, 1),) * 201}, Invalid, "evidence"),
]
BAD_LINES = [
    BilledLine(code=""),
    BilledLine(code="6448"),
    BilledLine(code="644833"),
    BilledLine(code="=1+1"),
    BilledLine(code="６４４８3"),
    BilledLine(code="64483", units=0),
    BilledLine(code="64483", units=10_000),
    BilledLine(code="64483", modifiers=("L",)),
    BilledLine(code="64483", modifiers=("LT", "lt")),
    BilledLine(code="64483", modifiers=("LT", "59", "KX", "GC", "26")),  # never a fifth
    BilledLine(code="64483", diagnoses=("M5416",) * 2),
    BilledLine(code="64483", diagnoses=("back pain",)),
    BilledLine(code="64483", diagnoses=("M54.1", "M54.2", "M54.3", "M54.4", "M54.5")),
]


@pytest.mark.parametrize(("kind", "line", "more", "error", "code"), BAD)
def test_what_cannot_be_decided(
    file_store: Store, keys: Keys, kind: str, line: str, more: Any, error: Any, code: str
) -> None:
    assert "Zyxwvuta" not in Bench(file_store, keys).refuses(error, code, kind, line, **more)


@pytest.mark.parametrize("after", BAD_LINES, ids=repr)
def test_lines_that_cannot_stand_on_a_claim(file_store: Store, keys: Keys, after: BilledLine) -> None:
    Bench(file_store, keys).refuses(Invalid, "line", "edit", after=after, reason=WHY)


def test_every_reason_of_the_list_can_be_given(bench: Bench) -> None:
    for name, reason in decision_rules().reasons.items():
        for kind in reason.decisions:
            if kind == "add":
                bench.decide(kind, "line", after=BOTH, reason=name, comment="x")
                continue
            if kind == "delete":
                bench.decide("accept")
            after = {"after": BilledLine(code="20553", units=bench.version)} if kind == "edit" else {}
            assert bench.decide(kind, reason=name, comment="x", **after).reason == name


def test_an_undo_is_one_more_decision(bench: Bench) -> None:
    with pytest.raises(Conflict) as caught:
        bench.undo()
    assert caught.value.code == "undone"
    accepted = bench.decide("accept")
    edited = bench.decide("edit", after=BOTH, reason=WHY)
    other = bench.decide("refuse", "line:1", reason="bundled")
    with pytest.raises(Conflict) as caught:
        bench.undo(accepted.id)  # the edit came later
    assert caught.value.code == "later"
    undone = bench.undo(edited.id)  # though the other line was decided after it
    assert (undone.undoes, undone.line, undone.before, undone.after) == (edited.id, "line:0", BOTH, SUGGESTED)
    with pytest.raises(Conflict) as caught:
        bench.undo(edited.id)
    assert caught.value.code == "undone"
    assert bench.undo().undoes == other.id
    assert bench.undo().undoes == accepted.id
    assert bench.line().state == "open" and bench.line().now is None
    assert len(desk.show(bench.store, ANN, bench.entry).decisions) == 6
    with pytest.raises(Conflict):
        bench.undo()


def test_a_stale_decision_is_refused(bench: Bench, store: Store, keys: Keys) -> None:
    seen = bench.version
    bench.decide("accept")
    refuse = Wanted(kind="refuse", line="line:0", reason="bundled")
    for version in (seen, seen + 2, 0):
        with pytest.raises(Conflict) as caught:
            decisions.decide(store, ANN, bench.entry, version, refuse, keys())
        assert caught.value.code == "stale"
        with pytest.raises(Conflict) as caught:
            decisions.undo(store, ANN, bench.entry, version, keys())
        assert caught.value.code == "stale"
    assert bench.line().state == "accepted"


def test_a_decision_sent_again_is_stored_once(bench: Bench, store: Store) -> None:
    seen, accept = bench.version, Wanted(kind="accept", line="line:0")
    first = decisions.decide(store, ANN, bench.entry, seen, accept, "decision-1")
    head = verify(store).head
    assert decisions.decide(store, ANN, bench.entry, seen, accept, "decision-1") == first
    bench.decide("accept", "line:1")
    assert decisions.decide(store, ANN, bench.entry, seen, accept, "decision-1") == first
    assert verify(store).head.entries == head.entries + 1
    for other in (accept.model_copy(update={"line": "line:1"}), Wanted(kind="refuse", line="line:0", reason="bundled")):
        with pytest.raises(Conflict) as caught:
            decisions.decide(store, ANN, bench.entry, bench.version, other, "decision-1")
        assert caught.value.code == "reused"
    undone = decisions.undo(store, ANN, bench.entry, bench.version, "decision-2")
    assert decisions.undo(store, ANN, bench.entry, 1, "decision-2") == undone
    with pytest.raises(Conflict):
        decisions.undo(store, ANN, bench.entry, 1, "decision-1")


@pytest.mark.parametrize("key", ["", "short", "with space", "x" * 101, "ключ-ключ", "a\nbcdefgh"])
def test_keys_that_are_none(file_store: Store, keys: Keys, key: str) -> None:
    bench = Bench(file_store, keys)
    with pytest.raises(Invalid) as caught:
        decisions.decide(file_store, ANN, bench.entry, bench.version, Wanted(kind="accept", line="line:0"), key)
    assert caught.value.code == "key"


def test_only_who_claimed_it_decides(bench: Bench, store: Store, keys: Keys) -> None:
    accept = Wanted(kind="accept", line="line:0")
    with pytest.raises(Conflict) as caught:
        decisions.decide(store, BEN, bench.entry, bench.version, accept, keys())
    assert caught.value.code == "claimed"
    worklist.release(store, ANN, bench.entry)
    with pytest.raises(Conflict) as caught:
        decisions.decide(store, ANN, bench.entry, bench.version, accept, keys())
    assert caught.value.code == "not_claimed"
    with pytest.raises(NotFound):
        decisions.decide(store, ANN, "f" * 16, 1, accept, keys())


def test_two_coders_never_overwrite_each_other(store: Store, where: str, keys: Keys) -> None:
    """Each with a program of her own takes what she gets, as fast as she can; one account sits at two desks."""
    count, coders = 12, (ANN, BEN, ANN)
    intake.add_all(store, ANN, [(note(f"n{number}"), result()) for number in range(count)], batch="b")
    stale: list[str] = []
    start = threading.Barrier(len(coders))

    def work(actor: Actor) -> None:
        own = open_store(where)
        start.wait()
        while (entry := worklist.next_entry(own, actor)) is not None:
            version = entry.version
            for line in ("line:0", "line:1"):
                accept = Wanted(kind="accept", line=line)
                version = decisions.decide(own, actor, entry.id, version, accept, keys()).number
            worklist.finish(own, actor, entry.id, version)
        own.close()

    def race(actor: Actor, entry: str, version: int) -> None:
        start.wait()
        try:
            decisions.decide(store, actor, entry, version, Wanted(kind="accept", line="line:0"), keys())
        except Conflict as error:
            stale.append(error.code)

    def run(target: Any, *arguments: Any) -> None:
        threads = [threading.Thread(target=target, args=(actor, *arguments)) for actor in coders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    run(work)
    done = worklist.entries(store, ANN)
    assert {entry.state for entry in done} == {"finished"}
    for entry in done:
        made = desk.show(store, ANN, entry.id).decisions
        assert [each.line for each in made] == ["line:0", "line:1"]
        assert {each.by for each in made} == {entry.finished_by}
    entry = intake.add(store, ANN, note(), result(), claim=True)
    run(race, entry.id, entry.version)
    assert sorted(stale) == ["claimed", "stale"]  # one desk of Ann was first, the other is stale, Ben has no claim
    assert len(desk.show(store, ANN, entry.id).decisions) == 1
    assert verify(store).whole and store.head_file.read() == store.head()


def test_the_store_refuses_to_change_or_delete_what_was_decided(bench: Bench, store: Store) -> None:
    from sqlalchemy import text

    bench.decide("accept")
    for statement in (
        "UPDATE decisions SET reason = 'x'",
        "UPDATE decisions SET after = NULL",
        "DELETE FROM decisions",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit WHERE number = 1",
        "UPDATE notes SET received = 'x'",
        "DELETE FROM notes",
        "DELETE FROM suggestions",
    ):
        with pytest.raises(StoreError) as caught, store.writing("x") as work:
            work.session.execute(text(statement))
        assert caught.value.code == "append_only", statement
    assert verify(store).whole


def test_a_role_that_may_not_code(file_store: Store, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, "coder", frozenset())
    for call in (
        lambda: intake.add(file_store, ANN, note(), result()),
        lambda: intake.add_all(file_store, ANN, []),
        lambda: worklist.entries(file_store, ANN),
        lambda: worklist.next_entry(file_store, ANN),
        lambda: desk.show(file_store, ANN, "x"),
        lambda: decisions.undo(file_store, ANN, "x", 1, keys()),
    ):
        with pytest.raises(Forbidden):
            call()


# What stands is what a simple model says, for any sequence of decisions and undos.
KEPT = Kept(status="review", lines=tuple(SuggestedLine(billed=BilledLine(code=code)) for code in ("64483", "64484")))
_steps = st.lists(
    st.tuples(st.sampled_from(["accept", "edit", "refuse", "add", "delete", "undo"]), st.integers(0, 3)), max_size=25
)


@given(_steps)
@hypothesis_settings(max_examples=150, deadline=None)
def test_what_stands_is_what_was_decided_last_and_not_undone(steps: list[tuple[str, int]]) -> None:
    from datetime import UTC, datetime

    made: list[Decision] = []
    history: list[dict[str, BilledLine | None]] = [{}]  # what a person would write on paper, page by page
    for number, (kind, place) in enumerate(steps):
        page = dict(history[-1])
        known = ["line:0", "line:1", *(line for line in page if "+" in line)]
        line, undoes, after = known[place % len(known)], "", None
        if kind == "undo":
            if len(history) == 1:
                continue
            undone = to_undo(made)
            line, undoes = undone.line, undone.id
            history.pop()
        else:
            if kind == "add":
                line = f"line:+{number:016x}"
            elif "+" in line and kind in ("accept", "refuse"):
                continue
            after = None if kind in ("refuse", "delete") else BilledLine(code=f"{number:05}")
            history.append({**page, line: after})
        made.append(
            Decision(
                id=str(number), entry="e", suggestion="s", number=number, at=datetime.now(UTC), by="x",
                kind=kind, line=line, after=after, undoes=undoes,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        stands = standing(KEPT, reversed(made))  # the order they come in does not matter
        assert {name: state.now for name, state in stands.items() if state.state != "open"} == history[-1]
