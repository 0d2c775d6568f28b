"""How well each documentation element is answered: ``python scripts/element_accuracy.py GOLD.jsonl OUTPUT.jsonl ...``.

GOLD are rows with ``elements`` (element -> present, absent, not_applicable, or null where coders left it open),
OUTPUT the rows of ``cac batch`` for them; several pairs are counted together. No text of a note is printed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def rows(path: str) -> dict[str, dict[str, Any]]:
    """The rows of a file, by their id."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines) if row.get("id") is not None}


def count(gold: dict[str, dict[str, Any]], output: dict[str, dict[str, Any]]) -> dict[str, Counter[str]]:
    """Element -> how often it was wanted absent, said absent, both, wanted present, and both present.

    Not applicable counts as neither; what the coders left open is not counted.
    """
    found: dict[str, Counter[str]] = {}
    for id, row in gold.items():
        said = {answer["element"]: answer["status"] for answer in output.get(id, {}).get("checklist", [])}
        for element, wanted in (row.get("elements") or {}).items():
            if wanted is None:
                continue
            tally = found.setdefault(element, Counter())
            told = said.get(element)
            tally["absent"] += wanted == "absent"
            tally["said"] += told == "absent"
            tally["both"] += wanted == told == "absent"
            tally["present"] += wanted == "present"
            tally["seen"] += wanted == told == "present"
    return found


def table(found: dict[str, Counter[str]]) -> str:
    """The table, with a last row for all elements together."""
    whole = Counter[str]()
    for tally in found.values():
        whole.update(tally)
    lines = [
        "| element | absent, found (recall) | said absent, right (precision) | present, seen (recall) |",
        "|---|---|---|---|",
    ]
    for name, tally in [*((f"`{name}`", tally) for name, tally in found.items()), ("**all**", whole)]:
        cells = (("both", "absent"), ("both", "said"), ("seen", "present"))
        lines.append(f"| {name} | {' | '.join(_rate(tally[one], tally[of]) for one, of in cells)} |")
    return "\n".join(lines) + "\n"


def _rate(hits: int, of: int) -> str:
    return f"{hits}/{of} = {hits / of:.3f}" if of else "-"


if __name__ == "__main__":
    pairs = sys.argv[1:]
    if not pairs or len(pairs) % 2:
        sys.exit("element_accuracy: name pairs of files, GOLD.jsonl OUTPUT.jsonl")
    together: dict[str, Counter[str]] = {}
    for gold_path, output_path in zip(pairs[::2], pairs[1::2], strict=True):
        for element, counted in count(rows(gold_path), rows(output_path)).items():
            together.setdefault(element, Counter()).update(counted)
    print(table(together), end="")
