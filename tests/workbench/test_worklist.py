"""Notes come in, are claimed, finished, given back; who may do what, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cac import Coder
from cac.errors import CacError, Conflict, Forbidden, Invalid, NotFound
from cac.queries.recode import addendum, with_addenda
from cac.queries.records import Question
from cac.queries.store import open_store as open_queries
from cac.records import BilledLine, Evidence, Note
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.audit import log, verify
from cac.workbench.records import LOCAL, Batch, Desk, Entry, Wanted
from cac.workbench.settings import Settings
from cac.workbench.store import Store
from cac.workbench.suggestions import whole_text
from tests.workbench.conftest import ADMIN, ANN, BEN, EVE, TEXT, note, result

Keys = Callable[[], str]


def added(store: Store, name: str = "", **more: object) -> Entry:
    return intake.add(store, ANN, note(name), result(), **more)  # type: ignore[arg-type]


def settle(store: Store, entry: str, keys: Keys, actor=ANN) -> Entry:  # type: ignore[no-untyped-def]
    """Claim, accept all claim lines, finish."""
    version = worklist.claim(store, actor, entry).version
    for line in desk.show(store, actor, entry).undecided:
        version = decisions.decide(store, actor, entry, version, Wanted(kind="accept", line=line), keys()).number
    return worklist.finish(store, actor, entry, version)


def refused(kind: type[CacError], code: str, call: Callable[[], object]) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code
    assert "Zyxwvuta" not in caught.value.message and caught.value.message.endswith(".")


def test_what_is_added_is_what_is_shown(store: Store) -> None:
    entry = added(store, "patient-7", batch="monday", claim=True)
    assert (entry.state, entry.claimed_by, entry.name, entry.batch) == ("claimed", ANN.name, "patient-7", "monday")
    shown = desk.show(store, ANN, entry.id)
    assert shown.text == TEXT
    assert shown.row == json.loads(json.dumps(result().row()))
    assert shown.undecided == ("line:0", "line:1")
    assert [line.line for line in shown.lines] == ["line:0", "line:1", "supply:0", "supply:1", "diagnosis:0"]
    assert [TEXT[start:end] for line in shown.lines for start, end in line.evidence] == [
        "L4-5", "L5-S1", "Depo-Medrol", "80 mg", "radiculopathy",
    ]  # fmt: skip
    assert shown.claim == ()


def test_a_real_answer_goes_in(store: Store, coder: Coder) -> None:
    text = "PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy with contrast.\n"
    answer = coder.code(text)
    entry = intake.add(store, LOCAL, Note(id="", text=text), answer, claim=True)
    shown = desk.show(store, LOCAL, entry.id)
    assert [line.suggested.code for line in shown.lines if line.part == "line" and line.suggested] == [
        line.code for line in answer.lines
    ]
    assert shown.version == answer.version


@pytest.mark.parametrize("text", ["a\x00b L4-5 L5-S1 Depo-Medrol 80 mg radiculopathy", "\u2028 " + TEXT, TEXT * 2000])
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    entry = intake.add(store, ANN, Note(id="\u2028\x00=x", text=text), result(text), claim=True)
    assert Desk.model_validate_json(desk.show(store, ANN, entry.id).model_dump_json()).text == text
    assert entry.name == "\u2028\x00=x"


def test_the_next_entry_goes_by_position_and_passes_over_what_is_taken(store: Store) -> None:
    first, second, third = (added(store, f"n{number}", batch=batch) for number, batch in enumerate("aab"))
    assert [entry.id for entry in worklist.entries(store, ANN)] == [first.id, second.id, third.id]
    taken = worklist.next_entry(store, ANN)
    assert taken is not None and taken.id == first.id and taken.version == first.version + 1
    assert worklist.next_entry(store, BEN, batch="b").id == third.id  # type: ignore[union-attr]
    assert worklist.next_entry(store, BEN).id == second.id  # type: ignore[union-attr]
    assert worklist.next_entry(store, BEN) is None
    assert [entry.id for entry in worklist.entries(store, BEN, mine=True)] == [second.id, third.id]
    assert [entry.id for entry in worklist.entries(store, BEN, state="claimed", batch="a", after=1)] == [second.id]
    worklist.release(store, BEN, second.id)
    assert worklist.batches(store, ANN) == (Batch(name="a", open=1, claimed=1), Batch(name="b", claimed=1))


def test_next_is_done_once_under_its_key(store: Store) -> None:
    first, second = added(store, "a"), added(store, "b")
    assert [worklist.next_entry(store, ANN, key="same-key-1").id for _ in range(3)] == [first.id] * 3  # type: ignore[union-attr]
    assert worklist.next_entry(store, BEN, key="same-key-1").id == second.id  # type: ignore[union-attr]  # keys are one's own


def test_a_named_note_of_a_batch_is_stored_once(store: Store) -> None:
    pairs = [(note(f"n{number}"), result()) for number in range(5)]
    assert intake.add_all(store, ANN, pairs[:3], batch="b") == 3
    assert intake.add_all(store, ANN, pairs, batch="b") == 5
    assert intake.add_all(store, ANN, pairs, batch="c") == 5
    assert [entry.name for entry in worklist.entries(store, ANN, batch="b")] == ["n0", "n1", "n2", "n3", "n4"]
    other = Note(id="n0", text=TEXT + "more")
    refused(Conflict, "exists", lambda: intake.add(store, ANN, other, result(other.text), batch="b"))
    assert added(store).id != added(store).id  # pastes have no name


def test_a_note_is_added_once_under_its_key(store: Store) -> None:
    entry = added(store, key="paste-0001", claim=True)
    assert added(store, key="paste-0001", claim=True).id == entry.id
    refused(Conflict, "reused", lambda: added(store, key="paste-0001", blind=True))
    assert len(worklist.entries(store, ANN)) == 1


BAD_ROWS = {
    "no row": {},
    "status": {"status": "perhaps"},
    "lines": {"status": "ready", "lines": [{"units": "many"}]},
    "nan": {"status": "ready", "x": float("nan")},
    "object": {"status": "ready", "x": object()},
    "too many": {"status": "ready", "lines": [{}] * 201},
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_row_that_is_none_is_refused(store: Store, name: str) -> None:
    refused(Invalid, "row", lambda: intake.add(store, ANN, note(), BAD_ROWS[name]))
    assert worklist.entries(store, ANN) == ()


@pytest.mark.parametrize(
    "span",
    [
        {"start": 0, "end": 4, "text": "left"},
        {"start": -4, "end": 4, "text": ""},
        {"start": 0, "end": 10**6, "text": TEXT},
        {"start": "0", "end": 1, "text": "P"},
        {"start": 5, "end": 3, "text": ""},
    ],
)
def test_a_row_of_another_note_is_refused(store: Store, span: dict[str, object]) -> None:
    row = {"status": "review", "deep": [{"down": (span,)}]}
    refused(Invalid, "other_text", lambda: intake.add(store, ANN, note(), row))


@pytest.mark.parametrize("text", ["", " \n", "half \ud800", "x" * (2 * 1024 * 1024 + 1)])
def test_a_note_that_is_none_is_refused(store: Store, text: str) -> None:
    refused(Invalid, "text", lambda: intake.add(store, ANN, Note(id="", text=text), {"status": "ready"}))


def test_bad_names_and_limits(store: Store) -> None:
    refused(Invalid, "label", lambda: added(store, batch="x" * 201))
    refused(Invalid, "label", lambda: added(store, batch="a\nb"))
    refused(Invalid, "label", lambda: worklist.entries(store, ANN, batch="\ud800"))
    refused(Invalid, "label", lambda: worklist.next_entry(store, ANN, batch="\x00"))
    refused(Invalid, "text", lambda: added(store, "\udcff"))
    refused(Invalid, "text", lambda: added(store, "x" * 1001))
    refused(Invalid, "label", lambda: intake.add(store, ANN, note(), result(version="\ud800")))
    refused(Invalid, "key", lambda: added(store, key="short"))
    for limit, after in ((0, 0), (1001, 0), (1, -1)):
        refused(
            Invalid, "limit", lambda limit=limit, after=after: worklist.entries(store, ANN, limit=limit, after=after)
        )
    for call in (worklist.claim, worklist.release, worklist.reopen, desk.show):
        for id in ("0" * 16, "", "\ud800", "\x00", "x" * 10_000):
            refused(NotFound, "entry", lambda call=call, id=id: call(store, ANN, id))  # type: ignore[misc]


def test_an_entry_has_one_coder_at_a_time(store: Store, keys: Keys) -> None:
    entry = added(store)
    refused(Conflict, "not_claimed", lambda: worklist.release(store, ANN, entry.id))
    refused(Conflict, "not_claimed", lambda: worklist.finish(store, ANN, entry.id, 1))
    claimed = worklist.claim(store, ANN, entry.id)
    assert worklist.claim(store, ANN, entry.id) == claimed
    refused(Conflict, "claimed", lambda: worklist.claim(store, BEN, entry.id))
    refused(Forbidden, "role", lambda: worklist.release(store, BEN, entry.id))
    refused(Conflict, "claimed", lambda: worklist.finish(store, BEN, entry.id, claimed.version))
    free = worklist.release(store, EVE, entry.id)
    assert (free.state, free.claimed_by, free.version) == ("open", "", claimed.version + 1)
    assert worklist.claim(store, BEN, entry.id).claimed_by == BEN.name


def test_finishing_asks_for_every_claim_line_and_the_version_seen(store: Store, keys: Keys) -> None:
    entry = added(store, claim=True)
    refused(Conflict, "undecided", lambda: worklist.finish(store, ANN, entry.id, entry.version))
    first = decisions.decide(store, ANN, entry.id, entry.version, Wanted(kind="accept", line="line:0"), keys())
    refuse = Wanted(kind="refuse", line="line:1", reason="not_documented")
    last = decisions.decide(store, ANN, entry.id, first.number, refuse, keys())
    refused(Conflict, "stale", lambda: worklist.finish(store, ANN, entry.id, first.number))
    done = worklist.finish(store, ANN, entry.id, last.number)
    assert (done.state, done.finished_by, done.claimed_by) == ("finished", ANN.name, "")
    assert worklist.finish(store, ANN, entry.id, last.number) == done  # asked again after a lost answer
    accept = Wanted(kind="accept", line="line:1")
    refused(Conflict, "finished", lambda: decisions.decide(store, ANN, entry.id, done.version, accept, keys()))
    refused(Conflict, "finished", lambda: worklist.claim(store, ANN, entry.id))
    shown = desk.show(store, ANN, entry.id)
    assert [line.now for line in shown.claim] == [BilledLine(code="64483", modifiers=("LT",))]


def test_reopening(store: Store, keys: Keys) -> None:
    entry = added(store)
    refused(Conflict, "not_finished", lambda: worklist.reopen(store, ANN, entry.id))
    settle(store, entry.id, keys)
    refused(Forbidden, "role", lambda: worklist.reopen(store, BEN, entry.id))
    again = worklist.reopen(store, EVE, entry.id)
    assert (again.state, again.claimed_by, again.finished_by) == ("claimed", EVE.name, "")
    undone = decisions.undo(store, EVE, entry.id, again.version, keys())
    assert (undone.kind, undone.line) == ("undo", "line:1")


@pytest.mark.parametrize("settings", [Settings(second_review=1.0)])
def test_a_sampled_note_comes_back_for_another_coder(store: Store, keys: Keys) -> None:
    entry = added(store)
    assert entry.sampled == "random"
    settle(store, entry.id, keys)
    (second,) = worklist.entries(store, ANN, state="open")
    assert second.review_of == entry.id and second.note == entry.note
    refused(Conflict, "own", lambda: worklist.claim(store, ANN, second.id))
    assert worklist.next_entry(store, ANN) is None
    taken = worklist.next_entry(store, BEN)
    assert taken is not None and taken.id == second.id
    shown = desk.show(store, BEN, second.id)
    assert shown.undecided == ("line:0", "line:1")  # nothing is taken over from the first coder
    worklist.release(store, BEN, second.id)
    settle(store, second.id, keys, BEN)
    assert worklist.entries(store, ANN, state="open") == ()  # a second coding has no third
    worklist.reopen(store, ANN, entry.id)
    settle_again = desk.show(store, ANN, entry.id).entry.version
    worklist.finish(store, ANN, entry.id, settle_again)
    assert worklist.entries(store, ANN, state="open") == ()  # and there is one second coding only


@pytest.mark.parametrize("settings", [Settings(risk_review=True)])
def test_the_risk_sample_is_what_the_data_say(store: Store) -> None:
    assert added(store).sampled == "risk"  # status review
    calm = result(status="ready")
    assert intake.add(store, ANN, note(), calm).sampled == ""
    error = calm.findings[0].model_copy(update={"severity": "error"})
    assert intake.add(store, ANN, note(), calm.model_copy(update={"findings": (error,)})).sampled == "risk"


def test_without_settings_nothing_is_sampled(store: Store) -> None:
    assert {added(store).sampled for _ in range(20)} == {""}


def test_blind_mode_hides_the_suggestion_until_a_person_has_coded(store: Store, keys: Keys) -> None:
    entry = added(store, blind=True, claim=True)
    shown = desk.show(store, ANN, entry.id)
    hidden = shown.model_dump_json(exclude={"text"})
    assert (shown.row, shown.kept, shown.lines, shown.entry.status) == (None, None, (), "")
    assert "64483" not in hidden and shown.text == TEXT
    accept = Wanted(kind="accept", line="line:0")
    refused(Conflict, "blind", lambda: decisions.decide(store, ANN, entry.id, entry.version, accept, keys()))
    refused(Conflict, "blind", lambda: decisions.undo(store, ANN, entry.id, entry.version, keys()))
    refused(Conflict, "blind", lambda: worklist.finish(store, ANN, entry.id, entry.version))
    mine = [BilledLine(code="64483", modifiers=("50",))]
    refused(Conflict, "stale", lambda: desk.code_first(store, ANN, entry.id, entry.version + 5, mine))
    refused(Conflict, "claimed", lambda: desk.code_first(store, BEN, entry.id, entry.version, mine))
    refused(Invalid, "line", lambda: desk.code_first(store, ANN, entry.id, entry.version, [BilledLine(code="=1")]))
    refused(Invalid, "line", lambda: desk.code_first(store, ANN, entry.id, entry.version, mine * 201))
    coded = desk.code_first(store, ANN, entry.id, entry.version, mine)
    assert coded == desk.code_first(store, ANN, entry.id, entry.version, mine)
    refused(Conflict, "coded", lambda: desk.code_first(store, ANN, entry.id, entry.version + 1, []))
    shown = desk.show(store, ANN, entry.id)
    assert shown.first_coding == coded and shown.entry.first_coded and shown.entry.status == "review"
    assert shown.row is not None and shown.undecided == ("line:0", "line:1")
    assert {line.state for line in shown.lines} == {"open"}  # the first coding ticks nothing


def test_a_coding_may_find_nothing(store: Store) -> None:
    entry = added(store, blind=True, claim=True)
    assert desk.code_first(store, ANN, entry.id, entry.version, []).lines == ()
    plain = added(store, claim=True)
    refused(Conflict, "coded", lambda: desk.code_first(store, ANN, plain.id, plain.version, []))


def test_messages_are_kept_in_order_and_once(store: Store) -> None:
    entry = added(store)
    for actor, text, key in (
        (ANN, "left?", "message-1"),
        (BEN, "yes: <b>left</b>", "message-2"),
        (ANN, "left?", "message-1"),
    ):
        desk.say(store, actor, entry.id, text, key)
    assert [(said.by, said.text) for said in desk.show(store, EVE, entry.id).messages] == [
        (ANN.name, "left?"),
        (BEN.name, "yes: <b>left</b>"),
    ]
    refused(Conflict, "reused", lambda: desk.say(store, ANN, entry.id, "right?", "message-1"))
    refused(Invalid, "text", lambda: desk.say(store, ANN, entry.id, "x" * 4001, "message-3"))
    refused(Invalid, "text", lambda: desk.say(store, ANN, entry.id, " ", "message-4"))
    refused(NotFound, "entry", lambda: desk.say(store, ANN, "nothing", "x", "message-5"))


def test_an_addendum_is_coded_with_the_note_and_nothing_is_taken_over(store: Store, keys: Keys) -> None:
    entry = added(store, claim=True)
    accepted = decisions.decide(store, ANN, entry.id, entry.version, Wanted(kind="accept", line="line:0"), keys())
    said = desk.add_addendum(store, ANN, entry.id, "Dr. Quibblesnort", "It was on the right.", "addendum-1")
    assert desk.add_addendum(store, ANN, entry.id, "Dr. Quibblesnort", "It was on the right.", "addendum-1") == said
    whole = whole_text(TEXT, [said.text])
    lines = tuple(line.model_copy(update={"modifiers": ("RT",)}) for line in result().lines)
    right = Evidence(start=whole.index("right"), end=whole.index("right") + 5, text="right")
    answer = result().model_copy(update={"lines": (lines[0].model_copy(update={"evidence": (right,)}),)})
    stale = entry.version
    refused(Conflict, "stale", lambda: desk.recode(store, ANN, entry.id, stale, answer))
    again = desk.recode(store, ANN, entry.id, accepted.number, answer)
    shown: Desk = desk.show(store, ANN, entry.id)
    assert shown.undecided == ("line:0",) and shown.coded_with == 1 and shown.claim == ()
    assert [each.text for each in shown.addenda] == ["It was on the right."]
    assert len(shown.decisions) == 1
    add = Wanted(
        kind="add",
        line="line",
        after=BilledLine(code="77002"),
        reason="documented",
        evidence=((right.start, right.end),),
    )
    assert decisions.decide(store, ANN, entry.id, again.version, add, keys()).evidence == ((right.start, right.end),)
    assert verify(store).whole


def test_a_recoding_without_the_addendum_is_of_another_text(store: Store) -> None:
    entry = added(store, claim=True)
    wrong = result(TEXT + " more L4-5").model_copy(update={"lines": ()})
    beyond = Evidence(start=len(TEXT), end=len(TEXT) + 5, text=" more")
    wrong = wrong.model_copy(update={"not_counted": (("x", "planned", beyond),)})
    refused(Invalid, "other_text", lambda: desk.recode(store, ANN, entry.id, entry.version, wrong))


def test_answers_to_questions_are_coded_as_the_questions_room_codes_them(tmp_path: Path) -> None:
    asked = Question(title="Side", body="Which side?", note=TEXT)
    with open_queries(tmp_path / "queries.sqlite", make=True) as questions:
        for title in ("Side", "Level"):
            made = questions.add(asked.model_copy(update={"title": title}), "n", "v", {})
            questions.happened(made or 0, "answered", "Dr. Q", "left,\nas always")
        kept = list(questions.all())
    said = [addendum(each).removeprefix("\n\n") for each in kept]
    assert whole_text(TEXT, said) == with_addenda(kept[0], kept)


def test_looking_at_the_work_of_others_is_logged(store: Store) -> None:
    entry = added(store, claim=True)
    desk.show(store, ANN, entry.id)
    assert [each.action for each in log(store, EVE)][-1] == "entry.claimed"
    desk.show(store, EVE, entry.id)
    last = log(store, EVE)[-1]
    assert (last.action, last.actor) == ("entry.shown", EVE.name)


def test_the_log_holds_no_word_of_a_note(store: Store, keys: Keys) -> None:
    entry = added(store, "Zyxwvuta.txt", blind=True, claim=True)
    desk.code_first(store, ANN, entry.id, entry.version, [])
    comment = Wanted(kind="refuse", line="line:0", reason="other", comment="Quibblesnort said so")
    decisions.decide(store, ANN, entry.id, entry.version + 1, comment, keys())
    desk.say(store, ANN, entry.id, "Zyxwvuta again", "message-1")
    desk.add_addendum(store, ANN, entry.id, "Dr. Quibblesnort", "radiculopathy", "addendum-1")
    told = json.dumps(log(store, ADMIN)).lower()
    for word in ("zyxwvuta", "quibblesnort", "radiculopathy", "depo"):
        assert word not in told
    assert verify(store).whole


@pytest.mark.parametrize("blind", [False, True])
def test_by_status_a_hidden_suggestion_is_not_found(store: Store, blind: bool) -> None:
    entry = added(store, blind=blind, claim=True)
    found = worklist.entries(store, ANN, status="review")
    assert [one.id for one in found] == ([] if blind else [entry.id])
    assert worklist.entries(store, ANN, status="ready") == ()
    if blind:
        desk.code_first(store, ANN, entry.id, entry.version, [])
        assert [one.id for one in worklist.entries(store, ANN, status="review")] == [entry.id]


@pytest.mark.parametrize("settings", [Settings(risk_review=True)])
def test_why_a_note_is_coded_twice_is_told_when_the_suggestion_may_be_seen(store: Store, keys: Keys) -> None:
    entry = added(store, blind=True)
    assert entry.sampled == ""
    claimed = worklist.claim(store, ANN, entry.id)
    desk.code_first(store, ANN, entry.id, claimed.version, [])
    assert desk.show(store, ANN, entry.id).entry.sampled == "risk"
    settle(store, entry.id, keys)
    second = worklist.entries(store, BEN)[-1]
    assert (second.review_of, second.sampled) == (entry.id, "")
    desk.code_first(store, BEN, second.id, worklist.claim(store, BEN, second.id).version, [])
    assert desk.show(store, BEN, second.id).entry.sampled == "risk"
