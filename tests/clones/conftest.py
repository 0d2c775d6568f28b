"""What the tests of the search for clones share."""

from __future__ import annotations

import pytest

from cac.clones import CloneReport, find_clones
from cac.records import Note
from tests.clones.notes import Find, note


@pytest.fixture(scope="session")
def find() -> Find:
    """The search, over texts or notes."""

    def search(*notes: Note | str, threshold: float | None = None) -> CloneReport:
        made = [one if isinstance(one, Note) else note("abcdefghij"[at], one) for at, one in enumerate(notes)]
        return find_clones(made, threshold=threshold)

    return search
