"""The stage ``Reading`` → ``Facts``: what the other modules of this room read becomes procedures with their proof."""

from __future__ import annotations

from cac.facts.account import PERFORMING, Account, Performed, Zone
from cac.facts.attributes import read_attributes
from cac.facts.drugs import Dose, below_steroid, read_drugs
from cac.facts.evidence import Passage, evidence_of
from cac.facts.given import read_given
from cac.facts.imaging import read_contrast, read_guidance
from cac.facts.performed import find_attempted, find_performed, titles_as_intended
from cac.facts.places import Places
from cac.facts.procedures import split
from cac.facts.reconcile import group_muscles, name_list, settle, share_out
from cac.facts.sedation import read_sedation
from cac.facts.signs import COUNTED, holds, states, states_amount, word_keys
from cac.facts.sites import read_places
from cac.facts.stopped import anaesthesia_told, outcome_of, stop_words, stopped_elsewhere, take_out_stopped
from cac.facts.teaching import read_teaching
from cac.facts.visit import read_visit
from cac.nlp.reading import STATED, Mention, Reading
from cac.records import Drug, Evidence, Facts, Procedure, unchecked

_NOT_COUNTED_SHOWN = 12
_NOT_GIVEN_TODAY = frozenset(["historical", "planned", "other_provider", "refused", "educational", "aborted"])
_NOT_IN_ROOM = _NOT_GIVEN_TODAY - {"aborted"} | {"negated"}  # "in the procedure room it was aborted"
_TELL_OF_ROOM = ("outcome", "anesthesia", "diagnosis")  # a short note may tell all behind its diagnosis
_new_facts = unchecked(Facts)
_new_procedure = unchecked(Procedure)
_ELECTIVE = (
    "given up before any needle: 73 or 74 only where the patient's well-being asked for it, never where somebody "
    "changed his mind (RULEBOOK 3.5)"
)
_WHY_ROLE_DOES_NOT_COUNT = {
    "history": "history",
    "plan": "planned",
    "consent": "consent text",
    "codes": "menu of codes",
    "diagnosis": "named as diagnosis or indication",
}


def read_facts(reading: Reading) -> Facts:
    """The facts of a note that was read to its end."""
    account = find_performed(reading)
    lone = len(account.performed) == 1
    all_places = [read_places(performed, reading, account.general, lone=lone) for performed in account.performed]
    share_out(all_places, account.performed)
    conflicts: list[str] = []
    procedures: list[Procedure] = []
    doses: list[tuple[Dose, range]] = []
    for performed, places in zip(account.performed, all_places, strict=True):
        if not places.emptied:
            passage = _passage(performed, account, reading)
            before = len(procedures)
            procedures += _procedures(passage, places, account.general, conflicts, lone=lone)
            doses += [(dose, range(before, len(procedures))) for dose in passage.doses]
    if procedures:
        for slug in stopped_elsewhere(account.performed, reading):
            label = reading.lexicon.families[slug].label
            conflicts.append(f"{label} was begun and stopped: not coded, a person should look (53)")
        for slug in account.beside:
            label = reading.lexicon.families[slug].label
            conflicts.append(f"{label} is named in the title too and is not coded: a person should look")
    unnamed = None if procedures else _unnamed_work(account, reading)
    return _new_facts(
        procedures=tuple(procedures),
        not_begun=() if procedures or unnamed else _not_begun(account, reading),
        unnamed_work=unnamed,
        given=read_given(doses, procedures, reading) if procedures else (),
        teaching=read_teaching(reading),
        sedation=read_sedation(reading),
        visit=read_visit(reading) if procedures else None,
        conflicts=tuple(dict.fromkeys(conflicts)),
        not_counted=_not_counted(account, reading),
        reason="" if procedures or unnamed else _why_nothing(account, reading),
    )


def _procedures(
    passage: Passage, places: Places, general: list[Zone], conflicts: list[str], *, lone: bool
) -> list[Procedure]:
    """The procedures of one performed family; none when it was stopped before any needle."""
    family = passage.performed.family
    drugs = () if family.drugs == "none" else _drugs(passage, general)
    stopped = take_out_stopped(places, passage)
    if stopped:
        conflicts.append(f"{name_list(stopped)} was begun and stopped: not coded, a person should look (53)")
    treated = any(_kind(drug, passage.reading) != "local" for drug in drugs)
    outcome, stop = ("carried_out", None) if stopped else outcome_of(passage, treated=treated)
    if outcome == "before_needle":
        if not lone:
            conflicts.append(f"{family.label} was given up before any needle is told: not coded, a person should look")
        return []
    if outcome == "carried_out" and all(mention.status == "aborted" for mention in passage.performed.evidence):
        conflicts.append(f"{family.label} is told only as attempted: a person should look")
    told = _without_sites(passage, drugs, aborted=outcome == "after_needle")
    if stop:
        places = _attempted_places(passage, places, general, lone=lone)
        told = _stopped(told, "after_anesthesia", stop_words(stop), passage.reading)
        if holds(stop, "reduced"):
            told = told.model_copy(update={"attributes": {**told.attributes, "stopped_by": "choice"}})
    return _placed(told, places, passage, conflicts)


def _attempted_places(passage: Passage, places: Places, general: list[Zone], *, lone: bool) -> Places:
    """Where stopped work was attempted: where no side is told, the sentence that says "attempted" places it too."""
    sides = (places.title_sides, places.body_sides, *(p.title_sides | p.body_sides for p in places.found.values()))
    if any(sides) or (places.found and not passage.performed.family.sided):
        return places
    with titles_as_intended(passage.reading):
        attempted = read_places(passage.performed, passage.reading, general, lone=lone)
    return attempted if places.found.keys() <= attempted.found.keys() else places


def _placed(told: Procedure, places: Places, passage: Passage, conflicts: list[str]) -> list[Procedure]:
    """The procedures at their places."""
    family = passage.performed.family
    if family.muscles_by_part:
        group_muscles(places, family)
    return split(told, settle(places, family, passage.reading.lexicon.joints, conflicts), places, passage)


def _not_begun(account: Account, reading: Reading) -> tuple[Procedure, ...]:
    """The procedures that the title names, where they were given up in the room before any needle."""
    stop = _given_up(account, reading)
    if stop is None:
        return ()
    stage = "after_anesthesia" if anaesthesia_told(reading) else "before_anesthesia"
    procedures: list[Procedure] = []
    with titles_as_intended(reading):
        attempted = find_attempted(reading)
        for performed in attempted.performed:
            places = read_places(performed, reading, attempted.general, lone=len(attempted.performed) == 1)
            passage = _passage(performed, attempted, reading)
            told = _stopped(_without_sites(passage, (), aborted=True), stage, stop, reading)
            procedures += _placed(told, places, passage, [])
    return tuple(p.model_copy(update={"review": (*p.review, _ELECTIVE)}) for p in procedures)


def _given_up(account: Account, reading: Reading) -> tuple[int, int] | None:
    """The words that say that nothing was done in the end, where the patient was in the room; None elsewhere."""
    in_room = anaesthesia_told(reading) or any(
        m.status not in _NOT_IN_ROOM and m.sentence.role in (*PERFORMING, *_TELL_OF_ROOM)
        for m in reading.mentions("in_room")
    )
    if account.other_operation or not in_room:
        return None
    stops = [s for s in reading.sentences if s.role not in ("history", "plan", "consent")]
    told = next((s for s in stops if any(c.category == "aborted" and c.direction == "backward" for c in s.cues)), None)
    if told:
        return stop_words(told)
    return (account.nothing_done.start, account.nothing_done.end) if account.nothing_done else None


def _stopped(told: Procedure, stage: str, words: tuple[int, int], reading: Reading) -> Procedure:
    """``told`` with the point at which it was stopped (RULEBOOK 3.5), and the words that say so."""
    return told.model_copy(
        update={
            "attributes": {**told.attributes, "stopped": stage},
            "attribute_evidence": {**told.attribute_evidence, "stopped": (evidence_of(reading, *words),)},
        }
    )


def _without_sites(passage: Passage, drugs: tuple[Drug, ...], *, aborted: bool) -> Procedure:
    """Everything of a procedure but where it was done."""
    performed = passage.performed
    guidance, guidance_proof = read_guidance(passage)
    contrast, contrast_proof = read_contrast(passage)
    attributes = read_attributes(passage, stopped=aborted)
    if contrast_proof:
        attributes.proof["contrast"] = contrast_proof
    return _new_procedure(
        family=performed.slug,
        approach=_approach(performed),
        guidance=guidance,
        contrast=contrast,
        agent=_agent(drugs, passage.reading),
        drugs=drugs,
        attributes=attributes.values,
        aborted=aborted,
        evidence=passage.quote(_best_proof(performed)),
        guidance_evidence=guidance_proof,
        attribute_evidence=attributes.proof,
    )


def _drugs(passage: Passage, general: list[Zone]) -> tuple[Drug, ...]:
    """The drugs of the procedure's own words; else of words of no procedure, or under "Local:" given at each site.

    These "Local:" sentences are fields from then on, for the stages that follow too.
    """
    reading = passage.reading
    found = read_drugs(passage.zones, reading, passage.doses) or read_drugs(general, reading, passage.doses)
    if found:
        return found + _mixed_in(found, passage)
    each_site = reading.lexicon.drugs.each_site
    each = [
        sentence
        for sentence in reading.sentences
        if sentence.role == "anesthesia" and not each_site.isdisjoint(word_keys(reading, sentence))
    ]
    for sentence in each:
        sentence.role = "field"
    return read_drugs([Zone(sentence, sentence.start, sentence.end) for sentence in each], reading, passage.doses)


def _mixed_in(found: tuple[Drug, ...], passage: Passage) -> tuple[Drug, ...]:
    """What the field right below the steroid's adds: "Steroid: Depo-Medrol 80 mg", "Local: lidocaine 1% 1 mL"."""
    reading = passage.reading
    spots = [e.start for drug in found for e in drug.evidence]
    fields = [
        Zone(s, s.start, s.end)
        for s in reading.sentences
        if s.role == "anesthesia"
        and below_steroid(s, reading)
        and any(s.section.start - 120 <= spot < s.section.start for spot in spots)
    ]
    names = {drug.name for drug in found}
    if not fields:
        return ()
    return tuple(drug for drug in read_drugs(fields, reading, passage.doses) if drug.name not in names)


def _agent(drugs: tuple[Drug, ...], reading: Reading) -> str:
    """What kind of agent decides the code; hypertonic saline destroys, but never does."""
    kinds = [_kind(drug, reading) for drug in drugs if drug.name != "hypertonic saline"]
    return next((kind for kind in ("neurolytic", "toxin") if kind in kinds), "none")


def _kind(drug: Drug, reading: Reading) -> str:
    """The kind of a drug: local, steroid, neurolytic ..."""
    return reading.lexicon.drugs.drugs[drug.name].kind


def _not_counted(account: Account, reading: Reading) -> tuple[tuple[str, str, Evidence], ...]:
    """The procedures named but not performed today: label, why not, words."""
    return tuple(
        (
            reading.lexicon.families[mention.value].label,
            _why_role_does_not_count(mention) if mention.status == STATED else mention.status,
            evidence_of(reading, mention.start, mention.end),
        )
        for mention in account.not_counted[:_NOT_COUNTED_SHOWN]
    )


def _passage(performed: Performed, account: Account, reading: Reading) -> Passage:
    """A lone procedure owns what belongs to no family; several spinal ones share it."""
    if len(account.performed) == 1:
        zones = performed.zones + account.general
        return Passage(performed, zones, zones, reading)
    shared = performed.zones if performed.family.kind == "target" else performed.zones + account.general
    told = {(zone.sentence.index, zone.start) for zone in shared}
    of_all = [zone for zone in account.collective if (zone.sentence.index, zone.start) not in told]
    return Passage(performed, performed.zones, shared + of_all, reading)


def _unnamed_work(account: Account, reading: Reading) -> Evidence | None:
    """A drug that was given today, where nothing says that it was given in vain or by another specialty."""
    if account.nothing_done or account.other_operation:
        return None
    for sentence in reading.sentences:
        if (
            sentence.role in PERFORMING
            and states(sentence, "delivers")
            and states_amount(reading, sentence)
            and not holds(sentence, "systemic", "skin")
            and not any(cue.category in _NOT_GIVEN_TODAY for cue in sentence.cues)
        ):
            drug = next((m for m in sentence.labels.get("drug", ()) if m.status in COUNTED), None)
            if drug:
                return evidence_of(reading, drug.start, drug.end)
    return None


def _why_nothing(account: Account, reading: Reading) -> str:
    """Why no procedure is told as performed today, in one line."""
    if account.nothing_done:
        words = reading.text[account.nothing_done.start : account.nothing_done.end]
        return f'the note says so: "{" ".join(words.split())}"'
    if account.other_operation:
        words = reading.text[account.other_operation.start : account.other_operation.end].lower()
        return f"another specialty's operation ({words}); nothing of this specialty was performed"
    if account.performed:
        return "the work was given up before any needle was in"
    if account.not_counted:
        return "procedures are mentioned, but none is told as performed today"
    return "no procedure of this specialty is told"


def _why_role_does_not_count(mention: Mention) -> str:
    """Why a mention that is stated does not count: where it stands."""
    header = mention.sentence.section.name or "no header"
    return _WHY_ROLE_DOES_NOT_COUNT.get(mention.sentence.role, f"stands under {header}")


def _approach(performed: Performed) -> str | None:
    """The family's fixed approach, else the first that its names imply."""
    named = (mention.get("approach") for mention in performed.evidence)
    return performed.family.sets.get("approach") or next((approach for approach in named if approach), None)


def _best_proof(performed: Performed) -> list[Mention]:
    """The three best proofs: stated before inferred, strong before weak, title before body, early before late."""
    return sorted(
        performed.evidence,
        key=lambda m: (m.status != STATED, bool(m.get("weak")), m.sentence.role != "title", m.start),
    )[:3]
