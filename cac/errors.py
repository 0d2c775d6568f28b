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


class WorkbenchError(CacError):
    """The workbench refuses something; each kind is what a web page answers with a status of its own."""


class StoreError(WorkbenchError):
    """The store cannot be used; codes: missing, foreign, newer, older, key, locked, busy, disk, url, driver, head."""


class Invalid(WorkbenchError):
    """What was asked for is malformed, or is nothing that can be done here (422)."""


class Conflict(WorkbenchError):
    """What was asked for does not fit what has happened since (409).

    Codes: stale (the entry changed; look again), claimed, not_claimed, finished, undecided, blind, reused (an
    idempotency key with other content), exists, gone (the retention took the text away), undone.
    """


class NotFound(WorkbenchError):
    """There is no such entry, user or token (404)."""


class Forbidden(WorkbenchError):
    """The role does not allow it (403)."""


class SignInError(WorkbenchError):
    """Nobody is signed in by this; codes: wrong, locked_out (429), expired, token (all 401)."""
