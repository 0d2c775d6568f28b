"""In and out: the one-time address, the sign-in page, the lock, the sign-out."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Forbidden, SignInError
from cac.web.paths import same_site
from cac.web.problems import problem_of
from cac.web.templating import page
from cac.web.who import Reader, Run, check_csrf, cookie_name, csrf_of, sessions_of

router = APIRouter()


@router.get("/start")
def start(request: Request, run: Run, code: str = "") -> Response:
    """Let the browser in that the command opened."""
    sessions = sessions_of(request)
    if sessions.with_accounts():
        return RedirectResponse("/sign-in", 303)
    try:
        return _in(request, sessions.begin(code), "/")
    except SignInError as error:
        return _form(request, "/", error)


@router.get("/sign-in")
def ask(request: Request, next: str = "/") -> Response:
    """The page that asks for name and password, or for the token of the run."""
    return _form(request, next)


@router.post("/sign-in")
def sign_in(
    request: Request,
    run: Run,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Let somebody in, and lead back to where she was."""
    if "origin" not in request.headers:  # the guard proved that it is ours; without it nobody can tell
        raise Forbidden("cross_site", "Sign in from the page of the workbench.")
    sessions = sessions_of(request)
    try:
        made = sessions.sign_in(name, password) if sessions.with_accounts() else sessions.unlock(token)
    except SignInError as error:
        return _form(request, next, error)
    sessions.end(request.cookies.get(cookie_name(run), ""))
    return _in(request, made, same_site(next))


@router.post("/sign-out")
def sign_out(
    request: Request, run: Run, csrf: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    """End the session, also one that ended by itself; ``next`` is where signing in leads back to."""
    if csrf_of(request):
        check_csrf(request, csrf)
    sessions_of(request).end(request.cookies.get(cookie_name(run), ""))
    back = same_site(next)
    answer = RedirectResponse("/sign-in" if back == "/" else f"/sign-in?{urlencode({'next': back})}", 303)
    answer.delete_cookie(cookie_name(run), path="/", httponly=True, samesite="strict")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/alive")
def alive(actor: Reader) -> Response:
    """Somebody works on a page that asks for nothing: the session stays."""
    return Response(status_code=204)


def _in(request: Request, session: str, where: str) -> Response:
    answer = RedirectResponse(where, 303)
    name = cookie_name(request.app.state.setup)
    answer.set_cookie(name, session, httponly=True, samesite="strict", path="/")
    return answer


def _form(request: Request, next: str, error: SignInError | None = None) -> Response:
    """The sign-in page."""
    told = problem_of(error) if error else None
    accounts = sessions_of(request).with_accounts()
    status = told.status if told else 200
    return page(request, "sign-in.html", None, status, problem=told, accounts=accounts, next=same_site(next))
