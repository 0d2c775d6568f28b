"""Component ``cac_context``: ConText for procedure notes.

The cues of ``language/cues.yaml`` look forward, back, or over the whole sentence, up to a number of words or a stop
word; a cue inside a longer harmless phrase ("no complications") is masked by it. Each sentence is looked at alone, so
the cost grows with the note and not with its square.
"""

import re
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from cac.lexicon.terms import Hit
from cac.nlp.reading import STATED, CueSpan, Mention, Reading, Sentence
from cac.nlp.targets import SPAN_GROUP
from cac.nlp.vocabulary import Cue, Vocabulary, vocabulary

_STRENGTH = (
    "refused",
    "aborted",
    "other_provider",
    "historical",
    "planned",
    "educational",
    "negated",
    "risk",
    "intended",
    "reported",
)
_ATTRIBUTE = {
    "negated": "is_negated",
    "refused": "is_negated",
    "historical": "is_historical",
    "planned": "is_hypothetical",
    "educational": "is_hypothetical",
    "risk": "is_hypothetical",
    "intended": "is_hypothetical",
}
_UNTOUCHED = frozenset(
    [
        "region",
        "landmarks",
        "target_nouns",
        "looking",
        "today",
        "repeat",
        "positioning",
        "skin",
        "systemic",
        "nerve",
    ]
)

_DENIABLE = (
    "places",
    "instruments",
    "family",
    "target:",
    "attribute:",
    "nerve_place",
    "muscle:",
    "drug",
    "side",
    "delivers",
    "done",
)
_ON_A_DAY = re.compile(
    r"\bon\s+(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d|\d{1,2}[/-]\d{1,2}\b)", re.I
)
_LEVEL_LETTERS = frozenset(["c", "t", "l", "s"])
_PAST = frozenset(["historical", "planned", "other_provider"])
_JOINING = frozenset(["and", "&"])
_LISTING = frozenset(
    [",", "-", "/", "and", "of", "the", "his", "her", "left", "right", "bilateral", "both", "through", "to", "&"]
)
_SIDE_CUES = frozenset(["negated", "refused", "aborted"])


class Context:
    """The component: gives every mention its status."""

    def __init__(self, vocabulary: Vocabulary, *, show: bool = True) -> None:
        self._shown = show
        self.cues: dict[str, Cue] = vocabulary.cues

    def __call__(self, doc: Doc) -> Doc:
        """Set the status of the mentions, and medspaCy's attributes on ``doc.spans["cac_targets"]``."""
        reading: Reading = doc._.cac_reading
        self.read(reading)
        if self._shown:
            self._show(doc, reading)
        return doc

    def read(self, reading: Reading) -> None:
        """Set the status of the mentions of ``reading``."""
        for sentence in reading.sentences:
            if sentence.hits:
                self._assert(sentence, reading.words.keys)
                _date_reports(sentence, reading)
        for start, end in reading.unchecked:
            for mention in reading.mentions_within(start, end):
                mention.status, mention.cue = "unchecked", (start, end)
        for start, end in reading.open:  # "INTERPRETATION: ____" proves nothing of what its label names
            for mention in reading.mentions_within(start, end):
                if mention.label.startswith("attribute:") and mention.value == "yes":
                    mention.status, mention.cue = "unchecked", (start, end)
        for start, end in reading.denied:  # "Lesser occipital nerve: [x] not done" denies what it names
            for mention in reading.mentions_within(start, end):
                if mention.label.startswith(_DENIABLE):
                    mention.status, mention.cue = "negated", (start, end)

    def _assert(self, sentence: Sentence, keys: list[str]) -> None:
        hits = sentence.hits
        stops = [hit.first for hit in hits if hit.entry.label == "stop"]
        masks = [(hit.first, hit.last) for hit in hits if hit.entry.label == "cue" and not hit.entry.value]
        for hit in hits:
            if hit.entry.label != "cue" or not hit.entry.value:
                continue
            if any(first <= hit.first and hit.last <= last for first, last in masks):
                continue
            cue = self.cues[hit.entry.value]
            sentence.cues.append(CueSpan(cue.category, cue.direction, hit.first, hit.last, hit.start, hit.end))
            if cue.direction == "forward":
                low, high = hit.last + 1, hit.last + cue.within
                high = min([high, *(stop - 1 for stop in stops if stop > hit.last and keys[stop] not in cue.through)])
            elif cue.direction == "backward":
                low, high = hit.first - cue.within, hit.first - 1
                low = max([low, *(stop + 1 for stop in stops if stop < hit.first and keys[stop] not in cue.through)])
                if cue.category == "negated":
                    low = max(low, _own_clause(sentence, keys, hit.first))
            else:
                low, high = sentence.first, sentence.last
            for mention in sentence.mentions:
                if low <= mention.first and mention.last <= high and mention.label not in _UNTOUCHED:
                    if mention.label == "side" and cue.category not in _SIDE_CUES:
                        continue
                    if mention.label == "guidance" and cue.category == "aborted":
                        continue  # the work was stopped, and guided until then
                    if (
                        cue.category in ("reported", "intended")
                        and mention.label not in ("family", "nouns")
                        and not mention.label.startswith("target:")
                    ):
                        continue
                    self._mark(mention, cue.category, hit)
        self._details(sentence, keys)

    @staticmethod
    def _details(sentence: Sentence, keys: list[str]) -> None:
        """What is told of a procedure of the past is of the past: "had a block under fluoroscopy".

        So is the name that its places end with, however many they are: "ablation of the left L3, L4, and L5 medial
        branches".
        """
        status = STATED
        cue: tuple[int, int] | None = None
        last = 0
        for mention in sentence.mentions:
            if mention.names_work:
                within = mention.first <= last or _lists(keys, last + 1, mention.first)
                if status in _PAST and mention.status == STATED and within and "today" not in sentence.labels:
                    mention.status, mention.cue = status, cue
                if mention.label == "family":
                    status, cue = mention.status, mention.cue
                if mention.status == status:
                    last = mention.last
            elif mention.label in ("today", "delivers", "places"):
                status = STATED
            elif mention.label in ("guidance", "contrast") and status in _PAST and mention.status == STATED:
                mention.status, mention.cue = status, cue

    @staticmethod
    def _mark(mention: Mention, category: str, hit: Hit) -> None:
        if mention.status == STATED or _STRENGTH.index(category) < _STRENGTH.index(mention.status):
            mention.status, mention.cue = category, (hit.start, hit.end)

    @staticmethod
    def _show(doc: Doc, reading: Reading) -> None:
        marked = {
            reading.layout.span(mention.start, mention.end): mention.status
            for sentence in reading.sentences
            for mention in sentence.mentions
            if mention.status in _ATTRIBUTE
        }
        if not marked:
            return
        for span in doc.spans.get(SPAN_GROUP, ()):
            status = marked.get((span.start_char, span.end_char))
            if status:
                setattr(span._, _ATTRIBUTE[status], True)


def _date_reports(sentence: Sentence, reading: Reading) -> None:
    """What somebody had on a day that is named is of the past: "had an epidural on June 2", "had it on 5/3"."""
    keys = reading.words.keys
    had = [cue for cue in sentence.cues if cue.category == "reported" and keys[cue.first] == "had"]
    if had and _ON_A_DAY.search(reading.text, had[0].end, sentence.end):
        for mention in sentence.mentions:
            if mention.status == "reported":
                mention.status = "historical"


def _lists(keys: list[str], first: int, end: int) -> bool:
    """Whether words ``first`` to ``end`` only say of which levels and side: "of the left L3, L4, and L5"."""
    here = keys[first:end]
    return (
        bool(here)
        and (here[0] == "of" or (here[0] in _JOINING and any(key.isdigit() for key in here)))
        and all(key in _LISTING or key in _LEVEL_LETTERS or key.isdigit() for key in here)
    )


def _own_clause(sentence: Sentence, keys: list[str], cue: int) -> int:
    """Where a denial looking back begins: "trigger point injections, ultrasound not used" is of ultrasound alone."""
    comma = next((i for i in range(cue - 1, sentence.first - 1, -1) if keys[i] == ","), -1)
    denied = any(comma < m.first < cue and m.label in ("guidance", "contrast", "drug") for m in sentence.mentions)
    if not denied and comma >= 0:  # "L4 and L5 transforaminal, S1 not done"
        denied = any(keys[i] in _LEVEL_LETTERS and keys[i + 1].isdigit() for i in range(comma + 1, cue - 1))
    return comma + 1 if denied else 0


@Language.factory("cac_context", default_config={"lexicons": None, "show": True}, requires=["doc._.cac_reading"])
def make_context(nlp: Language, name: str, lexicons: str | None, show: bool) -> Context:
    """Factory: ``lexicons`` is a lexicon folder (the shipped ones by default), ``show`` as in `make_pipeline`."""
    return Context(vocabulary(Path(lexicons) if lexicons else None), show=show)
