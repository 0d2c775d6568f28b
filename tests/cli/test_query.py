"""``cac query`` from the command line: exit codes, one clear sentence, and no word of a note on stderr."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cac.cli import main
from tests.queries.questions import CLEAN, HEAD, ROWS, TAIL

ROW = ROWS["side, multiple choice"]
SECRET = "Zyxwvuta"
NOTE = (
    f"PATIENT: {SECRET}\nPROCEDURE: Lumbar medial branch blocks, L3, L4, L5\n{HEAD}Under fluoroscopy needles went to each "
    f"junction; 0.5 mL of bupivacaine 0.5% at each. No complications.\n{TAIL}"
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(["query", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert SECRET not in err
        return code, out, err

    return call


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lint_clean(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "q.json", json.dumps(ROW))
    assert run("lint", path) == (0, "clean\n", "")
    code, out, err = run("lint", path, "--format", "json")
    assert (code, json.loads(out), err) == (0, {"violations": []}, "")
    assert run("lint", "-", stdin=CLEAN["letters"][0])[0] == 0


def test_lint_violations(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "q.json", json.dumps({**ROW, "title": "Left side"}))
    code, out, err = run("lint", path)
    assert (code, err) == (1, "")
    assert "4/answer" in out
    assert "1 violation\n" in out
    code, out, _ = run("lint", path, "--format", "json")
    assert code == 1
    (violation,) = json.loads(out)["violations"]
    assert violation.keys() == {"rule", "message"}
    assert violation["rule"] == "4/answer"


def test_lint_several(run: Run, tmp_path: Path) -> None:
    rows = "\n".join(json.dumps(row) for row in (ROW, {**ROW, "title": "Left side"}))
    path = written(tmp_path, "q.jsonl", rows)
    code, out, _ = run("lint", path, "--format", "json")
    assert code == 1
    assert [violation["question"] for violation in json.loads(out)["violations"]] == [2]
    assert run("lint", path)[1].startswith("QUESTION 1\nclean\nQUESTION 2\n4/answer")


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"")])
def test_lint_unusable(make: Callable[[Path], object], run: Run, tmp_path: Path) -> None:
    path = tmp_path / f"{SECRET}.json"
    make(path)
    code, out, err = run("lint", path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def drafted(run: Run, tmp_path: Path) -> Path:
    note, store = written(tmp_path, "note.txt", NOTE), tmp_path / "q.sqlite"
    code, out, err = run("draft", note, "--store", store)
    assert (code, err) == (0, "")
    assert out.startswith("DRAFT 1  missing/laterality\n\nSide treated\n")
    return store


def test_a_whole_life(run: Run, tmp_path: Path) -> None:
    store = drafted(run, tmp_path)
    code, out, _ = run("list", "--store", store)
    assert code == 0
    assert out.split()[:2] == ["1", "draft"]
    assert run("release", 1, "--by", "Jane Roe, CPC", "--store", store)[1].startswith("Side treated\n")
    assert "missing/laterality" not in run("remind", 1, "--by", "Jane Roe, CPC", "--store", store)[1]
    answer = written(tmp_path, "answer.txt", "  Left\r\n")
    assert run("answer", 1, "--by", "A. Doc, MD", "--text-file", answer, "--store", store)[0] == 0
    code, out, err = run("recode", 1, "--store", store)
    assert (code, err) == (0, "")
    assert "changed    64493 x1 -> 64493-LT x1\n" in out
    assert "closed     laterality\n" in out
    assert run("recode", 1, "--store", store, "--format", "json")[0] == 0
    assert json.loads(run("show", 1, "--store", store, "--format", "json")[1])["note"] == NOTE, "it is never edited"
    assert run("confirm", 1, "--by", "Jane Roe, CPC", "--store", store)[0] == 0
    told = json.loads(run("show", 1, "--store", store, "--format", "json")[1])
    assert told["state"] == "confirmed"
    assert told["note"] is None, "no longer needed, no longer kept"
    assert [event["kind"] for event in told["events"]] == [
        "drafted", "released", "reminded", "answered", "recoded", "recoded", "confirmed",
    ]  # fmt: skip
    assert told["events"][3]["text"] == "  Left\r\n"
    assert "--- for the coder ---\nstate  confirmed\nrule   missing/laterality\n" in run("show", 1, "--store", store)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["answer", 1, "--by", "A. Doc", "--text-file", "-"],
        ["remind", 1, "--by", "A. Doc"],
        ["recode", 1],
        ["confirm", 1, "--by", "A. Doc"],
        ["release", 9, "--by", "A. Doc"],
        ["release", 1, "--by", " "],
        ["show", 0],
    ],
)
def test_what_is_not_possible(arguments: list[object], run: Run, tmp_path: Path) -> None:
    store = drafted(run, tmp_path)
    code, out, err = run(*arguments, "--store", store, stdin="Left")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("cac: ")


@pytest.mark.parametrize("data", [b"\xff\xfeLeft", b"\x00Left", b"", b"  "])
def test_an_answer_that_cannot_be_kept(data: bytes, run: Run, tmp_path: Path) -> None:
    store = drafted(run, tmp_path)
    run("release", 1, "--by", "Jane Roe", "--store", store)
    (tmp_path / "answer.txt").write_bytes(data)
    code, _, err = run("answer", 1, "--by", "A. Doc", "--text-file", tmp_path / "answer.txt", "--store", store)
    assert code == 2
    assert err.count("\n") == 1


def test_withdraw_and_no_response(run: Run, tmp_path: Path) -> None:
    store = drafted(run, tmp_path)
    run("release", 1, "--by", "Jane Roe", "--store", store)
    assert run("no-response", 1, "--by", "Jane Roe", "--store", store)[1] == "question 1: closed without response\n"
    code, _, err = run("withdraw", 1, "--by", "Jane Roe", "--store", store)
    assert code == 2
    assert err == "cac: Question 1 is no response, so withdraw is not possible: nothing more can happen to it.\n"


def test_draft_as_json_is_what_lint_reads(run: Run, tmp_path: Path) -> None:
    note = written(tmp_path, "note.txt", NOTE)
    code, out, _ = run("draft", note, "--format", "json")
    assert code == 0
    assert json.loads(out)["note"] == NOTE
    assert run("lint", written(tmp_path, "drafts.jsonl", out))[0] == 0


def test_the_same_draft_is_kept_once(run: Run, tmp_path: Path) -> None:
    store = drafted(run, tmp_path)
    assert run("draft", tmp_path / "note.txt", "--store", store)[1].startswith("KEPT BEFORE")
    assert run("list", "--store", store)[1].count("\n") == 1


def batch(run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    notes = tmp_path / "notes"
    notes.mkdir()
    written(notes, "a.txt", NOTE)
    written(notes, "b.txt", NOTE.replace("blocks", "blocks, left"))
    assert main(["batch", str(notes), "--output", str(tmp_path / "rows.jsonl")]) == 0
    capfd.readouterr()
    return notes, tmp_path / "rows.jsonl"


def test_draft_from_rows(run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    notes, rows = batch(run, tmp_path, capfd)
    for named in (notes, notes / "a.txt"):
        code, out, err = run("draft", named, "--rows", rows)
        assert (code, err) == (0, "")
        assert out.count("DRAFT") == 1
    (tmp_path / "one.jsonl").write_text(rows.read_text().splitlines()[0], encoding="utf-8")
    other = written(tmp_path, "c.txt", NOTE)
    assert run("draft", other, "--rows", tmp_path / "one.jsonl")[0] == 0


def other_text(rows: list[dict[str, Any]]) -> None:
    rows[0]["procedures"][0]["evidence"][0]["text"] = SECRET


def other_version(rows: list[dict[str, Any]]) -> None:
    rows[0]["version"] = "cac 0.0.1, rules 0"


def failed(rows: list[dict[str, Any]]) -> None:
    rows[0]["error"] = {"code": "empty", "message": "x"}


def other_id(rows: list[dict[str, Any]]) -> None:
    rows[0]["id"] = "z"


def no_row(rows: list[dict[str, Any]]) -> None:
    del rows[0]["missing"]


@pytest.mark.parametrize("spoil", [other_text, other_version, failed, other_id, no_row])
def test_rows_that_do_not_fit(
    spoil: Callable[[list[dict[str, Any]]], None], run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    notes, path = batch(run, tmp_path, capfd)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    spoil(rows)
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    code, out, err = run("draft", notes / "a.txt", "--rows", path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize("data", ["", "no json", '{"id": 1}', "[1]"])
def test_rows_that_are_none(data: str, run: Run, tmp_path: Path) -> None:
    note, rows = written(tmp_path, "note.txt", NOTE), written(tmp_path, "rows.jsonl", data)
    code, _, err = run("draft", note, "--rows", rows)
    assert code == 2
    assert err.count("\n") == 1


def test_a_bad_note_fails_alone(run: Run, tmp_path: Path) -> None:
    note = written(tmp_path, "note.txt", NOTE)
    empty = written(tmp_path, f"{SECRET}.txt", "")
    code, out, err = run("draft", empty, note)
    assert code == 1
    assert "DRAFT" in out
    assert err == "cac: note 1: The note is empty: there is nothing to code.\n"
    assert run("draft", empty)[0] == 2


def test_a_note_that_asks_nothing(run: Run, tmp_path: Path) -> None:
    note = written(tmp_path, "note.txt", "Follow-up visit for back pain. No procedure was done today.")
    assert run("draft", note)[:2] == (0, "no questions\n")


def test_a_question_may_come_through_a_pipe() -> None:
    if not os.environ.get("PATH"):
        pytest.skip("no environment")
    done = subprocess.run(
        [sys.executable, "-m", "cac", "query", "lint", "-"], input=CLEAN["letters"][0].encode(), capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"clean\n", b"")
