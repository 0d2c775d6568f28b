"""Charts of rates: the trend of one element, a rate with its interval, the heat map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from cac.reports.drawing import Circle, Drawing, Line, Path, Point, Rect, Shape, Text, shortened, width_of
from cac.reports.palette import HEAT_BOUNDS, heat
from cac.reports.records import MonthRate, Rate

FEW = 10
"""Below so many notes a rate says little: it is drawn open, and the heat map shows the counts instead."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def percent(rate: float | None) -> str:
    """A share in per cent, without false precision; "-" where there is none."""
    if rate is None:
        return "-"
    value = 100 * rate
    if 0 < value < 1:
        return "<1 %"
    return ">99 %" if 99 < value < 100 else f"{value:.0f} %"


def interval(rate: Rate) -> str:
    """The 95 % interval as "34 to 48 %"; "" where there is none."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{100 * rate.low:.0f} to {100 * rate.high:.0f} %"


def month_name(month: str) -> str:
    """A month such as "2026-03" in words: "Mar 2026"."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def trend(title: str, months: Sequence[MonthRate], width: float = 300, height: float = 130) -> Drawing | None:
    """The rate by month, with the band of its interval; None for fewer than two months with notes."""
    told = [one for one in months if one.rate.rate is not None]
    if len(told) < 2:
        return None
    left, right, top, bottom = 40.0, 12.0, 10.0, 24.0
    inner, tall = width - left - right, height - top - bottom
    step = inner / max(1, len(months) - 1)

    def place(position: int, rate: float) -> Point:
        return left + position * step, top + (1 - rate) * tall

    shapes: list[Shape] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = place(0, share)[1]
        shapes.append(Line(left, y, width - right, y, "grid"))
    shapes += [
        Text(left - 6, place(0, share)[1] + 3.5, words, "quiet", 10, "end")
        for share, words in ((0.0, "0"), (1.0, "100 %"))
    ]
    for run in _runs(months):
        band = [place(at, months[at].rate.high or 0) for at in run if months[at].rate.high is not None]
        band += [place(at, months[at].rate.low or 0) for at in reversed(run) if months[at].rate.low is not None]
        if len(run) > 1 and band:
            shapes.append(Path(tuple(band), "band", closed=True))
    for run in _runs(months):
        if len(run) > 1:
            shapes.append(Path(tuple(place(at, months[at].rate.rate or 0) for at in run), "series"))
        for at in run:
            rate = months[at].rate
            if rate.low is not None and len(run) == 1:
                x = place(at, 0)[0]
                shapes.append(Line(x, place(0, rate.low)[1], x, place(0, rate.high or 0)[1], "whisker"))
            x, y = place(at, rate.rate or 0)
            shapes.append(Circle(x, y, 3.2, "few" if rate.asked < FEW else "point"))
    shapes += _month_labels(months, left, step, height - 7, width)
    first, last = told[0], told[-1]
    words = (
        f"{month_name(first.month)}: {percent(first.rate.rate)} missing; "
        f"{month_name(last.month)}: {percent(last.rate.rate)} missing. All figures stand in the table of months."
    )
    return Drawing(width, height, f"{title}, share missing by month", words, tuple(shapes))


def _runs(months: Sequence[MonthRate]) -> Iterator[list[int]]:
    """Months in a row that have notes: no line is drawn across a month without."""
    run: list[int] = []
    for at, one in enumerate(months):
        if one.rate.rate is None:
            if run:
                yield run
            run = []
        else:
            run.append(at)
    if run:
        yield run


def _month_labels(months: Sequence[MonthRate], left: float, step: float, y: float, width: float) -> Iterator[Shape]:
    """As many months as there is room for; always the first and the last."""
    room, last = 66.0, len(months) - 1
    every = max(1, ceil(room / step))
    for at, one in enumerate(months):
        x = left + at * step
        if at == 0:
            yield Text(x - 8, y, month_name(one.month), "quiet", 10)
        elif at == last:
            yield Text(width - 2, y, month_name(one.month), "quiet", 10, "end")
        elif at % every == 0 and x - left > 1.4 * room and width - x > 1.5 * room:
            yield Text(x, y, month_name(one.month), "quiet", 10, "middle")


def whisker(label: str, rate: Rate, width: float = 150, height: float = 18) -> Drawing:
    """One rate on a track from 0 to 100 %, with its interval."""
    inner, middle = width - 10, height / 2
    shapes: list[Shape] = [Rect(5, middle - 4, inner, 8, "track", 2)]
    if rate.rate is not None:
        shapes.append(Rect(5, middle - 4, max(0.01, inner * rate.rate), 8, "bar", 2))
    if rate.low is not None and rate.high is not None:
        low, high = 5 + inner * rate.low, 5 + inner * rate.high
        shapes += [Line(low, middle, high, middle, "whisker")]
        shapes += [Line(x, middle - 4, x, middle + 4, "whisker") for x in (low, high)]
    told = f"{percent(rate.rate)}, 95 % interval {interval(rate)}"
    return Drawing(width, height, f"{label}, share missing", told, tuple(shapes))


def heat_map(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Rate]]]) -> Drawing:
    """Rows by columns of rates: the colour and the figure say the same; few notes are counts without colour."""
    cell, tall = 40.0, 24.0
    left = min(300.0, max([width_of(name, 11) for name, _ in rows] + [60.0]) + 16)
    label = max(width_of(name, 11) for name in columns)
    turned = 0.77 * min(label, 190.0) + 20  # the height of a label that is turned by 50 degrees
    over = 0.64 * min(label, 190.0)
    width = left + cell * len(columns) + over + 6
    shapes: list[Shape] = []
    for number, name in enumerate(columns):
        x = left + cell * (number + 0.5) + 3
        shapes.append(Text(x, turned - 6, shortened(name, 11, 190), "ink", 11, turn=50))
    for place, (name, rates) in enumerate(rows):
        y = turned + tall * place
        shapes.append(Text(left - 8, y + tall / 2 + 4, shortened(name, 11, left - 12), "ink", 11, "end"))
        for number, rate in enumerate(rates):
            shapes += _cell(left + cell * number, y, cell, tall, rate)
    bottom = turned + tall * len(rows) + 14
    shapes += _legend(left, bottom, cell)
    told = f"{len(rows)} rows and {len(columns)} columns; the table of figures after the picture holds every number."
    return Drawing(max(width, left + 7 * 62 + 40), bottom + 44, title, told, tuple(shapes))


def _cell(x: float, y: float, width: float, height: float, rate: Rate) -> Iterator[Shape]:
    if rate.rate is None:
        yield Rect(x + 1, y + 1, width - 2, height - 2, "heat-none")
        return
    few = rate.asked < FEW
    step = heat(rate.rate)
    yield Rect(x + 0.5, y + 0.5, width - 1, height - 1, "heat-none" if few else f"heat-{step}", 2)
    words = f"{rate.missing}/{rate.asked}" if few else percent(rate.rate).removesuffix(" %")
    role = "quiet" if few else "on-heat" if step > 4 else "ink"
    yield Text(x + width / 2, y + height / 2 + 4, words, role, 11, "middle")


def _legend(left: float, y: float, cell: float) -> Iterator[Shape]:
    bounds = ["0", *(f"to {bound * 100:.0f} %" for bound in HEAT_BOUNDS[1:]), f"above {HEAT_BOUNDS[-1] * 100:.0f} %"]
    x = left
    for step, words in enumerate(bounds):
        yield Rect(x, y, 14, 14, f"heat-{step}", 2)
        yield Text(x + 19, y + 11, words, "quiet", 10)
        x += 19 + width_of(words, 10) + 14
    yield Rect(left, y + 22, 26, 14, "heat-none", 2)
    yield Text(left + 32, y + 33, f"fewer than {FEW} notes: how many of how many; empty: not asked for", "quiet", 10)
