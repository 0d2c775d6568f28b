"""An amount → units of a code, and the lines of what was thrown away (JW) or not (JZ).

A part of a unit that was given counts as a whole unit: CMS Claims Processing Manual (publication 100-04), chapter 17,
and the example of the rule book (fentanyl 50 mcg is one unit of 0.1 mg). Of what was thrown away only whole units
count, and what the last unit already holds does not, so that both lines together never pass the package (the same
chapter on JW).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from typing import Literal, NamedTuple

from cac.lexicon.schema import SupplyProduct
from cac.records import Given
from cac.reference.records import DrugCode
from cac.supplies.amounts import Amount, read_amount
from cac.supplies.total import Measure

NOTHING, THE_REST = "none", "rest"  # of `Given.discarded`
_EXACT = Decimal("0.000000001")
_MEASURES: dict[str, Measure] = {"mg": "mg", "mcg": "mg", "mL": "mL", "unit": "unit", "dose": "dose"}


def measure_of(code: DrugCode) -> Measure | None:
    """What the code counts; None where it stands for the whole line ("unclassified")."""
    return _MEASURES.get(code.unit)


def per_unit(code: DrugCode) -> Decimal:
    """How much makes one unit, in the measure of the code."""
    return _per_unit(code.amount, code.unit)


@lru_cache(maxsize=256)
def _per_unit(amount: float, unit: str) -> Decimal:
    return Decimal(str(amount)) / (1000 if unit == "mcg" else 1)


def _units(amount: Decimal, code: DrugCode) -> Decimal:
    """Units without what a division left of them: a third of a mL given three times is one mL."""
    return (amount / per_unit(code)).quantize(_EXACT)


def share_out(amount: Decimal, codes: Sequence[DrugCode]) -> list[tuple[DrugCode, int]]:
    """The units of each code; of several strengths of one drug (J1040, J1030, J1020) the largest that fit."""
    out: list[tuple[DrugCode, int]] = []
    steps = sorted(codes, key=per_unit, reverse=True)
    for code in steps:
        last = code is steps[-1]
        units = ceil(_units(amount, code)) if last else floor(_units(amount, code))
        if units:
            out.append((code, units))
            amount -= units * per_unit(code)
        if amount <= 0:
            break
    return out


class Waste(NamedTuple):
    """What the container asks for: ``jz`` on the line, ``jw`` units on a line of its own, and what is open.

    ``vial_open``: only what the container was, and whether anything was left in it, is not told; nothing speaks
    against the amount. ``most``: what can have been given at most, where given and thrown away together are more than
    the containers hold.
    """

    jz: bool = False
    jw: int = 0
    question: str = ""
    vial_open: str = ""
    most: Decimal | None = None


KIND_OPEN = "single-dose or multi-dose vial (JW, JZ or neither)"
REST_OPEN = "whether any of the single-dose vial was thrown away (JW) or none (JZ)"


def waste(
    givings: Sequence[Given],
    amount: Decimal,
    code: DrugCode,
    product: SupplyProduct,
    day: date,
    since: Mapping[Literal["JW", "JZ"], date],
    strength: Amount | None = None,
) -> Waste:
    """What a code's container asks for on a day.

    Args:
        givings: where the drug is told.
        amount: what was given, in the measure of ``code``.
        code: what one unit is.
        product: what its containers are: its ``vial`` and its ``sizes``, where it has one kind and one size only.
        day: the date of service.
        since: the first day of JW and of JZ.
        strength: what a mL holds, for what is told in mL.
    """
    if product.vial == "none" or day < min(since.values()):
        return Waste()
    kinds = {giving.container for giving in givings if giving.container}
    if len(kinds) > 1:
        return Waste(question="single-dose or multi-dose vial: the note tells both")
    package = _package(givings, code, strength)
    size = _only_size(product, code, strength)
    kind = kinds.pop() if kinds else product.vial
    if kind == "ask" and size is not None and _one_package(givings, code, strength) == size:
        kind = "single_dose"
    if kind == "multi_dose":
        return Waste()
    thrown = {giving.discarded for giving in givings if giving.discarded}
    if kind != "single_dose":
        return Waste(vial_open=KIND_OPEN) if day >= since["JZ"] or thrown else Waste()
    if len(thrown) > 1 or "unclear" in thrown:
        return Waste(question="how much was thrown away: the note tells more than one amount")
    if thrown == {THE_REST}:
        return _jw(package - amount if package is not None else None, amount, package, code)
    if not thrown or thrown == {NOTHING}:
        if package is not None and package < amount:
            return Waste(question="how many vials were opened: more was given than the vial holds")
        whole = package == amount if package is not None else bool(size and amount % size == 0)
        if package is not None and not whole and thrown:
            return Waste(
                question="what became of the rest: the vial holds more than was given, and nothing was thrown away"
            )
        if thrown or whole:
            return Waste(jz=day >= since["JZ"])
        return Waste(vial_open=REST_OPEN)
    return _jw(_in_measure(thrown.pop(), code, strength), amount, package, code)


def _jw(away: Decimal | None, amount: Decimal, package: Decimal | None, code: DrugCode) -> Waste:
    if away is None:
        return Waste(question=f"how many {code.unit} were thrown away, which is what JW counts")
    if away < 0:
        return Waste(question="how many vials were opened: more was given than the vial holds")
    if not away:
        return Waste(question="what was thrown away: the vials hold no more than was given")
    if package is not None and package != amount + away:
        most = package - away if amount + away > package > away else None
        question = "how much was thrown away: given and thrown away together are not what the vials hold"
        return Waste(question=question, most=most)
    left = floor(_units(amount + away, code)) - ceil(_units(amount, code))
    return Waste(jw=max(0, left))


def _package(givings: Sequence[Given], code: DrugCode, strength: Amount | None) -> Decimal | None:
    """What all opened containers hold, in the measure of the code."""
    number = {giving.packages for giving in givings if giving.package}
    amount = _one_package(givings, code, strength)
    return amount * number.pop() if amount is not None and len(number) == 1 else None


def _one_package(givings: Sequence[Given], code: DrugCode, strength: Amount | None) -> Decimal | None:
    """What one of the opened containers holds, in the measure of the code."""
    told = {giving.package for giving in givings if giving.package}
    return _in_measure(told.pop(), code, strength) if len(told) == 1 else None


def _only_size(product: SupplyProduct, code: DrugCode, strength: Amount | None) -> Decimal | None:
    """What its single-dose containers hold, where they are made in one size."""
    return _in_measure(product.sizes[0], code, strength) if len(product.sizes) == 1 else None


def _in_measure(words: str, code: DrugCode, strength: Amount | None) -> Decimal | None:
    amount, measure = read_amount(words), measure_of(code)
    if amount is None or amount.unit == measure:
        return amount.value if amount else None
    if amount.unit == "syringe" and measure == "dose":
        return amount.value
    if amount.unit == "mL" and strength is not None and strength.unit == f"{measure}/mL":
        return amount.value * strength.value
    return None
