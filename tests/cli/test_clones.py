"""``cac clones``: input, output, exit codes, and nothing of a note where it does not belong."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from cac.cli import main

NOTE = (
    "HISTORY: Mr. Zyxwvuta, a beekeeper, has had a stabbing ache over the left hip since he carried a hive down the "
    "ladder in April, he sleeps on the floor and no tablet has lasted until noon, stairs are the worst of all.\n"
    "TECHNIQUE: Under ultrasound a 22-gauge needle was advanced into the left hip and Kenalog 40 mg was injected.\n"
)
OTHER = (
    "HISTORY: A cellist with numb fingers on the bow hand, worse at rehearsal, better with the wrist in a splint; one "
    "shot two winters ago gave her a whole season, and she asks for the same before the festival begins.\n"
)


def export(path: Path, *rows: object) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def test_a_batch_with_bad_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = export(
        tmp_path / "in.jsonl",
        {"id": "a", "text": NOTE, "provider": "p", "patient": "1", "date_of_service": "2026-01-05"},
        "{broken",
        {"id": "b", "text": NOTE.replace("left", "right"), "provider": "p", "patient": "2", "payer": "nobody"},
        {"id": "c", "text": OTHER},
        {"id": "d", "text": ""},
        {"id": "e", "text": NOTE, "date_of_service": "yesterday"},
    )
    assert main(["clones", str(source), "--format", "json"]) == 1
    stdout, stderr = capsys.readouterr()
    answer = json.loads(stdout)
    assert [one["id"] for one in answer["errors"]] == ["d", "line-2"]
    assert (answer["notes"], answer["bad_dates"]) == (4, 1)
    assert [[one["id"] for one in cluster["notes"]] for cluster in answer["clusters"]] == [["b", "e", "a"]]
    assert stderr == "cac: 6 notes: 3 cloned in 1 cluster, 2 errors.\n"
    assert main(["clones", str(source)]) == 1
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "CLUSTER 1 3 notes" in shown
    assert '"left" [' in shown
    assert '"right" [' in shown
    assert "different patients; same provider; days not told" in shown
    assert "not read: line-2: Not valid JSON at line 2" in shown


def test_a_folder_and_a_private_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "one.txt").write_text(NOTE)
    (notes / "two.txt").write_text(NOTE)
    out = tmp_path / "out.json"
    out.write_text("x" * 100_000)
    out.chmod(0o644)
    assert main(["clones", str(notes), "--output", str(out), "--format", "json"]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [one["id"] for one in json.loads(out.read_text())["clusters"][0]["notes"]] == ["one", "two"]
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert "Zyxwvuta" not in stderr
    assert "hive" not in stderr


def test_one_note_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clones", str(export(tmp_path / "in.jsonl", {"id": "a", "text": NOTE}))]) == 0
    stdout, stderr = capsys.readouterr()
    assert stdout.startswith("1 note read, 0 cloned in 0 clusters\n")
    assert stderr == "cac: 1 note: 0 cloned in 0 clusters, 0 errors.\n"


def unusable(tmp_path: Path) -> dict[str, tuple[list[str], str]]:
    (tmp_path / "empty").mkdir()
    (tmp_path / "word.docx").write_text(NOTE)
    good, empty = export(tmp_path / "in.jsonl", {"id": "a", "text": NOTE}), export(tmp_path / "none.jsonl")
    bad = export(tmp_path / "bad.jsonl", {"text": ""}, "[]")
    return {
        "an empty folder": ([str(tmp_path / "empty")], "holds no .txt files"),
        "an empty export": ([str(empty)], "holds no rows"),
        "all rows bad": ([str(bad)], "2 notes: 0 cloned in 0 clusters, 2 errors"),
        "no such input": ([str(tmp_path / "gone")], "no such file"),
        "another kind of file": ([str(tmp_path / "word.docx")], "INPUT is a folder"),
        "a threshold too low": ([str(good), "--threshold", "0.2"], "between 0.6 and 1"),
        "a threshold that is no number": ([str(good), "--threshold", "most"], "Bad value"),
        "an output that is a folder": ([str(good), "--output", str(tmp_path)], "is a folder"),
        "an output that is the input": ([str(good), "--output", str(good)], "the input itself"),
        "an unknown form": ([str(good), "--format", "pdf"], "Bad value"),
    }


UNUSABLE = (
    "an empty folder", "an empty export", "all rows bad", "no such input", "another kind of file",
    "a threshold too low", "a threshold that is no number",
    "an output that is a folder", "an output that is the input", "an unknown form",
)  # fmt: skip


@pytest.mark.parametrize("what", UNUSABLE)
def test_nothing_usable_is_said_in_one_sentence(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, said = unusable(tmp_path)[what]
    assert main(["clones", *arguments]) == 2
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.startswith("cac: ")
    assert said in stderr
    assert stderr.count("\n") == 1


def test_a_long_answer_is_cut_with_a_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": f"n{at:02}", "text": NOTE.replace("left hip", f"hip {at} times")} for at in range(40)]
    assert main(["clones", str(export(tmp_path / "in.jsonl", *rows))]) == 0
    stdout = capsys.readouterr().out
    assert "and 20 notes more" in stdout
    assert len(stdout.splitlines()) < 150
