"""The layouts in which CMS publishes its tables: one module each, file to rows."""

from __future__ import annotations

from cac.reference.layouts import aoc, asp, coverage, hcpcs, icd10, mpfs, mue, ptp
from cac.reference.layouts.base import Days, Layout, Row, Table

LAYOUTS: dict[str, Layout] = {
    module.LAYOUT.source: module.LAYOUT for module in (ptp, mue, aoc, mpfs, hcpcs, asp, icd10, coverage)
}
"""Source as on the command line → how its files are read."""

__all__ = ["LAYOUTS", "Days", "Layout", "Row", "Table"]
