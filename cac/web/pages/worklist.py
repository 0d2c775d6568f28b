"""The worklist: what waits, who works on what, and what is done."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Conflict, Invalid, NotFound
from cac.records import Status
from cac.web.setup import Setup
from cac.web.templating import page
from cac.web.who import Reader, Run, Writer
from cac.workbench import worklist
from cac.workbench.records import Actor, Batch, EntryState

router = APIRouter()

_A_PAGE = 50
_STATES = get_args(EntryState)
_STATUSES = get_args(Status)
_SAID = {"none": "Nothing is left to claim here.", "finished": "That was the last note that waits for you."}
Words = Annotated[str, Form()]


@router.get("/worklist")
def show(
    request: Request,
    run: Run,
    actor: Reader,
    batch: int = 0,
    state: str = "",
    status: str = "",
    mine: str = "",
    after: int = 0,
    said: str = "",
) -> Response:
    """The worklist; ``batch`` is the number of a batch, from 1 in the order in which they came."""
    told = _SAID.get(said, "")
    return _page(request, run, actor, _Asked(batch, state, status, bool(mine), after), message=told)


@router.post("/worklist/next")
def next_one(run: Run, actor: Writer, key: Words, batch: Annotated[int, Form()] = 0) -> Response:
    """Claim the next open entry and open it."""
    chosen = _batch(worklist.batches(run.store, actor), batch)
    found = worklist.next_entry(run.store, actor, batch=chosen.name if chosen else None, key=key)
    where = (
        f"/entries/{found.id}" if found else f"/worklist?said=none&batch={batch}" if batch else "/worklist?said=none"
    )
    return RedirectResponse(where, 303)


@router.post("/worklist/{entry}/claim")
def claim(request: Request, run: Run, actor: Writer, entry: str) -> Response:
    """Claim an entry and open it; when somebody was faster, the worklist as it is now."""
    try:
        worklist.claim(run.store, actor, entry)
    except Conflict as error:
        return _page(request, run, actor, _Asked(), 409, error.message, bad=True)
    return RedirectResponse(f"/entries/{entry}", 303)


@router.post("/worklist/{entry}/release")
def release(request: Request, run: Run, actor: Writer, entry: str) -> Response:
    """Give an entry back."""
    try:
        worklist.release(run.store, actor, entry)
    except Conflict as error:
        return _page(request, run, actor, _Asked(), 409, error.message, bad=True)
    return RedirectResponse("/worklist", 303)


@router.post("/worklist/{entry}/reopen")
def reopen(request: Request, run: Run, actor: Writer, entry: str) -> Response:
    """Take a finished entry back into work."""
    try:
        worklist.reopen(run.store, actor, entry)
    except Conflict as error:
        return _page(request, run, actor, _Asked(), 409, error.message, bad=True)
    return RedirectResponse(f"/entries/{entry}", 303)


class _Asked:
    """Which entries are asked for."""

    def __init__(self, batch: int = 0, state: str = "", status: str = "", mine: bool = False, after: int = 0) -> None:
        if state not in ("", *_STATES) or status not in ("", *_STATUSES):
            raise Invalid("filter", "The worklist knows no such state: choose one of its list.")
        self.batch, self.state, self.status, self.mine, self.after = batch, state, status, mine, after

    def query(self, after: int) -> str:
        """The address of another page of the same list."""
        said = [("batch", self.batch), ("state", self.state), ("status", self.status), ("mine", int(self.mine))]
        return "/worklist?" + urlencode([*((name, value) for name, value in said if value), ("after", after)])


def _page(
    request: Request,
    run: Setup,
    actor: Actor,
    asked: _Asked,
    status: int = 200,
    message: str = "",
    *,
    bad: bool = False,
) -> Response:
    batches = worklist.batches(run.store, actor)
    chosen = _batch(batches, asked.batch)
    found = worklist.entries(
        run.store,
        actor,
        state=cast(Literal["open", "claimed", "finished"], asked.state) if asked.state else None,
        batch=chosen.name if chosen else None,
        status=asked.status,
        mine=asked.mine,
        after=asked.after,
        limit=_A_PAGE + 1,
    )
    shown = found[:_A_PAGE]
    return page(
        request,
        "worklist.html",
        actor,
        status,
        batches=batches,
        entries=shown,
        messages=worklist.messages(run.store, actor, [entry.id for entry in shown]),
        asked=asked,
        more=asked.query(shown[-1].position) if len(found) > len(shown) else "",
        first=asked.query(0) if asked.after else "",
        states=_STATES,
        statuses=_STATUSES,
        may_release=actor.role != "coder",
        new_key=lambda: secrets.token_urlsafe(16),
        told=message,
        bad=bad,
    )


def _batch(batches: tuple[Batch, ...], number: int) -> Batch | None:
    if number == 0:
        return None
    if not 1 <= number <= len(batches):
        raise NotFound("batch", "There is no such batch.")
    return batches[number - 1]
