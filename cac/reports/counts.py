"""Which rows count, and what is counted of a provider."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from cac.reports.records import Example, State
from cac.reports.rows import Spot

_DEFAULT = re.compile(r"\bdate_of_service\b")
ASKED, MISSING, CONTRADICTED = 0, 1, 2
ANY = ""
Counts = dict[str, list[int]]
"""Element → how often asked for, missing, contradicted; under `ANY` notes, with how many any element is."""


@dataclass(frozen=True)
class Selection:
    """Which rows count: days from ``first`` to ``last`` ("" = open), a family, one version of the rules, one provider.

    ``field`` is the context field that names the provider; ``provider`` is a `key`, or None for all. ``costs``: count
    the claim lines of notes with gaps too; ``families``: count each family for itself; ``examples``: keep quotes.
    """

    first: str = ""
    last: str = ""
    family: str = ""
    rules: str = ""
    field: str = "provider"
    provider: str | None = None
    costs: bool = False
    families: bool = False
    examples: bool = True


@dataclass
class Group:
    """The counts of one provider.

    ``latest`` are the places of the newest rows with each gap, of which `Tally.finish` makes the ``examples``.
    """

    name: str
    notes: int = 0
    undated: int = 0
    first: str = ""
    last: str = ""
    months: dict[str, Counts] = field(default_factory=dict)
    families: dict[str, Counts] = field(default_factory=dict)
    family_notes: Counter[str] = field(default_factory=Counter)
    latest: dict[tuple[str, State], list[tuple[str, Spot]]] = field(default_factory=dict)
    examples: dict[tuple[str, State], list[Example]] = field(default_factory=dict)

    def totals(self) -> Counts:
        """The counts of all months."""
        return added(self.months.values())


@dataclass
class Cost:
    """Claim lines on notes that lack an element: notes with a line, lines, and of each code notes, lines and units."""

    notes: int = 0
    lines: int = 0
    codes: dict[str, list[int]] = field(default_factory=dict)


def added(parts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    total: Counts = {}
    for part in parts:
        for element, counts in part.items():
            held = total.setdefault(element, [0, 0, 0])
            for place, count in enumerate(counts):
                held[place] += count
    return total


def of_all(counts: Counts) -> tuple[int, int]:
    """How often anything was asked for, and missing."""
    chosen = [one for element, one in counts.items() if element != ANY]
    return sum(one[ASKED] for one in chosen), sum(one[MISSING] for one in chosen)


def key(name: str) -> str:
    """By what two spellings of a provider are one: letter case and spaces do not matter."""
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=20_000)
def _day(said: str) -> str:
    """An ISO day; "" for what is none."""
    try:
        return date.fromisoformat(said).isoformat() if len(said) == 10 else ""
    except ValueError:
        return ""


def day_of(context: dict[str, str]) -> str:
    """The day of service that somebody told; "" where it is the default or no day."""
    if _DEFAULT.search(context.get("defaults", "")):
        return ""
    return _day(context.get("date_of_service", ""))
