"""Work that is only explained: "I told her how it is done: a needle is placed at C6 and bupivacaine is injected"."""

from __future__ import annotations

from itertools import islice

from cac.facts.account import PERFORMING
from cac.facts.signs import PARAGRAPH
from cac.nlp.reading import STATED, CueSpan, Reading, Sentence

_WORK = ("family", "delivers", "places", "instruments", "done", "drug", "guidance", "contrast", "side")


def settle_explained(reading: Reading) -> None:
    """A sentence that says how work is done proves none, nor do those behind it that go on in the present.

    Such are a letter's or a visit's. What is told in the past counts, and so does what stands in the next paragraph, or
    where a heading names the work: "The procedure was explained. ... The needle is advanced".
    """
    titled = _first_title(reading)
    settled = -1  # the sentence up to which all is settled: each is looked at once, however many say "explained"
    for cue in reading.mentions("explains"):
        sentence = cue.sentence
        if sentence.index <= settled or cue.start >= titled:
            continue
        works = any(m.first > cue.last and m.label in ("delivers", "places", "done") for m in sentence.mentions)
        if works and _tells_past(reading, cue.last + 1, sentence.last):
            continue
        gap = PARAGRAPH.search(reading.text, cue.end)
        end = gap.start() if gap else len(reading.text)
        for told in islice(reading.sentences, sentence.index, None):
            if told.start >= end or told.section is not sentence.section or told.role not in PERFORMING:
                break
            if told is not sentence and not _goes_on(reading, told):
                break
            settled = told.index
            told.cues.append(CueSpan("educational", "sentence", cue.first, cue.last, cue.start, cue.end))
            for mention in told.mentions:
                if mention.status == STATED and (mention.label in _WORK or mention.label.startswith("target:")):
                    mention.status, mention.cue = "educational", (cue.start, cue.end)


def _first_title(reading: Reading) -> int:
    """Where the first heading that names the work of the note ends; behind all text where there is none."""
    return next(
        (s.end for s in reading.sentences if s.role == "title" and any(m.names_work for m in s.mentions)),
        len(reading.text) + 1,
    )


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stays in the present."""
    keys = reading.words.keys[sentence.first : sentence.last]
    return not reading.lexicon.cues.present.isdisjoint(keys) and not _tells_past(reading, sentence.first, sentence.last)


def _tells_past(reading: Reading, first: int, last: int) -> bool:
    return not reading.lexicon.cues.past.isdisjoint(reading.words.keys[first:last])
