"""What the screen of an entry shows, gathered from the desk; the templates ``entry*.html`` draw it."""

from __future__ import annotations

import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from markupsafe import Markup

from cac.context import DEFAULT_DAY
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import OverrideReason
from cac.lexicon.screen import screen_words
from cac.lexicon.screen_schema import Screen
from cac.nlp.sections import HeaderWords, find_sections
from cac.nlp.vocabulary import vocabulary
from cac.queries.recode import told
from cac.reports.rows import full
from cac.reports.spine import diagram
from cac.reports.svg import svg
from cac.reports.treated import treated
from cac.reports.words import Names
from cac.web.beside import Beside, beside
from cac.web.claim import LineView, lines_of
from cac.web.judged import Judged, judged
from cac.web.marks import Span, facts_of, marked
from cac.web.marks_html import note as note_html
from cac.web.setup import Setup
from cac.web.visit import VISIT
from cac.workbench.records import Actor, Desk
from cac.workbench.suggestions import BETWEEN, whole_text

_HEADS: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()
"""Headers of the notes that were shown last, by digest: offsets alone, no words."""
_MOST_HEADS = 64


class Kind(NamedTuple):
    """A kind of highlight of this note, for the legend."""

    name: str
    label: str
    places: int
    shown: bool


class Picture(NamedTuple):
    """The diagram of one procedure; ``svg`` is empty where no place of it lies at the spine."""

    number: int
    procedure: str
    treated: str
    counted: str
    lines: str
    svg: Markup


class View(NamedTuple):
    """Everything the templates need; ``cut`` changes when the segments of the note do."""

    desk: Desk
    lines: tuple[LineView, ...]
    beside: Beside | None
    edits: Judged
    note: Markup
    cut: str
    legend: tuple[Kind, ...]
    pictures: tuple[Picture, ...]
    words: Screen
    reasons: Mapping[str, OverrideReason]
    status: str
    told: str
    context: tuple[tuple[str, str], ...]
    said: Mapping[str, str]
    mine: bool
    hidden: bool
    key: str

    def of(self, part: str) -> list[LineView]:
        """The lines of one part of the claim."""
        return [line for line in self.lines if line.part == part]

    @property
    def waiting(self) -> list[LineView]:
        """The claim lines that must be decided before the note is finished."""
        return [line for line in self.lines if line.part == "line" and line.state == "open"]


def view(run: Setup, actor: Actor, desk: Desk) -> View:
    """The screen of a desk for one coder."""
    words = screen_words(run.lexicons)
    row = desk.row or {}
    text = whole_text(desk.text or "", [one.text for one in desk.addenda[: desk.coded_with]])
    named = _labels(run.lexicon)
    edits = judged(run, desk)
    day = _day(row)

    def called(code: str) -> str:
        return run.label(code, day)

    lines = tuple(lines_of(desk, text, called, words, run.store.rules.reasons, edits.of)) if desk.lines else ()
    added = {state.line: state.evidence for state in desk.lines if state.suggested is None and state.evidence}
    facts = facts_of(row, text, words, _Labels(named), added) if desk.text is not None else ()
    before = _addenda(desk)
    shown = marked(text, facts, _heads(run, text), before)
    counts = {kind: sum(kind in fact.kinds for fact in facts) for kind in words.kinds}
    hidden = desk.entry.blind and not desk.entry.first_coded
    status = words.statuses.get(desk.entry.status)
    return View(
        desk=desk,
        lines=lines,
        beside=beside(row, words, named, edits.whole) if row else None,
        edits=edits,
        note=note_html(text, shown, words, {line.name: line.called for line in lines}, before),
        cut=sha256(repr((shown, desk.coded_with, [line.called for line in lines])).encode()).hexdigest()[:16],
        legend=tuple(
            Kind(name, kind.label, counts[name], kind.shown) for name, kind in words.kinds.items() if counts[name]
        ),
        pictures=_pictures(row, run.lexicon),
        words=words,
        reasons=run.store.rules.reasons,
        status=status.label if status else "",
        told=_told(row, status.told if status else ""),
        context=context_of(row.get("context", {})),
        said={name: told(row.get("context", {})).get(name, "") for name in VISIT},
        mine=desk.entry.state == "claimed" and desk.entry.claimed_by == actor.name,
        hidden=hidden,
        key=secrets.token_urlsafe(16),
    )


class _Labels(dict[str, str]):
    """What elements and families are called, as a mapping that knows every name."""

    def __init__(self, named: Callable[[str], str]) -> None:
        super().__init__()
        self._named = named

    def get(self, key: str, default: Any = None) -> Any:
        """The label of a name."""
        return self._named(key)


def _labels(lexicon: Lexicon) -> Callable[[str], str]:
    names = Names(lexicon, "coder")
    prompts = lexicon.prompts.elements

    def label(name: str) -> str:
        if name in prompts:
            return prompts[name].label
        plain = name.replace("_", "").isalnum() and name == name.lower() and " " not in name
        return names.family(name) if plain else name

    return label


def _told(row: Mapping[str, Any], told: str) -> str:
    """The status in a sentence; the row's own reason before the common one."""
    if row.get("error"):
        return str(row["error"].get("message", told))
    return str(row.get("reason") or told)


def context_of(context: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """For what a note was coded, in words; what nobody said is marked."""
    assumed = str(context.get("defaults", "")).replace(",", " ").split()
    asked = ("date_of_service", "payer", "claim", "place_of_service", "contractor", "state")
    return tuple(
        (name.replace("_", " "), f"{context[name]}{' (assumed)' if name in assumed else ''}".replace("_", " "))
        for name in asked
        if context.get(name)
    )


def _day(row: Mapping[str, Any]) -> date:
    """The day of service, by which codes have their names; the default where a row was kept with none."""
    told = str(row.get("context", {}).get("date_of_service", ""))
    try:
        return date.fromisoformat(told) if told else DEFAULT_DAY
    except ValueError:
        return DEFAULT_DAY


def _heads(run: Setup, text: str) -> tuple[Span, ...]:
    """Where the headers of sections stand."""
    key = sha256(text.encode("utf-8", "replace")).digest()
    if key not in _HEADS:
        words = HeaderWords.of(vocabulary(run.lexicons))
        spans = (
            (one.start, one.start + len(text[one.start : one.body].rstrip())) for one in find_sections(text, words)
        )
        _HEADS[key] = tuple(span for span in spans if span[0] < span[1])
        while len(_HEADS) > _MOST_HEADS:
            _HEADS.pop(next(iter(_HEADS)), None)
    return _HEADS[key]


def _addenda(desk: Desk) -> dict[int, Markup]:
    """Where each addendum begins in the text, with a head that is no part of it."""
    heads: dict[int, Markup] = {}
    at = len(desk.text or "")
    head = Markup('<p class="addendum"><strong>Addendum</strong> {}, {}</p>')
    for one in desk.addenda[: desk.coded_with]:
        at += len(BETWEEN)
        heads[at] = head.format(one.author, f"{one.at:%Y-%m-%d %H:%M} UTC")
        at += len(one.text)
    return heads


def _pictures(row: Mapping[str, Any], lexicon: Lexicon) -> tuple[Picture, ...]:
    """What was treated and what was counted, a picture for each procedure."""
    known = full(json.dumps(row).encode()) if row.get("procedures") else None
    if known is None:
        return ()
    found = []
    for number, one in enumerate(treated(known, lexicon, Names(lexicon, "coder"), "coder")):
        drawing = diagram(one)
        lines = [f"line:{place}" for place, line in enumerate(known.lines) if number in line.procedures]
        drawn = Markup(svg(drawing, f"spine-{number}")) if drawing else Markup()
        found.append(Picture(number, one.procedure, one.treated, one.counted, " ".join(lines), drawn))
    return tuple(found)
