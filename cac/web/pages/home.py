"""Where notes come in: pasted, dropped or picked; alone, many, or as the result of a batch."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from cac.errors import CacError, Forbidden, SignInError, StoreError
from cac.readers.text import checked
from cac.records import Note
from cac.web.jobs import Failure, Jobs, coded, store_one
from cac.web.problems import shown_again
from cac.web.setup import Setup
from cac.web.templating import page
from cac.web.upload import read_upload
from cac.web.visit import Visit, offered
from cac.web.who import Reader, Run, Writer
from cac.workbench import intake, worklist
from cac.workbench.checks import checked_key, checked_label
from cac.workbench.records import Actor

router = APIRouter()

_WAIT = 0.3
"""So many seconds a page waits for a job: a few notes are done by then, and no progress need be shown."""


def jobs_of(request: Request) -> Jobs:
    """The jobs of the run."""
    found: Jobs = request.app.state.jobs
    return found


AllJobs = Annotated[Jobs, Depends(jobs_of)]
Said = Annotated[Visit, Depends()]
Words = Annotated[str, Form()]


@router.get("/")
def home(request: Request, run: Run, actor: Reader) -> Response:
    """A place to paste, drop or pick notes, and how far the worklist is."""
    return _home(request, run, actor)


@router.post("/notes")
def paste(
    request: Request,
    run: Run,
    actor: Writer,
    visit: Said,
    key: Words,
    text: Words = "",
    name: Words = "",
    batch: Words = "",
    blind: Words = "",
) -> Response:
    """Code a pasted note and open it; what cannot be coded is shown again with the reason."""
    try:
        note = Note(id=checked_label(name.strip(), "name of the note"), text=checked(text), context=visit.context(run))
        made = intake.add(
            run.store, actor, note, coded(run, note), batch=batch.strip(), blind=bool(blind), claim=True, key=key
        )
    except (SignInError, Forbidden, StoreError):
        raise
    except CacError as error:
        form = {**visit.said, "text": text, "name": name, "batch": batch, "blind": blind}
        return _home(request, run, actor, shown_again(error), error.message, form)
    return RedirectResponse(f"/entries/{made.id}", 303)


@router.post("/files")
def files(
    request: Request,
    run: Run,
    actor: Writer,
    jobs: AllJobs,
    visit: Said,
    key: Words,
    files: Annotated[list[UploadFile] | None, File()] = None,
    batch: Words = "",
    blind: Words = "",
) -> Response:
    """Take files in: one note is opened, several become a batch."""
    form = {**visit.said, "batch": batch, "blind": blind}
    try:
        read = ((one.filename or "", one.file.read()) for one in files or ())
        given = read_upload(read, visit.context(run), run.lexicon.payers)
        named = checked_label(batch.strip(), "name of the batch")
        if len(given) == 1:
            made = store_one(run, actor, given[0], batch=named, blind=bool(blind))
            if isinstance(made, Failure):
                return _home(request, run, actor, 422, made.message, form)
            if made.state == "open":
                made = worklist.claim(run.store, actor, made.id)
            return RedirectResponse(f"/entries/{made.id}", 303)
        job = jobs.start(actor, given, named, bool(blind), checked_key(key))
    except (SignInError, Forbidden, StoreError):
        raise
    except CacError as error:
        return _home(request, run, actor, shown_again(error), error.message, form)
    job.ended.wait(_WAIT)
    return RedirectResponse(f"/intake/{job.id}", 303)


@router.get("/intake/{job}")
def progress(request: Request, run: Run, actor: Reader, jobs: AllJobs, job: str) -> Response:
    """How far an upload is."""
    found = jobs.get(actor, job)
    names = [one.name for one in worklist.batches(run.store, actor)]
    number = names.index(found.batch) + 1 if found.batch in names else 0
    return page(request, "intake.html", actor, job=found, number=number, key=secrets.token_urlsafe(16))


def _home(
    request: Request,
    run: Setup,
    actor: Actor,
    status: int = 200,
    problem: str = "",
    form: dict[str, Any] | None = None,
) -> Response:
    return page(
        request,
        "home.html",
        actor,
        status,
        batches=worklist.batches(run.store, actor),
        key=secrets.token_urlsafe(16),
        new_key=lambda: secrets.token_urlsafe(16),
        problem=problem,
        form=defaultdict(str, form or {}),
        offered=offered(run.lexicon, run),
    )
