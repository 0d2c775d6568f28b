"""Spinal levels as dictated.

"L34, L45, L5S1", "L3-L5", "L 4 5", "L five S one", "C5/6", "L3, 4, and 5", "lumbar 4-5".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cac.lexicon.numbers import ORDINAL_WORDS, SMALL_NUMBERS

_NUMBERS = {word: number for number, word in enumerate(SMALL_NUMBERS, start=1)} | {"for": 4, "fore": 4}
_ORDINALS = {word: number for number, word in enumerate(ORDINAL_WORDS, start=1)}
_HIGHEST = {"C": 8, "T": 12, "L": 5, "S": 5}
_BONES = [
    *(f"C{n}" for n in range(8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
]
_NERVES = [*(f"C{n}" for n in range(9)), *_BONES[8:]]
RANK = {name: rank for rank, name in enumerate(_NERVES)}

_NUM = rf"(?:\d{{1,4}}|{'|'.join(SMALL_NUMBERS)})"
_UNIT = (  # what follows a level is no unit: "L4 5 ml" is one level
    r"(?!\w)(?!\s*(?:-\s*)?(?:ml|mg|cc|%|units?\b|mcg|gauge|grams?\b|mm\b|cm\b|degrees|seconds|minutes|inch|percent"
    r"|days?\b|weeks?\b|months?\b|years?\b|x\b|hours?\b|times\b|:\d|g\b|lesions?\b|needles?\b|leads?\b|/\s*10\b))"
    r"(?!\.\d)"
)
# Begins with a set of letters in both cases, for such a set is what `re` looks for without trying each character.
_START = re.compile(
    rf"(?P<letter>[CTLSctls])(?<![A-Za-z0-9'’].)(?<![A-Za-z]&.)(?i:(?P<word>umbar|ervical|horacic)\s+"
    rf"(?=\d{{1,2}}\s?[-/ ]\s?\d)|(?:\s?-\s?|\s|\.)?)"
    rf"(?P<num>(?i:{_NUM}))(?![A-BD-KM-RU-Za-bd-km-ru-z0-9]|[CTLSctls](?:\D|\Z))(?!\w*\.\d)"
)
_GLUED = re.compile(r"(?:\s?[-–/]?\s?)?(?P<letter>[CTLS])-?(?P<num>\d{1,2})(?!\d)", re.I)
_JOIN = re.compile(rf"\s*(?:-|–|—|/|\b(?:dash|slash|hyphen)\b)\s*(?P<letter>[CTLS])?[ \-]?(?P<num>{_NUM}){_UNIT}", re.I)
_SPACE = re.compile(rf"\s(?P<letter>[CTLS])?\s?(?P<num>{_NUM}){_UNIT}", re.I)
_TO = re.compile(
    rf"\s+(?:to|through|thru|down\sto|down\sthrough)\s+(?:the\s+)?(?P<letter>[CTLS])?[ \-]?(?P<num>{_NUM}){_UNIT}", re.I
)
_AND = re.compile(
    rf"\s*(?:,\s*(?:and\s|&|plus\s|or\s)?|\band\b(?:\s+at|\s+the)?|&|\+|\bplus\b|\bas well as\b|;)"
    rf"\s*(?P<letter>[CTLS])?[ \-]?(?P<num>{_NUM}){_UNIT}",
    re.I,
)
# Before "c six" and its like in small letters, so that "vitamin c two tablets" is none.
_LED = re.compile(r"\b(?:at|the|of|to|level|levels|left|right|bilateral|bilaterally|both)\s+\Z", re.I)
_UNMISTAKEN = re.compile(r"l\s|t\s(?:five|six|seven|eight|nine|ten|eleven|twelve|[5-9]|1[0-2])\b", re.I)
_FOLLOWED = re.compile(
    r"\s+(?:medial branch|nerve|level|vertebra|root|foram|dorsal ra[my]|transverse process|pedicle|lamina|joint|facet"
    r"|dis[ck]|interspace|inter space|body|bodies|neural|trans ?foram|selective)",
    re.I,
)


# "L three four, four five": the next pair begins where the last one ended.
_NEXT_PAIR = re.compile(rf"\s(?P<letter>(?!))?(?P<num>{_NUM})(?=[ \-]{_NUM}{_UNIT}|[ \-][S]\s?{_NUM}{_UNIT})", re.I)
_SECOND = re.compile(
    rf"(?:\s{{2,}}|\s*(?:,|\band\b|,\s*and\b)\s*(?:at\s+)?)(?:[CTLS]\s{_NUM}|{_NUM}(?=\s+medial\b)){_UNIT}", re.I
)


class Item(NamedTuple):
    """One level: ``kind`` is "space" (L4-L5), "single" (L4) or "range" (L3 to L5, not adjacent)."""

    kind: str
    upper: str
    lower: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name of the place: "L4-L5" or "L4"; of a range its two ends."""
        return f"{self.upper}-{self.lower}" if self.lower else self.upper


class Group(NamedTuple):
    """Levels listed together, with the characters of the whole list."""

    items: tuple[Item, ...]
    start: int
    end: int


def adjacent(upper: str, lower: str) -> bool:
    """Whether a disc lies between these two vertebrae."""
    return upper in _BONES and lower in _BONES and _BONES.index(lower) - _BONES.index(upper) == 1


def between(upper: str, lower: str, nerves: bool = False) -> list[str]:
    """All vertebrae (or nerves) from ``upper`` to ``lower``."""
    order = _NERVES if nerves else _BONES
    if upper not in order or lower not in order:
        return [upper, lower]
    return order[order.index(upper) : order.index(lower) + 1]


def shifted(item: Item, steps: int, start: int, end: int) -> Item | None:
    """The level of the same kind so many steps towards the tail (negative: the head), told at ``start:end``."""
    names = [item.upper, item.lower] if item.lower else [item.upper]
    order = _BONES if item.lower or item.upper not in _NERVES else _NERVES
    places = [order.index(name) + steps for name in names if name in order]
    if item.kind == "range" or len(places) != len(names) or min(places) < 0 or max(places) >= len(order):
        return None
    moved = [order[place] for place in places]
    return Item(item.kind, moved[0], moved[1] if item.lower else "", start, end)


def _number(text: str) -> int:
    return _NUMBERS.get(text.lower()) or int(text)


def _name(letter: str, number: int) -> str | None:
    letter = letter.upper()
    return f"{letter}{number}" if (0 if letter == "C" else 1) <= number <= _HIGHEST[letter] else None


def _compact(letter: str, digits: str) -> tuple[str, str] | None:
    """Two levels in one number: "34" after L means L3-L4; "1112" after T means T11-T12; "51" after L means L5-S1."""
    letter = letter.upper()
    half = len(digits) // 2
    for cut in {half, 1, 2}:
        if 0 < cut < len(digits):
            low = f"{letter}{int(digits[:cut])}"
            high = f"{letter}{int(digits[cut:])}"
            if adjacent(low, high):
                return low, high
    if letter == "L" and digits == "51":
        return "L5", "S1"
    return None


def _below(upper: str, letter: str | None, number: int) -> str | None:
    """The lower end named after ``upper``: "5-1" after L is S1, "12-1" after T is L1."""
    if letter:
        return _name(letter, number)
    same = _name(upper[0], number)
    if same and RANK[same] > RANK[upper]:
        return same
    return {("L5", 1): "S1", ("T12", 1): "L1", ("C7", 1): "T1"}.get((upper, number))


def find_levels(text: str, start: int = 0, end: int | None = None) -> list[Group]:
    """All level lists of ``text[start:end]``; offsets count from the beginning of ``text``."""
    end = len(text) if end is None else end
    groups: list[Group] = []
    position = start
    while True:
        match = _START.search(text, position, end)
        if not match:
            return groups
        letter = match["letter"].upper()
        items: list[Item] = []
        stop = _read_atom(text, letter, match["num"], match.start(), match.end(), end, items)
        spoken = not match["word"] and match["letter"].islower() and not text[match.start() + 1].isdigit()
        alone = spoken and len(items) == 1 and items[0].kind == "single"
        if stop is None or (alone and not _is_spoken(text, start, match.start(), stop, end)):
            position = match.end()
            continue
        while True:
            following = _AND.match(text, stop, end) or _NEXT_PAIR.match(text, stop, end)
            if not following:
                break
            if following.re is _NEXT_PAIR and following["num"].lower() not in _spoken_number(items[-1].lower):
                break
            last = items[-1].lower or items[-1].upper
            next_letter = following["letter"]
            number = following["num"]
            if not next_letter:
                if not number.isdigit() and number.lower() not in _NUMBERS:
                    break
                name = _name(last[0], _number(number)) if len(number) <= 2 or not number.isdigit() else None
                pair = _JOIN.match(text, following.end("num"), end)
                unlisted = (name is None and not (number.isdigit() and _compact(last[0], number))) or (
                    name and RANK[name] <= RANK[items[-1].upper] and not pair
                )
                if unlisted and not (pair and (last == "S1" or last[0] == "L")):
                    break
                next_letter = items[-1].upper[0] if items[-1].kind != "single" or name else last[0]
            spot = following.start("letter") if following["letter"] else following.start("num")
            after = _read_atom(text, next_letter, number, spot, following.end("num"), end, items)
            if after is None:
                break
            stop = after
        groups.append(Group(tuple(items), items[0].start, stop))
        position = stop


def _spoken_number(level: str) -> tuple[str, ...]:
    """The number of a level in digits and as a word."""
    return (level[1:], SMALL_NUMBERS[int(level[1:]) - 1]) if level[1:] not in ("", "0") else ()


def _is_spoken(text: str, low: int, start: int, stop: int, end: int) -> bool:
    """Whether a small letter with a number, told alone, is a level: by the word before, after, or a second level."""
    return bool(
        _UNMISTAKEN.match(text, start, stop)
        or _LED.search(text, max(low, start - 12), start)
        or _FOLLOWED.match(text, stop, end)
        or _SECOND.match(text, stop, end)
    )


def _read_atom(text: str, letter: str, number: str, start: int, stop: int, end: int, items: list[Item]) -> int | None:
    """Read one level from its first number on; append it and return where it ends (None: no level)."""
    value = _number(number) if not (number.isdigit() and len(number) > 2) else 99
    upper = _name(letter, value)
    if upper is None:
        pair = _compact(letter, number) if number.isdigit() else None
        if pair is None:
            return None
        items.append(Item("space", pair[0], pair[1], start, stop))
        return stop
    chain = [upper]
    kinds: list[str] = []
    while True:
        found, kind = None, ""
        for pattern, name in (
            (_GLUED if len(chain) == 1 else None, "glued"),
            (_JOIN, "join"),
            (_TO, "to"),
            (_SPACE, "space"),
        ):
            if pattern is None:
                continue
            found = pattern.match(text, stop, end)
            if found:
                kind = name
                break
        if not found:
            break
        digits = found["num"]
        lower = (
            _below(chain[-1], found["letter"], _number(digits)) if not (digits.isdigit() and len(digits) > 2) else None
        )
        if lower is None or lower not in RANK or RANK[lower] <= RANK[chain[-1]]:
            break
        if kind == "space" and not adjacent(chain[-1], lower):
            break
        chain.append(lower)
        kinds.append(kind)
        stop = found.end()
        if kind == "to":
            break
    if len(chain) == 1:
        items.append(Item("single", upper, "", start, stop))
    elif len(chain) == 2 and adjacent(*chain):
        items.append(Item("space", chain[0], chain[1], start, stop))
    elif kinds and all(kind == "space" for kind in kinds):
        items.extend(Item("single", name, "", start, stop) for name in chain)
    else:
        items.append(Item("range", chain[0], chain[-1], start, stop))
    return stop


_RIB_NUMBER = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(ORDINAL_WORDS)}|{'|'.join(SMALL_NUMBERS)})"
    r"(?:\s*(?:,\s*and|,|and|&|-|–|to|through|thru)\s*(?:the\s+)?|\s+)?"
)
_NO_RIB = (  # "below each rib, two cycles", "at the ribs, three nerves in all"
    r"(?:freeze|thaw|cycle|min|sec|mm\b|cm\b|needle|probe|pass(?:es)?\b|time|lesion|day|week|hour|degree|gauge|volt|hz)"
    r"|(?:nerve|level|rib|space|site)s?\s+in\s+(?:all|total)"
)
_RIBS = re.compile(
    rf"(?P<list>(?:(?:#\s?)?{_RIB_NUMBER}){{1,10}})\s*(?:left\s|right\s)?(?:rib|intercostal|interspace|space)s?\b"
    r"|(?:ribs?|interspaces?|spaces?|intercostals?(?: nerves?)?(?: spaces?| blocks?| injections?)?|levels?)[\s,:]*"
    r"(?:left|right|bilateral|on the left|on the right)?[\s,:]*(?:#\s?)?"
    rf"(?P<after>(?:{_RIB_NUMBER}){{1,10}})(?!\s*(?:ml|cc|mg|%|{_NO_RIB}))",
    re.I,
)
_RIBS_DONE = re.compile(  # the word "rib" may stand in the next sentence
    rf"\b(?:did|blocked|injected)\s+(?P<told>(?:{_RIB_NUMBER}){{2,10}})(?=[^\n]{{0,80}}\bribs?\b)", re.I
)
_RIBS_AGAIN = re.compile(  # "this was repeated for the eighth and the ninth"
    rf"\b(?:repeated|done|performed|out|injected)\s+(?:for|at|on|under)\s+the\s+(?P<told>(?:{_RIB_NUMBER}){{1,10}})"
    r"(?!\s*(?:ml|cc|mg|%|min|time|visit|week|day))",
    re.I,
)
_COUNTS = frozenset([*SMALL_NUMBERS, *(str(number) for number in range(1, 13))])
_RIB = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?|([a-z]+)", re.I)


def find_ribs(text: str, start: int, end: int) -> list[tuple[list[str], int, int, bool]]:
    """Intercostal levels told by rib or space ("ribs 5 through 8"): names, start, end, whether an act leads them."""
    found = []
    done = [match for match in _RIBS_DONE.finditer(text, start, min(end + 120, len(text))) if match.end() <= end]
    done += _RIBS_AGAIN.finditer(text, start, end)
    for match in (*_RIBS.finditer(text, start, end), *done):
        group = match.lastgroup or "list"
        if group == "list" and match["list"].strip().lower() in _COUNTS and match.group()[-1] in "sS":
            continue  # "each of those three ribs"
        numbers: list[int] = []
        ranged = False
        for digits, word in _RIB.findall(match[group].replace("-", " to ").replace("–", " to ")):
            word = word.lower()
            number = int(digits) if digits else _ORDINALS.get(word) or _NUMBERS.get(word) or 0
            if word in ("to", "through", "thru"):
                ranged = True
            elif 1 <= number <= 12:
                numbers += range(numbers[-1] + 1, number + 1) if ranged and numbers else [number]
                ranged = False
        if numbers:
            found.append(
                ([f"T{number}" for number in dict.fromkeys(numbers)], match.start(), match.end(), group == "told")
            )
    return found
