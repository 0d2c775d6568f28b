"""Sentences that so many notes hold that they must be of a template, and what is left to count.

Copies of one note count as one here: who copies one note a hundred times makes no template of it. How many of the notes
that hold a sentence are no copies of one another is estimated from some of them, by their signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy

from cac.clones.table import Columns, Ints
from cac.lexicon.schema import Repeated

_ODD = numpy.uint64(0x9E3779B97F4A7C15)
_OTHER = numpy.uint64(0xC2B2AE3D27D4EB4F)
_CHUNK = 1_000_000
_SOME = 60
_COPY = 0.6
"""Notes with so many word pairs in common are copies here."""


class Frequent(NamedTuple):
    """A sentence that repeats: its hash, group (-1: all notes), how many texts hold it, of how many, an example."""

    number: int
    group: int
    notes: int
    of: int
    filled_in: bool
    sentence: int


class Counting(NamedTuple):
    """What counts of each sentence: 2 every word, 1 what was filled in, 0 nothing; and the sentences that repeat."""

    levels: Ints
    frequent: tuple[Frequent, ...]


def pairs_of_words(columns: Columns) -> Ints:
    """One number of 32 bits for each own word with the word before it in its sentence (0 at its head)."""
    before = numpy.zeros_like(columns.words)
    before[1:] = columns.words[:-1]
    if len(columns.sentence_ends):
        before[numpy.concatenate(([0], columns.sentence_ends[:-1])).astype("int64")] = 0
    found = numpy.empty_like(columns.words)
    for at in range(0, len(found), _CHUNK):
        words, others = (column[at : at + _CHUNK].astype("uint64") for column in (columns.words, before))
        found[at : at + _CHUNK] = (others * _ODD + words * _OTHER + _ODD) >> numpy.uint64(32)
    return found


def what_counts(columns: Columns, groups: Ints, signs: Ints, rule: Repeated) -> Counting:
    """Find the sentences of templates.

    Args:
        columns: the own sentences of all texts.
        groups: the provider of each text, as a number.
        signs: a signature of the whole own text of each.
        rule: how often a sentence repeats.
    """
    sentences = len(columns.exact)
    levels = numpy.full(sentences, 2, dtype="uint8")
    if not sentences:
        return Counting(levels, ())
    text_of = numpy.repeat(
        numpy.arange(len(columns.note_ends)), numpy.diff(columns.note_ends.astype("int64"), prepend=0)
    )
    one_group = bool((groups == groups[0]).all())
    frequent: list[Frequent] = []
    has_slot = numpy.add.reduceat(
        columns.slots.astype("int64"), numpy.concatenate(([0], columns.sentence_ends[:-1])).astype("int64")
    )
    for by_group in (True,) if one_group else (True, False):
        of_sentence = groups[text_of] if by_group else numpy.zeros(sentences, dtype="int64")
        sizes = numpy.bincount(groups) if by_group else numpy.array([len(groups)])
        for numbers, level in ((columns.skeleton, 1), (columns.exact, 0)):
            for members in _same(numbers, of_sentence, rule.notes):
                texts = numpy.unique(text_of[members])
                first = int(members.min())
                of = int(sizes[of_sentence[first]])
                needed = max(rule.notes, rule.share * of)
                if len(texts) < needed or len(texts) * _apart(signs[texts]) < needed:
                    continue
                levels[members] = numpy.minimum(levels[members], level)
                group = int(of_sentence[first]) if by_group and not one_group else -1
                frequent.append(Frequent(int(numbers[first]), group, len(texts), of, level == 1, first))
    levels[(levels == 1) & (has_slot == 0)] = 0
    told = {(f.group, columns.exact[f.sentence]) for f in frequent if not f.filled_in}
    kept = [
        f
        for f in frequent
        if not f.filled_in or (has_slot[f.sentence] and (f.group, columns.exact[f.sentence]) not in told)
    ]
    return Counting(levels, tuple(sorted(kept, key=lambda f: (f.group, -f.notes, f.number))))


def _same(numbers: Ints, groups: Ints, fewest: int) -> Iterator[Ints]:
    """The sentences that say the same in a group, where there are so many."""
    order = numpy.lexsort((numbers, groups))
    number, group = numbers[order], groups[order]
    new = numpy.ones(len(order), dtype=bool)
    new[1:] = (number[1:] != number[:-1]) | (group[1:] != group[:-1])
    starts = numpy.flatnonzero(new)
    ends = numpy.append(starts[1:], len(order))
    for at in numpy.flatnonzero(ends - starts >= fewest):
        yield order[starts[at] : ends[at]]


def _apart(signs: Ints) -> float:
    """The part of notes that are no copy of another one among them, estimated from some."""
    some = signs[:: -(-len(signs) // _SOME)]
    alike = (some[:, None, :] == some[None, :, :]).mean(axis=2) >= _COPY
    kept: list[int] = []
    for at in range(len(some)):
        if not alike[at, kept].any():
            kept.append(at)
    return len(kept) / len(some)
