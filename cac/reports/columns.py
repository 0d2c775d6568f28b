"""The columns of heat maps: so many elements that a page can be read, one severity after the other."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import NamedTuple

from cac.reports.charts import heat_map
from cac.reports.drawing import Drawing
from cac.reports.records import ElementRate, GroupRates, PracticeReport, Rate

MOST = 24
"""So many columns stand on a page beside their names."""


class Part(NamedTuple):
    """Some columns, and what they have in common ("" where they are all)."""

    name: str
    elements: tuple[ElementRate, ...]


def parts(report: PracticeReport) -> tuple[Part, ...]:
    """The elements in parts of at most `MOST`: all together where they fit, else by severity."""
    if len(report.elements) <= MOST:
        return (Part("", report.elements),)
    found = []
    for severity, group in groupby(report.elements, key=lambda one: one.words.severity):
        members = tuple(group)
        pages = ceil(len(members) / MOST)
        each = ceil(len(members) / pages)
        for page in range(pages):
            name = f"{severity} ({page + 1} of {pages})" if pages > 1 else severity
            found.append(Part(name[:1].upper() + name[1:], members[page * each : (page + 1) * each]))
    return tuple(found)


def drawn(part: Part, title: str, groups: tuple[GroupRates, ...]) -> Drawing:
    """The heat map of some groups over some columns."""
    names = [one.words.element for one in part.elements]
    rows = [(group.name, [group.rates.get(name, Rate()) for name in names]) for group in groups]
    return heat_map(f"{title}. {part.name}" if part.name else title, [one.words.label for one in part.elements], rows)
