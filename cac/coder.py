"""The whole way, on one screen: text → doc → facts → claim → checklist → result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cac.billing.finish import finish
from cac.coding.mapper import Mapper
from cac.collector import collector_paused
from cac.context import ClaimContext, read_context
from cac.facts.assemble import read_facts
from cac.gaps.checklist import Checklist
from cac.lexicon.loader import load_lexicon
from cac.nlp.pipeline import make_pipeline
from cac.nlp.reading import Reading
from cac.records import Claim, Facts, Procedure, Result, Status

if TYPE_CHECKING:
    from spacy.language import Language


class Coder:
    """Codes notes. One instance may code any number of notes; it keeps nothing of them."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """Load the lexicons under ``lexicons`` (the shipped ones by default).

        Raises:
            LexiconError: if a lexicon file breaks its schema.
        """
        with collector_paused():
            lexicon = load_lexicon(lexicons)
            self._lexicon = lexicon
            self.nlp: Language = make_pipeline(lexicons)
            self._map = Mapper(lexicon)
            self._checklist = Checklist(lexicon)

    def code(self, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        """Code one note.

        Args:
            text: the note, as it came; offsets of the result are code points of this string.
            id: comes back in the result.
            context: the fields of `cac.context.ClaimContext`, as words; the rest by default.

        Raises:
            InputError: if the context names a day, place or payer that is none.
        """
        with collector_paused():
            return self._code(text, id, read_context(context or {}, self._lexicon.payers))

    def claim(self, facts: Facts, context: ClaimContext) -> tuple[Claim, tuple[Procedure, ...]]:
        """The claim that facts give for a day, a place and a payer, and the procedures under their code's family."""
        claim, procedures = self._map(facts, context.date_of_service, context.contractor)
        payer = self._lexicon.payers[context.payer]
        return finish(claim, procedures, facts.teaching, context, payer, self._lexicon.codes), procedures

    def _code(self, text: str, id: str, context: ClaimContext) -> Result:
        doc = self.nlp(text)
        reading: Reading = doc._.cac_reading
        facts: Facts = read_facts(doc)
        claim, procedures = self.claim(facts, context)
        checklist = self._checklist(reading, procedures)
        reading.let_go()
        return Result(
            id=id,
            status=_status(facts, claim),
            reason=facts.reason,
            lines=claim.lines,
            refused=claim.refused,
            procedures=procedures,
            missing=claim.missing,
            conflicts=facts.conflicts,
            review=claim.review or _unnamed(facts),
            checklist=checklist,
            not_counted=facts.not_counted,
            context=context.told(),
        )


def _unnamed(facts: Facts) -> tuple[str, ...]:
    """What a person must settle when a drug was given and nothing names the procedure."""
    if not facts.unnamed_work:
        return ()
    return (f'a drug was given ("{facts.unnamed_work.text}"), but no words name a procedure of this specialty',)


def _status(facts: Facts, claim: Claim) -> Status:
    if facts.unnamed_work:
        return "review"
    if not facts.procedures:
        return "not_a_procedure"
    if claim.missing or claim.review or facts.conflicts or not claim.lines:
        return "review"
    return "ready"
