"""What reports say, as frozen records: every form of a report (HTML, PDF, XLSX, JSON, text) is drawn from these alone.

Rates are shares from 0 to 1, rounded to four places; months are ``YYYY-MM`` and days ISO dates, "" where not known.
"""

from __future__ import annotations

from typing import Literal, Self

from cac.records import Record
from cac.reports.rates import wilson

Copy = Literal["provider", "coder"]
State = Literal["missing", "contradicted"]


class Rate(Record):
    """How often something that was asked for is missing, with the 95 % interval; nothing asked, no rate."""

    asked: int = 0
    missing: int = 0
    rate: float | None = None
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, asked: int, missing: int) -> Self:
        """The rate of a count."""
        if not asked:
            return cls()
        low, high = wilson(missing, asked)
        return cls(asked=asked, missing=missing, rate=round(missing / asked, 4), low=round(low, 4), high=round(high, 4))

    @classmethod
    def pooled(cls, asked: int, missing: int) -> Self:
        """The rate of several elements together, without an interval: those of one note hang together."""
        return cls(asked=asked, missing=missing, rate=round(missing / asked, 4)) if asked else cls()


class Quote(Record):
    """Words of a note, exactly: ``note[start:end] == text``.

    ``of`` says what they tell, ``section`` the header they stand under.
    """

    text: str
    section: str = ""
    of: str = ""
    start: int = 0
    end: int = 0


class Example(Record):
    """One note with a gap, and its words: for what is missing, those beside the gap."""

    note: str
    day: str = ""
    state: State = "missing"
    quotes: tuple[Quote, ...] = ()


class MonthRate(Record):
    """A rate in one month."""

    month: str
    rate: Rate


class ElementWords(Record):
    """What is the same of an element in every report."""

    element: str
    label: str
    severity: str
    source: str
    job: str
    prompt: str


class ElementRate(Record):
    """One element over many notes."""

    words: ElementWords
    rate: Rate
    contradicted: int = 0
    months: tuple[MonthRate, ...] = ()
    examples: tuple[Example, ...] = ()


class Scope(Record):
    """Which notes a report is about, and what was left out.

    ``first_day`` and ``last_day`` are those of its notes, ``asked_from`` and ``asked_to`` what somebody asked for;
    ``remarks`` are sentences about what was left out or cannot be told.
    """

    notes: int
    first_day: str = ""
    last_day: str = ""
    asked_from: str = ""
    asked_to: str = ""
    family: str = ""
    rules: str = ""
    remarks: tuple[str, ...] = ()


class ProviderReport(Record):
    """One provider over a period: no money, no codes, no comparison.

    ``overall`` pools all elements, ``with_gap`` counts notes: how many lack at least one thing that is asked for.
    """

    kind: Literal["provider"] = "provider"
    provider: str
    scope: Scope
    overall: Rate
    with_gap: Rate
    months: tuple[MonthRate, ...] = ()
    elements: tuple[ElementRate, ...] = ()


class GroupRates(Record):
    """The rates of one provider or family: ``rates`` by element."""

    name: str
    notes: int
    with_gap: Rate
    overall: Rate
    rates: dict[str, Rate]


class PartRates(Record):
    """The rates of one provider in one family."""

    provider: str
    family: str
    notes: int
    rates: dict[str, Rate]


class CodeCost(Record):
    """Claim lines of one code on notes that lack an element."""

    code: str
    notes: int
    lines: int
    units: int


class ElementCost(Record):
    """The cost side of one element, for coders: what was coded on notes that lack it."""

    element: str
    label: str
    severity: str
    notes: int
    lines: int
    codes: tuple[CodeCost, ...] = ()


class PracticeReport(Record):
    """All providers; ``cost`` stands on the coder's copy only."""

    kind: Literal["practice"] = "practice"
    copy_for: Copy = "provider"
    grouped_by: str = "provider"
    scope: Scope
    overall: Rate
    with_gap: Rate
    elements: tuple[ElementRate, ...] = ()
    providers: tuple[GroupRates, ...] = ()
    families: tuple[GroupRates, ...] = ()
    parts: tuple[PartRates, ...] = ()
    cost: tuple[ElementCost, ...] | None = None


class Gap(Record):
    """One element of one note that is missing or told in two ways."""

    words: ElementWords
    state: State
    quotes: tuple[Quote, ...] = ()


class Check(Record):
    """Two places of a note that do not agree."""

    message: str
    severity: str
    source: str
    quotes: tuple[Quote, ...] = ()


class Present(Record):
    """An element that the note has, and its words."""

    label: str
    quotes: tuple[Quote, ...] = ()


class Place(Record):
    """One place of the spine: ``mark`` is how it is drawn, ``sides`` is empty where no side is told."""

    name: str
    mark: Literal["nerve", "joint", "foramen", "space", "body", "sacrum"]
    sides: tuple[str, ...] = ()


class CountedPlace(Record):
    """One thing that counts, as the claim counts it; ``place`` is where it is drawn, None for no place of the spine."""

    name: str
    sides: tuple[str, ...] = ()
    place: Place | None = None


class TreatedLine(Record):
    """A claim line, for coders."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1


class Treated(Record):
    """What was treated in one procedure and what was counted, in words and for the drawing."""

    procedure: str
    region: str = ""
    treated: str
    counted: str
    places: tuple[Place, ...] = ()
    counts: tuple[CountedPlace, ...] = ()
    lines: tuple[TreatedLine, ...] = ()


class NoteReport(Record):
    """One note; codes and the sentences for coders (``for_coder``) stand on the coder's copy only."""

    kind: Literal["note"] = "note"
    copy_for: Copy = "provider"
    note: str
    day: str = ""
    provider: str = ""
    status: str = ""
    rules: str = ""
    treated: tuple[Treated, ...] = ()
    gaps: tuple[Gap, ...] = ()
    checks: tuple[Check, ...] = ()
    conflicts: tuple[str, ...] = ()
    present: tuple[Present, ...] = ()
    not_asked: tuple[str, ...] = ()
    for_coder: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


Report = NoteReport | ProviderReport | PracticeReport
