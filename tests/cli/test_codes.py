"""``cac codes`` from the command line: pages, pairs, searches, JSON, the guide as a file, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cac.cli import main

Capture = pytest.CaptureFixture[str]


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
    found = json.loads(told(capsys, "search", "kyphoplasty", "--format", "json"))["found"]
    assert {hit["code"] for hit in found} >= {"22513", "22514"}
    assert json.loads(told(capsys, "M54.5", "--format", "json"))["below"][1]["code"] == "M54.51"


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
