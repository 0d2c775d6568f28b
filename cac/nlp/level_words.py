"""Levels told in words, written as levels in the even text: "third and fourth lumbar nerve", "lumbosacral disc".

What reads levels behind this module sees "L3" and "L4" there; the offsets still lead to the words as dictated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Self

from cac.lexicon.numbers import ORDINAL_WORDS
from cac.lexicon.schema import LevelWords
from cac.lexicon.terms import alternatives

_ORDINAL = rf"(?:{'|'.join(ORDINAL_WORDS)}|\d{{1,2}}(?:st|nd|rd|th))"
_JOIN = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|to|through)\s+|\s*&\s*)(?:the\s+)?"
_WHERE = ("left", "right", "posterior", "dorsal", "anterior")  # may stand between: "first posterior sacral foramen"
_BEFORE = re.compile(rf"\b(?:{_ORDINAL}{_JOIN})*{_ORDINAL}\s+(?:(?:{'|'.join(_WHERE)})\s+)?\Z")
_ONE = re.compile(_ORDINAL)
_ENDINGS = ("st", "nd", "rd", "th")
_LOWEST = {"two": ("L4-5, L5-S1", "L4, L5"), "three": ("L3-4, L4-5, L5-S1", "L3, L4, L5")}
_LOWEST_LUMBAR = re.compile(
    r"\b(?:(two|three)\s+(?:lowest|bottom)|(?:lowest|bottom)\s+(two|three))\s+lumbar(?:\s+facet)?(?=\s+[a-z]+s\b)"
)
_PAIR = re.compile(r"([ctls])\s?(\d{1,2})\s+and\s+(?:the\s+)?([ctls])?\s?(\d{1,2})\b(?!\.\d)")
_NEXT_PAIR = re.compile(r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)(?:between\s+)?(?=[ctls]\s?\d{1,2}\s+and\s)")
_LAST = {"C": 7, "T": 12, "L": 5}
_FOLLOWING = {"C": "T1", "T": "L1", "L": "S1"}

Write = tuple[int, int, str]
"""Characters of the even text, and the level to be read there."""


class LevelReader(NamedTuple):
    """The words of the lexicon that make an ordinal or a region a level."""

    letters: Mapping[str, str]
    bones: re.Pattern[str]
    spaces: re.Pattern[str]
    joined: re.Pattern[str]
    between: re.Pattern[str]
    junctions: dict[str, str]

    @classmethod
    def of(cls, words: LevelWords) -> Self:
        """The reader of the lexicon."""
        return cls(
            words.letters,
            re.compile(rf"\s+(?>{alternatives(words.bones)})\b(?!\s+(?:{alternatives(words.not_bone_before)})\b)"),
            re.compile(rf"\s+(?:{alternatives(words.spaces)})\b"),
            re.compile(
                rf"\b(?:the|left|right|at)\s+({alternatives(words.junctions)})(?=\s+(?>{alternatives(words.junction_nouns)})\b"
                rf"(?!\s+(?:{alternatives(words.not_junction_before)})))"
            ),
            re.compile(rf"\bbetween\s+(?:the\s+)?(?:(?:{alternatives(words.bones)})\s+of\s+)?(?=[ctls]\s?\d)"),
            words.junctions,
        )

    def find(self, text: str) -> Iterator[Write]:
        """The levels told in words of ``text``, an even text, in no order."""
        low = text.lower()
        if len(low) != len(text):
            return
        for region, letter in self.letters.items():
            spot = low.find(region)
            while spot >= 0:
                yield from self._numbered(low, letter, spot, spot + len(region))
                spot = low.find(region, spot + 1)
        if any(junction in low for junction in self.junctions):
            for match in self.joined.finditer(low):
                yield match.start(1), match.end(1), self.junctions[match[1]]
        if "lowest" in low or "bottom" in low:
            for match in _LOWEST_LUMBAR.finditer(low):
                spaces, bones = _LOWEST[match[1] or match[2]]
                joints = match[0].endswith("facet") or self.spaces.match(low, match.end())
                if joints or self.bones.match(low, match.end()):
                    yield match.start(), match.end(), spaces if joints else bones

    def find_spaces(self, text: str) -> Iterator[Write]:
        """The spaces told by the bones between which they lie: "between L3 and L4, L4 and L5"."""
        low = text.lower()
        if "between" in low and len(low) == len(text):
            for opening in self.between.finditer(low):
                yield from _pairs(low, opening.end())

    def _numbered(self, low: str, letter: str, start: int, end: int) -> Iterator[Write]:
        """The levels of "third and fourth lumbar ...": each ordinal is written over, the last with its region."""
        before = low[max(start - 12, 0) : start].split()
        if not before or not (before[-1].endswith(_ENDINGS) or before[-1] in _WHERE):
            return
        space = self.spaces.match(low, end)
        if not space and not self.bones.match(low, end):
            return
        ordinals = _BEFORE.search(low, max(start - 90, 0), start)
        if not ordinals:
            return
        told = list(_ONE.finditer(low, ordinals.start(), start))
        for match in told:
            number = int(match[0][:-2]) if match[0][0].isdigit() else ORDINAL_WORDS.index(match[0]) + 1
            meant = _space(letter, number) if space else f"{letter}{number}"
            last = match is told[-1] and low[match.end() : start].isspace()
            yield match.start(), end if last else match.end(), meant


def _space(letter: str, number: int) -> str:
    """The space that the number of its upper vertebra names: the fifth lumbar interspace is L5-S1."""
    if number == _LAST.get(letter):
        return f"{letter}{number}-{_FOLLOWING[letter]}"
    return f"{letter}{number}-{number + 1}"


def _pairs(low: str, spot: int) -> Iterator[Write]:
    """The spaces of "between L3 and L4, L4 and L5"."""
    while pair := _PAIR.match(low, spot):
        upper, lower = f"{pair[1].upper()}{pair[2]}", f"{(pair[3] or pair[1]).upper()}{pair[4]}"
        if _space(upper[0], int(pair[2])) not in (f"{upper}-{lower}", f"{upper}-{lower[1:]}"):
            return
        yield pair.start(), pair.end(), f"{upper}-{lower}"
        following = _NEXT_PAIR.match(low, pair.end())
        if not following:
            return
        spot = following.end()
