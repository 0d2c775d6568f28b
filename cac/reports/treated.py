"""What was treated and what was counted, from a row: the places of the spine, their sides, and the count of the claim.

The counting is that of the claim itself (`cac.coding.counters`), over the places as the row names them.
"""

from __future__ import annotations

from collections.abc import Iterable

from cac.coding.counters import Counted, count
from cac.lexicon.loader import Lexicon
from cac.nlp.levels import RANK
from cac.records import Procedure, Site
from cac.reports.records import Copy, CountedPlace, Place, Treated, TreatedLine
from cac.reports.rows import FullLine, FullRow, FullWork
from cac.reports.words import Names

_SIDES = {"left": ("left",), "right": ("right",), "bilateral": ("left", "right")}
_THINGS = {
    "joints": ("joint", "joints"),
    "foramina": ("foramen", "foramina"),
    "bodies": ("vertebral body", "vertebral bodies"),
    "discs": ("disc space", "disc spaces"),
    "intercostal": ("intercostal nerve", "intercostal nerves"),
    "levels": ("level", "levels"),
    "targets": ("place", "places"),
}
_SESSION = frozenset(["once"])
_LEVELS_ALONE = frozenset(["joints", "foramina"])
"""Counters that take levels of the spine alone; the others take named places too."""
_THIRD_OCCIPITAL = "TON"


def treated(row: FullRow, lexicon: Lexicon, names: Names, copy_for: Copy) -> tuple[Treated, ...]:
    """One answer a procedure of the row."""
    found = []
    for number, work in enumerate(row.procedures):
        lines = [line for line in row.lines if number in line.procedures]
        found.append(_one(work, lines, lexicon, names, copy_for))
    return tuple(found)


def _one(work: FullWork, lines: list[FullLine], lexicon: Lexicon, names: Names, copy_for: Copy) -> Treated:
    sites = _sites(work)
    counter = _counter(work, lines, lexicon)
    procedure = Procedure(
        family=work.family,
        region=work.region,
        sites=tuple(site for site in sites if _at_spine(site.name)) if counter in _LEVELS_ALONE else sites,
        laterality=work.laterality,
    )
    counted = count(counter, procedure, lexicon.joints) if lines else []
    drawn = [place for site in sites if (place := _place(counter, site.name, site.sides))]
    if not drawn and work.region == "sacral":
        drawn = [Place(name="sacrum", mark="sacrum", sides=_SIDES.get(work.laterality or "", ()))]
    return Treated(
        procedure=names.family(work.family),
        region=work.region or "",
        treated=_told(((site.name, site.sides) for site in sites), work.laterality),
        counted=_told_count(counter, counted, lines),
        places=tuple(drawn),
        counts=tuple(_counts(counter, counted, drawn)),
        lines=tuple(TreatedLine(code=line.code, modifiers=tuple(line.modifiers), units=line.units) for line in lines)
        if copy_for == "coder"
        else (),
    )


def _sites(work: FullWork) -> tuple[Site, ...]:
    """The places of a procedure; a row that tells no sides of places has those of the whole procedure."""
    of_all = () if work.sides else _SIDES.get(work.laterality or "", ())
    return tuple(
        Site(name=name, sides=tuple(work.sides.get(name, ())) or of_all) for name in (*work.levels, *work.targets)
    )


def _counter(work: FullWork, lines: list[FullLine], lexicon: Lexicon) -> str:
    """The counter of the row of the code table that made the first line, else that of the family."""
    for line in lines:
        file, _, number = line.rule.partition("/")
        family = lexicon.families.get(file)
        if family and number.isdigit() and 0 < int(number) <= len(family.codes):
            return family.codes[int(number) - 1].counter or family.counter
    known = lexicon.families.get(work.family)
    return known.counter if known else "targets"


def _at_spine(name: str) -> bool:
    """Whether a name is a level, or two of them with a hyphen between; a row may hold anything."""
    ends = name.split("-")
    return name == _THIRD_OCCIPITAL or (len(ends) <= 2 and all(end in RANK for end in ends))


def _place(counter: str, name: str, sides: tuple[str, ...]) -> Place | None:
    """Where a site is drawn; None for one that is no level of the spine."""
    if name == _THIRD_OCCIPITAL:
        return Place(name=name, mark="nerve", sides=sides)
    if not _at_spine(name):
        return None
    space = "-" in name
    if counter == "joints":
        return Place(name=name, mark="joint" if space else "nerve", sides=sides)
    if counter == "foramina":
        return Place(name=name, mark="foramen", sides=sides)
    if counter == "bodies":
        return Place(name=name, mark="body", sides=sides)
    return Place(name=name, mark="space" if space else "nerve", sides=sides)


def _counts(counter: str, counted: list[Counted], drawn: list[Place]) -> Iterable[CountedPlace]:
    """What counts, from the head down, and where its ring goes."""
    for one in counted:
        if counter in _SESSION:
            yield CountedPlace(name="the session", place=drawn[0] if drawn else None)
        elif counter in _THINGS:
            sides = tuple(side for side in one.sides if side)
            at = _place(counter, one.name, sides)
            if at is None and len(counted) == 1 and drawn and drawn[0].mark == "sacrum":
                at = drawn[0]
            yield CountedPlace(name=one.name, sides=sides, place=at)


def _with_sides(name: str, sides: tuple[str, ...]) -> str:
    if not sides:
        return name
    return f"{name} ({'both sides' if len(sides) > 1 else sides[0]})"


def _told(places: Iterable[tuple[str, tuple[str, ...]]], laterality: str | None) -> str:
    """Places in words, those of the same sides together."""
    by_sides: dict[tuple[str, ...], list[str]] = {}
    for name, sides in places:
        by_sides.setdefault(sides, []).append(name)
    if not by_sides:
        return f"no level or site told{f' ({laterality})' if laterality else ''}"
    if set(by_sides) == {()}:
        side = f" ({laterality})" if laterality else " (no side told)"
        return ", ".join(by_sides[()]) + side
    return "; ".join(_with_sides(", ".join(names), sides) for sides, names in by_sides.items())


def _told_count(counter: str, counted: list[Counted], lines: list[FullLine]) -> str:
    """The count in words."""
    if not lines:
        return "nothing: no line was made for it"
    if counter in _SESSION:
        return "once for the session, however many places"
    if counter not in _THINGS:
        return f"by {counter}"
    if not counted:
        return "the least that is proven: no place that counts is told"
    one, many = _THINGS[counter]
    places = "; ".join(_with_sides(item.name, tuple(side for side in item.sides if side)) for item in counted)
    return f"{len(counted)} {one if len(counted) == 1 else many}: {places}"
