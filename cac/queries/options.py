"""An option of a question: its marker, its words, and what kind of answer it is."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from cac.lexicon.queries import QueryLexicon
from cac.queries.plain_words import Plain, tags, without_markup
from cac.queries.text import Part

_MARKER = re.compile(
    r"\s*(?P<bullet>[-*•◦▪●◉○◯–—+►▶→➔➜★☆·]+(?=\s)|o(?=\s+[A-Z\[]))?\s*"
    r"(?P<box>\[[^\]\n]{0,3}\]|\([ xX✓✔•*●]?\)(?=\s)|[☐☑☒□■▢◯○●◉✓✔✗✘✅]️?|_{2,}(?=\s))?\s*"
    r"(?P<number>\(?(?:[A-Za-z]|\d{1,2})[.)](?=\s))?\s*"
)
_FILLED = re.compile(r"[xX✓✔•*●☑☒■◉✗✘✅\u2611]")
_TICKED = re.compile(r"\[[xX✓✔•*]\]|\([xX✓✔•]\)|[☑☒✅]")
_POINTED = re.compile(r"[☑☒✓✔✅★☆⭐←⬅➜➔→►▶❗‼‼☞☛]|[\U0001F300-\U0001FAFF]|<-+|-+>|\*+\s*$|!+\s*$|>>")
_BOLD = re.compile(
    r"(?<![\w*])\*{1,3}[^\s*][^*\n]*\*{1,3}(?![\w*])|(?<![\w_])__?[^\s_][^_\n]*__?(?![\w_])|==[^=\n]+==|`[^`\n]+`|~~[^~\n]+~~"
)
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")


class Option(NamedTuple):
    """An option: ``marker`` in front of it, ``filled`` where its box is ticked, and how it is set apart.

    ``pointed``: an arrow, a star or the like; ``bold``: markup, styled letters; ``capitals``: words in capitals.
    """

    text: str
    marker: str
    filled: bool
    pointed: bool
    bold: bool
    capitals: bool
    part: Part
    other: bool
    unable: bool
    not_used: bool

    @property
    def plausible(self) -> bool:
        """Whether it names an answer, and is not one that every list has."""
        return not (self.other or self.unable or self.not_used)


def read_option(raw: str, plain: Plain, lexicon: QueryLexicon) -> Option:
    """Read one option as it is shown."""
    shown = plain(raw)
    match = _MARKER.match(shown)
    bullet, box, number = (match["bullet"] or "", match["box"] or "", match["number"] or "") if match else ("", "", "")
    rest = shown[match.end() :] if match else shown
    if bullet == "*" and rest.rstrip().endswith("*"):
        rest = f"*{rest}"
    text = without_markup(rest).strip()
    part = Part(text, lexicon)
    unable = bool(part.hits("cue:unable"))
    others = part.hits("cue:other")
    return Option(
        text=text,
        marker=box or bullet or ("#" if number else ""),
        filled=bool((box and _FILLED.search(box)) or _TICKED.match(rest)),
        pointed=bool(_POINTED.search(rest)),
        bold=bool(tags(shown) or is_bold(rest) or _styled(raw)),
        capitals=any(word.lower() not in lexicon.words.acronyms for word in _CAPITALS.findall(text)),
        part=part,
        other=bool(others) and others[0].first == 0,
        unable=unable,
        not_used=not unable and not (others and others[0].first == 0) and bool(part.hits("cue:not_used")),
    )


def is_bold(text: str) -> bool:
    """Whether a text holds words in bold, italics or the like, as Markdown writes them."""
    return bool(_BOLD.search(text))


def is_ticked(text: str) -> bool:
    """Whether a text holds a box that is ticked."""
    return bool(_TICKED.search(text))


def styled_as_bold(text: str) -> str:
    """``text`` with letters that are bold or wide by themselves between marks that plain letters keep."""
    if not _styled(text):
        return text
    return re.sub("([^\\s]+)", lambda match: f"**{match[0]}**" if _styled(match[0]) else match[0], text)


def _styled(text: str) -> bool:
    """Whether a text holds letters that are bold or wide by themselves."""
    return any(
        sign > "\u2fff"
        and unicodedata.name(sign, "").startswith(("MATHEMATICAL", "FULLWIDTH LATIN", "SQUARED", "NEGATIVE"))
        for sign in text
    )
