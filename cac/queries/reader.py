"""Questions from a file: a letter in plain text, or JSON and JSON lines of questions.

Messages say question, line and field, never what stands there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cac.errors import InputError
from cac.queries.lint import Linter
from cac.queries.records import Question, Quote
from cac.readers.file import unopened
from cac.readers.text import decode

MOST_BYTES = 50_000_000
MOST_SIGNS = 50_000
"""Signs of one question without its note; a compliant one has a hundred words."""

_WORDS = ("title", "body", "note", "element", "family", "rule", "kind")
_TICKS = (
    "selected",
    "checked",
    "default",
    "preselected",
    "recommended",
    "suggested",
    "preferred",
    "correct",
    "expected",
)
_CHOSEN = (
    *("answer", "default", "selected", "preselected", "suggested", "recommended", "default_option", "preferred"),
    *("correct", "expected", "selected_option", "selected_index", "default_answer", "suggested_answer"),
)
_OPTION_TEXT = ("text", "label", "option", "value", "title")
_OPTION_WORDS = ("description", "hint", "help", "note", "tooltip", "rationale", "reason", "detail", "comment")
"""Fields of an option: its words, and words that stand beside it."""
_LOUD = re.compile(
    r"bold|emph|strong|highl|italic|underl|colou?r|style|class|weight|font|size|star|flag|important|primary|favou?r|"
    r"featured|likel|score|prob|confiden|rank|priorit",
    re.I,
)
"""What names a field of an option that sets it apart."""


def read_bytes(path: Path) -> bytes:
    """What a file holds, or stdin for "-", up to a byte more than `MOST_BYTES`.

    Raises:
        InputError: "folder", "missing" or "unreadable".
    """
    if path == Path("-"):
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with path.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise InputError("folder", "This is a folder: name one file.") from None
    except OSError as error:
        raise unopened(error) from None


def read_questions(path: Path, data: bytes, linter: Linter) -> list[Question]:
    """The questions in the bytes of ``path``, in their order.

    ``.json`` and ``.jsonl`` hold objects; another file does so when it begins with "{" (or is a JSON list), else it is
    one question in plain text.

    Raises:
        InputError: "empty", "binary", "too_large" or "malformed".
    """
    if len(data) > MOST_BYTES:
        raise InputError("too_large", f"The file is larger than {MOST_BYTES // 1_000_000} MB: split it.")
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("binary", "The file is binary: save the question as text or JSON.")
    text = _text(data)
    if not text.strip():
        raise InputError("empty", "The file is empty: there is no question to judge.")
    named = path.suffix.lower() in (".json", ".jsonl", ".ndjson")
    rows = list(_rows(text, named))
    if not rows and named:
        raise InputError("empty", "The file holds no question: write at least one.")
    if rows:
        return [_question(row, where) for where, row in rows]
    _check_size(text, "The text")
    return [linter.letter(text)]


def _text(data: bytes) -> str:
    try:
        return decode(data)[0]
    except InputError as error:
        raise InputError("binary", "The file is no text: save the question as plain text or JSON (UTF-8).") from error


def _rows(text: str, named: bool) -> Iterator[tuple[str, Any]]:
    """The JSON values of a text with their places; none where it is plain text.

    Raises:
        InputError: "malformed", when it is named or begins as JSON and is none.
    """
    first = text.lstrip()[:1]
    if not named and first not in ("{", "["):
        return
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, list) and (named or all(isinstance(row, dict) for row in whole)):
        yield from ((f"Question {place}", row) for place, row in enumerate(whole, 1))
    elif whole is not None:
        yield "The file", whole
    elif named or first == "{":
        yield from _lines(text)


def _lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"Line {number}", json.loads(line, strict=False)
        except (ValueError, RecursionError):
            raise InputError("malformed", f"Not valid JSON on line {number}: mend or remove the line.") from None


def _question(row: Any, where: str) -> Question:
    """One question of a JSON object.

    Raises:
        InputError: "malformed" or "too_large", for what is no question.
    """
    if not isinstance(row, dict):
        raise _bad(where, 'is no JSON object: write {"title": "…", "body": "…", "options": [], "quotes": []}')
    fields = {name: _word(row, name, where) for name in _WORDS if row.get(name) is not None}
    if not fields.get("title", "").strip() and not fields.get("body", "").strip():
        raise _bad(where, "has neither `title` nor `body`: there is no question to judge")
    options = tuple(_option(option, where) for option in _list(row, "options", where))
    _check_size("".join((fields.get("title", ""), fields.get("body", ""), *options)), where)
    return Question(
        **{name: fields[name] for name in _WORDS if name in fields},
        options=options,
        quotes=tuple(_quote(quote, where) for quote in _list(row, "quotes", where)),
        chosen=any(_is_set(row.get(name)) for name in _CHOSEN),
    )


def _check_size(text: str, where: str) -> None:
    if len(text) > MOST_SIGNS:
        raise InputError("too_large", f"{where} is longer than {MOST_SIGNS:,} signs: this is no question.")


def _word(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row[name]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _bad(where, f"has a `{name}` that is no string")
    return str(value)


def _list(row: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _bad(where, f"has `{name}` that is no list")
    return value


def _option(option: Any, where: str) -> str:
    """An option as words; one that is an object and ticked gets its tick, and one that is set apart is bold."""
    if isinstance(option, dict):
        text = next((option[name] for name in _OPTION_TEXT if isinstance(option.get(name), str)), None)
        if text is None:
            raise _bad(where, "has an option without `text`")
        beside = [option[name] for name in _OPTION_WORDS if isinstance(option.get(name), str) and option[name].strip()]
        if any(_LOUD.search(name) and option[name] not in (None, False, "", 0, "normal", "none") for name in option):
            text = f"**{text}**"
        text = " ".join((text, *(f"({words})" for words in beside)))
        return f"[x] {text}" if any(option.get(name) not in (None, False, "", 0) for name in _TICKS) else text
    if isinstance(option, bool) or not isinstance(option, str | int | float):
        raise _bad(where, "has an option that is no string")
    return str(option)


def _is_set(value: Any) -> bool:
    """Whether a field names an answer: also the first one, by its place 0."""
    return value is not None and value is not False and value not in ("", [], {}, -1)


def _quote(quote: Any, where: str) -> Quote:
    """A quote; -1 for a start or end that is no whole number, which the linter then refuses."""
    if isinstance(quote, str):
        return Quote(start=-1, end=-1, text=quote)
    if not isinstance(quote, dict):
        raise _bad(where, 'has a quote that is no object: write {"start": 0, "end": 4, "text": "…"}')
    text = quote.get("text")
    start, end = (
        value if isinstance(value := quote.get(name), int) and not isinstance(value, bool) else -1
        for name in ("start", "end")
    )
    return Quote(start=start, end=end, text=text if isinstance(text, str) else "")


def _bad(where: str, what: str) -> InputError:
    return InputError("malformed", f"{where} {what}.")
