"""The answer of ``cac clones`` as text: clusters, pairs, and the passages that differ, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cac.cli.show import safe
from cac.clones.records import CloneCluster, ClonedNote, ClonePair, CloneReport, Difference
from cac.records import Evidence

_NARROWEST, _WIDEST = 60, 120
_QUOTE = 160
_MOST_NOTES, _MOST_PAIRS, _MOST_DIFFERENCES, _MOST_REPEATED = 20, 10, 8, 20


def render(report: CloneReport, width: int) -> str:
    """The readable answer: what is long is cut short with a count; the JSON holds it whole."""
    width = max(_NARROWEST, min(width, _WIDEST))
    lines = [line for part in _parts(report) for line in _wrapped(part, width)]
    return "\n".join(lines) + "\n"


def _wrapped(part: tuple[int, str], width: int) -> list[str]:
    indent, text = part
    return textwrap.wrap(
        safe(text), width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4), break_on_hyphens=False
    ) or [""]


def _parts(report: CloneReport) -> Iterator[tuple[int, str]]:
    """Lines with their indents."""
    cloned = sum(len(cluster.notes) for cluster in report.clusters)
    yield 0, f"{many(report.notes, 'note')} read, {cloned} cloned in {many(len(report.clusters), 'cluster')}"
    yield 0, f"clones share at least {_percent(report.threshold)} of their own words"
    for number, cluster in enumerate(report.clusters, start=1):
        yield 0, ""
        yield 0, f"CLUSTER {number}  {many(len(cluster.notes), 'note')}, up to {_percent(cluster.share)} in common"
        yield from _notes(cluster)
        yield from _pairs(cluster)
    if report.repeated:
        yield 0, ""
        yield 0, "NOT COUNTED BECAUSE MANY NOTES HOLD IT"
        for one in report.repeated[:_MOST_REPEATED]:
            whose = "all notes" if one.provider is None else f"provider {one.provider}" if one.provider else "notes"
            filled = ", but for what is filled in" if one.filled_in else ""
            yield 2, f"{one.notes} of {one.of} ({whose}){filled}: {_quote(one.evidence)} in {one.note}"
        yield from _more(2, len(report.repeated) - _MOST_REPEATED, "sentence")
    if report.little_text or report.bad_dates or report.errors:
        yield 0, ""
        yield 0, "TO KNOW"
    if report.little_text:
        yield 2, f"{many(report.little_text, 'note')} with too few own words: found only as exact copies"
    if report.bad_dates:
        yield 2, f"{many(report.bad_dates, 'note')} with a date of service that is no day (write YYYY-MM-DD)"
    for error in report.errors[:_MOST_NOTES]:
        yield 2, f"not read: {error.id}: {error.message}"
    yield from _more(2, len(report.errors) - _MOST_NOTES, "note")


def _notes(cluster: CloneCluster) -> Iterator[tuple[int, str]]:
    for note in cluster.notes[:_MOST_NOTES]:
        yield 2, _note(note)
    yield from _more(2, len(cluster.notes) - _MOST_NOTES, "note")


def _note(note: ClonedNote) -> str:
    told = [("provider", note.provider), ("patient", note.patient), ("", note.date_of_service)]
    return "  ".join([note.id, *(f"{name} {value}".strip() for name, value in told if value)])


def _pairs(cluster: CloneCluster) -> Iterator[tuple[int, str]]:
    for pair in cluster.pairs[:_MOST_PAIRS]:
        yield 0, ""
        yield 2, f"{pair.a} / {pair.b}: {_percent(pair.share)} of {pair.words[0]} and {pair.words[1]} own words"
        yield 6, "; ".join([*_about(pair), f"compared: {pair.basis}"])
        for difference in pair.differences[:_MOST_DIFFERENCES]:
            yield 6, _difference(difference)
        yield from _more(6, len(pair.differences) - _MOST_DIFFERENCES, "difference")
    yield from _more(2, len(cluster.pairs) - min(len(cluster.pairs), _MOST_PAIRS) + cluster.pairs_left_out, "pair")


def _about(pair: ClonePair) -> Iterator[str]:
    yield {True: "same patient", False: "different patients", None: "patient not told"}[pair.same_patient]
    yield {True: "same provider", False: "different providers", None: "provider not told"}[pair.same_provider]
    yield "days not told" if pair.days_between is None else f"{many(pair.days_between, 'day')} apart"


def _difference(difference: Difference) -> str:
    where = next((words.section for words in (difference.a, difference.b) if words and words.section), "")
    kind = "own text" if difference.own else "work"
    sides = " / ".join(_quote(words) if words else "nothing" for words in (difference.a, difference.b))
    return f"{where or 'no header'} ({kind}): {sides}"


def _quote(words: Evidence) -> str:
    text = " ".join(words.text.split())
    cut = text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
    return f'"{cut}" [{words.start}-{words.end}]'


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %" if share < 1 else "100 %"


def many(count: int, what: str) -> str:
    """A count with its noun, in the plural but for one."""
    return f"{count} {what}" + ("" if count == 1 else "s")


def _more(indent: int, count: int, what: str) -> Iterator[tuple[int, str]]:
    if count > 0:
        yield indent, f"and {many(count, what)} more: see --format json"
