"""Who gets in, how long, and back to where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac.web.paths import same_site
from cac.web.setup import Setup
from cac.web.who import cookie_name
from cac.workbench import audit, people
from cac.workbench.records import LOCAL
from cac.workbench.store import Store
from tests.web.conftest import HERE, PASSWORD, csrf
from tests.workbench.conftest import Clock

Browsers = Callable[[], TestClient]
FROM_HERE = {"Origin": HERE}


@pytest.fixture
def clock() -> Clock:
    return Clock()


def code(app: FastAPI) -> str:
    return str(app.state.sessions.one_time_code())


def test_the_address_lets_one_browser_in_once(app: FastAPI, setup: Setup, visitor: Browsers) -> None:
    address = f"/start?code={code(app)}"
    first, second = visitor(), visitor()
    answer = first.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"cac_session_{setup.port}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert setup.token not in cookie + answer.headers["location"]
    assert first.get("/").status_code == 200
    again = second.get(address)
    assert again.status_code == 401
    assert "lets nobody in any more" in again.text
    assert second.get("/").headers["location"] == "/sign-in"
    assert first.get("/").status_code == 200, "who was let in stays in"


def test_the_address_dies_by_itself(app: FastAPI, visitor: Browsers, clock: Clock) -> None:
    address = f"/start?code={code(app)}"
    clock.on(minutes=6)
    assert visitor().get(address).status_code == 401


@pytest.mark.parametrize("given", ["", "x", "\u00e9", "%ff", "' or 1=1"])
def test_other_codes_let_nobody_in(app: FastAPI, visitor: Browsers, given: str) -> None:
    code(app)
    assert visitor().get("/start", params={"code": given}).status_code == 401


def test_it_locks_when_nobody_works_and_the_token_opens_it(
    app: FastAPI, setup: Setup, client: TestClient, clock: Clock
) -> None:
    for _ in range(3):  # working keeps it open
        clock.on(minutes=14)
        assert client.get("/alive").status_code == 204
    clock.on(minutes=16)
    away = client.get("/entries/0123456789abcdef")
    assert away.headers["location"] == "/sign-in?next=%2Fentries%2F0123456789abcdef"
    shown = client.get(away.headers["location"])
    assert "TOKEN=" in shown.text
    assert setup.token not in shown.text
    wrong = client.post("/sign-in", data={"token": "no", "next": "/"}, headers=FROM_HERE)
    assert wrong.status_code == 401
    data = {"token": f" {setup.token} ", "next": "/entries/0123456789abcdef"}
    back = client.post("/sign-in", data=data, headers=FROM_HERE)
    assert (back.status_code, back.headers["location"]) == (303, "/entries/0123456789abcdef")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("account", [False, True])
def test_a_session_ends_whatever_one_does(
    client: TestClient, signed_in: Callable[..., TestClient], clock: Clock, account: bool
) -> None:
    browser = signed_in("ann") if account else client
    for _ in range(71):  # of ten minutes: almost twelve hours
        clock.on(minutes=10)
        assert browser.get("/alive").status_code == 204
    clock.on(minutes=11)
    assert browser.get("/").headers["location"] == "/sign-in"


def test_a_new_password_asks_for_the_old_one_and_begins_no_session(
    app: FastAPI, store: Store, signed_in: Callable[..., TestClient]
) -> None:
    ann = signed_in("ann")
    assert _actions(store).count("user.signed_in") == 1
    data = {"csrf": csrf(ann, app), "password": "another long word"}
    for _ in range(4):
        assert ann.post("/people/own-password", data={**data, "old": "wrong"}).status_code == 401
    assert ann.post("/people/own-password", data={**data, "old": PASSWORD}).status_code == 303
    assert _actions(store).count("user.signed_in") == 1
    assert _actions(store).count("user.sign_in_failed") == 4
    assert _actions(store)[-1] == "user.password"


def _actions(store: Store) -> list[str]:
    return [one.action for one in audit.log(store, LOCAL)]


def test_too_many_wrong_tokens_lock_out(setup: Setup, visitor: Browsers, clock: Clock) -> None:
    browser = visitor()

    def attempt(token: str) -> int:
        return browser.post("/sign-in", data={"token": token}, headers=FROM_HERE).status_code

    assert [attempt("\u00e9") for _ in range(7)] == [401] * 5 + [429] * 2
    assert attempt(setup.token) == 429, "the right one does not help while it is locked"
    clock.on(minutes=16)
    assert attempt(setup.token) == 303


def test_signing_out_ends_the_session(app: FastAPI, setup: Setup, client: TestClient, visitor: Browsers) -> None:
    cookie = client.cookies[cookie_name(setup)]
    assert client.post("/sign-out", data={"csrf": "0" * 64}).status_code == 403
    assert client.get("/").status_code == 200
    answer = client.post("/sign-out", data={"csrf": csrf(client, app), "next": "/entries/1"})
    assert answer.headers["location"] == "/sign-in?next=%2Fentries%2F1"
    assert "cache" in answer.headers["clear-site-data"]
    thief = visitor()
    thief.cookies.set(cookie_name(setup), cookie)
    assert thief.get("/").status_code == 303


def test_accounts_count_at_once(app: FastAPI, store: Store, client: TestClient, visitor: Browsers) -> None:
    unused = code(app)
    people.add_user(store, LOCAL, "root", "administrator", PASSWORD)
    assert client.get("/").headers["location"] == "/sign-in", "the single user's session is over"
    assert visitor().get(f"/start?code={unused}").headers["location"] == "/sign-in"
    assert 'name="password"' in visitor().get("/sign-in").text


def test_an_account_signs_in_and_out(
    app: FastAPI, store: Store, signed_in: Callable[..., TestClient], clock: Clock
) -> None:
    ann = signed_in("ann")
    assert ann.get("/").status_code == 200
    clock.on(minutes=16)
    assert ann.get("/").headers["location"] == "/sign-in", "nobody worked"
    data = {"name": "Ann", "password": PASSWORD, "next": "/entries/5"}
    assert ann.post("/sign-in", data=data, headers=FROM_HERE).headers["location"] == "/entries/5"
    ann.post("/sign-out", data={"csrf": csrf(ann, app)})
    assert ann.get("/").status_code == 303
    assert audit.verify(store).whole


def test_too_many_wrong_passwords_lock_out(store: Store, visitor: Browsers) -> None:
    people.add_user(store, LOCAL, "ann", "coder", PASSWORD)
    browser = visitor()
    for name in ("ann", "nobody", "<script>alert(1)</script>"):
        for expected in [401] * 5 + [429]:
            answer = browser.post("/sign-in", data={"name": name, "password": "x"}, headers=FROM_HERE)
            assert answer.status_code == expected
            assert "<script>a" not in answer.text
        assert "Too many failures: try again in" in answer.text


def test_a_new_session_ends_the_one_before(
    store: Store, setup: Setup, signed_in: Callable[..., TestClient], visitor: Browsers
) -> None:
    ann = signed_in("ann")
    before = ann.cookies[cookie_name(setup)]
    ann.post("/sign-in", data={"name": "ann", "password": PASSWORD}, headers=FROM_HERE)
    other = visitor()
    other.cookies.set(cookie_name(setup), before)
    assert other.get("/").status_code == 303


def test_a_sign_in_from_nowhere_is_refused(setup: Setup, visitor: Browsers) -> None:
    assert visitor().post("/sign-in", data={"token": setup.token}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/", "/"),
        ("/entries/0a1b?x=1&y=%20", "/entries/0a1b?x=1&y=%20"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/%5c/evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/a\n", "/"),
        ("", "/"),
        ("entries", "/"),
        ("/.//evil", "/"),
        ("/start?code=x", "/"),
        ("/sign-in?next=/sign-in", "/"),
        ("/" + "a" * 600, "/"),
        ("/\t/evil.example", "/"),
    ],
)
def test_signing_in_leads_to_paths_of_this_site_alone(asked: str, leads: str, setup: Setup, visitor: Browsers) -> None:
    assert same_site(asked) == leads
    answer = visitor().post("/sign-in", data={"token": setup.token, "next": asked}, headers=FROM_HERE)
    assert answer.headers["location"] == leads


def test_the_first_account_is_an_administrators(
    app: FastAPI, store: Store, client: TestClient, visitor: Browsers
) -> None:
    def add(browser: TestClient, name: str, role: str, password: str = PASSWORD) -> tuple[int, str]:
        data = {"csrf": csrf(browser, app), "name": name, "role": role, "password": password}
        answer = browser.post("/people/add", data=data)
        return answer.status_code, answer.text

    assert "at this machine works as <em>local</em>" in client.get("/people").text
    assert add(client, "ann", "coder")[0] == 422
    status, text = add(client, "root", "administrator", "short")
    assert (status, PASSWORD in text, 'value="root"' in text) == (422, False, True)
    assert add(client, "root", "administrator")[0] == 303
    assert client.get("/people").headers["location"] == "/sign-in?next=%2Fpeople"

    root = visitor()
    root.post("/sign-in", data={"name": "root", "password": PASSWORD}, headers=FROM_HERE)
    assert add(root, "ann", "coder")[0] == 303
    assert add(root, "ann", "coder")[0] == 409
    status, text = add(root, "<script>alert(1)</script>", "coder")
    assert status == 422
    assert "<script>a" not in text
    assert "&lt;script&gt;" in text
    assert add(root, "eve", "queen")[0] == 422
    assert [user.name for user in people.users(store, LOCAL)] == ["ann", "root"]


def test_an_administrator_disables_resets_and_makes_tokens(
    app: FastAPI, store: Store, signed_in: Callable[..., TestClient], visitor: Browsers
) -> None:
    root, ann = signed_in("root", "administrator"), signed_in("ann")

    def post(browser: TestClient, path: str, **data: str) -> tuple[int, str]:
        answer = browser.post(f"/people/{path}", data={"csrf": csrf(browser, app), **data})
        return answer.status_code, answer.text

    for path in ("add", "disable", "enable", "password", "tokens", "revoke"):
        assert post(ann, path, name="root", password=PASSWORD, role="coder")[0] == 403, path
    shown = ann.get("/people").text
    assert "Your password" in shown
    assert "Add a user" not in shown

    assert post(root, "disable", name="root")[0] == 409, "the last administrator"
    assert post(root, "disable", name="ann")[0] == 303
    assert ann.get("/").headers["location"] == "/sign-in"
    assert post(root, "enable", name="ann")[0] == 303
    assert post(root, "password", name="ann", password="another long word")[0] == 303
    assert post(root, "password", name="nobody", password="another long word")[0] == 404
    data = {"name": "ann", "password": "another long word"}
    assert ann.post("/sign-in", data=data, headers=FROM_HERE).status_code == 303
    assert post(ann, "own-password", old="wrong", password=PASSWORD)[0] == 401
    assert post(ann, "own-password", old="another long word", password="short")[0] == 422
    assert post(ann, "own-password", old="another long word", password=PASSWORD)[0] == 303
    assert ann.get("/").headers["location"] == "/sign-in"

    status, text = post(root, "tokens", name="ehr", role="coder")
    assert status == 200
    token = text.partition('id="token-made">')[2].partition("<")[0]
    program = visitor()
    program.headers["Authorization"] = f"Bearer {token}"
    assert program.get("/api/v1/worklist").status_code == 200
    assert token not in root.get("/people").text, "it is shown once"
    assert post(root, "tokens", name="ehr", role="coder")[0] == 409
    assert post(root, "revoke", name="ehr")[0] == 303
    assert post(root, "revoke", name="ehr")[0] == 404
    assert program.get("/api/v1/worklist").status_code == 401
    assert audit.verify(store).whole
