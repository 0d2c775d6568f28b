"""Two notes side by side: how many of their words they share, and where they differ.

Sentences that are the same in both are taken out first, wherever they stand: telling the same in another order makes no
note another one. What is left is compared word by word.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from cac.clones.align import common, in_common_at_most

_ALIKE = 0.7
"""So much of a sentence is the same when only a slip parts it from that of a template."""
_MOST_TRIED = 2_500
_SLIPS_MATTER = 0.2
"""Slips in the sentences of a template take no more than this off the share."""


class Sentence(NamedTuple):
    """A sentence to compare: its hashes, what counts of it (`cac.clones.repeated.Counting`), its words and slots."""

    exact: int
    skeleton: int
    level: int
    words: list[int]
    slots: list[bool]

    @property
    def size(self) -> int:
        """How many of its words count."""
        return len(self.words) if self.level == 2 else sum(self.slots) if self.level == 1 else 0


Spot = tuple[int, int]
"""A word: the number of its sentence, and its place in it."""


@dataclass(slots=True)
class Compared:
    """``matched`` words of each of the two sizes; ``differing`` passages as the words of either note."""

    matched: int = 0
    sizes: tuple[int, int] = (0, 0)
    differing: list[tuple[list[Spot], list[Spot]]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of the words of both that they have in common; 1 where neither has any."""
        return 2 * self.matched / sum(self.sizes) if sum(self.sizes) else 1.0


def compare(a: list[Sentence], b: list[Sentence], at_least: float = 0.0) -> Compared | None:
    """Compare two notes; None where they cannot share ``at_least`` so much."""
    a, b = _agreed(a, b)
    found = Compared()
    left_a, left_b = _without_same(a, b, found)
    if _hopeless(a, b, left_a, left_b, found.matched, at_least):
        return None
    slips = [_slips(a, left_a, b, left_b), _slips(b, left_b, a, left_a)]
    found.sizes = (
        sum(s.size for at, s in enumerate(a) if at not in slips[0]),
        sum(s.size for at, s in enumerate(b) if at not in slips[1]),
    )
    needed = at_least * sum(found.sizes) / 2
    if min(found.sizes) < needed:
        return None
    left_a = [at for at in left_a if a[at].level and at not in slips[0]]
    left_b = [at for at in left_b if b[at].level and at not in slips[1]]
    whole_a = [(at, place) for at in left_a if a[at].level == 2 for place in range(len(a[at].words))]
    whole_b = [(at, place) for at in left_b if b[at].level == 2 for place in range(len(b[at].words))]
    words_a = [a[at].words[place] for at, place in whole_a]
    words_b = [b[at].words[place] for at, place in whole_b]
    _filled_in(a, b, left_a, left_b, found)
    if found.matched + in_common_at_most(words_a, words_b) < needed:
        return None
    begin_a = begin_b = 0
    for block in [*common(words_a, words_b), None]:
        end_a, end_b = (block.a, block.b) if block else (len(words_a), len(words_b))
        if end_a > begin_a or end_b > begin_b:
            found.differing.append((whole_a[begin_a:end_a], whole_b[begin_b:end_b]))
        if block:
            found.matched += block.size
            begin_a, begin_b = end_a + block.size, end_b + block.size
    return found if found.matched >= needed else None


def _hopeless(
    a: list[Sentence], b: list[Sentence], left_a: list[int], left_b: list[int], matched: int, at_least: float
) -> bool:
    """Whether even all words in common would be far too few, so that slips in a template could not matter."""
    words_a = [word for at in left_a if a[at].level for word in a[at].words]
    words_b = [word for at in left_b if b[at].level for word in b[at].words]
    sizes = sum(s.size for s in a) + sum(s.size for s in b)
    return 2 * (matched + in_common_at_most(words_a, words_b)) < (at_least - _SLIPS_MATTER) * sizes


def _slips(one: list[Sentence], left: list[int], other: list[Sentence], left_other: list[int]) -> set[int]:
    """The sentences of ``one`` that are a template's, which the other note has, but for slips of dictation."""
    templates = [other[at] for at in left_other if other[at].level < 2]
    told = [at for at in left if one[at].level == 2]
    if not templates or len(templates) * len(told) > _MOST_TRIED:
        return set()
    return {
        at
        for at in told
        for s in templates
        if 2 * in_common_at_most(one[at].words, s.words) >= _ALIKE * (len(one[at].words) + len(s.words))
    }


def _agreed(a: list[Sentence], b: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The same sentences, each counted as little as either note's provider counts it."""
    exact: dict[int, int] = {}
    skeleton: dict[int, int] = {}
    for s in (*a, *b):
        if s.level == 0:
            exact[s.exact] = 0
        elif s.level == 1:
            skeleton[s.skeleton] = 1
    if not exact and not skeleton:
        return a, b

    def level(s: Sentence) -> int:
        return min(exact.get(s.exact, 2), skeleton.get(s.skeleton, 2))

    return [s._replace(level=level(s)) for s in a], [s._replace(level=level(s)) for s in b]


def _without_same(a: list[Sentence], b: list[Sentence], found: Compared) -> tuple[list[int], list[int]]:
    """Count the sentences that stand in both; returns the numbers of the others."""
    waiting: defaultdict[int, int] = defaultdict(int)
    for s in b:
        waiting[s.exact] += 1
    same: defaultdict[int, int] = defaultdict(int)
    left_a: list[int] = []
    for at, s in enumerate(a):
        if waiting[s.exact]:
            waiting[s.exact] -= 1
            same[s.exact] += 1
            found.matched += s.size
        else:
            left_a.append(at)
    left_b: list[int] = []
    for at, s in enumerate(b):
        if same[s.exact]:
            same[s.exact] -= 1
        else:
            left_b.append(at)
    return left_a, left_b


def _filled_in(a: list[Sentence], b: list[Sentence], left_a: list[int], left_b: list[int], found: Compared) -> None:
    """Compare what was filled into one sentence of a template, place by place."""
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for at in reversed(left_b):
        if b[at].level == 1:
            waiting[b[at].skeleton].append(at)
    for at in left_a:
        if a[at].level != 1:
            continue
        other = waiting[a[at].skeleton].pop() if waiting[a[at].skeleton] else None
        for place, slot in enumerate(a[at].slots):
            if slot and other is not None and a[at].words[place] == b[other].words[place]:
                found.matched += 1
            elif slot:
                found.differing.append(([(at, place)], [(other, place)] if other is not None else []))
    for places in waiting.values():
        for at in places:
            found.differing += [([], [(at, place)]) for place, slot in enumerate(b[at].slots) if slot]


def in_order(differing: list[tuple[list[Spot], list[Spot]]]) -> list[tuple[list[Spot], list[Spot]]]:
    """Passages in the order of the first note, then what only the second has."""
    return sorted(differing, key=lambda both: (not both[0], both[0][:1] or both[1][:1]))
