"""Blind mode: what the coder finds herself, before the suggestion is shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Conflict, Invalid
from cac.records import BilledLine
from cac.web.extras import FIRST_ROWS, extras_of
from cac.web.fields import line_of, whole_of
from cac.web.pages.entry import answer
from cac.web.problems import shown_again
from cac.web.who import Run, Writer
from cac.workbench import desk

router = APIRouter()
Words = Annotated[str, Form()]
Column = Annotated[list[str] | None, Form()]
_FIELDS = ("code", "modifiers", "units", "diagnoses")


@router.post("/entries/{entry}/first")
def code_first(
    request: Request,
    run: Run,
    actor: Writer,
    entry: str,
    seen: Words,
    code: Column = None,
    modifiers: Column = None,
    units: Column = None,
    diagnoses: Column = None,
    nothing: Words = "",
    more: Words = "",
) -> Response:
    """Keep the coder's own lines, then show the suggestion; what cannot be kept is shown again with the reason."""
    columns = [column or [] for column in (code, modifiers, units, diagnoses)]
    given = [dict(zip(_FIELDS, row, strict=False)) for row in zip(*columns, strict=False)]
    rows = [row for row in given if any(row[name].strip() for name in ("code", "modifiers", "diagnoses"))]
    problem, status = "", 200
    try:
        if len({len(column) for column in columns}) > 1:
            raise Invalid("line", "This page is broken: load it again.")
        if not more:
            desk.code_first(run.store, actor, entry, whole_of(seen), _lines(rows, bool(nothing)))
            return RedirectResponse(f"/entries/{entry}?said=coded", 303)
    except (Conflict, Invalid) as error:
        problem, status = error.message, shown_again(error)
    shown = desk.show(run.store, actor, entry)
    extras = extras_of(run, actor, shown, rows, len(given) + FIRST_ROWS if more else len(given))
    return answer(request, run, actor, entry, problem=problem, status=status, extras=extras)


def _lines(rows: list[dict[str, str]], nothing: bool) -> list[BilledLine]:
    if nothing and rows:
        raise Invalid("line", "Either nothing is billed, or the lines are: untick the one or empty the others.")
    if not rows and not nothing:
        raise Invalid("line", "Write at least one line, or tick that nothing is billed.")
    return [_line(number, row) for number, row in enumerate(rows, 1)]


def _line(number: int, row: dict[str, str]) -> BilledLine:
    if not row["code"].strip():
        raise Invalid("line", f"Line {number} has no code: write it, or empty the line.")
    try:
        return line_of(**row)
    except Invalid as error:
        raise Invalid("line", f"Line {number}: {error.message[0].lower()}{error.message[1:]}") from None
