"""What a practice may set of the workbench: ``[workbench]`` of ``cac.toml``, with the defaults for the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field, ValidationError

from cac.errors import InputError
from cac.records import Record

Clock = Callable[[], datetime]


class Settings(Record, extra="forbid"):
    """The settings; times in minutes."""

    store: str = ""
    key_file: str = ""
    failures: int = Field(5, ge=1, le=100)
    locked_minutes: int = Field(15, ge=1, le=10_080)
    idle_minutes: int = Field(15, ge=1, le=1_440)
    session_hours: int = Field(12, ge=1, le=168)
    password_length: int = Field(12, ge=8, le=128)
    retention_days: int = Field(0, ge=0, le=36_500)
    second_review: float = Field(0.0, ge=0.0, le=1.0)
    risk_review: bool = False
    pause_minutes: int = Field(5, ge=1, le=240)
    keys: dict[str, str] = Field({})


def read_settings(said: Mapping[str, object]) -> Settings:
    """The settings from what was said of them.

    Raises:
        InputError: "settings", for an unknown name or a value out of its range; the value itself is not repeated.
    """
    try:
        return Settings.model_validate(dict(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            known = ", ".join(Settings.model_fields)
            raise InputError("settings", f"cac.toml: [workbench] may hold {known}.") from None
        raise InputError("settings", f"cac.toml: [workbench] {name}: {first['msg']}.") from None


def default_store(settings: Settings) -> str:
    """The store where no option names one: that of ``CAC_STORE``, of the settings, else in the user's data folder."""
    return os.environ.get("CAC_STORE", "") or settings.store or str(data_folder() / "workbench.sqlite")


def data_folder() -> Path:
    """The folder of ``cac`` among the user's data."""
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else Path.home() / ".local" / "share") / "cac"


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time as it is kept: UTC to the microsecond; such words sort by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
