"""Drawings as values: shapes with roles, which `svg` and `pdf` draw alike. The y axis points down, units are pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


@dataclass(frozen=True)
class Rect:
    """A rectangle; ``round`` is the radius of its corners."""

    x: float
    y: float
    width: float
    height: float
    role: str
    round: float = 0


@dataclass(frozen=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    role: str


@dataclass(frozen=True)
class Path:
    """Points joined by lines; ``closed`` makes an area."""

    points: tuple[Point, ...]
    role: str
    closed: bool = False


@dataclass(frozen=True)
class Text:
    """One line of text on its base line; ``turn`` is in degrees against the clock, around its own point."""

    x: float
    y: float
    text: str
    role: str = "ink"
    size: float = 11
    anchor: Anchor = "start"
    bold: bool = False
    turn: float = 0


Shape = Line | Rect | Circle | Path | Text


@dataclass(frozen=True)
class Drawing:
    """A drawing; ``title`` and ``told`` are what somebody who cannot see it is told."""

    width: float
    height: float
    title: str
    told: str
    shapes: tuple[Shape, ...]


def width_of(text: str, size: float, bold: bool = False) -> float:
    """About how wide a line of text is at most (that of wide fonts): for room, not for layout to the pixel."""
    narrow = sum(sign in "iljtfr.,:;'|!()[] -I" for sign in text)
    wide = sum(sign in "mwMW@%" for sign in text)
    return size * (0.62 * (len(text) - narrow - wide) + 0.38 * narrow + 0.95 * wide) * (1.1 if bold else 1)


def shortened(text: str, size: float, room: float) -> str:
    """A text that fits into some room; cut with "…" where it does not."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
