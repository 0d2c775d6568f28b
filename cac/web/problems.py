"""What went wrong, as one sentence: a page for a person, problem+json (RFC 9457) for a program.

Nothing here repeats what was sent: it may be a note, a name or a password.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from cac.errors import (
    CacError,
    Conflict,
    Forbidden,
    InputError,
    Invalid,
    NotFound,
    SignInError,
    StoreError,
    TableError,
)
from cac.web.answers import PROBLEM, ascii_json
from cac.web.paths import is_api, same_site
from cac.web.templating import page

_KINDS: tuple[tuple[type[CacError], int], ...] = (
    (Invalid, 422),
    (Conflict, 409),
    (NotFound, 404),
    (Forbidden, 403),
    (SignInError, 401),
    (StoreError, 503),
    (TableError, 503),
    (InputError, 422),
)
_CODES = {
    (SignInError, "locked_out"): 429,
    (InputError, "too_large"): 413,
    (InputError, "unknown"): 404,
    (InputError, "state"): 409,
    (InputError, "not_compliant"): 409,
    (InputError, "store"): 503,
}
_SENTENCES = {
    400: ("malformed", "The request cannot be read: send it again as the documentation says."),
    404: ("unknown", "There is nothing at this address."),
    405: ("method", "This address does not take this method."),
    413: ("too_large", "What was sent is too large."),
    415: ("media_type", "This address does not take this kind of content."),
}
_WRONG = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "model_attributes_type": "is no JSON object",
    "string_type": "is no text",
    "string_unicode": "holds half characters (surrogates)",
    "string_too_long": "is too long",
    "string_too_short": "is too short",
    "literal_error": "is none of its words",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "int_type": "is no whole number",
    "int_parsing": "is no whole number",
    "int_from_float": "is no whole number",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "list_type": "is no list",
    "tuple_type": "is no list",
    "too_long": "has too many items",
}


class Problem(NamedTuple):
    """A status, a stable word, and one sentence; ``headers`` go with the answer."""

    status: int
    code: str
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()


def shown_again(error: CacError) -> int:
    """The status of a form that is shown again with its error: 409 for what changed meanwhile, 422 for the rest."""
    return 409 if isinstance(error, Conflict) else 422


def problem_of(error: Exception) -> Problem:
    """The problem that an error is; an unknown one is told without its words."""
    if isinstance(error, CacError):
        kind, status = next(((kind, status) for kind, status in _KINDS if isinstance(error, kind)), (CacError, 500))
        status = _CODES.get((kind, error.code), status)
        headers = (("WWW-Authenticate", "Bearer"),) if status == 401 else ()
        return Problem(status, error.code, error.message, headers)
    if isinstance(error, RequestValidationError):
        if error.errors()[0]["type"] == "json_invalid":
            return Problem(400, "malformed", "The body is no JSON.")
        return Problem(422, "invalid", _invalid(error))
    if isinstance(error, HTTPException):
        code, sentence = _SENTENCES.get(error.status_code, ("refused", "This cannot be done."))
        return Problem(error.status_code, code, sentence, tuple((error.headers or {}).items()))
    return Problem(500, "internal", "An error in the program: nothing of what was sent is shown here.")


def answer(request: Request, problem: Problem) -> Response:
    """The answer to a request that failed, in the form that whoever asked can read."""
    if is_api(request.url.path):
        return problem_json(problem)
    if request.headers.get("x-part") == "1":
        shown = page(request, "problem-part.html", None, problem.status, problem=problem)
    elif problem.code == "expired" and request.method == "GET":
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        asked = same_site(path)
        return RedirectResponse("/sign-in" + (f"?{urlencode({'next': asked})}" if asked != "/" else ""), 303)
    else:
        actor = getattr(request.state, "actor", None)
        shown = page(request, "problem.html", actor, problem.status, problem=problem)
    for name, value in problem.headers:
        if name.lower() != "www-authenticate":  # a browser would ask for a password of its own
            shown.headers[name] = value
    return shown


def problem_json(problem: Problem) -> Response:
    """A problem for a program."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.sentence,
        "code": problem.code,
    }
    return ascii_json(body, problem.status, dict(problem.headers), media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Answer all that is raised with problems."""

    def handle(request: Request, error: Exception) -> Response:
        return answer(request, problem_of(error))

    for kind in (CacError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, handle)


def _invalid(error: RequestValidationError) -> str:
    """One sentence on the first thing that is wrong: the name of a field of ours, never what stood in it."""
    first = error.errors()[0]
    wrong = _WRONG.get(first["type"], "is not as the documentation says")
    place = [part for part in first["loc"][1:] if isinstance(part, str)]
    if first["type"] == "extra_forbidden":
        return "A field is not known here: see the documentation."
    if not place:
        return f"The body {wrong}."
    return f"The field {'.'.join(place)} {wrong}."
