"""Hostile requests: other hosts, other sites, too much, too odd; and what every answer says to the browser."""

from __future__ import annotations

import contextlib
import http.client
import importlib
import json
import pkgutil
import re
import socket
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.formparsers import MultiPartParser

from cac.web import guard, pages
from cac.web.app import create_app
from cac.web.setup import Setup
from cac.web.who import cookie_name
from cac.workbench import intake, worklist
from cac.workbench.records import LOCAL
from tests.web.conftest import HERE, NOTE, PORT, ROOT, Served, csrf, key
from tests.workbench.conftest import note, result

Browsers = Callable[[], TestClient]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (f"127.0.0.1:{PORT}", 200),
        (f"localhost:{PORT}", 200),
        (f"LOCALHOST:{PORT}", 200),
        (f"[::1]:{PORT}", 200),
        ("127.0.0.1", 421),
        (f"127.0.0.1:{PORT + 1}", 421),
        (f"evil.example:{PORT}", 421),
        (f"127.0.0.1.evil.example:{PORT}", 421),
        (f"localhost.:{PORT}", 421),
        (f"evil@127.0.0.1:{PORT}", 421),
        (f"0.0.0.0:{PORT}", 421),
        (f"2130706433:{PORT}", 421),
        ("", 421),
    ],
)
def test_only_this_host(visitor: Browsers, host: str, status: int) -> None:
    for path in ("/sign-in", "/health", "/static/base.css"):
        assert visitor().get(path, headers={"Host": host}).status_code == status, path


def test_two_hosts_are_none(visitor: Browsers) -> None:
    headers = [("Host", f"127.0.0.1:{PORT}"), ("Host", "evil.example")]
    assert visitor().get("/health", headers=headers).status_code == 421


FOREIGN: list[dict[str, str]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"https://127.0.0.1:{PORT}"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": f"http://localhost:{PORT}"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_another_site_asks_is_not_done(
    app: FastAPI, setup: Setup, client: TestClient, headers: dict[str, str]
) -> None:
    """Also with the cookie and the right word of a form."""
    data = {"csrf": csrf(client, app), "text": NOTE, "key": key(), "token": setup.token, "name": "x", "batch": ""}
    for path in ("/notes", "/sign-in", "/sign-out", "/people/add", "/worklist/next"):
        assert client.post(path, data=data, headers=headers).status_code == 403, path
    assert worklist.entries(setup.store, LOCAL) == ()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_site_cannot_use_the_api(api: TestClient, headers: dict[str, str]) -> None:
    answer = api.post("/api/v1/code", json={"text": NOTE}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_another_site_cannot_even_look(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/", headers=headers).status_code == status


def test_the_api_takes_no_cookie(client: TestClient) -> None:
    for method, path in (("GET", "worklist"), ("POST", "code"), ("POST", "notes"), ("GET", "queries")):
        body: Any = {"json": {"text": NOTE}} if method == "POST" else {}
        answer = client.request(method, f"/api/v1/{path}", **body)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_write_without_the_word_of_its_page_is_refused(setup: Setup, client: TestClient) -> None:
    for given in ("", "0" * 64, "\u00e9", "\ud7ff", "x" * 10_000):
        data = {"text": NOTE, "key": key()}
        assert client.post("/notes", data={**data, "csrf": given}).status_code == 403
        if given.isascii():
            assert client.post("/notes", data=data, headers={"X-CSRF": given}).status_code == 403
    assert worklist.entries(setup.store, LOCAL) == ()


def test_the_word_of_another_session_does_not_fit(app: FastAPI, client: TestClient, visitor: Browsers) -> None:
    other = visitor()
    other.get("/start", params={"code": app.state.sessions.one_time_code()})
    data = {"text": NOTE, "key": key(), "csrf": csrf(other, app)}
    assert client.post("/notes", data=data).status_code == 403


def test_every_page_that_writes_wants_the_word(app: FastAPI, client: TestClient, setup: Setup) -> None:
    """Also those that are added later: no POST of a page answers 2xx or 3xx without it."""
    entry = intake.add(setup.store, LOCAL, note(), result(), claim=True).id
    names = [module.name for module in pkgutil.iter_modules(pages.__path__)]
    routes = [one for name in names for one in importlib.import_module(f"cac.web.pages.{name}").router.routes]
    paths = [route.path for route in routes if "POST" in route.methods and route.path != "/sign-in"]
    assert len(paths) > 20
    for path in paths:
        address = re.sub(r"\{entry[^}]*\}", entry, path)
        address = re.sub(r"\{[^}]*\}", "1", address)
        data = {"key": key(), "seen": "2", "text": "x", "name": "x", "role": "coder", "author": "x"}
        assert client.post(address, data=data).status_code in (403, 422), path
    assert client.get("/").status_code == 200


ASKED = [
    ("GET", "/"),
    ("GET", "/sign-in"),
    ("GET", "/health"),
    ("GET", "/static/base.css"),
    ("GET", "/nothing"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/worklist"),
    ("GET", "/entries/0123456789abcdef"),
    ("PUT", "/notes"),
    ("POST", "/notes"),
    ("GET", "/start?code=x"),
]


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_every_answer_says_what_the_browser_may_do(
    client: TestClient, visitor: Browsers, method: str, path: str
) -> None:
    for browser in (client, visitor()):
        check_headers(path, browser.request(method, path).headers)


def check_headers(path: str, headers: Any) -> None:
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/static/", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/..%2fapp.py", 404),
        ("GET", "/static//etc/passwd", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/static/" + "a" * 5_000, 404),
        ("GET", "/entries/" + "a" * 5_000, 404),
        ("GET", "/entries/%00", 404),
        ("GET", "/entries/\u00e9", 404),
        ("GET", "/entries/%ff", 404),
        ("PUT", "/", 405),
        ("DELETE", "/entries/1", 405),
        ("OPTIONS", "/", 405),
        ("TRACE", "/", 405),
        ("PROPFIND", "/", 405),
        ("GET", "/notes", 405),
    ],
)
def test_what_is_not_there_is_told_plainly(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text
    if status == 405:
        assert answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "content", "kind", "status"),
    [
        ("/notes", b"x" * (guard.MOST_FORM + 1), "application/x-www-form-urlencoded", 413),
        ("/notes", b"x" * 100, "text/plain", 415),
        ("/notes", b"x" * 100, "", 415),
        ("/notes", b"{}", "application/json", 415),
        ("/notes", b"x" * 100, "multipart/form-data", 400),
        ("/notes", b"--b\r\nbroken", "multipart/form-data; boundary=b", 403),
        ("/notes", b"&".join(b"a%d=1" % n for n in range(1_200)), "application/x-www-form-urlencoded", 400),
        ("/notes", b"text=%ff%fe&key=\xff\x00", "application/x-www-form-urlencoded", 403),
        ("/api/v1/code", b"x" * (guard.MOST_JSON + 1), "application/json", 413),
        ("/api/v1/code", b"text=x", "application/x-www-form-urlencoded", 415),
        ("/api/v1/code", b"{}", "application/jsonx", 415),
        ("/api/v1/code", b"{}", "", 415),
        ("/api/v1/code", b"", "application/json", 422),
        ("/api/v1/code", b"{", "application/json", 400),
        ("/api/v1/code", b"\xff\xfe", "application/json", 400),
        ("/api/v1/code", b"[" * 200_000, "application/json", 400),
        ("/api/v1/code", b'{"a":' * 100_000, "application/json", 400),
        ("/api/v1/code", b'{"text": ' + b"9" * 6_000 + b"}", "application/json", 400),
        ("/api/v1/code", b'{"text": NaN}', "application/json", 422),
        ("/api/v1/code", b'"' + EVIL.encode() + b'"', "application/json", 400),
        ("/api/v1/code", json.dumps({EVIL: "x", "text": "x"}).encode(), "application/json", 422),
        ("/api/v1/code", json.dumps({"text": [EVIL]}).encode(), "application/json", 422),
        ("/api/v1/code", json.dumps({"text": "x", "payer": EVIL}).encode(), "application/json", 422),
        ("/api/v1/code", json.dumps({"text": "x", "date_of_service": EVIL}).encode(), "application/json", 422),
        ("/api/v1/code", json.dumps({"text": "x", "payer": "\ud800"}).encode(), "application/json", 422),
    ],
)
def test_bodies_that_are_none(
    client: TestClient, api: TestClient, path: str, content: bytes, kind: str, status: int
) -> None:
    answer = (api if path.startswith("/api") else client).post(
        path, content=content, headers={"Content-Type": kind} if kind else {}
    )
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "alert(1)" not in answer.text, "what was sent is not repeated"
    if path.startswith("/api"):
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert set(told) == {"type", "title", "status", "detail", "code"}
        assert told["status"] == status


@pytest.mark.parametrize("path", ["/notes", "/api/v1/code"])
def test_a_body_that_does_not_say_how_long_it_is(client: TestClient, api: TestClient, path: str) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while taken < guard.MOST_JSON + (1 << 21):
            taken += 1 << 20
            yield b"a" * (1 << 20)

    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    answer = (api if path.startswith("/api") else client).post(path, content=endless(), headers={"Content-Type": kind})
    assert answer.status_code == 413


def test_nobody_sends_much(visitor: Browsers, client: TestClient, api: TestClient) -> None:
    """Without a session or a token, and where one signs in or out; 413 before anything is read."""
    form, long = "application/x-www-form-urlencoded", b"a=" + b"x" * guard.MOST_FROM_NOBODY
    asked = [
        (visitor(), "/notes", form, True),
        (visitor(), "/api/v1/code", "application/json", True),
        (client, "/sign-in", form, True),
        (client, "/sign-out", form, True),
        (client, "/notes", form, False),
        (api, "/api/v1/code", "application/json", False),
    ]
    for browser, path, kind, refused in asked:
        headers = {"Content-Type": kind, "Origin": HERE}
        for content in (long, iter([long])):
            status = browser.post(path, content=content, headers=headers).status_code
            assert (status == 413) is refused, (path, status)
    assert (
        visitor().post("/sign-in", content=b"token=x", headers={"Content-Type": form, "Origin": HERE}).status_code
        == 401
    )


def test_only_so_many_connections_are_taken(served: Served) -> None:
    address = ("127.0.0.1", served.setup.port)
    with contextlib.ExitStack() as held:
        for _ in range(80):
            held.enter_context(socket.create_connection(address, timeout=10))
        assert httpx.get(f"{served.url}/health", timeout=10).status_code == 503
    for _ in range(200):
        if httpx.get(f"{served.url}/health", timeout=10).status_code == 200:
            break
        time.sleep(0.05)
    assert httpx.get(f"{served.url}/health", timeout=10).status_code == 200


def test_a_false_length(served: Served) -> None:
    """A server that really listens; the length says less, more, or nothing that is one."""
    for length in ("-1", "1e3", "99999999999999999999", str(guard.MOST_FORM + 1), "\u0663"):
        connection = http.client.HTTPConnection("127.0.0.1", served.setup.port, timeout=10)
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", length.encode("utf-8").decode("latin-1"))
        connection.endheaders()
        assert connection.getresponse().status in (400, 413), length
        connection.close()


@pytest.mark.parametrize("more", [0, 30 << 20])
def test_who_sends_too_much_is_told_so(served: Served, more: int) -> None:
    """With a length and without, also to a client that sends everything before it reads the answer."""
    body = b"x" * (guard.MOST_FORM + 1 + more)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (body, iter([body[: 1 << 20]] * (len(body) >> 20) + [b"x" * (1 << 20)])):
        answer = httpx.post(f"{served.url}/notes", content=content, headers=kind, timeout=20)
        assert answer.status_code == 413
        assert "too large" in answer.text
    with socket.create_connection(("127.0.0.1", served.setup.port), timeout=20) as raw:
        head = (
            f"POST /notes HTTP/1.1\r\nHost: 127.0.0.1:{served.setup.port}\r\nContent-Type: {kind['Content-Type']}\r\n"
        )
        raw.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
        raw.sendall(body)
        assert b" 413 " in raw.recv(100)


def test_headers_without_end(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.setup.port), timeout=10) as raw:
        raw.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served.setup.port}\r\nX: ".encode() + b"a" * 300_000)
        assert b" 400 " in raw.recv(100)


def test_no_uploaded_file_touches_the_disk(monkeypatch: pytest.MonkeyPatch, app: FastAPI, client: TestClient) -> None:
    assert MultiPartParser.spool_max_size > guard.MOST_FILES
    import tempfile

    def on_disk(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file on the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", on_disk)
    text = ("History and physical, nothing was done. " * 60_000)[:2_000_000]
    files = [("files", (f"note{number}.txt", text, "text/plain")) for number in range(3)]
    data = {"csrf": csrf(client, app), "key": key()}
    assert client.post("/notes/files", data=data, files=files).status_code in (200, 303, 404, 405)


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
def test_an_error_in_the_program_tells_nothing(setup: Setup, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(setup)

    @app.get(path)
    def broken() -> None:
        raise RuntimeError("Zyxwvuta Quibblesnort, L4-5")

    answer = TestClient(app, base_url=HERE).get(path)
    assert answer.status_code == 500
    assert "An error in the program" in answer.text
    told = answer.text + "".join(capsys.readouterr()) + str(answer.headers)
    assert "Quibblesnort" not in told
    assert "RuntimeError in " in told
    assert answer.headers["content-security-policy"]


def test_names_full_of_script_are_words(app: FastAPI, setup: Setup, client: TestClient, api: TestClient) -> None:
    entry = intake.add(
        setup.store, LOCAL, note(EVIL, EVIL + "\nL4-5 L5-S1"), result_of_nothing(), batch=EVIL, claim=True
    )
    for path in ("/", "/worklist", f"/entries/{entry.id}", f"/sign-in?next={EVIL}", "/people"):
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
    shown = api.get(f"/api/v1/notes/{entry.id}")
    assert shown.headers["content-type"] == "application/json"
    assert shown.json()["entry"]["name"] == EVIL


def result_of_nothing() -> Any:
    from cac.records import Result

    return Result(status="review", version="cac 0.1.0, rules abc")


def test_no_script_or_style_stands_in_a_page() -> None:
    """The content policy would refuse it; it is not even written."""
    templates = sorted((ROOT / "cac" / "web" / "templates").rglob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\son(click|load|error|change|submit|input|key\w+|mouse\w+|focus|blur|toggle)\s*=", text
        ), path.name
        assert not re.search(r"\sstyle\s*=|<style", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name
        assert not re.search(r"https?://", text), path.name
        assert "|safe" not in text.replace(" ", ""), path.name
        assert "autoescape" not in text, path.name


def test_scripts_keep_nothing_and_make_no_markup_of_words() -> None:
    scripts = sorted((ROOT / "cac" / "web" / "static").rglob("*.js"))
    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        for word in (
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "document.cookie",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "http://",
            "https://",
        ):
            assert word not in text.replace("http://www.w3.org/", ""), f"{path.name}: {word}"


def test_the_cookie_is_that_of_the_port(setup: Setup) -> None:
    assert cookie_name(setup) == f"cac_session_{PORT}"
