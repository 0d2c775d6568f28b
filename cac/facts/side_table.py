"""A table of check boxes whose rows are levels and whose columns are sides: "L4-5 [x] [ ]"."""

from __future__ import annotations

import re

from cac.facts.levels import find_levels
from cac.facts.places import Places
from cac.nlp.reading import Reading

_TABLE_HEAD = re.compile(
    r"^[^\n]*?\b(?P<one>RIGHT|LEFT|Right|Left|R|L|RT|LT)\b[ \t|]+\b(?P<two>RIGHT|LEFT|Right|Left|R|L|RT|LT)\b(?:[ \t|]+\w{1,8})?[ \t|]*$",  # noqa: E501
    re.M,
)
_TABLE_ROW = re.compile(
    r"^[ \t|]*(?P<level>[A-Za-z][^\[☐☒☑□■(\n|]*?)[ \t|]*(?P<one>\[[ xX]*\]|[☐☒☑□■]|\([ xX]*\))[ \t|]*(?P<two>\[[ xX]*\]|[☐☒☑□■]|\([ xX]*\))",  # noqa: E501
    re.M,
)


def apply_table(places: Places, reading: Reading) -> None:
    """Give each level of the table the sides ticked in its row; a level with no tick is none."""
    head = _TABLE_HEAD.search(reading.text)
    if not head:
        return
    columns = ["left" if head[name][0] in "Ll" else "right" for name in ("one", "two")]
    for row in _TABLE_ROW.finditer(reading.text, head.end()):
        sides = {
            side for side, name in zip(columns, ("one", "two"), strict=True) if not set("xX☒☑■").isdisjoint(row[name])
        }
        for place in places.found.values():
            if sides and any(row.start("level") <= low < row.end("level") for low, _ in place.spans):
                place.title_sides, place.body_sides = set(sides), set()
        for group in find_levels(reading.text, row.start("level"), row.end("level")):
            for item in group.items:
                name = f"{item.upper}-{item.lower}" if item.kind == "space" else item.upper
                if not sides:
                    places.found.pop(name, None)
                    continue
                single = item.kind == "single"
                for _low, _high, place in places.add([name], item.start, item.end, title=True, nerve=single):
                    place.title_sides, place.body_sides = set(sides), set()
    places.title_sides = set()
