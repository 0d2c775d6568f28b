"""The own words of all notes in flat arrays: about two kilobytes a note, the text itself packed.

A word is kept as its CRC-32, a sentence as 64 bits of its words' hash: the same in every process, unlike ``hash``.
"""

from __future__ import annotations

import zlib
from array import array
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy

from cac.clones.records import ClonedNote
from cac.clones.text import CloneReader, CountedText

Ints = numpy.ndarray[Any, numpy.dtype[Any]]


class Columns(NamedTuple):
    """The table as numpy arrays.

    ``words`` and ``slots`` (1 where a template leaves a word to fill in) of all own sentences; sentence ``s`` has the
    words ``sentence_ends[s - 1]`` to ``sentence_ends[s]``, note ``n`` the sentences ``note_ends[n - 1]`` to
    ``note_ends[n]``. ``exact`` is what a sentence says, ``skeleton`` the same without what is filled in.
    """

    words: Ints
    slots: Ints
    sentence_ends: Ints
    exact: Ints
    skeleton: Ints
    note_ends: Ints


class Table:
    """Notes as they are read, each text once: notes that have every counted word in common stand together."""

    def __init__(self, reader: CloneReader) -> None:
        self.reader = reader
        self.holders: list[list[ClonedNote]] = []
        self.packed: list[bytes] = []
        self.digests: list[bytes] = []
        self.counted = array("I")  # words that count, own or of the work, of each text
        self._own = (array("I"), array("B"), array("Q"), array("Q"), array("Q"), array("Q"))
        self._known: dict[bytes, int] = {}
        self.text_of = lru_cache(maxsize=512)(self._text_of)

    def add(self, note: ClonedNote, text: str) -> None:
        """Read ``text`` and keep what counts of it."""
        read = self.reader.read(text)
        keys = read.keys
        told = blake2b(digest_size=16)
        for part in read.parts:
            told.update(b"\x01" if part.own else b"\x02")
            told.update("\0".join(keys[index] for index in part.words).encode())
        digest = told.digest()
        known = self._known.get(digest)
        if known is not None:
            self.holders[known].append(note)
            return
        packed = zlib.compress(text.encode(), 1)
        self._known[digest] = len(self.holders)
        self.holders.append([note])
        self.packed.append(packed)
        self.digests.append(digest)
        self.counted.append(sum(len(part.words) for part in read.parts))
        words, slots, sentence_ends, exact, skeleton, note_ends = self._own
        for part in read.parts:
            if part.own:
                self._add_sentence(read, part.words, words, slots, exact, skeleton)
                sentence_ends.append(len(words))
        note_ends.append(len(exact))

    def _add_sentence(
        self, read: CountedText, indices: tuple[int, ...], words: Any, slots: Any, exact: Any, skeleton: Any
    ) -> None:
        keys = read.keys
        filled = [self.reader.is_slot(keys, index) for index in indices]
        words.extend(word_number(keys[index]) for index in indices)
        slots.extend(filled)
        exact.append(number_of([keys[index] for index in indices]))
        skeleton.append(number_of(["#" if slot else keys[index] for index, slot in zip(indices, filled, strict=True)]))

    def _text_of(self, text: int) -> CountedText:
        return self.reader.read(zlib.decompress(self.packed[text]).decode())

    def columns(self) -> Columns:
        """What was read, in an order that does not hang on the order of the notes."""
        order = sorted(range(len(self.digests)), key=self.digests.__getitem__)
        self.holders = [sorted(self.holders[at], key=_by_day) for at in order]
        self.packed = [self.packed[at] for at in order]
        self.digests = [self.digests[at] for at in order]
        self.counted = array("I", (self.counted[at] for at in order))
        self._known.clear()
        words, slots, sentence_ends, exact, skeleton, note_ends = (numpy.array(column) for column in self._own)
        self._own = (array("I"), array("B"), array("Q"), array("Q"), array("Q"), array("Q"))
        first = numpy.concatenate(([0], note_ends)).astype("int64")  # sentence of each text, then word
        sizes = numpy.diff(sentence_ends.astype("int64"), prepend=0)
        at = numpy.concatenate(([0], sentence_ends)).astype("int64")[first]

        def taken(column: Ints, starts: Ints) -> Ints:
            pieces = [column[starts[text] : starts[text + 1]] for text in order]
            return numpy.concatenate(pieces) if pieces else column

        return Columns(
            taken(words, at),
            taken(slots, at),
            numpy.cumsum(taken(sizes, first)),
            taken(exact, first),
            taken(skeleton, first),
            numpy.cumsum(numpy.diff(first)[numpy.array(order, dtype="int64")]),
        )


def _by_day(note: ClonedNote) -> tuple[str, str]:
    return note.date_of_service, note.id


def word_number(word: str) -> int:
    """A word as 32 bits."""
    return zlib.crc32(word.encode())


def number_of(words: list[str]) -> int:
    """Words in their order as 64 bits."""
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "little")
