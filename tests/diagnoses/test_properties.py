"""Whatever the words: nothing breaks, every quote is exact, every code exists, sides swap and nothing else does."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cac import Coder
from cac.diagnoses.codes import codes_of
from cac.lexicon.loader import load_lexicon
from cac.reference.embedded import Embedded
from cac.reference.records import NotInForce
from tests.diagnoses.notes import coded, codes, note

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT.parent / "shared" / "refdata" / "icd10cm" / "icd10cm_april2026_pain_relevant.csv"
DAY = date(2026, 1, 15)
KNOWN = load_lexicon().diagnoses
WORDS = [
    "lumbar", "cervical", "left", "right", "bilateral", "radiculopathy", "L5-S1", "C5-6", "stenosis", "with", "without",
    "no", "possible", "history of", "ruled out", "knee", "osteoarthritis", "pain", "low back", "M54.16", "M5416", "(",
    "M51.36", ")", ",", ";", ".", "?", "\n", "1.", "and", "due to", "vs", "CRPS", "leg", "disc", "herniation", "☐", "☒",
    "é", "M99.",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_never_breaks_and_quotes_exactly(coder: Coder, said: str) -> None:
    text = note(said)
    result = coder.code(text)
    table = Embedded()
    for diagnosis in result.diagnoses:
        assert diagnosis.evidence
        for words in diagnosis.evidence:
            assert text[words.start : words.end] == words.text
        assert not isinstance(table.diagnosis(diagnosis.code, DAY), NotInForce) or diagnosis.code in ALL
        for code in diagnosis.alternatives:
            assert code != diagnosis.code
    for _, why, words in result.diagnoses_not_counted:
        assert why
        assert text[words.start : words.end] == words.text
    held = {diagnosis.code for diagnosis in result.diagnoses if diagnosis.billable}
    for line in result.lines:
        assert len(line.diagnoses) <= 4
        assert set(line.diagnoses) <= held


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.text(max_size=80))
def test_never_breaks_on_any_text(coder: Coder, said: str) -> None:
    coder.code(f"DIAGNOSIS: {said}\nPROCEDURE: Right knee injection with Kenalog 40 mg")


def leaves() -> set[str]:
    return {code for diagnosis in KNOWN.named.values() for code in codes_of(diagnosis.codes) if code}


ALL = leaves()

OF_THE_RULE_BOOK_OR_BEYOND = {  # outside the embedded table: the index of ICD-10-CM FY2026
    "C15.9", "C16.9", "C18.9", "C19", "C20", "C21.0", "C22.0", "C22.1", "C23", "C34.90", "C34.91", "C34.92", "C51.9",
    "C53.9", "C54.1", "C56.1", "C56.2", "C56.3", "C56.9", "C61", "C64.1", "C64.2", "C64.9", "C67.9", "C76.0", "C78.7",
    "C90.00", "L40.50",
    "C25.9", "E10.42", "E11.42", "G03.9", "G24.3", "G24.5", "G35.A", "G35.B0", "G35.C0", "G35.D", "G82.20", "G82.50",
    "K11.7",
    "L74.510", "L74.512", "L74.519", "N80.9", "R07.89", "T87.30", "T87.31", "T87.32", "T87.33", "T87.34",
    "Z00.6", "Z45.1",
}  # fmt: skip


@pytest.mark.skipif(not TABLE.exists(), reason="the table of ICD-10-CM is not at hand")
def test_every_code_of_the_lexicon_is_in_the_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        table = {row["code"] for row in csv.DictReader(handle)}
    assert ALL - table == OF_THE_RULE_BOOK_OR_BEYOND


SIDED = [
    "{} lumbar radiculopathy",
    "CRPS of the {} leg",
    "{} knee osteoarthritis",
    "Carpal tunnel syndrome, {}",
    "{} hip pain",
]
SWAPPED = {"G90.522": "G90.521", "M17.12": "M17.11", "G56.02": "G56.01", "M25.552": "M25.551", "M54.16": "M54.16"}


@pytest.mark.parametrize("said", SIDED)
def test_swapping_sides_swaps_the_side_alone(coder: Coder, said: str) -> None:
    left, right = coded(coder, said.format("left")), coded(coder, said.format("right"))
    assert [SWAPPED[code] for code in codes(left)] == codes(right)
    assert [d.laterality for d in left.diagnoses] == ["left"]
    assert [d.laterality for d in right.diagnoses] == ["right"]


@pytest.mark.parametrize("said", ["Lumbar radiculopathy", "M54.5", "possible facet syndrome", "right knee OA"])
def test_a_history_changes_nothing(coder: Coder, said: str) -> None:
    history = "PAST MEDICAL HISTORY: Cervical radiculopathy M54.12, left hip osteoarthritis.\n"
    plain, longer = coded(coder, said), coded(coder, said, extra=history)
    assert codes(plain) == codes(longer)
    assert [line.diagnoses for line in plain.lines] == [line.diagnoses for line in longer.lines]
    assert [f.rule for f in plain.findings] == [f.rule for f in longer.findings]
