"""Counts to the reports of a provider and of the practice."""

from __future__ import annotations

from collections.abc import Iterator

from cac.reports.counts import ANY, Counts, Group, added, of_all
from cac.reports.records import (
    CodeCost,
    ElementCost,
    ElementRate,
    ElementWords,
    Example,
    GroupRates,
    MonthRate,
    PartRates,
    PracticeReport,
    ProviderReport,
    Rate,
)
from cac.reports.rows import FullAnswer, RowReader
from cac.reports.scope import scope
from cac.reports.tally import Tally
from cac.reports.words import Names, rank

UNNAMED = "(not named)"


def providers(tally: Tally, reader: RowReader) -> Iterator[ProviderReport]:
    """The report of each provider whom the rows name, in the order of the alphabet; never in that of their rates."""
    for group in _groups(tally):
        if group.name:
            yield _provider(group, tally, reader)


def _groups(tally: Tally) -> list[Group]:
    return sorted(tally.groups.values(), key=lambda group: (not group.name, group.name.casefold()))


def _provider(group: Group, tally: Tally, reader: RowReader) -> ProviderReport:
    totals = group.totals()
    months = list(months_between(sorted(month for month in group.months if month)))
    elements = [
        ElementRate(
            words=_words(element, tally),
            rate=Rate.of(counts[0], counts[1]),
            contradicted=counts[2],
            months=_trend(months, group, element),
            examples=_examples(group, element),
        )
        for element, counts in totals.items()
        if element != ANY
    ]
    return ProviderReport(
        provider=group.name,
        scope=scope(tally, reader, group),
        overall=Rate.pooled(*of_all(totals)),
        with_gap=_with_gap(totals),
        months=_trend(months, group),
        elements=tuple(sorted(elements, key=lambda one: _order(one, tally))),
    )


def practice(tally: Tally, reader: RowReader) -> PracticeReport:
    """The report of all providers; with the cost side where the selection counted it."""
    groups = _groups(tally)
    totals = added(group.totals() for group in groups)
    elements = [
        ElementRate(words=_words(element, tally), rate=Rate.of(counts[0], counts[1]), contradicted=counts[2])
        for element, counts in totals.items()
        if element != ANY
    ]
    families = sorted({family for group in groups for family in group.families})
    return PracticeReport(
        copy_for="coder" if tally.selection.costs else "provider",
        grouped_by=tally.selection.field,
        scope=scope(tally, reader),
        overall=Rate.pooled(*of_all(totals)),
        with_gap=_with_gap(totals),
        elements=tuple(sorted(elements, key=lambda one: _order(one, tally))),
        providers=tuple(_rates(group.name or UNNAMED, group.notes, group.totals()) for group in groups),
        families=tuple(
            _rates(
                tally.names.family(family),
                sum(group.family_notes[family] for group in groups),
                added(group.families.get(family, {}) for group in groups),
            )
            for family in families
        ),
        parts=tuple(
            PartRates(
                provider=group.name or UNNAMED,
                family=tally.names.family(family),
                notes=group.family_notes[family],
                rates=_by_element(counts),
            )
            for group in groups
            for family, counts in sorted(group.families.items())
        ),
        cost=tuple(_costs(tally)) if tally.selection.costs else None,
    )


def months_between(months: list[str]) -> Iterator[str]:
    """Every month from the first to the last, also those without a note."""
    if not months:
        return
    year, month = (int(part) for part in months[0].split("-"))
    while f"{year:04d}-{month:02d}" <= months[-1]:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _words(element: str, tally: Tally) -> ElementWords:
    return tally.names.element(tally.elements.get(element) or FullAnswer(element=element, status="absent"))


def _order(one: ElementRate, tally: Tally) -> tuple[int, float, float, str]:
    """The worst severity first, in it what is missing most often for sure: one note of one is less than 40 of 50."""
    answer = tally.elements.get(one.words.element)
    return rank(answer.severity if answer else ""), -(one.rate.low or 0.0), -(one.rate.rate or 0.0), one.words.label


def _with_gap(counts: Counts) -> Rate:
    """How many notes lack anything."""
    asked, missing, _ = counts.get(ANY, [0, 0, 0])
    return Rate.of(asked, missing)


def _trend(months: list[str], group: Group, element: str = "") -> tuple[MonthRate, ...]:
    """The rate of one element, or of all together, in each month."""
    found = []
    for month in months:
        counts = group.months.get(month, {})
        asked, missing, _ = counts.get(element, [0, 0, 0])
        rate = Rate.of(asked, missing) if element else Rate.pooled(*of_all(counts))
        found.append(MonthRate(month=month, rate=rate))
    return tuple(found)


def _examples(group: Group, element: str) -> tuple[Example, ...]:
    missing = group.examples.get((element, "missing"), [])
    contradicted = group.examples.get((element, "contradicted"), [])
    return (*missing, *contradicted)


def _by_element(counts: Counts) -> dict[str, Rate]:
    return {element: Rate.of(one[0], one[1]) for element, one in sorted(counts.items()) if element != ANY}


def _rates(name: str, notes: int, counts: Counts) -> GroupRates:
    return GroupRates(
        name=name,
        notes=notes,
        with_gap=_with_gap(counts),
        overall=Rate.pooled(*of_all(counts)),
        rates=_by_element(counts),
    )


def _costs(tally: Tally) -> Iterator[ElementCost]:
    names: Names = tally.names
    known = tally.elements
    ordered = sorted(
        tally.costs.items(),
        key=lambda item: (rank(known[item[0]].severity if item[0] in known else ""), -item[1].lines, item[0]),
    )
    for element, cost in ordered:
        codes = sorted(cost.codes.items(), key=lambda item: (-item[1][1], item[0]))
        yield ElementCost(
            element=element,
            label=names.label(element),
            severity=names.severity(known[element].severity) if element in known else "",
            notes=cost.notes,
            lines=cost.lines,
            codes=tuple(CodeCost(code=code, notes=c[0], lines=c[1], units=c[2]) for code, c in codes),
        )
