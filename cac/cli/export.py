"""``cac export``: what coders decided, as rows and as figures."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli.exits import say
from cac.cli.keeping import JSON, KeyFile, StoreName, administrator, opened, wants_json
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.workbench.figures import Agreement, CodeFigures, Figures, Times

app = typer.Typer(help="What coders decided: rows and figures.", no_args_is_help=False)


@app.callback()
def _export() -> None:
    """What coders decided: rows and figures."""


@app.command()
def decisions(
    format: Annotated[str, typer.Option("--format", metavar="csv|jsonl", help="How rows are written.")] = "csv",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output by default.")
    ] = None,
    store: StoreName = "",
    key_file: KeyFile = None,
) -> None:
    """Write every decision, undone ones too, as a row; names and comments only with the key of an encrypted store."""
    from cac.batch import open_private
    from cac.workbench.export import decision_rows, write_csv, write_jsonl

    if format not in ("csv", "jsonl"):
        raise InputError("format", "Bad value for --format: it is csv or jsonl.")
    write = write_csv if format == "csv" else write_jsonl
    with opened(store, key_file, need_key=True) as kept:
        rows = decision_rows(kept, administrator())
        if output is not None:
            with open_private(output) as handle:
                count = write(handle, rows)
        else:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(errors="replace", newline="")
            count = write(sys.stdout, rows)
    say(f"{count} decisions.")


@app.command()
def figures(
    since: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Only what was finished since (UTC).")] = "",
    format: JSON = "table",
    store: StoreName = "",
) -> None:
    """Precision, recall and agreement by code, override reasons, time a note; blind and second codings apart."""
    from cac.workbench.figures import figures as measure

    as_json = wants_json(format)
    try:
        day = datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None
    except ValueError:
        raise InputError("since", "The day of --since is none: write it as YYYY-MM-DD.") from None
    with opened(store, None) as kept:
        found = measure(kept, administrator(), day)
    typer.echo(found.model_dump_json(indent=2) if as_json else _table(found))


def _table(found: Figures) -> str:
    out = [f"{found.notes} finished notes, {found.exact} as suggested in every line", ""]
    out.append(f"{'code':<7}{'suggested':>10}{'accepted':>10}{'changed':>9}{'wrong':>7}{'missed':>8}{'precision':>11}")
    out[-1] += f"{'recall':>8}{'kappa':>7}"
    out += [_code(row) for row in (*found.codes, found.all)]
    if found.reasons:
        out += ["", "reasons"]
        for reason, kinds in found.reasons.items():
            out.append(f"  {reason:<18}" + ", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    out += ["", f"time a note: {_time(found.time)}"]
    out += [f"  {who:<18}{_time(times)}" for who, times in found.time_by_coder.items()]
    if found.blind.first_and_suggestion.notes:
        blind = found.blind
        out += ["", "blind mode"]
        out.append(f"  first coding and suggestion: {_agreement(blind.first_and_suggestion)}")
        out.append(f"  first coding and final claim: {_agreement(blind.first_and_final)}")
        ended = f"{blind.moved} ended as suggested, {blind.kept} as first coded"
        out.append(f"  of {blind.differed} that differed, {ended}")
    if found.second.notes:
        out += ["", f"second coders: {_agreement(found.second)}"]
    return "\n".join(out)


def _code(row: CodeFigures) -> str:
    rates = f"{_rate(row.precision):>11}{_rate(row.recall):>8}{_rate(row.kappa):>7}"
    return f"{row.code:<7}{row.suggested:>10}{row.accepted:>10}{row.changed:>9}{row.wrong:>7}{row.missed:>8}{rates}"


def _agreement(found: Agreement) -> str:
    return f"{found.same} of {found.notes} notes the same, kappa {_rate(found.kappa)}"


def _time(times: Times) -> str:
    if times.median is None or times.mean is None:
        return "nothing measured"
    return f"median {times.median:.0f} s, mean {times.mean:.0f} s, {times.notes} notes"


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
