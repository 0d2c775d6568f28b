"""Drugs and contrast of a claim: HCPCS code, units by dose, waste; a question where the note is silent."""

from __future__ import annotations
