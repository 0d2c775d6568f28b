"""Diagnosis and work on different sides, a line a side, codes that need an episode, and codes of another year."""

from __future__ import annotations

from datetime import date

import pytest

from cac import Coder
from cac.diagnoses.codes import codes_of
from cac.lexicon.loader import load_lexicon
from cac.reference.embedded import Embedded
from cac.reference.records import DiagnosisCode
from tests.diagnoses.notes import coded, codes

WRONG = [
    ("right lumbar radiculopathy", "tfesi"),
    ("right lumbar radiculopathy; right sciatica", "tfesi"),
    ("right lumbar radiculopathy; chronic pain syndrome", "tfesi"),
    ("left knee pain", "knee"),
    ("left knee osteoarthritis; hypertension", "knee"),
    ("M17.12", "knee"),
    ("left sacroiliitis", "sij"),
]


@pytest.mark.parametrize(("said", "work"), WRONG, ids=[f"{said}: {work}" for said, work in WRONG])
def test_a_possible_wrong_side_is_for_a_person(coder: Coder, said: str, work: str) -> None:
    result = coded(coder, said, work=work)
    assert result.status == "review"
    assert any("the other side was treated" in sentence for sentence in result.review)
    assert result.lines[0].diagnoses in ((), ("G89.4",))


RIGHT = [
    ("left lumbar radiculopathy", "tfesi"),
    ("lumbar radiculopathy", "tfesi"),
    ("bilateral lumbar radiculopathy", "tfesi"),
    ("lumbar radiculopathy R>L", "tfesi"),
    ("lumbar radiculopathy, right greater than left", "tfesi"),
    ("left lumbar radiculopathy; right sciatica", "tfesi"),
    ("lumbar radiculopathy; right leg pain", "tfesi"),
    ("left lumbar radiculopathy; osteoarthritis of the right knee", "tfesi"),
    ("bilateral knee osteoarthritis", "knee"),
    ("osteoarthritis of both knees, worse on the left", "knee"),
    ("right knee osteoarthritis; left shoulder pain", "knee"),
    ("left shoulder pain", "knee"),
    ("bilateral sacroiliitis", "sij"),
]


@pytest.mark.parametrize(("said", "work"), RIGHT, ids=[f"{said}: {work}" for said, work in RIGHT])
def test_no_contradiction_no_review(coder: Coder, said: str, work: str) -> None:
    result = coded(coder, said, work=work)
    assert (result.status, result.review) == ("ready", ())


def test_a_side_treated_too_is_no_wrong_side(coder: Coder) -> None:
    text = (
        "Dx: left knee osteoarthritis.\nPROCEDURE: 1. Left knee injection. 2. Right knee injection.\n"
        "The left knee was injected with Kenalog 40 mg. The right knee was injected with Kenalog 40 mg.\n"
    )
    assert coder.code(text).review == ()


BURSAE = (
    "Dx: bilateral trochanteric bursitis.\nPROCEDURE: {side} greater trochanteric bursa injection, ultrasound guidance "
    "with saved images. Kenalog 40 mg.\n"
)
A_SIDE = [
    ("medicare_asc", "24", "Bilateral", {"RT": ("M70.61",), "LT": ("M70.62",)}),
    ("workers_compensation", "11", "Bilateral", {"RT": ("M70.61",), "LT": ("M70.62",)}),
    ("medicare_part_b", "11", "Bilateral", {"50": ("M70.61", "M70.62")}),
    ("medicare_part_b", "11", "Left", {"LT": ("M70.62",)}),
]


@pytest.mark.parametrize(("payer", "place", "side", "expected"), A_SIDE)
def test_a_line_has_the_diagnosis_of_its_side(
    coder: Coder, payer: str, place: str, side: str, expected: dict[str, tuple[str, ...]]
) -> None:
    context = {"payer": payer, "place_of_service": place, "date_of_service": "2026-02-02"}
    result = coder.code(BURSAE.format(side=side), context=context)
    assert {line.modifiers[0]: line.diagnoses for line in result.lines} == expected
    assert [f for f in result.findings if f.rule == "diagnosis/laterality"] == []


EPISODES = [
    ("left rib fractures", "2026-01-15", "S22.42"),
    ("left rib fractures", "2025-03-01", "S22.42"),
    ("left rib fracture", "2026-01-15", "S22.32"),
    ("left rib fractures, subsequent encounter", "2026-01-15", "S22.42XD"),
]


@pytest.mark.parametrize(("said", "day", "code"), EPISODES)
def test_an_injury_without_its_episode_is_not_billed(coder: Coder, said: str, day: str, code: str) -> None:
    text = f"Dx: {said}.\nPROCEDURE: left intercostal nerve blocks 5, 6, 7. 3 mL 0.25% bupivacaine each.\n"
    result = coder.code(text, context={"date_of_service": day})
    assert codes(result) == [code]
    (diagnosis,) = result.diagnoses
    whole = len(code) == len("S22.42XD")
    assert diagnosis.billable is whole
    assert (bool(diagnosis.open), bool(diagnosis.alternatives)) == (not whole, not whole)
    assert {line.diagnoses for line in result.lines} == {(code,) if whole else ()}


def test_every_code_of_the_lexicon_is_in_the_table() -> None:
    table = {row.code: row for row in Embedded().diagnosis_rows}
    made = {code for rule in load_lexicon().diagnoses.words.made for code in (rule.before,)}
    ours = {code for named in load_lexicon().diagnoses.named.values() for code in codes_of(named.codes) if code}
    assert len(ours) > 300
    assert ours - table.keys() == set()
    assert made - table.keys() - {""} == set()


def test_what_begins_with_an_injury_is_billable_with_its_episode_only() -> None:
    ours = {code for named in load_lexicon().diagnoses.named.values() for code in codes_of(named.codes) if code}
    injuries = {code for code in ours if code.startswith(("S", "M80", "M84"))}
    assert injuries
    for code in injuries:
        row = Embedded().diagnosis_row(code)
        assert row is not None
        assert (row.billable == "1") == (len(code) == len("S22.42XD")), code


def test_days_of_codes() -> None:
    table = Embedded()
    assert table.diagnosis("M51.360", date(2024, 9, 30)) is None
    assert isinstance(table.diagnosis("M51.360", date(2024, 10, 1)), DiagnosisCode)
    assert table.diagnosis("G35.A", date(2025, 9, 30)) is None
    header = table.diagnosis("G35", date(2025, 10, 1))
    assert isinstance(header, DiagnosisCode)
    assert not header.billable
    assert not isinstance(table.diagnosis("M54.16", date(2025, 3, 1)), DiagnosisCode | None)
