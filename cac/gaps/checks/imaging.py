"""Imaging on the claim that must be in the record, where the note tells of no image."""

from __future__ import annotations

from collections.abc import Iterator

from cac.gaps.checks.case import Case
from cac.records import CrossCheck


def find(case: Case) -> Iterator[CrossCheck]:
    """A code whose image must be kept: the words that state the imaging."""
    for modality, codes in case.rules.imaging.items():
        line = next((line for line in case.lines if line.code in codes), None)
        if line:
            told = [e for p in case.procedures if p.guidance == modality for e in p.guidance_evidence[:1]]
            if told or line.evidence:
                yield case.found("imaging_record", told[:1] or line.evidence[:1], code=line.code)
