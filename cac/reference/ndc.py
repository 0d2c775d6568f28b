"""National drug codes in their written forms: as notes print them, and as a crosswalk is asked for them."""

from __future__ import annotations

import re

_PARTS = (5, 4, 2)
_GROUPS = re.compile(r"(\d{4,5})-(\d{3,4})-(\d{1,2})")


def normal_ndc(text: str) -> tuple[str, ...]:
    """The eleven-digit forms that ``text`` may stand for; as it is where it is no NDC (a crosswalk has others too).

    ``0270-1111-70`` and ``00270-1111-70`` are ``00270111170``. Ten digits without hyphens may be three different codes,
    or no NDC at all (themselves, last).
    """
    text = re.sub(r"[^0-9A-Z-]", "", text.upper())
    parts = text.split("-")
    if len(parts) == 3 and all(len(part) <= width for part, width in zip(parts, _PARTS, strict=True)):
        return ("".join(part.zfill(width) for part, width in zip(parts, _PARTS, strict=True)),)
    digits = text.replace("-", "")
    if len(digits) != 10 or not digits.isdecimal():
        return (digits,) if digits else ()
    return (f"0{digits}", f"{digits[:5]}0{digits[5:]}", f"{digits[:9]}0{digits[9:]}", digits)


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
