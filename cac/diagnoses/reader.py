"""``Reading`` → the diagnoses that the note's words state, and those they name without stating them.

A diagnosis counts where a note says why the work was done: diagnosis, indication, assessment; only where no such words
are, behind "for" and its like in the title or before the work. History and plan never count, nor what is denied, ruled
out or uncertain (ICD-10-CM guidelines IV.H).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from cac.diagnoses.printed import printed_codes
from cac.diagnoses.statement import Segment, Statement
from cac.diagnoses.study import read_study
from cac.diagnoses.vocabulary import WEAK, diagnosis_vocabulary
from cac.facts.evidence import evidence_of
from cac.lexicon.terms import split_words
from cac.nlp.reading import Reading, SectionSpan, Sentence
from cac.records import ReadDiagnosis, unchecked

_LEAD_ROLES = frozenset(["preamble", "title", "body", "other"])
_WORK = frozenset(["delivers", "places", "instruments", "positioning", "family"])
_LEAD_SENTENCES = 8  # so far into a note without headers the reason is told
_new_read = unchecked(ReadDiagnosis)


class DiagnosisReader:
    """Reads the diagnoses of one note after the other."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """Load the terms under ``lexicons`` (the shipped ones by default).

        Raises:
            LexiconError: if a term breaks the grammar.
        """
        self._vocabulary = diagnosis_vocabulary(lexicons)

    def __call__(self, reading: Reading) -> tuple[ReadDiagnosis, ...]:
        """Every diagnosis named where it may count, in reading order."""
        found: list[ReadDiagnosis] = []
        note: dict[str, list[str]] = {}
        for section in reading.sections:
            role = section.role
            if role == "diagnosis" or (role == "plan" and self._assesses(reading, section)):
                for sentence in _sentences(reading, section):
                    self._sentence(reading, sentence, found, note)
            elif role == "codes":
                for sentence in _sentences(reading, section):
                    self._printed(reading, sentence, None, found)
        if not any(not diagnosis.why_not for diagnosis in found):
            self._led(reading, found, note)
        study = read_study(reading)
        if study and not any(told.code == "Z00.6" and not told.why_not for told in found):
            found.append(study)
        return tuple(self._with_note(diagnosis, note) for diagnosis in found) if note else tuple(found)

    def _may_name(self, reading: Reading, sentence: Sentence) -> bool:
        return not self._vocabulary.ends.isdisjoint(reading.words.keys[sentence.first : sentence.last])

    def _assesses(self, reading: Reading, section: SectionSpan) -> bool:
        header = reading.text[section.start : section.body]
        return bool(header) and not self._vocabulary.known.words.headers.isdisjoint(split_words(header))

    def _sentence(
        self, reading: Reading, sentence: Sentence, found: list[ReadDiagnosis], note: dict[str, list[str]]
    ) -> None:
        names = self._may_name(reading, sentence)
        statement = Statement(self._vocabulary, reading, sentence) if names else None
        self._printed(reading, sentence, statement, found)
        if statement is None:
            return
        for name, values in statement.of_note().items():
            note.setdefault(name, []).extend(values)
        found.extend(self._read_all(statement, statement.segments()))

    def _read_all(self, statement: Statement, segments: Iterable[Segment]) -> Iterator[ReadDiagnosis]:
        """The diagnoses in these words; a weak term counts with its region only."""
        for segment in segments:
            diagnosis = self._read(statement, segment)
            if segment.hit.entry.attributes != WEAK or "region" in diagnosis.values:
                yield diagnosis

    def _read(self, statement: Statement, segment: Segment) -> ReadDiagnosis:
        reading, hit = statement.reading, segment.hit
        values, start, end = statement.values(segment)
        if "region" not in values:
            regions = statement.regions()
            limbs = self._vocabulary.known.words.limbs
            if len(regions) == 1 and all(regions <= set(limbs[limb]) for limb in values.get("limb", ())):
                values["region"] = tuple(regions)
        return _new_read(
            name=hit.entry.value,
            values=values,
            sentence=statement.sentence.index,
            why_not=statement.why_not(hit.first, hit.last, hit.start, hit.end),
            evidence=evidence_of(reading, start, end),
        )

    def _printed(
        self, reading: Reading, sentence: Sentence, statement: Statement | None, found: list[ReadDiagnosis]
    ) -> None:
        start = max(sentence.start, sentence.section.body)
        undotted = self._vocabulary.known.words.undotted
        for printed in printed_codes(reading.text, start, sentence.end, undotted):
            statement = statement or Statement(self._vocabulary, reading, sentence)
            first, last = reading.words.at(printed.start), reading.words.at(printed.end - 1)
            found.append(
                _new_read(
                    code=printed.code,
                    sentence=sentence.index,
                    why_not=statement.why_not(first, last, printed.start, printed.end),
                    evidence=evidence_of(reading, printed.start, printed.end),
                )
            )

    def _led(self, reading: Reading, found: list[ReadDiagnosis], note: dict[str, list[str]]) -> None:
        """The diagnoses where no part of the note is kept for them: in the title or before the work is told.

        Where a sentence tells of work, only behind "for" and its like.
        """
        titles = (sentence for sentence in reading.sentences[_LEAD_SENTENCES:] if sentence.section.role == "title")
        for sentence in chain(reading.sentences[:_LEAD_SENTENCES], titles):
            if sentence.section.role not in _LEAD_ROLES or not self._may_name(reading, sentence):
                continue
            statement = Statement(self._vocabulary, reading, sentence)
            works = not sentence.labels.keys().isdisjoint(_WORK)
            led = [segment for segment in statement.segments() if not works or statement.led(segment)]
            found.extend(self._read_all(statement, led))
            for name, values in statement.of_note().items() if led else ():
                note.setdefault(name, []).extend(values)

    def _with_note(self, diagnosis: ReadDiagnosis, note: dict[str, list[str]]) -> ReadDiagnosis:
        """With what the whole note says; of several values the one that the lexicon lists first."""
        if not diagnosis.name:
            return diagnosis
        axes = self._vocabulary.known.words.axes
        more = {
            name: (next(value for value in axes[name].terms if value in note[name]),)
            for name in self._vocabulary.axes[diagnosis.name]
            if note.get(name)
        }
        return diagnosis.model_copy(update={"values": {**diagnosis.values, **more}}) if more else diagnosis


def _sentences(reading: Reading, section: SectionSpan) -> Iterator[Sentence]:
    """The sentences of a section."""
    for index in range(max(reading.sentence_index(section.start), 0), len(reading.sentences)):
        sentence = reading.sentences[index]
        if sentence.start >= section.end:
            return
        if sentence.section is section:
            yield sentence
