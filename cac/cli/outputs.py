"""What the commands that read many notes share: the file they write, and how far they are."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from cac.errors import InputError


def check_output(source: Path, output: Path) -> None:
    """Refuse a file that cannot be written or would destroy a note, before any work is done.

    Raises:
        InputError: "output".
    """
    if output.is_dir():
        raise InputError("output", "--output is a folder: name a file, as in OUT.jsonl.")
    if not output.parent.is_dir():
        raise InputError("output", "The folder of --output does not exist: make it first.")
    if output.exists() and source.is_file() and output.samefile(source):
        raise InputError("output", "--output is the input itself: name another file.")
    if output.suffix.lower() == ".txt" and source.is_dir() and output.resolve().is_relative_to(source.resolve()):
        raise InputError("output", "--output would be one of the notes: name a .jsonl file.")
    if output.exists() and not os.access(output, os.W_OK):
        raise InputError("output", "--output cannot be written: check its permissions.")


class Progress:
    """Shows "12 of 300" on a terminal, at most five times a second; silent elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.shown = 0.0
        self.terminal = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Tell how many notes are done."""
        if self.terminal and time.monotonic() - self.shown > 0.2:
            self.shown = time.monotonic()
            sys.stderr.write(f"\r{done} of {self.total} notes")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
