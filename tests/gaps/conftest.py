"""What the tests of gaps share."""

from __future__ import annotations

import pytest

from cac.lexicon.loader import Lexicon, load_lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()
