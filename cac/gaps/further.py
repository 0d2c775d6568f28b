"""Answers the elements that only some families ask for (``language/further_elements.yaml``).

Their words are looked for on demand: in a note of one family only the terms of what it asks are walked over, so that a
longer list of elements costs the other notes nothing. A term counts where it stands for today (or, of an element that
is told ``anywhere``, in the history), unless a cue plans, refuses or warns of it, or it is the label of an empty field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from cac.errors import LexiconError
from cac.facts.evidence import evidence_of
from cac.gaps.amounts import UNITS, find_amounts
from cac.gaps.asked import Demand
from cac.gaps.dates import Dated
from cac.gaps.fields import is_in, is_left_empty
from cac.gaps.scores import Scores
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import FurtherElement
from cac.lexicon.terms import Entry, Hit, TermError, Trie, expand
from cac.lexicon.yamlfile import place_of_term
from cac.nlp.reading import Reading, Sentence
from cac.records import ElementAnswer, Evidence, Facts, Procedure, answered

_NOWHERE = frozenset(["codes", "consent", "plan"])
_NOT_TODAY = frozenset(["history", "quoted"])
_NOT_DONE = frozenset(["planned", "educational", "risk", "refused"])
_BEFORE_THE_WORK = frozenset(["history", "diagnosis", "exam"])
_REACH = 70  # characters before a cue that looks back
_MOST_TRIES = 256  # kept: one for every set of elements that families ask for together
_HUNDRED = re.compile(r"\bmm\b|/\s?100|out of (?:100|a hundred)", re.I)
_UNITS = re.compile(r"\d+(?:\.\d+)?\s?(?:units?|u|iu)?\b", re.I)
_TOTAL = re.compile(
    r"\b(?:total|totall?ing|in all|altogether|sum)\b[^.\n]{0,40}?\d+\s?(?:units?|u)\b"
    r"|\btotal\s(?:given|injected|dose|units)?[^.\n\w]{0,40}\d{2,3}\b"
    r"|\b\d+\s?(?:units?|u)\b[^.\n]{0,40}?\b(?:total|in all|altogether|in \d+ (?:sites|injections|punctures|places))\b",
    re.I,
)
_ENDS = re.compile(r"[.;:]\s")
"""Behind it a cue no longer reaches."""

Spans = list[tuple[int, int]]


class Note(NamedTuple):
    """What is known of the note that is asked.

    ``act`` is the character where the needle goes in, 0 for none; ``blank`` are the fields that nobody filled.
    """

    reading: Reading
    procedures: Sequence[Procedure]
    facts: Facts | None
    scores: Scores
    act: int
    dates: Sequence[Dated]
    blank: Spans


class Further:
    """Answers the further elements of one note."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the elements."""
        self._root = lexicon.root
        self._elements = lexicon.further_elements.elements
        self._tries: dict[frozenset[str], Trie] = {}
        self._near: dict[str, tuple[Beside, Beside]] = {}
        self._proofs: dict[str, Callable[[Note], tuple[str, Spans | list[Evidence]]]] = {
            "date": _date,
            "same_scale": _same_scale,
            "sites": _sites,
            "units_each": _units_each,
            "total_units": _total_units,
            "sedation_times": _sedation_times,
            "sedation_observer": _sedation_observer,
        }

    def check(self) -> int:
        """Read all terms, and say how many there are.

        Raises:
            LexiconError: for the first term that breaks the grammar.
        """
        for name in self._elements:
            self._beside(name)
        return sum(1 for _ in self._trie(frozenset(self._elements)).forms())

    def __call__(self, note: Note, asked: Mapping[str, Demand], contradicted: frozenset[str]) -> list[ElementAnswer]:
        """One answer for each of the further elements that are ``asked``, in the order of their file."""
        names = [name for name in self._elements if name in asked]
        hits = self._hits(frozenset(names), note)
        answers = []
        for name in names:
            status, proof = self._answer(name, self._elements[name], hits, note)
            demand = asked[name]
            answers.append(
                answered(
                    name,
                    status,
                    demand.severity,
                    demand.source,
                    required=status != "not_applicable",
                    contradicted=name in contradicted,
                    job=demand.job,
                    evidence=tuple(
                        evidence_of(note.reading, *span) if isinstance(span, tuple) else span for span in proof[:2]
                    ),
                )
            )
        return answers

    # -- one element ------------------------------------------------------------------------------------------------

    def _answer(
        self, name: str, rule: FurtherElement, hits: Mapping[str, list[Hit]], note: Note
    ) -> tuple[str, Spans | list[Evidence]]:
        proof: Spans | list[Evidence]
        if rule.from_:
            status, proof = self._proofs[rule.from_](note)
            if status != "absent" or not rule.words:
                return status, proof
        if rule.attributes:
            proof = [e for p in note.procedures for e in _attribute_proof(p, rule.attributes)]
            if proof:
                return "present", proof
        if rule.only_with:
            lead = [(hit.start, hit.end) for hit in hits.get(f"with:{name}", ()) if self._stands(hit, rule, note)]
            if not lead:
                return "not_applicable", []
            found = next((span for span in self._found(name, rule, hits, note) if _is_beside(span, lead, note)), None)
        else:
            found = next(self._found(name, rule, hits, note), None)
        if found:
            return "present", [found]
        if rule.together:
            several = {
                _bare(note.reading.text[hit.start : hit.end]): (hit.start, hit.end)
                for hit in hits.get(f"part:{name}", ())
                if self._stands(hit, rule, note)
            }
            if len(several) >= rule.least:
                return "present", list(several.values())[: rule.least]
        return "absent", []

    def _found(
        self, name: str, rule: FurtherElement, hits: Mapping[str, list[Hit]], note: Note
    ) -> Iterator[tuple[int, int]]:
        """What proves an element, one after the other: its terms, then its amounts."""
        for hit in hits.get(name, ()):
            if self._stands(hit, rule, note):
                yield hit.start, hit.end
        if rule.amount:
            yield from self._amounts(name, rule, hits, note)

    def _stands(self, hit: Hit, rule: FurtherElement, note: Note) -> bool:
        """Whether a term proves its element where it stands."""
        return _counts(note, hit.start, hit.end, rule) and not is_left_empty(hit.start, hit.end, note.reading.text)

    def _amounts(
        self, name: str, rule: FurtherElement, hits: Mapping[str, list[Hit]], note: Note
    ) -> Iterator[tuple[int, int]]:
        """The amounts with the right words beside them."""
        assert rule.amount is not None
        near, spoils = self._beside(name)
        reading = note.reading
        words = reading.words
        for start, end in find_amounts(rule.amount, hits.get(f"unit:{rule.amount}", ()), reading):
            sentence = reading.sentence_at(start)
            if sentence is None:
                continue
            low = max(sentence.first, words.at(start - rule.reach))
            beside = words.keys[low : min(sentence.last, words.at(end + rule.reach))]
            if near.stand_in(beside) and not spoils.stand_in(beside) and _counts(note, start, end, rule):
                yield start, end

    # -- words ------------------------------------------------------------------------------------------------------

    def _hits(self, names: frozenset[str], note: Note) -> dict[str, list[Hit]]:
        """The terms of these elements in the note, by the label of their kind."""
        trie = self._tries.get(names)
        if trie is None:
            if len(self._tries) >= _MOST_TRIES:
                self._tries.clear()
            trie = self._tries[names] = self._trie(names)
        words = note.reading.words
        found: dict[str, list[Hit]] = {}
        for hit in trie.find(words.keys, words.starts, words.ends):
            found.setdefault(hit.entry.label, []).append(hit)
        return found

    def _trie(self, names: Iterable[str]) -> Trie:
        trie = Trie()
        for name in sorted(names):
            rule = self._elements[name]
            kinds: tuple[tuple[str, Iterable[str]], ...] = (
                (name, rule.words),
                (f"part:{name}", rule.together),
                (f"with:{name}", rule.only_with),
            )
            kinds += ((f"unit:{rule.amount}", UNITS[rule.amount]),) if rule.amount else ()
            for label, terms in kinds:
                entry = Entry(label, label)
                for term in terms:
                    try:
                        trie.add(term, entry)
                    except TermError as error:
                        raise LexiconError(f"{place_of_term(self._root, error.term)}: {error}") from None
        return trie

    def _beside(self, name: str) -> tuple[Beside, Beside]:
        """The words that make an amount count, and those that spoil it."""
        held = self._near.get(name)
        if held is None:
            rule = self._elements[name]
            try:
                held = (Beside.of(rule.near), Beside.of(rule.not_near))
            except TermError as error:
                raise LexiconError(f"{place_of_term(self._root, error.term)}: {error}") from None
            self._near[name] = held
        return held


class Beside(NamedTuple):
    """Terms that are looked for among a few words: those of one word, and those of several."""

    single: frozenset[str]
    several: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[str]) -> Self:
        """All forms of the terms.

        Raises:
            TermError: as `expand` does.
        """
        forms = [form for term in terms for form in expand(term)]
        single = frozenset(form[0] for form in forms if len(form) == 1)
        return cls(single, tuple(sorted({f" {' '.join(form)} " for form in forms if len(form) > 1})))

    def stand_in(self, keys: Sequence[str]) -> bool:
        """Whether one of the terms is among these words."""
        if not self.single.isdisjoint(keys):
            return True
        joined = f" {' '.join(keys)} " if self.several else ""
        return any(form in joined for form in self.several)


def _bare(words: str) -> str:
    """Words that tell one thing: without letter case, plural and the noun behind a view or a test."""
    return words.lower().split()[0].rstrip("s'’")


def _counts(note: Note, start: int, end: int, rule: FurtherElement) -> bool:
    """Whether words tell something of this session, or of what led to it."""
    reading = note.reading
    sentence = reading.sentence_at(start)
    if sentence is None or is_in(start, note.blank):
        return False
    role = sentence.role
    if role in _NOWHERE or (role in _NOT_TODAY and not rule.anywhere):
        return False
    late = rule.before and note.act and start > note.act and role not in _BEFORE_THE_WORK
    if late and not any(cue.category == "historical" for cue in sentence.cues):
        return False
    if sentence.cues and _is_put_off(sentence, start, end, rule, reading.text):
        return False
    return not ((reading.unchecked and reading.unticked(start, end)) or (reading.open and reading.is_open(start)))


def _is_put_off(sentence: Sentence, start: int, end: int, rule: FurtherElement, text: str) -> bool:
    """Whether a cue says that the words are planned, refused, a warning, or of another day where today is asked for.

    Words that may be told of the past are not put off by a plan in a sentence that tells of the past too.
    """
    told_of_past = rule.anywhere and any(cue.category == "historical" for cue in sentence.cues)
    for cue in sentence.cues:
        if (cue.category in _NOT_DONE and not told_of_past) or (cue.category == "historical" and not rule.anywhere):
            if cue.direction == "forward" and cue.end <= start and not _ENDS.search(text, cue.end, start):
                return True
            if cue.direction == "sentence" or (cue.direction == "backward" and 0 <= cue.start - end < _REACH):
                return True
    return False


def _is_beside(span: tuple[int, int], lead: Spans, note: Note) -> bool:
    """Whether words stand in the sentence of what they must speak of, or in one beside it."""
    here = note.reading.sentence_index(span[0])
    return any(-1 <= here - note.reading.sentence_index(start) <= 1 for start, _ in lead)


def _attribute_proof(procedure: Procedure, names: Iterable[str]) -> Iterable[Evidence]:
    for name in names:
        if procedure.attributes.get(name) not in (None, "open"):
            yield from procedure.attribute_evidence.get(name) or procedure.evidence[:1]


# -- what facts prove -------------------------------------------------------------------------------------------------


def _date(note: Note) -> tuple[str, Spans]:
    """A date that is the day of service, of dictation or of signing."""
    told = [(date.start, date.end) for date in note.dates if date.kind != "other"]
    return ("present" if told else "absent"), told


def _same_scale(note: Note) -> tuple[str, Spans]:
    """One scale for the score before and the score after; of no use where one of them is missing."""
    before, after = note.scores.before[:1], note.scores.after[:1]
    if not before or not after:
        return "not_applicable", []
    text = note.reading.text
    wide = [bool(_HUNDRED.search(text, start, end + 8)) for start, end in (*before, *after)]
    return ("present" if wide[0] == wide[1] else "absent"), [*before, *after]


def _sites(note: Note) -> tuple[str, list[Evidence]]:
    """Every place by its name."""
    told = [e for p in note.procedures for site in p.sites for e in site.evidence[:1]]
    named = told or [e for p in note.procedures if p.sites for e in p.evidence[:1]]
    return ("present" if named else "absent"), named


def _units_each(note: Note) -> tuple[str, list[Evidence]]:
    """A number of units beside most of the muscles, or one for each of them."""
    text = note.reading.layout.note
    given = note.facts.given if note.facts else ()
    each = [e for giving in given if giving.each not in ("", "unclear") and giving.dose for e in giving.evidence]
    if each:
        return "present", each
    sites = [site.evidence[0] for p in note.procedures for site in p.sites if site.evidence]
    told = [e for e in sites if _beside_units(text, e)]
    if len(sites) == 1 and not told and any(giving.dose for giving in given):
        told = sites
    return ("present" if told and 2 * len(told) >= len(sites) else "absent"), told


def _beside_units(text: str, words: Evidence) -> bool:
    """Whether a number stands in the line of these words, a few words away."""
    low = max(text.rfind("\n", 0, words.start) + 1, words.start - 40)
    high = text.find("\n", words.end)
    high = min(high if high >= 0 else len(text), words.end + 45)
    return bool(_UNITS.search(text, low, words.start) or _UNITS.search(text, words.end, high))


def _total_units(note: Note) -> tuple[str, Spans | list[Evidence]]:
    """All units together, or the units of the only place."""
    match = _TOTAL.search(note.reading.text)
    if match:
        return "present", [match.span()]
    given = [giving for giving in (note.facts.given if note.facts else ()) if giving.dose]
    if len(given) == 1 and (given[0].total or sum(len(p.sites) for p in note.procedures) <= 1):
        return "present", list(given[0].evidence)
    return "absent", []


def _sedation_times(note: Note) -> tuple[str, list[Evidence]]:
    told = note.facts.sedation if note.facts else None
    return ("present", list(told.evidence)) if told and told.minutes is not None else ("absent", [])


def _sedation_observer(note: Note) -> tuple[str, list[Evidence]]:
    told = note.facts.sedation if note.facts else None
    return ("present", list(told.evidence)) if told and told.observer else ("absent", [])
