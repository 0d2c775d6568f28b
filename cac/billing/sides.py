"""How a payer wants both sides: one line with 50, 50 twice, a line a side, or an add-on twice (RULEBOOK 3.6)."""

from __future__ import annotations

from cac.billing.line import Bill
from cac.records import ClaimLine

_BOTH, _RIGHT, _LEFT = "50", "RT", "LT"


def write(bill: Bill) -> None:
    """Write every line with 50 as the payer wants it; lines that become alike are one with their units added."""
    drawn: dict[tuple[str, tuple[str, ...]], ClaimLine] = {}
    for line in bill.lines:
        for part in _parts(line, bill):
            key = (part.code, part.modifiers)
            held = drawn.get(key)
            drawn[key] = part if held is None else _joined(held, part)
    bill.lines = list(drawn.values())


def _parts(line: ClaimLine, bill: Bill) -> list[ClaimLine]:
    if _BOTH not in line.modifiers:
        return [line]
    style = bill.payer.bilateral_add_on if bill.is_add_on(line) else bill.payer.bilateral
    rest = tuple(word for word in line.modifiers if word != _BOTH)
    if style == "one_line_50_two_units":
        return [line.model_copy(update={"units": 2 * line.units})]
    if style == "twice_no_50":
        return [line.model_copy(update={"units": 2 * line.units, "modifiers": rest})]
    if style == "two_lines":
        return [line.model_copy(update={"modifiers": (*rest, side)}) for side in (_RIGHT, _LEFT)]
    return [line]


def _joined(first: ClaimLine, second: ClaimLine) -> ClaimLine:
    return first.model_copy(
        update={
            "units": first.units + second.units,
            "procedures": tuple(dict.fromkeys((*first.procedures, *second.procedures))),
            "evidence": tuple(dict.fromkeys((*first.evidence, *second.evidence))),
        }
    )
