"""The forms of a report, and where it goes: the screen, a file, or a file for each provider."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cac.cli.exits import say
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.reports.records import ProviderReport, Report, Scope


class ReportFormat(StrEnum):
    """How a report is written."""

    table = "table"
    html = "html"
    pdf = "pdf"
    xlsx = "xlsx"
    json = "json"


def form_of(format: ReportFormat | None, output: Path | None) -> ReportFormat:
    """The form of a report: as said, else as the name of the output ends, else a table.

    Raises:
        InputError: "format", when a form that is no text would go to the screen, or a name ends in no form.
    """
    if format is None and output is not None:
        ending = output.suffix.lower().removeprefix(".")
        if ending not in ("html", "pdf", "xlsx", "json", "txt"):
            raise InputError(
                "format", "Say --format, or let the name of the output end in .html, .pdf, .xlsx or .json."
            )
        return ReportFormat.table if ending == "txt" else ReportFormat(ending)
    form = format or ReportFormat.table
    if form in (ReportFormat.pdf, ReportFormat.xlsx) and output is None:
        raise InputError("format", "A PDF or a workbook needs a file: name it with --output.")
    return form


def _bytes(report: Report, form: ReportFormat) -> bytes:
    if form is ReportFormat.table:
        from cac.reports.text import text

        width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
        return text(report, width).encode("utf-8", "replace")
    from cac.reports.write import rendered

    return rendered(report, form.value)


def give(report: Report, form: ReportFormat, output: Path | None, sources: list[Path]) -> None:
    """Print a report or write it into a file."""
    data = _bytes(report, form)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    _check_output(sources, output)
    from cac.reports.write import write

    write(output, data)


def _check_output(sources: list[Path], output: Path) -> None:
    """A report never overwrites what it is made of."""
    for source in sources:
        if output.exists() and source.exists() and output.samefile(source):
            raise InputError("output", "The output is the input: name another file.")


def tell(scope: Scope, form: ReportFormat, output: Path | None) -> None:
    """What was left out, on stderr too, but beside a table on the screen: it holds counts alone."""
    for remark in scope.remarks if output or form is not ReportFormat.table else ():
        say(remark)


def give_all(reports: Iterator[ProviderReport], format: ReportFormat | None, output: Path | None) -> None:
    """A file for each provider in a folder that only its owner can read."""
    if output is None:
        raise InputError("output", "All reports need a folder: name it with --output.")
    if output.exists() and not output.is_dir():
        raise InputError("output", "The output is no folder: with --all name a folder.")
    from cac.reports.write import FileNames, write

    form = format or ReportFormat.html
    ending = "txt" if form is ReportFormat.table else form.value
    names, count = FileNames(), 0
    for report in reports:
        output.mkdir(mode=0o700, exist_ok=True)
        write(output / names.of(report.provider, ending), _bytes(report, form))
        count += 1
    say(f"{count} {'report' if count == 1 else 'reports'} written.")
