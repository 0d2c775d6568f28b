"""Many notes at once: coded and stored one after the other in the background, while the browser asks how far it is.

A job is kept in memory and holds no note once it is done. When the server ends, what was stored stays: the same files
given again under the same name of the batch go on where it ended.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from cac.batch.runner import describe
from cac.errors import CacError, Conflict, NotFound, StoreError
from cac.records import Note, Result, Unreadable
from cac.web.results import Given
from cac.web.setup import Setup
from cac.workbench import intake, worklist
from cac.workbench.records import Actor, Entry

_MOST_JOBS = 50
_MOST_RUNNING = 4
MOST_TOLD = 200
"""So many notes that cannot be used are told by name; the rest is counted."""


class Failure(NamedTuple):
    """A note that cannot be used, and why."""

    name: str
    message: str


@dataclass
class Job:
    """How far the notes of one upload are; ``asked`` is a digest of what was given."""

    id: str
    actor: str
    batch: str
    total: int
    asked: str = ""
    done: int = 0
    stored: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)
    entry: str = ""
    stopped: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether there is something left to do."""
        return not self.ended.is_set()


class Jobs:
    """The jobs of a run, the oldest forgotten."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._jobs: dict[str, Job] = {}
        self._by_key: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def start(self, actor: Actor, given: Sequence[Given], batch: str, blind: bool, key: str) -> Job:
        """Begin to code and store notes; under the same key the job that was begun before.

        Without a name the batch gets one of its own.

        Raises:
            Conflict: "busy", when too many run; "reused", when the key was that of other notes.
        """
        asked = _digest(given, batch, blind)
        with self._lock:
            known = self._jobs.get(self._by_key.get((actor.name, key), ""))
            if known is not None and known.asked != asked:
                raise Conflict("reused", "This page has sent other notes before: load it again, and give these anew.")
            if known is not None:
                return known
            if sum(job.running for job in self._jobs.values()) >= _MOST_RUNNING:
                raise Conflict("busy", "Other notes are still being coded: wait until they are done.")
            batch = batch or self._free_name(actor)
            job = Job(id=secrets.token_hex(8), actor=actor.name, batch=batch, total=len(given), asked=asked)
            self._jobs[job.id] = job
            self._by_key[actor.name, key] = job.id
            self._forget()
        threading.Thread(target=self._work, args=(job, actor, list(given), blind), daemon=True).start()
        return job

    def get(self, actor: Actor, id: str) -> Job:
        """A job of the actor.

        Raises:
            NotFound: "job".
        """
        job = self._jobs.get(id)
        if job is None or job.actor != actor.name:
            raise NotFound("job", "This upload is not known any more: what was stored is in the worklist.")
        return job

    def _free_name(self, actor: Actor) -> str:
        """A name for a batch that nobody named: the time, which tells nothing of its notes.

        The names of jobs count too, for one that has just begun has stored nothing yet.
        """
        name = f"Notes of {datetime.now():%Y-%m-%d %H:%M}"
        taken = {job.batch for job in self._jobs.values()}
        taken |= {one.name for one in worklist.batches(self._setup.store, actor)}
        others = (f"{name} ({number})" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(other for other in others if other not in taken)

    def _forget(self) -> None:
        for id in [id for id, job in self._jobs.items() if not job.running][: max(0, len(self._jobs) - _MOST_JOBS)]:
            del self._jobs[id]
        self._by_key = {key: id for key, id in self._by_key.items() if id in self._jobs}

    def _work(self, job: Job, actor: Actor, given: list[Given], blind: bool) -> None:
        try:
            while given:
                one = given.pop(0)
                made = store_one(self._setup, actor, one, batch=job.batch, blind=blind)
                if isinstance(made, Failure):
                    job.failed += 1
                    if len(job.failures) < MOST_TOLD:
                        job.failures.append(made)
                else:
                    job.stored += 1
                    job.entry = job.entry or made.id
                job.done += 1
        except StoreError as error:
            job.stopped = error.message
        except Exception as error:
            job.stopped = f"The notes could not all be stored: an error in the program ({describe(error)})."
        finally:
            given.clear()
            job.ended.set()


def _digest(given: Sequence[Given], batch: str, blind: bool) -> str:
    """What an upload was, to know it again; it holds no word of a note."""
    found = sha256(json.dumps([batch, blind]).encode())
    for one in given:
        row = None if one.row is None else dict(one.row)
        found.update(json.dumps([one.note.model_dump(), row], sort_keys=True, default=str).encode() + b"\n")
    return found.hexdigest()


def store_one(setup: Setup, actor: Actor, given: Given, *, batch: str, blind: bool) -> Entry | Failure:
    """Code a note, where no row was given with it, and put it into the worklist; or why it cannot be.

    Raises:
        StoreError: when nothing can be stored.
    """
    note = given.note
    if isinstance(note, Unreadable):
        return Failure(note.id, note.message)
    try:
        result: Result | Mapping[str, Any] = given.row if given.row is not None else coded(setup, note)
        return intake.add(setup.store, actor, note, result, batch=batch, blind=blind)
    except StoreError:
        raise
    except CacError as error:
        return Failure(note.id, error.message)


def coded(setup: Setup, note: Note) -> Result:
    """What the program says of a note, with what its reader had to say.

    Raises:
        CacError: also for an error in the program, of which no word of the note is told.
    """
    try:
        result = setup.code(note)
    except CacError:
        raise
    except Exception as error:
        message = f"The note could not be coded: an error in the program ({describe(error)})."
        raise CacError("internal", message) from None
    return result.model_copy(update={"notices": (*note.notices, *result.notices)}) if note.notices else result
