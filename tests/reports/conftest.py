"""Reports of made-up rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from cac.lexicon.loader import Lexicon, load_lexicon
from cac.reports import Selection, practice_report, provider_reports
from cac.reports.records import PracticeReport, ProviderReport
from tests.reports.made_up import write_rows

Rows = Iterable[dict[str, Any] | str]
Providers = Callable[..., list[ProviderReport]]
Practice = Callable[..., PracticeReport]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(None)


@pytest.fixture
def providers(tmp_path: Path, lexicon: Lexicon) -> Providers:
    """The provider reports of rows; keywords are those of `Selection`."""

    def made(rows: Rows, **chosen: Any) -> list[ProviderReport]:
        return list(provider_reports([write_rows(tmp_path / "rows.jsonl", rows)], Selection(**chosen), lexicon))

    return made


@pytest.fixture
def practice(tmp_path: Path, lexicon: Lexicon) -> Practice:
    """The practice report of rows; keywords are those of `Selection`."""

    def made(rows: Rows, **chosen: Any) -> PracticeReport:
        chosen = {"families": True, "examples": False, **chosen}
        return practice_report([write_rows(tmp_path / "rows.jsonl", rows)], Selection(**chosen), lexicon)

    return made
