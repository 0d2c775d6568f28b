"""Every sample note gives the claim that stands beside it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from cac import Coder

FOLDER = Path(__file__).resolve().parents[1] / "sample_notes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def key(code: str, modifiers: list[str] | tuple[str, ...], units: int) -> tuple[str, tuple[str, ...], int]:
    return code, tuple(sorted(modifiers)), units


def test_every_note_has_its_claim_and_every_claim_its_note() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_sample_note(coder: Coder, name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    result = coder.code((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    got = Counter(key(line.code, line.modifiers, line.units) for line in result.lines)
    assert got == Counter(key(**line) for line in expected["lines"])
    assert sorted(result.missing) == sorted(expected["missing"])
    assert result.status == expected["status"]
