"""Diagnoses -> lines: pointers, sides and regions that do not agree, and lines that nothing explains."""

from __future__ import annotations

import pytest

from cac import Coder
from cac.lexicon.loader import load_lexicon
from cac.records import Result
from tests.diagnoses.notes import coded, codes


def rules(result: Result) -> list[str]:
    return [finding.rule for finding in result.findings if finding.severity != "info"]


FITS = [
    ("Lumbar radiculopathy", "tfesi", ("M54.16",)),
    ("Left lumbar radiculopathy", "tfesi", ("M54.16",)),
    ("low back pain, lumbar radiculopathy", "tfesi", ("M54.16", "M54.50")),
    ("Cervical radiculopathy", "cervical", ("M54.12",)),
    ("osteoarthritis right knee", "knee", ("M17.11",)),
    ("right sacroiliitis", "sij", ("M46.1",)),
    ("lumbar radiculopathy; osteoarthritis of the right knee", "knee", ("M17.11",)),
]


@pytest.mark.parametrize(("said", "work", "expected"), FITS, ids=[f"{said}: {work}" for said, work, _ in FITS])
def test_pointers(coder: Coder, said: str, work: str, expected: tuple[str, ...]) -> None:
    result = coded(coder, said, work=work)
    assert result.lines[0].diagnoses == expected
    assert rules(result) == []


CONFLICTS = [
    ("right lumbar radiculopathy", "tfesi", "diagnosis/laterality"),
    ("left knee osteoarthritis", "knee", "diagnosis/laterality"),
    ("left sacroiliitis", "sij", "diagnosis/laterality"),
    ("cervical radiculopathy", "tfesi", "diagnosis/region"),
    ("lumbar radiculopathy", "cervical", "diagnosis/region"),
    ("right shoulder osteoarthritis", "knee", "diagnosis/region"),
]


@pytest.mark.parametrize(("said", "work", "rule"), CONFLICTS, ids=[f"{said}: {work}" for said, work, _ in CONFLICTS])
def test_a_side_or_region_that_does_not_agree(coder: Coder, said: str, work: str, rule: str) -> None:
    result = coded(coder, said, work=work)
    assert result.lines[0].diagnoses == ()
    assert result.diagnoses[0].lines == ()
    assert rules(result) == [rule]
    assert result.findings[0].lines == (0,)


@pytest.mark.parametrize("said", ["osteoarthritis of the right knee", "hypertension", ""])
def test_a_line_that_nothing_explains(coder: Coder, said: str) -> None:
    result = coded(coder, said, work="tfesi")
    assert result.lines[0].diagnoses == ()
    assert rules(result) == ["diagnosis/none"]


def test_what_is_not_exact_enough_stands_on_no_line(coder: Coder) -> None:
    result = coded(coder, "M51.36", work="tfesi")
    assert result.diagnoses[0].lines == (0,)
    assert result.lines[0].diagnoses == ()
    assert rules(result) == ["diagnosis/specificity"]


def test_at_most_four_on_a_line_the_best_first(coder: Coder) -> None:
    said = (
        "low back pain; neck pain; facet cyst; epidural fibrosis; lumbar stenosis with claudication; lumbar radiculitis"
    )
    result = coded(coder, said, work="tfesi")
    assert result.lines[0].diagnoses == ("M54.16", "M48.062", "G96.12", "M54.50")


def test_findings_change_neither_status_nor_lines(coder: Coder) -> None:
    with_none, with_one = coded(coder, "hypertension"), coded(coder, "Lumbar radiculopathy")
    assert (with_none.status, with_none.missing, with_none.review) == (
        with_one.status,
        with_one.missing,
        with_one.review,
    )
    assert [(line.code, line.modifiers) for line in with_none.lines] == [
        (line.code, line.modifiers) for line in with_one.lines
    ]


def test_codes_are_those_of_the_diagnoses(coder: Coder) -> None:
    result = coded(coder, "lumbar radiculopathy, failed back surgery syndrome")
    assert set(result.lines[0].diagnoses) <= set(codes(result))


def test_every_family_has_diagnoses_that_explain_it() -> None:
    lexicon = load_lexicon()
    assert set(lexicon.families) == set(lexicon.diagnoses.groups.families)
