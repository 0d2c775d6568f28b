"""The first sheet of an .xlsx as rows of words, read with python-calamine after its archive was measured."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from cac.errors import TableError
from cac.reference.downloads import MOST_BYTES, MOST_MEMBERS, MOST_SWELLING, cut, swelling

if TYPE_CHECKING:
    from cac.reference.downloads import Member

_MOST_PACKED = 400_000_000
_MOST_SHARED = 100_000_000
_HEAD = 1 << 18
_WIDE = re.compile(rb'\br="[A-Z]{3}')
"""A cell beyond column ZZ. The reader fills in every cell up to the last, so one far away would fill the memory."""
_FAR = re.compile(rb'\br="[A-Z]{2}\d{5}')
"""A cell beyond column Z and beyond row 9,999."""


def sheet_rows(member: Member) -> Iterator[tuple[int, list[str]]]:
    """Number of the row (from 1) and its cells as words; a day is written 20260701, a whole number without a point.

    Raises:
        TableError: "cut" or "file", when the workbook is damaged or made to fill the memory.
    """
    file = _archive(member)
    _measure(file, member.title)
    yield from _rows(file, member.title)


def head_rows(member: Member) -> list[list[str]]:
    """Its first rows, for which only the beginning of the sheet is unpacked.

    Raises:
        TableError: as `sheet_rows`.
    """
    small = io.BytesIO()
    try:
        with zipfile.ZipFile(_archive(member)) as whole, zipfile.ZipFile(small, "w") as cut_short:
            for info in whole.infolist()[:MOST_MEMBERS]:
                sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
                with whole.open(info) as source:
                    part = source.read(_HEAD if sheet else _MOST_SHARED)
                    rest = source.read(1)
                if sheet and rest:
                    part = part[: part.rfind(b"</row>") + 6] + b"</sheetData></worksheet>"
                elif rest:
                    raise swelling(member.title)
                if sheet and (_WIDE.search(part) or _FAR.search(part)):
                    raise far(member.title)
                cut_short.writestr(info.filename, part)
    except TableError:
        raise
    except Exception:  # a broken archive raises nearly anything
        raise cut(member.title) from None
    small.seek(0)
    return [row for _, row in itertools.islice(_rows(small, member.title), 40)]


def _archive(member: Member) -> io.BytesIO:
    with member.open() as source:
        packed = source.read(_MOST_PACKED + 1)
    if len(packed) > _MOST_PACKED:
        raise swelling(member.title)
    return io.BytesIO(packed)


def _rows(file: io.BytesIO, title: str) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        for number, row in enumerate(sheet.iter_rows(), start=1 + (sheet.start or (0, 0))[0]):
            yield number, [_word(cell) for cell in row]
    except (CalamineError, OSError, ValueError, IndexError):
        raise cut(title) from None


def _word(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y%m%d")
    return str(cell)


def _measure(file: io.BytesIO, title: str) -> None:
    """Read the whole archive once, in pieces: its checksums, its size, and how far away its cells stand."""
    total = 0
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise swelling(title)
            for info in infos:
                left = 1_000_000 + MOST_SWELLING * info.compress_size
                sheet, tail = info.filename.startswith("xl/worksheets/"), b""
                with archive.open(info) as source:
                    while piece := source.read(1 << 20):
                        left -= len(piece)
                        total += len(piece)
                        if left < 0 or total > MOST_BYTES:
                            raise swelling(title)
                        text = tail + piece
                        if sheet and (_WIDE.search(text) or _FAR.search(text)):
                            raise far(title)
                        tail = piece[-16:]
    except TableError:
        raise
    except Exception:  # a broken archive raises nearly anything
        raise cut(title) from None
    file.seek(0)


def far(title: str) -> TableError:
    """A sheet made to fill the memory."""
    return TableError("file", f"{title} has cells far outside any CMS table: it is not read.")
