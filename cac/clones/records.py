"""What the search for cloned notes finds. Offsets are code points of the note as it came."""

from __future__ import annotations

from typing import Literal

from cac.records import Evidence, Record

Basis = Literal["own text", "own text and work", "every word"]
"""What had to agree: the patient's own text; with little of it the work too; with next to none, every word."""


class ClonedNote(Record):
    """A note of a cluster, with the practice's own keys ("" where they are not told)."""

    id: str
    provider: str = ""
    patient: str = ""
    date_of_service: str = ""


class Difference(Record):
    """A passage in which two notes differ, as each has it (None where one has nothing there).

    ``own`` is true in the patient's own text, whose words make the share; false in what is told of the work.
    """

    a: Evidence | None = None
    b: Evidence | None = None
    own: bool


class ClonePair(Record):
    """Two notes with the same text, and where they differ.

    ``share`` is the part of their own words (of both together) that they have in common, 0 to 1; ``words`` how many
    own words each has. ``same_patient`` and ``same_provider`` are None, and so is ``days_between``, where a row does
    not tell it.
    """

    a: str
    b: str
    share: float
    basis: Basis
    words: tuple[int, int]
    same_patient: bool | None
    same_provider: bool | None
    days_between: int | None
    differences: tuple[Difference, ...] = ()


class CloneCluster(Record):
    """Notes that hang together by pairs; ``pairs_left_out`` counts those that are not shown."""

    notes: tuple[ClonedNote, ...]
    share: float
    pairs: tuple[ClonePair, ...]
    pairs_left_out: int = 0


class RepeatedSentence(Record):
    """A sentence that was not counted because so many notes hold it.

    ``notes`` of ``of`` notes of the provider hold it (of all notes, where ``provider`` is None); notes that are the
    same in every word that counts are one. ``note`` and ``evidence`` are an example. ``filled_in`` where its numbers,
    sides or names differ from note to note, and only these were counted.
    """

    provider: str | None
    notes: int
    of: int
    filled_in: bool
    note: str
    evidence: Evidence


class NotRead(Record):
    """A row that could not be read, as a batch says it."""

    id: str
    code: str
    message: str


class CloneReport(Record):
    """The answer to one batch.

    ``notes`` were read, ``errors`` not. ``little_text`` of them have too few own words to be told from a template, and
    are found only as exact copies. ``bad_dates`` have a date of service that is no day.
    """

    version: str
    threshold: float
    notes: int
    little_text: int
    bad_dates: int
    errors: tuple[NotRead, ...]
    repeated: tuple[RepeatedSentence, ...]
    clusters: tuple[CloneCluster, ...]
