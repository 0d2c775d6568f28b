"""A report as a PDF: the same words and drawings as the page, on letter paper, with bookmarks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)

from cac import __version__
from cac.reports import charts, sentences
from cac.reports.columns import drawn, parts
from cac.reports.html import MOST_CODES
from cac.reports.pdf_parts import PLAIN, Picture, mixed, printable, style, table, words
from cac.reports.records import (
    ElementRate,
    Example,
    Gap,
    GroupRates,
    NoteReport,
    PracticeReport,
    ProviderReport,
    Quote,
    Report,
    Scope,
)
from cac.reports.spine import diagram

_MARGIN = 14 * mm
_WIDE, _TALL = letter[0] - 2 * _MARGIN, letter[1] - 2 * _MARGIN
_ROWS_A_MAP = 32
_MONTHS_A_TABLE = 12
Story = Iterator[Flowable]


def document(report: Report) -> bytes:
    """The PDF of any report; the same report gives the same bytes."""
    held = io.BytesIO()
    title = sentences.title(report)
    made = _Document(held, title)
    if isinstance(report, NoteReport):
        body = _note(report)
    elif isinstance(report, ProviderReport):
        body = _provider(report)
    else:
        body = _practice(report)
    made.build([words(title, "h1"), *body])
    return held.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Pages with a foot line, and a bookmark for each heading."""

    def __init__(self, held: io.BytesIO, title: str) -> None:
        super().__init__(
            held, pagesize=letter, title=printable(title), author="cac", creator=f"cac {__version__}", lang="en",
            invariant=1, allowSplitting=1,
        )  # fmt: skip
        self.name = printable(title)
        for name, (wide, tall) in {"upright": letter, "across": landscape(letter)}.items():
            frame = Frame(_MARGIN, _MARGIN, wide - 2 * _MARGIN, tall - 2 * _MARGIN, 0, 0, 0, 0)
            self.addPageTemplates(PageTemplate(name, [frame], onPage=self._foot, pagesize=(wide, tall)))
        self._headings = 0

    def _foot(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        style("quiet")
        canvas.setFont(PLAIN, 7)
        canvas.setFillGray(0.35)
        wide = canvas._pagesize[0]
        canvas.drawString(_MARGIN, 8 * mm, f"{self.name[:90]}  -  cac {__version__}; the note decides")
        canvas.drawRightString(wide - _MARGIN, 8 * mm, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Bookmark a heading."""
        named = getattr(getattr(flowable, "style", None), "name", "")
        if named in ("h2", "h3"):
            self._headings += 1
            mark = f"h{self._headings}"
            self.canv.bookmarkPage(mark)
            self.canv.addOutlineEntry(flowable.getPlainText(), mark, 0 if named == "h2" else 1, closed=True)


def _facts(facts: Sequence[tuple[str, str]]) -> Flowable:
    made = Table([[words(name, "quiet"), words(said, "cell")] for name, said in facts], colWidths=[70, _WIDE - 70])
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return made


def _scope(scope: Scope) -> Story:
    days = f"{scope.first_day} to {scope.last_day}" if scope.first_day else "not told"
    if scope.asked_from or scope.asked_to:
        days += f" (asked for: {scope.asked_from or 'the first'} to {scope.asked_to or 'the last'})"
    facts = [("Notes", f"{scope.notes:,} with a procedure"), ("Days", days)]
    facts += [("Procedures", scope.family)] if scope.family else []
    yield _facts([*facts, ("Rules", scope.rules or "not told")])
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
    return table(head, rows, [share * _WIDE / sum(shares) for share in shares], frozenset([3, 4, 7]))


def _quotes(quotes: Sequence[Quote], *, joined: bool) -> Story:
    """Quotes of one gap: passages of one place in a line, or each in a line of its own."""
    if not quotes:
        yield words("The note is silent.", "quiet")
    elif joined:
        told = " … ".join(f"“{quote.text}”" for quote in quotes)
        under = f"  under {quotes[0].section}" if quotes[0].section else ""
        yield mixed([("quiet", f"{quotes[0].of}: "), ("", told), ("quiet", under)], "cell")
    else:
        for quote in quotes:
            of = f"{quote.of}: " if quote.of else ""
            under = f"  under {quote.section}" if quote.section else ""
            yield mixed([("quiet", of), ("", f"“{quote.text}”"), ("quiet", under)], "cell")


def _provider(report: ProviderReport) -> Story:
    yield from _scope(report.scope)
    yield words("In short", "h2")
    yield words(sentences.summary(report))
    if chart := charts.trend("Everything asked for", report.months, 640, 170):
        yield Picture(chart, _WIDE)
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
    third = _WIDE / 3
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
    third = _WIDE / 3
    rows = [[*cells[at : at + 3], *[""] * (3 - len(cells[at : at + 3]))] for at in range(0, len(cells), 3)]
    grid = Table(rows, colWidths=[third] * 3)
    grid.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield KeepTogether([*blocks, grid])


def _example(example: Example) -> Story:
    day = f", {example.day}" if example.day else ", no date told"
    two = " (told in two ways)" if example.state == "contradicted" else ""
    yield mixed([("b", example.note), ("", day), ("quiet", two)], "cell")
    yield from _quotes(example.quotes, joined=example.state == "missing")


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
        widths = [100.0, *[(_WIDE - 100) / max(len(part), 6)] * len(part)]
        numbers = frozenset(range(1, len(part) + 1))
        yield table(["Element", *map(charts.month_name, part)], rows, widths, numbers)
        yield Spacer(1, 6)


def _practice(report: PracticeReport) -> Story:
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
            yield Picture(drawn(part, title, groups[start : start + rows]), _TALL, _WIDE - 72, scale=0.7)


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
    yield table(head, rows, [104, 82, 44, 44, _WIDE - 274], frozenset([2, 3]))


def _note(report: NoteReport) -> Story:
    coder = report.copy_for == "coder"
    facts = [("Day", report.day or "not told")]
    facts += [("Provider", report.provider)] if report.provider else []
    facts += [("Status", f"{report.status} (coder's copy: not for providers)")] if coder else []
    yield _facts([*facts, ("Rules", report.rules or "not told")])
    for sentence in report.remarks:
        yield words(sentence, "quiet")
    yield words("In short", "h2")
    yield words(sentences.summary(report))
    yield words("What was treated and what was counted", "h2")
    for one in report.treated:
        lines = ", ".join("-".join([line.code, *line.modifiers]) + f" x{line.units}" for line in one.lines)
        told = [("Treated", one.treated), ("Counted", one.counted), *([("Lines", lines)] if lines else [])]
        drawing = diagram(one)
        last = Picture(drawing, _WIDE, 330) if drawing else words("No level of the spine to draw.", "quiet")
        yield KeepTogether([words(one.procedure, "h3"), _facts(told), Spacer(1, 4), last])
    yield words("What is missing, or told in two ways", "h2")
    if not report.gaps:
        yield words("Nothing that the procedure asks for is missing.")
    for gap in report.gaps:
        yield _one_gap(gap, "Severity" if coder else "Why")
    yield from _rest(report)


def _one_gap(gap: Gap, why: str) -> Flowable:
    missing = gap.state == "missing"
    told = [(why, gap.words.severity), ("Authority", gap.words.source), ("Whose", gap.words.job)]
    head = words(f"{gap.words.label}: {'missing' if missing else 'told in two ways'}", "h3")
    beside = [words("The note does not tell it. What stands beside it:", "quiet")] if missing and gap.quotes else []
    prompt = words(f"Prompt: {gap.words.prompt}", "prompt")
    return KeepTogether([head, _facts(told), *beside, *_quotes(gap.quotes, joined=missing), Spacer(1, 3), prompt])


def _rest(report: NoteReport) -> Story:
    if report.checks or report.conflicts:
        yield words("Places that do not agree", "h2")
    for check in report.checks:
        by = "; ".join(part for part in (check.severity, check.source) if part)
        yield KeepTogether([words(check.message, "h3"), words(by, "quiet"), *_quotes(check.quotes, joined=False)])
    for sentence in report.conflicts:
        yield words(f"- {sentence}")
    if report.for_coder:
        yield words("For the coder", "h2")
    for sentence in report.for_coder:
        yield words(f"- {sentence}")
    yield words("What the note has", "h2")
    rows = [
        [one.label, "; ".join(f"“{quote.text}”" for quote in one.quotes) or "as read from the facts"]
        for one in report.present
    ]
    yield table(["Element", "Words of the note"], rows, [150, _WIDE - 150])
    if report.not_asked:
        yield Spacer(1, 4)
        yield words(f"Not asked of this procedure: {', '.join(report.not_asked)}.", "quiet")
