"""The words that prove a fact, and the passage of a note in which one procedure is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cac.facts.account import Performed, Zone
from cac.nlp.reading import Mention, Reading
from cac.records import Evidence, quoted

if TYPE_CHECKING:
    from cac.facts.drugs import Dose


@dataclass(frozen=True, slots=True)
class Passage:
    """Where one performed procedure is told: the zones that are its own, and those with what all procedures share.

    ``doses`` gathers every place where a drug of it is told, while the drugs are read.
    """

    performed: Performed
    zones: list[Zone]
    shared: list[Zone]
    reading: Reading
    doses: list[Dose] = field(default_factory=list)

    def quote(self, mentions: Iterable[Mention]) -> tuple[Evidence, ...]:
        """The exact words of each mention."""
        return tuple(evidence_of(self.reading, mention.start, mention.end) for mention in mentions)


def evidence_of(reading: Reading, start: int, end: int) -> Evidence:
    """The exact words at ``start:end`` with the header they stand under."""
    header = reading.header_at(start)
    start, end = reading.layout.span(start, end)
    return quoted(start, end, reading.layout.note[start:end], header)
