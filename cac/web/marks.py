"""The words of a note and the facts they prove: a row and its text, cut into segments. Pure: values in, values out.

Offsets are code points of the text, as in docs/row.md. The segments, joined, are the text; each lies wholly inside or
wholly outside of every fact, so a browser lights a fact by lighting segments and never searches for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from cac.lexicon.screen_schema import Screen
from cac.nlp.levels import find_levels

Span = tuple[int, int]
_CHUNK = 3_000
"""About how many characters a browser lays out in one piece; a piece ends at a line end."""
_WORD = re.compile(r"[^\W_]+")


class Fact(NamedTuple):
    """One place of the note that something rests on.

    ``kinds`` are names of `lexicons/workbench/screen.yaml`, the foremost first; ``told`` says what it is there, such
    as a drug with its dose; ``lines`` are the names of the claim lines that it proves.
    """

    span: Span
    kinds: tuple[str, ...]
    told: tuple[str, ...]
    lines: tuple[str, ...]


class Segment(NamedTuple):
    """A piece of the text; ``facts`` are places in the list of facts, ``head`` whether it is of a section's header."""

    start: int
    end: int
    facts: tuple[int, ...]
    head: bool = False


class Marked(NamedTuple):
    """A note, ready to be drawn: its facts in reading order, and its segments in pieces that end at line ends."""

    facts: tuple[Fact, ...]
    chunks: tuple[tuple[Segment, ...], ...]


class _Found:
    """What is known of each place, while it is gathered."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.kinds: dict[Span, dict[str, None]] = {}
        self.told: dict[Span, dict[str, None]] = {}
        self.lines: dict[Span, dict[str, None]] = {}

    def add(self, words: Any, kind: str, told: str = "", lines: Iterable[str] = ()) -> None:
        """Take one piece of evidence; what is no place in the text is passed over."""
        span = (words["start"], words["end"]) if isinstance(words, Mapping) else (words[0], words[1])
        if not 0 <= span[0] < span[1] <= self.length:
            return
        self.kinds.setdefault(span, {})[kind] = None
        self.told.setdefault(span, {}).update({told: None} if told else {})
        self.lines.setdefault(span, {}).update(dict.fromkeys(lines))


def facts_of(
    row: Mapping[str, Any], text: str, screen: Screen, labels: Mapping[str, str], added: Mapping[str, Sequence[Span]]
) -> tuple[Fact, ...]:
    """Every place of the note that the row names, in reading order; of two that begin alike the longer comes first.

    Args:
        row: the suggestion (docs/row.md).
        text: what it was made of.
        screen: what kinds there are.
        labels: family or documentation element → what people call it.
        added: name of a line that a coder added → the places that prove it.
    """
    found = _Found(len(text))
    _work(found, row, labels)
    for part, kind in (("supplies", "drug"), ("diagnoses", "diagnosis")):
        name = {"supplies": "supply", "diagnoses": "diagnosis"}[part]
        for place, one in enumerate(row.get(part, ())):
            told = one.get("drug") or one.get("code", "")
            for words in one["evidence"]:
                found.add(words, kind, told, [f"{name}:{place}"])
    kind_of = {element: kind for kind, one in screen.kinds.items() for element in one.elements}
    for answer in (*row.get("checklist", ()), *row.get("further", ())):
        kind = "conflict" if answer.get("contradicted") else kind_of.get(answer["element"], "element")
        for words in answer["evidence"]:
            sided = kind in ("side", "level") and _by_words(words["text"], screen) != kind
            found.add(words, "element" if sided else kind, labels.get(answer["element"], answer["element"]))
    for check in row.get("cross_checks", ()):
        for words in check["evidence"]:
            found.add(words, "conflict", check["message"])
    for name, key in (("not_counted", "what"), ("diagnoses_not_counted", "what")):
        for one in row.get(name, ()):
            why = screen.why_not.get(one["why"], one["why"])
            found.add(one["evidence"], "not_counted", f"{one[key]}, not counted: {why}")
    for line, spans in added.items():
        for span in spans:
            found.add(span, "added", "", [line])
    for place, one in enumerate(row.get("lines", ())):
        for words in one["evidence"]:
            span = (words["start"], words["end"])
            by_words = _by_words(words["text"], screen)
            known = [kind for kind in found.kinds.get(span, ()) if kind != "element"]
            found.add(words, by_words or (known[0] if known else "proof"), "", [f"line:{place}"])
    order = {kind: place for place, kind in enumerate(screen.kinds)}
    return tuple(
        Fact(
            span=span,
            kinds=tuple(sorted(_telling(found.kinds[span]), key=lambda kind: order.get(kind, len(order)))),
            told=tuple(found.told[span]),
            lines=tuple(found.lines[span]),
        )
        for span in sorted(found.kinds, key=lambda span: (span[0], -span[1]))
    )


def _telling(kinds: Iterable[str]) -> list[str]:
    """The kinds without the plain ones that say nothing beside another."""
    told = list(kinds)
    return [kind for kind in told if kind not in ("element", "proof")] or told[:1]


def _work(found: _Found, row: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """The procedures and what was given in them."""
    for work in row.get("procedures", ()):
        for words in work["evidence"]:
            found.add(words, "procedure", labels.get(work["family"], work["family"]))
        for drug in work.get("drugs", ()):
            told = " ".join(filter(None, (drug["name"], drug["concentration"], drug["volume"], drug["dose"])))
            for words in drug["evidence"]:
                found.add(words, "drug", told)


def _by_words(text: str, screen: Screen) -> str:
    """The kind that words have of themselves: a side, a level of the spine; "" for others."""
    words = _WORD.findall(text.lower())
    if words and len(words) <= 3:
        for kind, one in screen.kinds.items():
            if one.words and set(words) <= set(one.words):
                return kind
    if len(text) <= 40 and any(group.end - group.start >= len(text.strip()) - 6 for group in find_levels(text)):
        return "level"
    return ""


def marked(text: str, facts: Sequence[Fact], heads: Iterable[Span] = (), ends: Iterable[int] = ()) -> Marked:
    """Cut a text at the ends of all facts and headers, and into pieces at line ends; ``ends`` are ends of pieces too.

    Work is in proportion to the text and to the facts that lie on each segment.
    """
    headers = {start: end for start, end in sorted(heads) if 0 <= start < end <= len(text)}  # of two the longer
    pieces = sorted({*_piece_ends(text), *(end for end in ends if 0 < end < len(text)), len(text)} - {0})
    cuts = {0, len(text), *pieces}
    begins: dict[int, list[int]] = {}
    for place, fact in enumerate(facts):
        cuts.update(fact.span)
        begins.setdefault(fact.span[0], []).append(place)
    cuts.update(headers, headers.values())
    at = sorted(cuts)
    chunks: list[tuple[Segment, ...]] = []
    chunk: list[Segment] = []
    active: list[int] = []
    head_end, last = 0, iter(pieces)
    piece = next(last, 0)
    for start, end in pairwise(at):
        active = [place for place in active if facts[place].span[1] > start] + begins.get(start, [])
        head_end = max(head_end, headers.get(start, 0))
        chunk.append(Segment(start, end, tuple(active), head=start < head_end))
        if end == piece:
            chunks.append(tuple(chunk))
            chunk, piece = [], next(last, 0)
    return Marked(tuple(facts), tuple(chunks))


def _piece_ends(text: str) -> Iterator[int]:
    """Where a text is cut into pieces: behind the first line end after so many characters."""
    end = 0
    while (line := text.find("\n", end + _CHUNK)) >= 0:
        end = line + 1
        yield end
