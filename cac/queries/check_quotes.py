"""Rules 1, 2, 3 and 11: what is quoted, of whom, and with what weight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cac.queries.case import DATED, Case, is_slice
from cac.queries.check_answers import answers_in, answers_of
from cac.queries.passages import squashed
from cac.queries.records import Violation
from cac.queries.text import QUOTE, Part, Sentence

_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+([A-Z][a-z]+(?:-[A-Z][a-z]+)?)")
_NUMBERED = re.compile(
    r"\b(?:MRN|medical record (?:number|no)|patient id|account (?:number|no))\W{0,4}(\w*\d[\w-]*)", re.I
)
_UNEQUAL = (6, 40)
"""Quotes of a conflict are unequal when one is six times as long as the other and 40 characters longer."""


def violations(case: Case) -> Iterator[Violation]:
    """What is wrong with the quotes of a question."""
    yield from _rule_id(case)
    yield from _slices(case)
    yield from _something_quoted(case)
    yield from _other_patients(case)
    yield from _earlier_visits(case)
    if case.is_conflict:
        yield from _conflict(case)


def _rule_id(case: Case) -> Iterator[Violation]:
    rule = squashed(case.question.rule)
    if len(rule) > 3 and not rule.isalpha():
        shown = " ".join(squashed(text) for text in (case.question.title, case.question.body, *case.question.options))
        if rule in shown:
            yield Violation(rule="1/rule_shown", message="The id of the rule is shown; leave it to the coder's side.")


def _slices(case: Case) -> Iterator[Violation]:
    for number, quote in enumerate(case.question.quotes, 1):
        if not is_slice(quote, case.question.note):
            why = "there is no note to prove it with" if not case.question.note else "it is no exact slice of the note"
            yield Violation(rule="2/quote", message=f"Quote {number} is not verbatim: {why} at its start and end.")
    for part, passage in case.passages:
        if passage.origin == "unknown" and not _is_of_earlier_visit(part):
            yield Violation(
                rule="2/quote",
                message="A passage in quotation marks does not stand in the note; quote it verbatim or leave it out.",
            )


def _something_quoted(case: Case) -> Iterator[Violation]:
    if case.question.quotes or case.shown_quotes:
        return
    if any(part.hits("cue:quoted_here") for _, part in case.parts()):
        yield Violation(rule="2/no_quote", message="It speaks of a passage, and quotes none.")
    silent = any(case.silences(part, sentence) is not None for _, part in case.parts() for sentence in part.sentences)
    if not silent:
        yield Violation(
            rule="2/no_quote", message="Nothing of the note is quoted, and nothing says that the note is silent."
        )
    if case.options or case.kind == "multiple":
        yield Violation(
            rule="2/silent_open", message="Where the note is silent and nothing is quoted, the question must be open."
        )


def _other_patients(case: Case) -> Iterator[Violation]:
    for name, part in case.everything():
        for hit in part.hits("cue:other_patient"):
            yield Violation(rule="3/other_patient", message=f'The {name} speaks of others ("{part.shown(hit)}").')
    shown = f"{case.title.text}\n{case.body.text}"
    note = squashed(case.question.note or "")
    people = {match[1] for match in _PERSON.finditer(shown)}
    numbers = {match[1] for match in _NUMBERED.finditer(shown)}
    if case.question.note is None:
        if len(people) > 1:
            yield Violation(rule="3/other_patient", message="More than one patient is named.")
        return
    if any(not re.search(rf"\b{re.escape(person.lower())}\b", note) for person in people):
        yield Violation(rule="3/other_patient", message="A person is named whom the note does not name.")
    if any(number.lower() not in note for number in numbers):
        yield Violation(rule="3/other_patient", message="A patient's number stands here that is not in the note.")


def _earlier_visits(case: Case) -> Iterator[Violation]:
    for name, part in case.everything():
        for hit in part.hits("cue:same_as_before"):
            yield Violation(
                rule="3/fills_in",
                message=f'The {name} fills today\'s procedure in from another day ("{part.shown(hit)}").',
            )
        for sentence in part.sentences:
            hits = part.within("cue:earlier_visit", sentence)
            if not hits:
                continue
            if DATED not in sentence.text:
                shown = part.shown(hits[0])
                yield Violation(rule="3/earlier_visit", message=f'An earlier visit has no date ("{shown}").')
            if _tells_an_answer(case, part, sentence):
                yield Violation(
                    rule="3/fills_in", message="What an earlier visit says is put beside what this note leaves open."
                )


def _is_of_earlier_visit(part: Part) -> bool:
    """Whether a part tells of an earlier visit with its date, of which a passage may be."""
    return any(DATED in sentence.text and part.within("cue:earlier_visit", sentence) for sentence in part.sentences)


def _tells_an_answer(case: Case, part: Part, sentence: Sentence) -> bool:
    """Whether a sentence about an earlier visit holds an answer, quoted or not, to what is asked."""
    if any(answers_of(part, element, sentence) for element in case.elements):
        return True
    passages = [passage for where, passage in case.passages if where is part]
    if case.question.note is not None:
        return any(answers_in(case, passage.text) for passage in passages if passage.origin == "unknown")
    before = part.text[: sentence.start].count(QUOTE)
    quoted = [passage for passage in passages if passage.origin == "letter"]
    return any(answers_in(case, passage.text) for passage in quoted[before : before + sentence.text.count(QUOTE)])


def _conflict(case: Case) -> Iterator[Violation]:
    shown = case.shown_quotes
    if len(shown) < 2:
        yield Violation(rule="11/both", message="Two statements do not agree: quote both.")
        return
    places = [(quote.start, quote.end) for quote in case.proven]
    if len(set(places)) < len(places):
        yield Violation(rule="11/both", message="The same passage is quoted twice; quote both statements.")
    lengths = sorted(len(text) for text in shown)
    times, more = _UNEQUAL
    if lengths[-1] > times * lengths[0] and lengths[-1] - lengths[0] > more:
        yield Violation(rule="11/weight", message="The quotes of a conflict are unequal: one is far longer.")
    in_body = [squashed(quote.text) in squashed(case.raw["body"] + " " + case.raw["title"]) for quote in case.proven]
    if any(in_body) and not all(in_body):
        yield Violation(rule="11/weight", message="One of two quotes stands in the body and the other does not.")
    for name, part in case.parts():
        for hit in part.hits("cue:unequal"):
            yield Violation(
                rule="11/weight", message=f'The {name} gives one statement more weight ("{part.shown(hit)}").'
            )
    values = [answers_in(case, text) for text in shown]
    if all(values) and all(value == values[0] for value in values):
        yield Violation(rule="11/both", message="Both quotes say the same; quote both statements that do not agree.")
