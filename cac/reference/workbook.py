"""The first sheet of an .xlsx as rows of words, read with python-calamine after its archive was measured."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from cac.errors import TableError
from cac.reference.downloads import MOST_BYTES, MOST_MEMBERS, MOST_SWELLING, cut, swelling

if TYPE_CHECKING:
    from cac.reference.downloads import Member

_MOST_PACKED = 400_000_000
_WIDE = re.compile(rb'\br="[A-Z]{3}')
"""A cell beyond column ZZ. The reader fills in every cell up to the last, so one far away would fill the memory."""
_FAR = re.compile(rb'\br="[A-Z]{2}\d{5}')
"""A cell beyond column Z and beyond row 9,999."""


def sheet_rows(member: Member) -> Iterator[tuple[int, list[str]]]:
    """Number of the row (from 1) and its cells as words; a day is written 20260701, a whole number without a point.

    Raises:
        TableError: "cut" or "file", when the workbook is damaged or made to fill the memory.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with member.open() as source:
        packed = source.read(_MOST_PACKED + 1)
    if len(packed) > _MOST_PACKED:
        raise swelling(member.title)
    file = io.BytesIO(packed)
    _measure(file, member.title)
    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        for number, row in enumerate(sheet.iter_rows(), start=1 + (sheet.start or (0, 0))[0]):
            yield number, [_word(cell) for cell in row]
    except (CalamineError, OSError, ValueError, IndexError):
        raise cut(member.title) from None


def _word(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y%m%d")
    return str(cell)


def _measure(file: IO[bytes], title: str) -> None:
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
                            raise TableError("file", f"{title} has cells far outside any CMS table: it is not read.")
                        tail = piece[-16:]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        raise cut(title) from None
    except Exception as error:
        if isinstance(error, TableError):
            raise
        raise cut(title) from None
    file.seek(0)
