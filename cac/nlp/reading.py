"""What the pipeline leaves on a ``Doc``: sections, sentences, and mentions with their assertion."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc

from cac.lexicon.loader import Lexicon
from cac.lexicon.terms import Hit
from cac.nlp.layout import Layout
from cac.nlp.levels import Group, find_levels
from cac.nlp.side_columns import SideCell
from cac.nlp.tokenizer import TokenOffsets
from cac.nlp.words import Words

STATED = "stated"
_LONGEST_OPTION = 2000


class SectionSpan(NamedTuple):
    """A section: header characters, body characters, its name (``sections.yaml``) and role."""

    start: int
    body: int
    end: int
    name: str
    role: str


class CueSpan(NamedTuple):
    """An assertion cue in its place: what it says, where it looks, its words and characters."""

    category: str
    direction: str
    first: int
    last: int
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A sentence or list item: characters, words ``first <= i < last``, and what it may prove (``role``).

    ``labels`` holds the mentions again, by their label.
    """

    index: int
    start: int
    end: int
    first: int
    last: int
    section: SectionSpan
    role: str = ""
    mentions: list[Mention] = field(default_factory=list)
    labels: dict[str, list[Mention]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    beside_sides: list[Hit] = field(default_factory=list)
    cues: list[CueSpan] = field(default_factory=list)


@dataclass(slots=True)
class Mention:
    """A term in its place. ``status`` is "stated" or why it does not count (negated, historical, planned ...)."""

    label: str
    value: str
    attributes: tuple[tuple[str, str], ...]
    first: int
    last: int
    start: int
    end: int
    sentence: Sentence
    status: str = STATED
    cue: tuple[int, int] | None = None

    @property
    def names_work(self) -> bool:
        """Whether it is the name of a procedure, or a place of one."""
        return self.label == "family" or self.label.startswith("target:")

    @property
    def slug(self) -> str | None:
        """The family that it names or is a place of."""
        if self.label == "family":
            return self.value
        if self.value and self.label.startswith("target:"):
            return self.get("family") or self.label.removeprefix("target:")
        return None

    def get(self, name: str) -> str | None:
        """An attribute that the words themselves imply."""
        for key, value in self.attributes:
            if key == name:
                return value
        return None


@dataclass(slots=True)
class Reading:
    """The whole reading of one note, with the lexicons it was read with.

    All offsets are of ``text``, the even text; ``layout`` leads back to the note. ``tokens`` are those of the ``Doc``
    that it is left on, if any. ``labels`` holds the mentions of all sentences again, by their label.
    """

    layout: Layout
    words: Words
    lexicon: Lexicon = field(repr=False)
    sections: list[SectionSpan] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    unchecked: list[tuple[int, int]] = field(default_factory=list)
    denied: list[tuple[int, int]] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)
    side_cells: list[SideCell] = field(default_factory=list)
    labels: dict[str, list[Mention]] = field(default_factory=dict, repr=False)
    _section_starts: list[int] = field(default_factory=list, repr=False)
    _headers: list[str] = field(default_factory=list, repr=False)
    _levels: dict[tuple[int, int], list[Group]] = field(default_factory=dict, repr=False)
    text: str = field(init=False)
    tokens: TokenOffsets = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.text = self.layout.text

    def sentence_at(self, char: int) -> Sentence | None:
        """The sentence that covers ``char``."""
        index = self.sentence_index(char)
        return self.sentences[index] if index >= 0 and char < self.sentences[index].end else None

    def sentence_index(self, char: int) -> int:
        """The index of the last sentence that begins at or before ``char``; -1 before all."""
        return bisect_right(self.sentences, char, key=lambda sentence: sentence.start) - 1

    def unticked(self, start: int, end: int) -> list[tuple[int, int]]:
        """The unticked options that reach into ``start:end``."""
        low = bisect_left(self.unchecked, (start - _LONGEST_OPTION, 0))
        high = bisect_left(self.unchecked, (end, 0))
        return [span for span in self.unchecked[low:high] if span[1] > start]

    def is_open(self, char: int) -> bool:
        """Whether ``char`` is in a label with options of which nobody ticked one."""
        return _covered(self.open, char, char + 1)

    def is_denied(self, start: int, end: int) -> bool:
        """Whether ``start:end`` stands in a label that is answered with "no"."""
        return _covered(self.denied, start, end)

    def section_at(self, char: int) -> SectionSpan | None:
        """The section that covers ``char``."""
        index = self._section_index(char)
        return self.sections[index] if index >= 0 else None

    def _section_index(self, char: int) -> int:
        if len(self._section_starts) != len(self.sections):
            self._section_starts = [section.start for section in self.sections]
        return bisect_right(self._section_starts, char) - 1

    def header_at(self, char: int) -> str:
        """The words of the header that ``char`` stands under, "" for none."""
        if len(self._headers) != len(self.sections):
            self._headers = [
                self.text[section.start : section.body].strip(" \t\n:-") if section.name else ""
                for section in self.sections
            ]
        section = self._section_index(char)
        return self._headers[section] if section >= 0 else ""

    def mentions_within(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions that stand whole in ``start:end``."""
        for index in range(max(self.sentence_index(start), 0), len(self.sentences)):
            sentence = self.sentences[index]
            if sentence.start >= end:
                return
            yield from (mention for mention in sentence.mentions if start <= mention.start and mention.end <= end)

    def levels(self, start: int, end: int) -> list[Group]:
        """The level lists in ``start:end``, read once however often they are asked for."""
        groups = self._levels.get((start, end))
        if groups is None:
            groups = self._levels[start, end] = find_levels(self.text, start, end)
        return groups

    def let_go(self) -> None:
        """Part sentences and mentions, which hold each other: what was read goes at once, not with the next garbage."""
        self.labels.clear()
        for sentence in self.sentences:
            sentence.mentions.clear()
            sentence.labels.clear()

    def mentions(self, *labels: str) -> list[Mention]:
        """All mentions of these labels, in reading order."""
        held = [label for label in labels if label in self.labels]
        if len(held) < 2:
            return list(self.labels[held[0]]) if held else []
        return [mention for sentence in self.sentences for mention in sentence.mentions if mention.label in labels]


def _covered(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of ``spans``, which are in order and apart, holds ``start:end``."""
    index = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return index >= 0 and end <= spans[index][1]


Doc.set_extension("cac_reading", default=None, force=True)
