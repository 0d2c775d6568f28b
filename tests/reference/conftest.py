"""Files written for a test, and a database of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cac.reference.importer import Imported, Options, import_files
from tests.reference.made_up import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write text (cp1252) or bytes under a name, and give the path."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / "downloads" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("cp1252"))
        return path

    return put


@pytest.fixture
def zipped(tmp_path: Path) -> Write:
    """Write an archive of {name: text or bytes}."""

    def put(name: str, members: dict[str, str | bytes]) -> Path:
        path = tmp_path / "downloads" / name
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content if isinstance(content, bytes) else content.encode("cp1252"))
        return path

    return put


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reference.sqlite"


@pytest.fixture
def load(database: Path) -> Callable[..., list[Imported]]:
    """Import files with the terms accepted."""

    def run(source: str, *paths: Path, **options: object) -> list[Imported]:
        return import_files(source, paths, database, Options(accept_terms=True, **options))  # type: ignore[arg-type]

    return run
