"""One linter and one drafter for all tests of questions; they keep nothing between them."""

from __future__ import annotations

import pytest

from cac.queries.draft import Drafter
from cac.queries.lint import Linter


@pytest.fixture(scope="session")
def linter() -> Linter:
    return Linter()


@pytest.fixture(scope="session")
def drafter() -> Drafter:
    return Drafter()
