"""Read one knowledge file in YAML, checked against its schema; complaints say file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cac.errors import LexiconError

_Model = TypeVar("_Model", bound=BaseModel)
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]
    """The safe loader, which takes no field twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the field {key.value!r} stands here twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def line_of(path: Path, loc: tuple[int | str, ...]) -> int:
    """The line of ``path`` where the value at ``loc`` stands (1 for the first)."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    line = 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def read_yaml(path: Path, model: type[_Model]) -> _Model:
    """Read one lexicon file.

    Raises:
        LexiconError: if the file is missing, is no YAML, or breaks its schema.
    """
    try:
        data = yaml.load(path.read_bytes(), Loader=_Loader)
    except FileNotFoundError:
        raise LexiconError(f"{path}: the file is missing; put it back or name another lexicon folder") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "no YAML"
        remedy = "keep one" if "twice" in problem else "mend the indentation or the quotes of this line"
        raise LexiconError(f"{path}{where}: {problem}; {remedy}") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        loc = tuple(step for step in first["loc"] if isinstance(step, int | str))
        name = ".".join(str(step) for step in loc)
        remedy = {
            "extra_forbidden": "unknown field: remove it or mend its name",
            "missing": "this field is missing: add it",
            "literal_error": first["msg"].replace("Input should be", "write one of"),
            "list_type": "write a list: [a, b]",
            "frozen_set_type": "write a list: [a, b]",
            "string_type": "write words",
        }.get(first["type"], first["msg"])
        raise LexiconError(f"{path}:{line_of(path, loc)}: {name}: {remedy}") from None


def place_of_term(root: Path, term: str) -> str:
    """File and line of the first lexicon value that is ``term``, for a complaint about it."""
    for path in sorted(root.rglob("*.yaml")):
        for line in _lines_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader), term):
            return f"{path}:{line}"
    return str(root)


def _lines_of(node: yaml.Node | None, term: str) -> Iterator[int]:
    if isinstance(node, yaml.ScalarNode) and node.value == term:
        yield node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _lines_of(item, term)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _lines_of(part, term)
