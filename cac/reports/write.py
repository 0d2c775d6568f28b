"""A report in a form, and onto the disk in a file that only its owner can read; there is no temporary file."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

from cac.errors import InputError
from cac.reports.records import Report

FORMS = ("html", "pdf", "xlsx", "json")
_NAME = re.compile(r"[^a-z0-9]+")


def rendered(report: Report, form: str) -> bytes:
    """A report as the bytes of a file of one of `FORMS`."""
    if form == "html":
        from cac.reports.html import page

        return page(report).encode("utf-8", "replace")
    if form == "pdf":
        from cac.reports.pdf import document

        return document(report)
    if form == "xlsx":
        from cac.reports.xlsx import workbook

        return workbook(report)
    return (json.dumps(report.model_dump(mode="json"), indent=2) + "\n").encode("ascii")


def write(path: Path, data: bytes) -> None:
    """Write a file with mode 0600.

    Raises:
        InputError: "output", when a folder stands there.
        OSError: when it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    except IsADirectoryError:
        raise InputError("output", "The output is a folder: name a file, or use --all.") from None
    with os.fdopen(descriptor, "wb") as handle:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
        handle.write(data)


class FileNames:
    """File names for providers: small letters, digits and hyphens, none twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, name: str, form: str) -> str:
        """The name for one provider."""
        plain = _NAME.sub("-", name.casefold()).strip("-")[:60] or "provider"
        chosen, number = plain, 1
        while chosen in self._used:
            number += 1
            chosen = f"{plain}-{number}"
        self._used.add(chosen)
        return f"{chosen}.{form}"
