"""What the note takes back: levels and sides left undone, and what an addendum corrects."""

from __future__ import annotations

import re

from cac.facts.account import Performed, Zone
from cac.facts.left_out import denied
from cac.facts.places import Place, Places, side_set
from cac.facts.sides import usable_sides
from cac.facts.signs import holds
from cac.facts.treated_levels import names_of
from cac.lexicon.schema import Sides
from cac.nlp.reading import CueSpan, Reading, Sentence

_CUE_REACH = 10  # words
_NEEDLE_REACH = 6  # words: "no needle had yet been put in"
_SUBJECT_REACH = 5  # words
_ONLY_REACH = 2  # words: "only the right"
_VERB_REACH = 4  # words: "the right SI joint alone was injected"
_ADDENDUM = re.compile(r"\baddend(?:um|a)\b|\blate entry\b|^[^\w\n]*correction\b", re.I | re.M)
_ADDENDUM_WORDS = frozenset(["addendum", "addenda", "late", "correction"])


def take_back(places: Places, zones: list[Zone], reading: Reading) -> None:
    """Take back levels and sides of the title that the body leaves undone: "The L5-S1 level was not injected"."""
    for zone in zones:
        sentence = zone.sentence
        if sentence.role not in ("body", "field", "title"):
            continue
        if alone := _side_alone(zone, places, reading):
            undone = {"left", "right"} - alone
            _drop_sides(places, undone)
            for held in places.found.values():
                _drop_sides(held, undone)
            continue
        for cue in sentence.cues:
            said = reading.words.keys[cue.first : cue.last + 1]
            deferred = cue.category == "negated" and not reading.lexicon.cues.deferring.isdisjoint(said)
            if not deferred and (sentence.role == "title" or not _leaves_undone(cue, sentence)):
                continue
            groups = reading.levels(zone.start, zone.end)
            groups = [g for g in groups if _spoken_of(reading.words.at(g.start), reading.words.at(g.end) - 1, cue)]
            first_words = [reading.words.at(g.start) for g in groups]
            sides = [
                m
                for m in sentence.mentions
                if m.label == "side"
                and (_spoken_of(m.first, m.last, cue) or any(0 < first - m.last <= 2 for first in first_words))
            ]
            undone = {side for mention in sides for side in side_set(mention.value)}
            if not groups:
                _drop_sides(places, undone)
                for held in places.found.values():
                    _drop_sides(held, undone)
            for group in groups:
                for item in group.items:
                    place = places.found.get(item.name)
                    if place is None or (undone and _drop_sides(place, undone)):
                        continue
                    if len(places.found) > 1 and not place.in_body:
                        del places.found[place.name]


def _side_alone(zone: Zone, places: Places, reading: Reading) -> set[str]:
    """The side that a sentence says the work was done on and no other: "only the right was done", "did the left alone".

    The verb must be that of the side: "fluid was aspirated from the left only" and "only the right was tender" are of
    something else.
    """
    sentence, keys, words = zone.sentence, reading.words.keys, reading.lexicon.sides
    placed = reading.levels(zone.start, zone.end) or sentence.labels.get("relative")
    if holds(sentence, "skin") or (len(places.found) > 1 and placed):
        return set()  # "the foramen below, on the left only": of that one
    found: set[str] = set()
    for m in sentence.labels.get("side", ()):
        if m.value not in ("left", "right"):
            continue
        before = keys[max(sentence.first, m.first - _ONLY_REACH) : m.first]
        behind = keys[m.last + 1 : min(sentence.last, m.last + 1 + _VERB_REACH)]
        injected = any(0 < act.first - m.last <= _VERB_REACH for act in sentence.labels.get("delivers", ()))
        done = injected or not words.did.isdisjoint(keys[max(sentence.first, m.first - _VERB_REACH) : m.first] + behind)
        if done and (not words.only.isdisjoint(before) or _closed(behind[:3], words)):
            found.add(m.value)
    return found if len(found) == 1 else set()


def _closed(behind: list[str], words: Sides) -> bool:
    """Whether "only" or "alone" stands in the first two words behind a side, and is not said of what comes after."""
    for index, key in enumerate(behind[:2]):
        if key in words.only:
            after = behind[index + 1 :]
            return key not in words.only_adverb or not after or not after[0].isalnum() or after[0] in words.closing
    return False


def _leaves_undone(cue: CueSpan, sentence: Sentence) -> bool:
    """Whether a cue says that work was not done: "was abandoned", or "not" right before the verb of an act."""
    if cue.category == "aborted":
        return True
    if cue.category not in ("negated", "refused"):
        return False
    no_needle = any(m.first == cue.last + 1 for m in sentence.labels.get("instruments", ()))
    return any(
        m.label in ("delivers", "places", "done")
        and cue.first < m.last
        and m.first - cue.last <= (_NEEDLE_REACH if no_needle else 2)
        for m in sentence.mentions
    )


def _spoken_of(first: int, last: int, cue: CueSpan) -> bool:
    """Whether words are the subject of a cue ("L5-S1 was not ..."), or its object ("could not enter L5-S1")."""
    if 0 < cue.first - last <= _SUBJECT_REACH:
        return True
    return cue.category in ("aborted", "negated") and cue.direction == "forward" and 0 < first - cue.last <= _CUE_REACH


def _drop_sides(holder: Place | Places, undone: set[str]) -> bool:
    """Take sides from a holder that keeps another one; whether it keeps one."""
    if not (holder.title_sides | holder.body_sides) - undone:
        return False
    holder.title_sides -= undone
    holder.body_sides -= undone
    return True


def addendum_start(reading: Reading) -> int | None:
    """Where an addendum that corrects something begins; None when there is none."""
    if _ADDENDUM_WORDS.isdisjoint(reading.words.keys):
        return None
    openings = [match.start() for match in _ADDENDUM.finditer(reading.text)]
    if openings and any(m.start >= openings[0] for m in reading.mentions("corrects")):
        return openings[-1]
    return None


def apply_addendum(places: Places, zones: list[Zone], reading: Reading, performed: Performed, start: int) -> None:
    """An addendum that corrects the side or the levels: what it states, and not what it takes back, holds.

    ``zones`` are those that end after its ``start``.
    """
    sides: list[str] = []
    levels: list[tuple[str, int, int]] = []
    nerve = any(place.nerve for place in places.found.values())
    for zone in zones:
        sides += [m.value for m in usable_sides(zone.sentence) if m.start >= start]
        if performed.family.kind == "spinal":
            for group in reading.levels(max(zone.start, start), zone.end):
                if not denied(group, zone.sentence, reading):
                    levels += [
                        (name, item.start, item.end)
                        for item in group.items
                        for name in names_of(item, performed.family, nerves=nerve, joints=False)
                    ]
    if levels:
        held = {side for p in places.found.values() for side in (p.body_sides or p.title_sides)}
        places.found = {}
        for name, low, high in levels:
            for _low, _high, place in places.add([name], low, high, title=True, nerve=nerve):
                place.body_sides = set(held)
    if sides:
        value = side_set(sides[0])
        for place in places.found.values():
            place.title_sides, place.body_sides = set(), set(value)
        places.title_sides, places.body_sides, places.loose = set(), set(value), []
        places.corrected = True
