"""The whole way, on one screen: text → doc → facts → claim → checklist → result."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cac.billing.finish import finish
from cac.coding.mapper import Mapper
from cac.collector import collector_paused
from cac.context import ClaimContext, read_context
from cac.diagnoses.point import Pointer
from cac.diagnoses.reader import DiagnosisReader
from cac.diagnoses.resolve import Resolver
from cac.edits import scrub
from cac.facts.assemble import read_facts
from cac.gaps.checklist import Checklist, Told
from cac.gaps.checks.case import Case
from cac.gaps.checks.stage import CrossChecks, contradicted, of_images
from cac.gaps.dates import Dates
from cac.gaps.unfilled import UNFILLED, is_unfilled
from cac.lexicon.loader import load_lexicon
from cac.lexicon.schema import Payer
from cac.nlp.pipeline import make_pipeline
from cac.nlp.reading import Reading
from cac.records import BilledClaim, BilledLine, Claim, Facts, Finding, Procedure, Result, Status, unchecked
from cac.reference.opening import open_reference, require_day
from cac.reference.records import DiagnosisCode, DrugCode, NotInForce
from cac.supplies.stage import Supplier

_DIAGNOSIS = "diagnosis/"  # what the edits find of diagnoses changes no status
_TOLD_APART = "diagnosis/missing"  # said of a note more exactly, by `cac.diagnoses.point`
_new_line = unchecked(BilledLine)
_new_billed = unchecked(BilledClaim)
_new_result = unchecked(Result)

if TYPE_CHECKING:
    from spacy.language import Language


class Coder:
    """Codes notes. One instance may code any number of notes; it keeps nothing of them."""

    def __init__(self, lexicons: Path | None = None, reference: Path | None = None) -> None:
        """Load the lexicons under ``lexicons`` (the shipped ones by default).

        Args:
            lexicons: a lexicon folder of one's own.
            reference: the database of ``cac reference import``, which goes before the facts that ship.

        Raises:
            LexiconError: if a lexicon file breaks its schema.
            TableError: if the database is not there or cannot be read.
        """
        with collector_paused():
            lexicon = load_lexicon(lexicons)
            self._lexicon = lexicon
            self._reference = open_reference(reference, lexicons)
            self.nlp: Language = make_pipeline(lexicons, show=False)
            self._checklist = Checklist(lexicon)
            self._cross_checks = CrossChecks(lexicon)
            self._dates = Dates(lexicon.cross_checks.dates)
            self._read_diagnoses = DiagnosisReader(lexicons)
            self._point = Pointer(lexicon.diagnoses)
            self._ask_anew()

    def _ask_anew(self) -> None:
        """Make what asks the tables and keeps their answers, so that no answer outlives the tables it is from."""
        lexicon = self._lexicon
        self._tables = self._reference.version()
        self._scrub = lru_cache(maxsize=1024)(self._findings)  # many notes of a batch give the same claim
        self._map = Mapper(lexicon, self._reference)
        self._supplies = Supplier(lexicon, self._reference)
        self._resolve = Resolver(lexicon.diagnoses, self._reference)

    def code(self, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        """Code one note.

        Args:
            text: the note, as it came; offsets of the result are code points of this string.
            id: comes back in the result.
            context: the fields of `cac.context.ClaimContext`, as words; the rest by default.

        Raises:
            InputError: if the context names a day, place or payer that is none, or a day before any table.
        """
        with collector_paused():
            read = read_context(context, self._lexicon.payers) if context else self._default
            if self._reference.version() != self._tables:  # a table was imported while the program runs
                self._ask_anew()
            require_day(self._reference, read.date_of_service)
            return self._code(text, id, read)

    @cached_property
    def _default(self) -> ClaimContext:
        """The context of a note of which nothing is said."""
        return read_context({}, self._lexicon.payers)

    def claim(self, facts: Facts, context: ClaimContext) -> tuple[Claim, tuple[Procedure, ...]]:
        """The claim that facts give for a day, a place and a payer, and the procedures under their code's family."""
        claim, procedures = self._map(facts, context)
        payer = self._lexicon.payers[context.payer]
        return finish(
            claim, procedures, facts.teaching, context, payer, self._map.codes_on(context.date_of_service)
        ), procedures

    def judge(self, claim: BilledClaim) -> tuple[Finding, ...]:
        """What the edits say of a claim that a person made, as ``cac scrub`` does, errors first.

        Raises:
            InputError: if the day of service is before any table.
        """
        if self._reference.version() != self._tables:
            self._ask_anew()
        require_day(self._reference, claim.date_of_service)
        return self._scrub(claim)

    def label(self, code: str, day: date) -> str:
        """What a procedure, drug or ICD-10-CM code is called; "" where no table of the day knows it."""
        if code in self._lexicon.codes:
            return self._lexicon.codes[code].label
        found = self._reference.drug_code(code, day) or self._reference.diagnosis(code, day)
        if isinstance(found, NotInForce):
            found = self._reference.diagnosis(code, day)
        return found.label if isinstance(found, DrugCode | DiagnosisCode) else ""

    def _findings(self, billed: BilledClaim) -> tuple[Finding, ...]:
        lexicon = self._lexicon
        return scrub(billed, lexicon.payers[billed.payer], self._reference, lexicon.codes, lexicon.edit_rules)

    def _code(self, text: str, id: str, context: ClaimContext) -> Result:
        reading: Reading = self.nlp(text)._.cac_reading
        facts = Facts(reason=UNFILLED) if is_unfilled(reading.text) else read_facts(reading)
        facts = _reported_by(self._lexicon.payers[context.payer], facts)
        facts = facts.model_copy(update={"diagnoses": self._read_diagnoses(reading)})
        claim, procedures = self.claim(facts, context)
        resolved = self._resolve(facts.diagnoses, context.date_of_service)
        diagnoses, lines, of_diagnoses = self._point(resolved, claim.lines, procedures, facts.visit)
        claim = claim.model_copy(update={"lines": lines})
        findings = self._scrub(_billed(claim, context))
        wrong = tuple(f.message for f in findings if f.severity == "error" and not f.rule.startswith(_DIAGNOSIS))
        wrong += tuple(f.message for f in of_diagnoses if f.severity == "error")
        claim = claim.model_copy(update={"review": (*claim.review, *wrong)}) if wrong else claim
        supplies, supplies_note = self._supplies(facts, context, self._lexicon.payers[context.payer])
        inside = _included(claim)
        if inside:
            procedures = ()
        keys = frozenset(reading.words.keys)
        dates = self._dates.read(reading.text, keys)
        rules = self._cross_checks.rules
        case = Case(reading, keys, facts, procedures, claim.lines, diagnoses, of_diagnoses, dates, rules)
        checks = self._cross_checks(case)
        answers = self._checklist(Told(reading, keys, facts, procedures, claim.lines, dates), contradicted(checks))
        checks += of_images(case, answers.checklist)
        reading.let_go()
        return _new_result(
            id=id,
            status="not_a_procedure" if inside else _status(facts, claim),
            reason=facts.reason or inside,
            lines=claim.lines,
            refused=claim.refused,
            procedures=procedures,
            missing=claim.missing,
            conflicts=facts.conflicts,
            review=claim.review or _unnamed(facts),
            checklist=answers.checklist,
            further=answers.further,
            cross_checks=tuple(checks),
            not_counted=facts.not_counted,
            supplies=supplies,
            supplies_note=supplies_note,
            diagnoses=diagnoses,
            diagnoses_not_counted=tuple(resolved.not_counted),
            findings=(*(f for f in findings if f.rule != _TOLD_APART), *of_diagnoses),
            context=context.told(),
            version=self._lexicon.version,
        )


def _billed(claim: Claim, context: ClaimContext) -> BilledClaim:
    """The claim as the edits read it."""
    return _new_billed(
        date_of_service=context.date_of_service,
        payer=context.payer,
        place_of_service=context.place_of_service,
        contractor=context.contractor,
        state=context.state,
        lines=tuple(
            _new_line(code=line.code, modifiers=line.modifiers, units=line.units, diagnoses=line.diagnoses)
            for line in claim.lines
        ),
    )


def _reported_by(payer: Payer, facts: Facts) -> Facts:
    """What was given up before any needle is no service of a physician; a facility reports it (RULEBOOK 3.5)."""
    if payer.stopped != "73_74" or facts.procedures or not facts.not_begun:
        return facts
    return facts.model_copy(update={"procedures": facts.not_begun, "reason": ""})


def _included(claim: Claim) -> str:
    """Why there is no line, where all that was done is inside another code."""
    return "" if claim.lines or claim.missing or claim.review else "; ".join(claim.included)


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
