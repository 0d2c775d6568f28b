"""The embedded facts of Medicare's tables: small, ours, dated. A table is read at its first question.

A table is in force from the first day of its quarter on, or from the day its rows say (an ICD-10-CM edition from the
first to the last day of its fiscal year, a code with a day of its own from that day on); the caller shows the quarter.
It holds the codes of the specialty only, so it says "nothing there" (None) of those alone: a code that it does not
hold, or that is younger than its edition, is answered with `NotInForce`, because absence from such a table proves
nothing.
"""

from __future__ import annotations

from datetime import date

from cac.lexicon.loader import Code, lexicon_root, load_lexicon
from cac.reference import files
from cac.reference.diagnoses import normal_diagnosis
from cac.reference.editions import OUTPATIENT
from cac.reference.files import quarter_of, quarter_start
from cac.reference.records import (
    AddOn,
    CoverageList,
    DiagnosisCode,
    DrugCode,
    Fee,
    NotInForce,
    Package,
    Pair,
    Setting,
    UnitLimit,
)
from cac.reference.rows import EmbeddedRows

PTP, MUE, AOC, MPFS = "NCCI PTP practitioner", "NCCI MUE", "NCCI AOC", "MPFS"
_FEES = f"{MPFS} 2024 Q3"
_FEES_FIRST_DAY = quarter_start(quarter_of(_FEES))


class Embedded(EmbeddedRows):
    """The `Reference` of the facts that ship with the program.

    Every question may raise `LexiconError` where a file of ``lexicons/reference/`` breaks its schema.
    """

    def version(self) -> int:
        """Always the same: what ships does not change while a program runs."""
        return 0

    def begins_after(self, day: date) -> date | None:
        """The first day of the tables of procedures where all of them begin after ``day``; else None.

        The table that reaches back furthest, a small one, is asked first, so that an ordinary day reads no other.
        """
        if day >= self._add_ons_first_day:
            return None
        first = min(self._add_ons_first_day, self._limits_first_day, self._pairs_first_day, _FEES_FIRST_DAY)
        return first if first > day else None

    def pair(self, column1: str, column2: str, day: date, setting: Setting) -> Pair | NotInForce | None:
        """The PTP edit of two codes in this order.

        Only the practitioner table is embedded (Medicare checks professional and ASC claims by it), and of the
        hospital's the few pairs in which the rule book says that it differs. For the hospital the practitioner's pairs
        stand in, under their own name; no absence is said for that setting.
        """
        if day < self._pairs_first_day:
            return NotInForce(PTP, day)
        if setting == "outpatient" and (row := self._outpatient_pairs.get((column1, column2))):
            return Pair(column1, column2, row.indicator, files.authority(row.source, table=OUTPATIENT))
        if shipped := self.shipped_pair(column1, column2):
            return shipped
        for code in (column1, column2):
            if code not in self._paired_codes:
                return self._unknown(PTP, code, self._pairs_first_day, day)
        return NotInForce(OUTPATIENT, day, column2) if setting == "outpatient" else None

    def shipped_pair(self, column1: str, column2: str) -> Pair | None:
        """The PTP edit that ships of two codes in this order, whatever the day."""
        row = self._pairs.get((column1, column2))
        return Pair(column1, column2, row.indicator, files.authority(row.source, table=PTP)) if row else None

    def unit_limit(self, code: str, day: date, setting: Setting) -> UnitLimit | NotInForce:
        """The medically unlikely edit of a code: its newest row that is in force.

        Never None: some limits are not published, so a code without a row may have one.
        """
        rows = self._limits.get((code, setting), [])
        in_force = [row for row in rows if row.first_day <= day.isoformat()]
        if not in_force:
            return self._unknown(f"{MUE} {setting}", code, self._limits_first_day, day)
        row = in_force[-1]
        until = next((later.first_day for later in rows if later.first_day > row.first_day), "")
        said = files.authority(row.source, row.first_day, table=f"{MUE} {setting}")
        last = date.fromordinal(date.fromisoformat(until).toordinal() - 1) if until else None
        return UnitLimit(code, int(row.units), row.mai, said._replace(last_day=last))

    def add_on(self, code: str, day: date) -> AddOn | NotInForce | None:
        """The primaries of an add-on code that are good on the day; None where the code is no add-on.

        The table keeps the rows that ended, so it speaks of every day from its first row on. Of an add-on that is not
        yet or no longer in it on the day nothing is said.
        """
        rows = self._add_ons.get(code)
        if not rows:
            return None if self._code(code) else NotInForce(AOC, day, code)
        good = [row for row in rows if row.first_day <= day.isoformat() <= (row.last_day or "9999")]
        if not good:
            return NotInForce(AOC, day) if day < self._add_ons_first_day else NotInForce(AOC, day, code)
        said = files.authority(good[0].source, min(row.first_day for row in good))
        return AddOn(code, frozenset(row.primary for row in good), min(row.kind for row in good), said)

    def fee(self, code: str, day: date) -> Fee | NotInForce | None:
        """The fee schedule indicators of a code."""
        row = self._code(code)
        if row is None or not (row.global_days or row.status):
            return NotInForce(MPFS, day, code)
        source = row.source if quarter_of(row.source) else _FEES  # the rule book copies that edition
        if day < quarter_start(quarter_of(source)):
            return NotInForce(MPFS, day)
        return Fee(code, row.status, row.global_days, row.bilateral, row.pctc, files.authority(source))

    def drug_code(self, code: str, day: date) -> DrugCode | NotInForce | None:
        """A HCPCS drug code; None where it is not valid on the day."""
        row = self._drugs.get(code)
        if row is None:
            return NotInForce("HCPCS", day, code)
        if not row.first_day <= day.isoformat() <= (row.last_day or "9999"):
            return None
        said = files.authority(row.source, row.first_day, row.last_day)
        return DrugCode(code, row.label, float(row.amount), row.unit, row.successors, said, row.days_source)

    def package(self, ndc: str, day: date) -> Package | NotInForce | None:
        """No product is embedded: the NDC crosswalk is the user's to import."""
        return NotInForce("ASP NDC-HCPCS crosswalk", day)

    def diagnosis(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        """An ICD-10-CM code, with or without its dot; None where it was made after the day.

        A first day that is not that of the edition is of the code itself. What a header was before is not told.

        ``date.max`` asks the newest edition.
        """
        row = self._diagnoses.get(normal_diagnosis(code))
        if row is None:
            return NotInForce("ICD-10-CM", day, normal_diagnosis(code))
        if self.diagnosis_days[1] < day < date.max:
            return NotInForce("ICD-10-CM", day)
        if day.isoformat() < row.first_day:
            made = row.billable == "1" and row.first_day != files.fiscal_year_start(row.source)
            return None if made else NotInForce("ICD-10-CM", day)
        return DiagnosisCode(row.code, row.label, row.billable == "1", files.authority(row.source, row.first_day))

    def children(self, code: str, day: date) -> tuple[DiagnosisCode, ...]:
        """The codes one step more exact than an ICD-10-CM code; none where no edition is in force."""
        found = (self.diagnosis(child, day) for child in self._children.get(normal_diagnosis(code), ()))
        return tuple(child for child in found if isinstance(child, DiagnosisCode))

    def coverage(self, code: str, day: date) -> CoverageList | NotInForce | None:
        """The diagnoses that policies name for a code; None where no policy with a list names it."""
        row = self._covered.get(code)
        first = self._coverage_first_day
        if day < first:
            return NotInForce("LCD lists", day)
        if row is None:
            return None if self._code(code) else NotInForce("LCD lists", day, code)
        lists = row.lists.split()
        return CoverageList(
            code,
            tuple(row.policies.split()),
            frozenset(one for name in lists for one in self._lists[name, "covered"]),
            frozenset(one for name in lists for one in self._lists[name, "not_covered"]),
            files.authority(row.source, first.isoformat()),
        )

    def _code(self, code: str) -> Code | None:
        return load_lexicon(None if self.root == lexicon_root() else self.root).codes.get(code)

    def _unknown(self, table: str, code: str, first: date, day: date) -> NotInForce:
        """Why a table that holds some codes only says nothing of this one."""
        return NotInForce(table, day) if day < first else NotInForce(table, day, code)
