"""``cac serve``: the workbench in a browser of this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cac.cli import context, keeping


def serve(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Where it listens; 0 takes any that is free.")] = 8765,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    store: keeping.StoreName = "",
    key_file: keeping.KeyFile = None,
    questions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The store of provider questions; by default beside the store.")
    ] = None,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
    date: context.Day = "",
    place: context.Place = "",
    payer: context.PayerName = "",
    contractor: context.Contractor = "",
    state: context.State = "",
    reference: context.ReferenceFile = None,
) -> None:
    """Open the workbench on this machine."""
    visit = context.read(date, place, payer, contractor, state, reference, lexicons)
    import socket

    import uvicorn

    from cac.coder import Coder
    from cac.lexicon.loader import load_lexicon
    from cac.web.app import create_app
    from cac.web.setup import Setup
    from cac.workbench.settings import data_folder

    with keeping.opened(store, key_file, create=True, need_key=True) as kept, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        setup = Setup(
            store=kept,
            coder=Coder(lexicons, visit.reference),
            lexicon=load_lexicon(lexicons),
            port=listening.getsockname()[1],
            questions=questions or (kept.file.parent if kept.file else data_folder()) / "questions.sqlite",
            lexicons=lexicons,
            context={**visit.base, **visit.options},
        )
        app = create_app(setup)
        listening.listen(128)
        where = f"http://127.0.0.1:{setup.port}"
        sys.stdout.write(f"cac: serving URL={where} TOKEN={setup.token}\n")
        sys.stdout.flush()
        if open_:
            import webbrowser

            webbrowser.open(f"{where}/start?code={app.state.sessions.one_time_code()}")
        config = uvicorn.Config(app, log_level="critical", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
