"""What the pipeline leaves on a ``Doc``: sections, sentences, and mentions with their assertion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc

from cac.lexicon.terms import Hit
from cac.nlp.words import Words

STATED = "stated"


class SectionSpan(NamedTuple):
    """A section: header characters, body characters, its name (``sections.yaml``) and role."""

    start: int
    body: int
    end: int
    name: str
    role: str


@dataclass(slots=True)
class Sentence:
    """A sentence or list item: characters, words ``first <= i < last``, and what it may prove (``role``)."""

    index: int
    start: int
    end: int
    first: int
    last: int
    section: SectionSpan
    role: str = ""
    mentions: list[Mention] = field(default_factory=list)


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

    def get(self, name: str) -> str | None:
        """An attribute that the words themselves imply."""
        return dict(self.attributes).get(name)


@dataclass(slots=True)
class Reading:
    """The whole reading of one note."""

    text: str
    words: Words
    sections: list[SectionSpan] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    cues: list[Hit] = field(default_factory=list)
    unchecked: list[tuple[int, int]] = field(default_factory=list)

    def mentions(self, *labels: str) -> list[Mention]:
        """All mentions of these labels, in reading order."""
        return [mention for sentence in self.sentences for mention in sentence.mentions if mention.label in labels]


def set_extension() -> None:
    """Give ``Doc`` the place where the reading stands."""
    if not Doc.has_extension("cac_reading"):
        Doc.set_extension("cac_reading", default=None)


set_extension()
