"""What the PDFs of a provider and of the practice hold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from cac.reports import charts, sentences
from cac.reports.columns import drawn, parts
from cac.reports.html import MOST_CODES
from cac.reports.pdf_parts import TALL, WIDE, Story, facts, mixed, quotes, table, words
from cac.reports.pdf_picture import Picture
from cac.reports.records import ElementRate, Example, GroupRates, PracticeReport, ProviderReport, Scope

_ROWS_A_MAP = 32
_MONTHS_A_TABLE = 12


def _scope(scope: Scope) -> Story:
    days = f"{scope.first_day} to {scope.last_day}" if scope.first_day else "not told"
    if scope.asked_from or scope.asked_to:
        days += f" (asked for: {scope.asked_from or 'the first'} to {scope.asked_to or 'the last'})"
    head = [("Notes", f"{scope.notes:,} with a procedure"), ("Days", days)]
    head += [("Procedures", scope.family)] if scope.family else []
    yield facts([*head, ("Rules", scope.rules or "not told")])
    yield Spacer(1, 4)
    for sentence in scope.remarks:
        yield words(sentence, "quiet")


def _rates(elements: Sequence[ElementRate], why: str) -> Flowable:
    """The table of rates with a whisker each."""
    twice = any(one.contradicted for one in elements)
    head = ["Element", why, "Whose", "Missing", "of", "Rate (95 % interval)", "0 to 100 %"]
    rows: list[list[Any]] = []
    for one in elements:
        rate = one.rate
        told = f"{charts.percent(rate.rate)} ({charts.interval(rate)})" if rate.low is not None else "-"
        reason = mixed([("", one.words.severity), ("quiet", f" {one.words.source}")], "cell")
        picture = Picture(charts.whisker(one.words.label, rate), 78, scale=0.6)
        row = [one.words.label, reason, one.words.job, str(rate.missing), str(rate.asked), told, picture]
        rows.append([*row, str(one.contradicted)] if twice else row)
    shares = [102.0, 134.0, 46.0, 40.0, 34.0, 88.0, 84.0]
    if twice:
        head.append("Two ways")
        shares = [96.0, 110.0, 46.0, 40.0, 34.0, 86.0, 84.0, 36.0]
    return table(head, rows, [share * WIDE / sum(shares) for share in shares], frozenset([3, 4, 7]))


def provider(report: ProviderReport) -> Story:
    """The story of a provider."""
    yield from _scope(report.scope)
    yield words("In short", "h2")
    yield words(sentences.summary(report))
    if chart := charts.trend("Everything asked for", report.months, 640, 170):
        yield Picture(chart, WIDE)
        yield words("Everything that is asked for, together: share missing by month.", "quiet")
    yield words("How often each element is missing", "h2")
    yield words("Of the notes whose procedure asks for it; in brackets the 95 % interval (Wilson).", "quiet")
    yield _rates(report.elements, "Why it is asked for")
    yield from _trends(report)
    yield words("From your own notes", "h2")
    shown = [one for one in report.elements if one.examples]
    yield words(
        "The latest notes with each gap, with their own words: where something is missing, what stands beside it. "
        "Prompts are for the next note; an earlier note is never rewritten, and an addendum is yours to decide."
        if shown
        else "Nothing that is asked for is missing.",
        "quiet",
    )
    for one in shown:
        yield from _gap_of(one)
    yield from _months(report)


def _trends(report: ProviderReport) -> Story:
    trends = [
        (one.words.label, chart)
        for one in report.elements
        if one.rate.missing and (chart := charts.trend(one.words.label, one.months))
    ]
    if not trends:
        return
    yield words("By month", "h2")
    yield words(
        f"The band is the 95 % interval. An open point stands for fewer than {charts.FEW} notes; no line crosses a "
        "month without notes.",
        "quiet",
    )
    third = WIDE / 3
    cells = [[words(label, "head"), Picture(chart, third - 10)] for label, chart in trends]
    rows = [[*cells[at : at + 3], *[""] * (3 - len(cells[at : at + 3]))] for at in range(0, len(cells), 3)]
    grid = Table(rows, colWidths=[third] * 3)
    grid.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield grid


def _gap_of(one: ElementRate) -> Story:
    told = f"missing in {one.rate.missing} of {one.rate.asked}"
    told += f", told in two ways in {one.contradicted}" if one.contradicted else ""
    blocks = [words(one.words.label, "h3"), words(told, "quiet"), words(f"Prompt: {one.words.prompt}", "prompt")]
    cells = [list(_example(example)) for example in one.examples]
    third = WIDE / 3
    rows = [[*cells[at : at + 3], *[""] * (3 - len(cells[at : at + 3]))] for at in range(0, len(cells), 3)]
    grid = Table(rows, colWidths=[third] * 3)
    grid.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield KeepTogether([*blocks, grid])


def _example(example: Example) -> Story:
    day = f", {example.day}" if example.day else ", no date told"
    two = " (told in two ways)" if example.state == "contradicted" else ""
    yield mixed([("b", example.note), ("", day), ("quiet", two)], "cell")
    yield from quotes(example.quotes, joined=example.state == "missing")


def _months(report: ProviderReport) -> Story:
    months = [one.month for one in report.months]
    if not months:
        return
    yield words("Months in figures", "h2")
    yield words("Missing of asked for.", "quiet")
    for start in range(0, len(months), _MONTHS_A_TABLE):
        part = months[start : start + _MONTHS_A_TABLE]
        rows = []
        for one in report.elements:
            cells = one.months[start : start + _MONTHS_A_TABLE]
            told = (f"{cell.rate.missing}/{cell.rate.asked}" if cell.rate.asked else "-" for cell in cells)
            rows.append([one.words.label, *told])
        widths = [100.0, *[(WIDE - 100) / max(len(part), 6)] * len(part)]
        numbers = frozenset(range(1, len(part) + 1))
        yield table(["Element", *map(charts.month_name, part)], rows, widths, numbers)
        yield Spacer(1, 6)


def practice(report: PracticeReport) -> Story:
    """The story of the practice."""
    by = sentences.grouped_by(report)
    coder = report.copy_for == "coder"
    if coder:
        yield mixed([("b", "Coder's copy: not for providers")])
    yield from _scope(report.scope)
    yield words("In short", "h2")
    yield words(sentences.summary(report))
    yield _rates(report.elements, "Severity" if coder else "Why it is asked for")
    yield NextPageTemplate("across")
    yield PageBreak()
    yield from _maps(report, f"By {by}", report.providers, "In the order of the alphabet; per cent missing.")
    yield PageBreak()
    yield from _maps(
        report, "By family of procedures", report.families, "A note with several procedures stands under each of them."
    )
    if report.cost is not None:
        yield NextPageTemplate("upright")
        yield PageBreak()
        yield from _cost(report)
    yield words("The counts behind each figure stand in the HTML, XLSX and JSON forms of this report.", "quiet")


def _maps(report: PracticeReport, title: str, groups: tuple[GroupRates, ...], told: str) -> Story:
    yield words(title, "h2")
    yield words(told, "quiet")
    pages = ceil(len(groups) / _ROWS_A_MAP)
    rows = ceil(len(groups) / pages)
    first = True
    for part in parts(report):
        for start in range(0, len(groups), rows):
            if not first:
                yield PageBreak()
            first = False
            if part.name:
                yield words(part.name, "h3")
            yield Picture(drawn(part, title, groups[start : start + rows]), TALL, WIDE - 72, scale=0.7)


def _cost(report: PracticeReport) -> Story:
    yield words("What stands on notes with a gap", "h2")
    yield words(
        "Claim lines on notes that lack an element which their procedure asks for: what a reviewer could question. "
        "A note that lacks several stands under each.",
        "quiet",
    )
    rows = []
    for one in report.cost or ():
        codes = ", ".join(f"{code.code}: {code.lines} ({code.units})" for code in one.codes[:MOST_CODES])
        codes += f" and {len(one.codes) - MOST_CODES} more codes" if len(one.codes) > MOST_CODES else ""
        rows.append([one.label, one.severity, f"{one.notes:,}", f"{one.lines:,}", codes])
    head = ["Missing", "Severity", "Notes", "Lines", "Codes: lines (units)"]
    yield table(head, rows, [104, 82, 44, 44, WIDE - 274], frozenset([2, 3]))
