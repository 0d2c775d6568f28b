"""What drugs came in: single-dose or multi-dose, its size, what was left of it, its NDC, whether it was compounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from cac.facts.discarded import BOX, KIND, NOTHING, THE_REST, read_discarded
from cac.lexicon.numbers import ANY_NUMBER, UP_TO_TEN
from cac.nlp.reading import Mention, Reading, Sentence

_COUNT = rf"(?:(?<![\w.-])(?P<count>[1-9]|{UP_TO_TEN})\s*(?:x\s*)?)"
_SIZE = rf"(?<![\d.,])(?P<size>\d[\d,.]*|\b(?:{ANY_NUMBER}))\s*-?\s*(?P<unit>units?|u|ml|cc|mg)\b"
SIZE_AFTER = re.compile(rf"[\s-]*{KIND}{BOX}", re.I)
"""What makes the amount before it the size of a container."""
_VIALS = (
    re.compile(
        rf"{_COUNT}?\b{_SIZE}[\s-]*(?:x\s*(?P<times>\d{{1,2}})\s*)?{KIND}{BOX}(?:\s*x\s*(?P<after>\d{{1,2}}))?",
        re.I,
    ),
    re.compile(  # not "vial, 1 mL given": that is no size
        rf"{_COUNT}?\b(?P<times>){BOX}(?:[\s(:=-]*|,\s*(?=\d[\w\s-]*\beach\b))(?:of\s+)?(?:[a-z]+[\s(:=-]+){{0,2}}?{_SIZE}"
        r"(?!\s*/)(?:\s*(?:each\s*)?x\s*(?P<after>\d{1,2}))?",
        re.I,
    ),
    re.compile(rf"{_COUNT}\s*{BOX}\s+of\s+(?P<size>\d{{2,3}})\b(?P<unit>)(?P<times>)(?P<after>)", re.I),
)
_MADE_UP = re.compile(  # "200 units of X were reconstituted": what was opened, and no dose
    r"(?<![\d.,-])(?P<size>\d[\d,]*)\s*-?\s*(?P<unit>units?|u)\b(?:\s+of\s+[\w -]{1,40}?)?\s+(?:(?:were|was|is)\s+)?"
    r"(?:reconstituted|opened)\b|\breconstituted\s+(?P<size2>\d[\d,]*)\s*-?\s*(?P<unit2>units?|u)\b",
    re.I,
)
_AMOUNT = r"\d[\d,.]*\s*-?\s*(?:mg|ml|cc)\b"
_SYRINGE = re.compile(  # filled by the maker, and so the dose: "one 48 mg syringe", "a 6 mL (48 mg) syringe"
    rf"(?:\b(?P<count>a|an|the|[1-9]|{UP_TO_TEN})\s+)?(?:(?P<amount>{_AMOUNT})(?:\s*[/(]\s*{_AMOUNT}\)?)?[\s-]*)?"
    r"(?:(?:pre-?filled|single[\s-](?:use|dose)|full|whole|entire)[\s-]+){0,2}syringes?\b",
    re.I,
)
_OTHER_SYRINGE = re.compile(
    r"aspirat|lidocaine|local|anesth|contrast|saline|loss of resistance|attached|connected", re.I
)
_NDC = re.compile(r"\bNDC\b[\s#:.]*(?:(?:no|number|code)\b[\s#:.]*)?(\d[\d –-]{5,17}\d)", re.I)
_MARKS = str.maketrans("-.,;:()", "       ")  # as many characters as before: places stay what they are
_NEXT_DRUG = re.compile(r"[,);]|\b(?:and|with|plus|then|followed)\b", re.I)
_NUMBERS = {word: number for number, word in enumerate(UP_TO_TEN.split("|"), 1)}
_NEAR_SYRINGE = 25  # characters
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


class Syringe(NamedTuple):
    """A syringe that came filled: where it is told, how many of them, and its amounts, by their names in `Given`."""

    sentence: Sentence
    start: int
    end: int
    number: int
    values: dict[str, str]


def read_syringe(mention: Mention, reading: Reading) -> Syringe | None:
    """What a note says of the filled syringes of a drug: beside its name, or in the next sentences that name no other.

    None where it gives no number and no amount, as a syringe that is drawn up or aspirated with has none of the drug.
    """
    first = mention.sentence.index
    for sentence in reading.sentences[first : first + _BACK + 1]:
        if any(m.value != mention.value for m in sentence.labels.get("drug", ())):
            break
        for match in _SYRINGE.finditer(reading.text, sentence.start, sentence.end):
            count, amount = (match["count"] or "").lower(), match["amount"]
            beside = reading.text[max(sentence.start, match.start() - _NEAR_SYRINGE) : match.end() + _NEAR_SYRINGE]
            if (count in ("", "the") and not amount) or _OTHER_SYRINGE.search(beside):
                continue
            number = 1 if count in ("", "a", "an", "the") else _number(count)
            return Syringe(sentence, match.start(), match.end(), number, _of_syringes(number, amount))
    return None


def _of_syringes(number: int, amount: str | None) -> dict[str, str]:
    if not amount:
        return {"dose": f"{number} syringe{'s' if number > 1 else ''}"}
    size, unit = re.fullmatch(r"([\d,.]*?)[,.]?\s*-?\s*([a-z]+)", amount, re.I).groups()  # type: ignore[union-attr]
    whole = size if number == 1 else f"{number * float(size.replace(',', '')):g}"
    return {"dose" if unit.lower() == "mg" else "volume": f"{whole} {unit}"}


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
                for place in _all(f" {phrase.replace('-', ' ')} ", self.low):
                    drug = self._drug(place)
                    if drug:
                        held = self._of(drug)
                        held.container = kind if held.container in ("", kind) else ""

    def _package(self) -> None:
        taken: list[tuple[int, int]] = []
        for pattern in _VIALS:
            for match in pattern.finditer(self.text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                drug = self._drug(match.start("size"), match["unit"].lower())
                if drug and not self._of(drug).package:
                    held = self._of(drug)
                    held.package = f"{match['size'].rstrip('.,')} {match['unit'] or 'units'}"
                    count = "" if self._in_name(match.start()) else match["count"]
                    held.packages = _number(count or match["times"] or match["after"] or "1")
        opened = None if taken else _MADE_UP.search(self.text)
        drug = self._drug(opened.start(), "u") if opened else None
        if opened and drug and not self._of(drug).package:
            self._of(drug).package = f"{opened['size'] or opened['size2']} units"

    def _in_name(self, place: int) -> bool:
        """Whether this character of the sentence belongs to the name of a drug: the 3 of "Gelsyn-3"."""
        here = self.sentence.start + place
        return any(
            m.start <= here < m.end for label in ("drug", "contrast") for m in self.sentence.labels.get(label, ())
        )

    def _discarded(self) -> None:
        for said in read_discarded(self.text, self.words):
            if said.amount != NOTHING and any(f" {word} " in self.low for word in self.words.not_discarded):
                continue
            drug = self._drug(said.start, said.unit)
            if drug is None:
                continue
            amount = said.amount
            if amount not in (NOTHING, THE_REST):
                kind = self.words.drugs.get(drug)
                unit = said.unit or ("units" if kind and kind.kind == "toxin" else "")
                if not unit:
                    continue
                amount = f"{amount} {unit}"
            held = self._of(drug)
            held.discarded = _both(held.discarded, amount)


def _both(one: str, two: str) -> str:
    """What two statements say together: an amount is more exact than "the rest"; two amounts are unclear."""
    if one in ("", two):
        return two
    if NOTHING not in (one, two) and THE_REST in (one, two):
        return two if one == THE_REST else one
    return "unclear"


def _number(said: str) -> int:
    return _NUMBERS.get(said.lower()) or int(said) or 1
