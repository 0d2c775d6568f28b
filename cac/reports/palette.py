"""Colours, once: of drawings and pages, light and dark; paper is light. No meaning is told by colour alone."""

from __future__ import annotations

from typing import NamedTuple

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#14181e"),
    "soft": ("#f4f6f9", "#1c222a"),
    "ink": ("#1b232e", "#e8ecf1"),
    "quiet": ("#566273", "#a3afbe"),
    "line": ("#cbd2dc", "#39434f"),
    "mark": ("#1d4f91", "#8db8f2"),
    "band": ("#dbe7f6", "#24374f"),
    "bone": ("#f1ebdd", "#2d3036"),
    "bone-edge": ("#a99f88", "#6d7580"),
    "treated": ("#1d4f91", "#8db8f2"),
    "counted": ("#a8470e", "#f5a35c"),
    "warn": ("#8a3b08", "#f5a35c"),
    "warn-soft": ("#fdf1e4", "#33261a"),
    "heat-0": ("#f6f7f9", "#1d232c"),
    "heat-1": ("#fdebd6", "#33281f"),
    "heat-2": ("#fbd0a3", "#4d3420"),
    "heat-3": ("#f6ab6c", "#704322"),
    "heat-4": ("#e8843f", "#8f5023"),
    "heat-5": ("#b04a12", "#dd8440"),
    "heat-6": ("#7c2d06", "#f6ab6c"),
    "on-heat": ("#ffffff", "#14181e"),
}
"""Name → (light, dark). Text of ``ink`` stands on heat 0 to 4, of ``on-heat`` on 5 and 6: 4.5 to 1 or better."""

HEAT_BOUNDS = (0.0, 0.05, 0.15, 0.3, 0.45, 0.65)
"""The highest rate of heat 0, 1 ... 5; what is above is heat 6."""


class Style(NamedTuple):
    """How a shape of a role is drawn: colours by name ("" = none), stroke width and dashes in units of the drawing."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()


STYLES: dict[str, Style] = {
    "ink": Style("ink"),
    "quiet": Style("quiet"),
    "frame": Style("", "line"),
    "grid": Style("", "line", 0.6),
    "paper": Style("paper"),
    "series": Style("", "mark", 2.0),
    "point": Style("mark", "paper", 1.2),
    "few": Style("paper", "mark", 1.4),
    "band": Style("band"),
    "whisker": Style("", "ink", 1.4),
    "bar": Style("mark"),
    "track": Style("soft", "line", 0.6),
    "bone": Style("bone", "bone-edge", 1.0),
    "bone-line": Style("", "bone-edge", 1.0),
    "treated": Style("treated", "paper", 1.0),
    "treated-open": Style("paper", "treated", 1.6, (3, 2)),
    "counted": Style("", "counted", 2.2),
    "counted-text": Style("counted"),
    "leader": Style("", "counted", 0.8, (2, 2)),
    **{f"heat-{step}": Style(f"heat-{step}", "paper", 1.0) for step in range(7)},
    "heat-none": Style("", "line", 0.6, (2, 2)),
    "on-heat": Style("on-heat"),
}


def heat(rate: float) -> int:
    """The step of a rate."""
    return next((step for step, bound in enumerate(HEAT_BOUNDS) if rate <= bound), len(HEAT_BOUNDS))
