"""Amounts of drugs that do not add up: a mixture and its parts, a dose and volume times strength, a vial and its rest.

Only amounts that the words themselves join are held against each other: what is bound by a guess would be wrong too
often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cac.gaps.checks.case import Case, windows
from cac.lexicon.numbers import UP_TO_TEN
from cac.records import CrossCheck

_N = r"(\d+(?:\.\d+)?)"
_ML = r"\s?-?(?:ml|cc)s?\b"
_MIXTURE = re.compile(
    rf"\btotal(?:\svolume)?(?:\sof)?\s{_N}{_ML}[^.\n]{{0,40}}?\b(?:consisting of|composed of|made up of|comprised of|"
    r"consisted of|comprising)\b",
    re.I,
)
_MIXED = re.compile(
    rf"\b{_N}{_ML}\s(?:mixture|solution|injectate|cocktail|volume)\s(?:of|containing|consisting of|composed of|"
    r"made up of|comprised of|with)\b",
    re.I,
)
"""A mixture by its size: "a 5 mL mixture of 2 mL ... and 2 mL ..."; "2 mL of a mixture of ..." may be a part of it."""
_PART = re.compile(rf"{_N}{_ML}", re.I)
_PARTS = re.compile(r",\s*(?:and\s)?|\band\b|\bplus\b|\+|\bwith\b", re.I)
_END = re.compile(r"(?<!\d)\.|\.(?!\d)|;|\n|\bwas\b|\bwere\b")
_EACH = re.compile(
    rf"{_N}\s?-?(?P<unit>ml|cc|mg|units?)\b(?:(?!\beach of\b)[^.;\n\d]|\.(?=\d)){{0,60}}?"
    r"\b(?:each|apiece|per (?:side|level|joint|site|point|muscle|nerve))\b(?!\sof)(?:[^.;\n\d]|;){0,50}?"
    rf"(?:\btotal(?:\s(?:of|volume|dose|amount|being))*\s{_N}\s?-?(?P<unit2>ml|cc|mg|units?)\b"
    rf"|[;,(]\s*{_N}\s?-?(?P<unit3>ml|cc|mg|units?)\s(?:in all|total|altogether))",
    re.I,
)
_COUNTS = {word: number for number, word in enumerate(UP_TO_TEN.split("|"), 1)}
_EACH_OF = re.compile(
    rf"{_N}\s?-?(?P<unit>ml|cc|mg|units?)\b[^.;\n\d]{{0,50}}?\beach of (?:the |these )?"
    rf"(?P<count>\d{{1,2}}|{UP_TO_TEN})\b[^.;\n\d]{{0,60}}?\btotal(?:l?ing)?(?:\s(?:of|volume|dose|amount|being))*\s{_N}\s?-?(?P<unit2>ml|cc|mg|units?)\b",
    re.I,
)
_STRENGTH = rf"{_N}\s?mg\s?/\s?(?:1\s?)?(?:ml|cc)\b"
_DOSE_OF_VOLUME = re.compile(
    rf"{_N}{_ML}\s(?:of\s)?(?:[A-Za-z-]+\s){{0,3}}{_STRENGTH}\s?[(,=]\s?(?:total\s)?{_N}\s?mg\b(?!\s?/)", re.I
)
_VOLUME_OF_DOSE = re.compile(rf"{_N}\s?mg\s?[(=]\s?{_N}{_ML}(?:\sof|\s@|\sat|,)?\s(?:a\s)?{_STRENGTH}", re.I)
_U = r"\s?(?:units?|u)\b"
_GIVEN = re.compile(
    rf"\btotal\b[^.\n\d]{{0,40}}(\d{{2,4}}){_U}"
    rf"|\b(\d{{2,4}}){_U}[^.\n\d]{{0,30}}\b(?:total|in all|were injected|was injected|were given|was given)\b",
    re.I,
)
_WASTED = re.compile(
    rf"\b(\d{{1,3}}){_U}[^.;\n\d]{{0,24}}\b(?:discarded|wasted|thrown)\b(?![\s:|.-]*\d)"
    rf"|\b(?:discarded|wasted?|wastage)\b[\s:|.-]{{0,30}}(\d{{1,3}}){_U}",
    re.I,
)
_VIAL = re.compile(r"\b(50|100|200|300|500)[\s-]?(?:units?|u)\s(?:\w+\s){0,2}?vials?\b", re.I)
_SUMS = ("total", "in all", "altogether")
_MIXTURES = ("mixture", "solution", "injectate", "cocktail", "volume")
_STRENGTHS = ("mg/", "mg /")
_BESIDE = 160  # characters around a word of sums
_NEAR = 60  # and around a strength
_CLOSE = Decimal("0.03")
"""Rounded doses are as good as exact ones."""


def find(case: Case) -> Iterator[CrossCheck]:
    """Sums, products and rests that cannot be right."""
    text = case.reading.text
    lowered = text.lower()
    for low, high in windows(lowered, _SUMS, _BESIDE):
        yield from _mixtures(case, text, low, high)
        yield from _each(case, text, low, high)
        yield from _each_of(case, text, low, high)
    for low, high in windows(lowered, _MIXTURES, _BESIDE):
        yield from _mixtures(case, text, low, high, _MIXED)
    for low, high in windows(lowered, _STRENGTHS, _NEAR):
        yield from _products(case, text, low, high)
    if "vial" in lowered and "unit" in lowered:
        yield from _vials(case, text)


def _mixtures(case: Case, text: str, low: int, high: int, pattern: re.Pattern[str] = _MIXTURE) -> Iterator[CrossCheck]:
    """Parts that are not the total: "a total of 3 mL consisting of 1 mL of Depo-Medrol and 1 mL of bupivacaine"."""
    for match in pattern.finditer(text, low, high):
        end = _END.search(text, match.end())
        stop = end.start() if end else len(text)
        pieces = [piece for piece in _PARTS.split(text[match.end() : stop]) if piece.strip()]
        volumes = [_PART.findall(piece) for piece in pieces]
        if len(pieces) < 2 or any(len(volume) != 1 for volume in volumes):
            continue
        total, parts = Decimal(match[1]), [Decimal(volume[0]) for volume in volumes]
        if sum(parts) != total:
            yield case.found(
                "drug_sum",
                [(match.start(), stop)],
                told=f"{total} mL",
                parts=" + ".join(map(str, parts)) + " mL are its parts",
            )


def _each(case: Case, text: str, low: int, high: int) -> Iterator[CrossCheck]:
    """A total that is no whole number of shares: "1 mL at each level, total 2.5 mL"."""
    for match in _EACH.finditer(text, low, high):
        unit = match["unit"].lower().rstrip("s")
        other = (match["unit2"] or match["unit3"]).lower().rstrip("s")
        each, total = Decimal(match[1]), Decimal(match[3] or match[5])
        alike = unit == other or {unit, other} <= {"ml", "cc"}
        if alike and each and total % each:
            yield case.found("drug_sum", [match.span()], told=f"{total} {other} in all", parts=f"{each} {unit} each")


def _each_of(case: Case, text: str, low: int, high: int) -> Iterator[CrossCheck]:
    """A total that is not so many shares: "0.5 mL in each of the four joints, a total of 3 mL"."""
    for match in _EACH_OF.finditer(text, low, high):
        unit, other = match["unit"].lower().rstrip("s"), match["unit2"].lower().rstrip("s")
        told = match["count"].lower()
        each, total, count = Decimal(match[1]), Decimal(match[4]), Decimal(_COUNTS.get(told) or told)
        if (unit == other or {unit, other} <= {"ml", "cc"}) and each * count != total:
            yield case.found(
                "drug_sum", [match.span()], told=f"{total} {other} in all", parts=f"{each} {unit} each, {count} times"
            )


def _products(case: Case, text: str, low: int, high: int) -> Iterator[CrossCheck]:
    """A dose that is not volume times strength: "2 mL of 40 mg/mL (60 mg)"."""
    for match in _DOSE_OF_VOLUME.finditer(text, low, high):
        yield from _compare(case, match, *map(Decimal, match.groups()))
    for match in _VOLUME_OF_DOSE.finditer(text, low, high):
        dose, volume, strength = map(Decimal, match.groups())
        yield from _compare(case, match, volume, strength, dose)


def _compare(
    case: Case, match: re.Match[str], volume: Decimal, strength: Decimal, dose: Decimal
) -> Iterator[CrossCheck]:
    if abs(volume * strength - dose) > _CLOSE * dose:
        yield case.found("drug_sum", [match.span()], told=f"{dose} mg", parts=f"{volume} mL of {strength} mg/mL")


def _vials(case: Case, text: str) -> Iterator[CrossCheck]:
    """What was given and thrown away, which is no whole number of vials: 155 and 35 units of one of 200."""
    given = {int(match[1] or match[2]): match for match in _GIVEN.finditer(text)}
    wasted = {int(match[1] or match[2]): match for match in _WASTED.finditer(text)}
    vials = {int(match[1]): match for match in _VIAL.finditer(text)}
    if len(given) != 1 or len(wasted) != 1 or len(vials) != 1:
        return
    ((total, one),), ((rest, two),), ((size, three),) = given.items(), wasted.items(), vials.items()
    if (total + rest) % size:
        yield case.found(
            "drug_sum",
            [one.span(), two.span(), three.span()],
            told=f"{total} units given and {rest} thrown away",
            parts=f"vials of {size} units",
        )
