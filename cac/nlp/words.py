r"""The words of a note: lower-case keys with their exact characters, dictation errors mended.

spaCy tokens keep every character and so cannot match "trans for\naminal" or a doubled space; the words here are what
the term trie walks. Offsets always point into the note as it came.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from cac.lexicon.numbers import SMALL_NUMBERS
from cac.lexicon.terms import Hit, Trie
from cac.nlp.forms import GLYPHS
from cac.nlp.spelling import Speller

_WORD = re.compile(  # the commonest words first; all in a group, so that `split` gives them too
    rf"([a-z]++(?![^\x00-&(-\x7f])|[{GLYPHS}]|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:\.\d+)?|[.,;:!?\[\]|]|"
    r"\(\s{0,2}[xXoO•●*]?\s{0,2}\)|\n(?=[^\S\n]*\n))"
)


_WRITTEN = frozenset(".,;:")
_TYPED = 15  # words: a mark written so near shows text that was typed
_LEVELS_MEANT = frozenset(f"{letter} {number}" for letter in "ctls" for number in SMALL_NUMBERS)
_TITLES = frozenset(["dr", "mr", "mrs", "ms", "prof"])  # the stop after these ends nothing


class TakenBack(NamedTuple):
    """Words that take something back; ``plain`` ones ("scratch that") say nothing else, unlike "sorry"."""

    start: int
    end: int
    plain: bool


@dataclass(slots=True)
class Words:
    """Parallel lists: ``keys`` lower-case words and punctuation, ``starts`` and ``ends`` their characters.

    ``spoken`` are the characters where a stop was said aloud, ``taken_back`` where something may be taken back,
    ``levels`` where a level was misheard ("see four"), with what was meant.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    spoken: list[int] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    levels: list[tuple[int, int, str]] = field(default_factory=list)

    def at(self, char: int) -> int:
        """The index of the first word that starts at or after ``char``."""
        return bisect_left(self.starts, char)

    def drop(self, start: int, end: int) -> None:
        """Forget the words from ``start`` to ``end``."""
        low, high = self.at(start), self.at(end)
        del self.keys[low:high], self.starts[low:high], self.ends[low:high]


def read_words(text: str, confusions: Trie, speller: Speller | None = None) -> Words:
    """Read the words of ``text``; word runs that the dictation lexicon knows become the words meant."""
    low = text.lower()
    pieces = _WORD.split(low if len(low) == len(text) else text)  # a gap, a word, a gap ...
    offsets = list(accumulate(map(len, pieces)))
    keys, starts, ends = pieces[1::2], offsets[:-1:2], offsets[1::2]
    if len(low) != len(text):
        keys = [key.lower() for key in keys]
    if "'" in text or "’" in text:
        keys = [key.replace("'", "").replace("’", "") for key in keys]
    if not _TITLES.isdisjoint(keys):
        _drop_stops_of_titles(keys, starts, ends)
    hits = sorted(confusions.find(keys, starts, ends), key=lambda hit: (hit.first, -hit.last))
    if not hits:
        if speller:
            speller.mend(keys, starts, ends)
        return Words(keys, starts, ends)
    out = Words([], [], [])
    position = free = 0
    for hit in hits:
        if hit.first < free:
            continue
        free = hit.last + 1
        meant = _meant(hit, keys, out)
        if meant is None:
            continue
        out.keys += keys[position : hit.first]
        out.starts += starts[position : hit.first]
        out.ends += ends[position : hit.first]
        for word in meant:  # each word meant covers the whole slip
            out.keys.append(word)
            out.starts.append(hit.start)
            out.ends.append(hit.end)
        position = hit.last + 1
    out.keys += keys[position:]
    out.starts += starts[position:]
    out.ends += ends[position:]
    if speller:
        speller.mend(out.keys, out.starts, out.ends)
    return out


def _drop_stops_of_titles(keys: list[str], starts: list[int], ends: list[int]) -> None:
    """Drop the stops of "Dr." and of "Dr. B.", which end nothing."""
    for index in [index for index, key in enumerate(keys) if key == "." and index][::-1]:
        before = keys[index - 1]
        if before in _TITLES or (len(before) == 1 and not _TITLES.isdisjoint(keys[max(index - 3, 0) : index - 1])):
            del keys[index], starts[index], ends[index]


def _meant(hit: Hit, keys: list[str], out: Words) -> list[str] | None:
    """The words meant by those of ``hit``; None when they are left as they are."""
    label, value = hit.entry.label, hit.entry.value
    if label == "confusion":
        if " ".join(value.split()[:2]) in _LEVELS_MEANT:
            out.levels.append((hit.start, hit.end, value))
        return value.split()
    if label == "mark":
        if not _WRITTEN.isdisjoint(keys[max(0, hit.first - _TYPED) : hit.last + _TYPED]):
            return None
        if value != ",":
            out.spoken.append(hit.end)
        return [value]
    if label == "takes_back":
        out.taken_back.append(TakenBack(hit.start, hit.end, plain=bool(value)))
    return None
