"""Signs of work in a sentence or a note: an act, an amount, needle work, the usual ends of a procedure form."""

from __future__ import annotations

import re

from cac.facts.account import PERFORMING
from cac.nlp.reading import STATED, Reading, Sentence

COUNTED = frozenset([STATED, "intended", "reported"])
"""What a mention may be and still count: said outright, as the purpose, or as said by somebody."""

_FORM_SIGNS = frozenset(
    ["guidance", "element:needle_confirmation", "element:complications", "element:patient_response", "contrast"]
)
_HANDLED = 2  # sentences about parts of a device; one ("the leads were removed after a week") may tell a history
PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
"""Where a paragraph ends: a line with nothing on it."""

MUSCLE_LIST = 3
OPENING = 200
"""Characters in which a note says what it is."""
_FORM_ROLES = PERFORMING | {"outcome", "anesthesia"}
_OTHER_DAY = frozenset(["historical", "planned"])
_NO_WORK_ROLES = frozenset(["history", "plan", "codes", "consent", "exam"])


def states(sentence: Sentence, *labels: str) -> bool:
    """Whether the sentence states something of these labels outright."""
    held = sentence.labels
    for label in labels:
        if label in held:
            for mention in held[label]:
                if mention.status == STATED:
                    return True
    return False


def holds(sentence: Sentence, *labels: str) -> bool:
    """Whether something of these labels stands in the sentence, whatever is said of it."""
    held = sentence.labels
    for label in labels:  # noqa: SIM110  (asked of every sentence many times: a generator takes twice as long)
        if label in held:
            return True
    return False


def of_another_day(sentence: Sentence, char: int) -> bool:
    """Whether words before ``char`` say that the sentence tells of an earlier or a later day."""
    return any(cue.category in _OTHER_DAY and cue.start < char for cue in sentence.cues)


def opens_as_visit(reading: Reading) -> bool:
    """Whether the note says at its head that it is of an office visit."""
    return any(m.start < OPENING for m in reading.mentions("visits"))


def word_keys(reading: Reading, sentence: Sentence) -> list[str]:
    """The words of the sentence."""
    return reading.words.keys[sentence.first : sentence.last]


def states_amount(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence states an amount of a drug."""
    told = [m for label, here in sentence.labels.items() if label == "drug" or label[:7] == "muscle:" for m in here]
    if not any(m.status in COUNTED for m in told):
        return False
    return (
        has_volume_unit(reading, sentence)
        or not reading.lexicon.drugs.amount_units.isdisjoint(word_keys(reading, sentence))
        or "%" in reading.text[sentence.start : sentence.end]
    )


def has_volume_unit(reading: Reading, sentence: Sentence) -> bool:
    """Whether a unit of volume stands in the sentence."""
    return not reading.lexicon.drugs.volume_units.isdisjoint(word_keys(reading, sentence))


def states_volume(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence tells an act with a volume, of whatever liquid ("3 cc were injected")."""
    return states(sentence, "delivers") and has_volume_unit(reading, sentence)


def _is_systemic(sentence: Sentence) -> bool:
    """Whether a drug by mouth, vein or muscle is told ("Toradol 60 mg IM was given"), which goes to no place."""
    return holds(sentence, "systemic") and not holds(sentence, "instruments")


def acts(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence tells that something was delivered to a place, or names a needle with an amount."""
    if _is_systemic(sentence):
        return False
    return states(sentence, "delivers") or (states(sentence, "instruments") and states_amount(reading, sentence))


def moves(sentence: Sentence) -> bool:
    """Whether the sentence tells that a needle or the like went somewhere."""
    return states(sentence, "places") and states(sentence, "instruments")


def work_told(reading: Reading) -> bool:
    """Whether the body tells an act with a needle, a drug, contrast, a volume or a place."""
    if any(s.role in ("body", "field") and _tells_work(reading, s) for s in reading.sentences):
        return True
    handled = sum(s.role == "body" and states(s, *reading.lexicon.work_labels) for s in reading.sentences)
    return handled >= _HANDLED


def _tells_work(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence tells an act with something it was done with or at, and does not only position."""
    if not states(sentence, "delivers", "places"):
        return False
    if holds(sentence, "positioning") and not states(sentence, "instruments", "drug"):
        return False
    if _is_systemic(sentence):
        return False
    return (
        states(sentence, "instruments", "drug", "contrast")
        or states_volume(reading, sentence)
        or any(m.label.startswith("target:") and m.status == STATED for m in sentence.mentions)
    )


def dose_told(reading: Reading) -> bool:
    """Whether an amount of a drug or of contrast stands where today's work may stand."""
    return any(
        s.role not in _NO_WORK_ROLES
        and (states_amount(reading, s) or (states(s, "contrast") and has_volume_unit(reading, s)))
        for s in reading.sentences
    )


def _lists_muscle(sentence: Sentence, reading: Reading) -> bool:
    """Whether a line begins with a muscle and ends with a number ("Frontalis   10   10")."""
    here = any(m.first <= sentence.first + 1 and m.label.startswith(("muscle:", "target:")) for m in sentence.mentions)
    return here and any(key.isdigit() for key in word_keys(reading, sentence))


def form_shows_work(reading: Reading) -> bool:
    """Whether a form without verbs shows that the work was done: imaging and tip position, and how it ended.

    So does a list of muscles with units.
    """
    muscles = sum(_lists_muscle(s, reading) for s in reading.sentences if s.role in _FORM_ROLES)
    if muscles >= MUSCLE_LIST and not {"u", "units"}.isdisjoint(reading.words.keys):
        return True
    seen = {
        m.label
        for s in reading.sentences
        if s.role in _FORM_ROLES
        for m in s.mentions
        if m.status in (STATED, "negated") and m.label in _FORM_SIGNS
    }
    return len(seen) >= 3
