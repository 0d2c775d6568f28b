"""Dates of a note: how they are written, and what the words before them say they are of."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import re
from datetime import date

import pytest

from cac.gaps.dates import Dates
from cac.lexicon.loader import load_lexicon

DATES = Dates(load_lexicon().cross_checks.dates)
DAY = date(2025, 3, 4)


def read(text: str) -> list[tuple[str, date]]:
    return [(told.kind, told.day) for told in DATES.read(text, set(re.findall("[a-z]+", text.lower())))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DATE OF PROCEDURE: 03/04/2025", "service"),
        ("Date of Service:  3/4/25", "service"),
        ("DOS: 2025-03-04", "service"),
        ("Date: March 4, 2025", "service"),
        ("Procedure date 4 March 2025", "service"),
        ("Date of surgery: Mar. 4th, 2025", "service"),
        ("D: 03/04/2025", "dictated"),
        ("Dictated: 03-04-2025", "dictated"),
        ("Date dictated: 03/04/25", "dictated"),
        ("Electronically signed by A. Stone, MD on 03/04/2025 at 10:00", "signed"),
        ("Signed: A. Stone MD 3/4/2025", "signed"),
        ("Authenticated by B. Brill, D.O. on March 4, 2025", "signed"),
        ("T: 03/04/2025", "other"),
        ("DOB: 03/04/2025", "other"),
        ("Date of birth: 03/04/2025", "other"),
        ("Date of injury 03/04/2025", "other"),
        ("MRI dated March 4, 2025", "other"),
        ("He was seen by Dr. Stone on 03/04/2025", "other"),
        ("Next appointment: 03/04/2025", "other"),
        ("03/04/2025\nDear Dr. Stone", "note"),
    ],
)
def test_kind_and_day(text: str, kind: str) -> None:
    assert read(text) == [(kind, DAY)]


@pytest.mark.parametrize(
    "text",
    ["", "ratio 1/2", "L4-5-S1", "tel 555-12-3456", "13/45/2025", "02/30/2025", "March 40, 2025", "80 mg/2 mL", "in 2025",
     "1/2/3/2025", "2025-13-01"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read(text) == []


def test_several_in_reading_order() -> None:
    text = "March 4, 2025\nDOS: 03/04/2025\nD: 03/05/2025 T: 03/06/2025"
    assert [kind for kind, _ in read(text)] == ["note", "service", "dictated", "other"]


def test_a_long_note_without_dates_is_read_in_its_length() -> None:
    assert read("1/2 " * 20_000) == []
    assert read("1-1-1-1-" * 20_000) == []
