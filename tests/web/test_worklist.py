"""The worklist: who works on what, next, give back, reopen; two coders; second reviews; filters and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from cac.records import Note
from cac.web.setup import Setup
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.records import LOCAL, Actor, Wanted
from cac.workbench.settings import Settings
from tests.web.conftest import NOTE, csrf, key

SCRIPT = "<script>alert('x')</script>"
ANN, BEN = Actor(name="user:ann", role="coder"), Actor(name="user:ben", role="coder")


@pytest.fixture
def notes(setup: Setup) -> Callable[..., list[str]]:
    """Put notes into the worklist; the ids of their entries."""
    result = setup.code(Note(id="", text=NOTE))

    def put(*names: str, batch: str = "", **how: Any) -> list[str]:
        made = [intake.add(setup.store, LOCAL, Note(id=name, text=NOTE), result, batch=batch, **how) for name in names]
        return [entry.id for entry in made]

    return put


def finish(setup: Setup, actor: Actor, entry: str) -> None:
    worklist.claim(setup.store, actor, entry)
    shown = desk.show(setup.store, actor, entry)
    version = shown.entry.version
    for line in shown.undecided:
        version = decisions.decide(setup.store, actor, entry, version, Wanted(kind="accept", line=line), key()).number
    worklist.finish(setup.store, actor, entry, version)


def post(browser: TestClient, app: FastAPI, path: str, **data: Any) -> Any:
    return browser.post(path, data={"csrf": csrf(browser, app), **data})


def shown_names(page: Any) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/entries/\w+">([^<]*)</a>', page.text)


def test_an_empty_worklist_leads_to_where_notes_come_in(client: TestClient) -> None:
    page = client.get("/worklist")
    assert page.status_code == 200 and "The worklist is empty" in page.text


def test_batches_are_counted(client: TestClient, app: FastAPI, setup: Setup, notes: Callable[..., list[str]]) -> None:
    first, *_ = notes("a", "b", batch=SCRIPT)
    notes("single")
    finish(setup, LOCAL, first)
    page = client.get("/worklist")
    assert SCRIPT not in page.text and str(escape(SCRIPT)) in page.text
    assert "1 of 2" in page.text and "Single notes" in page.text


def test_next_claims_in_order_and_says_when_nothing_is_left(
    client: TestClient, app: FastAPI, notes: Callable[..., list[str]]
) -> None:
    made = [*notes("a", batch="one"), *notes("b", batch="two"), *notes("c", batch="one")]
    got = [post(client, app, "/worklist/next", key=key()).headers["location"]]
    got.append(post(client, app, "/worklist/next", key=key(), batch="1").headers["location"])
    assert got == [f"/entries/{made[0]}", f"/entries/{made[2]}"]
    none = post(client, app, "/worklist/next", key=key(), batch="1")
    assert "Nothing is left to claim" in client.get(none.headers["location"]).text
    same = key()
    twice = {post(client, app, "/worklist/next", key=same).headers["location"] for _ in range(2)}
    assert twice == {f"/entries/{made[1]}"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?batch=99", 404), ("?batch=-1", 404), ("?batch=x", 422), ("?state=lost", 422), ("?status=fine", 422),
        ("?after=-1", 422), ("?after=99999999999999999999", 422), ("?after=x", 422), ("?said=unknown", 200),
        ("?batch=0&state=&status=", 200), (f"?state={SCRIPT}", 422),
    ],
)  # fmt: skip
def test_a_list_that_is_none(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/worklist{query}")
    assert answer.status_code == status
    assert SCRIPT not in answer.text


def test_filters(client: TestClient, setup: Setup, notes: Callable[..., list[str]]) -> None:
    a, b, *_ = notes("a", "b", "c", batch="one")
    notes("d")
    finish(setup, LOCAL, a)
    worklist.claim(setup.store, ANN, b)
    for query, names in (
        ("", ["a", "b", "c", "d"]),
        ("?batch=1", ["a", "b", "c"]),
        ("?batch=2", ["d"]),
        ("?state=open", ["c", "d"]),
        ("?state=claimed", ["b"]),
        ("?state=finished&batch=1", ["a"]),
        ("?mine=1", ["a"]),
        (f"?status={setup.code(Note(id='', text=NOTE)).status}", ["a", "b", "c", "d"]),
        ("?status=error", []),
    ):
        assert shown_names(client.get(f"/worklist{query}")) == names, query


def test_pages_hold_every_note_once(client: TestClient, notes: Callable[..., list[str]]) -> None:
    names = [f"n{number:03}" for number in range(103)]
    notes(*names, batch="many")
    seen: list[str] = []
    where = "/worklist?batch=1&state=open"
    for _ in range(5):
        page = client.get(where)
        seen += shown_names(page)
        more = re.search(r'href="([^"]+)">More<', page.text)
        if not more:
            break
        where = more[1].replace("&amp;", "&")
    assert seen == names


def test_two_coders_never_take_the_same_note(
    signed_in: Callable[..., TestClient], app: FastAPI, notes: Callable[..., list[str]]
) -> None:
    ann, ben = signed_in("ann"), signed_in("ben")
    first, second = notes("a", "b")
    assert post(ann, app, f"/worklist/{first}/claim").status_code == 303
    late = post(ben, app, f"/worklist/{first}/claim")
    assert late.status_code == 409
    assert "Somebody else works on this entry" in late.text
    assert "ann works on it" in late.text and f'id="claim-{first}"' not in late.text  # as it is now
    assert post(ben, app, "/worklist/next", key=key()).headers["location"] == f"/entries/{second}"
    assert post(ben, app, f"/worklist/{first}/release").status_code == 403
    assert post(ann, app, f"/worklist/{first}/release").status_code == 303
    assert post(ann, app, f"/worklist/{first}/release").status_code == 409


def test_an_auditor_gives_back_and_reopens_what_others_left(
    signed_in: Callable[..., TestClient], app: FastAPI, setup: Setup, notes: Callable[..., list[str]]
) -> None:
    eve, ben = signed_in("eve", "auditor"), signed_in("ben")
    held, done = notes("a", "b")
    worklist.claim(setup.store, ANN, held)
    finish(setup, ANN, done)
    assert f"/worklist/{held}/release" in eve.get("/worklist").text
    assert f"/worklist/{held}/release" not in ben.get("/worklist").text
    assert post(eve, app, f"/worklist/{held}/release").status_code == 303
    assert post(ben, app, f"/worklist/{done}/reopen").status_code == 403
    assert post(eve, app, f"/worklist/{done}/reopen").status_code == 303
    again = post(eve, app, f"/worklist/{done}/reopen")
    assert again.status_code == 409 and "not finished" in again.text


@pytest.mark.parametrize("act", ["claim", "release", "reopen"])
@pytest.mark.parametrize("entry", ["0123456789abcdef", "x", "..", "0" * 300])
def test_an_entry_that_is_none(client: TestClient, app: FastAPI, act: str, entry: str) -> None:
    assert post(client, app, f"/worklist/{entry}/{act}").status_code == 404


@pytest.mark.parametrize("path", ["/worklist/next", "/worklist/{entry}/claim", "/worklist/{entry}/release"])
def test_a_form_of_another_page_changes_nothing(
    client: TestClient, setup: Setup, notes: Callable[..., list[str]], path: str
) -> None:
    (entry,) = notes("a")
    answer = client.post(path.format(entry=entry), data={"csrf": "0" * 64, "key": key()})
    assert answer.status_code == 403
    assert worklist.entries(setup.store, LOCAL)[0].state == "open"


class TestSecondReviews:
    """A sample of notes comes back for another coder, with the reason."""

    @pytest.fixture(params=["random", "risk"])
    def settings(self, request: pytest.FixtureRequest) -> Settings:
        return Settings(second_review=1.0) if request.param == "random" else Settings(risk_review=True)

    def test_they_are_marked_and_not_for_who_coded_first(
        self, signed_in: Callable[..., TestClient], app: FastAPI, setup: Setup
    ) -> None:
        text = "Procedure: SI joint injection, left. Consent was obtained. 1 mL of bupivacaine was injected."
        result = setup.code(Note(id="", text=text))
        entry = intake.add(setup.store, LOCAL, Note(id="note", text=text), result)
        risk = setup.store.settings.risk_review
        assert entry.sampled == ("risk" if risk else "random")
        finish(setup, ANN, entry.id)
        ann, ben = signed_in("ann"), signed_in("ben")
        second = next(one for one in worklist.entries(setup.store, LOCAL) if one.review_of)
        assert f"second coding, by {'risk' if risk else 'chance'}" in ben.get("/worklist").text
        own = post(ann, app, f"/worklist/{second.id}/claim")
        assert own.status_code == 409 and "You coded this note first" in own.text
        assert "said=none" in post(ann, app, "/worklist/next", key=key()).headers["location"]
        assert post(ben, app, f"/worklist/{second.id}/claim").status_code == 303


def test_messages_between_coders_are_told(
    setup: Setup, notes: Callable[..., list[str]], client: TestClient, app: FastAPI
) -> None:
    one, two, three = notes("first", "second", "third")
    assert "message" not in client.get("/worklist").text.partition('id="list"')[2]
    for entry, text in ((one, SCRIPT), (two, "left or right?"), (two, "left")):
        desk.say(setup.store, BEN, entry, text, key())
    told = client.get("/worklist").text
    rows = re.findall(r'<tr id="row-([0-9a-f]+)".*?</tr>', told, re.S)
    counts = [re.findall(r"(\d+ messages?)<", row) for row in re.findall(r'<tr id="row-.*?</tr>', told, re.S)]
    assert dict(zip(rows, counts, strict=True)) == {one: ["1 message"], two: ["2 messages"], three: []}
    assert "left or right" not in told and "alert" not in told
