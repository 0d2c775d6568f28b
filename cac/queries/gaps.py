"""What a result leaves open and a provider could tell: each gap with the rule that fired and the words of the note.

It reads the row of a note (docs/row.md) and the note, nothing else: a gap is a missing fact, a statement that another
one contradicts, or an element that a family requires and the note does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from cac.queries.quoting import Span, passage, spans, statement
from cac.queries.records import Quote
from cac.records import Record

Row = Mapping[str, Any]

_MOST_QUOTES = 4
_SAYS = re.compile(r"title says (?P<title>.+?), body says (?P<body>.+?): the body is followed")
_SIDE_WORDS = {
    "left": re.compile(r"\b(?:left|lt)\b", re.I),
    "right": re.compile(r"\b(?:right|rt)\b", re.I),
    "bilateral": re.compile(r"\bbilateral(?:ly)?\b|\bboth sides\b", re.I),
}
_LEVEL = re.compile(r"\b([CTLS])-?(\d{1,2})(?:\s?[-/]\s?(?:([CTLS])-?)?(\d{1,2}))?\b", re.I)


class Gap(Record):
    """Something open: which element, why it is asked, of which family's work, and what is quoted.

    ``rule`` names what fired: the kind of gap, and the missing fact, element or check.
    """

    element: str
    when: Literal["missing", "conflict"]
    rule: str
    family: str = ""
    quotes: tuple[Quote, ...] = ()


class Left(Record):
    """A gap of which no question is made, and why; ``meant``: it is none that a provider is asked about."""

    rule: str
    reason: str
    meant: bool = False


def find_gaps(
    row: Row, note: str, severities: frozenset[str], tells: Callable[[str, str], bool]
) -> Iterator[Gap | Left]:
    """The gaps of a row, each element of a procedure once, the gravest kind first.

    Args:
        row: the row of the note.
        note: the note, of which the offsets of the row are code points.
        severities: those of elements that change code, modifier, units or coverage.
        tells: whether a passage (second) holds an answer to an element (first), or words that may not be shown.
    """
    seen: list[Gap] = []
    for gap in _all(row, note, severities, tells):
        if isinstance(gap, Gap):
            if any(_is_same(gap, other) for other in seen):
                continue
            seen.append(gap)
        elif any(gap.rule == f"contradicted/{other.element}" for other in seen):
            continue  # asked already, by the check that found it
        yield gap


def _is_same(gap: Gap, other: Gap) -> bool:
    """Whether a gap asks again for what an earlier one asks; an element of the checklist is answered once a note."""
    if gap.element != other.element:
        return False
    if gap.rule.startswith(("absent/", "contradicted/")) or other.when == "conflict":
        return True
    return gap.family == other.family and gap.quotes == other.quotes


def _all(row: Row, note: str, severities: frozenset[str], tells: Callable[[str, str], bool]) -> Iterator[Gap | Left]:
    checked = list(_cross_checks(row, note, severities))
    yield from checked
    elements = {gap.element for gap in checked if isinstance(gap, Gap)}
    yield from _conflicts(row, note, elements)
    for name in row["missing"]:
        lacking = [place for place, procedure in enumerate(row["procedures"]) if _lacks(procedure, name)]
        for place in lacking or list(range(min(1, len(row["procedures"])))):
            yield _of_procedure(row, note, place, str(name), f"missing/{name}", tells)
        if not row["procedures"]:
            yield Gap(element=str(name), when="missing", rule=f"missing/{name}")
    yield from _checklist(row, note, severities, tells)


def _lacks(procedure: Row, name: str) -> bool:
    """Whether a missing fact is one that this procedure does not tell."""
    if name == "laterality":
        return procedure["laterality"] is None
    if name == "guidance":
        return bool(procedure["guidance"] == "none_stated")
    if name in ("levels", "target"):
        return not procedure["levels"] and not procedure["targets"]
    return False


def _of_procedure(row: Row, note: str, place: int, element: str, rule: str, tells: Callable[[str, str], bool]) -> Gap:
    """A gap of one procedure, with the words that name it."""
    procedure = row["procedures"][place]
    of_lines = [one for line in row["lines"] if place in line["procedures"] for one in line["evidence"]]
    named, beside = spans(procedure["evidence"], note), spans(of_lines, note)
    quoted = passage(named, beside, note, lambda text: tells(element, text))
    return Gap(
        element=element,
        when="missing",
        rule=rule,
        family=procedure["family"],
        quotes=(quoted,) if quoted else (),
    )


def _checklist(
    row: Row, note: str, severities: frozenset[str], tells: Callable[[str, str], bool]
) -> Iterator[Gap | Left]:
    """What a family requires and the note does not have, or has twice."""
    for answer in (*row["checklist"], *row.get("further", ())):
        element = str(answer["element"])
        if answer["contradicted"]:
            quotes = _statements(answer["evidence"], note)
            if answer["severity"] in severities:
                yield _contradicted(element, f"contradicted/{element}", quotes, row)
        elif answer["required"] and answer["status"] == "absent":
            rule = f"absent/{element}"
            if answer["severity"] not in severities:
                yield Left(rule=rule, reason="it changes no code, modifier, units or coverage", meant=True)
            elif answer["job"] != "provider":
                yield Left(rule=rule, reason=f"it is for the {answer['job']} to close", meant=True)
            elif row["procedures"]:
                yield _of_procedure(row, note, 0, element, rule, tells)


def _cross_checks(row: Row, note: str, severities: frozenset[str]) -> Iterator[Gap | Left]:
    for check in row["cross_checks"]:
        if check["element"] and check["severity"] in severities and len(check["evidence"]) > 1:
            quotes = _statements(check["evidence"], note)
            yield _contradicted(str(check["element"]), f"cross_check/{check['check']}", quotes, row)


def _contradicted(element: str, rule: str, quotes: tuple[Quote, ...], row: Row) -> Gap | Left:
    if not 2 <= len(quotes) <= _MOST_QUOTES:
        return Left(rule=rule, reason="the statements that do not agree cannot be quoted beside each other")
    return Gap(element=element, when="conflict", rule=rule, family=_only_family(row), quotes=quotes)


def _only_family(row: Row) -> str:
    families = {str(procedure["family"]) for procedure in row["procedures"]}
    return families.pop() if len(families) == 1 else ""


def _statements(evidence: list[Row], note: str) -> tuple[Quote, ...]:
    """The clauses around each place, each once."""
    quotes = {statement(span, note): None for span in spans(evidence, note)}
    return tuple(quotes)


def _conflicts(row: Row, note: str, checked: set[str]) -> Iterator[Gap | Left]:
    """Title against body, where the row tells it in a sentence: both places are looked up in the note."""
    for sentence in row["conflicts"]:
        told = _SAYS.search(sentence)
        element = "laterality" if told and told["title"] in _SIDE_WORDS else "levels"
        if told and element in checked:
            continue
        if not told:
            yield Left(rule="conflict", reason="a person must settle it")
            continue
        quotes = _title_and_body(told["title"], told["body"], row, note)
        yield _contradicted(element, f"conflict/{element}", quotes, row)


def _title_and_body(title: str, body: str, row: Row, note: str) -> tuple[Quote, ...]:
    """The clauses in which the title says one thing, and the body the other; () where one is not found."""
    proofs = spans([one for procedure in row["procedures"] for one in procedure["evidence"]], note)
    proofs_of_lines = spans([one for line in row["lines"] for one in line["evidence"]], note)
    lines = {note.count("\n", 0, span.start) for span in proofs}
    titles = list(_places(title, note))
    first = next((span for span in titles if note.count("\n", 0, span.start) in lines), titles[0] if titles else None)
    if first is None:
        return ()
    behind = [span for span in _places(body, note) if span.start > first.end]
    proven = [span for span in behind if any(one.start <= span.start < one.end for one in proofs_of_lines)]
    second = next(iter(proven or behind), None)
    return (statement(first, note), statement(second, note)) if second else ()


def _places(said: str, note: str) -> Iterator[Span]:
    """Where a note says a side, or the first of some levels, as a row writes them."""
    pattern = _SIDE_WORDS.get(said)
    if pattern:
        yield from (Span(match.start(), match.end()) for match in pattern.finditer(note))
        return
    wanted = said.split(", ")[0]
    for match in _LEVEL.finditer(note):
        one, number, other, last = match.groups()
        name = f"{one}{number}" + (f"-{other or _below(one, number, last)}{last}" if last else "")
        if name.upper() == wanted:
            yield Span(match.start(), match.end())


def _below(letter: str, number: str, last: str) -> str:
    """The letter of the lower level: that of the upper one, or the next region's (L5-1 is L5-S1, C7-1 is C7-T1)."""
    return letter if int(last) > int(number) else {"C": "T", "T": "L", "L": "S"}.get(letter.upper(), letter)
