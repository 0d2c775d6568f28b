"""What a coder does on the screen of an entry: decide, undo, claim, give back, finish, reopen; each is a plain form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, cast, get_args

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Conflict, Invalid
from cac.web.fields import line_of, whole_of
from cac.web.pages.entry import answer, keys_are_on, keys_cookie, listed_keys
from cac.web.problems import problem_of
from cac.web.setup import Setup
from cac.web.templating import page
from cac.web.who import Reader, Run, Writer
from cac.workbench import decisions, desk, worklist
from cac.workbench.checks import checked_key
from cac.workbench.records import Actor, Wanted

router = APIRouter()

Asked = Literal["accept", "edit", "refuse", "add", "delete"]
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
Field = Annotated[str, Form()]
Part = Annotated[str, Header()]


@router.post("/entries/{entry}/decisions")
def decide(
    request: Request,
    run: Run,
    actor: Writer,
    entry: str,
    kind: Field,
    line: Field,
    seen: Field,
    key: Field,
    code: Field = "",
    modifiers: Field = "",
    units: Field = "1",
    diagnoses: Field = "",
    reason: Field = "",
    comment: Field = "",
    evidence: Field = "",
    x_part: Part = "",
    x_cut: Part = "",
) -> Response:
    """Accept, edit, refuse, add or delete a line."""

    def do() -> None:
        wanted = Wanted(
            kind=_kind(kind),
            line=line,
            after=line_of(code, modifiers, units, diagnoses) if kind in ("edit", "add") else None,
            reason=reason,
            comment=comment,
            evidence=_spans(evidence),
        )
        decisions.decide(run.store, actor, entry, whole_of(seen), wanted, key)

    return _done(request, run, actor, entry, do, "decided", x_part, x_cut)


@router.post("/entries/{entry}/undo")
def undo(
    request: Request,
    run: Run,
    actor: Writer,
    entry: str,
    seen: Field,
    key: Field,
    decision: Field = "",
    x_part: Part = "",
    x_cut: Part = "",
) -> Response:
    """Take a decision back."""

    def do() -> None:
        decisions.undo(run.store, actor, entry, whole_of(seen), key, decision)

    return _done(request, run, actor, entry, do, "decided", x_part, x_cut)


@router.post("/entries/{entry}/claim")
def claim(request: Request, run: Run, actor: Writer, entry: str, x_part: Part = "", x_cut: Part = "") -> Response:
    """Take an entry to work on it."""
    return _done(request, run, actor, entry, lambda: worklist.claim(run.store, actor, entry), "claimed", x_part, x_cut)


@router.post("/entries/{entry}/release")
def release(request: Request, run: Run, actor: Writer, entry: str, x_part: Part = "", x_cut: Part = "") -> Response:
    """Give an entry back."""
    return _done(
        request, run, actor, entry, lambda: worklist.release(run.store, actor, entry), "released", x_part, x_cut
    )


@router.post("/entries/{entry}/reopen")
def reopen(request: Request, run: Run, actor: Writer, entry: str, x_part: Part = "", x_cut: Part = "") -> Response:
    """Take a finished entry back into work."""
    return _done(
        request, run, actor, entry, lambda: worklist.reopen(run.store, actor, entry), "reopened", x_part, x_cut
    )


@router.post("/entries/{entry}/finish")
def finish(request: Request, run: Run, actor: Writer, entry: str, seen: Field, key: Field) -> Response:
    """Finish an entry and take the next of its batch, else of all; the worklist where none is left."""
    try:
        checked_key(key)  # what is refused afterwards would leave the note finished
        done = worklist.finish(run.store, actor, entry, whole_of(seen))
        following = worklist.next_entry(run.store, actor, batch=done.batch, key=key)
        if following is None:
            following = worklist.next_entry(run.store, actor, key=f"{key[:90]}.all")
    except (Conflict, Invalid) as error:
        told = error.message
        if error.code == "undecided":
            told = _undecided(run, actor, entry)
        return answer(request, run, actor, entry, problem=told, status=problem_of(error).status)
    where = f"/entries/{following.id}?said=next" if following else "/worklist?said=finished"
    return RedirectResponse(where, 303)


@router.get("/keys")
def keys(request: Request, run: Run, actor: Reader) -> Response:
    """All keys, for browsers without script."""
    return page(request, "keys.html", actor, keys=listed_keys(run), keys_on=keys_are_on(request, run))


@router.post("/keys")
def switch_keys(run: Run, _actor: Writer, on: Field) -> Response:
    """Switch the single keys on or off in this browser (WCAG 2.1.4)."""
    done = RedirectResponse("/keys", 303)
    done.set_cookie(
        keys_cookie(run), "off" if on == "off" else "on", max_age=31_536_000, httponly=True, samesite="strict", path="/"
    )
    return done


def _done(
    request: Request,
    run: Setup,
    actor: Actor,
    entry: str,
    do: Callable[[], Any],
    said: str,
    part: str,
    cut: str,
) -> Response:
    """Do it, and show the entry as it is then; where it is refused, why, and the entry as somebody else left it."""
    known = cut if part else ""
    try:
        do()
    except (Conflict, Invalid) as error:
        told = error.message
        if error.code == "stale":
            told = (
                "Nothing was stored: this note was changed in another window or by somebody else. "
                "You see it now as it is; decide again."
            )
        return answer(request, run, actor, entry, problem=told, status=problem_of(error).status, known=known)
    if part:
        return answer(request, run, actor, entry, said=said, known=known)
    return RedirectResponse(f"/entries/{entry}?said={said}", 303)


def _undecided(run: Setup, actor: Actor, entry: str) -> str:
    """The lines that wait, by name."""
    shown = desk.show(run.store, actor, entry)
    open_ = [line.suggested for line in shown.lines if line.line in shown.undecided and line.suggested]
    named = ", ".join("-".join((line.code, *line.modifiers)) for line in open_)
    return f"Not finished: {named} {'waits' if len(open_) == 1 else 'wait'} for a decision. Accept, edit or refuse."


def _kind(kind: str) -> Asked:
    if kind not in get_args(Asked):
        raise Invalid("kind", "A decision is one of accept, edit, refuse, add and delete.")
    return cast(Asked, kind)


def _spans(evidence: str) -> tuple[tuple[int, int], ...]:
    found = [_SPAN.fullmatch(one) for one in evidence.split()]
    if not all(found):
        raise Invalid("evidence", "The evidence is no place in the note: select the words again.")
    return tuple((int(one[1]), int(one[2])) for one in found if one)
