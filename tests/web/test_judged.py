"""The edits of the claim as it stands: who makes another claim of the suggestion is told what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac.records import BilledLine, Note
from cac.web.judged import judged
from cac.web.screen import view
from cac.web.setup import Setup
from cac.workbench import decisions, desk, intake
from cac.workbench.records import LOCAL, Desk, Wanted
from tests.web.conftest import NOTE, csrf, key

CONTEXT = {"date_of_service": "2026-03-03", "place_of_service": "11", "provider": "Dr Example"}


def line(told: str, *diagnoses: str) -> BilledLine:
    """64484-LT-59x2."""
    body, _, units = told.partition("x")
    code, *modifiers = body.split("-")
    return BilledLine(code=code, modifiers=tuple(modifiers), units=int(units or 1), diagnoses=diagnoses)


@pytest.fixture
def entry(setup: Setup) -> str:
    """A note with the lines 64483-LT and 64484-LT, claimed."""
    result = setup.coder.code(NOTE, "", CONTEXT)
    assert [one.code for one in result.lines] == ["64483", "64484"]
    return intake.add(setup.store, LOCAL, Note(id="", text=NOTE), result, claim=True).id


@pytest.fixture
def decide(setup: Setup, entry: str) -> Callable[..., Desk]:
    def decide_(kind: str, on: str, after: BilledLine | None = None) -> Desk:
        seen = desk.show(setup.store, LOCAL, entry).entry.version
        reason = "" if kind == "accept" else "not_documented" if kind in ("refuse", "delete") else "other"
        wanted = Wanted(kind=kind, line=on, after=after, reason=reason, comment="as I read it")  # type: ignore[arg-type]
        decisions.decide(setup.store, LOCAL, entry, seen, wanted, key())
        return desk.show(setup.store, LOCAL, entry)

    return decide_


def found(setup: Setup, shown: Desk, severities: tuple[str, ...] = ("error", "warning")) -> dict[str, set[str]]:
    """The code of each line → what is found of it."""
    edits = judged(setup, shown)
    now = {state.line: state.now or state.suggested for state in shown.lines}
    codes = {name: one.code for name, one in now.items() if one}
    return {
        codes[name]: {each["rule"] for each in ones if each["severity"] in severities}
        for name, ones in edits.of.items()
        if any(each["severity"] in severities for each in ones)
    }


def test_as_suggested_the_findings_are_those_of_the_suggestion(
    setup: Setup, entry: str, decide: Callable[..., Desk]
) -> None:
    shown = desk.show(setup.store, LOCAL, entry)
    before = judged(setup, shown)
    assert shown.row and not before.anew
    assert sum(len(ones) for ones in before.of.values()) == sum(len(one["lines"]) for one in shown.row["findings"])
    for on in ("line:0", "line:1", "supply:0", "diagnosis:0"):
        after = judged(setup, decide("accept", on))
        assert (after.of, after.whole, after.anew) == (before.of, before.whole, False)


@pytest.mark.parametrize(
    ("kind", "on", "after", "code", "rule"),
    [
        ("edit", "line:0", line("64483-LTx9", "M54.16"), "64483", "mue/"),
        ("edit", "line:0", line("64483-50-LT", "M54.16"), "64483", "modifier/"),
        ("edit", "line:0", line("64483-ZZ", "M54.16"), "64483", "modifier/"),
        ("edit", "line:0", line("64483-LT", "Z99.99"), "64483", "diagnosis/"),
        ("edit", "line:0", line("64483-LT"), "64483", "diagnosis/"),
        ("edit", "line:0", line("99999", "M54.16"), "99999", "validity/"),
        ("refuse", "line:0", None, "64484", "add_on/"),
        ("add", "line", line("77003", "M54.16"), "77003", "ptp/"),
        ("add", "line", line("62323", "M54.16"), "62323", "ptp/"),
        ("add", "line", line("64483-LT", "M54.16"), "64483", "duplicate"),
        ("add", "line", line("62311", "M54.16"), "62311", "validity/"),
    ],
)
def test_what_a_coder_makes_is_judged(
    kind: str, on: str, after: BilledLine | None, code: str, rule: str, setup: Setup, decide: Callable[..., Desk]
) -> None:
    told = found(setup, decide(kind, on, after))
    assert any(one.startswith(rule) for one in told.get(code, ())), told


def test_an_edit_that_is_undone_is_judged_no_more(setup: Setup, entry: str, decide: Callable[..., Desk]) -> None:
    before = judged(setup, desk.show(setup.store, LOCAL, entry))
    shown = decide("add", "line", line("77003", "M54.16"))
    assert judged(setup, shown).anew and found(setup, shown)
    decisions.undo(setup.store, LOCAL, entry, shown.entry.version, key())
    assert judged(setup, desk.show(setup.store, LOCAL, entry)) == before


def test_added_lines_have_names(setup: Setup, entry: str, decide: Callable[..., Desk]) -> None:
    decide("add", "supply", line("J3301x4"))
    decide("add", "diagnosis", line("M54.17"))
    decide("add", "line", line("99999", "M47.816"))
    by_code = {one.shown.code: one for one in view(setup, LOCAL, desk.show(setup.store, LOCAL, entry)).lines}
    assert "riamcinolone" in by_code["J3301"].label
    assert "lumbosacral" in by_code["M54.17"].label
    assert by_code["99999"].label == "" and "Spondylosis" in by_code["99999"].pointers[0].label


def test_what_is_off_the_claim_has_no_findings(setup: Setup, decide: Callable[..., Desk]) -> None:
    decide("refuse", "line:0")
    shown = decide("refuse", "line:1")
    assert judged(setup, shown) == ({}, (), True)


def test_a_drug_that_a_coder_adds_is_judged(setup: Setup, decide: Callable[..., Desk]) -> None:
    assert found(setup, decide("add", "supply", line("J9999x9999")))["J9999"]


def test_a_claim_of_a_day_before_every_table(
    setup: Setup, decide: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = decide("add", "line", line("77003"))
    row = {**(shown.row or {}), "context": {**(shown.row or {})["context"], "date_of_service": "1999-01-01"}}
    told = judged(setup, shown.model_copy(update={"row": row}))
    assert [one["rule"] for one in told.whole] == ["reference/not_judged"] and not told.of


def test_the_page_tells_it(setup: Setup, entry: str, client: TestClient, app: FastAPI) -> None:
    def post(**data: str) -> str:
        seen = str(desk.show(setup.store, LOCAL, entry).entry.version)
        answer = client.post(
            f"/entries/{entry}/decisions",
            data={"csrf": csrf(client, app), "key": key(), "seen": seen, **data},
            headers={"X-Part": "1"},
        )
        assert answer.status_code == 200
        return answer.text

    assert "as it stands" not in post(kind="accept", line="line:1")
    told = post(kind="add", line="line", code="77003", reason="documented", evidence="0-4")
    assert re.search(r"77003 added\. 1 claim line waits\. The edits tell [1-9] errors?\b", told)
    assert "of the claim as it stands now" in told
    assert re.search(r'class="code">77003.*?<span class="flag bad">error</span>', told, re.S)
