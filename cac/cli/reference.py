"""``cac reference``: the tables of CMS that the user imports, and what of them is in force on a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli import context
from cac.errors import TableError

if TYPE_CHECKING:
    from cac.reference.status import Line

app = typer.Typer(help="The tables of CMS: import your downloads, see what is in force.", no_args_is_help=False)

_SOURCES = "ptp|mue|aoc|mpfs|hcpcs|asp|icd10|coverage"


@app.callback()
def _reference() -> None:
    """The tables of CMS: import your downloads, see what is in force."""


@app.command("import")
def import_(
    source: Annotated[str, typer.Argument(metavar=_SOURCES, help="Which table the files hold.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="As published: .txt, .csv, .xlsx, .zip.")],
    quarter: Annotated[str, typer.Option(metavar="2026Q3", help="The quarter of a file that does not say it.")] = "",
    effective: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="Or the first day on which it is in force.")
    ] = "",
    setting: Annotated[
        str, typer.Option(metavar="practitioner|outpatient", help="Whose edits they are, where the file does not say.")
    ] = "",
    accept_ama_terms: Annotated[
        bool, typer.Option("--accept-ama-terms", help="You accept the licence of the AMA for CPT (asked once).")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the files in the place of the same quarter's.")
    ] = False,
    reference: context.ReferenceFile = None,
) -> None:
    """Import your own downloads of CMS tables, all files of one quarter in one command.

    Nothing is stored unless all of it can be. Descriptions are left out.
    """
    from cac.reference.database import reference_path
    from cac.reference.importer import Options, import_files

    options = Options(quarter, effective, setting, accept_ama_terms, replace)
    for table in import_files(source, files, reference_path(context.reference_file(reference)), options):
        days = f"from {table.first_day}" + (f" to {table.last_day}" if table.last_day else " until the next quarter")
        typer.echo(f"{table.title} {table.quarter}: {table.rows:,} rows, in force {days}, SHA-256 {table.sha256[:12]}")
        if table.warning:
            typer.echo(f"  warning: {table.warning}")


@app.command()
def status(
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day to look at; today by default.")] = "",
    format: Annotated[str, typer.Option("--format", metavar="table|json", help="How it is printed.")] = "table",
    reference: context.ReferenceFile = None,
) -> None:
    """Say which tables are in force on a day, which are out of date and which are missing."""
    import datetime

    from cac.reference.built_in import embedded_editions
    from cac.reference.database import reference_path
    from cac.reference.periods import parse_day
    from cac.reference.status import status as status_on
    from cac.reference.store import Store

    if format not in ("table", "json"):
        raise TableError("format", "Bad value for --format: it is table or json.")
    day = parse_day(date, "--date") if date else datetime.date.today()
    path = reference_path(context.reference_file(reference))
    store = Store(path)
    lines = status_on(store, day, embedded_editions())
    accepted = store.accepted_at()
    store.close()
    if format == "json":
        rows = [line.row() for line in lines]
        answer = {"date": str(day), "reference": str(path), "ama_terms_accepted": accepted or None, "tables": rows}
        typer.echo(json.dumps(answer, indent=2))
        return
    typer.echo(f"Reference tables on {day}   {path}")
    for line in lines:
        typer.echo(_shown(line))
        if line.warning:
            typer.echo(f"  {'':<30} warning: {line.warning}")


def _shown(line: Line) -> str:
    edition = line.edition
    if edition is None:
        return f"  {line.title:<30} {line.state}"
    days = f"{edition.first_day} to {edition.last_day or 'the next edition'}"
    rows = f"{edition.rows:,} rows"
    return (
        f"  {line.title:<30} {line.state:<8} {edition.quarter}  {days:<31} {rows:>14}  {edition.origin:<8}  "
        f"{edition.sha256[:12]}"
    ).rstrip()
