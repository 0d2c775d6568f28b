"""The report of one note, from its row."""

from __future__ import annotations

from collections.abc import Iterator

from cac.errors import InputError
from cac.lexicon.loader import Lexicon
from cac.reports.counts import day_of
from cac.reports.quotes import for_gap, quotes
from cac.reports.records import Check, Copy, Gap, NoteReport, Present
from cac.reports.rows import FullAnswer, FullRow
from cac.reports.scope import rules_of
from cac.reports.treated import treated
from cac.reports.words import Names, rank


def note(row: FullRow, lexicon: Lexicon, copy_for: Copy) -> NoteReport:
    """What one note leaves out or tells in two ways.

    Raises:
        InputError: "error_row" or "no_procedure", for a row of which nothing is asked.
    """
    if row.status == "error":
        raise InputError(
            "error_row", "This note could not be coded, so nothing can be said of it: its row is an error."
        )
    if row.status == "not_a_procedure" or not (row.procedures or any(a.required for a in row.checklist)):
        raise InputError("no_procedure", "This note tells of no procedure of the specialty: nothing is asked of it.")
    names = Names(lexicon, copy_for)
    return NoteReport(
        copy_for=copy_for,
        note=row.id,
        day=day_of(row.context),
        provider=row.context.get("provider", ""),
        status=row.status,
        rules=row.version,
        treated=treated(row, lexicon, names, copy_for),
        gaps=tuple(_gaps(row, names)),
        checks=tuple(
            Check(
                message=check.message,
                severity=names.severity(check.severity),
                source=check.source,
                quotes=quotes(check.evidence, "", len(check.evidence), headers=True),
            )
            for check in sorted(row.cross_checks, key=lambda check: rank(check.severity))
        ),
        conflicts=tuple(row.conflicts),
        present=tuple(
            Present(label=names.label(one.element), quotes=quotes(one.evidence, "", headers=True))
            for one in row.checklist
            if one.status == "present" and not one.contradicted
        ),
        not_asked=tuple(
            names.label(one.element)
            for one in row.checklist
            if (one.status == "absent" and not one.required) or one.status == "not_applicable"
        ),
        for_coder=tuple(_for_coder(row)) if copy_for == "coder" else (),
        remarks=tuple(_remarks(row, names)),
    )


def _gaps(row: FullRow, names: Names) -> Iterator[Gap]:
    """What is required and absent, and what is told in two ways; the worst first."""

    def state(one: FullAnswer) -> bool:
        return one.contradicted or (one.required and one.status == "absent")

    for one in sorted(filter(state, row.checklist), key=lambda one: rank(one.severity)):
        kind = "contradicted" if one.contradicted else "missing"
        yield Gap(words=names.element(one), state=kind, quotes=for_gap(row, one, names))  # type: ignore[arg-type]


def _for_coder(row: FullRow) -> Iterator[str]:
    """What a coder must settle before the claim goes out."""
    if row.missing:
        yield f"Open facts: {', '.join(name.replace('_', ' ') for name in row.missing)}."
    yield from row.review


def _remarks(row: FullRow, names: Names) -> Iterator[str]:
    if not any(one.required for one in row.checklist):
        yield "The row does not say what its procedures require: code the note again with this version."
    if row.version != names.version:
        yield (
            f"The row was coded by other rules ({rules_of(row.version)}) than those of this program "
            f"({rules_of(names.version)}): code the note again to be sure."
        )
