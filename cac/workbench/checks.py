"""What may come in: texts, names, codes as they stand on a claim. No message repeats what was given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cac.errors import Invalid
from cac.records import BilledLine
from cac.workbench.records import NAME, RIGHTS, Part, Role, Span

MOST_NOTE = 2 * 1024 * 1024
MOST_NAME = 1_000
MOST_COMMENT = 4_000
MOST_ADDENDUM = 100_000
MOST_LINES = 200

_CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")  # CPT, HCPCS
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")  # ICD-10-CM
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_HALF = re.compile("[\ud800-\udfff]")
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,100}")


def checked_text(text: str, what: str, most: int, *, empty: bool = False) -> str:
    """A text of at most ``most`` characters.

    Raises:
        Invalid: "text".
    """
    if not empty and not text.strip():
        raise Invalid("text", f"The {what} is empty.")
    if _HALF.search(text):
        raise Invalid("text", f"The {what} holds half characters (surrogates): paste it again.")
    if len(text) > most:
        raise Invalid("text", f"The {what} is longer than {most:,} characters: shorten it.")
    return text


def checked_label(text: str, what: str) -> str:
    """A short name that may stand in the open: of a batch, of a rule set.

    Raises:
        Invalid: "label".
    """
    if len(text) > 200 or not text.isprintable():
        raise Invalid("label", f"The {what} is at most 200 characters that can be printed.")
    return text


def checked_name(name: str, what: str) -> str:
    """A name of a user or token, in small letters.

    Raises:
        Invalid: "name".
    """
    name = name.strip().lower()
    if not NAME.fullmatch(name):
        raise Invalid("name", f"A {what} has a name of 1 to 32 letters, digits, dots, hyphens or underscores.")
    return name


def checked_key(key: str) -> str:
    """An idempotency key.

    Raises:
        Invalid: "key".
    """
    if not _KEY.fullmatch(key):
        raise Invalid("key", "An idempotency key has 8 to 100 letters, digits, dots, colons, hyphens or underscores.")
    return key


def checked_line(part: Part, line: BilledLine) -> BilledLine:
    """A line as a coder wants it, in capitals.

    Raises:
        Invalid: "line", for what cannot stand on a claim.
    """
    code = line.code.strip().upper()
    modifiers = tuple(modifier.strip().upper() for modifier in line.modifiers)
    diagnoses = tuple(diagnosis.strip().upper() for diagnosis in line.diagnoses)
    if part == "diagnosis":
        if not _DIAGNOSIS.fullmatch(code):
            raise Invalid("line", "A diagnosis is an ICD-10-CM code with its dot, such as M54.16.")
        if modifiers or diagnoses or line.units != 1:
            raise Invalid("line", "A diagnosis has neither modifiers nor units.")
        return BilledLine(code=code)
    if not _CODE.fullmatch(code):
        raise Invalid("line", "A line has a CPT or HCPCS code of five characters, such as 64483.")
    if not all(_MODIFIER.fullmatch(modifier) for modifier in modifiers):
        raise Invalid("line", "A modifier has two letters or digits, such as LT.")
    if len(modifiers) > 4 or len(set(modifiers)) < len(modifiers):
        raise Invalid("line", "A line has at most four modifiers, each once.")
    if not all(_DIAGNOSIS.fullmatch(diagnosis) for diagnosis in diagnoses):
        raise Invalid("line", "A diagnosis is an ICD-10-CM code with its dot, such as M54.16.")
    if len(diagnoses) > 4 or len(set(diagnoses)) < len(diagnoses):
        raise Invalid("line", "A line points at four diagnoses at most, each once.")
    if not 1 <= line.units <= 9_999:
        raise Invalid("line", "Units are a whole number from 1 to 9999.")
    return BilledLine(code=code, modifiers=modifiers, units=line.units, diagnoses=diagnoses)


def checked_spans(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Places in a note of ``length`` code points, each once, in reading order.

    Raises:
        Invalid: "evidence".
    """
    if len(spans) > MOST_LINES or any(not 0 <= start < end <= length for start, end in spans):
        raise Invalid("evidence", "The evidence is no place in the note: select the words again.")
    return tuple(sorted(set(spans)))


def checked_role(role: str) -> Role:
    """A role by its name.

    Raises:
        Invalid: "role".
    """
    for known in RIGHTS:
        if role == known:
            return known
    raise Invalid("role", f"A role is one of {', '.join(RIGHTS)}.")
