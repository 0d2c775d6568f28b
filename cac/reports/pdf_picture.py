"""Drawings on the pages of a PDF."""

from __future__ import annotations

from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cac.reports.drawing import Circle, Drawing, Line, Rect, Shape, Text
from cac.reports.drawing import Path as DrawnPath
from cac.reports.palette import COLOURS, STYLES
from cac.reports.pdf_parts import BOLD, PLAIN, glyphs, printable


class Picture(Flowable):  # type: ignore[misc]
    """A drawing on paper, at most ``width`` and ``height`` points large."""

    def __init__(self, drawing: Drawing, width: float, height: float = 1000.0, scale: float = 0.75) -> None:
        super().__init__()
        self.drawing = drawing
        self.scale = min(scale, width / drawing.width, height / drawing.height)

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Its size in points."""
        return self.drawing.width * self.scale, self.drawing.height * self.scale

    def draw(self) -> None:
        """Draw the shapes; their y axis points down."""
        canvas = self.canv
        canvas.saveState()
        canvas.translate(0, self.drawing.height * self.scale)
        canvas.scale(self.scale, -self.scale)
        for shape in self.drawing.shapes:
            _draw(canvas, shape)
        canvas.restoreState()


def _draw(canvas: Any, shape: Shape) -> None:
    look = STYLES[shape.role]
    fill, stroke = int(bool(look.fill)), int(bool(look.stroke))
    if look.fill:
        canvas.setFillColor(_colour(look.fill))
    if look.stroke:
        canvas.setStrokeColor(_colour(look.stroke))
        canvas.setLineWidth(look.width)
        canvas.setDash(*([list(look.dash)] if look.dash else []))
    if isinstance(shape, Line):
        canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
    elif isinstance(shape, Rect):
        canvas.roundRect(shape.x, shape.y, shape.width, shape.height, shape.round, stroke, fill)
    elif isinstance(shape, Circle):
        canvas.circle(shape.x, shape.y, shape.radius, stroke, fill)
    elif isinstance(shape, DrawnPath):
        _path(canvas, shape, stroke, fill)
    else:
        _text(canvas, shape)


@cache
def _colour(name: str) -> Any:
    return HexColor(COLOURS[name][0])


def _path(canvas: Any, shape: DrawnPath, stroke: int, fill: int) -> None:
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    if shape.closed:
        path.close()
    canvas.drawPath(path, stroke=stroke, fill=fill if shape.closed else 0)


def _text(canvas: Any, shape: Text) -> None:
    canvas.saveState()
    canvas.translate(shape.x, shape.y)
    canvas.scale(1, -1)
    if shape.turn:
        canvas.rotate(shape.turn)
    glyphs()
    canvas.setFont(BOLD if shape.bold else PLAIN, shape.size * 0.94)
    text = printable(shape.text)
    if shape.anchor == "middle":
        canvas.drawCentredString(0, 0, text)
    elif shape.anchor == "end":
        canvas.drawRightString(0, 0, text)
    else:
        canvas.drawString(0, 0, text)
    canvas.restoreState()
