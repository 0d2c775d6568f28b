"""The interval of a share, against figures in print and by its properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.reports.rates import wilson
from cac.reports.records import Rate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3 (Wilson's score without correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_against_print(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    count, of = pair
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1
    mirrored = wilson(of - count, of)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high))
    twice = wilson(2 * count, 2 * of)
    assert twice[1] - twice[0] < high - low  # more notes of the same share tell more


@pytest.mark.parametrize(("count", "of"), [(1, 0), (0, 0), (2, 1), (-1, 3)])
def test_no_share(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="total above 0"):
        wilson(count, of)


def test_nothing_asked_has_no_rate() -> None:
    assert Rate.of(0, 0) == Rate() == Rate.pooled(0, 0)
    assert Rate().rate is None
    assert Rate.pooled(4, 1).low is None
