"""How much of a drug the note proves in all, and what keeps it from proving more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from cac.records import Given, Procedure, Site
from cac.supplies.amounts import Amount, plain, read_amount, read_number

Measure = Literal["mg", "unit", "mL", "dose"]

_OVER_VOLUME = re.compile(r"/\s*\d")
NOT_STATED = "how much was given"


class Total(NamedTuple):
    """The least amount that is proven, in the measure asked for, with the questions that are open.

    ``amount`` is None where nothing is proven; ``given`` says how it came about, ``strength`` what a mL holds.
    """

    amount: Decimal | None
    given: str
    questions: tuple[str, ...] = ()
    strength: Amount | None = None


class _Told(NamedTuple):
    amount: Decimal
    given: str
    giving: Given


def total(
    givings: Sequence[Given],
    procedures: Sequence[Procedure],
    measure: Measure,
    *,
    strength: str = "",
    strengths: str = "",
    size: str = "",
    in_pump: bool = False,
    share_asked: bool = True,
) -> Total:
    """The total of one drug.

    Args:
        givings: every place where it is told.
        procedures: what ``givings`` point at.
        measure: what its code counts.
        strength: the only strength it is made in.
        strengths: the strengths to offer in a question.
        size: what its syringe holds, where it is made in one size.
        in_pump: it fills a pump: volume times strength go before a dose, which is that of a day.
        share_asked: ask whether an amount told once for several places is all of it.
    """
    questions: list[str] = []
    told: list[_Told] = []
    common = _common_strength(givings, strength)
    for giving in givings:
        found = _amount(giving, measure, common, questions, in_pump=in_pump, size=size)
        if found is None:
            continue
        times, why = _times(giving, procedures, questions)
        amount = found * times if times > 1 else found
        told.append(_Told(amount, f"{_said(giving, found, measure)}{f' x {times} {why}' if times > 1 else ''}", giving))
    if not told:
        return Total(
            None,
            _as_stated(givings),
            tuple(dict.fromkeys(questions)) or (_missing(givings, measure, strengths, in_pump=in_pump),),
        )
    amount, given, places = _together(told, questions)
    if (share_asked or told[0].giving.each == "unclear") and not in_pump:
        _ask_share(told[0].giving, places, procedures, questions)
    return Total(amount, given, tuple(dict.fromkeys(questions)), common)


# -- one giving -------------------------------------------------------------------------------------------------------


def _common_strength(givings: Sequence[Given], strength: str) -> Amount | None:
    """The strength of a drug whose volume is told apart from it: the only one there is, or the only one told."""
    words = {giving.concentration for giving in givings if giving.concentration}
    told = {amount for amount in map(read_amount, words) if amount is not None}
    if len(told) == 1:
        return told.pop()
    return read_amount(strength) if not told else None


def _amount(
    giving: Given, measure: Measure, common: Amount | None, questions: list[str], *, in_pump: bool, size: str
) -> Decimal | None:
    """The amount of one giving; None where its words do not state it."""
    dose = read_amount(giving.dose)
    syringes = dose.value if dose is not None and dose.unit == "syringe" else None
    if measure == "dose":
        return syringes or Decimal(1)
    if syringes and (filled := read_amount(size)) is not None and filled.unit == measure:
        return syringes * filled.value
    if giving.range:
        questions.append("which amount was given: more than one is told")
        return None
    volume = read_amount(giving.volume)
    own = read_amount(giving.concentration)
    if measure == "mL":
        if volume is not None and volume.unit == "mL":
            return volume.value
        strength = own or common
        matches = dose is not None and strength is not None and strength.unit == f"{dose.unit}/mL" and strength.value
        return dose.value / strength.value if matches and dose and strength else None
    stated = dose.value if dose is not None and dose.unit == measure else None
    if in_pump:
        stated = None  # what the pump gives in a day, and not what was filled in
    strength = own or (common if stated is None else None)
    reckoned = None
    if volume is not None and volume.unit == "mL" and strength is not None and strength.unit == f"{measure}/mL":
        reckoned = volume.value * strength.value
    if stated is None or reckoned is None or stated == reckoned:
        return reckoned if stated is None else stated
    if (
        own
        and _OVER_VOLUME.search(giving.concentration or "")
        and (giving.concentration or "").startswith(plain(stated))
    ):
        return reckoned  # "2 mL of Kenalog 40 mg/1 mL": the 40 mg belong to the strength
    questions.append(
        f"the dose: {giving.dose} is told, and {giving.volume} of {giving.concentration} is another amount"
    )
    return min(stated, reckoned)


def _missing(givings: Sequence[Given], measure: Measure, strengths: str, *, in_pump: bool) -> str:
    """What must be told before anything can be counted."""
    if in_pump:
        return "the volume filled in and its strength"
    volume = next((giving.volume for giving in givings if giving.volume), None)
    if measure in ("mg", "unit") and volume and strengths:
        return f"the strength ({strengths}): the note tells {volume} and no strength"
    if measure in ("mg", "unit") and volume:
        return f"the strength: the note tells {volume} and no strength"
    if measure == "mL" or any(giving.concentration for giving in givings):
        return "the volume given"
    return NOT_STATED


# -- how often --------------------------------------------------------------------------------------------------------


def _sites(giving: Given, procedures: Sequence[Procedure]) -> list[Site]:
    return [site for place in giving.procedures if place < len(procedures) for site in procedures[place].sites]


def _ask_share(giving: Given, told: int, procedures: Sequence[Procedure], questions: list[str]) -> None:
    """Ask what an amount without "each" and without "total" is, where more places were treated than it is told for."""
    places = _count("places", _sites(giving, procedures))
    if giving.each not in ("", "unclear") or giving.total or giving.mixed or giving.field or places <= told:
        return
    if giving.each:
        questions.append(f"whether each of {places} places got it")
    else:
        questions.append(f"whether this is all that was given or what each of {places} places got")


def _times(giving: Given, procedures: Sequence[Procedure], questions: list[str]) -> tuple[int, str]:
    """At how many places the note proves that the amount was given, and what they are called."""
    sites = _sites(giving, procedures)
    counted = _count(giving.each, sites)
    places = _count("places", sites)
    if giving.each in ("places", "treated") and (branches := _branches(giving, procedures)) > counted:
        counted = places = branches
    if giving.each == "treated":
        return _at_all_treated(giving, counted, places, questions)
    if giving.each not in ("", "unclear") and giving.mixed:
        questions.append("how much of the mixture each place got")
        return 1, ""
    if giving.each not in ("", "unclear"):
        if giving.each_count is not None and giving.each_count != counted:
            questions.append(f"at how many {giving.each}: {giving.each_count} are told, {counted} are counted")
        elif giving.each == "levels" and places > counted:
            questions.append("whether each side of a level got it")
        return max(1, min(counted, giving.each_count or counted)), giving.each
    return 1, ""


def _at_all_treated(giving: Given, counted: int, places: int, questions: list[str]) -> tuple[int, str]:
    """How often for an "each" with no word behind it: once for each level, nerve, muscle or side that is counted."""
    if giving.mixed:
        questions.append("how much of the mixture each place got")
        return 1, ""
    if giving.total:
        questions.append(f"whether this is all that was given or what each of {places} places got")
        return 1, ""
    if places <= 1:
        questions.append("at how many places: each is told, and the places are not counted")
    elif places > counted:
        questions.append("whether each side of a level got it")
    return max(1, counted), "places"


def _branches(giving: Given, procedures: Sequence[Procedure]) -> int:
    """The branches of a nerve that are told by their number, on every side; 0 where none are."""
    told = [procedures[place] for place in giving.procedures if place < len(procedures)]
    if len(told) != 1 or len(told[0].sites) > 1:
        return 0
    number = read_number(told[0].attributes.get("branches", ""))
    sides = max((len(site.sides) for site in told[0].sites), default=1)
    return int(number) * max(1, sides) if number else 0


def _count(each: str, sites: Sequence[Site]) -> int:
    if each == "treated":
        names = {site.name for site in sites}
        return len(names) if len(names) > 1 else _count("places", sites)
    if each == "sides":
        return len({side for site in sites for side in site.sides if side in ("left", "right")}) or 1
    if each == "levels":
        return len({site.name for site in sites})
    return sum(max(1, len(site.sides)) for site in sites)


# -- all givings ------------------------------------------------------------------------------------------------------


def _together(told: list[_Told], questions: list[str]) -> tuple[Decimal, str, int]:
    """The amount, how it came about, and at how many places it is told apart.

    Givings at places that differ add up; what is told twice counts once, and where the two differ the least of it.
    """
    if len(told) == 1:
        return told[0].amount, told[0].given, 1
    apart: list[_Told] = []
    again: list[_Told] = []
    for one in told:
        if all(_elsewhere(one.giving, other.giving) for other in apart):
            apart.append(one)
        else:
            again.append(one)
    whole = sum((one.amount for one in apart), Decimal(0))
    if not again:
        return whole, " + ".join(one.given for one in apart), len(apart)
    amounts = {whole, *(one.amount for one in again if not _part_of(one, apart))}
    if len(amounts) == 1:
        return whole, " + ".join(one.given for one in apart), len(apart)
    questions.append("the total: the note tells " + " and ".join(plain(amount) for amount in sorted(amounts)))
    least = min(amounts)
    given = next((one.given for one in again if one.amount == least), None) if least != whole else None
    return least, given or " + ".join(one.given for one in apart), len(apart)


def _part_of(one: _Told, apart: list[_Told]) -> bool:
    """Whether it repeats one of several givings at their places."""
    return len(apart) > 1 and any(
        other.amount == one.amount and not _elsewhere(one.giving, other.giving) for other in apart
    )


def _elsewhere(one: Given, two: Given) -> bool:
    """Whether the words of two givings prove that they went to different places."""
    if one.field or two.field:
        return False
    sides = bool(one.sides and two.sides) and one.sides.isdisjoint(two.sides)
    places = bool(one.places and two.places) and one.places.isdisjoint(two.places)
    return sides or places


# -- words ------------------------------------------------------------------------------------------------------------


def _said(giving: Given, amount: Decimal, measure: Measure) -> str:
    if measure == "dose":
        return "1 dose" if amount == 1 else f"{plain(amount)} doses"
    stated = giving.dose if measure != "mL" else giving.volume
    reckoned = read_amount(stated)
    if reckoned is not None and reckoned.unit == "syringe":
        return f"{plain(amount)} {measure} ({stated})"
    if reckoned is not None and reckoned.value == amount:
        return stated or ""
    beside = " of ".join(part for part in (giving.volume, giving.concentration) if part)
    return f"{plain(amount)} {measure}" + (f" ({beside})" if beside else "")


def _as_stated(givings: Sequence[Given]) -> str:
    """The amounts as the note has them, where they prove none."""
    parts = [part for giving in givings for part in (giving.dose, giving.volume, giving.concentration) if part]
    return ", ".join(dict.fromkeys(parts))
