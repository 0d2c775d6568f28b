"""Files of questions, good and bad: what is no question gets one sentence that holds none of its words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cac.errors import InputError
from cac.queries.lint import Linter
from cac.queries.reader import MOST_SIGNS, read_questions
from tests.queries.questions import CLEAN, ROWS

ROW = ROWS["side, multiple choice"]
SECRET = "Zyxwvuta"


def read(data: str | bytes, name: str, linter: Linter) -> list[Any]:
    raw = data.encode() if isinstance(data, str) else data
    return read_questions(Path(name), raw, linter)


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("q.json", json.dumps(ROW), 1),
        ("q.json", json.dumps(ROW, indent=2), 1),
        ("q.json", json.dumps([ROW, ROW]), 2),
        ("q.jsonl", f"{json.dumps(ROW)}\n\n{json.dumps(ROW)}\n", 2),
        ("q.jsonl", json.dumps(ROW), 1),
        ("q.txt", json.dumps(ROW), 1),
        ("-", f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n", 2),
        ("q.txt", CLEAN["letters"][0], 1),
        ("q", CLEAN["letters"][0].replace("\n", "\r\n"), 1),
        ("q.txt", CLEAN["letters"][0].encode("utf-16"), 1),
        ("q.txt", b"\xef\xbb\xbf" + CLEAN["letters"][0].encode(), 1),
        ("q.txt", "[ ] Left\n[ ] Right", 1),
    ],
)
def test_files(name: str, data: str | bytes, count: int, linter: Linter) -> None:
    assert len(read(data, name, linter)) == count


@pytest.mark.parametrize("letter", CLEAN["letters"], ids=lambda letter: letter[:24])
def test_a_clean_letter_is_clean_with_other_line_ends(letter: str, linter: Linter) -> None:
    for data in (letter.replace("\n", "\r\n").encode(), letter.encode("utf-16")):
        (question,) = read(data, "q.txt", linter)
        assert linter(question) == ()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("q.json", b"", "empty"),
        ("q.txt", b" \n\t\n", "empty"),
        ("q.jsonl", b"\n\n", "empty"),
        ("q.json", b"[]", "empty"),
        ("q.txt", b"abc\x00\x01\x02", "binary"),
        ("q.txt", b"%PDF-1.7 Zyxwvuta", "binary"),
        ("q.json", b'{"title": "Zyxwvuta"', "malformed"),
        ("q.txt", b'{"title": "Zyxwvuta"', "malformed"),
        ("q.json", b"Zyxwvuta", "malformed"),
        ("q.json", b'"Zyxwvuta"', "malformed"),
        ("q.json", b"12", "malformed"),
        ("q.json", b"null", "malformed"),
        ("q.json", b"[1, 2]", "malformed"),
        ("q.jsonl", b'{"title": "a", "body": "b"}\n{"title": Zyxwvuta}', "malformed"),
        ("q.jsonl", b"[" * 100_000, "malformed"),
        ("q.json", json.dumps({"note": SECRET}), "malformed"),
        ("q.json", json.dumps({"title": " ", "body": "\n"}), "malformed"),
        ("q.json", json.dumps({"title": [SECRET], "body": ""}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "body": True}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "options": SECRET}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "options": {"a": SECRET}}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "options": [None]}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "options": [{"x": SECRET}]}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "quotes": SECRET}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "quotes": [3]}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "note": {"text": SECRET}}), "malformed"),
        ("q.json", json.dumps({"title": SECRET, "body": SECRET * 10_000}), "too_large"),
        ("q.txt", SECRET * 10_000, "too_large"),
    ],
)
def test_bad_files(name: str, data: str | bytes, code: str, linter: Linter) -> None:
    with pytest.raises(InputError) as error:
        read(data, name, linter)
    assert error.value.code == code
    assert SECRET not in error.value.message
    assert error.value.message.endswith(".")
    assert "\n" not in error.value.message


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"options": [{"text": "Left", "selected": True}, "Right", "Other", "Unable to determine"]}, "7/preselected"),
        ({"default": "Left"}, "7/preselected"),
        ({"selected": 0}, "7/preselected"),
        ({"correct_option": None, "expected": "Right"}, "7/preselected"),
        ({"options": [{"text": "Left", "bold": True}, "Right", "Other", "Unable to determine"]}, "7/emphasised"),
        ({"options": [{"text": "Left"}, {"text": "Right", "style": "bold"}, "Other", "Unable"]}, "7/emphasised"),
        ({"options": ["Left", {"label": "Right", "confidence": 0.9}, "Other", "Unable"]}, "7/emphasised"),
        ({"options": [{"text": "Left", "hint": "most likely"}, "Right", "Other", "Unable"]}, "7/preselected"),
        ({"options": ["Left", {"text": "Right", "preferred": True}, "Other", "Unable"]}, "7/preselected"),
        ({"answer": "Left"}, "7/preselected"),
        ({"quotes": ["Lumbar"]}, "2/quote"),
        ({"quotes": [{"text": "Lumbar"}]}, "2/quote"),
        ({"quotes": [{"start": "0", "end": 4, "text": "PROC"}]}, "2/quote"),
        ({"quotes": [{"start": True, "end": 4, "text": "ROC"}]}, "2/quote"),
        ({"quotes": [{"start": 0, "end": 4}]}, "2/quote"),
        ({"quotes": [{"start": 0, "end": 10**30, "text": "PROC"}]}, "2/quote"),
        ({"kind": "yes/no"}, "6/kind"),
        ({"note": None}, "2/quote"),
    ],
)
def test_what_a_json_question_may_say(change: dict[str, Any], rule: str, linter: Linter) -> None:
    (question,) = read(json.dumps({**ROW, **change}), "q.json", linter)
    assert rule in [violation.rule for violation in linter(question)]


def test_options_may_be_objects_and_unknown_fields_are_passed_by(linter: Linter) -> None:
    flags = {"selected": False, "bold": False, "free_text": True, "style": "normal"}
    options = [{"id": place, "text": option, **flags} for place, option in enumerate(ROW["options"])]
    (question,) = read(json.dumps({**ROW, "options": options, "id": 7, "created": "2026-01-01"}), "q.json", linter)
    assert linter(question) == ()


def test_an_offset_is_a_code_point_of_the_note_as_it_came(linter: Linter) -> None:
    note = f"\U0001f600 \u00fc\r\n{ROW['note']}"
    moved = [{**quote, "start": quote["start"] + 5, "end": quote["end"] + 5} for quote in ROW["quotes"]]
    (question,) = read(json.dumps({**ROW, "note": note, "quotes": moved}), "q.json", linter)
    assert linter(question) == ()


def test_size(linter: Linter) -> None:
    assert read(json.dumps({"title": "a", "body": "b " * (MOST_SIGNS // 2 - 1)}), "q.json", linter)
