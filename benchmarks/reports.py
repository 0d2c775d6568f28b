"""How long reports of 50 providers with 2,000 notes each take from the rows of a batch, and how much memory.

    python benchmarks/reports.py [--providers 50] [--notes 2000] [--forms html,pdf,xlsx,json] [--strict]

The rows are real ones of generated notes (`notes.py`) with other ids, providers, days and gaps, in a temporary folder
that is removed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from notes import notes_of
from processes import CAC, ROOT, run

MOST_SECONDS, MOST_MEMORY = 60, 500
VARIANTS = 20
FIRST = date(2025, 1, 1)


def variants(notes: int) -> list[str]:
    """Rows as JSON with places for id, provider and day: of each note several, each with gaps of its own."""
    sys.path.insert(0, str(ROOT))
    from cac import Coder

    coder, chance = Coder(), random.Random(11)
    found = []
    for text in notes_of(notes, 300, 600):
        row = coder.code(text, id="@ID@").row()
        row["context"] = {"payer": "medicare_part_b", "provider": "@PROVIDER@", "date_of_service": "@DAY@"}
        found += [json.dumps(_with_gaps(row, chance)) for _ in range(VARIANTS)]
    return found


def _with_gaps(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The row with elements required, and some of those that are present taken away."""
    checklist = []
    for answer in row["checklist"]:
        answer = {**answer, "required": chance.random() < 0.85}
        if answer["status"] == "present" and chance.random() < 0.15:
            answer |= {"status": "absent", "evidence": []}
        checklist.append(answer)
    return {**row, "checklist": checklist}


def write_rows(path: Path, providers: int, notes: int) -> None:
    """The rows of all providers, in the order of days, as a batch over a practice's export has them."""
    chance = random.Random(12)
    templates = variants(100)
    with path.open("w", encoding="ascii") as handle:
        for number in range(providers * notes):
            row = chance.choice(templates).replace("@ID@", f"N{number:07d}", 1)
            day = FIRST + timedelta(days=365 * number // (providers * notes))
            row = row.replace("@PROVIDER@", f"Provider {number % providers:03d}", 1).replace(
                "@DAY@", day.isoformat(), 1
            )
            handle.write(row + "\n")


def _cpu() -> float:
    """Seconds of CPU that all children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure and print; 1 with ``--strict`` when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--providers", type=int, default=50)
    parser.add_argument("--notes", type=int, default=2000)
    parser.add_argument("--forms", default="html,pdf,xlsx,json")
    parser.add_argument("--strict", action="store_true")
    chosen = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = folder / "rows.jsonl"
        writer = get_context("spawn").Process(target=write_rows, args=(rows, chosen.providers, chosen.notes))
        writer.start()  # in a process of its own: the memory of a child is never less than that of its parent
        writer.join()
        print(f"rows {chosen.providers * chosen.notes:,}, {rows.stat().st_size / 1e6:,.0f} MB")
        for form in chosen.forms.split(","):
            each = [*CAC, "gaps", "provider", str(rows), "--all", "--format", form, "--output", str(folder / form)]
            whole = [
                *CAC,
                "gaps",
                "practice",
                str(rows),
                "--copy",
                "coder",
                "--output",
                str(folder / f"practice.{form}"),
            ]
            start, before = time.perf_counter(), _cpu()
            with ThreadPoolExecutor(2) as pool:  # two processes, on the two cores that are asked for
                (one, memory), (two, other) = pool.map(run, [each, whole])
            seconds = time.perf_counter() - start
            missed |= seconds > MOST_SECONDS or max(memory, other) > MOST_MEMORY
            print(
                f"{form:5} all reports {seconds:.1f} s (asked: at most {MOST_SECONDS}), CPU {_cpu() - before:.1f} s; "
                f"providers {one:.1f} s, {memory:.0f} MB; practice {two:.1f} s, {other:.0f} MB"
            )
    return int(chosen.strict and missed)


if __name__ == "__main__":
    sys.exit(main())
