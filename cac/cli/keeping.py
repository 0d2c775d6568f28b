"""Where the workbench keeps what coders decide: the options and settings that name the store and its key."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli import context
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.workbench.records import Actor
    from cac.workbench.sealing import Key
    from cac.workbench.settings import Settings
    from cac.workbench.store import Store

StoreName = Annotated[
    str, typer.Option("--store", metavar="FILE|URL", help="The store: a file, or a URL of PostgreSQL.")
]
KeyFile = Annotated[Path | None, typer.Option("--key-file", metavar="FILE", help="The key of an encrypted store.")]
JSON = Annotated[str, typer.Option("--format", metavar="table|json", help="How it is printed.")]


def settings() -> Settings:
    """``[workbench]`` of ``cac.toml``.

    Raises:
        InputError: "settings".
    """
    from cac.workbench.settings import read_settings

    return read_settings(context.workbench_settings())


@contextmanager
def opened(
    where: str,
    key_file: Path | None,
    *,
    create: bool = False,
    need_key: bool = False,
    lexicons: Path | None = None,
) -> Iterator[Store]:
    """The store that options, ``cac.toml`` or the variables name; with its key where one is named.

    Args:
        where: the option ``--store``.
        key_file: the option ``--key-file``.
        create: whether it is made where there is none.
        need_key: whether a passphrase is asked for at a terminal.
        lexicons: a lexicon folder of the user's own, for the reasons that a coder may give.

    Raises:
        StoreError: as `cac.workbench.opening.open_store`.
    """
    from cac.workbench.opening import open_store

    chosen = settings()
    store = open_store(where, create=create, settings=chosen, lexicons=lexicons)
    try:
        if store.encrypted:
            key = named_key(key_file, chosen) or (_asked() if need_key else None)
            if key is not None:
                store.unlock(key)
        yield store
    finally:
        store.close()


def named_key(key_file: Path | None, chosen: Settings) -> Key | None:
    """The key that the option, the variables or ``cac.toml`` name, None where they name none.

    Raises:
        StoreError: "key".
    """
    from cac.workbench.sealing import Key

    named = key_file or Path(os.environ.get("CAC_STORE_KEY_FILE", "") or chosen.key_file).expanduser()
    if named != Path():
        return Key.from_file(named)
    words = os.environ.get("CAC_STORE_PASSPHRASE", "")
    return Key.from_passphrase(words) if words else None


def _asked() -> Key | None:
    from cac.workbench.sealing import Key

    return Key.from_passphrase(hidden("Passphrase of the store")) if sys.stdin.isatty() else None


def hidden(prompt: str, *, twice: bool = False) -> str:
    """Words that are typed unseen at a terminal, or the first line of standard input.

    Raises:
        InputError: "input", when there is none.
    """
    if sys.stdin.isatty():
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise InputError("input", "Give the password on standard input, in one line.")
    return line


def administrator() -> Actor:
    """Who sits at the command line: whoever may read the store may administer it; the log says by which login."""
    import pwd

    from cac.workbench.records import Actor

    try:
        login = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        login = str(os.getuid())
    return Actor(name=f"system:{login}", role="administrator")


def wants_json(format: str) -> bool:
    """Whether an answer is printed as JSON.

    Raises:
        InputError: "format", for a word that is no format.
    """
    if format not in ("table", "json"):
        raise InputError("format", "Bad value for --format: it is table or json.")
    return format == "json"
