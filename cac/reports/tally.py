"""Counts over the rows of a run, in one pass. What is kept does not grow with the notes, but for a number a note.

An element is *asked for* in a note where a family that was performed requires it and it applies; it is *missing* where
it is then absent. What no family requires is never counted (issue: "answered but never asked for").
"""

from __future__ import annotations

from collections import Counter

from cac.reports.counts import ANY, ASKED, CONTRADICTED, MISSING, Cost, Counts, Group, Selection, day_of, key
from cac.reports.quotes import example
from cac.reports.records import Example, State
from cac.reports.rows import Answer, FullAnswer, Row, RowReader, Spot
from cac.reports.words import Names

EXAMPLES = 3


class Tally:
    """Counts rows.

    ``left_out`` holds why rows of a provider do not count, ``versions`` the rules of those that do, ``unfound`` how
    many examples do not stand in the notes that were given for their quotes.
    """

    def __init__(self, selection: Selection, names: Names, reader: RowReader) -> None:
        self.selection = selection
        self.reader = reader
        self.names = names
        self.groups: dict[str, Group] = {}
        self.versions: Counter[str] = Counter()
        self.left_out: dict[str, Counter[str]] = {}
        self.fields: set[str] = set()
        self.keys: set[str] = set()
        self.elements: dict[str, FullAnswer] = {}
        self.costs: dict[str, Cost] = {}
        self.required = 0
        self.rows = 0
        self.unfound = 0
        self._seen: set[int] = set()

    def add(self, row: Row, spot: Spot) -> None:
        """Count one row, or the reason why it does not count."""
        self.rows += 1
        context = row.context
        self.fields.update(context)
        name = context.get(self.selection.field, "")
        group_key = key(name)
        self.keys.add(group_key)
        day = day_of(context)
        if why := self._why_not(row, group_key, day):
            self.left_out.setdefault(group_key, Counter())[why] += 1
            return
        self.versions[row.version] += 1
        group = self.groups.get(group_key)
        if group is None:
            group = self.groups[group_key] = Group(" ".join(name.split()))
        self._count(group, row, day, spot)

    def _why_not(self, row: Row, group_key: str, day: str) -> str:
        """Why a row does not count; "" where it does."""
        wanted = self.selection
        if row.status == "error":
            return "error"
        if wanted.provider is not None and group_key != wanted.provider:
            return "other provider"
        if wanted.first or wanted.last:
            if not day:
                return "no day"
            if not (wanted.first or "0000") <= day <= (wanted.last or "9999"):
                return "other day"
        if row.status == "not_a_procedure" or not row.procedures:
            return "no procedure"
        if wanted.family and all(work.family != wanted.family for work in row.procedures):
            return "other family"
        if wanted.rules and not row.version.endswith(wanted.rules):
            return "other rules"
        mark = hash((row.id, day, group_key))
        if mark in self._seen:
            return "told twice"
        self._seen.add(mark)
        return ""

    def _count(self, group: Group, row: Row, day: str, spot: Spot) -> None:
        group.notes += 1
        if day:
            group.first = min(group.first or day, day)
            group.last = max(group.last, day)
        else:
            group.undated += 1
        asked = [a for a in row.checklist if a.required and a.status != "not_applicable" and a.element]
        self.required += len(asked)
        months = group.months.get(day[:7])
        if months is None:
            months = group.months[day[:7]] = {}
        if _count(months, asked) and any(answer.element not in self.elements for answer in asked):
            self._learn(spot)
        if self.selection.families:
            for family in {work.family for work in row.procedures}:
                group.family_notes[family] += 1
                _count(group.families.setdefault(family, {}), asked)
        if self.selection.costs:
            self._cost(row, asked)
        if self.selection.examples:
            self._keep(group, asked, day, spot)

    def _learn(self, spot: Spot) -> None:
        """Keep what the first row with an element says of it."""
        whole = self.reader.full(spot)
        for answer in whole.checklist if whole else ():
            if answer.required:
                self.elements.setdefault(answer.element, answer)

    def _cost(self, row: Row, asked: list[Answer]) -> None:
        if not row.lines:
            return
        for answer in asked:
            if answer.status != "absent":
                continue
            cost = self.costs.setdefault(answer.element, Cost())
            cost.notes += 1
            cost.lines += len(row.lines)
            for code in {line.code for line in row.lines}:
                cost.codes.setdefault(code, [0, 0, 0])[0] += 1
            for line in row.lines:
                held = cost.codes[line.code]
                held[1] += 1
                held[2] += line.units

    @staticmethod
    def _keep(group: Group, asked: list[Answer], day: str, spot: Spot) -> None:
        """Keep the places of the latest notes of each gap; of one day the first that came."""
        for answer in asked:
            if answer.contradicted:
                name: tuple[str, State] = (answer.element, "contradicted")
            elif answer.status == "absent":
                name = (answer.element, "missing")
            else:
                continue
            held = group.latest.get(name)
            if held is None:
                held = group.latest[name] = []
            elif len(held) == EXAMPLES:
                if held[-1][0] >= day:
                    continue
                held.pop()
            held.append((day, spot))
            held.sort(key=_by_day, reverse=True)

    def finish(self) -> None:
        """Read the rows of the examples again and quote them; each row once."""
        for group in self.groups.values():
            wanted: dict[Spot, list[tuple[str, State, str, int]]] = {}
            for (element, state), held in group.latest.items():
                for place, (day, spot) in enumerate(held):
                    wanted.setdefault(spot, []).append((element, state, day, place))
            found: dict[tuple[str, State], dict[int, Example]] = {}
            for spot, uses in wanted.items():
                whole = self.reader.full(spot)
                for element, state, day, place in uses if whole else ():
                    assert whole is not None
                    made = example(whole, element, state, day, self.names)
                    found.setdefault((element, state), {})[place] = made
            group.examples = {name: [held[place] for place in sorted(held)] for name, held in found.items()}


def _by_day(held: tuple[str, Spot]) -> str:
    return held[0]


def _count(counts: Counts, asked: list[Answer]) -> bool:
    """Count the answers of a note; whether one was of an element that was not counted here before."""
    missing = contradicted = 0
    fresh = False
    for answer in asked:
        held = counts.get(answer.element)
        if held is None:
            held = counts[answer.element] = [0, 0, 0]
            fresh = True
        held[ASKED] += 1
        if answer.status == "absent":
            held[MISSING] += 1
            missing = 1
        if answer.contradicted:
            held[CONTRADICTED] += 1
            contradicted = 1
    note = counts.get(ANY)
    if note is None:
        note = counts[ANY] = [0, 0, 0]
    note[ASKED] += bool(asked)
    note[MISSING] += missing
    note[CONTRADICTED] += contradicted
    return fresh
