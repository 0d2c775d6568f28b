"""ICD-10-CM to walk through: our own table first, then the whole classification in a package loaded only here."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from types import ModuleType

from cac.guide.records import DiagnosisPage, Found, Named
from cac.reference.diagnoses import normal_diagnosis
from cac.reference.embedded import Embedded
from cac.reference.files import DiagnosisRow

WHOLE = "ICD-10-CM April 2026"
"""The release inside simple-icd-10-cm 1.5."""
_ITEM = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]")


def written(word: str) -> str:
    """A word as an ICD-10-CM code or block ("m5416" → "M54.16"); empty where it cannot be one."""
    code = word.upper() if "-" in word else normal_diagnosis(word)
    return code if _ITEM.fullmatch(code) else ""


def whole() -> ModuleType | None:
    """The package with the whole classification (a second to load); None where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module("simple_icd_10_cm")
    except ImportError:
        return None


def page(word: str, reference: Embedded, day: date | None = None) -> DiagnosisPage | None:
    """An ICD-10-CM code, block or header, with or without its dot, on a day; None where there is none such."""
    code = written(word)
    if not code:
        return None
    row = reference.diagnosis_row(code)
    if row and (row.billable == "1" or reference.codes_below(code)):
        billable, on_claim = _on_claim(row, reference, day)
        return DiagnosisPage(
            code=code,
            label=row.label,
            billable=billable,
            on_claim=on_claim,
            edition=_edition(row, reference, day),
            source=row.source,
            above=tuple(_named_above(code, reference)),
            below=tuple(_named(below, reference) for below in reference.codes_below(code)),
            covers=tuple(reference.covers(code)),
        )
    return _page_of_the_whole(code, reference)


def _on_claim(row: DiagnosisRow, reference: Embedded, day: date | None) -> tuple[bool, str]:
    """Whether a code may stand on a claim of the day, and how to say it.

    A header with a day of its own was divided on it, and before it was exact enough.
    """
    header = row.billable != "1"
    made = row.first_day if row.first_day < reference.diagnosis_days[0].isoformat() else ""
    if day and made and day.isoformat() < made:
        return header, f"yes on {day}: those below it begin on {made}" if header else f"no: it begins on {made}"
    return not header, "no: write one of those below it" if header else "yes"


def _edition(row: DiagnosisRow, reference: Embedded, day: date | None) -> str:
    """What is to be known of the edition where it is not of the day."""
    first, last = reference.diagnosis_days
    dated = row.first_day < first.isoformat()
    if day is None or ((dated or first <= day) and day <= last):
        return ""
    return f"of {first} to {last}: it says nothing sure of {day}"


def _page_of_the_whole(code: str, reference: Embedded) -> DiagnosisPage | None:
    icd = whole()
    if icd is None or not icd.is_valid_item(code):
        return None
    return DiagnosisPage(
        code=code,
        label=icd.get_description(code),
        billable=not icd.is_chapter_or_block(code) and icd.is_leaf(code),
        source=WHOLE,
        above=tuple(Named(item, icd.get_description(item)) for item in reversed(icd.get_ancestors(code))),
        below=tuple(Named(item, icd.get_description(item)) for item in icd.get_children(code)),
        covers=tuple(reference.covers(code)),
    )


def _named(code: str, reference: Embedded) -> Named:
    row = reference.diagnosis_row(code)
    return Named(code, row.label if row else "")


def _named_above(code: str, reference: Embedded) -> Iterator[Named]:
    """The headers above a code, the highest first."""
    for length in range(3, len(code)):
        header = code[:length]
        if not header.endswith(".") and (row := reference.diagnosis_row(header)):
            yield Named(header, row.label)


def search(words: list[str], reference: Embedded, everything: bool) -> list[Found]:
    """Diagnoses whose label holds every word, first those that begin with one; ``everything``: of the whole ICD."""
    icd = whole() if everything else None
    if icd is None:
        labels = ((row.code, row.label) for row in reference.diagnosis_rows)
    else:
        labels = (
            (code, icd.get_description(code)) for code in icd.get_all_codes() if not icd.is_chapter_or_block(code)
        )
    found = [Found("diagnosis", code, label) for code, label in labels if holds(label, words)]
    return sorted(found, key=lambda hit: (not hit.label.lower().startswith(tuple(words)), hit.code))


def holds(text: str, words: list[str]) -> bool:
    """Whether each word begins a word of the text."""
    text = text.lower()
    return all(re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) for word in words)
