"""Open the reference that the edits and the commands ask."""

from __future__ import annotations

from pathlib import Path

from cac.errors import InputError
from cac.reference.tables import Reference


def open_reference(store: Path | None = None, lexicons: Path | None = None) -> Reference:
    """The facts that ship with the program; ``store``: a database of the user's own downloads, which goes before them.

    Raises:
        InputError: "reference", where ``store`` cannot be read.
    """
    if store is not None:
        raise InputError("reference", "No database of downloads can be read yet: leave `--reference` out.")
    from cac.reference.embedded import Embedded

    return Embedded(lexicons)
