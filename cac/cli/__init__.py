"""The command line. One module a command group: it parses, calls one function, prints. Heavy imports wait in commands.

Nothing here may put a word of a note on stderr: no traceback, no message of an unknown exception, no argument as it was
typed (it may be a note pasted in the wrong place).
"""

from __future__ import annotations

import os
import re
import sys
from typing import Annotated, cast

import typer

from cac import __version__
from cac.cli import (
    audit,
    batch,
    clones,
    code,
    codes,
    export,
    gaps,
    lexicon,
    query,
    reference,
    scrub,
    serve,
    store,
    template,
    token,
    user,
)
from cac.cli.exits import INTERRUPTED, NOTHING, say
from cac.errors import CacError
from cac.stack import with_room

_USAGE = cast("type[Exception]", typer.BadParameter.__bases__[0])
"""click's UsageError, which typer keeps a copy of and does not hand out by name."""

app = typer.Typer(
    name="cac",
    help="Code interventional pain procedure notes, offline, with the proof for every line.",
    epilog="Exit codes: 0 all done; 1 done, some notes failed; 2 nothing usable.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code")(code.code)
app.command("batch")(batch.batch)
app.command("clones")(clones.clones)
app.command("codes")(codes.codes)
app.command("scrub")(scrub.scrub)
app.command("serve")(serve.serve)
app.add_typer(gaps.app, name="gaps")
app.command("template")(template.template)
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(reference.app, name="reference")
app.add_typer(query.app, name="query")
app.add_typer(store.app, name="store")
app.add_typer(audit.app, name="audit")
app.add_typer(export.app, name="export")
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cac {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _cac(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(NOTHING)


def main(arguments: list[str] | None = None) -> int:
    """Run ``cac`` and return its exit code: 0 all done, 1 some notes failed, 2 nothing usable, 130 interrupted."""
    try:
        code_ = with_room(lambda: _run(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the interpreter flushes stdout once more on its way out
        return 1
    return code_


def _run(arguments: list[str] | None) -> int:
    try:
        return int(app(arguments, prog_name="cac", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except CacError as error:
        say(error.message)
    except _USAGE as error:
        say(_usage(error))
    except OSError as error:
        say(f"The system refuses: {error.strerror or type(error).__name__}.")
    except Exception as error:
        from cac.batch.runner import describe

        say(f"An error in the program ({describe(error)}); nothing of the note is shown here.")
    return NOTHING


def _usage(error: Exception) -> str:
    """What is wrong with the command line, without its words."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cac"
    option = str(getattr(error, "option_name", "") or "")
    if option:
        known = re.fullmatch(r"--?[a-z][a-z-]{0,15}", option)
        problem = f"Bad option{f' {option}' if known else ''}"
    elif type(error).__name__ == "MissingParameter":
        problem = str(getattr(error, "format_message", lambda: "Something is missing")()).rstrip(".")
    elif parameter := getattr(error, "param", None):
        problem = f"Bad value for {max(parameter.opts, key=len)}"
    else:
        problem = "A command is missing or unknown, or there are too many arguments"
    return f"{problem}: see `{command} --help`."
