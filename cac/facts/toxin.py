"""How many units of a botulinum toxin were injected in all: a note lists sites, vials, dilutions and a total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cac.facts.account import PERFORMING
from cac.nlp.reading import Mention, Reading, Sentence

_UNITS = r"(?:units?\b|u\b|iu\b)"
_NUMBER = r"(?P<n>\d{1,2},\d{3}|\d{1,5})"
_TOTAL = re.compile(
    rf"\btotal(?:ing|led|s)?\b[^.;\n]{{0,40}}?{_NUMBER}\s*-?\s*{_UNITS}|{_NUMBER.replace('<n>', '<m>')}\s*-?\s*{_UNITS}"
    r"\s*(?:were\s+|was\s+)?(?:(?:used|given|injected)\s*)?(?:in\s+)?(?:total|altogether|in\s+all)\b",
    re.I,
)
_SUMS_UP = re.compile(rf"\b(?:adds?\s+up\s+to|adding\s+up\s+to|came\s+to)\s+{_NUMBER}\s*-?\s*{_UNITS}", re.I)
_TABLED = re.compile(  # a row of a form, whose unit stands at its head
    r"\btotal\b(?:\s+(?:given|injected|dose|units|used|administered))*[ \t:=|.]+"
    r"(?P<n>\d{2,4})[ \t|]*(?:$|\n|(?=\S+\s*$))",
    re.I | re.M,
)
_INJECTED = re.compile(
    rf"(?P<n>\d{{1,5}})\s*-?\s*{_UNITS}\s*(?:of\s+[\w ]{{1,40}}?)?(?:\b(?:were|was)\s+)?(?:then\s+)?"
    r"(?:injected|given|administered|used)\b",
    re.I,
)
_DONE_BEHIND = re.compile(
    r"(?:\s+of\s+[\w ]{1,40}?)?\s*(?:(?:were|was)\s+)?(?:then\s+)?(?:injected|given|administered)\b", re.I
)
_DONE_BEFORE = re.compile(r"\b(?:injected|gave|administered|received)\s+(?:with\s+)?$", re.I)
_AT_SITE = re.compile(
    rf"(?<![\d.,-])(?P<n>\d{{1,2}},\d{{3}}|\d{{1,5}})\s*-?\s*{_UNITS}"
    r"(?![\s-]*(?:x\s*\d+\s*)?(?:\S+\s+){0,2}vial|\s*(?:/|per\b|were\s+(?:waste|discard)|waste|discard))",
    re.I,
)
_EACH = re.compile(
    r"\b(?:each|apiece|(?:per|every)\s+(?:\w+\s+)?(?:sites?|points?|muscles?|"
    r"injections?|locations?|sides?|areas?|spots?))\b",
    re.I,
)
_SITES = (
    r"(?:(?:injection|preempt|standard|different|separate|muscle|fixed)[\s-]+){0,2}"
    r"(?:sites?|points?|injections?|locations?|spots?|areas?)\b"
)
_AMOUNT_AT = rf"(?<![\d.,-]){_NUMBER}\s*-?\s*{_UNITS}"
_HOW_MANY = r"(?P<m>\d{1,3})"
_OF_THEM = rf"{_HOW_MANY}(?:\s+{_SITES}|(?=\s*(?:[.,;)=]|$)))"
_AT_EACH = r"(?:(?:each|apiece)\b|(?:/|per|every)\s*(?:injection\s+)?(?:site|point|injection|spot)\b)"
_EACH_OF = tuple(  # what each of a number of sites got: the total is their product
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_AMOUNT_AT}[^.;\d]{{0,40}}?\beach\s+of\s+(?:the\s+)?{_HOW_MANY}\s+{_SITES}",
        rf"{_AMOUNT_AT}\)?\s*{_AT_EACH}[^.;\d]{{0,25}}?{_OF_THEM}",
        rf"{_AMOUNT_AT}\s*(?:x|\*|times)\s*{_OF_THEM}",
        rf"\b{_HOW_MANY}\s+{_SITES}[^.;\d]{{0,30}}?(?:\d[\d.]*\s*(?:ml|cc)\s*\(\s*)?{_AMOUNT_AT}\)?\s*{_AT_EACH}",
        rf"\b{_HOW_MANY}\s+injections\s+(?:of|with)\s+{_AMOUNT_AT}",
        rf"{_AMOUNT_AT}\s*[^.;,(\d]{{0,25}}?\b{_AT_EACH}(?P<m>)",  # no number of sites
    )
)
_IN_BRACKETS = re.compile(  # "5 units per site (155 units)"
    rf"[(=]\s*(?:(?:a\s+)?total\s+(?:of\s+)?)?{_NUMBER}\s*-?\s*{_UNITS}(?:\s+(?:in\s+)?(?:total|all))?\s*(?:\)|[.;,]|$)",
    re.I,
)
_SIZE_BEFORE = re.compile(r"\bvials?\b\W*(?:of\s+)?(?:\w+\W+){0,2}$", re.I)
_SIZE_AFTER = re.compile(r"[\s-]*(?:(?:single|unit)[\s-]?\w*[\s-]*)*(?:x\s*\d+\s*)?vials?\b", re.I)
_DILUTED = re.compile(
    r"[^.;,\n]{0,15}\b(?:diluted|w/)|[^.;,\n]{0,45}\b(?:reconstituted|made\s+up|drawn\s+up|opened|prepared|mixed)\b"
    r"|\s*(?:/|per)\s*",
    re.I,
)
_WASTED = re.compile(
    r"(?:\s+(?:of|from)\s+[\w ]{1,40}?)?\s*(?:(?:were|was|remaining|remained|unused|unavoidabl[ey]|left|leftover|"
    r"excess|residual|over|then|and|as|in\s+the\s+vial)\s+){0,4}(?:wast|discard|thrown|dispos)",
    re.I,
)
_WASTED_BEFORE = re.compile(
    r"\b(?:wast\w*|discard\w*|remain\w*|unused)\W+(?:(?:of|the|was|were|remaining)\s+)*$",
    re.I,
)
_MADE_UP_BEFORE = re.compile(
    r"\b(?:reconstitut\w*|drew\s+up|drawn\s+up|opened|vials?|dilut\w*)\W+(?:(?:of|the|to|with|was|were|a)\s+)*$", re.I
)


def read_total(mention: Mention, dose: str | None, reading: Reading) -> dict[str, Any]:
    """The ``dose`` and whether it is the ``total``: the total the note states, else the amount beside the name.

    The size of a vial and what it was made up to are no dose.
    """
    totals = _totals(reading)
    only_units: dict[str, Any] = {"volume": None, "concentration": None}  # what it was diluted with
    if len(totals) == 1:
        return {**only_units, "dose": f"{totals.pop()} units", "total": True}
    if totals:
        return {**only_units, "dose": None, "range": True}
    each, told = _each_of(reading)
    if each:
        return {**only_units, "dose": f"{told} units" if told else None, "total": bool(told), "range": not told}
    if not _each_told(mention, dose, reading):
        told, proven = _by_site(reading)
        if told is not None:
            return {**only_units, "dose": f"{told} units", "total": proven}
    if dose is None or _is_vial(mention, dose, reading):
        injected = _numbers(_INJECTED, reading, in_all=True)
        return {**only_units, "dose": f"{injected.pop()} units" if len(injected) == 1 else None}
    return {**only_units, "dose": dose, "range": _is_one_of_several(mention, dose, reading)}


def _each_of(reading: Reading) -> tuple[bool, int | None]:
    """Whether the note says what each of some sites got ("5 units at each of 31 sites"), and what that is in all.

    None in all where it tells no number of sites, where it says another amount too, or where two such statements may
    be one told twice.
    """
    in_all: set[int] = set()
    of_muscle: dict[str, int] = {}
    brackets: set[int] = set()
    loose: set[int] = set()
    single: set[int] = set()
    uncounted: set[int] = set()
    for sentence in reading.sentences:
        if sentence.role not in PERFORMING and sentence.role != "outcome":
            continue
        loose.update(number for number, _, _ in _injected_amounts(sentence, reading))
        before = sentence.start
        for match in _apart(sentence, reading):
            number, sites = _plain_number(match), int(match["m"] or 0)
            brackets.update(map(_plain_number, _IN_BRACKETS.finditer(reading.text, match.start(), sentence.end)))
            muscles = " ".join(sorted(_muscles(sentence, reading, before, match.start())))
            before = match.end()
            if not sites:
                uncounted.add(number)
                continue
            single.add(number)
            if not muscles:
                in_all.add(number * sites)
            elif of_muscle.setdefault(muscles, number * sites) != number * sites:
                return True, None
        if of_muscle and any(m.value == "both" for m in sentence.labels.get("side", ())):
            return True, None  # "trapezius 5 units x 3 sites bilaterally": on each side, or in all
    if of_muscle:
        in_all.add(sum(of_muscle.values()))
    elif not in_all and len(uncounted) == len(brackets) == 1:  # "5 units per site (155 units)"
        in_all, single = set(brackets), uncounted
    told = in_all | (loose - single) | (brackets - single)
    told -= set(of_muscle.values()) - in_all
    return bool(in_all), told.pop() if len(told) == 1 else None


def _apart(sentence: Sentence, reading: Reading) -> list[re.Match[str]]:
    """The statements of what each site got, none of which lies in another."""
    found: list[re.Match[str]] = []
    for pattern in _EACH_OF:
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            if all(match.end() <= other.start() or other.end() <= match.start() for other in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _plain_number(match: re.Match[str]) -> int:
    return int(match["n"].replace(",", ""))


def _each_told(mention: Mention, dose: str | None, reading: Reading) -> bool:
    """Whether a sentence says what each site got: then the amounts do not simply add up."""
    return any(
        _EACH.search(reading.text, sentence.start, sentence.end)
        for sentence in reading.sentences
        if sentence.role in PERFORMING and (sentence is mention.sentence or _has_amounts(sentence, reading))
    )


def _has_amounts(sentence: Sentence, reading: Reading) -> bool:
    return next(_injected_amounts(sentence, reading), None) is not None


def _injected_amounts(sentence: Sentence, reading: Reading) -> Iterator[tuple[int, bool, re.Match[str]]]:
    """The units of a sentence that went into the patient: number, whether a verb says so, and where it stands.

    What was opened, drawn up, made up or thrown away is left out.
    """
    text = reading.text
    for match in _AT_SITE.finditer(text, sentence.start, sentence.end):
        end, before = match.end(), text[max(sentence.start, match.start() - 30) : match.start()]
        if (
            _SIZE_AFTER.match(text, end, sentence.end)
            or _DILUTED.match(text, end, sentence.end)
            or _WASTED.match(text, end, sentence.end)
            or _SIZE_BEFORE.search(before)
            or _WASTED_BEFORE.search(before)
            or _MADE_UP_BEFORE.search(before)
        ):
            continue
        done = bool(_DONE_BEHIND.match(text, end, sentence.end) or _DONE_BEFORE.search(before))
        yield _plain_number(match), done, match


def _by_site(reading: Reading) -> tuple[int | None, bool]:
    """The sum of what the muscles got, or the one amount told as injected; and whether it is proven to be all.

    None where amounts differ and nothing tells how they belong together.
    """
    whole, loose, seen = 0, dict[int, bool](), dict[frozenset[str], int]()
    for sentence in reading.sentences:
        if sentence.role not in PERFORMING and sentence.role != "outcome":
            continue
        amounts = list(_injected_amounts(sentence, reading))
        if not amounts:
            continue
        muscles = _muscles(sentence, reading)
        if len(amounts) > len(muscles) or (len(amounts) == 1 and len(muscles) > 1):
            for number, done, _ in amounts:
                loose[number] = done or loose.get(number, False)
            continue
        here = sum(number for number, _, _ in amounts)
        again = [named for named in seen if not named.isdisjoint(muscles)]
        if any(seen[named] != here for named in again):
            return None, False
        if not again:
            seen[frozenset(muscles)] = here
            whole += here
    if not seen:
        told = [number for number, verb in loose.items() if verb]
        return (told[0] if len(told) == 1 and told[0] == max(loose) else None), False
    if len(seen) == 1 and not loose and len(next(iter(seen))) == 1:
        return None, False  # one muscle with its amount, as beside the name
    return (whole, True) if all(number in (whole, *seen.values()) for number in loose) else (None, False)


def _muscles(sentence: Sentence, reading: Reading, start: int = 0, end: int | None = None) -> set[str]:
    """The muscles of a sentence or a part of it, each with the word before it, which tells its side."""
    keys = reading.words.keys
    end = sentence.end if end is None else end
    return {
        " ".join(keys[max(m.first - 1, sentence.first) : m.last + 1])
        for m in sentence.mentions
        if m.label.startswith(("target:", "muscle:"))
        and start <= m.start
        and m.end <= end
        and not keys[m.first].isdigit()  # "31 sites" is no muscle
    }


def _is_one_of_several(mention: Mention, dose: str, reading: Reading) -> bool:
    """Whether the sites are told with their units and this is only what one of them got."""
    sentence = mention.sentence
    if _EACH.search(reading.text, sentence.start, sentence.end):
        return True
    own = re.match(r"\d+", dose)
    told = [number for s in reading.sentences if s.role in PERFORMING for number, _, _ in _injected_amounts(s, reading)]
    return own is not None and any(number != int(own[0]) for number in told)


def _totals(reading: Reading) -> set[str]:
    low = reading.text.lower()
    found = _numbers(_TOTAL, reading) if "total" in low or "all" in low else set()
    return found or _numbers(_SUMS_UP, reading) or (_numbers(_TABLED, reading) if "total" in low else set())


def _numbers(pattern: re.Pattern[str], reading: Reading, *, in_all: bool = False) -> set[str]:
    """The numbers of a pattern in the sentences that tell what was done; ``in_all``: not what each site got."""
    found: set[str] = set()
    for sentence in reading.sentences:
        if sentence.role not in PERFORMING and sentence.role != "outcome":
            continue
        if in_all and _EACH.search(reading.text, sentence.start, sentence.end):
            continue
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            number = match.groupdict().get("n") or match.groupdict().get("m") or ""
            found.add(number.replace(",", ""))
    return found


def _is_vial(mention: Mention, dose: str, reading: Reading) -> bool:
    """Whether the amount beside the name is the size of a vial: "Botox 200 U vial, diluted with 4 mL"."""
    sentence, text = mention.sentence, reading.text
    place = text.find(dose, max(sentence.start, mention.start - 75), min(sentence.end, mention.end + 65))
    if place < 0:
        return False
    end = place + len(dose)
    return bool(
        _SIZE_AFTER.match(text, end)
        or _SIZE_BEFORE.search(text[max(sentence.start, place - 40) : place])
        or _DILUTED.match(text, end)
    )
