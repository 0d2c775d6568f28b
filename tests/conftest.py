"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cac import Coder

os.environ["CAC_REFERENCE"] = str(Path(__file__).with_name("no-database-of-the-tester.sqlite"))


@pytest.fixture(scope="session")
def coder() -> Coder:
    """One coder with the shipped lexicons; it keeps nothing between notes."""
    return Coder()
