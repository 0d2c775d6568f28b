"""Text as the linter reads it: entities, look-alikes, hidden signs and markup undone; words with their places.

"Left" written with a Cyrillic letter, as ``&#76;eft``, in full width, bold or with a zero-width space inside is "Left".
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|mark|font|span|div|p|br|hr|h[1-6]|ul|ol|li|a|style|big|small|sup|sub|center|table|tbody|td|"
    r"tr|th|input|option|select|button|label|form|html|body|head|title|img|blockquote|pre|code|tt|del|ins|kbd|blink|"
    r"marquee)\b[^<>]*>",
    re.I,
)
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_MARKDOWN = re.compile(r"[*`~]+|(?<!_)_{1,2}(?!_)|==")
_WORD = re.compile(r"[a-z\x02]+|\d+(?:\.\d+)?")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b")
_SPACED = re.compile(r"(?<![a-z])[a-z](?:[ .\-_*][a-z]){2,}(?![a-z])")
_LEET = str.maketrans("01345$@!", "oleassai")
_MIXED = re.compile(r"(?<![\w$@!])(?=[\w$@!]*[a-z])(?=[\w$@!]*[0-9$@!])[a-z0-9$@!]{3,}(?![\w$@!])")
_BROKEN = re.compile(r"(?<=[a-z])(?:-\s*|\s*\n\s*)(?=[a-z])")
_JOIN = "\x02"


class Words(NamedTuple):
    """The words of a text in small letters with their places, and those that begin a sentence."""

    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: frozenset[int] = frozenset()


class Plain:
    """Undoes what hides a word: built once from the look-alikes of ``queries/words.yaml``."""

    def __init__(self, look_alikes: Mapping[str, str]) -> None:
        self._signs = {ord(sign): letter for letter, signs in look_alikes.items() for sign in signs}

    def __call__(self, text: str) -> str:
        """``text`` in plain letters, quotes and hyphens; letter case, lines and markup stay."""
        for _ in range(3):
            undone = html.unescape(text)
            if undone == text:
                break
            text = undone
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(self._signs)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Co", "Cn"))
        text = unicodedata.normalize("NFKC", text.translate(self._signs))
        return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)


def without_markup(text: str) -> str:
    """``text`` without the tags of HTML, the colours of a terminal and the marks of Markdown."""
    return _MARKDOWN.sub("", _TAG.sub("", _ANSI.sub("", text)))


def tags(text: str) -> list[str]:
    """The tags of HTML and colours of a terminal in ``text``, in small letters."""
    return [match[0].lower() for match in (*_TAG.finditer(text), *_ANSI.finditer(text))]


def words(text: str) -> Words:
    """The words of a plain text; apostrophes join ("doesn't" is "doesnt"), hyphens part."""
    lowered = _POSSESSIVE.sub("  ", text.lower()).replace("'", _JOIN)
    keys, starts, ends = [], [], []
    for match in _WORD.finditer(lowered):
        key = match[0].replace(_JOIN, "")
        if key:
            keys.append(key)
            starts.append(match.start())
            ends.append(match.end())
    return Words(keys, starts, ends)


def joined_words(text: str) -> list[tuple[Words, frozenset[int]]]:
    """Other ways to read a text, each with the places of the words that only it has.

    Words parted by hyphens or line ends are joined ("re-imburse"), spaced letters too ("r.v.u"), and digits and signs
    are read as the letters they look like ("p4yment").
    """
    lowered = _POSSESSIVE.sub(" ", text.lower()).replace("'", "")
    ways = []
    for changed in (
        _BROKEN.sub(_JOIN, lowered),
        _SPACED.sub(lambda match: _JOIN + re.sub(r"[ .\-_*]", "", match[0]), lowered),
        _MIXED.sub(lambda match: _JOIN + match[0].translate(_LEET), lowered),
    ):
        if _JOIN not in changed:
            continue
        found = list(_WORD.finditer(changed))
        keys = [match[0].replace(_JOIN, "") for match in found]
        made = frozenset(place for place, match in enumerate(found) if _JOIN in match[0])
        ways.append((Words(keys, [m.start() for m in found], [m.end() for m in found]), made))
    return ways
