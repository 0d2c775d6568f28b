"""For which day, place and payer a note is coded: options, the file beside the note, rows, cac.toml, defaults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cac.cli import main

NOTE = (
    "PROCEDURE: Bilateral L4-5 transforaminal epidural steroid injection.\n\n"
    "Under fluoroscopic guidance spinal needles were advanced to the right and the left L4-5 foramen. "
    "Omnipaque showed good epidural spread. Depo-Medrol 40 mg was injected at each foramen. Tolerated well.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(NOTE)
    return tmp_path


def row(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:  # type: ignore[type-arg]
    assert main(["code", "note.txt", "--format", "json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def lines(answer: dict) -> list[str]:  # type: ignore[type-arg]
    return ["-".join((line["code"], *line["modifiers"])) for line in answer["lines"]]


def test_each_source_goes_before_the_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert row(capsys)["context"]["payer"] == "medicare_part_b"
    (folder / "cac.toml").write_text('[context]\npayer = "commercial"\nplace_of_service = 11\nstate = "oh"\n')
    assert row(capsys)["context"]["payer"] == "commercial"
    (folder / "note.toml").write_text('payer = "workers_compensation"\ndate_of_service = 2025-03-04\n')
    answer = row(capsys)
    assert answer["context"] == {
        "date_of_service": "2025-03-04", "place_of_service": "11", "claim": "professional",
        "payer": "workers_compensation", "state": "OH",
    }  # fmt: skip
    assert lines(answer) == ["64483-RT", "64483-LT"]
    answer = row(capsys, "--payer", "medicare_part_b", "--date", "2025-06-01")
    assert (answer["context"]["payer"], answer["context"]["date_of_service"]) == ("medicare_part_b", "2025-06-01")
    assert lines(answer) == ["64483-50"]


def test_batch_takes_options_settings_and_rows(folder: Path) -> None:
    (folder / "cac.toml").write_text('[context]\npayer = "medicare_asc"\n')
    rows = [{"id": "a", "text": NOTE}, {"id": "b", "text": NOTE, "payer": "commercial", "place_of_service": "11"}]
    (folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    assert main(["batch", "in.jsonl", "--output", "out.jsonl"]) == 0
    found = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [lines(each) for each in found] == [["64483-RT", "64483-LT"], ["64483-50"]]
    assert main(["batch", "in.jsonl", "--output", "out.jsonl", "--payer", "medicare_opps", "--place", "22"]) == 0
    found = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert {each["context"]["payer"] for each in found} == {"medicare_opps"}


@pytest.mark.parametrize(
    ("arguments", "files", "problem"),
    [
        (["--payer", "aetna"], {}, "payer is not known; write one of commercial,"),
        (["--place", "12"], {}, "place of service is not known; write one of 11, 19, 21, 22, 24"),
        (["--date", "01/15/2026"], {}, "no day: write it as YYYY-MM-DD"),
        ([], {"cac.toml": "payer ="}, "cac.toml is no TOML"),
        ([], {"cac.toml": "[contxt]\npayer = 'x'"}, "may hold [context], [workbench] and `reference`"),
        ([], {"cac.toml": "[context]\nname = 'x'"}, "[context] may hold date_of_service"),
        ([], {"cac.toml": "context = 3"}, "[context] may hold date_of_service"),
        ([], {"note.toml": "payer"}, "file beside the note is no TOML"),
        ([], {"note.toml": "name = 'Jane Roe'"}, "file beside the note may hold date_of_service"),
        ([], {"note.toml": "payer = 'aetna'"}, "payer is not known"),
    ],
)
def test_a_wrong_context_is_one_sentence_and_exit_2(
    arguments: list[str], files: dict[str, str], problem: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)
    assert main(["code", "note.txt", *arguments]) == 2
    out, err = capsys.readouterr()
    assert problem in err
    assert len(err.splitlines()) == 1
    assert "Roe" not in err + out
    assert out == ""


def test_a_wrong_row_fails_alone(folder: Path) -> None:
    rows = [
        {"id": "a", "text": NOTE, "payer": "aetna"},
        {"id": "b", "text": NOTE},
        {"id": "c", "text": NOTE, "payer": 3},
    ]
    (folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    assert main(["batch", "in.jsonl", "--output", "out.jsonl"]) == 1
    found = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [each["status"] for each in found] == ["error", "ready", "error"]
    assert {(each["error"] or {}).get("code") for each in found} == {"context", None}


def test_an_export_may_hold_claims_of_its_own(folder: Path) -> None:
    row = {"id": "a", "text": NOTE, "claim": [{"code": "64483", "modifiers": ["50"], "units": 1}], "lines": []}
    (folder / "in.jsonl").write_text(json.dumps(row) + "\n")
    assert main(["batch", "in.jsonl", "--output", "out.jsonl"]) == 0
    found = json.loads((folder / "out.jsonl").read_text())
    assert (found["status"], lines(found)) == ("ready", ["64483-50"])


def test_the_page_says_what_was_assumed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "note.txt"]) == 0
    page = capsys.readouterr().out
    assert "date of service 2026-01-15 (default); payer medicare part b (default)" in page
    assert "place of service not given" in page
    assert main(["code", "note.txt", "--place", "11"]) == 0
    assert "place of service not given" not in capsys.readouterr().out


def test_a_contractor_settles_what_sources_dispute(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "note.txt").write_text(
        "PROCEDURE: Right T12-L1 and L1-2 facet joint injections.\n\nUnder fluoroscopic guidance 22-gauge needles "
        "entered the right T12-L1 and L1-2 facet joints. 20 mg of Kenalog was injected into each joint.\n"
    )
    disputed = row(capsys)
    assert (lines(disputed), disputed["status"]) == (["64490-RT", "64493-RT"], "review")
    settled = row(capsys, "--contractor", "CGS", "--date", "2025-01-01")
    assert (lines(settled), settled["status"]) == (["64490-RT", "64494-RT"], "ready")
    before = row(capsys, "--contractor", "CGS", "--date", "2024-12-31")
    assert (lines(before), before["status"]) == (["64490-RT", "64493-RT"], "review")


def test_a_resident_under_a_teaching_physician(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "The needle was placed by the pain fellow. I was present for the key portions of the procedure.\n"
    (folder / "note.txt").write_text(NOTE + told)
    assert lines(row(capsys, "--place", "22")) == ["64483-50-GC"]
    assert lines(row(capsys)) == ["64483-50"]
    (folder / "note.txt").write_text(NOTE + "The pain fellow placed the needle.\n")
    assert lines(row(capsys, "--place", "22")) == ["64483-50"]
