"""A store of one's own for each test, in SQLite and, where `CAC_TEST_POSTGRES` names a database, in PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cac.records import ClaimLine, Diagnosis, Evidence, Finding, Note, Result, Supply
from cac.workbench.opening import open_store
from cac.workbench.records import Actor
from cac.workbench.settings import Settings
from cac.workbench.store import Store

TEXT = (
    "PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural. Patient Zyxwvuta Quibblesnort.\r\n"
    "Depo-Medrol 80 mg \U0001f489 was given for radiculopathy.\r\n"
)
POSTGRES = os.environ.get("CAC_TEST_POSTGRES", "")
ANN, BEN = Actor(name="user:ann", role="coder"), Actor(name="user:ben", role="coder")
EVE, ADMIN = Actor(name="user:eve", role="auditor"), Actor(name="user:root", role="administrator")


class Clock:
    """A clock that stands until it is moved; each look at it is a little later."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(microseconds=1)
        return self.moment

    def on(self, **by: float) -> None:
        self.moment += timedelta(**by)


def words(text: str, wanted: str) -> Evidence:
    start = text.index(wanted)
    return Evidence(start=start, end=start + len(wanted), text=wanted, section="PROCEDURE")


def result(text: str = TEXT, status: str = "review", version: str = "cac 0.1.0, rules abc") -> Result:
    """Two claim lines, a drug line that is not whole, a diagnosis: each with words of the note."""
    return Result(
        status=status,  # type: ignore[arg-type]
        version=version,
        lines=(
            ClaimLine(code="64483", modifiers=("LT",), rule="t/1", evidence=(words(text, "L4-5"),)),
            ClaimLine(code="64484", modifiers=("LT",), rule="t/1", evidence=(words(text, "L5-S1"),)),
        ),
        supplies=(
            Supply(code="J1010", units=80, drug="methylprednisolone", evidence=(words(text, "Depo-Medrol"),)),
            Supply(code="", units=0, question="which strength?", evidence=(words(text, "80 mg"),)),
        ),
        diagnoses=(Diagnosis(code="M54.16", evidence=(words(text, "radiculopathy"),)),),
        review=(f'a drug was given ("{text[98:110]}")',),
        findings=(Finding(rule="x", severity="warning", message="m", authority="a"),),
        context={"patient": "Zyxwvuta"},
    )


def note(name: str = "", text: str = TEXT) -> Note:
    return Note(id=name, text=text)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A place for a store: a file, or a schema of its own in PostgreSQL."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CAC_STORE", raising=False)
    if request.param == "sqlite":
        yield str(tmp_path / "store.sqlite")
        return
    if not POSTGRES:
        if os.environ.get("CAC_REQUIRE_POSTGRES"):
            pytest.fail("CAC_REQUIRE_POSTGRES is set, but CAC_TEST_POSTGRES names no database")
        pytest.skip("CAC_TEST_POSTGRES names no database")
    import psycopg

    schema = f"cac_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")  # type: ignore[call-overload]
    yield POSTGRES + ("&" if "?" in POSTGRES else "?") + f"options=-csearch_path%3D{schema}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE")  # type: ignore[call-overload]


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store in SQLite, to be copied: to make one takes a tenth of a second."""
    path = tmp_path_factory.mktemp("made") / "store.sqlite"
    open_store(str(path), clock=Clock()).close()
    return path


def copied(made: Path, to: Path) -> None:
    """Copy a closed store and the head of its log."""
    shutil.copyfile(made, to)
    shutil.copyfile(f"{made}.head", f"{to}.head")


@pytest.fixture
def store(where: str, made: Path, clock: Clock, settings: Settings) -> Iterator[Store]:
    if "://" not in where:
        copied(made, Path(where))
    opened = open_store(where, clock=clock, settings=settings)
    yield opened
    opened.close()


@pytest.fixture
def file_store(tmp_path: Path, made: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """In SQLite only, for what is of a file."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    copied(made, tmp_path / "store.sqlite")
    opened = open_store(str(tmp_path / "store.sqlite"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def keys() -> Callable[[], str]:
    """Fresh idempotency keys."""
    return lambda: secrets.token_hex(8)
