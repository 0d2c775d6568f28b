"""Terms with a gap: what they run over, and what ends them."""

from __future__ import annotations

import pytest

from cac.lexicon.gapped import Clause, Gapped
from cac.lexicon.terms import Entry, TermError, Trie
from cac.nlp.words import read_words

CLAUSE = Clause(frozenset(["but", "not"]), frozenset(["was", "were"]), frozenset(["generator", "leads", "lead"]))


def found(term: str, text: str) -> list[str]:
    """The words of the note that the term finds."""
    gapped = Gapped(CLAUSE)
    gapped.add(term, Entry("attribute", "yes"))
    words = read_words(text, Trie())
    return [text[hit.start : hit.end] for hit in gapped.find(words.keys, words.starts, words.ends, frozenset())]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("removal of ... generator", "removal of generator", ["removal of generator"]),
        ("removal of ... generator", "Removal of the old left generator.", ["Removal of the old left generator"]),
        ("removal of ... generator", "removal of the leads and generator", ["removal of the leads and generator"]),
        ("removal of ... generator", "removal of one two three four five six seven generator", []),
        ("removal of ... generator", "removal of the scar. The generator", []),
        ("removal of ... generator", "removal of the leads but not the generator", []),
        ("generator ... removed", "the generator was then removed", ["generator was then removed"]),
        ("generator ... removed", "the generator was seated and the leads removed", []),
        ("generator ... removed", "leads and generator were removed", ["generator were removed"]),
        ("removed ... generator", "removed was the scar over the generator", []),
        ("a|b ... c|d", "a x d, b c", ["a x d", "b c"]),
    ],
)
def test_the_gap(term: str, text: str, expected: list[str]) -> None:
    assert found(term, text) == expected


@pytest.mark.parametrize("term", ["a ... b ... c", " ... b", "a ... "])
def test_a_term_needs_words_on_both_sides_of_one_gap(term: str) -> None:
    with pytest.raises(TermError):
        Gapped(CLAUSE).add(term, Entry("attribute", "yes"))
