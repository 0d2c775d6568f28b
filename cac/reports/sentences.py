"""Titles and first sentences of reports, the same in every form."""

from __future__ import annotations

from cac.reports.charts import percent
from cac.reports.records import NoteReport, PracticeReport, ProviderReport, Report

_GROUPS = {
    "provider": "provider",
    "place_of_service": "place of service",
    "payer": "payer",
    "contractor": "contractor",
    "state": "state",
}


def grouped_by(report: PracticeReport) -> str:
    """What the groups of a practice report are."""
    return _GROUPS.get(report.grouped_by, report.grouped_by.replace("_", " "))


def title(report: Report) -> str:
    """The title of a report."""
    if isinstance(report, NoteReport):
        return f"Documentation of note {report.note}"
    if isinstance(report, ProviderReport):
        return f"Documentation gaps: {report.provider}"
    return "Documentation gaps of the practice"


def summary(report: Report) -> str:
    """What a reader should know first."""
    if isinstance(report, NoteReport):
        return _note(report)
    gaps, overall = report.with_gap, report.overall
    asked = [one for one in report.elements if one.rate.asked]
    missing = sorted(  # by the lower end of the interval: a rate of one note says little
        (one for one in asked if one.rate.missing), key=lambda one: (-(one.rate.low or 0), -(one.rate.rate or 0))
    )
    if not missing:
        return f"Nothing that was asked for is missing in {gaps.asked:,} notes."
    often = ", ".join(f"{one.words.label.lower()} ({percent(one.rate.rate)})" for one in missing[:3])
    each = overall.missing / gaps.asked
    return (
        f"{gaps.missing:,} of {gaps.asked:,} notes ({percent(gaps.rate)}) lack at least one thing that their procedure "
        f"asks for; a note lacks {each:.1f} of {overall.asked / gaps.asked:.1f} things on average. "
        f"Most often missing: {often}."
    )


def _note(report: NoteReport) -> str:
    missing = sum(gap.state == "missing" for gap in report.gaps)
    contradicted = len(report.gaps) - missing
    parts = []
    for state, count, words in (("missing", missing, "missing"), ("contradicted", contradicted, "told in two ways")):
        if count:
            labels = ", ".join(gap.words.label.lower() for gap in report.gaps if gap.state == state)
            parts.append(f"{count} {'element' if count == 1 else 'elements'} {words} ({labels})")
    if found := len(report.checks) + len(report.conflicts):
        parts.append(f"{found} {'place' if found == 1 else 'places'} that cannot both be right")
    return "; ".join(parts) + "." if parts else "Nothing that the procedure asks for is missing."
