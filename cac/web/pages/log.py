"""The audit log, and its proof; for auditors."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cac.errors import Invalid
from cac.web.templating import page
from cac.web.who import Reader, Run
from cac.workbench import audit
from cac.workbench.chain import read_head

router = APIRouter()

_A_PAGE = 100


@router.get("/log")
def show(request: Request, run: Run, actor: Reader, before: str = "", verify: str = "", noted: str = "") -> Response:
    """Entries of the log, the newest first; with ``verify`` the proof of all of it, also by a head that was noted."""
    actor.need("audit")
    head = run.store.head()
    if before and not (before.isascii() and before.isdigit() and len(before) < 16):
        raise Invalid("before", "This is no number of an entry: open the log anew.")
    last = min(int(before) - 1, head.entries) if before else head.entries
    first = max(0, last - _A_PAGE)
    entries = audit.log(run.store, actor, after=first, limit=max(1, last - first)) if last > first else ()
    return page(
        request,
        "log.html",
        actor,
        head=head,
        entries=[(entry, _about(entry.subject)) for entry in reversed(entries)],
        older=entries[0].number if entries and entries[0].number > 1 else 0,
        newest=last >= head.entries,
        verdict=audit.verify(run.store, read_head(noted.strip()) if noted.strip() else None) if verify else None,
    )


def _about(subject: str) -> dict[str, Any]:
    """What an entry is about, without the digests that only the proof reads."""
    try:
        told = json.loads(subject)
    except (ValueError, RecursionError):
        return {}
    found = told if isinstance(told, dict) else {}
    return {name: value for name, value in found.items() if name != "digest" and value != ""}
