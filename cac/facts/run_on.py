"""Work that runs on under a header of something else: behind an indication or a history, or under a visit's "O:"."""

from __future__ import annotations

from itertools import islice

from cac.facts.account import PERFORMING
from cac.facts.signs import holds, moves, states, states_amount
from cac.nlp.reading import STATED, Reading, Sentence
from cac.nlp.sentences import is_narrative

_STEPS = ("places", "instruments", "positioning", "skin", "guidance", "contrast")
_SWALLOWING = frozenset(["diagnosis", "history"])


def work_role(reading: Reading, sentence: Sentence) -> str:
    """The role of a sentence among told work: body if it has a verb, else a field."""
    return "body" if is_narrative(reading.words.keys, sentence.first, sentence.last) else "field"


def settle_swallowed(reading: Reading) -> None:
    """Where a title names the work and nothing tells it, what "INDICATION: ..." runs on to is that work.

    "INDICATION: buttock pain. FABER was positive. The right SI joint was entered and injected with 40 mg ..."
    """
    for sentence in reading.sentences:
        if sentence.section.role not in _SWALLOWING or sentence.role != sentence.section.role:
            continue
        if _gives(reading, sentence) and _is_untold(reading):
            reach_back(reading, sentence)
            for told in islice(reading.sentences, sentence.index, None):
                if told.section is not sentence.section:
                    break
                told.role = work_role(reading, told)
            return


def _gives(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells that an amount was given, and not that it was on another day or by whom or why."""
    return (
        states(sentence, "delivers")
        and states_amount(reading, sentence)
        and not sentence.cues
        and not holds(sentence, "systemic", "skin", "operation")
    )


def _is_untold(reading: Reading) -> bool:
    """Whether a title names work and no sentence that may tell it does."""
    titled = False
    for sentence in reading.sentences:
        if sentence.role == "title":
            titled = titled or any(m.status == STATED and m.names_work for m in sentence.mentions)
        elif sentence.role in PERFORMING and (states_amount(reading, sentence) or moves(sentence)):
            return False
    return titled


def reach_back(reading: Reading, told: Sentence) -> None:
    """With a sentence that tells the work go those right before it that tell where: "The right knee was entered"."""
    for sentence in reversed(reading.sentences[: told.index]):
        if sentence.section is not told.section or sentence.cues or holds(sentence, "examines", "scores"):
            return
        if not holds(sentence, *_STEPS):
            return
        sentence.role = work_role(reading, sentence)


def settle_examined_work(reading: Reading) -> None:
    """A visit's form tells work without a drug under "O:": "O: Prone. Guide pin across the SI joint, 3 implants".

    Its name may stand there or in the plan ("A/P: left SI joint fusion, tolerated well"). A drug's amount speaks for
    itself; here a name, an act and imaging or positioning must come together.
    """
    examined = [s for s in reading.sentences if s.role == "exam"]
    if not examined:
        return
    named = [s for s in reading.sentences if s.role in ("exam", "plan") and _names_device_work(reading, s)]
    if not named:
        return
    for section in {id(s.section): s.section for s in examined}.values():
        here = [s for s in examined if s.section is section]
        acted = [s for s in here if _handles_device(s)]
        shown = any(states(s, "guidance") or holds(s, "positioning") for s in here if not _looks(s))
        if not (acted and shown):
            continue
        first = next(s for s in here if s in named or s in acted or holds(s, "positioning"))
        for sentence in here[here.index(first) :]:
            if not sentence.cues and not holds(sentence, "examines"):
                sentence.role = work_role(reading, sentence)
        for sentence in named:
            if sentence.role == "plan" and states(sentence, "done"):
                sentence.role = "body"


def _names_device_work(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence names work that injects nothing."""
    families = reading.lexicon.families
    return any(
        m.status == STATED and m.value and families[m.value].drugs == "none" and not m.get("weak")
        for m in sentence.labels.get("family", ())
    )


def _handles_device(sentence: Sentence) -> bool:
    """Whether a sentence tells what was done with a device or where it lies, and not of another day."""
    return (
        not sentence.cues
        and not (holds(sentence, "examines") or _looks(sentence))
        and (
            states(sentence, "delivers", "places")
            or any(m.label.startswith("attribute:") and m.status == STATED for m in sentence.mentions)
        )
    )


def _looks(sentence: Sentence) -> bool:
    """Whether images show something; "fusion" in the name of the work is none of it."""
    names = sentence.labels.get("family", ())
    return any(
        not any(name.first <= m.first <= name.last for name in names) for m in sentence.labels.get("looking", ())
    )
