"""``cac codes``: what our own data say of a code, of two together, or of words; the whole guide as one page."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cac.cli import context
from cac.cli.exits import NOTHING, say
from cac.cli.formats import Format
from cac.errors import InputError

if TYPE_CHECKING:
    from datetime import date as Date

    from cac.guide.pages import Guide

_CODE_LIKE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{1,8}")


def codes(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE...|search WORDS]", help="A code, several codes for their edits, or words."),
    ] = None,
    format: Annotated[Format, typer.Option(help="A readable page, or JSON.")] = Format.table,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the whole guide as one page to print.")
    ] = None,
    icd: Annotated[bool, typer.Option("--icd", help="Search the whole ICD-10-CM, not only our diagnoses.")] = False,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
    date: context.Day = "",
    reference: context.ReferenceFile = None,
) -> None:
    """The reference guide: a code, the edits of several, a search, or all of it as one HTML page."""
    words = [word for text in words or [] for word in text.split()]
    if bool(words) == bool(html):
        raise InputError("codes", "Name a code, `search` and words, or --html and a file: see `cac codes --help`.")
    from cac.guide.pages import Guide
    from cac.lexicon.loader import load_lexicon
    from cac.reference.opening import open_reference

    day = _day(date)
    tables = open_reference(context.reference_file(reference), lexicons)
    guide = Guide(load_lexicon(lexicons), tables)
    if html:
        from cac.guide.html import write_guide

        size = write_guide(guide, html, day)
        typer.echo(f"{size} codes written")
    elif words[0].lower() == "search":
        _search(" ".join(words[1:]), guide, icd, format)
    elif len(words) > 1:
        _pairs([_known(word, guide) for word in words], guide, day, format)
    else:
        _one(words[0], guide, day, format)


def _day(written: str) -> Date:
    from datetime import date as Date

    if not written:
        return Date.today()
    try:
        return Date.fromisoformat(written)
    except ValueError:
        raise InputError("codes", "The date is none: write it as 2026-01-15.") from None


def _width() -> int:
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))


def _one(word: str, guide: Guide, day: Date, format: Format) -> None:
    from cac.guide import icd, text
    from cac.guide.records import DiagnosisPage, DrugPage, Page

    page: Page | DrugPage | DiagnosisPage | None
    page = guide.page(word.upper(), day) or guide.drug(word.upper()) or icd.page(word, guide.reference, day)
    if page is None:
        raise _unknown(word, guide)
    if format is Format.json:
        _json(page)
    elif isinstance(page, Page):
        typer.echo(text.procedure(page, _width()), nl=False)
    elif isinstance(page, DrugPage):
        typer.echo(text.drug(page, _width()), nl=False)
    else:
        typer.echo(text.diagnosis(page, _width()), nl=False)


def _known(word: str, guide: Guide) -> str:
    """A code of procedures or drugs that we hold.

    Raises:
        InputError: we hold none such.
    """
    code = word.upper()
    if code in guide.lexicon.codes or guide.reference.drug_row(code):
        return code
    raise _unknown(word, guide)


def _unknown(word: str, guide: Guide) -> InputError:
    """One sentence, with the word only where it can be no word of a note."""
    from cac.guide.search import near

    name = word.upper() if _CODE_LIKE.fullmatch(word) and any(sign.isdigit() for sign in word) else ""
    alike = near(name, guide) if name else []
    mend = f"did you mean {', '.join(alike)}?" if alike else "`cac codes search WORDS` finds codes by words."
    return InputError("codes", f"{name or 'That'} is no code of the guide; {mend}")


def _pairs(known: list[str], guide: Guide, day: Date, format: Format) -> None:
    from itertools import permutations

    from cac.guide import text
    from cac.guide.records import data
    from cac.guide.rules import banned

    pages = [guide.pair(one, two, day) for one, two in permutations(dict.fromkeys(known), 2)]
    beside = [
        f"{row.add_on} is an add-on to {row.primary}" + (f" until {row.last_day}" if row.last_day else "")
        for row in guide.reference.add_on_rows
        if row.add_on in known and row.primary in known
    ]
    beside += guide.no_primaries(known, day)
    rules = [
        f"{code} is not valid on {day}: {known_code.why_not_on(day)}"
        for code in known
        if (known_code := guide.lexicon.codes.get(code)) and not known_code.valid_on(day)
    ]
    rules += banned(known, guide.lexicon, day)
    if format is Format.json:
        _json({"day": day.isoformat(), "pairs": data(pages), "add_ons": beside, "rules": rules})
    else:
        typer.echo(text.pairs(pages, beside, rules, _width()), nl=False)


def _search(words: str, guide: Guide, everything: bool, format: Format) -> None:
    from cac.guide import text
    from cac.guide.records import data
    from cac.guide.search import search

    found = search(words, guide, everything)
    if format is Format.json:
        _json({"found": data(found)})
    elif found:
        typer.echo(text.found(found, _width()), nl=False)
    if not found:
        say("No code has these words; try fewer of them, or the beginning of one.")
        raise typer.Exit(NOTHING)


def _json(value: Any) -> None:
    from cac.guide.records import data

    typer.echo(json.dumps(data(value), ensure_ascii=False))
