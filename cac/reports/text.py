"""A report as text for a terminal: the figures and the prompts, without pictures."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cac.reports import sentences
from cac.reports.charts import interval, percent
from cac.reports.records import ElementRate, NoteReport, PracticeReport, ProviderReport, Quote, Report, Scope


def text(report: Report, width: int) -> str:
    """The report in lines of at most ``width`` characters."""
    lines = _note(report, width) if isinstance(report, NoteReport) else _rates(report, width)
    head = [sentences.title(report), *_wrapped(sentences.summary(report), width), ""]
    return "\n".join([*head, *lines]) + "\n"


def _wrapped(words: str, width: int, indent: str = "") -> Iterator[str]:
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    yield from textwrap.wrap(clean, width, initial_indent=indent, subsequent_indent=indent)


def _scope(scope: Scope, width: int) -> Iterator[str]:
    yield f"notes   {scope.notes:,}"
    yield f"days    {f'{scope.first_day} to {scope.last_day}' if scope.first_day else 'not told'}"
    for remark in scope.remarks:
        yield from _wrapped(remark, width)
    yield ""


def _rates(report: ProviderReport | PracticeReport, width: int) -> Iterator[str]:
    yield from _scope(report.scope, width)
    yield from _table(report.elements)
    if isinstance(report, ProviderReport):
        yield ""
        for one in report.elements:
            if one.rate.missing or one.contradicted:
                yield from _gap(one, width)
        return
    yield ""
    yield f"{sentences.grouped_by(report).upper():32}{'NOTES':>8}{'WITH A GAP':>12}{'MISSING OF ASKED FOR':>24}"
    for group in report.providers:
        told = f"{group.overall.missing:,} of {group.overall.asked:,}"
        yield f"{_one_line(group.name)[:30]:32}{group.notes:>8,}{group.with_gap.missing:>12,}{told:>24}"


def _one_line(words: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words)


def _table(elements: tuple[ElementRate, ...]) -> Iterator[str]:
    yield f"{'ELEMENT':30}{'MISSING':>9}{'OF':>8}{'RATE':>8}  95 % INTERVAL"
    for one in elements:
        rate = one.rate
        yield f"{one.words.label[:28]:30}{rate.missing:>9,}{rate.asked:>8,}{percent(rate.rate):>8}  {interval(rate)}"


def _gap(one: ElementRate, width: int) -> Iterator[str]:
    yield one.words.label.upper()
    yield from _wrapped(f"prompt: {one.words.prompt}", width, "  ")
    for example in one.examples:
        yield from _wrapped(f"{example.note} ({example.day or 'no date'}) {_quoted(example.quotes)}", width, "  ")
    yield ""


def _quoted(quotes: tuple[Quote, ...]) -> str:
    return "; ".join(f'{quote.of}: "{quote.text}"' if quote.of else f'"{quote.text}"' for quote in quotes)


def _note(report: NoteReport, width: int) -> Iterator[str]:
    for remark in report.remarks:
        yield from _wrapped(remark, width)
    for one in report.treated:
        yield from _wrapped(one.procedure, width)
        yield from _wrapped(f"treated: {one.treated}", width, "  ")
        yield from _wrapped(f"counted: {one.counted}", width, "  ")
        if one.lines:
            lines = ", ".join("-".join([line.code, *line.modifiers]) + f" x{line.units}" for line in one.lines)
            yield from _wrapped(f"lines: {lines}", width, "  ")
    yield ""
    for gap in report.gaps:
        yield f"{gap.words.label.upper()}: {'missing' if gap.state == 'missing' else 'told in two ways'}"
        yield from _wrapped(f"{gap.words.severity} ({gap.words.source}); {gap.words.job.lower()}", width, "  ")
        yield from _wrapped(_quoted(gap.quotes), width, "  ")
        yield from _wrapped(f"prompt: {gap.words.prompt}", width, "  ")
    for check in report.checks:
        yield from _wrapped(f"{check.message} {_quoted(check.quotes)}", width)
    for sentence in (*report.conflicts, *report.for_coder):
        yield from _wrapped(sentence, width)
