"""Amounts as notes write them, and what is no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.reference.ndc import ndc11
from cac.supplies.amounts import read_amount

AMOUNTS = [
    ("40 mg", "40 mg"),
    ("40mg", "40 mg"),
    ("forty milligrams", "40 mg"),
    ("50 mcg", "0.05 mg"),
    ("2 grams", "2000 mg"),
    ("0.25%", "2.5 mg/mL"),
    ("one percent", "10 mg/mL"),
    ("quarter percent", "2.5 mg/mL"),
    ("point two five percent", "2.5 mg/mL"),
    ("1/8%", "1.25 mg/mL"),
    ("40 mg/mL", "40 mg/mL"),
    ("40 mg per cc", "40 mg/mL"),
    ("80 mg/2 mL", "40 mg/mL"),
    ("500 mcg/mL", "0.5 mg/mL"),
    ("5 units per 0.1 mL", "50 unit/mL"),
    ("2,5 mL", "2.5 mL"),
    ("one-half cc", "0.5 mL"),
    ("two and a half cc", "2.5 mL"),
    (".5 cc", "0.5 mL"),
    ("5,000 units", "5000 unit"),
    ("155 U", "155 unit"),
    ("one hundred fifty five units", "155 unit"),
    ("one thousand five hundred units", "1500 unit"),
]


@pytest.mark.parametrize(("words", "amount"), AMOUNTS)
def test_amounts(words: str, amount: str) -> None:
    assert str(read_amount(words)) == amount


@pytest.mark.parametrize(
    "words", [None, "", "mg", "forty", "40", "one eighty mg", "ten twenty mg", "40 mg/0 mL", "1/0 mL", "40 feet", "-"]
)
def test_what_is_no_amount_or_two_is_none(words: str | None) -> None:
    assert read_amount(words) is None


@given(st.text(max_size=30))
def test_no_words_raise(words: str) -> None:
    amount = read_amount(words)
    assert amount is None or amount.value >= 0


@given(
    st.decimals(min_value="0.01", max_value="99999", places=2), st.sampled_from(["mg", " mg", " mL", " units", "cc"])
)
def test_digits_keep_their_value(value: Decimal, unit: str) -> None:
    amount = read_amount(f"{value}{unit}")
    assert amount is not None
    assert amount.value == value


NDCS = [
    ("0003-0293-28", "00003029328"),
    ("00003-0293-28", "00003029328"),
    ("50242-040-62", "50242004062"),
    ("60575-4112-1", "60575411201"),
    ("00003 0293 28", "00003029328"),
    ("00003029328", "00003029328"),
    ("0003029328", None),  # ten digits without groups: nobody knows which group lacks its zero
    ("0003-0293", None),
    ("0003-0293-2", None),
    ("00003-0293-288", None),
    ("000003-0293-28", None),
    ("NDC", None),
    ("", None),
]


@pytest.mark.parametrize(("printed", "digits"), NDCS)
def test_ndc_forms(printed: str, digits: str | None) -> None:
    assert ndc11(printed) == digits
