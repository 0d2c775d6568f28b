"""``cac store``: what the workbench keeps, how long, and whether it is encrypted."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cac.cli.exits import DONE, SOME_FAILED, say
from cac.cli.keeping import (
    JSON,
    KeyFile,
    StoreName,
    administrator,
    hidden,
    named_key,
    opened,
    settings,
    wants_json,
)
from cac.errors import InputError

app = typer.Typer(help="The store of the workbench: status, retention, encryption.", no_args_is_help=False)


@app.callback()
def _store() -> None:
    """The store of the workbench: status, retention, encryption."""


@app.command()
def status(format: JSON = "table", store: StoreName = "") -> None:
    """Say what the store holds, in numbers."""
    from cac.workbench.retention import status as status_of

    as_json = wants_json(format)
    with opened(store, None) as kept:
        found = status_of(kept)
        days = kept.settings.retention_days
    if as_json:
        typer.echo(json.dumps({**found._asdict(), "retention_days": days or None}, indent=2))
        return
    states = ", ".join(f"{count} {state}" for state, count in found.entries.items())
    since = f", the oldest of {found.oldest[:10]}" if found.oldest else ""
    typer.echo(f"{found.kind}, schema {found.revision}, {'encrypted' if found.encrypted else 'not encrypted'}")
    typer.echo(f"worklist: {states}")
    typer.echo(f"notes: {found.notes}, of which {found.pruned} without their text{since}")
    if days:
        typer.echo(f"retention: {days} days, {found.past_retention} notes are past it")
    typer.echo(f"users: {found.users}; entries of the audit log: {found.log}")


@app.command()
def prune(
    older_than: Annotated[
        int | None,
        typer.Option("--older-than", metavar="DAYS", help="By default `retention_days` of cac.toml."),
    ] = None,
    store: StoreName = "",
) -> None:
    """Take away texts of finished notes past the retention; decisions and log stay.

    Exit 1 when past it there are notes that are not finished, or when the file could not be rewritten.
    """
    from cac.workbench.retention import prune as take_away

    days = settings().retention_days if older_than is None else older_than
    if older_than is None and not days:
        raise InputError("days", "Say how many days with --older-than, or set retention_days in cac.toml.")
    with opened(store, None) as kept:
        done = take_away(kept, administrator(), days)
    typer.echo(f"{done.notes} notes lost their texts")
    if done.unfinished:
        say(f"{done.unfinished} notes past the retention are not finished and were left.")
    if not done.rewritten:
        say("Another program reads the store, so that the file still holds old pages: prune again when it is closed.")
    raise typer.Exit(SOME_FAILED if done.unfinished or not done.rewritten else DONE)


@app.command()
def encrypt(store: StoreName = "", key_file: KeyFile = None) -> None:
    """Encrypt all texts, under a key file (made where there is none) or a passphrase. Without it nothing can be read.

    Close the workbench before.
    """
    from cac.workbench.encryption import encrypt as encrypt_all
    from cac.workbench.sealing import Key

    with opened(store, None, create=True) as kept:
        made = key_file is not None and not key_file.exists()
        if key_file is not None and made:
            key = Key.make_file(key_file)
        else:
            named = named_key(key_file, kept.settings)
            key = named or Key.from_passphrase(hidden("New passphrase", twice=True))
        rewritten = encrypt_all(kept, administrator(), key)
    typer.echo("The store is encrypted. Keep its key where the store is not: without it every text is lost.")
    if not rewritten:
        say("Another program reads the store, so that the file still holds old pages: run `cac store prune` later.")
    raise typer.Exit(DONE if rewritten else SOME_FAILED)
