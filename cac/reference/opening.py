"""Open the reference that the edits and the commands ask."""

from __future__ import annotations

from pathlib import Path

from cac.reference.tables import Reference, Tables


def open_reference(store: Path | None = None, lexicons: Path | None = None) -> Reference:
    """The user's own downloads, and the facts that ship with the program for what they do not cover.

    Args:
        store: the database of `cac reference import`; None for that of ``CAC_REFERENCE`` or of the user's data folder.
        lexicons: a lexicon folder of the user's own.

    Raises:
        TableError: "store", where ``store`` is not there or a database cannot be read.
    """
    return Tables(lexicons, store)
