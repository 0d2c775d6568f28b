"""The documentation checklist: each element of the gold guide answered once for the note."""

from __future__ import annotations

import re

from cac.facts.assemble import evidence_of
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Element
from cac.nlp.reading import STATED, Mention, Reading
from cac.records import ElementAnswer, Evidence, Procedure

_SCORE = re.compile(r"\b(?:\d{1,2}(?:\.\d)?(?:\s?-\s?\d{1,2})?\s?(?:/|out of|over|of)\s?(?:10|ten|100)\b|(?:vas|nrs|pain(?:\s+\w+){0,4}?)[^.\n]{0,25}?\b\d{1,2}\b)", re.I)
_AFTER = re.compile(r"post|after|follow(?:ing|ed by)|immediately|recovery|discharge|down to|reduced to|decreased to|improved to|fell to|dropped to|relief", re.I)
_BEFORE = re.compile(r"pre-?|before|prior|baseline|average|currently|rates|rated|today", re.I)
_TIMELESS = frozenset(["negated", "historical", "planned", "reported", "intended", "risk", "aborted", "refused", "other_provider", "educational"])
_NOT_HERE = frozenset(["plan", "consent", "history", "codes"])
_SPREAD_DENIALS = frozenset(["negated"])


class Checklist:
    """Answers the elements of one note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[ElementAnswer, ...]:
        """One answer an element, in the order of ``language/elements.yaml``."""
        found: dict[str, list[Mention]] = {}
        for sentence in reading.sentences:
            for m in sentence.mentions:
                if m.label.startswith("element:"):
                    found.setdefault(m.label[8:], []).append(m)
        scores = _scores(reading)
        answers = []
        for name, rule in self.lexicon.elements.elements.items():
            status, spans = self._answer(name, rule, found.get(name, []), reading, procedures, scores)
            answers.append(
                ElementAnswer(
                    element=name,
                    status=status,  # type: ignore[arg-type]
                    severity=rule.severity,
                    source=rule.source,
                    evidence=tuple(spans[:2]),
                )
            )
        return tuple(answers)

    def _answer(
        self, name: str, rule: Element, mentions: list[Mention], reading: Reading, procedures: tuple[Procedure, ...], scores: dict[str, list[tuple[int, int]]]
    ) -> tuple[str, list[Evidence]]:
        if rule.from_:
            return getattr(self, f"_{rule.from_}")(reading, procedures)  # type: ignore[no-any-return]
        if rule.score:
            spots = scores[rule.score]
            return ("present" if spots else "absent"), [evidence_of(reading, *spot) for spot in spots]
        for header in rule.headers:
            for section in reading.sections:
                if self._headed(section.name, section.role, header) and reading.text[section.body : section.end].strip(" .:\n\t-"):
                    return "present", [evidence_of(reading, section.start, section.body)]
        spans = [m for m in mentions if m.value and self._counts(name, rule, m)]
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans]

    def _headed(self, name: str, role: str, header: str) -> bool:
        return name == header

    @staticmethod
    def _counts(name: str, rule: Element, m: Mention) -> bool:
        role = m.sentence.role
        if m.status == "unchecked":
            return False
        if name in ("complications",):
            return m.status != "risk" and role != "consent"
        if name == "indication":
            return role not in ("consent", "codes") and m.status != "risk"
        if name in ("sedation", "prior_treatment", "followup_plan"):
            return role not in ("codes",) and not (role == "consent") and m.status != "unchecked"
        if name == "consent":
            return m.status not in ("negated", "refused")
        if rule.anywhere:
            return True
        if role in _NOT_HERE and role != "consent":
            return False
        if name == "patient_response":
            return role not in ("history", "plan", "consent", "diagnosis") and m.status not in ("historical", "planned", "risk")
        if name in ("needle_confirmation", "approach_technique"):
            return role not in ("consent", "diagnosis", "anesthesia") and m.status not in ("planned", "risk", "historical")
        return m.status not in ("negated", "planned", "refused", "risk", "historical")

    # -- what the facts prove ---------------------------------------------------------------------------------------

    def _levels(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for site in p.sites for e in site.evidence[:1]]
        told = bool(spans) or any(self.lexicon.families[p.family].levels == "none" or self.lexicon.families[p.family].region == "none" for p in procedures if p.family in self.lexicon.families)
        if not spans and told:
            spans = [e for p in procedures for e in p.evidence[:1]]
        return ("present" if told else "absent"), spans

    def _laterality(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        sided = [p for p in procedures if p.laterality in ("left", "right", "bilateral")]
        if sided and not all(p.family == "trigger_point" and not any(s.sides for s in p.sites) for p in sided):
            return "present", [e for p in sided for e in p.evidence[:1]]
        if procedures and all(p.laterality == "midline" or self.lexicon.families[p.family].midline for p in procedures if p.family in self.lexicon.families):
            return "not_applicable", []
        return "absent", []

    def _guidance(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.guidance_evidence]
        return ("present" if any(p.guidance != "none_stated" for p in procedures) else "absent"), spans

    def _contrast(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if any(p.contrast != "not_stated" for p in procedures) else "absent"), spans

    def _spread(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        if not any(p.contrast == "used" for p in procedures):
            return "not_applicable", []
        spans = [m for m in reading.mentions("spread") if m.sentence.role not in ("consent", "plan", "history", "diagnosis") and m.status not in ("planned", "risk")]
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans]

    def _drug_rows(self, procedures: tuple[Procedure, ...]) -> list[object]:
        return [drug for p in procedures for drug in p.drugs]

    def _drug_name(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = [drug for p in procedures for drug in p.drugs]
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if drugs else "absent"), [e for drug in drugs for e in drug.evidence]

    def _drug_dose(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = [drug for p in procedures for drug in p.drugs]
        kinds = {drug.name: self.lexicon.drugs.drugs[drug.name].kind for drug in drugs}
        strong = [drug for drug in drugs if kinds[drug.name] in ("steroid", "neurolytic", "toxin")]
        if strong:
            told = [drug for drug in strong if drug.dose or (drug.volume and drug.concentration)]
            return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]
        told = [drug for drug in drugs if drug.dose or drug.volume]
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]

    def _drug_concentration(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        told = [drug for p in procedures for drug in p.drugs if drug.concentration]
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]


def _scores(reading: Reading) -> dict[str, list[tuple[int, int]]]:
    """Pain scores before and after the procedure."""
    before: list[tuple[int, int]] = []
    after: list[tuple[int, int]] = []
    body_seen = False
    for sentence in reading.sentences:
        chunk_start, chunk_end = sentence.start, sentence.end
        if any(m.label == "delivers" and m.status == STATED for m in sentence.mentions) and sentence.role == "body":
            body_seen = True
        text = reading.text[chunk_start:chunk_end]
        if not re.search(r"pain|vas|nrs|/\s?10|out of (?:10|ten)", text, re.I):
            continue
        for match in _SCORE.finditer(text):
            lead = text[: match.end()]
            word = match.group().lower()
            if not re.search(r"pain|vas|nrs|score|/\s?10|out of", text[max(0, match.start() - 60) : match.end() + 30], re.I):
                continue
            if re.search(r"motor|strength|/5\b|blood pressure|reflex|gauge|mg|ml|needle", word):
                continue
            near = lead[max(0, match.start() - 45) :]
            header = reading.text[sentence.section.start : sentence.section.body].lower()
            spot = (chunk_start + match.start(), chunk_start + match.end())
            if re.search(r"post|after", header) or (_AFTER.search(near) and not re.search(r"\bpre\b|pre-?procedure|prior to|before", near, re.I)):
                after.append(spot)
            elif re.search(r"pre-?procedure|pre\b|before|prior to", near + header, re.I) or not body_seen:
                before.append(spot)
            else:
                after.append(spot)
    return {"before": before, "after": after}
