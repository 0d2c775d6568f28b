"""What all tests share."""

from __future__ import annotations

import pytest

from cac import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    """One coder with the shipped lexicons; it keeps nothing between notes."""
    return Coder()
