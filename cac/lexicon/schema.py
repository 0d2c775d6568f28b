"""What each lexicon file may hold. A coder edits the YAML; these models say what is wrong with an edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from cac.lexicon.terms import split_words

Direction = Literal["forward", "backward", "sentence"]
Counter = Literal[
    "once", "foramina", "joints", "bodies", "discs", "levels", "targets", "muscles", "limbs", "leads", "intercostal"
]
Role = Literal[
    "title", "body", "findings", "diagnosis", "history", "plan", "consent", "exam", "anesthesia", "outcome", "codes",
    "signature", "aside", "quoted",
]  # fmt: skip
Severity = Literal["code-determining", "payment-denying", "audit-risk", "best-practice"]
Job = Literal["provider", "staff", "coder"]
Amount = Literal["percent", "duration", "weeks", "minutes", "volume", "length", "temperature", "level"]
CheckName = Literal[
    "title_side", "title_level", "title_guidance", "diagnosis_side", "diagnosis_region", "drug_sum", "late",
    "before_service", "imaging_record", "blank", "sex", "body_part",
]  # fmt: skip
Proof = Literal["date", "same_scale", "sites", "units_each", "total_units", "sedation_times", "sedation_observer"]


def _text(value: object) -> object:
    """YAML reads ``yes``, ``no`` and numbers as other things than words: take them as the words they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else value


def _single(word: str) -> str:
    """A word as the reader of notes keeps it: no term of several words, no marks of the term grammar."""
    if split_words(word) != (word,):
        raise ValueError(f"{word!r} is no single word: small letters or digits, without space, hyphen or brackets")
    return word


Word = Annotated[str, BeforeValidator(_text)]
SingleWords = frozenset[Annotated[Word, AfterValidator(_single)]]


class Strict(BaseModel):
    """A model that refuses unknown fields and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Strict):
    """What a family is called."""

    terms: list[Word]
    family: str | None = None
    sets: dict[str, str] = {}
    not_with: str | None = None
    weak: bool = False
    generic: bool = False
    title_only: bool = False
    default_target: str | None = None


class Target(Strict):
    """A place a procedure is done at."""

    terms: list[Word]
    weak_terms: list[Word] = []
    family: str | None = None
    group: str = ""
    weak: bool = False
    proves: bool = False
    generic: bool = False
    part_of: str | None = None
    review: str | None = None
    side: Literal["midline"] | None = None
    levels: Literal["counted", "beside"] | None = None
    joint: bool = False
    layer: bool = False
    sets: dict[str, str] = {}


class CodeRule(Strict):
    """One row of a family's code table: when its attributes are these, these codes.

    ``both_sides_first``: of a ladder, what was done on both sides comes before what was done on one (else from the
    head down alone).
    """

    when: dict[str, list[Word]] = {}
    family: str | None = None
    ladder: list[str] = []
    last: Literal["each", "once"] = "each"
    both_sides_first: bool = False
    first_covers: int = 1
    by_count: dict[int, str] = {}
    limbs: dict[str, str] = {}
    counter: Counter | None = None
    sides: bool = True
    modifiers: list[str] = []
    guidance: dict[Literal["fluoroscopy", "ultrasound", "ct"], str] = {}
    guidance_until: date | None = None
    emg: dict[Literal["stimulation", "emg"], str] = {}
    also: list[str] = []
    also_if: dict[str, str] = {}
    also_once: dict[str, str] = {}
    imaging_in_code: bool = False
    needs: list[str] = []
    leaves_open: list[str] = []
    review: str | None = None
    included: str | None = None

    def guidance_on(self, day: date) -> Mapping[str, str]:
        """The separate imaging codes of the row on a day."""
        return {} if self.guidance_until and day > self.guidance_until else dict[str, str](self.guidance.items())

    def codes(self) -> list[str]:
        """Every main code the row can give."""
        beside = [*self.also, *self.also_if.values(), *self.also_once.values()]
        return [*self.ladder, *self.by_count.values(), *self.limbs.values(), *beside]


class Settlement(Strict):
    """How named Medicare contractors settle a contested case from a day on: these codes in place of those."""

    contractors: list[str]
    first_day: str
    instead: dict[str, str]
    source: str


class Contested(Strict):
    """A case in which sources disagree; the note goes to review with the reason.

    ``levels_together``: levels of which all were treated in the session, each by this family.
    """

    when: dict[str, list[Word]] = {}
    levels_together: list[str] = []
    settled: Settlement | None = None
    reason: str
    source: str


class Asked(Strict):
    """That an element is asked for, where ``when`` holds; what is told here goes before what the element itself says.

    ``where`` says in words when that is; ``only``: of a file with several slugs, those that ask.
    """

    severity: Severity | None = None
    source: str = ""
    job: Job | None = None
    when: dict[str, list[Word]] = {}
    where: str = ""
    only: list[str] = []


class Family(Strict):
    """One procedure family: how it is called, where it is done, how it is counted and coded."""

    slug: str | list[str]
    reported_as: str | None = None
    label: str
    source: str
    kind: Literal["spinal", "target", "once"]
    counter: Counter
    names: list[Names] = []
    not_names: list[Word] = []
    targets: dict[str, Target] = {}
    sets: dict[str, str] = {}
    attributes: dict[str, dict[Word, list[Word]]] = {}
    tallies: dict[str, dict[Word, list[Word]]] = {}
    muscles_by_part: dict[str, list[Word]] = {}
    absorbs: list[str] = []
    absorbed_by: list[str] = []
    together: list[Word] = []
    nerve_words: list[Word] = []
    levels_are_nerves: dict[str, Literal["always", "named"]] = {}
    nerve_places: dict[str, list[Word]] = {}
    requires: dict[str, str] = {}
    falls_back_to: str | None = None
    target_needs_name: bool = False
    name_optional_targets: list[str] = []
    agent_required: str | None = None
    default_region: str | None = None
    region: Literal["none"] | None = None
    levels: Literal["none"] | None = None
    drugs: Literal["none"] | None = None
    midline: bool | Literal["entry"] = False
    sided: bool = False
    lead_a_side: bool = False
    operation_is_step: bool = False
    told_in_findings: list[str] = []
    work_told_by: list[str] = []
    landmarks_are_targets: bool = False
    guidance_hint: bool = False
    genicular: Literal["three_branches"] | None = None
    temperature_floor: float | None = None
    count_missing: str | None = None
    who_performed: str | None = None
    one_first_across_regions: bool = False
    missing_unless: dict[str, str] = {}
    needs: list[str] = []
    codes: list[CodeRule]
    contested: list[Contested] = []
    documentation: dict[str, Asked] = {}
    not_asked: list[str] = []

    def slugs(self) -> list[str]:
        """The family names of this file (two where everything but the name is shared)."""
        return [self.slug] if isinstance(self.slug, str) else self.slug


class Section(Strict):
    """A kind of section: its role and its headers."""

    role: Role
    headers: list[Word]


class Sections(Strict):
    """``language/sections.yaml``."""

    procedure_opens: list[Word]
    letters: dict[str, str]
    pasted: list[str]
    sections: dict[str, Section]


class Confusions(Strict):
    """``language/dictation.yaml``: what was meant, what was heard."""

    confusions: dict[str, list[Word]]
    marks: dict[str, list[Word]]
    takes_back: list[Word]
    corrects: list[Word]
    plain: list[Word]
    everyday: list[Word]
    ordinary: SingleWords


class Cue(Strict):
    """One group of assertion cues."""

    direction: Direction
    within: int | None = None
    through: SingleWords = frozenset()
    terms: list[Word]


class Cues(Strict):
    """``language/cues.yaml``."""

    categories: dict[str, list[Cue]]
    nothing_done: list[Word]
    denials: list[str]
    deferring: SingleWords
    cancelled: SingleWords
    not_a_note: list[Word]
    is_a_note: list[Word]
    study: list[Word]
    visits: list[Word]
    visit_levels: list[Word]
    separate_visit: list[Word]
    in_room: list[Word]
    reduced: list[Word]
    addressed: SingleWords
    other_day: list[Word]
    earlier_day: list[Word]
    retells: list[Word]
    lasting: list[Word]
    explains: list[Word]
    present: SingleWords
    past: SingleWords
    offers: SingleWords
    examines: list[Word]
    scores: list[Word]
    reports: list[Word]
    stops: list[Word]
    pseudo: list[Word]
    corrects: list[Word]


class Modality(Strict):
    """The words that state one imaging modality."""

    states: list[Word]


class Guidance(Strict):
    """``language/guidance.yaml``."""

    modalities: dict[Literal["fluoroscopy", "ct", "ultrasound", "none"], Modality]
    letters: dict[str, str]
    not_guidance: list[Word]


class Contrast(Strict):
    """``language/contrast.yaml``."""

    agents: list[Word]
    studies: list[Word]
    spread: list[Word]
    spread_beside: list[Word]
    left_out: list[Word]
    not_contrast: list[Word]


class Drug(Strict):
    """A drug and its names."""

    kind: Literal["steroid", "local", "neurolytic", "toxin", "enzyme", "viscosupplement", "opioid", "pump", "other"]
    terms: list[Word]


class Drugs(Strict):
    """``language/drugs.yaml``."""

    drugs: dict[str, Drug]
    skin_words: list[Word]
    systemic_words: list[Word]
    volume_units: SingleWords
    amount_units: SingleWords
    beside_amount: SingleWords
    each_site: SingleWords
    each_side: SingleWords
    each_level: SingleWords
    each_place: SingleWords
    in_all: SingleWords
    single_dose: list[Word]
    multi_dose: list[Word]
    discarded: SingleWords
    not_discarded: SingleWords
    rest: list[Word]
    all_used: list[Word]
    compounded: SingleWords
    preservative_free: list[Word]
    mixed: SingleWords

    @cached_property
    def container_signs(self) -> tuple[str, ...]:
        """The least that a note must hold to say anything of a container: how the words for it begin."""
        words = [
            *self.single_dose,
            *self.multi_dose,
            *self.discarded,
            *self.compounded,
            "vial",
            "ndc",
            "reconstituted",
            "opened",
        ]
        signs = sorted({word.replace("-", " ").split()[0] for word in words}, key=len)
        return tuple(sign for place, sign in enumerate(signs) if not any(other in sign for other in signs[:place]))


class Acts(Strict):
    """``language/acts.yaml``."""

    delivers: list[Word]
    item_openers: list[str]
    places: list[Word]
    instruments: list[Word]
    not_acts: list[Word]
    nouns: list[Word]
    done: list[Word]
    today: list[Word]
    repeat: list[Word]
    positioning: list[Word]
    residents: list[Word]
    teaching_presence: list[Word]
    near_place: SingleWords
    posture: SingleWords
    lying: SingleWords
    stopping: SingleWords
    taken_out: SingleWords
    other_needles: SingleWords
    dictating: SingleWords
    pointing: SingleWords
    muscle_nouns: SingleWords
    joining: SingleWords
    clause_turns: SingleWords
    clause_verbs: SingleWords
    clause_things: SingleWords


class Sides(Strict):
    """``language/sides.yaml``."""

    left: list[Word]
    right: list[Word]
    both: list[Word]
    no_side: list[Word]
    opposite: list[Word]
    not_opposite: list[Word]
    same: list[Word]
    aiming: SingleWords
    letters: dict[Literal["left", "right", "both"], str]
    midline: list[Word]
    not_after: list[Word]
    of_midline: list[Word]
    side_up: list[Word]
    not_before: list[Word]
    adding: SingleWords
    only: SingleWords
    only_adverb: SingleWords
    closing: SingleWords
    did: SingleWords


class LevelWords(Strict):
    """How levels are told in words: regions and their letters, and what an ordinal before one of them counts."""

    letters: dict[str, Literal["C", "T", "L", "S"]]
    bones: list[str]
    not_bone_before: list[str]
    spaces: list[str]
    junctions: dict[str, str]
    junction_nouns: list[str]
    not_junction_before: list[str]


class Spine(Strict):
    """``language/spine.yaml``."""

    level_words: LevelWords
    relative: dict[Literal["above", "below", "two above", "two below"], list[Word]]
    relative_heads: SingleWords
    clause_openers: SingleWords
    relative_ends: SingleWords

    landmarks: list[Word]
    target_nouns: list[Word]
    looking: list[Word]
    leading: SingleWords
    turning: SingleWords
    beside: SingleWords
    passed: SingleWords
    inside: SingleWords
    regions: dict[Literal["cervical", "thoracic", "lumbar", "sacral"], list[Word]]


class ElementTold(Strict):
    """What is told of any documentation element: how grave its absence is, whose job it is, how a template asks."""

    severity: Severity
    source: str
    job: Job = "provider"
    ask: str
    choices: list[str] = []
    needs: list[str] = []
    words: list[Word] = []
    anywhere: bool = False


class Element(ElementTold):
    """A documentation element that every note is asked for, and what proves it."""

    not_words: list[Word] = []
    weak_words: list[Word] = []
    headers: list[str] = []
    score: Literal["before", "after"] | None = None
    from_: str | None = Field(default=None, alias="from")


class ScoreWords(Strict):
    """Words beside a pain score that tell what it is and when it was asked."""

    anchors: list[Word] = []
    between: list[Word] = []
    before: list[Word] = []
    after: list[Word] = []


class Elements(Strict):
    """``language/elements.yaml``."""

    elements: dict[str, Element]
    scores: ScoreWords = ScoreWords()


_BLANK = "____"
_CODE_NUMBER = re.compile(r"\b(?:\d{4}[0-9TUF]|[A-Z]\d{4})\b")


def _blank(prompt: str) -> str:
    """A prompt that asks: it holds a blank, and no code number (rules 4, 5 and 16 of provider questions)."""
    if _BLANK not in prompt:
        raise ValueError(f"write a blank ({_BLANK}) where the answer goes")
    if _CODE_NUMBER.search(prompt):
        raise ValueError("a prompt names no code: say it in words")
    return prompt


class ElementWords(Strict):
    """What reports call an element, the prompt with blanks that would close its gap, and where to quote instead."""

    label: Word
    prompt: Annotated[Word, AfterValidator(_blank)]
    beside: list[Word] = []


class Prompts(Strict):
    """``language/prompts.yaml``."""

    severity: dict[Severity, Word]
    elements: dict[str, ElementWords]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Every severity has its words, and ``beside`` names elements of this file."""
        if left := [name for name in get_args(Severity) if name not in self.severity]:
            raise ValueError(f"severity: {left[0]!r} has no words; add them")
        for name, words in self.elements.items():
            for other in words.beside:
                if other not in self.elements:
                    raise ValueError(f"{name}: beside: {other!r} is no element of this file; mend its name")
        return self


class FurtherElement(ElementTold):
    """An element that only some families ask for; its words are looked for in notes of these families alone."""

    attributes: list[str] = []
    from_: Proof | None = Field(default=None, alias="from")
    together: list[Word] = []
    least: int = 2
    amount: Amount | None = None
    near: list[Word] = []
    not_near: list[Word] = []
    reach: int = 70
    before: bool = False
    only_with: list[Word] = []


class FurtherElements(Strict):
    """``language/further_elements.yaml``."""

    elements: dict[str, FurtherElement]
    of_all: dict[str, Asked]
    elsewhere: dict[str, str] = {}
    apart: list[str] = []
    moderate: SingleWords = frozenset()


class CrossCheckRule(Strict):
    """What a cross-check says when it finds something; words in braces are filled in."""

    severity: Severity
    source: str
    element: str = ""
    message: str


class NoteDates(Strict):
    """The words before a date that say what it is of, and how many days after the service are no longer the same time.

    A day counts for the longest words that stand before it.
    """

    labels: dict[Literal["service", "dictated", "signed", "other"], list[Word]]
    days: dict[Literal["dictated", "signed"], int]


class Blanks(Strict):
    """Blanks of a template: words in square brackets that are one, and what makes a line of underscores none."""

    bracketed: list[Word]
    not_after: list[Word]
    not_before: list[Word]


class PatientWords(Strict):
    """Words that tell the sex of whoever they speak of, and words of other people, who may be of the other sex.

    ``patient``: words that are said of a patient alone ("68-year-old gentleman"); ``pronouns`` of anybody; ``organs``
    of one sex.
    """

    patient: dict[Literal["male", "female"], SingleWords]
    pronouns: dict[Literal["male", "female"], SingleWords]
    organs: dict[Literal["male", "female"], list[Word]]
    other_people: SingleWords


class BodyPart(Strict):
    """A part of the body: what it is called, and which work is done there.

    ``families``, ``regions`` and ``targets`` (words of their names) are of work for which it may be prepared.
    """

    words: list[Word]
    families: list[str] = []
    regions: list[str] = []
    targets: SingleWords = frozenset()


class BodyParts(Strict):
    """Parts of the body, and the words that prepare one of them for the work."""

    prepared: list[Word]
    parts: dict[str, BodyPart]
    anywhere: list[str]


class CrossChecks(Strict):
    """``language/cross_checks.yaml``."""

    checks: dict[CheckName, CrossCheckRule]
    dates: NoteDates
    blanks: Blanks
    patient: PatientWords
    body: BodyParts
    other_side: list[str]
    other_level: list[str]
    imaging: dict[str, list[str]]


class TemplateSection(Strict):
    """A part of a note template, with the elements it asks for in this order."""

    title: str
    elements: list[str]


class Templates(Strict):
    """``language/templates.yaml``: how a note template is put together."""

    opening: list[str]
    sections: list[TemplateSection]
    work: str
    blank: dict[Literal["text", "ehr"], str]


class OtherSpecialty(Strict):
    """``language/other_specialty.yaml``."""

    operations: list[Word]
    endings: SingleWords
    not_operations: SingleWords
    past_before: SingleWords


class Repeated(Strict):
    """How often a sentence stands before it is one of a template."""

    notes: int = Field(ge=2)
    share: float = Field(gt=0, le=1)


class Boilerplate(Strict):
    """``language/boilerplate.yaml``: what does not count in the search for cloned notes, and when notes are clones."""

    sections: list[Word]
    work_sections: list[Word]
    own_sections: list[Word]
    sentences: dict[str, list[Word]]
    clauses: dict[str, list[Word]]
    work: list[Word]
    not_work: list[Word]
    own: list[Word]
    name_titles: SingleWords
    repeated: Repeated
    threshold: float = Field(ge=0.6, le=1)
    enough_words: int = Field(ge=1)
    few_words: int = Field(ge=1)
    whole_share: float = Field(ge=0.6, le=1)
    fewest_words: int = Field(ge=1)


class FacetJoints(Strict):
    """``reference/facet_joints.yaml``: joint → nerves."""

    joints: dict[str, list[str]]


class SedationRule(Strict):
    """Moderate sedation: the codes by the patient's age, and the minutes that make each."""

    source: str
    first: dict[Literal["adult", "child"], str]
    further: str
    by_another: dict[Literal["adult", "child"], str]
    shortest: int
    first_minutes: int
    further_minutes: int
    further_from: int

    def codes(self) -> tuple[str, ...]:
        """What sedation may put on a claim."""
        return (*sorted(self.first.values()), self.further)


class SeparateCodes(Strict):
    """``reference/beside.yaml``: codes that may stand beside a procedure of any family."""

    imaging: dict[Literal["fluoroscopy", "ultrasound"], dict[str, str]]
    image_kept: list[str]
    sedation: SedationRule

    def imaging_of(self, modality: str, kind: str) -> str:
        """The separate code of a modality beside a family of this kind; empty where there is none."""
        by_kind = dict[str, dict[str, str]](self.imaging.items()).get(modality, {})
        return by_kind.get(kind) or by_kind.get("other", "")


BothSides = Literal["one_line_50", "one_line_50_two_units", "two_lines", "twice_no_50"]
Severities = Literal["error", "warning", "info"]


class Attestation(Strict):
    """A modifier that attests something (KX): on these codes, when the procedure has these attributes."""

    modifier: str
    codes: list[str]
    when: dict[str, list[Word]] = {}
    source: str


class Limit(Strict):
    """At most so many in a period.

    ``levels`` counts places (what stands on two sides is one), ``units`` units, ``lines`` lines, ``groups`` how many of
    ``groups`` have a code on the claim (regions, kinds of injection). ``counts``: what one unit of a code counts.
    A limit per anything but a session cannot be checked on one claim: it is said as info.
    """

    rule: str
    codes: list[str] = []
    groups: list[list[str]] = []
    counts: dict[str, int] = {}
    measure: Literal["levels", "groups", "sessions", "units", "lines"]
    per: Literal["session", "12 months", "6 months", "30 days", "12 weeks", "lifetime"]
    at_most: int
    severity: Severities = "warning"
    message: str
    source: str


class PriorAuthorization(Strict):
    """Codes that need an approval before the day of service, at these places (all when empty) and in these states."""

    rule: str
    codes: list[str]
    places: list[str] = []
    states: list[str] = []
    first_day: str = ""
    severity: Severities = "warning"
    message: str
    source: str


class DrugRule(Strict):
    """What must hold for a payer to pay drug codes apart (all codes when empty) at these places (all when empty)."""

    codes: list[str] = []
    places: list[str] = []
    condition: str
    source: str


class NotCovered(Strict):
    """Codes that the payer does not cover, and what an appeal may say."""

    rule: str
    codes: list[str]
    severity: Severities = "warning"
    message: str
    appeal: str = ""
    source: str


class Beside(Strict):
    """Codes that are not taken on a day with others; ``modifier`` is one that the others then carry.

    ``same_side``: only on lines of one side, and where no PTP edit of the two says it already.
    """

    rule: str
    codes: list[str]
    beside: list[str]
    modifier: str = ""
    same_side: bool = False
    first_day: str = ""
    severity: Severities = "warning"
    message: str
    source: str


class Condition(Strict):
    """What must stand on a line beside a code: modifiers and diagnoses (a coverage condition)."""

    rule: str
    codes: list[str]
    modifiers: list[str] = []
    diagnoses: list[str] = []
    first_day: str = ""
    severity: Severities = "warning"
    message: str
    source: str


class Payer(Strict):
    """``payers/*.yaml``: how one payer wants a claim written (RULEBOOK 3.6), and what it limits."""

    label: str
    source: str
    claim: Literal["professional", "facility"]
    places: list[str]
    bilateral: BothSides
    bilateral_add_on: BothSides
    professional_component: bool = False
    separate: Literal["59", "XS"] = "59"
    side_required: bool = False
    repeated: dict[str, Literal["units", "second_line_59"]] = {}
    modifier_order: list[list[str]]
    stopped: Literal["53", "73_74"] = "53"
    facility_codes: dict[str, str] = {}
    packaged: list[str] = []
    drugs_at: list[str] = []
    drug_rules: list[DrugRule] = []
    attest: list[Attestation] = []
    limits: list[Limit] = []
    prior_authorization: list[PriorAuthorization] = []
    not_covered: list[NotCovered] = []
    notes: list[str] = []
    medicare: bool = False
    tables: Literal["practitioner", "outpatient"] = "practitioner"
    style_severity: Severities = "warning"
    packaged_severity: Severities = "warning"
    beside: list[Beside] = []
    conditions: list[Condition] = []
    limits_of: str = ""


class Inside(Strict):
    """Imaging that is inside these codes (from a day on) and is never a line of its own beside them alone."""

    codes: list[str]
    imaging: list[str]
    first_day: str = ""
    source: str


class NoPair(Strict):
    """Two codes that people believe to exclude each other, and what the tables say."""

    codes: list[str]
    message: str
    source: str


class Across(Strict):
    """An add-on that some contractors take beside a base code of the next region."""

    code: str
    beside: list[str]
    contractors: list[str]
    first_day: str = ""
    message: str
    source: str


class FacilityCode(Strict):
    """A code of a facility's claim alone, and what the physician bills instead."""

    message: str
    source: str


class Ban(Strict):
    """Codes that do not stand beside others, by the rule book and beyond the PTP pairs that ship.

    ``beside`` come off. ``apart``: whether a modifier sets them apart ("" where no source tells), ``unless`` what the
    note must then show. ``confidence`` is the rule book's; only "high" makes an error.
    """

    rule: str
    codes: list[str]
    beside: list[str]
    apart: Literal["never", "where_apart", ""] = ""
    unless: str = ""
    confidence: Literal["high", "medium", "low"]
    first_day: str = ""
    message: str
    source: str

    @model_validator(mode="after")
    def _told(self) -> Self:
        if bool(self.unless) != (self.apart == "where_apart"):
            raise ValueError("`unless` goes with `apart: where_apart`, and with that alone")
        return self


class EditRules(Strict):
    """``reference/edit_rules.yaml``: what the edits of a finished claim know beside the tables."""

    modifiers: dict[str, str]
    separate: list[str]
    separate_visit: list[str]
    separate_global: list[str]
    either_line_from: str
    sides_told_anyway: list[str]
    visits: list[str]
    guidance_add_ons: list[str]
    once: list[str]
    unlisted: list[str]
    facility_codes: dict[str, FacilityCode]
    drug_codes: list[str]
    waste_from: str
    inside: list[Inside]
    across: list[Across]
    no_pairs: list[NoPair]
    beside: list[Beside] = []
    bans: list[Ban] = []
    limits: list[Limit] = []
    listed_drugs: list[str] = []


class SupplyProduct(Strict):
    """A product of a drug: the words that name it, and its HCPCS codes, of which those valid on the day are used."""

    named: list[Word] = []
    codes: list[str]
    strength: str = ""
    strengths: str = ""
    vial: Literal["ask", "single_dose", "multi_dose", "none"] = "ask"
    sizes: list[str] = []
    before: str = ""
    condition: str = ""


class SupplyDrug(Strict):
    """A drug: its products, the strengths it is made in, and what to ask when no product is proven."""

    strengths: str = ""
    products: list[SupplyProduct]
    question: str = ""


class PumpSupply(Strict):
    """The families that fill an implanted pump, and the modifier of what goes into it."""

    families: list[str]
    modifier: str
    source: str


class SupplyDrugs(Strict):
    """``supplies/drugs.yaml``: drug → HCPCS code."""

    source: str
    drugs: dict[str, SupplyDrug]
    no_line: list[str] = []
    pump: PumpSupply
    compounded: str
    lines: list[str]
    units: dict[str, str] = {}
    discarded: dict[Literal["JW", "JZ"], date]


class ContrastAgent(Strict):
    """Contrast agents billed alike: by one ``code``, or ``by_iodine``: code → least and most iodine in a mL, in mg."""

    named: list[Word]
    code: str = ""
    by_iodine: dict[str, tuple[int, int]] = {}
    strengths: str = ""


class SupplyContrast(Strict):
    """``supplies/contrast.yaml``: contrast agent → HCPCS code."""

    source: str
    agents: list[ContrastAgent]
    vial: Literal["ask", "single_dose", "multi_dose", "none"] = "ask"
    question: str


# -- diagnoses --------------------------------------------------------------------------------------------------------


class CodeTree(RootModel[dict[str, dict[Word, "CodeChoice"]]]):
    """A choice by one axis: ``{side: {left: G56.02, open: G56.00}}``; ``open`` is the code when it is not told."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _one_axis(self) -> Self:
        if len(self.root) != 1 or "open" not in next(iter(self.root.values())):
            raise ValueError("one axis, with a branch `open` for when it is not told")
        return self

    @property
    def axis(self) -> str:
        """What decides here."""
        return next(iter(self.root))

    @property
    def branches(self) -> dict[str, CodeChoice]:
        """Value of the axis -> code, codes or a further choice."""
        return self.root[self.axis]


CodeChoice = Word | list[Word] | CodeTree


class Joined(Strict):
    """Other diagnoses that are part of this one's code when they stand ``within`` the same sentence or note."""

    diagnoses: list[str]
    within: Literal["sentence", "note"]


class NamedDiagnosis(Strict):
    """A diagnosis: what it is called, and its code by what the words beside it say."""

    label: str
    terms: list[Word]
    weak_terms: list[Word] = []
    sets: dict[str, str] = {}
    joins: dict[str, Joined] = {}
    part_of: list[str] = []
    codes: CodeChoice


class DiagnosisFile(Strict):
    """A file of diagnoses."""

    diagnoses: dict[str, NamedDiagnosis]


class Axis(Strict):
    """What makes a diagnosis more exact: a region, a side, a limb ..."""

    ask: str = ""
    terms: dict[Word, list[Word]] = {}
    levels: dict[Word, list[str]] = {}
    scope: Literal["near", "lead", "note"] = "near"


class DiagnosisCue(Strict):
    """Words that take a diagnosis back, where they look, and over how many words."""

    direction: Literal["forward", "backward"]
    within: int
    stops: SingleWords = frozenset()
    terms: list[Word]


class MadeCodes(Strict):
    """Codes that are valid from a day on, and the code before it ("" = none)."""

    codes: list[str]
    first_day: str
    before: str


class DiagnosisWords(Strict):
    """How a diagnosis is read."""

    headers: SingleWords
    leads: list[Word]
    cuts: SingleWords
    parts: frozenset[str]
    stops: frozenset[str]
    undotted: frozenset[str]
    cues: dict[Literal["negated", "uncertain", "historical", "family", "risk", "planned"], list[DiagnosisCue]]
    not_cues: list[Word]
    made: list[MadeCodes]
    axes: dict[str, Axis]
    near: dict[str, list[str]]
    limbs: dict[str, list[str]]


class DiagnosisGroups(Strict):
    """Which diagnoses explain which procedure."""

    groups: dict[str, list[str]]
    families: dict[str, list[str]]
    regional: list[str]
    limbs: dict[str, str]
    places: dict[str, list[str]]


class OverrideReason(Strict):
    """Why a coder decides otherwise than the program suggests."""

    label: str
    decisions: list[Literal["edit", "refuse", "add", "delete"]] = Field(alias="for", min_length=1)
    comment: bool = False


class RiskSample(Strict):
    """Which notes a second coder looks at: any of these is enough."""

    statuses: list[Literal["ready", "review", "not_a_procedure", "error"]] = []
    findings: list[Literal["error", "warning", "info"]] = []
    codes: list[Word] = []


class DecisionRules(Strict):
    """`workbench/decisions.yaml`."""

    source: str
    reasons: dict[Word, OverrideReason] = Field(min_length=1)
    risk: RiskSample = RiskSample()
