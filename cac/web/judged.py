"""The edits of the claim as it stands: those of the suggestion count until somebody makes another claim of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cac.context import FIELDS, read_context
from cac.errors import InputError
from cac.lexicon.schema import Payer
from cac.records import BilledClaim, BilledLine
from cac.web.setup import Setup
from cac.workbench.records import Desk, LineState

_PUT = ("accepted", "edited", "added")
_NOT_JUDGED = {
    "rule": "reference/not_judged",
    "severity": "warning",
    "lines": [],
    "message": "The claim as it stands now was not judged by the edits: no table holds its day of service.",
    "authority": "",
    "source": "embedded",
}


class Judged(NamedTuple):
    """Findings by the name of a line, and those of no line; ``anew``: of the claim as decided, no more as suggested."""

    of: Mapping[str, tuple[Mapping[str, Any], ...]]
    whole: tuple[Mapping[str, Any], ...]
    anew: bool

    def count(self, severity: str) -> int:
        """How many findings of a severity there are; one that names several lines counts once."""
        found = {id(one) for line in self.of.values() for one in line if one["severity"] == severity}
        return len(found) + len([one for one in self.whole if one["severity"] == severity])


def judged(run: Setup, desk: Desk) -> Judged:
    """What the edits say of the claim of a desk.

    The claim holds every procedure line that was not refused or deleted, those that wait as suggested, and the drug
    lines that somebody put on it. Where it is the suggested one, what the suggestion says of it is kept as it is.
    """
    row: Mapping[str, Any] = desk.row or {}
    if not any(_is_changed(state) for state in desk.lines):
        names = [f"line:{place}" for place in range(len(row.get("lines", ())))]
        return _sorted(row.get("findings", ()), names, anew=False)
    on = [(state, line) for state in desk.lines if (line := _on_claim(state)) is not None]
    try:
        claim = _claim(row.get("context", {}), [line for _, line in on], run.lexicon.payers)
        found = [one.model_dump(mode="json") for one in run.judge(claim)] if on else []
    except InputError:
        found = [_NOT_JUDGED]
    return _sorted(found, [state.line for state, _ in on], anew=True)


def _is_changed(state: LineState) -> bool:
    """Whether a decision made another claim: a line that is accepted or waits stands as suggested."""
    if state.part == "diagnosis":
        return False
    if state.part == "supply":
        return state.state in ("edited", "added")
    return state.state not in ("open", "accepted")


def _on_claim(state: LineState) -> BilledLine | None:
    if state.part == "supply":
        return state.now if state.state in _PUT else None
    if state.part != "line":
        return None
    line = state.suggested if state.state == "open" else state.now
    return line if line is not None and line.code and line.units >= 1 else None


def _claim(context: Mapping[str, str], lines: Sequence[BilledLine], payers: Mapping[str, Payer]) -> BilledClaim:
    read = read_context({name: str(context[name]) for name in FIELDS if name in context}, payers)
    return BilledClaim(
        date_of_service=read.date_of_service,
        payer=read.payer,
        place_of_service=read.place_of_service,
        contractor=read.contractor,
        state=read.state,
        lines=tuple(lines),
    )


def _sorted(found: Iterable[Mapping[str, Any]], names: Sequence[str], *, anew: bool) -> Judged:
    """Findings by the lines that they name; ``names`` are those of the claim, in its order."""
    of: dict[str, list[Mapping[str, Any]]] = {}
    whole: list[Mapping[str, Any]] = []
    for one in found:
        on = [names[place] for place in one["lines"] if place < len(names)]
        for name in on:
            of.setdefault(name, []).append(one)
        if not on:
            whole.append(one)
    return Judged({name: tuple(ones) for name, ones in of.items()}, tuple(whole), anew)
