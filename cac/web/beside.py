"""What stands beside the claim: what is open, what does not agree, what the note leaves out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from cac.lexicon.screen_schema import Screen
from cac.reports.words import rank
from cac.web.claim import Quote, quotes_of


class Element(NamedTuple):
    """A documentation element that is absent or told in two ways, or one that is proven."""

    element: str
    label: str
    state: str
    severity: str
    job: str
    source: str
    quotes: tuple[Quote, ...]


class Check(NamedTuple):
    """Places that do not agree."""

    message: str
    severity: str
    source: str
    element: str
    quotes: tuple[Quote, ...]


class NotCounted(NamedTuple):
    """Something named and not counted, and why, in words."""

    what: str
    why: str
    quotes: tuple[Quote, ...]


class Beside(NamedTuple):
    """All of it; ``gaps`` are required and absent or contradicted, the worst first."""

    missing: tuple[tuple[str, str], ...]
    conflicts: tuple[str, ...]
    review: tuple[str, ...]
    checks: tuple[Check, ...]
    gaps: tuple[Element, ...]
    not_asked: tuple[Element, ...]
    proven: tuple[Element, ...]
    not_counted: tuple[NotCounted, ...]
    findings: tuple[Mapping[str, Any], ...]

    @property
    def open(self) -> int:
        """How many things a person must look at."""
        return len(self.missing) + len(self.conflicts) + len(self.review) + len(self.checks) + len(self.gaps)


def beside(
    row: Mapping[str, Any], screen: Screen, label: Callable[[str], str], findings: Iterable[Mapping[str, Any]]
) -> Beside:
    """What a row leaves open; ``label`` names an element or family, ``findings`` are those of no line."""
    answers = [*row.get("checklist", ()), *row.get("further", ())]
    told = sorted((_element(one, label) for one in answers), key=lambda one: rank(one.severity))
    required = {one["element"] for one in answers if one["required"]}
    return Beside(
        missing=tuple((fact, label(fact)) for fact in row.get("missing", ())),
        conflicts=tuple(row.get("conflicts", ())),
        review=tuple(row.get("review", ())),
        checks=tuple(
            Check(one["message"], one["severity"], one["source"], one.get("element", ""), quotes_of(one["evidence"]))
            for one in sorted(row.get("cross_checks", ()), key=lambda one: rank(one["severity"]))
        ),
        gaps=tuple(
            one for one in told if one.state == "contradicted" or (one.state == "absent" and one.element in required)
        ),
        not_asked=tuple(one for one in told if one.state == "absent" and one.element not in required),
        proven=tuple(one for one in told if one.state == "present"),
        not_counted=tuple(
            NotCounted(label(one["what"]), screen.why_not.get(one["why"], one["why"]), quotes_of([one["evidence"]]))
            for one in (*row.get("not_counted", ()), *row.get("diagnoses_not_counted", ()))
        ),
        findings=tuple(findings),
    )


def _element(one: Mapping[str, Any], label: Callable[[str], str]) -> Element:
    state = "contradicted" if one.get("contradicted") else one["status"]
    return Element(
        element=one["element"],
        label=label(one["element"]),
        state=state,
        severity=one["severity"],
        job=one.get("job", ""),
        source=one["source"],
        quotes=quotes_of(one["evidence"]),
    )
