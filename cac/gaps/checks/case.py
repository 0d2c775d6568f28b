"""A note as the cross-checks see it, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cac.facts.evidence import evidence_of
from cac.gaps.dates import Dated
from cac.lexicon.schema import CheckName, CrossChecks
from cac.nlp.reading import Reading
from cac.records import ClaimLine, CrossCheck, Diagnosis, Evidence, Facts, Finding, Procedure

MOST_PLACES = 12
"""Places of a note that one cross-check shows."""


class Case(NamedTuple):
    """What was read in a note and made of it; ``keys`` are its words, ``rules`` the cross-checks of the lexicon."""

    reading: Reading
    keys: frozenset[str]
    facts: Facts
    procedures: Sequence[Procedure]
    lines: Sequence[ClaimLine]
    diagnoses: Sequence[Diagnosis]
    findings: Sequence[Finding]
    dates: Sequence[Dated]
    rules: CrossChecks

    def found(self, check: CheckName, places: Iterable[tuple[int, int] | Evidence], **words: object) -> CrossCheck:
        """The cross-check with every place in reading order, and its message with the words filled in."""
        rule = self.rules.checks[check]
        told = {self.quote(place) if isinstance(place, tuple) else place for place in places}
        return CrossCheck(
            check=check,
            message=rule.message.format(**words),
            severity=rule.severity,
            source=rule.source,
            element=rule.element,
            evidence=tuple(sorted(told, key=lambda words: (words.start, words.end)))[:MOST_PLACES],
        )

    def quote(self, place: tuple[int, int]) -> Evidence:
        """The exact words of a place of the even text."""
        return evidence_of(self.reading, *place)


def windows(lowered: str, signs: Iterable[str], beside: int) -> Iterator[tuple[int, int]]:
    """The places around every sign, those that touch as one: a pattern need not walk over the rest of the note."""
    spots: list[int] = []
    for sign in signs:
        spot = lowered.find(sign)
        while spot >= 0:
            spots.append(spot)
            spot = lowered.find(sign, spot + len(sign))
    end = 0
    start = -1
    for spot in sorted(spots):
        if start >= 0 and spot - beside > end:
            yield start, end
            start = -1
        if start < 0:
            start = max(0, spot - beside)
        end = min(len(lowered), spot + beside)
    if start >= 0:
        yield start, end
