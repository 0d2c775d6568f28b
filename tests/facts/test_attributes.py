"""Attributes that decide a code: what is stated wins over what is denied, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show

NOTE = """PROCEDURE: Right femoral nerve block

DESCRIPTION: Under ultrasound guidance a 22 gauge needle was advanced to the right femoral nerve. {} 10 mL of 0.25%
bupivacaine was injected. {}
"""
DENIED = "No catheter was left in place."
STATED = "A catheter was left in place."


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [("", "", None), (DENIED, "", "no"), (STATED, "", "yes"), (DENIED, STATED, "yes"), (STATED, DENIED, "yes")],
)
def test_stated_wins_over_denied(shown: Show, first: str, then: str, expected: str | None) -> None:
    procedure = shown(NOTE.format(first, then)).procedure
    assert procedure.attributes.get("catheter_left") == expected
