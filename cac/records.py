"""The typed records that pass between stages, all frozen. Offsets are Python code points of the note as it came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, ParamSpec, Self, TypeVar

from pydantic import BaseModel, ConfigDict

Status = Literal["ready", "review", "not_a_procedure", "error"]


class Record(BaseModel):
    """A frozen record."""

    model_config = ConfigDict(frozen=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values, which are not checked again; pydantic's own takes three times as long."""
        if deep:
            return super().model_copy(update=update, deep=True)
        changes = update or {}
        return _made(type(self), {**self.__dict__, **changes}, self.__pydantic_fields_set__ | changes.keys())


_R = TypeVar("_R", bound=Record)
_P = ParamSpec("_P")


def unchecked(kind: Callable[_P, _R]) -> Callable[_P, _R]:
    """How to make records of a kind from values that are known to be right, without pydantic's checks.

    They must be of the very types of the fields (a tuple, not a list). The caller is typed as that of the class.
    """
    made: Any = kind
    fields: dict[str, Any] = {name: field.get_default() for name, field in made.model_fields.items()}
    own = tuple(name for name, value in fields.items() if isinstance(value, dict))  # each record has one of its own

    def make(*_: _P.args, **values: _P.kwargs) -> _R:
        whole = {**fields, **values}
        for name in own:
            if name not in values:
                whole[name] = {}
        return _made(made, whole, set(values))  # type: ignore[no-any-return]

    return make


def _made(kind: type[_R], values: dict[str, Any], told: set[str]) -> _R:
    """A record of values that are known to be right, without pydantic's checks."""
    record = object.__new__(kind)
    object.__setattr__(record, "__dict__", values)
    object.__setattr__(record, "__pydantic_fields_set__", told)
    object.__setattr__(record, "__pydantic_extra__", None)
    object.__setattr__(record, "__pydantic_private__", None)
    return record


class Note(Record):
    """A note as a reader hands it on: all offsets are code points of ``text``."""

    id: str
    text: str
    context: dict[str, str] = {}
    notices: tuple[str, ...] = ()


class Unreadable(Record):
    """A note that could not be read; ``message`` is one sentence that holds no word of the note."""

    id: str
    code: str
    message: str


class Evidence(Record):
    """Words that prove something: ``note[start:end] == text``, and the section they stand in ('' = no header)."""

    start: int
    end: int
    text: str
    section: str = ""


def quoted(start: int, end: int, text: str, section: str) -> Evidence:
    """`Evidence` from values that are known to be right: a note has dozens."""
    values = {"start": start, "end": end, "text": text, "section": section}
    return _made(Evidence, values, set(values))


class Drug(Record):
    """What was put at the target: generic name; dose, volume and concentration as stated."""

    name: str
    dose: str | None = None
    volume: str | None = None
    concentration: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Given(Record):
    """A drug or contrast agent given, as the words of one place of the note tell it; amounts as stated.

    ``product`` holds every word the note has for it ("kenalog", "botox; onabotulinumtoxina"). ``each`` says at each of
    what the amount was given ("sides", "levels", "places"; "treated": whatever was treated; "unclear" where
    nobody can tell) and ``each_count`` of how
    many, where the note prints that. ``sides`` and ``places`` are those of the sentence, which tell two givings from
    one told twice; ``field``: it stands in a field or title, where totals are listed. ``total``: the words say that
    the amount is all of it; ``mixed``: it is what a mixture holds; ``range``: two amounts are told as one
    ("40-80 mg"). ``package`` is the size of a container, of which ``packages`` were opened; ``discarded`` the amount
    thrown away ("none" where the note says so, "rest" where it says so of all that was left, "unclear" where it says
    two things). ``procedures`` are places in `Facts.procedures`.
    """

    name: str
    kind: Literal["drug", "contrast"] = "drug"
    product: str = ""
    dose: str | None = None
    volume: str | None = None
    concentration: str | None = None
    each: Literal["", "sides", "levels", "places", "treated", "unclear"] = ""
    each_count: int | None = None
    total: bool = False
    mixed: bool = False
    range: bool = False
    field: bool = False
    sides: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    container: Literal["", "single_dose", "multi_dose"] = ""
    package: str = ""
    packages: int = 1
    discarded: str = ""
    ndc: str = ""
    compounded: bool = False
    procedures: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Site(Record):
    """One place treated: a level ("L4-L5", "L4") or a named target, its sides ("left", "right"), and the proof."""

    name: str
    sides: tuple[str, ...] = ()
    group: str = ""
    evidence: tuple[Evidence, ...] = ()


class Procedure(Record):
    """One procedure performed: a family in a region by an approach, with everything that decides its code."""

    family: str
    region: str | None = None
    approach: str | None = None
    sites: tuple[Site, ...] = ()
    laterality: str | None = None
    guidance: str = "none_stated"
    contrast: str = "not_stated"
    agent: str = "none"
    drugs: tuple[Drug, ...] = ()
    attributes: dict[str, str] = {}
    joints_named_by: Literal["joint", "nerve"] = "joint"
    aborted: bool = False
    reported_as: str = ""  # the name of the family in the row, where it has none of its own
    limbs_of: str | None = None
    all_limb_sites: tuple[Site, ...] = ()
    review: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    guidance_evidence: tuple[Evidence, ...] = ()
    attribute_evidence: dict[str, tuple[Evidence, ...]] = {}

    @property
    def levels(self) -> list[str]:
        """Spinal levels as stated."""
        return [site.name for site in self.sites if site.name[:1] in "CTLS" and site.name[1:2].isdigit()]

    @property
    def targets(self) -> list[str]:
        """Named places that are no spinal levels."""
        return [site.name for site in self.sites if not (site.name[:1] in "CTLS" and site.name[1:2].isdigit())]


class Sedation(Record):
    """Moderate sedation: minutes, whether an observer is named, and the proof.

    ``same_physician``: whoever does the procedure gave it; else ``by`` says whether an anaesthesia service did, or
    another clinician. ``under_five``: the patient is younger than five years.
    """

    minutes: int | None = None
    observer: bool = False
    same_physician: bool = True
    by: Literal["operator", "other_clinician", "anaesthesia"] = "operator"
    under_five: bool = False
    evidence: tuple[Evidence, ...] = ()


class SeparateVisit(Record):
    """An evaluation and management service described on the day of a procedure; its level is never chosen."""

    evidence: Evidence


class ElementAnswer(Record):
    """What the note has of one documentation element.

    ``required``: a family that was performed asks for it. ``contradicted``: the note says two things of it. ``job`` is
    whose it is to close the gap.
    """

    element: str
    status: Literal["present", "absent", "not_applicable"]
    severity: str
    source: str
    required: bool = False
    contradicted: bool = False
    job: Literal["provider", "staff", "coder"] = "provider"
    evidence: tuple[Evidence, ...] = ()


def answered(
    element: str,
    status: str,
    severity: str,
    source: str,
    *,
    required: bool,
    contradicted: bool,
    job: str,
    evidence: tuple[Evidence, ...],
) -> ElementAnswer:
    """`ElementAnswer` from values that are known to be right: every note has dozens."""
    values = {
        "element": element,
        "status": status,
        "severity": severity,
        "source": source,
        "required": required,
        "contradicted": contradicted,
        "job": job,
        "evidence": evidence,
    }
    return _made(ElementAnswer, values, set(values))


class CrossCheck(Record):
    """Two places of a note that do not agree, or one that cannot be right.

    ``check`` is its name, ``element`` the documentation element it speaks of ("" for
    none); ``evidence`` holds every place, in reading order.
    """

    check: str
    message: str
    severity: str
    source: str
    element: str = ""
    evidence: tuple[Evidence, ...]


class ReadDiagnosis(Record):
    """A diagnosis as the note words it: a ``name`` of the lexicon with what is said beside it, or a printed ``code``.

    ``values`` are what makes it more exact (axis → values: region, side, limb ...), ``sentence`` is the place of its
    sentence, and ``why_not`` why it does not count ("" = it counts): negated, uncertain, historical ...
    """

    name: str = ""
    code: str = ""
    values: dict[str, tuple[str, ...]] = {}
    sentence: int = 0
    why_not: str = ""
    evidence: Evidence


class Facts(Record):
    """Everything the coding stage may know of a note.

    ``not_begun`` are procedures given up before any needle: no professional service, and what a facility may report
    (RULEBOOK 3.5). Their attribute ``stopped`` says ``before_anesthesia`` or ``after_anesthesia``, as that of
    procedures that were begun and stopped does.
    """

    procedures: tuple[Procedure, ...] = ()
    not_begun: tuple[Procedure, ...] = ()
    sedation: Sedation | None = None
    visit: SeparateVisit | None = None
    conflicts: tuple[str, ...] = ()
    not_counted: tuple[tuple[str, str, Evidence], ...] = ()
    elements: tuple[ElementAnswer, ...] = ()
    reason: str = ""
    unnamed_work: Evidence | None = None  # a drug was given, and no words say by which procedure
    given: tuple[Given, ...] = ()
    teaching: tuple[Evidence, ...] = ()  # a resident worked, the teaching physician was there for the key part
    diagnoses: tuple[ReadDiagnosis, ...] = ()


class Finding(Record):
    """What an edit says of a claim.

    ``lines`` are places in the claim, from 0; ``authority`` is the table or policy with its quarter, ``source`` says
    whether it is ``embedded`` or ``imported``.
    """

    rule: str
    severity: Literal["error", "warning", "info"]
    lines: tuple[int, ...] = ()
    message: str
    authority: str
    source: Literal["embedded", "imported"] = "embedded"


class Diagnosis(Record):
    """A diagnosis of the note: the ICD-10-CM code that its words prove, and what keeps it from being more exact.

    ``printed``: the code itself stands in the note. ``alternatives`` are the more exact codes of which the note proves
    none; ``lines`` are the places in the claim that the diagnosis supports.
    """

    code: str
    label: str = ""
    printed: bool = False
    billable: bool = True
    laterality: str | None = None
    alternatives: tuple[str, ...] = ()
    open: str = ""
    lines: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Supply(Record):
    """A drug or contrast line: HCPCS code and units by dose.

    ``condition`` is what must hold for it to be billed ("place of service 11"); ``question`` is what a person must tell
    first (the strength, the vial). ``units`` are then the least that is proven, 0 where nothing is; ``code`` is ""
    where the product is not proven.
    """

    code: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 0
    label: str = ""
    drug: str = ""
    given: str = ""
    rule: str = ""
    condition: str = ""
    question: str = ""
    evidence: tuple[Evidence, ...] = ()


class BilledLine(Record):
    """A line of a claim as it is billed."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    diagnoses: tuple[str, ...] = ()


class BilledClaim(Record):
    """A claim as it is billed, with what decides its edits; ``place_of_service`` is "" where it is not known."""

    date_of_service: date
    payer: str
    place_of_service: str = ""
    contractor: str = ""
    state: str = ""
    lines: tuple[BilledLine, ...] = ()


class Refusal(Record):
    """A code considered and refused, and the one fact that would change that."""

    code: str
    reason: str
    would_change: str
    rule: str


class ClaimLine(Record):
    """One claim line with its proof, rule and label; ``procedures`` are the places of those it comes from."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    label: str = ""
    rule: str = ""
    procedures: tuple[int, ...] = ()
    diagnoses: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Claim(Record):
    """The lines, what was refused, what is missing, and why a person should look.

    ``included`` tells of work that has no line because another code holds it.
    """

    lines: tuple[ClaimLine, ...] = ()
    refused: tuple[Refusal, ...] = ()
    missing: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    included: tuple[str, ...] = ()


class Result(Record):
    """The whole answer for one note; ``row()`` is the output contract."""

    id: str = ""
    status: Status
    reason: str = ""
    lines: tuple[ClaimLine, ...] = ()
    refused: tuple[Refusal, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    missing: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    checklist: tuple[ElementAnswer, ...] = ()
    further: tuple[ElementAnswer, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    not_counted: tuple[tuple[str, str, Evidence], ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    diagnoses_not_counted: tuple[tuple[str, str, Evidence], ...] = ()
    supplies: tuple[Supply, ...] = ()
    supplies_note: str = ""
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    context: dict[str, str] = {}
    version: str = ""
    error: dict[str, str] | None = None

    def row(self) -> dict[str, Any]:
        """The JSON object of ``cac batch`` and ``cac code --format json``."""
        procedures = [
            {
                "family": procedure.reported_as or procedure.family,
                "region": procedure.region,
                "approach": procedure.approach,
                "levels": procedure.levels,
                "targets": procedure.targets,
                "sides": {site.name: list(site.sides) for site in procedure.sites if site.sides},
                "laterality": procedure.laterality,
                "guidance": procedure.guidance,
                "contrast": procedure.contrast,
                "drugs": [drug.model_dump() for drug in procedure.drugs],
                "attributes": procedure.attributes,
                "evidence": [evidence.model_dump() for evidence in procedure.evidence],
            }
            for procedure in self.procedures
        ]
        return {
            "id": self.id,
            "status": self.status,
            "reason": self.reason,
            "lines": [line.model_dump() for line in self.lines],
            "procedures": procedures,
            "missing": list(self.missing),
            "conflicts": list(self.conflicts),
            "review": list(self.review),
            "refused": [refusal.model_dump() for refusal in self.refused],
            "checklist": [answer.model_dump() for answer in self.checklist],
            "further": [answer.model_dump() for answer in self.further],
            "cross_checks": [check.model_dump() for check in self.cross_checks],
            "not_counted": [
                {"what": what, "why": why, "evidence": evidence.model_dump()}
                for what, why, evidence in self.not_counted
            ],
            "diagnoses": [diagnosis.model_dump() for diagnosis in self.diagnoses],
            "diagnoses_not_counted": [
                {"what": what, "why": why, "evidence": evidence.model_dump()}
                for what, why, evidence in self.diagnoses_not_counted
            ],
            "supplies": [supply.model_dump() for supply in self.supplies],
            "supplies_note": self.supplies_note,
            "findings": [finding.model_dump() for finding in self.findings],
            "context": self.context,
            "version": self.version,
            "notices": list(self.notices),
            "error": self.error,
        }
