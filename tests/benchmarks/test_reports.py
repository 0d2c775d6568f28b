"""The rows that the benchmark of reports makes are rows of which reports can be made."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from cac.lexicon.loader import load_lexicon
from cac.reports import Selection, provider_reports

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def test_made_rows_give_reports_with_trends_and_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.delitem(sys.modules, "reports", raising=False)
    made = import_module("reports")
    path = tmp_path / "rows.jsonl"
    made.write_rows(path, 3, 40)
    found = list(provider_reports([path], Selection(), load_lexicon(None)))
    assert [one.scope.notes for one in found] == [40, 40, 40]
    assert [one.provider for one in found] == ["Provider 000", "Provider 001", "Provider 002"]
    for one in found:
        assert len(one.months) == 12
        assert sum(len(element.examples) for element in one.elements) > 20
    for name in ("reports", "notes", "processes"):
        sys.modules.pop(name, None)
