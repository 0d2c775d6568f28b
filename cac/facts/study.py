"""The number of a clinical trial that today's work is part of (NCD 150.13)."""

from __future__ import annotations

import re

from cac.nlp.reading import Reading

ELSEWHERE = frozenset(["history", "consent", "plan", "quoted"])
"""Roles of sentences that tell of no work of today."""

_NUMBER = re.compile(r"\bNCT[ #:-]{0,2}\d{8}\b")
_DENIES = frozenset(["negated", "historical", "planned"])


def trial_number(reading: Reading) -> tuple[int, int] | None:
    """The characters of a number of ClinicalTrials.gov told of today's work."""
    if "NCT" not in reading.text:
        return None
    return next(
        (match.span() for match in _NUMBER.finditer(reading.text) if told_of_today(reading, match.start())), None
    )


def told_of_today(reading: Reading, start: int) -> bool:
    """Whether the sentence around a character tells of today, and denies nothing."""
    sentence = reading.sentences[max(reading.sentence_index(start), 0)]
    return sentence.role not in ELSEWHERE and not any(cue.category in _DENIES for cue in sentence.cues)
