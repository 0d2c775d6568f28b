"""Figures, exports and the log: for auditors, and for nobody else."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac.records import BilledLine, Note
from cac.web.setup import Setup
from cac.workbench import audit, decisions, desk, intake, worklist
from cac.workbench.records import LOCAL, Wanted
from tests.web.conftest import NOTE, csrf, key

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def decided(setup: Setup) -> str:
    """A finished note of which one line was refused, with a comment that a spreadsheet would calculate."""
    note = Note(id=f"=1+1 {SCRIPT}", text=NOTE)
    entry = intake.add(setup.store, LOCAL, note, setup.code(note), batch="@SUM(A1)", claim=True)
    shown = desk.show(setup.store, LOCAL, entry.id)
    version = shown.entry.version
    for number, line in enumerate(shown.undecided):
        wanted = Wanted(kind="accept", line=line)
        if number == 0:
            wanted = Wanted(kind="refuse", line=line, reason="not_documented", comment="=cmd|' /C calc'!A0")
        version = decisions.decide(setup.store, LOCAL, entry.id, version, wanted, key()).number
    added = Wanted(kind="add", line="line", after=BilledLine(code="20552"), reason="documented")
    version = decisions.decide(setup.store, LOCAL, entry.id, version, added, key()).number
    worklist.finish(setup.store, LOCAL, entry.id, version)
    return entry.id


def test_without_finished_notes_there_is_nothing_to_count(client: TestClient) -> None:
    page = client.get("/figures")
    assert page.status_code == 200 and "there is nothing to count" in page.text


def test_figures_of_what_was_decided(client: TestClient, decided: str) -> None:
    page = client.get("/figures")
    assert page.status_code == 200
    assert "20552" in page.text and "The note does not prove it" in page.text
    assert "Nobody did yet" not in page.text
    assert SCRIPT not in page.text
    assert "nothing to count" in client.get("/figures?since=2999-01-01").text
    assert client.get("/figures?since=tomorrow").status_code == 422


def test_decisions_as_csv_that_no_spreadsheet_calculates(
    client: TestClient, app: FastAPI, setup: Setup, decided: str
) -> None:
    answer = client.post("/figures/decisions.csv", data={"csrf": csrf(client, app)})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"] and answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) >= 2
    cells = [cell for row in rows for cell in row.values() if cell]
    assert any("calc" in cell for cell in cells)
    assert not any(cell[0] in "=+@\t\r" for cell in cells)
    assert audit.log(setup.store, LOCAL, limit=1_000)[-1].action == "export.decisions"


def test_decisions_as_json_lines(client: TestClient, app: FastAPI, decided: str) -> None:
    answer = client.post("/figures/decisions.jsonl", data={"csrf": csrf(client, app)})
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["kind"] for row in rows].count("refuse") == 1


@pytest.mark.parametrize("kind", ["xlsx", "", "csv%00", "..", SCRIPT])
def test_no_other_kind_of_file(client: TestClient, app: FastAPI, setup: Setup, kind: str) -> None:
    before = setup.store.head()
    answer = client.post(f"/figures/decisions.{kind}", data={"csrf": csrf(client, app)})
    assert answer.status_code == 404
    assert setup.store.head() == before


def test_the_log_is_shown_and_proved(client: TestClient, setup: Setup, decided: str) -> None:
    page = client.get("/log")
    assert page.status_code == 200
    assert "decision.refuse" in page.text and f"/entries/{decided}" in page.text
    assert SCRIPT not in page.text and NOTE[:30] not in page.text
    proved = client.get("/log?verify=1")
    assert "The log is whole" in proved.text
    assert "The log is whole" in client.get("/log", params={"verify": "1", "noted": str(setup.store.head())}).text
    wrong = client.get("/log", params={"verify": "1", "noted": "1:" + "0" * 64})
    assert "The log is broken" in wrong.text
    assert client.get("/log", params={"verify": "1", "noted": SCRIPT}).status_code == 422


def test_a_change_behind_the_back_of_the_log_is_told(client: TestClient, setup: Setup, decided: str) -> None:
    assert setup.store.file is not None
    with sqlite3.connect(setup.store.file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE decisions SET reason = 'bundled' WHERE kind = 'refuse'")
    page = client.get("/log?verify=1")
    assert "The log is broken" in page.text and "was changed" in page.text


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 40, "\u0661"])
def test_a_place_of_the_log_that_is_none(client: TestClient, before: str) -> None:
    assert client.get("/log", params={"before": before}).status_code == 422


def test_the_whole_log_can_be_leafed_through(client: TestClient, setup: Setup) -> None:
    import re

    for number in range(120):
        intake.add(setup.store, LOCAL, Note(id=str(number), text="Nothing."), setup.code(Note(id="", text="Nothing.")))
    seen: list[int] = []
    where = "/log"
    for _ in range(20):
        page = client.get(where)
        seen += [int(one) for one in re.findall(r'<tr><td class="number">(\d+)</td>', page.text)]
        older = re.search(r'href="([^"]+)">Older<', page.text)
        if not older:
            break
        where = older[1]
    assert seen == sorted(seen, reverse=True) and seen[-1] == 1
    assert len(seen) == len(set(seen)) >= 360
    assert client.get("/log?before=0").status_code == 200 and client.get("/log?before=1").status_code == 200


@pytest.mark.parametrize("path", ["/figures", "/log", "/log?verify=1"])
def test_a_coder_sees_none_of_it(signed_in: Callable[..., TestClient], path: str) -> None:
    ann, eve = signed_in("ann"), signed_in("eve", "auditor")
    refused = ann.get(path)
    assert refused.status_code == 403 and "may not do this" in refused.text
    assert "/figures" not in ann.get("/worklist").text
    assert eve.get(path).status_code == 200


def test_a_coder_takes_no_decisions_out(
    signed_in: Callable[..., TestClient], app: FastAPI, setup: Setup, decided: str
) -> None:
    ann = signed_in("ann")
    answer: Any = ann.post("/figures/decisions.csv", data={"csrf": csrf(ann, app)})
    assert answer.status_code == 403 and "20552" not in answer.text
    assert "export.decisions" not in {entry.action for entry in audit.log(setup.store, LOCAL)}
    assert ann.post("/figures/decisions.csv", data={"csrf": "x"}).status_code == 403
