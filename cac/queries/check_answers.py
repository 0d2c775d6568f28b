"""Rules 4, 8 and 15: no answer, amount or threshold outside a verbatim quote or a balanced list of options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cac.lexicon.numbers import ANY_NUMBER
from cac.lexicon.query_schema import AskedElement
from cac.queries.case import DATED, Case
from cac.queries.records import Violation
from cac.queries.text import Part, Sentence

_LEVEL = re.compile(
    r"(?<![A-Za-z0-9.])(?:"
    r"[CTLSctls]-?(?:1[0-2]|[1-9])(?![\d.%]|\s?-?(?:weighted|mg|ml))(?:\s?[-/]\s?(?:[CTLSctls]-?)?\d{1,2}(?!\d))?|"
    r"[CTLS]\s(?:1[0-2]|[1-9])(?:\s?[-/]\s?(?:[CTLS]\s?)?\d{1,2})?(?![\d.%])|"
    r"(?<=[Ll]evel )(?:1[0-2]|[1-9])\s?[-/]\s?(?:1[0-2]|[1-9])(?!\d))"
)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_LETTER_SIDE = re.compile(
    r"\((?:[LR]|B/L|BL|L/R)\)|(?<![\w.-])(?:[LR]|B/L)\.?\s(?=(?:knee|hip|shoulder|side|sided|leg|arm|foot|hand|neck|wrist|elbow|ankle|"
    r"lumbar|cervical|thoracic|SIJ?|TFESI|ESI|RFA|MBB|facet|sacroiliac|paraspinal)\b)|\bB/L\b"
    r"|(?<![\w.-])[LRlr][.-]+\s?sided?\b|(?<=[Ss]ide[:=])\s?[LRB]\b(?!\d)|(?<=[Ss]ide\s[-=:])\s?[LRB]\b(?!\d)"
    r"|(?<=[Ll]aterality[:=])\s?[LRB]\b(?!\d)|(?<![\w.-])[LR]\s?[<>]\s?[LR](?!\w)"
    r"|(?<=[Oo]n the )[LR](?![\w-]|\s?\d)"
)
"""A side as one letter: "(R)", "L knee", "B/L"."""
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|1st|2nd|3rd|[4-9]th|1[0-2]th"
)
_SPOKEN_LEVEL = re.compile(
    rf"\b(?:{_ORDINAL})\s+(?:lumbar|thoracic|cervical|sacral)\b|\b(?:lumbar|thoracic|cervical|sacral)\s+(?:{_SMALL}|\d{{1,2}})\b|"
    rf"\b[ctls]\s(?:{_SMALL})(?:\s(?:and\s)?(?:[ctls]\s)?(?:{_SMALL}))?\b",
    re.I,
)
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:{ANY_NUMBER})(?:[\s-](?:{ANY_NUMBER}))?)"
_PERCENT = re.compile(rf"\b{_NUMBER}[\s-]*(?:%|percent\b|per cent\b|pct\b)", re.I)
_DURATION = re.compile(
    rf"\b(?:{_NUMBER}(?:\s?\(\d+\))?|an?\s+few|several|a\s+few|couple\s+of)(?:\s*(?:-|to|or)\s*{_NUMBER})?[\s+-]*(?:or\s+more\s+|consecutive\s+|full\s+|more\s+)*"
    r"(?:weeks?|wks?|months?|mos?|years?|yrs?)\b(?![\s-]*old)"
    rf"|\b(?:for|over|during)\s+(?:at\s+least\s+|about\s+)?{_NUMBER}\s+(?:consecutive\s+|full\s+)?days\b",
    re.I,
)
_COMPARED = re.compile(
    rf"[≥≤]|[<>]=|[<>]\s?\d|=\s?>|\bat least\s+{_NUMBER}\s+(?!of\b|option|answer)",
    re.I,
)
_OR_MORE = re.compile(rf"\b(?!one\b|1\b){_NUMBER}\s+or\s+(?:more|better|greater|higher|above)\b", re.I)
_AMOUNT = re.compile(
    rf"\b{_NUMBER}[\s-]*(?:mgs?|mcgs?|µgs?|μgs?|ugs?|grams?|mls?|ccs?|units?|iu|milligrams?|micrograms?|millilit(?:er|re)s?|"
    r"minutes?|mins?|seconds?|degrees?|celsius|hz|hertz|volts?|milliamps?|gauge)\b|\b\d+(?:\.\d+)?\s?(?:°|º)",
    re.I,
)
_TAKES = re.compile(r"\b(?:takes?|need|needs|answer|reply|respond|spare)\b", re.I)
_DEADLINE = re.compile(r"\bwithin\b|\bin the next\b", re.I)
_RATING = re.compile(rf"\b{_NUMBER}\s*(?:/|out of|of)\s*(?:10|100|ten)\b", re.I)
_SCALE = re.compile(
    r"\b(?:from\s+|of\s+|on\s+)?(?:0|zero|1|one)(?:/10)?\s*(?:to|-|through|and)\s*(?:10|100|ten|hundred)(?:/10)?\b|"
    r"\b(?:10|ten|11|100)[\s-]*point\b",
    re.I,
)
_DAYS = re.compile(rf"\b{_NUMBER}\s+(?:\w+\s+)?(?:days?|hours?|working|business)\b", re.I)
_OF_TEXT = re.compile(
    rf"\b{_NUMBER}\s+(?:\w+\s+)?(?:passages?|statements?|places|quotes?|sentences?|lines?|options?|parts?|questions?)\b|"
    r"\b(?:question|query|clarification|request|item|number|no\.?|page)\s*#?\s*\d+(?:\s+of\s+\d+)?|#\s?\d+",
    re.I,
)
_BARE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w)]|\.\d)")
_ENUMERATED = re.compile(r"(?m)^\s*\(?\d{1,2}[.)]\s")
_COUNTED = re.compile(
    r"\b(?:\d+\+?|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+){0,2}?(?:muscles?|joints?|levels?|leads?|nerves?|branches|"
    r"needles?|injections?|bod(?:y|ies)|vertebrae|electrodes?|arrays?|contacts|parameters?|sites?|days|sessions?|blocks?)\b",
    re.I,
)
_BETWEEN = re.compile(
    r"[\s,;/|()\[\]:-]*(?:(?:or|and|the|both|on|side|sides|sided|either|a|an|with|by|in|at|using|under|approach|guidance)\b[\s,;/|()\[\]:-]*)*",
    re.I,
)
_APART = re.compile(r"[;/|]|\bor\b", re.I)


class Answer(NamedTuple):
    """An answer found in a text: which one, and where."""

    value: str
    start: int
    end: int


def violations(case: Case) -> Iterator[Violation]:
    """What a question tells that it ought to ask, and thresholds of coverage."""
    for name, part in case.parts():
        yield from _answers(case, name, part)
        yield from _symmetry(case, name, part)
        yield from _amounts(case, name, part)
    yield from _bare_quotes(case)
    for name, part in case.everything():
        yield from _thresholds(case, name, part)


def answers(part: Part, element: str) -> list[Answer]:
    """The answers to one element in a text, in reading order."""
    asked: AskedElement = part.lexicon.asked.elements[element]
    found = [Answer(hit.entry.value, hit.start, hit.end) for hit in part.hits(f"value:{element}")]
    if asked.levels:
        for pattern in (_LEVEL, _SPOKEN_LEVEL):
            found += [Answer(m[0].lower().replace(" ", ""), m.start(), m.end()) for m in pattern.finditer(part.text)]
    if asked.pairs:
        found += [Answer(_letter(m[0]), m.start(), m.end()) for m in _LETTER_SIDE.finditer(part.text)]
    if asked.counts:
        found += [Answer(m[0].lower(), m.start(), m.end()) for m in _COUNTED.finditer(part.text)]
    return sorted(set(found), key=lambda answer: (answer.start, -answer.end))


def _letter(shown: str) -> str:
    """The side that a letter means."""
    letters = {sign for sign in shown.split("side")[0].upper() if sign in "LRB"}
    return {"L": "left", "R": "right"}.get("".join(letters), "both")


def answers_in(case: Case, text: str) -> frozenset[str]:
    """The answers that a passage holds to what a question asks."""
    part = Part(case.plain(text), case.lexicon)
    return frozenset(answer.value for element in case.elements for answer in answers(part, element))


def answers_of(part: Part, element: str, sentence: Sentence) -> list[Answer]:
    """The answers to one element in a sentence."""
    return [answer for answer in answers(part, element) if sentence.start <= answer.start < sentence.end]


def runs(part: Part, element: str) -> list[list[Answer]]:
    """The answers to one element, those together that one list names ("left, right or both")."""
    gathered: list[list[Answer]] = []
    for answer in answers(part, element):
        before = gathered[-1][-1] if gathered else None
        if before and answer.start < before.end:
            continue
        if before and _BETWEEN.fullmatch(part.text[before.end : answer.start]):
            gathered[-1].append(answer)
        else:
            gathered.append([answer])
    return gathered


def is_balanced(part: Part, run: list[Answer], asked: AskedElement) -> bool:
    """Whether a run is a list of several answers of which no pair lacks its other half."""
    values = {answer.value for answer in run}
    gaps = "".join(part.text[one.end : two.start] for one, two in pairwise(run))
    apart = _APART.search(gaps) or (asked.pairs and "," in gaps)
    return len(values) > 1 and bool(apart) and all((a in values) == (b in values) for a, b in asked.pairs)


def _bare_quotes(case: Case) -> Iterator[Violation]:
    """A quote that is nothing but an answer tells it as loudly as the words themselves, but where two disagree."""
    if case.is_conflict:
        return
    quoted = [quote.text for quote in case.proven]
    quoted += [passage.text for _, passage in case.passages if passage.origin in ("note", "letter")]
    for text in quoted:
        part = Part(case.plain(text), case.lexicon)
        told = sum(len(_WORDS.findall(part.text[a.start : a.end])) for e in case.elements for a in answers(part, e))
        if 0 < len(_WORDS.findall(part.text)) <= told:
            yield Violation(
                rule="4/answer", message="A quote is nothing but an answer; quote what the note says of it."
            )
            return


def _answers(case: Case, name: str, part: Part) -> Iterator[Violation]:
    for element in case.elements:
        asked = case.lexicon.asked.elements[element]
        for run in runs(part, element):
            if not is_balanced(part, run, asked):
                shown = part.text[run[0].start : run[0].end]
                yield Violation(
                    rule="4/answer",
                    message=f'The {name} holds an answer ("{shown}"), which may stand only in a verbatim quote or a '
                    "balanced list of options.",
                )
        for shown in list(part.hidden(f"value:{element}"))[:1]:
            yield Violation(rule="4/answer", message=f'The {name} holds an answer in disguise ("{shown}").')
        for hit in part.hits(f"said:{element}"):
            sentence = part.sentence(hit.first)
            open_ = [cue for cue in part.within("cue:conditions", sentence) if cue.first < hit.first]
            taken_for_granted = "that" in part.words.keys[max(sentence.first, hit.first - 2) : hit.first]
            silent = sentence.asks or case.silences(part, sentence) is not None
            if not open_ and (taken_for_granted or not silent):
                yield Violation(rule="4/answer", message=f'The {name} tells the answer ("{part.shown(hit)}").')
        if asked.numbers:
            shown = _without_numbers_of_the_letter(part.text)
            if _BARE.search(shown) or _RATING.search(shown):
                yield Violation(rule="4/answer", message=f"The {name} holds a number that would be an answer.")


def _without_numbers_of_the_letter(text: str) -> str:
    """A text without numbers that are no answer: scales, days to reply, numbers of lines and questions."""
    for pattern in (_SCALE, _DAYS, _OF_TEXT, _ENUMERATED):
        text = pattern.sub(" ", text)
    return text


def _symmetry(case: Case, name: str, part: Part) -> Iterator[Violation]:
    """A side or a level that is not asked for still makes the question of another side or level another one."""
    for element, asked in case.lexicon.asked.elements.items():
        if not asked.symmetric or element in case.elements:
            continue
        for run in runs(part, element):
            if not is_balanced(part, run, asked):
                shown = part.text[run[0].start : run[0].end]
                yield Violation(
                    rule="8/symmetry",
                    message=f'The {name} names a side or level ("{shown}"): another side or level must give the same '
                    "question; leave it to the quote.",
                )
                break


def _amounts(case: Case, name: str, part: Part) -> Iterator[Violation]:
    for match in _AMOUNT.finditer(part.text):
        sentence = next((s for s in part.sentences if s.start <= match.start() < s.end), None)
        if sentence and re.search(r"min|sec", match[0], re.I) and _TAKES.search(sentence.text):
            continue
        yield Violation(rule="4/amount", message=f'The {name} holds an amount ("{match[0]}").')
        return


def _thresholds(case: Case, name: str, part: Part) -> Iterator[Violation]:
    in_option = name.startswith("option")
    amounts = in_option and any(case.lexicon.asked.elements[element].amounts for element in case.elements)
    for hit in part.hits("cue:thresholds"):
        yield Violation(rule="15/threshold", message=f'The {name} holds a threshold ("{part.shown(hit)}").')
    for pattern in (_PERCENT, _COMPARED, *(() if in_option else (_OR_MORE,))):
        match = pattern.search(part.text)
        if match and not (amounts and pattern is _PERCENT):
            yield Violation(rule="15/threshold", message=f'The {name} holds a threshold ("{match[0].strip()}").')
    for match in _DURATION.finditer(part.text):
        sentence = next((s.text for s in part.sentences if s.start <= match.start() < s.end), "")
        if not (_DEADLINE.search(sentence) and _TAKES.search(sentence)) and DATED not in match[0]:
            yield Violation(rule="15/threshold", message=f'The {name} holds a length of time ("{match[0]}").')
