"""What stands in the fields of a form for a line of a claim, wherever a coder writes one."""

from __future__ import annotations

import re

from cac.errors import Invalid
from cac.records import BilledLine

_MODIFIERS = re.compile(r"[\s,;/+-]+")
_DIAGNOSES = re.compile(r"[\s,;]+")


def whole_of(number: str) -> int:
    """A whole number of at most nine digits.

    Raises:
        Invalid: "number".
    """
    if not re.fullmatch(r"[0-9]{1,9}", number.strip()):
        raise Invalid("number", "This is no whole number: load the page again.")
    return int(number)


def line_of(code: str, modifiers: str, units: str, diagnoses: str) -> BilledLine:
    """A line as its four fields say it; whether it can stand on a claim is proved where it is kept.

    Raises:
        Invalid: "line".
    """
    try:
        count = whole_of(units)
    except Invalid:
        raise Invalid("line", "Units are a whole number from 1 to 9999.") from None
    return BilledLine(
        code=code.strip(),
        modifiers=tuple(filter(None, _MODIFIERS.split(modifiers))),
        units=count,
        diagnoses=tuple(filter(None, _DIAGNOSES.split(diagnoses))),
    )
