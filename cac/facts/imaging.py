"""Image guidance and contrast: used, expressly not used, or not told."""

from __future__ import annotations

import re

from cac.facts.account import Zone
from cac.facts.evidence import Passage, evidence_of
from cac.facts.signs import COUNTED
from cac.nlp.forms import BOX_PATTERN
from cac.nlp.reading import Mention, Reading, SectionSpan
from cac.records import Evidence

Answer = tuple[str, tuple[Evidence, ...]]

_DENIED = frozenset(["negated", "refused"])
_GUIDANCE_HEADER = re.compile(r"guidance|imaging|fluoro|ultrasound|\bUS\b|\bc-?\s?arm|x-?ray|sono", re.I)
_FLUOROSCOPY_WORDS = re.compile(r"fluor|flo[wor]|\bc-?\s?arm|x-?ray|image|radiogra", re.I)
_FILLED = re.compile(r"\W*[a-z0-9]{2}", re.I)
_SWALLOWING = frozenset(["diagnosis", "anesthesia", "aside"])
_TICKED_IN = frozenset(["consent", "exam", *_SWALLOWING])
_TICKED = re.compile(r"[\[(]\s*[xX]\s*[\])]|[☒☑✓]")
_AMOUNT = (
    r"(?:\d*\.?\d+|half(?:\s+an?)?|one|two|three|four|five|a|(?:\w+\s+)?point\s+\w+)(?:\s+and\s+a\s+half)?\s*-?\s*"
    r"(?:m\.?l|c\.?c|mil|milliliter|drop)s?\b"
)
_AMOUNT_AFTER = re.compile(
    rf"[\s,:(-]*(?:m\s*)?(?:\d{{3}}|\w+\s+(?:hundred|forty|eighty)(?:\s+\w+)?)?[\s,:(-]*{_AMOUNT}", re.I
)
_AMOUNT_BEFORE = re.compile(rf"{_AMOUNT}\s+(?:of\s+)?(?:\w+\s+)?$", re.I)
_NEVER_CAME = re.compile(r"\b(?:before|prior\s+to)\s+(?:any|the|giving|we\s+(?:gave|injected))?\s*(?:any\s+)?$", re.I)
_NONE_AFTER = re.compile(
    r"[\s,;:.-]*(?:so|thus|therefore|and|hence)?[\s,]*(?:(?:so|thus|therefore|hence)\s)?(?:none|(?:it|this)\s(?=(?:was|were)\s(?:not|left|"
    r"omit|with|avoid|skip)))(?:\s(?:was|were))?\s*(?:not\s|left\sout|omitted|withheld|avoided|skipped|given|used|injected|employed|instilled|"
    r"administered)",
    re.I,
)
"""Behind contrast that is only mentioned: "hives with contrast media, none was given"."""
_TICKS = re.compile(rf"{BOX_PATTERN}|[_|]+|\.{{3,}}")
_NO = re.compile(r"\W*(?:none|n\b|no\b|not\b|n/?a\b|declined|held|omitted|withheld|deferred|nil\b)", re.I)
_YES = re.compile(r"\W*(?:yes\b|used\b|y\b|given\b|\d)", re.I)


def read_guidance(passage: Passage) -> Answer:
    """The modality told in the procedure's own words, else in those it shares with the others of the note."""
    told = _guidance_in(passage.zones, passage) or _guidance_in(passage.shared, passage)
    return told or _guidance_in(_swallowed(passage), passage) or ("none_stated", ())


def _swallowed(passage: Passage) -> list[Zone]:
    """What stands below the line of a diagnosis or the like without a header of its own, or is ticked there.

    It speaks of the one procedure of the note; of several nobody knows which is meant.
    """
    text = passage.reading.text
    if passage.zones is not passage.shared:
        return []
    return [
        Zone(sentence, sentence.start, sentence.end)
        for sentence in passage.reading.sentences
        if (sentence.role in _SWALLOWING and "\n" in text[sentence.section.body : sentence.start].lstrip())
        or (sentence.role in _TICKED_IN and _TICKED.match(text[sentence.start : sentence.end].lstrip()))
    ]


def read_contrast(passage: Passage) -> Answer:
    """Whether contrast was given: its own field decides, then what is told of it.

    A study alone ("epidurogram") does not outweigh words that deny contrast.
    """
    for zones in (passage.shared, _swallowed(passage)):
        told = _contrast_in(zones, passage)
        if told:
            return told
    return "not_stated", ()


def _contrast_in(zones: list[Zone], passage: Passage) -> Answer | None:
    """What these zones say of contrast; None when nothing is told."""
    used: list[Mention] = []
    left_out: list[Mention] = []
    for zone in zones:
        section = zone.sentence.section
        for mention in zone.mentions("contrast"):
            if _in_header(mention, section):
                answer = field_answer(section, passage.reading)
                if answer == "yes":
                    used.append(mention)
                elif answer == "no":
                    return "not_used", passage.quote([mention])
            elif _NONE_AFTER.match(passage.reading.text, mention.end):
                left_out.append(mention)
            elif not mention.value:
                continue
            elif mention.value == "left_out" or (
                mention.status in _DENIED and not has_amount(mention, passage.reading)
            ):
                left_out.append(mention)
            elif mention.status in COUNTED or mention.status in _DENIED:
                (left_out if _never_came(mention, passage) else used).append(mention)
    if used and not (left_out and all(mention.value == "studies" for mention in used)):
        return "used", passage.quote(used[:2])
    if left_out:
        return "not_used", passage.quote(left_out[:2])
    return None


def has_amount(mention: Mention, reading: Reading) -> bool:
    """Whether an amount stands beside an agent, so that what is denied before it is something else."""
    text, sentence = reading.text, mention.sentence
    return mention.value == "agents" and bool(
        _AMOUNT_AFTER.match(text, mention.end, sentence.end)
        or _AMOUNT_BEFORE.search(text[max(sentence.start, mention.start - 30) : mention.start])
    )


def _never_came(mention: Mention, passage: Passage) -> bool:
    """Whether it was stopped "before any contrast was given"."""
    before = passage.reading.text[max(mention.sentence.start, mention.start - 30) : mention.start]
    match = _NEVER_CAME.search(before)
    return match is not None and "any" in match[0]


def field_answer(section: SectionSpan, reading: Reading) -> str:
    """What a form's field says, without the options nobody ticked: "yes", "no", or "" for anything else."""
    pieces: list[str] = []
    position = section.body
    for start, end in [*reading.unticked(section.body, section.end), (section.end, section.end)]:
        if position <= start <= section.end:
            pieces.append(reading.text[position:start])
            position = end
    text = _TICKS.sub(" ", "".join(pieces)).strip(" \t:-")
    if _NO.match(text):
        return "no"
    return "yes" if _YES.match(text) else ""


def _guidance_in(zones: list[Zone], passage: Passage) -> Answer | None:
    """What these zones say of guidance: CT before all, else the modality told most often; None when nothing is told."""
    reading = passage.reading
    unused = _field_without_guidance(zones, reading)
    if unused:
        return "explicitly_none", (unused,)
    stated, denied = _guidance_mentions(zones, reading)
    none = stated.pop("none", [])
    if denied and not _names_modality(stated, reading):
        stated = {}
    if stated:
        best = max(stated, key=lambda modality: (modality == "ct", len(stated[modality])))
        return best, passage.quote(stated[best][:3])
    if none or denied:
        return "explicitly_none", passage.quote((none + denied)[:2])
    return None


def _field_without_guidance(zones: list[Zone], reading: Reading) -> Evidence | None:
    """The field "Guidance: none"."""
    other: SectionSpan | None = None  # looked at already
    for zone in zones:
        section = zone.sentence.section
        if section is other:
            continue
        other = section
        if (
            section.body > section.start
            and _GUIDANCE_HEADER.search(reading.text, section.start, section.body)
            and field_answer(section, reading) == "no"
        ):
            return evidence_of(reading, section.start, zone.end)
    return None


def _guidance_mentions(zones: list[Zone], reading: Reading) -> tuple[dict[str, list[Mention]], list[Mention]]:
    """The mentions that state a modality, by modality, and those that deny one; a bare header states nothing."""
    stated: dict[str, list[Mention]] = {}
    denied: list[Mention] = []
    for zone in zones:
        section = zone.sentence.section
        for mention in zone.mentions("guidance"):
            if not mention.value or (_in_header(mention, section) and not _is_filled(mention, section, reading)):
                continue
            if mention.status in COUNTED:
                stated.setdefault(mention.value, []).append(mention)
            elif mention.status in _DENIED:
                denied.append(mention)
    return stated, denied


def _is_filled(mention: Mention, section: SectionSpan, reading: Reading) -> bool:
    """Whether the field that bears the name of one modality says that it was used: "Fluoroscopy: AP and lateral"."""
    answer = field_answer(section, reading)
    if answer or mention.value == "none":
        return answer == "yes"
    header = reading.text[section.start : section.body].strip(" \t\n:.|-").lower()
    named = header == reading.text[mention.start : mention.end].lower()
    return named and _FILLED.match(reading.text, section.body, section.end) is not None


def _names_modality(stated: dict[str, list[Mention]], reading: Reading) -> bool:
    """Whether a modality is named outright; "AP and lateral views" tell of fluoroscopy without its name."""
    return any(
        modality != "fluoroscopy" or any(_FLUOROSCOPY_WORDS.search(reading.text, m.start, m.end) for m in mentions)
        for modality, mentions in stated.items()
    )


def _in_header(mention: Mention, section: SectionSpan) -> bool:
    """Whether a mention is part of the header itself: "Contrast:"."""
    return bool(section.name) and mention.start < section.body
