"""One entry: the note with its proofs, the claim, what was decided."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cac.web.templating import page
from cac.web.who import Reader, Run
from cac.workbench import desk

router = APIRouter()


@router.get("/entries/{entry}")
def show(request: Request, run: Run, actor: Reader, entry: str) -> Response:
    """The screen of an entry."""
    return page(request, "entry.html", actor, desk=desk.show(run.store, actor, entry))
