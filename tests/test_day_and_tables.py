"""What a coder does on a day before any table, and when a table is imported while it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cac import Coder
from cac.batch import run
from cac.cli import main
from cac.errors import InputError
from cac.records import Note
from cac.reference.importer import Options, import_files
from tests.reference import made_up

NOTE = (
    "PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopic guidance.\n"
    "Contrast spread well, then dexamethasone 10 mg was injected at left L4-5.\n"
)
TOO_EARLY = "1990-01-01 is before any table: the first one that is here begins on 2013-04-01; check the day of service."


@pytest.mark.parametrize("day", ["1990-01-01", "2013-03-31"])
def test_a_day_before_any_table_is_refused(day: str, coder: Coder) -> None:
    with pytest.raises(InputError, match="is before any table") as error:
        coder.code(NOTE, context={"date_of_service": day})
    assert error.value.code == "context"


@pytest.mark.parametrize("day", ["2013-04-01", "2019-01-01", "2026-01-15", "2030-01-01"])
def test_a_day_that_tables_reach_is_coded(day: str, coder: Coder) -> None:
    assert [line.code for line in coder.code(NOTE, context={"date_of_service": day}).lines] == ["64483"]


def test_it_is_an_error_row_of_a_batch_and_no_answer_of_code(
    coder: Coder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early, good = Note(id="a", text=NOTE, context={"date_of_service": "1990-01-01"}), Note(id="b", text=NOTE)
    first, second = run([early, good], coder)
    assert (first.status, first.error) == ("error", {"code": "context", "message": TOO_EARLY})
    assert second.status != "error"
    (tmp_path / "note.txt").write_text(NOTE)
    assert main(["code", str(tmp_path / "note.txt"), "--date", "1990-01-01"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"cac: {TOO_EARLY}\n")


def test_answers_do_not_outlive_the_tables_they_are_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "reference.sqlite"
    monkeypatch.setenv("CAC_REFERENCE", str(database))

    def load(source: str, name: str, text: str) -> None:
        (tmp_path / name).write_bytes(text.encode("cp1252"))
        import_files(source, [tmp_path / name], database, Options(accept_terms=True, replace=True))

    coder = Coder()
    asked = {"date_of_service": "2026-08-15", "place_of_service": "11"}

    def units() -> list[tuple[str, str]]:
        found = coder.code(NOTE, context=asked).findings
        return [(one.rule, one.authority) for one in found if one.rule.startswith("mue")]

    def sides() -> list[tuple[str, ...]]:
        return [line.modifiers for line in coder.code(NOTE, context=asked).lines]

    assert (units(), sides()) == ([], [("LT",)])
    load("mue", "m_Eff_07-01-2026.csv", made_up.mue(rows="64483,0,2 Date of Service Edit: Policy,made up\r\n"))
    assert units() == [("mue/2", "NCCI MUE practitioner 2026 Q3")]
    load("mpfs", "PPRRVU2026_Jul_nonQPP.csv", made_up.mpfs(made_up.mpfs_row("64483", bilateral="0")))
    assert sides() == [()], "the fee schedule knows no sides of it"
    load("mue", "m_Eff_07-01-2026.csv", made_up.mue(rows="64483,3,2 Date of Service Edit: Policy,made up\r\n"))
    assert units() == []
