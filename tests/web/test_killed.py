"""The server is killed while decisions come in: nothing that was answered is lost, nothing stands twice."""

from __future__ import annotations

import random
import signal
import threading
from pathlib import Path

import httpx

from cac.workbench import audit, desk
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL
from tests.web.conftest import NOTE
from tests.web.process import Process


def decide(program: httpx.Client, entry: str, number: int, seen: int) -> httpx.Response:
    return program.post(
        f"/notes/{entry}/decisions",
        json={"kind": "accept", "line": "line:0", "seen": seen},
        headers={"Idempotency-Key": f"decision-{number}"},
    )


def test_killed_at_any_time(tmp_path: Path) -> None:
    answered: list[int] = []  # the version after each decision, as the client was told
    times, entry, begun = random.Random(5), "", 0
    for _ in range(2):
        with Process(tmp_path) as process:
            program = process.api()
            if not entry:
                entry = program.post("/notes", json={"text": NOTE, "claimed": True}).json()["id"]
                begun = program.get(f"/notes/{entry}").json()["entry"]["version"]
            enough = len(answered) + 8
            try:
                while True:
                    if len(answered) == enough:  # a moment later, in the middle of whatever it does then
                        threading.Timer(times.uniform(0.0, 0.1), process.running.kill).start()
                    told = decide(program, entry, len(answered), begun + len(answered))
                    assert told.status_code == 201, told.text
                    answered.append(told.json()["number"])
            except httpx.TransportError:
                pass
            process.running.wait(30)
        store = open_store(str(tmp_path / "store.sqlite"))
        kept = desk.show(store, LOCAL, entry).decisions
        verdict = audit.verify(store)
        store.close()
        assert verdict.whole, verdict.problems
        assert [one.number for one in kept][: len(answered)] == answered
        assert len(kept) - len(answered) in (0, 1)
    assert len(answered) >= 16

    with Process(tmp_path) as process:  # a client that got no answer asks again
        program = process.api()
        for number in (len(answered), len(answered), 0):
            assert decide(program, entry, number, begun + number).status_code == 201
        assert decide(program, entry, len(answered) + 1, begun).json()["code"] == "stale"
        shown = program.get(f"/notes/{entry}").json()
        assert [one["number"] for one in shown["decisions"]] == list(range(begun + 1, begun + len(answered) + 2))
        assert process.end(signal.SIGTERM)[0] == 0
    store = open_store(str(tmp_path / "store.sqlite"))
    assert audit.verify(store).whole
    store.close()
