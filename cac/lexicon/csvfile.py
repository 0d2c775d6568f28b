"""Read one reference table: rows of a CSV file, checked; complaints say file, line, and what to write instead."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cac.errors import LexiconError


class Shape(NamedTuple):
    """What a cell must look like: the whole of it fits ``pattern``; ``remedy`` says so in words."""

    pattern: re.Pattern[str]
    remedy: str


DAY = Shape(re.compile(r"(?:\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?"), "a day as YYYY-MM-DD, or nothing")
CODE = Shape(re.compile(r"\d{4}[\dT]|[A-Z]\d{4}"), "a code of five characters (64483, 0213T, J1010)")
_CODE = f"(?:{CODE.pattern.pattern})"
CODES = Shape(re.compile(rf"(?:{_CODE}(?: {_CODE})*)?"), "codes divided by one space, or nothing")
TEXT = Shape(re.compile(r"\S(?:.*\S)?"), "words")


def read_csv(
    path: Path, columns: Sequence[str], allowed: Mapping[str, Iterable[str] | Shape], key: int
) -> list[list[str]]:
    """The rows of a table; empty lines and lines that begin with ``#`` are left out.

    Args:
        path: the file.
        columns: its header.
        allowed: by column, the values or the shape a cell must have; other columns hold anything.
        key: how many cells, counted from the first, name a row; no two rows may have one name.

    Raises:
        LexiconError: the file is missing or is no UTF-8 text, its header differs, or a row breaks these rules.
    """
    # Each check with the cells that are known to pass it: most cells of a column are like one before.
    checks: list[tuple[int, Iterable[str] | Shape, set[str]]] = [
        (columns.index(name), rule, set() if isinstance(rule, Shape) else set(rule)) for name, rule in allowed.items()
    ]
    rows: list[list[str]] = []
    seen: set[tuple[str, ...]] = set()
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader, [])
            if header != list(columns):
                raise LexiconError(f"{path}:1: the header must be {','.join(columns)}")
            for row in reader:
                if not row or row[0].startswith("#"):
                    continue
                if len(row) != len(columns):
                    raise LexiconError(
                        f"{path}:{reader.line_num}: {len(row)} cells where {len(columns)} belong; "
                        "put a cell that holds a comma into double quotes"
                    )
                for position, rule, passed in checks:
                    cell = row[position]
                    if cell in passed:
                        continue
                    if not (isinstance(rule, Shape) and rule.pattern.fullmatch(cell)):
                        remedy = rule.remedy if isinstance(rule, Shape) else f"one of {', '.join(sorted(rule))}"
                        raise LexiconError(f"{path}:{reader.line_num}: {columns[position]}: {cell!r}; write {remedy}")
                    passed.add(cell)
                name = tuple(row[:key])
                if name in seen:
                    raise LexiconError(f"{path}:{reader.line_num}: {' and '.join(name)} stands in two rows; keep one")
                seen.add(name)
                rows.append(row)
    except FileNotFoundError:
        raise LexiconError(f"{path}: the file is missing; put it back or name another lexicon folder") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: the file is no UTF-8 text; save it as UTF-8") from None
    except csv.Error:
        raise LexiconError(f"{path}: the file is no CSV table; mend its quotes") from None
    return rows
