"""Dictation slips that no list holds: a long word of the specialty broken into pieces or misspelt by a letter or two.

"sim pathetic", "verta bro plasty" and "transforamenal" are one or two letters from exactly one known word of the same
first and last letters; ordinary English words are not. Only words of eight letters and more are mended this way.
Names of drugs and of places ("rom boyd", "bew piv a cane") are known by their consonants too, as an ear hears them,
when one of the pieces is no word of the lexicons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORTEST = 8
_MOST_PIECES = 4
_LONGEST = 19
_SHORTEST_HEARD = 7
_SAME_SOUND = (
    (re.compile(r"ph|v|gh"), "f"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ck|[cqg]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"th|d"), "t"),
    (re.compile(r"b"), "p"),
    (re.compile(r"[hwy]"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
_VOWELS = re.compile(r"[aeiou]+")


def _consonants(piece: str) -> str:
    """The consonants of a word as they are heard: "rhomboid" and "romboyd" are both "rmpt"."""
    for pattern, sound in _SAME_SOUND:
        piece = pattern.sub(sound, piece)
    return _VOWELS.sub("", piece)


def _distance(one: str, two: str, most: int) -> int:
    """Edit distance of two words, or ``most`` + 1 when it is larger."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(two, start=1):
            diagonal, row[j] = row[j], min(diagonal + (a != b), row[j] + 1, row[j - 1] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


class Speller:
    """Knows the long words of the lexicons by their first letter and last two."""

    __slots__ = ("_beginnings", "_ends", "_heard", "_known", "_sounds", "_words")

    def __init__(self, words: Iterable[str], known: Iterable[str], heard: Iterable[str] = ()) -> None:
        """Take the long ``words`` worth mending to, all ``known`` words, and the names ``heard`` by their sound."""
        self._words: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._known = frozenset(known)
        for word in sorted(set(words)):
            if len(word) >= _SHORTEST:
                self._words.setdefault(word[0] + word[-2:], []).append((word, frozenset(word)))
        self._heard: dict[str, list[str]] = {}
        for word in sorted(set(heard)):
            if len(word) >= _SHORTEST_HEARD and word.isalpha() and len(_consonants(word)) >= 4:
                self._heard.setdefault(_consonants(word), []).append(word)
        self._beginnings = frozenset(key[:size] for key in self._heard for size in range(1, len(key) + 1))
        self._sounds: dict[str, str] = {}  # of known words met so far; words of a note are never kept
        self._ends = frozenset(key[1:] for key in self._words)

    def _meant(self, written: str, exact: bool) -> str | None:
        candidates = self._words.get(written[0] + written[-2:])
        if not candidates:
            return None
        best: list[str] = []
        letters = frozenset(written)
        for word, has in candidates:
            if word == written:
                return word
            most = 0 if exact else 1 if len(word) < 11 else 2
            if (
                most
                and abs(len(word) - len(written)) <= most
                and len(letters ^ has) <= 2 * most
                and _distance(written, word, most) <= most
            ):
                best.append(word)
        return best[0] if len(best) == 1 else None

    def _sound(self, key: str) -> str:
        """The consonants of a word, remembered for the words of the lexicons."""
        sound = self._sounds.get(key)
        if sound is None:
            sound = _consonants(key)
            if key in self._known:
                self._sounds[key] = sound
        return sound

    def _sounds_like(self, pieces: list[str], heard: str) -> str | None:
        """The one name that these pieces sound like, when one of them is no word of the lexicons."""
        if self._known.issuperset(pieces) or any(len(p) >= _SHORTEST_HEARD and p in self._known for p in pieces):
            return None
        written = "".join(pieces)
        most = 1 if len(pieces) == 1 else 3 if len(written) > _SHORTEST_HEARD else 2
        near = sorted((_distance(written, name, most), name) for name in self._heard[heard] if name[0] == written[0])
        if not near or near[0][0] > most or (len(near) > 1 and near[1][0] == near[0][0]):
            return None
        return near[0][1]

    def _mend_heard(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        """Mend names misspelt or broken into pieces by their sound; the longest join first."""
        sounds = [self._sound(key) if key.isalpha() else " " for key in keys]
        for index in range(len(keys) - 1, -1, -1):
            heard = sounds[index]
            if heard not in self._beginnings:
                continue
            meant: tuple[int, str] | None = None
            if heard in self._heard and len(keys[index]) >= _SHORTEST_HEARD:
                word = self._sounds_like([keys[index]], heard)
                meant = (index, word) if word else None
            for last in range(index + 1, min(index + _MOST_PIECES, len(keys))):
                heard += sounds[last]
                if heard not in self._beginnings:
                    break
                if heard in self._heard and sounds[last]:
                    word = self._sounds_like(keys[index : last + 1], heard)
                    meant = (last, word) if word else meant
            if meant:
                last, word = meant
                keys[index : last + 1], sounds[index : last + 1] = [word], [" "]
                ends[index : last + 1] = [ends[last]]
                starts[index : last + 1] = [starts[index]]

    def mend(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        """Mend the word lists in place; a mended word covers all its pieces.

        Only near a word that the lexicons do not know, for known words say what they mean.
        """
        self._mend_heard(keys, starts, ends)
        known, last_two = self._known, self._ends
        strange = [key not in known and key.isalpha() for key in keys]
        index = 0
        while index < len(keys):
            if True not in strange[index : index + _MOST_PIECES]:
                index += _MOST_PIECES if True not in strange[index : index + 2 * _MOST_PIECES] else 1
                continue
            key = keys[index]
            if strange[index] and len(key) > _SHORTEST and key[-2:] in last_two:
                word = self._meant(key, exact=False)
                if word:
                    keys[index] = word
                    index += 1
                    continue
            if key.isalpha():
                last, word = self._joined(keys, index)
                if word:
                    keys[index : last + 1], strange[index : last + 1] = [word], [False]
                    ends[index : last + 1] = [ends[last]]
                    starts[index : last + 1] = [starts[index]]
            index += 1

    def _joined(self, keys: list[str], index: int) -> tuple[int, str | None]:
        """The word that the pieces from ``index`` on make together, and the last of them."""
        joined = keys[index]
        for last in range(index + 1, min(index + _MOST_PIECES, len(keys))):
            piece = keys[last]
            if not piece.isalpha():
                break
            joined += piece
            if len(joined) > _LONGEST:
                break
            if len(joined) < _SHORTEST or joined[0] + joined[-2:] not in self._words:
                continue
            if last == index + 1 and keys[index] in self._known and piece in self._known:
                continue
            word = self._meant(joined, exact=len(joined) < 10)
            if word:
                return last, word
        return index, None
