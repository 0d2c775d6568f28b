"""What the side tables of a form say: each place gets the sides under which it stands or is ticked."""

from __future__ import annotations

from cac.facts.account import PERFORMING
from cac.facts.places import Places, side_set
from cac.nlp.reading import Reading


def apply_table(places: Places, reading: Reading, *, levels: bool) -> None:
    """Give each place its sides by the tables; with ``levels``, a level that stands in them is a place."""
    sides: dict[str, set[str]] = {}
    for cell in reading.side_cells:
        sentence = reading.sentence_at(cell.start) or reading.sentence_at(cell.label_start)
        if sentence is None or sentence.role not in PERFORMING:
            continue
        for start, end in ((cell.start, cell.end), (cell.label_start, cell.label_end)):
            if levels:
                _add_levels(places, reading, start, end)
            for place in places.found.values():
                if any(start <= low < end and not _unticked(reading, low, high) for low, high in place.spans):
                    told = sides.setdefault(place.name, set())
                    told |= side_set(cell.side) if cell.filled else frozenset()
    if not any(sides.values()):
        return
    for name, told in sides.items():
        if told:
            places.found[name].title_sides, places.found[name].body_sides = told, set()
        else:
            places.found.pop(name)
    places.title_sides = set()
    places.loose = []


def _add_levels(places: Places, reading: Reading, start: int, end: int) -> None:
    """Add the levels of an entry that are ticked, or stand without a box."""
    for group in reading.levels(start, end):
        for item in group.items:
            if item.kind != "range" and not _unticked(reading, item.start, item.end):
                places.add([item.name], item.start, item.end, title=True, nerve=item.kind == "single")


def _unticked(reading: Reading, start: int, end: int) -> bool:
    """Whether characters are an option that nobody ticked."""
    return bool(reading.unticked(start, end))
