"""Which rows a report stands on: what stops it, and what it says of rows that were left out. Never a word of a note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cac.collector import collector_paused
from cac.errors import InputError
from cac.lexicon.loader import Lexicon
from cac.reports.counts import Group, Selection, key
from cac.reports.records import Copy, Scope
from cac.reports.rows import RowReader
from cac.reports.tally import Tally
from cac.reports.words import Names

_RULES = re.compile(r"[0-9a-f]{6,64}$")
_FIELD = re.compile(r"[a-z_]{1,32}")
_NO_GROUP = frozenset(["defaults", "date_of_service", "patient"])
"""Context fields by which nobody groups reports: ``patient`` would make a report of a person."""

_LEFT_OUT = {
    "no procedure": "{} of no procedure",
    "other family": "{} of other procedures",
    "other day": "{} outside the period",
    "no day": "{} without a date of service",
    "other rules": "{} of other rules",
    "told twice": "{} that stand there twice",
}
"""In this order; what belongs to another provider is not told."""


def rules_of(version: str) -> str:
    """The digest at the end of a version; "not told" for an older row."""
    found = _RULES.search(version)
    return found[0] if found else "not told"


def check_field(field: str) -> None:
    """Refuse a field by which no report is made.

    Raises:
        InputError: "field".
    """
    if field in _NO_GROUP:
        raise InputError("field", "Reports are made by provider or place, never by day or patient: name another field.")


def nothing_read(reader: RowReader) -> InputError:
    """Why there is no row: the files are empty, or hold something else."""
    if reader.wrong:
        return InputError(
            "no_rows", "This file holds no row of `cac batch`: code the notes first (`cac batch NOTES --output ROWS`)."
        )
    return InputError("empty", "The file is empty: name the .jsonl that `cac batch` wrote.")


def counted(rows: Sequence[Path], selection: Selection, lexicon: Lexicon, copy_for: Copy) -> tuple[Tally, RowReader]:
    """Count the rows of some files, in one pass.

    Raises:
        InputError: when a file cannot be read, or no report can be made of its rows.
    """
    check_field(selection.field)
    reader = RowReader(rows)
    tally = Tally(selection, Names(lexicon, copy_for), reader)
    with collector_paused():  # rows hold no rings
        for row, spot in reader:
            tally.add(row, spot)
    check(tally, reader)
    tally.finish()
    return tally, reader


def check(tally: Tally, reader: RowReader) -> None:
    """Refuse rows that no report can be made of, in one sentence.

    Raises:
        InputError: "empty", "no_rows", "field", "provider", "nothing", "old_rows", "old_rules" or "mixed_rules".
    """
    if not tally.rows:
        raise nothing_read(reader)
    chosen = tally.selection
    if chosen.provider is not None or chosen.field != "provider":
        _check_provider(tally)
    if tally.groups and len(tally.versions) > 1:
        told = ", ".join(f"{rules_of(version)}: {count}" for version, count in sorted(tally.versions.items()))
        raise InputError(
            "mixed_rules",
            f"These rows were coded by {len(tally.versions)} versions of the rules ({told}), whose rates cannot be "
            "added: code the notes again, or take one version with --rules.",
        )
    if not tally.groups:
        raise InputError("nothing", _nothing(tally))
    version = next(iter(tally.versions), "")
    if version != tally.names.version and not chosen.rules:
        digest = rules_of(version)
        take = f", or take them as they are with --rules {digest}" if _RULES.search(version) else ""
        raise InputError(
            "old_rules",
            f"These rows were coded by other rules ({digest}) than those of this program "
            f"({rules_of(tally.names.version)}): code the notes again{take}.",
        )
    if not tally.required:
        raise InputError(
            "old_rows", "No row says which elements its procedures require: code the notes again with this version."
        )


def unnamed() -> InputError:
    """Why there is no report of a provider: nobody is named."""
    return InputError("field", "No row says who its provider is: give each note a `provider` field before `cac batch`.")


def _check_provider(tally: Tally) -> None:
    """Whether the field and the provider stand in any row."""
    chosen = tally.selection
    if chosen.field not in tally.fields:
        if chosen.field == "provider":
            raise unnamed()
        known = sorted(name for name in tally.fields - _NO_GROUP if _FIELD.fullmatch(name))
        there = f"there are {', '.join(known)}" if known else "there is none to group by"
        raise InputError("field", f"No row has that field in its `context`; {there}.")
    if chosen.provider is not None and chosen.provider not in tally.keys - {""}:
        others = len(tally.keys - {""})
        raise InputError(
            "provider",
            f"No row names that provider; the rows name {others}: "
            "`cac gaps practice` lists them, or make all reports with --all.",
        )


def _nothing(tally: Tally) -> str:
    """Why no row is left, by what took away the most."""
    left = sum(tally.left_out.values(), Counter())
    if left["no day"] and left["no day"] >= left["other day"]:
        return (
            "No row tells its date of service, so none falls into a period: give each note a `date_of_service`, or "
            "leave out --from and --to."
        )
    if left["other day"]:
        return "No row falls into this period: look at --from and --to."
    if left["other rules"]:
        return "No row was coded by these rules: look at --rules."
    if left["other family"]:
        return "No row has a procedure of this family: look at --family."
    if left["no procedure"]:
        return "No row holds a procedure, so nothing is asked for in any of them."
    return "Every row is an error: nothing was coded."


def remarks(tally: Tally, reader: RowReader, group: Group | None = None) -> tuple[str, ...]:
    """What a reader must know: what was left out, which dates are open, whose rules these are."""
    said = []
    every = sum(tally.left_out.values(), Counter())
    counts = tally.left_out.get(key(group.name), Counter()) if group else every
    left = [words.format(counts[why]) for why, words in _LEFT_OUT.items() if counts[why]]
    if left:
        said.append(f"Notes left out: {', '.join(left)}.")
    if every["error"]:
        whose = ", of whichever provider" if group else ""
        said.append(f"{_notes(every['error'])} of the file could not be coded{whose}.")
    if reader.wrong:
        number, line = reader.first_wrong
        where = f"line {line}" if len(reader.paths) == 1 else f"line {line} of file {number}"
        lines = "1 line is no row" if reader.wrong == 1 else f"{reader.wrong} lines are no rows"
        said.append(
            f"{lines} of `cac batch` and {'was' if reader.wrong == 1 else 'were'} left out (the first: {where})."
        )
    undated = group.undated if group else sum(one.undated for one in tally.groups.values())
    notes = group.notes if group else sum(one.notes for one in tally.groups.values())
    if undated == notes:
        said.append("No note tells its date of service, so no trend can be drawn.")
    elif undated:
        said.append(f"No date of service is told by {undated:,} of {_notes(notes)}: they count, and stand in no month.")
    unnamed = tally.groups.get("")
    if unnamed and group is None and len(tally.groups) > 1:
        said.append(f"Not named is the provider of {_notes(unnamed.notes)}.")
    if tally.unfound:
        said.append(f"Examples that do not stand in the notes that were given: {tally.unfound}; they quote the rows.")
    version = next(iter(tally.versions), "")
    if version != tally.names.version:
        said.append(
            f"The rows were coded by other rules ({rules_of(version)}) than those of this program "
            f"({rules_of(tally.names.version)}): code the notes again to be sure."
        )
    return tuple(said)


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count:,} notes"


def scope(tally: Tally, reader: RowReader, group: Group | None = None) -> Scope:
    """The scope of the report of one provider, or of all."""
    groups = [group] if group else list(tally.groups.values())
    chosen: Selection = tally.selection
    days = [day for one in groups for day in (one.first, one.last) if day]
    return Scope(
        notes=sum(one.notes for one in groups),
        first_day=min(days, default=""),
        last_day=max(days, default=""),
        asked_from=chosen.first,
        asked_to=chosen.last,
        family=tally.names.family(chosen.family) if chosen.family else "",
        rules=next(iter(tally.versions), ""),
        remarks=remarks(tally, reader, group),
    )
