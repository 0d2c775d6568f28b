"""Amounts that prove an element when the right words stand beside them: "80% relief", "lesioned for 90 seconds".

A unit is found with the terms of the elements, in the same walk; here it is asked whether a number stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cac.lexicon.numbers import NUMBER_WORDS, SMALL_NUMBERS
from cac.lexicon.schema import Amount
from cac.lexicon.terms import Hit
from cac.nlp.reading import Reading

_LONG = ("week(s)", "wk(s)", "month(s)", "mo(s)", "year(s)", "yr(s)", "long-standing", "lifelong")
UNITS: dict[Amount, tuple[str, ...]] = {
    "percent": ("percent", "per cent", "complete|total|full|nearly_complete (pain) relief|resolution", "pain free"),
    "duration": ("hour(s)", "hr(s)", "day(s)", *_LONG),
    "weeks": _LONG,
    "minutes": ("second(s)", "sec(s)", "s", "minute(s)", "min(s)"),
    "volume": ("ml(s)", "cc(s)", "milliliter(s)", "millilitre(s)", "liter(s)", "m l", "c c"),
    "temperature": ("degree(s)", "celsius", "centigrade", "c", "deg"),
    "length": ("mm", "millimeter(s)", "cm"),
    "level": (),
}
"""The terms of each kind of unit."""

_ALONE = frozenset(
    ["years", "months", "lifelong", "long", "longstanding", "complete", "total", "full", "nearly", "pain"]
)
"""Such an amount needs no number before it: "for years", "complete relief"."""
_LOOSE = frozenset(["several", "few", "many", "of", "a", "an", "half", "couple", "each", "volume"])
_PERCENT = re.compile(r"\b([1-9]\d|100)\s?(?:\+|plus)?\s?\Z")
_LEVEL = re.compile(rf"[CTLSctls][ -]?(?:\d{{1,2}}|(?:{'|'.join(SMALL_NUMBERS)})\b)(?!\w|\.\d)")
_DEGREES = re.compile(r"\d{2,3}\s?[°º]")
_TENS = re.compile(r"\d{2}")


def find_amounts(kind: Amount, hits: Iterable[Hit], reading: Reading) -> Iterator[tuple[int, int]]:
    """The characters of every amount of a kind, where ``hits`` are its units."""
    text, keys, starts = reading.text, reading.words.keys, reading.words.starts
    if kind == "level":
        yield from (m.span() for m in _LEVEL.finditer(text) if not (m.start() and text[m.start() - 1].isalnum()))
        return
    if kind == "percent":
        spot = text.find("%")
        while spot >= 0:
            number = _PERCENT.search(text, max(0, spot - 8), spot)
            if number and text[max(0, number.start() - 1) : number.start()] != ".":
                yield number.start(), spot + 1
            spot = text.find("%", spot + 1)
    elif kind == "temperature" and ("°" in text or "º" in text):
        yield from (match.span() for match in _DEGREES.finditer(text))
    for hit in hits:
        before = keys[hit.first - 1] if hit.first else ""
        if keys[hit.first] in _ALONE:
            yield hit.start, hit.end
        elif before[:1].isdigit() or before in NUMBER_WORDS or (kind != "temperature" and before in _LOOSE):
            if hit.start + 1 == hit.end and keys[hit.last + 1 : hit.last + 2] and keys[hit.last + 1].isdigit():
                continue  # "L5-S1" is a level
            if kind == "weeks" and keys[hit.last + 1 : hit.last + 2] == ["old"]:
                continue
            if kind == "temperature" and not (_TENS.match(before) or before in NUMBER_WORDS):
                continue
            yield starts[hit.first - 1], hit.end
