"""``cac reference import`` and ``cac reference status``: exit codes, one sentence, JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cac.cli import main
from cac.reference.embedded import Embedded
from cac.reference.records import NotInForce
from tests.reference import made_up

EDITIONS = {
    "ccipra-v322r0-f1.TXT": ("ptp", made_up.ptp()),
    "MUE_Eff_07-01-2026.csv": ("mue", made_up.mue()),
    "limits.csv": ("asp", made_up.limits("J0001,x,10 MG,1.25,\r\n")),
    "icd10cm_order_2026.txt": ("icd10", made_up.icd10(("M54", 0, "x"))),
}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of its own with a few editions, by the variable."""
    path = tmp_path / "reference.sqlite"
    monkeypatch.setenv("CAC_REFERENCE", str(path))
    monkeypatch.chdir(tmp_path)
    for name, (source, text) in EDITIONS.items():
        (tmp_path / name).write_bytes(text.encode("cp1252"))
        assert main(["reference", "import", source, name, "--accept-ama-terms"]) == 0
    return path


def status(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert main(["reference", "status", "--format", "json", *arguments]) == 0
    answer = json.loads(capsys.readouterr().out)
    return {row["table"]: row for row in answer["tables"]} | {"answer": answer}


def test_status_of_a_day(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = status(capsys, "--date", "2026-08-15")
    row = rows["NCCI PTP practitioner"]
    assert rows["answer"]["date"] == "2026-08-15"
    assert rows["answer"]["reference"] == str(database)
    assert rows["answer"]["ama_terms_accepted"]
    assert len(str(row.pop("sha256"))) == 64 and row.pop("imported_at")
    assert [file["name"] for file in row.pop("files")] == ["ccipra-v322r0-f1.TXT"]  # type: ignore[attr-defined]
    assert row == {
        "source": "ptp", "part": "practitioner", "table": "NCCI PTP practitioner", "status": "in force",
        "in_force": True, "stale": False, "quarter": "2026Q3", "first_day": "2026-07-01", "last_day": None, "rows": 6,
        "origin": "imported",
        "warning": "only a part of the table is here, column 1 up to 44444; what ships with cac answers for other "
        "codes: import all files of the quarter with --replace",
    }  # fmt: skip
    assert rows["NCCI MUE practitioner"]["warning"] is None
    states = {name: row["status"] for name, row in rows.items() if name != "answer"}
    assert states["ASP payment limits"] == "ended"
    assert states["ICD-10-CM"] == "stale"  # April had an update
    assert states["NCCI PTP outpatient hospital"] == "missing"
    assert rows["NCCI MUE outpatient"]["origin"] == "embedded"


@pytest.mark.parametrize(
    ("day", "table", "state"),
    [
        ("2026-09-30", "NCCI PTP practitioner", "in force"),
        ("2026-10-01", "NCCI PTP practitioner", "stale"),
        ("2026-03-31", "ASP payment limits", "in force"),
        ("2026-04-01", "ASP payment limits", "ended"),
        ("2025-12-31", "ASP payment limits", "later"),
        ("2026-03-31", "ICD-10-CM", "in force"),
    ],
)
def test_states(database: Path, capsys: pytest.CaptureFixture[str], day: str, table: str, state: str) -> None:
    assert status(capsys, "--date", day)[table]["status"] == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2024-12-31", "later"),
        ("2025-09-30", "later"),
        ("2025-10-01", "in force"),
        ("2026-09-30", "in force"),
        ("2026-10-01", "ended"),
    ],
)
def test_the_embedded_diagnoses_end_with_their_fiscal_year(
    day: str, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAC_REFERENCE", str(tmp_path / "none.sqlite"))
    monkeypatch.chdir(tmp_path)
    row = status(capsys, "--date", day)["ICD-10-CM"]
    assert (row["status"], row["first_day"], row["last_day"]) == (state, "2025-10-01", "2026-09-30")
    silent = isinstance(Embedded().diagnosis("M54.16", date.fromisoformat(day)), NotInForce)
    assert silent == (state != "in force")


def test_the_table_of_status(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["reference", "status", "--date", "2026-08-15"]) == 0
    out = capsys.readouterr().out
    assert "NCCI PTP practitioner          in force 2026Q3" in out
    assert "NCCI PTP outpatient hospital   missing" in out


def test_before_any_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.sqlite"
    rows = status(capsys, "--reference", str(path), "--date", "2026-08-15")
    assert rows["NCCI PTP practitioner"]["origin"] == "embedded"
    assert rows["ASP payment limits"]["status"] == "missing"
    assert not path.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "--date", "1990-01-01"], "before any table"),
        (["status", "--date", "CANARY"], "Bad value for --date"),
        (["status", "--format", "xml"], "Bad value for --format"),
        (["import", "ptp", "ccipra-v322r0-f1.TXT"], "imported already"),
        (["import", "CANARY", "ccipra-v322r0-f1.TXT"], "No such table"),
        (["import", "ptp", "CANARY.txt"], "FILE 1 does not exist"),
        (["import", "ptp", "MUE_Eff_07-01-2026.csv"], "is a table of `mue`"),
        (["import", "ptp"], "Missing"),
        (["import", "mue", "--quarter", "soon", "limits.csv"], "--quarter"),
    ],
)
def test_bad_input_is_one_sentence(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    before = database.read_bytes()
    capsys.readouterr()
    assert main(["reference", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err and "CANARY" not in err
    assert err.startswith("cac: ") and err.count("\n") == 1
    assert database.read_bytes() == before


def test_cac_toml_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAC_REFERENCE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cac.toml").write_text('reference = "here.sqlite"\n')
    (tmp_path / "icd10cm_order_2026.txt").write_text(made_up.icd10(("M54", 0, "x")))
    assert main(["reference", "import", "icd10", "icd10cm_order_2026.txt"]) == 0
    assert (tmp_path / "here.sqlite").exists()


def test_a_first_file_alone_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ccipra-v322r0-f1.TXT"
    path.write_text(made_up.ptp())
    database = str(tmp_path / "reference.sqlite")
    assert main(["reference", "import", "ptp", str(path), "--accept-ama-terms", "--reference", database]) == 0
    assert "warning: a part of the table, column 1 up to 44444" in capsys.readouterr().out
    assert main(["reference", "status", "--date", "2026-08-15", "--reference", database]) == 0
    assert "warning: only a part of the table is here, column 1 up to 44444" in capsys.readouterr().out


def test_a_first_file_alone_cleans_no_claim(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pairs that ship are still found, and of what neither holds the scrubber says so."""
    path, database, claim = tmp_path / "ccipra-v322r0-f1.TXT", str(tmp_path / "r.sqlite"), tmp_path / "claim.json"
    path.write_text(made_up.ptp(("20552\t99999\t\t20200101\t*\t0\tmade-up reason",)))
    assert main(["reference", "import", "ptp", str(path), "--accept-ama-terms", "--reference", database]) == 0
    codes = ("62323", "64483", "64466", "20552", "20561")
    lines = [{"code": code, "modifiers": [], "units": 1, "diagnoses": ["M54.16"]} for code in codes]
    context = {"date_of_service": "2026-08-15", "place_of_service": "11", "payer": "medicare_part_b"}
    claim.write_text(json.dumps({**context, "lines": lines}))
    capsys.readouterr()
    assert main(["scrub", str(claim), "--format", "json", "--reference", database]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["lines"], one["source"]) for one in found if one["rule"] == "ptp/1"] == [([0, 1], "embedded")]
    (silent,) = [one for one in found if one["rule"] == "reference/not_held" and "PTP" in one["authority"]]
    assert "62323 with 64466" in silent["message"] and "62323 with 64483" not in silent["message"]


def test_scrub_asks_the_imported_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, database, claim = tmp_path / "ccipra-v322r0-f1.TXT", str(tmp_path / "r.sqlite"), tmp_path / "claim.json"
    table.write_text(made_up.ptp(("64483\t20610\t\t20200101\t*\t0\tmade-up reason",)))
    assert main(["reference", "import", "ptp", str(table), "--accept-ama-terms", "--reference", database]) == 0
    lines = [{"code": code, "modifiers": [], "units": 1, "diagnoses": ["M54.16"]} for code in ("64483", "20610")]
    context = {"date_of_service": "2026-08-15", "place_of_service": "11", "payer": "medicare_part_b"}
    claim.write_text(json.dumps({**context, "lines": lines}))
    capsys.readouterr()
    main(["scrub", str(claim), "--format", "json", "--reference", database])
    found = json.loads(capsys.readouterr().out)["findings"]
    (pair,) = [finding for finding in found if finding["rule"] == "ptp/0"]
    assert (pair["authority"], pair["source"]) == ("NCCI PTP practitioner 2026 Q3", "imported")


@pytest.mark.parametrize("command", ["code", "batch", "scrub"])
def test_a_database_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    lines = [{"code": "64483", "modifiers": [], "units": 1, "diagnoses": []}]
    context = {"date_of_service": "2026-08-15", "place_of_service": "11", "payer": "medicare_part_b"}
    (tmp_path / "claim.json").write_text(json.dumps({**context, "lines": lines}))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("PROCEDURE: Left L4-5 transforaminal epidural under fluoroscopy.")
    inputs = {
        "code": [str(tmp_path / "notes" / "note.txt")],
        "batch": [str(tmp_path / "notes"), "--output", str(tmp_path / "rows.jsonl")],
        "scrub": [str(tmp_path / "claim.json")],
    }
    assert main([command, *inputs[command], "--reference", str(tmp_path / "none.sqlite")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert not (tmp_path / "rows.jsonl").exists()
