"""Which documentation elements a note is asked for: what its procedures' families, and all notes, need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cac.coding.conditions import attributes_of, matches
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Asked, ElementTold, Family, Job, Severity
from cac.records import ClaimLine, Procedure

_OF_NOTE = frozenset(["imaging", "sedation"])
_GRAVEST_FIRST = ("code-determining", "payment-denying", "audit-risk", "best-practice")


class Demand(NamedTuple):
    """That an element is asked for: how grave its absence is, by whose authority, and whose job it is."""

    severity: Severity
    source: str
    job: Job


class Asking:
    """Finds what is asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take what every family asks for."""
        self._lexicon = lexicon
        self._elements: dict[str, ElementTold] = {
            **lexicon.elements.elements,
            **lexicon.further_elements.elements,
        }
        self._apart = frozenset(lexicon.further_elements.apart)
        self._always: dict[str, dict[str, Demand]] = {}
        self._sometimes: dict[str, list[tuple[str, Asked, Demand]]] = {}
        self._of_work: dict[str, bool] = {}  # whether a condition asks for more than what is true of the whole note
        for slug, family in lexicon.families.items():
            asked = self._of_family(slug, family)
            self._always[slug] = {name: demand for name, rule, demand in reversed(asked) if not rule.when}
            self._sometimes[slug] = [told for told in asked if told[1].when]
            self._of_work[slug] = any(not _OF_NOTE.issuperset(rule.when) for _, rule, _ in self._sometimes[slug])

    def _of_family(self, slug: str, family: Family) -> list[tuple[str, Asked, Demand]]:
        """Every element that a family may ask for: its own word for it first, then what is asked of all."""
        of_all = self._lexicon.further_elements.of_all
        asked = [(name, rule) for name, rule in family.documentation.items() if not rule.only or slug in rule.only]
        asked += [(name, rule) for name, rule in of_all.items() if name not in family.not_asked]
        return [(name, rule, self._demand(name, rule)) for name, rule in asked]

    def _demand(self, name: str, rule: Asked) -> Demand:
        element = self._elements[name]
        return Demand(rule.severity or element.severity, rule.source or element.source, rule.job or element.job)

    def may_ask(self, slug: str) -> dict[str, Demand]:
        """Every element that a family may ask for, whatever the note tells: what a template of it asks.

        Raises:
            KeyError: if there is no such family.
        """
        found = dict(self._always[slug])
        for name, _, demand in self._sometimes[slug]:
            found[name] = _graver(found.get(name), demand)
        return found

    def __call__(
        self, procedures: Sequence[Procedure], lines: Sequence[ClaimLine], sedation: str = ""
    ) -> dict[str, Demand]:
        """What these procedures ask for; of two demands the graver one counts.

        Args:
            procedures: what was performed.
            lines: the claim of the note.
            sedation: "moderate" where moderate sedation was given by whoever did the procedure.
        """
        note = {
            "imaging": "apart" if any(line.code in self._apart for line in lines) else "",
            "sedation": sedation,
        }
        found: dict[str, Demand] = {}
        for procedure in procedures:
            always = self._always.get(procedure.family)
            if always is None:
                continue
            if found:
                found.update((name, _graver(found.get(name), demand)) for name, demand in always.items())
            else:
                found = dict(always)
            values = self._values(procedure, note) if self._of_work[procedure.family] else note
            for name, rule, demand in self._sometimes[procedure.family]:
                if _holds(rule, values, procedure):
                    found[name] = _graver(found.get(name), demand)
        return found

    def _values(self, procedure: Procedure, note: Mapping[str, str]) -> dict[str, str]:
        family = self._lexicon.families[procedure.family]
        return {**attributes_of(procedure, family), "contrast": procedure.contrast, **note}


def _graver(held: Demand | None, demand: Demand) -> Demand:
    if held is None or _GRAVEST_FIRST.index(demand.severity) < _GRAVEST_FIRST.index(held.severity):
        return demand
    return held


def _holds(rule: Asked, values: Mapping[str, str], procedure: Procedure) -> bool:
    """Whether the conditions hold; of ``targets``, ``levels`` and ``drugs`` one must be among those named."""
    for name, wanted in rule.when.items():
        if name == "targets":
            if not set(procedure.targets).intersection(wanted):
                return False
        elif name in ("levels", "drugs"):
            if not matches({name: wanted}, values, procedure):
                return False
        elif values.get(name, "") not in wanted:
            return False
    return True
