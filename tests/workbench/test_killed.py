"""A program killed in the middle of a decision: nothing lost, nothing twice, and the log is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cac.workbench import audit, decisions, desk, intake
from cac.workbench.opening import open_store
from cac.workbench.records import Wanted
from tests.workbench.conftest import ANN, note, result

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, signal, sys
from cac.workbench import decisions, desk
from cac.workbench.opening import open_store
from cac.workbench.records import Actor, Wanted

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

where, entry, point, first = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
actor = Actor(name="user:ann", role="coder")
store = open_store(where)
version = desk.show(store, actor, entry).entry.version
for number in range(first, 10_000):
    if number == first + 3:
        if point == "before it is stored":
            decisions.Once.keep = die
        elif point == "before the head is noted":
            type(store)._advance = die
        elif point == "while the head is noted":
            os.replace = die
    wanted = Wanted(kind="accept", line=f"line:{number % 2}")
    version = decisions.decide(store, actor, entry, version, wanted, f"decision-{number}").number
    print(number, flush=True)
"""


def run(where: str, entry: str, point: str, first: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, where, entry, point, str(first)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE)


def decided(where: str, entry: str, answered: int) -> int:
    """How many decisions are stored, after the log was proved and the last request was sent again."""
    store = open_store(where)
    try:
        shown = desk.show(store, ANN, entry)
        assert [each.line for each in shown.decisions] == [f"line:{n % 2}" for n in range(len(shown.decisions))]
        assert len(shown.decisions) in (answered, answered + 1)
        verdict = audit.verify(store)
        assert verdict.problems == ()
        wanted = Wanted(kind="accept", line=f"line:{answered % 2}")
        for _ in range(2):  # a client that got no answer asks again, with what it saw then
            decisions.decide(store, ANN, entry, 2 + answered, wanted, f"decision-{answered}")
        again = desk.show(store, ANN, entry).decisions
        assert len(again) == answered + 1
        assert audit.verify(store).whole
        assert store.head_file.read() == store.head()
        return len(shown.decisions)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("point", "stored"),
    [("before it is stored", 3), ("before the head is noted", 4), ("while the head is noted", 4)],
)
def test_killed_at_a_point(where: str, point: str, stored: int) -> None:
    store = open_store(where)
    entry = intake.add(store, ANN, note(), result(), claim=True).id
    store.close()
    program = run(where, entry, point)
    out, _ = program.communicate(timeout=60)
    assert program.returncode == -signal.SIGKILL
    assert out.split() == ["0", "1", "2"]
    assert decided(where, entry, 3) == stored


def test_killed_at_any_time(where: str) -> None:
    store = open_store(where)
    entry = intake.add(store, ANN, note(), result(), claim=True).id
    store.close()
    answered, times = 0, random.Random(5)
    for _ in range(3):
        program = run(where, entry, "at any time", answered)
        assert program.stdout is not None
        assert program.stdout.readline() == f"{answered}\n"
        time.sleep(times.uniform(0.05, 0.3))
        program.kill()
        rest = program.stdout.read().split()
        program.wait()
        answered = int(rest[-1]) + 1 if rest else answered + 1
        decided(where, entry, answered)
        answered += 1
    assert answered > 6
