"""Drawings as inline SVG: no style attributes and no scripts, so the strictest content security policy holds."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cac.reports.drawing import Circle, Drawing, Line, Path, Rect, Shape, Text
from cac.reports.palette import COLOURS, STYLES

_FONT = 'font-family="inherit"'


def svg(drawing: Drawing, name: str) -> str:
    """One drawing; ``name`` is unique in its page and holds letters, digits and hyphens only."""
    size = f"{_number(drawing.width)} {_number(drawing.height)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{_number(drawing.width)}" '
        f'height="{_number(drawing.height)}" role="img" aria-labelledby="{name}-t {name}-d" {_FONT}>'
    )
    told = f'<title id="{name}-t">{escape(drawing.title)}</title><desc id="{name}-d">{escape(drawing.told)}</desc>'
    return head + told + "".join(_shape(shape) for shape in drawing.shapes) + "</svg>"


def rules() -> Iterator[str]:
    """The style rules of all roles, with the colours as variables."""
    for role, style in STYLES.items():
        fill = f"var(--{style.fill})" if style.fill else "none"
        rule = f"svg .d-{role}{{fill:{fill}"
        if style.stroke:
            rule += f";stroke:var(--{style.stroke});stroke-width:{style.width}"
            rule += f";stroke-dasharray:{' '.join(map(str, style.dash))}" if style.dash else ""
        yield rule + "}"


def variables(dark: bool) -> str:
    """The colours as declarations."""
    return "".join(f"--{name}:{pair[dark]};" for name, pair in COLOURS.items())


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _shape(shape: Shape) -> str:
    role = f'class="d-{shape.role}"'
    n = _number
    if isinstance(shape, Line):
        return f'<line x1="{n(shape.x1)}" y1="{n(shape.y1)}" x2="{n(shape.x2)}" y2="{n(shape.y2)}" {role}/>'
    if isinstance(shape, Rect):
        corners = f' rx="{n(shape.round)}"' if shape.round else ""
        box = f'x="{n(shape.x)}" y="{n(shape.y)}" width="{n(shape.width)}" height="{n(shape.height)}"'
        return f"<rect {box}{corners} {role}/>"
    if isinstance(shape, Circle):
        return f'<circle cx="{n(shape.x)}" cy="{n(shape.y)}" r="{n(shape.radius)}" {role}/>'
    if isinstance(shape, Path):
        kind = "polygon" if shape.closed else "polyline"
        return f'<{kind} points="{_points(shape.points)}" {role}/>'
    return _text(shape, role)


def _text(shape: Text, role: str) -> str:
    n = _number
    parts = [f'<text x="{n(shape.x)}" y="{n(shape.y)}" font-size="{n(shape.size)}" {role}']
    if shape.anchor != "start":
        parts.append(f'text-anchor="{shape.anchor}"')
    if shape.bold:
        parts.append('font-weight="600"')
    if shape.turn:
        parts.append(f'transform="rotate({n(-shape.turn)} {n(shape.x)} {n(shape.y)})"')
    return " ".join(parts) + f">{escape(shape.text)}</text>"
