"""The API is asked whatever its documentation allows, and more: no answer but those that it documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cac import Coder
from cac.lexicon.loader import load_lexicon
from cac.records import Note
from cac.web.api import routes
from cac.web.api.documented import document
from cac.web.app import create_app
from cac.web.setup import Setup
from cac.workbench import audit, intake
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL
from tests.web.conftest import HERE, NOTE, PORT

TOKEN = "t" * 43
HEADERS = {"Host": f"127.0.0.1:{PORT}", "Authorization": f"Bearer {TOKEN}"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Iterator[Setup]:
    folder: Path = tmp_path_factory.mktemp("schema")
    store = open_store(str(folder / "store.sqlite"))
    made = Setup(
        store=store, coder=coder, lexicon=load_lexicon(), port=PORT, questions=folder / "questions.sqlite", token=TOKEN
    )
    result = coder.code(NOTE)
    for number in range(3):
        intake.add(store, LOCAL, Note(id="", text=NOTE), result, claim=number == 1)
    yield made
    assert audit.verify(store).whole
    store.close()


@pytest.fixture(scope="module")
def api(run: Setup) -> Any:
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", create_app(run), headers={"Host": f"127.0.0.1:{PORT}"}
    )


_BARE = FastAPI()
_BARE.include_router(routes.router)
document(_BARE)
PATHS: dict[str, Any] = _BARE.openapi()["paths"]
ROUTES = [(method.upper(), path) for path, methods in PATHS.items() for method in methods]
ASKING = [
    (method, path)
    for method, path in ROUTES
    if "requestBody" in PATHS[path][method.lower()]
    or any(one["in"] == "query" for one in PATHS[path][method.lower()].get("parameters", ()))
]


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [(*route, GenerationMode.POSITIVE) for route in ROUTES] + [(*route, GenerationMode.NEGATIVE) for route in ASKING],
)
def test_every_route(api: Any, method: str, path: str, mode: GenerationMode) -> None:
    """What fits the schema, and what does not."""

    @given(case=api[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.headers = {**(case.headers or {}), **HEADERS}
        case.call_and_validate(base_url=HERE, checks=CHECKS)

    ask()
