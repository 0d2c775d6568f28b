"""``cac batch``: one row a note, in order; the row contract; exit codes; the file it writes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from cac.batch import run
from cac.cli import main
from cac.errors import InputError
from cac.records import Note, Result, Unreadable

TFESI = (
    "PROCEDURE: Left L4-5 transforaminal epidural steroid injection.\r\n"
    "Under fluoroscopy a needle was advanced to the left L4-5 foramen and Kenalog 40 mg was injected."
)
VISIT = "The patient returns for follow-up of back pain. We discussed a caudal epidural injection at the next visit."


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def read(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_rows_in_order_with_the_bad_ones_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = jsonl(
        tmp_path / "in.jsonl",
        {"id": "b", "text": TFESI, "payer": "commercial", "date_of_service": "2025-05-05"},
        "{broken",
        {"id": "a", "text": VISIT},
        {"id": "b", "text": VISIT},
        {"id": "c", "text": ""},
    )
    out = tmp_path / "out.jsonl"
    assert main(["batch", str(source), "--output", str(out)]) == 1
    rows = read(out)
    assert [(row["id"], (row["error"] or {}).get("code")) for row in rows] == [
        ("b", None), ("line-2", "malformed"), ("a", None), ("b#2", "duplicate_id"), ("c", "empty"),
    ]  # fmt: skip
    assert rows[0]["context"]["payer"] == "commercial"
    assert rows[0]["context"]["date_of_service"] == "2025-05-05"
    assert rows[2]["context"]["payer"] != "commercial"
    assert rows[2]["status"] == "not_a_procedure"
    assert "line 2" in rows[1]["error"]["message"]
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.startswith("cac: 5 notes: ")
    assert "1 not a procedure, 3 error" in stderr
    for row in rows:
        assert row["status"] in ("ready", "review", "not_a_procedure", "error")
        assert all(isinstance(row[name], list) for name in ("lines", "procedures", "missing", "checklist", "supplies"))
        assert (row["error"] is None) is (row["status"] != "error")
    for line in rows[0]["lines"]:
        assert line["evidence"]
        assert all(TFESI[span["start"] : span["end"]] == span["text"] for span in line["evidence"])
    elements = [answer["element"] for answer in rows[0]["checklist"]]
    assert len(elements) == len(set(elements)) > 15


def test_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "ward").mkdir(parents=True)
    (notes / "z.txt").write_text(VISIT)
    (notes / "ward" / "a.txt").write_bytes(b"\xef\xbb\xbf" + TFESI.encode())
    out = notes / "out.jsonl"
    assert main(["batch", str(notes), "-o", str(out)]) == 0
    rows = read(out)
    assert [row["id"] for row in rows] == ["ward/a", "z"]
    assert all(TFESI[s["start"] : s["end"]] == s["text"] for line in rows[0]["lines"] for s in line["evidence"])


def test_output_is_private_and_replaced(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "in.jsonl", {"id": "a", "text": VISIT})
    out = tmp_path / "out.jsonl"
    out.write_text("old " * 10_000)
    out.chmod(0o644)
    assert main(["batch", str(source), "--output", str(out)]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert len(read(out)) == 1
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl"]


def test_all_unreadable_is_nothing_usable(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "in.jsonl", "{", "[]")
    out = tmp_path / "out.jsonl"
    assert main(["batch", str(source), "--output", str(out)]) == 2
    assert [row["id"] for row in read(out)] == ["line-1", "line-2"]


@pytest.mark.parametrize(
    ("source", "output", "says"),
    [
        ("gone.jsonl", "out.jsonl", "no such file"),
        ("empty", "out.jsonl", "no .txt files"),
        ("notes/a.txt", "out.jsonl", "INPUT is a folder"),
        ("notes", "nowhere/out.jsonl", "does not exist"),
        ("notes", "notes", "is a folder"),
        ("notes", "notes/a.txt", "one of the notes"),
        ("in.jsonl", "in.jsonl", "the input itself"),
        ("in.jsonl", "linked.jsonl", "the input itself"),
    ],
)
def test_refused_before_anything_is_written(
    source: str, output: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text(VISIT)
    jsonl(tmp_path / "in.jsonl", {"id": "a", "text": VISIT})
    (tmp_path / "linked.jsonl").symlink_to("in.jsonl")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert main(["batch", str(tmp_path / source), "--output", str(tmp_path / output)]) == 2
    assert says in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_broken_lexicon_leaves_the_old_output(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "in.jsonl", {"id": "a", "text": VISIT})
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert main(["batch", str(source), "--output", str(out), "--lexicons", str(tmp_path)]) == 2
    assert out.read_text() == "old"


def test_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = jsonl(tmp_path / "in.jsonl", *({"id": str(n), "text": VISIT} for n in range(3)))
    out = tmp_path / "out.jsonl"
    seen: list[int] = []

    def code(self: object, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        seen.append(len(read(out)))
        if id == "2":
            raise KeyboardInterrupt
        return Result(id=id, status="ready")

    monkeypatch.setattr("cac.coder.Coder.code", code)
    assert main(["batch", str(source), "--output", str(out)]) == 130
    assert seen == [0, 1, 2]
    assert [row["id"] for row in read(out)] == ["0", "1"]


class _Coder:
    def code(self, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        if text == "known":
            raise InputError("odd", "It is odd.")
        if text == "unknown":
            raise ValueError("SECRET of the note")
        if text == "deep":
            raise RecursionError("SECRET")
        return Result(id=id, status="ready", notices=("second",))


def test_run_keeps_order_and_notices_and_fails_alone() -> None:
    inputs: list[Note | Unreadable] = [
        Note(id="1", text="fine", notices=("first",)),
        Note(id="2", text="known", notices=("first",)),
        Unreadable(id="3", code="empty", message="It is empty."),
        Note(id="4", text="unknown"),
        Note(id="5", text="deep"),
        Note(id="6", text="fine"),
    ]
    results = list(run(inputs, _Coder()))
    assert [result.id for result in results] == list("123456")
    assert results[0].notices == ("first", "second")
    assert results[1].notices == ("first",)
    codes = [result.error and result.error["code"] for result in results]
    assert codes == [None, "odd", "empty", "internal", "internal", None]
    assert "ValueError" in results[3].error["message"]  # type: ignore[index]
    assert not any("SECRET" in result.model_dump_json() for result in results)


def test_run_is_lazy() -> None:
    taken: list[str] = []

    def inputs() -> object:
        for name in "ab":
            taken.append(name)
            yield Note(id=name, text="x")

    next(run(inputs(), _Coder()))  # type: ignore[arg-type]
    assert taken == ["a"]
