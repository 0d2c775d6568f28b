"""Amounts as notes write them → numbers in one unit: mg, mL, unit, mg/mL, unit/mL, and whole syringes."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

Unit = Literal["mg", "mL", "unit", "mg/mL", "unit/mL", "syringe"]

_PER = re.compile(r"\s*(?:/|\bper\b)\s*", re.I)
_VALUE = re.compile(r"(?P<number>.*?)\s*-?\s*(?P<unit>%|[a-z]+)?\.?", re.I | re.S)
_UNITS: dict[str, tuple[Unit, Decimal]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("mg", Decimal(1))),
    **dict.fromkeys(("mcg", "ug", "microgram", "micrograms"), ("mg", Decimal("0.001"))),
    **dict.fromkeys(("g", "gm", "gram", "grams"), ("mg", Decimal(1000))),
    **dict.fromkeys(("ml", "cc", "milliliter", "milliliters"), ("mL", Decimal(1))),
    **dict.fromkeys(("unit", "units", "u"), ("unit", Decimal(1))),
    **dict.fromkeys(("syringe", "syringes"), ("syringe", Decimal(1))),
}
_PERCENT = frozenset(["%", "percent"])
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ONES += [f"{word}teen" for word in ("thir", "four", "fif", "six", "seven", "eigh", "nine")]
_SMALL = {**{word: value for value, word in enumerate(_ONES)}, "oh": 0, "a": 1, "an": 1}
_TENS = {
    f"{word}ty": 10 * value
    for value, word in enumerate(("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), 2)
}
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?|\.\d+")
_DIVIDED = re.compile(r"(\d+)\s*/\s*(\d+)")


class Amount(NamedTuple):
    """An exact number of a unit."""

    value: Decimal
    unit: Unit

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit}"


def plain(value: Decimal) -> str:
    """A number as people write it: "12.5", "40"."""
    return f"{float(value):.10g}"


@lru_cache(maxsize=4096)
def read_amount(words: str | None) -> Amount | None:
    """The amount that ``words`` state ("40 mg", "0.25%", "forty mg per cc"); None where they state none exactly."""
    if not words:
        return None
    above, *below = _PER.split(words.strip(), maxsplit=1) if not _DIVIDED.match(words.strip()) else [words]
    match = _VALUE.fullmatch(above.strip())
    if match is None:
        return None
    number, name = read_number(match["number"]), (match["unit"] or "").lower()
    if number is None or number < 0:
        return None
    if name in _PERCENT:
        return Amount(number * 10, "mg/mL")
    if name not in _UNITS:
        return None
    unit, factor = _UNITS[name]
    if not below:
        return Amount(number * factor, unit)
    volume = read_amount(below[0] if below[0].strip()[:1].isdigit() else f"1 {below[0]}")
    if volume is None or volume.unit != "mL" or not volume.value:
        return None
    if unit == "mg":
        return Amount(number * factor / volume.value, "mg/mL")
    return Amount(number * factor / volume.value, "unit/mL") if unit == "unit" else None


def read_number(words: str) -> Decimal | None:
    """The number that digits or spoken words state; None where they can be read in two ways ("one eighty")."""
    words = words.strip().lower()
    if _GROUPED.fullmatch(words):
        return Decimal(words.replace(",", ""))
    if _DECIMAL.fullmatch(words):
        return Decimal(words.replace(",", "."))
    if divided := _DIVIDED.fullmatch(words):
        return Decimal(divided[1]) / Decimal(divided[2]) if int(divided[2]) else None
    return _spoken(words.replace("-", " ").split())


def _spoken(words: list[str]) -> Decimal | None:
    if not words:
        return None
    if "point" in words:
        place = words.index("point")
        whole = _spoken(words[:place]) if place else Decimal(0)
        digits = _digits(words[place + 1 :])
        return whole + Decimal(int(digits)) / 10 ** len(digits) if whole is not None and digits else None
    if words[-1] in _PARTS:
        rest = [word for word in words[:-1] if word not in ("and", "a", "one")]
        whole = _spoken(rest) if rest else Decimal(0)
        return whole + _PARTS[words[-1]] if whole is not None else None
    total = current = 0
    last = 10**9  # each word must count less than the one before it
    for word in words:
        if word == "and":
            continue
        if word in ("hundred", "thousand"):
            factor = 100 if word == "hundred" else 1000
            total, current, last = (
                (total, (current or 1) * 100, 100) if factor == 100 else ((total + (current or 1)) * 1000, 0, 1000)
            )
            continue
        value, step = (_TENS[word], 10) if word in _TENS else (_SMALL.get(word, -1), 1)
        if value < 0 or step >= last or (last == 10 and value > 9):
            return None
        current, last = current + value, step
    return Decimal(total + current)


def _digits(words: list[str]) -> str:
    """Digits said one by one or as one number: "two five", "twenty five"."""
    if all(word in _SMALL and _SMALL[word] < 10 for word in words):
        return "".join(str(_SMALL[word]) for word in words)
    whole = _spoken(words)
    return str(whole) if whole is not None and whole == int(whole) else ""
