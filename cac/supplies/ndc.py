"""National Drug Codes as notes print them: three groups of ten or eleven digits."""

from __future__ import annotations

import re

_GROUPS = re.compile(r"(\d{4,5})-(\d{3,4})-(\d{1,2})")


def ndc11(printed: str) -> str | None:
    """The eleven digits (5-4-2) of a printed NDC; None where it is none, or ten digits in groups that nobody shows."""
    text = re.sub(r"\s*[-–]\s*|\s+", "-", printed.strip())
    if re.fullmatch(r"\d{11}", text):
        return text
    groups = _GROUPS.fullmatch(text)
    if groups is None or sum(len(group) for group in groups.groups()) not in (10, 11):
        return None
    labeler, product, package = groups.groups()
    return f"{labeler:0>5}{product:0>4}{package:0>2}"
