"""Which of the levels told in a sentence were treated, and by what name the family counts them."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple, Self

from cac.facts.account import Performed, Zone
from cac.facts.left_out import denied
from cac.facts.places import Anchor, Places, side_set
from cac.facts.sides import bind_sides, usable_sides
from cac.facts.signs import COUNTED, holds, states
from cac.lexicon.schema import Family
from cac.nlp.levels import Group, Item, between, find_ribs, shifted
from cac.nlp.reading import STATED, Mention, Reading, Sentence

ACTS = ("delivers", "places", "repeat")
"""What tells that a place named beside it was treated."""

_STEPS = {"above": -1, "below": 1, "two above": -2, "two below": 2}
_SUBJECT_REACH = 9  # words: "the level above, on the left only, was entered"
_SUBJECT = 2  # words: "The fifth rib was marked"
_SCENE = 6  # sentences
_CLAUSE = frozenset([",", ";", ":"])


_LOOK_REACH = 6  # words
_BONE_REACH = 2  # words
_AT = 2  # words: "at", then the level
_IS_REACH = 5  # words: "the L4-5 foramen on that side is wide"


_TWO_NERVES = re.compile(r"[CTLS]\s?\w+[ ,]+[CTLS]", re.I)


class Told(NamedTuple):
    """How a family's levels are told: whether as ``ribs``, and whether ``bones`` that are landmarks elsewhere count."""

    ribs: bool
    bones: bool

    @classmethod
    def of(cls, performed: Performed) -> Self:
        """That of a performed family, by what proves it."""
        return cls(_counts_ribs(performed), performed.family.landmarks_are_targets or target_has_levels(performed))


def treated_levels(
    zone: Zone, reading: Reading, performed: Performed, places: Places, told: Told, *, title: bool
) -> list[Anchor]:
    """The levels treated in a zone, added to ``places``; nerves and ribs that stand for a level are read too."""
    family, sentence = performed.family, zone.sentence
    anchors: list[Anchor] = []
    if family.nerve_places and (title or states(sentence, *ACTS)):
        for m in zone.mentions("nerve_place"):
            if m.status in COUNTED:
                anchors += places.add([m.value], m.start, m.end, title=title, nerve=True)
    if told.ribs and (title or holds(sentence, *ACTS, "positioning")):
        for names, start, end, acted in find_ribs(reading.text, zone.start, zone.end):
            first = reading.words.at(start)
            marked = first - sentence.first <= _SUBJECT and holds(sentence, "positioning")
            if not acted and not marked and looked_at(sentence, first, reading.words.at(end), reading):
                continue  # "broke the fourth through the ninth ribs"
            places.last = Item("single", names[-1], "", start, end)
            anchors += places.add(names, start, end, title=title, nerve=True)
    bones = told.bones
    groups = reading.levels(zone.start, zone.end)
    if zone.mentions("relative"):
        groups = _with_relative(groups, zone, reading, places)
    for group in groups:
        if _unchecked(group, reading) or denied(group, sentence, reading):
            continue
        if title:
            if _only_mentioned(group, sentence, reading, bones=bones):
                continue
        elif sentence.role == "findings" or not _is_target(group, sentence, reading, bones=bones):
            continue
        if not title and _is_bone(group, sentence, reading, family, places):
            continue
        nerves, joints = _nerve_words_near(group, zone, reading)
        if family.counter == "joints" and not nerves and not joints:
            rule = family.levels_are_nerves.get(performed.slug)
            nerves = rule == "always" or (rule == "named" and _nerve_named(performed))
        two_nerves = _two_nerves(group, reading.text)
        heads_field = (sentence.section.name == "unknown" and group.start < sentence.section.body) or _opens_clause(
            group, sentence, reading
        )  # "L3-4: firm, no pain", "L3-4: both sides treated the same way"
        for item in group.items:
            if (family.counter == "bodies" and item.kind == "space" and (not title or _is_disc(item, reading))) or (
                family.counter == "discs" and item.kind == "single"
            ):
                continue
            names = names_of(item, family, nerves=nerves, joints=joints, two_nerves=two_nerves)
            anchors += places.add(names, item.start, item.end, title=title and not heads_field, nerve=nerves)
            places.last = item
    return anchors


def _opens_clause(group: Group, sentence: Sentence, reading: Reading) -> bool:
    """Whether levels open a sentence that tells an act of them behind a colon."""
    text = reading.text
    opens = not text[sentence.start : group.start].strip() and text[group.end : group.end + 2].lstrip()[:1] == ":"
    return opens and states(sentence, *ACTS)


def _with_relative(groups: list[Group], zone: Zone, reading: Reading, places: Places) -> list[Group]:
    """The levels of a zone with those told by the one before: "the level above", "the joint beneath that"."""
    keys, ends = reading.words.keys, reading.lexicon.spine.relative_ends
    found = list(groups)
    for m in zone.mentions("relative"):
        told = [item for group in found if group.end <= m.start for item in group.items]
        scene = None if told or places.last else _scene(zone, reading)
        last = told[-1] if told else places.last or scene
        if last is None or not ends.isdisjoint(keys[m.last + 1 : m.last + 2]) or not _is_pointer(m, reading):
            continue
        item = shifted(last, _STEPS[m.value], m.start, m.end)
        if item:
            group = Group((scene, item) if scene else (item,), m.start, m.end)
            found = sorted([*found, group], key=lambda group: group.start)
    return found


def _is_pointer(relative: Mention, reading: Reading) -> bool:
    """Whether the words mean a level treated: in a title, as the subject of an act, or right behind one.

    Not where the skin was entered ("a segment below"), nor a landmark ("over the level below", "the root of the one
    above").
    """
    sentence, keys = relative.sentence, reading.words.keys
    if sentence.role == "title":
        return True
    spine = reading.lexicon.spine
    acts = [m for m in sentence.mentions if m.label in ACTS and m.status == STATED]
    pointed = keys[relative.first - 1] in spine.relative_heads
    opens = relative.first - pointed - 1
    if opens <= sentence.first or keys[opens] in _CLAUSE | spine.clause_openers:
        return any(0 < m.first - relative.last <= _SUBJECT_REACH for m in acts) or (
            relative.first == sentence.first and bool(acts)
        )
    if not pointed:
        return False
    before = relative.first - 2
    while before > sentence.first and keys[before] in spine.leading:
        before -= 1
    return any(m.first <= before <= m.last or m.last + 1 == relative.first for m in acts)


def _scene(zone: Zone, reading: Reading) -> Item | None:
    """The level that the sentences before spoke of without an act: "the right L5-S1 joint was profiled"."""
    for sentence in reversed(reading.sentences[max(zone.sentence.index - _SCENE, 0) : zone.sentence.index]):
        groups = reading.levels(sentence.start, sentence.end) if sentence.role == "body" else []
        if groups and not holds(sentence, "looking") and not denied(groups[-1], sentence, reading):
            return groups[-1].items[-1]
    return None


def target_has_levels(performed: Performed) -> bool:
    """Whether a place that proves the family is treated at levels (the sympathetic chain, an intercostal nerve)."""
    targets = (performed.family.targets.get(m.value) for m in performed.evidence)
    return any(target is not None and target.levels for target in targets)


def _counts_ribs(performed: Performed) -> bool:
    """Whether the levels are those of ribs: of blocks, and of a destruction of the same nerves."""
    family = performed.family
    ribs = {group for rule in family.codes if rule.counter == "intercostal" for group in rule.when.get("group", ())}
    targets = (family.targets.get(m.value) for m in performed.evidence)
    return family.counter == "intercostal" or any(target and target.group in ribs for target in targets)


def _is_bone(group: Group, sentence: Sentence, reading: Reading, family: Family, places: Places) -> bool:
    """Whether levels name the bone at which a nerve or root of the title lies: "the transverse process of L4"."""
    first = reading.words.at(group.start)
    bone = any(0 < first - m.last <= _BONE_REACH for m in sentence.labels.get("landmarks", ()))
    if not bone or family.counter not in ("joints", "foramina"):
        return False
    return any(place.in_title and (place.nerve or family.counter == "foramina") for place in places.found.values())


def _is_disc(item: Item, reading: Reading) -> bool:
    """Whether a space is named as a disc: cement that reached it treated no body."""
    after = reading.words.at(item.end)
    return reading.words.keys[after : after + 1] in (["disc"], ["disk"], ["discs"], ["disks"])


def _only_mentioned(group: Group, sentence: Sentence, reading: Reading, *, bones: bool) -> bool:
    """Whether levels in a title are only looked at, or a landmark (unless ``bones`` are what was treated)."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    if any(m.label in ("looking", "spread") and 0 < first - m.last <= 4 for m in sentence.mentions):
        return True
    if _imaged(sentence):
        return True
    if any(m.first == last for m in sentence.labels.get("looking", ())):  # "for T4 to T8 rib fractures"
        return True
    return (
        not bones
        and any(last == m.first for m in sentence.labels.get("landmarks", ()))
        and not any(last <= m.first <= last + 1 for m in sentence.labels.get("target_nouns", ()))
    )


def lenient_levels(zones: list[Zone], reading: Reading, performed: Performed, places: Places) -> None:
    """No level so far: one beside "interspace", after "at" or at the head of a clause is told even without an act.

    Where the count of levels makes the code, it must be one level beside its noun ("the L5-S1 foramen").
    """
    family = performed.family
    once = family.counter == "once"
    leading = reading.lexicon.spine.leading | _CLAUSE
    for zone in zones:
        sentence = zone.sentence
        if sentence.role not in ("body", "field"):
            continue
        for group in reading.levels(zone.start, zone.end):
            first, last = reading.words.at(group.start), reading.words.at(group.end)
            beside = any(last <= m.first <= last + 1 for m in sentence.labels.get("target_nouns", ()))
            lead = once and (first == sentence.first or reading.words.keys[first - 1] in leading)
            looked = any(m.label in ("looking", "spread") and 0 < first - m.last <= 6 for m in sentence.mentions)
            if places.found and not (once and any(item.kind == "space" for item in group.items)):
                continue
            sided = any(m.last == first - 1 for m in sentence.labels.get("side", ()))
            if not once and (len(group.items) > 1 or not (sided or states(sentence, *ACTS))):
                continue
            if (beside or lead or sided) and not looked and not denied(group, sentence, reading):
                anchors: list[Anchor] = []
                for item in group.items:
                    names = names_of(item, family, nerves=False, joints=False)
                    anchors += places.add(names, item.start, item.end, title=False, nerve=False)
                sides = [m for m in usable_sides(sentence) if m.value != "midline"]
                for place, side in bind_sides(anchors, sides, reading, repeat=False)[0]:
                    place.body_sides |= side_set(side.value)
                    place.side_proofs.setdefault(side.value, (side.start, side.end))


def _is_target(group: Group, sentence: Sentence, reading: Reading, *, bones: bool) -> bool:
    """Whether levels in the body are treated there, or only a landmark (unless ``bones`` are) or only looked at."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    keys = reading.words.keys
    noun = any(last <= m.first <= last + 1 for m in sentence.labels.get("target_nouns", ()))
    noun |= any(m.start == group.start for m in sentence.labels.get("relative", ()))
    landmark = any(last <= m.first <= last + 1 for m in sentence.labels.get("landmarks", ()))
    if landmark and not noun and not bones:
        return False
    before_noun = any(first - 3 <= m.last < first for m in sentence.labels.get("target_nouns", ()))
    acts = states(sentence, *ACTS)
    acts |= noun and any(m.last < first for m in sentence.labels.get("instruments", ()))
    if first > sentence.first and keys[first - 1] == "from":
        return False
    named = any(
        m.status in COUNTED
        and (not m.get("weak") or m.get("generic"))
        and (0 <= first - m.last <= 12 or 0 <= m.first - last <= 4)
        for m in sentence.labels.get("family", ())
    )
    if _teaches(sentence, reading) or looked_at(sentence, first, last, reading):
        return False
    if named:
        return True
    spine = reading.lexicon.spine
    if not acts and (spine.turning.isdisjoint(keys[sentence.first : sentence.last]) or _is_where_of(sentence, first)):
        return False
    near = first > sentence.first and keys[first - 1] in spine.leading
    near |= any(m.label in ("delivers", "places") and first - 2 <= m.last < first for m in sentence.mentions)
    return noun or before_noun or near or _opens_clause(group, sentence, reading)


def _is_where_of(sentence: Sentence, first: int) -> bool:
    """Whether the level at word ``first`` is where something else is: "a laminectomy at L5-S1"."""
    return any(m.label in ("landmarks", "operation") and first - m.last == _AT for m in sentence.mentions)


def looked_at(sentence: Sentence, first: int, last: int, reading: Reading) -> bool:
    """Levels named by an image, a finding or the flow of contrast; an act between the two ends its reach."""
    if _imaged(sentence) and not states(sentence, "delivers"):
        return True
    needled = states(sentence, "instruments")
    for m in sentence.mentions:
        if m.label not in ("looking", "spread"):
            continue
        if 0 <= m.first - last <= (_IS_REACH if reading.words.keys[m.first] == "is" else 3):
            return True
        if 0 < first - m.last <= _LOOK_REACH and not any(
            act.label in ("delivers", "done", *(("places",) if needled else ())) and m.last < act.first < first
            for act in sentence.mentions
        ):
            return True
    return False


def _imaged(sentence: Sentence) -> bool:
    """Whether films of an earlier day show something: "the MRI demonstrates ..."."""
    return holds(sentence, "looking") and any(not m.value for m in sentence.labels.get("guidance", ()))


def _teaches(sentence: Sentence, reading: Reading) -> bool:
    """Such as "For a C7 block the needle is placed ...": how it is done, not what was done."""
    keys = reading.words.keys[sentence.first : sentence.last]
    return keys[:1] == ["for"] and not {"is", "are"}.isdisjoint(keys) and {"was", "were"}.isdisjoint(keys)


def _unchecked(group: Group, reading: Reading) -> bool:
    """Whether the levels are an option that nobody ticked, or a label answered with "none"."""
    unticked = reading.unticked(group.start, group.end)
    return reading.is_denied(group.start, group.end) or any(
        start <= group.start and group.end <= end for start, end in unticked
    )


def _nerve_words_near(group: Group, zone: Zone, reading: Reading) -> tuple[bool, bool]:
    """Whether nerve words, and whether joint words, stand beside a group of levels."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    nerves = joints = False
    for m in zone.sentence.mentions:
        distance = min(abs(m.first - last), abs(first - m.last))
        if m.label == "nerve" and distance <= 6:
            nerves = True
        if distance <= 3 and m.get("joint"):
            joints = True
    return nerves, joints


def _nerve_named(performed: Performed) -> bool:
    """Whether a nerve is named anywhere in the words of the family."""
    return any(holds(zone.sentence, "nerve") for zone in performed.zones)


def names_of(item: Item, family: Family, *, nerves: bool, joints: bool, two_nerves: bool = False) -> list[str]:
    """The levels that one item stands for in this family."""
    if family.counter in ("bodies", "intercostal", "levels"):
        return between(item.upper, item.lower) if item.kind != "single" else [item.upper]
    if item.kind == "single":
        return [item.upper]
    if item.kind == "space" and nerves and not joints and two_nerves:
        return [item.upper, item.lower]
    if item.kind == "space":
        return [item.name]
    if family.counter == "joints" and nerves and not joints:
        return between(item.upper, item.lower, nerves=True)
    if item.upper[0] == "S" or (family.sided and family.counter == "once"):
        return between(item.upper, item.lower)
    bones = between(item.upper, item.lower)
    return [f"{upper}-{lower}" for upper, lower in itertools.pairwise(bones)]


def _two_nerves(group: Group, text: str) -> bool:
    """Whether "L4 L5 medial branches" are two nerves; "L3 4, L4 5, L5 S1" are spaces, as its first says."""
    return all(_TWO_NERVES.match(text, item.start, item.end) for item in group.items if item.kind == "space")
