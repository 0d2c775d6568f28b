"""Each room knows only the rooms before it, in the order of docs/architecture.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = [name.removesuffix(".py") for name in re.findall(r"(?m)^### `cac/(\w+(?:\.py|/))`$", PAGE)]
ORDER = [room.rstrip("/") for room in ROOMS]
DOOR = {"__init__", "__main__"}  # what others come in by: it knows every room


def rooms_known_to(path: Path) -> set[str]:
    """The rooms that a module imports something from, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            first, *rest = node.module.split(".")
            if first == "cac":
                found.update([rest[0]] if rest else (alias.name for alias in node.names))
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("cac."))
    return found - {"__version__"}


def test_every_room_is_told() -> None:
    there = {path.stem for path in (ROOT / "cac").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert set(ORDER) == there - DOOR
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("room", ORDER)
def test_a_room_knows_only_those_before_it(room: str) -> None:
    place = ROOT / "cac" / room
    modules = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    assert modules
    may_know = {*ORDER[: ORDER.index(room)], room}
    wrong = {str(path.relative_to(ROOT)): later for path in modules if (later := rooms_known_to(path) - may_know)}
    assert not wrong
