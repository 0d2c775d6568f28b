"""Serve the application until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from cac.web.app import create_app
from cac.web.sessions import Sessions
from cac.web.setup import Setup
from cac.web.templating import environment

_WARM = "PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy.\n"
_GRACE = 5  # seconds that requests have to end in
_MOST_AT_ONCE = 64  # connections; a browser opens six, and who opens more than all of these is told to wait (503)


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._listening()


def serve(setup: Setup, on: socket.socket, listening: Callable[[str], None]) -> None:
    """Answer what comes in at a socket, until a signal ends it, which is raised again then.

    Args:
        setup: what the run has.
        on: a bound socket.
        listening: is called when requests are answered, with the address that the browser is to open: it lets one in,
            once; with accounts it is the front page.
    """
    app = create_app(setup)
    sessions: Sessions = app.state.sessions
    _warm(setup)

    def told() -> None:
        where = f"http://127.0.0.1:{setup.port}/"
        listening(where if sessions.with_accounts() else f"{where}start?code={sessions.one_time_code()}")

    _Server(configured(app), told).run(sockets=[on])


def configured(app: FastAPI) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=_MOST_AT_ONCE,
    )


def _warm(setup: Setup) -> None:
    """Do once what is slow only the first time, so that the first note does not wait for it."""
    setup.coder.code(_WARM)
    for name in environment().list_templates():
        environment().get_template(name)
