"""Work within a clinical study: Z00.6, by the code, the number of the trial, or the words (NCD 150.13)."""

from __future__ import annotations

from cac.facts.evidence import evidence_of
from cac.facts.signs import COUNTED
from cac.facts.study import ELSEWHERE, told_of_today, trial_number
from cac.nlp.reading import Reading
from cac.records import ReadDiagnosis

STUDY = "clinical_study"
"""The diagnosis in ``lexicons/diagnoses`` that stands for it."""

_CODE = "Z00.6"


def read_study(reading: Reading) -> ReadDiagnosis | None:
    """Z00.6, where the note prints it or tells that today's work is part of a study."""
    start = reading.text.find(_CODE)
    if start >= 0 and told_of_today(reading, start):
        return ReadDiagnosis(code=_CODE, evidence=evidence_of(reading, start, start + len(_CODE)))
    told = trial_number(reading) or next(
        (
            (mention.start, mention.end)
            for mention in reading.mentions("study")
            if mention.status in COUNTED and mention.sentence.role not in ELSEWHERE
        ),
        None,
    )
    return ReadDiagnosis(name=STUDY, evidence=evidence_of(reading, *told)) if told else None
