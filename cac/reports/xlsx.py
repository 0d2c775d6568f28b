"""A report as a workbook.

Every text is written as text and neutralised: no cell can become a formula, here or in a CSV made of it. Numbers are
numbers.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from cac.reports import sentences
from cac.reports.palette import COLOURS
from cac.reports.records import ElementRate, NoteReport, PracticeReport, ProviderReport, Quote, Rate, Report, Scope

Cell = str | int | float | None
_MOST = 32_000
"""Excel takes 32,767 characters in a cell."""
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("L4-L5")
    ("'=1+1", "' @SUM(A1)", 'L4-L5')
    """
    if text.startswith(_DANGEROUS) or text.lstrip().startswith(_DANGEROUS):
        text = f"'{text}"
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def workbook(report: Report) -> bytes:
    """The workbook of any report."""
    held = io.BytesIO()
    book = _Book(held)
    if isinstance(report, NoteReport):
        _note(book, report)
    elif isinstance(report, ProviderReport):
        _provider(book, report)
    else:
        _practice(book, report)
    book.close(sentences.title(report))
    return held.getvalue()


class _Book:
    """A workbook of sheets that are tables."""

    def __init__(self, held: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(held, _OPTIONS)
        self.head = self.book.add_format(
            {"bold": True, "bg_color": COLOURS["soft"][0], "text_wrap": True, "valign": "top"}
        )
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.number = self.book.add_format({"valign": "top"})
        self.share = self.book.add_format({"num_format": "0.0%", "valign": "top"})

    def sheet(
        self,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        widths: Sequence[float],
        shares: bool = False,
    ) -> tuple[Any, int]:
        """A sheet and how many rows it has; floats are shares."""
        sheet = self.book.add_worksheet(name)
        for column, title in enumerate(head):
            sheet.write_string(0, column, harmless(title), self.head)
            sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(sheet, count, column, value)
        sheet.freeze_panes(1, 1)
        if count:
            sheet.autofilter(0, 0, count, len(head) - 1)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        if shares and count:
            sheet.conditional_format(
                1, 2, count, len(head) - 1,
                {"type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
                 "min_color": COLOURS["paper"][0], "max_color": COLOURS["heat-4"][0]},
            )  # fmt: skip
        return sheet, count

    def _write(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self.text)
        elif isinstance(value, str):
            sheet.write_string(row, column, harmless(value), self.text)
        else:
            sheet.write_number(row, column, value, self.share if isinstance(value, float) else self.number)

    def close(self, title: str) -> None:
        """Write the file."""
        from datetime import datetime

        self.book.set_properties({"title": harmless(title), "author": "cac", "created": datetime(2026, 1, 1)})
        self.book.close()


def _summary(book: _Book, report: ProviderReport | PracticeReport, more: Sequence[tuple[str, Cell]] = ()) -> None:
    scope: Scope = report.scope
    rows: list[tuple[str, Cell]] = [
        ("Report", sentences.title(report)),
        *more,
        ("In short", sentences.summary(report)),
        ("Notes with a procedure", scope.notes),
        ("Notes with a gap", report.with_gap.missing),
        ("Share of notes with a gap", report.with_gap.rate),
        ("First day", scope.first_day or "not told"),
        ("Last day", scope.last_day or "not told"),
        ("Asked from", scope.asked_from or "the first"),
        ("Asked to", scope.asked_to or "the last"),
        ("Procedures", scope.family or "all"),
        ("Rules", scope.rules or "not told"),
        *(("Remark", sentence) for sentence in scope.remarks),
    ]
    book.sheet("Summary", ["What", "Value"], rows, [28, 90])


_ELEMENTS = ["Element", "Label", "Why", "Authority", "Whose", "Missing", "Asked for", "Rate", "Low 95 %", "High 95 %",
             "Told in two ways", "Prompt"]  # fmt: skip
_ELEMENT_WIDTHS = [20, 26, 26, 28, 12, 10, 10, 10, 10, 10, 10, 60]


def _element(one: ElementRate) -> list[Cell]:
    words, rate = one.words, one.rate
    told = [words.element, words.label, words.severity, words.source, words.job]
    return [*told, rate.missing, rate.asked, rate.rate, rate.low, rate.high, one.contradicted, words.prompt]


def _provider(book: _Book, report: ProviderReport) -> None:
    _summary(book, report, [("Provider", report.provider)])
    book.sheet("Elements", _ELEMENTS, map(_element, report.elements), _ELEMENT_WIDTHS)
    months = [
        [cell.month, one.words.element, one.words.label, cell.rate.missing, cell.rate.asked, cell.rate.rate,
         cell.rate.low, cell.rate.high]
        for one in report.elements
        for cell in one.months
    ]  # fmt: skip
    head = ["Month", "Element", "Label", "Missing", "Asked for", "Rate", "Low 95 %", "High 95 %"]
    book.sheet("Months", head, months, [10, 20, 26, 10])
    trend: list[list[Cell]] = [
        [cell.month, cell.rate.missing, cell.rate.asked, cell.rate.rate] for cell in report.months
    ]
    sheet, count = book.sheet("All together", ["Month", "Missing", "Asked for", "Rate"], trend, [12])
    if count > 1:
        chart = book.book.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": "Share missing",
                "categories": ["All together", 1, 0, count, 0],
                "values": ["All together", 1, 3, count, 3],
                "line": {"color": COLOURS["mark"][0]},
            }
        )
        chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%"})
        chart.set_title({"name": "Everything asked for: share missing by month"})
        chart.set_legend({"none": True})
        sheet.insert_chart("F2", chart)
    examples = [
        [one.words.element, one.words.label, example.state, example.note, example.day or None, quote.of, quote.text,
         quote.section]
        for one in report.elements
        for example in one.examples
        for quote in (example.quotes or (Quote(text="", of="The note is silent"),))
    ]  # fmt: skip
    head = ["Element", "Label", "State", "Note", "Day", "Quote of", "Quote", "Under"]
    book.sheet("Examples", head, examples, [20, 26, 14, 18, 12, 24, 60, 26])


def _practice(book: _Book, report: PracticeReport) -> None:
    by = sentences.grouped_by(report).capitalize()
    elements = [one.words for one in report.elements]
    _summary(book, report, [("Copy", "coder" if report.copy_for == "coder" else "provider")])
    book.sheet("Elements", _ELEMENTS, map(_element, report.elements), _ELEMENT_WIDTHS)
    for name, title, groups in (
        ("Heat map", by, report.providers),
        ("By family", "Family", report.families),
    ):
        rows: list[list[Cell]] = [
            [group.name, group.notes, *(group.rates.get(one.element, Rate()).rate for one in elements)]
            for group in groups
        ]
        book.sheet(name, [title, "Notes", *(one.label for one in elements)], rows, [34, 8, 12], shares=True)
    labels = {one.element: one.label for one in elements}
    counts = [
        [part.provider, part.family, part.notes, element, labels[element], rate.missing, rate.asked, rate.rate]
        for part in report.parts
        for element, rate in part.rates.items()
    ]
    head = [by, "Family", "Notes", "Element", "Label", "Missing", "Asked for", "Rate"]
    book.sheet("Counts", head, counts, [26, 34, 8, 20, 26, 10])
    if report.cost is not None:
        lines: list[list[Cell]] = [
            [one.element, one.label, one.severity, code.code, code.notes, code.lines, code.units]
            for one in report.cost
            for code in one.codes
        ]
        head = ["Element", "Label", "Severity", "Code", "Notes", "Lines", "Units"]
        book.sheet("Claim lines", head, lines, [20, 26, 20, 10])


def _note(book: _Book, report: NoteReport) -> None:
    facts: list[tuple[str, Cell]] = [
        ("Note", report.note),
        ("In short", sentences.summary(report)),
        ("Day", report.day or "not told"),
        ("Provider", report.provider or "not told"),
        ("Rules", report.rules or "not told"),
        *(("Conflict", sentence) for sentence in report.conflicts),
        *(("For the coder", sentence) for sentence in report.for_coder),
        *(("Not asked", label) for label in report.not_asked),
        *(("Remark", sentence) for sentence in report.remarks),
    ]
    book.sheet("Summary", ["What", "Value"], facts, [20, 90])
    gaps: list[list[Cell]] = [
        [gap.words.element, gap.words.label, gap.state, gap.words.severity, gap.words.source, gap.words.job, quote.of,
         quote.text, quote.section, gap.words.prompt]
        for gap in report.gaps
        for quote in (gap.quotes or (Quote(text="", of="The note is silent"),))
    ]  # fmt: skip
    head = ["Element", "Label", "State", "Why", "Authority", "Whose", "Quote of", "Quote", "Under", "Prompt"]
    book.sheet("Gaps", head, gaps, [20, 26, 14, 24, 28, 12, 24, 50, 24, 60])
    checks: list[list[Cell]] = [
        [check.message, check.severity, check.source, quote.text, quote.section]
        for check in report.checks
        for quote in (check.quotes or (Quote(text=""),))
    ]
    book.sheet("Cross-checks", ["What", "Why", "Authority", "Quote", "Under"], checks, [50, 24, 28, 50, 24])
    treated: list[list[Cell]] = [
        [one.procedure, one.region, one.treated, one.counted,
         ", ".join("-".join([line.code, *line.modifiers]) + f" x{line.units}" for line in one.lines)]
        for one in report.treated
    ]  # fmt: skip
    book.sheet("Levels", ["Procedure", "Region", "Treated", "Counted", "Lines"], treated, [40, 12, 50, 60, 40])
