"""Sentences of another patient: words of the other sex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cac.gaps.checks.case import Case
from cac.lexicon.schema import PatientWords
from cac.lexicon.terms import expand
from cac.nlp.reading import Sentence
from cac.records import CrossCheck

Sex = Literal["male", "female"]
_OTHER: dict[Sex, Sex] = {"male": "female", "female": "male"}
_ELSEWHERE = frozenset(["consent", "quoted", "plan", "codes", "signature"])
_AGE = re.compile(r"\b(?:year|yr|y/?o|old|patient|pt|this|pleasant|aged?)\b", re.I)
_LEAST = 2  # words of the sex that is told more often; one alone may be a word that was misheard
_BOTH_SEXES = 3  # words between "he" and "she" that stand for whoever reads it: "he or she", "his/her"


class SexFinder:
    """Finds words that speak of a patient of the other sex."""

    def __init__(self, words: PatientWords) -> None:
        """Take the words of each sex."""
        self._pronouns = words.pronouns
        self._patient = words.patient
        self._all = {sex: words.pronouns[sex] | words.patient[sex] for sex in _OTHER}
        self._others = words.other_people
        self._organs = {sex: {form for term in words.organs[sex] for form in expand(term)} for sex in _OTHER}
        self._organ_first = {sex: frozenset(form[0] for form in forms) for sex, forms in self._organs.items()}

    def __call__(self, case: Case) -> Iterator[CrossCheck]:
        """Words of one sex, and words of the other, where both can only be of the patient."""
        keys = case.keys
        told = {sex: not self._all[sex].isdisjoint(keys) for sex in _OTHER}
        organs = {sex: not self._organ_first[sex].isdisjoint(keys) for sex in _OTHER}
        if not any(told[sex] and (told[other] or organs[other]) for sex, other in _OTHER.items()):
            return
        found = {
            sex: [*self._words(case, sex), *(self._organ_words(case, sex) if organs[sex] else ())] for sex in _OTHER
        }
        if found["male"] and found["female"]:
            one, other = sorted(_OTHER, key=lambda sex: -len(found[sex]))
            if len(found[one]) < _LEAST:
                return
            yield case.found("sex", [*found[one][:1], *found[other][:3]], one=one, other=other)

    def _words(self, case: Case, sex: Sex) -> Iterator[tuple[int, int]]:
        """The words of a sex that are of the patient."""
        reading, words = case.reading, case.reading.words
        mine, theirs = self._all[sex], self._all[_OTHER[sex]]
        for place, key in enumerate(words.keys):
            if key not in mine:
                continue
            near = words.keys[max(0, place - _BOTH_SEXES) : place + _BOTH_SEXES + 1]
            sentence = reading.sentence_at(words.starts[place])
            if sentence is None or sentence.role in _ELSEWHERE or not theirs.isdisjoint(near):
                continue
            if key in self._patient[sex] and not self._is_of_patient(case, sentence, place):
                continue
            if not self._speaks_of_others(case, sentence, place):
                yield words.starts[place], words.ends[place]

    def _is_of_patient(self, case: Case, sentence: Sentence, place: int) -> bool:
        """Whether "male" or "woman" is said of the patient: with an age, or as "this pleasant lady"."""
        words = case.reading.words
        low = words.starts[max(sentence.first, place - 6)]
        return bool(_AGE.search(case.reading.text, low, words.starts[place]))

    def _speaks_of_others(self, case: Case, sentence: Sentence, place: int | None = None) -> bool:
        """Whether the sentence up to ``place``, or the one before it, tells of somebody else.

        Who is named behind a pronoun is not meant by it: "He went home with his wife".
        """
        keys = case.reading.words.keys
        first = case.reading.sentences[max(0, sentence.index - 1)].first
        return not self._others.isdisjoint(keys[first : sentence.last if place is None else place])

    def _organ_words(self, case: Case, sex: Sex) -> Iterator[tuple[int, int]]:
        """Organs of one sex that are the patient's."""
        words, reading = case.reading.words, case.reading
        for place, key in enumerate(words.keys):
            if key not in self._organ_first[sex]:
                continue
            form = next((f for f in self._organs[sex] if tuple(words.keys[place : place + len(f)]) == f), None)
            sentence = reading.sentence_at(words.starts[place])
            if form is None or sentence is None or sentence.role in _ELSEWHERE:
                continue
            if not self._speaks_of_others(case, sentence):
                yield words.starts[place], words.ends[place + len(form) - 1]
