"""``cac scrub``: the edits of a claim that somebody else made, without a note."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cac.cli.exits import DONE, SOME_FAILED
from cac.cli.formats import Format

if TYPE_CHECKING:
    from cac.readers.claims import NamedClaim
    from cac.records import Finding


def scrub(
    claim: Annotated[Path, typer.Argument(metavar="CLAIM", help="A .json or .csv file with one or several claims.")],
    format: Annotated[Format, typer.Option(help="A readable list, or one JSON object.")] = Format.table,
    reference: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The database of `cac reference import`.")
    ] = None,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
) -> None:
    """Check a claim that is made; exit 0 clean, 1 with findings of severity error, 2 for a file that is no claim."""
    from cac.cli.context import reference_file
    from cac.edits import scrub as judge
    from cac.lexicon.loader import load_lexicon
    from cac.readers.claims import read_claims
    from cac.reference.opening import open_reference, require_day

    lexicon = load_lexicon(lexicons)
    claims = read_claims(claim, lexicon.payers)
    tables = open_reference(reference_file(reference), lexicons)
    for number, one in enumerate(claims, start=1):
        require_day(tables, one.claim.date_of_service, f"Claim {number}: " if len(claims) > 1 else "")
    judged = [
        (one, judge(one.claim, lexicon.payers[one.claim.payer], tables, lexicon.codes, lexicon.edit_rules))
        for one in claims
    ]
    if format is Format.json:
        rows = [_row(one, finding, several=len(judged) > 1) for one, found in judged for finding in found]
        sys.stdout.write(json.dumps({"findings": rows}, ensure_ascii=False, indent=2) + "\n")
    else:
        for one, found in judged:
            sys.stdout.write(_table(one, found, several=len(judged) > 1))
    wrong = any(finding.severity == "error" for _, found in judged for finding in found)
    raise typer.Exit(SOME_FAILED if wrong else DONE)


def _row(one: NamedClaim, finding: Finding, *, several: bool) -> dict[str, Any]:
    row = finding.model_dump(mode="json")
    return {"claim_id": one.id, **row} if several else row


def _table(one: NamedClaim, found: tuple[Finding, ...], *, several: bool) -> str:
    """The findings of a claim as text: what, on which line (from 1, for people), what to do, by whom."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    out = [f"CLAIM {one.id}\n"] if several else []
    if not found:
        out.append("no findings\n")
    for finding in found:
        codes = ", ".join(f"{place + 1} {one.claim.lines[place].code}" for place in finding.lines)
        out.append(f"{finding.severity.upper():8}{finding.rule}" + (f"  line {codes}" if codes else "") + "\n")
        out += [f"        {line}\n" for line in textwrap.wrap(finding.message, width - 8)]
        told = f"[{finding.authority}; {finding.source}]"
        out += [f"        {line}\n" for line in textwrap.wrap(told, width - 8)]
    counts = {severity: sum(item.severity == severity for item in found) for severity in ("error", "warning", "info")}
    out.append(f"{_many(counts['error'], 'error')}, {_many(counts['warning'], 'warning')}, {counts['info']} to know\n")
    return "".join(out) + ("\n" if several else "")


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
