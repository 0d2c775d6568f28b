"""Templates: every value is escaped, what is missing is an error, and each page knows who reads it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cac import __version__
from cac.workbench.records import RIGHTS, Actor

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates of the pages."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def page(request: Request, template: str, actor: Actor | None, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a part of one: ``csrf`` is what its forms send back, ``actor`` who is signed in."""
    from cac.web.who import csrf_of, setup_of  # they answer with pages themselves

    told = {
        "actor": actor,
        "rights": RIGHTS[actor.role] if actor else frozenset(),
        "csrf": csrf_of(request),
        "idle": setup_of(request).store.settings.idle_minutes * 60,
        "here": request.url.path if request.method == "GET" else "/",
        "program": __version__,
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(told), status)
