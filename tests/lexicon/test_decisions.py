"""The reasons that coders may give: what the shipped file holds, what is refused, a folder of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cac.cli import main
from cac.errors import Invalid, LexiconError
from cac.lexicon.decisions import decision_rules
from cac.lexicon.loader import lexicon_root
from cac.records import Note
from cac.workbench import decisions, intake
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL, Wanted

ONE = "source: mine\nreasons:\n  too_early: {label: Too early, for: [refuse]}\n"


def folder(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "lexicons" / "workbench" / "decisions.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "lexicons"


def test_the_shipped_reasons_cover_every_decision() -> None:
    reasons = decision_rules().reasons
    assert {kind for reason in reasons.values() for kind in reason.decisions} == {"edit", "refuse", "add", "delete"}
    assert set(reasons["other"].decisions) == {"edit", "refuse", "add", "delete"} and reasons["other"].comment


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source: x\nreasons: {}\n", "decisions.yaml:2: reasons"),
        ("source: x\n", "decisions.yaml:1: reasons: this field is missing"),
        ("source: x\nreasons:\n  a: {label: A, for: [accept]}\n", "decisions.yaml:3: reasons.a.for.0: write one of"),
        ("source: x\nreasons:\n  a: {label: A, for: []}\n", "decisions.yaml:3: reasons.a.for"),
        ("source: x\nreasons:\n  a: {label: A}\n", "decisions.yaml:3: reasons.a.for: this field is missing"),
        (ONE + "risk: {statuses: [done]}\n", "decisions.yaml:4: risk.statuses.0: write one of"),
        (ONE + "colour: blue\n", "decisions.yaml:4: colour: unknown field"),
        (ONE + "reasons: {}\n", "decisions.yaml:4: the field 'reasons' stands here twice"),
    ],
)
def test_a_file_that_breaks_its_schema(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LexiconError) as caught:
        decision_rules(folder(tmp_path, text))
    assert told in caught.value.message


def test_a_folder_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="the file is missing"):
        decision_rules(tmp_path)


def test_the_check_of_the_lexicons_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(lexicon_root(), tmp_path / "lexicons")
    (tmp_path / "lexicons" / "workbench" / "decisions.yaml").write_text("source: x\n")
    assert main(["lexicon", "check", str(tmp_path / "lexicons")]) == 2
    assert "workbench/decisions.yaml:1: reasons" in capsys.readouterr().err


def test_reasons_of_a_folder_of_ones_own(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store.sqlite"), lexicons=folder(tmp_path, ONE))
    row = {"status": "review", "lines": [{"code": "64483"}, {"code": "64484"}]}
    entry = intake.add(store, LOCAL, Note(id="", text="text"), row, claim=True)
    refuse = Wanted(kind="refuse", line="line:0", reason="too_early")
    done = decisions.decide(store, LOCAL, entry.id, entry.version, refuse, "decision-1")
    shipped = Wanted(kind="refuse", line="line:1", reason="bundled")
    with pytest.raises(Invalid, match="one of too_early"):
        decisions.decide(store, LOCAL, entry.id, done.number, shipped, "decision-2")
    store.close()
