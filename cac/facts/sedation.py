"""Moderate sedation: its minutes, its observer, and who gave it."""

from __future__ import annotations

import re
from typing import Literal

from cac.facts.evidence import evidence_of
from cac.nlp.reading import Reading, Sentence
from cac.records import Evidence, Sedation

_By = Literal["operator", "other_clinician", "anaesthesia"]
_SEDATION = "sedat"
_NO_SEDATION = re.compile(r"\b(?:no|without|not|declin\w+|refus\w+)\b[^.]{0,25}sedat", re.I)
_CLOCK = re.compile(  # "9:12"; without a colon only behind a word: "began at 0912"
    r"\b(?:(?P<h>\d{1,2}):(?P<m>\d{2})"
    r"|(?:at|from|to|until|till|start(?:ed)?|stop(?:ped)?|beg[au]n|end(?:ed)?|time)\s*:?\s*(?P<hh>[01]\d|2[0-3])(?P<mm>[0-5]\d))\b",
    re.I,
)
_TOTAL_MINUTES = re.compile(
    r"(?:total|intra-?service|duration|face.to.face|sedation)[^.\n]{0,50}?\b(\d{1,3})\s*(?:minutes|mins?)\b"
    r"|\(\s*(\d{1,3})\s*(?:minutes|mins?)\s*\)",
    re.I,
)
_NO_OBSERVER = re.compile(r"\b(?:no|without)\s+(?:an\s+)?(?:independent|dedicated|trained)|not independently", re.I)
_OBSERVER = re.compile(
    r"\b(?:independent|dedicated|trained)\s+(?:\w+\s+){0,2}(?:observer|rn|nurse)"
    r"|independently\s+monitor|observer"
    r"|(?:did|does|had|with)\s+nothing\s+(?:else\s+)?(?:but|to do but|except)\s+(?:to\s+)?(?:watch|monitor|observe)"
    r"|whose\s+(?:only|sole)\s+(?:duty|job|task|role)|no other (?:duty|duties|task|responsibilit)",
    re.I,
)
_ANESTHESIA_SERVICE = re.compile(
    r"anesthesiolog|anesthesia (?:team|department|service|provider)|crna|monitored anesthesia|\bmac\b|general an", re.I
)
_OF_OBSERVER = ("observer", "independent", "dedicated", "trained", "nothing", "whose", "no other")
_OF_SERVICE = ("anesthesi", "crna", "mac", "general an")
"""One of these stands in each of the patterns above."""
_OTHER_CLINICIAN = re.compile(
    r"sedat\w*[^.\n]{0,60}\bby\s+(?:a|an|another|the)?\s*(?:separate|second|another|different|other)\s+(?:\w+\s+){0,2}?"
    r"(?:physician|clinician|provider|practitioner|doctor)"
    r"|(?:separate|second|another|different)\s+(?:physician|clinician|provider|practitioner|doctor)\b[^.\n]{0,60}sedat",
    re.I,
)
_CHILD = re.compile(  # "a 4-year-old boy", "18-month-old girl", "Age: 3"
    r"\b(?P<number>\d{1,2})[- ](?P<unit>year|yr|month|mo)s?[- ]old\s+(?:\w+\s+){0,2}?"
    r"(?:boy|girl|child|male|female|toddler|infant|patient|son|daughter)\b|\bage\s*:\s*(?P<age>\d{1,3})\b(?!\s*mo)",
    re.I,
)
_UNDER = 5  # years; the codes of sedation change there
_BEFORE = 300  # characters around the word in which minutes are looked for, within the paragraph
_AFTER = 500
_LONGEST = 240  # minutes


def read_sedation(reading: Reading) -> Sedation | None:
    """Moderate sedation with its minutes and observer; None when the note tells none."""
    if _SEDATION not in reading.text.lower():
        return None
    told = [sentence for sentence in reading.sentences if _tells_sedation(sentence, reading)]
    if not told:
        return None
    minutes: int | None = None
    proof: list[Evidence] = []
    for sentence in told:
        timed = _minutes_near(sentence, reading)
        if timed:
            minutes, words = timed
            proof.append(words)
        if minutes:
            break
    lowered = reading.text.lower()
    by: _By = "operator"
    if any(sign in lowered for sign in _OF_SERVICE) and _ANESTHESIA_SERVICE.search(reading.text):
        by = "anaesthesia"
    elif _OTHER_CLINICIAN.search(reading.text):
        by = "other_clinician"
    observed = any(sign in lowered for sign in _OF_OBSERVER) and _OBSERVER.search(reading.text) is not None
    return Sedation(
        minutes=minutes,
        observer=observed and not _NO_OBSERVER.search(reading.text),
        same_physician=by == "operator",
        by=by,
        under_five=_under_five(reading.text),
        evidence=tuple(proof[:2]) or (evidence_of(reading, told[0].start, told[0].end),),
    )


def _under_five(text: str) -> bool:
    """Whether the first age told of the patient is under five years."""
    told = _CHILD.search(text)
    if told is None:
        return False
    if told["age"]:
        return int(told["age"]) < _UNDER
    return int(told["number"]) < (_UNDER * 12 if told["unit"].lower().startswith("mo") else _UNDER)


def _tells_sedation(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence tells sedation of today."""
    return bool(
        sentence.role not in ("history", "plan", "consent")
        and _SEDATION in reading.text[sentence.start : sentence.end].lower()
        and not _NO_SEDATION.search(reading.text[sentence.start : sentence.end])
    )


def _minutes_near(sentence: Sentence, reading: Reading) -> tuple[int, Evidence] | None:
    """The total told in the same paragraph, else the time between the first two clock times from the sentence on."""
    text = reading.text
    low = max(text.rfind("\n\n", 0, sentence.start), sentence.start - _BEFORE, 0)
    paragraph_end = text.find("\n\n", sentence.end)
    high = min(paragraph_end if paragraph_end >= 0 else len(text), sentence.end + _AFTER)
    total = _TOTAL_MINUTES.search(text, low, high)
    if total:
        return int(total[1] or total[2]), evidence_of(reading, total.start(), total.end())
    clocks = [match for match in _CLOCK.finditer(text, sentence.start, high) if 0 <= _minute(match) < 24 * 60]
    if len(clocks) < 2:
        return None
    begin, end = clocks[:2]
    minutes = _minute(end) - _minute(begin)
    return (minutes, evidence_of(reading, begin.start(), end.end())) if 0 < minutes < _LONGEST else None


def _minute(clock: re.Match[str]) -> int:
    """The minute of the day; -1 for what is no time."""
    hour, minute = int(clock["h"] or clock["hh"]), int(clock["m"] or clock["mm"])
    return hour * 60 + minute if hour < 24 and minute < 60 else -1
