"""For which day, place and payer: options before what comes with a note, before ``cac.toml``, before the defaults."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cac.errors import InputError

if TYPE_CHECKING:
    from cac.records import Note, Unreadable

SETTINGS = Path("cac.toml")

Day = Annotated[str, typer.Option("--date-of-service", "--date", metavar="YYYY-MM-DD", help="The day of service.")]
Place = Annotated[
    str, typer.Option("--place-of-service", "--place", metavar="CODE", help="11, 19, 21, 22 or 24; open by default.")
]
PayerName = Annotated[
    str, typer.Option("--payer", metavar="NAME", help="A payer profile: a file name of lexicons/payers.")
]
Contractor = Annotated[str, typer.Option("--contractor", metavar="NAME", help="The Medicare contractor, such as CGS.")]
State = Annotated[str, typer.Option("--state", metavar="XX", help="The state of the practice.")]
ReferenceFile = Annotated[
    Path | None, typer.Option("--reference", metavar="FILE", help="The database of `cac reference import`.")
]


class Visit(NamedTuple):
    """What is said of all notes of a command: ``base`` beneath what comes with a note, ``options`` above it."""

    base: dict[str, str]
    options: dict[str, str]
    reference: Path | None

    def placed(self, notes: Iterable[Note | Unreadable]) -> Iterator[Note | Unreadable]:
        """Each note with its whole context."""
        from cac.records import Note

        for note in notes:
            if isinstance(note, Note):
                yield note.model_copy(update={"context": {**self.base, **note.context, **self.options}})
            else:
                yield note


def _chosen(date: str, place: str, payer: str, contractor: str, state: str) -> dict[str, str]:
    """What the options of a command say; what nobody said is left out."""
    said = {
        "date_of_service": date,
        "place_of_service": place,
        "payer": payer,
        "contractor": contractor,
        "state": state,
    }
    return {name: value for name, value in said.items() if value}


def _settings() -> dict[str, object]:
    """The tables of ``cac.toml`` in the current folder; empty where there is none.

    Raises:
        InputError: "settings", when the file is no TOML or names what is not known.
    """
    import tomllib

    try:
        with SETTINGS.open("rb") as handle:
            found = tomllib.load(handle)
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise InputError("settings", f"cac.toml is no TOML ({_place(str(error))}): mend it or remove it.") from None
    except UnicodeDecodeError:
        raise InputError("settings", "cac.toml is no text in UTF-8: mend it or remove it.") from None
    for name in found:
        if name not in ("context", "reference", "workbench"):
            raise InputError("settings", "cac.toml may hold [context], [workbench] and `reference`: remove the rest.")
    return found


def _place(message: str) -> str:
    """The place of a TOML error without the words of the file."""
    return message[message.rfind("(") + 1 :].rstrip(")") if "(at " in message else "not readable"


def _context_of(found: dict[str, object]) -> dict[str, str]:
    """``[context]`` of ``cac.toml``.

    Raises:
        InputError: when it holds an unknown field or a value that is no word.
    """
    from cac.context import FIELDS
    from cac.readers.jsonl import context_of

    said = found.get("context", {})
    if not isinstance(said, dict) or any(name not in FIELDS for name in said):
        raise InputError("settings", f"cac.toml: [context] may hold {', '.join(FIELDS)}.")
    return context_of({name: str(value) for name, value in said.items()}, "cac.toml")


def read(
    date: str, place: str, payer: str, contractor: str, state: str, reference: Path | None, lexicons: Path | None
) -> Visit:
    """What the options of a command and ``cac.toml`` say, checked at once, before any note is read.

    Raises:
        InputError: "settings", for a ``cac.toml`` that is none; else as `cac.context.read_context`.
    """
    found = _settings()
    base, options = _context_of(found), _chosen(date, place, payer, contractor, state)
    if base or options:
        from cac.context import read_context
        from cac.lexicon.loader import load_lexicon

        read_context({**base, **options}, load_lexicon(lexicons).payers)
    return Visit(base, options, _reference_of(found, reference))


def reference_file(given: Path | None) -> Path | None:
    """The database that the option or the settings name, for a command that codes no notes.

    Raises:
        InputError: "settings", as `read`.
    """
    return _reference_of(_settings(), given)


def workbench_settings() -> dict[str, object]:
    """``[workbench]`` of ``cac.toml``, unchecked.

    Raises:
        InputError: "settings", as `read`.
    """
    said = _settings().get("workbench", {})
    if not isinstance(said, dict):
        raise InputError("settings", "cac.toml: [workbench] is a table of settings.")
    return said


def _reference_of(found: dict[str, object], given: Path | None) -> Path | None:
    """The database that an option or, where the variable ``CAC_REFERENCE`` is not set, ``cac.toml`` names.

    Raises:
        InputError: when ``reference`` there is no name of a file.
    """
    named = found.get("reference", "")
    if not isinstance(named, str):
        raise InputError("settings", "cac.toml: `reference` is the name of a file.")
    return given or (Path(named).expanduser() if named and not os.environ.get("CAC_REFERENCE") else None)
