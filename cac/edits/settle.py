"""One fault is told once: what a line that comes off makes idle or false is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cac.edits.case import Case
from cac.edits.imaging import comes_off
from cac.records import Finding

_IMAGING = ("guidance/primary", "imaging/included")
_PACKAGED = "validity/packaged"
_TAKEN_OFF = (*_IMAGING, "validity/technical", _PACKAGED, "drug/place")
_REPLACED = ("validity/professional_code", "validity/facility_code", "validity/shape")
_SET_APART = ("ptp/apart", "ptp/idle", "ptp/none")
_OF_THE_LINE = ("diagnosis/coverage", "diagnosis/not_covered", "diagnosis/missing", "diagnosis/side", "drug/waste")


def settled(case: Case, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that another one answers.

    A line that comes off needs no modifier, no diagnosis and no word on what sets it apart; one whose code is replaced
    needs no modifier. Imaging that a PTP finding takes off is not taken off a second time, nor told to be packaged.
    Findings of another cause (dates, coverage, limits) stay.
    """
    told = list(found)
    by_pair = {place for item in told if item.rule in ("ptp/0", "ptp/1") for place in _imaging_of(case, item)}
    off = by_pair | {place for item in told if item.severity != "info" for place in _off(case, item)}
    imaging = by_pair | {place for item in told if item.rule in _IMAGING for place in _imaging_of(case, item)}
    replaced = {place for item in told if item.rule in _REPLACED for place in item.lines}
    for item in told:
        lines = set(item.lines)
        if item.rule in _IMAGING and by_pair & set(_off(case, item)):
            continue
        if item.rule == _PACKAGED and lines <= imaging:
            continue
        if item.rule in _SET_APART and lines & off:
            continue
        if lines and item.rule.startswith("modifier/") and lines <= off | replaced:
            continue
        if lines and item.rule in _OF_THE_LINE and lines <= off:
            continue
        yield item


def _off(case: Case, item: Finding) -> tuple[int, ...]:
    """The lines that a finding takes off."""
    if item.rule in _IMAGING:
        return _imaging_of(case, item)
    return item.lines if item.rule in _TAKEN_OFF else ()


def _imaging_of(case: Case, item: Finding) -> tuple[int, ...]:
    return tuple(place for place in item.lines if comes_off(case, case.line(place).code))
