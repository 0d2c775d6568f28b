"""Tables with a column a side, or rows that begin with a side: which words of a form stand under which side.

Level    Right   Left          RIGHT ARM         LEFT LEG         RIGHT  [ ] L3-4  [x] L4-5
L3-4     X       -              biceps  50 U      soleus  75 U     LEFT   [x] L3-4  [ ] L4-5
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cac.nlp.forms import BOX_PATTERN, Choices, is_ticked

_SIDE = re.compile(  # begins with a set of characters, which `re` finds without trying each place
    r"[RLB](?<!\w.)(?:(?<=R)(?:IGHT|ight|T|t)?|(?<=L)(?:EFT|eft|T|t)?|(?<=B)(?:ILATERAL|ilateral|OTH|oth))"
    r"\b(?!['’-]\w|\d)"
)
_HEAD_STOP = re.compile(rf"[:;.,!?](?!\))|__|{BOX_PATTERN}")
_CELL = re.compile(r"[^\s|](?:[^\n|]*?[^\s|])?(?=[ \t]{2,}|\t|[ \t]*\||[ \t]*$)")
_RULE_LINE = re.compile(r"[\s|:=+\-–—_]*$")
_NO = re.compile(r"(?:[-–—.]+|n|no|none|\(none\)|nil|n/?a|not done|not treated|0\s?(?:u|units?|ml|cc|mg)?)$", re.I)
_MARK = rf"(?:{BOX_PATTERN}|(?<![^\s|])(?:[xX]|yes|no|[yYnN]|[-–—]+|\d+)(?![^\s|]))"
_BOX = re.compile(BOX_PATTERN)
_ROW_LEAD = re.compile(rf"[ \t|]*(?P<side>{_SIDE.pattern})(?:[ \t]+(?i:side))?[ \t:|.–-]*(?=(?:{BOX_PATTERN}))")
_LEVEL = re.compile(r"[CTLS]?\d{1,2}(?:[-/ ]{1,3}[CTLS]?\d{1,2})?(?: \w+){0,2}$")
_FEW_WORDS = 5
_LONGEST = 300  # characters of a line of a table
_SLACK = 3  # characters by which an entry may begin left of its head


class SideCell(NamedTuple):
    """An entry under a side, and the label of its row (empty where the column itself names the place)."""

    start: int
    end: int
    side: str
    filled: bool
    label_start: int
    label_end: int


class _Column(NamedTuple):
    start: int
    side: str  # empty for a column that belongs to no side


def find_side_cells(text: str) -> list[SideCell]:
    """Every entry of the note's side tables and side rows."""
    cells: list[SideCell] = []
    columns: list[_Column] = []
    bars = False
    crossed = "✓" in text or "✔" in text
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip() if len(line) <= _LONGEST else ""
        here: list[SideCell] = []
        if columns and content and not (bars and _RULE_LINE.match(content)):
            here = _read_row(content, start, columns, bars=bars, crossed=crossed)
            cells += here
        if not here and not (columns and _RULE_LINE.match(content) and content):
            columns = _read_head(content)
            bars = "|" in content
            lead = _ROW_LEAD.match(content) if not columns else None
            if lead and len({_side(word.group()) for word in _SIDE.finditer(content)}) == 1:  # no "Right [ ] Left [x]"
                cells.append(
                    SideCell(start + lead.end(), start + len(content), _side(lead["side"]), True, start, start)
                )
        start += len(line)
    return cells


def cells_of_choices(choices: Choices) -> list[SideCell]:
    """The side options behind labels of their own, as entries of a table."""
    return [SideCell(*option, side, ticked, *label) for label, option, side, ticked in choices.sided]


def empty_rows(cells: list[SideCell]) -> list[tuple[int, int]]:
    """The labels of the rows in which nothing was done on any side."""
    rows: dict[tuple[int, int], list[SideCell]] = {}
    for cell in cells:
        rows.setdefault((cell.label_start, cell.label_end), []).append(cell)
    return [row for row, entries in rows.items() if row[1] > row[0] and not any(entry.filled for entry in entries)]


def _side(word: str) -> str:
    return {"r": "right", "l": "left", "b": "both"}[word[0].lower()]


def _read_head(line: str) -> list[_Column]:
    """The columns of a table head, at least two of them with a side; none for any other line."""
    words = list(_SIDE.finditer(line))
    if len(words) < 2 or len({_side(word.group()) for word in words}) < 2 or _HEAD_STOP.search(line):
        return []
    entries = list(_CELL.finditer(line))
    columns: list[_Column] = []
    for entry in entries:
        sides = [word for word in words if entry.start() <= word.start() < entry.end()]
        if len(sides) == 1 and len(entry.group().split()) <= _FEW_WORDS:
            columns.append(_Column(entry.start(), _side(sides[0].group())))
        elif not sides:
            columns.append(_Column(entry.start(), ""))
        elif not re.fullmatch(rf"(?:\w+ ){{0,2}}{_SIDE.pattern}(?:\s+{_SIDE.pattern})+(?: \w+)?", entry.group()):
            return []
        else:  # "Level Right Left" with gaps of one space
            if sides[0].start() > entry.start():
                columns.append(_Column(entry.start(), ""))
            columns += [_Column(side.start(), _side(side.group())) for side in sides]
    if columns and columns[0].side and columns[0].start > _SLACK:
        columns.insert(0, _Column(0, ""))  # the column of the labels has no head
    return columns if sum(bool(column.side) for column in columns) > 1 else []


def _read_row(line: str, offset: int, columns: list[_Column], *, bars: bool, crossed: bool) -> list[SideCell]:
    """The entries of one row; none where the line is no row of the table."""
    sided = [column for column in columns if column.side]
    labelled = not columns[0].side
    if labelled and not line.strip(" \t|")[:1].isalpha():
        return []
    marks = re.match(rf"[ \t|]*(?P<label>\S.*?)[ \t|]+(?P<marks>{_MARK}(?:[ \t|]*{_MARK}){{{len(sided) - 1}}})", line)
    if marks and (_BOX.search(marks["marks"]) or not line[marks.end() :].strip(" |") or bars):
        found = list(re.finditer(_MARK, marks["marks"]))
        low = marks.start("marks")
        spots = [(low + m.start(), low + m.end(), c.side) for m, c in zip(found, sided, strict=False)]
        label = marks.span("label")
    elif bars and "|" in line:
        spots, label = _barred(line, columns)
    elif not bars and "|" not in line:
        spots, label = _spaced(line, columns)
    else:
        return []
    if not labelled:
        label = (0, 0)
    return [
        SideCell(
            offset + low,
            offset + high,
            side,
            _filled(line[low:high], crossed=crossed),
            offset + label[0],
            offset + label[1],
        )
        for low, high, side in spots
    ]


def _barred(line: str, columns: list[_Column]) -> tuple[list[tuple[int, int, str]], tuple[int, int]]:
    """The entries of a row with bars, by their number, and the label."""
    outer = line.lstrip().startswith("|")
    cells: list[tuple[int, int]] = []
    low = 0
    for number, piece in enumerate(line.split("|")):
        if number or not outer:
            cells.append((low, low + len(piece)))
        low += len(piece) + 1
    spots = [
        (*cell, column.side)
        for cell, column in zip(cells, columns, strict=False)
        if column.side and line[cell[0] : cell[1]].strip()
    ]
    return spots, cells[0]


def _spaced(line: str, columns: list[_Column]) -> tuple[list[tuple[int, int, str]], tuple[int, int]]:
    """The entries of a row with gaps, each under the column that begins last before it, and the label."""
    entries = list(_CELL.finditer(line))
    if ":" in line or any(len(entry.group().split()) > _FEW_WORDS for entry in entries):
        return [], (0, 0)
    first = next(column.start for column in columns if column.side)
    labelled = not columns[0].side and entries[0].start() + _SLACK < first
    if labelled and len(entries) == 1:  # "L4-5" and nothing under any side
        only = entries[0]
        empty = _LEVEL.match(only.group()) is not None
        return [(only.end(), only.end(), columns[-1].side or "both")] if empty else [], only.span()
    spots: list[tuple[int, int, str]] = []
    for entry in entries[1:] if labelled else entries:
        under = [column for column in columns if column.start <= entry.start() + _SLACK]
        if under and under[-1].side:
            spots.append((entry.start(), entry.end(), under[-1].side))
    return spots, entries[0].span() if labelled else (0, 0)


def _filled(entry: str, *, crossed: bool) -> bool:
    """Whether an entry says that something was done there."""
    entry = entry.strip()
    box = _BOX.fullmatch(entry)
    return is_ticked(entry, crossed=crossed) if box else bool(entry) and not _NO.match(entry)
