"""Neutral claim lines → the lines of one payer at one place: sides, components, attestations, order (RULEBOOK 3.6)."""

from __future__ import annotations
