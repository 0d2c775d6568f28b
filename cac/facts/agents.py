"""The contrast agents that were given, each with its volume and its iodine number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cac.facts.account import PERFORMING
from cac.facts.containers import SIZE_AFTER
from cac.facts.drugs import AMOUNT
from cac.facts.imaging import has_amount
from cac.facts.signs import COUNTED
from cac.lexicon.numbers import UP_TO_TEN
from cac.nlp.reading import Mention, Reading
from cac.records import Procedure

_NUMBERS = {word: number for number, word in enumerate(UP_TO_TEN.split("|"), 1)}
_IODINE = re.compile(r"(?<![\d.])(1[4-9]\d|[23]\d\d)(?!\d|\.\d|\s*(?:ml\b|cc\b))", re.I)
_IODINE_REACH = 14
_TENS = {"twenty": 20, "forty": 40, "fifty": 50, "seventy": 70, "eighty": 80}
_SPOKEN_IODINE = re.compile(
    rf"[\s,-]*(?:m\s+)?(one|two|three)[\s-]+(?=hundred|{'|'.join(_TENS)})(?:hundred)?(?:\s+and)?\s*({'|'.join(_TENS)})?\b",
    re.I,
)
VOLUME = re.compile(r"m\.?l|c\.?c|milliliter", re.I)
"""How a unit of volume begins."""


class Agent(NamedTuple):
    """An agent where it is told: the text that speaks of it, its amounts as stated, the places of its procedures."""

    mention: Mention
    window: str
    values: dict[str, Any]
    procedures: set[int]


def read_agents(procedures: Sequence[Procedure], reading: Reading) -> Iterator[Agent]:
    """The contrast agents that were given, each with its volume and iodine number."""
    using = {place for place, procedure in enumerate(procedures) if procedure.contrast == "used"}
    if not using:
        return
    for mention in reading.mentions("contrast"):
        sentence = mention.sentence
        if mention.value != "agents" or sentence.role not in PERFORMING:
            continue
        if mention.status not in COUNTED and not has_amount(mention, reading):
            continue
        low, high = _reach(mention)
        number = _IODINE.search(reading.text, mention.start, min(high, mention.end + _IODINE_REACH))
        iodine, end = (number[1], mention.end) if number else _spoken_iodine(mention.end, high, reading)
        values: dict[str, Any] = {
            "dose": None,
            "volume": _volume(mention, low, end, high, reading),
            "concentration": None,
            "iodine": iodine,
        }
        window = reading.text[low:high]
        yield Agent(mention, window, values, using)


def _spoken_iodine(start: int, high: int, reading: Reading) -> tuple[str, int]:
    """The number behind an agent as it is dictated ("two forty", "three hundred"), and where it ends."""
    match = _SPOKEN_IODINE.match(reading.text, start, high)
    if match is None:
        return "", start
    return str(100 * _NUMBERS[match[1].lower()] + _TENS.get((match[2] or "").lower(), 0)), match.end()


def _reach(mention: Mention) -> tuple[int, int]:
    """The text around an agent, to the next drug or agent."""
    sentence = mention.sentence
    low, high = max(sentence.start, mention.start - 45), min(sentence.end, mention.end + 45)
    for label in ("drug", "contrast"):
        for other in sentence.labels.get(label, ()):
            if other.end <= mention.start:
                low = max(low, other.end)
            elif other.start >= mention.end and other.start - mention.end > 3:
                high = min(high, other.start)
    return low, high


def _volume(mention: Mention, low: int, end: int, high: int, reading: Reading) -> str | None:
    """The volume beside an agent: behind it up to the next mark, else before it."""
    window = reading.text[low:high].lower()
    if not ("ml" in window or "cc" in window or "mil" in window or "c.c" in window or "m.l" in window):
        return None
    after, before = (
        [
            m
            for m in AMOUNT.finditer(reading.text, first, last)
            if VOLUME.match(m["unit"]) and not SIZE_AFTER.match(reading.text, m.end())
        ]
        for first, last in ((end, high), (low, mention.start))
    )
    if before and len(reading.text[before[-1].end() : mention.start].split()) <= 3:
        return before[-1].group().strip()
    if after and not re.search(
        r"[;.]\s|\bthen\b|\bfollowed\b|\bsaline\b", reading.text[mention.end : after[0].start()]
    ):
        return after[0].group().strip()
    return None
