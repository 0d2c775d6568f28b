"""A resident under a teaching physician: told when both are, and the physician was there for the key part."""

from __future__ import annotations

from cac.facts.evidence import evidence_of
from cac.nlp.reading import STATED, Mention, Reading
from cac.records import Evidence

_NOT_TODAY = frozenset(["history", "plan", "consent", "codes", "quoted"])


def read_teaching(reading: Reading) -> tuple[Evidence, ...]:
    """The words that tell of the resident and of the teaching physician's presence; empty unless both are told."""
    residents, presence = (_told(label, reading) for label in ("residents", "teaching_presence"))
    if not residents or not presence:
        return ()
    return tuple(evidence_of(reading, mention.start, mention.end) for mention in (residents[0], presence[0]))


def _told(label: str, reading: Reading) -> list[Mention]:
    return [m for m in reading.mentions(label) if m.status == STATED and m.sentence.role not in _NOT_TODAY]
