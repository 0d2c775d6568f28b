"""Work that is only explained: "I told her how it is done: a needle is placed at C6 and bupivacaine is injected"."""

from __future__ import annotations

import re
from itertools import takewhile

from cac.facts.account import PERFORMING
from cac.nlp.reading import STATED, CueSpan, Mention, Reading, Sentence

_WORK = ("family", "delivers", "places", "instruments", "done", "drug", "guidance", "contrast", "side")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


def settle_explained(reading: Reading) -> None:
    """A sentence that says how work is done proves none, nor do those behind it that go on in the present.

    Such are a letter's or a visit's. What is told in the past counts, and so does what stands in the next paragraph, or
    where a heading names the work: "The procedure was explained. ... The needle is advanced".
    """
    for cue in reading.mentions("explains"):
        sentence = cue.sentence
        works = any(m.first > cue.last and m.label in ("delivers", "places", "done") for m in sentence.mentions)
        if (works and _tells_past(reading, cue.last + 1, sentence.last)) or _is_titled(reading, cue):
            continue
        gap = _PARAGRAPH.search(reading.text, cue.end)
        end = gap.start() if gap else len(reading.text)
        for told in (
            sentence,
            *takewhile(lambda after: _goes_on(reading, after), reading.sentences[sentence.index + 1 :]),
        ):
            if told.start >= end or told.section is not sentence.section or told.role not in PERFORMING:
                break
            told.cues.append(CueSpan("educational", "sentence", cue.first, cue.last, cue.start, cue.end))
            for mention in told.mentions:
                if mention.status == STATED and (mention.label in _WORK or mention.label.startswith("target:")):
                    mention.status, mention.cue = "educational", (cue.start, cue.end)


def _is_titled(reading: Reading, cue: Mention) -> bool:
    """Whether a heading before the words names the work of the note."""
    return any(
        sentence.role == "title" and sentence.end <= cue.start and any(m.names_work for m in sentence.mentions)
        for sentence in reading.sentences
    )


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stays in the present."""
    keys = reading.words.keys[sentence.first : sentence.last]
    return not reading.lexicon.cues.present.isdisjoint(keys) and not _tells_past(reading, sentence.first, sentence.last)


def _tells_past(reading: Reading, first: int, last: int) -> bool:
    return not reading.lexicon.cues.past.isdisjoint(reading.words.keys[first:last])
