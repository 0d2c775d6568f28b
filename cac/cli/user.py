"""``cac user``: accounts of the workbench."""

from __future__ import annotations

from typing import Annotated

import typer

from cac.cli.keeping import StoreName, administrator, hidden, opened

app = typer.Typer(help="Accounts of the workbench. Without any it is for one user.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the user.")]
Role = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="coder, auditor or administrator.", show_default=True)
]


@app.callback()
def _user() -> None:
    """Accounts of the workbench. Without any it is for one user."""


@app.command()
def add(name: Name, role: Role = "coder", store: StoreName = "") -> None:
    """Add a user; the password is asked for, or read from standard input."""
    from cac.workbench.people import add_user

    with opened(store, None, create=True) as kept:
        added = add_user(kept, administrator(), name, role, hidden("Password", twice=True))
    typer.echo(f"{added.name}: {added.role}")


@app.command("list")
def list_(store: StoreName = "") -> None:
    """List the users."""
    from cac.workbench.people import users

    with opened(store, None) as kept:
        for user in users(kept, administrator()):
            typer.echo(f"{user.name:<32}  {user.role:<13}  {'disabled' if user.disabled else 'active'}")


@app.command()
def disable(name: Name, store: StoreName = "") -> None:
    """Let a user in no more, and end her sessions; what she decided stays."""
    from cac.workbench.people import set_disabled

    with opened(store, None) as kept:
        typer.echo(f"{set_disabled(kept, administrator(), name, True).name}: disabled")


@app.command()
def enable(name: Name, store: StoreName = "") -> None:
    """Let a disabled user in again."""
    from cac.workbench.people import set_disabled

    with opened(store, None) as kept:
        typer.echo(f"{set_disabled(kept, administrator(), name, False).name}: active")


@app.command()
def password(name: Name, store: StoreName = "") -> None:
    """Set a password anew; it ends the sessions and the lock-out of the user."""
    from cac.workbench.people import set_password

    with opened(store, None) as kept:
        set_password(kept, administrator(), name, hidden("New password", twice=True))
    typer.echo("The password is set.")
