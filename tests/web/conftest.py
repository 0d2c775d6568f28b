"""What the tests of the web share: an application on a store of its own, a served one, and a real browser.

A browser is that of the variable ``CAC_BROWSER``, else a Chromium on the path. Without one its tests skip, and fail
where ``CAC_REQUIRE_BROWSER=1`` asks for them.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac import Coder
from cac.lexicon.loader import load_lexicon
from cac.web.app import create_app
from cac.web.run import configured
from cac.web.setup import Setup
from cac.web.who import cookie_name
from cac.workbench import people
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL
from cac.workbench.settings import Settings
from cac.workbench.store import Store
from tests.workbench.conftest import Clock, copied

ROOT = Path(__file__).resolve().parents[2]
PORT = 8765
HERE = f"http://127.0.0.1:{PORT}"
PASSWORD = "correct horse battery"
NOTE = (ROOT / "sample_notes" / "tfesi_two_levels.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store, to be copied."""
    path = tmp_path_factory.mktemp("made") / "store.sqlite"
    open_store(str(path)).close()
    return path


@pytest.fixture
def settings() -> Settings:
    """Override it in a module that needs other settings."""
    return Settings()


@pytest.fixture
def clock() -> Clock | None:
    """Override it with ``Clock()`` in a module that moves the time; None is the time itself."""
    return None


@pytest.fixture
def store(
    tmp_path: Path, made_store: Path, settings: Settings, clock: Clock | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CAC_STORE", raising=False)
    copied(made_store, tmp_path / "store.sqlite")
    opened = open_store(str(tmp_path / "store.sqlite"), settings=settings, **({"clock": clock} if clock else {}))
    yield opened
    opened.close()


@pytest.fixture
def setup(store: Store, coder: Coder, tmp_path: Path) -> Setup:
    """One run of the server, with the real coder."""
    return Setup(store=store, coder=coder, lexicon=load_lexicon(), port=PORT, questions=tmp_path / "questions.sqlite")


@pytest.fixture
def app(setup: Setup) -> FastAPI:
    return create_app(setup)


@pytest.fixture
def visitor(app: FastAPI) -> Callable[[], TestClient]:
    """Browsers that nobody signed in with; they follow no redirect."""
    return lambda: TestClient(app, base_url=HERE, follow_redirects=False)


@pytest.fixture
def client(app: FastAPI, visitor: Callable[[], TestClient]) -> TestClient:
    """The browser of the one user of a workbench without accounts; it follows no redirect."""
    browser = visitor()
    answer = browser.get("/start", params={"code": app.state.sessions.one_time_code()})
    assert answer.status_code == 303
    return browser


@pytest.fixture
def signed_in(store: Store, visitor: Callable[[], TestClient]) -> Callable[..., TestClient]:
    """A browser of a new account: ``signed_in("ann")``, ``signed_in("eve", "auditor")``."""

    def sign(name: str, role: str = "coder") -> TestClient:
        people.add_user(store, LOCAL, name, role, PASSWORD)
        browser = visitor()
        data = {"name": name, "password": PASSWORD}
        answer = browser.post("/sign-in", data=data, headers={"Origin": HERE})
        assert answer.status_code == 303
        return browser

    return sign


@pytest.fixture
def api(setup: Setup, visitor: Callable[[], TestClient]) -> TestClient:
    """A program with the bearer token of the run."""
    program = visitor()
    program.headers["Authorization"] = f"Bearer {setup.token}"
    return program


def csrf(browser: TestClient, app: FastAPI) -> str:
    """What the forms of a browser's session send back."""
    import hmac

    setup: Setup = app.state.setup
    cookie = browser.cookies[cookie_name(setup)]
    return hmac.new(setup.token.encode(), b"csrf " + cookie.encode(), "sha256").hexdigest()


def key() -> str:
    """A fresh idempotency key."""
    return secrets.token_urlsafe(16)


class Served(NamedTuple):
    """A server that really listens."""

    url: str
    setup: Setup
    app: FastAPI

    def start(self) -> str:
        """An address that lets one browser in, once."""
        return f"{self.url}/start?code={self.app.state.sessions.one_time_code()}"


@pytest.fixture
def served(setup: Setup) -> Iterator[Served]:
    """The application behind a real server, in a thread; with its own store."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        setup.port = listening.getsockname()[1]
        app = create_app(setup)
        server = uvicorn.Server(configured(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started
        yield Served(f"http://127.0.0.1:{setup.port}", setup, app)
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def opened(browser: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """Open the workbench in a browser of its own, signed in: ``opened()``, ``opened("/entries/…", width=400)``.

    What a page should never do (an error of a script, a dialog, a request elsewhere, a refusal of the content policy)
    is an error at the end.
    """
    wrong: list[str] = []
    contexts: list[Any] = []

    def open_(path: str = "/", width: int = 1280, height: int = 900, **how: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith(served.url) else wrong.append(asked.url))
        page.on("console", lambda told: wrong.append(told.text) if "Content Security Policy" in told.text else None)
        page.goto(served.start())
        if path != "/":
            page.goto(served.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
