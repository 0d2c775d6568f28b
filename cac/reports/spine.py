"""The level diagram: a piece of the spine from behind, what was treated (filled) and what was counted (rings)."""

from __future__ import annotations

from collections.abc import Iterator

from cac.reports.drawing import Circle, Drawing, Line, Path, Point, Rect, Shape, Text, shortened, width_of
from cac.reports.records import CountedPlace, Place, Treated

_VERTEBRAE = (
    *(f"C{number}" for number in range(1, 8)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
)
_SACRAL = tuple(f"S{number}" for number in range(1, 5))
_ORDER = (*_VERTEBRAE, *_SACRAL)
_HALF = {"C": 24.0, "T": 28.0, "L": 34.0}
_BODY, _GAP, _ROW = 26.0, 14.0, 40.0
_SACRAL_ROW, _CENTRE, _TOP = 24.0, 150.0, 46.0
_WIDTH, _LEAST = 460.0, 4
_COUNTS_AT = 262.0
_SHOWN_AS = {"C0": "C1", "S5": "S4"}
"""Levels that have no bone of their own in the picture."""


class _Frame:
    """Which vertebrae are drawn, and where."""

    def __init__(self, first: int, last: int, sacrum: bool) -> None:
        self.shown = _VERTEBRAE[first : last + 1]
        self.sacrum = sacrum
        self.sacrum_top = _TOP + len(self.shown) * _ROW - (0 if self.shown else 10)
        self.bottom = self.sacrum_top + (len(_SACRAL) * _SACRAL_ROW + 44 if sacrum else -_GAP + 6)

    def y(self, level: str) -> float:
        """The middle of a vertebra or of a sacral segment."""
        if level in _SACRAL:
            return self.sacrum_top + 14 + _SACRAL_ROW * (_SACRAL.index(level) + 0.5)
        return _TOP + self.shown.index(level) * _ROW + _BODY / 2

    def below(self, level: str) -> float:
        """The middle of the space below a vertebra."""
        return self.y(level) + (_BODY + _GAP) / 2

    def half(self, level: str) -> float:
        """Half the width of a vertebra."""
        return _HALF.get(level[0], 18.0)


def diagram(one: Treated) -> Drawing | None:
    """The diagram of one procedure; None where no place of it lies at the spine."""
    if not one.places:
        return None
    frame = _frame(one)
    shapes: list[Shape] = [
        Text(_CENTRE - 66, 20, "LEFT", "quiet", 11, "middle", bold=True),
        Text(_CENTRE + 66, 20, "RIGHT", "quiet", 11, "middle", bold=True),
        Text(_CENTRE, 36, "seen from behind", "quiet", 10, "middle"),
        *_bones(frame),
    ]
    for place in one.places:
        shapes += _mark(frame, place)
    shapes += _counts(frame, one.counts)
    height = max(frame.bottom, _TOP + 24.0 * (len(one.counts) + 1)) + 34
    shapes += _legend(height - 12, bool(one.counts), any(not place.sides for place in one.places))
    told = f"Treated: {one.treated}. Counted: {one.counted}."
    return Drawing(_WIDTH, height, f"{one.procedure}: what was treated and what was counted", told, tuple(shapes))


def _ends(place: Place) -> list[str]:
    """The vertebrae and segments a place lies at."""
    if place.mark == "sacrum":
        return ["L5", "S3"]
    if place.name == "TON":
        return ["C2", "C3"]
    if place.name == "C8":  # a nerve without a vertebra: it leaves above T1, and its branches cross T1
        return ["C7", "T1"] if place.mark == "foramen" else ["T1"]
    ends = [_SHOWN_AS.get(end, end) for end in place.name.split("-")]
    if place.mark == "foramen" and len(ends) == 1 and ends[0] in _VERTEBRAE:
        at = _VERTEBRAE.index(ends[0])
        ends.append(_VERTEBRAE[max(0, at - 1)] if ends[0][0] == "C" else (*_VERTEBRAE, "S1")[at + 1])
    return [part for part in ends if part in _ORDER] or ["L5"]


def _frame(one: Treated) -> _Frame:
    """The vertebrae at the places and one above and below; at least four, and the sacrum where it is near."""
    places = [*one.places, *(counted.place for counted in one.counts if counted.place)]
    at = [_ORDER.index(end) for place in places for end in _ends(place)]
    first, last = max(0, min(at) - 1), max(at) + 1
    if last - first < _LEAST:
        first = max(0, last - _LEAST)
    sacrum = last >= len(_VERTEBRAE) - 1
    return _Frame(min(first, len(_VERTEBRAE) - 2), min(last, len(_VERTEBRAE) - 1), sacrum)


def _bones(frame: _Frame) -> Iterator[Shape]:
    for level in frame.shown:
        y, half = frame.y(level), frame.half(level)
        for way in (-1, 1):
            x = _CENTRE + way * half
            yield Path(((x, y - 6), (x + way * 16, y - 9), (x + way * 16, y - 2), (x, y + 2)), "bone", closed=True)
        yield Rect(_CENTRE - half, y - _BODY / 2, 2 * half, _BODY, "bone", 6)
        yield Path(
            ((_CENTRE - 4, y - 4), (_CENTRE + 4, y - 4), (_CENTRE + 2, y + 10), (_CENTRE - 2, y + 10)), "bone", True
        )
        yield Text(26, y + 4, level, "ink", 12, "middle", bold=True)
    if frame.sacrum:
        yield from _sacrum(frame)


def _sacrum(frame: _Frame) -> Iterator[Shape]:
    top = frame.sacrum_top
    low = top + 14 + len(_SACRAL) * _SACRAL_ROW
    outline: tuple[Point, ...] = (
        (_CENTRE - 50, top),
        (_CENTRE + 50, top),
        (_CENTRE + 40, top + 50),
        (_CENTRE + 13, low + 6),
        (_CENTRE - 13, low + 6),
        (_CENTRE - 40, top + 50),
    )
    yield Path(outline, "bone", closed=True)
    yield Path(((_CENTRE - 8, low + 8), (_CENTRE + 8, low + 8), (_CENTRE, low + 28)), "bone", closed=True)
    for level in _SACRAL:
        y = frame.y(level)
        for way in (-1, 1):
            yield Circle(_CENTRE + way * _sacral_x(level), y, 3.2, "bone")
        yield Text(26, y + 4, level, "quiet", 11, "middle")


def _sacral_x(level: str) -> float:
    """How far from the middle the foramina of a segment lie."""
    return 24.0 - 4.0 * _SACRAL.index(level)


def _spots(frame: _Frame, place: Place) -> list[Point]:
    """Where a place is drawn: once a side, in the middle where no side is told."""
    ways = [{"left": -1, "right": 1}[side] for side in place.sides if side in ("left", "right")]
    out, y = _reach(frame, place)
    if place.mark == "sacrum":
        low = frame.y("S4") + 26
        return [(_CENTRE + way * 52, frame.y("S1") + 6) for way in ways] if ways else [(_CENTRE, low)]
    if place.mark in ("space", "body") and len(ways) != 1:
        return [(_CENTRE, y)]
    return [(_CENTRE + way * out, y) for way in ways] or [(_CENTRE, y)]


def _reach(frame: _Frame, place: Place) -> Point:
    """How far from the middle, and how far down, a place lies."""
    if place.mark == "sacrum":
        return 52, frame.y("S1")
    ends = _ends(place)
    upper = min(ends, key=_ORDER.index)
    if upper in _SACRAL:
        return _sacral_x(upper), frame.y(upper)
    half = frame.half(upper)
    between = len(ends) > 1
    y = frame.below(upper) if between else frame.y(upper)
    out = {"joint": half - 6, "foramen": half + 8, "space": 14.0, "body": 14.0, "nerve": half + 8, "sacrum": 52.0}
    return out[place.mark] if place.name != "TON" else half - 6, y if between else y - 6 * (place.mark == "nerve")


def _mark(frame: _Frame, place: Place) -> Iterator[Shape]:
    """The filled mark of what was treated; open where no side is told and one could be."""
    sided = place.mark in ("nerve", "joint", "foramen")
    role = "treated" if place.sides or not sided else "treated-open"
    for x, y in _spots(frame, place):
        if place.mark == "nerve":
            yield Circle(x, y, 5.5, role)
        elif place.mark == "foramen":
            yield Path(((x, y - 6.5), (x + 6.5, y + 5), (x - 6.5, y + 5)), role, closed=True)
        elif place.mark == "body":
            yield Rect(x - 6, y - 6, 12, 12, role, 2)
        else:
            yield Path(((x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)), role, closed=True)


def _counts(frame: _Frame, counts: tuple[CountedPlace, ...]) -> Iterator[Shape]:
    """Rings around what counts, with a number from the head down and its name in the margin."""
    lowest = 0.0
    for number, one in enumerate(counts, start=1):
        spots = _spots(frame, one.place) if one.place else []
        want = spots[0][1] if spots else _TOP
        y = max(want, lowest + 24)
        lowest = y
        for x, spot in spots:
            yield Circle(x, spot, 10.5, "counted")
        if spots:
            right = max(x for x, _ in spots)
            yield Line(right + 10.5, spots[0][1], _COUNTS_AT - 12, y, "leader")
        yield Circle(_COUNTS_AT, y, 9, "counted")
        yield Text(_COUNTS_AT, y + 4, str(number), "counted-text", 11, "middle", bold=True)
        sides = "both sides" if len(one.sides) > 1 else "".join(one.sides)
        words = f"{one.name}, {sides}" if sides else one.name
        yield Text(_COUNTS_AT + 16, y + 4, shortened(words, 12, _WIDTH - _COUNTS_AT - 20), "ink", 12)


def _legend(y: float, counted: bool, open_side: bool) -> Iterator[Shape]:
    x = 16.0
    yield Circle(x, y - 4, 5.5, "treated")
    yield Text(x + 11, y, "treated", "quiet", 11)
    x += 30 + width_of("treated", 11)
    if open_side:
        yield Circle(x, y - 4, 5.5, "treated-open")
        yield Text(x + 11, y, "side not told", "quiet", 11)
        x += 30 + width_of("side not told", 11)
    if counted:
        yield Circle(x + 3, y - 4, 7.5, "counted")
        yield Text(x + 16, y, "counted, numbered from the head down", "quiet", 11)
