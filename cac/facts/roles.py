"""What each sentence may prove, once its words are known: a plan that tells today's act counts as body.

The headers gave every sentence a role. Here the words overrule the header where it held for other words only.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile

from cac.facts.account import PERFORMING
from cac.facts.explained import settle_explained
from cac.facts.run_on import reach_back, settle_examined_work, settle_swallowed, work_role
from cac.facts.signs import (
    MUSCLE_LIST,
    PARAGRAPH,
    has_volume_unit,
    holds,
    moves,
    of_another_day,
    opens_as_visit,
    states,
    states_amount,
    states_volume,
)
from cac.nlp.forms import BOX_PATTERN
from cac.nlp.reading import STATED, Reading, SectionSpan, Sentence

_DATE = re.compile(r"\W*(?:[Oo]n\s+)?(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}(?:\d{2})?)\b")
_IMAGING = re.compile(r"imag|films?\b|x-?rays?\b", re.I)
_BOXED = re.compile(rf"[ \t]*(?:{BOX_PATTERN})")
_PARAGRAPH_ROLES = frozenset(["history", "diagnosis", "exam", "plan", "consent", "outcome", "anesthesia", "aside"])
_LONG_ROLES = frozenset(["history", "exam", "plan"])  # these go on below their first line
_BOX_ROLES = frozenset(["diagnosis", "consent", "aside", "history", "anesthesia"])
_SHORT_FIELD = 60
_LONG_FIELD = 160  # where the next sentence begins on the next line
_PLANNED = frozenset(["planned", "scheduled", "intended"])
_PAST = frozenset(["historical", "other_provider"])
_TOLD_AGAIN = frozenset(["reported", "historical"])
_FEW_WORDS = 5
_WORK_SENTENCES = 6
_TURNING_ROLES = frozenset(["plan", "aside"])
_WORK = ("delivers", "places", "instruments", "nouns", "family", "drug", "guidance", "contrast", "done", "operation")
_HEADED = re.compile(r"[ \t]*(?:left|right|rt|lt|[lr])\b\.?[ \t][A-Za-z \t]{2,30}[ \t]*[-–:][ \t]", re.I)
_TITLE_WORDS = 10  # "EXAM: Left hip injection"


def settle_roles(reading: Reading) -> None:
    """Change the roles of sentences that tell today's work under a header of something else, or are no title."""
    _settle_titles(reading)
    _settle_stopped_plans(reading)
    _settle_paragraphs(reading)
    settle_explained(reading)
    settle_swallowed(reading)
    settle_examined_work(reading)
    _settle_earlier_days(reading)
    _settle_other_days(reading)
    _settle_retold(reading)
    _settle_findings(reading)
    _settle_dates(reading)
    for sentence in reading.sentences:
        if sentence.role in _BOX_ROLES and _is_box_line(reading, sentence):
            sentence.role = "field"
    told: SectionSpan | None = None
    for sentence in reading.sentences:
        if sentence.role == "plan" and sentence.section is told and _goes_on(reading, sentence):
            sentence.role = work_role(reading, sentence)
            continue
        role = _role_by_words(reading, sentence)
        if sentence.role == "plan" and role in ("body", "field"):
            told = sentence.section
        sentence.role = role


def _settle_titles(reading: Reading) -> None:
    """Once the work is being told, a sentence without a header and without a verb is no title any more."""
    told: SectionSpan | None = None
    for sentence in reading.sentences:
        section = sentence.section
        if section.role not in ("preamble", "title"):
            continue
        if not sentence.index and _announces(reading, sentence):
            sentence.role = "title"
        if sentence.role == "title":
            if _reads_images(reading, sentence):
                sentence.role = "findings"
            elif (told and (section is told or section.role == told.role == "preamble")) or (
                section.role == "preamble" and _heads_work(reading, sentence)
            ):
                sentence.role = "field"
        elif (
            sentence.role == "body"
            and (sentence.last - sentence.first > _FEW_WORDS or holds(sentence, "element:consent", "positioning"))
            and not of_another_day(sentence, sentence.end)
        ):
            told = section


def _announces(reading: Reading, sentence: Sentence) -> bool:
    """Whether the first sentence says who dictates what, and no more: "this is Doctor Voss dictating a left ..."."""
    words = reading.words.keys[sentence.first : sentence.last]
    return not reading.lexicon.acts.dictating.isdisjoint(words) and not states(sentence, "delivers", "places")


def _heads_work(reading: Reading, sentence: Sentence) -> bool:
    """Whether a place with its side heads a line that goes on to tell the work: "Right knee - probe in view. ...".

    The line of a title ends with the title.
    """
    text = reading.text
    line = text.rfind("\n", 0, reading.words.starts[sentence.first]) + 1
    head = _HEADED.match(text, line, sentence.end)
    if not sentence.index or head is None or text[line : reading.words.starts[sentence.first]].strip():
        return False
    if not any(m.label.startswith("target:") and m.end <= head.end() for m in sentence.mentions):
        return False
    end = text.find("\n", sentence.start + 1)
    following = islice(reading.sentences, sentence.index, None)
    on_line = takewhile(lambda s: end < 0 or s.start < end, following)
    return any(states(s, "delivers") and holds(s, "drug") for s in on_line)


def _reads_images(reading: Reading, sentence: Sentence) -> bool:
    """Whether what stands under "IMAGING:" is no modality, but films that show something."""
    return (
        sentence.section.role == "title"
        and sentence.last - sentence.first > _TITLE_WORDS
        and _IMAGING.search(reading.text, sentence.section.start, sentence.section.body) is not None
        and holds(sentence, "looking")
        and not holds(sentence, "family", "nouns", "guidance", "operation")
    )


def _settle_stopped_plans(reading: Reading) -> None:
    """What was planned is the title of a note that tells that the work was begun and stopped."""
    if not any(cue.category == "aborted" for s in reading.sentences if s.role in PERFORMING for cue in s.cues):
        return
    for sentence in reading.sentences:
        section = sentence.section
        head = section.body if section.name == "planned_procedure" else reading.words.ends[sentence.first]
        if section.name == "procedure_title" and sentence.start < section.body:
            head = sentence.end  # "Procedure: RFA of L3 and L4 was planned."
        planned = head == sentence.end and any(cue.category == "planned" for cue in sentence.cues)
        if planned or section.name == "planned_procedure" or reading.words.keys[sentence.first] in _PLANNED:
            if _works_below(reading, sentence):
                sentence.role = work_role(reading, sentence)
                continue
            sentence.role = "title"
            for mention in sentence.mentions:
                if mention.status == "planned" and mention.cue and mention.cue[0] < head:
                    mention.status = STATED


def _works_below(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stands on a line below "Planned: ...", where these lines tell what was begun."""
    section = sentence.section
    line_end = reading.text.find("\n", section.body)
    if not 0 <= line_end < sentence.start:
        return False
    following = islice(reading.sentences, sentence.index, sentence.index + _WORK_SENTENCES)
    earlier = reading.sentences[: sentence.index]
    below = [s for s in (*earlier, *following) if s.section is section and s.start > line_end]
    return any(_tells_needle(reading, s) for s in below)


def _settle_paragraphs(reading: Reading) -> None:
    """A paragraph that tells needle work counts as body, whatever header stood above the paragraph before it.

    "INDICATION: ...", a blank line, then "Prone, prepped. A 22 gauge needle was advanced ..." without a header.
    """
    working: SectionSpan | None = None
    for sentence in reading.sentences:
        section = sentence.section
        if section.role not in _PARAGRAPH_ROLES:
            continue
        if working is section:
            sentence.role = work_role(reading, sentence)
        elif section.role in _TURNING_ROLES and _turns_to_work(reading, sentence):
            working = section
            sentence.role = "body"
        elif not _is_new_paragraph(reading, sentence):
            told = _tells_needle(reading, sentence) or states_amount(reading, sentence)
            if told and (_is_below_short_field(reading, sentence) or _follows_diagnosis(sentence)):
                working = section
                sentence.role = "body"
                reach_back(reading, sentence)
        elif _paragraph_tells_work(reading, sentence):
            working = section
            sentence.role = work_role(reading, sentence)


def _turns_to_work(reading: Reading, sentence: Sentence) -> bool:
    """Whether a discussion goes on with the work itself: "The wrist was cleaned. A needle was passed ... 20 mg"."""
    if sentence.cues or not (holds(sentence, "positioning") and work_role(reading, sentence) == "body"):
        return False
    following = islice(reading.sentences, sentence.index, sentence.index + _WORK_SENTENCES)
    told = [s for s in following if s.section is sentence.section]
    return _paragraph_tells_work(reading, sentence) and any(
        states_amount(reading, s) and states(s, "delivers") for s in told
    )


def _settle_earlier_days(reading: Reading) -> None:
    """A sentence that opens with an earlier day ("In the past ...") is history, and what goes on behind its colon.

    In the note of a visit, when it names work, so is the rest of the paragraph, until it says "today".
    """
    visit = opens_as_visit(reading)
    for opening in reading.mentions("earlier_day", "retells"):
        sentence = opening.sentence
        if sentence.role not in ("body", "plan"):
            continue
        if opening.first - sentence.first > 1:
            if visit and opening.label == "earlier_day" and any(m.names_work for m in sentence.mentions):
                _tell_on(reading, sentence)
            continue
        if opening.label == "retells" and not any(cue.category in _TOLD_AGAIN for cue in sentence.cues):
            continue
        names = any(m.names_work and not m.get("bare") for m in sentence.mentions)
        gap = PARAGRAPH.search(reading.text, sentence.start) if visit and names else None
        end = gap.start() if gap else sentence.end
        for told in reading.sentences[sentence.index :]:
            if told.section is not sentence.section or holds(told, "today") or told.start >= end:
                break
            told.role = "history"
            if reading.text[told.start : told.end].rstrip()[-1:] in (":", ";"):
                end = max(end, told.end + 1)


def _tell_on(reading: Reading, told: Sentence) -> None:
    """At a visit the paragraph goes on with the earlier work: "eight weeks after I burned ... We used 80 degrees"."""
    gap = PARAGRAPH.search(reading.text, told.end)
    end = gap.start() if gap else told.section.end
    for sentence in reading.sentences[told.index + 1 :]:
        if sentence.section is not told.section or sentence.start >= end or holds(sentence, "today"):
            return
        sentence.role = "history"


def _settle_other_days(reading: Reading) -> None:
    """What a paragraph tells from "On the 9th ..." on is history, where a later paragraph comes back to today."""
    openings = [m for m in reading.mentions("other_day") if m.first - m.sentence.first <= 1]
    for opening in openings:
        gap = PARAGRAPH.search(reading.text, opening.start)
        end = gap.start() if gap else len(reading.text)
        if opening.sentence.role == "body" and any(m.start > end for m in reading.mentions("today")):
            for sentence in reading.sentences[opening.sentence.index :]:
                if sentence.start >= end or holds(sentence, "today"):
                    break
                sentence.role = "history"


def _settle_retold(reading: Reading) -> None:
    """At a visit a sentence that names work of the past alone tells no act of today, whatever amounts it tells."""
    if not opens_as_visit(reading):
        return
    for sentence in reading.sentences:
        if sentence.role != "body" or "family" not in sentence.labels or holds(sentence, "today"):
            continue
        named = [m for m in sentence.mentions if m.names_work]
        if all(m.status in _PAST for m in named):
            sentence.role = "history"


def _settle_findings(reading: Reading) -> None:
    """What was found, felt or scored names no place treated: "both knees swollen", "Spurling negative on the right"."""
    telling = [s for s in reading.sentences if s.role in PERFORMING]
    found = [s for s in telling if s.section.role != "title" and _tells_finding(reading, s)]
    if not found or not any(_names_something(s) for s in telling if s not in found):
        return
    begun = next((s.start for s in telling if states(s, "delivers") and states(s, "drug", "instruments")), 0)
    for sentence in found:
        sentence.role = "outcome" if sentence.start > begun else "history"


def _tells_finding(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells what was found or scored, and nothing that was done."""
    if holds(sentence, *_WORK):
        return False
    scored = holds(sentence, "scores") and not reading.levels(sentence.start, sentence.end)
    return scored or holds(sentence, "examines")


def _settle_dates(reading: Reading) -> None:
    """Of work entered under several dates, only that of the last one is of this note."""
    entries: list[tuple[tuple[int, int, int], list[Sentence]]] = []
    for sentence in reading.sentences:
        match = _DATE.match(reading.text, sentence.start, sentence.end)
        if match and sentence.role in PERFORMING and _names_something(sentence):
            entries.append(((int(match["year"]) % 100, int(match["month"]), int(match["day"])), []))
        if entries and sentence.role in PERFORMING:
            entries[-1][1].append(sentence)
    last = max((date for date, _ in entries), default=(0, 0, 0))
    for date, sentences in entries:
        for sentence in sentences if date < last else ():
            sentence.role = "history"


def _is_new_paragraph(reading: Reading, sentence: Sentence) -> bool:
    """Whether a blank line parts the sentence from words that stand under the header."""
    body = sentence.section.body
    gap = PARAGRAPH.search(reading.text, body, sentence.start + 1)
    return gap is not None and bool(reading.text[body : gap.start()].strip())


def _is_below_short_field(reading: Reading, sentence: Sentence) -> bool:
    """Whether the header held for one short line ("Diagnosis: OA knee") and the sentence stands below it."""
    section = sentence.section
    line_end = reading.text.find("\n", section.body)
    return (
        section.role not in _LONG_ROLES
        and 0 <= line_end - section.body <= (_LONG_FIELD if _opens_line(reading, sentence) else _SHORT_FIELD)
        and sentence.start > line_end
    )


def _opens_line(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence begins on a line of its own."""
    return reading.text[: sentence.start].rstrip(" \t")[-1:] == "\n" or reading.text[sentence.start] == "\n"


def _follows_diagnosis(sentence: Sentence) -> bool:
    """Whether a line that opens with the diagnosis goes on with today's needle ("Dx: dystonia. Needle EMG used")."""
    section = sentence.section
    return (
        section.role == "diagnosis"
        and sentence.start > section.body
        and (
            (states(sentence, "instruments") and states(sentence, "places", "delivers"))
            or sum(m.label.startswith("muscle:") for m in sentence.mentions) >= 2
        )
        and not of_another_day(sentence, sentence.end)
        and not holds(sentence, "element:prior_treatment", "operation")
    )


def _tells_needle(reading: Reading, sentence: Sentence) -> bool:
    """Whether a needle or the like stands with an act, guidance or an amount."""
    return states(sentence, "instruments") and (
        states(sentence, "places", "delivers", "guidance") or states_amount(reading, sentence)
    )


def _paragraph_tells_work(reading: Reading, sentence: Sentence) -> bool:
    """Whether the paragraph from this sentence on tells of a needle, of an act, and of positioning or an amount.

    So does a list of muscles with the amount of a drug.
    """
    section = sentence.section
    stop = PARAGRAPH.search(reading.text, sentence.start + 1, section.end)
    end = stop.start() if stop else section.end
    following = islice(reading.sentences, sentence.index, None)
    paragraph = list(takewhile(lambda s: s.start < end and s.section is section, following))
    if sum(m.label.startswith("muscle:") for s in paragraph for m in s.mentions) >= MUSCLE_LIST:
        return any(states_amount(reading, s) for s in paragraph)
    return (
        any(states(s, "instruments") for s in paragraph)
        and any(states(s, "places", "delivers") for s in paragraph)
        and any(holds(s, "positioning") or states_amount(reading, s) for s in paragraph)
    )


def _is_box_line(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence is a check box line below the header's own line."""
    return (
        _BOXED.match(reading.text, sentence.start) is not None
        and "\n" in reading.text[sentence.section.body : sentence.start]
    )


def _role_by_words(reading: Reading, sentence: Sentence) -> str:
    """The role that the words give: "the knee was injected with 40 mg today" under "Plan:" is body."""
    role = sentence.role
    if role == "exam" and _is_exam_title(sentence):
        return "title"
    if role == "plan" and _is_dosed_below(reading, sentence):
        return "field"
    if role not in _TELLING or sentence.last - sentence.first < _FEW_WORDS:
        return role
    if role != "aside" and not (states(sentence, "delivers") or (role == "plan" and _moves_now(sentence))):
        return role
    return _TELLING[role](reading, sentence) or role


def _is_dosed_below(reading: Reading, sentence: Sentence) -> bool:
    """Whether today's work is named in a plan, and the next sentence tells its needle and dose."""
    if not holds(sentence, "today") or sentence.cues or not _names_something(sentence):
        return False
    following = reading.sentences[sentence.index + 1 : sentence.index + 2]
    return any(
        s.section is sentence.section and states(s, "instruments") and states_amount(reading, s) and not s.cues
        for s in following
    )


def _moves_now(sentence: Sentence) -> bool:
    """Whether a needle went somewhere, and no words before say that it will or would."""
    return moves(sentence) and any(
        m.label == "places" and m.status == STATED and not of_another_day(sentence, m.start) for m in sentence.mentions
    )


def _is_exam_title(sentence: Sentence) -> bool:
    """Whether "EXAM:" heads what a radiologist did ("EXAM: CT-guided left C5-6 injection") and not what was seen."""
    section = sentence.section
    if sentence.start != section.start or not holds(sentence, "nouns", "guidance"):
        return False
    short = sentence.last - sentence.first <= _TITLE_WORDS
    return states(sentence, "family") or (short and holds(sentence, "nouns") and _names_something(sentence))


def _names_something(sentence: Sentence) -> bool:
    """Whether a procedure or a place is stated."""
    return any(m.status == STATED and m.names_work for m in sentence.mentions)


def _plan_role(reading: Reading, sentence: Sentence) -> str:
    """A plan, examination or outcome tells today's act with "today", or with an amount at a place or by a needle."""
    named = _names_something(sentence)
    if named and holds(sentence, "today"):
        return "body"
    amount = states_amount(reading, sentence) or states_volume(reading, sentence)
    return "body" if amount and (named or states(sentence, "instruments")) else ""


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a plan that told today's act goes on with it.

    By a place with an amount ("(b) right trapezius, 1 mL"), an act ("needled, fanned out"), a volume of a drug, or
    a needle with a dose.
    """
    if _names_something(sentence) and states_amount(reading, sentence):
        return True
    told = states(sentence, "delivers") or (states(sentence, "drug") and has_volume_unit(reading, sentence))
    told = told or (states(sentence, "instruments") and states_amount(reading, sentence))
    return told and not sentence.cues and not holds(sentence, "systemic")


def _history_role(reading: Reading, sentence: Sentence) -> str:
    """A history tells today's act only with all of it: "today", the name or place, and the amount."""
    told = holds(sentence, "today") and _names_something(sentence) and states_amount(reading, sentence)
    return "body" if told else ""


def _anesthesia_role(reading: Reading, sentence: Sentence) -> str:
    """What stands under "Anesthesia" is the procedure itself when a needle goes somewhere with an amount."""
    return "body" if moves(sentence) and states_amount(reading, sentence) else ""


def _aside_role(reading: Reading, sentence: Sentence) -> str:
    """A field such as "Medications:" says what was injected, unless it was given by mouth or vein."""
    return "field" if states_amount(reading, sentence) and not holds(sentence, "systemic") else ""


_TELLING = {
    "plan": _plan_role,
    "exam": _plan_role,
    "outcome": _plan_role,
    "history": _history_role,
    "diagnosis": _history_role,
    "anesthesia": _anesthesia_role,
    "aside": _aside_role,
}
