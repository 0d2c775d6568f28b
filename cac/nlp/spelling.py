"""Dictation slips that no list holds: a long word of the specialty broken into pieces or misspelt by a letter or two.

"sim pathetic", "verta bro plasty" and "transforamenal" are one or two letters from exactly one known word of the same
first and last letters; ordinary English words are not. Only words of eight letters and more are mended this way.
All but everyday words ("rom boyd", "bew piv a cane") are known by their consonants too, as an ear hears them, when one
of the pieces is no word of the lexicons and letters or syllables are near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import compress, count

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
    heard = piece.translate(letters)
    return heard if len(set(heard)) == len(heard) else _DOUBLED.sub(r"\1", heard)


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

    def _parts(self, keys: list[str], index: int) -> bool:
        """Whether a word is never a piece of another; "capit is" is rare, "cap it is" is not."""
        key = keys[index]
        return not key.isalpha() or key in _PARTING or (key == "is" and keys[index - 1] != "it")

    def _heard_from(self, keys: list[str], strange: list[int]) -> list[int]:
        """Where a word may begin of which one of the ``strange`` words is a piece by its sound."""
        starts: set[int] = set()
        for spot in strange:
            starts.add(spot)
            for index in range(spot - 1, max(spot - _MOST_HEARD, -1), -1):
                key = keys[index]
                if (len(key) >= _SHORTEST_HEARD and key in self._known) or self._parts(keys, index):
                    break
                starts.add(index)
        return sorted(starts)

    def _pieces_heard(self, keys: list[str], strange: list[int]) -> list[tuple[int, int, str]]:
        """Words broken into pieces of which one is ``strange``, by their sound: first and last piece, word meant."""
        beginnings, heards = self._beginnings, self._heard
        sounds: dict[int, str] = {}

        def sound_at(index: int) -> str:
            sound = sounds.get(index)
            if sound is None:
                sound = sounds[index] = " " if self._parts(keys, index) else self._sound(keys[index])
            return sound

        found: list[tuple[int, int, str]] = []
        free = 0
        count = len(keys)
        for index in self._heard_from(keys, strange):
            if index < free or index == count - 1:
                continue
            heard = sound_at(index)
            if heard not in beginnings and (heard or sound_at(index + 1) not in beginnings):
                continue
            meant: tuple[int, str] | None = None
            for last in range(index + 1, min(index + _MOST_HEARD, count)):
                sound = sound_at(last)
                heard += sound[1:] if heard[-1:] == sound[:1] else sound
                if heard not in beginnings:
                    break
                if heard in heards:
                    word = self._sounds_like(keys[index : last + 1], heard)
                    meant = (last, word) if word and (sound or not meant or meant[1] != word) else meant
            if meant:
                found.append((index, *meant))
                free = meant[0] + 1
        return found

    def mend(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        """Mend the word lists in place; a mended word covers all its pieces.

        Only near a word that the lexicons do not know, for known words say what they mean.
        """
        strange = self._strange(keys)
        heard = self._pieces_heard(keys, strange)
        if heard:
            _join(heard, keys, starts, ends)
            strange = self._strange(keys)
        _join(self._pieces_spelt(keys, strange), keys, starts, ends)

    def _strange(self, keys: list[str]) -> list[int]:
        """Where the words stand that no lexicon knows."""
        unknown = {key for key in set(keys).difference(self._known) if key.isalpha()}
        return list(compress(count(), map(unknown.__contains__, keys))) if unknown else []

    def _pieces_spelt(self, keys: list[str], strange: list[int]) -> list[tuple[int, int, str]]:
        """The same by their letters, and single words misspelt or misheard."""
        last_two, alone = self._ends, set(strange)
        found: list[tuple[int, int, str]] = []
        free = 0
        for index in _spelt_from(keys, strange):
            if index < free:
                continue
            key, last, word = keys[index], index, None
            if index in alone:
                if len(key) > _SHORTEST and key[-2:] in last_two:
                    word = self._meant(key, exact=False)
                if not word and len(key) >= _SHORTEST_HEARD:
                    heard = _consonants(key)
                    word = self._sounds_like([key], heard) if heard in self._heard else None
            if not word:
                last, word = self._joined(keys, index)
            if word:
                found.append((index, last, word))
                free = last + 1
        return found

    def _joined(self, keys: list[str], index: int) -> tuple[int, str | None]:
        """The word that the pieces from ``index`` on make together, and the last of them."""
        first, size = keys[index][0], len(keys[index])
        for last in range(index + 1, min(index + _MOST_PIECES, len(keys))):
            piece = keys[last]
            size += len(piece)
            if not piece.isalpha() or size > _LONGEST:
                break
            tail = piece[-2:] if len(piece) > 1 else keys[last - 1][-1] + piece
            if size < _SHORTEST or first + tail not in self._words:
                continue
            if last == index + 1 and keys[index] in self._known and piece in self._known:
                continue
            word = self._meant("".join(keys[index : last + 1]), exact=size < 10)
            if word:
                return last, word
        return index, None


def _spelt_from(keys: list[str], strange: list[int]) -> list[int]:
    """Where a word may begin of which one of the ``strange`` words is a piece by its letters."""
    starts: set[int] = set()
    for spot in strange:
        starts.add(spot)
        size = len(keys[spot])
        for index in range(spot - 1, max(spot - _MOST_PIECES, -1), -1):
            size += len(keys[index])
            if size > _LONGEST or not keys[index].isalpha():
                break
            starts.add(index)
    return sorted(starts)


def _join(found: list[tuple[int, int, str]], keys: list[str], starts: list[int], ends: list[int]) -> None:
    """Put the words meant in the place of their pieces."""
    for first, last, word in reversed(found):
        keys[first : last + 1] = [word]
        del starts[first + 1 : last + 1], ends[first:last]
