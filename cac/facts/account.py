"""The records of what was performed: clues, families with their words, and what was seen but not counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from cac.lexicon.schema import Family
from cac.nlp.reading import Mention, Sentence

PERFORMING = frozenset(["title", "body", "field", "findings"])
"""The roles of sentences that can tell what was performed today."""

# How much a clue weighs: named in passing, as the intention, told in the body, named in a title.
REPORTED, INTENDED, TOLD, TITLED = range(4)


@dataclass(slots=True)
class Zone:
    """A stretch of a sentence that belongs to one family (or to all, before any is named)."""

    sentence: Sentence
    start: int
    end: int

    def mentions(self, label: str) -> list[Mention]:
        """The mentions of one label inside the zone."""
        told = self.sentence.labels.get(label)
        return [m for m in told if self.start <= m.start and m.end <= self.end] if told else []


@dataclass(slots=True)
class Clue:
    """A name or a place that points to a family; ``strong`` unless the words are too general to prove it alone."""

    slug: str
    mention: Mention
    weight: int
    strong: bool

    @property
    def is_name(self) -> bool:
        """Whether the family is named, and not only a place of it."""
        return self.mention.label == "family"


@dataclass(slots=True)
class Performed:
    """A family that was performed: its proof and its words."""

    slug: str
    family: Family
    file: str
    evidence: list[Mention] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """What was performed, what belongs to no family, what was seen but not counted, and why nothing was done.

    ``collective`` are words without a name that speak of all that was performed ("no imaging for either").
    ``beside`` are families that a title names as one more thing, and that were taken for a step of a performed one.
    """

    performed: list[Performed] = field(default_factory=list)
    general: list[Zone] = field(default_factory=list)
    collective: list[Zone] = field(default_factory=list)
    not_counted: list[Mention] = field(default_factory=list)
    nothing_done: Mention | None = None
    other_operation: Mention | None = None
    beside: list[str] = field(default_factory=list)
