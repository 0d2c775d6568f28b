"""`Tables`: imported editions before embedded facts, by day; silence is not ignorance."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cac.errors import TableError
from cac.reference.importer import Imported
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
from cac.reference.tables import Reference, Tables
from tests.reference import made_up
from tests.reference.made_up import Write

Load = Callable[..., list[Imported]]
BEFORE, DAY, LATER = date(2026, 5, 1), date(2026, 8, 15), date(2027, 2, 1)
OURS = Authority("ours", "2024 Q3", "embedded")


class Fake:
    """Embedded facts of everything, until the end of 2026."""

    def version(self) -> int:
        return 0

    def begins_after(self, day: date) -> date | None:
        return date(2013, 4, 1) if day < date(2013, 4, 1) else None

    def pair(self, column1: str, column2: str, day: date, setting: Setting) -> Pair | NotInForce | None:
        return Pair(column1, column2, "0", OURS) if day.year < 2027 else NotInForce("ours", day)

    def shipped_pair(self, column1: str, column2: str) -> Pair | None:
        return Pair(column1, column2, "0", OURS)

    def unit_limit(self, code: str, day: date, setting: Setting) -> UnitLimit | NotInForce | None:
        return UnitLimit(code, 9, "1", OURS) if day.year < 2027 else NotInForce("ours", day)

    def add_on(self, code: str, day: date) -> AddOn | NotInForce | None:
        return AddOn(code, frozenset({"99999"}), "1", OURS) if day.year < 2027 else NotInForce("ours", day)

    def fee(self, code: str, day: date) -> Fee | NotInForce | None:
        return Fee(code, "A", "090", "9", "9", OURS) if day.year < 2027 else NotInForce("ours", day)

    def drug_code(self, code: str, day: date) -> DrugCode | NotInForce | None:
        return DrugCode(code, "our label", 7.0, "mg", "", OURS) if day.year < 2027 else NotInForce("ours", day)

    def package(self, ndc: str, day: date) -> Package | NotInForce | None:
        return NotInForce("ours", day)

    def diagnosis(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        return DiagnosisCode(code, "our label", True, OURS) if day.year < 2027 else NotInForce("ours", day)

    def children(self, code: str, day: date) -> tuple[DiagnosisCode, ...]:
        return (DiagnosisCode(code + "0", "our label", True, OURS),)

    def coverage(self, code: str, day: date) -> CoverageList | NotInForce | None:
        return CoverageList(code, ("L0",), frozenset(), frozenset(), OURS) if day.year < 2027 else NotInForce("o", day)


@pytest.fixture
def tables(database: Path) -> Callable[[], Tables]:
    return lambda: Tables(store=database, embedded=Fake())


def test_pairs_in_force_by_date(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    rows = (
        "11111\t22222\t\t20200101\t20260731\t1\tr",
        "11111\t22222\t\t20260801\t*\t0\tr",
        "11111\t22222\t\t20260801\t20260801\t9\tr",
        "11111\t33333\t\t20260801\t20260801\t9\tr",
        "11111\t44444\t\t20260801\t20260831\t9\tr",
        "11111\t55555\t\t20260901\t*\t1\tr",
        "33333\t55555\t\t20260901\t*\t1\tr",
    )
    load("ptp", write("ccipra-v322r0-f1.txt", made_up.ptp(rows)))
    asked = tables()

    def indicator(column2: str, day: date) -> str | None:
        found = asked.pair("11111", column2, day, "practitioner")
        assert not isinstance(found, NotInForce)
        return found.indicator if found else None

    assert indicator("22222", date(2026, 7, 31)) == "1"
    assert indicator("22222", date(2026, 8, 1)) == "0"
    assert indicator("33333", date(2026, 8, 1)) is None
    assert indicator("44444", date(2026, 8, 5)) == "9"
    assert indicator("55555", date(2026, 8, 31)) is None
    assert indicator("55555", date(2026, 9, 1)) == "1"
    assert indicator("11111", DAY) is None
    assert asked.pair("22222", "11111", DAY, "practitioner") is None
    found = asked.pair("11111", "22222", DAY, "practitioner")
    assert found == Pair(
        "11111", "22222", "0", Authority("NCCI PTP practitioner", "2026 Q3", "imported", date(2026, 8, 1), None)
    )


A, B = "11111\t22222\t\t20200101\t*\t0\tr", "33333\t44444\t\t20200101\t*\t1\tr"
LAST = "G0101\t44444\t\t20200101\t*\t1\tr"


@pytest.mark.parametrize(
    ("files", "silent"),
    [
        ({"ccipra-v322r0-f1.txt": (A,)}, {"10000"}),
        ({"ccipra-v322r0-f1.txt": (A,), "ccipra-v322r0-f2.txt": (B,)}, {"10000", "25000"}),
        ({"ccipra-v322r0-f1.txt": (A,), "ccipra-v322r0-f2.txt": (B, LAST)}, {"10000", "25000", "64483", "V9999"}),
        ({"ccipra-v322r0-f1.txt": (A, LAST)}, {"10000", "25000", "64483", "V9999"}),
        ({"edits 2026Q3 practitioner.txt": (B,)}, set()),
        ({"practitioner 2026Q3 a.txt": (A,), "practitioner 2026Q3 b.txt": (B,)}, set()),
    ],
)  # fmt: skip
def test_a_part_of_the_table_is_silent_on_its_own_codes_alone(
    files: dict[str, tuple[str, ...]], silent: set[str], load: Load, write: Write, tables: Callable[[], Tables]
) -> None:
    load("ptp", *(write(name, made_up.ptp(rows)) for name, rows in files.items()))
    asked = tables()
    said = {code: asked.pair(code, "99999", DAY, "practitioner") for code in ("10000", "25000", "64483", "V9999")}
    assert {code for code, answer in said.items() if answer is None} == silent
    assert all(answer == Pair(code, "99999", "0", OURS) for code, answer in said.items() if code not in silent)
    held = {row.split("\t")[0] for rows in files.values() for row in rows}
    assert all(asked.pair(code, "99999", DAY, "practitioner") is None for code in held)


def test_the_hospital_is_judged_by_its_own_table_where_it_is_here(
    load: Load, write: Write, tables: Callable[[], Tables]
) -> None:
    load("ptp", write("ccipra-v322r0-f1.txt", made_up.ptp((A, LAST))))
    stands_in = tables().pair("11111", "22222", DAY, "outpatient")
    assert isinstance(stands_in, Pair) and stands_in.authority.table == "NCCI PTP practitioner"
    silent = tables().pair("11111", "99999", DAY, "outpatient")
    assert isinstance(silent, NotInForce) and silent.table == "NCCI PTP outpatient hospital"
    load("ptp", write("ccioph-v322r0-f1.txt", made_up.ptp((B, LAST))))
    assert tables().pair("11111", "22222", DAY, "outpatient") is None
    own = tables().pair("33333", "44444", DAY, "outpatient")
    assert isinstance(own, Pair) and own.authority.table == "NCCI PTP outpatient hospital"


def test_the_first_day_of_any_table(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    early = date(2011, 5, 1)
    load("icd10", write("icd10cm_order_2010.txt", made_up.icd10(("M54", 0, "x"))))
    assert tables().begins_after(early) == date(2013, 4, 1), "diagnoses judge no procedure"
    load("ptp", write("ccipra-v170r0-f1.txt", made_up.ptp()))
    assert tables().begins_after(early) is None
    assert tables().begins_after(date(2010, 12, 31)) == date(2011, 1, 1)


def test_the_version_tells_of_an_import(
    load: Load, write: Write, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAC_REFERENCE", str(database))
    asked = Tables(embedded=Fake())
    versions = [asked.version(), asked.version()]
    load("ptp", write("ccipra-v322r0-f1.txt", made_up.ptp()))
    versions.append(asked.version())
    found = asked.pair("11111", "22222", DAY, "practitioner")
    assert isinstance(found, Pair) and found.authority.origin == "imported", "a database that was not there at first"
    load("mue", write("a_Eff_07-01-2026.csv", made_up.mue()))
    versions.append(asked.version())
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3


def test_what_no_import_covers_is_embedded_or_not_in_force(
    load: Load, write: Write, tables: Callable[[], Tables], database: Path
) -> None:
    load("asp", write("a.csv", made_up.limits("J0001,x,10 MG,1.25,\r\n")))
    load("mpfs", write("x.csv", made_up.mpfs(made_up.mpfs_row("11111"))))
    asked = tables()
    assert asked.pair("1", "2", DAY, "practitioner") == Pair("1", "2", "0", OURS)
    assert asked.fee("11111", BEFORE) == Fee("11111", "A", "090", "9", "9", OURS)
    fee = asked.fee("11111", DAY)
    assert isinstance(fee, Fee) and (fee.global_days, fee.authority.origin) == ("000", "imported")
    assert asked.fee("22222", DAY) is None
    assert isinstance(asked.fee("11111", LATER), NotInForce)  # the file is of 2026
    assert isinstance(asked.unit_limit("11111", LATER, "practitioner"), NotInForce)
    assert isinstance(Tables(store=database, embedded=Fake()).package("1", DAY), NotInForce)


def test_settings_are_apart(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    load("mue", write("a_Eff_07-01-2026.csv", made_up.mue()))
    limit = tables().unit_limit("11111", DAY, "practitioner")
    assert limit == UnitLimit(
        "11111", 2, "2", Authority("NCCI MUE practitioner", "2026 Q3", "imported", date(2026, 7, 1))
    )
    assert tables().unit_limit("22222", DAY, "practitioner") is None
    assert tables().unit_limit("11111", DAY, "outpatient") == UnitLimit("11111", 9, "1", OURS)


def test_add_ons(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    text = made_up.aoc(
        "1\t11111\t\t22222\t\t2013091\t\t",
        "1\t11111\t\t33333\t\t2013091\t2025365\t",
        "1\t11111\t\t44444\t2024366\t2013091\t\t",
        "1\t11111\t\t55555\t\t2026244\t\t",
        "2\t66666\t\tCCCCC\t\t2013091\t\t",
        "1\t77777\t2025365\t22222\t\t2013091\t\t",
        "1\t88888\t\t22222\t\t2013091\t\t",
        "3\t88888\t\t33333\t\t2013091\t\t",
    )
    load("aoc", write("AOC_V2026Q2-MCR.txt", text))

    def primaries(code: str, day: date = DAY) -> tuple[set[str], str] | None:
        found = tables().add_on(code, day)
        assert not isinstance(found, NotInForce)
        return (set(found.primaries), found.kind) if found else None

    assert primaries("11111") == ({"22222"}, "1")
    assert primaries("11111", date(2026, 9, 1)) == ({"22222", "55555"}, "1")
    assert primaries("66666") == (set(), "2")
    assert primaries("77777") is None
    assert primaries("88888") == ({"22222", "33333"}, "3")
    assert primaries("22222") is None


def test_drug_codes(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    entries = (
        ("J0001", "3", "Injection, x, per 10 mg", "20200101", ""),
        ("J0002", "3", "Injection, x, 1 mg", "20200101", "20260731"),
        ("J0003", "3", "Injection, one 3 mg and other 3 mg", "20200101", ""),
        ("J0004", "3", "Injection, x, 1 mg", "20261001", ""),
    )
    load("hcpcs", write("HCPC2026_JUL_ANWEB.csv", made_up.hcpcs(*entries)))
    asked = tables()
    found = asked.drug_code("J0001", DAY)
    assert isinstance(found, DrugCode)
    assert (found.amount, found.unit, found.label, found.authority.origin) == (10, "mg", "our label", "imported")
    assert isinstance(asked.drug_code("J0002", date(2026, 7, 31)), DrugCode)
    assert asked.drug_code("J0002", DAY) is None
    assert asked.drug_code("J0003", DAY) == DrugCode("J0003", "our label", 7.0, "mg", "", OURS)
    assert asked.drug_code("J0004", DAY) is None
    assert asked.drug_code("J9999", DAY) is None
    rows = "J0001,x,5 MG,1.25,\r\nJ0009,x,2 ML,1,\r\n"
    load("asp", write("a.csv", made_up.limits(rows, "Effective July 1, 2026 through September 30, 2026")))
    dosed = tables().drug_code("J0001", DAY)
    assert isinstance(dosed, DrugCode) and dosed.amount == 5


def test_the_payment_limits_alone_prove_what_they_list(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    load("asp", write("a.csv", made_up.limits("J0001,x,5 MG,1.25,\r\n")))
    listed, other = tables().drug_code("J0001", date(2026, 2, 1)), tables().drug_code("J0002", date(2026, 2, 1))
    assert isinstance(listed, DrugCode) and (listed.amount, listed.authority.table) == (5, "ASP payment limits")
    assert isinstance(other, DrugCode) and other.authority == OURS


@pytest.mark.parametrize(
    ("ndc", "units"),
    [("00123-4567-89", 10), ("0123-4567-89", 10), ("00123456789", 10), ("0123456789", 10), ("11111-1111-11", None),
     ("99999-9999-99", None), ("no", None), ("", None)],
)  # fmt: skip
def test_packages(load: Load, write: Write, tables: Callable[[], Tables], ndc: str, units: float | None) -> None:
    rows = (
        "J0001,x,x,00123-4567-89,x,10 MG,1,2,5,10,,,\r\nJ0001,x,x,11111-1111-11,x,10 MG,1,2,5,4,,,\r\n"
        "J0002,x,x,11111-1111-11,x,10 MG,1,2,5,8,,,\r\n"
    )
    load("asp", write("b.csv", made_up.crosswalk(rows)))
    found = tables().package(ndc, date(2026, 2, 1))
    assert not isinstance(found, NotInForce)
    assert (found.units_per_package if found else None) == units


def test_diagnoses_and_their_children(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    codes = (
        "M54",
        "M541",
        "M5416",
        "M5417",
        "M545",
        "M5450",
        "M5451",
        "S120",
        "S12000A",
        "S12000B",
        "S121XXA",
        "T81",
        "T819XXA",
    )
    text = made_up.icd10(*((code, int(len(code) > 4), f"made-up {code}") for code in codes))
    load("icd10", write("icd10cm_order_2026.txt", text))
    asked = tables()
    found = asked.diagnosis("m54.16", DAY)
    assert isinstance(found, DiagnosisCode)
    assert (found.code, found.label, found.billable, found.authority.last_day) == (
        "M54.16", "made-up M5416", True, date(2026, 9, 30),
    )  # fmt: skip
    assert asked.diagnosis("M54.99", DAY) is None
    assert [child.code for child in asked.children("M54", DAY)] == ["M54.1", "M54.5"]
    assert [child.code for child in asked.children("M54.5", DAY)] == ["M54.50", "M54.51"]
    assert [child.code for child in asked.children("S12.0", DAY)] == ["S12.000A", "S12.000B"]
    assert [child.code for child in asked.children("T81", DAY)] == ["T81.9XXA"]
    assert asked.children("M54.50", DAY) == ()
    assert asked.children("M54", date(2026, 10, 1))[0].label == "our label"


def test_coverage(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    lists = {"11111": {"lcdIds": ["L1", "L2"], "covered": ["M54.16", "M46.1"], "notCovered": ["G60.0"]}}
    load("coverage", write("lcd_2026-03.json", json.dumps(lists)))
    found = tables().coverage("11111", DAY)
    assert isinstance(found, CoverageList)
    assert found[:4] == ("11111", ("L1", "L2"), {"M54.16", "M46.1"}, {"G60.0"})
    assert tables().coverage("22222", DAY) is None
    assert isinstance(tables().coverage("11111", date(2026, 2, 28)), CoverageList)  # the embedded one


def test_an_import_while_questions_are_asked(load: Load, write: Write, tables: Callable[[], Tables]) -> None:
    load("ptp", write("ccipra-v322r0-f1.txt", made_up.ptp()))
    asked = tables()
    assert isinstance(asked.pair("11111", "22222", DAY, "practitioner"), Pair)
    load("ptp", write("ccipra-v322r1-f1.txt", made_up.ptp(("11111\t99999\t\t20200101\t*\t1\tr",))), replace=True)
    assert asked.pair("11111", "22222", DAY, "practitioner") is None
    assert isinstance(asked.pair("11111", "99999", DAY, "practitioner"), Pair)


def test_questions_do_not_write(load: Load, write: Write, tables: Callable[[], Tables], database: Path) -> None:
    load("ptp", write("ccipra-v322r0-f1.txt", made_up.ptp()))
    before = made_up.state(database)
    tables().pair("11111", "22222", DAY, "practitioner")
    database.chmod(0o400)
    assert isinstance(tables().pair("11111", "22222", DAY, "practitioner"), Pair)
    assert made_up.state(database) == before


def test_without_a_database_the_embedded_facts_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAC_REFERENCE", str(tmp_path / "none.sqlite"))
    asked: Reference = Tables()
    found = asked.pair("64483", "77003", date(2024, 8, 1), "practitioner")
    assert isinstance(found, Pair) and found.authority.origin == "embedded"
    assert list(tmp_path.iterdir()) == []


def test_a_database_named_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="does not exist"):
        Tables(store=tmp_path / "none.sqlite")
