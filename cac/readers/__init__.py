"""Readers: a file, a paste, a folder or a JSONL export → `Note` records, or `Unreadable` where one cannot be read."""

from __future__ import annotations

from cac.readers.batch import Inputs, read_inputs
from cac.readers.file import read_bytes, read_note
from cac.readers.text import MOST_BYTES

__all__ = ["MOST_BYTES", "Inputs", "read_bytes", "read_inputs", "read_note"]
