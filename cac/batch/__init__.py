"""Many notes, one `Result` each, in order; a bad note fails alone."""

from __future__ import annotations

from cac.batch.output import open_private, write_row
from cac.batch.runner import run

__all__ = ["open_private", "run", "write_row"]
