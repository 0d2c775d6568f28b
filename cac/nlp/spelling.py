"""Dictation slips that no list holds: a long word of the specialty broken into pieces or misspelt by a letter or two.

"sim pathetic", "verta bro plasty" and "transforamenal" are one or two letters from exactly one known word of the same
first and last letters; ordinary English words are not. Only words of eight letters and more are mended this way.
All but everyday words ("rom boyd", "bew piv a cane") are known by their consonants too, as an ear hears them, when one
of the pieces is no word of the lexicons and letters or syllables are near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SHORTEST = 8
_MOST_PIECES = 4
_LONGEST = 19
_SHORTEST_HEARD = 7
_MOST_HEARD = 6
_LONGEST_HEARD = 26
_MOST_LETTERS = 5
_NEVER_FIRST = frozenset(["to", "be", "for", "so", "mark", "all"])
_PARTING = frozenset(["the", "and", "with", "was", "were", "that", "this", "not", "no", "his", "at"])
_SAME_SOUND = (
    ("tion", "sn"), ("sion", "sn"), ("shun", "sn"), ("ph", "f"), ("gh", "f"), ("ck", "k"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"), ("x", "ks"),
)  # fmt: skip
_ONE_LETTER = str.maketrans({"v": "f", "z": "s", "c": "k", "q": "k", "g": "k", "d": "t", "b": "p", "h": "", "w": ""})
_NO_VOWELS = _ONE_LETTER | str.maketrans("", "", "aeiouy")
_ONE_VOWEL = _ONE_LETTER | str.maketrans("eiouy", "aaaaa")
_VOWELS = frozenset("aeiou")
_DOUBLED = re.compile(r"(.)\1+")


def _sound(piece: str, letters: Mapping[int, int | str | None]) -> str:
    if piece[:1] == "x":
        piece = "s" + piece[1:]
    for written, sound in _SAME_SOUND:
        if written in piece:
            piece = piece.replace(written, sound)
    return _DOUBLED.sub(r"\1", piece.translate(letters))


def _consonants(piece: str) -> str:
    """The consonants of a word as they are heard: "rhomboid" and "romboyd" are both "rmpt"."""
    return _sound(piece, _NO_VOWELS)


def _syllables(piece: str) -> str:
    """The same with every vowel as "a", so that "inter" and "intra" differ."""
    return _sound(piece, _ONE_VOWEL)


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


def _apart(written: str, word: str, heard: str, pieces: int) -> int | None:
    """How many letters a word of the same consonants is away; None when it is not near enough to be the one meant."""
    if written[0] != word[0] and (written[0] in _VOWELS) != (word[0] in _VOWELS):
        return None
    letters = _distance(written, word, _MOST_LETTERS)
    if letters > _MOST_LETTERS:
        return None
    if letters <= (1 if pieces == 1 else 2):
        return letters
    syllables = _distance(_syllables(written), _syllables(word), 2)
    if pieces == 1:
        return letters if letters == 2 and syllables == 0 else None
    most = 0 if len(heard) < 4 + letters // 3 else 1 if len(heard) < 7 else 2
    return letters if syllables <= most else None


class Speller:
    """Knows the long words of the lexicons by their first letter and last two, and by their consonants."""

    __slots__ = ("_beginnings", "_ends", "_heard", "_known", "_sounds", "_words")

    def __init__(self, words: Iterable[str], known: Iterable[str], heard: Iterable[str] = ()) -> None:
        """Take the long ``words`` worth mending to, all ``known`` words, and those ``heard`` by their sound."""
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
        """The one word that these pieces sound like, when one of them is no word of the lexicons."""
        if self._known.issuperset(pieces) or (len(pieces) == 2 and pieces[0] in _NEVER_FIRST):
            return None
        if any(len(p) >= _SHORTEST_HEARD and p in self._known for p in pieces):
            return None
        written = "".join(pieces)
        if len(written) > _LONGEST_HEARD:
            return None
        near = sorted(
            (apart, word)
            for word in self._heard[heard]
            if (apart := _apart(written, word, heard, len(pieces))) is not None
        )
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return None
        return near[0][1]

    def _mend_heard(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        """Mend words broken into pieces by their sound; the longest join first."""
        beginnings, heards, known = self._beginnings, self._heard, self._known
        near: set[int] = set()  # words that a join with one that is not known may hold
        for index, key in enumerate(keys):
            if key not in known and key.isalpha():
                near.update(range(index - _MOST_HEARD + 1, index + _MOST_HEARD))
        if not near:
            return
        count = len(keys)
        sounds = [" "] * count
        for index in near:
            key = keys[index] if 0 <= index < count else ""
            # "capit is" is rare, "cap it is" is not
            if key.isalpha() and key not in _PARTING and not (key == "is" and keys[index - 1] != "it"):
                sounds[index] = self._sound(key)
        index = 0
        while index < count - 1:
            heard = sounds[index]
            if heard not in beginnings and (heard or sounds[index + 1] not in beginnings):
                index += 1
                continue
            meant: tuple[int, str] | None = None
            for last in range(index + 1, min(index + _MOST_HEARD, count)):
                sound = sounds[last]
                heard += sound[1:] if heard[-1:] == sound[:1] else sound
                if heard not in beginnings:
                    break
                if heard in heards:
                    word = self._sounds_like(keys[index : last + 1], heard)
                    meant = (last, word) if word and (sound or not meant or meant[1] != word) else meant
            if meant:
                last, word = meant
                keys[index : last + 1], sounds[index : last + 1] = [word], [" "]
                ends[index : last + 1] = [ends[last]]
                starts[index : last + 1] = [starts[index]]
                count = len(keys)
            index += 1

    def mend(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        """Mend the word lists in place; a mended word covers all its pieces.

        Only near a word that the lexicons do not know, for known words say what they mean.
        """
        self._mend_heard(keys, starts, ends)
        known, last_two = self._known, self._ends
        strange = [key not in known and key.isalpha() for key in keys]
        near = bytearray(len(keys))  # from here a join reaches a word that is not known
        for index, unknown in enumerate(strange):
            if unknown:
                low = max(index - _MOST_PIECES + 1, 0)
                near[low : index + 1] = b"\x01" * (index + 1 - low)
        index = 0
        while (index := near.find(1, index)) >= 0:
            key = keys[index]
            if strange[index] and len(key) > _SHORTEST and key[-2:] in last_two:
                word = self._meant(key, exact=False)
                if word:
                    keys[index] = word
                    index += 1
                    continue
            if strange[index] and len(key) >= _SHORTEST_HEARD:
                heard = _consonants(key)
                word = self._sounds_like([key], heard) if heard in self._heard else None
                if word:
                    keys[index] = word
                    index += 1
                    continue
            if key.isalpha():
                last, word = self._joined(keys, index)
                if word:
                    keys[index : last + 1], strange[index : last + 1] = [word], [False]
                    near[index : last + 1] = b"\x00"
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
