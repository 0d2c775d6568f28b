"""The documentation of the API: what each route may answer, and the schema as a whole."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Header
from fastapi.openapi.utils import get_openapi

from cac import __version__
from cac.web.answers import PROBLEM
from cac.web.api.models import Problem

_WHY = {
    400: "The request cannot be read.",
    401: "The token is missing, unknown or revoked.",
    403: "The role does not allow it, or another site asked.",
    404: "There is no such thing.",
    405: "The address does not take this method.",
    409: "It does not fit what has happened since: look again. `code` tells what.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    421: "The host is not that of the workbench.",
    422: "What was asked is malformed, or cannot be done here. `code` tells what.",
    500: "An error in the program.",
    503: "The store cannot be used now.",
}
_ALWAYS = (403, 421, 500, 503)
_BODY = (400, 413, 415, 422)

ABOUT = """\
Code procedure notes, and work on them, from another program of this machine (docs/api.md).

Every request carries a bearer token; the cookie of a browser lets nobody in here. What a token may do is said by its
role: coder, auditor or administrator. Errors are `application/problem+json`.

What changes an entry names in `seen` the version of it that the asker saw; where it has changed since, the answer is
409 `stale`. With an `Idempotency-Key`, a request may be sent again after a lost answer: it is done once.
"""
TAGS = [
    {"name": "code", "description": "Code a note; nothing is kept."},
    {"name": "notes", "description": "Notes in the worklist, and what is decided on them."},
    {"name": "worklist", "description": "What is to be done."},
    {"name": "queries", "description": "Questions to providers: drafts, and what became of them."},
    {"name": "health", "description": "Whether it runs."},
]

NeedKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="A word of your own, fresh for each thing that is asked: sent again, it is done once.",
        pattern="^[A-Za-z0-9._:-]{8,100}$",
    ),
]
MayKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A word of your own, fresh for each thing that is asked: sent again, it is done once.",
        pattern="^[A-Za-z0-9._:-]{8,100}$",
    ),
]


def problems(*statuses: int, body: bool = False, token: bool = True) -> dict[int | str, dict[str, Any]]:
    """The errors of a route, for its documentation."""
    told = {*statuses, *_ALWAYS, *(_BODY if body else ()), *((401,) if token else ())}
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _WHY[status], "content": content} for status in sorted(told)}


def document(app: FastAPI) -> None:
    """Let ``app`` answer with a schema that tells of errors as they are."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title="cac", version=__version__, description=ABOUT, routes=app.routes, tags=TAGS, summary=_SUMMARY
            )
            schemas = made["components"]["schemas"]
            schemas["Problem"] = Problem.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]


_SUMMARY = "The workbench of cac, for other programs of this machine."
