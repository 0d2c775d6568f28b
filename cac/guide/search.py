"""Find codes by words, and codes that look like one that is not there."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import takewhile

from cac.guide import icd
from cac.guide.pages import Guide
from cac.guide.records import Found


def search(text: str, guide: Guide, everything: bool = False) -> list[Found]:
    """Procedures, drugs and diagnoses that the words name, each word as the beginning of one.

    A procedure is found by its label, and by the label and the names of the families that give it.

    Args:
        text: the words.
        guide: whose codes.
        everything: look through the whole ICD-10-CM instead of our own diagnoses; so it is, too, where the words name
            nothing of ours.
    """
    words = text.lower().split()
    if not words:
        return []
    found = [
        Found("procedure", code.code, code.label)
        for code in guide.lexicon.codes.values()
        if icd.holds(code.label, words)
    ]
    ours = {hit.code for hit in found}
    by_family = [
        Found("procedure", code, guide.lexicon.codes[code].label)
        for family in {id(family): family for family in guide.lexicon.families.values()}.values()
        if icd.holds(" ".join([family.label, *family.slugs()]).replace("_", " "), words)
        for rule in family.codes
        for code in rule.codes()
        if code not in ours
    ]
    found += dict.fromkeys(by_family)
    found += [Found("drug", row.code, row.label) for row in guide.reference.drug_rows if icd.holds(row.label, words)]
    diagnoses = icd.search(words, guide.reference, everything)
    if not found and not diagnoses and not everything:
        diagnoses = icd.search(words, guide.reference, everything=True)
    return found + diagnoses


def near(code: str, guide: Guide) -> list[str]:
    """Codes of ours that are written like one that is not."""
    known = [*guide.lexicon.codes, *(row.code for row in guide.reference.drug_rows)]
    diagnoses = [row.code for row in guide.reference.diagnosis_rows]
    alike = [] if "." in code else get_close_matches(code, known, n=6, cutoff=0.6)
    alike = alike or get_close_matches(icd.written(code) or code, diagnoses, n=6, cutoff=0.7)
    return sorted(alike, key=lambda one: _alike_from_the_start(one, code), reverse=True)[:3]


def _alike_from_the_start(one: str, other: str) -> int:
    """How many characters two codes share before the first that differs."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
