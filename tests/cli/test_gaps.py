"""``cac gaps`` from the command line: forms, files, options, and what is refused in one sentence."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from cac.cli import main
from tests.reports.made_up import TEXT, answers, error_row, row, write_rows

Capture = pytest.CaptureFixture[Any]
CANARY = "Zyxwvuta Quibblesnort"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    made = [
        row("N1", checklist=answers(absent=["timeout", "drug_dose"])),
        row("N2", day="2026-02-20", checklist=answers(absent=["timeout"])),
        row("N3", provider="Dr. Bo"),
    ]
    return write_rows(tmp_path / "rows.jsonl", made)


def run(capsysbinary: Capture, *arguments: object) -> tuple[int, bytes, str]:
    code = main(["gaps", *map(str, arguments)])
    out, err = capsysbinary.readouterr()
    return code, out, err.decode()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["provider", "--provider", "Dr. Ada"], ["Documentation gaps: Dr. Ada", "2 of 2 notes (100 %)", "Time-out"]),
        (["provider", "--provider", " dr.  ADA ", "--to", "2026-01-31"], ["1 of 1 notes", "2026-01-20 to 2026-01-20"]),
        (["provider", "--provider", "Dr. Ada", "--family", "transforaminal_esi"], ["2 of 2 notes"]),
        (["practice"], ["Documentation gaps of the practice", "Dr. Bo", "NOTES"]),
        (["practice", "--provider-field", "payer"], ["medicare_part_b", "PAYER"]),
        (
            ["note", "--id", "N1"],
            ["Documentation of note N1", "DOSE: missing", 'Drug: "Kenalog"', "prompt: ", "2 foramina"],
        ),
    ],
)
def test_a_table_on_the_screen(command: list[str], said: list[str], rows: Path, capsysbinary: Capture) -> None:
    code, out, err = run(capsysbinary, command[0], rows, *command[1:])
    assert (code, err) == (0, "")
    for words in said:
        assert words in out.decode()
    assert all(len(line) <= 120 for line in out.decode().splitlines())


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("xlsx", b"PK"), ("json", b"{"), ("txt", b"Doc")],
)
@pytest.mark.parametrize(
    "command", [["provider", "--provider", "Dr. Ada"], ["practice", "--copy", "coder"], ["note", "--id", "N1"]]
)
def test_files_in_the_form_of_their_names(
    form: str, begins: bytes, command: list[str], rows: Path, tmp_path: Path, capsysbinary: Capture
) -> None:
    out = tmp_path / f"report.{form}"
    out.write_bytes(b"older and longer " * 100_000)
    out.chmod(0o644)
    code, printed, err = run(capsysbinary, command[0], rows, *command[1:], "--output", out)
    assert (code, printed, err) == (0, b"", "")
    assert out.read_bytes().startswith(begins)
    assert b"older and longer" not in out.read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["rows.jsonl", out.name])


def test_json_on_the_screen_is_one_object(rows: Path, capsysbinary: Capture) -> None:
    code, out, _ = run(capsysbinary, "practice", rows, "--format", "json")
    assert code == 0
    assert [one["name"] for one in json.loads(out)["providers"]] == ["Dr. Ada", "Dr. Bo"]


@pytest.mark.parametrize("form", [None, "json", "table"])
def test_all_providers_into_a_folder(form: str | None, rows: Path, tmp_path: Path, capsysbinary: Capture) -> None:
    folder = tmp_path / "reports"
    chosen = ["--format", form] if form else []
    code, out, err = run(capsysbinary, "provider", rows, "--all", "--output", folder, *chosen)
    assert (code, out, err) == (0, b"", "cac: 2 reports written.\n")
    ending = {"table": "txt", None: "html"}.get(form, form)
    assert sorted(path.name for path in folder.iterdir()) == [f"dr-ada.{ending}", f"dr-bo.{ending}"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())


def test_what_was_left_out_is_said_beside_a_file(tmp_path: Path, capsysbinary: Capture) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [row("N1"), "no row", error_row()])
    code, _, err = run(capsysbinary, "practice", path, "--output", tmp_path / "x.json")
    assert code == 0
    assert err == (
        "cac: 1 note of the file could not be coded.\n"
        "cac: 1 line is no row of `cac batch` and was left out (the first: line 2).\n"
    )


def test_quotes_are_sentences_with_the_notes(rows: Path, tmp_path: Path, capsysbinary: Capture) -> None:
    notes = write_rows(tmp_path / "notes.jsonl", [{"id": "N1", "text": TEXT}])
    chosen = ["--provider", "Dr. Ada", "--notes", notes]
    _, out, _ = run(capsysbinary, "provider", rows, *chosen)
    assert '"Kenalog 40 mg was injected."' in " ".join(out.decode().split())
    assert "Examples that do not stand in the notes that were given: 1" in " ".join(out.decode().split())
    _, out, _ = run(capsysbinary, "note", rows, "--id", "N1", "--notes", notes)
    assert '"Kenalog 40 mg was injected."' in " ".join(out.decode().split())


def test_a_note_is_coded_first(capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    note = ROOT / "sample_notes" / "rfa_three_joints_left.txt"
    code, out, _ = run(capsysbinary, "note", note, "--copy", "coder")
    assert code == 0
    assert "3 joints: L3-L4 (left); L4-L5 (left); L5-S1 (left)" in " ".join(out.decode().split())
    assert "64635" in out.decode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(note.read_bytes())))
    _, piped, _ = run(capsysbinary, "note", "-", "--copy", "coder", "--format", "json")
    assert json.loads(piped)["treated"][0]["counted"].startswith("3 joints")


@pytest.mark.parametrize("name", ["export", "rows.ndjson", "rows.out"])
def test_rows_are_known_by_what_they_hold(name: str, rows: Path, tmp_path: Path, capsysbinary: Capture) -> None:
    other = tmp_path / name
    other.write_bytes(b"\n" + rows.read_bytes())
    code, out, err = run(capsysbinary, "note", other, "--id", "N1")
    assert (code, err) == (0, "")
    assert "Documentation of note N1" in out.decode()


def test_a_row_of_cac_code_is_a_row(tmp_path: Path, capsysbinary: Capture) -> None:
    assert main(["code", str(ROOT / "sample_notes" / "tfesi_two_levels.txt"), "--format", "json"]) == 0
    path = tmp_path / "row.json"
    path.write_bytes(capsysbinary.readouterr().out)
    code, out, _ = run(capsysbinary, "note", path)
    assert code == 0
    assert "2 foramina: L4 (left); L5 (left)" in out.decode()


NOT_USABLE: list[tuple[list[object], str]] = [
    (["provider", "ROWS"], "Name a provider with --provider, or make all reports with --all."),
    (["provider", "ROWS", "--all", "--provider", "x"], "Name a provider with --provider"),
    (["provider", "ROWS", "--provider", CANARY], "No row names that provider; the rows name 2"),
    (["provider", "ROWS", "--provider", "x", "--provider-field", CANARY], "No row has that field"),
    (["provider", "ROWS", "--all"], "All reports need a folder"),
    (["provider", "ROWS", "--all", "--output", "ROWS"], "The output is no folder"),
    (["provider", "ROWS", "--provider", "Dr. Ada", "--from", "2026-13-01"], "The day of --from is none"),
    (["practice", "ROWS", "--to", CANARY], "The day of --to is none"),
    (["practice", "ROWS", "--from", "2026-02-01", "--to", "2026-01-01"], "The period ends before it begins"),
    (["practice", "ROWS", "--from", "2030-01-01"], "No row falls into this period"),
    (["practice", "ROWS", "--family", CANARY], "This family is not known"),
    (["practice", "ROWS", "--rules", CANARY], "No row was coded by these rules"),
    (["practice", "ROWS", "--format", "pdf"], "A PDF or a workbook needs a file"),
    (["practice", "ROWS", "--output", "x.docx"], "Say --format, or let the name of the output end in"),
    (["practice", "ROWS", "--output", "ROWS", "--format", "json"], "The output is the input"),
    (["practice", "ROWS", "--output", "FOLDER", "--format", "json"], "The output is a folder"),
    (["practice", "EMPTY"], "The file is empty"),
    (["practice", "NOTES"], "This file holds no row of `cac batch`"),
    (["practice", "ERRORS"], "Every row is an error"),
    (["practice", "GONE"], "There is no such file"),
    (["practice", "FOLDER"], "This is a folder"),
    (["practice", "ROWS", "--copy", CANARY], "Bad value for --copy"),
    (["note", "ROWS"], "The file holds many rows"),
    (["note", "ROWS", "--id", CANARY], "No row has this id"),
    (["note", "ERRORS"], "This note could not be coded"),
    (["note", "GONE"], "There is no such file"),
    (["note", "BINARY"], "The file is not text"),
    (["provider", "UNNAMED", "--all", "--output", "OUT"], "No row says who its provider is"),
]


@pytest.mark.parametrize(("arguments", "said"), NOT_USABLE, ids=[" ".join(map(str, one)) for one, _ in NOT_USABLE])
def test_what_cannot_be_used_is_refused_in_one_sentence(
    arguments: list[str], said: str, rows: Path, tmp_path: Path, capsysbinary: Capture
) -> None:
    places = {
        "ROWS": rows,
        "EMPTY": write_rows(tmp_path / "empty.jsonl", []),
        "NOTES": write_rows(tmp_path / "notes.jsonl", [{"id": CANARY, "text": CANARY}]),
        "ERRORS": write_rows(tmp_path / "errors.jsonl", [error_row()]),
        "GONE": tmp_path / f"{CANARY}.txt",
        "FOLDER": tmp_path,
        "BINARY": tmp_path / "binary.txt",
        "UNNAMED": write_rows(tmp_path / "unnamed.jsonl", [row("N1", provider="")]),
        "OUT": tmp_path / "out",
    }
    places["BINARY"].write_bytes(b"\x00\x01\x02" * 400)
    before = rows.read_bytes()
    code, out, err = run(capsysbinary, *(places.get(one, one) for one in arguments))
    assert (code, out) == (2, b"")
    assert said in err
    assert err.startswith("cac: ") and err.count("\n") == 1
    assert "Quibblesnort" not in err
    assert rows.read_bytes() == before


def test_no_word_of_a_row_leaves_but_in_the_report(
    rows: Path, tmp_path: Path, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the program shows nothing; no socket is opened and no other file is written."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    def broken(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(socket, "socket", refuse)
    for form in ("html", "pdf", "xlsx", "json"):
        out = tmp_path / f"report.{form}"
        assert run(capsysbinary, "practice", rows, "--output", out)[0] == 0
        assert run(capsysbinary, "provider", rows, "--all", "--format", form, "--output", tmp_path / "all")[0] == 0
    assert os.listdir(temporary) == []
    monkeypatch.setattr("cac.reports.write.rendered", broken)
    code, _, err = run(capsysbinary, "practice", rows, "--output", tmp_path / "report.html")
    assert code == 2
    assert "ValueError" in err and CANARY not in err
