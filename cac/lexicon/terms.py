"""The term grammar of the lexicons, and the word trie that finds all terms in one pass over a note.

A term is written as a coder would say it; four marks save typing:

=====================  ==========================================================
``injection(s)``        an optional ending
``fluoroscop(y|ic)``    one of several endings
``(lumbar)``            an optional word; ``(a|b)`` one of two, or neither
``block|injection``     one of several words; ``_`` joins words inside: ``nerve_root|root``
``intra-articular``     hyphen, space or nothing in the note: all three are read
=====================  ==========================================================

Letter case and white space never matter. Punctuation other than a hyphen, slash, quote or bracket ends a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

MOST_FORMS = 600
"""A term that expands to more than this many forms is refused: it should be written as several terms."""

_SLOT = re.compile(r"(?:[\w'’\-/&.%]+|\([\w'’\-/|]+\))+")
_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)?")


class TermError(ValueError):
    """A term that the grammar does not know (``term``); the message says what to write instead."""

    def __init__(self, term: str, problem: str) -> None:
        super().__init__(problem)
        self.term = term


def split_words(text: str) -> tuple[str, ...]:
    """Split ``text`` into the same word keys that the reader makes of a note."""
    return tuple(_PART.findall(text.lower().replace("'", "").replace("’", "")))


def _word_forms(word: str) -> list[tuple[str, ...]]:
    """All word sequences that one written word stands for (a hyphen may be a space or nothing)."""
    word = word.replace("_", " ")
    if "-" not in word:
        return [split_words(word)]
    return [split_words(word), split_words(word.replace("-", ""))]


@cache  # few slots, many terms: the lexicons are read at every start
def _slot_forms(slot: str) -> list[tuple[str, ...]]:
    """All word sequences of one slot: words joined by '|', each with optional endings in brackets."""
    if slot.isalpha() and slot.isascii():
        return [(slot.lower(),)]
    forms: list[tuple[str, ...]] = []
    for word in re.split(r"\|(?![^(]*\))", slot):
        if not _SLOT.fullmatch(word):
            raise TermError(slot, f"cannot read {word!r}: a word is letters, digits and '-', with endings in '(...)'")
        chunks = [chunk for chunk in re.split(r"[()]", word) if chunk]
        groups = set(re.findall(r"\(([^)]*)\)", word))
        bare = not any(chunk not in groups for chunk in chunks)
        choices = [
            (["", *chunk.split("|")] if bare or "|" not in chunk else chunk.split("|")) if chunk in groups else [chunk]
            for chunk in chunks
        ]
        for choice in product(*choices):
            if bare and not choice[0]:
                forms.append(())
            else:
                forms += _word_forms("".join(choice))
    return list(dict.fromkeys(forms))


@cache
def expand(term: str) -> list[tuple[str, ...]]:
    """All word sequences that ``term`` stands for.

    Raises:
        TermError: if the term breaks the grammar, is empty, or stands for more than ``MOST_FORMS`` sequences.
    """
    try:
        slots = [_slot_forms(slot) for slot in term.split()]
    except TermError as error:
        raise TermError(term, f"{error} in the term {term!r}") from None
    if slots and all(len(slot) == 1 for slot in slots):
        return [tuple(word for slot in slots for word in slot[0])]
    size = 1
    for slot in slots:
        size *= len(slot)
    if size > MOST_FORMS:
        raise TermError(
            term, f"the term {term!r} stands for {size} forms (at most {MOST_FORMS}): write it as several terms"
        )
    forms = {tuple(word for part in choice for word in part) for choice in product(*slots)}
    forms.discard(())
    if not forms:
        raise TermError(term, f"the term {term!r} is empty")
    return sorted(forms)


def alternatives(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first; any white space may part them."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class Entry(NamedTuple):
    """What a term means: the kind of thing (``label``), its name (``value``), and attributes that the words imply."""

    label: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


class Hit(NamedTuple):
    """A term found in a note: word positions, what it means, and the characters it covers."""

    first: int
    last: int
    entry: Entry
    start: int
    end: int


class Node:
    """A place in the trie: the entries that end here, those of one label together, and the nodes below by word."""

    __slots__ = ("below", "entries")

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()
        self.below: dict[str, Node] | None = None


class Trie:
    """A word trie: finds the longest term of each label at every word of a note in one pass."""

    __slots__ = ("_first", "words")

    def __init__(self, terms: Iterable[tuple[str, Entry]] = ()) -> None:
        self._first: dict[str, Node] = {}
        self.words: set[str] = set()  # of all terms
        for term, entry in terms:
            self.add(term, entry)

    def forms(self) -> Iterator[tuple[tuple[str, ...], tuple[Entry, ...]]]:
        """Every form, as its words, with what it means."""
        stack: list[tuple[tuple[str, ...], dict[str, Node]]] = [((), self._first)]
        while stack:
            words, below = stack.pop()
            for word, node in below.items():
                if node.entries:
                    yield (*words, word), node.entries
                if node.below:
                    stack.append(((*words, word), node.below))

    def add(self, term: str, entry: Entry) -> None:
        """Add every form of ``term``.

        Raises:
            TermError: as `expand` does.
        """
        alone = (entry,)
        for form in expand(term):
            below = self._first
            self.words.update(form)
            for word in form[:-1]:
                node = below.get(word)
                if node is None:
                    node = below[word] = Node()
                if node.below is None:
                    node.below = {}
                below = node.below
            node = below.get(form[-1])
            if node is None:
                node = below[form[-1]] = Node()
            if not node.entries:
                node.entries = alone
            elif entry not in node.entries:
                labels = list(dict.fromkeys(held.label for held in (*node.entries, entry)))
                node.entries = tuple(sorted((*node.entries, entry), key=lambda held: labels.index(held.label)))

    def find(
        self, keys: list[str], starts: list[int], ends: list[int], breaks: frozenset[int] = frozenset()
    ) -> Iterator[Hit]:
        """Yield hits in reading order; of two hits of one label where one covers the other, only the longer.

        No hit runs over a word index of ``breaks`` (where a sentence begins).
        """
        make = tuple.__new__
        covered: dict[str, int] = {}
        following = [*keys, ""]  # behind the last word nothing goes on
        for first, node in enumerate(map(self._first.get, keys)):
            if node is None:
                continue
            entries, stop, last, below = node.entries, first, first, node.below
            several: list[tuple[int, tuple[Entry, ...]]] | None = None
            while below is not None:
                last += 1
                node = below.get(following[last])
                if node is None or last in breaks:
                    break
                if node.entries:
                    if entries:
                        several = [*(several or ()), (stop, entries)]
                    entries, stop = node.entries, last
                below = node.below
            if not entries:
                continue
            if several is None and len(entries) == 1:  # nearly always
                (entry,) = entries
                label = entry.label
                if covered.get(label, -1) < stop:
                    covered[label] = stop
                    yield make(Hit, (first, stop, entry, starts[first], ends[stop]))
                continue
            found: dict[str, tuple[int, list[Entry]]] = {}
            for end, ending in [*(several or ()), (stop, entries)]:
                for entry in ending:
                    if entry.label in found and found[entry.label][0] == end:
                        found[entry.label][1].append(entry)
                    else:
                        found[entry.label] = (end, [entry])
            for label, (end, alike) in found.items():
                if covered.get(label, -1) < end:
                    covered[label] = end
                    for entry in alike:
                        yield make(Hit, (first, end, entry, starts[first], ends[end]))
