"""``cac audit``: prove the log of the workbench, and print its head to be noted elsewhere."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cac.cli.exits import DONE, SOME_FAILED, say
from cac.cli.keeping import JSON, KeyFile, StoreName, administrator, opened, wants_json

app = typer.Typer(help="The audit log of the workbench: prove it, note its head.", no_args_is_help=False)


@app.callback()
def _audit() -> None:
    """The audit log of the workbench: prove it, note its head."""


@app.command()
def verify(
    head: Annotated[
        str, typer.Option(metavar="COUNT:HASH", help="A head noted elsewhere, which the log must have passed.")
    ] = "",
    format: JSON = "table",
    store: StoreName = "",
    key_file: KeyFile = None,
) -> None:
    """Look for changed, missing and cut off entries; exit 0 whole, 1 broken (it says where), 2 unusable."""
    from cac.workbench.audit import verify as prove
    from cac.workbench.chain import read_head

    as_json = wants_json(format)
    noted = read_head(head) if head else None
    with opened(store, key_file) as kept:
        verdict = prove(kept, noted)
    if as_json:
        problems = [{"entry": problem.number, "message": problem.message} for problem in verdict.problems]
        answer = {
            "whole": verdict.whole,
            "entries": verdict.head.entries,
            "head": str(verdict.head),
            "problems": problems,
            "more": verdict.more,
            "notices": list(verdict.notices),
        }
        typer.echo(json.dumps(answer, indent=2))
    else:
        for problem in verdict.problems:
            typer.echo(problem.message)
        if verdict.more:
            typer.echo(f"And {verdict.more} more.")
        for notice in verdict.notices:
            typer.echo(f"note: {notice}")
        found = "whole" if verdict.whole else f"broken: {len(verdict.problems) + verdict.more} problems"
        typer.echo(f"{verdict.head.entries} entries, {found}; head {verdict.head}")
    raise typer.Exit(DONE if verdict.whole else SOME_FAILED)


@app.command("head")
def head_(store: StoreName = "") -> None:
    """Print the head of the log, COUNT:HASH: note it where nobody who can write the store can change it."""
    with opened(store, None) as kept:
        typer.echo(str(kept.head()))


@app.command()
def anchor(store: StoreName = "") -> None:
    """Set the head file to the log as it is, after a backup was put back; the log keeps who did it."""
    from cac.workbench.audit import anchor as set_anew

    with opened(store, None) as kept:
        typer.echo(str(set_anew(kept, administrator())))
    say("The head file was set anew: look at `cac audit verify`.")
