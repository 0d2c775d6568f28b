"""Sentences that so many notes hold that they must be of a template, and what is left to count.

A note votes with one number out of its own text, the least of a hash over its word pairs. Copies of one note nearly all
have the same, so a hundred copies are one vote or a few: who copies one note a hundred times makes no template of it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy

from cac.clones.table import Columns, Ints
from cac.lexicon.schema import Repeated

_ODD = numpy.uint64(0x9E3779B97F4A7C15)
_OTHER = numpy.uint64(0xC2B2AE3D27D4EB4F)


class Frequent(NamedTuple):
    """A sentence that repeats: its hash, its group (-1: all notes), how many notes hold it, of how many, one sentence."""

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
    """One number for each own word with the word before it in its sentence (0 at its head), of 32 bits."""
    words = columns.words.astype("uint64")
    before = numpy.roll(words, 1)
    starts = numpy.concatenate(([0], columns.sentence_ends[:-1])) if len(columns.sentence_ends) else []
    before[numpy.asarray(starts, dtype="int64")] = 0
    return (before * _ODD + words * _OTHER + _ODD) >> numpy.uint64(32)


def what_counts(columns: Columns, pairs: Ints, groups: Ints, rule: Repeated) -> Counting:
    """Find the sentences of templates; ``groups`` is the provider of each note, as a number."""
    sentences = len(columns.exact)
    levels = numpy.full(sentences, 2, dtype="uint8")
    if not sentences:
        return Counting(levels, ())
    note_of = numpy.repeat(numpy.arange(len(columns.note_ends)), numpy.diff(columns.note_ends, prepend=0))
    votes = _votes(columns, pairs, note_of)
    one_group = bool((groups == groups[0]).all())
    frequent: list[Frequent] = []
    has_slot = numpy.add.reduceat(
        columns.slots.astype("int64"), numpy.concatenate(([0], columns.sentence_ends[:-1])).astype("int64")
    )
    for by_group in (True,) if one_group else (True, False):
        of_sentence = groups[note_of] if by_group else numpy.zeros(sentences, dtype="int64")
        sizes = numpy.bincount(groups) if by_group else numpy.array([len(groups)])
        for numbers, level in ((columns.skeleton, 1), (columns.exact, 0)):
            found = _often(numbers, of_sentence, votes[note_of], sizes, rule)
            for first, members, held in found:
                levels[members] = numpy.minimum(levels[members], level)
                group = int(of_sentence[first]) if by_group and not one_group else -1
                frequent.append(
                    Frequent(int(numbers[first]), group, held, int(sizes[of_sentence[first]]), level == 1, int(first))
                )
    levels[(levels == 1) & (has_slot == 0)] = 0
    told = {(f.group, columns.exact[f.sentence]) for f in frequent if not f.filled_in}
    kept = [f for f in frequent if not f.filled_in or (has_slot[f.sentence] and (f.group, columns.exact[f.sentence]) not in told)]
    return Counting(levels, tuple(sorted(kept, key=lambda f: (f.group, -f.notes, f.number))))


def _votes(columns: Columns, pairs: Ints, note_of: Ints) -> Ints:
    """The vote of each note; of one without own words, 0."""
    votes = numpy.zeros(len(columns.note_ends), dtype="uint64")
    mixed = (pairs + _ODD) * _OTHER
    mixed = (mixed ^ (mixed >> numpy.uint64(29))) * _ODD
    starts = numpy.concatenate(([0], columns.sentence_ends[:-1])).astype("int64")
    least = numpy.minimum.reduceat(mixed, starts)
    firsts = numpy.flatnonzero(numpy.diff(note_of, prepend=-1))
    votes[note_of[firsts]] = numpy.minimum.reduceat(least, firsts)
    return votes


def _often(
    numbers: Ints, groups: Ints, votes: Ints, sizes: Ints, rule: Repeated
) -> list[tuple[int, Ints, int]]:
    """Sentences that are frequent in their group: the first that says it, all that do, how many notes vote for it."""
    order = numpy.lexsort((votes, numbers, groups))
    number, group, vote = numbers[order], groups[order], votes[order]
    new = numpy.ones(len(order), dtype=bool)
    new[1:] = (number[1:] != number[:-1]) | (group[1:] != group[:-1])
    fresh = new.copy()
    fresh[1:] |= vote[1:] != vote[:-1]
    starts = numpy.flatnonzero(new)
    held = numpy.add.reduceat(fresh.astype("int64"), starts)
    ends = numpy.append(starts[1:], len(order))
    enough = (held >= rule.notes) & (held >= rule.share * sizes[group[starts]])
    return [
        (int(order[start:end].min()), order[start:end], int(count))
        for start, end, count in zip(starts[enough], ends[enough], held[enough], strict=True)
    ]
