"""The boxes of forms: which options are ticked, which labels are answered with "no", which choices nobody made.

An option is text with a mark before it ("[x] Left") or behind it ("Left [x]", "Left __X__"). Only what is ticked
counts: the rest is `unchecked` and proves nothing, whatever its words.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_EMPTY_GLYPHS = "☐□○◯▢◻⬜⚪"
GLYPHS = _EMPTY_GLYPHS + "☒☑■●◉✓✔✗✘▣◼⬛⚫⊠🗹✅❌"
BOX_PATTERN = rf"\[\s{{0,3}}[xXYN✓✔_*•]?\s{{0,3}}\]|[{GLYPHS}]|\(\s{{0,2}}[xX✓✔•●*oO]?\s{{0,2}}\)"
"""A mark of a form, ticked or not."""
EMPTY_PATTERN = rf"[{_EMPTY_GLYPHS}]|\[\s{{0,3}}[_N]?\s{{0,3}}\]|\(\s{{0,2}}\)"
"""A mark that is not ticked."""

_BOX = re.compile(BOX_PATTERN)
_ANY_BOX = re.compile(
    rf"[\[({GLYPHS}](?:(?<=[{GLYPHS}])|(?<=\[)\s{{0,3}}\S?\s{{0,3}}\]|(?<=\()\s{{0,2}}\S?\s{{0,2}}\))"
)
_FILLED_BLANK = re.compile(r"(?<!\w)_+ ?[xX✓✔] ?_+(?!\w)")
_BLANK = re.compile(r"(?<!\w)(?:_+ ?[xX✓✔] ?_+|_{2,})(?!\w)")
_TICKED = frozenset("xXY✓✔☒☑■●◉•*oO▣◼⬛⚫⊠🗹✅")
_CROSSED = frozenset("✗✘❌")  # ticked as well, unless the note has check marks too
_BRACES = re.compile(r"\{[^}\n]*[:/,|*;][^}\n]*\}|\{\s*\}|@[A-Z]+@")
_LABEL = r"[A-Za-z][^:|\n_\[\]()" + GLYPHS + r"]{1,40}?"
_FIELD_CUT = re.compile(
    rf"(?:(?<![\])_{GLYPHS}\s])[ \t]{{2,}}|(?<!\s)[ \t]{{3,}}|\s\|\s|[.;][ \t]+)(?={_LABEL}(?::(?!\d)|\.{{3,}}|\|))"
)
# Begins with a set of characters, which `re` finds without trying each place.
_LABEL_END = re.compile(r"[:.|\-–](?:(?<=:)(?!\d)|(?<=\.)\.{2,}:?|(?<=\|)|(?<=\s[-–])(?=\s))")
_NOT_DONE = re.compile(
    r"\W*(?:no|none|nil|never|n/?a|not (?:done|used|performed|applicable|indicated|needed|given|treated|required)|"
    r"deferred|omitted|declined|withheld)\b(?!\s+(?:change|new|other)\b)",
    re.I,
)
_SIDE = r"(?:right|left|bilateral|both|rt|lt|midline|[RL](?![a-z]))"
_SIDE_ONLY = re.compile(rf"\W*{_SIDE}(?: side| (?:arm|leg|upper|lower|ue|le|extremity))*\W*$", re.I)
_SIDE_CHOICE = re.compile(rf"(?i:\s*\(?{_SIDE}(?:\s*(?:/|,|\bor\b|\|)\s*{_SIDE})+\)?\s*)[.]?\s*$")
_YES_NO = re.compile(r"(?i:\s*\(?(?:yes|y)\s*(?:/|\bor\b|\|)\s*(?:no|n)\)?\s*)[.]?\s*$")
_EMPTY_FIELD = re.compile(r"[^:|\n_]{2,40}[:|][ \t]*_{2,}[ \t]*$")
_CIRCLE = re.compile(r"circle|select|choose|pick one", re.I)
_SIDE_LABEL = re.compile(r"\b(?:side|laterality)\b", re.I)
_WRAPPED = re.compile(r"\s*(?:<<[^<>]+>>|>>[^<>]+<<|\*{1,2}[^*]+\*{1,2}|\[[^\[\]]{2,}\]|\([^()]{3,}\)|__[^_]+__)\s*$")
_ANGLES = re.compile(r"<<\s*\w[^<>\n]*>>|>>\s*\w[^<>\n]*<<")
_MOST_WORDS = 8  # of the options beside one that is circled

_ANSWER_NO = r"[nN](?i:one|il|/?a|ot (?:done|performed|treated|injected))[ \t.|]*$"
_ENDS_WITH_NO = re.compile(_ANSWER_NO, re.M)
_ANSWERED_NO = re.compile(r"[ \t|]*(?P<label>[^\s:|.][^:|\n.]{1,59}?)[ \t]*(?::|\||\.{3,}:?)[ \t]*" + _ANSWER_NO, re.M)
# The short answer of a field among others on its line: "EMG: no    Consent: yes", "EMG used? N. Tolerated".
_SAYS_NO = re.compile(r"[:?=][ \t]*(?:[nN]o|NO|N)(?=[ \t]*(?:[.;,|\n]|\Z)|[ \t]{2}|[ \t]+[A-Z][\w /]{1,24}[:?=])")
_SHORT_LABEL = re.compile(
    r"(?:\A|[.;,|\n]|[ \t]{2}|\byes|\bno)[ \t]*(?P<label>[A-Za-z][A-Za-z /-]{1,28}?)[ \t]*\Z", re.I
)
_LABEL_REACH = 40
_SIDE_OPTION = re.compile(
    r"\W*(?:(?P<both>bilateral|both|B)|(?P<right>right|rt|R)|(?P<left>left|lt|L))(?: side)?\W*$", re.I
)

Span = tuple[int, int]


class Choices(NamedTuple):
    """What the boxes of a note say, as characters of its text."""

    unchecked: list[Span]
    """Options that are not ticked, and choices of a template that nobody made ("{Left/Right}")."""
    denied: list[Span]
    """Labels that are answered with "no" ("Generator implanted: [ ] yes [x] no")."""
    open: list[Span]
    """Labels with options of which none is ticked, or with an empty blank."""
    sided: list[tuple[Span, Span, str, bool]]
    """Side options behind a label of their own ("L4-5: [ ] R [x] L"): label, option, side, ticked."""


class _Option(NamedTuple):
    start: int
    end: int
    ticked: bool


def find_choices(text: str, rows: frozenset[int] = frozenset()) -> Choices:
    """Read the boxes, blanks and pick lists of every line but ``rows``, the starts of lines that a table reads."""
    found = Choices(
        [match.span() for match in _BRACES.finditer(text)] if "{" in text or "@" in text else [], [], [], []
    )
    for answer in _ENDS_WITH_NO.finditer(text):
        field = _ANSWERED_NO.match(text, text.rfind("\n", 0, answer.start()) + 1)
        if field:
            found.denied.append(field.span("label"))
    for answer in _SAYS_NO.finditer(text):
        low = max(answer.start() - _LABEL_REACH, 0)
        field = _SHORT_LABEL.search(text[low : answer.start()])
        if field:
            found.denied.append((low + field.start("label"), low + field.end("label")))
    crossed = "✓" in text or "✔" in text
    boxed = first_box(text) is not None
    start = 0
    for line in text.splitlines(keepends=True):
        if start in rows:
            start += len(line)
            continue
        if "_" in line or (boxed and first_box(line) is not None):
            cuts = [0, *(cut.end() for cut in _FIELD_CUT.finditer(line)), len(line)]
            for low, high in pairwise(cuts):
                _read_field(line[low:high], start + low, found, crossed=crossed)
        if "<<" in line or "/" in line or " or " in line or "|" in line:
            _read_pick_list(line, start, found)
        start += len(line)
    found.unchecked.sort()
    return found


def first_box(text: str) -> int | None:
    """Where something first looks like a box: a quick look before a thorough one."""
    box = _ANY_BOX.search(text)
    return box.start() if box else None


def is_ticked(mark: str, *, crossed: bool = False) -> bool:
    """Whether a mark is ticked; with ``crossed`` a cross says no, because a check mark says yes."""
    return not _TICKED.isdisjoint(mark) or (not crossed and not _CROSSED.isdisjoint(mark))


def _marks(field: str) -> list[re.Match[str]]:
    """The boxes of a field; its blanks only when they take marks, or stand behind every one of several words."""
    boxes = list(_BOX.finditer(field))
    if boxes or "_" not in field:
        return boxes
    blanks = list(_BLANK.finditer(field))
    if _FILLED_BLANK.search(field):
        return blanks
    ends = [0, *(blank.end() for blank in blanks)]
    names = [field[low : blank.start()].strip() for low, blank in zip(ends, blanks, strict=False)]
    names[:1] = [names[0][_label_end(names[0], len(names[0])) :]] if names else []
    short = all(0 < len(name.split()) <= 3 and name[-1:] not in ":#$" for name in names)
    return blanks if len(blanks) > 1 and short and not field[blanks[-1].end() :].strip(" .\n") else []


def _label_end(field: str, stop: int) -> int:
    """Where the options begin, behind the label of a field."""
    ends = [match.end() for match in _LABEL_END.finditer(field, 0, stop) if field[: match.start()].strip(" |\t")]
    return ends[-1] if ends else 0


def _read_field(field: str, offset: int, found: Choices, *, crossed: bool) -> None:
    """Add what the marks of one field say: a label, if any, and its options."""
    marks = _marks(field)
    if not marks:
        if _EMPTY_FIELD.match(field):
            found.open.append((offset, offset + len(field.rstrip())))
        return
    label, options = _options(field, marks, crossed=crossed)
    found.unchecked.extend((offset + o.start, offset + o.end) for o in options if not o.ticked and o.end > o.start)
    ticked = [field[o.start : o.end] for o in options if o.ticked]
    name = field[:label].strip(" |.:\t-–")
    sides = [_SIDE_OPTION.match(field[o.start : o.end]) for o in options]
    if name and all(sides):
        for option, side in zip(options, sides, strict=True):
            span = (offset + option.start, offset + option.end)
            found.sided.append(((offset, offset + label), span, (side and side.lastgroup) or "", option.ticked))
    if not ticked and name and (len(options) > 1 or _SIDE_ONLY.match(name)):
        found.open.append((offset, offset + label))
        if _SIDE_ONLY.match(name):
            found.unchecked.append((offset, offset + label))
    elif not ticked and name and not any(field[o.start : o.end].strip(" .\n") for o in options):
        found.unchecked.append((offset, offset + label))  # "Vertebroplasty only: [ ]"
    elif ticked and name and all(_NOT_DONE.match(text) for text in ticked):
        found.denied.append((offset, offset + label))


def _options(field: str, marks: list[re.Match[str]], *, crossed: bool) -> tuple[int, list[_Option]]:
    """The end of the label, and the options: before or behind their marks."""
    content = len(field.rstrip().rstrip("|").rstrip())
    first = marks[0]
    ticks = [is_ticked(mark.group(), crossed=crossed) for mark in marks]
    label = _label_end(field, first.start())
    if len(marks) > 1 or not field[:label].strip(" |\t"):
        each = [field[low:high].rstrip() for low, high in _between(marks, 0)]
        if all(text.endswith(":") for text in each) and marks[-1].end() >= content:  # "Left: [x]  Right: [ ]"
            own = [_Option(low, high, tick) for (low, high), tick in zip(_between(marks, 0), ticks, strict=True)]
            return 0, own
    lead = bool(field[label : first.start()].strip(" .\t-–|"))
    sided = len(marks) > 1 and all(_SIDE_OPTION.match(field[low:high]) for low, high in _between(marks, label))
    if lead and (marks[-1].end() >= content or sided or _hug(field, marks)):
        spans = _between(marks, label)
        return label, [_Option(low, high, tick) for (low, high), tick in zip(spans, ticks, strict=True)]
    options = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else content
        bar = re.search(r"\w[^|\n]*?(\|)", field[mark.end() : end])
        options.append(_Option(mark.end(), mark.end() + bar.start(1) if bar else end, ticks[index]))
    return first.start() if lead or label else 0, options


def _between(marks: list[re.Match[str]], start: int) -> list[Span]:
    """The text before each mark."""
    ends = [start, *(mark.end() for mark in marks)]
    return [(low, mark.start()) for low, mark in zip(ends, marks, strict=False)]


def _hug(field: str, marks: list[re.Match[str]]) -> bool:
    """Whether every mark stands close behind a word and apart from the next ("Kenalog [x]  Celestone [ ]  40 mg")."""
    return len(marks) > 1 and all(
        field[mark.start() - 2 : mark.start()].strip() and re.match(r"[ \t]{2,}|\s*$", field[mark.end() :])
        for mark in marks
    )


def _read_pick_list(line: str, offset: int, found: Choices) -> None:
    """Add what a list of words says of which one is circled ("Right / <<Left>> / Bilateral"), or none is."""
    label = _label_end(line, len(line)) if ":" in line or "..." in line else 0
    if "|" in line and not label:
        label = line.find("|") + 1 if line.count("|") == 1 else 0
    options = line[label:].rstrip()
    angles = list(_ANGLES.finditer(options))
    if angles:
        rest = [
            (low, high)
            for low, high in zip(
                [0, *(a.end() for a in angles)], [*(a.start() for a in angles), len(options)], strict=True
            )
        ]
        if sum(len(options[low:high].split()) for low, high in rest) <= _MOST_WORDS:
            found.unchecked.extend(
                (offset + label + low, offset + label + high) for low, high in rest if options[low:high].strip()
            )
        return
    name = line[:label]
    if label and _YES_NO.match(options):
        found.unchecked.append((offset, offset + len(line.rstrip())))
        found.open.append((offset, offset + label))
        return
    if _SIDE_CHOICE.match(options) and (
        _CIRCLE.search(line) or (label and (_SIDE_LABEL.search(name) or len(re.findall(r"/|,|\bor\b|\|", options)) > 1))
    ):
        found.unchecked.append((offset + label, offset + label + len(options)))
        found.open.append((offset, offset + label))
        return
    pieces = list(re.finditer(r"[^/]+", options)) if "/" in options else []
    wrapped = [piece for piece in pieces if _WRAPPED.match(piece.group())]
    if len(pieces) > 1 and len(wrapped) == 1 and all(len(piece.group().split()) <= 3 for piece in pieces):
        found.unchecked.extend(
            (offset + label + piece.start(), offset + label + piece.end())
            for piece in pieces
            if piece is not wrapped[0]
        )
