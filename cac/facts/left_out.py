"""Levels that the words beside them leave out: denied, stopped, of another day."""

from __future__ import annotations

from cac.facts.account import Zone
from cac.nlp.levels import Group
from cac.nlp.reading import Reading, Sentence

_CUE_REACH = 8  # words


def denied(group: Group, sentence: Sentence, reading: Reading) -> bool:
    """Levels under a negation, an abort, a history or a plan in their own clause."""
    first, last = reading.words.at(group.start), reading.words.at(group.end)
    for cue in sentence.cues:
        between_keys = (
            reading.words.keys[cue.last + 1 : first] if cue.last < first else reading.words.keys[last : cue.first]
        )
        if any(key in (".", ";", ":", "but") for key in between_keys):
            continue
        comma = reading.text.rfind(",", group.end, cue.start) if cue.direction == "backward" else -1
        if comma >= 0 and reading.levels(comma, cue.start):  # "L4, S1 not done": of S1 alone
            continue
        ahead = cue.last < first and first - cue.last <= _CUE_REACH
        behind = cue.first >= last and cue.first - last <= _CUE_REACH
        facing = (ahead and cue.direction == "forward") or (behind and cue.direction == "backward")
        if (cue.category in ("negated", "refused") and facing) or cue.category == "educational":
            return True
        if cue.category == "aborted" and (ahead or behind):
            return True
        if cue.category in ("historical", "planned", "other_provider") and facing:
            return sentence.role == "body"
    return False


def levels_left_out(zone: Zone, reading: Reading) -> frozenset[str]:
    """The levels of a zone that are left out: L5 in "the same on the left with the exception of L5"."""
    return frozenset(
        item.name
        for group in reading.levels(zone.start, zone.end)
        if denied(group, zone.sentence, reading)
        for item in group.items
    )
