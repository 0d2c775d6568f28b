"""How many units of a botulinum toxin were injected in all: a note lists sites, vials, dilutions and a total."""

from __future__ import annotations

import re
from typing import Any

from cac.facts.account import PERFORMING
from cac.nlp.reading import Mention, Reading

_UNITS = r"(?:units?\b|u\b|iu\b)"
_NUMBER = r"(?P<n>\d{1,2},\d{3}|\d{1,5})"
_TOTAL = re.compile(
    rf"\btotal(?:ing|led|s)?\b[^.;\n]{{0,40}}?{_NUMBER}\s*-?\s*{_UNITS}|{_NUMBER.replace('<n>', '<m>')}\s*-?\s*{_UNITS}"
    r"\s*(?:were\s+|was\s+)?(?:(?:used|given|injected)\s*)?(?:in\s+)?(?:total|altogether|in\s+all)\b",
    re.I,
)
_SUMS_UP = re.compile(rf"\b(?:adds?\s+up\s+to|adding\s+up\s+to|came\s+to)\s+{_NUMBER}\s*-?\s*{_UNITS}", re.I)
_TABLED = re.compile(  # a row of a form, whose unit stands at its head
    r"\btotal\b(?:\s+(?:given|injected|dose|units|used|administered))*[ \t:=|.]+"
    r"(?P<n>\d{2,4})[ \t|]*(?:$|\n|(?=\S+\s*$))",
    re.I | re.M,
)
_INJECTED = re.compile(
    rf"(?P<n>\d{{1,5}})\s*-?\s*{_UNITS}\s*(?:of\s+[\w ]{{1,40}}?)?(?:were|was)\s+(?:then\s+)?"
    r"(?:injected|given|administered|used)\b",
    re.I,
)
_AT_SITE = re.compile(
    rf"(?<![\d.,-])(?P<n>\d{{1,5}})\s*{_UNITS}"
    r"(?![\s-]*(?:x\s*\d+\s*)?(?:\S+\s+){0,2}vial|\s*(?:/|per\b|were\s+(?:waste|discard)|waste|discard))",
    re.I,
)
_EACH = frozenset(["each", "per", "apiece"])
_SIZE_BEFORE = re.compile(r"\bvials?\b\W*(?:of\s+)?(?:\w+\W+){0,2}$", re.I)
_SIZE_AFTER = re.compile(r"[\s-]*(?:(?:single|unit)[\s-]?\w*[\s-]*)*(?:x\s*\d+\s*)?vials?\b", re.I)
_DILUTED = re.compile(r"[^.;\n]{0,15}\b(?:diluted|reconstituted|w/|made\s+up)\b|\s*(?:/|per)\s*", re.I)


def read_total(mention: Mention, dose: str | None, reading: Reading) -> dict[str, Any]:
    """The ``dose`` and whether it is the ``total``: the total the note states, else the amount beside the name.

    The size of a vial and what it was made up to are no dose.
    """
    totals = _totals(reading)
    only_units: dict[str, Any] = {"volume": None, "concentration": None}  # what it was diluted with
    if len(totals) == 1:
        return {**only_units, "dose": f"{totals.pop()} units", "total": True}
    if totals:
        return {**only_units, "dose": None, "range": True}
    if dose is None or _is_vial(mention, dose, reading):
        injected = _numbers(_INJECTED, reading, in_all=True)
        return {**only_units, "dose": f"{injected.pop()} units" if len(injected) == 1 else None}
    return {**only_units, "dose": dose, "range": _is_one_of_several(mention, dose, reading)}


def _is_one_of_several(mention: Mention, dose: str, reading: Reading) -> bool:
    """Whether the sites are told with their units and this is only what one of them got."""
    sentence = mention.sentence
    if not _EACH.isdisjoint(reading.words.keys[sentence.first : sentence.last]):
        return True
    own = re.match(r"\d+", dose)
    return own is not None and any(int(number) > int(own[0]) for number in _numbers(_AT_SITE, reading))


def _totals(reading: Reading) -> set[str]:
    low = reading.text.lower()
    found = _numbers(_TOTAL, reading) if "total" in low or "all" in low else set()
    return found or _numbers(_SUMS_UP, reading) or (_numbers(_TABLED, reading) if "total" in low else set())


def _numbers(pattern: re.Pattern[str], reading: Reading, *, in_all: bool = False) -> set[str]:
    """The numbers of a pattern in the sentences that tell what was done; ``in_all``: not what each site got."""
    found: set[str] = set()
    for sentence in reading.sentences:
        if sentence.role not in PERFORMING and sentence.role != "outcome":
            continue
        if in_all and not _EACH.isdisjoint(reading.words.keys[sentence.first : sentence.last]):
            continue
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            number = match.groupdict().get("n") or match.groupdict().get("m") or ""
            found.add(number.replace(",", ""))
    return found


def _is_vial(mention: Mention, dose: str, reading: Reading) -> bool:
    """Whether the amount beside the name is the size of a vial: "Botox 200 U vial, diluted with 4 mL"."""
    sentence, text = mention.sentence, reading.text
    place = text.find(dose, max(sentence.start, mention.start - 75), min(sentence.end, mention.end + 65))
    if place < 0:
        return False
    end = place + len(dose)
    return bool(
        _SIZE_AFTER.match(text, end)
        or _SIZE_BEFORE.search(text[max(sentence.start, place - 40) : place])
        or _DILUTED.match(text, end)
    )
