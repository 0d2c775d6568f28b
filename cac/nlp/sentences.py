"""Component ``cac_sentences``: sentences of dictated text.

A sentence ends at a stop even where no space follows ("prone.Under"), at a header, at a list item or check box line,
and at a line end unless the line was only wrapped. Decimals, initials, abbreviations and list numbers do not end one.
"""

import re
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from cac.nlp.forms import GLYPHS, find_choices, first_box
from cac.nlp.reading import Reading, SectionSpan, Sentence
from cac.nlp.side_columns import cells_of_choices, empty_rows, find_side_cells
from cac.nlp.vocabulary import Vocabulary, vocabulary

_STOPS = r"(?<=[.!?])[.!?]*[\"”')\]]*(?=\s|[A-Z(\[]|$)|(?<=[;•])"
_BOXES = rf"(?<=\s)(?=\[\s{{0,3}}[xX_]?\s{{0,3}}\]\s*\w|[{GLYPHS}]|\([xXoO ]?\)\s*\w)"
# Each begins with a set of characters, which `re` finds without trying each place.
_END = re.compile(rf"[.!?;•\n](?:{_STOPS}|(?P<box>(?!))|(?<=\n)\n*)")
_END_OR_BOX = re.compile(rf"[.!?;•\s](?:{_STOPS}|(?P<box>{_BOXES})|(?<=\n)\n*)")
_SIDE_BEFORE_BOX = re.compile(r"\b(?:right|left|bilateral|both|rt|lt|r|l)\s*\Z", re.I)
_FUTURE = re.compile(
    r"[ ,](?:and |then |so )?(?=(?:next (?:week|month|time|visit)|in (?:an?|two|three|four|six|\d) (?:weeks?|months?)|"
    r"tomorrow)(?: from now)?,? (?:we|i|he|she|they)(?:'ll| will)\b)",
    re.I,
)
_WILL = re.compile(r"will|'ll")
_FUTURE_REACH = 100  # characters: "and then in three months from now, they will" with room to spare
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|no|st|approx|fig|e\.g|i\.e|etc|inc|[a-z]|p\.r\.n|b\.i\.d|q\.d|p\.o|i\.v|a\.m|p\.m))$"
    r"|(?:^|\n|(?P<within>\s))\(?(?P<number>\d{1,2})$",
    re.I,
)
_TITLE_LINE = re.compile(r"[ \t]*[A-Z][A-Z /()]{4,}:+[ \t]*\S")
_ITEM = re.compile(
    r"[ \t]*(?:\(?\d{1,2}[.)][ \t]|[-*•–][ \t]?|[a-hA-H][.)][ \t]|\[[ xX_]?\]|\([ xXoO_]?\)|[" + GLYPHS + r"])"
)
_WRAP_WORD = re.compile(
    r"\b(?:the|a|an|and|or|of|at|to|in|on|with|by|from|for|was|were|is|then|using|under|into|through|that|which|[a-z]+,)$"
)
_VERBS = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "has",
        "had",
        "have",
        "been",
        "i",
        "we",
        "she",
        "he",
        "they",
        "patient",
        "pt",
        "tolerated",
        "will",
        "gave",
        "showed",
        "revealed",
        "went",
        "ran",
        "did",
        "could",
        "you",
        "your",
        "lay",
        "sat",
    ]
)
_PARTICIPLES = frozenset(
    [
        "guided",
        "assisted",
        "cooled",
        "pulsed",
        "performed",
        "planned",
        "treated",
        "injected",
        "indicated",
        "associated",
        "related",
        "mediated",
        "tunneled",
        "herniated",
        "modified",
        "repeated",
        "requested",
        "failed",
        "completed",
        "denervated",
        "blocked",
        "based",
        "needed",
        "signed",
        "obtained",
        "noted",
    ]
)
_MOST_WORDS = 45
_MARKS = frozenset(".,;:!?\n[]|")
_AT_MOST_WORDS = 60  # where no new thought begins before
_FEW_WORDS = 10
_FEWEST_WORDS = 4  # before two words that always begin one
_AGAIN = frozenset(["same", "again", "likewise", "identical", "identically", "similarly"])
_HOW = frozenset(["under", "using", "after", "fluoroscopic", "fluoroscopy"])  # "was placed under fluoroscopy"
_AT = frozenset(["on", "at", "in", "to"])
_SIZES = frozenset(["inch", "gauge", "g", "ga", "spinal", "quincke", "tuohy", "block", "the", "a"])
_OPENING_PAIRS = {
    "this": frozenset(["is", "was", "man", "woman", "lady", "gentleman", "patient", "year"]),
    "procedure": frozenset(["is", "was", "bilateral", "left", "right", "lumbar", "cervical", "thoracic", "caudal"]),
    "the": frozenset(["patient", "procedure", "diagnosis"]),
    "diagnosis": frozenset(["is", "of"]),
}
_CLAUSE_OPENERS = frozenset(["and", "so", "then", "now"])
_SIDE_PHRASE = _CLAUSE_OPENERS | {"on", "the", "left", "right", "side"}
_OPENERS = frozenset(
    [
        "then",
        "consent",
        "consents",
        "time",
        "timeout",
        "prone",
        "supine",
        "pain",
        "no",
        "she",
        "he",
        "patient",
        "after",
        "risks",
        "follow",
        "discharged",
        "skin",
        "under",
        "needle",
        "using",
        "i",
        "we",
        "fluoroscopic",
        "fluoroscopy",
        "aspiration",
        "second",
        "next",
        "first",
        "diagnosis",
    ]
)


def _boundaries(text: str) -> list[int]:
    """Offsets where a sentence ends."""
    cuts: list[int] = []
    items: dict[int, int] = {}
    line_end, behind = -1, False  # of the line with boxes at hand
    for match in (_END_OR_BOX if first_box(text) is not None else _END).finditer(text):
        start, end = match.span()
        mark = text[start:end]
        if mark[:1] == "\n" and match["box"] is None:
            before = text[max(text.rfind("\n", 0, start) + 1, 0) : start].rstrip()
            following = text[end : end + 12]
            wrapped = (
                len(mark) == 1
                and before
                and before[-1] not in ".:;!?"
                and before.count(":") < 2
                and before[-1] != "|"
                and following.lstrip()[:1] != "|"
                and not (_TITLE_LINE.match(before) and before[-1] != "," and following[:1].isupper())
                and not _ITEM.match(following)
                and following[:1].strip()
                and (
                    (len(before) >= 50 and (following[0].islower() or following[0].isdigit() or len(before) >= 68))
                    or bool(_WRAP_WORD.search(before))
                )
            )
            if not wrapped:
                cuts.append(end)
            continue
        if match["box"] is not None:
            if start > line_end:
                line_end = text.find("\n", start)
                line_end = len(text) if line_end < 0 else line_end
                behind = _boxes_follow_sides(text[text.rfind("\n", 0, start) + 1 : line_end])
            if behind:
                continue
        if mark.startswith("...") or (mark[:1] == "." and _is_abbreviation(text, start, items)):
            continue
        cuts.append(end)
    return cuts


def _is_abbreviation(text: str, stop: int, items: dict[int, int]) -> bool:
    """Whether the word before a stop is one that a stop shortens; of the words of four letters only "approx" is.

    ``items`` keeps where each number first stands as that of a list item.
    """
    if text[max(stop - 4, 0) : stop].isalpha() and stop > 3 and text[stop - 1] not in "xX":
        return False
    match = _ABBREVIATION.search(text, max(0, stop - 8), stop)
    if match and match["within"]:  # "hip pain 3. Left knee ...": of a list only where the item before it stands
        before = int(match["number"]) - 1
        if before not in items:
            spots = [text.find(f"{before}{mark}") for mark in ".)"]
            items[before] = min((spot for spot in spots if spot >= 0), default=len(text))
        return before == 0 or items[before] < stop - 1
    return match is not None


def _boxes_follow_sides(line: str) -> bool:
    """Whether the boxes of a line stand behind its sides: "Right [ ] Left [x] knee injected"."""
    lead = first_box(line)
    return lead is not None and _SIDE_BEFORE_BOX.search(line[:lead]) is not None


def _futures(text: str) -> list[int]:
    """Offsets where words turn to what will be done ("the left shoulder ... next week we will do the right one")."""
    if "will" not in text and "'ll" not in text:
        return []
    lowered = text.lower()
    if len(lowered) != len(text):
        return [match.end() for match in _FUTURE.finditer(text)]
    return [
        match.end()
        for will in _WILL.finditer(lowered)
        for match in _FUTURE.finditer(text, max(0, will.start() - _FUTURE_REACH), will.end() + 1)
    ]


def _punctuated(keys: list[str]) -> bool:
    """Whether a long sentence was written with commas or colons, and so is one thought."""
    return (keys.count(",") + keys.count(":")) * 20 > len(keys)


def _new_thought(keys: list[str], first: int, last: int) -> int:
    """Where to cut a run of words without stops that begins at ``first``."""
    for index in range(first + _FEWEST_WORDS, min(first + _AT_MOST_WORDS, last - 2)):
        key = keys[index]
        if key in _OPENERS:
            before = keys[index - 1]
            joined = (key in _HOW and before.endswith("ed")) or (key == "needle" and before in _SIZES)
            joined |= key == "second" and before == "a" and keys[index + 1] in _AT  # "a second on C5"
            if index >= first + _FEW_WORDS and not joined:
                return _before_side(keys, first, index)
        elif key in _OPENING_PAIRS and keys[index + 1] in _OPENING_PAIRS[key]:
            return index
    cut = first + _MOST_WORDS
    comma = next((index for index in range(cut - 1, first + _FEW_WORDS, -1) if keys[index] == ","), None)
    return comma + 1 if comma else cut


def _before_side(keys: list[str], first: int, cut: int) -> int:
    """The cut moved before "and on the left side", which belongs to what follows ("on the left we did L4 5")."""
    moved = cut
    while moved > first + 1 and keys[moved - 1] in _SIDE_PHRASE:
        moved -= 1
    while moved < cut and keys[moved] not in _CLAUSE_OPENERS:
        moved += 1
    told = set(keys[moved:cut])
    return moved if "on" in told and not told.isdisjoint(("left", "right")) else cut


def find_sentences(text: str, sections: list[SectionSpan], reading: Reading) -> list[Sentence]:
    """Cut the sections into sentences; each knows its words and its role."""
    words = reading.words
    cuts = _boundaries(text)
    added = [*words.spoken, *_futures(text)]
    if added:
        cuts = sorted({*cuts, *added})
    sentences: list[Sentence] = []
    position = 0
    for section in sections:
        spots = [section.start]
        while position < len(cuts) and cuts[position] <= section.start:
            position += 1
        while position < len(cuts) and cuts[position] < section.end:
            if cuts[position] > section.body:
                spots.append(cuts[position])
            position += 1
        spots.append(section.end)
        last = words.at(section.start)
        for start, end in pairwise(spots):
            first, last = last, words.at(end)
            most = _MOST_WORDS
            if last - first > most and _punctuated(words.keys[first:last]):
                most *= 2
            told = False
            while last - first > most:  # dictation without stops: cut at the words that begin a new thought
                cut = _new_thought(words.keys, first, last)
                sentences.append(
                    _sentence(len(sentences), start, words.starts[cut], first, cut, section, words.keys, text, told)
                )
                told = told or sentences[-1].role == "body"
                first = cut
                start = words.starts[first]
            if not _MARKS.issuperset(words.keys[first:last]):
                sentences.append(_sentence(len(sentences), start, end, first, last, section, words.keys, text, told))
    return sentences


def is_narrative(keys: list[str], first: int, last: int, *, titled: bool = False) -> bool:
    """Whether words ``first`` to ``last`` tell something (have a verb) and are no mere title or field."""
    if last - first <= 3:
        return False
    here = keys[first:last]
    if not _VERBS.isdisjoint(here):
        return True
    return (
        not titled
        and last - first > 5
        and any(key.endswith("ed") and len(key) > 4 and key not in _PARTICIPLES for key in here)
    )


def _sentence(
    index: int,
    start: int,
    end: int,
    first: int,
    last: int,
    section: SectionSpan,
    keys: list[str],
    text: str,
    told: bool = False,
) -> Sentence:
    """A sentence and its role; ``told`` when a piece before it, of the same run of words, narrates."""
    sentence = Sentence(index, start, end, first, last, section)
    role = section.role
    narrative = is_narrative(keys, first, last, titled=role == "title") or (
        told and not _AGAIN.isdisjoint(keys[first:last])  # "then the same at left L5-S1"
    )
    if role in ("title", "preamble", "other", "body"):
        role = "body" if narrative else {"title": "title", "preamble": "title"}.get(role, "field")
    elif (
        role in ("aside", "anesthesia", "outcome")
        and narrative
        and last - first >= 8
        and start > section.body
        and "\n" in text[section.body : start].strip(" \t")
    ):
        role = "body"  # the header held for its own line only
    sentence.role = role
    return sentence


class Sentences:
    """The component: sets sentence starts on the ``Doc`` and the sentences of the reading."""

    def __init__(self, vocabulary: Vocabulary, *, show: bool = True) -> None:
        self._show = show
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Cut ``doc`` into sentences; without ``cac_sections`` before it, the whole note is one section."""
        reading: Reading | None = doc._.cac_reading
        if reading is None:
            reading = self.vocabulary.read_doc(doc, tokens=self._show)
            reading.sections = [SectionSpan(0, 0, len(reading.text), "", "preamble")]
        self.read(reading)
        if self._show and len(doc):
            flags = numpy.full((len(doc), 1), -1, dtype="int64")
            flags[0] = 1
            for sentence in reading.sentences:
                start, _end = reading.layout.span(sentence.start, sentence.start + 1)
                flags[min(reading.tokens.first_at(start), len(doc) - 1)] = 1
            doc.from_array(["SENT_START"], cast("Ints2d", flags.astype("uint64")))
        return doc

    @staticmethod
    def read(reading: Reading) -> None:
        """Find the sentences of ``reading``, and what its forms say."""
        reading.sentences = find_sentences(reading.text, reading.sections, reading)
        reading.side_cells = find_side_cells(reading.text)
        rows = (cell.label_start for cell in reading.side_cells if cell.label_end > cell.label_start)
        choices = find_choices(reading.text, frozenset(reading.text.rfind("\n", 0, row) + 1 for row in rows))
        chosen = cells_of_choices(choices)
        empty = [*empty_rows(reading.side_cells), *(empty_rows(chosen) if any(cell.filled for cell in chosen) else ())]
        reading.unchecked = sorted([*choices.unchecked, *empty])
        reading.side_cells += chosen
        reading.denied, reading.open = sorted(choices.denied), sorted(choices.open)


@Language.factory("cac_sentences", default_config={"lexicons": None, "show": True}, assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str, lexicons: str | None, show: bool) -> Sentences:
    """Factory: ``lexicons`` is a lexicon folder (the shipped ones by default), ``show`` as in `make_pipeline`."""
    return Sentences(vocabulary(Path(lexicons) if lexicons else None), show=show)
