"""The application: guards around it, pages, API, static files."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cac import __version__
from cac.web.pages import entry, home, signing
from cac.web.sessions import Sessions
from cac.web.setup import Setup

_STATIC = Path(__file__).parent / "static"


def create_app(setup: Setup) -> FastAPI:
    """The whole application of a run."""
    app = FastAPI(title="cac", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.setup = setup
    app.state.sessions = Sessions(setup)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.include_router(signing.router, include_in_schema=False)
    app.include_router(home.router, include_in_schema=False)
    app.include_router(entry.router, include_in_schema=False)
    return app
