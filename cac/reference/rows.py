"""The rows of the embedded tables, in the order people look for them; a table is read when it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from pathlib import Path

from cac.lexicon.loader import lexicon_root
from cac.reference import files
from cac.reference.diagnoses import normal_diagnosis
from cac.reference.files import quarter_of, quarter_start

_OF_THE_RULE_BOOK = "(RULEBOOK)"


class EmbeddedRows:
    """The embedded tables under a lexicon folder, whatever the day.

    Every question may raise `LexiconError` where a file of ``lexicons/reference/`` breaks its schema.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or lexicon_root()

    def policies(self, code: str) -> list[files.PolicyRow]:
        """The policies and articles, by contractor, that are about a code."""
        sets = {row.set for row in self._policy_codes if code in row.codes.split()}
        return [row for row in self._policies if row.set in sets]

    def pairs_of(self, code: str) -> list[files.PairRow]:
        """Every PTP pair a code stands in."""
        return [row for row in self._pairs.values() if code in row[:2]]

    def knows_pairs_of(self, code: str) -> bool:
        """Whether the pairs of a code are all here, so that "no pair" may be said of it."""
        return code in self._paired_codes

    def limit_rows_of(self, code: str) -> list[files.LimitRow]:
        """The limits of a code, the oldest first."""
        return [row for (of, _setting), rows in self._limits.items() if of == code for row in rows]

    def codes_below(self, code: str) -> list[str]:
        """The ICD-10-CM codes one step more exact."""
        return self._children.get(code, [])

    def drug_row(self, code: str) -> files.DrugRow | None:
        """A drug code."""
        return self._drugs.get(code)

    def diagnosis_row(self, code: str) -> files.DiagnosisRow | None:
        """An ICD-10-CM code, with or without its dot."""
        return self._diagnoses.get(normal_diagnosis(code))

    def coverage_row(self, code: str) -> files.CoverageRow | None:
        """The lists of diagnoses that go for a code."""
        return self._covered.get(code)

    def diagnoses_on(self, name: str, kind: str) -> list[str]:
        """The diagnoses of a list, by kind (covered, not_covered)."""
        return self._lists.get((name, kind), [])

    def covers(self, diagnosis: str) -> list[str]:
        """The codes whose lists name a diagnosis as covered."""
        lists = {name for (name, kind), codes in self._lists.items() if kind == "covered" and diagnosis in codes}
        return [row.code for row in self._covered.values() if lists & set(row.lists.split())]

    @property
    def drug_rows(self) -> list[files.DrugRow]:
        """Every drug code."""
        return list(self._drugs.values())

    @property
    def diagnosis_rows(self) -> list[files.DiagnosisRow]:
        """Every ICD-10-CM code."""
        return list(self._diagnoses.values())

    @property
    def add_on_rows(self) -> list[files.AddOnRow]:
        """Every add-on code beside each of its primaries."""
        return [row for rows in self._add_ons.values() for row in rows]

    @property
    def limit_rows(self) -> list[files.LimitRow]:
        """Every limit of units."""
        return [row for rows in self._limits.values() for row in rows]

    @cached_property
    def documentation(self) -> list[files.DocumentationRow]:
        """What notes must say."""
        return files.read(self.root, "documentation", files.DocumentationRow)

    @cached_property
    def changes(self) -> list[files.ChangeRow]:
        """Changes of rules that no day of a code tells."""
        return files.read(self.root, "changes", files.ChangeRow)

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], files.PairRow]:
        return {row[:2]: row for row in files.read(self.root, "ptp_pairs", files.PairRow)}

    @cached_property
    def _outpatient_pairs(self) -> dict[tuple[str, str], files.PairRow]:
        return {row[:2]: row for row in files.read(self.root, "ptp_outpatient", files.PairRow)}

    @cached_property
    def _paired_codes(self) -> frozenset[str]:
        """The codes whose pairs are all here: rows that only the rule book names do not make a code such."""
        whole = [row for row in self._pairs.values() if not row.source.endswith(_OF_THE_RULE_BOOK)]
        return frozenset(code for row in whole for code in row[:2])

    @cached_property
    def _pairs_first_day(self) -> date:
        return min(quarter_start(quarter) for quarter in {quarter_of(row.source) for row in self._pairs.values()})

    @cached_property
    def _limits(self) -> dict[tuple[str, str], list[files.LimitRow]]:
        found: defaultdict[tuple[str, str], list[files.LimitRow]] = defaultdict(list)
        for row in sorted(files.read(self.root, "mue", files.LimitRow), key=lambda row: row.first_day):
            found[row.code, row.setting].append(row)
        return dict(found)

    @cached_property
    def _limits_first_day(self) -> date:
        return date.fromisoformat(min(rows[0].first_day for rows in self._limits.values()))

    @cached_property
    def _add_ons(self) -> dict[str, list[files.AddOnRow]]:
        found: defaultdict[str, list[files.AddOnRow]] = defaultdict(list)
        for row in files.read(self.root, "add_ons", files.AddOnRow):
            found[row.add_on].append(row)
        return dict(found)

    @cached_property
    def _add_ons_first_day(self) -> date:
        return date.fromisoformat(min(row.first_day for row in self.add_on_rows if row.first_day))

    @cached_property
    def _drugs(self) -> dict[str, files.DrugRow]:
        return {row.code: row for row in files.read(self.root, "hcpcs", files.DrugRow)}

    @cached_property
    def _diagnoses(self) -> dict[str, files.DiagnosisRow]:
        return {row.code: row for row in files.read(self.root, "icd10", files.DiagnosisRow)}

    @cached_property
    def diagnosis_days(self) -> tuple[date, date]:
        """First and last day of the fiscal year (October to September) that the ICD-10-CM table is of.

        A row that is older has the day on which its code was made, and answers from that day on.
        """
        quarters = {quarter_of(row.source) for row in self._diagnoses.values()}
        newest = max(quarter_start(quarter) for quarter in quarters if quarter)  # the rule book's rows name none
        year = newest.year + (newest.month > 9)
        return date(year - 1, 10, 1), date(year, 9, 30)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for code in self._diagnoses:
            parent = code[:-1].rstrip(".")
            while len(parent) > 3 and parent not in self._diagnoses:
                parent = parent[:-1].rstrip(".")
            if len(parent) >= 3:
                found[parent].append(code)
        return dict(found)

    @cached_property
    def _covered(self) -> dict[str, files.CoverageRow]:
        return {row.code: row for row in files.read(self.root, "coverage_codes", files.CoverageRow)}

    @cached_property
    def _coverage_first_day(self) -> date:
        return min(quarter_start(quarter_of(row.source)) for row in self._covered.values())

    @cached_property
    def _lists(self) -> dict[tuple[str, str], list[str]]:
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in files.read(self.root, "coverage_lists", files.ListRow):
            found[row.list, row.kind] += row.codes()
        return found

    @cached_property
    def _policies(self) -> list[files.PolicyRow]:
        return files.read(self.root, "policies", files.PolicyRow)

    @cached_property
    def _policy_codes(self) -> list[files.PolicyCodesRow]:
        return files.read(self.root, "policy_codes", files.PolicyCodesRow)
