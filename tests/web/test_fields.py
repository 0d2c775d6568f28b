"""A line of a claim from the fields of a form, the same wherever it is written."""

from __future__ import annotations

import pytest

from cac.errors import Invalid
from cac.records import BilledLine
from cac.web.fields import line_of, whole_of


@pytest.mark.parametrize("modifiers", ["LT 50", "LT,50", "LT+50", "LT-50", "LT/50", " LT ; 50 ", "LT, 50,"])
def test_modifiers_are_divided_as_people_write_them(modifiers: str) -> None:
    wanted = BilledLine(code="64483", modifiers=("LT", "50"), units=1, diagnoses=("M54.16", "M54.17"))
    assert line_of(" 64483 ", modifiers, " 1 ", "M54.16, M54.17") == wanted


@pytest.mark.parametrize("number", ["", "-1", "1.0", "one", "9" * 10, "\u0663"])
def test_what_is_no_whole_number_is_told(number: str) -> None:
    with pytest.raises(Invalid) as caught:
        whole_of(number)
    assert caught.value.code == "number"
    with pytest.raises(Invalid, match="Units are a whole number"):
        line_of("64483", "", number, "")
