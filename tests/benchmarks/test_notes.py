"""The generator of the benchmark notes, and the verdicts of the benchmark table."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from cac import Coder

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(FOLDER))
    names = ("notes", "processes", "speed", "run")

    def module(name: str) -> ModuleType:
        return import_module(name)

    yield module
    for name in names:
        sys.modules.pop(name, None)


def test_notes_are_the_same_each_time_and_of_the_length_asked(load) -> None:  # type: ignore[no-untyped-def]
    notes = load("notes")
    found = notes.notes_of(24, 300, 600)
    assert found == notes.notes_of(24, 300, 600)
    assert len(set(found)) == 24
    assert all(300 <= len(note.split()) <= 600 for note in found)
    assert not any("{" in note or "}" in note for note in found)


def test_sizes_are_exact(load) -> None:  # type: ignore[no-untyped-def]
    notes = load("notes")
    assert len(notes.long_note(100_000)) == 100_000
    line = notes.one_line(50_000)
    assert len(line) == 50_000
    assert line.replace(" ", "").isalnum()
    assert all(920 <= len(note) <= 1080 for note in notes.notes_of_size(8, 1000))


def test_short_notes_are_joined(load) -> None:  # type: ignore[no-untyped-def]
    notes = load("notes")
    texts = ["word " * count for count in (100, 120, 90, 700, 250, 60)]
    assert [len(text.split()) for text in notes.joined(texts, 300, 600)] == [310, 310]


def test_generated_notes_are_procedures(load, coder: Coder) -> None:  # type: ignore[no-untyped-def]
    found = load("notes").notes_of(16, 300, 600)
    results = [coder.code(note) for note in found]
    assert all(result.lines for result in results), [result.status for result in results]


@pytest.mark.parametrize(
    ("measured", "asked", "holds"),
    [(12.0, ">= 10", True), (9.9, ">= 10", False), (2.4, "<= 2.5", True), (2.6, "<= 2.5", False), (1.0, "", None)],
)
def test_verdicts(load, measured: float, asked: str, holds: bool | None) -> None:  # type: ignore[no-untyped-def]
    assert load("run").Row("x", measured, "x", asked).holds is holds
