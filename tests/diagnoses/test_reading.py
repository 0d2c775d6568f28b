"""Words of a note -> ICD-10-CM codes: printed codes and terms, as exact as the words prove and no more."""

from __future__ import annotations

import pytest

from cac import Coder
from tests.diagnoses.notes import coded, codes, note

TERMS = [
    # region, by word or level
    ("Lumbar radiculopathy", ["M54.16"]),
    ("right L5 radiculopathy", ["M54.16"]),
    ("radiculopathy at L5-S1", ["M54.17"]),
    ("Cervical radiculitis, left arm", ["M54.12"]),
    ("C7-T1 radiculopathy", ["M54.13"]),
    ("T12-L1 herniated disc", ["M51.25"]),
    ("Radiculopathy", ["M54.10"]),
    ("cervical and lumbar spondylosis", ["M47.812", "M47.816"]),
    ("Lumbar facet arthropathy L4-5, L5-S1", ["M47.816", "M47.817"]),
    ("lumbar spondylosis w/o myelopathy or radiculopathy", ["M47.816"]),
    ("lumbar spondylosis with radiculopathy", ["M47.26"]),
    # discs: displacement and radiculopathy are one code, wherever they stand
    ("L4-5 disc herniation with radiculopathy", ["M51.16"]),
    ("1. Lumbar disc protrusion\n2. Left leg radiculopathy", ["M51.16"]),
    ("HNP C5-6", ["M50.222"]),
    ("herniated cervical disc", ["M50.20"]),
    ("L5-S1 protrusion", ["M51.27"]),
    ("disc bulge L4-5 without radiculopathy", ["M51.26"]),
    ("lumbar DDD", ["M51.369"]),
    ("lumbar degenerative disc disease with discogenic low back pain", ["M51.360"]),
    # stenosis
    ("Lumbar spinal stenosis with neurogenic claudication", ["M48.062"]),
    ("L3-4 stenosis w/o claudication", ["M48.061"]),
    ("Lumbar stenosis. Neurogenic claudication.", ["M48.062"]),
    ("cervical stenosis", ["M48.02"]),
    # pain of the back
    ("Low back pain", ["M54.50"]),
    ("vertebrogenic low back pain", ["M54.51"]),
    ("axial low back pain", ["M54.59"]),
    ("low back pain with left sciatica", ["M54.42"]),
    ("Neck pain", ["M54.2"]),
    ("failed back surgery syndrome", ["M96.1"]),
    ("Post-laminectomy syndrome", ["M96.1"]),
    # sacroiliac
    ("bilateral sacroiliitis", ["M46.1"]),
    ("SI joint dysfunction", ["M53.3"]),
    ("coccydynia", ["M53.3"]),
    # sides and limbs
    ("CRPS type I of the right upper extremity", ["G90.511"]),
    ("Complex regional pain syndrome, left leg", ["G90.522"]),
    ("CRPS II, right hand", ["G56.41"]),
    ("Rt carpal tunnel syndrome", ["G56.01"]),
    ("bilateral carpal tunnel syndrome", ["G56.03"]),
    ("meralgia paresthetica", ["G57.10"]),
    ("Morton's neuroma, left foot", ["G57.62"]),
    ("Osteoarthritis, right knee", ["M17.11"]),
    ("Bilateral knee OA", ["M17.0"]),
    ("left hip osteoarthritis and right shoulder osteoarthritis", ["M16.12", "M19.011"]),
    ("bilateral trochanteric bursitis", ["M70.61", "M70.62"]),
    ("left lateral epicondylitis", ["M77.12"]),
    ("plantar fasciitis", ["M72.2"]),
    ("adhesive capsulitis, right shoulder", ["M75.01"]),
    # nerves, headaches, pain syndromes
    ("occipital neuralgia", ["M54.81"]),
    ("cervicogenic headache", ["G44.86"]),
    ("chronic migraine without aura, intractable, without status migrainosus", ["G43.719"]),
    ("post-herpetic neuralgia", ["B02.29"]),
    ("trigeminal neuralgia", ["G50.0"]),
    ("cervical dystonia", ["G24.3"]),
    ("postdural puncture headache", ["G97.1"]),
    ("cancer pain, pancreatic cancer", ["G89.3", "C25.9"]),
    ("chronic pain syndrome", ["G89.4"]),
    ("ilioinguinal neuralgia", ["G58.8"]),
    ("myofascial pain of the trapezius", ["M79.18"]),
    # a symptom of a place belongs to the disease of the place
    ("right knee pain, osteoarthritis of the right knee", ["M17.11"]),
    ("left knee pain; osteoarthritis of the right knee", ["M25.562", "M17.11"]),
]


@pytest.mark.parametrize(("said", "expected"), TERMS, ids=[said for said, _ in TERMS])
def test_terms(coder: Coder, said: str, expected: list[str]) -> None:
    assert sorted(codes(coded(coder, said))) == sorted(expected)


PRINTED = [
    ("M54.16", ["M54.16"]),
    ("M5416", ["M54.16"]),
    ("ICD-10: M47.816.", ["M47.816"]),
    ("M54.16 - Radiculopathy, lumbar", ["M54.16"]),
    ("Lumbar radiculopathy (M54.16), failed back syndrome (M96.1)", ["M54.16", "M96.1"]),
    ("M48.062, M54.16", ["M48.062", "M54.16"]),
    ("m54.16", ["M54.16"]),
    # look-alikes
    ("L34 and L45 levels, C5, T12, S1", []),
    ("call 555.1234, lot B12345, J1100, CPT 64483", []),
    ("low back pain - 724.2", ["M54.50"]),
    ("M54.99", []),
]


@pytest.mark.parametrize(("said", "expected"), PRINTED, ids=[said for said, _ in PRINTED])
def test_printed(coder: Coder, said: str, expected: list[str]) -> None:
    assert sorted(codes(coded(coder, said))) == sorted(expected)


def test_a_printed_code_and_its_words_are_one_diagnosis(coder: Coder) -> None:
    (diagnosis,) = coded(coder, "M54.16 Lumbar radiculopathy").diagnoses
    assert diagnosis.printed
    assert [words.text for words in diagnosis.evidence] == ["M54.16", "Lumbar radiculopathy"]


def test_a_printed_code_that_its_words_contradict_is_a_finding(coder: Coder) -> None:
    result = coded(coder, "M54.16 cervical radiculopathy")
    assert codes(result) == ["M54.16"]
    assert [finding.rule for finding in result.findings if "M54.12" in finding.message] == ["diagnosis/printed"]


NOT_GIVEN = [
    ("No radiculopathy", "negated"),
    ("negative for lumbar radiculopathy", "negated"),
    ("lumbar radiculopathy ruled out", "negated"),
    ("R/O lumbar radiculopathy", "uncertain"),
    ("possible facet arthropathy", "uncertain"),
    ("probable SI joint dysfunction", "uncertain"),
    ("?lumbar radiculopathy", "uncertain"),
    ("SI joint dysfunction vs facet syndrome", "uncertain"),
    ("pain consistent with lumbar radiculopathy", "uncertain"),
    ("history of lumbar radiculopathy", "historical"),
    ("family history of osteoarthritis", "family"),
    ("r/o M54.16", "uncertain"),
]


@pytest.mark.parametrize(("said", "why"), NOT_GIVEN, ids=[said for said, _ in NOT_GIVEN])
def test_what_is_not_stated_is_not_given(coder: Coder, said: str, why: str) -> None:
    result = coded(coder, said)
    assert codes(result) == []
    assert {reason for _, reason, _ in result.diagnoses_not_counted} == {why}


def test_what_is_stated_beside_it_is_given(coder: Coder) -> None:
    assert codes(coded(coder, "Lumbar stenosis, no radiculopathy")) == ["M48.061"]
    assert codes(coded(coder, "possible facet syndrome; lumbar radiculopathy")) == ["M54.16"]
    assert codes(coded(coder, "10 year history of low back pain")) == ["M54.50"]
    assert codes(coded(coder, "s/p fusion with lumbar radiculopathy")) == ["M54.16"]


def test_only_a_ticked_box_counts(coder: Coder) -> None:
    assert codes(coded(coder, "☐ cervical radiculopathy ☒ lumbar radiculopathy")) == ["M54.16"]


@pytest.mark.parametrize("header", ["HISTORY: ", "PAST MEDICAL HISTORY: ", "PLAN: "])
def test_sections_that_prove_nothing(coder: Coder, header: str) -> None:
    assert codes(coded(coder, "Lumbar radiculopathy M54.16", header=header)) == []


@pytest.mark.parametrize(
    "header", ["INDICATION: ", "Dx: ", "POST-OP DIAGNOSIS: ", "ASSESSMENT: ", "IMPRESSION: ", "ASSESSMENT AND PLAN: "]
)
def test_sections_that_tell_why(coder: Coder, header: str) -> None:
    assert codes(coded(coder, "Lumbar radiculopathy", header=header)) == ["M54.16"]


def test_without_a_part_for_it_the_words_before_the_work_tell_why(coder: Coder) -> None:
    text = (
        "PROCEDURE: Left L4-5 transforaminal epidural steroid injection for lumbar radiculopathy\n"
        + note("").split("\n", 2)[2]
    )
    assert codes(coder.code(text)) == ["M54.16"]


OPEN = [
    ("M54.5", "2026-01-15", "M54.5", False, ("M54.50", "M54.51", "M54.59")),
    ("M51.36", "2026-01-15", "M51.36", False, ("M51.360", "M51.361", "M51.362", "M51.369")),
    ("M51.36", "2024-09-30", "M51.36", True, ()),
    ("lumbar DDD with discogenic back pain", "2024-09-30", "M51.36", True, ()),
    ("lumbar DDD and back pain", "2026-01-15", "M51.36", False, ("M51.360", "M51.361", "M51.362", "M51.369")),
    ("carpal tunnel syndrome", "2026-01-15", "G56.00", True, ("G56.01", "G56.02", "G56.03")),
    ("lumbar stenosis", "2026-01-15", "M48.061", True, ("M48.062",)),
    ("multiple sclerosis", "2025-09-30", "G35", True, ()),
]


@pytest.mark.parametrize(
    ("said", "day", "code", "billable", "alternatives"), OPEN, ids=[f"{o[0]} {o[1]}" for o in OPEN]
)
def test_what_the_words_leave_open(
    coder: Coder, said: str, day: str, code: str, billable: bool, alternatives: tuple[str, ...]
) -> None:
    found = {diagnosis.code: diagnosis for diagnosis in coded(coder, said, day=day).diagnoses}
    assert code in found
    assert found[code].billable is billable
    assert found[code].alternatives == alternatives
    assert bool(found[code].open) is bool(alternatives)


def test_a_code_that_was_not_made_yet_is_not_given(coder: Coder) -> None:
    result = coded(coder, "M51.360", day="2024-09-30")
    assert codes(result) == []
    assert "diagnosis/printed" in {finding.rule for finding in result.findings}
