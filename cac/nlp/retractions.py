"""What a dictator takes back in the same breath: "right L four five, no make that left L four five".

After the words of taking back stands the thing that was meant: a side, a level, a drug, a number, a place. Whatever was
said since the last thing of that kind was taken back with it, and is read as if it had never been said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cac.lexicon.numbers import NUMBER_WORDS
from cac.lexicon.terms import Trie
from cac.nlp.words import TakenBack, Words

_BACK = 25  # words before a plain taking back
_AHEAD = 8  # words after it
_NEAR = 3  # words between the two things of a kind and "sorry"
_LEVEL_LETTERS = frozenset("ctls")
_ADDENDUM = frozenset(["addendum", "addenda"])
_STOPS = frozenset(".;!?\n")
_KINDS = frozenset(["side", "drug", "region", "guidance", "family"])
_JOINING = frozenset([",", "and", "at", "the"])
_THINGS = ("drug", "place", "family")


class _Thing(NamedTuple):
    """A side, a level, a drug ... in its place among the words."""

    first: int
    last: int
    kind: str
    value: str


def taken_back(words: Words, text: str, terms: Trie) -> list[tuple[int, int]]:
    """The characters that the words of ``words.taken_back`` take back, they themselves with them.

    Not in an addendum, nor where a line begins with them: those correct what was signed, and are read elsewhere.
    """
    spans: list[tuple[int, int]] = []
    for cue in words.taken_back:
        line = text[: cue.start].rpartition("\n")[2]
        if cue.start and not line.strip(" \t*-"):
            continue
        if not _ADDENDUM.isdisjoint(words.keys[: words.at(cue.start)]):
            break
        span = _span(cue, words, terms)
        if span:
            spans.append(span)
    return spans


def _span(cue: TakenBack, words: Words, terms: Trie) -> tuple[int, int] | None:
    first, after = words.at(cue.start), words.at(cue.end)
    keys = words.keys
    if after < len(keys) and keys[after] == ":":
        return None
    reach = _BACK if cue.plain else _NEAR + 5
    low = max(0, first - reach)
    stops = [index for index in range(low, first) if keys[index] in _STOPS]
    if stops and not cue.plain:
        low = stops[-1] + 1
    elif len(stops) > 1:
        low = stops[-2] + 1
    high = min(len(keys), after + _AHEAD)
    high = next((index for index in range(after + 1, high) if keys[index] in _STOPS), high)
    before = list(_things(words, terms, low, first))
    meant = list(_things(words, terms, after, high))
    if not cue.plain:
        meant = [thing for thing in meant[:1] if thing.first - after < _NEAR]
        before = [thing for thing in before if first - thing.last <= _NEAR + 1]
    meant = [thing for thing in meant if thing.kind != "number" or thing.first - after < _NEAR]
    for thing in meant:
        if thing.kind == "number" and before and before[-1].kind == "level" and first - before[-1].last <= 1:
            return words.starts[before[-1].first + 1], cue.end  # "L four five no three four": the letter holds
        same = [other for other in before if other.kind == thing.kind]
        if thing.kind in _THINGS:
            same = [other for other in same if other.value == thing.value] or same
        if not same:
            continue
        start = same[-1]
        if thing.kind == "level" and _listed(thing, meant, keys):
            for other in reversed(same[:-1]):
                if not _JOINING.issuperset(keys[other.last + 1 : start.first]):
                    break
                start = other
        return words.starts[start.first], cue.end
    return None


def _listed(thing: _Thing, things: list[_Thing], keys: list[str]) -> bool:
    """Whether another level follows in the same list."""
    return any(
        other.kind == "level" and thing.last < other.first and _JOINING.issuperset(keys[thing.last + 1 : other.first])
        for other in things
    )


def _things(words: Words, terms: Trie, low: int, high: int) -> Iterator[_Thing]:
    """The sides, levels, drugs, numbers and places among the words from ``low`` to ``high``, in order."""
    keys = words.keys[low:high]
    found = list(_numbers(keys))
    for hit in terms.find(keys, words.starts[low:high], words.ends[low:high]):
        label = hit.entry.label
        if label.startswith(("target:", "muscle:")):
            label = "place"
        elif label not in _KINDS or not hit.entry.value:
            continue
        found.append(_Thing(hit.first, hit.last, label, hit.entry.value))
    for first, last, kind, value in sorted(found):
        yield _Thing(first + low, last + low, kind, value)


def _numbers(keys: list[str]) -> Iterator[_Thing]:
    """Runs of numbers: levels where a letter of the spine leads them."""
    index = 0
    while index < len(keys):
        last = _run(keys, index)
        if last < index:
            index += 1
            continue
        kind = "level" if keys[index] in _LEVEL_LETTERS else "number"
        yield _Thing(index, last, kind, " ".join(keys[index : last + 1]))
        index = last + 1


def _run(keys: list[str], index: int) -> int:
    """The last word of the run of numbers that begins at ``index``; before it when there is none."""
    last = index - 1
    while last + 1 < len(keys):
        if _is_number(keys[last + 1]):
            last += 1
        elif (
            keys[last + 1] in _LEVEL_LETTERS
            and (last < index or keys[index] in _LEVEL_LETTERS)
            and last + 2 < len(keys)
            and _is_number(keys[last + 2])
        ):
            last += 2
        else:
            break
    return last


def _is_number(key: str) -> bool:
    return key[0].isdigit() or key in NUMBER_WORDS
