"""What changed, and when: read off the first and last days of the embedded rows, and the table of other changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cac.guide.records import Change
from cac.lexicon.loader import Lexicon
from cac.reference.embedded import Embedded

SINCE = "2020"
"""The first year the guide tells of; a claim cannot be older."""


def all_changes(lexicon: Lexicon, reference: Embedded) -> list[Change]:
    """Every change since `SINCE`, the newest first."""
    found = [
        *_codes(lexicon),
        *_drugs(reference),
        *_add_ons(lexicon, reference),
        *_limits(reference),
        *_diagnoses(reference),
        *(Change(row.first_day, tuple(row.codes.split()), row.what, row.source) for row in reference.changes),
    ]
    recent = sorted((change for change in found if change.day >= SINCE), key=lambda change: (change.codes, change.what))
    return sorted(recent, key=lambda change: change.day, reverse=True)


def by_year(changes: list[Change]) -> dict[str, list[Change]]:
    """The changes of each year, in the order given."""
    years: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        years[change.day[:4]].append(change)
    return dict(years)


def _listed(codes: str) -> str:
    return codes.replace(" ", ", ")


def _codes(lexicon: Lexicon) -> Iterator[Change]:
    for code in lexicon.codes.values():
        if code.first_day:
            before = f"; before it {_listed(code.predecessors)}" if code.predecessors else ""
            yield Change(code.first_day, (code.code,), f"new: {code.label}{before}", code.days_source)
        if code.last_day:
            after = f"; after it {_listed(code.successors)}" if code.successors else ""
            yield Change(code.last_day, (code.code,), f"last day: {code.label}{after}", code.days_source)


def _drugs(reference: Embedded) -> Iterator[Change]:
    for row in reference.drug_rows:
        source = row.days_source or row.source
        if row.first_day:
            yield Change(row.first_day, (row.code,), f"new: {row.label}, {row.amount} {row.unit} a unit", source)
        if row.last_day:
            after = f"; after it {_listed(row.successors)}" if row.successors else ""
            yield Change(row.last_day, (row.code,), f"last day: {row.label}{after}", source)


def _add_ons(lexicon: Lexicon, reference: Embedded) -> Iterator[Change]:
    """Rows of add-ons that began or ended by themselves, not with one of their codes; those of a day together."""
    together: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in reference.add_on_rows:
        codes = [lexicon.codes.get(name) for name in (row.add_on, row.primary)]
        if None in codes:
            continue
        if row.first_day and not any(code and code.first_day == row.first_day for code in codes):
            together[row.first_day, row.add_on, "may stand beside", row.source].append(row.primary)
        if row.last_day and not any(code and code.last_day == row.last_day for code in codes):
            together[row.last_day, row.add_on, "last day beside", row.source].append(row.primary)
    for (day, add_on, what, source), primaries in together.items():
        yield Change(day, (add_on,), f"{what} {', '.join(primaries)}", source)


def _limits(reference: Embedded) -> Iterator[Change]:
    for row in reference.limit_rows:
        older = [
            other
            for other in reference.limit_rows_of(row.code)
            if other.setting == row.setting and other.first_day < row.first_day
        ]
        if older:
            what = f"at most {row.units} units ({row.setting}); before it {older[-1].units}"
            yield Change(row.first_day, (row.code,), what, row.source)


def _diagnoses(reference: Embedded) -> Iterator[Change]:
    """Headers that were divided on a day of their own."""
    rows = {row.code: row for row in reference.diagnosis_rows}
    usual = max(row.first_day for row in rows.values())
    for row in rows.values():
        if row.billable == "0" and row.first_day != usual:
            below = reference.codes_below(row.code)
            if below:
                yield Change(row.first_day, (row.code,), f"divided: {row.label}; write {', '.join(below)}", row.source)
