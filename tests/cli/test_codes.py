"""``cac codes`` from the command line: pages, pairs, searches, JSON, the guide as a file, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cac.cli import main
from tests.reference import made_up

Capture = pytest.CaptureFixture[str]
AUGUST = ("--date", "2026-08-15")


def told(capsys: Capture, *arguments: str) -> str:
    assert main(["codes", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["64483"], ["64483  Transforaminal epidural, L/S, first level", "WHAT DECIDES IT", "WHAT THE NOTE MUST SAY"]),
        (["0275t"], ["from 2011-07-01 until 2025-12-31", "62330, 62331"]),
        (["M54.16"], ["M54.16  Radiculopathy, lumbar region", "M54.1  Radiculopathy"]),
        (["m51.36"], ["no: write one of those below it", "M51.360"]),
        (["64413"], ["valid             until 2019-12-31", "after it          64999", "deleted: no family gives it"]),
        (["0228t"], ["until 2020-12-31", "64999"]),
        (["62287", "62267"], ["62267 is inside 62287", "not in this order: the edit of the two is the other one"]),
        (["62330", "62323"], ["rule book", "62330 beside 62323: lumbar decompression"]),
        (
            ["64413", "64405", "--date", "2026-01-15"],
            ["rule book         64413 is not valid on 2026-01-15: deleted"],
        ),
        (["search", "epidural steroid"], ["PROCEDURES", "62323", "64483"]),
        (["J1010"], ["one unit", "1 mg", "J1020, J1030, J1040"]),
        (["64493", "62323"], ["64493 > 62323", "no pair (NCCI PTP practitioner 2024 Q3)"]),
        (["64493 62323"], ["no pair"]),
        (["64483", "64484"], ["64484 is an add-on to 64483"]),
        (["63650", "77003", "--date", "2023-05-01"], ["Reference not effective on this date"]),
        (["search", "medial branch"], ["PROCEDURES", "64493"]),
        (["search", "medial", "branch"], ["64493"]),
        (["search", "radiculopathy"], ["DIAGNOSES", "M54.16"]),
    ],
)
def test_pages(arguments: list[str], lines: list[str], capsys: Capture) -> None:
    out = told(capsys, *arguments)
    for line in lines:
        assert line in out
    assert all(len(line) <= 120 for line in out.splitlines())


def test_json(capsys: Capture) -> None:
    page = json.loads(told(capsys, "64483", "--format", "json"))
    assert page["code"] == "64483"
    assert page["rules"][0]["counts"] == "the first foramen"
    pairs = json.loads(told(capsys, "63650", "77003", "--format", "json", "--date", "2026-01-15"))
    assert pairs["day"] == "2026-01-15"
    assert [(pair["column1"], pair["indicator"]) for pair in pairs["pairs"]] == [("63650", "1"), ("77003", "")]
    assert pairs["rules"] == ["77003 is inside 63650 [RULEBOOK 1.2; CORRECTIONS 2.10]"]
    found = json.loads(told(capsys, "search", "kyphoplasty", "--format", "json"))["found"]
    assert {hit["code"] for hit in found} >= {"22513", "22514"}
    assert json.loads(told(capsys, "M54.5", "--format", "json"))["below"][1]["code"] == "M54.51"


def test_imported_tables_go_first(tmp_path: Path, capsys: Capture) -> None:
    """A pair, the edition that has none, unit limits and add-ons are those of the user's own tables."""
    table, limits, database = (
        tmp_path / "ccipra-v322r0-f1.TXT",
        tmp_path / "m_Eff_07-01-2026.csv",
        str(tmp_path / "r.sqlite"),
    )
    table.write_text(made_up.ptp(("64493\t62323\t\t20200101\t*\t0\tmade-up reason",)))
    limits.write_text(made_up.mue(rows="64493,7,3 Date of Service Edit: Clinical,made up\r\n"))
    for source, path in (("ptp", table), ("mue", limits)):
        assert main(["reference", "import", source, str(path), "--accept-ama-terms", "--reference", database]) == 0
    capsys.readouterr()

    def said(*arguments: str) -> str:
        return " ".join(told(capsys, *arguments, "--reference", database).split())

    assert "62323 is inside 64493: never together (NCCI PTP practitioner 2026 Q3)" in said("64493", "62323", *AUGUST)
    assert "no pair (NCCI PTP practitioner 2026 Q3)" in said("20552", "62323", *AUGUST)
    assert "no pair (NCCI PTP practitioner 2024 Q3)" in said("64493", "62323", "--date", "2026-05-01")
    own = "your own tables at most 7 units, MAI 3 (NCCI MUE practitioner 2026 Q3)"
    assert own in said("64493", *AUGUST)
    assert "your own tables" not in said("64493", "--date", "2026-05-01")


def test_the_guide_is_written(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "guide.html"
    assert "codes written" in told(capsys, "--html", str(path), "--date", "2026-01-15")
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "As of 2026-01-15" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["64484x"], "64484X is no code of the guide; did you mean 64484"),
        (["J1011"], "J1011 is no code of the guide; did you mean J1010"),
        (["99999"], "99999 is no code of the guide"),
        (["M54.99"], "M54.99 is no code of the guide; did you mean"),
        (["64483", "M54.16"], "M54.16 is no code of the guide"),  # edits are of procedures and drugs
        (["search", "zzzzz"], "No code has these words"),
        (["search"], "No code has these words"),
        ([], "Name a code"),
        (["64483", "--html", "x.html"], "Name a code"),
        (["64483", "63650", "--date", "yesterday"], "The date is none"),
        (["64483", "--lexicons", "nowhere"], "nowhere"),
        (["--html", "no/such/folder/guide.html"], "The system refuses"),
    ],
)
def test_what_is_refused(arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(["codes", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_words_that_may_be_of_a_note_are_not_repeated(capsys: Capture) -> None:
    assert main(["codes", "Mrs.Canaryword"]) == 2
    assert main(["codes", "search", "Canaryword"]) == 2
    assert main(["codes", "Canaryword", "had", "an", "injection"]) == 2
    assert "anary" not in capsys.readouterr().err.lower()


def test_neither_spacy_nor_the_classification_is_loaded_for_a_page() -> None:
    program = (
        "import sys; from cac.cli import main; main(['codes', '64483']); main(['codes', 'M51.36']); "
        "print('spacy' in sys.modules, 'simple_icd_10_cm' in sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stderr.split() == ["False", "False"]
