"""Every code has a way from note text or a reason; docs/coverage.md says which, and a note of our own proves it."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from cac.lexicon.loader import load_lexicon

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BOOK = ROOT.parent / "shared" / "rulebook" / "codes.yaml"
CODE = re.compile(r"\b(?:\d{5}|\d{4}T|[A-Z]\d{4})\b")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"loaded_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks for its module there
    spec.loader.exec_module(module)
    return module


coverage = load(ROOT / "scripts" / "coverage.py")
LEXICON = load_lexicon()
REACHED = coverage.reached_by(LEXICON)
REASONS = coverage.reasons(LEXICON.root)


def lines_of(table: Any) -> list[str]:
    """The lines that the rows of one table ``CASES`` expect."""
    rows = table.values() if isinstance(table, dict) else [getattr(row, "values", (row,))[0] for row in table]
    return [row.lines for row in rows]


def shown() -> set[str]:
    """The codes on the claims of all notes of this folder."""
    tables = [HERE / name for name in sorted(p.name for p in HERE.glob("test_*.py")) if name != Path(__file__).name]
    found: set[str] = set()
    for path in tables:
        if re.search(r"(?m)^CASES\b", path.read_text(encoding="utf-8")):
            found.update(*(CODE.findall(lines.replace("x", " ")) for lines in lines_of(load(path).CASES)))
    return found


def test_every_code_is_reached_or_has_a_reason() -> None:
    assert set(LEXICON.codes) - set(REACHED) - set(REASONS) == set()
    assert not set(REACHED) & set(REASONS), "a code that a row gives needs no reason why not"


def test_every_code_that_a_family_gives_is_on_the_claim_of_a_note() -> None:
    by_note = {code for code, files in REACHED.items() if not all(file.startswith("payers/") for file in files)}
    assert by_note - shown() == set()


def test_the_page_is_the_one_the_lexicons_make() -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert page == coverage.page(LEXICON), "run python scripts/coverage.py > docs/coverage.md"


def test_reasons_are_sorted_known_and_said() -> None:
    assert list(REASONS) == sorted(REASONS)
    for code, (why, source) in REASONS.items():
        assert code in LEXICON.codes, code
        assert why.strip() and source.strip(), code


def codes_of_the_book() -> list[str]:
    found: list[str] = []
    for row in yaml.safe_load(BOOK.read_text(encoding="utf-8"))["codes"]:
        first, _, last = str(row["code"]).partition("-")
        found += [first] if not last else [c for c in LEXICON.codes if first <= c <= last and c[:1] == first[:1]]
    return found


def test_every_code_of_the_rule_book_is_on_the_page() -> None:
    if not BOOK.exists():
        pytest.skip("the rule book is not here")
    book = codes_of_the_book()
    assert len(book) >= 253
    assert not set(book) - set(REACHED) - set(REASONS)
