"""How long two million PTP rows take to import, how much memory that needs, and what a look-up costs.

    python benchmarks/reference.py [--rows 2000000] [--workbook] [--strict]

The files are made up in CMS's layout (f1 to f4 of one quarter) in a temporary folder that is removed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from processes import CAC, ROOT, run

HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
REASONS = [f"A made-up reason number {number} of common length" for number in range(12)]
DAY = date(2026, 8, 15)
MOST_SECONDS, MOST_MEMORY, MOST_MICROSECONDS = 60, 500, 1000


def edits(rows: int) -> Iterator[tuple[str, ...]]:
    """Made-up edits in the order of CMS: each first code with its second codes; some keys twice."""
    chance = random.Random(3)
    each = 250
    step = max(1, 99000 // (rows // each + 1))
    for first in range(rows // each + 1):
        column1 = f"{(100 + first * step) % 100000:05d}"
        for second in range(min(each, rows - first * each)):
            column2 = f"{(700 + second * 391) % 100000:05d}"
            start = f"{chance.randrange(1996, 2026)}0{chance.choice('147')}01"
            end = "*" if chance.random() < 0.7 else f"{chance.randrange(2015, 2026)}1231"
            yield column1, column2, "", start, end, chance.choice("0119"), chance.choice(REASONS)


def write_texts(folder: Path, rows: int) -> list[Path]:
    """Four files of one quarter as tab-separated text."""
    paths = [folder / f"ccipra-v322r0-f{number}.TXT" for number in (1, 2, 3, 4)]
    source, quarter = edits(rows), -(-rows // 4)
    for path in paths:
        with path.open("w", encoding="cp1252", newline="") as handle:
            handle.writelines(line + "\r\n" for line in HEAD)
            for _, edit in zip(range(quarter), source, strict=False):
                handle.write("\t".join(edit) + "\r\n")
    return paths


def write_workbooks(texts: list[Path]) -> list[Path]:
    """The same files as .xlsx, with words in the cells."""
    kinds = "http://schemas.openxmlformats.org/"
    office, package = f"{kinds}officeDocument/2006/relationships", f"{kinds}package/2006/relationships"
    main, relation = f"{kinds}spreadsheetml/2006/main", "{kind}/{what}"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Target="xl/workbook.xml" '
        f'Type="{relation.format(kind=office, what="officeDocument")}"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" '
        f'Target="worksheets/sheet1.xml" Type="{relation.format(kind=office, what="worksheet")}"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="edits" sheetId="1" r:id="a"/></sheets></workbook>',
    }
    paths = []
    for text in texts:
        paths.append(text.with_suffix(".xlsx"))
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
            with (
                archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
                text.open(encoding="cp1252") as lines,
            ):
                sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
                for number, line in enumerate(lines, start=1):
                    cells = "".join(
                        f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                        for column, cell in zip("ABCDEFG", line.rstrip("\n").split("\t"), strict=True)
                        if cell
                    )
                    sheet.write(f'<row r="{number}">{cells}</row>'.encode())
                sheet.write(b"</sheetData></worksheet>")
    return paths


def lookups(database: Path, rows: int) -> tuple[float, float]:
    """Microseconds of a question to the database through ``Tables``: median and 99th of a hundred, codes at random."""
    sys.path.insert(0, str(ROOT))
    from cac.reference.tables import Tables

    tables = Tables(store=database)
    chance = random.Random(5)
    known = [edit[:2] for edit in edits(min(rows, 50000))]
    asked = [chance.choice(known) if number % 2 else (f"{number:05d}", "64483") for number in range(20000)]
    spent = []
    for column1, column2 in asked:
        start = time.perf_counter()
        tables.pair(column1, column2, DAY, "practitioner")
        spent.append((time.perf_counter() - start) * 1e6)
    return statistics.median(spent), statistics.quantiles(spent, n=100)[98]


def main() -> int:
    """Measure and print; 1 with ``--strict`` when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--workbook", action="store_true", help="import .xlsx files instead of text")
    parser.add_argument("--strict", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = write_texts(folder, chosen.rows)
        if chosen.workbook:
            files = write_workbooks(files)
        size = sum(file.stat().st_size for file in files) / 1e6
        database = folder / "reference.sqlite"
        command = [*CAC, "reference", "import", "ptp", *map(str, files), "--accept-ama-terms"]
        seconds, memory = run([*command, "--reference", str(database)])
        median, slow = lookups(database, chosen.rows)
        stored = database.stat().st_size / 1e6
    print(f"rows {chosen.rows:,} in {len(files)} {files[0].suffix.lower()} files of {size:.0f} MB together")
    print(f"import {seconds:.1f} s (asked: at most {MOST_SECONDS}), {memory:.0f} MB (at most {MOST_MEMORY})")
    print(f"database {stored:.0f} MB")
    print(f"look-up of a pair {median:.1f} microseconds (median), {slow:.1f} (99 of 100 are faster)")
    missed = seconds > MOST_SECONDS or memory > MOST_MEMORY or median > MOST_MICROSECONDS
    return int(chosen.strict and missed)


if __name__ == "__main__":
    sys.exit(main())
