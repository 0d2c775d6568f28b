"""Keys of the screen: what is shipped, what a practice may set, what is refused; the forms behind them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cac.errors import InputError, LexiconError
from cac.lexicon.screen import screen_keys, screen_words
from cac.records import Note
from cac.web.app import create_app
from cac.web.keys import keys_of
from cac.web.setup import Setup
from cac.workbench import desk, intake
from cac.workbench.records import LOCAL
from cac.workbench.settings import Settings, read_settings
from tests.web.conftest import HERE, NOTE, ROOT, csrf, key


def test_each_action_has_a_key_of_its_own_and_the_script_knows_it() -> None:
    keys = keys_of({})
    assert len({one.key for one in keys}) == len(keys) > 15
    script = (ROOT / "cac" / "web" / "static" / "entry.js").read_text(encoding="utf-8")
    for one in keys:
        assert f"  {one.action}: " in script or f"  {one.action}: addLine" in script, one.action
    assert not {one.key for one in keys} & {"/", "'", " ", "Tab", "Enter"}


def test_a_practice_sets_other_keys() -> None:
    keys = {one.action: one.key for one in keys_of({"accept": "y", "add": "a"})}
    assert (keys["accept"], keys["add"], keys["edit"]) == ("y", "a", "e")
    assert read_settings({"keys": {"accept": "y"}}).keys == {"accept": "y"}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"dance": "x"}, "knows next_line"),
        ({"accept": "e"}, "accept and edit have one key"),
        ({"accept": "/"}, "browsers use this key"),
        ({"accept": " "}, "browsers use this key"),
        ({"accept": "ctrl+a"}, "a key is one character"),
        ({"accept": "F5"}, "a key is one character"),
        ({"accept": ""}, "a key is one character"),
        ({"accept": "\t"}, "a key is one character"),
    ],
)
def test_keys_that_cannot_be(chosen: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        keys_of(chosen)
    assert caught.value.code == "settings"


def test_the_settings_take_a_table_of_keys_alone() -> None:
    with pytest.raises(InputError, match=r"\[workbench\] keys"):
        read_settings({"keys": ["a"]})


def test_a_wrong_key_is_told_when_the_server_starts(setup: Setup) -> None:
    setup.store.settings = Settings(keys={"accept": "e"})
    with pytest.raises(InputError, match="have one key"):
        create_app(setup)


GOOD = "source: x\nreserved: ['/']\nactions:\n  accept: {key: a, label: A, group: Lines}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "  edit: {key: a, label: E, group: Lines}\n", "edit and accept have one key"),
        (GOOD + "  edit: {key: '/', label: E, group: Lines}\n", "edit: browsers use the key /"),
        (GOOD + "  edit: {key: Enter, label: E, group: Lines}\n", "keys.yaml:5: actions.edit.key"),
        (GOOD + "  edit: {key: e, label: E, group: Other}\n", "keys.yaml:5: actions.edit.group: write one of"),
        (GOOD + "  edit: {key: e, label: E, group: Lines, alt: true}\n", "keys.yaml:5: actions.edit.alt: unknown"),
        ("source: x\nactions: {}\n", "keys.yaml:2: actions"),
    ],
)
def test_a_file_of_keys_that_breaks_its_schema(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "workbench" / "keys.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        screen_keys(tmp_path)
    assert told in caught.value.message


def test_words_of_the_screen_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "workbench" / "screen.yaml"
    path.parent.mkdir()
    shipped = (ROOT / "lexicons" / "workbench" / "screen.yaml").read_text(encoding="utf-8")
    path.write_text(shipped.replace("  procedure: {label: Procedure}\n", ""), encoding="utf-8")
    with pytest.raises(LexiconError, match="procedure is missing"):
        screen_words(tmp_path)


def test_every_kind_has_a_line_of_its_own_form() -> None:
    css = (ROOT / "cac" / "web" / "static" / "entry.css").read_text(encoding="utf-8")
    forms = []
    for kind in screen_words().kinds:
        rule = next(line for line in css.splitlines() if line.startswith(f".k-{kind} {{"))
        forms.append(rule.partition("{")[2])
        assert f".off-{kind} .k-{kind}" in css
    assert len(set(forms)) == len(forms)


# What comes with the forms


@pytest.fixture
def entry(setup: Setup) -> str:
    return intake.add(setup.store, LOCAL, Note(id="", text=NOTE), setup.coder.code(NOTE), claim=True).id


def post(client: TestClient, app: FastAPI, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    data = {"csrf": csrf(client, app), "key": key(), **fields}
    return client.post(path, data=data, headers={"Origin": HERE, **(headers or {})})


GOOD_LINE = {"kind": "accept", "line": "line:0", "seen": "2"}


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"kind": "dance"}, 422, "one of accept"),
        ({"line": "line:99"}, 422, "no such line"),
        ({"line": "<script>"}, 422, "A line is named"),
        ({"seen": "1"}, 409, "Nothing was stored"),
        ({"seen": "x"}, 422, "no whole number"),
        ({"seen": "٣"}, 422, "no whole number"),
        ({"kind": "refuse"}, 422, "reason"),
        ({"kind": "edit", "reason": "wrong_side", "code": "64483", "units": "many"}, 422, "whole number from 1"),
        ({"kind": "edit", "reason": "wrong_side", "code": "hello"}, 422, "five characters"),
        ({"kind": "add", "line": "line", "reason": "documented", "code": "77003", "evidence": "9-1"}, 422, "evidence"),
        ({"kind": "add", "line": "line", "reason": "documented", "code": "77003", "evidence": "1-99999999"}, 422, "no"),
        ({"kind": "add", "line": "line", "reason": "documented", "code": "77003", "evidence": "x"}, 422, "no place"),
        ({"key": "short"}, 422, "idempotency key"),
    ],
)
def test_what_cannot_be_decided(
    fields: dict[str, str], status: int, told: str, client: TestClient, app: FastAPI, setup: Setup, entry: str
) -> None:
    got = post(client, app, f"/entries/{entry}/decisions", **{**GOOD_LINE, **fields})
    assert got.status_code == status and told in got.text
    assert '<div id="message"' in got.text and "64483" in got.text  # the page as it is now
    assert desk.show(setup.store, LOCAL, entry).decisions == ()


def test_the_same_request_twice_is_one_decision(client: TestClient, app: FastAPI, setup: Setup, entry: str) -> None:
    fields = {**GOOD_LINE, "key": key()}
    for _ in range(2):
        assert post(client, app, f"/entries/{entry}/decisions", **fields).status_code == 303
    assert len(desk.show(setup.store, LOCAL, entry).decisions) == 1


def test_a_part_leaves_out_the_note_that_the_browser_has(client: TestClient, app: FastAPI, entry: str) -> None:
    whole = client.get(f"/entries/{entry}").text
    cut = whole.partition('data-cut="')[2][:16]
    part = post(client, app, f"/entries/{entry}/decisions", {"X-Part": "1", "X-Cut": cut}, **GOOD_LINE)
    assert part.status_code == 200 and 'id="claim"' in part.text and 'id="text"' not in part.text
    other = client.get(f"/entries/{entry}", headers={"X-Part": "1", "X-Cut": "0" * 16})
    assert 'id="text"' in other.text


def test_writing_needs_the_word_of_the_form(client: TestClient, entry: str) -> None:
    for path in ("decisions", "undo", "claim", "release", "reopen", "finish"):
        fields = {**GOOD_LINE, "key": key(), "csrf": "0" * 64}
        got = client.post(f"/entries/{entry}/{path}", data=fields, headers={"Origin": HERE})
        assert got.status_code == 403, path
    assert client.post("/keys", data={"on": "off"}, headers={"Origin": HERE}).status_code == 403


def test_no_word_of_a_note_in_title_and_address(client: TestClient, app: FastAPI, setup: Setup) -> None:
    note = Note(id="Zyxwvuta Quibblesnort", text=NOTE)
    entry = intake.add(setup.store, LOCAL, note, setup.coder.code(NOTE), claim=True).id
    got = client.get(f"/entries/{entry}")
    assert "Zyxwvuta" in got.text and "Zyxwvuta" not in got.text.partition("</title>")[0]
    for kind, more in (("accept", {}), ("undo", {})):
        path = "undo" if kind == "undo" else "decisions"
        seen = str(desk.show(setup.store, LOCAL, entry).entry.version)
        told = post(client, app, f"/entries/{entry}/{path}", **{**GOOD_LINE, **more, "seen": seen})
        assert told.headers["location"] == f"/entries/{entry}?said=decided"


def test_keys_are_switched_off_in_a_cookie(client: TestClient, app: FastAPI) -> None:
    got = post(client, app, "/keys", on="off")
    assert got.status_code == 303 and "samesite=strict" in got.headers["set-cookie"].lower()
    assert '<strong id="keys-state">off</strong>' in client.get("/keys").text
    post(client, app, "/keys", on="on")
    assert '<strong id="keys-state">on</strong>' in client.get("/keys").text


def test_the_documentation_names_every_key() -> None:
    page = (ROOT / "docs" / "screen.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"(?m)^\| `(.+?)` \| .+? \| `(\w+)` \|$", page))
    assert told == {one.key: one.action for one in keys_of({})}
