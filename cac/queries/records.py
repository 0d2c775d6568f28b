"""A question to a provider, and what the linter says of one."""

from __future__ import annotations

from cac.records import Record


class Quote(Record):
    """A passage of the note: ``note[start:end] == text`` in code points, which the linter proves.

    ``start`` and ``end`` are -1 where whoever wrote the question gave none.
    """

    start: int
    end: int
    text: str


class Question(Record):
    """A question as the provider sees it (title, body, quotes, options), with what only the coder sees.

    ``rule`` names what fired, ``element`` and ``family`` what it is about; ``note`` is the whole note, ``None`` where
    the question came as plain text. ``kind`` is ``open`` or
    ``multiple``; ``chosen``: an answer is chosen in advance; ``sign_off`` are the closing lines of a letter.
    """

    title: str = ""
    body: str = ""
    options: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    note: str | None = None
    element: str = ""
    family: str = ""
    rule: str = ""
    kind: str = ""
    chosen: bool = False
    sign_off: str = ""


class Violation(Record):
    """A rule that a question breaks (docs/queries.md), in one sentence that holds no word of a note."""

    rule: str
    message: str
