"""How the lines of an entry stand after all that was decided. Pure: records in, records out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from cac.errors import Conflict, Invalid
from cac.records import BilledLine
from cac.workbench.checks import checked_line, checked_spans
from cac.workbench.records import Decision, Kept, LineState, Part, Standing, Wanted

_LINE = re.compile(r"(line|supply|diagnosis):([0-9]{1,4}|\+[0-9a-f]{16})")
_PARTS: tuple[Part, ...] = ("line", "supply", "diagnosis")
_BECOMES: dict[str, Standing] = {"accept": "accepted", "edit": "edited", "refuse": "refused", "delete": "deleted"}


def standing(kept: Kept, decisions: Iterable[Decision]) -> dict[str, LineState]:
    """Every line by its name: those of the suggestion in its order, then the added ones.

    ``decisions`` are those on this suggestion, by number. One that was undone counts no more; of the others the last
    on a line decides.
    """
    lines = _suggested(kept)
    in_force = [decision for decision in _in_force(decisions) if decision.kind != "undo"]
    for decision in in_force:
        was = lines.get(decision.line)
        if decision.kind == "add":
            lines[decision.line] = LineState(
                line=decision.line,
                part=part_of(decision.line),
                state="added",
                now=decision.after,
                decision=decision.id,
                by=decision.by,
                evidence=decision.evidence,
            )
        elif was is not None:
            added = was.suggested is None and decision.kind == "edit"
            lines[decision.line] = was.model_copy(
                update={
                    "state": "added" if added else _BECOMES[decision.kind],
                    "now": decision.after,
                    "decision": decision.id,
                    "by": decision.by,
                }
            )
    return lines


def _in_force(decisions: Iterable[Decision]) -> list[Decision]:
    ordered = sorted(decisions, key=lambda decision: decision.number)
    undone = {decision.undoes for decision in ordered}
    return [decision for decision in ordered if decision.id not in undone]


def _suggested(kept: Kept) -> dict[str, LineState]:
    found: dict[str, LineState] = {}
    for part, lines in zip(_PARTS, (kept.lines, kept.supplies, kept.diagnoses), strict=True):
        for place, line in enumerate(lines):
            name = f"{part}:{place}"
            found[name] = LineState(line=name, part=part, state="open", suggested=line.billed, evidence=line.evidence)
    return found


def part_of(line: str) -> Part:
    """The part of the claim that a line belongs to.

    Raises:
        Invalid: "line", for what is no name of a line.
    """
    found = _LINE.fullmatch(line)
    part = found[1] if found else line
    if part not in _PARTS:
        raise Invalid("line", "A line is named line:0, supply:0 or diagnosis:0; to add one, name the part alone.")
    return cast(Part, part)


def outcome(
    wanted: Wanted, lines: dict[str, LineState], length: int, id: str
) -> tuple[str, BilledLine | None, BilledLine | None, tuple[tuple[int, int], ...]]:
    """What a decision does: the line's name, the line before and after it, and the evidence.

    Args:
        wanted: what the coder says.
        lines: how the lines stand.
        length: code points of the text.
        id: the id that the decision gets, which names an added line.

    Raises:
        Invalid: for what cannot be decided of this line.
        Conflict: "gone", for a line that is no longer there to be edited or deleted.
    """
    part = part_of(wanted.line)
    if wanted.kind == "add":
        if wanted.line != part:
            raise Invalid("line", "To add a line, name the part alone: line, supply or diagnosis.")
        return f"{part}:+{id}", None, _after(part, wanted), checked_spans(wanted.evidence, length)
    if wanted.evidence:
        raise Invalid("evidence", "Only an added line takes evidence of its own.")
    line = lines.get(wanted.line)
    if line is None:
        raise Invalid("line", "There is no such line in this entry.")
    if wanted.kind != "edit" and wanted.after is not None:
        raise Invalid("line", "Only edit and add say how a line shall be.")
    before = line.now or line.suggested
    if wanted.kind == "delete":
        if line.now is None:
            raise Conflict("gone", "This line is not on the claim: refuse it, or leave it.")
        return line.line, before, None, ()
    if wanted.kind == "edit":
        if line.suggested is None and line.now is None:
            raise Conflict("gone", "This line was deleted: undo that, or add it again.")
        after = _after(part, wanted)
        if after == before:
            raise Invalid("line", "Nothing of the line is changed: accept it.")
        return line.line, before, after, ()
    if line.suggested is None:
        raise Invalid("line", "A line that a coder added is edited or deleted, not accepted or refused.")
    if wanted.kind == "refuse":
        return line.line, before, None, ()
    if not line.suggested.code or line.suggested.units < 1:
        raise Invalid("line", "This line is not proven whole: edit it, or refuse it.")
    return line.line, before, line.suggested, ()


def _after(part: Part, wanted: Wanted) -> BilledLine:
    if wanted.after is None:
        raise Invalid("line", "Say how the line shall be: code, modifiers, units.")
    return checked_line(part, wanted.after)


def to_undo(decisions: Sequence[Decision], id: str = "") -> Decision:
    """The decision that is undone: the last one in force, or ``id`` where nothing later was decided of its line.

    Raises:
        Conflict: "undone", where nothing is left to undo or ``id`` does not count any more; "later", where something
            was decided of the line after it.
    """
    in_force = [decision for decision in _in_force(decisions) if decision.kind != "undo"]
    if not id and in_force:
        return in_force[-1]
    for decision in in_force:
        if decision.id == id:
            if any(other.line == decision.line and other.number > decision.number for other in in_force):
                raise Conflict("later", "Something was decided of this line after that: undo it first.")
            return decision
    raise Conflict("undone", "There is nothing to undo.")
