"""All cross-checks of one note. They change no line, no status and nothing that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cac.gaps.checks import diagnosis, imaging, late, sums, title
from cac.gaps.checks.blanks import BlankFinder
from cac.gaps.checks.body import BodyFinder
from cac.gaps.checks.case import Case
from cac.gaps.checks.patient import SexFinder
from cac.lexicon.loader import Lexicon
from cac.records import CrossCheck, ElementAnswer


class CrossChecks:
    """Holds the places of one note against each other."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the cross-checks of the lexicon."""
        self.rules = lexicon.cross_checks
        body, patient, blanks = (
            BodyFinder(self.rules.body),
            SexFinder(self.rules.patient),
            BlankFinder(self.rules.blanks),
        )
        self._finders = (title.find, diagnosis.find, body, patient, sums.find, late.find, blanks)

    def __call__(self, case: Case) -> list[CrossCheck]:
        """What does not agree; nothing for a note of no procedure."""
        if not case.procedures:
            return []
        return [found for find in self._finders for found in find(case)]


def of_images(case: Case, answers: Sequence[ElementAnswer]) -> list[CrossCheck]:
    """What the claim needs of images, where the answered checklist says that none was saved."""
    absent = any(a.element == "image_saved" and a.status == "absent" for a in answers)
    return list(imaging.find(case)) if absent and case.procedures and case.lines else []


def contradicted(checks: Iterable[CrossCheck]) -> frozenset[str]:
    """The elements of which the note says two things."""
    return frozenset(check.element for check in checks if check.element)
