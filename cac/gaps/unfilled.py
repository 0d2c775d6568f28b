"""Templates that nobody filled in: the names of work in their prompts are no work."""

from __future__ import annotations

import re

UNFILLED = "the template is not filled in"
"""The reason of a note that is one."""

_SIGNS = ("***", "__", "{", "[ ]", "☐", "( )")
_FEWEST = 8  # blank fields
_SHARE = 5  # so many times more blank fields than lines that tell something
_BLANK = re.compile(
    r"[^\n:]{2,110}:[ \t]*"
    r"(?:(?:_{2,}|\*{3,}|\{[^{}\n]*\}|(?:\[[ ]?\]|☐|\( ?\))[ \t]*[^\[\]☐☒\n(]{0,40})[ \t]*)+(?:/ ?10)?\s*"
)
_HEADING = re.compile(r"\W*(?:[\w/-]+(?:\W+|$)){0,4}")


def is_unfilled(text: str) -> bool:
    """Whether nearly every line is a field that was left blank; one that names the work may be filled in."""
    if sum(text.count(sign) for sign in _SIGNS) < _FEWEST:
        return False
    blank = told = 0
    for line in text.splitlines():
        if _BLANK.fullmatch(line):
            blank += 1
        elif line.strip() and (":" in line or not _HEADING.fullmatch(line)):
            told += 1
    return blank >= _FEWEST and told * _SHARE <= blank
