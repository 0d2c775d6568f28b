"""Terms with a gap, ``removal of ... generator``: two parts with a few words between them that nobody can list.

A device is called in many ways ("the old right flank rechargeable pulse generator"), and to write out every way as a
term of its own would make forms by the thousand. The gap runs over words of its own clause only: not over a mark that
ends one, a word that turns it ("but", "not"), nor, behind a verb, over another thing ("the generator was seated and
the leads removed" removes no generator).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cac.lexicon.terms import Entry, Hit, TermError, Trie

GAP = " ... "
"""What parts the two halves of such a term."""
_MARKS = frozenset(".;:?!|")
LONGEST = 6
"""Most words between the halves."""


class Clause(NamedTuple):
    """The words that bound a gap: those that ``turns`` a clause, its ``verbs``, and the ``things`` acted upon."""

    turns: frozenset[str]
    verbs: frozenset[str]
    things: frozenset[str]


class Gapped:
    """The terms with a gap of a lexicon."""

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._heads, self._tails = Trie(), Trie()
        self._entries: dict[str, list[Entry]] = {}

    def words(self) -> set[str]:
        """The words of all the terms."""
        return self._heads.words | self._tails.words

    def forms(self) -> Iterator[tuple[str, ...]]:
        """Every form of the halves."""
        for trie in (self._heads, self._tails):
            yield from (form for form, _ in trie.forms())

    def add(self, term: str, entry: Entry) -> None:
        """Add a term.

        Raises:
            TermError: if it has not two halves, or one breaks the grammar.
        """
        halves = term.split(GAP)
        if len(halves) != 2:
            raise TermError(term, f"the term {term!r} needs words before and behind its only gap")
        held = self._entries.setdefault(term, [])
        if not held:
            self._heads.add(halves[0], Entry(term, ""))
            self._tails.add(halves[1], Entry(term, ""))
        if entry not in held:
            held.append(entry)

    def find(self, keys: list[str], starts: list[int], ends: list[int], breaks: frozenset[int]) -> Iterator[Hit]:
        """Yield a hit for each term from a head to the next tail in its clause, in reading order of the heads."""
        heads = list(self._heads.find(keys, starts, ends, breaks))
        if not heads:
            return
        tails: dict[str, list[Hit]] = {}
        for hit in self._tails.find(keys, starts, ends, breaks):
            tails.setdefault(hit.entry.label, []).append(hit)
        for head in heads:
            term = head.entry.label
            tail = next((hit for hit in tails.get(term, ()) if hit.first > head.last), None)
            if tail and self._is_one_clause(keys, head, tail, breaks):
                for entry in self._entries[term]:
                    yield Hit(head.first, tail.last, entry, head.start, tail.end)

    def _is_one_clause(self, keys: list[str], head: Hit, tail: Hit, breaks: frozenset[int]) -> bool:
        turns, verbs, things = self._clause
        if tail.first - head.last - 1 > LONGEST:
            return False
        if not breaks.isdisjoint(range(head.last + 1, tail.first + 1)):
            return False
        acted = any(key in verbs for key in keys[head.first : head.last + 1])
        for key in keys[head.last + 1 : tail.first]:
            if key in _MARKS or key in turns or (acted and (key in things or key in verbs)):
                return False
            acted = acted or key in verbs
        return not (acted and any(key in things for key in keys[tail.first : tail.last + 1]))
