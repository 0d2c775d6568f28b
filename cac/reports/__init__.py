"""Reports of documentation gaps, from the rows of a run: of one note, of one provider, of the practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cac.errors import InputError
from cac.lexicon.loader import Lexicon
from cac.records import Note, Unreadable
from cac.reports.counts import Selection
from cac.reports.records import Copy, NoteReport, PracticeReport, ProviderReport

__all__ = ["Selection", "note_report", "practice_report", "provider_reports"]


def provider_reports(
    rows: Sequence[Path], selection: Selection, lexicon: Lexicon, notes: Iterable[Note | Unreadable] = ()
) -> Iterator[ProviderReport]:
    """One report of each provider that ``selection`` lets in; the rows are read once.

    With the ``notes`` that were coded, quotes are the sentences around the passages of the rows.

    Raises:
        InputError: when a file cannot be read, or no report can be made of its rows.
    """
    from cac.reports.build import providers
    from cac.reports.scope import counted, unnamed
    from cac.reports.widen import widen_tally

    tally, reader = counted(rows, selection, lexicon, "provider")
    if not any(group.name for group in tally.groups.values()):
        raise unnamed()
    if notes:
        tally.unfound = widen_tally(tally, notes)
    yield from providers(tally, reader)


def practice_report(rows: Sequence[Path], selection: Selection, lexicon: Lexicon) -> PracticeReport:
    """The report of all providers; the coder's copy where ``selection`` counts costs.

    Raises:
        InputError: as `provider_reports`.
    """
    from cac.reports.build import practice
    from cac.reports.scope import counted

    return practice(*counted(rows, selection, lexicon, "coder" if selection.costs else "provider"))


def note_report(
    rows: Sequence[Path], id: str, lexicon: Lexicon, copy_for: Copy, notes: Iterable[Note | Unreadable] = ()
) -> NoteReport:
    """The report of one note: the row with this id, or the only row where ``id`` is ""; ``notes`` widen its quotes.

    Raises:
        InputError: when there is no such row or more than one, or nothing is asked of the note.
    """
    from cac.reports.note import note
    from cac.reports.rows import RowReader, Spot
    from cac.reports.widen import widen_note

    reader = RowReader(rows)
    found: Spot | None = None
    count = 0
    for row, spot in reader:
        count += 1
        if id and row.id != id:
            continue
        if found is not None:
            many = "Two rows have this id: name one file." if id else "The file holds many rows: name a note with --id."
            raise InputError("id", many)
        found = spot
    whole = reader.full(found) if found is not None else None
    if whole is None:
        if count:
            raise InputError("id", "No row has this id: look into the file, or leave --id out for a single row.")
        from cac.reports.scope import nothing_read

        raise nothing_read(reader)
    report = note(whole, lexicon, copy_for)
    for one in notes:
        if isinstance(one, Note) and one.id == whole.id:
            return widen_note(report, one.text)
    return report
