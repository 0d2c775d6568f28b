"""Clues that a family was performed: its names, and its places beside an act.

A name in a title counts when the body tells an act; a name or a place in the body counts with its act in the sentence.
A place told without an act waits for a sentence that points back to it ("each joint was then injected").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cac.facts.account import INTENDED, PERFORMING, REPORTED, TITLED, TOLD, Clue
from cac.facts.signs import COUNTED, acts, holds, moves, of_another_day, states, states_amount, word_keys
from cac.lazy import lazy
from cac.lexicon.numbers import SMALL_NUMBERS
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_NAMING = ("family", "target")
_BARRIERS = frozenset(".;:!?\n")
_ACT_DISTANCE = 5
_LANDMARK_DISTANCE = 6
_NOUN_DISTANCE = 3
_ITEM_WORDS = 4
_HEAD_WORDS = 2  # "Greater occipital nerve blocks:"
_WAIT = 4  # sentences
_SIDES_OF = 6  # words: "the upper trapezius on both sides"
_SHORT_FIELD = 8  # words
_SHORT_NAME = 7  # words


@dataclass(slots=True)
class Found:
    """The clues, the places told without an act, the names that do not count, and places told by how they lay."""

    clues: list[Clue] = field(default_factory=list)
    told: list[Clue] = field(default_factory=list)
    not_counted: list[Mention] = field(default_factory=list)
    lying: list[Clue] = field(default_factory=list)


def find_clues(reading: Reading) -> Found:
    """Find the clues of a note, in reading order. A plan that was "performed today" after all becomes stated."""
    found = Found()
    waiting: list[Clue] = []
    items: list[Clue] = []
    dosed = False
    titled_noun = _title_names_work(reading)
    for sentence in reading.sentences:
        if not sentence.mentions:
            continue
        slugs = [(m, slug) for m in sentence.mentions if m.label[:6] in _NAMING and (slug := m.slug)]
        if not slugs and not waiting and not items and dosed:
            continue
        scene = _Scene(reading, sentence, titled_noun)
        waiting = [clue for clue in waiting if sentence.index - clue.mention.sentence.index <= _WAIT]
        already_told, already = len(found.told), len(found.clues)
        for mention, slug in slugs:
            _read_mention(slug, mention, scene, found)
        named_here = any(clue.strong for clue in found.clues[already:])
        points = sentence.role == "body" and scene.works and states(sentence, "drug", "instruments")
        pointing = points and (
            not reading.lexicon.acts.pointing.isdisjoint(word_keys(reading, sentence))
            or _is_meant_by_noun(waiting, sentence, reading)
        )
        if points:
            found.clues += _answered(waiting, pointing=pointing)
        waiting = [] if pointing else waiting + found.told[already_told:]
        if named_here:
            items = []
        else:
            items += found.told[already_told:]
            items += [clue for clue in found.clues[already:] if not clue.strong and _numbered(reading, clue.mention)]
            if dosed:  # after the dose of one item the head of the next may be a bare place
                items += [clue for clue in found.clues[already:] if clue.mention.get("bare")]
            if (
                items
                and scene.has_amount
                and sentence.role in PERFORMING
                and not of_another_day(sentence, sentence.end)
            ):
                found.clues += _dosed_items(items, sentence, reading)
                items = []
        dosed = dosed or (sentence.role in PERFORMING and scene.has_amount)
    if not any(clue.strong or clue.weight >= TOLD for clue in found.clues):
        found.told += found.lying  # "with the right knee bent" is all that names the joint
    found.clues += _marked_before(reading)
    found.clues = [clue for clue in found.clues if not _is_heading(clue, found, reading)]
    return found


def _is_heading(clue: Clue, found: Found, reading: Reading) -> bool:
    """Whether a bare place heads an item whose next words name the place: "(2) The elbow. At the extensor origin"."""
    if not clue.mention.get("bare") or not heads_item(reading, clue.mention):
        return False
    line = clue.mention.sentence.index
    return any(
        not other.mention.get("bare") and other.slug != clue.slug and 0 < other.mention.sentence.index - line <= 2
        for other in (*found.clues, *found.told)
        if other.strong and not other.is_name
    )


def _marked_before(reading: Reading) -> list[Clue]:
    """The muscles of the examination, when the work is told of as many ("the four sites") or of those "found above"."""
    lexicon = reading.lexicon
    marked = [
        (mention, slug)
        for sentence in reading.sentences
        if sentence.role == "exam"
        for mention in sentence.mentions
        if mention.status in COUNTED and mention.label[:6] == "target" and (slug := mention.slug)
        if lexicon.families[slug].counter == "muscles"
    ]
    if not marked:
        return []
    sites = sum(
        1 + any(side.value == "both" and 0 < abs(side.first - m.last) <= _SIDES_OF for side in m.sentence.mentions)
        for m, _ in marked
    )
    as_many = {str(sites), *SMALL_NUMBERS[sites - 1 : sites]}
    nouns, keys = lexicon.acts.muscle_nouns, reading.words.keys
    for sentence in reading.sentences:
        if sentence.role not in PERFORMING:
            continue
        for index in range(sentence.first, sentence.last):
            before = keys[max(index - 3, sentence.first) : index]
            if keys[index] in nouns and (not as_many.isdisjoint(before) or "above" in keys[index + 1 : index + 4]):
                meant = {slug for _, slug in marked}
                names = [
                    (m, m.value)
                    for s in reading.sentences
                    if s.role == "exam"
                    for m in s.mentions
                    if m.label == "family" and m.value in meant and m.status in COUNTED
                ]
                return [Clue(slug, mention, TOLD, strong=True) for mention, slug in (*names, *marked)]
    return []


def _title_names_work(reading: Reading) -> bool:
    """Whether a title or field says what kind of work it is, so that a place in it is what was treated."""
    return any(section.name.startswith("procedure") for section in reading.sections) or any(
        m.label == "nouns" or (m.label == "family" and m.status == STATED)
        for s in reading.sentences
        if s.role in ("title", "field")
        for m in s.mentions
    )


def _is_meant_by_noun(waiting: list[Clue], sentence: Sentence, reading: Reading) -> bool:
    """Whether "the nerve" can only be the one place that was told before ("alongside the femoral nerve")."""
    names = {clue.mention.value for clue in waiting}
    said = {key for m in sentence.labels.get("target_nouns", ()) for key in reading.words.keys[m.first : m.last + 1]}
    return len(names) == 1 and not said.isdisjoint(names.pop().split())


def _answered(waiting: list[Clue], *, pointing: bool) -> list[Clue]:
    """Clues for waiting places, when the sentence points back ("each") or they were only prepared before."""
    return [
        Clue(
            clue.slug,
            clue.mention,
            TOLD if pointing and not clue.mention.get("bare") else INTENDED,
            clue.strong,
        )
        for clue in waiting
        if pointing or holds(clue.mention.sentence, "positioning")
    ]


def heads_item(reading: Reading, mention: Mention) -> bool:
    """Whether a place stands at the head of a line that lists it: "2. Right wrist joint, for arthritis"."""
    sentence = mention.sentence
    begin = reading.words.starts[sentence.first]
    line = reading.text.rfind("\n", 0, begin) + 1
    if mention.first - sentence.first > _ITEM_WORDS or reading.text[line:begin].strip(" \t#*•(-"):
        return False
    openers, keys = reading.lexicon.acts.item_openers, reading.words.keys
    named = {
        index
        for m in sentence.mentions
        if m.label == "side" or m.label.startswith("target:")
        for index in range(m.first, m.last + 1)
    }
    return all(i in named or keys[i] in openers or keys[i].isdigit() for i in range(sentence.first, mention.first))


def _numbered(reading: Reading, mention: Mention) -> bool:
    """Whether a place heads a numbered item: "1. LEFT SACROILIAC JOINT."."""
    return reading.words.keys[mention.sentence.first].isdigit() and heads_item(reading, mention)


def _dosed_items(waiting: list[Clue], sentence: Sentence, reading: Reading) -> list[Clue]:
    """The place at the head of the last item, when the words below it state the dose: it was treated.

    So was a place listed by its full name in the line before.
    """
    heads = [
        clue
        for clue in waiting
        if heads_item(reading, clue.mention)
        or (
            not clue.mention.get("bare")
            and sentence.index - clue.mention.sentence.index == 1
            and (
                clue.mention.sentence.role in ("title", "field")
                or (clue.strong and states(clue.mention.sentence, "instruments"))
            )
        )
    ]
    last = heads[-1].mention.sentence if heads else None
    heads = [clue for clue in heads if clue.mention.sentence is last]
    full = [clue for clue in heads if not clue.mention.get("bare")]
    if last and not full:  # "(2) The left elbow. At the common extensor origin he was tender."
        full = [clue for clue in waiting if clue.mention.sentence.index >= last.index and not clue.mention.get("bare")]
    return [
        Clue(
            clue.slug,
            clue.mention,
            max(clue.weight, TOLD),
            clue.strong or bool(clue.mention.get("bare")) or _numbered(reading, clue.mention),
        )
        for clue in full or heads
    ]


class _Scene:
    """A sentence and what it shows, looked up when first asked."""

    def __init__(self, reading: Reading, sentence: Sentence, titled_noun: bool) -> None:
        self.reading = reading
        self.sentence = sentence
        self.titled_noun = titled_noun

    @lazy
    def acts(self) -> bool:
        """Whether something was delivered."""
        return acts(self.reading, self.sentence)

    @lazy
    def works(self) -> bool:
        """Whether something was delivered or a needle went somewhere."""
        return self.acts or moves(self.sentence)

    @lazy
    def has_amount(self) -> bool:
        """Whether an amount of a drug is stated."""
        return states_amount(self.reading, self.sentence)

    @lazy
    def prepares(self) -> bool:
        """Whether a place is prepared or the patient positioned."""
        return holds(self.sentence, "positioning")

    @lazy
    def noun(self) -> bool:
        """Whether a word such as "injection" makes a place the name of a procedure."""
        return any(m.status in COUNTED for m in self.sentence.labels.get("nouns", ()))

    @lazy
    def is_title(self) -> bool:
        """Whether the sentence is a title, or a field that serves as one."""
        sentence = self.sentence
        return sentence.role == "title" or (sentence.role == "field" and (sentence.section.role != "body" or self.noun))

    @lazy
    def long_terms(self) -> list[Mention]:
        """The terms that may hold a place word without meaning the place ("knee extensors")."""
        return [
            m
            for m in self.sentence.mentions
            if m.label in ("family", "drug", "operation", "landmarks") or m.label.startswith(("target:", "muscle:"))
        ]


def _read_mention(slug: str, mention: Mention, scene: _Scene, found: Found) -> None:
    """Add what one name or place says: a clue, a place told without an act, or a name that does not count."""
    sentence = scene.sentence
    performing = sentence.role in PERFORMING
    is_name = mention.label == "family"
    if mention.get("title_only") and not _may_be_title(scene):
        return
    told_today = performing and mention.status in ("planned", "intended", "reported") and _done_today(mention)
    if told_today:
        mention.status = STATED
    if not performing or mention.status not in COUNTED:
        if is_name:
            _read_uncounted_name(slug, mention, found)
        return
    if mention.status == "reported" and not (scene.has_amount or states(sentence, "guidance", "contrast")):
        if is_name:
            found.not_counted.append(mention)
        return
    titled = scene.is_title or (is_name and _heads_paragraph(mention, scene.reading))
    weight = {"intended": INTENDED, "reported": REPORTED}.get(mention.status, TITLED if titled else TOLD)
    clue = Clue(slug, mention, weight, not mention.get("weak"))
    if is_name:
        if weight == TOLD and not (told_today or scene.works or states(sentence, "done", "repeat")):
            clue.weight = INTENDED
        found.clues.append(clue)
    elif not _inside_longer(mention, scene):
        if mention.get("layer") and _is_passed(scene.reading, mention):
            found.lying.append(clue)
        elif not (sentence.role == "body" and _is_landmark(scene.reading, mention)):
            _read_place(clue, scene, found)


def _heads_paragraph(mention: Mention, reading: Reading) -> bool:
    """Whether a name with a colon opens a sentence: "Greater occipital nerve blocks: she sat ..."."""
    heads = mention.first - mention.sentence.first <= _HEAD_WORDS
    return heads and reading.text[mention.end : mention.end + 2].lstrip()[:1] == ":"


def _may_be_title(scene: _Scene) -> bool:
    """Whether words that count in a title only may count here."""
    sentence = scene.sentence
    short = sentence.role == "field" and sentence.last - sentence.first <= _SHORT_FIELD
    return sentence.index == 0 or (scene.titled_noun and (sentence.role == "title" or short))


def _done_today(mention: Mention) -> bool:
    """Whether it is told as done after all: "... a series of injections, which were performed today"."""
    after = {m.label for m in mention.sentence.mentions if m.first > mention.last}
    return "today" in after and ("done" in after or mention.status == "reported")


def _read_uncounted_name(slug: str, mention: Mention, found: Found) -> None:
    """A stopped procedure and the purpose of the visit are weak clues; any other name that does not count is kept."""
    role = mention.sentence.role
    stopped = role in PERFORMING and mention.status == "aborted"
    purpose = role in ("diagnosis", "history") and mention.status == "intended" and not mention.get("weak")
    if stopped or purpose:
        found.clues.append(Clue(slug, mention, INTENDED, True))
    elif not mention.get("generic"):
        found.not_counted.append(mention)


def _read_place(clue: Clue, scene: _Scene, found: Found) -> None:
    """Add the clue of a place, where a title names it or an act stands beside it; otherwise it is only told."""
    mention, sentence = clue.mention, scene.sentence
    if mention.get("bare") and scene.reading.lexicon.acts.posture.intersection(
        scene.reading.words.keys[mention.last + 1 : mention.last + 2]
    ):
        found.lying.append(clue)
        return
    if sentence.role in ("title", "field") or clue.weight < TOLD:
        (found.clues if _names_procedure(mention, scene) else found.told).append(clue)
    elif scene.works and not (scene.prepares and not states(sentence, "instruments", "drug")):
        if mention.get("bare"):
            clue.strong = False
            if not act_is_near(scene.reading, mention):
                clue.weight = INTENDED
        found.clues.append(clue)
    elif scene.noun and any(
        m.label == "nouns" and mention.first <= m.first <= mention.last + _NOUN_DISTANCE for m in sentence.mentions
    ):
        clue.weight = INTENDED
        found.clues.append(clue)
    else:
        found.told.append(clue)


def _names_procedure(mention: Mention, scene: _Scene) -> bool:
    """Whether a place in a title or field names what was done there ("Right knee injection", "Site: SI joint")."""
    sentence = scene.sentence
    if mention.get("bare"):
        other_field = sentence.role == "field" and sentence.section.role not in ("title", "other")
        if (scene.prepares or other_field) and not (act_is_near(scene.reading, mention) or scene.has_amount):
            return False
    short = sentence.last - sentence.first <= _SHORT_NAME and not holds(sentence, "element:indication")
    return (
        scene.noun
        or any(m.get("generic") and m.status == STATED for m in sentence.labels.get("family", ()))
        or bool(mention.get("proves"))
        or scene.acts
        or short
        or scene.has_amount
        or (scene.titled_noun and sentence.section.name == "procedure_title")
    )


def _inside_longer(mention: Mention, scene: _Scene) -> bool:
    """Whether a place stands inside a longer term of another kind ("knee" in "knee extensors")."""
    return any(
        longer.first <= mention.first
        and mention.last <= longer.last
        and longer.last - longer.first > mention.last - mention.first
        and longer.label != mention.label
        for longer in scene.long_terms
    )


def act_is_near(reading: Reading, mention: Mention) -> bool:
    """Whether an act stands within a few words of the place ("was injected into the right knee")."""
    keys, near = reading.words.keys, reading.lexicon.acts.near_place
    before = range(mention.first - 1, max(mention.first - _ACT_DISTANCE, 0) - 1, -1)
    after = range(mention.last + 1, min(mention.last + _ACT_DISTANCE + 1, len(keys)))
    for indexes in (before, after):
        for index in indexes:
            if keys[index] in _BARRIERS:
                break
            if keys[index] in near:
                return True
    return False


def _is_passed(reading: Reading, mention: Mention) -> bool:
    """Whether a layer tells only how deep the needle lay ("through the fascia iliaca", "deep to the serratus")."""
    keys, passed = reading.words.keys, reading.lexicon.spine.passed
    reach = 6 if keys[mention.first - 1] == "and" else 3  # "through the fascia lata and fascia iliaca"
    before = keys[max(mention.sentence.first, mention.first - reach) : mention.first]
    named = any(mention.first <= noun.first <= mention.last + 1 for noun in mention.sentence.labels.get("nouns", ()))
    return not named and not passed.isdisjoint(before)


def _is_landmark(reading: Reading, mention: Mention) -> bool:
    """Whether a place is named only to find another ("lateral to the tendon origin", "below the medial epicondyle")."""
    keys, spine = reading.words.keys, reading.lexicon.spine
    lowest = max(mention.sentence.first, mention.first - _LANDMARK_DISTANCE)
    for index in range(mention.first - 1, lowest - 1, -1):
        key = keys[index]
        if key in spine.inside or key in _BARRIERS:
            return False
        if key in spine.beside and (index + 1 == mention.first or keys[index + 1] in ("to", "of", "the")):
            return True
    return False
