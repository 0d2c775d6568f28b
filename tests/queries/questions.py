"""Questions of clean.yaml and dirty.yaml as records, and what stands around the work of a note."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from cac.queries.lint import Linter
from cac.queries.records import Question, Quote

# Around the work of a note: all that its family asks for, so that nothing but what a test leaves open is asked.
HEAD = (
    "DATE OF SERVICE: 01/12/2026\nINDICATION: Axial low back pain for eight months without radicular pain; six weeks of "
    "physical therapy and NSAIDs failed. Pain 7/10 before. First diagnostic block.\nConsent was obtained and a time-out was "
    "done. Prone.\n"
)
TAIL = (
    "Needle position was confirmed in AP and lateral views and the images were saved. 0.3 mL of Omnipaque showed no vascular "
    "uptake. Skin: 1% lidocaine. Pain 1/10 after 20 minutes, 85 percent relief that lasted four hours. Tolerated well. Follow up in two weeks.\n"
    "Electronically signed by A. Doc, MD 01/12/2026\n"
)
HERE = Path(__file__).parent
CLEAN: dict[str, Any] = yaml.safe_load((HERE / "clean.yaml").read_text(encoding="utf-8"))
DIRTY: dict[str, Any] = yaml.safe_load((HERE / "dirty.yaml").read_text(encoding="utf-8"))


def as_row(told: dict[str, Any]) -> dict[str, Any]:
    """A question of clean.yaml as the JSON that ``cac query lint`` reads."""
    note = CLEAN["notes"][told["note"]]
    places = [{"start": note.index(text), "end": note.index(text) + len(text), "text": text} for text in told["quotes"]]
    options = told.get("options", [])
    fields = {name: told.get(name, "") for name in ("title", "body", "element", "family", "rule")}
    return {**fields, "note": note, "quotes": places, "options": options, "kind": "multiple" if options else "open"}


def as_question(row: dict[str, Any]) -> Question:
    """The record of such a row."""
    quotes = tuple(Quote(**quote) for quote in row["quotes"])
    return Question(**{**row, "quotes": quotes, "options": tuple(row["options"])})


ROWS = {told["name"]: as_row(told) for told in CLEAN["questions"]}


def changed(name: str, **changes: Any) -> Question:
    """A clean question with other values; a function is given the old one."""
    row = dict(ROWS[name])
    for field, value in changes.items():
        row[field] = value(row[field]) if callable(value) else value
    return as_question(row)


def rules(linter: Linter, question: Question) -> list[str]:
    return [violation.rule for violation in linter(question)]
