"""``cac scrub``: its answers, its exit codes, and what stands on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cac.cli import main

LINES = {
    "wrong": [("63650", []), ("77003", [])],
    "clean": [("64483", ["RT"])],
}
FINDING = {"rule", "severity", "lines", "message", "authority", "source"}


def claim(kind: str, **more: object) -> dict[str, Any]:
    lines = [{"code": code, "modifiers": words, "units": 1, "diagnoses": ["M54.16"]} for code, words in LINES[kind]]
    told = {"date_of_service": "2026-01-15", "place_of_service": "11", "payer": "medicare_part_b", "lines": lines}
    return {**told, **more}


def write(tmp_path: Path, content: object) -> str:
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_a_claim_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", write(tmp_path, claim("wrong")), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert set(answer) == {"findings"}
    assert all(set(item) == FINDING for item in answer["findings"])
    first = answer["findings"][0]
    assert (first["rule"], first["severity"], first["lines"]) == ("ptp/1", "error", [0, 1])
    assert (first["authority"], first["source"]) == ("NCCI PTP practitioner 2024 Q3", "embedded")


def test_a_clean_claim(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", write(tmp_path, claim("clean")), "--format", "json"]) == 0
    assert {item["severity"] for item in json.loads(capsys.readouterr().out)["findings"]} == {"info"}


def test_a_readable_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", write(tmp_path, claim("wrong"))]) == 1
    out = capsys.readouterr().out
    assert out.startswith("ERROR   ptp/1  line 1 63650, 2 77003\n")  # people count from 1
    assert "\n1 error, 0 warnings, " in out
    assert "[NCCI PTP practitioner 2024 Q3; embedded]" in out
    assert "CLAIM" not in out


def test_several_claims_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, [claim("wrong", claim_id="A"), claim("clean", claim_id="B")])
    assert main(["scrub", path, "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {item["claim_id"] for item in findings if item["severity"] == "error"} == {"A"}
    assert main(["scrub", path]) == 1
    assert "CLAIM B\n" in capsys.readouterr().out


def test_a_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "claim_id,date_of_service,place_of_service,payer,code,modifiers,units,diagnoses\n"
        "A,2026-01-15,24,medicare_asc,64483,50,1,M54.16\n",
        encoding="utf-8",
    )
    assert main(["scrub", str(path), "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [item["rule"] for item in findings if item["severity"] == "error"] == ["modifier/bilateral_style"]
    assert "claim_id" not in findings[0]


def test_a_csv_with_semicolons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "claim_id;date_of_service;place_of_service;payer;code;modifiers;units;diagnoses\n"
        "A;2026-01-15;24;medicare_asc;64483;50;1;M54.16 M48.061\n",
        encoding="utf-8",
    )
    assert main(["scrub", str(path), "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [item["rule"] for item in findings if item["severity"] == "error"] == ["modifier/bilateral_style"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            claim("clean", date_of_service="1990-01-15"),
            "1990-01-15 is before any table: the first one that is here begins",
        ),
        ([claim("clean"), claim("clean", date_of_service="2013-03-31")], "Claim 2: 2013-03-31 is before any table"),
        (claim("clean", payer="zorgon"), "This payer is not known"),
        (claim("clean", place_of_service="77"), "This place of service is not known"),
        (claim("clean", lines=[]), "holds no line"),
        ([], "holds no claim"),
    ],
)
def test_unusable_input(content: object, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", write(tmp_path, content)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("cac: ")
    assert says in err
    assert err.count("\n") == 1
    assert "zorgon" not in err


def test_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrub", "nowhere.json"]) == 2
    assert "no such file" in capsys.readouterr().err
