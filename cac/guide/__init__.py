"""The reference guide of the specialty: everything our own data say of a code, as records, as text, as one page."""

from __future__ import annotations
