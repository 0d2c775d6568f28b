"""Each layout: rows, days, and what is refused. The files are made up; the real samples are read where shared/ is."""

from __future__ import annotations

import json
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.errors import TableError
from cac.reference.downloads import Given
from cac.reference.layouts import LAYOUTS, Table
from cac.reference.layouts.doses import of_description, of_dosage
from cac.reference.ndc import normal_ndc
from cac.reference.periods import OPEN, Quarter, number, read_day
from tests.reference import made_up
from tests.reference.made_up import Write

ROOT = Path(__file__).resolve().parents[2]
REFDATA = ROOT.parent / "shared" / "refdata"
SAMPLES = REFDATA / "official_format_samples"


def read(path: Path, source: str, setting: str = "") -> Table:
    (member,) = Given(path, 1).members()
    assert LAYOUTS[source].recognise(member)
    return LAYOUTS[source].read(member, setting)


def test_ptp_rows_keep_dates_indicators_and_duplicate_keys(write: Write) -> None:
    table = read(write("ccipra-v322r0-f1.TXT", made_up.ptp()), "ptp")
    assert (table.part, table.days.first) == ("practitioner", date(2026, 7, 1))
    assert list(table.rows) == [
        ("11111", "22222", 20200101, OPEN, 1, 0),
        ("11111", "33333", 20200101, 20231231, 0, 0),
        ("11111", "33333", 20240101, OPEN, 1, 0),
        ("11111", "33333", 20240101, 20240101, 9, 0),
        ("44444", "55555", 19960101, OPEN, 0, 1),
        ("44444", "66666", 20220101, 20220101, 9, 0),
    ]


@pytest.mark.parametrize(
    ("name", "part", "first"),
    [
        ("ccipra-v322r0-f1.TXT", "practitioner", date(2026, 7, 1)),
        ("ccioph-v320r0-f4.txt", "outpatient", date(2026, 1, 1)),
        ("medicare-ncci-2026q2-hospital-ptp-edits.txt", "outpatient", date(2026, 4, 1)),
        ("CCIPRA-V313R1-F2.TXT", "practitioner", date(2025, 10, 1)),
        ("practitioner.txt", "practitioner", None),
    ],
)
def test_ptp_file_names(write: Write, name: str, part: str, first: date | None) -> None:
    table = read(write(name, made_up.ptp()), "ptp")
    assert (table.part, table.days.first) == (part, first)


CELL = st.sampled_from(string.digits + string.ascii_uppercase)
CODES = st.builds("{}{}{}".format, CELL, st.from_regex(r"[0-9]{3}", fullmatch=True), CELL)
DAYS = st.dates(date(1996, 1, 1), date(2027, 12, 31)).map(number)
EDITS = st.tuples(CODES, CODES, DAYS, DAYS | st.just(OPEN), st.sampled_from((0, 1, 9)), st.sampled_from((0, 1)))


@given(edits=st.lists(EDITS, min_size=1, max_size=20), ended=st.booleans())
def test_ptp_round_trip(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str | int, ...]], ended: bool
) -> None:
    lines = tuple(
        f"{one}\t{two}\t{'*' if prior else ''}\t{first}\t{'*' if last == OPEN else last}\t{indicator}\treason {one}"
        for one, two, first, last, indicator, prior in edits
    )
    path = tmp_path_factory.mktemp("trip") / "ccipra-v322r0-f1.txt"
    path.write_bytes(made_up.ptp((*lines, lines[0]), end="\r\n" if ended else "").encode("cp1252"))
    assert list(read(path, "ptp").rows) == [*edits, edits[0]]


@pytest.mark.parametrize(
    ("whose", "part"),
    [
        ("Practitioner Services", "practitioner"),
        ("Outpatient Hospital Services", "outpatient"),
        ("DME Supplier Services", "dme"),
    ],
)
def test_mue_variants(write: Write, whose: str, part: str) -> None:
    rows = "11111,2,2 Date of Service Edit: Policy,made up\r\nJ1234,100,3 Date of Service Edit: Clinical,made up\r\n"
    table = read(write("MCR_MUE_Some_Eff_07-01-2026.csv", made_up.mue(whose, rows)), "mue")
    assert (table.part, table.days.first) == (part, date(2026, 7, 1))
    assert list(table.rows) == [("11111", 2, 2), ("J1234", 100, 3)]


def test_aoc_text(write: Write) -> None:
    text = made_up.aoc("1\t11111\t\t22222\t\t2013091\t\tnote", "2\t33333\t2025365\tCCCCC\t\t2018001\t2025365\t")
    table = read(write("AOC_V2026Q2-MCR.txt", text), "aoc")
    assert table.days.first == date(2026, 4, 1)
    assert list(table.rows) == [
        ("11111", "22222", 1, 20130401, OPEN, OPEN, OPEN),
        ("33333", "CCCCC", 2, 20180101, 20251231, 20251231, OPEN),
    ]


@pytest.mark.parametrize(("month", "first"), [("January", 1), ("April", 4), ("July", 7), ("October", 10)])
def test_mpfs_release_and_modifiers(write: Write, month: str, first: int) -> None:
    text = made_up.mpfs(*(made_up.mpfs_row("11111", modifier) for modifier in ("", "26", "TC", "53")), month=month)
    table = read(write("anything.csv", text), "mpfs")
    rows = list(table.rows)
    assert table.days.first == date(2026, first, 1)
    assert [row[1] for row in rows] == ["", "26", "TC", "53"]
    assert rows[0] == ("11111", "", "A", "0", "000", "2", "1", "0", "0", "0", "", 1.5, 3.6, 2.1)


def test_mpfs_columns_are_found_by_their_stacked_titles(write: Write) -> None:
    """2024 had 31 columns: one of 2026 was not there yet."""
    rows = [line.split(",") for line in made_up.mpfs(year=2024).splitlines()]
    place = rows[7].index("PRIC")
    short = [",".join(cell for at, cell in enumerate(row) if at != place) for row in rows]
    code = made_up.mpfs_row("11111").replace('"CANARY LABEL, 11111"', "x").split(",")
    text = "\n".join([*short, ",".join(cell for at, cell in enumerate(code) if at != place)]) + "\n"
    assert len(short[-1].split(",")) == len(rows[-1]) - 1
    assert next(read(write("x.csv", text), "mpfs").rows)[:7] == ("11111", "", "A", "0", "000", "2", "1")


def test_hcpcs_records_dates_and_doses(write: Write) -> None:
    text = made_up.hcpcs(
        ("J0001", "3", "Injection, made up stuff that goes on and on,", "20200101", ""),
        ("J0001", "4", "per 10 mg", "20200101", ""),
        ("J0002", "3", "Injection, other stuff, up to 4 mg", "19900101", "20240331"),
        ("   ZZ", "7", "A made-up modifier", "20080101", "20191231"),
        ("A0001", "3", "A made-up tray", "20080101", ""),
    )
    table = read(write("HCPC2026_OCT_ANWEB.csv", text), "hcpcs")
    assert table.days.first == date(2026, 10, 1)
    assert list(table.rows) == [
        ("J0001", "code", 20200101, OPEN, "C", 10.0, "mg", ""),
        ("J0002", "code", 19900101, 20240331, "C", 4.0, "mg", ""),
        ("ZZ", "modifier", 20080101, 20191231, "C", 0.0, "", ""),
        ("A0001", "code", 20080101, OPEN, "C", 0.0, "", ""),
    ]


def test_asp_limits_and_crosswalk_are_told_apart(write: Write) -> None:
    limits = read(write("a.csv", made_up.limits("J0001,x,10 MG,1.25,\r\nJ0002,x,3 MG & 3 MG,2,\r\n")), "asp")
    packages = read(write("b.csv", made_up.crosswalk("J0001,x,x,0123-4567-89,x,10 MG,1,2,5,10,,,\r\n")), "asp")
    assert (limits.part, *limits.days) == ("limits", date(2026, 1, 1), date(2026, 3, 31))
    assert list(limits.rows) == [("J0001", 10.0, "mg", 1.25), ("J0002", 0.0, "", 2.0)]
    assert (packages.part, *packages.days) == ("crosswalk", date(2026, 1, 1), date(2026, 3, 31))
    assert list(packages.rows) == [("00123456789", "J0001", 10.0)]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("icd10cm_order_2026.txt", date(2025, 10, 1)),
        ("icd10cm-order-April-2026.txt", date(2026, 4, 1)),
        ("icd10cm_order_april_2026.txt", date(2026, 4, 1)),
        ("order.txt", None),
    ],
)
def test_icd10_fixed_width_in_utf8_and_cp1252(write: Write, name: str, first: date | None) -> None:
    text = made_up.icd10(("M54", 0, "Made-up ache"), ("M5450", 1, "Made-up ache, séparé"))
    for encoding in ("utf-8", "cp1252"):
        table = read(write(name, text.encode(encoding)), "icd10")
        assert table.days.first == first
        assert list(table.rows) == [("M54", 0, "Made-up ache"), ("M5450", 1, "Made-up ache, séparé")]


def test_coverage_lists_and_documents(write: Write) -> None:
    lists = {"11111": {"lcdIds": ["L1", "L2"], "covered": ["M54.16", "M54.5"], "notCovered": []}}
    table = read(write("lcd_2026-03.json", json.dumps(lists)), "coverage")
    assert (table.part, table.days.first, list(table.rows)) == (
        "lists",
        date(2026, 3, 1),
        [("11111", "L1 L2", "M5416 M545", "")],
    )
    text = (
        "contractor_name_type,document_display_id,document_version,effective_date,note,retirement_date,title\n"
        f'"Somebody, LLC\n(MAC)",L12345,7,07/17/2025,{"long " * 30000},,made up\nSomebody,A1,2,1/2/2024,,04/16/2025,x\n'
    )
    table = read(write("mcd_2025-08-23.csv", text), "coverage")
    assert (table.part, table.days.first) == ("documents", date(2025, 8, 23))
    assert list(table.rows) == [
        ("L12345", "Somebody, LLC", 7, 20250717, OPEN),
        ("A1", "Somebody", 2, 20240102, 20250416),
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10 MG", (10, "mg")), ("0.5 MG ", (0.5, "mg")), ("1000 CC", (1000, "mL")), ("Per Dose", (1, "dose")),
        ("5 UNITS", (5, "unit")), ("1 UNIT", (1, "unit")), ("UP TO 100 MG", (100, "mg")), ("150 IU", (150, "IU")),
        ("1,000 UNITS", (1000, "unit")), ("50 MCG", (50, "mcg")), ("3 MG & 3 MG", None), ("", None), ("MG", None),
    ],
)  # fmt: skip
def test_dosages(text: str, amount: tuple[float, str] | None) -> None:
    assert of_dosage(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Injection, stuff, 1 microgram", (1, "mcg")), ("Contrast, 300-399 mg/ml strong, per ml", (1, "mL")),
        ("Infusion, salt water, sterile (500 ml = 1 unit)", (500, "mL")), ("Stuff, 50 mcg for a trial", (50, "mcg")),
        ("Injection, one 3 mg and other 3 mg", None), ("Surgical things; of any kind", None),
        ("Plasma, each unit", (1, "unit")),
    ],
)  # fmt: skip
def test_doses_of_descriptions(text: str, amount: tuple[float, str] | None) -> None:
    assert of_description(text) == amount


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("00270-1111-70", ("00270111170",)),
        ("0270-1111-70", ("00270111170",)),
        ("00270-111-70", ("00270011170",)),
        ("00270-1111-7", ("00270111107",)),
        ("00270111170", ("00270111170",)),
        ("0270111170", ("00270111170", "02701011170", "02701111700", "0270111170")),
        ("", ()),
    ],
)
def test_ndc_forms(text: str, forms: tuple[str, ...]) -> None:
    assert normal_ndc(text) == forms


@pytest.mark.parametrize(
    ("text", "day"),
    [("20260701", 20260701), ("2026182", 20260701), ("2024366", 20241231), ("7/1/2026", 20260701),
     ("2026-07-01", 20260701), ("2023366", None), ("20261301", None), ("", None), ("*", None), ("soon", None)],
)  # fmt: skip
def test_days(text: str, day: int | None) -> None:
    assert read_day(text) == day


@given(st.dates(date(1996, 1, 1), date(2099, 12, 31)))
def test_quarters_hold_their_days(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.parse(str(quarter)) == quarter
    assert read_day(day.strftime("%Y%j")) == number(day)


@pytest.mark.parametrize("text", ["2026", "2026Q5", "26Q1", "Q3 2026", "1980Q1", "2026-07"])
def test_no_quarters(text: str) -> None:
    with pytest.raises(TableError) as raised:
        Quarter.parse(text)
    assert raised.value.code == "quarter"


REAL = [
    ("official_format_samples/AOC_V2026Q2-MCR.xlsx", "aoc", "", date(2026, 4, 1), 9000),
    ("official_format_samples/HCPC2026_OCT_ANWEB.sample.csv", "hcpcs", "", date(2026, 10, 1), 2),
    (
        "official_format_samples/MCR_MUE_PractitionerServices_Eff_07-01-2026.sample.csv",
        "mue",
        "practitioner",
        date(2026, 7, 1),
        5,
    ),
    ("official_format_samples/PPRRVU2026_Jul_nonQPP.sample.redacted.csv", "mpfs", "", date(2026, 7, 1), 2),
    ("official_format_samples/Payment_Limit_2026Q1.sample.csv", "asp", "limits", date(2026, 1, 1), 3),
    ("official_format_samples/ccipra-v322r0-f1.sample.txt", "ptp", "practitioner", date(2026, 7, 1), 11),
    ("official_format_samples/icd10cm_order_2026.sample.txt", "icd10", "", date(2025, 10, 1), 6),
    ("asp/asp_ndc_hcpcs_crosswalk_2026Q1_pain.csv", "asp", "crosswalk", date(2026, 1, 1), 906),
    ("asp/asp_payment_limit_2026Q1_pain.csv", "asp", "limits", date(2026, 1, 1), 52),
    ("hcpcs/hcpcs_level2_2024_jul_pain.csv", "hcpcs", "", date(2024, 7, 1), 105),
    ("addon/aoc_2026Q2_pain.csv", "aoc", "", date(2026, 4, 1), 365),
    ("coverage/lcd_coverage_2026-03_pain.json", "coverage", "lists", date(2026, 3, 1), 62),
    ("coverage/mcd_documents_2025-08-23_pain.csv", "coverage", "documents", date(2025, 8, 23), 258),
]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="shared/ is not here")
@pytest.mark.parametrize(("name", "source", "part", "first", "rows"), REAL, ids=[row[0].split("/")[1] for row in REAL])
def test_real_samples(name: str, source: str, part: str, first: date, rows: int) -> None:
    table = read(REFDATA / name, source)
    assert (table.part, table.days.first, sum(1 for _ in table.rows)) == (part, first, rows)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="shared/ is not here")
@pytest.mark.parametrize("name", [row[0] for row in REAL])
def test_each_real_sample_is_of_one_source(name: str) -> None:
    (member,) = Given(REFDATA / name, 1).members()
    assert sum(layout.recognise(member) for layout in LAYOUTS.values()) == 1


def test_ptp_cells_with_blanks_around_them(write: Write) -> None:
    table = read(write("ccipra-v322r0-f1.TXT", made_up.ptp(("11111 \t22222\t \t20200101 \t* \t1 \tmade-up",))), "ptp")
    assert list(table.rows) == [("11111", "22222", 20200101, OPEN, 1, 0)]
