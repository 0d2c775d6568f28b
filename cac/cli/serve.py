"""``cac serve``: the workbench in a browser of this machine."""

from __future__ import annotations

import errno
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from cac.cli import context, keeping
from cac.collector import collector_paused, leave_at_exit
from cac.errors import InputError


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
    """Open the workbench on this machine; Ctrl-C ends it."""
    visit = context.read(date, place, payer, contractor, state, reference, lexicons)
    import logging

    logging.disable(logging.CRITICAL)  # what a library would log may hold words of a request
    signal.signal(signal.SIGTERM, _stop)
    with keeping.opened(store, key_file, create=True, need_key=True, lexicons=lexicons) as kept, socket.socket() as on:
        _listen(on, port)
        leave_at_exit()
        with collector_paused():
            from cac.coder import Coder
            from cac.lexicon.loader import load_lexicon
            from cac.web.run import serve as run
            from cac.web.setup import Setup
            from cac.workbench.settings import data_folder

            setup = Setup(
                store=kept,
                coder=Coder(lexicons, visit.reference),
                lexicon=load_lexicon(lexicons),
                port=on.getsockname()[1],
                questions=questions or (kept.file.parent if kept.file else data_folder()) / "questions.sqlite",
                lexicons=lexicons,
                context={**visit.base, **visit.options},
                owner=keeping.administrator(),
            )

        def listening(address: str) -> None:
            sys.stdout.write(f"cac: serving URL=http://127.0.0.1:{setup.port} TOKEN={setup.token}\n")
            sys.stdout.flush()
            if open_:
                threading.Thread(target=_open, args=[address], daemon=True).start()

        run(setup, on, listening)


def _listen(on: socket.socket, port: int) -> None:
    """Take the port.

    Raises:
        InputError: "port".
    """
    on.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        on.bind(("127.0.0.1", port))
        on.listen(128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                "port", f"Port {port} is in use, perhaps by another workbench: name another with --port, or 0 for any."
            ) from None
        raise InputError("port", f"Port {port} cannot be used ({error.strerror}): name another with --port.") from None


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _stop(*_: object) -> None:
    raise SystemExit(0)
