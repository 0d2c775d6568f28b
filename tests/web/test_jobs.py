"""Many notes at once: begun once, told to who began them, and stopped where nothing can be stored."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from cac.errors import Conflict, NotFound, StoreError
from cac.records import Note, Result, Unreadable
from cac.web import jobs as module
from cac.web.jobs import Job, Jobs
from cac.web.results import Given
from cac.web.setup import Setup
from cac.workbench import worklist
from cac.workbench.records import LOCAL, Actor
from tests.web.conftest import NOTE, key

BEN = Actor(name="user:ben", role="coder")


def given(*names: str) -> list[Given]:
    return [Given(Note(id=name, text=NOTE)) for name in names]


def ended(job: Job) -> Job:
    assert job.ended.wait(20)
    return job


def test_the_same_request_begins_one_job(setup: Setup) -> None:
    jobs, one = Jobs(setup), key()
    first = jobs.start(LOCAL, given("a", "b"), "batch", False, one)
    assert jobs.start(LOCAL, given("a", "b"), "batch", False, one) is first
    other = jobs.start(BEN, given("c"), "batch", False, one)
    assert other is not first
    for job in (first, other):
        ended(job)
    assert len(worklist.entries(setup.store, LOCAL)) == 3


def test_a_job_is_known_to_who_began_it(setup: Setup) -> None:
    jobs = Jobs(setup)
    job = ended(jobs.start(LOCAL, given("a"), "batch", False, key()))
    assert jobs.get(LOCAL, job.id) is job
    for actor, id in ((BEN, job.id), (LOCAL, "0" * 16), (LOCAL, "")):
        with pytest.raises(NotFound):
            jobs.get(actor, id)


def test_only_so_many_run_at_once(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    real = Setup.code

    def waits(self: Setup, note: Note) -> Result:
        assert go.wait(20)
        return real(self, note)

    monkeypatch.setattr(Setup, "code", waits)
    jobs = Jobs(setup)
    running = [jobs.start(LOCAL, given(str(number)), "batch", False, key()) for number in range(4)]
    with pytest.raises(Conflict, match="still being coded"):
        jobs.start(LOCAL, given("x"), "batch", False, key())
    go.set()
    assert [ended(job).stored for job in running] == [1] * 4
    assert ended(jobs.start(LOCAL, given("x"), "batch", False, key())).stored == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [(StoreError("disk", "The disk is full."), "The disk is full."), (ValueError("secret words"), "ValueError")],
)
def test_a_job_stops_where_nothing_can_be_stored(
    setup: Setup, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(module.intake, "add", fails)
    job = ended(Jobs(setup).start(LOCAL, given("a", "b"), "batch", False, key()))
    assert told in job.stopped and "secret" not in job.stopped
    assert (job.stored, job.done) == (0, 0)


def test_failures_beyond_what_is_told_are_counted(setup: Setup) -> None:
    bad = [Given(Unreadable(id=str(number), code="empty", message="Empty.")) for number in range(module.MOST_TOLD + 5)]
    job = ended(Jobs(setup).start(LOCAL, bad, "batch", False, key()))
    assert (job.failed, len(job.failures)) == (module.MOST_TOLD + 5, module.MOST_TOLD)


def test_old_jobs_are_forgotten(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_JOBS", 3)
    jobs = Jobs(setup)
    made = [ended(jobs.start(LOCAL, given(str(number)), "batch", False, key())) for number in range(6)]
    jobs.get(LOCAL, made[-1].id)
    with pytest.raises(NotFound):
        jobs.get(LOCAL, made[0].id)


@pytest.mark.parametrize(
    ("names", "batch", "blind"), [("ac", "batch", False), ("ab", "other", False), ("ab", "batch", True)]
)
def test_a_key_is_of_one_upload(setup: Setup, names: str, batch: str, blind: bool) -> None:
    jobs, one = Jobs(setup), key()
    first = jobs.start(LOCAL, given("a", "b"), "batch", False, one)
    with pytest.raises(Conflict, match="other notes"):
        jobs.start(LOCAL, given(*names), batch, blind, one)
    assert ended(first).stored == 2


def test_two_uploads_without_a_name_are_two_batches(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    real = Setup.code

    def waits(self: Setup, note: Note) -> Result:
        assert go.wait(20)
        return real(self, note)

    monkeypatch.setattr(Setup, "code", waits)  # nothing is stored before both have begun
    jobs, one = Jobs(setup), key()
    first, second = jobs.start(LOCAL, given("a"), "", False, one), jobs.start(LOCAL, given("a"), "", False, key())
    assert jobs.start(LOCAL, given("a"), "", False, one) is first
    assert first.batch != second.batch
    go.set()
    assert [ended(job).stored for job in (first, second)] == [1, 1]
    assert len(worklist.batches(setup.store, LOCAL)) == 2
