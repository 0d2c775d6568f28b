"""The embedded tables as editions, for `cac reference status`."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from cac.lexicon.loader import lexicon_root, load_lexicon
from cac.reference import files
from cac.reference.editions import Edition
from cac.reference.embedded import Embedded
from cac.reference.periods import OPEN, number

_FILES: tuple[tuple[str, str, str, type[Any]], ...] = (
    ("ptp", "practitioner", "ptp_pairs", files.PairRow),
    ("mue", "practitioner", "mue", files.LimitRow),
    ("mue", "outpatient", "mue", files.LimitRow),
    ("aoc", "", "add_ons", files.AddOnRow),
    ("hcpcs", "", "hcpcs", files.DrugRow),
    ("icd10", "", "icd10", files.DiagnosisRow),
    ("coverage", "lists", "coverage_codes", files.CoverageRow),
    ("coverage", "documents", "policies", files.PolicyRow),
)
_DATED = ("aoc", "hcpcs")
"""Tables that speak of every day from their first row on; the others, from their first quarter on, ICD-10-CM for its
fiscal year."""


def embedded_editions(root: Path | None = None) -> tuple[Edition, ...]:
    """Each embedded table; its quarter is the one that most of its rows are from.

    Raises:
        LexiconError: where a file of ``lexicons/reference/`` breaks its schema.
    """
    folder = root or lexicon_root()
    found = []
    for source, part, name, row in _FILES:
        rows = [one for one in files.read(folder, name, row) if getattr(one, "setting", part) == part]
        found += _edition(source, part, folder / "reference" / f"{name}.csv", rows)
    codes = [code for code in load_lexicon(root).codes.values() if code.global_days or code.bilateral or code.status]
    return (*found, *_edition("mpfs", "", folder / "reference" / "codes.csv", codes))


def _edition(source: str, part: str, path: Path, rows: list[Any]) -> list[Edition]:
    quarters = Counter(quarter for one in rows if (quarter := files.quarter_of(one.source)))
    if not quarters:
        return []
    quarter = quarters.most_common(1)[0][0]
    first, last = min(map(files.quarter_start, quarters)), OPEN
    if source in _DATED:
        first = min(date.fromisoformat(one.first_day) for one in rows if one.first_day)
    if source == "icd10":
        first, end = Embedded(path.parents[1]).diagnosis_days
        last = number(end)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    named = quarter.replace(" ", "")
    return [Edition(source, part, named, number(first), last, len(rows), sha256, "embedded")]
