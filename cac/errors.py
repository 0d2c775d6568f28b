"""Errors a user meets: each has a code, one plain sentence, and what to do about it."""

from __future__ import annotations


class CacError(Exception):
    """A problem said in one sentence; ``code`` is stable and stands in ``error`` rows."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class LexiconError(CacError):
    """A lexicon file breaks its schema; the message says file, line, and what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__("lexicon", message)


class InputError(CacError):
    """An input cannot be read as a note (empty, binary, too large, malformed)."""


class TableError(CacError):
    """A reference table cannot be imported or asked; codes: file, wrong_kind, cut, quarter, overlap, terms, store."""
