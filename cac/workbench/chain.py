"""The hash chain of the audit log: each entry holds the hash of the one before it.

Whoever changes, takes out or puts in an entry breaks the chain, unless every later entry is made anew; then the hash of
the last one differs from the head that was noted elsewhere. Whoever cuts entries off at the end leaves a chain that is
shorter than that head. Nothing here knows a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from cac.errors import Invalid

_HEAD = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")


class Link(NamedTuple):
    """An entry of the log: who (``actor``) did what (``action``) to which (``subject``, JSON), when, by which rules."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    rules: str
    previous: str
    hash: str


class Head(NamedTuple):
    """How many entries a log has, and the hash of the last one."""

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"


class Problem(NamedTuple):
    """What is wrong with an entry (``number``), in one sentence."""

    number: int
    message: str


def canonical(value: Any) -> str:
    """JSON that is the same for the same value: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of ``value``."""
    return sha256(canonical(value).encode("ascii")).hexdigest()


def genesis(store: str) -> Head:
    """The head of a log without entries; ``store`` is the id of the store, so that no entry fits into another one."""
    return Head(0, digest(["cac audit log", store]))


def link(head: Head, at: str, actor: str, action: str, subject: dict[str, Any], rules: str) -> Link:
    """The entry that follows ``head``."""
    bare = Link(head.entries + 1, at, actor, action, canonical(subject), rules, head.hash, "")
    return bare._replace(hash=hash_of(bare))


def hash_of(entry: Link) -> str:
    """The hash that an entry must have."""
    return digest({name: value for name, value in entry._asdict().items() if name != "hash"})


def read_head(text: str) -> Head:
    """A head as ``cac audit head`` prints it: COUNT:HASH.

    Raises:
        Invalid: "head".
    """
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise Invalid("head", "A head is written COUNT:HASH, as `cac audit head` prints it.")
    return Head(int(found[1]), found[2])


def check(entries: Iterable[Link], store: str, heads: Iterable[tuple[str, Head]] = ()) -> Iterator[Problem]:
    """Everything that is wrong with a log.

    Args:
        entries: in the order of their numbers.
        store: the id of the store.
        heads: heads noted elsewhere, each with the place where; the log must have passed through all of them.
    """
    before = genesis(store)
    wanted: dict[int, list[tuple[str, str]]] = {}
    for place, head in heads:
        wanted.setdefault(head.entries, []).append((place, head.hash))
    yield from _passed(before, wanted)
    for entry in entries:
        number = before.entries + 1
        if entry.number != number:
            gone = f"Entry {number} is missing" if entry.number == number + 1 else _many(number, entry.number - 1)
            yield Problem(number, f"{gone}: the log goes on with entry {entry.number}.")
        elif entry.previous != before.hash:
            yield Problem(number, f"Entry {number} does not follow the entry before it: one of the two was changed.")
        if entry.hash != hash_of(entry):
            yield Problem(entry.number, f"Entry {entry.number} was changed: its hash is not that of its content.")
        before = Head(entry.number, entry.hash)
        yield from _passed(before, wanted)
    for count in sorted(count for count in wanted if count > before.entries):
        places = " and ".join(place for place, _ in wanted[count])
        lost = f"entry {count} is" if count == before.entries + 1 else f"entries {before.entries + 1} to {count} are"
        yield Problem(before.entries + 1, f"The log was cut off after entry {before.entries}: {lost} in {places}.")


def _many(first: int, last: int) -> str:
    return f"Entries {first} to {last} are missing"


def _passed(head: Head, wanted: dict[int, list[tuple[str, str]]]) -> Iterator[Problem]:
    for place, hash_ in wanted.get(head.entries, ()):
        if hash_ != head.hash:
            where = f"Entry {head.entries}" if head.entries else "The beginning of the log"
            yield Problem(head.entries, f"{where} is not the one noted in {place}: the log was made anew up to there.")
