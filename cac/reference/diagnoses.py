"""ICD-10-CM codes in their two written forms: with the dot, as people and our tables have them, and without."""

from __future__ import annotations


def bare_diagnosis(code: str) -> str:
    """An ICD-10-CM code without its dot, in capitals: ``m54.16`` → ``M5416``."""
    return code.strip().upper().replace(".", "")


def normal_diagnosis(code: str) -> str:
    """An ICD-10-CM code with its dot, in capitals: ``m5416`` → ``M54.16``."""
    bare = bare_diagnosis(code)
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare
