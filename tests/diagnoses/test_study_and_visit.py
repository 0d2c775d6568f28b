"""Work within a clinical study (Z00.6, Q0), visits beside the work, and lines of nerve root work."""

from __future__ import annotations

import pytest

from cac import Coder
from tests.diagnoses.notes import codes

MILD = (
    "Dx: Lumbar spinal stenosis with neurogenic claudication.{dx}\nPROCEDURE: Percutaneous image-guided lumbar "
    "decompression at L4-5 bilaterally{title}. Under fluoroscopy ligamentum flavum was debulked on both sides at "
    "L4-5.{end}\n"
)
STUDIES = [
    ({"title": ", clinical trial NCT03072927"}, True, True),
    ({"end": " Participant in clinical research, Z00.6. NCT 03072927."}, True, True),
    ({"dx": " Z00.6."}, True, False),
    ({"end": " The patient is enrolled in a CED registry."}, True, False),
    ({"title": " as part of a clinical study"}, True, False),
    ({}, False, False),
    ({"end": "\nPLAN: We offered her the clinical trial NCT03072927."}, False, False),
    ({"end": " She is not enrolled in a clinical trial."}, False, False),
    ({"end": "\nPAST HISTORY: participant in a clinical trial of gabapentin in 2015."}, False, False),
]


@pytest.mark.parametrize("payer", ["medicare_part_b", "medicare_asc", "commercial"])
@pytest.mark.parametrize(("words", "study", "number"), STUDIES)
def test_a_study(coder: Coder, words: dict[str, str], study: bool, number: bool, payer: str) -> None:
    text = MILD.format(**{"dx": "", "title": "", "end": "", **words})
    context = {
        "payer": payer,
        "place_of_service": "24" if payer == "medicare_asc" else "22",
        "date_of_service": "2026-02-02",
    }
    result = coder.code(text, context=context)
    (line,) = result.lines
    assert ("Z00.6" in codes(result)) is study
    assert ("Z00.6" in line.diagnoses) is study
    assert line.diagnoses[0] == "M48.062"
    assert ("Q0" in line.modifiers) is (number and payer != "commercial")
    warned = any(finding.rule == "condition/mild_evidence" for finding in result.findings)
    assert warned is (payer != "commercial" and not (study and number))


WORK = (
    "PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy for left lumbar radiculopathy. "
    "Under fluoroscopy the needle was advanced into the left L4-5 foramen; dexamethasone 10 mg injected.\n"
)
VISITS = [
    "Office visit. Patient seen for new right shoulder pain, separate from today's injection: history, exam, MRI "
    "ordered. Level 4.\n",
    "New patient office visit, level 4. Extensive history and exam for new right shoulder pain. Also today: ",
    "Office visit level three for new right shoulder pain.\n",
    "OFFICE VISIT\nHPI: seen for evaluation and management of new right shoulder pain.\nEXAM: right shoulder tender.\n"
    "ASSESSMENT/PLAN: 1. Left lumbar radiculopathy. 2. Right shoulder pain, MRI.\n",
]


@pytest.mark.parametrize("visit", VISITS)
def test_a_visit_is_shown_and_its_reason_not_judged(coder: Coder, visit: str) -> None:
    result, without = coder.code(visit + WORK), coder.code(WORK)
    assert "E/M" in [refusal.code for refusal in result.refused]
    assert result.status == without.status == "ready"
    assert [line.code for line in result.lines] == [line.code for line in without.lines]
    assert result.lines[0].diagnoses == ("M54.16",)
    assert [f.rule for f in result.findings if f.rule in ("diagnosis/laterality", "diagnosis/region")] == []


@pytest.mark.parametrize("head", ["", "Follow up of right shoulder pain. ", "Second visit for injection. "])
def test_no_visit_without_its_words(coder: Coder, head: str) -> None:
    assert "E/M" not in [refusal.code for refusal in coder.code(head + WORK).refused]


@pytest.mark.parametrize(
    "said", ["left L5 radiculopathy", "lumbar radiculopathy", "left sciatica", "postherpetic neuralgia"]
)
def test_pulsed_work_on_a_root_is_explained(coder: Coder, said: str) -> None:
    text = f"Dx: {said}. PROCEDURE: Pulsed radiofrequency of the left L5 dorsal root ganglion under fluoroscopy, 42 C."
    result = coder.code(text)
    assert len(result.lines[0].diagnoses) == 1
    assert "diagnosis/none" not in [finding.rule for finding in result.findings]
