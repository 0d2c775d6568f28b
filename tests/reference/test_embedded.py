"""What the embedded tables answer for a day: the fact, silence, or ignorance; and what a broken table is answered with."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cac.cli import main
from cac.errors import LexiconError
from cac.lexicon.loader import lexicon_root
from cac.reference import files
from cac.reference.diagnoses import normal_diagnosis
from cac.reference.embedded import Embedded
from cac.reference.records import (
    AddOn,
    CoverageList,
    DiagnosisCode,
    DrugCode,
    Fee,
    NotInForce,
    Pair,
    Setting,
    UnitLimit,
)
from cac.reference.tables import Reference

EMBEDDED: Reference = Embedded()
DAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("one", "two", "day", "setting", "expected"),
    [
        ("63650", "77003", DAY, "practitioner", "1"),
        ("77003", "63650", DAY, "practitioner", None),  # the order counts
        ("62321", "62320", DAY, "practitioner", "0"),
        ("64493", "62323", DAY, "practitioner", None),
        ("63650", "77003", date(2024, 7, 1), "practitioner", "1"),
        ("63650", "77003", date(2024, 6, 30), "practitioner", "has no edition for 2024-06-30"),
        ("64466", "62323", DAY, "practitioner", "does not have all of 64466"),
        ("64493", "99214", DAY, "practitioner", "does not have all of 99214"),
        ("64493", "27447", DAY, "practitioner", "does not have all of 27447"),
        (
            "64620",
            "64450",
            DAY,
            "practitioner",
            "does not have all of 64620",
        ),  # the rule book names one pair of it, not all
        ("64620", "77002", DAY, "practitioner", "1"),
        ("63650", "77003", DAY, "outpatient", "1"),  # stands in for the hospital's
        ("62350", "62323", DAY, "practitioner", "0"),
        ("64493", "62323", DAY, "outpatient", "outpatient hospital as it is here does not have all of 62323"),
        ("", "", DAY, "practitioner", "no edition for 2026-01-15"),
    ],
)
def test_pairs(one: str, two: str, day: date, setting: Setting, expected: str | None) -> None:
    said = EMBEDDED.pair(one, two, day, setting)
    if said is None:
        assert expected is None
    elif isinstance(said, Pair):
        assert said.indicator == expected
        assert str(said.authority) == "NCCI PTP practitioner 2024 Q3"
        assert said.authority.origin == "embedded"
    else:
        assert expected and expected in str(said)
        assert str(said).startswith(
            ("Reference not effective on this date", "Not held")["of" in expected] + ": NCCI PTP"
        )


def test_where_the_hospital_differs() -> None:
    said = EMBEDDED.pair("62350", "62323", DAY, "outpatient")
    assert isinstance(said, Pair)
    assert (said.indicator, str(said.authority)) == ("1", "NCCI PTP outpatient hospital 2024 Q3")


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("1990-01-01", "2013-04-01"),
        ("2013-03-31", "2013-04-01"),
        ("2013-04-01", None),
        ("2019-01-01", None),
        ("2026-01-15", None),
    ],
)
def test_the_first_day_of_any_table(day: str, begins: str | None) -> None:
    said = EMBEDDED.begins_after(date.fromisoformat(day))
    assert (said.isoformat() if said else None) == begins


@pytest.mark.parametrize(
    ("code", "day", "setting", "expected"),
    [
        ("64483", DAY, "practitioner", (1, "2", "2024 Q3")),
        ("J0585", DAY, "practitioner", (600, "3", "2024 Q3")),
        ("J0585", date(2026, 3, 31), "practitioner", (600, "3", "2024 Q3")),
        ("J0585", date(2026, 4, 1), "practitioner", (800, "3", "2026 Q2")),
        ("J0585", date(2026, 4, 1), "outpatient", (600, "3", "2024 Q3")),
        ("J2795", DAY, "outpatient", (2400, "3", "2024 Q3")),
        ("64473", date(2026, 5, 1), "practitioner", (1, "3", "2026 Q2")),
        ("64473", DAY, "practitioner", "does not have all of 64473"),
        ("64483", date(2024, 6, 30), "practitioner", "no edition for 2024-06-30"),
        ("27447", DAY, "practitioner", "does not have all of 27447"),
    ],
)
def test_unit_limits(code: str, day: date, setting: Setting, expected: tuple[int, str, str] | str) -> None:
    said = EMBEDDED.unit_limit(code, day, setting)
    if isinstance(expected, str):
        assert isinstance(said, NotInForce) and expected in str(said)
    else:
        assert isinstance(said, UnitLimit)
        assert (said.units, said.mai, said.authority.quarter) == expected
        assert said.authority.first_day and said.authority.first_day <= day
        assert said.authority.last_day is None or day <= said.authority.last_day


def test_the_days_of_a_limit_that_was_replaced() -> None:
    said = EMBEDDED.unit_limit("J0585", DAY, "practitioner")
    assert isinstance(said, UnitLimit) and said.authority.last_day == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("code", "day", "holds", "lacks"),
    [
        ("64484", DAY, {"64483"}, {"64479"}),
        ("64494", DAY, {"64493", "64490"}, {"62323"}),
        ("64494", date(2022, 12, 31), {"64493"}, {"64490"}),
        ("77003", DAY, {"62273", "64520", "62284"}, {"62323", "63650", "62270"}),
        ("77003", date(2019, 12, 31), {"62270"}, {"64449"}),
        ("77002", DAY, {"20610", "64405", "64415", "27093"}, {"64640", "64620", "62323"}),
        ("62331", DAY, {"62330"}, set()),
    ],
)
def test_add_ons(code: str, day: date, holds: set[str], lacks: set[str]) -> None:
    said = EMBEDDED.add_on(code, day)
    assert isinstance(said, AddOn)
    assert holds <= said.primaries
    assert not lacks & said.primaries


def test_what_is_no_add_on() -> None:
    assert EMBEDDED.add_on("64483", DAY) is None
    assert isinstance(EMBEDDED.add_on("64484", date(2013, 3, 31)), NotInForce)
    assert "does not have all of 62331" in str(EMBEDDED.add_on("62331", date(2025, 12, 31)))  # the table is in force
    assert "does not have all of 0229T" in str(EMBEDDED.add_on("0229T", DAY))
    assert "no edition for 2013-03-31" in str(EMBEDDED.add_on("64484", date(2013, 3, 31)))
    assert "does not have all of 27447" in str(EMBEDDED.add_on("27447", DAY))


def test_fees() -> None:
    said = EMBEDDED.fee("64483", DAY)
    assert isinstance(said, Fee)
    assert (said.status, said.global_days, said.bilateral, said.pctc) == ("A", "000", "1", "0")
    assert str(said.authority) == "MPFS 2024 Q3"
    assert isinstance(EMBEDDED.fee("64483", date(2024, 6, 30)), NotInForce)
    assert "does not have all of 64466" in str(EMBEDDED.fee("64466", DAY))
    assert "does not have all of 27447" in str(EMBEDDED.fee("27447", DAY))


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("J1010", DAY, (1.0, "mg")),
        ("J1010", date(2024, 3, 31), None),
        ("J1030", date(2024, 3, 31), (40.0, "mg")),
        ("J1030", date(2024, 4, 1), None),
        ("J0702", DAY, (6.0, "mg")),  # 3 mg + 3 mg, which is 1 mL: 12 mg are two units
        ("J0670", DAY, (10.0, "mL")),
        ("Q9966", DAY, (1.0, "mL")),
        ("J7328", DAY, (0.1, "mg")),
        ("J7321", DAY, (1.0, "dose")),
        ("J2003", date(2024, 9, 30), None),
    ],
)
def test_drug_codes(code: str, day: date, expected: tuple[float, str] | None) -> None:
    said = EMBEDDED.drug_code(code, day)
    assert not isinstance(said, NotInForce)
    assert (said and (said.amount, said.unit)) == expected


def test_other_drugs() -> None:
    said = EMBEDDED.drug_code("J9271", DAY)
    assert isinstance(said, NotInForce) and "does not have all of J9271" in str(said)
    assert isinstance(EMBEDDED.package("00009-0280-02", DAY), NotInForce)
    old = EMBEDDED.drug_code("J1030", date(2020, 1, 1))
    assert isinstance(old, DrugCode) and old.successors == "J1010"


@pytest.mark.parametrize("written", ["M54.16", "m54.16", "M5416", " m5416 "])
def test_diagnoses_in_any_form(written: str) -> None:
    said = EMBEDDED.diagnosis(written, DAY)
    assert isinstance(said, DiagnosisCode)
    assert (said.code, said.billable) == ("M54.16", True)
    assert normal_diagnosis(written) == "M54.16"


@pytest.mark.parametrize(
    ("code", "day", "children"),
    [
        ("M54.5", date(2024, 10, 2), ["M54.50", "M54.51", "M54.59"]),
        ("M51.36", date(2024, 10, 1), ["M51.360", "M51.361", "M51.362", "M51.369"]),
        ("M51.36", date(2024, 9, 30), []),
        ("m545", DAY, ["M54.50", "M54.51", "M54.59"]),
        ("M54.16", DAY, []),
        ("G89", DAY, ["G89.0", "G89.1", "G89.2", "G89.3", "G89.4"]),
        ("nonsense", DAY, []),
    ],
)
def test_children(code: str, day: date, children: list[str]) -> None:
    assert [child.code for child in EMBEDDED.children(code, day)] == children


def test_headers_are_not_billable() -> None:
    header = EMBEDDED.diagnosis("M51.36", date(2024, 10, 1))
    assert isinstance(header, DiagnosisCode) and not header.billable
    assert isinstance(EMBEDDED.diagnosis("M51.36", date(2024, 9, 30)), NotInForce)
    assert isinstance(EMBEDDED.diagnosis("M54.16", date(2026, 9, 30)), DiagnosisCode)
    assert EMBEDDED.diagnosis("M54.16", date(2026, 10, 1)) == NotInForce("ICD-10-CM", date(2026, 10, 1))
    assert EMBEDDED.children("M51.36", date(2026, 10, 1)) == ()
    assert "does not have all of J45.20" in str(EMBEDDED.diagnosis("J4520", DAY))


def test_coverage() -> None:
    said = EMBEDDED.coverage("27096", DAY)
    assert isinstance(said, CoverageList)
    assert said.covered == {"M43.28", "M46.1", "M47.818", "M53.3"}
    assert said.policies == ("L39383", "L39462", "L39464")
    assert EMBEDDED.coverage("64483", DAY) is None
    assert isinstance(EMBEDDED.coverage("27096", date(2025, 12, 31)), NotInForce)
    assert "does not have all of 27447" in str(EMBEDDED.coverage("27447", DAY))


# -- a broken table is refused with file, line and remedy ----------------------------------------------------------------

BROKEN = {
    "mue, a header": ("mue", "code,setting", "code,place", ":1: the header must be code,setting,first_day,units,mai,source"),
    "mue, a setting": ("mue", "64483,outpatient", "64483,hospital", "setting: 'hospital'; write one of outpatient, practitioner"),
    "mue, units": ("mue", "64483,practitioner,2024-07-01,1", "64483,practitioner,2024-07-01,one", "units: 'one'; write a whole number"),
    "mue, twice": ("mue", "64483,outpatient", "64483,practitioner", "64483 and practitioner and 2024-07-01 stands in two rows; keep one"),
    "mue, a source": ("mue", "NCCI MUE 2024 Q3", "somebody", "write a table and its quarter"),
    "add-ons, a day": ("add_ons", "64484,64483,1,2013-04-01", "64484,64483,1,2013091", "write a day as YYYY-MM-DD"),
    "add-ons, no day": ("add_ons", "64484,64483,1,2013-04-01", "64484,64483,1,2013-02-30", "'2013-02-30' is no day of the calendar"),
    "hcpcs, a unit": ("hcpcs", "Clonidine,1,mg", "Clonidine,1,milligram", "unit: 'milligram'; write one of dose, line, mL"),
    "hcpcs, an amount": ("hcpcs", "Clonidine,1,mg", "Clonidine,1 mg,mg", "amount: '1 mg'; write an amount"),
    "hcpcs, a comma": ("hcpcs", '"Bupivacaine, 30 mL"', "Bupivacaine, 30 mL", "10 cells where 9 belong; put a cell that holds a comma into double quotes"),
    "icd10, no dot": ("icd10", "\nM54.16,", "\nM5416,", "code: 'M5416'; write an ICD-10-CM code with its dot"),
    "icd10, billable": ("icd10", "lumbar region,1", "lumbar region,yes", "billable: 'yes'; write one of 0, 1"),
    "pairs, a header": ("ptp_pairs", "column1,column2", "a,b", ":1: the header must be column1,column2,indicator,source"),
    "pairs, an indicator": ("ptp_pairs", "0213T,20550,1", "0213T,20550,x", "indicator: 'x'; write one of 0, 1, 9"),
    "pairs, a code": ("ptp_pairs", "63650,77003", "63650,7703", "column2: '7703'; write a code of five characters"),
    "coverage, a list": ("coverage_codes", "27096,sij", "27096,sacroiliac", "27096: the list 'sacroiliac' has no row in coverage_lists.csv"),
    "lists, a rest": ("coverage_lists", "sij,covered,M46,1", "sij,covered,M46,M46.1", "write what follows the dot"),
    "policies, who": ("policies", ",CGS,", ",cgs,", "contractor: 'cgs'; write one of CGS, FCSO"),
    "policies, codes": ("policy_codes", "bvn,64628 64629", "bvn,64628; 64629", "write codes divided by one space"),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(lexicon_root(), tmp_path / "lexicons")
    return tmp_path / "lexicons"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_table_is_refused(case: str, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, old, new, message = BROKEN[case]
    path = copy / "reference" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as refused:
        files.check(copy)
    assert str(path) in refused.value.message
    assert message in refused.value.message


def test_the_command_checks_the_tables(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / "reference" / "policies.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",CGS,", ",cgs,", 1), encoding="utf-8")
    assert main(["lexicon", "check", str(copy)]) == 2
    assert f"{path}:" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b'code,label\n"open', b""])
def test_a_table_that_is_none(content: bytes | None, copy: Path) -> None:
    path = copy / "reference" / "hcpcs.csv"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"hcpcs\.csv"):
        Embedded(copy).drug_code("J1010", DAY)
    assert isinstance(Embedded(copy).pair("63650", "77003", DAY, "practitioner"), Pair), "other tables still answer"


def test_a_table_is_read_at_its_first_question() -> None:
    """Coding a note must not pay for tables nobody asks."""
    embedded = Embedded()
    before = set(vars(embedded))
    embedded.unit_limit("64483", DAY, "practitioner")
    assert set(vars(embedded)) - before == {"_limits"}
