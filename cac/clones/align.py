"""Which words two texts have in common, in their order, in little more than linear time.

Runs of three words that stand once in each text are its anchors ("patience"); what lies between two of them is small
and compared closely, or given up when it is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_RUN = 3
_CLOSELY = 4_000
"""Up to this many pairs of words are looked at closely between two anchors."""
_FEWEST = 2
"""A single word in common amid others that differ is chance ("the")."""


class Block(NamedTuple):
    """Words ``a`` to ``a + size`` of one text are words ``b`` to ``b + size`` of the other."""

    a: int
    b: int
    size: int


Words = Sequence[Hashable]


def common(a: Words, b: Words) -> list[Block]:
    """The blocks that ``a`` and ``b`` have in common, in order."""
    found: list[Block] = []
    begin_a = begin_b = 0
    for anchor in [*_anchors(a, b), Block(len(a), len(b), 0)]:
        _gap(a, b, begin_a, anchor.a, begin_b, anchor.b, found)
        if anchor.size:
            found.append(anchor)
        begin_a, begin_b = anchor.a + anchor.size, anchor.b + anchor.size
    return _joined(found)


def in_common_at_most(a: Words, b: Words) -> int:
    """How many words could be in common, whatever their order."""
    return (Counter(a) & Counter(b)).total()


def _anchors(a: Words, b: Words) -> list[Block]:
    """The longest series of runs that stand once in each text and in the same order in both."""
    where_a, where_b = _once(a), _once(b)
    spots = [(at, where_b[run]) for run, at in where_a.items() if run in where_b]
    spots.sort()
    tails: list[int] = []  # patience: the least last place in b of an increasing series of each length
    last: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(spots):
        place = bisect_left(tails, at)
        before.append(last[place - 1] if place else -1)
        if place == len(tails):
            tails.append(at)
            last.append(index)
        else:
            tails[place], last[place] = at, index
    series: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        series.append(spots[index])
        index = before[index]
    blocks: list[Block] = []
    for at_a, at_b in reversed(series):
        if blocks and blocks[-1].a + blocks[-1].size >= at_a and at_a - blocks[-1].a == at_b - blocks[-1].b:
            blocks[-1] = Block(blocks[-1].a, blocks[-1].b, at_a + _RUN - blocks[-1].a)
        elif not blocks or (blocks[-1].a + blocks[-1].size <= at_a and blocks[-1].b + blocks[-1].size <= at_b):
            blocks.append(Block(at_a, at_b, _RUN))
    return blocks


def _once(words: Words) -> dict[tuple[Hashable, ...], int]:
    """The runs of three words that stand once, with their place."""
    found: dict[tuple[Hashable, ...], int] = {}
    twice: set[tuple[Hashable, ...]] = set()
    for at, run in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if run in found:
            twice.add(run)
        else:
            found[run] = at
    return {run: at for run, at in found.items() if run not in twice} if twice else found


def _gap(a: Words, b: Words, low_a: int, high_a: int, low_b: int, high_b: int, found: list[Block]) -> None:
    """What the words between two anchors have in common."""
    start = 0
    while low_a + start < high_a and low_b + start < high_b and a[low_a + start] == b[low_b + start]:
        start += 1
    if start:
        found.append(Block(low_a, low_b, start))
    low_a, low_b = low_a + start, low_b + start
    end = 0
    while high_a - end > low_a and high_b - end > low_b and a[high_a - end - 1] == b[high_b - end - 1]:
        end += 1
    high_a, high_b = high_a - end, high_b - end
    if low_a < high_a and low_b < high_b and (high_a - low_a) * (high_b - low_b) <= _CLOSELY:
        matcher = SequenceMatcher(None, a[low_a:high_a], b[low_b:high_b], autojunk=False)
        found += [
            Block(low_a + block.a, low_b + block.b, block.size)
            for block in matcher.get_matching_blocks()
            if block.size >= _FEWEST
        ]
    if end:
        found.append(Block(high_a, high_b, end))


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks that touch in both texts as one."""
    out: list[Block] = []
    for block in blocks:
        if out and out[-1].a + out[-1].size == block.a and out[-1].b + out[-1].size == block.b:
            out[-1] = Block(out[-1].a, out[-1].b, out[-1].size + block.size)
        else:
            out.append(block)
    return out
