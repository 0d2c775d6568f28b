"""Title against body: sides and levels that only one of them tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cac.gaps.checks.case import Case
from cac.gaps.sides import is_surely_side
from cac.nlp.reading import STATED, Mention, Sentence
from cac.records import CrossCheck

_BOTH_TELL = re.compile(r"title says (?P<title>.+?), body says (?P<body>.+?):")
_BODY_TELLS = re.compile(r"the body also tells (?P<body>.+?), which the title does not")
_NO_IMAGING = "none"
_OPPOSITE = {"left": "right", "right": "left"}
_BODY = frozenset(["body", "field", "findings"])
_ACTS = ("instruments", "places", "delivers")
_READY = re.compile(r"\b(?:prepped|prepared|cleansed|cleaned|scrubbed|marked|draped|identified|palpated)\b", re.I)
_WAY_IN = re.compile(  # of the patient, the picture or the way in, and not of the place
    r"\b(?:turn(?:ed|ing)?|rotat\w+|obliqu\w+|angled?|tilt\w*|swung|facing|looking|rolled?|towards?)\b[^.;,]{0,12}\Z"
    r"|\b(?:patient|rest(?:ed|ing)|lying|lay|placed|positioned|hand|arm)\b[^.;]{0,24}\bon (?:his|her|the)\s\Z"
    r"|\bon (?:his|her)\s\Z",
    re.I,
)
_MOVED = re.compile(r"\bto the\s\Z", re.I)
_NO_PLACE = re.compile(
    r"\s*(?:[.,;)]|(?:side )?(?:of|until|to|by|and|about|so|for|approximately|slightly|with)\b|\d)", re.I
)
"""Something is moved "to the right of midline", and goes "to the right L4-5 foramen"."""
_OF_PATIENT = re.compile(
    r"\s(?:lateral decubitus|decubitus|side (?:up|down)|arm|hand|wrist|antecubital|lateral position)", re.I
)


def find(case: Case) -> Iterator[CrossCheck]:
    """A side or level that the title tells, and the body tells otherwise."""
    yield from _sides(case)
    yield from _guidance(case)
    if any(p.family in case.rules.other_level for p in case.procedures):
        return
    for conflict in case.facts.conflicts:
        told = _BOTH_TELL.match(conflict) or _BODY_TELLS.match(conflict)
        if told:
            title = told.groupdict().get("title") or _titled(case)
            titled, body = _levels(case, "title", title), _levels(case, "body", told["body"])
            if titled and body:
                yield case.found("title_level", [*titled, *body], title=title, body=told["body"])


def _sides(case: Case) -> Iterator[CrossCheck]:
    """One side in the title, and the other side alone in the body, where something is done there."""
    if any(p.family in case.rules.other_side for p in case.procedures):
        return
    text = case.reading.text
    mentions = [m for m in case.reading.mentions("side") if m.status == STATED and m.value and m.value != "midline"]
    titled = [m for m in mentions if m.sentence.role == "title"]
    sides = {m.value for m in titled}
    if len(sides) != 1 or sides.isdisjoint(_OPPOSITE):
        return
    (side,) = sides
    if any(m.value == "both" and m.sentence.role != "history" for m in mentions):
        return
    body = [m for m in mentions if m.sentence.role in _BODY]
    if not body or any(m.value == side and _is_place(case, m) for m in body):
        return
    body = [m for m in body if m.value != side and _is_place(case, m)]
    worked = next((m for m in body if _tells_work(m.sentence, text)), None)
    if worked:
        places = [(titled[0].start, titled[0].end), (worked.start, worked.end)]
        yield case.found("title_side", places, title=side, body=_OPPOSITE[side])


def _guidance(case: Case) -> Iterator[CrossCheck]:
    """Imaging in the title, and a body that tells of none or only of another; of one procedure, for two may differ."""
    mentions = [m for m in case.reading.mentions("guidance") if m.status == STATED and m.value]
    if len(case.procedures) != 1:
        return
    titled = [m for m in mentions if m.sentence.role == "title" and m.value != _NO_IMAGING]
    body = [m for m in mentions if m.sentence.role in _BODY]
    told = {m.value for m in body}
    if titled and len(told) == 1 and told.isdisjoint(m.value for m in titled):
        places = [(m.start, m.end) for m in (titled[0], body[0])]
        said = "that no imaging was used" if told == {_NO_IMAGING} else body[0].value
        yield case.found("title_guidance", places, title=titled[0].value, body=said)


def _tells_work(sentence: Sentence, text: str) -> bool:
    """Whether something is done in a sentence, or the place for it is made ready."""
    return any(label in sentence.labels for label in _ACTS) or bool(_READY.search(text, sentence.start, sentence.end))


def _is_place(case: Case, m: Mention) -> bool:
    """Whether a word for a side is one, and not that of the patient's position or of the picture."""
    text = case.reading.text
    if not is_surely_side(m, text):
        return False
    if _MOVED.search(text, max(0, m.start - 8), m.start) and _NO_PLACE.match(text, m.end):
        return False
    return not (_WAY_IN.search(text, max(m.sentence.start, m.start - 40), m.start) or _OF_PATIENT.match(text, m.end))


def _stands_in(sentence: Sentence, part: str) -> bool:
    return sentence.role == "title" if part == "title" else sentence.role in _BODY


def _levels(case: Case, part: str, names: str) -> list[tuple[int, int]]:
    """The first place of the title, or of the body, that tells one of these levels."""
    wanted = set(names.split(", "))
    for sentence in case.reading.sentences:
        if _stands_in(sentence, part):
            for group in case.reading.levels(sentence.start, sentence.end):
                if any(not wanted.isdisjoint((item.name, item.upper, item.lower)) for item in group.items):
                    return [(group.start, group.end)]
    return []


def _titled(case: Case) -> str:
    """The levels that the procedures were coded at: those of the title."""
    return ", ".join(dict.fromkeys(level for procedure in case.procedures for level in procedure.levels))
