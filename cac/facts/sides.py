"""The sides of the places: which words name a side treated, and of which place each of them speaks."""

from __future__ import annotations

import re
from dataclasses import replace

from cac.facts.account import Performed, Zone
from cac.facts.left_out import levels_left_out
from cac.facts.places import BOTH_SIDES, Anchor, Place, Places, side_set
from cac.facts.signs import holds, of_another_day, states
from cac.lexicon.schema import Family
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_OTHER = {"left": "right", "right": "left"}
_AIM = 4  # words
_CONDITIONS = frozenset(["if", "should", "unless"])  # "if the headache is only on the left as before"
_ELSEWHERE = frozenset(["historical", "other_provider"])
_REACH = 60  # characters
_NEXT_PLACE = 25  # characters: "right hip, trochanteric bursa"
_LAID_ON = frozenset(["at", "of", "over", "above"])
_SHORT = 4  # words
_SIDED_COUNTERS = frozenset(["joints", "foramina", "intercostal"])
_LEADING = 2  # words
_UP, _DOWN = frozenset(["up", "uppermost"]), frozenset(["down", "decubitus", "recumbent"])
_HEADING_END = re.compile(r"[ a-z]{0,20}:")  # "Right shoulder:"
_SPEAKING = ("side", "opposite", "same_side")  # of a side
_TELLING = ("delivers", "places", "repeat", "instruments", "positioning", "done")


def usable_sides(sentence: Sentence, *, of_midline: bool = False) -> list[Mention]:
    """Side words that can name the side treated: not "left leg pain", not "rotated to the left".

    ``of_midline``: whether "to the right of the midline" does, because the needle goes to what it stands over.
    """
    sides = [m for m in sentence.labels.get("side", ()) if m.status == STATED]
    if not sides:
        return []
    beside = [m.first for m in sentence.labels.get("of_midline", ())]
    after = {hit.first for hit in sentence.beside_sides if hit.entry.label == "not_side_after"}
    if not of_midline:
        after.update(beside)
    before = {hit.last for hit in sentence.beside_sides if hit.entry.label == "not_side_before"}
    return [
        m
        for m in sides
        if after.isdisjoint(range(m.first + 1, m.last + 2))
        and (m.first - 1 not in before or m.value == "both" or (of_midline and m.last + 1 in beside))
    ]


def _goes_straight(family: Family) -> bool:
    """Whether the side of the midline on which the needle goes in is the side treated."""
    return family.sided or family.counter in _SIDED_COUNTERS


class SideReader:
    """Gives the sides of one sentence after another to the places; a heading and the line before still speak."""

    def __init__(self, places: Places, family: Family, reading: Reading) -> None:
        self._places = places
        self._family = family
        self._reading = reading
        self._heading: Mention | None = None  # "Left:"
        self._line: list[Anchor] = []  # of the last sentence with places
        self._last: str | None = None  # the side told last

    def read(self, zone: Zone, anchors: list[Anchor], *, title: bool) -> None:
        """Read the sides of a zone, whose places stand at ``anchors``."""
        sentence, text = zone.sentence, self._reading.text
        if not self._heading and not holds(sentence, *_SPEAKING):
            self._line = anchors or self._line
            return
        sides = [
            m
            for m in usable_sides(sentence, of_midline=_goes_straight(self._family))
            if zone.start <= m.start and m.end <= zone.end
        ]
        told = states(sentence, *_TELLING)
        elsewhere = not (told or title) and any(cue.category in _ELSEWHERE for cue in sentence.cues)
        if elsewhere or self._reading.words.keys[sentence.first] in _CONDITIONS:
            sides = []
        sides = [m for m in sides if m.value != "midline" and not _of_another_place(m, anchors, self._places)]
        sides = self._with_relative(sides, zone) or _lain_on(zone, self._reading.words.keys)
        repeat = any(not of_another_day(sentence, m.start) for m in sentence.labels.get("repeat", ()))
        headline = title and (sentence.role == "title" or sentence.section.role in ("title", "other"))
        if not (told or repeat) and _compares(sentence, sides, anchors):
            sides = []
        pairs, loose = bind_sides(anchors, sides, self._reading, repeat=repeat)
        heads = title or (sides and sides[-1].first == sentence.first)
        if heads and sides and not anchors and _HEADING_END.match(text, sides[-1].end, sentence.end + 20):
            self._heading = sides[-1]
        elif self._heading and anchors and not sides:
            pairs = [(place, self._heading) for _start, _end, place in anchors]
        for place, mention in pairs:
            (place.title_sides if headline else place.body_sides).update(side_set(mention.value))
            place.side_proofs.setdefault(mention.value, (mention.start, mention.end))
        if title and sides and not told and not anchors and self._line_goes_on(sides[0]):
            for mention in sides:
                for _start, _end, place in self._line:
                    place.title_sides |= side_set(mention.value)
            loose = []
        self._line = anchors or self._line
        if repeat and not loose and not pairs:
            loose = sides
        skipped = levels_left_out(zone, self._reading) | self._still_to_come(loose) if repeat and loose else frozenset()
        for mention in loose:
            self._places.side_proofs.setdefault(mention.value, (mention.start, mention.end))
            if headline and not repeat and _names(sentence):
                self._places.title_sides |= side_set(mention.value)
            elif told and not (title or repeat or anchors) and _before_place(mention, self._family):
                self._places.body_sides |= side_set(mention.value)
            elif (
                told
                or repeat
                or (headline and not holds(sentence, "looking"))
                or _beside_name(mention, sentence, self._family)
                or _imaged_noun(mention, sentence, self._reading)
                or (title and sentence.last - sentence.first <= _SHORT)
            ):
                self._places.loose.append((side_set(mention.value), repeat, skipped))
        if repeat and not sides and holds(sentence, "opposite"):
            self._places.loose.append((BOTH_SIDES, True, levels_left_out(zone, self._reading)))

    def _still_to_come(self, again: list[Mention]) -> frozenset[str]:
        """The places that, unlike others, the body has not told yet, and the title has on no side of the repeat."""
        if not any(place.in_body for place in self._places.found.values()):
            return frozenset()
        sides = set[str]().union(*(side_set(mention.value) for mention in again))
        return frozenset(
            place.name
            for place in self._places.found.values()
            if place.in_title and not place.in_body and place.title_sides and sides.isdisjoint(place.title_sides)
        )

    def _with_relative(self, sides: list[Mention], zone: Zone) -> list[Mention]:
        """The sides of a zone with those that follow from the side told last: "the other side", "that side"."""
        relative = [
            m
            for m in (*zone.mentions("opposite"), *zone.mentions("same_side"))
            if m.value and not of_another_day(zone.sentence, m.start)
        ]
        if not relative and len(sides) < 2:
            self._last = self._aimed(zone) or (sides[0].value if sides else self._last)
            return sides
        self._last = self._aimed(zone) or self._last
        found: list[Mention] = []
        for m in sorted([*sides, *relative], key=lambda mention: mention.start):
            if m.label == "side":
                self._last = m.value
            else:
                side = _OTHER.get(self._last or "") if m.label == "opposite" else self._last
                if side not in _OTHER or any(abs(m.start - s.start) < _REACH for s in sides):
                    continue
                if m.label == "opposite":
                    self._hold_last(zone.start)
                m, self._last = replace(m, label="side", value=side), side
            found.append(m)
        if len({m.value for m in sides}) > 1 and not relative:
            self._last = None  # a sentence that compares the sides
        return found

    def _aimed(self, zone: Zone) -> str | None:
        """The side that the beam was turned to."""
        aiming, keys = self._reading.lexicon.sides.aiming, self._reading.words.keys
        if not zone.mentions("guidance"):
            return None
        turned = [m for m in zone.mentions("side") if not aiming.isdisjoint(keys[max(m.first - _AIM, 0) : m.first])]
        return turned[0].value if turned else None

    def _hold_last(self, before: int) -> None:
        """Before the work turns to the other side, what was done without a side was done on the side told last."""
        for place in self._places.found.values():
            if place.in_body and not place.body_sides and self._last and place.spans[0][0] < before:
                place.body_sides.add(self._last)

    def _line_goes_on(self, side: Mention) -> bool:
        """Whether a side stands on one line with the places told last ("L4-5 facet; right")."""
        return bool(self._line) and "\n" not in self._reading.text[self._line[-1][1] : side.start]


def _compares(sentence: Sentence, sides: list[Mention], anchors: list[Anchor]) -> bool:
    """Whether a sentence compares one place of both sides: "moderate left carpal tunnel, slight on the right"."""
    told = {m.value for m in sides}
    one_place = len({place.name for _start, _end, place in anchors}) == 1
    return told == BOTH_SIDES and one_place and sentence.role != "title" and not holds(sentence, "nouns", "family")


def _lain_on(zone: Zone, keys: list[str]) -> list[Mention]:
    """The side that is up while the patient lies on the other one: "on her left side, the affected hip uppermost"."""
    lain = [m for m in zone.mentions("side") if m.value in _OTHER]
    if not zone.mentions("side_up") or len({m.value for m in lain}) != 1:
        return []
    side = lain[0]
    if not _UP.isdisjoint(keys[side.last + 1 : side.last + 3]):  # "left side up"
        return lain[:1]
    lies = "on" in keys[max(side.first - 3, 0) : side.first]
    lies |= not _DOWN.isdisjoint(keys[side.last + 1 : side.last + 4])
    return [replace(side, value=_OTHER[side.value])] if lies else []


def _of_another_place(side: Mention, anchors: list[Anchor], places: Places) -> bool:
    """Whether the side is that of a place that is not treated here: "right" in "right shoulder and knee pain"."""
    if not anchors or any(start < side.start for start, _end, _place in anchors):
        return False
    return any(
        m.get("bare")
        and m.label.startswith("target:")
        and 1 <= m.first - side.last <= 2
        and m.value not in places.found
        and not any(m.start <= start < m.end + _NEXT_PLACE for start, _end, _place in anchors)
        for m in side.sentence.mentions
    )


def bind_sides(
    anchors: list[Anchor], sides: list[Mention], reading: Reading, *, repeat: bool
) -> tuple[list[tuple[Place, Mention]], list[Mention]]:
    """Give each side word of a sentence to the places it speaks of; return the pairs and the sides left over."""
    if not sides:
        return [], []
    if not anchors:
        return [], sides
    events: list[tuple[int, str, object]] = [(m.start, "side", m) for m in sides]
    events += [(start, "place", place) for start, _end, place in anchors]
    events.sort(key=lambda event: (event[0], event[1]))
    pairs: list[tuple[Place, Mention]] = []
    loose: list[Mention] = []
    prefix = events[0][1] == "side"
    current: Mention | None = None
    pending: list[Place] = []
    since: list[Place] = []
    bound: list[Place] = []
    for index, (_start, kind, thing) in enumerate(events):
        if kind == "place":
            place: Place = thing  # type: ignore[assignment]
            if prefix and current:
                pairs.append((place, current))
            else:
                pending.append(place)
            since.append(place)
            continue
        mention: Mention = thing  # type: ignore[assignment]
        more = any(event[1] == "place" for event in events[index + 1 :])
        if _far(mention, anchors) and not _leads(mention, reading):
            loose.append(mention)
            continue
        if prefix and (more or not since):
            current, since = mention, []
        elif prefix:  # a side after the last place
            if repeat:
                pairs.extend((place, mention) for _s, _e, place in anchors)
            elif len(since) == 1 and current is not None and len(anchors) > 1:
                pairs = [pair for pair in pairs if pair[0] is not since[0]] + [(since[0], mention)]
            elif current is None:
                pairs.extend((place, mention) for place in since)
            else:
                pairs.extend((place, mention) for place in since[-1:])
        else:
            pairs.extend((place, mention) for place in pending)
            if not pending and repeat:
                pairs.extend((place, mention) for _s, _e, place in anchors)
            elif not pending and bound and not more and _also(sides, mention, reading):
                pairs.extend((place, mention) for place in bound)
            elif not pending:
                current = mention
                prefix = True
            bound = pending or bound
            pending = []
    if pending and not prefix:
        last_side = sides[-1]
        if len(sides) == 1:
            pairs.extend((place, last_side) for place in pending)
    return pairs, loose


def _also(sides: list[Mention], side: Mention, reading: Reading) -> bool:
    """Whether a side is only added to the one before it: "on the right and on the left"."""
    before = [other.last for other in sides if other.last < side.first]
    adding = reading.lexicon.sides.adding
    return bool(before) and all(key == "," or key in adding for key in reading.words.keys[before[-1] + 1 : side.first])


def _far(side: Mention, anchors: list[Anchor]) -> bool:
    """Whether a side word stands too far from every place to speak of one."""
    return min(max(start - side.end, side.start - end) for start, end, _place in anchors) > _REACH


def _leads(side: Mention, reading: Reading) -> bool:
    """Whether a side opens a sentence and holds for all of it: "On the right, the artery was palpated and ..."."""
    return side.first - side.sentence.first <= _LEADING and reading.words.keys[side.last + 1 : side.last + 2] == [","]


def _names(sentence: Sentence) -> bool:
    """Whether a headline names a procedure, or is so short that it can hold nothing else ("Side: left")."""
    return sentence.last - sentence.first <= 6 or any(m.label in ("family", "nouns") for m in sentence.mentions)


def _beside_name(side: Mention, sentence: Sentence, family: Family) -> bool:
    """Whether a side stands right before the name of the family: "Left lumbar sympathetic block: consent obtained"."""
    return any(
        m.label == "family" and m.value in family.slugs() and m.status == STATED and 0 < m.first - side.last <= 2
        for m in sentence.mentions
    )


def _before_place(side: Mention, family: Family) -> bool:
    """Whether a side stands right before a place of the family: "The right SI joint was entered"."""
    slugs = family.slugs()
    return any(
        m.label.startswith("target:") and m.slug in slugs and m.status == STATED and 0 < m.first - side.last <= 1
        for m in side.sentence.mentions
    )


def _imaged_noun(side: Mention, sentence: Sentence, reading: Reading) -> bool:
    """Whether a side stands right before what was looked at: "the C-arm was swung over the right joint"."""
    nouns = {m.first for m in sentence.labels.get("target_nouns", ())}
    return states(sentence, "guidance") and (side.last + 1 in nouns or _scanned(side, sentence, reading))


def _scanned(side: Mention, sentence: Sentence, reading: Reading) -> bool:
    """Whether the probe lay on a part of the body of this side: "Ultrasound at the right groin"."""
    keys = reading.words.keys
    before = keys[max(side.first - 2, sentence.first) : side.first]
    return (
        any(m.value == "ultrasound" and m.status == STATED for m in sentence.labels["guidance"])
        and not _LAID_ON.isdisjoint(before)
        and keys[side.last + 1 : side.last + 2] not in (["side"], ["of"])
        and not holds(sentence, "looking")
    )


def settle_sides(places: Places, family: Family) -> None:
    """Sides told apart from a place: the only ones known, or the second side of "the same was done on the right"."""
    if places.corrected:
        return
    known = {
        side for place in places.found.values() for side in (*place.title_sides, *place.body_sides)
    } | places.title_sides
    firsts = {side for sides, again, _ in places.loose if not again for side in sides}
    seconds = {side for sides, again, _ in places.loose if again for side in sides}
    skipped = {name for _, again, names in places.loose if again for name in names}
    if seconds:
        base = known or firsts or set(BOTH_SIDES)
        both = base | seconds
        for place in places.found.values():
            if place.name in skipped:
                place.body_sides |= base - seconds
                continue
            if not place.body_sides or len(places.found) == 1 or family.kind != "target":
                if place.body_sides and place.body_sides >= seconds and len(places.found) > 1:
                    continue
                place.body_sides |= both if not place.body_sides else seconds | place.body_sides
        places.body_sides |= both
    elif firsts and not known and (len(places.found) <= 1 or family.kind == "spinal"):
        places.body_sides |= firsts


def sides_of_diagnosis(places: Places, reading: Reading, performed: Performed, *, lone: bool) -> None:
    """The diagnosis names the very place with its side ("left trochanteric bursitis"); no other word does."""
    if places.title_sides or places.body_sides or any(p.title_sides or p.body_sides for p in places.found.values()):
        return
    label = f"target:{performed.file}"
    for place in places.found.values():
        target = performed.family.targets.get(place.name)
        names = {place.name, target.part_of if target else None}
        told: set[str] = set()
        for sentence in reading.sentences:
            if sentence.role != "diagnosis":
                continue
            sides = [m for m in sentence.labels.get("side", ()) if m.value != "midline" and m.status == STATED]
            for m in sentence.mentions:
                if m.label == label and m.value in names:
                    told |= {
                        side
                        for s in sides
                        if min(abs(m.first - s.last), abs(s.first - m.last)) <= 4
                        for side in side_set(s.value)
                    }
        place.title_sides |= told
    # Of several procedures it may be the side of another.
    if lone and not any(p.title_sides for p in places.found.values()) and len(places.found) == 1:
        told = {
            side
            for sentence in reading.sentences
            if sentence.role in ("title", "body", "field", "diagnosis")
            for m in usable_sides(sentence)
            if m.value != "midline"
            for side in side_set(m.value)
        }
        if len(told) == 1:  # the only side the note ever names
            next(iter(places.found.values())).title_sides |= told
