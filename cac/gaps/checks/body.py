"""Sentences of another patient: a part of the body that is prepared, where nothing is done there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cac.gaps.checks.case import Case, windows
from cac.lexicon.schema import BodyPart, BodyParts
from cac.lexicon.terms import expand
from cac.records import CrossCheck, Procedure

_BESIDE = 70  # characters before and behind the name of a part
_TOLD_OF_WORK = frozenset(["body", "field", "anesthesia"])


class BodyFinder:
    """Finds parts of the body that have nothing to do with the work."""

    def __init__(self, words: BodyParts) -> None:
        """Take the parts, and the words that prepare one."""
        self._parts = words.parts
        self._anywhere = frozenset(words.anywhere)
        names = {
            " ".join(form): part for part, told in words.parts.items() for term in told.words for form in expand(term)
        }
        self._named = names
        self._words = {
            part: frozenset(form[0] for term in told.words for form in expand(term))
            for part, told in words.parts.items()
        }
        part = "|".join(re.escape(name).replace(r"\ ", r"[\s-]") for name in sorted(names, key=len, reverse=True))
        prepared = "|".join(words.prepared)
        whose = r"\b(?:the|his|her|patient's|patients)\s"
        beside = (
            r"(?:(?:left|right|posterior|anterior|lateral|medial|entire|skin of the|skin over the|area of the|"
            r"area over the)\s){0,2}"
        )
        self._pattern = re.compile(
            rf"{whose}{beside}(?P<part>{part})(?:\s(?:area|region|joint|skin|site)){{0,2}}\s(?:was|were)\s"
            rf"(?:then\s|also\s)?(?:\w+ly\s)?(?:{prepared})\b"
            rf"|\b(?:{prepared}|prepping|draping|prep of)\s(?:and draped\s)?(?:the|his|her)\s{beside}"
            rf"(?P<part2>{part})\b(?!\s*(?:and|,))",
            re.I,
        )

    def __call__(self, case: Case) -> Iterator[CrossCheck]:
        """A part that is prepared, where no procedure of the note fits it."""
        unfit = [
            name
            for name, part in self._parts.items()
            if not self._words[name].isdisjoint(case.keys) and not self._fits(part, case)
        ]
        if not unfit:
            return
        text = case.reading.text
        signs = sorted({word for name in unfit for word in self._words[name]})
        told: dict[str, tuple[int, int]] = {}
        for low, high in windows(text.lower(), signs, _BESIDE):
            for match in self._pattern.finditer(text, low, high):
                sentence = case.reading.sentence_at(match.start())
                if sentence and sentence.role in _TOLD_OF_WORK:
                    name = " ".join(re.split(r"[\s-]+", (match["part"] or match["part2"]).lower()))
                    told.setdefault(self._named[name], match.span())
        for name, place in told.items():
            if name in unfit:
                work = next((p.evidence[0] for p in case.procedures if p.evidence), None)
                yield case.found("body_part", [place, *([work] if work else [])], part=name)

    def _fits(self, part: BodyPart, case: Case) -> bool:
        """Whether one of the procedures is done there, or may be done anywhere."""
        return any(
            p.family in self._anywhere
            or p.family in part.families
            or (p.region or "") in part.regions
            or not (p.region or p.targets)
            or _named(p, part)
            for p in case.procedures
        )


def _named(procedure: Procedure, part: BodyPart) -> bool:
    words = {word for target in procedure.targets for word in re.findall(r"[a-z]+", target.lower())}
    return not words.isdisjoint(part.targets)
