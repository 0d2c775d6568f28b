"""What elements, severities, families and jobs are called in a report."""

from __future__ import annotations

from typing import get_args

from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Severity
from cac.reports.records import Copy, ElementWords
from cac.reports.rows import FullAnswer

SEVERITIES: tuple[str, ...] = get_args(Severity)
"""The worst first."""
_JOB_WORDS = {"provider": "Provider", "staff": "Staff", "coder": "Coder"}
BLANK = "____"


class Names:
    """The words of one lexicon for one copy of a report: a provider's copy names no severity by money."""

    def __init__(self, lexicon: Lexicon, copy_for: Copy) -> None:
        self._lexicon = lexicon
        self._prompts = lexicon.prompts
        self._copy = copy_for

    @property
    def version(self) -> str:
        """The program and the rules whose words these are."""
        return self._lexicon.version

    def label(self, element: str) -> str:
        """What an element is called; its name in plain letters where ``prompts.yaml`` has no entry."""
        known = self._prompts.elements.get(element)
        return known.label if known else element.replace("_", " ").capitalize()

    def beside(self, element: str) -> list[str]:
        """The elements whose words are quoted where this one is missing."""
        known = self._prompts.elements.get(element)
        return known.beside if known else []

    def severity(self, severity: str) -> str:
        """A severity as this copy says it."""
        if self._copy == "coder":
            return severity
        return dict[str, str](self._prompts.severity.items()).get(severity, "")

    def job(self, job: str) -> str:
        """Whose it is to close a gap."""
        return _JOB_WORDS.get(job, "")

    def family(self, slug: str) -> str:
        """What a family is called."""
        known = self._lexicon.families.get(slug)
        if known is None:
            return slug.replace("_", " ").capitalize()
        return known.label if len(known.slugs()) == 1 else slug.replace("_", " ").capitalize()

    def element(self, answer: FullAnswer) -> ElementWords:
        """All words of an element, with what the row says of it."""
        known = self._prompts.elements.get(answer.element)
        label = self.label(answer.element)
        return ElementWords(
            element=answer.element,
            label=label,
            severity=self.severity(answer.severity),
            source=answer.source,
            job=self.job(answer.job),
            prompt=known.prompt if known else f"{label}: {BLANK}",
        )


def rank(severity: str) -> int:
    """The place of a severity, the worst first; an unknown one last."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
