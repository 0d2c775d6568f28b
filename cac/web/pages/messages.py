"""Notes between coders."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from cac.web.who import Run, Writer
from cac.workbench import desk

router = APIRouter()


@router.post("/entries/{entry}/messages")
def say(
    run: Run, actor: Writer, entry: str, key: Annotated[str, Form()], text: Annotated[str, Form()] = ""
) -> Response:
    """Leave a message on an entry."""
    desk.say(run.store, actor, entry, text.replace("\r\n", "\n"), key)
    return RedirectResponse(f"/entries/{entry}?said=message#messages", 303)
