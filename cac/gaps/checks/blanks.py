"""Blanks of a template that were left in: wildcards, underscores, choices nobody made, links that were never filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cac.gaps.checks.case import Case
from cac.lexicon.schema import Blanks
from cac.lexicon.terms import expand, split_words
from cac.records import CrossCheck

_WILDCARD = re.compile(r"\*{3,}|(?<=[a-z] )\*{1,2}(?= [a-z])")
_FRAMED = re.compile(r"\s*\*{3,}[^*\n]*\*{3,}\s*\Z")
"""A line of stars around its words is a heading: "*** EPIDURAL NOTE ***"."""
_UNDERSCORES = re.compile(r"_{2,}")
_TICKED = re.compile(r"_+ ?[xX✓✔] ?_+")
_PHONE = re.compile(r"\(_+\)|_-_|-_{3,}")
_CHOICE = re.compile(r"\{(?P<inner>[^{}\n]{0,120})\}")
_NUMBER = re.compile(r":\s*(?:\d{2,}|\*{3})?\s*\Z")
_LINK = re.compile(r"@[A-Z]{2,}@(?=\s*(?:$|\n|@|[.,;)]))", re.M)
_BRACKETED = re.compile(r"\[(?P<inner>[A-Za-z][A-Za-z /:]{2,40})\]")
_LABEL = re.compile(r"[ \t:]+\S")
_BESIDE = 40  # characters beside a line of underscores that are looked at
_OPTION = re.compile(r"[☐□○◯]|\[\s?\]|\(\s?\)")


class BlankFinder:
    """Finds the blanks of a note."""

    def __init__(self, words: Blanks) -> None:
        """Take the words around a blank."""
        self._bracketed = {form for term in words.bracketed for form in expand(term)}
        self._opens = {
            form[0] for form in self._bracketed if form[0] in ("insert", "select", "enter", "choose", "specify")
        }
        self._not_after = {form for term in words.not_after for form in expand(term)}
        self._not_before = {form for term in words.not_before for form in expand(term)}

    def __call__(self, case: Case) -> Iterator[CrossCheck]:
        """All blanks of the note, as one cross-check."""
        text = case.reading.text
        if not any(sign in text for sign in ("*", "__", "{", "@", "[")):
            return
        unticked = case.reading.unchecked
        places = [*self._wildcards(text), *self._lines(text, unticked), *_choices(text), *self._in_brackets(text)]
        if "@" in text:
            places += [match.span() for match in _LINK.finditer(text)]
        if places:
            yield case.found("blank", _outermost(places))

    def _wildcards(self, text: str) -> Iterator[tuple[int, int]]:
        if "*" not in text:
            return
        for match in _WILDCARD.finditer(text):
            low = text.rfind("\n", 0, match.start()) + 1
            high = text.find("\n", match.end())
            line = text[low : high if high >= 0 else len(text)]
            if not _FRAMED.match(line) and line.strip("* \t"):
                yield match.span()

    def _lines(self, text: str, unticked: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Underscores that stand for something left out: no option, rule, telephone or line to sign on."""
        if "__" not in text:
            return
        for match in _UNDERSCORES.finditer(text):
            start, end = match.span()
            low = text.rfind("\n", 0, start) + 1
            high = text.find("\n", end)
            line = text[low : high if high >= 0 else len(text)]
            if _TICKED.search(line) or _PHONE.search(line) or not line.strip("_ \t-="):
                continue
            before = split_words(text[max(low, start - _BESIDE) : start])
            after = split_words(text[end : end + _BESIDE].split("\n")[0])
            if any(before[-size:] in self._not_after for size in (1, 2, 3)):
                continue
            if any(after[:size] in self._not_before for size in (1, 2)):
                continue
            if _is_option(text, low, start, unticked):
                continue
            yield start, end

    def _in_brackets(self, text: str) -> Iterator[tuple[int, int]]:
        if "[" not in text:
            return
        for match in _BRACKETED.finditer(text):
            low = text.rfind("\n", 0, match.start()) + 1
            if _LABEL.match(text, match.end()) and not text[low : match.start()].rsplit("  ", 1)[-1].strip():
                continue  # "[SIDE] Left" is a field, and filled
            words = split_words(match["inner"])
            if words in self._bracketed or (len(words) > 1 and words[0] in self._opens):
                yield match.span()


def _outermost(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places in order, without those inside another: the wildcard of a choice."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _is_option(text: str, low: int, start: int, unticked: list[tuple[int, int]]) -> bool:
    """Whether a blank belongs to an option that nobody ticked: "[ ] other: ____"."""
    return any(a <= start < b for a, b in unticked) and bool(_OPTION.search(text, low, start))


def _choices(text: str) -> Iterator[tuple[int, int]]:
    """Choices in braces that nobody made: "{Left/Right:20098}", but not "{Left/Right: Left}"."""
    if "{" not in text:
        return
    for match in _CHOICE.finditer(text):
        inner = match["inner"].strip()
        options, colon, chosen = inner.rpartition(":")
        if inner.strip("* ") == "" or _NUMBER.search(inner):
            yield match.span()
        elif "/" in inner or "|" in inner:
            picked = chosen.strip().lower() if colon else ""
            if not picked or picked not in re.split(r"\s*[/|,]\s*", options.lower()):
                yield match.span()
