"""What was put at the target, with dose, volume and concentration as stated; not skin anaesthetic, not sedation."""

from __future__ import annotations

import re

from cac.facts.performed import Zone
from cac.lexicon.loader import Lexicon
from cac.nlp.reading import STATED, Mention, Reading
from cac.records import Drug, Evidence

_AMOUNT = re.compile(
    r"(?P<number>\d+(?:[.,/]\d+)*(?:\s?/\s?\d+)?|one-half|one half|half|one|two|three|four|five|six|ten|a half)\s*-?\s*(?P<unit>mg\s*/\s*(?:ml|cc)|mg\s+per\s+(?:ml|cc)|milligrams?\s+per\s+(?:ml|cc|milliliter)|mcg\s*/\s*(?:ml|cc)|units?\s+(?:per|/)\s*(?:ml|cc)|%|percent|mg|milligrams?|mcg|micrograms?|ml|cc|milliliters?|units?|u\b|grams?\b)",
    re.I,
)
_BREAK = re.compile(r"\b(?:and|plus|with|mixed|combined|followed|along)\b|[,;+&/](?!\d)|\.\s|\n", re.I)
_BARE_STRENGTH = re.compile(r"\s*[-–]?\s*(\d{2,3})\b(?!\s*(?:ml|cc|mg|%|\.|gauge|-))", re.I)
_SLASH_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|\s)?\s*(?:mg)?\s*/\s*(\d+(?:\.\d+)?)\s*(?:cc|ml)", re.I)
_SKIN_REACH = 9
_CLOSE = 3
_MIX = re.compile(r"\b(?:solution|mixture|mixed|consist|combination|injectate|cocktail)\w*", re.I)


def _windows(reading: Reading, mentions: list[Mention], index: int) -> str:
    """The text around a drug name that speaks of it and of no other drug."""
    mention = mentions[index]
    text = reading.text
    low = max(mention.sentence.start, mention.start - 70)
    high = min(mention.sentence.end, mention.end + 60)
    if index and mentions[index - 1].sentence is mention.sentence:
        gap_start, gap_end = mentions[index - 1].end, mention.start
        cut = None
        for match in _BREAK.finditer(text, gap_start, gap_end):
            cut = match.start()
            break
        low = max(low, cut if cut is not None else gap_start if _AMOUNT.search(text, gap_start, gap_end) else gap_end)
    if index + 1 < len(mentions) and mentions[index + 1].sentence is mention.sentence:
        gap_start, gap_end = mention.end, mentions[index + 1].start
        cut = None
        for match in _BREAK.finditer(text, gap_start, gap_end):
            cut = match.start()
            break
        high = min(high, cut if cut is not None else gap_start)
    return text[low:high]


def _skin(mention: Mention, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a local anaesthetic is for the way in."""
    kind = lexicon.drugs.drugs[mention.value].kind
    if kind != "local":
        return False
    sentence = mention.sentence
    skin = [m for m in sentence.mentions if m.label == "skin" and m.status == STATED]
    if not skin:
        return False
    gaps = [
        min(abs(m.first - mention.last), abs(mention.first - m.last))
        for m in skin
        if not (m.first == m.last and _gap(m, mention) > _CLOSE and _is_local(m, reading))
    ]
    if not gaps:
        return False
    distance = min(gaps)
    others = any(m.label == "drug" and lexicon.drugs.drugs[m.value].kind == "steroid" for m in sentence.mentions)
    if others and distance > 4:
        return False
    return distance <= _SKIN_REACH or not _MIX.search(reading.text, sentence.start, sentence.end)


def _gap(one: Mention, two: Mention) -> int:
    return min(abs(one.first - two.last), abs(two.first - one.last))


def _is_local(mention: Mention, reading: Reading) -> bool:
    """The lone word "local" speaks only of the drug right beside it."""
    return reading.words.keys[mention.first] == "local"


def _systemic(mention: Mention) -> bool:
    near = [m for m in mention.sentence.mentions if m.label == "systemic" and m.status == STATED]
    return any(min(abs(m.first - mention.last), abs(mention.first - m.last)) <= 5 for m in near)


def _headed_anesthesia(mention: Mention) -> bool:
    return mention.sentence.role in (
        "anesthesia",
        "aside",
        "outcome",
        "history",
        "plan",
        "consent",
        "exam",
        "diagnosis",
        "codes",
    )


def read_drugs(zones: list[Zone], reading: Reading, lexicon: Lexicon, evidence: object) -> tuple[Drug, ...]:
    """The drugs at the target told in ``zones``, in order, one entry a drug."""
    mentions = [
        m for zone in zones for m in zone.sentence.mentions
        if m.label == "drug" and zone.start <= m.start <= zone.end
    ]  # fmt: skip
    found: dict[str, Drug] = {}
    for index, mention in enumerate(mentions):
        if mention.status not in (STATED, "reported", "intended") or _headed_anesthesia(mention):
            continue
        if _systemic(mention) or _skin(mention, reading, lexicon):
            continue
        window = _windows(reading, mentions, index)
        dose = volume = concentration = None
        for match in _AMOUNT.finditer(window):
            unit = match["unit"].lower()
            value = match.group().strip()
            if unit in ("%", "percent") or "/" in unit or "per" in unit:
                concentration = concentration or value
            elif unit.startswith(("ml", "cc", "milliliter")):
                volume = volume or value
            else:
                dose = dose or value
        kind = lexicon.drugs.drugs[mention.value].kind
        slash = _SLASH_DOSE.search(window)
        if slash and kind == "steroid" and not concentration:
            dose, concentration = dose or f"{slash[1]} mg", f"{slash[1]} mg/{slash[2]} mL"
        if kind == "steroid" and not dose:
            bare = _BARE_STRENGTH.match(reading.text[mention.end : mention.sentence.end])
            if bare and int(bare[1]) in (10, 20, 30, 40, 60, 80, 120, 160):
                dose = f"{bare[1]} mg"
                concentration = concentration or (f"{bare[1]} mg/mL" if volume else None)
        if "1/16" in window or "1/8" in window:
            concentration = concentration or re.search(r"1/(?:16|8)(?:th)?", window).group()  # type: ignore[union-attr]
        held = found.get(mention.value)
        span: Evidence = evidence(mention.start, mention.end)  # type: ignore[operator]
        if held is None:
            found[mention.value] = Drug(
                name=mention.value, dose=dose, volume=volume, concentration=concentration, evidence=(span,)
            )
        else:
            found[mention.value] = Drug(
                name=mention.value,
                dose=held.dose or dose,
                volume=held.volume or volume,
                concentration=held.concentration or concentration,
                evidence=held.evidence,
            )
    return tuple(found.values())
