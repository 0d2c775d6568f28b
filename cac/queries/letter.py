"""A question written as plain text or an e-mail: its title, its body, its options and its closing lines."""

from __future__ import annotations

import re

from cac.lexicon.queries import QueryLexicon
from cac.lexicon.terms import Hit
from cac.queries.options import read_option, styled_as_bold
from cac.queries.plain_words import Plain, words
from cac.queries.records import Question

_HEADER = re.compile(
    r"\s*(from|to|cc|bcc|date|sent|reply-to|importance|subject|re|title|topic|attachments?)\s*:\s*(.*)$", re.I
)
_TITLE_HEADERS = ("subject", "re", "title", "topic")
_BULLET = re.compile(
    r"\s*(?:[-*•◦▪●◉○◯–—+►▶→➔➜★☆·]+\s+|(?:[-*•]\s+)?(?:\[[^\]\n]{0,3}\]|\([ xX✓✔•*●]?\)|[☐☑☒□■▢✓✔✗✘✅]️?|_{2,})\s*|"
    r"\(?(?:[A-Za-z]|\d{1,2})[.)]\s+|o\s+(?=[A-Z\[]))\S"
)
_INLINE_BOX = re.compile(r"\[[ xX✓✔•*_]?\]|\([ xX✓✔•*]?\)(?=\s)|[☐☑☒□■▢◯○◉]️?")
_INLINE_LETTER = re.compile(r"(?:(?<=\s)|^)\(?(?:[A-Ha-h]|[1-9])[.)](?=\s)")
_INITIAL = re.compile(r"\s*[A-Z]\.\s")
_LONGEST = 22
"""An option has at most so many words; a longer line is a sentence of the body."""


def read_letter(text: str, plain: Plain, lexicon: QueryLexicon) -> Question:
    """Split a plain text into the parts of a question."""
    lines = plain(styled_as_bold(text)).split("\n")
    title, lines = _title(lines, lexicon)
    lines, sign_off = apart(lines, lexicon)
    body: list[str] = []
    options: list[str] = []
    listing = False
    bare = _bare_list(lines, plain, lexicon)
    for place, line in enumerate(lines):
        label, several = _several(line, lexicon)
        if several:
            options += several
            body.append(label)
            listing = False
        elif _is_option(line, plain, lexicon):
            options.append(line.strip())
            listing = False
        elif place in bare or (listing and line.strip() and _is_short(line)):
            options.append(line.strip())
        elif options and line[:2] == "  " and line.strip() and body[-1:] == [""] and _is_short(line):
            options[-1] += f" {line.strip()}"
        else:
            listing = _opens_list(line, lexicon) if line.strip() else listing
            body.append(line.rstrip())
            continue
        body.append("")
    return Question(title=title, body="\n".join(body).strip("\n"), options=tuple(options), sign_off="\n".join(sign_off))


def _title(lines: list[str], lexicon: QueryLexicon) -> tuple[str, list[str]]:
    """The title (the subject of a mail, else a short first line) and the other lines without the heads of a mail."""
    title, rest, heading = "", list(lines), True
    kept: list[str] = []
    for line in rest:
        match = _HEADER.match(line) if heading else None
        if match and (match[1].lower() not in _TITLE_HEADERS or not title):
            if match[1].lower() in _TITLE_HEADERS:
                title = match[2].strip()
            continue
        heading = heading and not line.strip() and not kept
        kept.append(line)
    if title:
        return title, kept
    for place, line in enumerate(kept):
        if line.strip():
            found = words(line)
            greets = any(hit.first == 0 for hit in _cues(line, "greetings", lexicon))
            alone = any(other.strip() for other in kept[place + 1 :])
            sentence = len(found.keys) > 14 or "?" in line or line.rstrip().endswith((".", ";"))
            if greets or sentence or not alone or _BULLET.match(line):
                break
            return line.strip(" #*"), kept[place + 1 :]
    return "", kept


def apart(lines: list[str], lexicon: QueryLexicon) -> tuple[list[str], list[str]]:
    """The lines of a question, and those of the greeting and from the closing words of the letter on.

    A sentence behind the closing words is one of the question still. A text of one line has neither.
    """
    if len(lines) < 3:
        return lines, []
    greeting: list[str] = []
    for place, line in enumerate(lines[:4]):
        if 0 < len(words(line).keys) <= 6 and _begins(line, "greetings", lexicon) and "?" not in line:
            greeting, lines = [line], [*lines[:place], *lines[place + 1 :]]
            break
    end = len(lines)
    for place, line in enumerate(lines):
        if place and 0 < len(words(line).keys) <= 6 and _begins(line, "sign_offs", lexicon):
            rest = lines[place + 1 :]
            closing = [line, *(other for other in rest if _is_name_line(other, lexicon))]
            return [*lines[:place], "", *(other for other in rest if other not in closing)], [*greeting, *closing]
    while end and _is_name_line(lines[end - 1], lexicon):
        end -= 1
    return lines[:end], [*greeting, *lines[end:]]


def _begins(line: str, name: str, lexicon: QueryLexicon) -> bool:
    return any(hit.first == 0 for hit in _cues(line, name, lexicon))


def _is_name_line(line: str, lexicon: QueryLexicon) -> bool:
    """Whether a last line is empty, or a name or an office: a few words without a full stop that are no option."""
    few = len(words(line).keys) <= 6 and not line.rstrip().endswith((".", "?", "!", ":", ";", '"'))
    bullet = _BULLET.match(line) and not _INITIAL.match(line)
    option = bullet or any(_cues(line, cue, lexicon) for cue in ("other", "unable", "addendum"))
    return not line.strip() or (few and not option)


def _cues(line: str, name: str, lexicon: QueryLexicon) -> list[Hit]:
    return [hit for hit in lexicon.trie.find(*words(line)) if hit.entry.label == f"cue:{name}" and hit.entry.value]


def _opens_list(line: str, lexicon: QueryLexicon) -> bool:
    """Whether a line says that options follow ("Options:")."""
    return line.rstrip().endswith(":") and bool(_cues(line, "option_labels", lexicon))


def _is_short(line: str) -> bool:
    return len(words(line).keys) <= _LONGEST and not line.rstrip().endswith("?")


def _is_option(line: str, plain: Plain, lexicon: QueryLexicon) -> bool:
    """Whether a line with a bullet, box, number or letter is an option, and no quote, question or request."""
    if not _BULLET.match(line) or not _is_short(line):
        return False
    option = read_option(line, plain, lexicon)
    if option.marker == "" or not option.part.words.keys:
        return False
    if '"' in option.text and not (option.other or option.unable or option.not_used):
        return False
    first = option.part.words.keys[0]
    return not (
        first in lexicon.words.words.request_verbs - {"other"}
        or first == "please"
        or option.part.hits("cue:addendum")
        or (option.text.rstrip().endswith(":") and not option.other)
    )


def _bare_list(lines: list[str], plain: Plain, lexicon: QueryLexicon) -> set[int]:
    """The places of the lines of a list of options without any bullets: short lines together, "Other" among them."""
    found: set[int] = set()
    block: list[int] = []
    for place, line in enumerate([*lines, ""]):
        if 0 < len(words(line).keys) <= 8 and not line.rstrip().endswith((".", "?", "!", ":", ",")) and '"' not in line:
            block.append(place)
            continue
        kinds = [read_option(lines[number], plain, lexicon) for number in block]
        if len(block) > 2 and any(option.other or option.unable for option in kinds):
            found.update(block)
        block = []
    return found


def _several(line: str, lexicon: QueryLexicon) -> tuple[str, list[str]]:
    """What stands before a list of options in one line, and the options; [] where the line holds no list."""
    for pattern in (_INLINE_BOX, _INLINE_LETTER):
        marks = list(pattern.finditer(line))
        if len(marks) >= 3:
            places = [mark.start() for mark in marks]
            pieces = [line[a:b].strip(" ,;/|\t") for a, b in zip(places, [*places[1:], len(line)], strict=True)]
            return line[: places[0]].rstrip(), pieces
    head, mark, tail = line.partition(":")
    if mark and _opens_list(f"{head}:", lexicon):
        for sign in (";", "|", " / ", ","):
            pieces = [piece.strip(" .,;/|") for piece in tail.split(sign)]
            if len(pieces) >= 3 and all(0 < len(words(piece).keys) <= 12 for piece in pieces):
                return f"{head}:", pieces
    if "?" not in line and (line.count(" / ") >= 3 or line.count("|") >= 3):
        sign = " / " if line.count(" / ") >= 3 else "|"
        pieces = [piece.strip(" .,;/|") for piece in line.split(sign)]
        if all(0 < len(words(piece).keys) <= 6 for piece in pieces):
            return "", pieces
    return "", []
