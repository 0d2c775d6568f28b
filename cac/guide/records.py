"""What the guide says of a code. Each record prints itself as plain data (`data`) for JSON."""

from __future__ import annotations

from typing import Any, NamedTuple


class Rule(NamedTuple):
    """One row of a family's code table that gives the code: when, as what it counts, and how guidance is coded."""

    family: str
    label: str
    row: int
    when: str
    counts: str
    guidance: str
    remarks: tuple[str, ...]
    source: str


class Edit(NamedTuple):
    """A PTP pair; ``indicator`` "0" never together, "1" together where apart."""

    column1: str
    column2: str
    indicator: str
    source: str


class Beside(NamedTuple):
    """An add-on code and a primary, with the days the row is good for."""

    add_on: str
    primary: str
    first_day: str
    last_day: str
    source: str


class UnitsAllowed(NamedTuple):
    """A limit of units from a day on."""

    setting: str
    units: int
    mai: str
    first_day: str
    source: str


class Need(NamedTuple):
    """A documentation element of a code."""

    element: str
    need: str
    severity: str


class PayerRule(NamedTuple):
    """A limit, an approval or a refusal of a payer profile."""

    payer: str
    what: str
    source: str


class Policy(NamedTuple):
    """A policy of a contractor with its billing article."""

    policy: str
    article: str
    contractor: str
    first_day: str
    last_day: str


class Change(NamedTuple):
    """What changed on a day, and for which codes."""

    day: str
    codes: tuple[str, ...]
    what: str
    source: str


class Page(NamedTuple):
    """A procedure code."""

    code: str
    label: str
    first_day: str
    last_day: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    source: str
    rules: tuple[Rule, ...]
    given: str
    add_ons: tuple[Beside, ...]
    primaries: tuple[Beside, ...]
    modifiers: tuple[str, ...]
    global_days: str
    limits: tuple[UnitsAllowed, ...]
    edits: tuple[Edit, ...]
    edits_known: bool
    documentation: tuple[Need, ...]
    policies: tuple[Policy, ...]
    payers: tuple[PayerRule, ...]
    diagnoses: str
    changes: tuple[Change, ...]
    imported: tuple[str, ...] = ()


class DrugPage(NamedTuple):
    """A drug or contrast code."""

    code: str
    label: str
    one_unit: str
    first_day: str
    last_day: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    source: str
    limits: tuple[UnitsAllowed, ...]
    diagnoses: str
    changes: tuple[Change, ...]


class Named(NamedTuple):
    """A code with its label."""

    code: str
    label: str


class DiagnosisPage(NamedTuple):
    """An ICD-10-CM code, block or chapter: what stands above and below it; ``covers``: codes whose lists name it.

    ``billable`` and, in words, ``on_claim`` are of the day that is asked for; ``edition`` tells where the table ends.
    """

    code: str
    label: str
    billable: bool
    source: str
    above: tuple[Named, ...]
    below: tuple[Named, ...]
    covers: tuple[str, ...]
    on_claim: str = ""
    edition: str = ""


class PairPage(NamedTuple):
    """What the tables say of two codes in this order; ``indicator`` "" where there is no pair or nothing is known."""

    column1: str
    column2: str
    indicator: str
    says: str


class Found(NamedTuple):
    """A code that a search found; ``kind`` procedure, drug or diagnosis."""

    kind: str
    code: str
    label: str


def data(value: Any) -> Any:
    """A record, and all in it, as what JSON can hold."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: data(item) for name, item in zip(type(value)._fields, value, strict=True)}  # type: ignore[attr-defined]
    if isinstance(value, tuple | list):
        return [data(item) for item in value]
    return value
