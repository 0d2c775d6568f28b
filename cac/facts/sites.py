"""Where it was done: levels, named targets, and the side of each, from the words bound to one family."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from cac.facts.account import Performed, Zone
from cac.facts.levels import RANK, Group, Item, between, find_levels, find_ribs
from cac.lexicon.schema import Family
from cac.nlp.reading import STATED, CueSpan, Mention, Reading, Sentence

_BOTH = frozenset(["left", "right"])
_AT = frozenset(
    [
        "at",
        "in",
        "to",
        "for",
        "of",
        "toward",
        "towards",
        "onto",
        "into",
        "and",
        "the",
        "through",
        "via",
        "left",
        "right",
        "bilateral",
        "level",
        "levels",
        "nerve",
        "nerves",
        "over",
        "near",
    ]
)
_JOINING = frozenset(["and", "&", "+", "plus", "then", "also", "on", "the", "side", ",", "to", "at"])
_CLAUSE = frozenset([",", ";", ":"])
_REACH = 60  # characters
_CUE_REACH = 8  # words
_SUBJECT_REACH = 5  # words
_LOOK_REACH = 6  # words
_TELLS = frozenset(["delivers", "places", "repeat", "instruments", "positioning", "done"])


def side_set(value: str) -> frozenset[str]:
    """Give "left" → {left}; "both" → {left, right}."""
    return _BOTH if value == "both" else frozenset([value])


@dataclass(slots=True)
class Place:
    """A level or target while it is being read; sides by where they were told."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    title_sides: set[str] = field(default_factory=set)
    body_sides: set[str] = field(default_factory=set)
    in_title: bool = False
    in_body: bool = False
    nerve: bool = False
    bare: bool = True
    group: str = ""


@dataclass(slots=True)
class Places:
    """All places of one family, and the sides told without a place."""

    found: dict[str, Place] = field(default_factory=dict)
    title_sides: set[str] = field(default_factory=set)
    body_sides: set[str] = field(default_factory=set)
    loose: list[tuple[frozenset[str], bool]] = field(default_factory=list)
    emptied: bool = False
    corrected: bool = False


def usable_sides(sentence: Sentence) -> list[Mention]:
    """Side words that can name the side treated: not "left leg pain", not "rotated to the left"."""
    sides = [m for m in sentence.mentions if m.label == "side" and m.status == STATED]
    if not sides:
        return []
    after = {m.first for m in sentence.mentions if m.label == "not_side_after"}
    before = {m.last for m in sentence.mentions if m.label == "not_side_before"}
    return [
        m
        for m in sides
        if after.isdisjoint(range(m.first + 1, m.last + 2)) and (m.first - 1 not in before or m.value == "both")
    ]


def _is_target(group: Group, sentence: Sentence, reading: Reading, family: Family) -> bool:
    """Whether levels in the body are treated there, or only a landmark, a spread, or an image."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    keys = reading.words.keys
    after = [m for m in sentence.mentions if m.label in ("landmarks", "target_nouns") and last <= m.first <= last + 1]
    noun = any(m.label == "target_nouns" for m in after)
    if any(m.label == "landmarks" for m in after) and not noun and not family.landmarks_are_targets:
        return False
    before_noun = any(m.label == "target_nouns" and first - 3 <= m.last < first for m in sentence.mentions)
    acts = any(m.label in ("delivers", "places", "repeat") and m.status == STATED for m in sentence.mentions)
    acts |= noun and any(m.label == "instruments" and m.last < first for m in sentence.mentions)
    if first > sentence.first and keys[first - 1] == "from":
        return False
    named = any(
        m.label == "family"
        and m.status in (STATED, "intended", "reported")
        and not m.get("weak")
        and (0 <= first - m.last <= 12 or 0 <= m.first - last <= 4)
        for m in sentence.mentions
    )
    if teaches(sentence, reading) or _looked_at(sentence, first, last):
        return False
    if named:
        return True
    if not acts and not any(
        k
        in (
            "turned",
            "attention",
            "went",
            "directed",
            "moved",
            "proceeded",
            "addressed",
            "level",
            "levels",
            "chosen",
            "selected",
            "identified",
        )
        for k in keys[sentence.first : sentence.last]
    ):
        return False
    near = first > sentence.first and keys[first - 1] in _AT
    near |= any(m.label in ("delivers", "places") and first - 2 <= m.last < first for m in sentence.mentions)
    return noun or before_noun or near


def _looked_at(sentence: Sentence, first: int, last: int) -> bool:
    """Levels named by an image, a finding or the flow of contrast; an act between the two ends its reach."""
    for m in sentence.mentions:
        if m.label not in ("looking", "spread"):
            continue
        if 0 <= m.first - last <= 3:
            return True
        if 0 < first - m.last <= _LOOK_REACH and not any(
            act.label in ("delivers", "done") and m.last < act.first < first for act in sentence.mentions
        ):
            return True
    return False


def teaches(sentence: Sentence, reading: Reading) -> bool:
    """Such as "For a C7 block the needle is placed ...": how it is done, not what was done."""
    keys = reading.words.keys[sentence.first : sentence.last]
    return keys[:1] == ["for"] and not {"is", "are"}.isdisjoint(keys) and {"was", "were"}.isdisjoint(keys)


_TWO_NERVES = re.compile(r"[CTLS]\s?\w+[ ,]+[CTLS]", re.I)


def _two_nerves(group: Group, text: str) -> bool:
    """Whether "L4 L5 medial branches" are two nerves; "L3 4, L4 5, L5 S1" are spaces, as its first says."""
    return all(_TWO_NERVES.match(text, item.start, item.end) for item in group.items if item.kind == "space")


def _read_items(item: Item, family: Family, nerves: bool, joints: bool, *, two_nerves: bool = False) -> list[str]:
    """The levels that one item stands for in this family."""
    if family.counter in ("bodies", "intercostal", "levels"):
        return between(item.upper, item.lower) if item.kind != "single" else [item.upper]
    if item.kind == "single":
        return [item.upper]
    if item.kind == "space" and nerves and not joints and two_nerves:
        return [item.upper, item.lower]
    if item.kind == "space":
        return [f"{item.upper}-{item.lower}"]
    if family.counter == "joints" and nerves and not joints:
        return between(item.upper, item.lower, nerves=True)
    if item.upper[0] == "S" or (family.slug != "facet" and family.sided and family.counter == "once"):
        return between(item.upper, item.lower)
    bones = between(item.upper, item.lower)
    return [f"{upper}-{lower}" for upper, lower in itertools.pairwise(bones)]


def _nerve_words_near(group: Group, zone: Zone, reading: Reading) -> tuple[bool, bool]:
    """Whether nerve words, and whether joint words, stand beside a group of levels."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    nerves = joints = False
    for m in zone.sentence.mentions:
        distance = min(abs(m.first - last), abs(first - m.last))
        if m.label == "nerve" and distance <= 6:
            nerves = True
        if m.label == "target:facet_injection" and m.value == "facet joint" and distance <= 3:
            joints = True
    return nerves, joints


def _bind_sides(
    anchors: list[tuple[int, int, Place]], sides: list[Mention], keys: list[str], *, repeat: bool
) -> tuple[list[tuple[Place, str]], list[Mention]]:
    """Give each side word of a sentence to the places it speaks of; return the pairs and the sides left over."""
    if not sides:
        return [], []
    if not anchors:
        return [], sides
    events: list[tuple[int, str, object]] = [(m.start, "side", m) for m in sides]
    events += [(start, "place", place) for start, _end, place in anchors]
    events.sort(key=lambda event: (event[0], event[1]))
    pairs: list[tuple[Place, str]] = []
    loose: list[Mention] = []
    prefix = events[0][1] == "side"
    current: str | None = None
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
        if _far(mention, list(anchors)):
            loose.append(mention)
            continue
        if prefix and (more or not since):
            current, since = mention.value, []
        elif prefix:  # a side after the last place
            if repeat:
                pairs.extend((place, mention.value) for _s, _e, place in anchors)
            elif len(since) == 1 and current is not None and len(anchors) > 1:
                pairs = [pair for pair in pairs if pair[0] is not since[0]] + [(since[0], mention.value)]
            elif current is None:
                pairs.extend((place, mention.value) for place in since)
            else:
                pairs.extend((place, mention.value) for place in since[-1:])
        else:
            pairs.extend((place, mention.value) for place in pending)
            if not pending and repeat:
                pairs.extend((place, mention.value) for _s, _e, place in anchors)
            elif not pending and bound and not more and _also(sides, mention, keys):
                pairs.extend((place, mention.value) for place in bound)
            elif not pending:
                current = mention.value
                prefix = True
            bound = pending or bound
            pending = []
    if pending and not prefix:
        last_side = sides[-1].value
        if len(sides) == 1:
            pairs.extend((place, last_side) for place in pending)
    return pairs, loose


def _also(sides: list[Mention], side: Mention, keys: list[str]) -> bool:
    """Whether a side is only added to the one before it: "on the right and on the left"."""
    before = [other.last for other in sides if other.last < side.first]
    return bool(before) and _JOINING.issuperset(keys[before[-1] + 1 : side.first])


def _far(side: Mention, anchors: list[tuple[int, int, Place]]) -> bool:
    """Whether a side word stands too far from every place to speak of one."""
    return min(max(start - side.end, side.start - end) for start, end, _place in anchors) > _REACH


def read_places(performed: Performed, reading: Reading, general: list[Zone], *, lone: bool) -> Places:
    """Read the levels or targets of one family."""
    family = performed.family
    places = Places()
    zones = performed.zones + (general if lone else [])
    zones = sorted(zones, key=lambda zone: zone.start)
    named_file = f"target:{performed.file}"
    addendum = addendum_start(reading)
    heading: str | None = None
    last_line: tuple[list[Place], int] | None = None
    late = [zone for zone in zones if addendum is not None and zone.sentence.end > addendum]
    zones = [zone for zone in zones if zone not in late]
    for zone in zones:
        sentence = zone.sentence
        title = sentence.role in ("title", "field") or any(
            m.label == "family" and m.status == "intended" for m in sentence.mentions
        )
        headline = title and (sentence.role == "title" or sentence.section.role in ("title", "other"))
        findings = sentence.role == "findings"
        anchors: list[tuple[int, int, Place]] = []
        if (
            (family.kind == "spinal" and family.levels != "none")
            or family.counter in ("bodies", "levels")
            or any(e.get("family") == "neurolysis" for e in performed.evidence)
        ):
            anchors = _levels_in(zone, reading, performed, places, title=title, findings=findings)
        if family.muscles_by_part:
            for m in sentence.mentions:
                if (
                    m.label.startswith("muscle:")
                    and m.status == STATED
                    and zone.start <= m.start < zone.end
                    and (title or _acted(sentence, title))
                ):
                    for found in _add(places, [m.value], m.start, m.end, title, nerve=False):
                        found[2].group = m.label[7:]
                        anchors.append(found)
        if family.kind == "target":
            anchors += _targets_in(zone, performed, named_file, places, title=title)
        sides = [
            m for m in usable_sides(sentence) if zone.start <= m.start and m.end <= zone.end and m.value != "midline"
        ]
        repeat = any(m.label == "repeat" for m in sentence.mentions)
        if findings:
            continue
        pairs, loose = _bind_sides(anchors, sides, reading.words.keys, repeat=repeat)
        if (
            title
            and not anchors
            and sides
            and reading.text[sides[-1].end : sentence.end + 20].lstrip(" a-z").startswith(":")
        ):
            heading = sides[-1].value
        elif heading and anchors and not sides:
            pairs = [(place, heading) for _s, _e, place in anchors]
        for place, value in pairs:
            (place.title_sides if headline else place.body_sides).update(side_set(value))
        told = any(m.label in _TELLS and m.status == STATED for m in sentence.mentions)
        if (
            title
            and not told
            and not anchors
            and sides
            and last_line is not None
            and "\n" not in reading.text[last_line[1] : sides[0].start]
        ):
            for mention in sides:
                for place in last_line[0]:
                    place.title_sides |= side_set(mention.value)
            loose = []
        if anchors:
            last_line = ([place for _s, _e, place in anchors], anchors[-1][1])
        for mention in loose + ([m for m in sides if repeat] if not loose and not pairs else []):
            if headline and not repeat and _names(sentence):
                places.title_sides.update(side_set(mention.value))
            elif (
                told
                or repeat
                or headline
                or _beside_name(mention, sentence, family)
                or (title and sentence.last - sentence.first <= 4)
            ):
                places.loose.append((side_set(mention.value), repeat))
        if repeat and any(m.label == "opposite" for m in sentence.mentions):
            places.loose.append((_BOTH, True))
    if not places.found and family.kind == "spinal" and family.levels != "none":
        _lenient_levels(zones, reading, performed, places)
    _take_back(places, zones, reading)
    if addendum is not None:
        _apply_addendum(places, late, reading, performed, addendum)
    _apply_table(places, reading)
    specific = [n for n in places.found if not (t := family.targets.get(n)) or not t.generic]
    if specific and family.kind == "target":
        places.found = {n: p for n, p in places.found.items() if n in specific}
    _settle_sides(places, family)
    if family.kind == "target":
        _sides_of_diagnosis(places, reading, performed)
    return places


def _names(sentence: Sentence) -> bool:
    """Whether a headline names a procedure, or is so short that it can hold nothing else ("Side: left")."""
    return sentence.last - sentence.first <= 6 or any(m.label in ("family", "nouns") for m in sentence.mentions)


def _beside_name(side: Mention, sentence: Sentence, family: Family) -> bool:
    """Whether a side stands right before the name of the family: "Left lumbar sympathetic block: consent obtained"."""
    return any(
        m.label == "family" and m.value in family.slugs() and m.status == STATED and 0 < m.first - side.last <= 2
        for m in sentence.mentions
    )


def _take_back(places: Places, zones: list[Zone], reading: Reading) -> None:
    """Take back levels and sides of the title that the body leaves undone: "The L5-S1 level was not injected"."""
    for zone in zones:
        sentence = zone.sentence
        if sentence.role not in ("body", "field"):
            continue
        for cue in sentence.cues:
            if not _leaves_undone(cue, sentence):
                continue
            sides = [m for m in sentence.mentions if m.label == "side" and _spoken_of(m.first, m.last, cue)]
            groups = find_levels(reading.text, zone.start, zone.end)
            groups = [g for g in groups if _spoken_of(reading.words.at(g.start), reading.words.at(g.end) - 1, cue)]
            undone = {side for mention in sides for side in side_set(mention.value)}
            if not groups:
                _drop_sides(places, undone)
                for held in places.found.values():
                    _drop_sides(held, undone)
            for group in groups:
                for item in group.items:
                    place = places.found.get(f"{item.upper}-{item.lower}" if item.lower else item.upper)
                    if place is None or (undone and _drop_sides(place, undone)):
                        continue
                    if len(places.found) > 1 and not place.in_body:
                        del places.found[place.name]


def _leaves_undone(cue: CueSpan, sentence: Sentence) -> bool:
    """Whether a cue says that work was not done: "was abandoned", or "not" right before the verb of an act."""
    if cue.category == "aborted":
        return True
    return cue.category in ("negated", "refused") and any(
        m.label in ("delivers", "places", "done") and cue.first < m.last and m.first - cue.last <= 2
        for m in sentence.mentions
    )


def _spoken_of(first: int, last: int, cue: CueSpan) -> bool:
    """Whether words are the subject of a cue ("L5-S1 was not ..."), or its object ("could not enter L5-S1")."""
    if 0 < cue.first - last <= _SUBJECT_REACH:
        return True
    return cue.category == "aborted" and cue.direction == "forward" and 0 < first - cue.last <= _CUE_REACH


def _drop_sides(holder: Place | Places, undone: set[str]) -> bool:
    """Take sides from a holder that keeps another one; whether it did."""
    if not (holder.title_sides | holder.body_sides) - undone or not (holder.title_sides | holder.body_sides) & undone:
        return False
    holder.title_sides -= undone
    holder.body_sides -= undone
    return True


def _lenient_levels(zones: list[Zone], reading: Reading, performed: Performed, places: Places) -> None:
    """No level so far: one beside "interspace", after "at" or at the head of a clause is told even without an act.

    Where the count of levels makes the code, it must be one level beside its noun ("the L5-S1 foramen").
    """
    family = performed.family
    once = family.counter == "once"
    for zone in zones:
        sentence = zone.sentence
        if sentence.role not in ("body", "field"):
            continue
        for group in find_levels(reading.text, zone.start, zone.end):
            first, last = reading.words.at(group.start), reading.words.at(group.end)
            beside = any(m.label == "target_nouns" and last <= m.first <= last + 1 for m in sentence.mentions)
            lead = once and (first == sentence.first or reading.words.keys[first - 1] in _AT | _CLAUSE)
            looked = any(m.label in ("looking", "spread") and 0 < first - m.last <= 6 for m in sentence.mentions)
            if places.found and not (once and any(item.kind == "space" for item in group.items)):
                continue
            if not once and (len(group.items) > 1 or not _acted(sentence, title=False)):
                continue
            if (beside or lead) and not looked and not _denied(group, sentence, reading):
                anchors: list[tuple[int, int, Place]] = []
                for item in group.items:
                    names = _read_items(item, family, nerves=False, joints=False)
                    anchors += _add(places, names, item.start, item.end, title=False, nerve=False)
                sides = [m for m in usable_sides(sentence) if m.value != "midline"]
                for place, value in _bind_sides(anchors, sides, reading.words.keys, repeat=False)[0]:
                    place.body_sides |= side_set(value)


def _sides_of_diagnosis(places: Places, reading: Reading, performed: Performed) -> None:
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
            sides = [m for m in sentence.mentions if m.label == "side" and m.value != "midline" and m.status == STATED]
            for m in sentence.mentions:
                if m.label == label and m.value in names:
                    told |= {
                        side
                        for s in sides
                        if min(abs(m.first - s.last), abs(s.first - m.last)) <= 4
                        for side in side_set(s.value)
                    }
        place.title_sides |= told
    if not any(p.title_sides for p in places.found.values()) and len(places.found) == 1:
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


_TABLE_HEAD = re.compile(
    r"^[^\n]*?\b(?P<one>RIGHT|LEFT|Right|Left|R|L|RT|LT)\b[ \t|]+\b(?P<two>RIGHT|LEFT|Right|Left|R|L|RT|LT)\b(?:[ \t|]+\w{1,8})?[ \t|]*$",  # noqa: E501
    re.M,
)
_TABLE_ROW = re.compile(
    r"^[ \t|]*(?P<level>[A-Za-z][^\[☐☒☑□■(\n|]*?)[ \t|]*(?P<one>\[[ xX]*\]|[☐☒☑□■]|\([ xX]*\))[ \t|]*(?P<two>\[[ xX]*\]|[☐☒☑□■]|\([ xX]*\))",  # noqa: E501
    re.M,
)


def _apply_table(places: Places, reading: Reading) -> None:
    """A form whose rows are levels and whose columns are sides."""
    head = _TABLE_HEAD.search(reading.text)
    if not head:
        return
    columns = ["left" if head[name][0] in "Ll" else "right" for name in ("one", "two")]
    for row in _TABLE_ROW.finditer(reading.text, head.end()):
        sides = {
            side for side, name in zip(columns, ("one", "two"), strict=True) if not set("xX☒☑■").isdisjoint(row[name])
        }
        for place in places.found.values():
            if sides and any(row.start("level") <= low < row.end("level") for low, _ in place.spans):
                place.title_sides, place.body_sides = set(sides), set()
        for group in find_levels(reading.text, row.start("level"), row.end("level")):
            for item in group.items:
                name = f"{item.upper}-{item.lower}" if item.kind == "space" else item.upper
                if not sides:
                    places.found.pop(name, None)
                    continue
                for _low, _high, place in _add(
                    places, [name], item.start, item.end, title=True, nerve=item.kind == "single"
                ):
                    place.title_sides, place.body_sides = set(sides), set()
    places.title_sides = set()


def _settle_sides(places: Places, family: Family) -> None:
    """Sides told apart from a place: the only ones known, or the second side of "the same was done on the right"."""
    if places.corrected:
        return
    known = {
        side for place in places.found.values() for side in (*place.title_sides, *place.body_sides)
    } | places.title_sides
    firsts = {side for sides, again in places.loose if not again for side in sides}
    seconds = {side for sides, again in places.loose if again for side in sides}
    if seconds:
        base = known or firsts or set(_BOTH)
        both = base | seconds
        for place in places.found.values():
            if not place.body_sides or len(places.found) == 1 or family.kind != "target":
                if place.body_sides and place.body_sides >= seconds and len(places.found) > 1:
                    continue
                place.body_sides |= both if not place.body_sides else seconds | place.body_sides
        places.body_sides |= both
    elif firsts and not known and (len(places.found) <= 1 or family.kind == "spinal"):
        places.body_sides |= firsts


_ADDENDUM = re.compile(r"\baddend(?:um|a)\b|\blate entry\b|^\W*correction\b", re.I | re.M)
_CORRECTION = re.compile(
    r"\b(?:correct(?:ed|ion|s|ly)?|error|incorrect\w*|erroneous\w*|should (?:read|be|have)|mistaken\w*|actually|misdictat\w*|not as dictated|in error|wrong|left out|omitted|not (?:dictated|stated|recorded|documented))\b",  # noqa: E501
    re.I,
)


def addendum_start(reading: Reading) -> int | None:
    """Where an addendum that corrects something begins; None when there is none."""
    matches = list(_ADDENDUM.finditer(reading.text))
    return matches[-1].start() if matches and _CORRECTION.search(reading.text, matches[0].start()) else None


def _apply_addendum(places: Places, zones: list[Zone], reading: Reading, performed: Performed, start: int) -> None:
    """An addendum that corrects the side or the levels: what it states, and not what it takes back, holds."""
    sides: list[str] = []
    levels: list[tuple[str, int, int]] = []
    for zone in zones:
        if zone.sentence.end <= start:
            continue
        sides += [m.value for m in usable_sides(zone.sentence) if m.start >= start]
        if performed.family.kind == "spinal":
            for group in find_levels(reading.text, max(zone.start, start), zone.end):
                if not _denied(group, zone.sentence, reading):
                    levels += [
                        (name, item.start, item.end)
                        for item in group.items
                        for name in _read_items(
                            item, performed.family, nerves=any(p.nerve for p in places.found.values()), joints=False
                        )
                    ]
    if levels:
        nerve = any(p.nerve for p in places.found.values())
        held = {side for p in places.found.values() for side in (p.body_sides or p.title_sides)}
        places.found = {}
        for name, low, high in levels:
            for _low, _high, place in _add(places, [name], low, high, title=True, nerve=nerve):
                place.body_sides = set(held)
    if sides:
        value = side_set(sides[0])
        for place in places.found.values():
            place.title_sides, place.body_sides = set(), set(value)
        places.title_sides, places.body_sides, places.loose = set(), set(value), []
        places.corrected = True


def _levels_in(
    zone: Zone, reading: Reading, performed: Performed, places: Places, *, title: bool, findings: bool
) -> list[tuple[int, int, Place]]:
    family, sentence = performed.family, zone.sentence
    anchors: list[tuple[int, int, Place]] = []
    groups = find_levels(reading.text, zone.start, zone.end)
    if family.nerve_places:
        for m in zone.mentions("nerve_place"):
            if m.status in (STATED, "intended", "reported") and (title or _acted(sentence, title)):
                anchors += _add(places, [m.value], m.start, m.end, title, nerve=True)
    if family.counter == "intercostal":
        for names, start, end in find_ribs(reading.text, zone.start, zone.end):
            if title or any(m.label in ("delivers", "places", "repeat", "positioning") for m in sentence.mentions):
                anchors += _add(places, names, start, end, title, nerve=True)
    for group in groups:
        if _unchecked(group, reading) or _denied(group, sentence, reading):
            continue
        nerves, joints = _nerve_words_near(group, zone, reading)
        if not title:
            if findings or not _is_target(group, sentence, reading, family):
                continue
        else:
            first, last = reading.words.at(group.start), reading.words.at(group.end)
            if any(m.label in ("looking", "spread") and 0 < first - m.last <= 4 for m in sentence.mentions):
                continue
            if (
                any(m.label == "landmarks" and last == m.first for m in sentence.mentions)
                and not family.landmarks_are_targets
                and not any(m.label == "target_nouns" and last <= m.first <= last + 1 for m in sentence.mentions)
            ):
                continue
        if family.counter == "joints" and not nerves and not joints:
            nerves = performed.slug == "medial_branch_block" or (
                performed.slug == "facet_rfa" and not _joint_named(performed, reading)
            )
        for item in group.items:
            if (family.counter == "bodies" and item.kind == "space" and not title) or (
                family.counter == "discs" and item.kind == "single"
            ):
                continue
            anchors += _add(
                places,
                _read_items(item, family, nerves, joints, two_nerves=_two_nerves(group, reading.text)),
                item.start,
                item.end,
                title,
                nerve=nerves,
            )
    return anchors


def _joint_named(performed: Performed, reading: Reading) -> bool:
    return not any(m.label == "nerve" for zone in performed.zones for m in zone.sentence.mentions)


def _unchecked(group: Group, reading: Reading) -> bool:
    return any(start <= group.start and group.end <= end for start, end in reading.unticked(group.start, group.end))


def _denied(group: Group, sentence: Sentence, reading: Reading) -> bool:
    """Levels under a negation, an abort, a history or a plan in their own clause."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    for cue in sentence.cues:
        between_keys = (
            reading.words.keys[cue.last + 1 : first] if cue.last < first else reading.words.keys[last : cue.first]
        )
        if any(key in (".", ";", ":", "but") for key in between_keys):
            continue
        ahead = cue.last < first and first - cue.last <= _CUE_REACH
        behind = cue.first >= last and cue.first - last <= _CUE_REACH
        facing = (ahead and cue.direction == "forward") or (behind and cue.direction == "backward")
        if cue.category in ("negated", "refused") and facing:
            return True
        if cue.category == "aborted" and (ahead or behind):
            return True
        if cue.category in ("historical", "planned", "other_provider") and facing:
            return sentence.role == "body"
    return False


def _add(
    places: Places, names: list[str], start: int, end: int, title: bool, *, nerve: bool
) -> list[tuple[int, int, Place]]:
    out = []
    for name in names:
        place = places.found.get(name)
        if place is None:
            place = places.found[name] = Place(name)
        place.spans.append((start, end))
        place.in_title |= title
        place.in_body |= not title
        place.nerve |= nerve
        out.append((start, end, place))
    return out


def _targets_in(
    zone: Zone, performed: Performed, label: str, places: Places, *, title: bool
) -> list[tuple[int, int, Place]]:
    family = performed.family
    evidence = {id(m) for m in performed.evidence}
    anchors: list[tuple[int, int, Place]] = []
    for mention in zone.sentence.mentions:
        if mention.status not in (STATED, "intended", "reported") or not zone.start <= mention.start <= zone.end:
            continue
        if mention.label == label:
            counted = id(mention) in evidence or (family.target_needs_name and _acted(zone.sentence, title))
            name = mention.value
            target = family.targets.get(name)
            if (
                target
                and target.generic
                and any(
                    o is not mention and o.label == label and o.value != name and abs(o.first - mention.last) <= 6
                    for o in zone.sentence.mentions
                )
            ):
                continue
        elif mention.label == "family" and mention.get("target") and mention.value == performed.slug:
            counted, name = True, mention.get("target") or ""
        else:
            continue
        if not counted:
            # A place told again, with its side, where an act stands in the sentence.
            if name in places.found and _acted(zone.sentence, title):
                anchors.append((mention.start, mention.end, places.found[name]))
            continue
        for start, end, place in _add(places, [name], mention.start, mention.end, title, nerve=False):
            target = family.targets.get(name)
            place.group = target.group if target else ""
            place.bare &= bool(mention.get("bare"))
            anchors.append((start, end, place))
    return anchors


def _acted(sentence: Sentence, title: bool) -> bool:
    return title or any(m.label in ("delivers", "places", "repeat") and m.status == STATED for m in sentence.mentions)


def in_order(names: list[str]) -> list[str]:
    """Levels from the head down; named targets as they come."""
    return sorted(names, key=lambda name: RANK.get(name.split("-")[0], 999) + (0.5 if "-" in name else 0))
