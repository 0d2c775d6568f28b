"""The files a user downloads: plain text, ``.csv``, ``.xlsx``, or a ``.zip`` of them, read as rows of cells.

Nothing is unpacked onto the disk and no name inside an archive is ever used as a path. Archives are read with limits on
their size, their number of members and how far they swell, and their checksums are verified.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from cac.errors import TableError

MOST_BYTES = 2_000_000_000
"""Most bytes of one file after unpacking; the largest CMS table has some 200 MB."""
MOST_SWELLING = 250
"""Most bytes that a packed byte may become, after a first megabyte; CMS tables swell 10 to 30 times."""
MOST_MEMBERS = 500
MOST_LINE = 1_000_000
"""Most characters of one row; coverage texts reach some 100,000."""
_HEAD = 65536
_SUFFIXES = (".txt", ".csv", ".tsv", ".json", ".xlsx")
_PREFERRED = {".txt": 0, ".tsv": 0, ".csv": 0, ".json": 0, ".xlsx": 1}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Given:
    """A file as the user gave it.

    Raises:
        TableError: "file", when it is missing, a folder, empty or not readable.
    """

    def __init__(self, path: Path, position: int) -> None:
        self.path = path
        self.name = path.name
        self.told = f"FILE {position}"  # until it is known for a table its name may be a patient's
        try:
            if path.is_dir():
                raise TableError("file", f"{self.told} is a folder: name the files in it.")
            if not path.exists():
                raise TableError("file", f"{self.told} does not exist: check the name.")
            if not path.is_file():
                raise TableError("file", f"{self.told} is no regular file: save it to a file first.")
            with path.open("rb") as handle:
                self.sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
                self.size = handle.tell()
                handle.seek(0)
                self.start = handle.read(8)
        except OSError as error:
            raise TableError("file", f"{self.told} cannot be read ({error.strerror}): check it.") from None
        if self.size > MOST_BYTES:
            raise TableError("file", f"{self.told} is larger than any CMS table: it is not read.")
        if not self.size:
            raise TableError("file", f"{self.told} is empty: download it again.")

    def members(self) -> list[Member]:
        """The tables inside: itself, or the members of an archive (of the same name as text and as .xlsx, the text).

        Raises:
            TableError: "wrong_kind" or "cut", when it is no table or a broken archive.
        """
        if not self.start.startswith(b"PK"):
            return [Member(self, self.name, None)]
        infos = _infos(self.path, self.told)
        if any(info.filename == "xl/workbook.xml" for info in infos):
            return [Member(self, self.name, None)]
        chosen: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            path = PurePosixPath(info.filename)
            suffix = path.suffix.lower()
            if suffix not in _SUFFIXES or path.name.startswith((".", "~")) or "__MACOSX" in path.parts:
                continue
            known = chosen.get(path.stem.lower())
            if known is None or _PREFERRED[suffix] < _PREFERRED[PurePosixPath(known.filename).suffix.lower()]:
                chosen[path.stem.lower()] = info
        return [Member(self, PurePosixPath(info.filename).name, info) for info in chosen.values()]


class Member:
    """One table: a file, or a member of an archive."""

    def __init__(self, given: Given, name: str, info: zipfile.ZipInfo | None) -> None:
        self.given = given
        self.name = name
        self._info = info

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        return self.name if self._info is None else f"{self.name} in {self.given.name}"

    @property
    def _told(self) -> str:
        return self.given.told if self._info is None else f"A file in {self.given.told}"

    @property
    def names(self) -> str:
        """Its name and that of its archive: where a quarter may be told."""
        return self.name if self._info is None else f"{self.name} {self.given.name}"

    @cached_property
    def start(self) -> bytes:
        """Its first 64 kB."""
        with self.open() as handle:
            return handle.read(_HEAD)

    @property
    def is_workbook(self) -> bool:
        """An .xlsx, whatever its name."""
        return self.start.startswith(b"PK")

    @cached_property
    def encoding(self) -> str:
        """UTF-8 where all of it is that, else cp1252, in which CMS writes."""
        with self.open() as handle:
            reader = io.TextIOWrapper(handle, encoding="utf-8-sig")
            try:
                while reader.read(1 << 20):
                    pass
            except UnicodeDecodeError:
                return "cp1252"
        return "utf-8-sig"

    def open(self) -> IO[bytes]:
        """Its bytes, counted against the limits while they are read."""
        if self._info is None:
            return self.given.path.open("rb")
        try:
            archive = zipfile.ZipFile(self.given.path)
            return io.BufferedReader(_Counted(archive.open(self._info), archive, self._info, self.title), 1 << 18)
        except _BROKEN:
            raise cut(self.title) from None

    def check_kind(self) -> None:
        """Refuse what is no table of text.

        Raises:
            TableError: "wrong_kind", with what it is.
        """
        kinds = {b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)", b"SQLite format": "a database"}
        kinds |= {b"\x1f\x8b": "a gzip archive", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture"}
        kinds |= {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"{\\rtf": "a word processor file"}
        found = next((kind for magic, kind in kinds.items() if self.start.startswith(magic)), "")
        if not found and b"\0" in self.start and not self.is_workbook:
            found = "a binary file or text in UTF-16"
        if not found and re.match(rb"\s*<(!doctype html|html)", self.start[:512], re.IGNORECASE):
            found = "a web page"
        if found:
            raise TableError(
                "wrong_kind", f"{self._told} is {found}: give the .txt, .csv, .xlsx or .zip file that CMS publishes."
            )

    def head(self, delimiter: str = ",") -> list[list[str]]:
        """Its first rows, as far as they can be read, to see what it is."""
        if self.is_workbook:
            from cac.reference.workbook import head_rows

            return head_rows(self)
        text = self.start.decode("cp1252", errors="replace").removeprefix("\xef\xbb\xbf")
        found: list[list[str]] = []
        with contextlib.suppress(csv.Error):
            found.extend(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 40))
        return found

    def lines(self, encoding: str = "cp1252") -> Iterator[tuple[int, str, bool]]:
        """Number, text without its line end, and whether it had one.

        Raises:
            TableError: "wrong_kind", at a line of more than a million characters; "cut", at the end of what is packed.
        """
        with self.open() as raw:
            reader = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="\n")
            number = 0
            while line := reader.readline(MOST_LINE):
                number += 1
                if len(line) >= MOST_LINE:
                    raise TableError("wrong_kind", f"Line {number} of {self.title} is endless: this is no CMS table.")
                if number == 1:
                    line = line.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
                yield number, line.rstrip("\r\n"), line.endswith("\n")

    def rows(self, delimiter: str = ",", encoding: str = "cp1252") -> Iterator[tuple[int, list[str]]]:
        """Number of the line (or row of the sheet) and cells.

        Raises:
            TableError: "cut", when the file ends inside a row; "wrong_kind", when it cannot be read as a table.
        """
        if self.is_workbook:
            from cac.reference.workbook import sheet_rows

            yield from sheet_rows(self)
            return
        ended = True

        def text() -> Iterator[str]:
            nonlocal ended
            for _, line, ended in self.lines(encoding):  # noqa: B007 - read below
                yield line + "\n"

        csv.field_size_limit(MOST_LINE)
        reader = csv.reader(text(), delimiter=delimiter, strict=True)
        last: list[str] = []
        seen: set[str] = set()
        try:
            for last in reader:
                yield reader.line_num, last
                if ended and last and len(seen) < 10000:
                    seen.add(last[-1])
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise cut(self.title) from None
            raise TableError(
                "wrong_kind", f"Line {reader.line_num} of {self.title} is not readable as a table."
            ) from None
        if not ended and last and last[-1] not in seen:
            raise cut(self.title)


class _Counted(io.RawIOBase):
    """A member of an archive that may not swell without end."""

    def __init__(self, source: IO[bytes], archive: zipfile.ZipFile, info: zipfile.ZipInfo, title: str) -> None:
        self._source, self._archive, self._title = source, archive, title
        self._left = min(MOST_BYTES, 1_000_000 + MOST_SWELLING * info.compress_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            data = self._source.read(len(view))
        except _BROKEN:
            raise cut(self._title) from None
        self._left -= len(data)
        if self._left < 0:
            raise swelling(self._title)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        self._archive.close()
        super().close()


def _infos(path: Path, name: str) -> list[zipfile.ZipInfo]:
    """The members of an archive that may be opened at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN:
        raise cut(name) from None
    if len(infos) > MOST_MEMBERS:
        raise TableError("file", f"{name} holds more than {MOST_MEMBERS} files: give the one table.")
    if any(info.flag_bits & 1 for info in infos):
        raise TableError("file", f"{name} is encrypted: unpack it first.")
    return infos


def cut(title: str) -> TableError:
    """A file that ends too early."""
    return TableError("cut", f"{title} is cut off or damaged: download it again.")


def swelling(title: str) -> TableError:
    """An archive made to fill the memory."""
    return TableError("file", f"{title} unpacks to more than any CMS table: it is not read.")
