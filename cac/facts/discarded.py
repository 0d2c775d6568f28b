"""What a sentence says became of the rest of a container: an amount, nothing, or all of it was thrown away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cac.lexicon.numbers import ANY_NUMBER
from cac.lexicon.schema import Drugs

NOTHING, THE_REST = "none", "rest"
_LABELLED = "labelled"

BOX = r"(?:vials?|sdvs?|mdvs?|ampules?|ampoules?|bottles?)\b"
"""The words of a container."""
KIND = r"(?:(?:single|multi\w*|multiple|unit)[\s-]*(?:dose|use|patient)?[\s-]+|preservative[\s-]free\s+){0,2}"
"""What may stand before them."""

_LEFT = (
    rf"(?P<amount>\d[\d,.]*|(?:{ANY_NUMBER})(?:[\s-](?:{ANY_NUMBER}))*)"
    r"\s*-?\s*(?P<unit>units?|u|ml|cc|mg|mcg)?\b"
)
_OF_WHAT = (
    r"(?:\s+(?:of|from|in)\s+(?:(?:the|a)\s+)?(?:\d[\d,.]*\s*-?\s*(?:units?|u|ml|cc|mg)\s*"
    rf"{KIND}{BOX}|(?:(?!\b(?:remainder|rest|balance)\b)[^.;\d]){{1,40}}?))?"
)
_SIZE_OF_BOX = rf"(?![\s-]*(?:units?|u|ml|cc|mg)?[\s-]*{KIND}{BOX})"
_NOT_ALL = re.compile(r"\b(?:not|never|n't)\b")
_BESIDE = 16  # characters in which "not" takes "fully used" back


class Said(NamedTuple):
    """One statement: the ``amount`` as stated ("7 mL"; "45", where no unit is told), ``NOTHING`` or ``THE_REST``."""

    start: int
    amount: str
    unit: str = ""


class _Patterns(NamedTuple):
    thrown: re.Pattern[str]
    used: re.Pattern[str]
    in_turn: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=4)
def _patterns(discarded: frozenset[str], rest: tuple[str, ...], all_used: tuple[str, ...]) -> _Patterns:
    thrown, left, used = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace(r"\ ", r"[\s-]+")
        for words in (discarded, rest, all_used)
    )
    none = (
        rf"\b(?:no|none|nothing|zero|without)\b(?:\s+\w+){{0,3}}?\s+(?:{thrown})\b"
        rf"|\b(?:{thrown})\b\s*[:=-]*\s*(?:none|no\b|nil|zero|0(?!\.?\d))|\bnot\s+(?:{thrown})\b"
        rf"|(?<![\d.])0\s*(?:units?|u|ml|cc|mg)?\s+(?:was\s+|were\s+)?(?:{thrown})\b"
        r"|\b(?:nothing|none)\s+(?:(?:was|were|is)\s+)?(?:left|remained|remaining|leftover|unused)\b|\bno\s+(?:remainder|leftovers?)\b"
    )
    before = (
        rf"(?<![\d.]){_LEFT}{_OF_WHAT}\)?\s*(?:(?:was|were|is|then|unavoidabl[ey]|remained|remaining|unused|leftover|left|excess|"
        rf"and|as|being|over|in\s+the\s+(?:vial|bottle))\s+){{0,5}}(?:{thrown})\b"
    )
    after = (
        rf"\b(?:{thrown})\b[\s:=-]*(?:(?:of|was|were|is|amount)\s+)*(?:the\s+)?(?:(?:{left})\s+)?\(?{_LEFT}{_SIZE_OF_BOX}"
        r"(?!\s*(?:was\s+|were\s+)?(?:given|injected|used|administered))"
    )
    whole = (
        rf"\b(?:{left})\b[^.;,]{{0,60}}?\b(?:{thrown})\b"
        rf"|\b(?:{thrown})\b\s+(?:(?:all|of|the|any|what|was|were)\s+){{0,4}}(?:{left})\b"
    )
    in_turn = ((NOTHING, none), (_LABELLED, after), ("", before), ("", after), (THE_REST, whole))
    return _Patterns(
        re.compile(rf"\b(?:{thrown})\b", re.I),
        re.compile(rf"\b(?:{used})\b", re.I),
        tuple((kind, re.compile(pattern, re.I)) for kind, pattern in in_turn),
    )


def read_discarded(text: str, words: Drugs) -> list[Said]:
    """The statements of one sentence, in the order of its words; none of them lies in another.

    Args:
        text: the sentence.
        words: what containers and waste are called.
    """
    patterns = _patterns(words.discarded, tuple(words.rest), tuple(words.all_used))
    found: list[tuple[int, int, Said]] = []
    for match in patterns.used.finditer(text):
        beside = text[max(0, match.start() - _BESIDE) : match.end() + _BESIDE].lower()
        if not _NOT_ALL.search(beside) and not patterns.thrown.search(text, match.end(), match.end() + _BESIDE):
            found.append((match.start(), match.end(), Said(match.start(), NOTHING)))
    thrown = patterns.thrown.search(text) is not None
    for kind, pattern in patterns.in_turn:
        if not thrown and kind != NOTHING:
            break
        for match in pattern.finditer(text):
            if kind == _LABELLED and not match["unit"]:
                continue  # "TOTAL 155 U   Waste 45 U" before "155 U   Waste"
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            said = Said(match.start(), kind) if kind in (NOTHING, THE_REST) else _amount(match)
            found.append((match.start(), match.end(), said))
    return [said for *_, said in sorted(found)]


def _amount(match: re.Match[str]) -> Said:
    return Said(match.start("amount"), match["amount"].rstrip(".,"), (match["unit"] or "").lower())
