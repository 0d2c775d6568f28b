"""Moderate sedation counts only with the same physician, at least ten minutes, and an independent observer (GUIDE)."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show

NOTE = (
    "PROCEDURE: Caudal epidural steroid injection\n{}\nUnder fluoroscopy the sacral hiatus was entered and Kenalog 80 mg was "
    "injected. She tolerated the procedure well."
)
FIRST, MORE = "99152", "99153"


ROWS = [
    ("", []),
    ("Anesthesia: Local.", []),
    ("She received IV sedation with midazolam 2 mg.", []),
    ("Moderate sedation was provided for 20 minutes.", []),
    ("Moderate sedation by me with Versed 2 mg, start 10:00, stop 10:20, an independent nurse observer monitored the patient "
     "throughout.", [FIRST]),
    ("I provided moderate sedation for 20 minutes while an independent trained observer monitored the patient.", [FIRST]),
    ("I provided moderate sedation for 9 minutes while an independent trained observer monitored the patient.", []),
    ("I provided moderate sedation for 10 minutes while an independent trained observer monitored the patient.", [FIRST]),
    ("I provided moderate sedation for 22 minutes while an independent trained observer monitored the patient.", [FIRST]),
    ("I provided moderate sedation for 23 minutes while an independent trained observer monitored the patient.", [FIRST, MORE]),
    ("I provided moderate sedation for 38 minutes while an independent trained observer monitored the patient.",
     [FIRST, f"{MORE} x2"]),
    ("Sedation start: 10:02. Sedation stop: 10:26. An independent trained observer was present; sedation was given by me.",
     [FIRST, MORE]),
    ("Moderate sedation by the anesthesiologist for 30 minutes with an independent observer.", []),
    ("Monitored anesthesia care was given by the anesthesia team for 30 minutes.", []),
    ("General anesthesia was used for 30 minutes.", []),
    ("She declined sedation. An independent observer was present for 20 minutes.", []),
    ("No sedation was given.", []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "lines"), ROWS)
def test_sedation(told: str, lines: list[str], shown: Show) -> None:
    answer = shown(NOTE.format(told))
    assert answer.lines == ["62323", *lines]


def test_the_one_fact_that_would_change_it(shown: Show) -> None:
    result = shown(NOTE.format("I provided moderate sedation for 20 minutes.")).result
    (refusal,) = [refusal for refusal in result.refused if refusal.code == "99152"]
    assert "observer" in refusal.would_change


def test_times_left_out_are_missing(shown: Show) -> None:
    result = shown(
        NOTE.format("I provided moderate sedation while an independent trained observer monitored the patient.")
    ).result
    assert "sedation_time" in result.missing
    assert result.status == "review"


def test_sedation_drugs_are_not_at_the_target(shown: Show) -> None:
    answer = shown(NOTE.format("I gave fentanyl 50 mcg IV and Versed 1 mg IV for moderate sedation."))
    assert answer.drugs(answer.procedure) == "triamcinolone 80 mg"
