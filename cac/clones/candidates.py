"""Which notes are worth comparing: MinHash signatures of their own text, and the bands in which they agree (LSH).

The signatures are datasketch's. Its index keeps a Python set for each note and band, more than a gigabyte for 100,000
notes; here each band is sorted instead, which finds the same buckets and keeps a large one from becoming all its pairs:
in a bucket each note meets the next `_NEIGHBOURS` by the following bands, and the next `_FEW` where more than `_LARGE`
notes are in it.
"""

from __future__ import annotations

from typing import Any

import numpy
from datasketch import MinHash

from cac.clones.table import Columns, Ints

PERMUTATIONS = 128
_SEED = 1
_NEIGHBOURS, _FEW, _LARGE = 7, 2, 100
_STRICT, _LOOSE = 4, 3
"""Rows of a band: with 4, notes of which half the word pairs agree (J = 0.5) are found in 87 of 100 cases, at 0.6 in
99; with 3, used for a low threshold, at 0.4 in 94."""
_STRICT_FROM = 0.8
_CHUNK = 50_000


def signatures(columns: Columns, pairs: Ints, levels: Ints) -> tuple[Ints, Ints]:
    """A MinHash signature for each text, and how many own words of it count.

    A sentence of which only what was filled in counts is one element.
    """
    texts = len(columns.note_ends)
    lengths = numpy.diff(columns.sentence_ends.astype("int64"), prepend=0)
    level_of = numpy.repeat(levels, lengths)
    counted = (level_of == 2) | ((level_of == 1) & (columns.slots == 1))
    ends = numpy.concatenate(([0], columns.sentence_ends)).astype("int64")[
        numpy.concatenate(([0], columns.note_ends)).astype("int64")
    ]
    own = numpy.zeros(texts, dtype="int64")
    first = MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=_itself)
    found = numpy.empty((texts, PERMUTATIONS), dtype="uint32")
    whole = level_of == 2
    sentence = 0
    for text in range(texts):
        own[text] = counted[ends[text] : ends[text + 1]].sum()
        values = pairs[ends[text] : ends[text + 1]][whole[ends[text] : ends[text + 1]]]
        stop = int(columns.note_ends[text])
        filled = columns.exact[sentence:stop][levels[sentence:stop] == 1] & numpy.uint64(0xFFFFFFFF)
        sentence = stop
        sketch = MinHash(
            seed=_SEED,
            hashfunc=_itself,
            hashvalues=first.hashvalues,
            permutations=first.permutations,
            scheme=first.scheme,
        )
        sketch.update_batch(numpy.unique(numpy.concatenate((values, filled))).tolist())
        found[text] = sketch.hashvalues
    return found, own


def _itself(value: Any) -> Any:
    """The elements are hashes already."""
    return value


def candidates(found: Ints, texts: Ints, threshold: float) -> tuple[Ints, Ints]:
    """Pairs of ``texts`` (their numbers, in order) whose signatures agree enough, the likeliest first.

    Args:
        found: a signature for each text.
        texts: those to look at.
        threshold: the share of words that clones have in common.

    Returns:
        Two arrays, the first and the second text of each pair.
    """
    empty = numpy.zeros(0, dtype="int64")
    if len(texts) < 2:
        return empty, empty
    signs = found[texts]
    rows = _STRICT if threshold >= _STRICT_FROM else _LOOSE
    bands = PERMUTATIONS // rows
    keys = [_band(signs, band, rows) for band in range(bands)]
    least = PERMUTATIONS * _least(threshold)
    seen = empty
    for band in range(bands):
        order = numpy.lexsort((keys[(band + 2) % bands], keys[(band + 1) % bands], keys[band]))
        left, right = _neighbours(keys[band][order], order)
        likely = _agreement(signs, left, right) >= least
        left, right = left[likely], right[likely]
        seen = numpy.union1d(seen, numpy.minimum(left, right) * len(texts) + numpy.maximum(left, right))
    a, b = seen // len(texts), seen % len(texts)
    best = numpy.lexsort((b, a, -_agreement(signs, a, b)))
    return texts[a[best]], texts[b[best]]


def _neighbours(key: Ints, order: Ints) -> tuple[Ints, Ints]:
    """The pairs of a band: all of a small bucket, of a large one each with the next."""
    starts = numpy.flatnonzero(numpy.concatenate(([True], key[1:] != key[:-1])))
    sizes = numpy.repeat(numpy.diff(numpy.append(starts, len(key))), numpy.diff(numpy.append(starts, len(key))))
    left, right = [], []
    for step in range(1, min(_NEIGHBOURS, len(key) - 1) + 1):
        same = key[step:] == key[:-step]
        if step > _FEW:
            same &= sizes[step:] <= _LARGE
        at = numpy.flatnonzero(same)
        left.append(order[at])
        right.append(order[at + step])
    return numpy.concatenate(left), numpy.concatenate(right)


def _agreement(signs: Ints, a: Ints, b: Ints) -> Ints:
    """In how many places the signatures of each pair agree."""
    found = numpy.zeros(len(a), dtype="int64")
    for at in range(0, len(a), _CHUNK):
        stop = at + _CHUNK
        found[at:stop] = (signs[a[at:stop]] == signs[b[at:stop]]).sum(axis=1)
    return found


def _band(signs: Ints, band: int, rows: int) -> Ints:
    """A number for each text that two have in common when they agree in all rows of a band."""
    key = numpy.zeros(len(signs), dtype="uint64")
    for row in range(band * rows, (band + 1) * rows):
        key = (key ^ signs[:, row]) * numpy.uint64(0x9E3779B97F4A7C15)
        key ^= key >> numpy.uint64(32)
    return key


def _least(threshold: float) -> float:
    """The least agreement worth comparing, with room for chance.

    Where a part 1 - t of the words differs, each apart from the others, twice that part of the word pairs does: the
    pairs of both notes agree in (2t - 1) / (3 - 2t).
    """
    return 0.75 * (2 * threshold - 1) / (3 - 2 * threshold)
