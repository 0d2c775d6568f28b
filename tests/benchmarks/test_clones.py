"""The planted clones of the benchmark: found, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from cac.clones import find_clones

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(FOLDER))
    yield import_module("clones")
    for name in ("clones", "notes"):
        sys.modules.pop(name, None)


def test_planted_clones_are_found_and_nothing_else(bench: ModuleType) -> None:
    rows = list(bench.made("distinct", 600, 60))
    figures = bench.judge(find_clones(note for note, _ in rows), {note.id: what for note, what in rows})
    assert figures["recall, all but half"] >= 0.9
    assert figures["found: half"] == 0
    assert figures["precision"] == 1


def test_the_notes_are_the_same_in_every_run(bench: ModuleType) -> None:
    assert list(bench.made("distinct", 50, 10)) == list(bench.made("distinct", 50, 10))
