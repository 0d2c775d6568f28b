"""The documentation checklist: each element of the gold guide answered once for the note.

Three kinds of proof: what the facts hold (``from`` in ``language/elements.yaml``), a term that proves the element by
itself (``words``), and a weaker term (``weak_words``) that proves it only in place: as the label of a filled field
("Reaction: none"), or on the right side of the act (prior treatment before the needle goes in, follow-up after it).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from cac.facts.evidence import evidence_of
from cac.gaps.asked import Asking, Demand
from cac.gaps.dates import Dated
from cac.gaps.fields import blank_lines, is_answered_no, is_blank, is_filled, is_in, is_own_field
from cac.gaps.further import Further, Note
from cac.gaps.scores import ScorePatterns, Scores, read_scores
from cac.gaps.sides import is_side
from cac.gaps.signing import closing, signs
from cac.lexicon.loader import Lexicon
from cac.lexicon.numbers import ANY_NUMBER, UP_TO_TEN
from cac.lexicon.schema import Element
from cac.nlp.reading import STATED, Mention, Reading, Sentence
from cac.records import ClaimLine, Drug, ElementAnswer, Evidence, Facts, Procedure, answered

_NOT_HERE = frozenset(["plan", "consent", "history", "codes"])
_BEFORE_ROLES = frozenset(["consent", "plan", "codes", "aside", "anesthesia", "exam", "signature"])
_AFTER_ROLES = frozenset(["consent", "diagnosis", "codes"])
_NO_DRUG = frozenset(["vertebroplasty", "kyphoplasty", "lumbar_puncture", "scs_trial", "scs_implant"])
"""Families whose anaesthetic is never a treatment of the target (GUIDE: cement-only and lumbar-puncture notes)."""


_TREATED = re.compile(
    r"\W*(?:prior|previous|failed|conservative|treatment|block resp|dual|past (?:treat|ther)|response|course to|"
    r"viscosup|outcome of last)",
    re.I,
)
"""Headers of history sections that tell of treatment."""

_TRIED = re.compile(
    r"\b(?:despite|in spite of|failed|has tried|had tried|refractory to|not (?:helped|relieved|better) (?:by|with)|"
    r"unresponsive to|s/p|status post|history of)(?:\s[\w,/&+-]+){0,4}\s$",
    re.I,
)
"""Before a treatment these put it into the past wherever a short note tells it."""

_TODAYS_BLOCK = re.compile(r"(?:diagnostic|dx|test|prognostic)\W(?:\w+\W)*block$", re.I)
_OUTCOME = re.compile(r"%|\bpercent|\bx ?\d|\bgave|relief|\beach\b|helped|prior|previous|after|positive", re.I)
"""In a title "diagnostic block" names today's, unless its sentence tells how one went."""
_READ = re.compile(
    r"^[ \t]*(?P<head>(?:(?:epiduro|arthro|disco|myelo|neuro)gra(?:m|phy)|"
    r"interpretation(?: of [a-z ]{4,24})?)s?)[ \t]*:"
    r"\s*(?![ \t]*(?:yes|no|none|n/?a|done|not|[☐□_\[(]))[^\n]{30}",
    re.I | re.M,
)
"""A separately headed reading of the images."""

_REACTION = re.compile(r"adverse|side|reaction|event|ae\b", re.I)
"""What may be warned of, and tells of complications only as the label of a field."""

_AMOUNT = re.compile(
    rf"(?:\d|\b(?:zero|{ANY_NUMBER}))\s?-?(?:mgs?|milligrams?|mcg|micrograms?|units?|u|iu)\b(?!\s?(?:/|"
    r"per\b|vial))",
    re.I,
)
_STRENGTH = re.compile(
    rf"(?:\d|\b(?:half|quarter|point|{UP_TO_TEN}))[\w .]{{0,22}}?(?:%|percent\b)|"
    r"\d\s?(?:mg|mcg|units?|u)\s?(?:/|per)\s?\d?\.?\d*\s?(?:ml|cc)\b|(?:units|micrograms|milligrams) per (?:cc|ml)",
    re.I,
)
_COUNT = rf"(?:\d+(?:\.\d+)?|half|{ANY_NUMBER})"
_BARE_DOSE = re.compile(
    r"\b(?:\d{1,3}|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|sixty|eighty)\s(?:of\s)?(?:the\s)?$", re.I
)
"""An amount without its unit right before the drug: "forty of Kenalog"."""
_NAMED_DOSE = re.compile(
    r"[\s-]{0,2}(?:10|20|40|60|80|ten|twenty|forty|sixty|eighty)\b(?!\s?(?:%|percent|g\b|gauge))", re.I
)
"""A strength that belongs to the name: "Kenalog-40", "Depo-Medrol 80"."""
_VOLUME = re.compile(
    rf"\b(?:{_COUNT}|an?)\s?-?(?:m\s?ls?|cc'?s?|mill?ilit(?:er|re)s?|c\.c\.)(?![\w])|"
    rf"\b{_COUNT}\s(?:cc'?s?\s)?of\s(?:plain\s|the\s)?[\w. ]{{1,22}}(?:%|percent)",
    re.I,
)
_DILUTED = re.compile(r"(?:\bunits?|\d\s?u)\s?(?:/|per|in|diluted (?:with|in))\s?[\w.]{0,4}\s?(?:ml|cc)\b", re.I)

_VOLUME_OR_STRENGTH = re.compile(f"(?:{_VOLUME.pattern})|%|percent|mg|mcg|milligram|microgram|units", re.I)


_GAUGE = re.compile(r"\b(?:1[4-9]|2\d|3[0-3])\s?g(?:a|auge)?\b", re.I)
"""The size of a needle, where the word itself is left out: "25g to the inferior pole"."""

_LOCALS = (
    r"\b(?:lidocaine|lignocaine|lido|xylocaine|xylo|procaine|carbocaine|mepivacaine|light\s[ao]\s?cane|xylo\s?cane|"
    r"numb\w*|wheals?|wheels?)\b"
)
_NUMBS = re.compile(rf"[^.\n;]*?{_LOCALS}(?!\s?patch)", re.I)
"""Beside "skin" these tell of its anaesthetic: "one percent lidocaine in the skin", "skin was a little lido"."""
_FIRST_LOCAL = re.compile(
    r"\b(?:after|following)\b(?:\s(?!asp|neg|this|prep|inj|which|the\b)[\w.,%/-]+){0,7}\s?$", re.I
)
"""Before a local anaesthetic that comes ahead of the needle: "After 1% lidocaine a 22-gauge needle was passed"."""
_SIDE_EFFECTS = re.compile(
    r"\b(?:o?edema|nausea|constipation|itch\w*|pruritus|confusion|hallucination\w*|urinary|retention|vomiting|"
    r"sweating|withdrawal)\b",
    re.I,
)
"""In the same breath "no sedation" is a side effect that is denied, and no kind of anaesthesia."""
_CREDENTIAL = re.compile(r"\b(?:M\.?D|D\.?O|MBBS|FRCA)\b[^\n]{0,24}$")

_CAN = re.compile(r"\b(?:can|could|able to)\s(?:now\s|already\s)?$", re.I)

_TWITCH = re.compile(r"local\s(?:twitch|tenderness|response)", re.I)


_EARLIER = re.compile(r"\b(?:wet tap|dural puncture|inadvertent|accidental|unintentional|during labor)\b", re.I)
"""A needle of before, which made the headache: "since a wet tap with a 17-gauge needle"."""


_PARAMEDIAN = re.compile(
    r"[\s-]*(?:sided?\s)?(?:(?:of|extra)[\s-]*)?(?:para|inter\s?laminar|posterolat|extraped|midline|pedic)", re.I
)
"""Behind a side these make it the side of the needle's entry."""


_SPREAD_REACH = 140
"""How many characters behind the contrast its weaker words of spread may stand."""
_GOES_ON = re.compile(
    r"\W*(?:it|its|this|that|these|which|there|no|not|negative|without|spread|flow|pattern|good|nice|excellent|"
    r"satisfactory|both|live|digital|dsa|ap|lateral)\b",
    re.I,
)
"""A sentence that still speaks of the contrast told before."""


class Told(NamedTuple):
    """A note as it was read, with what was made of it; ``keys`` are its words."""

    reading: Reading
    keys: frozenset[str]
    facts: Facts
    procedures: tuple[Procedure, ...]
    lines: tuple[ClaimLine, ...]
    dates: list[Dated]


class Answers(NamedTuple):
    """The elements of every note, and those that only the work of this one asks for."""

    checklist: tuple[ElementAnswer, ...]
    further: tuple[ElementAnswer, ...]


def _filled(mentions: list[Mention], blank: list[tuple[int, int]]) -> list[Mention]:
    """Those of the mentions that stand in no line of ``blank`` ones."""
    return [m for m in mentions if not is_in(m.start, blank)] if blank else mentions


class Checklist:
    """Answers the elements of one note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._asking = Asking(lexicon)
        self._further = Further(lexicon)
        self._unasked = {
            name: Demand(rule.severity, rule.source, rule.job) for name, rule in lexicon.elements.elements.items()
        }
        self._score_words = ScorePatterns(lexicon.elements.scores)

    def __call__(self, note: Told, contradicted: frozenset[str] = frozenset()) -> Answers:
        """One answer an element, in the order of ``language/elements.yaml``; then those that the work alone asks for.

        Args:
            note: the note as it was read, and what was made of it.
            contradicted: the elements of which the note says two things.
        """
        reading, procedures = note.reading, note.procedures
        asked = self._asking(procedures, note.lines, self._sedation(note)) if procedures else {}
        blank = blank_lines(reading.text)  # a label that nobody filled proves nothing
        empty = blank_lines(reading.layout.note) if blank else []
        act = _act(reading, procedures)
        unchanged = bool(procedures) and all(p.family == "pump_refill" for p in procedures)
        scores = read_scores(reading, act, unchanged, self._score_words)
        if blank:
            scores = Scores(*([spot for spot in spots if not is_in(spot[0], blank)] for spots in scores))
        answers = []
        for name, rule in self.lexicon.elements.elements.items():
            found, weak = (_filled(reading.labels.get(f"{kind}:{name}", []), blank) for kind in ("element", "weak"))
            status, spans = self._answer(name, rule, found, reading, procedures, scores)
            if status == "absent":
                spans = self._in_place(name, weak, found, reading, procedures, act, scores)
                status = "present" if spans else "absent"
            if empty and status == "present":
                spans = [span for span in spans if not is_in(span.start, empty)]
                status = "present" if spans else "absent"
            demand = asked.get(name) or self._unasked[name]
            answers.append(
                answered(
                    name,
                    status,
                    demand.severity,
                    demand.source,
                    required=name in asked and status != "not_applicable",
                    contradicted=name in contradicted,
                    job=demand.job,
                    evidence=tuple(spans[:2]),
                )
            )
        work = Note(reading, procedures, note.facts, scores, act, note.dates, blank)
        further = self._further(work, asked, contradicted) if asked else []
        return Answers(tuple(answers), tuple(further))

    def _sedation(self, note: Told) -> str:
        """Whether whoever did the procedure gave moderate sedation ("moderate"), by its times or by its drugs."""
        told = note.facts.sedation
        if told is None or told.by != "operator":
            return ""
        known = self.lexicon.further_elements.moderate
        return "moderate" if told.minutes is not None or not known.isdisjoint(note.keys) else ""

    def _answer(
        self,
        name: str,
        rule: Element,
        mentions: list[Mention],
        reading: Reading,
        procedures: tuple[Procedure, ...],
        scores: Scores,
    ) -> tuple[str, list[Evidence]]:
        if rule.from_:
            return getattr(self, f"_{rule.from_}")(reading, procedures)  # type: ignore[no-any-return]
        if rule.score:
            spots = getattr(scores, rule.score)
            return ("present" if spots else "absent"), [evidence_of(reading, *spot) for spot in spots[:2]]
        for header in rule.headers:
            for section in reading.sections:
                if section.name == header and reading.text[section.body : section.end].strip(" .:\n\t-_*"):
                    return "present", [evidence_of(reading, section.start, section.body)]
        spans = list(islice((m for m in mentions if m.value and self._counts(name, rule, m, reading)), 2))
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans]

    @staticmethod
    def _counts(name: str, rule: Element, m: Mention, reading: Reading) -> bool:
        """Whether a term proves its element where it stands."""
        role = m.sentence.role
        if role == "quoted":
            return name == "prior_treatment"
        if (m.status == "unchecked" and not is_own_field(m, reading.text)) or is_blank(m, reading.text):
            return False
        if name in ("consent", "timeout", "image_saved") and is_answered_no(m, reading.text):
            return False
        if name == "complications":
            return m.status != "risk" and role != "consent"
        if name == "indication":
            return role not in ("consent", "codes") and m.status != "risk"
        if name == "prior_treatment":
            if (
                role == "title"
                and _TODAYS_BLOCK.match(reading.text, m.start, m.end)
                and not _OUTCOME.search(reading.text, m.sentence.start, m.sentence.end)
            ):
                return False
            return role not in ("codes", "consent", "plan") and m.status != "risk"
        if name == "sedation" and _no_anaesthesia(m, reading.text):
            return False
        if name in ("sedation", "followup_plan"):
            return role not in ("codes", "consent") or (name == "sedation" and is_filled(m, reading.text))
        if name == "consent":
            return m.status != "refused" and not (
                m.status == "negated" and "consent" in reading.text[m.start : m.end].lower()
            )
        if name == "timeout":
            return m.status not in ("planned", "refused") and not (
                m.status == "negated" and m.cue and m.cue[0] < m.start
            )
        if name == "signature":
            return signs(m, reading.text)
        if rule.anywhere:
            return True
        if role in _NOT_HERE and role != "consent":
            return False
        if name == "patient_response":
            return role not in ("history", "plan", "consent", "diagnosis") and m.status not in (
                "historical",
                "planned",
                "risk",
            )
        if name in ("needle_confirmation", "approach_technique"):
            return role not in ("consent", "diagnosis", "anesthesia") and m.status not in (
                "planned",
                "risk",
                "historical",
            )
        if m.status == "negated" and m.cue and "\n" in reading.text[m.cue[0] : m.start]:
            return True  # the "no" of the field above
        return m.status not in ("negated", "planned", "refused", "risk", "historical")

    def _in_place(
        self,
        name: str,
        weak: list[Mention],
        strong: list[Mention],
        reading: Reading,
        procedures: tuple[Procedure, ...],
        act: int,
        scores: Scores,
    ) -> list[Evidence]:
        """What proves an element by its place: filled fields, the side of the act, an instrument before it."""
        text = reading.text
        masks = [(m.start, m.end) for m in strong if not m.value]
        weak = [
            m
            for m in weak
            if (m.status != "unchecked" or is_own_field(m, text))
            and not is_blank(m, text)
            and m.sentence.role not in ("codes", "quoted")
            and not any(a <= m.start and m.end <= b for a, b in masks)
        ]
        spots: list[tuple[int, int]] = []
        if name == "prior_treatment":
            spots = [
                (m.start, m.end)
                for m in weak
                if (
                    m.start < (act or len(text) // 2)
                    or m.sentence.role == "history"
                    or _TRIED.search(text, max(m.sentence.start, m.start - 48), m.start)
                )
                and m.sentence.role not in _BEFORE_ROLES
                and m.status not in ("risk", "planned")
                and (
                    m.end - m.start > 2
                    or (text[m.start : m.end].isupper() and not text[m.sentence.start : m.sentence.end].isupper())
                )
            ]
            spots += [
                (s.start, s.body)
                for s in reading.sections
                if s.name == "history"
                and _TREATED.match(text[s.start : s.body])
                and re.search(r"\w", text[s.body : s.end])
            ]
        elif name == "indication":
            spots = [
                (m.start, m.end)
                for m in weak
                if (m.start < (act or len(text) // 2) or m.sentence.role in ("diagnosis", "history"))
                and m.sentence.role not in _BEFORE_ROLES
                and m.status not in ("risk", "planned", "negated")
            ]
        elif name == "followup_plan":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and m.sentence.role not in _AFTER_ROLES
                and m.status not in ("historical", "risk", "refused")
            ]
            spots += [
                (s.start, s.end)
                for s in reading.sentences
                if s.role == "plan" and s.start > act > 0 and s.section.name == "plan" and s.start >= s.section.body
            ]
        elif name == "patient_response":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and (act or len(text) < 400)
                and (act or m.sentence.role not in ("plan", "diagnosis"))
                and m.sentence.role not in ("consent", "codes")
                and (
                    m.status not in ("historical", "planned", "risk")
                    or (m.status == "planned" and bool(_CAN.search(text, max(0, m.start - 16), m.start)))
                )
            ]
            spots += scores.after
        elif name == "approach_technique":
            if any(p.approach or p.family in ("transforaminal_esi", "interlaminar_esi") for p in procedures):
                return [e for p in procedures for e in p.evidence[:1]]
            spots = [
                (m.start, m.end)
                for m in weak
                if m.sentence.role not in ("consent", "history", "plan", "diagnosis")
                and (
                    any(0 <= m.first - i.last <= 8 for i in m.sentence.labels.get("instruments", ()))
                    or _GAUGE.search(text, max(m.sentence.start, m.start - 48), m.start)
                )
            ]
        elif name == "needle_confirmation":
            shown = self._spread(reading, procedures)[1] if any(p.contrast == "used" for p in procedures) else []
            if shown:
                return shown
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start >= act
                and m.sentence.role not in _BEFORE_ROLES | {"history", "diagnosis"}
                and m.status not in ("planned", "risk", "historical")
            ]
        elif name == "complications":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act > 0
                and m.sentence.role not in _AFTER_ROLES | {"plan", "history"}
                and m.status != "risk"
                and " " in text[m.start : m.end]
                and not _REACTION.match(text, m.start)
            ]
        elif name == "signature":
            return closing(reading)
        elif name == "image_saved":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and m.sentence.role not in _BEFORE_ROLES - {"exam"} | {"history", "diagnosis"}
                and m.status not in ("negated", "planned", "risk", "historical", "refused")
            ]
            spots += [match.span("head") for match in _READ.finditer(text)]
        elif name == "sedation":
            spots = self._local(reading, procedures, act)
            spots += [
                (m.start, m.end)
                for m in weak
                if text[m.start : m.end].lower() == "skin"
                and m.sentence.role in ("body", "field")
                and m.status not in ("negated", "historical")
                and (_NUMBS.search(text, max(0, m.start - 32), m.start) or _NUMBS.match(text, m.end, m.end + 48))
            ]
            spots += [
                (m.start, m.end)
                for m in weak
                if text[m.start : m.end].lower() == "local"
                and m.sentence.role in ("body", "field")
                and m.start < act
                and m.status in (STATED, "reported")
            ]
        if not spots and name in ("complications", "sedation", "prior_treatment", "followup_plan"):
            spots = [(m.start, m.end) for m in weak if is_filled(m, text)]
        return [evidence_of(reading, *spot) for spot in spots[:2]]

    def _local(self, reading: Reading, procedures: tuple[Procedure, ...], act: int) -> list[tuple[int, int]]:
        """Local anaesthetic for the skin or before the needle, or any where the procedure itself has no drug."""
        bare = bool(procedures) and all(p.family in _NO_DRUG for p in procedures)
        drugs = self.lexicon.drugs.drugs
        return [
            (m.start, m.end)
            for sentence in reading.sentences
            for m in sentence.mentions
            if m.label == "drug"
            and m.value in drugs
            and drugs[m.value].kind == "local"
            and m.status in (STATED, "intended", "reported")
            and (
                bare
                or (sentence.end < act and self._alone(sentence))
                or (
                    bool(_FIRST_LOCAL.search(reading.text, max(sentence.start, m.start - 48), m.start))
                    and any(0 < i.first - m.last <= 9 for i in sentence.labels.get("instruments", ()))
                )
                or any(
                    s.status != "negated" and abs(s.first - m.first) <= 9 and not _TWITCH.match(reading.text, s.start)
                    for s in sentence.labels.get("skin", ())
                )
            )
        ]

    def _alone(self, sentence: Sentence) -> bool:
        """Whether the local anaesthetic is all that the sentence tells of: "Lidocaine 1% 3 mL." before the needle."""
        return (
            sentence.role in ("body", "field")
            and len(sentence.labels.get("drug", ())) == 1
            and sentence.end - sentence.start < 60
        )

    # -- what the facts prove ---------------------------------------------------------------------------------------

    def _levels(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for site in p.sites for e in site.evidence[:1]]
        families = [self.lexicon.families[p.family] for p in procedures if p.family in self.lexicon.families]
        named = any(  # the name of the procedure is its place: an SI joint, a pump
            family.levels == "none"
            or family.region == "none"
            or (family.kind != "spinal" and family.counter not in ("muscles", "bodies", "levels"))
            for family in families
        )
        told = bool(spans) or named
        if not spans and told:
            spans = [e for p in procedures for e in p.evidence[:1]]
        return ("present" if told else "absent"), spans

    def _laterality(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        sided = [p for p in procedures if p.laterality in ("left", "right", "bilateral")]
        if sided and not all(p.family == "trigger_point" and not any(s.sides for s in p.sites) for p in sided):
            return "present", [e for p in sided for e in p.evidence[:1]]
        if procedures and all(
            p.laterality == "midline" or self.lexicon.families[p.family].midline
            for p in procedures
            if p.family in self.lexicon.families
        ):
            entry = [m for m in _sides(reading) if _PARAMEDIAN.match(reading.text, m.end)]
            return ("present" if entry else "not_applicable"), [evidence_of(reading, m.start, m.end) for m in entry]
        told = _sides(reading)
        return ("present" if told else "absent"), [evidence_of(reading, m.start, m.end) for m in told[:2]]

    def _guidance(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.guidance_evidence]
        if any(p.guidance != "none_stated" for p in procedures):
            return "present", spans
        spans = _told(reading, "guidance")
        return ("present" if spans else "absent"), spans

    def _contrast(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        if any(p.contrast != "not_stated" for p in procedures):
            return "present", spans
        spans = _told(reading, "contrast")
        return ("present" if spans else "absent"), spans

    def _spread(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        if not any(p.contrast == "used" for p in procedures):
            return "not_applicable", []
        first = min((e.start for p in procedures for e in p.attribute_evidence.get("contrast", ())), default=0)
        spans = [
            m
            for m in reading.mentions("spread")
            if m.sentence.role not in ("consent", "plan", "history", "diagnosis")
            and m.status not in ("planned", "risk", "unchecked")
            and (m.start > first or any(c.value for c in m.sentence.labels.get("contrast", ())))
        ]
        spans = spans or _behind_contrast(reading)
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans[:2]]

    def _loose(self, reading: Reading, procedures: tuple[Procedure, ...]) -> list[Drug]:
        """The drugs told after the needle or as what the pump holds, where the facts bind none to a procedure."""
        kinds = {"steroid", "neurolytic", "toxin", "enzyme", "viscosupplement", "local"}
        if any(p.family in ("pump_implant", "pump_refill") for p in procedures):
            kinds = {"pump", "opioid", "other"}
        elif not any(self.lexicon.families[p.family].drugs != "none" for p in procedures if p.family not in _NO_DRUG):
            return []
        drugs = self.lexicon.drugs.drugs
        return [
            Drug(name=m.value, evidence=(evidence_of(reading, m.start, m.end),))
            for sentence in reading.sentences
            if sentence.role in ("body", "field", "title", "findings", "anesthesia")
            for m in sentence.mentions
            if m.label == "drug"
            and m.value in drugs
            and drugs[m.value].kind in kinds
            and m.status not in ("refused", "other_provider", "risk", "unchecked")
            and _VOLUME_OR_STRENGTH.search(reading.text, max(0, m.start - 24), m.end + 30)
            and not any(s.label in ("skin", "systemic") and abs(s.first - m.first) <= 9 for s in sentence.mentions)
        ]

    def _drug_name(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = [drug for p in procedures for drug in p.drugs] or self._loose(reading, procedures)
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if drugs else "absent"), [e for drug in drugs for e in drug.evidence]

    def _treating(self, reading: Reading, procedures: tuple[Procedure, ...]) -> list[Drug]:
        """The drugs of procedures that have one: what anaesthetised the way to bone or dura is none."""
        drugs = [drug for p in procedures if p.family not in _NO_DRUG for drug in p.drugs]
        return drugs or self._loose(reading, procedures)

    @staticmethod
    def _beside(reading: Reading, drug: Drug, words: re.Pattern[str]) -> bool:
        """Whether such words stand within a few words of the drug: an amount that is spoken and not written."""
        text = reading.text
        return any(words.search(text, max(0, e.start - 34), min(len(text), e.end + 34)) for e in drug.evidence)

    @staticmethod
    def _named(reading: Reading, e: Evidence) -> bool:
        """Whether the dose is told in the short way: "forty of Kenalog", "Kenalog-40", "absolute alcohol"."""
        text = reading.text
        return bool(
            _BARE_DOSE.search(text[max(0, e.start - 20) : e.start])
            or _NAMED_DOSE.match(text, e.end)
            or re.search(r"[ -](?:10|20|40|60|80)$", text[e.start : e.end])
            or "absolute" in text[max(0, e.start - 12) : e.end].lower()
        )

    def _drug_dose(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = self._treating(reading, procedures)
        strong = [
            drug for drug in drugs if self.lexicon.drugs.drugs[drug.name].kind in ("steroid", "neurolytic", "toxin")
        ]
        if strong:
            told = [
                drug
                for drug in strong
                if drug.dose
                or (drug.volume and drug.concentration)
                or self._beside(reading, drug, _AMOUNT)
                or any(self._named(reading, e) for e in drug.evidence)
            ]
            if (
                not told
                and any(self.lexicon.drugs.drugs[drug.name].kind == "toxin" for drug in strong)
                and _AMOUNT.search(reading.text)
            ):
                told = strong
            return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]
        told = [drug for drug in drugs if drug.dose or drug.volume or self._beside(reading, drug, _VOLUME)]
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]

    def _drug_concentration(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = self._treating(reading, procedures)
        told = [drug for drug in drugs if drug.concentration or self._beside(reading, drug, _STRENGTH)]
        if (
            not told
            and any(self.lexicon.drugs.drugs[drug.name].kind == "toxin" for drug in drugs)
            and _DILUTED.search(reading.text)
        ):
            told = drugs
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]


def _told(reading: Reading, label: str) -> list[Evidence]:
    """Where the account of the session names a thing or denies it, though the facts bind it to no procedure."""
    return [
        evidence_of(reading, m.start, m.end)
        for m in reading.mentions(label)
        if m.value
        and m.sentence.role in ("body", "field", "title", "findings")
        and m.status in (STATED, "reported", "intended", "negated", "refused")
        and not is_blank(m, reading.text)
    ]


def _behind_contrast(reading: Reading) -> list[Mention]:
    """Words that tell of a pattern only because they stand behind the contrast, with nothing else given between."""
    text = reading.text
    given = [
        m
        for m in reading.mentions("contrast")
        if m.value in ("agents", "studies") and m.sentence.role in ("body", "field", "findings")
    ]
    return [
        m
        for m in reading.mentions("spread_beside")
        if m.status not in ("planned", "risk", "unchecked", "historical")
        and any(
            0 <= m.start - c.end <= _SPREAD_REACH
            and (c.sentence is m.sentence or _GOES_ON.match(text, m.sentence.start))
            and not any(o.label in ("instruments", "drug") and c.end <= o.start <= m.start for o in m.sentence.mentions)
            for c in given
        )
    ]


def _sides(reading: Reading) -> list[Mention]:
    """The sides told of the session, whether or not they are bound to what was treated."""
    return [
        m
        for m in reading.mentions("side")
        if (m.value in ("left", "right") or reading.text[m.start : m.start + 5].lower() == "bilat")
        and m.status in (STATED, "reported", "intended")
        and m.sentence.role in ("body", "field", "title")
        and is_side(m, reading.text)
    ]


def _act(reading: Reading, procedures: tuple[Procedure, ...]) -> int:
    """The character where the needle goes in: the first instrument of the narrative, else the first drug, else 0."""
    for roles in (("body", "field"), ("plan", "diagnosis", "findings", "outcome", "anesthesia")):
        for sentence in reading.sentences:
            if sentence.role in roles:
                for m in sentence.mentions:
                    if (
                        m.label == "instruments"
                        and m.status not in ("historical", "planned", "risk", "unchecked")
                        and not _EARLIER.search(reading.text, max(sentence.start, m.start - 90), m.start)
                    ):
                        return m.start
        starts = [e.start for p in procedures for drug in p.drugs for e in drug.evidence[:1]]
        if starts and min(starts) > len(reading.text) // 10:
            return min(starts)
    return 0


def _no_anaesthesia(m: Mention, text: str) -> bool:
    """Whether a word of sedation stands for something else: a side effect, a specialty behind a name, a twitch."""
    word = text[m.start : m.end].lower()
    if word.endswith("sedation") and word.startswith(("no ", "without ")):
        return bool(_SIDE_EFFECTS.search(text, m.sentence.start, m.sentence.end))
    if word.startswith("anesthesiolog"):
        return bool(_CREDENTIAL.search(text, max(0, m.start - 32), m.start))
    return bool(_TWITCH.match(text, max(0, m.end - 5)))
