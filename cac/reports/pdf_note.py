"""What the PDF of one note holds."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Spacer

from cac.reports import sentences
from cac.reports.pdf_parts import WIDE, Story, facts, quotes, table, words
from cac.reports.pdf_picture import Picture
from cac.reports.records import Gap, NoteReport
from cac.reports.spine import diagram


def note(report: NoteReport) -> Story:
    """The story of a note."""
    coder = report.copy_for == "coder"
    head = [("Day", report.day or "not told")]
    head += [("Provider", report.provider)] if report.provider else []
    head += [("Status", f"{report.status} (coder's copy: not for providers)")] if coder else []
    yield facts([*head, ("Rules", report.rules or "not told")])
    for sentence in report.remarks:
        yield words(sentence, "quiet")
    yield words("In short", "h2")
    yield words(sentences.summary(report))
    yield words("What was treated and what was counted", "h2")
    for one in report.treated:
        lines = ", ".join("-".join([line.code, *line.modifiers]) + f" x{line.units}" for line in one.lines)
        told = [("Treated", one.treated), ("Counted", one.counted), *([("Lines", lines)] if lines else [])]
        drawing = diagram(one)
        last = Picture(drawing, WIDE, 330) if drawing else words("No level of the spine to draw.", "quiet")
        yield KeepTogether([words(one.procedure, "h3"), facts(told), Spacer(1, 4), last])
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
    return KeepTogether([head, facts(told), *beside, *quotes(gap.quotes, joined=missing), Spacer(1, 3), prompt])


def _rest(report: NoteReport) -> Story:
    if report.checks or report.conflicts:
        yield words("Places that do not agree", "h2")
    for check in report.checks:
        by = "; ".join(part for part in (check.severity, check.source) if part)
        yield KeepTogether([words(check.message, "h3"), words(by, "quiet"), *quotes(check.quotes, joined=False)])
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
    yield table(["Element", "Words of the note"], rows, [150, WIDE - 150])
    if report.not_asked:
        yield Spacer(1, 4)
        yield words(f"Not asked of this procedure: {', '.join(report.not_asked)}.", "quiet")
