"""One sentence that names diagnoses: the words that belong to each of them, and what takes one back."""

from __future__ import annotations

from dataclasses import dataclass

from cac.diagnoses.vocabulary import AXIS, WEAK, Cue, DiagnosisVocabulary
from cac.lexicon.numbers import NUMBER_WORDS
from cac.lexicon.schema import Axis
from cac.lexicon.terms import Hit
from cac.nlp.reading import Reading, Sentence

_MOST_BEFORE = 9  # words before a diagnosis that may still speak of it
_MOST_BEHIND = 12
_MOST_LEAD = 7
_SHORTEST_CODE = 3
_BETWEEN_LEVELS = frozenset(["and", "to", "through"])
_BESIDE = 2  # a comma between a diagnosis and "ruled out" parts nothing


@dataclass(frozen=True, slots=True)
class Segment:
    """The words ``first <= i <= last`` that speak of the diagnosis ``hit``."""

    hit: Hit
    first: int
    last: int


class Statement:
    """A sentence with its hits, in word positions of the note."""

    def __init__(self, vocabulary: DiagnosisVocabulary, reading: Reading, sentence: Sentence) -> None:
        words = reading.words
        self.vocabulary = vocabulary
        self.reading = reading
        self.sentence = sentence
        self.keys = words.keys
        self.first = sentence.first
        if sentence.start < sentence.section.body:
            while self.first < sentence.last and words.starts[self.first] < sentence.section.body:
                self.first += 1
        self.last = sentence.last - 1
        self.names: list[Hit] = []
        self.cues: list[tuple[Hit, Cue]] = []
        self.leads: list[Hit] = []
        self.axes: dict[str, list[Hit]] = {}
        first, stop = self.first, sentence.last
        for hit in vocabulary.trie.find(words.keys[first:stop], words.starts[first:stop], words.ends[first:stop]):
            low, high, entry, start, end = hit
            label = entry.label
            hit = Hit(low + first, high + first, entry, start, end)
            if label == "diagnosis":
                self.names.append(hit)
            elif label == "cue":
                if entry.value:
                    self.cues.append((hit, vocabulary.cues[entry.value]))
            elif label == "lead":
                self.leads.append(hit)
            else:
                self.axes.setdefault(label, []).append(hit)
        held = [hit for hits in self.axes.values() for hit in hits]
        if any(name.entry.attributes == WEAK for name in self.names):  # "initial encounter for fracture" names none
            self.names = [name for name in self.names if name.entry.attributes != WEAK or not _within(name, held)]
        self.held = {index for hit in held for index in range(hit.first, hit.last + 1)}

    def segments(self) -> list[Segment]:
        """The diagnoses with their words: the last mark or "and" between two parts them."""
        found: list[Segment] = []
        low = max(self.first, self.names[0].first - _MOST_BEFORE) if self.names else 0
        for place, name in enumerate(self.names):
            first = low
            for index in range(name.first - 1, low - 1, -1):
                if self._cuts(index) or self.keys[index] in (".", ":"):
                    first = index + 1
                    break
            if place + 1 < len(self.names):
                following = self.names[place + 1]
                low = self._parting(name.last + 1, following.first)
                last = low - 1
            else:
                last = self._behind(name.last)
            for index in range(name.last + 1, last + 1):
                if self._cuts(index) or _is_code(self.keys[index]):
                    last = index - 1
                    break
            found.append(Segment(name, first, last))
        return found

    def _cuts(self, index: int) -> bool:
        """Whether the sentence speaks of something else behind this word, which is none of "encounter for fracture"."""
        return self.keys[index] in self.vocabulary.known.words.cuts and index not in self.held

    def _behind(self, last: int) -> int:
        """The last word that may still speak of the diagnosis; the levels right behind it do not count."""
        for index in range(last + 1, self.last + 1):
            key = self.keys[index]
            if len(key) == 1 or key.isdigit():
                last = index
            elif key not in _BETWEEN_LEVELS:
                break
        return min(self.last, last + _MOST_BEHIND)

    def _parting(self, start: int, stop: int) -> int:
        """Where the words of the next diagnosis begin, of those in ``start:stop``."""
        parts = self.vocabulary.known.words.parts
        for index in range(stop - 1, start - 1, -1):
            if self.keys[index] in parts or _is_code(self.keys[index]):
                return index + 1
        return start

    def why_not(self, first: int, last: int, start: int, end: int) -> str:
        """Why a diagnosis in these words and characters does not count; "" where it does."""
        if self.reading.unticked(start, end):
            return "unchecked"
        if "?" in (self.keys[first - 1] if first > self.first else "", self.keys[last + 1] if last < self.last else ""):
            return "uncertain"
        for hit, cue in self.cues:
            if hit.first <= last and first <= hit.last:
                continue
            if cue.direction == "forward":
                if hit.last < first <= hit.last + cue.within and not self._stopped(hit.last + 1, first, cue):
                    return cue.category
            elif last < hit.first <= last + cue.within and (
                hit.first - last <= _BESIDE or not self._stopped(last + 1, hit.first, cue)
            ):
                return cue.category
        return ""

    def _stopped(self, start: int, stop: int, cue: Cue) -> bool:
        return not cue.stops.isdisjoint(self.keys[start:stop])

    def led(self, segment: Segment) -> bool:
        """Whether a word that introduces a diagnosis stands right before it ("for lumbar radiculopathy")."""
        first = segment.hit.first
        return any(hit.last < first <= hit.last + _MOST_LEAD for hit in self.leads)

    # -- what makes it more exact -------------------------------------------------------------------------------------

    def values(self, segment: Segment) -> tuple[dict[str, tuple[str, ...]], int, int]:
        """What the words beside the diagnosis say of it, and the characters from the first of them to the last."""
        found: dict[str, tuple[str, ...]] = {}
        start, end = segment.hit.start, segment.hit.end
        axes = self.vocabulary.known.words.axes
        wanted = self.vocabulary.axes[segment.hit.entry.value]
        for label, hits in self.axes.items():
            if label[len(AXIS) :] not in wanted:
                continue
            leads = axes[label[len(AXIS) :]].scope == "lead"
            beside = [hit for hit in hits if _speaks_of(segment, hit, leads=leads) and not self._denied(hit)]
            if beside:
                found[label[len(AXIS) :]] = tuple(dict.fromkeys(hit.entry.value for hit in beside))
                start, end = min(start, beside[0].start), max(end, beside[-1].end)
        sides = self._sides(segment) or self._letter(segment)
        if len(found.get("side", ())) > 1:
            found["side"] = ("both",)  # "RUE and LUE"
        if sides:
            found["side"] = (sides[0],)
            start, end = min(start, sides[1]), max(end, sides[2])
        for level, low, high in self._levels(segment):
            start, end = min(start, low), max(end, high)
            for name in wanted:
                value = _of_level(axes[name], level) if name in axes else ""
                if value:
                    _add_level(found, name, value, self.vocabulary.known.words.near)
        sets = self.vocabulary.known.named[segment.hit.entry.value].sets
        for name, value in sets.items():
            found.setdefault(name, (value,))
        return {name: _plain(held) for name, held in found.items()}, start, end

    def of_note(self) -> dict[str, list[str]]:
        """What the sentence says of the axes that are looked for in the whole note."""
        axes = self.vocabulary.known.words.axes
        found: dict[str, list[str]] = {}
        for label, hits in self.axes.items():
            name = label[len(AXIS) :]
            if axes[name].scope == "note":
                found[name] = [hit.entry.value for hit in hits if not self._denied(hit)]
        return found

    def regions(self) -> set[str]:
        """The regions that the sentence names."""
        return {hit.entry.value for hit in self.axes.get("axis:region", ())}

    def _denied(self, hit: Hit) -> bool:
        return any(
            cue.category == "negated"
            and cue.direction == "forward"
            and before.last < hit.first <= before.last + cue.within
            and not self._stopped(before.last + 1, hit.first, cue)
            for before, cue in self.cues
        )

    def _sides(self, segment: Segment) -> tuple[str, int, int] | None:
        sides = [
            mention
            for mention in self.sentence.labels.get("side", ())
            if segment.first <= mention.first
            and mention.last <= segment.last
            and mention.value in ("left", "right", "both")
            and not any(hit.first <= mention.first <= hit.last for hit, _ in self.cues)
        ]
        if not sides:
            return None
        values = {mention.value for mention in sides}
        if any(self._compared(mention.start, mention.end) for mention in sides):
            values.add("both")
        return values.pop() if len(values) == 1 else "both", sides[0].start, sides[-1].end

    def _letter(self, segment: Segment) -> tuple[str, int, int] | None:
        """The side of a capital letter alone: "LBP w/ R sciatica"; "L-spine", "R/O" and "L five" have none."""
        text, words = self.reading.text, self.reading.words
        for index in range(segment.first, segment.last + 1):
            start, end = words.starts[index], words.ends[index]
            side = _LETTERS.get(text[start:end])
            if side is None or index in self.held or text[start - 1 : start] in _JOINING | _COMPARES:
                continue
            following = self.keys[index + 1] if index < self.last else ""
            stop = text[end : end + 2].strip() == "."
            if not (following[:1].isdigit() or following in NUMBER_WORDS) and (
                stop or text[end : end + 1] not in _JOINING | _COMPARES
            ):
                return side, start, end
        return None

    def _compared(self, start: int, end: int) -> bool:
        """Whether a side is set against the other one, which hurts too ("neck pain, L>R")."""
        text = self.reading.text
        beside = text[max(start - _SIGN, 0) : start].rstrip()[-1:], text[end : end + _SIGN].lstrip()[:1]
        return not _COMPARES.isdisjoint(beside)

    def _levels(self, segment: Segment) -> list[tuple[str, int, int]]:
        if not any(key.isdigit() for key in self.keys[segment.first : segment.last + 1]):
            return []
        words = self.reading.words
        low, high = words.starts[segment.first], words.ends[segment.last]
        return [
            (item.name, item.start, item.end)
            for group in self.reading.levels(self.sentence.start, self.sentence.end)
            for item in group.items
            if low <= item.start and item.end <= high
        ]


def _within(name: Hit, held: list[Hit]) -> bool:
    """Whether a name is a part of longer words that say something else."""
    return any(hit.first <= name.first and name.last <= hit.last and hit[:2] != name[:2] for hit in held)


def _speaks_of(segment: Segment, hit: Hit, *, leads: bool) -> bool:
    """Whether words stand beside a diagnosis, or lead up to it ("*pain due* to rectal cancer")."""
    if leads:
        return hit.last < segment.hit.first and segment.first <= hit.last + 1
    return segment.first <= hit.first and hit.last <= segment.last


def _is_code(word: str) -> bool:
    """Whether a word is what the reader of words makes of a printed code: "722.10", "54.16"."""
    return "." in word and len(word) > _SHORTEST_CODE and word[0].isdigit()


def _of_level(axis: Axis, level: str) -> str:
    """What a level says on an axis: by its name, else by its first letter."""
    for wanted in (level, level[0]):
        for value, levels in axis.levels.items():
            if wanted in levels:
                return value
    return ""


_COMPARES = frozenset("<>")
_JOINING = frozenset("-/.&'")
_LETTERS = {"L": "left", "R": "right"}
_SIGN = 2  # a sign and a space
_LEVEL = "\0"  # marks a value that a level proved


def _add_level(found: dict[str, tuple[str, ...]], name: str, value: str, near: dict[str, list[str]]) -> None:
    """A level is more exact than a region ("lumbar ... L5-S1"); one of another region is of something else."""
    held = found.get(name, ())
    told = [word for word in held if not word.startswith(_LEVEL)]
    if told and not any(word == value or value in near.get(word, ()) for word in told):
        return
    found[name] = tuple(dict.fromkeys([*(word for word in held if word.startswith(_LEVEL)), _LEVEL + value]))


def _plain(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lstrip(_LEVEL) for value in values)
