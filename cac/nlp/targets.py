"""Component ``cac_targets``: every term of the lexicons in the note, as mentions and as medspaCy target spans."""

import re
from itertools import compress, count
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from cac.lexicon.numbers import SMALL_NUMBERS
from cac.nlp.medspacy_parts import TargetRule
from cac.nlp.reading import Mention, Reading
from cac.nlp.vocabulary import Vocabulary, vocabulary

_DIGIT = re.compile(r"[ \t.\-]{0,2}\d+(?!\d|st|nd|rd|th)", re.I)
_LINE_HEAD = re.compile(r"(?:\A|\n|:|\b\d[.)]|#\d)[ \t*•-]*\Z")  # before a "B" that means both sides
_BOTH = re.compile(r"[Bb]/[Ll]\b")
_GLUED = re.compile(r"-(?!sided?\b)[A-Za-z]| spine\b", re.I)
_LEVEL_NUMBERS = frozenset(SMALL_NUMBERS[:5])  # "L five" is a level
_SIDE_HEADER = re.compile(r"side|laterality|bilateral", re.I)
SPAN_GROUP = "cac_targets"
_ASSERTING = ("cue", "stop")
_HITS = frozenset(
    [*_ASSERTING, "not_side_after", "not_side_before"]
)  # look at what stands beside them, and tell nothing
_NAMED = frozenset(["family", "side", "delivers", "places", "instruments"])  # without a name they only sound like it
_SHOWN = ("family", "guidance", "contrast", "drug")


class Targets:
    """The component: one walk of the word trie over the note."""

    def __init__(self, vocabulary: Vocabulary, *, show: bool = True) -> None:
        self._show = show
        self.vocabulary = vocabulary
        self._rules: dict[tuple[str, str], TargetRule] = {}
        self._abbreviations = {
            short.lower(): (short, meant) for short, meant in vocabulary.lexicon.guidance.letters.items()
        }
        self._letters = {letter: side for side, letter in vocabulary.lexicon.sides.letters.items()}
        self._small = {letter.lower() for letter in self._letters}
        self._endings = tuple(vocabulary.lexicon.other_specialty.endings)
        self._lettered = self._small | self._abbreviations.keys() | {"both"}

    def _rule(self, label: str, value: str) -> TargetRule:
        rule = self._rules.get((label, value))
        if rule is None:
            rule = self._rules[label, value] = TargetRule(literal=value, category=label)
        return rule

    @staticmethod
    def _add_abbreviation(reading: Reading, index: int, modality: str) -> None:
        words = reading.words
        sentence = reading.sentence_at(words.starts[index])
        if sentence is None or reading.text[sentence.start : sentence.end].isupper():
            return
        sentence.mentions.append(
            Mention("guidance", modality, (), index, index, words.starts[index], words.ends[index], sentence)
        )
        sentence.mentions.sort(key=lambda mention: mention.start)

    def _add_operations(self, reading: Reading) -> None:
        """Add the operations of other specialties that no term names but the ending shows ("hemilaminotomy")."""
        other, words = self.vocabulary.lexicon.other_specialty, reading.words
        endings = self._endings
        named = {key for key in set(words.keys) if key.endswith(endings) and not key.startswith("post")}
        named.difference_update(other.not_operations)
        for index, key in enumerate(words.keys if named else ()):
            if key not in named:
                continue
            if words.keys[index - 1] == "post" or words.keys[index + 1 : index + 2] == ["syndrome"]:
                continue
            sentence = reading.sentence_at(words.starts[index])
            if sentence and not any(m.label == "operation" and m.first <= index <= m.last for m in sentence.mentions):
                span = words.starts[index], words.ends[index]
                sentence.mentions.append(Mention("operation", "operation", (), index, index, *span, sentence))
                sentence.mentions.sort(key=lambda mention: mention.start)

    def _add_gapped(self, reading: Reading, breaks: frozenset[int]) -> None:
        """Add the terms with a gap: none inside a longer one of its kind, no name beside one that proves a family."""
        words = reading.words
        hits = list(self.vocabulary.gapped.find(words.keys, words.starts, words.ends, breaks))
        for hit in hits:
            first, last, entry, start, end = hit
            sentence = reading.sentence_at(start)
            if sentence is None or any(
                other.entry.label == entry.label and other.first <= first and other.last > last for other in hits
            ):
                continue
            alike = [m for m in sentence.mentions if m.label == entry.label and m.first <= last and first <= m.last]
            if entry.label == "family":
                inside = any(not m.get("weak") for m in alike)
            else:
                inside = any(m.first <= first and m.last >= last and (m.first, m.last) != (first, last) for m in alike)
                covered = [m for m in alike if first <= m.first and m.last < last]
                sentence.mentions[:] = [m for m in sentence.mentions if m not in covered]
            if not inside:
                sentence.mentions.append(
                    Mention(entry.label, entry.value, entry.attributes, first, last, start, end, sentence)
                )
                sentence.mentions.sort(key=lambda mention: mention.start)

    @staticmethod
    def _add_side(reading: Reading, first: int, last: int, side: str) -> None:
        words = reading.words
        sentence = reading.sentence_at(words.starts[first])
        if sentence is not None:
            span = words.starts[first], words.ends[last]
            sentence.mentions.append(Mention("side", side, (), first, last, *span, sentence))
            sentence.mentions.sort(key=lambda mention: mention.start)

    def _letter_sides(self, reading: Reading) -> None:
        """Add the sides that stand as one capital letter."""
        words, text, small = reading.words, reading.text, self._small
        for index in compress(count(), map(self._lettered.__contains__, words.keys)):
            key = words.keys[index]
            if (
                key in self._abbreviations
                and text[words.starts[index] : words.ends[index]] == self._abbreviations[key][0]
            ):
                self._add_abbreviation(reading, index, self._abbreviations[key][1])
                continue
            if key not in small and key != "both":
                continue
            side = "both" if key == "both" else self._letters.get(text[words.starts[index] : words.ends[index]])
            if _BOTH.match(text, words.starts[index]):
                self._add_side(reading, index, index + 1, "both")
                continue
            if key == "l" and _BOTH.match(text, words.starts[index - 1]):
                continue
            following = words.keys[index + 1] if index + 1 < len(words.keys) else ""
            before = words.keys[index - 1] if index else ""
            gap = text[words.ends[index - 1] if index else 0 : words.starts[index]]
            if (
                side is None
                or (key == "b" and not _LINE_HEAD.search(text, max(words.starts[index] - 12, 0), words.starts[index]))
                or (len(before) == 1 and before.isalpha() and before not in small and "\n" not in gap)  # "C R P S"
                or following in _LEVEL_NUMBERS
                or _DIGIT.match(text, words.ends[index])
                or _GLUED.match(text, words.ends[index])
                or text[words.ends[index] : words.ends[index] + 1] in ("'", "&", ">", ".", "*", "_", "#")
            ):
                continue
            section = reading.section_at(words.starts[index])
            if key == "both" and not (section and _SIDE_HEADER.search(text, section.start, section.body)):
                continue
            self._add_side(reading, index, index, side)

    def __call__(self, doc: Doc) -> Doc:
        """Fill the sentences with mentions, and ``doc.spans["cac_targets"]`` with those a reader would look for."""
        reading: Reading = doc._.cac_reading
        shown = self.read(reading)
        if not self._show:
            return doc
        spans: list[Span] = []
        for mention in shown:
            low, high = reading.tokens.around(*reading.layout.span(mention.start, mention.end))
            span = Span(doc, low, high, label=mention.label)
            span._.target_rule = self._rule(mention.label, mention.value)
            spans.append(span)
        doc.spans[SPAN_GROUP] = spans
        return doc

    def read(self, reading: Reading) -> list[Mention]:
        """Fill the sentences with mentions; returns those that a reader would look for."""
        words = reading.words
        following = iter(reading.sentences)
        sentence = next(following, None)
        shown: list[Mention] = []
        options = (words.at(char) for span in reading.unchecked for char in span)
        breaks = frozenset([*(sentence.first for sentence in reading.sentences), *options])
        for hit in self.vocabulary.trie.find(words.keys, words.starts, words.ends, breaks):
            first, last, entry, start, end = hit
            while sentence and sentence.last <= first:
                sentence = next(following, None)
            if not sentence:
                break
            if first < sentence.first:
                continue
            label, value = entry.label, entry.value
            if label in _HITS:
                (sentence.hits if label in _ASSERTING else sentence.beside_sides).append(hit)
            elif value or label not in _NAMED:
                mention = Mention(label, value, entry.attributes, first, last, start, end, sentence)
                sentence.mentions.append(mention)
                if value and label in _SHOWN:
                    shown.append(mention)
        self._add_gapped(reading, breaks)
        self._letter_sides(reading)
        self._add_operations(reading)
        for sentence in reading.sentences:
            for mention in sentence.mentions:
                sentence.labels.setdefault(mention.label, []).append(mention)
            for label, mentions in sentence.labels.items():
                reading.labels.setdefault(label, []).extend(mentions)
        return shown


@Language.factory("cac_targets", default_config={"lexicons": None, "show": True}, requires=["doc._.cac_reading"])
def make_targets(nlp: Language, name: str, lexicons: str | None, show: bool) -> Targets:
    """Factory: ``lexicons`` is a lexicon folder (the shipped ones by default), ``show`` as in `make_pipeline`."""
    return Targets(vocabulary(Path(lexicons) if lexicons else None), show=show)
