"""Words for a side that are one: not the verb "left", not an angle."""

from __future__ import annotations

import re

from cac.nlp.reading import Mention

_LEAVES = re.compile(r"\b(?:he|she|they|who|patient|pt|was|were|be|been|then|lady|man|gentleman|woman)\sleft$", re.I)
_LEFT_THERE = re.compile(r"left\s+(?:in|intact|with|out|behind|open|the|there|over)\b", re.I)
"""The verb: "before she left", "Kenalog left in"."""
_NO_SIDE = re.compile(
    r"(?:and|well)\sleft\b|right\sangles?\b|right\s(?:away|back|home|down|then|here|now)\b|left\supon\b", re.I
)
_LEAD = 24  # characters


def is_side(m: Mention, text: str) -> bool:
    """Whether a word for a side is not the verb "left"."""
    return not (_LEAVES.search(text, max(0, m.start - _LEAD), m.end) or _LEFT_THERE.match(text, m.start))


def is_surely_side(m: Mention, text: str) -> bool:
    """The same, where a doubt is enough to leave it out: "tolerated it well and left", "at right angles"."""
    return is_side(m, text) and not _NO_SIDE.search(text, max(0, m.start - 5), m.end + 8)
