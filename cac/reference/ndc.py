"""National drug codes in their written forms."""

from __future__ import annotations

import re

_PARTS = (5, 4, 2)


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
