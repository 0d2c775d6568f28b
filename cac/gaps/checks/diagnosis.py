"""The diagnosis against the work: its side, and its region."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cac.gaps.checks.case import Case
from cac.nlp.reading import STATED, Sentence
from cac.records import CrossCheck, Evidence

_SIDES = frozenset(["left", "right"])
_OPPOSITE = {"left": "right", "right": "left"}


def find(case: Case) -> Iterator[CrossCheck]:
    """A diagnosis of the other side only, or of a region that the work does not reach."""
    side = _side(case)
    if side:
        yield side
    if any(told.lines for told in case.diagnoses):
        return  # another diagnosis explains the work
    for finding in case.findings:
        if finding.rule == "diagnosis/region":
            told = next((d for d in case.diagnoses if d.code in finding.message), None)
            if told and told.evidence and case.procedures[0].evidence:
                yield case.found("diagnosis_region", [told.evidence[0], case.procedures[0].evidence[0]])


def _side(case: Case) -> CrossCheck | None:
    """Whether every side that the diagnosis tells is the one that was not treated."""
    sided = [p for p in case.procedures if p.family not in case.rules.other_side]
    done = {side for p in sided for site in p.sites for side in site.sides} | {p.laterality or "" for p in sided}
    here = done & _SIDES
    if len(sided) != len(case.procedures) or len(here) != 1 or "bilateral" in done:
        return None
    (work,) = here
    wrong = [
        m
        for m in case.reading.mentions("side")
        if m.value in (*_SIDES, "both") and m.sentence.role == "diagnosis" and m.sentence.section.name == "diagnosis"
    ]
    if not wrong or any(m.value != _OPPOSITE[work] or m.status != STATED for m in wrong):
        return None
    if any(_tells(case, m.sentence, work) for m in wrong):
        return None
    treated = _where_treated(case, work)
    if treated is None:
        return None
    return case.found("diagnosis_side", [(wrong[0].start, wrong[0].end), treated], diagnosis=_OPPOSITE[work], work=work)


def _tells(case: Case, sentence: Sentence, side: str) -> bool:
    """Whether the section of a sentence has a word for the side anywhere, whatever it was read as."""
    section = sentence.section
    return (
        re.search(
            rf"\b(?:{side}|bilateral\w*|both|(?:other|opposite|contralateral) side)\b",
            case.reading.text[section.start : section.end],
            re.I,
        )
        is not None
    )


def _where_treated(case: Case, side: str) -> tuple[int, int] | Evidence | None:
    """The words that tell the side of the work."""
    for m in case.reading.mentions("side"):
        if m.value == side and m.status == STATED and m.sentence.role in ("title", "body", "field"):
            return m.start, m.end
    return None
