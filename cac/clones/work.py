"""What a note tells of the work, ready to compare."""

from __future__ import annotations

from cac.clones.compare import Sentence
from cac.clones.table import number_of, word_number
from cac.clones.text import CountedText


def work_sentences(read: CountedText) -> list[Sentence]:
    """The sentences of the work in order; every word of them counts."""
    made: list[Sentence] = []
    for part in read.parts:
        if not part.own:
            keys = [read.keys[index] for index in part.words]
            number = number_of(keys)
            made.append(Sentence(number, number, 2, [word_number(key) for key in keys], [False] * len(keys)))
    return made
