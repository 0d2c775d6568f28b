"""What the tests of the pipeline share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from cac.nlp.pipeline import make_pipeline


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than a second (imports the whole of medspaCy)")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline alone."""
    return make_pipeline()
