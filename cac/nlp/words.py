r"""The words of a note: lower-case keys with their exact characters, dictation errors mended.

spaCy tokens keep every character and so cannot match "trans for\naminal" or a doubled space; the words here are what
the term trie walks. Offsets always point into the note as it came.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from cac.lexicon.terms import Trie
from cac.nlp.forms import GLYPHS
from cac.nlp.spelling import Speller

_WORD = re.compile(
    rf"[{GLYPHS}]|"
    r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:\.\d+)?|[.,;:!?\[\]|]|\(\s{0,2}[xXoO•●*]?\s{0,2}\)|\n(?=[^\S\n]*\n)"
)


_TITLES = frozenset(["dr", "mr", "mrs", "ms", "prof"])  # the stop after these ends nothing


@dataclass(slots=True)
class Words:
    """Parallel lists: ``keys`` lower-case words and punctuation, ``starts`` and ``ends`` their characters."""

    keys: list[str]
    starts: list[int]
    ends: list[int]

    def at(self, char: int) -> int:
        """The index of the first word that starts at or after ``char``."""
        return bisect_left(self.starts, char)


def read_words(text: str, confusions: Trie, speller: Speller | None = None) -> Words:
    """Read the words of ``text``; word runs that the dictation lexicon knows become the words meant."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(text):
        key = match.group().lower()
        if (
            key == "."
            and keys
            and (keys[-1] in _TITLES or (len(keys[-1]) == 1 and len(keys) > 1 and keys[-2] in _TITLES))
        ):
            continue
        if "'" in key or "’" in key:
            key = key.replace("'", "").replace("’", "")
        keys.append(key)
        starts.append(match.start())
        ends.append(match.end())
    hits = list(confusions.find(keys, starts, ends))
    if not hits:
        if speller:
            speller.mend(keys, starts, ends)
        return Words(keys, starts, ends)
    out = Words([], [], [])
    position = 0
    for hit in hits:
        if hit.first < position:
            continue
        for index in range(position, hit.first):
            out.keys.append(keys[index])
            out.starts.append(starts[index])
            out.ends.append(ends[index])
        for meant in hit.entry.value.split():  # each word meant covers the whole slip
            out.keys.append(meant)
            out.starts.append(hit.start)
            out.ends.append(hit.end)
        position = hit.last + 1
    out.keys += keys[position:]
    out.starts += starts[position:]
    out.ends += ends[position:]
    if speller:
        speller.mend(out.keys, out.starts, out.ends)
    return out
