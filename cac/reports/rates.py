"""A share with its uncertainty."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


def wilson(count: int, of: int, z: float = Z) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927): it stays inside 0 to 1 and holds for few notes too.

    Raises:
        ValueError: when ``count`` does not lie in 0 to ``of``, or ``of`` is 0.
    """
    if not 0 <= count <= of or not of:
        raise ValueError("a share needs a count within a total above 0")
    share, square = count / of, z * z
    middle = share + square / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - reach) / (1 + square / of), (middle + reach) / (1 + square / of)
    return (0.0 if count == 0 else low), (1.0 if count == of else high)
