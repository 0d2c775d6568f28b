"""How a command prints its answer."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A readable page, or JSON."""

    table = "table"
    json = "json"
