"""Whether the note tells of an evaluation and management service beside the procedure."""

from __future__ import annotations

from cac.facts.evidence import evidence_of
from cac.facts.signs import COUNTED, OPENING
from cac.nlp.reading import Mention, Reading
from cac.records import SeparateVisit

_NOT_TODAY = frozenset(["history", "plan", "consent", "codes", "quoted"])
_OF_A_VISIT = frozenset(["for", "procedure", "first", "second", "third", "fourth", "last", "next"])
"""Before "visit" these tell why somebody came, or count ("reason for visit", "procedure visit", "third visit")."""
_VISIT_ROLES = frozenset(["exam", "plan"])


def read_visit(reading: Reading) -> SeparateVisit | None:
    """The first words that say so, or the head of a note of a visit that has a level, an examination or a plan."""
    said = next((m for m in reading.mentions("separate_visit") if _is_of_today(m)), None)
    said = said or _levelled(reading) or _opening(reading)
    return SeparateVisit(evidence=evidence_of(reading, said.start, said.end)) if said else None


def _is_of_today(mention: Mention) -> bool:
    return mention.status in COUNTED and mention.sentence.role not in _NOT_TODAY


def _levelled(reading: Reading) -> Mention | None:
    """The words of a visit at the head, beside those of its level."""
    levels = {m.sentence.index for m in reading.mentions("visit_levels") if _is_of_today(m)}
    return next((m for m in reading.mentions("visits") if m.start < OPENING and m.sentence.index in levels), None)


def _opening(reading: Reading) -> Mention | None:
    if _VISIT_ROLES.isdisjoint(section.role for section in reading.sections):
        return None
    keys = reading.words.keys
    return next(
        (m for m in reading.mentions("visits") if m.start < OPENING and keys[m.first - 1] not in _OF_A_VISIT), None
    )
