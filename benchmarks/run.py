"""What ``cac`` costs: asked against measured, in one run.

    make bench                                   the table
    python benchmarks/run.py --json FILE         the figures as JSON too ("-" prints them instead of the table)
    python benchmarks/run.py --notes FILE.jsonl  speed on notes of your own as well ({"text": ...} a line)

Nothing is written but the file of --json (and a temporary folder of generated notes, removed at the end).
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from notes import joined, long_note, make_note, notes_of, notes_of_size, one_line
from processes import ROOT, cold_start, memory

MB = 1_000_000


class Row(NamedTuple):
    """One line of the table; ``asked`` is a bound such as ">= 10", or "" where nothing is asked."""

    what: str
    measured: float
    unit: str
    asked: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bound holds; None where nothing is asked."""
        if not self.asked:
            return None
        sign, bound = self.asked.split()
        return self.measured >= float(bound) if sign == ">=" else self.measured <= float(bound)


def whole_processes(repeats: int) -> Iterable[Row]:
    """Cold start and memory."""
    with tempfile.TemporaryDirectory() as folder:
        note, export = Path(folder) / "short.txt", Path(folder) / "export.jsonl"
        large = Path(folder) / "large.txt"
        note.write_text(make_note(0, 150), encoding="utf-8")
        large.write_text(long_note(2 * MB), encoding="utf-8")
        rows = ({"id": str(n), "text": text} for n, text in enumerate(notes_of(300, 300, 600)))
        export.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        start = cold_start(note, repeats)
        yield Row("import spacy, cold", start["spacy"], "s")
        yield Row("cac code, short note, cold", start["code"], "s")
        yield Row("cac code / import spacy", start["code"] / start["spacy"], "x", "<= 2.5")
        yield Row("cac --help / import spacy", start["help"] / start["spacy"], "x", "<= 0.4")
        one, many = memory(note, export, Path(folder) / "rows.jsonl")
        yield Row("peak memory, cac code, short note", one, "MB", "<= 400")
        yield Row("peak memory, cac batch, 300 notes", many, "MB", "<= 400")
        largest, _ = memory(large, export, Path(folder) / "rows.jsonl")
        yield Row("peak memory, cac code, 2 MB note", largest, "MB")


def speeds(repeats: int, own: list[str]) -> Iterable[Row]:
    """Speed on generated notes and sample notes of 300-600 words; for comparison on single sample notes and one's own.

    The sample notes are short, so several are joined to a text of 300-600 words.
    """
    from speed import Coder, Stock, compare

    stock, coder = Stock(), Coder()
    fresh = notes_of((repeats + 1) * 16, 300, 600)
    sets = {"generated": [fresh[n * 16 : n * 16 + 16] for n in range(repeats + 1)]}
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))]
    for name, texts in (("joined sample", joined(samples, 300, 600)), ("single sample", samples), ("own", own)):
        if texts:
            sets[name] = [texts] * (repeats + 1)
    yield Row("rules of stock medspaCy", stock.rules, "")
    try:
        for name, rounds in sets.items():
            speed = compare(rounds, stock, coder)
            yield Row(f"{name} notes: how many", speed.notes, "")
            yield Row(f"{name} notes: mean length", speed.words, "words")
            yield Row(f"{name} notes: stock medspaCy", speed.stock, "ms")
            yield Row(f"{name} notes: bare tokenizer", speed.bare, "ms")
            yield Row(f"{name} notes: Coder.code", speed.cac, "ms")
            bounds = (">= 10", ">= 0.333") if name in ("generated", "joined sample") else ("", "")
            yield Row(f"{name} notes: speed, times stock medspaCy", speed.times_stock, "x", bounds[0])
            yield Row(f"{name} notes: speed, times bare tokenizer", speed.share_of_bare, "x", bounds[1])
    finally:
        stock.close()
    yield from lengths(coder, repeats)


def lengths(coder: object, repeats: int) -> Iterable[Row]:
    """How the cost grows with the note."""
    from speed import growth, seconds_of

    short, long = growth(notes_of_size(8, 1000), long_note(100_000), coder, repeats)  # type: ignore[arg-type]
    yield Row("note of 1 kB", short * 1000, "ms")
    yield Row("note of 100 kB", long * 1000, "ms")
    yield Row("cost of 100 kB / cost of 1 kB", long / short, "x", "<= 120")
    code = coder.code  # type: ignore[attr-defined]
    yield Row("1 MB in one line, no punctuation", seconds_of(code, [one_line(MB)])[0], "s")
    yield Row("note of 2 MB", seconds_of(code, [long_note(2 * MB)])[0], "s")


def show(row: Row) -> str:
    """One line of the table."""
    value = f"{row.measured:.0f}" if row.measured == int(row.measured) else f"{row.measured:.3g}"
    if row.measured >= 1000:
        value = f"{row.measured:.0f}"
    verdict = {None: "", True: "holds", False: "MISSED"}[row.holds]
    return f"{row.what:<52} {value:>8} {row.unit:<6} {row.asked:>9}  {verdict}".rstrip()


def main() -> int:
    """Measure and print; 0, or 1 with --strict when a bound is missed."""
    options = argparse.ArgumentParser(description="What cac costs: asked against measured.")
    options.add_argument("--json", metavar="FILE", help="write the figures as JSON too ('-' prints them instead)")
    options.add_argument("--notes", type=Path, metavar="FILE.jsonl", help="measure the speed on these notes as well")
    options.add_argument("--repeats", type=int, default=7, help="rounds of each measurement (7)")
    options.add_argument("--strict", action="store_true", help="exit with 1 when a bound is missed")
    given = options.parse_args()
    own = []
    if given.notes:
        with given.notes.open(encoding="utf-8") as lines:
            own = [json.loads(line)["text"] for line in lines if line.strip()]
    sys.path.insert(0, str(ROOT))
    table = given.json != "-"
    if table:
        print(f"Python {platform.python_version()} on {platform.machine()}; medians of {given.repeats} rounds in turns")
        print(f"{'':<52} {'measured':>8} {'':<6} {'asked':>9}")
    rows: list[Row] = []
    for part in (whole_processes(given.repeats), speeds(given.repeats, own)):
        for row in part:
            rows.append(row)
            if table:
                print(show(row), flush=True)
    if given.json:
        figures = [{**row._asdict(), "holds": row.holds} for row in rows]
        text = json.dumps({"python": platform.python_version(), "figures": figures}, indent=1) + "\n"
        sys.stdout.write(text) if given.json == "-" else Path(given.json).write_text(text, encoding="utf-8")
    return int(given.strict and any(row.holds is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
