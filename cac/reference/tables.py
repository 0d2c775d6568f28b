"""`Reference`: one place to ask what the tables say for a day. Imported editions go before the embedded facts.

Each question answers with the fact, with ``None`` where the table in force is silent ("no pair"), or with `NotInForce`
where no edition covers the day, so that silence and ignorance are never the same.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from cac.errors import TableError
from cac.reference.database import CONTRACTOR, reference_path
from cac.reference.diagnoses import bare_diagnosis, normal_diagnosis
from cac.reference.editions import OF_PROCEDURES, OUTPATIENT, Edition
from cac.reference.embedded import Embedded
from cac.reference.ndc import normal_ndc
from cac.reference.parts import hold
from cac.reference.periods import day_of, number
from cac.reference.records import (
    AddOn,
    Authority,
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
from cac.reference.store import Store


class Reference(Protocol):
    """What the rooms that check a claim may ask."""

    def version(self) -> int:
        """A number that changes when what the tables say may have changed: keep no answer beyond it."""
        ...

    def begins_after(self, day: date) -> date | None:
        """The first day of the tables of procedures where all of them begin after ``day``; else None."""
        ...

    def pair(self, column1: str, column2: str, day: date, setting: Setting) -> Pair | NotInForce | None:
        """The PTP edit of two codes in this order; for a hospital outpatient claim that of physicians may stand in."""
        ...

    def shipped_pair(self, column1: str, column2: str) -> Pair | None:
        """The PTP edit that ships of two codes in this order, for days that no edition covers."""
        ...

    def unit_limit(self, code: str, day: date, setting: Setting) -> UnitLimit | NotInForce | None:
        """The medically unlikely edit of a code."""
        ...

    def add_on(self, code: str, day: date) -> AddOn | NotInForce | None:
        """The primaries of an add-on code; None where the code is none."""
        ...

    def fee(self, code: str, day: date) -> Fee | NotInForce | None:
        """The fee schedule indicators of a code."""
        ...

    def drug_code(self, code: str, day: date) -> DrugCode | NotInForce | None:
        """A HCPCS drug code; None where it is not valid on the day."""
        ...

    def package(self, ndc: str, day: date) -> Package | NotInForce | None:
        """A product by its NDC in any of its written forms."""
        ...

    def diagnosis(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        """An ICD-10-CM code, with or without its dot."""
        ...

    def children(self, code: str, day: date) -> tuple[DiagnosisCode, ...]:
        """The codes one step more exact than an ICD-10-CM code."""
        ...

    def coverage(self, code: str, day: date) -> CoverageList | NotInForce | None:
        """The diagnoses that policies name for a code."""
        ...


class Tables:
    """`Reference` over the imported editions of ``store`` and, for what none of them covers, the embedded facts.

    A table that has an imported edition in force on the day answers alone, also with ``None``: the embedded facts are
    few, and their silence proves nothing beside a whole table. Of an edition that was imported in part this holds for
    the codes of that part.

    Raises:
        TableError: "store", when the database is there and cannot be read, or ``store`` names one that is not there.
    """

    def __init__(
        self, lexicon_root: Path | None = None, store: Path | None = None, *, embedded: Reference | None = None
    ):
        if store is not None and not store.exists():
            raise TableError(
                "store", "The database of --reference or cac.toml does not exist: import a table into it first."
            )
        self._store = Store(reference_path(store))
        self._embedded: Reference = embedded if embedded is not None else Embedded(lexicon_root)

    def version(self) -> int:
        """A number that changes when another program has imported since."""
        return self._store.version()

    def begins_after(self, day: date) -> date | None:
        """The first day of the tables of procedures, imported or embedded, where all of them begin after ``day``."""
        first = self._embedded.begins_after(day)
        if first is None:
            return None
        imported = [edition.first for edition in self._store.editions() if edition.source in OF_PROCEDURES]
        begins = day_of(min([*imported, number(first)]))
        return begins if begins and begins > day else None

    def pair(self, column1: str, column2: str, day: date, setting: Setting) -> Pair | NotInForce | None:
        """The PTP edit of two codes in this order.

        Where no table of the hospital's edits is imported, those of physicians stand in for them, under their own name;
        no absence is said by them.
        """
        if found := self._imported_pair(column1, column2, day, setting):
            return found[0]
        own = self._embedded.pair(column1, column2, day, setting)
        if setting == "practitioner" or (isinstance(own, Pair) and own.authority.table == OUTPATIENT):
            return own
        if found := self._imported_pair(column1, column2, day, "practitioner"):
            return found[0] or NotInForce(OUTPATIENT, day, column2)
        return own

    def pairs_edition(self, column1: str, day: date, setting: Setting) -> str:
        """The imported PTP edition that speaks of a code of column 1 on a day; "" where none does."""
        edition = self._store.edition("ptp", setting, number(day))
        held = edition is not None and hold(self._store.covered(edition), column1)
        return str(_authority(edition)) if edition and held else ""

    def _imported_pair(self, column1: str, column2: str, day: date, setting: Setting) -> tuple[Pair | None] | None:
        """What the imported table says; None where none is in force, or none that speaks of the code of column 1."""
        edition = self._store.edition("ptp", setting, number(day))
        if edition is None or not hold(self._store.covered(edition), column1):
            return None
        row = self._store.ptp(edition, column1, column2, number(day))
        return (Pair(column1, column2, str(row[0]), _authority(edition, *row[1:])) if row else None,)

    def shipped_pair(self, column1: str, column2: str) -> Pair | None:
        """The embedded PTP edit of two codes in this order, whatever the day."""
        return self._embedded.shipped_pair(column1, column2)

    def unit_limit(self, code: str, day: date, setting: Setting) -> UnitLimit | NotInForce | None:
        """The medically unlikely edit of a code."""
        edition = self._store.edition("mue", setting, number(day))
        if edition is None:
            return self._embedded.unit_limit(code, day, setting)
        found = self._store.mue(edition, code)
        return UnitLimit(code, found[0], str(found[1]), _authority(edition)) if found else None

    def add_on(self, code: str, day: date) -> AddOn | NotInForce | None:
        """The primaries of an add-on code; its least strict kind where edits of several kinds are in force."""
        on = number(day)
        edition = self._store.edition("aoc", "", on)
        if edition is None:
            return self._embedded.add_on(code, day)
        rows = self._store.aoc(edition, code, on)
        if not rows:
            return None
        primaries = frozenset(primary for primary, *_ in rows if primary != CONTRACTOR)
        kinds = {kind for _, kind, _, _ in rows}
        kind = "3" if len(kinds) > 1 else str(kinds.pop())
        first, last = min(row[2] for row in rows), max(row[3] for row in rows)
        return AddOn(code, primaries, kind, _authority(edition, first, last))

    def fee(self, code: str, day: date) -> Fee | NotInForce | None:
        """The indicators of the row without a modifier."""
        edition = self._store.edition("mpfs", "", number(day))
        if edition is None:
            return self._embedded.fee(code, day)
        found = self._store.mpfs(edition, code)
        return Fee(code, *found, _authority(edition)) if found else None

    def drug_code(self, code: str, day: date) -> DrugCode | NotInForce | None:
        """A HCPCS drug code: valid by the HCPCS table, its amount by the ASP table, else by HCPCS, else as embedded.

        The ASP table alone proves a code that it lists; one that it does not list may be valid all the same.
        """
        on = number(day)
        codes, limits = self._store.edition("hcpcs", "", on), self._store.edition("asp", "limits", on)
        limit = self._store.asp_limit(limits, code) if limits else None
        own = self._embedded.drug_code(code, day)
        label = own.label if isinstance(own, DrugCode) else ""
        if codes:
            found = self._store.hcpcs(codes, code, on)
            if not found or not found[2] <= on <= found[3]:
                return None
            amount, unit = limit[:2] if limit and limit[0] else found[:2]
            if amount:
                return DrugCode(code, label, amount, unit, found[4], _authority(codes, found[2], found[3]))
            return own if isinstance(own, DrugCode) else None
        if limits and limit and limit[0]:
            successors = own.successors if isinstance(own, DrugCode) else ""
            return DrugCode(code, label, limit[0], limit[1], successors, _authority(limits))
        return own

    def package(self, ndc: str, day: date) -> Package | NotInForce | None:
        """A product by its NDC; None where the crosswalk has several answers, for none of them may be guessed."""
        edition = self._store.edition("asp", "crosswalk", number(day))
        if edition is None:
            return self._embedded.package(ndc, day)
        found = [(form, *row) for form in normal_ndc(ndc) for row in self._store.packages(edition, form)]
        return Package(*found[0], _authority(edition)) if len(found) == 1 else None

    def diagnosis(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        """An ICD-10-CM code, with or without its dot."""
        edition = self._store.edition("icd10", "", number(day))
        if edition is None:
            return self._embedded.diagnosis(code, day)
        found = self._store.diagnosis(edition, bare_diagnosis(code))
        return _diagnosis(found, edition) if found else None

    def children(self, code: str, day: date) -> tuple[DiagnosisCode, ...]:
        """The codes one step more exact: those below ``code`` that have no other of them above."""
        edition = self._store.edition("icd10", "", number(day))
        if edition is None:
            return self._embedded.children(code, day)
        kept: list[tuple[str, str, int]] = []
        for row in self._store.diagnoses_below(edition, bare_diagnosis(code)):
            if not kept or not row[0].startswith(kept[-1][0]):
                kept.append(row)
        return tuple(_diagnosis(row, edition) for row in kept)

    def coverage(self, code: str, day: date) -> CoverageList | NotInForce | None:
        """The diagnoses that policies name for a code, written with their dots."""
        edition = self._store.edition("coverage", "lists", number(day))
        if edition is None:
            return self._embedded.coverage(code, day)
        found = self._store.coverage(edition, code)
        if not found:
            return None
        policies, covered, refused = (words.split() for words in found)
        yes, no = frozenset(map(normal_diagnosis, covered)), frozenset(map(normal_diagnosis, refused))
        return CoverageList(code, tuple(policies), yes, no, _authority(edition))


def _diagnosis(row: tuple[str, str, int], edition: Edition) -> DiagnosisCode:
    return DiagnosisCode(normal_diagnosis(row[0]), row[1], bool(row[2]), _authority(edition))


def _authority(edition: Edition, first: int | None = None, last: int | None = None) -> Authority:
    """Where a fact comes from; it is good as long as its row says, or else as its edition."""
    days = (edition.first, edition.last) if first is None or last is None else (first, last)
    return Authority(edition.title, edition.spoken_quarter, "imported", day_of(days[0]), day_of(days[1]))
