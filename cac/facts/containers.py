"""What drugs came in: single-dose or multi-dose, its size, what was left of it, its NDC, whether it was compounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from cac.lexicon.numbers import UP_TO_TEN
from cac.nlp.reading import Mention, Reading, Sentence

_COUNT = rf"(?:(?P<count>\d{{1,2}}|{UP_TO_TEN})\s*(?:x\s*)?)"
_SIZE = r"(?P<size>\d[\d,.]*)\s*-?\s*(?P<unit>units?|u|ml|cc|mg)\b"
_KIND = r"(?:(?:single|multi\w*|unit)[\s-]*(?:dose|use|patient)?\s+|preservative[\s-]free\s+){0,2}"
_VIALS = (
    re.compile(
        rf"{_COUNT}?\b{_SIZE}[\s-]*(?:x\s*(?P<times>\d{{1,2}})\s*)?{_KIND}vials?\b(?:\s*x\s*(?P<after>\d{{1,2}}))?",
        re.I,
    ),
    re.compile(
        rf"{_COUNT}?\b(?P<times>)vials?\b\W*(?:of\s+)?(?:[a-z]+\W+){{0,2}}?{_SIZE}(?:\s*(?:each\s*)?x\s*(?P<after>\d{{1,2}}))?",
        re.I,
    ),
    re.compile(rf"{_COUNT}\s*vials?\s+of\s+(?P<size>\d{{2,3}})\b(?P<unit>)(?P<times>)(?P<after>)", re.I),
)
_MADE_UP = re.compile(  # "200 units of X were reconstituted": what was opened, and no dose
    r"(?<![\d.,-])(?P<size>\d[\d,]*)\s*-?\s*(?P<unit>units?|u)\b(?:\s+of\s+[\w -]{1,40}?)?\s+(?:(?:were|was|is)\s+)?"
    r"(?:reconstituted|opened)\b|\breconstituted\s+(?P<size2>\d[\d,]*)\s*-?\s*(?P<unit2>units?|u)\b",
    re.I,
)
_LEFT = r"(?P<amount>\d[\d,.]*)\s*-?\s*(?P<unit>units?|u|ml|cc|mg|mcg)?\b"
_OF_WHAT = (
    r"(?:\s+(?:of|from|in)\s+(?:(?:the|a)\s+)?(?:\d[\d,.]*\s*-?\s*(?:units?|u|ml|cc|mg)\s*"
    rf"{_KIND}vials?|[^.;\d]{{1,40}}?))?"
)
_NDC = re.compile(r"\bNDC\b[\s#:.]*(?:(?:no|number|code)\b[\s#:.]*)?(\d[\d –-]{5,17}\d)", re.I)
_MARKS = str.maketrans("-.,;:()", "       ")  # as many characters as before: places stay what they are
_NEXT_DRUG = re.compile(r"[);]|\b(?:and|with|plus|then|followed)\b", re.I)
_NUMBERS = {word: number for number, word in enumerate(UP_TO_TEN.split("|"), 1)}
_BACK = 2  # sentences in which the drug of "the remaining 45 units were discarded" is looked for


@dataclass(slots=True)
class Container:
    """What the note says of the container of one drug; the names are those of `cac.records.Given`."""

    container: str = ""
    package: str = ""
    packages: int = 1
    discarded: str = ""
    ndc: str = ""
    compounded: bool = False

    def values(self) -> dict[str, Any]:
        """What is said, by name."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


def read_containers(given: Sequence[tuple[str, Mention]], reading: Reading) -> dict[str, Container]:
    """For each drug of which anything is said, its container.

    Args:
        given: the name of each drug given, and where it is told.
        reading: the note.
    """
    low = reading.text.lower()
    signs = [sign for sign in reading.lexicon.drugs.container_signs if sign in low]
    if not signs:
        return {}
    spots = {spot for sign in signs for spot in _all(sign, low)}
    found: dict[str, Container] = {}
    sentences = {}
    for spot in spots:
        sentence = reading.sentence_at(spot)
        if sentence is not None:
            sentences[sentence.index] = sentence
    for index in sorted(sentences):
        _Sentence(sentences[index], given, reading, found).read()
    return found


def _all(word: str, text: str) -> list[int]:
    spots, at = [], text.find(word)
    while at >= 0:
        spots.append(at)
        at = text.find(word, at + 1)
    return spots


class _Sentence:
    """What one sentence says of containers."""

    def __init__(
        self, sentence: Sentence, given: Sequence[tuple[str, Mention]], reading: Reading, found: dict[str, Container]
    ) -> None:
        self.sentence, self.given, self.reading, self.found = sentence, given, reading, found
        self.text = reading.text[sentence.start : sentence.end]
        self.low = f" {self.text.lower().translate(_MARKS)} "
        self.words = reading.lexicon.drugs

    def read(self) -> None:
        """Note everything."""
        if not self.given:
            return
        self._kind()
        self._package()
        self._discarded()
        for match in _NDC.finditer(self.text):
            drug = self._drug(match.start())
            if drug:
                self._of(drug).ndc = match[1].strip()
        if any(f" {word} " in self.low and f" not {word} " not in self.low for word in self.words.compounded):
            for name in self._named() or {name for name, _ in self.given}:
                self._of(name).compounded = True

    def _of(self, name: str) -> Container:
        return self.found.setdefault(name, Container())

    def _named(self) -> set[str]:
        return {name for name, mention in self.given if mention.sentence is self.sentence}

    def _drug(self, place: int, unit: str = "") -> str | None:
        """The drug of which words at ``place`` of the sentence speak; None where it is not plain which."""
        kinds = self.words.drugs
        toxins = {name for name, _ in self.given if name in kinds and kinds[name].kind == "toxin"}
        if unit[:1] == "u":
            return next(iter(toxins)) if len(toxins) == 1 else None
        here = self.sentence.start + place
        others = [m for label in ("drug", "contrast") for m in self.sentence.labels.get(label, ()) if m.value]
        # "Kenalog (single-dose vial, none discarded) and lidocaine": what stands behind "and" is another drug
        ahead = [m for m in others if m.start > here and _NEXT_DRUG.search(self.reading.text, here, m.start)]
        if ahead and any(m.end <= here for m in others):
            others = [m for m in others if m not in ahead]
        if others:
            nearest = min(others, key=lambda m: min(abs(m.start - here), abs(m.end - here)))
            name = nearest.value if nearest.label == "drug" else "contrast" if nearest.value == "agents" else ""
            return name if any(name == told for told, _ in self.given) else None
        if len(toxins) == 1:
            return next(iter(toxins))
        for back in range(1, _BACK + 1):
            index = self.sentence.index - back
            names = {name for name, mention in self.given if mention.sentence.index == index}
            if len(names) > 1:  # "Kenalog (single-dose vial; nothing wasted)": the one whose vial is told
                names = {name for name in names if name in self.found and self.found[name].container == "single_dose"}
                return next(iter(names)) if len(names) == 1 else None
            if names:
                return next(iter(names))
        return None

    def _kind(self) -> None:
        for kind, phrases in (("single_dose", self.words.single_dose), ("multi_dose", self.words.multi_dose)):
            for phrase in phrases:
                place = self.low.find(f" {phrase.replace('-', ' ')} ")
                drug = self._drug(place) if place >= 0 else None
                if drug:
                    held = self._of(drug)
                    held.container = kind if held.container in ("", kind) else ""
                    break

    def _package(self) -> None:
        for pattern in _VIALS:
            match = pattern.search(self.text)
            if match is None:
                continue
            drug = self._drug(match.start(), match["unit"].lower())
            if drug and not self._of(drug).package:
                held = self._of(drug)
                held.package = f"{match['size'].rstrip('.,')} {match['unit'] or 'units'}"
                held.packages = _number(match["count"] or match["times"] or match["after"] or "1")
            return
        opened = _MADE_UP.search(self.text)
        drug = self._drug(opened.start(), "u") if opened else None
        if opened and drug and not self._of(drug).package:
            self._of(drug).package = f"{opened['size'] or opened['size2']} units"

    def _discarded(self) -> None:
        thrown = "|".join(sorted(self.words.discarded, key=len, reverse=True))
        if not re.search(rf"\b(?:{thrown})\b", self.text, re.I):
            return
        if any(f" {word} " in self.low for word in self.words.not_discarded):
            return
        none = re.search(
            rf"\b(?:no|none|nothing|zero|without)\b(?:\s+\w+){{0,3}}?\s+(?:{thrown})\b|\b(?:{thrown})\b\s*[:=-]*\s*(?:none|no\b|nil|0(?!\.?\d))"
            rf"|\bnot\s+(?:{thrown})\b|(?<![\d.])0\s*(?:units?|u|ml|cc|mg)?\s+(?:was\s+|were\s+)?(?:{thrown})\b",
            self.text, re.I,
        )  # fmt: skip
        before = re.search(
            rf"(?<![\d.]){_LEFT}{_OF_WHAT}\s*(?:(?:was|were|is|then|unused|remaining|and|as|being|left|over)\s+){{0,4}}(?:{thrown})\b",
            self.text, re.I,
        )  # fmt: skip
        after = re.search(
            rf"\b(?:{thrown})\b[\s:=-]*(?:(?:of|was|were|amount)\s+)*(?:the\s+)?(?:remaining\s+)?{_LEFT}",
            self.text,
            re.I,
        )
        labelled = after if after and after["unit"] else None  # "TOTAL 155 U   Waste 45 U"
        match = none or labelled or before or after
        if match is None:
            return
        unit = "" if none else (match["unit"] or "").lower()
        drug = self._drug(match.start(), unit)
        if drug is None:
            return
        if none:
            said = "none"
        elif unit:
            said = f"{match['amount'].rstrip('.,')} {unit}"
        elif self.words.drugs.get(drug) and self.words.drugs[drug].kind == "toxin":
            said = f"{match['amount'].rstrip('.,')} units"
        else:
            return
        held = self._of(drug)
        held.discarded = said if held.discarded in ("", said) else "unclear"


def _number(said: str) -> int:
    return _NUMBERS.get(said.lower()) or int(said) or 1
