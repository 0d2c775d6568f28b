"""The page of elements is that of the lexicons, and the table of accuracy counts what it says."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from cac.lexicon.loader import Lexicon

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_elements_is_fresh(lexicon: Lexicon) -> None:
    page = (ROOT / "docs" / "elements.md").read_text(encoding="utf-8")
    assert page == script("elements").page(lexicon), "run python scripts/elements.py > docs/elements.md"


def test_the_page_names_every_element_and_family(lexicon: Lexicon) -> None:
    page = script("elements").page(lexicon)
    for name in (*lexicon.elements.elements, *lexicon.further_elements.elements):
        assert f"| `{name}` |" in page
    for slug in lexicon.families:
        assert f"\n### {slug}\n" in page


@pytest.mark.parametrize(
    ("wanted", "said", "counts"),
    [
        ("absent", "absent", (1, 1, 1, 0, 0)),
        ("absent", "present", (1, 0, 0, 0, 0)),
        ("present", "absent", (0, 1, 0, 1, 0)),
        ("present", "present", (0, 0, 0, 1, 1)),
        ("not_applicable", "absent", (0, 1, 0, 0, 0)),
        ("absent", "not_applicable", (1, 0, 0, 0, 0)),
        (None, "absent", (0, 0, 0, 0, 0)),
    ],
)
def test_counting(wanted: str | None, said: str, counts: tuple[int, ...]) -> None:
    gold = {"n": {"id": "n", "elements": {"consent": wanted}}}
    output = {"n": {"id": "n", "checklist": [{"element": "consent", "status": said}]}}
    tally = script("element_accuracy").count(gold, output).get("consent", {})
    assert tuple(tally.get(name, 0) for name in ("absent", "said", "both", "present", "seen")) == counts


def test_the_table_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = script("element_accuracy")
    rows = [{"id": "1", "elements": {"consent": "absent"}}, {"id": "2", "elements": {"consent": "absent"}}]
    said = [{"id": "1", "checklist": [{"element": "consent", "status": "absent"}]}]
    for name, held in (("gold", rows), ("out", said)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, held)), encoding="utf-8")
    found = module.count(module.rows(str(tmp_path / "gold.jsonl")), module.rows(str(tmp_path / "out.jsonl")))
    table = module.table(found)
    assert "| `consent` | 1/2 = 0.500 | 1/1 = 1.000 | - |" in table
    assert "| **all** | 1/2 = 0.500 | 1/1 = 1.000 | - |" in table
