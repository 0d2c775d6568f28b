"""Rules 6, 7 and 9: open or multiple choice, with options of which none is preferred and none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cac.queries.case import Case
from cac.queries.check_answers import answers, is_balanced, runs
from cac.queries.options import Option, is_bold, is_ticked
from cac.queries.passages import squashed
from cac.queries.plain_words import tags, words
from cac.queries.records import Violation
from cac.queries.text import QUOTE, Part, Sentence

_LAYOUT = re.compile(
    r"</?(?:p|br|hr|div|ul|ol|li|html|body|head|title|table|tbody|tr|td|th|h[1-6]|a|blockquote|form|label)\b"
)
"""Tags that only lay a text out."""
_STYLED = re.compile(r"style|color|class|selected|checked")


def violations(case: Case) -> Iterator[Violation]:
    """What is wrong with the form of a question and with its options."""
    yield from _kind(case)
    yield from _yes_no(case)
    if case.options or case.kind == "multiple":
        yield from _completeness(case)
        yield from _balance(case)
        yield from _mirrored(case)
        yield from _order(case)
        yield from _preference(case)
    else:
        yield from _inline(case)
    yield from _markup(case)
    yield from _not_used(case)


def _kind(case: Case) -> Iterator[Violation]:
    if case.question.kind not in ("", "open", "multiple"):
        yield Violation(rule="6/kind", message="A question is open or multiple choice.")
    if case.question.chosen:
        yield Violation(rule="7/preselected", message="An answer is chosen in advance; leave the choice open.")
    if case.question.kind == "open" and case.options:
        yield Violation(rule="6/kind", message="It says it is open and has options.")


def _yes_no(case: Case) -> Iterator[Violation]:
    """Yes or no may only confirm what is documented."""
    yes_no = case.lexicon.words.words.yes_no
    first = [(option.part.words.keys or [""])[0] for option in case.options]
    answers_ = [
        key
        for key, option in zip(first, case.options, strict=True)
        if not (option.other or option.unable or (option.not_used and key not in yes_no))
    ]
    is_yes_no = bool(answers_) and all(key in yes_no for key in answers_)
    if case.options and not is_yes_no:
        return
    known = set(case.lexicon.words.words.generic) | {QUOTE}
    for text in case.shown_quotes:
        known.update(words(case.plain(text)).keys)
    for part in (case.title, case.body):
        for sentence in part.sentences:
            if not (is_yes_no and sentence.asks) and not _is_yes_no(part, sentence, case):
                continue
            said = part.keys(sentence)
            if part.within("cue:tags", sentence):
                said = said + _statement_before(part, sentence)
            new = [key for key in said if key not in known and not key.isdigit()]
            if new or not case.shown_quotes:
                yield Violation(
                    rule="6/yes_no",
                    message="It asks yes or no about what the note does not tell; ask openly or give options.",
                )
                return


def _statement_before(part: Part, sentence: Sentence) -> list[str]:
    """The words of the statement that a sentence like "Is that correct?" is about, unless it holds a quote."""
    place = part.sentences.index(sentence)
    before = part.sentences[place - 1] if place else None
    return part.keys(before) if before and not before.asks and QUOTE not in before.text else []


def _is_yes_no(part: Part, sentence: Sentence, case: Case) -> bool:
    """Whether a sentence asks to be answered with yes or no, or to be confirmed."""
    keys = part.keys(sentence)
    single = case.lexicon.words.words
    asked = [hit.first - sentence.first for hit in part.within("cue:question_words", sentence)]
    confirms = part.within("cue:confirming", sentence)
    if confirms:
        place = confirms[0].first - sentence.first
        polite = place == 0 or keys[place - 1] in single.before_requests or sentence.asks
        return polite and not any(at > place for at in asked) and not part.within("cue:addendum", sentence)
    if not sentence.asks:
        return False
    if part.within("cue:tags", sentence):
        return True
    start = 0
    while start < len(keys) and (keys[start] in single.openers or keys[start] in ("if",)):
        start += 1
    if start == len(keys) or keys[start] not in single.auxiliaries:
        clause = sentence.text.rpartition(",")[2]
        last = words(clause).keys
        if "," in sentence.text and last and last[0] in single.auxiliaries and not asked:
            return True
        return "," in sentence.text and 0 < len(last) < 3 and last[-1] in single.yes_no
    rest = keys[start + 1 : start + 9]
    if "you" in rest[:1] and any(key in single.request_verbs or key in single.soft_asks for key in rest[1:5]):
        return False
    if any(key in single.soft_asks for key in rest[:3]):
        return False
    if rest[:1] in (["we"], ["i"]) or any(one == "be" and two in single.say_verbs for one, two in pairwise(rest)):
        return False
    return not any(at > start for at in asked) and "or" not in keys[start + 1 :]


def _completeness(case: Case) -> Iterator[Violation]:
    options = case.options
    plausible = [option for option in options if option.plausible]
    beside = any(case.lexicon.asked.elements[element].least < 2 for element in case.elements)
    answers_ = plausible + ([option for option in options if option.not_used] if beside else [])
    if len({squashed(option.text) for option in answers_}) < 2:
        yield Violation(rule="7/options", message="It needs at least two plausible options.")
    others = [option for option in options if option.other]
    unables = [option for option in options if option.unable]
    if not others or (len(others) == 1 and others == unables):
        yield Violation(rule="7/other", message='An option "Other" is missing.')
    if not unables:
        yield Violation(rule="7/unable", message='An option "Unable to determine / not performed" is missing.')
    texts = [squashed(option.text).strip(" .:_") for option in options]
    if len(set(texts)) < len(texts):
        yield Violation(rule="7/twice", message="An option stands twice.")


def _balance(case: Case) -> Iterator[Violation]:
    """Of left and right, and of what else has another half, both or none are offered."""
    for element in case.elements:
        asked = case.lexicon.asked.elements[element]
        told = [
            {answer.value for answer in answers(option.part, element)} for option in case.options if not option.unable
        ]
        values = set().union(*told) if told else set()
        if any((a in values) != (b in values) for a, b in asked.pairs):
            yield Violation(rule="7/balance", message="The options are not balanced: one side has no counterpart.")


def _mirrored(case: Case) -> Iterator[Violation]:
    """Options of a pair say the same but for the pair itself: "Left (painful side)" says more than "Right"."""
    for element in case.elements:
        for pair in case.lexicon.asked.elements[element].pairs:
            rests = []
            for value in pair:
                for option in case.options:
                    found = answers(option.part, element)
                    if {answer.value for answer in found} == {value}:
                        spans = {place for answer in found for place in range(answer.start, answer.end)}
                        rests.append("".join(" " if at in spans else sign for at, sign in enumerate(option.text)))
            if len({" ".join(words(rest).keys) for rest in rests}) > 1:
                yield Violation(rule="7/balance", message="Of a pair of options one says more than the other.")


def _order(case: Case) -> Iterator[Violation]:
    """Levels run one way, numbers too, sides stand together, and what every list has stands at its end."""
    last = max((place for place, option in enumerate(case.options) if option.plausible), default=-1)
    if any(place < last and (option.other or option.unable) for place, option in enumerate(case.options)):
        yield Violation(
            rule="7/order", message='"Other" and "Unable to determine" stand before an answer; put them last.'
        )
    if "laterality" in case.elements:
        told = [{answer.value for answer in answers(option.part, "laterality")} for option in case.options]
        sides = [next(iter(values)) for values in told if len(values) == 1]
        if len(sides) == 3 and sides[1] == "both":
            yield Violation(rule="7/order", message="The order is not neutral: the two sides do not stand together.")
    if "levels" in case.elements:
        places = [_height(option) for option in case.options if option.plausible]
        known = [place for place in places if place is not None]
        if len(known) > 2 and known != sorted(known) and known != sorted(known, reverse=True):
            yield Violation(rule="7/order", message="The order is not neutral: let levels run from the head down.")


def _height(option: Option) -> tuple[int, int] | None:
    """How far down a spinal level is."""
    found = [answer.value for answer in answers(option.part, "levels")]
    value = found[0] if len(found) == 1 else ""
    digits = "".join(sign if sign.isdigit() else " " for sign in value).split()
    return ("ctls".find(value[0]), int(digits[0])) if digits and value[0] in "ctls" else None


def _preference(case: Case) -> Iterator[Violation]:
    options = case.options
    markers = {option.marker for option in options}
    hollow = {"○", "◯", "☐", "□", "▢"}
    if any(option.filled for option in options) or (len(markers) > 1 and markers & hollow and markers - hollow):
        yield Violation(rule="7/preselected", message="An option is preselected; leave all boxes empty.")
    elif (
        len(markers - {"", "-", "•"})
        and len({m for m in markers if m != "#"}) > 1
        and any(marker in ("*", "●", "◉", "■", "→", "►", "▶", "➔", "➜", "★", "☆", "+") for marker in markers)
    ):
        yield Violation(rule="7/emphasised", message="An option has another marker than the rest; give all the same.")
    if any(option.pointed or option.bold for option in options):
        yield Violation(rule="7/emphasised", message="An option is set apart by a sign or by its type; show all alike.")
    if any(option.capitals for option in options) and not all(
        option.capitals for option in options if option.plausible
    ):
        yield Violation(rule="7/emphasised", message="An option stands in capitals; show all alike.")
    for place, option in enumerate(options, 1):
        hits = option.part.hits("cue:preferred")
        if hits:
            shown = option.part.shown(hits[0])
            yield Violation(rule="7/preselected", message=f'Option {place} is told to be the likely one ("{shown}").')
            break


def _inline(case: Case) -> Iterator[Violation]:
    """A list of answers inside an open question is multiple choice, and must be complete."""
    for element in case.elements:
        asked = case.lexicon.asked.elements[element]
        if not any(is_balanced(case.body, run, asked) for run in runs(case.body, element)):
            continue
        if not case.body.hits("cue:other"):
            yield Violation(rule="7/other", message='It lists answers without "Other".')
        if not case.body.hits("cue:unable"):
            yield Violation(rule="7/unable", message='It lists answers without "Unable to determine".')
        return


def _markup(case: Case) -> Iterator[Violation]:
    for name, text in case.shown.items():
        found = tags(text)
        loud = any(not _LAYOUT.match(tag) or _STYLED.search(tag) for tag in found)
        if loud or is_bold(text):
            yield Violation(rule="7/emphasised", message=f"The {name} holds words set apart by markup; use plain text.")
        if is_ticked(text):
            yield Violation(rule="7/preselected", message=f"The {name} holds a ticked box.")


def _not_used(case: Case) -> Iterator[Violation]:
    """Imaging, contrast and sedation questions always offer "not used" (rule 9)."""
    elements = case.lexicon.asked.elements
    wanted = [case.named] if case.named else list(case.asked)
    if not any(elements[name].offers_not_used for name in wanted):
        return
    if case.options:
        offered = any(option.not_used for option in case.options)
    else:
        offered = any(
            case.body.within("cue:not_used", sentence) and _offers(case, sentence) for sentence in case.body.sentences
        ) or bool(case.body.hits("cue:if_any"))
    if not offered:
        yield Violation(rule="9/not_used", message='It does not offer "not used".')


def _offers(case: Case, sentence: Sentence) -> bool:
    """Whether a sentence with "not used" offers it as an answer, and does not say that the note is silent."""
    conditions = {case.body.words.keys[hit.first] for hit in case.body.within("cue:conditions", sentence)}
    return (
        bool(conditions & {"or", "if", "whether", "any"}) or sentence.asks or case.silences(case.body, sentence) is None
    )
