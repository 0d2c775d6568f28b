"""``cac template``: a note template of a family, which asks for everything and fills in nothing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TemplateForm(StrEnum):
    """Plain text with blanks, or wildcards and choice lists for an electronic record."""

    text = "text"
    ehr = "ehr"


def template(
    family: Annotated[
        str, typer.Argument(metavar="[FAMILY]", help="A family, such as facet_rfa; nothing lists them all.")
    ] = "",
    format: Annotated[
        TemplateForm, typer.Option(help="Plain text with blanks, or wildcards and choice lists.")
    ] = TemplateForm.text,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
) -> None:
    """Print a note template that asks for every element of a family and fills in none."""
    from cac.gaps.templates import note_template
    from cac.lexicon.loader import load_lexicon

    lexicon = load_lexicon(lexicons)
    if family:
        typer.echo(note_template(lexicon, family, format.value), nl=False)
        return
    for slug, told in sorted(lexicon.families.items()):
        typer.echo(f"{slug:28}{told.label}")
