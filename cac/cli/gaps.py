"""``cac gaps``: reports of what notes leave out, of one note, one provider, or the practice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli import context
from cac.cli.reports import ReportFormat, form_of, give, give_all, tell
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.lexicon.loader import Lexicon
    from cac.records import Note, Unreadable
    from cac.reports.counts import Selection
    from cac.reports.records import Report


class For(StrEnum):
    """Whose copy a report is."""

    provider = "provider"
    coder = "coder"


app = typer.Typer(help="Reports of what notes leave out.", no_args_is_help=False)

Rows = Annotated[list[Path], typer.Argument(metavar="ROWS...", help="Files of rows that `cac batch` wrote.")]
Form = Annotated[
    ReportFormat | None, typer.Option("--format", help="By default that of the output's name, else a readable table.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where it is written; mode 0600.")]
Lexicons = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
]
From = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day of service that counts.")]
To = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day of service that counts.")]
FamilyName = Annotated[
    str, typer.Option("--family", metavar="NAME", help="Only notes with a procedure of this family.")
]
Field = Annotated[
    str, typer.Option("--provider-field", metavar="FIELD", help="The context field that groups notes: provider.")
]
Rules = Annotated[
    str, typer.Option("--rules", metavar="DIGEST", help="Only rows that these rules coded: the end of `version`.")
]
Notes = Annotated[
    Path | None,
    typer.Option("--notes", metavar="INPUT", help="The notes that were coded: quotes are then whole sentences."),
]
CopyFor = Annotated[For, typer.Option("--copy", help="The provider's copy (no codes), or the coder's.")]


@app.callback()
def _gaps() -> None:
    """Reports of what notes leave out."""


@app.command("note")
def note(
    source: Annotated[
        Path,
        typer.Argument(metavar="NOTE|ROWS", help="A note (.txt, or - for stdin), a row (.json), or rows (.jsonl)."),
    ],
    id: Annotated[str, typer.Option("--id", metavar="ID", help="Which of many rows.")] = "",
    notes: Notes = None,
    copy: CopyFor = For.provider,
    format: Form = None,
    output: Output = None,
    lexicons: Lexicons = None,
    date: context.Day = "",
    place: context.Place = "",
    payer: context.PayerName = "",
    contractor: context.Contractor = "",
    state: context.State = "",
    reference: context.ReferenceFile = None,
) -> None:
    """One note: what is missing or told in two ways, by whose authority, and the levels as a picture."""
    form = form_of(format, output)
    from cac.lexicon.loader import load_lexicon

    report: Report
    if source.suffix.lower() in (".json", ".jsonl") or _holds_rows(source):
        from cac.reports import note_report

        report = note_report([source], id, load_lexicon(lexicons), copy.value, _notes(notes))
    else:
        visit = context.read(date, place, payer, contractor, state, reference, lexicons)
        report = _coded(source, visit, lexicons, copy)
    give(report, form, output, [source])


def _holds_rows(source: Path) -> bool:
    """Whether a file of another name begins as the rows of ``cac batch`` do: no note begins with a JSON object."""
    try:
        with source.open("rb") as handle:
            return source != Path("-") and handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"')
    except OSError:
        return False


def _coded(source: Path, visit: context.Visit, lexicons: Path | None, copy: For) -> Report:
    """The report of a note that is coded first."""
    import json

    from cac.batch.runner import code_one
    from cac.cli.paste import read_stdin
    from cac.coder import Coder
    from cac.lexicon.loader import load_lexicon
    from cac.readers import read_bytes, read_note
    from cac.records import Note
    from cac.reports.note import note
    from cac.reports.rows import full
    from cac.reports.widen import widen_note

    given = read_bytes(read_stdin(), id="stdin") if source == Path("-") else read_note(source)
    placed = next(iter(visit.placed([given])))
    assert isinstance(placed, Note)
    result = code_one(placed, Coder(lexicons, visit.reference))
    if result.error:
        raise InputError(result.error["code"], result.error["message"])
    row = full(json.dumps(result.row()).encode("ascii"))
    assert row is not None
    return widen_note(note(row, load_lexicon(lexicons), copy.value), placed.text)


def _notes(notes: Path | None) -> Iterable[Note | Unreadable]:
    """The notes that were coded, where they are given."""
    from cac.readers import read_inputs

    return read_inputs(notes).notes if notes else ()


@app.command("provider")
def provider(
    rows: Rows,
    name: Annotated[str, typer.Option("--provider", metavar="NAME", help="The provider, as the rows name her.")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="A report of each provider; OUT is a folder.")] = False,
    first: From = "",
    last: To = "",
    family: FamilyName = "",
    field: Field = "provider",
    rules: Rules = "",
    notes: Notes = None,
    format: Form = None,
    output: Output = None,
    lexicons: Lexicons = None,
) -> None:
    """One provider over a period: how often each element is missing, trends, examples, prompts."""
    if bool(name) == everyone:
        raise InputError("provider", "Name a provider with --provider, or make all reports with --all.")
    from cac.reports import provider_reports
    from cac.reports.counts import key

    lexicon, chosen = _selection(lexicons, first, last, family, field, rules, provider=None if everyone else key(name))
    if everyone:
        give_all(provider_reports(rows, chosen, lexicon, _notes(notes)), format, output)
        return
    form = form_of(format, output)
    report = next(provider_reports(rows, chosen, lexicon, _notes(notes)))
    tell(report.scope, form, output)
    give(report, form, output, rows)


@app.command("practice")
def practice(
    rows: Rows,
    copy: CopyFor = For.provider,
    first: From = "",
    last: To = "",
    family: FamilyName = "",
    field: Field = "provider",
    rules: Rules = "",
    format: Form = None,
    output: Output = None,
    lexicons: Lexicons = None,
) -> None:
    """The practice: heat maps by provider and by family; on the coder's copy the claim lines that stand on the gaps."""
    form = form_of(format, output)
    from cac.reports import practice_report

    lexicon, chosen = _selection(lexicons, first, last, family, field, rules, costs=copy is For.coder, whole=True)
    report = practice_report(rows, chosen, lexicon)
    tell(report.scope, form, output)
    give(report, form, output, rows)


def _selection(
    lexicons: Path | None,
    first: str,
    last: str,
    family: str,
    field: str,
    rules: str,
    *,
    provider: str | None = None,
    costs: bool = False,
    whole: bool = False,
) -> tuple[Lexicon, Selection]:
    """What the options say, checked.

    Raises:
        InputError: "period" or "family".
    """
    from cac.lexicon.loader import load_lexicon
    from cac.reports.counts import Selection

    first, last = _day(first, "--from"), _day(last, "--to")
    if first and last and first > last:
        raise InputError("period", "The period ends before it begins: look at --from and --to.")
    lexicon = load_lexicon(lexicons)
    known = {*lexicon.families, *(one.reported_as for one in lexicon.families.values() if one.reported_as)}
    if family and family not in known:
        raise InputError("family", "This family is not known: write a `slug` of lexicons/families, such as facet_rfa.")
    return lexicon, Selection(
        first, last, family, rules, field, provider, costs=costs, families=whole, examples=not whole
    )


def _day(said: str, option: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        raise InputError("period", f"The day of {option} is none: write it as 2026-01-31.") from None
