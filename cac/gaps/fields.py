"""The fields of forms: labels left empty, filled, boxed, or answered with "no"."""

from __future__ import annotations

import re

from cac.nlp.reading import Mention

_BOX = re.compile(r"[☐□○◯]|\[\s?\]|\(\s?\)")
_NEW_FIELD = re.compile(r"\S[ \t]{2,}|\n|\t|\||\bN\b[ \t]")
_LABEL_START = re.compile(r"(?:^|[\n|;>{☒☑■☐]|\]|[ \t]{2}|[.)] |•\)|/)[ \t]*$")
_LABEL_END = re.compile(
    r"[^\n:.;|]{0,24}?[ \t]*(?:\.{2,}|[:=]+|[☒☑■✓]|\[[xX✓]\]|\([xX•]\)|[ \t]{2,}|[ \t][-–][ \t])[ \t.:]*"
    r"(?:\{[^}\n]*\}:?[ \t]*)?(?:(?P<box>[☐□]|\[\s?\]|\(\s?\))|(?!_{2}|\*{2}|@)(?=[\w+<>~☒☑■✓\[(]))"
)
_EMPTY = r"(?:[☐□○◯]|\[\s?\]|\(\s?\))"
_TICK = re.compile(r"[☒☑■✓●◉]|[\[(]\s?[xX•o✓●*]\s?[\])]")
_BLANK = re.compile(
    r"(?: [a-z]+)?[ \t:.?|]*(?:_{2,}|\*{3}|@\w+@)[ \t/]*(?:\d\d\b)?(?:[ \t]*(?:$|[\n|;])|[ \t]{2,}|[ \t]?[A-Z])"
    r"|(?:[^\n:.;|?_*☐□○◯☒☑■✓●◉\[( \t]|[ \t](?![ \t])){0,28}[ \t:.?]*(?:Y\s?/\s?N\b(?!\s*[:=])|"
    rf"(?P<box>{_EMPTY})(?:[ \t]*(?:$|[\n|])|[ \t]{{2,}})|[ \t]\|[ \t]*(?:\||$|\n)|(?P<options>{_EMPTY}))"
)
"""What follows the label of a field that nobody filled: "____", "***", "Y / N", an empty box or cell."""
_MAY_BE_BLANK = re.compile(r"[_*@Y☐□○◯\[(|]")
"""One of these stands in each of the above, in the line of the label."""
_NO_FIELD = re.compile(
    r"(?:[ \t]\w+)?[ \t]*(?:[:=]|\.{2,}|[ \t]\|)[ \t:.]*(?:no|n|not done|not obtained)[ \t]*(?:$|[\n|;.])", re.I
)
_OWN_BOX = re.compile(rf"(?:{_TICK.pattern}|{_EMPTY})[ \t]?(?:[\w-]+[ \t]){{0,3}}$")
_LEAD = 200  # characters before a label that are looked at
_LABEL_LEAD = re.compile(r"\A[\W_]*\Z|(?:[ \t]{2,}|[\t|;.\])☒☑✓☐/])[ \t]*\Z")
_BOX_FIRST = re.compile(rf"\s*(?:{_TICK.pattern}|{_EMPTY})")
_LABELLED = re.compile(r"[^\n:]{2,110}:(?P<filled>[^\n]*)")
_LEFT_BLANK = re.compile(r"_{2,}|\*{3,}|\{[^{}\n:]*\}|[☐□○◯]|\[ ?\]|\( ?\)")
_SAYS_SOMETHING = re.compile(r"[\[\]☐☒☑□({\d.,;]")
_OUT_OF_TEN = re.compile(r"/ ?10[ \t]*\Z")
_MOST_BESIDE = 40  # characters between two blanks: "____ mL of ____"
_BLANK_SIGNS = ("__", "***", "{", "[ ]", "[]", "( )", "()", "☐", "□", "○", "◯")


def blank_lines(text: str) -> list[tuple[int, int]]:
    """The lines that hold the label of a field which nobody filled: none of their words tells anything.

    Such as "Contrast agent and volume: ____" and "Consent: {yes/no}".
    """
    if not any(sign in text for sign in _BLANK_SIGNS):
        return []
    found, start = [], 0
    for line in text.split("\n"):
        labelled = _LABELLED.match(line) if any(sign in line for sign in _BLANK_SIGNS) else None
        if labelled and _is_left_blank(labelled["filled"]):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _is_left_blank(filled: str) -> bool:
    """Whether what stands behind a label is blanks, and units or few words beside them."""
    before, *beside = _LEFT_BLANK.split(_OUT_OF_TEN.sub("", filled))
    return (
        bool(beside)
        and not before.strip()
        and all(len(words.strip()) <= _MOST_BESIDE and not _SAYS_SOMETHING.search(words) for words in beside)
    )


def is_in(start: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is inside one of some spans."""
    return any(low <= start < high for low, high in spans)


def is_answered_no(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that says no: "| Consent | no |", "Image stored: N"."""
    return _NO_FIELD.match(text, m.end) is not None


def is_own_field(m: Mention, text: str) -> bool:
    """Whether a term behind an empty box opens a field ("( ) no     Time-out (X)"), or is a "{label}: value"."""
    if not m.cue:
        return False
    start, _ = m.cue
    if text[start : start + 1] == "{":
        close = text.find("}", m.end, m.end + 60)
        return close >= 0 and bool(re.match(r"\}\s*:\s*\w", text[close : close + 6]))
    since = max((box.end() for box in _BOX.finditer(text, start, m.start)), default=start)
    return bool(_NEW_FIELD.search(text, max(start, since - 1), m.start)) and is_filled(m, text)


def is_blank(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that was left empty ("Consent ____", "Time-out: ☐", "| Consent | |")."""
    return is_left_empty(m.start, m.end, text)


def is_left_empty(start: int, end: int, text: str) -> bool:
    """The same for the words at ``start:end``.

    A box behind the words is their own only where the form writes boxes behind labels: none opens the line, and none
    stands right before them.
    """
    line = text.find("\n", end)
    if not _MAY_BE_BLANK.search(text, end, line if line >= 0 else len(text)):
        return False
    blank = _BLANK.match(text, end)
    if not blank:
        return False
    low = max(text.rfind("\n", 0, start) + 1, start - _LEAD)
    lead = text[low:start]
    if not _LABEL_LEAD.search(lead) or _OWN_BOX.search(lead):
        return False
    if blank.group("box") and _BOX_FIRST.match(lead):
        return False
    if not blank.group("options"):
        return True
    high = text.find("\n", blank.end())
    return not _TICK.search(text, blank.end(), high if high >= 0 else len(text))


def is_filled(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that holds something."""
    if not _LABEL_START.search(text[max(0, m.start - 4) : m.start]) and m.start:
        return False
    end = _LABEL_END.match(text, m.end)
    if not end:
        return False
    return not end.group("box") or bool(_TICK.search(text[end.start("box") : end.start("box") + 70].split("\n")[0]))
