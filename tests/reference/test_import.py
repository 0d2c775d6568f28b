"""Import: one edition a quarter, nothing half done, and one sentence for every bad file."""

from __future__ import annotations

import io
import itertools
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cac.errors import TableError
from cac.reference import downloads, workbook
from cac.reference.database import TABLES, reference_path
from cac.reference.importer import Imported, Options, import_files
from cac.reference.parts import described
from cac.reference.store import Store
from tests.reference import made_up
from tests.reference.made_up import Write, state

Load = Callable[..., list[Imported]]
F1, F2 = "ccipra-v322r0-f1.TXT", "ccipra-v322r0-f2.TXT"


def ask(database: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()


def test_an_edition_knows_its_files_and_days(load: Load, write: Write, database: Path) -> None:
    one, two = write(F1, made_up.ptp()), write(F2, made_up.ptp(("99999\t22222\t\t20200101\t*\t1\tmade-up reason",)))
    (table,) = load("ptp", one, two)
    assert (table.title, str(table.quarter), table.rows) == ("NCCI PTP practitioner", "2026Q3", 7)
    (edition,) = Store(database).editions()
    assert (edition.first, edition.rows, edition.sha256) == (20260701, 7, table.sha256)
    assert [name for name, _, _ in Store(database).files(edition)] == [F1, F2]
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_practitioner_and_hospital_are_tables_of_their_own(load: Load, write: Write) -> None:
    tables = load("ptp", write(F1, made_up.ptp()), write("ccioph-v322r0-f1.txt", made_up.ptp(made_up.PTP_ROWS[:1])))
    assert [(table.part, table.rows) for table in tables] == [("practitioner", 6), ("outpatient", 1)]


@pytest.mark.parametrize(
    ("rows", "warns"),
    [
        ({F1: made_up.PTP_ROWS}, "column 1 up to 44444"),
        ({F1: made_up.PTP_ROWS[:4], F2: made_up.PTP_ROWS[4:]}, "column 1 up to 44444"),
        ({F1: (*made_up.PTP_ROWS, "G0101\t22222\t\t20200101\t*\t1\tr")}, ""),
        ({F1: made_up.PTP_ROWS, F2: ("R0075\t22222\t\t20200101\t*\t1\tr",)}, ""),
        ({"2026Q3 practitioner.txt": made_up.PTP_ROWS}, "column 1 11111 to 44444"),
        ({"2026Q3 practitioner.txt": ("0001A\t22222\t\t20200101\t*\t1\tr", "R0075\t22222\t\t20200101\t*\t1\tr")}, ""),
    ],
)  # fmt: skip
def test_a_part_of_the_table_is_warned_of(
    rows: dict[str, tuple[str, ...]], warns: str, load: Load, write: Write, database: Path
) -> None:
    (table,) = load("ptp", *(write(name, made_up.ptp(content)) for name, content in rows.items()))
    assert warns in table.warning and bool(table.warning) == bool(warns)
    store = Store(database)
    (edition,) = store.editions()
    assert (described(store.covered(edition)) in warns) if warns else not described(store.covered(edition))


def test_a_part_that_is_replaced_by_the_whole(load: Load, write: Write, database: Path) -> None:
    one = write(F1, made_up.ptp())
    load("ptp", one)
    two = write(F2, made_up.ptp(("R0075\t22222\t\t20200101\t*\t1\tr",)))
    (table,) = load("ptp", one, two, replace=True)
    assert table.warning == ""
    assert ask(database, "SELECT low, high FROM covered") == [("", "~")]


def test_the_same_row_twice_is_stored_once(load: Load, write: Write) -> None:
    (table,) = load("ptp", write(F1, made_up.ptp((*made_up.PTP_ROWS, made_up.PTP_ROWS[0]))))
    assert table.rows == len(made_up.PTP_ROWS)


def test_no_descriptor_is_stored(load: Load, write: Write, database: Path) -> None:
    load("mpfs", write("x.csv", made_up.mpfs(made_up.mpfs_row("11111"))))
    entry = ("J0001", "3", "CANARY LABEL, per 10 mg", "20200101", "")
    load("hcpcs", write("HCPC2026_OCT_ANWEB.csv", made_up.hcpcs(entry)))
    load("asp", write("a.csv", made_up.limits("J0001,CANARY LABEL,10 MG,1.25,\r\n")))
    load(
        "asp", write("b.csv", made_up.crosswalk("J0001,CANARY LABEL,x,0123-4567-89,CANARY LABEL,10 MG,1,2,5,10,,,\r\n"))
    )
    load("ptp", write(F1, made_up.ptp().replace("made-up reason", "CANARY LABEL")))
    load("aoc", write("AOC_V2026Q2.txt", made_up.aoc("1\t11111\t\t22222\t\t2013091\t\tCANARY LABEL")))
    assert b"CANARY" not in database.read_bytes()


def test_terms_are_asked_once_and_recorded(write: Write, database: Path) -> None:
    path = write(F1, made_up.ptp())
    with pytest.raises(TableError, match="--accept-ama-terms") as raised:
        import_files("ptp", [path], database)
    assert raised.value.code == "terms"
    assert not database.parent.exists()
    import_files("ptp", [path], database, Options(accept_terms=True), datetime(2026, 8, 1, 12, tzinfo=UTC))
    assert Store(database).accepted_at() == "2026-08-01T12:00:00Z"
    import_files("mue", [write("MUE_Eff_07-01-2026.csv", made_up.mue())], database)
    assert ask(database, "SELECT terms, accepted_at FROM acceptances") == [("AMA CPT", "2026-08-01T12:00:00Z")]


def test_tables_free_of_cpt_need_no_terms(write: Write, database: Path) -> None:
    import_files("icd10", [write("icd10cm_order_2026.txt", made_up.icd10(("M54", 0, "x")))], database)
    entry = ("J0001", "3", "x, per 10 mg", "20200101", "")
    import_files("hcpcs", [write("HCPC2026_OCT_ANWEB.csv", made_up.hcpcs(entry))], database)
    assert len(Store(database).editions()) == 2


def test_a_file_without_a_quarter_needs_an_option(load: Load, write: Write, database: Path) -> None:
    path = write("limits.csv", made_up.mue())
    with pytest.raises(TableError, match=r"does not say its quarter: add --quarter 2026Q3 or --effective"):
        load("mue", path)
    assert str(load("mue", path, quarter="2026Q3")[0].first_day) == "2026-07-01"
    assert str(load("mue", path, effective="2026-10-15")[0].first_day) == "2026-10-15"
    assert [edition.quarter for edition in Store(database).editions()] == ["2026Q3", "2026Q4"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"quarter": "2026Q3", "effective": "2026-07-01"}, "not both"),
        ({"quarter": "later"}, "Bad value for --quarter"),
        ({"effective": "07/01/2026"}, "Bad value for --effective"),
        ({"effective": "1950-01-01"}, "before any table"),
        ({"quarter": "1990Q1"}, "before any table"),
        ({"quarter": "2026Q2"}, "says that it begins on 2026-07-01"),
        ({"effective": "2026-10-01"}, "says that it begins on 2026-07-01"),
        ({"setting": "outpatient"}, "leave --setting out"),
        ({"setting": "dme"}, "--setting is practitioner or outpatient"),
    ],
)
def test_options_that_contradict(load: Load, write: Write, database: Path, options: dict[str, str], words: str) -> None:
    with pytest.raises(TableError, match=words):
        load("ptp", write(F1, made_up.ptp()), **options)
    assert not database.parent.exists()


def test_an_april_update_with_the_name_of_the_year(load: Load, write: Write, database: Path) -> None:
    load("icd10", write("icd10cm_order_2026.txt", made_up.icd10(("M54", 0, "old"))))
    load("icd10", write("icd10cm_order_2026.txt", made_up.icd10(("M54", 0, "new"))), effective="2026-04-01")
    store = Store(database)
    held = {
        day: store.edition("icd10", "", day) for day in (20250930, 20251001, 20260331, 20260401, 20260930, 20261001)
    }
    assert [edition.quarter if edition else None for edition in held.values()] == [
        None, "2025Q4", "2025Q4", "2026Q2", "2026Q2", None,
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(("v320", "v321", "v322"))))
def test_a_later_quarter_ends_the_former_in_any_order(
    load: Load, write: Write, database: Path, order: tuple[str]
) -> None:
    for version in order:
        load("ptp", write(f"ccipra-{version}r0-f1.txt", made_up.ptp()))
    store = Store(database)
    days = (20251231, 20260101, 20260331, 20260401, 20260630, 20260701, 20300101)
    editions = [store.edition("ptp", "practitioner", day) for day in days]
    assert [edition.quarter if edition else None for edition in editions] == [
        None, "2026Q1", "2026Q1", "2026Q2", "2026Q2", "2026Q3", "2026Q3",
    ]  # fmt: skip


def test_a_quarter_twice_is_refused_and_replaced_only_on_demand(load: Load, write: Write, database: Path) -> None:
    load("ptp", write(F1, made_up.ptp()))
    before = state(database)
    newer = write("ccipra-v322r1-f1.txt", made_up.ptp(made_up.PTP_ROWS[:2]))
    with pytest.raises(TableError, match="2026Q3 is imported already") as raised:
        load("ptp", newer)
    assert raised.value.code == "overlap"
    assert state(database) == before
    load("ptp", newer, replace=True)
    assert ask(database, "SELECT count(*), count(DISTINCT edition) FROM ptp") == [(2, 1)]
    assert [edition.rows for edition in Store(database).editions()] == [2]


def test_printed_days_that_reach_into_another_edition(load: Load, write: Write, database: Path) -> None:
    load(
        "asp",
        write(
            "april.csv",
            made_up.limits("J1,x,1 MG,1,\r\n".replace("J1", "J0001"), "Effective April 1, 2026 through June 30, 2026"),
        ),
    )
    before = state(database)
    half = made_up.limits("J0001,x,1 MG,1,\r\n", "Effective January 1, 2026 through June 30, 2026")
    with pytest.raises(TableError, match="the days overlap"):
        load("asp", write("half.csv", half))
    assert state(database) == before
    load("asp", write("first.csv", made_up.limits("J0001,x,1 MG,1,\r\n")))


def garbage(seed: int) -> bytes:
    return bytes((seed * 31 + number * 7919) % 256 for number in range(5000))


PTP_BYTES = made_up.ptp(tuple(f"{n:05d}\t22222\t\t20200101\t*\t1\tmade-up reason" for n in range(200))).encode()
BAD: list[tuple[str, str, bytes, str]] = [
    ("ptp", "x.pdf", b"%PDF-1.7 made up", "is a PDF"),
    ("ptp", "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Excel file"),
    ("ptp", "x.gz", b"\x1f\x8b" + bytes(60), "is a gzip archive"),
    ("ptp", "x.txt", garbage(3), "is a binary file"),
    ("ptp", "x.txt", "Column 1\tColumn 2".encode("utf-16"), "UTF-16"),
    ("ptp", "x.txt", b"<!DOCTYPE html><html>Log in</html>", "is a web page"),
    ("ptp", F1, b"", "is empty"),
    ("ptp", F1, b"\r\n\r\n", "is no NCCI PTP table"),
    ("ptp", "note.txt", b"PROCEDURE: Left L4-5 transforaminal epidural, CANARY", "is no NCCI PTP table"),
    ("ptp", F1, "\r\n".join(made_up.PTP_HEAD).encode(), "holds headings and no edit"),
    ("ptp", F1, PTP_BYTES[:-30], "Line 206 .* has 6 of 7 cells|cut off"),
    ("ptp", F1, PTP_BYTES[:-8], "cut off"),
    ("ptp", F1, PTP_BYTES[: len(PTP_BYTES) // 2 + 3], "cut off"),
    ("ptp", F1, made_up.ptp(("11111\t22222\t\t20209901\t*\t1\tx",)).encode(), "no pair of codes"),
    ("ptp", F1, made_up.ptp(("11111\t22222\t\t20200101\t*\t7\tx",)).encode(), "no pair of codes"),
    ("ptp", F1, made_up.ptp((*made_up.PTP_ROWS, "11111\tnonsense\t\t20200101\t*\t1\tx")).encode(), "no pair of codes"),
    ("ptp", "MUE_Eff_07-01-2026.csv", made_up.mue().encode(), "is a table of `mue`, not of `ptp`"),
    ("mue", F1, made_up.ptp().encode(), "is a table of `ptp`, not of `mue`"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue().encode()[:120], "is no NCCI MUE table"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue().encode()[:-9], "cut off"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue(rows="11111,2,2 D\r\n").encode(), "has 3 of 4 cells"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue(rows="11111,2,2 D,x\r\n11111,3,2 D,x\r\n").encode(), "different things"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue(rows="11111,two,2 D,x\r\n").encode(), "no code with units"),
    ("mue", "Eff_07-01-2026.csv", made_up.mue(rows=f"11111,{'9' * 40},2 D,x\r\n").encode(), "cannot be stored"),
    ("aoc", "AOC_V2026Q2.txt", made_up.aoc("1\t11111\t\t22222\t\t2013400\t\t").encode(), "has no day"),
    ("aoc", "AOC_V2026Q2.txt", made_up.aoc("1\t11111\t\t22").encode(), "cells"),
    ("mpfs", "x.csv", made_up.mpfs().encode(), "holds headings and no code"),
    ("mpfs", "x.csv", made_up.mpfs(made_up.mpfs_row("11111"))[:-40].encode(), "cut off"),
    ("mpfs", "x.csv", made_up.mpfs(made_up.mpfs_row("11111")).replace("GLOB", "GLOBE").encode(), "no column"),
    ("hcpcs", "HCPC2026_OCT.csv", made_up.hcpcs(("J0001", "4", "x", "20200101", "")).encode(), "continues another"),
    ("hcpcs", "HCPC2026_OCT.csv", made_up.hcpcs(("J0001", "3", "x", "soon", "")).encode(), "no code with its days"),
    ("asp", "a.csv", made_up.limits("J0001,x,10 MG,much,\r\n").encode(), "words where a number"),
    ("asp", "b.csv", made_up.crosswalk("J0001,x,x,-,x,10 MG,1,2,5,10,,,\r\n").encode(), "has no NDC"),
    (
        "icd10",
        "icd10cm_order_2026.txt",
        made_up.icd10(("M54", 0, "x"), ("M545", 1, "ache"))[:-70].encode(),
        "columns 7",
    ),
    ("icd10", "icd10cm_order_2026.txt", made_up.icd10(("M545", 1, "a made-up ache"))[:-6].encode(), "cut off"),
    ("coverage", "2026-03.json", b'{"11111": {"covered": ["M54.1', "cut off"),
    ("coverage", "2026-03.json", b'{"11111": {"covered": ["pain in the back"]}}', "no code with lists"),
    ("coverage", "2026-03.json", b'{"11111": {"covered": ["pain"]}}', "no ICD-10-CM code"),
    ("everything", F1, PTP_BYTES, "import one of ptp, mue"),
]


@pytest.mark.parametrize(("source", "name", "content", "words"), BAD, ids=[f"{b[0]}-{n}" for n, b in enumerate(BAD)])
@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_bad_files_leave_the_database_as_it_was(
    load: Load, write: Write, database: Path, source: str, name: str, content: bytes, words: str, there: bool
) -> None:
    if there:
        load("ptp", write("ccipra-v320r0-f1.txt", made_up.ptp()))
    before = state(database)
    with pytest.raises(TableError, match=words) as raised:
        load(source, write(name, content))
    assert state(database) == before
    message = raised.value.message
    assert message.endswith(".") and "\n" not in message and "CANARY" not in message


def test_one_bad_file_of_several_leaves_nothing(load: Load, write: Write, database: Path) -> None:
    load("ptp", write("ccipra-v320r0-f1.txt", made_up.ptp()))
    before = state(database)
    many = tuple(f"{n:05d}\t22222\t\t20200101\t*\t1\tmade-up reason" for n in range(60000))
    with pytest.raises(TableError, match="Line 207 of ccipra-v322r0-f2"):
        load("ptp", write(F1, made_up.ptp(many)), write(F2, PTP_BYTES + b"11111\t2"))
    assert state(database) == before


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((F1, "ccipra-v321r0-f2.txt"), "different quarters"),
        ((F1, "ccipra-v322r0-f3.txt"), "f2 of the quarter is missing"),
        ((F1, F1), "given twice"),
    ],
)
def test_files_that_do_not_belong_together(
    load: Load, write: Write, database: Path, names: tuple[str, ...], words: str
) -> None:
    paths = [write(name, made_up.ptp((made_up.PTP_ROWS[names.index(name)],))) for name in names]
    with pytest.raises(TableError, match=words):
        load("ptp", *paths)
    assert not database.parent.exists()


def test_a_missing_file_a_folder_and_an_unreadable_one(load: Load, tmp_path: Path, database: Path) -> None:
    with pytest.raises(TableError, match="FILE 1 does not exist"):
        load("ptp", tmp_path / "CANARY")
    with pytest.raises(TableError, match="FILE 1 is a folder"):
        load("ptp", tmp_path)
    assert not database.parent.exists()


def test_the_text_of_an_archive_is_taken_before_its_workbook(load: Load, zipped: Write, database: Path) -> None:
    members = {F1: made_up.ptp(), F1.replace("TXT", "xlsx"): b"PK broken", "readme.pdf": b"%PDF", "../../x.exe": b"MZ"}
    assert load("ptp", zipped("medicare-ncci.zip", members))[0].rows == 6


def test_a_member_is_never_a_path(load: Load, zipped: Write, tmp_path: Path) -> None:
    (table,) = load("ptp", zipped("a.zip", {f"../../{F1}": made_up.ptp()}))
    assert table.rows == 6
    assert {path.name for path in tmp_path.iterdir()} == {"downloads", "data"}


def test_the_quarter_may_stand_in_the_name_of_the_archive(load: Load, zipped: Write) -> None:
    name = "medicare-ncci-2026q2-practitioner-ptp-edits.zip"
    assert str(load("ptp", zipped(name, {"edits.txt": made_up.ptp()}))[0].quarter) == "2026Q2"


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_archive(load: Load, write: Write, zipped: Write, database: Path, keep: float) -> None:
    whole = zipped("whole.zip", {F1: PTP_BYTES}).read_bytes()
    with pytest.raises(TableError, match="cut off or damaged"):
        load("ptp", write("cut.zip", whole[: int(len(whole) * keep)]))
    assert not database.parent.exists()


def test_a_damaged_archive(load: Load, write: Write, zipped: Write, database: Path) -> None:
    whole = bytearray(zipped("whole.zip", {F1: PTP_BYTES}).read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    with pytest.raises(TableError, match="cut off or damaged"):
        load("ptp", write("damaged.zip", bytes(whole)))
    assert not database.parent.exists()


def test_a_bomb_is_not_unpacked(load: Load, zipped: Write, database: Path) -> None:
    row = "11111\t22222\t\t20200101\t*\t1\t"
    bomb = made_up.ptp((row + "made-up reason",)) + (row + "x" * 60000 + "\r\n") * 1000
    with pytest.raises(TableError, match="unpacks to more than any CMS table"):
        load("ptp", zipped("bomb.zip", {F1: bomb}))
    assert not database.parent.exists()


def test_an_archive_that_lies_about_its_size(load: Load, write: Write, zipped: Write, database: Path) -> None:
    content = zipped("whole.zip", {F1: PTP_BYTES}).read_bytes()
    lying = content.replace(struct.pack("<I", len(PTP_BYTES)), struct.pack("<I", 700))
    assert lying != content
    with pytest.raises(TableError, match="cut off or damaged"):
        load("ptp", write("lying.zip", lying))
    assert not database.parent.exists()


def test_limits_of_archives(load: Load, zipped: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_MEMBERS", 2)
    with pytest.raises(TableError, match="more than 2 files"):
        load("ptp", zipped("many.zip", dict.fromkeys(("a.txt", "b.txt", "c.txt"), "x")))


def sheet(rows: list[list[str]], place: str = "") -> bytes:
    """A workbook with words in its cells; ``place`` moves the last cell."""
    base = "http://schemas.openxmlformats.org"
    office, package = f"{base}/officeDocument/2006/relationships", f"{base}/package/2006/relationships"
    main, file = f"{base}/spreadsheetml/2006/main", io.BytesIO()
    cells = [
        [f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(row)]
        for number, row in enumerate(rows, start=1)
    ]
    if place:
        cells[-1].append(f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>')
    body = "".join(f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(cells, start=1))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = f"{base}/package/2006/content-types"
        types = f'<Types xmlns="{kinds}"><Default Extension="xml" ContentType="application/xml"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        link = '<Relationships xmlns="{p}"><Relationship Id="a" Target="{t}" Type="{o}/{k}"/></Relationships>'
        archive.writestr("_rels/.rels", link.format(p=package, t="xl/workbook.xml", o=office, k="officeDocument"))
        archive.writestr(
            "xl/_rels/workbook.xml.rels", link.format(p=package, t="worksheets/sheet1.xml", o=office, k="worksheet")
        )
        sheets = '<sheets><sheet name="a" sheetId="1" r:id="a"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    return file.getvalue()


PTP_SHEET = [line.split("\t") for line in made_up.ptp().split("\r\n")[:-1]]


def test_workbooks_say_the_same_as_text(load: Load, write: Write, zipped: Write, database: Path) -> None:
    load("ptp", write(F1, made_up.ptp()))
    load("ptp", write("ccioph-v322r0-f1.xlsx", sheet(PTP_SHEET)))
    load("ptp", zipped("a.zip", {"ccipra-v321r0-f1.xlsx": sheet(PTP_SHEET)}))
    found = ask(database, "SELECT * FROM ptp ORDER BY edition")
    first, second, third = ([row[1:] for row in found if row[0] == edition] for edition in (1, 2, 3))
    assert first == second == third


def test_a_cut_workbook(load: Load, write: Write, database: Path) -> None:
    whole = sheet(PTP_SHEET)
    for keep in (0.3, 0.7, 0.98):
        with pytest.raises(TableError, match="cut off or damaged"):
            load("ptp", write("ccipra-v322r0-f1.xlsx", whole[: int(len(whole) * keep)]))
    assert not database.parent.exists()


@pytest.mark.parametrize("place", ["XFD1048576", "AB99999", "AAA9"])
def test_a_workbook_with_a_cell_far_away(load: Load, write: Write, database: Path, place: str) -> None:
    with pytest.raises(TableError, match="far outside"):
        load("ptp", write("ccipra-v322r0-f1.xlsx", sheet(PTP_SHEET, place)))
    assert not database.parent.exists()


def test_a_workbook_that_swells(load: Load, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
    with pytest.raises(TableError, match="unpacks to more"):
        load("ptp", write("ccipra-v322r0-f1.xlsx", sheet(PTP_SHEET)))


def test_the_ordinary_relative_values_are_taken_of_two(load: Load, zipped: Write) -> None:
    one, two = (made_up.mpfs(*(made_up.mpfs_row(f"1111{n}") for n in range(many))) for many in (1, 2))
    members = {"PPRRVU2026_Jul_QPP.csv": two, "PPRRVU2026_Jul_nonQPP.csv": one, "GPCI2026.csv": "a,b\r\n1,2\r\n"}
    assert load("mpfs", zipped("rvu26c.zip", members))[0].rows == 1


def test_both_drug_tables_of_one_archive(load: Load, zipped: Write) -> None:
    members = {
        "limits.csv": made_up.limits("J0001,x,10 MG,1.25,\r\n"),
        "crosswalk.csv": made_up.crosswalk("J0001,x,x,0123-4567-89,x,10 MG,1,2,5,10,,,\r\n"),
    }
    assert {table.part for table in load("asp", zipped("asp.zip", members))} == {"limits", "crosswalk"}


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_another_file_is_not_touched(load: Load, write: Write, database: Path, content: bytes) -> None:
    database.parent.mkdir()
    database.write_bytes(content)
    with pytest.raises(TableError) as raised:
        load("ptp", write(F1, made_up.ptp()))
    assert raised.value.code == "store"
    assert database.read_bytes() == content
    with pytest.raises(TableError):
        Store(database)


def test_the_database_of_another_program_is_not_touched(load: Load, write: Write, database: Path) -> None:
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE patients (name)")
    before = state(database)
    with pytest.raises(TableError, match="not a reference database"):
        load("ptp", write(F1, made_up.ptp()))
    assert state(database) == before


def test_two_imports_at_once(load: Load, write: Write, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load("ptp", write("ccipra-v320r0-f1.txt", made_up.ptp()))
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **named, timeout=0.05))
    with closing(connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TableError, match="in use by another import"):
            load("ptp", write(F1, made_up.ptp()))
        other.execute("ROLLBACK")
    load("ptp", write(F1, made_up.ptp()))


def test_an_import_that_was_killed_is_rolled_back(load: Load, write: Write, database: Path, tmp_path: Path) -> None:
    """What a kill leaves: a database with pages of the import in it, and the journal beside it."""
    load("ptp", write("ccipra-v320r0-f1.txt", made_up.ptp()))
    before = state(database)["reference.sqlite"]
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO icd10 VALUES (1, ?, 1, 'x')", [(f"A{n}",) for n in range(5000)])
        connection.execute("UPDATE editions SET rows = 99")
        connection.executemany("INSERT INTO icd10 VALUES (2, ?, 1, 'x')", [(f"A{n}",) for n in range(5000)])
        left = {path.name: path.read_bytes() for path in database.parent.iterdir()}
    assert "reference.sqlite-journal" in left
    for name, content in left.items():
        (database.parent / name).write_bytes(content)
    assert [edition.rows for edition in Store(database).editions()] == [6]
    assert state(database)["reference.sqlite"] == before


def test_an_interrupt_leaves_nothing(write: Write, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cac.reference import importer

    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(importer, "_insert", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_files("ptp", [write(F1, made_up.ptp())], database, Options(accept_terms=True))
    assert not database.parent.exists()


def test_the_tables_have_no_room_for_words() -> None:
    words = [
        (table, field) for table, (fields, _) in TABLES.items() for field in ("label", "description") if field in fields
    ]
    assert words == [("icd10", "label")]


@pytest.mark.parametrize(
    ("variable", "data", "path"),
    [
        ("/a/b", "/data", "/a/b"),
        ("", "/data", "/data/cac/reference.sqlite"),
        ("", "relative", "/home/somebody/.local/share/cac/reference.sqlite"),
        ("", "", "/home/somebody/.local/share/cac/reference.sqlite"),
    ],
)
def test_where_the_database_is(monkeypatch: pytest.MonkeyPatch, variable: str, data: str, path: str) -> None:
    monkeypatch.setenv("CAC_REFERENCE", variable)
    monkeypatch.setenv("XDG_DATA_HOME", data)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert reference_path() == Path(path)
    assert reference_path(Path("/given")) == Path("/given")


@pytest.mark.parametrize("data", [b"", b"PROCEDURE: a note", b"%PDF-1.4 scan", b"PK\x03\x04 cut off", b"\0\0\1\2"])
def test_a_file_of_unknown_kind_is_told_by_its_place(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "DOE_JANE_1950.txt"
    path.write_bytes(data)
    with pytest.raises(TableError, match="FILE 1") as refused:
        import_files("ptp", [path], tmp_path / "reference.sqlite", Options(accept_terms=True))
    assert "DOE" not in str(refused.value)
