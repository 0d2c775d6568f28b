"""``cac token``: bearer tokens for programs that ask the workbench."""

from __future__ import annotations

from typing import Annotated

import typer

from cac.cli.keeping import StoreName, administrator, opened
from cac.cli.user import Role

app = typer.Typer(help="Bearer tokens for programs that ask the workbench.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the token.")]


@app.callback()
def _token() -> None:
    """Bearer tokens for programs that ask the workbench."""


@app.command()
def create(name: Name, role: Role = "coder", store: StoreName = "") -> None:
    """Make a token and print it, once: only its hash is kept."""
    from cac.workbench.tokens import create_token

    with opened(store, None, create=True) as kept:
        typer.echo(create_token(kept, administrator(), name, role))


@app.command("list")
def list_(store: StoreName = "") -> None:
    """List the tokens, without their secrets."""
    from cac.workbench.tokens import tokens

    with opened(store, None) as kept:
        for token in tokens(kept, administrator()):
            state = f"revoked {token.revoked:%Y-%m-%d}" if token.revoked else "in use"
            used = f"last used {token.used:%Y-%m-%d}" if token.used else "never used"
            typer.echo(f"{token.name:<32}  {token.role:<13}  made {token.made:%Y-%m-%d}  {used:<20}  {state}")


@app.command()
def revoke(name: Name, store: StoreName = "") -> None:
    """Revoke a token: it lets nobody in any more."""
    from cac.workbench.tokens import revoke_token

    with opened(store, None) as kept:
        revoke_token(kept, administrator(), name)
    typer.echo("The token is revoked.")
