"""The plain forms of the screen of an entry."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac.web.setup import Setup
from cac.workbench import decisions, desk, intake
from cac.workbench.records import LOCAL, Wanted
from tests.web.conftest import csrf, key
from tests.workbench.conftest import note, result


@pytest.mark.parametrize(
    ("given", "status", "state"), [("short", 422, "claimed"), ("", 422, "claimed"), ("long-enough", 303, "finished")]
)
def test_a_note_is_not_finished_with_a_key_that_is_none(
    client: TestClient, app: FastAPI, setup: Setup, given: str, status: int, state: str
) -> None:
    entry = intake.add(setup.store, LOCAL, note(), result(), claim=True).id
    seen = desk.show(setup.store, LOCAL, entry).entry.version
    for line in desk.show(setup.store, LOCAL, entry).undecided:
        seen = decisions.decide(setup.store, LOCAL, entry, seen, Wanted(kind="accept", line=line), key()).number
    data = {"csrf": csrf(client, app), "seen": str(seen), "key": given}
    assert client.post(f"/entries/{entry}/finish", data=data).status_code == status
    assert desk.show(setup.store, LOCAL, entry).entry.state == state
