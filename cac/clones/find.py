"""The search, in order: read, find what repeats, sign, compare the likeliest, gather.

Nothing here hangs on the order of the notes: texts are taken in the order of their digests. Only pairs that MinHash
takes for alike are compared, and of a large cluster not all, so that a hundred thousand copies cost no more than a
hundred thousand notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy

from cac.batch.runner import describe
from cac.clones.candidates import candidates, signatures
from cac.clones.clusters import Clusters
from cac.clones.compare import Sentence, compare
from cac.clones.gather import Found, gather, repeated_sentences
from cac.clones.records import Basis, ClonedNote, CloneReport, NotRead
from cac.clones.repeated import pairs_of_words, what_counts
from cac.clones.table import Columns, Ints, Table
from cac.clones.text import CloneReader
from cac.clones.work import work_sentences
from cac.collector import collector_paused
from cac.errors import InputError
from cac.lexicon.loader import load_lexicon
from cac.records import Note, Unreadable

LEAST_THRESHOLD = 0.6
_SMALL = 10
"""Of a cluster of up to so many notes, all likely pairs are compared; of a larger one, what joins it."""
_IN_VAIN = 20
"""A note is compared with at most so many others that turn out to be different."""


def find_clones(
    notes: Iterable[Note | Unreadable],
    lexicons: Path | None = None,
    threshold: float | None = None,
    progress: Callable[[int], None] | None = None,
) -> CloneReport:
    """Find near-identical notes.

    Args:
        notes: as a reader gives them; those that could not be read are counted.
        lexicons: a lexicon folder of one's own.
        threshold: the share of own words that makes clones (that of ``boilerplate.yaml`` by default).
        progress: is told how many notes were read.

    Raises:
        InputError: "threshold", if it is not between 0.6 and 1.
        LexiconError: if a lexicon file breaks its schema.
    """
    if threshold is not None and not LEAST_THRESHOLD <= threshold <= 1:
        raise InputError("threshold", f"The threshold is a share between {LEAST_THRESHOLD} and 1: write 0.85.")
    with collector_paused():
        lexicon = load_lexicon(lexicons)
        table = Table(CloneReader(lexicons))
        search = _Search(table, lexicon.boilerplate.threshold if threshold is None else threshold)
        search.read(notes, progress)
        return search.report(lexicon.version)


class _Search:
    """One search over one batch."""

    def __init__(self, table: Table, threshold: float) -> None:
        self.table = table
        self.rules = table.reader.rules
        self.threshold = threshold
        self.notes = self.bad_dates = 0
        self.errors: list[NotRead] = []

    def read(self, notes: Iterable[Note | Unreadable], progress: Callable[[int], None] | None) -> None:
        """Read all notes; one that cannot be read stops nothing."""
        for count, note in enumerate(notes, start=1):
            if isinstance(note, Unreadable):
                self.errors.append(NotRead(id=note.id, code=note.code, message=note.message))
            else:
                self._read(note)
            if progress:
                progress(count)

    def _read(self, note: Note) -> None:
        day = note.context.get("date_of_service", "")
        wrong = bool(day) and not _is_day(day)
        try:
            told = ClonedNote(
                id=note.id,
                provider=note.context.get("provider", ""),
                patient=note.context.get("patient", ""),
                date_of_service="" if wrong else day,
            )
            self.table.add(told, note.text)
        except Exception as error:
            message = f"The note could not be read: an error in the program ({describe(error)})."
            self.errors.append(NotRead(id=note.id, code="internal", message=message))
            return
        self.notes += 1
        self.bad_dates += wrong

    def report(self, version: str) -> CloneReport:
        """What was found."""
        columns = self.table.columns()
        holders = self.table.holders
        providers = sorted({held[0].provider for held in holders})
        names = {provider: number for number, provider in enumerate(providers)}
        groups = numpy.array([names[held[0].provider] for held in holders], dtype="int64")
        pairs = pairs_of_words(columns)
        whole, _ = signatures(columns, pairs, numpy.full(len(columns.exact), 2, dtype="uint8"))
        counting = what_counts(columns, groups, whole, self.rules.repeated)
        signs, own = signatures(columns, pairs, counting.levels)
        sentences = _Sentences(columns, counting.levels)
        little = self._little(columns, own)
        found = self._compare(sentences, signs, numpy.flatnonzero(~little))
        return CloneReport(
            version=version,
            threshold=self.threshold,
            notes=self.notes,
            little_text=int(sum(len(holders[text]) for text in numpy.flatnonzero(little))),
            bad_dates=self.bad_dates,
            errors=tuple(sorted(self.errors, key=lambda error: error.id)),
            repeated=repeated_sentences(counting.frequent, providers, columns, self.table),
            clusters=gather(found, self._copies(own, little), own, self.table, sentences.of),
        )

    def _little(self, columns: Columns, own: Ints) -> Ints:
        """Which texts tell too little of the patient to be told from a template.

        Of one that is short because most of it repeats, what is left agrees with others by chance.
        """
        starts = numpy.concatenate(([0], columns.sentence_ends)).astype("int64")
        told = numpy.diff(starts[numpy.concatenate(([0], columns.note_ends)).astype("int64")])
        little: Ints = (own < self.rules.few_words) | ((own < self.rules.enough_words) & (own < told))
        return little

    def _copies(self, own: Ints, little: Ints) -> dict[int, Basis]:
        """The texts of which copies are clones, with what had to agree: too few words prove nothing."""
        found: dict[int, Basis] = {}
        for text, words in enumerate(own.tolist()):
            if not little[text]:
                found[text] = "own text" if words >= self.rules.enough_words else "own text and work"
            elif self.table.counted[text] >= self.rules.fewest_words:
                found[text] = "every word"
        return found

    def _compare(self, sentences: _Sentences, signs: Ints, texts: Ints) -> list[Found]:
        """The pairs of ``texts`` that are clones."""
        first, second = candidates(signs, texts, self.threshold)
        clusters = Clusters()
        in_vain: Counter[int] = Counter()
        found: list[Found] = []
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            if in_vain[a] >= _IN_VAIN or in_vain[b] >= _IN_VAIN:
                continue
            if clusters.size(a) >= _SMALL and clusters.root(a) == clusters.root(b):
                continue
            compared = compare(sentences.of(a), sentences.of(b), self.threshold)
            few = compared is not None and min(compared.sizes) < self.rules.enough_words
            if compared is None or (few and not self._works_agree(a, b, sentences)):
                in_vain[a] += 1
                in_vain[b] += 1
                continue
            clusters.join(a, b)
            basis: Basis = "own text and work" if few else "own text"
            found.append(Found(a, b, compared.share, basis, compared.sizes))
        return found

    def _works_agree(self, a: int, b: int, sentences: _Sentences) -> bool:
        """Whether notes with little own text agree in all that counts."""

        def all_of(text: int) -> list[Sentence]:
            return [*sentences.of(text), *work_sentences(self.table.text_of(text))]

        return compare(all_of(a), all_of(b), self.rules.whole_share) is not None


class _Sentences:
    """The own sentences of a text, ready to compare."""

    def __init__(self, columns: Columns, levels: Ints) -> None:
        self.columns = columns
        self.levels = levels

    def of(self, text: int) -> list[Sentence]:
        """The sentences of ``text`` in order."""
        c = self.columns
        low, high = int(c.note_ends[text - 1]) if text else 0, int(c.note_ends[text])
        start = int(c.sentence_ends[low - 1]) if low else 0
        made: list[Sentence] = []
        ends = c.sentence_ends[low:high].tolist()
        exact, skeleton = c.exact[low:high].tolist(), c.skeleton[low:high].tolist()
        levels = self.levels[low:high].tolist()
        for at, end in enumerate(ends):
            words, slots = c.words[start:end].tolist(), c.slots[start:end].tolist()
            made.append(Sentence(exact[at], skeleton[at], levels[at], words, slots))
            start = end
        return made


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True
