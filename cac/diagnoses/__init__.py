"""Diagnoses: read from the note's own words, coded as exactly as they prove, pointed to the lines they explain."""

from __future__ import annotations
