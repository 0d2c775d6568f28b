"""``cac batch``: a folder or an export of notes → one row a note."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cac.cli import context
from cac.cli.exits import exit_code, say
from cac.cli.outputs import Progress, check_output
from cac.collector import collector_paused, leave_at_exit


def batch(
    input: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A folder of .txt files, or a .jsonl of {id, text, ...} rows.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.jsonl", help="Where the rows are written.")],
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
    """Code many notes into a file of rows.

    One row a note, in order. A note that cannot be coded becomes an error row and never stops the rest. Of a folder,
    the id of a note is its path below the folder without the suffix; names that begin with a dot are left out.
    """
    from cac.batch import open_private, run, write_row
    from cac.readers import read_inputs

    inputs = read_inputs(input)
    check_output(input, output)
    visit = context.read(date, place, payer, contractor, state, reference, lexicons)

    leave_at_exit()
    with collector_paused():
        from cac.coder import Coder

        coder = Coder(lexicons, visit.reference)
    counts: Counter[str] = Counter()
    progress = Progress(inputs.total)
    try:
        with open_private(output) as handle:
            for result in run(visit.placed(inputs.notes), coder):
                write_row(handle, result)
                counts[result.status] += 1
                counts["notices"] += bool(result.notices)
                progress.show(counts.total() - counts["notices"])
    finally:
        progress.clear()
    total = counts.total() - counts["notices"]
    say(_summary(counts, total))
    raise typer.Exit(exit_code(total, counts["error"]))


def _summary(counts: Counter[str], total: int) -> str:
    parts = [f"{counts[name]} {name.replace('_', ' ')}" for name in ("ready", "review", "not_a_procedure", "error")]
    notices = f"; {counts['notices']} with a notice in its row" if counts["notices"] else ""
    return f"{total} {'note' if total == 1 else 'notes'}: {', '.join(parts)}{notices}."
