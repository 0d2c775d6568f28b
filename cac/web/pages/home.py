"""Where notes come in, and the worklist."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.readers.text import checked
from cac.records import Note
from cac.web.templating import page
from cac.web.who import Reader, Run, Writer
from cac.workbench import intake, worklist

router = APIRouter()


@router.get("/")
def home(request: Request, run: Run, actor: Reader) -> Response:
    """The worklist, and a place to paste a note."""
    return page(request, "home.html", actor, entries=worklist.entries(run.store, actor), key=secrets.token_urlsafe(16))


@router.post("/notes")
def paste(run: Run, actor: Writer, text: Annotated[str, Form()], key: Annotated[str, Form()]) -> Response:
    """Code a pasted note and open it."""
    note = Note(id="", text=checked(text))
    made = intake.add(run.store, actor, note, run.code(note), claim=True, key=key)
    return RedirectResponse(f"/entries/{made.id}", 303)
