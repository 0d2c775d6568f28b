"""One entry: the note with its proofs, the claim, what was decided."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from cac.web.extras import Extras, extras_of
from cac.web.setup import Setup
from cac.web.templating import page
from cac.web.who import Reader, Run
from cac.workbench import desk
from cac.workbench.records import Actor

router = APIRouter()


@router.get("/entries/{entry}")
def show(request: Request, run: Run, actor: Reader, entry: str) -> Response:
    """The screen of an entry."""
    return answer(request, run, actor, entry)


def answer(
    request: Request,
    run: Setup,
    actor: Actor,
    entry: str,
    *,
    problem: str = "",
    status: int = 200,
    extras: Extras | None = None,
) -> HTMLResponse:
    """The screen of an entry as it is now, or why something was not done (``problem``)."""
    shown = desk.show(run.store, actor, entry)
    return page(
        request,
        "entry.html",
        actor,
        status,
        desk=shown,
        entry=shown.entry,
        problem=problem,
        extras=extras or extras_of(run, actor, shown),
    )
