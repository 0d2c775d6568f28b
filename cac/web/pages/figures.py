"""Figures of what was decided, and the decisions themselves as files; for auditors."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cac.errors import Invalid, NotFound
from cac.web.templating import page
from cac.web.who import Reader, Run, Writer
from cac.workbench import export, figures

router = APIRouter()

_KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
_FEW = 30


@router.get("/figures")
def show(request: Request, run: Run, actor: Reader, since: str = "") -> Response:
    """The figures of finished notes, of all or of those finished on a day or later."""
    found = figures.figures(run.store, actor, _day(since))
    reasons = run.store.rules.reasons
    return page(
        request,
        "figures.html",
        actor,
        figures=found,
        since=since,
        labels={name: reasons[name].label if name in reasons else name for name in found.reasons},
        few=_FEW,
        percent=_percent,
        minutes=_minutes,
    )


@router.post("/figures/decisions.{kind}")
def decisions(run: Run, actor: Writer, kind: str) -> Response:
    """Every decision as a file; the log notes it."""
    if kind not in _KINDS:
        raise NotFound("kind", "Decisions are handed out as csv or jsonl.")
    rows = export.decision_rows(run.store, actor)
    text = io.StringIO(newline="")
    (export.write_csv if kind == "csv" else export.write_jsonl)(text, rows)
    named = f"attachment; filename=decisions-{datetime.now():%Y-%m-%d}.{kind}"
    data = text.getvalue().encode("utf-8", errors="replace")
    return Response(data, media_type=_KINDS[kind], headers={"Content-Disposition": named})


def _day(since: str) -> datetime | None:
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError:
        raise Invalid("since", "This is no day: write it as YYYY-MM-DD.") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}" if share in (0, 1) else f"{share:.1%}"


def _minutes(seconds: Any) -> str:
    """Seconds of work as people say them."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    return f"{whole} s" if whole < 90 else f"{whole // 60} min {whole % 60:02d} s"
