"""People and tokens, for administrators; for everybody with an account, her own password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Invalid, WorkbenchError
from cac.web.problems import problem_of
from cac.web.templating import page
from cac.web.who import Reader, Run, Writer, sessions_of
from cac.workbench import people, sessions, tokens
from cac.workbench.records import RIGHTS, Actor

router = APIRouter(prefix="/people")
Words = Annotated[str, Form()]

_SAID = {
    "added": "The user was added.",
    "disabled": "The user was disabled, and is signed out.",
    "enabled": "The user was enabled.",
    "password": "The password was set; the user is signed out.",
    "revoked": "The token was revoked.",
}


@router.get("")
def show(request: Request, run: Run, actor: Reader, said: str = "") -> Response:
    """Who may work here."""
    return _page(request, run, actor, told=_SAID.get(said, ""))


@router.post("/add")
def add(
    request: Request, run: Run, actor: Writer, name: Words = "", role: Words = "coder", password: Words = ""
) -> Response:
    """Make an account; the first one is an administrator's, for then nobody works without one any more."""
    actor.need("manage")
    try:
        if role != "administrator" and not sessions_of(request).with_accounts():
            raise Invalid("role", "The first account is that of an administrator: she adds the others.")
        people.add_user(run.store, actor, name, role, password)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error, name=name, role=role)
    return _done("added")


@router.post("/disable")
def disable(request: Request, run: Run, actor: Writer, name: Words = "") -> Response:
    """Disable an account."""
    return _set_disabled(request, run, actor, name, True)


@router.post("/enable")
def enable(request: Request, run: Run, actor: Writer, name: Words = "") -> Response:
    """Enable an account again."""
    return _set_disabled(request, run, actor, name, False)


@router.post("/password")
def password(request: Request, run: Run, actor: Writer, name: Words = "", password: Words = "") -> Response:
    """Set the password of somebody, who was locked out or forgot it."""
    actor.need("manage")
    try:
        people.set_password(run.store, actor, name, password)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error)
    return _done("password")


@router.post("/own-password")
def own_password(request: Request, run: Run, actor: Writer, old: Words = "", password: Words = "") -> Response:
    """Set one's own password; all sessions end, and one signs in with it."""
    name = actor.name.removeprefix("user:")
    try:
        if name == actor.name:
            raise Invalid("user", "Without accounts there is no password.")
        sessions.check_password(run.store, name, old)
        people.set_password(run.store, actor, name, password)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error)
    return RedirectResponse("/sign-in", 303)


@router.post("/tokens")
def make_token(request: Request, run: Run, actor: Writer, name: Words = "", role: Words = "coder") -> Response:
    """Make a token; this answer is the only one that shows it."""
    actor.need("manage")
    try:
        made = tokens.create_token(run.store, actor, name, role)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error, token_name=name, token_role=role)
    return _page(request, run, actor, made=made)


@router.post("/revoke")
def revoke(request: Request, run: Run, actor: Writer, name: Words = "") -> Response:
    """Revoke a token."""
    actor.need("manage")
    try:
        tokens.revoke_token(run.store, actor, name)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error)
    return _done("revoked")


def _set_disabled(request: Request, run: Run, actor: Actor, name: str, disabled: bool) -> Response:
    actor.need("manage")
    try:
        people.set_disabled(run.store, actor, name, disabled)
    except WorkbenchError as error:
        return _page(request, run, actor, error=error)
    return _done("disabled" if disabled else "enabled")


def _done(said: str) -> Response:
    return RedirectResponse(f"/people?said={said}", 303)


def _page(
    request: Request,
    run: Run,
    actor: Actor,
    *,
    told: str = "",
    error: WorkbenchError | None = None,
    made: str = "",
    name: str = "",
    role: str = "",
    token_name: str = "",
    token_role: str = "coder",
) -> Response:
    may = "manage" in RIGHTS[actor.role]
    accounts = sessions_of(request).with_accounts()
    problem = problem_of(error) if error else None
    return page(
        request,
        "people.html",
        actor,
        problem.status if problem else 200,
        told=problem.sentence if problem else told,
        bad=problem is not None,
        accounts=accounts,
        roles=tuple(RIGHTS),
        users=people.users(run.store, actor) if may else (),
        tokens=tokens.tokens(run.store, actor) if may else (),
        password_length=run.store.settings.password_length,
        made=made,
        name=name,
        role=role or ("coder" if accounts else "administrator"),
        token_name=token_name,
        token_role=token_role,
    )
