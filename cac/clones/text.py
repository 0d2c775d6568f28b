"""A note as the search for clones reads it: its own words, the words of the work, and nothing that is boilerplate.

The words are those of `cac.nlp`: lower case, dictation slips mended, with the way back to the note. What counts as
boilerplate and as work is data (``language/boilerplate.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cac.lexicon.boilerplate import boilerplate_terms
from cac.lexicon.numbers import NUMBER_WORDS
from cac.lexicon.schema import Boilerplate
from cac.lexicon.terms import split_words
from cac.nlp.layout import Layout
from cac.nlp.reading import Reading, SectionSpan, Sentence
from cac.nlp.sections import HeaderWords, find_sections
from cac.nlp.sentences import find_sentences, is_narrative
from cac.nlp.vocabulary import vocabulary
from cac.records import Evidence, quoted

MARKS = frozenset(".,;:!?\n[]|")
"""What is no word of a note."""
_JOINS = frozenset(["and", "but"])
_CLAUSE_ENDS = MARKS | _JOINS
_RUN_ON = 30
"""A sentence of more words than this without a mark inside is dictation that never stops: a term in it speaks of the
words near it, not of the whole."""
_NEAR = 8
_TITLE_LINES = 2
_LABEL = 9
"""A diagnosis without a verb and with fewer words is a label out of a list, not the patient's story."""


_Kind = Literal["own", "work", "label", "open", "nothing"]
"""What a sentence tells: of the patient, of the work, a title, what its neighbours must settle, or nothing."""


@dataclass(slots=True, frozen=True)
class Part:
    """What counts of one sentence: whether it is the patient's ``own``, its words (positions in the note's)."""

    own: bool
    words: tuple[int, ...]
    section: SectionSpan


@dataclass(slots=True, frozen=True)
class CountedText:
    """What counts of a note. ``keys`` are all its words; ``slots`` those a template leaves to fill in."""

    layout: Layout
    keys: list[str]
    starts: list[int]
    ends: list[int]
    parts: tuple[Part, ...]

    def quote(self, first: int, last: int, section: SectionSpan) -> Evidence:
        """The exact text from word ``first`` to word ``last``, with the header it stands under.

        A word is quoted with what is written to it without a space: "L4-5" where only "4-5" differs.
        """
        note = self.layout.note
        header = self.layout.text[section.start : section.body].strip(" \t\n:-") if section.name else ""
        start, end = self.layout.span(self.starts[first], max(self.ends[first : last + 1]))
        while start and _written_on(note[start - 1]) and _written_on(note[start]):
            start -= 1
        while end < len(note) and _written_on(note[end]) and _written_on(note[end - 1]):
            end += 1
        return quoted(start, end, note[start:end], header)


class CloneReader:
    """Reads what counts of notes."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """Take the words of the lexicons under ``lexicons`` (the shipped ones by default).

        Raises:
            LexiconError: if a lexicon file breaks its schema.
        """
        self._vocabulary = vocabulary(lexicons)
        lexicon = self._vocabulary.lexicon
        self.rules: Boilerplate = lexicon.boilerplate
        self._headers = HeaderWords.of(self._vocabulary)
        self._terms = boilerplate_terms(lexicon.root, self.rules)
        sides = (lexicon.sides.left, lexicon.sides.right, lexicon.sides.both)
        self._filled_in = NUMBER_WORDS | {word for terms in sides for word in terms if split_words(word) == (word,)}

    def read(self, text: str) -> CountedText:
        """What counts of ``text``."""
        reading = self._vocabulary.read(text)
        reading.sections = find_sections(reading.text, self._headers)
        reading.sentences = find_sentences(reading.text, reading.sections, reading)
        words = reading.words
        kinds: list[tuple[_Kind, Part | None]] = []
        hits = list(self._terms.find(words.keys, words.starts, words.ends, _starts(reading)))
        at = 0
        for sentence in reading.sentences:
            found: dict[str, list[tuple[int, int]]] = {}
            while at < len(hits) and hits[at].first < sentence.last:
                if hits[at].first >= sentence.first and hits[at].entry.value:
                    found.setdefault(hits[at].entry.label, []).append((hits[at].first, hits[at].last))
                at += 1
            kinds += self._kinds(sentence, found, words.keys, reading)
        reading.let_go()
        return CountedText(reading.layout, words.keys, words.starts, words.ends, tuple(_settled(kinds)))

    def is_slot(self, keys: list[str], index: int) -> bool:
        """Whether a word is what somebody fills into a template: a number, a side, or a name behind its title."""
        key = keys[index]
        return (
            key in self._filled_in
            or (not key.isalpha() and any(character.isdigit() for character in key))
            or (index > 0 and keys[index - 1] in self.rules.name_titles)
        )

    def _kinds(
        self, sentence: Sentence, found: dict[str, list[tuple[int, int]]], keys: list[str], reading: Reading
    ) -> list[tuple[_Kind, Part | None]]:
        """What a sentence tells and what counts of it; of a run-on one its own words, and those of the work."""
        section = sentence.section
        if section.name in self.rules.sections or section.role == "quoted":
            return [("nothing", None)]
        first = max(sentence.first, reading.words.at(section.body)) if section.body > sentence.start else sentence.first
        counted = [index for index in range(first, sentence.last) if keys[index] not in MARKS]
        run_on = len(counted) > _RUN_ON and sum(keys[index] in MARKS for index in range(first, sentence.last)) <= 1
        if "sentence" in found and not run_on:
            return [("nothing", None)]
        out = _left_out(sentence, found, keys, first, run_on, reading)
        counted = [index for index in counted if index not in out]
        if not counted:
            return [("nothing", None)]

        def part(own: bool, words: list[int]) -> Part:
            return Part(own=own, words=tuple(words), section=section)

        if section.name in self.rules.work_sections or len(counted) == 1 or self._is_label(sentence, counted, keys):
            return [("label", part(False, counted))]
        if section.name in self.rules.own_sections:
            return [("own", part(True, counted))]
        if "work" not in found:
            kind: _Kind = "own" if "own" in found else "work" if section.role == "body" else "open"
            return [(kind, part(kind != "work", counted))]
        if not run_on:
            return [("work", part(False, counted))]
        near = {i for low, high in found["work"] for i in range(low - _NEAR, high + _NEAR + 1)}
        own, work = [i for i in counted if i not in near], [i for i in counted if i in near]
        both: list[tuple[_Kind, Part | None]] = [("own", part(True, own)), ("work", part(False, work))]
        return [(kind, one) for kind, one in both if one and one.words]

    @staticmethod
    def _is_label(sentence: Sentence, counted: list[int], keys: list[str]) -> bool:
        """Whether a sentence is a title or a diagnosis in a few words: notes of other patients share it honestly."""
        if not sentence.section.name:
            return sentence.index < _TITLE_LINES and sentence.role == "title"
        return (
            sentence.section.role == "diagnosis"
            and len(counted) < _LABEL
            and not is_narrative(keys, counted[0], counted[-1] + 1)
        )


def _written_on(character: str) -> bool:
    return character.isalnum() or character in "-/"


def _left_out(
    sentence: Sentence,
    found: dict[str, list[tuple[int, int]]],
    keys: list[str],
    first: int,
    run_on: bool,
    reading: Reading,
) -> set[int]:
    """The words of a sentence that are boilerplate, or stand beside a box that is not ticked."""
    out: set[int] = set()
    for low, high in found.get("sentence", ()):
        out.update(range(low - _NEAR, high + _NEAR + 1))
    for low, high in found.get("clause", ()):
        near = range(low - _NEAR, high + _NEAR + 1)
        out.update(near if run_on else _clause(keys, low, high, first, sentence.last))
    if reading.unchecked:
        starts = reading.words.starts
        for start, end in reading.unticked(sentence.start, sentence.end):
            out.update(index for index in range(first, sentence.last) if start <= starts[index] < end)
    return out


def _settled(kinds: list[tuple[_Kind, Part | None]]) -> Iterator[Part]:
    """What counts, when an open sentence between two of the work is of the work too."""
    behind: list[_Kind] = []
    for kind, _ in reversed(kinds):
        behind.append(kind if kind != "open" or not behind else behind[-1])
    before: _Kind = "nothing"
    for (kind, part), following in zip(kinds, reversed(behind), strict=True):
        if kind != "open":
            before = kind
        if part:
            of_work = kind == "open" and before == following == "work"
            yield Part(own=False, words=part.words, section=part.section) if of_work else part


def _starts(reading: Reading) -> frozenset[int]:
    return frozenset(sentence.first for sentence in reading.sentences)


def _clause(keys: list[str], low: int, high: int, first: int, last: int) -> range:
    """The words of the clause around ``low`` to ``high``, with what joins it to the clause before or behind it."""
    while low > first and keys[low - 1] not in _CLAUSE_ENDS:
        low -= 1
    while high + 1 < last and keys[high + 1] not in _CLAUSE_ENDS:
        high += 1
    low -= low > first and keys[low - 1] in _JOINS
    high += high + 1 < last and keys[high + 1] in _JOINS
    return range(low, high + 1)
