"""Dated reference facts: what Medicare's tables say of a code on a day, embedded (small) or imported by the user."""

from __future__ import annotations
