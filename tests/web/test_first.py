"""Blind mode: the coder codes first; nothing of the suggestion is told before."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from cac import Coder
from cac.records import BilledLine
from cac.web.setup import Setup
from cac.workbench import desk
from cac.workbench.figures import figures
from cac.workbench.records import LOCAL
from tests.web.conftest import NOTE, csrf, key

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def blind(client: TestClient, app: FastAPI) -> str:
    answer = client.post("/notes", data={"csrf": csrf(client, app), "key": key(), "text": NOTE, "blind": "1"})
    assert answer.status_code == 303
    return str(answer.headers["location"].rpartition("/")[2])


@pytest.fixture
def write(client: TestClient, app: FastAPI, setup: Setup, blind: str) -> Callable[..., Any]:
    """Send the form of the first coding; each line is (code, modifiers, units, diagnoses)."""

    def send(*lines: tuple[str, str, str, str], **more: Any) -> Any:
        seen = desk.show(setup.store, LOCAL, blind).entry.version
        data: dict[str, Any] = {"csrf": csrf(client, app), "seen": seen, **more}
        for place, name in enumerate(("code", "modifiers", "units", "diagnoses")):
            data[name] = [line[place] for line in lines]
        return client.post(f"/entries/{blind}/first", data=data)

    return send


def told(text: str, note: str) -> list[str]:
    """What a page tells of the suggestion and the note does not: codes, labels, rules, statuses, sentences."""
    row = Coder().code(note).row()
    words = {line["code"] for line in (*row["lines"], *row["supplies"], *row["refused"], *row["diagnoses"])}
    words |= {line[name] for line in (*row["lines"], *row["supplies"], *row["diagnoses"]) for name in ("label",)}
    words |= {line["rule"] for line in row["lines"]} | {one["would_change"] for one in row["refused"]}
    words |= {one["message"] for one in (*row["findings"], *row["cross_checks"])}
    return [word for word in words if word and word not in note and (word in text or str(escape(word)) in text)]


def test_before_the_first_coding_no_page_tells_anything_of_the_suggestion(client: TestClient, blind: str) -> None:
    for path in (f"/entries/{blind}", "/worklist", "/", "/worklist?mine=1"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert told(answer.text, NOTE) == [], path
        assert 'class="badge good"' not in answer.text and 'class="badge warn"' not in answer.text, path
    assert "Your own coding" in client.get(f"/entries/{blind}").text


@pytest.mark.parametrize("status", ["ready", "review", "not_a_procedure", "error"])
def test_asking_by_status_tells_nothing_either(client: TestClient, blind: str, status: str) -> None:
    assert blind not in client.get("/worklist", params={"status": status}).text


def test_after_it_the_suggestion_is_shown_and_what_was_coded_first_stays_apart(
    client: TestClient, setup: Setup, blind: str, write: Callable[..., Any]
) -> None:
    answer = write(("64483", "lt", "1", "m54.16"), ("64484", "LT, 59", "1", ""), ("", "", "1", ""))
    assert answer.status_code == 303
    shown = desk.show(setup.store, LOCAL, blind)
    assert shown.first_coding is not None
    assert shown.first_coding.lines == (
        BilledLine(code="64483", modifiers=("LT",), units=1, diagnoses=("M54.16",)),
        BilledLine(code="64484", modifiers=("LT", "59"), units=1),
    )
    assert shown.row is not None and shown.decisions == ()
    assert all(line.state == "open" for line in shown.lines)
    assert "Coded first, without the suggestion" in client.get(f"/entries/{blind}").text


def test_nothing_is_billed_is_said_and_not_only_left_empty(setup: Setup, blind: str, write: Callable[..., Any]) -> None:
    assert write().status_code == 422
    assert write(("", "", "1", ""), ("  ", " ", "1", " ")).status_code == 422
    assert write(("64483", "", "1", ""), nothing="1").status_code == 422
    assert desk.show(setup.store, LOCAL, blind).first_coding is None
    assert write(nothing="1").status_code == 303
    first = desk.show(setup.store, LOCAL, blind).first_coding
    assert first is not None and first.lines == ()


@pytest.mark.parametrize(
    "line",
    [
        ("6448", "", "1", ""),
        ("64483", "LTT", "1", ""),
        ("64483", "LT LT", "1", ""),
        ("64483", "", "0", ""),
        ("64483", "", "-1", ""),
        ("64483", "", "one", ""),
        ("64483", "", "10000", ""),
        ("64483", "", "9" * 30, ""),
        ("64483", "", "1", "M9901"),
        ("64483", "", "1", "M99.01 M99.02 M99.03 M99.04 M99.05"),
        ("", "LT", "1", ""),
        (SCRIPT, "", "1", ""),
        ("64483", SCRIPT, "1", ""),
        ("\ud7ff\u0000", "", "1", ""),
    ],
)
def test_what_is_no_line_is_shown_again_with_the_reason(
    setup: Setup, blind: str, write: Callable[..., Any], line: tuple[str, str, str, str]
) -> None:
    answer = write(("20552", "59", "2", "M79.18"), line)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="20552"' in answer.text and 'value="M79.18"' in answer.text
    assert SCRIPT not in answer.text
    assert desk.show(setup.store, LOCAL, blind).first_coding is None
    page = re.sub(r'role="alert">[^<]*', "", answer.text)  # its sentence has examples of codes
    assert told(page.replace('value="64483"', ""), NOTE) == []


def test_more_lines_keeps_what_was_written(write: Callable[..., Any]) -> None:
    answer = write(("20552", "", "1", ""), *[("", "", "1", "")] * 5, more="1")
    assert answer.status_code == 200
    assert 'value="20552"' in answer.text
    assert answer.text.count('name="code"') >= 12


def test_it_is_kept_once(client: TestClient, app: FastAPI, setup: Setup, blind: str, write: Callable[..., Any]) -> None:
    assert write(("64483", "", "1", "")).status_code == 303
    assert write(("64483", "", "1", "")).status_code == 303  # the same again, after a lost answer
    other = write(("64484", "", "1", ""))
    assert other.status_code == 409 and "already shown" in other.text
    stale = client.post(
        f"/entries/{blind}/first",
        data={"csrf": csrf(client, app), "seen": "x", "code": "64484", "modifiers": "", "units": "1", "diagnoses": ""},
    )
    assert stale.status_code == 422
    broken = client.post(f"/entries/{blind}/first", data={"csrf": csrf(client, app), "seen": "1", "code": "64484"})
    assert broken.status_code == 422


def test_agreement_is_kept_apart(setup: Setup, client: TestClient, blind: str, write: Callable[..., Any]) -> None:
    from cac.workbench import decisions, worklist
    from cac.workbench.records import Wanted

    write(("20552", "", "1", ""))
    shown = desk.show(setup.store, LOCAL, blind)
    version = shown.entry.version
    for line in shown.undecided:
        version = decisions.decide(setup.store, LOCAL, blind, version, Wanted(kind="accept", line=line), key()).number
    worklist.finish(setup.store, LOCAL, blind, version)
    found = figures(setup.store, LOCAL)
    assert found.blind.first_and_suggestion.notes == 1 and found.blind.first_and_suggestion.same == 0
    assert (found.blind.differed, found.blind.moved) == (1, 1)


def test_nobody_codes_first_in_the_place_of_who_claimed_it(signed_in: Callable[..., TestClient], app: FastAPI) -> None:
    ann, ben = signed_in("ann"), signed_in("ben")
    made = ann.post("/notes", data={"csrf": csrf(ann, app), "key": key(), "text": NOTE, "blind": "1"})
    where = made.headers["location"]
    page = ben.get(where)
    assert 'name="code"' not in page.text and told(page.text, NOTE) == []
    seen = re.search(r'name="seen" value="(\d+)"', ann.get(where).text)
    assert seen
    data = {"csrf": csrf(ben, app), "seen": seen[1], "code": "64483", "modifiers": "", "units": "1", "diagnoses": ""}
    answer = ben.post(f"{where}/first", data=data)
    assert answer.status_code == 409 and "Somebody else" in answer.text
    assert told(answer.text, NOTE) == []
