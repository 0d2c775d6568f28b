"""``cac clones``: a folder or an export of notes → the notes that are near-identical."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from cac.cli.exits import exit_code, say
from cac.cli.formats import Format
from cac.cli.outputs import Progress, check_output
from cac.collector import leave_at_exit


def clones(
    input: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A folder of .txt files, or a .jsonl of {id, text, ...} rows.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the answer is written, mode 0600.")
    ] = None,
    format: Annotated[Format, typer.Option(help="A readable list, or one JSON object.")] = Format.table,
    threshold: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="The share of own words that makes clones, 0.6 to 1 (0.85 by default)."),
    ] = None,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
) -> None:
    """Find near-identical notes across patients or visits, with what they share and where they differ.

    Consent, time-out, positioning, risks, instructions and signatures do not count, nor does a sentence that stands in
    a large part of a provider's notes. Rows may tell provider, patient and date_of_service.
    """
    from cac.cli.show_clones import many, render
    from cac.clones import find_clones
    from cac.readers import read_inputs

    inputs = read_inputs(input)
    if output:
        check_output(input, output)
    leave_at_exit()
    progress = Progress(inputs.total)
    try:
        report = find_clones(inputs.notes, lexicons, threshold, progress.show)
    finally:
        progress.clear()
    if format is Format.json:
        answer = json.dumps(report.model_dump(mode="json"), indent=1) + "\n"
    else:
        answer = render(report, width=shutil.get_terminal_size((100, 24)).columns)
    if output:
        from cac.batch import open_private

        with open_private(output) as handle:
            handle.write(answer)
    elif report.notes:
        sys.stdout.write(answer)
    cloned = sum(len(cluster.notes) for cluster in report.clusters)
    total = report.notes + len(report.errors)
    clusters, errors = many(len(report.clusters), "cluster"), many(len(report.errors), "error")
    say(f"{many(total, 'note')}: {cloned} cloned in {clusters}, {errors}.")
    raise typer.Exit(exit_code(total, len(report.errors)))
