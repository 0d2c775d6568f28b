"""docs/workbench.md is proved: settings, columns, figures, entries of the log, and the example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cac.workbench import export, figures
from cac.workbench.records import RIGHTS
from cac.workbench.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "workbench.md").read_text(encoding="utf-8")


def part(heading: str) -> str:
    """The text under a heading."""
    return re.split(r"(?m)^## ", PAGE.split(f"\n## {heading}\n", 1)[1])[0]


def cells(text: str) -> list[list[str]]:
    """What stands in backticks, by row and cell of the tables."""
    return [
        [" ".join(re.findall(r"`([^`]+)`", cell)) or cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ][1:]


def test_settings() -> None:
    told = {row[0]: row[1] for row in cells(part("Settings"))}
    assert told == {name: str(field.default).replace("False", "false") for name, field in Settings.model_fields.items()}


def test_columns() -> None:
    assert [name for row in cells(part("Rows of decisions")) for name in row[0].split()] == list(export.COLUMNS)


def test_figures() -> None:
    told = {name for row in cells(part("Figures")) for name in row[0].split()}
    fields = {*figures.Figures.model_fields, *figures.CodeFigures.model_fields}
    assert told == fields - {"code", "codes", "all", "notes", "time_by_coder"}


def test_entries_of_the_log() -> None:
    told: set[str] = set()
    for row in cells(part("The log")):
        *names, _ = row
        room = ""
        for name in " ".join(names).split():
            first, _, second = name.partition(".")
            room = first or room
            told.add(f"{room}.{second}")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cac" / "workbench").glob("*.py"))
    written = set(re.findall(r'"((?:store|audit|note|entry|user|token|export)\.[a-z_]+)"', code))
    written = {name for name in written if name not in ("store.secret",)}
    written |= {f"decision.{kind}" for kind in ("accept", "edit", "refuse", "add", "delete", "undo")}
    assert told == written


def test_roles() -> None:
    assert [row[0] for row in cells(part("People"))] == list(RIGHTS)


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = re.search(r"(?s)```python\n(.*?)```", PAGE)
    assert found
    text = (ROOT / "sample_notes" / "caudal_contrast_left_out_for_allergy.txt").read_text(encoding="utf-8")
    names: dict[str, object] = {"text": text}
    exec(found[1], names)
    assert names["decision"].kind == "refuse"  # type: ignore[attr-defined]
