"""Pain scores: the numbers that are scores, and whether each was told before or after the procedure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cac.lexicon.numbers import SMALL_NUMBERS, UP_TO_TEN
from cac.lexicon.schema import ScoreWords
from cac.lexicon.terms import alternatives
from cac.nlp.reading import Reading

_SMALL = f"zero|{UP_TO_TEN}|nil"
_NUMBER = rf"(?:\d{{1,2}}(?:\.5)?|{_SMALL})"
_UNIT = (
    r"(?:mg|mcg|ml|cc|mm|cm|hz|psi|p s i|volts?|v\b|units?|u\b|%|percent|weeks?|wks?|months?|mos?\b|days?|hours?|"
    r"hrs?|h\b|minutes?|mins?|seconds?|secs?|s\b|years?|yrs?|gauge|g\b|ga\b|"
    r"degrees?|deg\b|levels?|sites?|times?|x\b|"
    r"(?:more\s)?(?:gel|steroid|epidural|cortisone|facet|trigger|nerve|medial|prior|previous|diagnostic|positive|pos|"
    r"successful|good|failed|recent|dual|comparative)\s(?!to\b|\d|days?\b)|"
    r"inch|-(?=\w)|o'clock|points?|separate|of (?:the|these|them|his|her|"
    r"those)|side|leg|time|muscles?|needles?|injections?|blocks?|sets?|different)"
)
_SMALL_WORDS = tuple(_SMALL.split("|"))
_DIGIT = re.compile(r"[0-9](?<![\w\-–#/$].)")
_WORD_OR_NUMBER = re.compile(r"[a-z]+|[0-9]+")
_FIRST = "".join({word[0] for word in _SMALL.split("|")})
_REST = "|".join(rf"(?<={word[0]}){word[1:]}" for word in _SMALL.split("|"))
_SCORE = re.compile(  # begins with a set of characters, which `re` finds without trying each place
    rf"(?P<n>[0-9{_FIRST}{_FIRST.upper()}](?<![\w\-–#/$].)(?<![^.]\..)(?:(?<=[0-9])\d?(?:\.5)?|(?i:{_REST})))"
    rf"(?i:(?:\s?[-–]\s?(?:\d{{1,2}}|{_SMALL})(?=\s?(?:/|out)|"
    rf"[ \t]*(?:[.,;)\n]|$|(?:today|now|currently|with|at)\b)))?"
    rf"(?:(?P<of>\s?(?:/|out\s+of|of|over)\s?(?:10\b|ten\b|a\s+ten)|\son\s(?:an?|the|our|his|her)\s(?:(?:10|ten|11|"
    rf"eleven)[\s-]point|(?:\w+\s)?scale|vas|nrs|visual|numeric)|\s(?:on|in)\s(?:a\sscale\s(?:of|from)\s)?(?:0|zero|1|one)\s?(?:-|to)\s?"
    rf"(?:10|ten)\b)|(?P<scale>\s?[mc]m\b)|(?P<hundred>\d?\s?/\s?100\b)|"
    rf"(?![\w%\"”°]|[.,:]\d|/\d{{2}}|\.\s[A-Z][a-z]+ [a-z]+ing\b)"
    rf"(?!\s?(?:-|–|to|or)\s?(?:\d+|{_SMALL})\s?{_UNIT})(?![ \t]?{_UNIT})"
    rf"(?![ \t](?!always|sometimes|perhaps|afterwards|versus|minus)[a-z]{{4,}}[^su\W]s\b)))"
)
_ANCHOR = (
    r"(?:pain(?:ful)?|vas|nrs|nprs|vnrs|scores?|headache|ha|aches?|soreness|discomfort|rat(?:ed|es|ing)|"
    r"severity|intensity|down\s+to\s+an?|neck|scale|burning|eased)\b"
)
_ANCHOR_WORDS = frozenset(
    [
        "pain",
        "painful",
        "vas",
        "nrs",
        "nprs",
        "vnrs",
        "score",
        "scores",
        "headache",
        "ha",
        "ache",
        "aches",
        "soreness",
        "discomfort",
        "rated",
        "rates",
        "rating",
        "severity",
        "intensity",
        "down",
        "neck",
        "scale",
        "burning",
        "eased",
    ]
)
"""The first words of the above."""
_GAP = (
    r"(?:[\s:.,=()\[\]\-–—/|>→<~*&@]|\{[^}\n]*\}|\d+\s?(?:min(?:ute)?s?|hours?|hrs?|h)\b|0\s?(?:-|to)\s?10\b|\b(?:is|"
    r"was|were|are|of|as|at|an?|and|the|it|her|his|their|she|he|level|pain|avg|max|min|presentation|which|that|put|described|nrs|vas|score|scale|numeric|rating|"
    r"visual|"
    r"analog(?:ue)?|now|today|currently|current|still|about|around|only|just|pre|post|before|after|prior|"
    r"beforehand|afterwards?|procedure|procedural|injection|block|to|then|in|on|rest|arrival|baseline|present|"
    r"initial|best|worst|average|usual|typical|up|"
    r"down|went|from|fell|dropped|decreased|improved|reduced|rated|rates|reported|reports|remains?|left|right|leg|"
    r"arm|neck|back|knee|hip|low|sitting|standing|walking|min|minutes?|hour|later|end|visit|discharge|recovery|"
    r"compared|with|versus|vs|came|gone|"
    r"be|by|been|has|had|says|says?|for|this|morning|evening|last|night|per|[rl]|out(?!\s+of)|eased|down|given|"
    r"preprocedure|postprocedure|immediately|following|leaving|ambulation|"
    r"pressure|headache|one\s+hour|(?:ten|twenty|thirty|fifteen)\s+minutes?)\b)"
)
_BREAK = re.compile(r"(?<!\.)\.\s|\n(?!\s*$)|;\s(?=[A-Z])")
_CUE_BEFORE = (
    r"pre\b|pre-?(?:procedure|procedural|op|operative|injection|block|treatment|score)|"
    r"before(?:hand)?\b(?!\s(?:he|she|they|leaving|discharge|going)\b)|prior\b|baseline\b|arrival\b|"
    r"initial|pain in\b(?=\s?[:.])|average\b|worst\b|usual\b|this morning\b|intake\b|current"
)
_LATER = r"\s?(?:\d+|ten|fifteen|twenty|thirty|one)\s?(?:min|hour|hr)"
_CUE_AFTER = (
    r"post\b|pain out\b|post-?(?:procedure|procedural|op|operative|injection|block|treatment|score)|"
    r"after(?:wards?|ward)?\b(?!\s[a-z]+ing\b|\s(?:a|an|his|her|the|last)\s(?!\w*\s?(?:proc|inj|block|treat|shot|needle|patch|"
    r"ablat|lesion|test|local|medic|therap|case|study|few|half|while|hour)))|following\b|immediately\b|later\b|recovery\b|pacu\b|discharge\b|"
    r"leaving\b|when (?:he|she|they|the patient) (?:left|went)|"
    rf"before (?:he|she|they|the patient|leaving|discharge|going)\b|end of (?:the )?visit|at{_LATER}|"
    r"down to\b|(?:fell|dropped|reduced|decreased|improved|went|"
    r"came) to\b|\d+ min(?:utes?)? (?:post|later)|by then\b"
)
_SIGN_AFTER = rf"@{_LATER}|->|→"
_TRAIL_CUE = (
    r"pre\b(?!-)|post\b(?!-)|before\s(?:he|she|they|leaving|discharge|going)\b|before(?:hand)?\b|"
    r"after(?:wards?)?\b(?!\s[a-z]+ing\b)|"
    r"prior\b|on\s+arrival|at\s+arrival|at\s+(?:\d+|ten|fifteen|twenty|thirty|one)\s+(?:min|hour)|at\s+baseline|"
    r"at\s+discharge|(?:\d+|ten|fifteen|twenty|thirty|one|an?|half\san)\s?(?:min(?:ute)?s?|hours?|hrs?)\s"
    r"(?:after(?:wards?)?|later|post)\b|when\s+\w+\s+(?:left|went)|on\s+leaving|in\s+(?:the\s+)?(?:pacu|recovery)|"
    r"this\s+morning|by\s+then|at\s+(?:an?|one|a\s+half|one\s+half|half\s+an)\s+hour|(?:x|for)\s?(?:\d{1,2}|one|two|three|four|five|six|"
    r"several|many)\s?\+?\s?(?:days?|d|weeks?|wks?|months?|mos?|years?|yrs?)\b|despite\b"
)


class ScorePatterns:
    """How scores are told: the patterns above with the words of the lexicon in them."""

    def __init__(self, words: ScoreWords) -> None:
        def choice(terms: list[str]) -> str:
            return rf"(?:{alternatives(terms)})\b" if terms else r"(?!)"

        self._anchors = _ANCHOR_WORDS.union(
            word for term in words.anchors for word in _WORD_OR_NUMBER.findall(term.lower())[:1]
        )
        anchor = rf"\b(?:{_ANCHOR}|{choice(words.anchors)})"
        gap = rf"(?:{_GAP}|\b(?:{choice([*words.between, *words.before, *words.after])}))"
        self.painful = (*_PAINFUL, *words.anchors)
        before, after = choice(words.before), choice(words.after)
        self._lead = re.compile(rf"{anchor}{gap}*$", re.I)
        self.bridge = re.compile(rf"{gap}*", re.I)
        self.cue = re.compile(
            rf"\b(?:(?P<b>{_CUE_BEFORE}|{before})|(?P<a>{_CUE_AFTER}|{after}))|(?P<sign>{_SIGN_AFTER})", re.I
        )
        self.trail = re.compile(
            rf"[ \t]{{0,2}}[,(]?(?:[ \t]|\n(?!(?-i:[A-Z])))?(?:pain\s|sitting\s(?:up\s)?)?"
            rf"(?P<cue>{before}|{after}|{_TRAIL_CUE})"
            rf"(?![\s:(]*(?:{_NUMBER}|\b{_ANCHOR})(?!\s?(?:min|hour)))",
            re.I,
        )

    def lead(self, words: str) -> re.Match[str] | None:
        """What tells that a score follows these words: a word such as "pain", with small words behind it alone."""
        if self._anchors.isdisjoint(_WORD_OR_NUMBER.findall(words.lower())):
            return None
        return self._lead.search(words)


_CONCORDANT = (
    r"concordan(?!\w*\s(?:response|relief|result|block|reduction|(?:\w+\s){0,2}pain\s(?:dropped|fell|went|came|decreased|"
    r"improved|was\snow|is\snow)))"
)
_LEVEL_BEFORE = re.compile(r"(?:\b[CTS]|(?:\bleft|\bright|\bat|\bthe|,)\s+L)\s$")
_UP_TO = re.compile(r"\s(?:through|thru)\s\d")
"""A level or a rib and no score: "pain, left L 5", "rib pain, 6 through 8"."""
_ANALOG = re.compile(r"\bvas\b|visual|analog", re.I)
_PAIR_OPENS = re.compile(r"\b(?:pre|before|baseline)(?:-?\w+)?\s?[:=]?\s?$", re.I)
_PAIR_CLOSES = re.compile(r"[\s,;/|>→-]+(?:post|after)(?:-?\w+)?\s?[:=]?\s?\d{1,2}\b", re.I)
"""Two numbers that are scores because they come as a pair: "Pre 7, post 2"."""
_PLAIN = re.compile(
    r"\b(?:it'?s|it is|he'?s|she'?s|pain'?s|pain is|(?:leg|back|neck|knee|arm|hip|head|walking|sitting|"
    r"standing|bending|sleeping|stairs) is|"
    r"(?:he|she|patient|pt) (?:is|was)(?=\s(?:at\s)?an?\s)(?:\sat)?|"
    r"(?:says|said|saying)(?=\s(?:about|around|an?)\s)|"
    r"(?:afterwards?|later|today|now|since|weekend|week|month|been) (?:and )?(?:like|about|around)(?= an? )|"
    r"(?:sits|sitting|hovers|hovering|stands|lives|runs|running|stays) "
    r"(?:at|around|about|near)|"
    r"a level of)\s(?:now\s|about\s|around\s|still\s|usually\s)*(?:an?\s)?"
    r"(?:(?:strong|solid|good|steady|bad|constant)\s)?$",
    re.I,
)
_PLAIN_END = re.compile(
    r"\s*(?:[.,;)\n]|$|(?:today|now|right now|currently|this morning|at rest|at worst|at best|on a|on most|"
    r"most days|with|before|when|going|informed|consent\w*|after|and\s(?:he|she|we|i|the)|we|i|he|she|they|she's|"
    r"he's|heat|"
    r"ice|come|coming|follow|home|see|no|verbal\w*|discharged|so|okay|um|uh)\b)",
    re.I,
)
"""A bare number at the end of its clause: "she says it's a six"."""
_NOT_SCORE = re.compile(
    _CONCORDANT + r"|discordan|\bpsi\b|\bp s i\b|provo(?:ked|cation)|motor|strength|apgar|reflex|impedance|\bvolt|"
    r"ashworth|reproduced|stimulation|\bsensory\b|opening|temperature|grade(?![sd]\b)",
    re.I,
)
_STRENGTH_CLAUSE = re.compile(r"\b(?:motor|strength|sensory|reflex\w*)\b[^,;\d]{0,24}[,;]", re.I)
"""What else was looked at before the score is told: "motor intact, 2/10"."""
_FALLEN = re.compile(r"down to|(?:fell|dropped|reduced|decreased|improved|went|came) to", re.I)
"""Before the act these tell what earlier treatment did."""
_FIELD_BEHIND = re.compile(r"\S(?:[ \t]{3,}|\t|\|)[ \t]*[A-Za-z][\w -]{2,28}[:.]*[ \t]*$")
"""A new field behind an option nobody ticked: "[ ] poor      Pain afterwards: 3"."""
_PROVOKED = re.compile(r"[^.\n;]{0,24}?(?:" + _CONCORDANT + r"|discordan|\bpsi\b|\bp s i\b|\bvolts?\b|\bhz\b)", re.I)
_PAINFUL = (
    "pain",
    "rate",
    "rating",
    "severity",
    "intensity",
    "discomfort",
    "hurt",
    " ha ",
    "burning",
    "sore",
    "vas",
    "nrs",
    "/10",
    "/ 10",
    "of ten",
    "out of",
    "score",
    "headache",
    "ache",
    "down to a",
    "pre ",
)
_LASTED = re.compile(r"x\s?\w|for\b|despite", re.I)
"""Behind a score these tell how long the pain has been there: "heel pain 7/10 x 5 mo"."""
_STATED_BEFORE = re.compile(
    r"\b(?:going|coming|walking)\s(?:in|out)\s(?:(?:he|she|they|it|pain|the\spain|was|were|is|it's|he's|she's|about|"
    r"around|an?|at)\s)*$",
    re.I,
)
"""Words that place the score behind them, whatever follows: "going in he was six going out two"."""
_FALL = 3  # points between two scores after the needle that make the first one the score before it
_RANGE = re.compile(r"\s?(?:to|or)\s", re.I)


def _numbers(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """All that `_SCORE` finds; it is tried only where a number begins."""
    if len(lowered) != len(text):
        yield from _SCORE.finditer(text)
        return
    spots = [digit.start() for digit in _DIGIT.finditer(text)]
    for word in _SMALL_WORDS:
        spot = lowered.find(word)
        while spot >= 0:
            if not (spot and lowered[spot - 1].isalnum()):
                spots.append(spot)
            spot = lowered.find(word, spot + 1)
    end = 0
    for spot in sorted(spots):
        match = _SCORE.match(text, spot) if spot >= end else None
        if match:
            yield match
            end = match.end()


def _value(text: str, spot: tuple[int, int]) -> float:
    """The number of a score, written or spoken."""
    word = re.match(r"[\d.]+|[a-z]+", text[spot[0] : spot[1]], re.I)
    told = word.group().lower().rstrip(".") if word else ""
    if told[:1].isdigit():
        return float(told)
    return float(_SPOKEN.index(told)) if told in _SPOKEN else 0.0


_SPOKEN = ("zero", *SMALL_NUMBERS[:10])


def _spoken_range(first: str, second: str, between: str) -> bool:
    """Whether two numbers are the ends of one score: "five to six"."""
    return bool(_RANGE.fullmatch(between)) and (
        0 < _value(second, (0, len(second))) - _value(first, (0, len(first))) <= 2
    )


_FIRST_OF_PAIR = re.compile(rf"\bfrom\s(?:an?\s)?(?P<n>{_NUMBER})\s?(?:to|->|→)\s?(?:an?\s)?$", re.I)
_WAS = re.compile(r"\b(?:was|had been|from|previously|versus|vs\.?|compared (?:with|to)|against)\s(?:an?\s)?$", re.I)
"""Behind a score after the procedure, these lead to the one before: "VAS 2, was 8"."""
_PAIR = re.compile(r"\bpre\s?(?:/|and|&)\s?post", re.I)


class Scores(NamedTuple):
    """Where the scores before and after the procedure stand."""

    before: list[tuple[int, int]]
    after: list[tuple[int, int]]


def _is_told_without_scale(text: str, lead: str, end: int) -> bool:
    """Whether the words around a bare number make it a score: it is the first of a pair, or the end of a clause."""
    paired = _PAIR_CLOSES.match(text, end) and _PAIR_OPENS.search(lead)
    plain = _PLAIN_END.match(text, end) and _PLAIN.search(lead)
    return bool(paired or plain)


def read_scores(reading: Reading, act: int, before_only: bool, words: ScorePatterns) -> Scores:
    """Pain scores, each put before or after the procedure by the words beside it, else by where it stands.

    A number is a score when it is "of ten", or when only small words part it from "pain", "VAS" and the like, or from
    another score ("from eight down to two", "pre 7 / post 2"). ``before_only``: nothing was done that could change the
    pain (a refill), so that a score without a word of time is the present one.
    """
    text = reading.text
    lowered = text.lower()
    scores = Scores([], [])
    if not any(word in lowered for word in words.painful):
        return scores
    consumed, last, last_side, pair_rest, opened = 0, (-1, -1), "", False, False
    told_after, placed = False, list[tuple[int, int]]()
    sections = reading.sections
    starts = [section.start for section in sections]
    for match in _numbers(text, lowered):
        scaled = bool(match.group("of") or match.group("hundred"))
        if not scaled and match.group("n").isdigit() and int(match.group("n")) > (100 if match.group("scale") else 10):
            continue
        low = max(consumed, match.start() - 90)
        lead = text[low : match.start()]
        breaks = list(_BREAK.finditer(lead))
        if breaks:
            lead = lead[breaks[-1].end() :]
        broken = bool(breaks)
        joined = (
            not broken and last[1] >= 0 and low == consumed and len(lead) < 60 and bool(words.bridge.fullmatch(lead))
        )
        if match.group("scale") and not _ANALOG.search(text, max(0, match.start() - 30), match.end() + 16):
            continue
        anchor = words.lead(lead)
        if not (scaled or joined or anchor or _is_told_without_scale(text, lead, match.end())):
            continue
        if not scaled and (_LEVEL_BEFORE.search(lead) or _UP_TO.match(text, match.end())):
            continue
        if _NOT_SCORE.search(_STRENGTH_CLAUSE.sub("", lead) if scaled else lead) or _PROVOKED.match(text, match.end()):
            continue
        box = bisect_right(reading.unchecked, (match.start(), len(text))) - 1
        if (
            box >= 0
            and match.start() < reading.unchecked[box][1]
            and not _FIELD_BEHIND.search(text, reading.unchecked[box][0], match.start())
        ):
            continue
        spot = (match.start(), match.end())
        cues = list(words.cue.finditer(lead, max(0, anchor.start() - 25) if anchor else max(0, len(lead) - 40)))
        early = bool(cues) and match.start() < act and bool(_FALLEN.fullmatch(cues[-1].group()))
        trail = None if _STATED_BEFORE.search(lead) else words.trail.match(text, match.end())
        range_end = joined and _spoken_range(text[last[0] : last[1]], match.group("n"), lead)
        consumed = match.end()
        section = sections[max(0, bisect_right(starts, match.start()) - 1)]
        arrow = joined and bool(re.search(r"\bto\b|->|→|>|\bthen\b|\bnow\b|\bdown\b", lead))
        first = _FIRST_OF_PAIR.search(lead) if scaled else None
        if first:
            start = match.start() - len(lead) + first.start("n")
            scores.before.append((start, start + len(first.group("n"))))
            side = "after"
        elif _PAIR.search(lead):
            side, pair_rest = "before", True
        elif pair_rest and joined:
            side, pair_rest = "after", False
        elif joined and last_side == "after" and _WAS.search(lead):
            side = "before"
        elif range_end and last_side:
            side = last_side
        elif arrow:
            side = "after"
            if last_side == "after":
                scores.after.remove(last)
                scores.before.append(last)
        elif trail:
            consumed = trail.end()
            told = trail.group("cue").lower()
            cue = words.cue.search(told)
            side = "before" if (cue and cue.group("b")) or _LASTED.match(told) else "after"
            opened = side == "before" and not _LASTED.match(told)
        elif cues:
            side = "before" if cues[-1].group("b") or (early and not joined) else "after"
            told_after = told_after or (side == "after" and bool(scores.after))
        elif re.search(r"\bfrom\s(?:an?\s)?$", lead):
            side = "before"
        elif match.start() < section.body + 60 and (header := words.cue.search(text[section.start : section.body])):
            side = "before" if header.group("b") else "after"
        elif joined and last_side:
            side = (
                "after" if opened and last_side == "before" and _value(text, last) > _value(text, spot) else last_side
            )
        elif before_only or (section.role in ("history", "diagnosis") and section.start > act):
            side = "before"
        else:
            side = "after" if act and match.start() > act else "before"
            if side == "after":
                placed.append(spot)
        (scores.before if side == "before" else scores.after).append(spot)
        last, last_side = spot, side
    if not scores.before and len(placed) > 1 and len(scores.after) > 1 and placed[0] == scores.after[0]:
        first_value, rest = _value(text, placed[0]), [_value(text, spot) for spot in scores.after[1:]]
        if first_value - max(rest) >= _FALL:
            scores.before.append(scores.after.pop(0))
    if told_after and not scores.before and placed and placed[0] == scores.after[0]:
        scores.before.append(scores.after.pop(0))
    return scores
