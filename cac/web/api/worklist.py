"""The worklist for programs, and whether the server runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from cac import __version__
from cac.web.answers import ascii_json
from cac.web.api.bearer import Program
from cac.web.api.documented import MayKey, problems
from cac.web.api.models import Health, NextIn, NextOut, Worklist
from cac.web.who import Run
from cac.workbench import people, worklist
from cac.workbench.records import EntryState

router = APIRouter()


@router.get("/worklist", response_model=Worklist, responses=problems(422), tags=["worklist"])
def entries(
    run: Run,
    actor: Program,
    state: Annotated[EntryState | None, Query(description="Only entries in this state.")] = None,
    batch: Annotated[str | None, Query(description="Only those of this batch.", max_length=200)] = None,
    mine: Annotated[bool, Query(description="Only those that the asker claimed or finished.")] = False,
    after: Annotated[int, Query(ge=0, lt=2**31, description="Only those behind this position.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000, description="At most so many.")] = 100,
) -> Response:
    """Entries in the order of the worklist."""
    found = worklist.entries(run.store, actor, state=state, batch=batch, mine=mine, after=after, limit=limit)
    more = found[-1].position if len(found) == limit else None
    return ascii_json(Worklist(entries=found, next=more).model_dump(mode="json"))


@router.post("/worklist/next", response_model=NextOut, responses=problems(409, body=True), tags=["worklist"])
def next_entry(run: Run, actor: Program, asked: NextIn | None = None, key: MayKey = None) -> Response:
    """Claim the first open entry that the asker may take."""
    found = worklist.next_entry(run.store, actor, batch=asked.batch if asked else None, key=key or "")
    return ascii_json(NextOut(entry=found).model_dump(mode="json"))


@router.get("/health", response_model=Health, responses=problems(token=False), tags=["health"])
def health(run: Run) -> Response:
    """Whether the server answers and its store can be read; needs no token. Also at `/health`."""
    people.any_users(run.store)
    return ascii_json(Health(version=__version__, rules=run.lexicon.version).model_dump(mode="json"))
