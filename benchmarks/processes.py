"""Whole processes: how long a cold start takes, and the most memory a run holds. Nothing heavy is imported here.

On Linux a child's peak is never less than what its parent held when it was started, so this is measured before spaCy is
imported into the benchmark itself.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CAC = [sys.executable, "-m", "cac"]
SPACY = [sys.executable, "-c", "import spacy"]


def run(command: list[str]) -> tuple[float, float]:
    """Run ``command`` to its end: seconds, and peak resident memory in MB.

    Raises:
        RuntimeError: if it fails.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cold_start(note: Path, repeats: int) -> dict[str, float]:
    """Medians of seconds of ``import spacy``, ``cac code`` on a short note and ``cac --help``, run in turns."""
    commands = {"spacy": SPACY, "code": [*CAC, "code", str(note)], "help": [*CAC, "--help"]}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(repeats + 1):
        for name, command in commands.items():
            taken, _ = run(command)
            if number:  # the first round fills the disk's and Python's caches
                seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def memory(note: Path, export: Path, output: Path) -> tuple[float, float]:
    """Peak MB of ``cac code`` on one note and of ``cac batch`` on an export."""
    return run([*CAC, "code", str(note)])[1], run([*CAC, "batch", str(export), "--output", str(output)])[1]
