"""Open the reference that the edits and the commands ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cac.errors import InputError
from cac.reference.tables import Reference, Tables


def open_reference(store: Path | None = None, lexicons: Path | None = None) -> Tables:
    """The user's own downloads, and the facts that ship with the program for what they do not cover.

    Args:
        store: the database of `cac reference import`; None for that of ``CAC_REFERENCE`` or of the user's data folder.
        lexicons: a lexicon folder of the user's own.

    Raises:
        TableError: "store", where ``store`` is not there or a database cannot be read.
    """
    return Tables(lexicons, store)


def require_day(reference: Reference, day: date, where: str = "") -> None:
    """Refuse a day on which no table of procedures had begun: nothing could be said of its codes.

    ``where`` is what the sentence begins with, where there are several days.

    Raises:
        InputError: "context".
    """
    if begins := reference.begins_after(day):
        raise InputError(
            "context",
            f"{where}{day} is before any table: the first one that is here begins on {begins}; check the day of "
            "service.",
        )
