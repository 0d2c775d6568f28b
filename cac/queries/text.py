"""One part of a question as the linter reads it: plain words, sentences, and the terms found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from cac.lexicon.queries import QueryLexicon
from cac.lexicon.terms import Hit
from cac.queries.plain_words import Words, joined_words, words

QUOTE = "xquotex"
"""What stands in a text for a verbatim quote."""

_END = re.compile(
    r"(?P<mark>[.?!]+)[\"')\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•◦○●□■☐☑☒►▶→>]|\[.?\]|\(?\w{1,2}[.)])[ \t])"
)
_LAST_WORD = re.compile(r"([A-Za-z]+)$")


class Sentence(NamedTuple):
    """A sentence: its text, the places of its words, and whether it ends with a question mark."""

    text: str
    start: int
    end: int
    first: int
    last: int
    asks: bool


class Part:
    """A title, a body, or an option; its quotes are masked already."""

    def __init__(self, text: str, lexicon: QueryLexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        found = words(text)
        self.sentences = list(_sentences(text, found, lexicon.words.abbreviations))
        self.words = found._replace(breaks=frozenset(sentence.first for sentence in self.sentences))
        self._hits: dict[str, list[Hit]] = {}
        for hit in lexicon.trie.find(*self.words):
            if hit.entry.value:
                self._hits.setdefault(hit.entry.label, []).append(hit)

    def hits(self, label: str) -> list[Hit]:
        """The terms of one label, in reading order."""
        return self._hits.get(label, [])

    def labels(self) -> list[str]:
        """The labels of all terms found."""
        return list(self._hits)

    def sentence(self, place: int) -> Sentence:
        """The sentence of the word at ``place``."""
        return next(sentence for sentence in self.sentences if sentence.first <= place < sentence.last)

    def keys(self, sentence: Sentence) -> list[str]:
        """The words of a sentence."""
        return self.words.keys[sentence.first : sentence.last]

    def within(self, label: str, sentence: Sentence) -> list[Hit]:
        """The terms of one label in a sentence."""
        return [hit for hit in self.hits(label) if sentence.first <= hit.first < sentence.last]

    def shown(self, hit: Hit) -> str:
        """The words of a hit, as they are read."""
        return " ".join(self.words.keys[hit.first : hit.last + 1])

    def hidden(self, label: str) -> Iterator[str]:
        """Words of one label that are found only when parted, spaced or disguised words are put together."""
        yield from (words for found, words in self._disguised if found == label)

    @cached_property
    def _disguised(self) -> list[tuple[str, str]]:
        """The labels and words of all terms that only another way to read the text finds."""
        return [
            (hit.entry.label, " ".join(way.keys[hit.first : hit.last + 1]))
            for way, made in joined_words(self.text)
            for hit in self.lexicon.trie.find(*way)
            if hit.entry.value and any(place in made for place in range(hit.first, hit.last + 1))
        ]


def _sentences(text: str, found: Words, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    """The sentences of a text that hold a word."""
    start = 0
    place = 0
    ends = [(m.end(), m) for m in _END.finditer(text) if not _is_abbreviation(text, m, abbreviations)]
    for end, match in [*ends, (len(text), None)]:
        first = place
        while place < len(found.keys) and found.starts[place] < end:
            place += 1
        if place > first:
            asks = bool(match and "?" in (match["mark"] or "")) or text[start:end].rstrip().endswith("?")
            yield Sentence(text[start:end], start, end, first, place, asks)
            start = end


def _is_abbreviation(text: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether a full stop ends an abbreviation or an initial ("Dr.", "J.") and no sentence."""
    if match["mark"] != ".":
        return False
    word = _LAST_WORD.search(text[max(0, match.start() - 12) : match.start()])
    return bool(word) and (len(word[1]) == 1 or word[1].lower() in abbreviations)  # type: ignore[index]
