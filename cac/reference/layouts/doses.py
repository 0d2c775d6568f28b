"""How much of a drug one unit is: "10 MG", "per dose" of ASP files, and the end of HCPCS descriptions."""

from __future__ import annotations

import re

_UNITS = {
    "mg": "mg", "milligram": "mg", "mcg": "mcg", "microgram": "mcg", "ug": "mcg", "g": "g", "gm": "g", "gram": "g",
    "ml": "mL", "cc": "mL", "unit": "unit", "u": "unit", "iu": "IU", "dose": "dose", "meq": "mEq", "mci": "mCi",
}  # fmt: skip
_DOSE = re.compile(r"(?i)(?:per |up to |each )*(\d[\d,]*(?:\.\d+)?|\.\d+)? *([a-z]+?)s?(?: for [a-z ]+)?")
_EQUALS = re.compile(r"(?i)\((\d[\d,]*(?:\.\d+)?) *([a-z]+?)s? *= *1 unit\)")


def of_dosage(text: str) -> tuple[float, str] | None:
    """Amount and unit of an ASP dosage; None where it is no single amount ("3 MG & 3 MG")."""
    found = _DOSE.fullmatch(text.strip())
    if not found or found[2].lower() not in _UNITS:
        return None
    if not found[1] and not re.match(r"(?i)(per |each )", text.strip()):
        return None
    return float((found[1] or "1").replace(",", "")), _UNITS[found[2].lower()]


def of_description(text: str) -> tuple[float, str] | None:
    """Amount and unit that end a HCPCS description (", per 10 mg", "(500 ml = 1 unit)"); None where none does."""
    text = text.strip().rstrip(".")
    equals = _EQUALS.search(text)
    if equals and equals[2].lower() in _UNITS:
        return float(equals[1].replace(",", "")), _UNITS[equals[2].lower()]
    return of_dosage(text.rpartition(", ")[2]) if ", " in text else None
