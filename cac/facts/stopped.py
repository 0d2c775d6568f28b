"""What was begun and not finished: a procedure aborted before or after the needle, and places left undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cac.facts.account import PERFORMING, Performed, Zone
from cac.facts.evidence import Passage
from cac.facts.places import Place, Places
from cac.facts.signs import COUNTED, has_volume_unit, holds, states, states_amount
from cac.nlp.reading import CueSpan, Mention, Reading, Sentence

Outcome = Literal["carried_out", "before_needle", "after_needle"]

_NOT_DONE = frozenset(["negated", "planned", "historical", "refused", "other_provider", "unchecked", "risk"])
_WORK = ("drug", "family", "facet_word")
_FURTHER = frozenset(["second", "another", "additional", "third"])
_LEADS = frozenset(["lead", "electrode", "array"])
_WORK_WORDS = frozenset(["procedure", "case", "attempt", "session"])
_NUMBS = ("skin", "systemic")
_CLAUSE = re.compile(r"[,;:.\n]")
_NOT_YET = re.compile(  # "before any sedation", and not "before the procedure local anesthetic was given"
    r"\b(?:before|prior\s+to|no|not|without|neither|nor|until|declined|refused|awaiting)\b"
    r"(?!.*\b(?:procedures?|injections?|blocks?|needles?|cases?|start\w*|steroids?|incision|position\w*)\b)",
    re.I | re.S,
)
_WITHHELD = re.compile(
    r"(?:\W+\w+){0,4}?\W+(?:(?:was|were|had|has|is)\s+(?:not|never)|withheld|deferred|omitted|declined|refused|none|no)\b",
    re.I,
)
_OUT_REACH = 3  # words: "needle was then withdrawn"
_OF_WORK = ("family", "nouns", "instruments", "places", "delivers", "positioning")


def outcome_of(passage: Passage, *, treated: bool) -> tuple[Outcome, Sentence | None]:
    """Whether the procedure was carried out, or stopped before any needle, or after, and the sentence that stops it.

    ``treated``: a drug was given.
    """
    reading = passage.reading
    ended = [Zone(s, s.start, s.end) for s in reading.sentences if s.role == "outcome" and s.cues]
    zones = [*passage.zones, *ended]  # "OUTCOME: procedure terminated because of syncope"
    stop = _last_stop(zones, passage)
    if stop is None or (stop.role != "title" and _went_on(zones, stop)):
        return "carried_out", None
    earlier = [zone.sentence for zone in zones if zone.sentence.start <= stop.start]
    if not any(_needle_placed(sentence) for sentence in earlier):
        earlier = [zone.sentence for zone in zones]  # "EPIDURAL INJECTION -- DISCONTINUED": the work is told below it
    if passage.performed.family.drugs == "none" and (
        any(_volume_delivered(s, stop, reading) for s in earlier) or _full_volume(stop, earlier, reading)
    ):
        return "carried_out", None
    delivered = any(zone.sentence is not stop and _drug_delivered(zone.sentence) for zone in zones)
    if delivered and (treated or stop.section.role == "plan"):
        return "carried_out", None
    if any(zone.sentence.start < stop.start and _dose_at_target(zone.sentence, reading) for zone in zones):
        return "carried_out", None
    denied = _before_any_needle(stop, reading)
    if any(_needle_placed(sentence) for sentence in earlier if not (denied and sentence is stop)):
        return "after_needle", stop
    if not denied and any(_needle_taken_out(zone.sentence, reading) for zone in zones):
        return "after_needle", stop
    if any(zone.sentence.start > stop.start and _dosed(zone.sentence, reading) for zone in zones):
        return "carried_out", None
    return "before_needle", stop


def take_out_stopped(places: Places, passage: Passage) -> list[Place]:
    """Take out, and give back, the places told only in a paragraph that ends in a stop, while others were finished."""
    if len(places.found) < 2:
        return []
    reading = passage.reading
    for zone, cue in _stops(passage.zones):
        if zone.sentence.role == "title" or not _speaks_of_work(zone.sentence, reading):
            continue
        low, high = _paragraph(reading.text, cue.start)
        levels = {item.name for group in reading.levels(low, high) for item in group.items}
        stopped = [
            place
            for place in places.found.values()
            if place.name in levels or any(low <= start < high for start, _ in place.spans)
        ]
        if 0 < len(stopped) < len(places.found):
            for place in stopped:
                del places.found[place.name]
            return stopped
    return []


def stop_words(sentence: Sentence) -> tuple[int, int]:
    """The first and last character of the words that stop the work in a sentence; of the sentence where none do."""
    cue = next((cue for cue in sentence.cues if cue.category == "aborted" and cue.direction == "backward"), None)
    return (cue.start, cue.end) if cue else (sentence.start, sentence.end)


def anaesthesia_told(reading: Reading) -> bool:
    """Whether sedation or local anaesthesia is told as given; not "before any was given" or "none had been given"."""
    return any(
        sentence.role in (*PERFORMING, "anesthesia")
        and states(sentence, "delivers")
        and any(_given(mention, reading) for label in _NUMBS for mention in sentence.labels.get(label, ()))
        for sentence in reading.sentences
    )


def _given(mention: Mention, reading: Reading) -> bool:
    """Whether a word of anaesthesia is neither denied nor put off to what would have come later in its clause."""
    if mention.status in _NOT_DONE:
        return False
    clause = _CLAUSE.split(reading.text[mention.sentence.start : mention.start])[-1]
    behind = _CLAUSE.split(reading.text[mention.end : mention.sentence.end])[0]
    return not _NOT_YET.search(clause) and not _WITHHELD.match(behind)


def _stops(zones: list[Zone]) -> Iterator[tuple[Zone, CueSpan]]:
    """Every "... was aborted" with the zone it stands in."""
    for zone in zones:
        for cue in zone.sentence.cues:
            if cue.category == "aborted" and cue.direction == "backward":
                yield zone, cue


def _speaks_of_work(sentence: Sentence, reading: Reading) -> bool:
    """Whether a stop is that of a level or of the procedure, not of the contrast alone ("contrast was omitted")."""
    if reading.levels(sentence.start, sentence.end):
        return True
    return not reading.lexicon.acts.stopping.isdisjoint(reading.words.keys[sentence.first : sentence.last])


def stopped_elsewhere(performed: list[Performed], reading: Reading) -> list[str]:
    """The families that a sentence says were begun with a needle and stopped, and of which nothing was performed."""
    slugs = {slug for one in performed for slug in one.family.slugs()}
    found: dict[str, None] = {}
    whole = [Zone(s, s.start, s.end) for s in reading.sentences if s.role in PERFORMING and holds(s, "instruments")]
    for zone, _ in _stops(whole):
        for name in _names(zone.sentence) - slugs:
            if not _related(name, slugs, reading):
                found[name] = None
    return list(found)


def _related(name: str, slugs: set[str], reading: Reading) -> bool:
    """Whether a family may be a step of one of ``slugs``, or one of them a step of it."""
    absorbers = reading.lexicon.absorbers
    return any(name in absorbers.get(slug, ()) or slug in absorbers.get(name, ()) for slug in slugs)


def _names(sentence: Sentence) -> set[str]:
    """The families that the sentence names outright."""
    return {m.value for m in sentence.labels.get("family", ()) if m.value and not (m.get("weak") or m.get("generic"))}


def _of_another(sentence: Sentence, performed: Performed, reading: Reading) -> bool:
    """Whether all that the sentence names is another procedure, so that a stop in it is not of this one."""
    slugs = set(performed.family.slugs())
    named = _names(sentence)
    return bool(named) and named.isdisjoint(slugs) and not any(_related(name, slugs, reading) for name in named)


def _of_some_levels(stop: Sentence, zones: list[Zone], reading: Reading) -> bool:
    """Whether a stop names its levels, and others are told as done: "L4 and L5 were lesioned. L3 was abandoned"."""
    stopped = _levels(stop, reading)
    if not stopped or not _WORK_WORDS.isdisjoint(reading.words.keys[stop.first : stop.last]):
        return False
    done = (z.sentence for z in zones if z.sentence is not stop and z.sentence.role in ("body", "field"))
    return any(states(s, "delivers") and not s.cues and not stopped.issuperset(_levels(s, reading)) for s in done)


def _levels(sentence: Sentence, reading: Reading) -> set[str]:
    """The levels that a sentence names."""
    return {item.name for group in reading.levels(sentence.start, sentence.end) for item in group.items}


def _last_stop(zones: list[Zone], passage: Passage) -> Sentence | None:
    """The last sentence that says the procedure was stopped; not "to be stopped if ..."."""
    last: Sentence | None = None
    reading = passage.reading
    keys, procedure_meant = reading.words.keys, reading.lexicon.acts.stopping
    begun = next((zone.sentence.start for zone in zones if _needle_placed(zone.sentence)), 0)
    for zone, cue in _stops(zones):
        sentence = zone.sentence
        conditional = "if" in keys[sentence.first : cue.first]
        medicine = (  # "Topamax was stopped"
            sentence.start < begun
            and sentence.role == "body"
            and not holds(sentence, *_OF_WORK)
            and _WORK_WORDS.isdisjoint(keys[sentence.first : sentence.last])
        )
        another = _further_lead(keys[sentence.first : cue.first])
        if (
            not conditional
            and not medicine
            and not another
            and not _of_another(sentence, passage.performed, reading)
            and not _of_some_levels(sentence, zones, reading)
            and not procedure_meant.isdisjoint(keys[sentence.first : sentence.last])
        ):
            last = sentence
    return last


def _further_lead(subject: list[str]) -> bool:
    """Whether only a further lead was given up: "the second lead could not be passed"."""
    further = [index for index, key in enumerate(subject) if key in _FURTHER]
    if not further or not _WORK_WORDS.isdisjoint(subject[further[-1] :]):
        return False
    return not _LEADS.isdisjoint(subject[further[-1] + 1 : further[-1] + 4])


def _went_on(zones: list[Zone], stop: Sentence) -> bool:
    """Whether the work went on after the stop ("stimulation was stopped once ... lesioning was then done")."""
    return any(
        zone.sentence.start > stop.start
        and zone.sentence.role in ("body", "field")
        and states(zone.sentence, "delivers")
        and states(zone.sentence, *_WORK)
        and not holds(zone.sentence, "systemic")
        for zone in zones
    )


def _volume_delivered(sentence: Sentence, stop: Sentence, reading: Reading) -> bool:
    """Whether a sentence puts a volume through a needle, or gives what the family is named for ("her own blood").

    That is the work of a family that gives no drug; the stop may stand in the same sentence, behind it.
    """
    named = any(m.status in COUNTED for m in sentence.labels.get("family", ()))
    if sentence is stop and not any(
        m.label == "delivers" and m.first < cue.first
        for cue in stop.cues
        if cue.category == "aborted"
        for m in stop.mentions
    ):
        return False
    return (
        sentence.role in ("body", "field")
        and (named or holds(sentence, "instruments"))
        and holds(sentence, "delivers")
        and has_volume_unit(reading, sentence)
    )


def _full_volume(stop: Sentence, earlier: list[Sentence], reading: Reading) -> bool:
    """Whether it was stopped after a volume had gone in: "At 17 mL she felt pressure and the injection was stopped"."""
    return has_volume_unit(reading, stop) and any(
        s is not stop and states(s, "delivers") and (holds(s, "instruments") or states(s, "family")) for s in earlier
    )


def _drug_delivered(sentence: Sentence) -> bool:
    """Whether a sentence gives a drug at the target, not in the skin."""
    return (
        sentence.role in PERFORMING
        and sentence.role != "title"
        and states(sentence, "drug")
        and states(sentence, "delivers")
        and not holds(sentence, "skin")
    )


def _dose_at_target(sentence: Sentence, reading: Reading) -> bool:
    """Whether a line without a verb gives an amount to the targets: "0.5 mL of bupivacaine at each of the targets"."""
    return (
        sentence.section.role == "preamble"
        and holds(sentence, "target_nouns")
        and states_amount(reading, sentence)
        and not holds(sentence, "skin")
        and not sentence.cues
    )


def _dosed(sentence: Sentence, reading: Reading) -> bool:
    """Whether a line, with or without a verb, gives an amount of a drug that is not for the skin: "At L4-5 80 mg"."""
    return (
        sentence.role in PERFORMING
        and states(sentence, "drug")
        and states_amount(reading, sentence)
        and not holds(sentence, "skin", "systemic")
        and not sentence.cues
    )


def _needle_placed(sentence: Sentence) -> bool:
    """Whether a sentence tells that an instrument was placed."""
    done = {mention.label for mention in sentence.mentions if mention.status not in _NOT_DONE}
    return "instruments" in done and not done.isdisjoint(("places", "delivers"))


def _before_any_needle(stop: Sentence, reading: Reading) -> bool:
    """Whether a sentence says that no needle was in yet: "aborted before any spinal needle was placed"."""
    keys = reading.words.keys
    return any(
        keys[at : at + 2] == ["before", "any"]
        for m in stop.labels.get("instruments", ())
        for at in range(max(stop.first, m.first - _OUT_REACH), m.first - 1)
    )


def _needle_taken_out(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence takes the needle out again ("needle removed, aborted"); not one in a vein or for the skin."""
    acts, keys = reading.lexicon.acts, reading.words.keys
    if holds(sentence, "skin", "systemic"):
        return False
    return any(
        m.status not in _NOT_DONE
        and not acts.taken_out.isdisjoint(keys[m.last + 1 : m.last + 1 + _OUT_REACH])
        and acts.other_needles.isdisjoint(keys[max(sentence.first, m.first - _OUT_REACH) : m.first])
        for m in sentence.labels.get("instruments", ())
    )


def _paragraph(text: str, spot: int) -> tuple[int, int]:
    """The characters of the paragraph around ``spot``."""
    end = text.find("\n\n", spot)
    return max(text.rfind("\n\n", 0, spot), 0), len(text) if end < 0 else end
