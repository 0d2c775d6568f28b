"""Edits of a finished claim: what a payer's scrubber would say of it, each finding with its authority."""

from cac.edits.scrub import scrub

__all__ = ["scrub"]
