"""The rows of a run: JSON lines, straight into a file that only its owner can read."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TextIO

from cac.records import Result


def open_private(path: Path) -> TextIO:
    """Open ``path`` for writing with mode 0600, an existing file too. There is no temporary file.

    Raises:
        OSError: if it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fchmod(descriptor, 0o600)
        os.ftruncate(descriptor, 0)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")


def write_row(handle: TextIO, result: Result) -> None:
    """Write the row of ``result`` and flush it: what is finished survives a crash.

    The JSON is ASCII: no encoding of a terminal and no line separator inside a note can break a row.
    """
    handle.write(json.dumps(result.row()) + "\n")
    handle.flush()
