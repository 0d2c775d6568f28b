"""Note templates: a prompt for every element that a family asks for, and not one answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from cac.errors import InputError
from cac.gaps.asked import Asking
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Asked, ElementTold

Form = Literal["text", "ehr"]


def note_template(lexicon: Lexicon, slug: str, form: Form) -> str:
    """The template of a family.

    Args:
        lexicon: what families ask for, and the words of the prompts.
        slug: the family.
        form: "text" has boxes and lines to write on, "ehr" the wildcards (``***``) and choice lists (``{a/b}``) of an
            electronic record.

    Raises:
        InputError: if there is no such family; the sentence lists all of them.
    """
    if slug not in lexicon.families:
        raise InputError("template", f"There is no such family; write one of: {', '.join(sorted(lexicon.families))}.")
    return "\n".join(_lines(lexicon, slug, form)) + "\n"


def _lines(lexicon: Lexicon, slug: str, form: Form) -> Iterator[str]:
    words = lexicon.templates
    elements: dict[str, ElementTold] = {
        **lexicon.elements.elements,
        **lexicon.further_elements.elements,
    }
    asked = Asking(lexicon).may_ask(slug)
    blank = words.blank[form]
    yield from words.opening
    for section in words.sections:
        names = [name for name in section.elements if name in asked]
        work = [f"{words.work}: {blank}"] if "levels" in section.elements else []
        if names or work:
            yield from ("", section.title, *work)
        for name in names:
            yield f"{prompt(lexicon, slug, name)}: {_answer(elements[name].choices, form, blank)}"


def prompt(lexicon: Lexicon, slug: str, name: str) -> str:
    """The words that ask a family for an element, and where it is asked for only in some cases, in which."""
    elements: dict[str, ElementTold] = {
        **lexicon.elements.elements,
        **lexicon.further_elements.elements,
    }
    where = _where(lexicon, slug, name)
    return elements[name].ask + (f" [{where}]" if where else "")


def _where(lexicon: Lexicon, slug: str, name: str) -> str:
    """In which cases an element is asked for; "" for always."""
    family = lexicon.families[slug]
    rules: list[Asked] = []
    own = family.documentation.get(name)
    if own and (not own.only or slug in own.only):
        rules.append(own)
    of_all = lexicon.further_elements.of_all.get(name)
    if of_all and name not in family.not_asked:
        rules.append(of_all)
    return "" if any(not rule.when for rule in rules) else ", or ".join(rule.where for rule in rules)


def _answer(choices: list[str], form: Form, blank: str) -> str:
    """Room for an answer: choices of which none is made, or a blank."""
    if not choices:
        return blank
    return f"{{{'/'.join(choices)}}}" if form == "ehr" else "  ".join(f"[ ] {choice}" for choice in choices)
