"""Procedures → checklist: which documentation elements the note holds."""
