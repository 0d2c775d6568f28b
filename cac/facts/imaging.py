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
_GUIDANCE_HEADER = re.compile(r"guidance|imaging|fluoroscopy|ultrasound", re.I)
_FLUOROSCOPY_WORDS = ("fluor", "c-arm", "c arm", "x-ray", "image", "flo")
_TICKS = re.compile(rf"{BOX_PATTERN}|[_|]+|\.{{3,}}")
_NO = re.compile(r"\W*(?:none|n\b|no\b|not\b|n/?a\b|declined|held|omitted|withheld|deferred|nil\b)", re.I)
_YES = re.compile(r"\W*(?:yes\b|used\b|y\b|given\b|\d)", re.I)


def read_guidance(passage: Passage) -> Answer:
    """The modality told in the procedure's own words, else in those it shares with the others of the note."""
    told = _guidance_in(passage.zones, passage) or _guidance_in(passage.shared, passage)
    return told or ("none_stated", ())


def read_contrast(passage: Passage) -> Answer:
    """Whether contrast was given; a study alone ("epidurogram") does not outweigh words that deny contrast."""
    used: list[Mention] = []
    left_out: list[Mention] = []
    for zone in passage.shared:
        section = zone.sentence.section
        for mention in zone.mentions("contrast"):
            if _in_header(mention, section):
                answer = field_answer(section, passage.reading)
                if answer == "yes":
                    used.append(mention)
                elif answer == "no":
                    left_out.append(mention)
            elif mention.value == "left_out" or (mention.value and mention.status in _DENIED):
                left_out.append(mention)
            elif mention.value and mention.status in COUNTED:
                used.append(mention)
    if used and not (left_out and all(mention.value == "studies" for mention in used)):
        return "used", passage.quote(used[:2])
    if left_out:
        return "not_used", passage.quote(left_out[:2])
    return "not_stated", ()


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
    for zone in zones:
        section = zone.sentence.section
        if (
            _GUIDANCE_HEADER.search(reading.text, section.start, section.body)
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
            if not mention.value or (_in_header(mention, section) and field_answer(section, reading) != "yes"):
                continue
            if mention.status in COUNTED:
                stated.setdefault(mention.value, []).append(mention)
            elif mention.status in _DENIED:
                denied.append(mention)
    return stated, denied


def _names_modality(stated: dict[str, list[Mention]], reading: Reading) -> bool:
    """Whether a modality is named outright; "AP and lateral views" tell of fluoroscopy without its name."""
    return any(
        modality != "fluoroscopy"
        or any(reading.text[m.start : m.end].lower().startswith(_FLUOROSCOPY_WORDS) for m in mentions)
        for modality, mentions in stated.items()
    )


def _in_header(mention: Mention, section: SectionSpan) -> bool:
    """Whether a mention is part of the header itself: "Contrast:"."""
    return bool(section.name) and mention.start < section.body
