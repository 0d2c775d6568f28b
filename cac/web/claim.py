"""A desk as the screen shows it: each line with why, what was refused, and what may be decided. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cac.lexicon.screen_schema import Screen
from cac.records import BilledLine
from cac.workbench.records import Decision, Desk, LineState, Part, Span

_PARTS = {"line": "lines", "supply": "supplies", "diagnosis": "diagnoses"}
_WORST = ("error", "warning", "info")


class Quote(NamedTuple):
    """Words of the note: all places where one section says them, and the header they stand under."""

    text: str
    section: str
    spans: str


class Modifier(NamedTuple):
    """A modifier, and why the line carries it."""

    modifier: str
    why: str


class Pointer(NamedTuple):
    """A diagnosis a line points at."""

    code: str
    label: str


class LineView(NamedTuple):
    """One line of the screen; what it is by now, what was suggested, and all that speaks for and against it.

    ``id`` is fit for an HTML id, ``spans`` are its proofs as ``155-158 171-175``, ``may`` the decisions that the desk
    would take. ``decision`` is the one that made it what it is, ``amount`` what of a drug was given, ``open`` what a
    person must tell first.
    """

    name: str
    id: str
    part: Part
    shown: BilledLine
    suggested: BilledLine | None
    changed: bool
    state: str
    state_word: str
    by: str
    at: str
    decision: str
    reason: str
    comment: str
    label: str
    rule: str
    amount: str
    condition: str
    open: str
    explains: str
    alternatives: tuple[str, ...]
    quotes: tuple[Quote, ...]
    spans: str
    modifiers: tuple[Modifier, ...]
    pointers: tuple[Pointer, ...]
    refused: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    procedures: tuple[int, ...]
    may: frozenset[str]

    @property
    def called(self) -> str:
        """The line by its code, for people."""
        return "-".join((self.shown.code or "no code yet", *self.shown.modifiers))


def lines_of(
    desk: Desk,
    text: str,
    called: Callable[[str], str],
    screen: Screen,
    reasons: Mapping[str, Any],
    found: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[LineView]:
    """Every line of the desk, in its order.

    ``called`` tells what a code is called, ``found`` holds what the edits say of a line, by its name.
    """
    made = {decision.id: decision for decision in desk.decisions}
    row = desk.row or {}
    labels = {one["code"]: one["label"] for one in row.get("diagnoses", ())}
    return [
        _line(state, row, text, called, screen, reasons, made.get(state.decision), labels, found.get(state.line, ()))
        for state in desk.lines
    ]


def _line(
    state: LineState,
    row: Mapping[str, Any],
    text: str,
    called: Callable[[str], str],
    screen: Screen,
    reasons: Mapping[str, Any],
    decision: Decision | None,
    labels: Mapping[str, str],
    found: Sequence[Mapping[str, Any]],
) -> LineView:
    place = state.line.partition(":")[2]
    told = row.get(_PARTS[state.part], ())
    one: Mapping[str, Any] = told[int(place)] if place.isdigit() and int(place) < len(told) else {}
    shown = state.now or state.suggested or (decision and (decision.after or decision.before)) or BilledLine(code="")
    evidence = one.get("evidence", ())
    number = int(place) if place.isdigit() and state.part == "line" else -1
    findings = sorted(found, key=lambda each: rank(each["severity"]))
    family = one.get("rule", "").partition("/")[0]
    same = state.suggested is not None and shown.code == state.suggested.code
    return LineView(
        name=state.line,
        id=state.line.replace(":", "-").replace("+", "x"),
        part=state.part,
        shown=shown,
        suggested=state.suggested,
        changed=state.suggested is not None and state.now is not None and state.now != state.suggested,
        state=state.state,
        state_word=screen.standings[state.state],
        by=state.by,
        at=f"{decision.at:%Y-%m-%d %H:%M} UTC" if decision else "",
        decision=state.decision,
        reason=reasons[decision.reason].label if decision and decision.reason in reasons else "",
        comment=decision.comment if decision else "",
        label=one.get("label", "") if same else labels.get(shown.code) or called(shown.code),
        rule=one.get("rule", ""),
        amount=_amount(one) if state.part == "supply" else "",
        condition=one.get("condition", ""),
        open=one.get("question", "") or one.get("open", ""),
        explains=", ".join(_codes(row, one["lines"])) if state.part == "diagnosis" and one else "",
        alternatives=tuple(one.get("alternatives", ())),
        quotes=quotes_of(evidence) if evidence else _own_quotes(state.evidence, text),
        spans=spans_of((words["start"], words["end"]) for words in evidence) or spans_of(state.evidence),
        modifiers=tuple(Modifier(each, screen.modifiers.get(each, "")) for each in shown.modifiers),
        pointers=tuple(Pointer(code, labels.get(code) or called(code)) for code in shown.diagnoses),
        refused=tuple(
            each for each in row.get("refused", ()) if number >= 0 and each["rule"].partition("/")[0] == family
        ),
        findings=tuple(findings),
        procedures=tuple(one.get("procedures", ())),
        may=_may(state),
    )


def _may(state: LineState) -> frozenset[str]:
    """What `cac.workbench.standing` would take for this line."""
    may = set()
    if state.suggested is not None:
        may.update(["refuse"] if state.state != "refused" else [])
        if state.suggested.code and state.suggested.units >= 1 and state.state != "accepted":
            may.add("accept")
    if state.part != "diagnosis" or state.suggested is not None or state.now is not None:
        may.update(["edit"] if state.suggested is not None or state.now is not None else [])
    if state.now is not None:
        may.add("delete")
    return frozenset(may)


def _amount(one: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (one.get("drug", ""), one.get("given", ""))))


def _codes(row: Mapping[str, Any], lines: Iterable[int]) -> Iterable[str]:
    told = row.get("lines", ())
    return dict.fromkeys(told[number]["code"] for number in lines if number < len(told))


def spans_of(spans: Iterable[Span]) -> str:
    """Places in reading order, as the script reads them."""
    return " ".join(f"{start}-{end}" for start, end in sorted(set(spans)))


def quotes_of(evidence: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """Evidence in reading order; the same words under the same header once, with all their places."""
    found: dict[tuple[str, str], list[Span]] = {}
    for words in sorted(evidence, key=lambda words: (words["start"], words["end"])):
        found.setdefault((words["text"], words.get("section", "")), []).append((words["start"], words["end"]))
    return tuple(Quote(text, section, spans_of(spans)) for (text, section), spans in found.items())


def _own_quotes(spans: Sequence[Span], text: str) -> tuple[Quote, ...]:
    return tuple(Quote(text[start:end], "", f"{start}-{end}") for start, end in spans)


def rank(severity: str) -> int:
    """The place of a severity of a finding, the worst first."""
    return _WORST.index(severity) if severity in _WORST else len(_WORST)
