"""Find codes by words, and codes that look like one that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import takewhile
from typing import NamedTuple

from cac.guide import icd
from cac.guide.pages import Guide
from cac.guide.records import Found
from cac.lexicon.schema import CodeRule, Family

_SIGNS = re.compile(r"[()|]")


class _Phrase(NamedTuple):
    """Words by which a family is known, and what they set: rows that ask for something else are not meant."""

    text: str
    sets: Mapping[str, str]
    is_name: bool = False


def search(text: str, guide: Guide, everything: bool = False) -> list[Found]:
    """Procedures, drugs and diagnoses that the words name, each word as the beginning of one.

    A procedure is found by its label, and by the words of the families that give it: what they are called, where they
    are done, what decides their codes. A drug is found by the names of its products too.

    Args:
        text: the words.
        guide: whose codes.
        everything: look through the whole ICD-10-CM instead of our own diagnoses; so it is, too, where the words name
            nothing of ours.
    """
    words = text.lower().replace("-", " ").split()
    if not words:
        return []
    codes = guide.lexicon.codes
    found = [Found("procedure", code.code, code.label) for code in codes.values() if icd.holds(code.label, words)]
    of_families = (Found("procedure", code, codes[code].label) for code in _of_families(words, guide))
    found = list(dict.fromkeys((*found, *of_families)))
    found += _drugs(words, guide)
    diagnoses = icd.search(words, guide.reference, everything)
    if not found and not diagnoses and not everything:
        diagnoses = icd.search(words, guide.reference, everything=True)
    return found + diagnoses


def _of_families(words: list[str], guide: Guide) -> Iterable[str]:
    """Codes of the families that say all the words at once; where none does, of those that say each of them."""
    families = {id(family): family for family in guide.lexicon.families.values()}.values()
    known = [(family, list(_phrases(family))) for family in families]
    exact = [
        code
        for of_a_name in (True, False)  # how it is called says more than where it is done
        for family, phrases in known
        for phrase in phrases
        if phrase.is_name == of_a_name and icd.holds(phrase.text, words)
        for rule in family.codes
        if _meant(rule, phrase)
        for code in rule.codes()
    ]
    return exact or [
        code
        for family, phrases in known
        for rule in family.codes
        if all(any(icd.holds(one.text, [word]) and _meant(rule, one) for one in phrases) for word in words)
        for code in rule.codes()
    ]


def _phrases(family: Family) -> Iterator[_Phrase]:
    """The words by which a family is known; the signs of the term grammar are left out."""

    def plain(terms: Iterable[str]) -> Iterator[str]:
        return (_SIGNS.sub(" ", term).replace("_", " ") for term in terms)

    yield from (_Phrase(text, {}, is_name=True) for text in plain([" ".join([family.label, *family.slugs()])]))
    for names in family.names:
        yield from (_Phrase(text, names.sets, is_name=True) for text in plain(names.terms))
    for name, target in family.targets.items():
        sets = {**target.sets, **({"group": target.group} if target.group else {})}
        yield from (_Phrase(text, sets) for text in plain([name, *target.terms]))
    for attribute, values in family.attributes.items():
        for value, terms in values.items():
            yield from (_Phrase(text, {attribute: value}) for text in plain(terms))


def _meant(rule: CodeRule, phrase: _Phrase) -> bool:
    """Whether nothing that the words set keeps a row of the code table from holding."""
    return all(value in rule.when.get(name, [value]) for name, value in phrase.sets.items())


def _drugs(words: list[str], guide: Guide) -> list[Found]:
    """Drugs and contrast agents by their labels, and by the names of the products that the lexicon knows."""
    lexicon = guide.lexicon
    named = {row.code for row in guide.reference.drug_rows if icd.holds(row.label, words)}
    for name, drug in lexicon.supply_drugs.drugs.items():
        products = [product for product in drug.products if _any_holds(product.named, words)]
        terms = lexicon.drugs.drugs[name].terms if name in lexicon.drugs.drugs else []
        if not products and _any_holds((name, *terms), words):
            products = drug.products
        named.update(code for product in products for code in product.codes)
    for agent in lexicon.supply_contrast.agents:
        if _any_holds(agent.named, words):
            named.update([agent.code, *agent.by_iodine])
    return [Found("drug", row.code, row.label) for row in guide.reference.drug_rows if row.code in named]


def _any_holds(terms: Iterable[str], words: list[str]) -> bool:
    """Whether one of some terms has all the words."""
    return any(icd.holds(_SIGNS.sub(" ", term), words) for term in terms)


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
