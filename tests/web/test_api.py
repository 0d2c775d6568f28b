"""The API as a program uses it: rows, the worklist, decisions, questions, roles, errors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cac import Coder, __version__
from cac.cli import main
from cac.context import FIELDS
from cac.web.api.models import NoteIn, Row
from cac.web.setup import Setup
from cac.workbench import audit, desk, intake, people, tokens
from cac.workbench.records import LOCAL, Actor
from cac.workbench.store import Store
from tests.test_docs import ROW
from tests.web.conftest import NOTE, PASSWORD, ROOT, key
from tests.workbench.conftest import note, result

Browsers = Callable[[], TestClient]
V1 = "/api/v1"


@pytest.fixture
def program(store: Store, visitor: Browsers) -> Callable[..., TestClient]:
    """A program with a named token: ``program("ehr", "auditor")``."""

    def make(name: str, role: str = "coder") -> TestClient:
        made = visitor()
        made.headers["Authorization"] = f"Bearer {tokens.create_token(store, LOCAL, name, role)}"
        return made

    return make


def with_key(given: str = "") -> dict[str, str]:
    return {"Idempotency-Key": given or key()}


def test_the_schema_tells_of_every_key_of_a_row() -> None:
    assert set(Row.model_fields) == set(ROW)
    assert set(FIELDS) <= set(NoteIn.model_fields)


def test_every_route_is_documented(api: TestClient) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path, methods in api.get(f"{V1}/openapi.json").json()["paths"].items():
        short = path.removeprefix(V1)
        assert short in page or f"…/{short.rpartition('/')[2]}" in page, path
        for told in methods.values():
            assert told["description"] or told["summary"]
            assert {"403", "421", "500", "503"} <= set(told["responses"])
            assert ("401" in told["responses"]) == (short != "/health") == bool(told.get("security"))


@pytest.mark.parametrize("path", ["/health", f"{V1}/health"])
def test_health_needs_no_token(visitor: Browsers, setup: Setup, path: str) -> None:
    answer = visitor().get(path)
    assert answer.json() == {"status": "ok", "version": __version__, "rules": setup.lexicon.version}


SAMPLES = sorted((ROOT / "sample_notes").glob("*.txt"))[:4]


def test_a_note_is_answered_as_the_command_answers(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert SAMPLES
    assert main(["code", *map(str, SAMPLES), "--format", "json", "--date", "2026-02-03", "--payer", "commercial"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for path, row in zip(SAMPLES, rows, strict=True):
        with path.open(encoding="utf-8", newline="") as handle:
            body = {"text": handle.read(), "id": row["id"], "date_of_service": "2026-02-03", "payer": "commercial"}
        answer = api.post(f"{V1}/code", json=body)
        assert answer.json() == row
        assert answer.text.isascii()


def test_offsets_are_code_points(api: TestClient) -> None:
    text = (
        "PROCEDURE:\r\n\t\U0001f489 Left L4-5 transforaminal epidural steroid injection fluoroscopy used.\r\n\x00\u2028"
    )
    row = api.post(f"{V1}/code", json={"text": text}).json()
    spans = [one for line in row["lines"] for one in line["evidence"]]
    assert spans
    assert all(text.replace("\x00", " ")[one["start"] : one["end"]] == one["text"] for one in spans)


def test_what_the_run_says_stands_beneath_what_a_note_says(setup: Setup, api: TestClient) -> None:
    setup.context = {"payer": "commercial", "state": "NJ"}
    context = api.post(f"{V1}/code", json={"text": NOTE, "state": "NY", "provider": "p7"}).json()["context"]
    assert (context["payer"], context["state"], context["provider"]) == ("commercial", "NY", "p7")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "empty"),
        ({"text": " \r\n\t"}, 422, "empty"),
        ({"text": "x" * (2 * 1024 * 1024 + 1)}, 413, "too_large"),
        ({"text": "x", "payer": "nobody"}, 422, "context"),
        ({"text": "x", "date_of_service": "2026-02-30"}, 422, "context"),
        ({"text": "x", "place_of_service": "99"}, 422, "context"),
        ({"text": "x", "date_of_service": "1999-01-01"}, 422, ""),
        ({"text": None}, 422, "invalid"),
        ({"text": "x", "id": 5}, 422, "invalid"),
        ({"text": "x", "id": "y" * 1_001}, 422, "text"),
        ({"text": "x", "patient": "y" * 300}, 422, "invalid"),
        ({}, 422, "invalid"),
        ([], 422, "invalid"),
        ("x", 422, "invalid"),
        (None, 422, "invalid"),
    ],
)
def test_notes_that_are_none(api: TestClient, body: Any, status: int, code: str) -> None:
    answer = api.post(f"{V1}/code", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code or not code


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer \u00e9", "Bearer " + "x" * 5_000, "Token x"]
)
def test_without_a_token(visitor: Browsers, header: str) -> None:
    browser = visitor()
    for method, path in (("GET", "worklist"), ("GET", "queries"), ("GET", "notes/0123456789abcdef")):
        headers = {"Authorization": header.encode("latin-1")} if header else {}
        answer = browser.request(method, f"{V1}/{path}", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["code"] == "token"


def test_the_token_of_the_run_is_the_administrator_where_there_are_accounts(
    setup: Setup, store: Store, api: TestClient
) -> None:
    setup.owner = Actor(name="system:root", role="administrator")
    body = {"text": NOTE, "claimed": True}
    assert api.post(f"{V1}/notes", json=body).json()["claimed_by"] == "local"
    people.add_user(store, LOCAL, "ann", "coder", PASSWORD)
    assert api.post(f"{V1}/notes", json=body).json()["claimed_by"] == "system:root"


def test_a_note_comes_in_once(store: Store, api: TestClient) -> None:
    first = api.post(f"{V1}/notes", json={"text": NOTE}, headers=with_key("a-key-of-mine"))
    again = api.post(f"{V1}/notes", json={"text": NOTE}, headers=with_key("a-key-of-mine"))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["location"] == f"{V1}/notes/{first.json()['id']}"
    other = api.post(f"{V1}/notes", json={"text": NOTE + "."}, headers=with_key("a-key-of-mine"))
    assert (other.status_code, other.json()["code"]) == (409, "reused")
    named = {"text": NOTE, "id": "n1", "batch": "monday"}
    assert api.post(f"{V1}/notes", json=named).json()["id"] == api.post(f"{V1}/notes", json=named).json()["id"]
    clash = api.post(f"{V1}/notes", json={**named, "text": NOTE + "."})
    assert (clash.status_code, clash.json()["code"]) == (409, "exists")
    assert len(api.get(f"{V1}/worklist").json()["entries"]) == 2


@pytest.mark.parametrize("given", ["short", "x" * 101, "has a space", "\u00e9" * 10])
def test_keys_that_are_none(api: TestClient, given: str) -> None:
    answer = api.post(f"{V1}/notes", json={"text": NOTE}, headers={"Idempotency-Key": given.encode("utf-8")})
    assert answer.status_code == 422
    assert given not in answer.text


def test_the_whole_way_of_a_note(store: Store, api: TestClient) -> None:
    body = {"text": NOTE, "id": "n1", "batch": "monday", "date_of_service": "2026-02-03"}
    entry = api.post(f"{V1}/notes", json=body).json()["id"]
    assert api.post(f"{V1}/worklist/next", json={"batch": "monday"}).json()["entry"]["id"] == entry
    shown = api.get(f"{V1}/notes/{entry}").json()
    assert shown["text"] == NOTE
    assert shown["row"]["id"] == "n1"
    seen = shown["entry"]["version"]
    assert api.post(f"{V1}/notes/{entry}/finish", json={"seen": seen}).json()["code"] == "undecided"
    for line in shown["lines"]:
        if line["part"] == "line":
            wanted = {"kind": "accept", "line": line["line"], "seen": seen}
            seen = api.post(f"{V1}/notes/{entry}/decisions", json=wanted, headers=with_key()).json()["number"]
    edited = {
        "kind": "edit",
        "line": "line:0",
        "seen": seen,
        "after": {"code": "64483", "modifiers": ["RT"], "units": 1},
        "reason": "wrong_side",
        "comment": "right side",
    }
    answer = api.post(f"{V1}/notes/{entry}/decisions", json=edited, headers=with_key())
    assert answer.status_code == 201
    refused = {**edited, "seen": answer.json()["number"], "reason": "nonsense"}
    told = api.post(f"{V1}/notes/{entry}/decisions", json=refused, headers=with_key())
    assert (told.status_code, told.json()["code"]) == (422, "reason")
    undone = api.post(f"{V1}/notes/{entry}/undo", json={"seen": answer.json()["number"]}, headers=with_key())
    assert undone.json()["undoes"] == answer.json()["id"]
    assert api.post(f"{V1}/notes/{entry}/messages", json={"text": "Look."}, headers=with_key()).status_code == 201
    added = {"author": "Dr. Lee", "text": "ADDENDUM: left side."}
    assert api.post(f"{V1}/notes/{entry}/addenda", json=added, headers=with_key()).status_code == 201
    recoded = api.post(f"{V1}/notes/{entry}/recode", json={"seen": undone.json()["number"]}).json()
    shown = api.get(f"{V1}/notes/{entry}").json()
    assert shown["coded_with"] == 1
    assert shown["row"]["context"]["date_of_service"] == "2026-02-03"
    moved = {"seen": recoded["version"], "place_of_service": "22", "state": "TX"}
    recoded = api.post(f"{V1}/notes/{entry}/recode", json=moved).json()
    shown = api.get(f"{V1}/notes/{entry}").json()
    context = shown["row"]["context"]
    assert (context["date_of_service"], context["place_of_service"], context["state"]) == ("2026-02-03", "22", "TX")
    wrong = {"seen": recoded["version"], "date_of_service": "2026-02-30"}
    assert api.post(f"{V1}/notes/{entry}/recode", json=wrong).json()["code"] == "context"
    seen = recoded["version"]
    for line in shown["lines"]:
        if line["part"] == "line":
            wanted = {"kind": "accept", "line": line["line"], "seen": seen}
            seen = api.post(f"{V1}/notes/{entry}/decisions", json=wanted, headers=with_key()).json()["number"]
    finished = api.post(f"{V1}/notes/{entry}/finish", json={"seen": seen})
    assert finished.json()["state"] == "finished"
    assert api.post(f"{V1}/notes/{entry}/reopen").json()["state"] == "claimed"
    assert api.post(f"{V1}/notes/{entry}/release").json()["state"] == "open"
    assert api.post(f"{V1}/notes/{entry}/claim").json()["state"] == "claimed"
    assert api.post(f"{V1}/worklist/next").json() == {"entry": None}
    assert audit.verify(store).whole


def test_blind_mode_hides_the_suggestion(api: TestClient) -> None:
    made = api.post(f"{V1}/notes", json={"text": NOTE, "blind": True, "claimed": True}).json()
    assert made["status"] == ""
    shown = api.get(f"{V1}/notes/{made['id']}").json()
    assert (shown["row"], shown["kept"], shown["lines"]) == (None, None, [])
    assert "64483" not in json.dumps({**shown, "text": ""})
    for path, body in (
        ("decisions", {"kind": "accept", "line": "line:0", "seen": made["version"]}),
        ("recode", {"seen": made["version"]}),
    ):
        answer = api.post(f"{V1}/notes/{made['id']}/{path}", json=body, headers=with_key())
        assert (answer.status_code, answer.json()["code"]) == (409, "blind")
    assert api.post(f"{V1}/queries", json={"entry": made["id"]}).json()["code"] == "blind"
    first = {"seen": made["version"], "lines": [{"code": "64483", "modifiers": ["LT"]}]}
    assert api.post(f"{V1}/notes/{made['id']}/first-coding", json=first).status_code == 201
    assert api.get(f"{V1}/notes/{made['id']}").json()["row"]["lines"]


def test_two_programs_never_overwrite_each_other(
    store: Store, program: Callable[..., TestClient], coder: Coder
) -> None:
    intake.add_all(store, LOCAL, [(note(f"n{number}"), result()) for number in range(12)])
    pair = [program("one"), program("two")]

    def works(mine: TestClient) -> list[str]:
        taken = []
        while (entry := mine.post(f"{V1}/worklist/next").json()["entry"]) is not None:
            taken.append(entry["id"])
            wanted = {"kind": "accept", "line": "line:0", "seen": entry["version"]}
            assert mine.post(f"{V1}/notes/{entry['id']}/decisions", json=wanted, headers=with_key()).status_code == 201
            other = pair[mine is pair[0]].post(f"{V1}/notes/{entry['id']}/decisions", json=wanted, headers=with_key())
            assert (other.status_code, other.json()["code"]) == (409, "claimed")
            stale = mine.post(f"{V1}/notes/{entry['id']}/decisions", json=wanted, headers=with_key())
            assert (stale.status_code, stale.json()["code"]) == (409, "stale")
        return taken

    with ThreadPoolExecutor(2) as pool:
        taken = Counter(entry for each in pool.map(works, pair) for entry in each)
    assert len(taken) == 12
    assert set(taken.values()) == {1}
    for entry in taken:
        assert len(desk.show(store, LOCAL, entry).decisions) == 1
    assert audit.verify(store).whole


def test_one_coder_in_two_windows(store: Store, program: Callable[..., TestClient]) -> None:
    """The same version from two places at once: one of them stands, the other looks again."""
    mine = program("one")
    entry = intake.add(store, Actor(name="token:one", role="coder"), note(), result(), claim=True)
    wanted = {"kind": "accept", "line": "line:0", "seen": entry.version}

    def sent(_: int) -> int:
        return mine.post(f"{V1}/notes/{entry.id}/decisions", json=wanted, headers=with_key()).status_code

    with ThreadPoolExecutor(6) as pool:
        assert Counter(pool.map(sent, range(6))) == {201: 1, 409: 5}


def test_roles(store: Store, program: Callable[..., TestClient]) -> None:
    ann, eve, root = program("ann"), program("eve", "auditor"), program("root", "administrator")
    entry = intake.add(store, Actor(name="token:ann", role="coder"), note(), result(), claim=True).id
    ben = program("ben")
    answer = ben.post(f"{V1}/notes/{entry}/release")
    assert (answer.status_code, answer.json()["code"]) == (403, "role")
    assert ben.post(f"{V1}/notes/{entry}/claim").json()["code"] == "claimed"
    assert eve.post(f"{V1}/notes/{entry}/release").json()["state"] == "open"
    assert root.post(f"{V1}/notes/{entry}/claim").json()["claimed_by"] == "token:root"
    tokens.revoke_token(store, LOCAL, "ann")
    assert ann.get(f"{V1}/worklist").status_code == 401


@pytest.mark.parametrize("given", ["0123456789abcdef", "x", "%00", "..%2f..", "0" * 3_000])
def test_entries_that_are_none(api: TestClient, given: str) -> None:
    assert api.get(f"{V1}/notes/{given}").status_code == 404
    assert api.post(f"{V1}/notes/{given}/claim").status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "after=-1", "state=done", "mine=perhaps", "limit=1&limit=2"]
)
def test_worklists_that_are_none(api: TestClient, query: str) -> None:
    assert api.get(f"{V1}/worklist?{query}").status_code == 422


def test_the_worklist_in_parts(store: Store, api: TestClient) -> None:
    intake.add_all(store, LOCAL, [(note(f"n{number}"), result()) for number in range(5)], batch="b")
    first = api.get(f"{V1}/worklist", params={"limit": 3}).json()
    rest = api.get(f"{V1}/worklist", params={"limit": 3, "after": first["next"]}).json()
    assert [one["name"] for part in (first, rest) for one in part["entries"]] == [f"n{number}" for number in range(5)]
    assert rest["next"] is None
    assert api.get(f"{V1}/worklist", params={"batch": "other"}).json()["entries"] == []
    assert api.get(f"{V1}/worklist", params={"state": "claimed", "mine": True}).json()["entries"] == []


def test_the_life_of_a_question(store: Store, api: TestClient) -> None:
    entry = api.post(f"{V1}/notes", json={"text": NOTE, "claimed": True}).json()["id"]
    drafted = api.post(f"{V1}/queries", json={"entry": entry})
    assert drafted.status_code == 201
    question = drafted.json()["questions"][0]
    assert question["state"] == "draft"
    for quote in question["quotes"]:
        assert NOTE[quote["start"] : quote["end"]] == quote["text"]
    again = api.post(f"{V1}/queries", json={"entry": entry}).json()
    assert [one["id"] for one in again["questions"]] == [one["id"] for one in drafted.json()["questions"]]
    where = f"{V1}/queries/{question['id']}"
    early = api.post(f"{where}/answer", json={"by": "Dr. Lee", "text": "Left."})
    assert (early.status_code, early.json()["code"]) == (409, "state")
    released = api.post(f"{where}/release", json={"by": "Ann Smith"}).json()
    assert released["state"] == "released"
    assert released["events"][-1]["by"] == "Ann Smith (local)"
    assert api.post(f"{where}/remind", json={"by": "Ann Smith"}).status_code == 200
    assert api.post(f"{where}/remind", json={"by": "Ann Smith"}).status_code == 409
    told = {"by": "Dr. Lee", "text": "An MRI of 2026-01-02 came before.", "entry": entry}
    answered = api.post(f"{where}/answer", json=told).json()
    assert answered["state"] == "answered"
    assert answered["events"][-1]["text"] == told["text"]
    assert told["text"] in api.get(f"{V1}/notes/{entry}").json()["addenda"][0]["text"]
    assert api.get(where).json() == answered
    listed = api.get(f"{V1}/queries", params={"state": "answered", "note": question["note"]}).json()["questions"]
    assert listed == [answered]
    other = drafted.json()["questions"][1:]
    for one in other[:1]:
        assert api.post(f"{V1}/queries/{one['id']}/withdraw", json={"by": "Ann"}).json()["state"] == "withdrawn"


def test_questions_about_a_note_that_is_not_in_the_worklist(api: TestClient) -> None:
    made = api.post(f"{V1}/queries", json={"text": NOTE, "id": "visit-7"}).json()
    assert {one["note"] for one in made["questions"]} == {"visit-7"}
    closed = made["questions"][0]["id"]
    api.post(f"{V1}/queries/{closed}/release", json={"by": "Ann"})
    assert api.post(f"{V1}/queries/{closed}/no-response", json={"by": "Ann"}).json()["state"] == "no_response"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {}, 422),
        ("", {"entry": "0123456789abcdef"}, 404),
        ("", {"entry": "x", "text": "y"}, 422),
        ("/1/release", {"by": "Ann"}, 404),
        ("/0/release", {"by": "Ann"}, 422),
        ("/99999999999999999999/release", {"by": "Ann"}, 422),
        ("/x/release", {"by": "Ann"}, 422),
        ("/1/release", {}, 422),
        ("/1/release", {"by": ""}, 422),
        ("/1/answer", {"by": "Ann", "text": ""}, 422),
    ],
)
def test_questions_that_are_none(api: TestClient, path: str, body: Any, status: int) -> None:
    assert api.post(f"{V1}/queries{path}", json=body).status_code == status


@pytest.mark.parametrize("by", ["7", "\n", "Ann\u0000", "..."])
def test_names_that_are_none(api: TestClient, by: str) -> None:
    id = api.post(f"{V1}/queries", json={"text": NOTE, "id": "v"}).json()["questions"][0]["id"]
    api.post(f"{V1}/queries/{id}/release", json={"by": "Ann"})
    assert api.post(f"{V1}/queries/{id}/answer", json={"by": by, "text": "x"}).status_code == 422
