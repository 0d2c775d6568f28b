"""The application: guards around it, pages, API, static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cac import __version__
from cac.web import problems
from cac.web.api import routes
from cac.web.api.documented import document
from cac.web.api.worklist import health
from cac.web.guard import FORM_LIMITS, Guard
from cac.web.jobs import Jobs
from cac.web.pages import (
    decide,
    entry,
    figures,
    first,
    home,
    log,
    messages,
    people,
    questions,
    signing,
    worklist,
)
from cac.web.sessions import Sessions
from cac.web.setup import Setup

_NO_TELEMETRY: Any = dict.fromkeys(("auto_configure", "tracing", "metrics", "logs", "operation_spans"), False)
"""FastAPI would send traces and errors to where variables of the environment say."""

_PAGES = (
    signing,
    home,
    worklist,
    entry,
    decide,
    questions,
    messages,
    first,
    figures,
    log,
    people,
)
_STATIC = Path(__file__).parent / "static"


def create_app(setup: Setup) -> FastAPI:
    """The whole application of a run."""
    app = FastAPI(
        title="cac",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
        form_limits=FORM_LIMITS,
        telemetry=_NO_TELEMETRY,
    )
    app.add_middleware(Guard, port=setup.port)
    problems.install(app)
    app.state.setup = setup
    app.state.sessions = Sessions(setup)
    app.state.jobs = Jobs(setup)
    entry.listed_keys(setup)  # a wrong key in the settings is told at the start
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.include_router(routes.router)
    app.add_api_route("/health", health, include_in_schema=False)
    document(app)
    for part in _PAGES:
        app.include_router(part.router, include_in_schema=False)
    return app
