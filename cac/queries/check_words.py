"""Rules 5, 10 and 12, and what leads (rule 6): the words of a question, its length, the addendum it asks for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from cac.lexicon.query_schema import AskedElement, ForbiddenWords
from cac.lexicon.terms import Hit
from cac.queries.case import DATED, Case
from cac.queries.check_answers import answers
from cac.queries.records import Violation
from cac.queries.text import Part

MOST_WORDS = 120
"""A question has at most so many words (rule 10)."""
_WORD = re.compile(r"[^\W_]+(?:[-'’/.,][^\W_]+)*")
_FIVE = re.compile(r"(?<![\w.$#/-])(?:\d{5}|\d{4}[TFUM]|[A-V]\d{4})(?![\w/]|\.\d|-\d)")
_FIVE_BESIDE = re.compile(r"(?<![\w.$#])(?:\d{5}|\d{4}[TFUM]|[A-V]\d{4})(?!\w)")
"""The same beside a stroke or a hyphen, where only the codes we know are meant: "64483/64484"."""
_ICD = re.compile(r"(?<![\w.])[A-TV-Z]\d[\dAB]\.[\dA-Z]{1,4}(?!\w)")
_CURRENCY = re.compile(r"[$€£¥]")
_UNDOTTED = re.compile(r"(?<!\w)[A-Z]\d[\dA-Z]{2,5}(?!\w)")
_PARTED = re.compile(r"(?<![\d-])(?:\d[ .\-]){4}\d(?![\d-])|(?<![\d-])\d{2,3}[ \-]\d{2,3}(?![\d-])")
_MODIFIER = re.compile(
    r"(?<!\w)(?:-(?:25|26|50|51|52|53|59|76|77|78|79|LT|RT|KX|XS|XU|XE|XP)|KX|JW|JZ|LT/RT|RT/LT)(?!\w)"
    r"|\((?:LT|RT|TC|25|26|50|59)\)|(?<!\w)[Mm]od(?:if)?s?\.?\s?(?:\d\d|[A-Z]{2})(?!\w)"
)
_NUMBER_OF = re.compile(
    r"(?:mrn|id|acct|account|ext|extension|phone|tel|fax|pager|case|encounter|visit|record|ticket|reference|ref|zip|"
    r"query|request|no|number|[A-Z]{2},?|box)\W{0,3}$",
    re.I,
)
_SPELLED = {
    word: str(digit)
    for digit, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}
_NEAR = 8
"""A negation, or a condition, is looked for in so many words before what it turns."""


def violations(case: Case) -> Iterator[Violation]:
    """What is wrong with the words of a question."""
    yield from wording(case)
    yield from _leading(case)
    yield from _elements(case)
    yield from _length(case)
    yield from _addendum(case)
    yield from _rewriting(case)


def wording(case: Case) -> Iterator[Violation]:
    """Money, coding and blaming words and the numbers of codes alone (rule 5)."""
    yield from _forbidden(case)
    yield from _codes(case)


def _forbidden(case: Case) -> Iterator[Violation]:
    parts = [*case.everything(), ("closing", case.closing)]
    for name, part in parts:
        for key, forbidden in case.lexicon.words.forbidden.items():
            if name == "closing" and forbidden.but_sign_off:
                continue
            label = f"forbidden:{key}"
            hits = [hit for hit in part.hits(label) if not _is_allowed(case, part, hit, forbidden, name == "closing")]
            shown = [part.shown(hit) for hit in hits] or list(part.hidden(label))
            if key == "money" and not shown:
                shown = _CURRENCY.findall(part.text)
            if shown:
                yield Violation(rule=forbidden.rule, message=f'The {name} {forbidden.says} ("{shown[0]}").')


def _is_allowed(case: Case, part: Part, hit: Hit, forbidden: ForbiddenWords, is_closing: bool) -> bool:
    """Whether words are harmless where they stand ("pain score" where it is asked for; "..., please state that.")."""
    sentence = part.sentence(hit.first)
    if part.text[hit.start : hit.end] == "Bill" and re.match(r" [A-Z][a-z]", part.text[hit.end :]) and is_closing:
        return True
    if hit.last == sentence.last - 1 and part.words.keys[hit.last] == "that":
        return True
    asked = {case.named, *case.asked} & set(forbidden.unless_asked)
    return bool(asked) and any(key in forbidden.beside for key in part.keys(sentence))


def _codes(case: Case) -> Iterator[Violation]:
    known = _known_codes(case.lexicon_root)
    for name, part in case.everything():
        text = part.text.replace(DATED, " ")
        found = next((m[0] for m in _FIVE.finditer(text) if _is_code(text, m, known)), "")
        found = found or next((m[0] for m in _FIVE_BESIDE.finditer(text) if m[0] in known), "")
        found = found or next((m[0] for m in _ICD.finditer(text)), "")
        found = found or next((m[0] for m in _MODIFIER.finditer(text)), "")
        found = found or next((m[0] for m in _PARTED.finditer(text) if re.sub(r"\D", "", m[0]) in known), "")
        found = found or _spelled(part, known)
        found = found or next((m[0] for m in _UNDOTTED.finditer(text) if m[0] in known), "")
        lowered = next((m[0] for m in re.finditer(r"\b[a-v]\d{4}\b", text) if m[0].upper() in known), "")
        if found or lowered:
            yield Violation(rule="5/code_number", message=f'The {name} holds a code ("{found or lowered}").')


def _is_code(text: str, match: re.Match[str], known: frozenset[str]) -> bool:
    """Whether five signs are a code: one we know, or any that no word before them calls something else."""
    return match[0] in known or not _NUMBER_OF.search(text[max(0, match.start() - 14) : match.start()])


def _spelled(part: Part, known: frozenset[str]) -> str:
    """A code told in words, digit by digit; "" for none."""
    digits = "".join(_SPELLED.get(key, " ") for key in part.words.keys)
    runs = (run[at : at + 5] for run in digits.split() for at in range(len(run) - 4))
    return next((run for run in runs if run in known), "")


@cache
def _known_codes(root: Path) -> frozenset[str]:
    """The codes of the reference tables that a question may not name."""
    found: set[str] = set()
    for name in ("codes", "hcpcs", "icd10"):
        with (root / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            codes = [row[0] for row in csv.reader(handle) if row and not row[0].startswith("#")]
        found.update(code.replace(".", "") for code in codes if name != "icd10" or "." in code)
    return frozenset(found - {"code"})


def _leading(case: Case) -> Iterator[Violation]:
    for name, part in case.parts():
        for label, says in (("cue:leading", "leads to an answer"), ("cue:order", "puts one option before the others")):
            for hit in part.hits(label)[:1]:
                yield Violation(rule="6/leading", message=f'The {name} {says} ("{part.shown(hit)}").')


def _elements(case: Case) -> Iterator[Violation]:
    elements = case.lexicon.asked.elements
    own = elements[case.named].group if case.named else ""
    groups: dict[str, list[str]] = {}
    for name in case.asked:
        groups.setdefault(elements[name].group, []).append(name)
    beside = [case.named] if case.named else list(case.asked)[:1]
    foreign = [
        group
        for group, names in groups.items()
        if group != own and group != elements[beside[0]].group and not _are_near(names, beside, elements)
    ]
    questions = [s for s in case.body.sentences if s.asks]
    added = any(
        sentence.asks and place and case.body.keys(sentence)[0] in case.lexicon.words.words.adding
        for place, sentence in enumerate(case.body.sentences)
    )
    several = bool(foreign) and (not case.named or own in groups or len(questions) > 1)
    if several or added:
        yield Violation(rule="10/elements", message="It asks for more than one element; ask one question for each.")
    plausible = [option.part for option in case.options if option.plausible]
    told = {
        element
        for element in ("laterality", "levels", "approach_technique", "guidance")
        if len({frozenset(_values(part, element)) for part in plausible} - {frozenset()}) > 1
    }
    if len(told) > 1:
        yield Violation(rule="10/elements", message="Its options differ in more than one element.")


def _are_near(names: list[str], others: list[str], elements: Mapping[str, AskedElement]) -> bool:
    """Whether the words of an element are found in honest questions about another one."""
    return all(any(one in elements[other].near or other in elements[one].near for other in others) for one in names)


def _values(part: Part, element: str) -> list[str]:
    return [answer.value for answer in answers(part, element)]


def _length(case: Case) -> Iterator[Violation]:
    question = case.question
    count = len(
        _WORD.findall(" ".join(case.plain(text) for text in (question.title, question.body, *question.options)))
    )
    quoted = len(_WORD.findall(" ".join(quote.text for quote in question.quotes)))
    if count > MOST_WORDS:
        yield Violation(rule="10/words", message=f"It has {count} words; {MOST_WORDS} are allowed.")
    elif quoted > MOST_WORDS:
        yield Violation(rule="10/words", message=f"Its quotes have {quoted} words; {MOST_WORDS} are allowed.")


def _addendum(case: Case) -> Iterator[Violation]:
    body = case.body
    if body.hits("cue:no_addendum"):
        yield Violation(rule="12/addendum", message="It says that no addendum is wanted; ask for one.")
    elif not body.hits("cue:addendum"):
        yield Violation(rule="12/addendum", message="It does not ask for an addendum.")
    if not body.hits("cue:dated"):
        yield Violation(rule="12/dated", message="It does not ask that the addendum be dated.")
    if not body.hits("cue:signed"):
        yield Violation(rule="12/signed", message="It does not ask that the addendum be signed.")
    if not any(_is_condition(body, hit.first) for hit in body.hits("cue:appropriate")):
        yield Violation(rule="12/if_appropriate", message='It does not say "if clinically appropriate".')


def _is_condition(body: Part, place: int) -> bool:
    """Whether "clinically appropriate" at ``place`` follows an "if"."""
    sentence = body.sentence(place)
    before = max(sentence.first, place - _NEAR)
    return any(before <= hit.first <= place for hit in body.within("cue:appropriate_if", sentence))


def _rewriting(case: Case) -> Iterator[Violation]:
    for name, part in case.parts():
        hits = [(hit, False) for hit in part.hits("cue:rewriting")] + [(hit, True) for hit in part.hits("cue:mending")]
        for hit, by_addendum in hits:
            if _is_negated(part, hit):
                continue
            sentence = part.sentence(hit.first)
            if by_addendum and any(found.first > hit.last for found in part.within("cue:addendum", sentence)):
                continue
            yield Violation(
                rule="12/rewriting",
                message=f'The {name} asks to rewrite or back-date ("{part.shown(hit)}"): ask for an addendum.',
            )
            return


def _is_negated(part: Part, hit: Hit) -> bool:
    """Whether a negation stands shortly before some words, or right behind them ("is not allowed")."""
    sentence = part.sentence(hit.first)
    before = max(sentence.first, hit.first - _NEAR)
    if any(before <= found.first < hit.first for found in part.within("cue:negators", sentence)):
        return True
    behind = part.words.keys[hit.last + 1 : min(hit.last + 7, sentence.last)]
    return any(two == "not" and one in part.lexicon.words.words.auxiliaries for one, two in pairwise(behind))
