"""The documentation checklist: each element of the gold guide answered once for the note.

Three kinds of proof: what the facts hold (``from`` in ``language/elements.yaml``), a term that proves the element by
itself (``words``), and a weaker term (``weak_words``) that proves it only in place: as the label of a filled field
("Reaction: none"), or on the right side of the act (prior treatment before the needle goes in, follow-up after it).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import NamedTuple

from cac.facts.evidence import evidence_of
from cac.lexicon.loader import Lexicon
from cac.lexicon.numbers import ANY_NUMBER, UP_TO_TEN
from cac.lexicon.schema import Element, ScoreWords
from cac.nlp.reading import STATED, Mention, Reading, Sentence
from cac.records import Drug, ElementAnswer, Evidence, Procedure

_NOT_HERE = frozenset(["plan", "consent", "history", "codes"])
_BEFORE_ROLES = frozenset(["consent", "plan", "codes", "aside", "anesthesia", "exam", "signature"])
_AFTER_ROLES = frozenset(["consent", "diagnosis", "codes"])
_NO_DRUG = frozenset(["vertebroplasty", "kyphoplasty", "lumbar_puncture", "scs_trial", "scs_implant"])
"""Families whose anaesthetic is never a treatment of the target (GUIDE: cement-only and lumbar-puncture notes)."""

_BOX = re.compile(r"[☐□○◯]|\[\s?\]|\(\s?\)")
_NEW_FIELD = re.compile(r"\S[ \t]{2,}|\n|\t|\||\bN\b[ \t]")
_LABEL_START = re.compile(r"(?:^|[\n|;>{☒☑■☐]|\]|[ \t]{2}|[.)] |•\)|/)[ \t]*$")
_LABEL_END = re.compile(
    r"[^\n:.;|]{0,24}?[ \t]*(?:\.{2,}|[:=]+|[☒☑■✓]|\[[xX✓]\]|\([xX•]\)|[ \t]{2,}|[ \t][-–][ \t])[ \t.:]*"
    r"(?:\{[^}\n]*\}:?[ \t]*)?(?:(?P<box>[☐□]|\[\s?\]|\(\s?\))|(?!_{2}|\*{2}|@)(?=[\w+<>~☒☑■✓\[(]))"
)

_EMPTY = r"(?:[☐□○◯]|\[\s?\]|\(\s?\))"
_TICK = re.compile(r"[☒☑■✓●◉]|[\[(]\s?[xX•o✓●*]\s?[\])]")
_BLANK = re.compile(
    r"(?: [a-z]+)?[ \t:.?|]*(?:_{2,}|\*{3}|@\w+@)[ \t/]*(?:\d\d\b)?(?:[ \t]*(?:$|[\n|;])|[ \t]{2,}|[ \t]?[A-Z])"
    r"|(?:[^\n:.;|?_*☐□○◯☒☑■✓●◉\[( \t]|[ \t](?![ \t])){0,28}[ \t:.?]*(?:Y\s?/\s?N\b(?!\s*[:=])|"
    rf"(?P<box>{_EMPTY})(?:[ \t]*(?:$|[\n|])|[ \t]{{2,}})|[ \t]\|[ \t]*(?:\||$|\n)|(?P<options>{_EMPTY}))"
)
"""What follows the label of a field that nobody filled: "____", "***", "Y / N", an empty box or cell."""
_NO_FIELD = re.compile(
    r"(?:[ \t]\w+)?[ \t]*(?:[:=]|\.{2,}|[ \t]\|)[ \t:.]*(?:no|n|not done|not obtained)[ \t]*(?:$|[\n|;.])", re.I
)
_OWN_BOX = re.compile(rf"(?:{_TICK.pattern}|{_EMPTY})[ \t]?(?:[\w-]+[ \t]){{0,3}}$")
_LEAD = 200  # characters before a label that are looked at
_LABEL_LEAD = re.compile(r"\A[\W_]*\Z|(?:[ \t]{2,}|[\t|;.\])☒☑✓☐/])[ \t]*\Z")
_BOX_FIRST = re.compile(rf"\s*(?:{_TICK.pattern}|{_EMPTY})")

_TREATED = re.compile(
    r"\W*(?:prior|previous|failed|conservative|treatment|block resp|dual|past (?:treat|ther)|response|course to|"
    r"viscosup|outcome of last)",
    re.I,
)
"""Headers of history sections that tell of treatment."""

_TRIED = re.compile(
    r"\b(?:despite|in spite of|failed|has tried|had tried|refractory to|not (?:helped|relieved|better) (?:by|with)|"
    r"unresponsive to|s/p|status post|history of)(?:\s[\w,/&+-]+){0,4}\s$",
    re.I,
)
"""Before a treatment these put it into the past wherever a short note tells it."""

_TODAYS_BLOCK = re.compile(r"(?:diagnostic|dx|test|prognostic)\W(?:\w+\W)*block$", re.I)
_OUTCOME = re.compile(r"%|\bpercent|\bx ?\d|\bgave|relief|\beach\b|helped|prior|previous|after|positive", re.I)
"""In a title "diagnostic block" names today's, unless its sentence tells how one went."""
_READ = re.compile(
    r"^[ \t]*(?P<head>(?:(?:epiduro|arthro|disco|myelo|neuro)gra(?:m|phy)|"
    r"interpretation(?: of [a-z ]{4,24})?)s?)[ \t]*:"
    r"\s*(?![ \t]*(?:yes|no|none|n/?a|done|not|[☐□_\[(]))[^\n]{30}",
    re.I | re.M,
)
"""A separately headed reading of the images."""

_REACTION = re.compile(r"adverse|side|reaction|event|ae\b", re.I)
"""What may be warned of, and tells of complications only as the label of a field."""

_AMOUNT = re.compile(
    rf"(?:\d|\b(?:zero|{ANY_NUMBER}))\s?-?(?:mgs?|milligrams?|mcg|micrograms?|units?|u|iu)\b(?!\s?(?:/|"
    r"per\b|vial))",
    re.I,
)
_STRENGTH = re.compile(
    rf"(?:\d|\b(?:half|quarter|point|{UP_TO_TEN}))[\w .]{{0,22}}?(?:%|percent\b)|"
    r"\d\s?(?:mg|mcg|units?|u)\s?(?:/|per)\s?\d?\.?\d*\s?(?:ml|cc)\b|(?:units|micrograms|milligrams) per (?:cc|ml)",
    re.I,
)
_COUNT = rf"(?:\d+(?:\.\d+)?|half|{ANY_NUMBER})"
_BARE_DOSE = re.compile(
    r"\b(?:\d{1,3}|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|forty|sixty|eighty)\s(?:of\s)?(?:the\s)?$", re.I
)
"""An amount without its unit right before the drug: "forty of Kenalog"."""
_NAMED_DOSE = re.compile(
    r"[\s-]{0,2}(?:10|20|40|60|80|ten|twenty|forty|sixty|eighty)\b(?!\s?(?:%|percent|g\b|gauge))", re.I
)
"""A strength that belongs to the name: "Kenalog-40", "Depo-Medrol 80"."""
_VOLUME = re.compile(
    rf"\b(?:{_COUNT}|an?)\s?-?(?:m\s?ls?|cc'?s?|mill?ilit(?:er|re)s?|c\.c\.)(?![\w])|"
    rf"\b{_COUNT}\s(?:cc'?s?\s)?of\s(?:plain\s|the\s)?[\w. ]{{1,22}}(?:%|percent)",
    re.I,
)
_DILUTED = re.compile(r"(?:\bunits?|\d\s?u)\s?(?:/|per|in|diluted (?:with|in))\s?[\w.]{0,4}\s?(?:ml|cc)\b", re.I)

_VOLUME_OR_STRENGTH = re.compile(f"(?:{_VOLUME.pattern})|%|percent|mg|mcg|milligram|microgram|units", re.I)

_WHO = r"(?:M\.? ?D|D\.? ?O|PA-?C|P\.A\.(?:-C)?|C?RNP|NP(?:-C)?|APRN|DPM|CRNA|MBBS|MBChB|FRCA|FRCPC|Ph\.?D)\b"
_CLOSING = re.compile(
    r"(?:^|[.\]*] {1,3}|[-–—/:] ?)(?:Dr\.? )?(?:[A-Z][\w'’.\-]*,? ){1,4}" + _WHO + r"\.?(?:,? [^\n.]{0,40})?[ /*\])]*$"
    r"|(?:^[-–— ]*|[.!] {1,3}[-–—] ?)Dr\.? (?:[A-Z][\w'’.\-]* ?){1,3}$"
    r"|(?:[Ss]incerely|[Rr]egards|[Tt]ruly|[Ff]aithfully|"
    r"[Rr]espectfully)[^\n]{0,12},\s*\n\s*(?:Dr\.? )?[A-Z][\w.'’]* (?:[A-Z][\w.]* )?[A-Z]\w+",
    re.M,
)
_NOT_CLOSING = re.compile(
    r"(?![^\n:]*(?:performing|interpreting|reporting|rendering|dictating|attesting)\b)[^\n]*?(?:surgeon|physician|attending|assistant|anesthesiologist|referring|referred|\bcc\b|\bdear\b|pcp|"
    r"provider|operator|follow|\bto dr|\bwith\b)\b[^\n]{0,12}:?",
    re.I,
)
_SIGN = re.compile(
    r"/e?s/\s*\w|\be-?sign\w*\b[\s:☒\]]+(?!pending|await)\w|\b(?:Sign(?:ature|ed|-off)?|SIGN(?:ATURE|ED)?|"
    r"Sig)\b[ ]*(?:[:☒\-–—]|\.{2,})[\s.:\[(☒xX\])]*(?!\w*pending|await|_|patient|on file for)[A-Za-z/]"
    r"|[\[(](?:electronically )?e?-?sign(?:ed)?[\])]|\b(?:MD|DO|PA-C|NP|DPM|M\.D\.|D\.O\.),? attested\b"
    r"|\b[Ss]igned,? (?:Dr|[A-Z]\.? ?[A-Z])|(?:electronically|digitally)[ ]+(?:signed|authenticated)|"
    r"[Ss]igned electronically",
)
_UNSIGNED = re.compile(r"pending|await|unsigned|not (?:been |yet )?(?:signed|read)|without (?:review|signature)", re.I)

_GAUGE = re.compile(r"\b(?:1[4-9]|2\d|3[0-3])\s?g(?:a|auge)?\b", re.I)
"""The size of a needle, where the word itself is left out: "25g to the inferior pole"."""

_LOCALS = (
    r"\b(?:lidocaine|lignocaine|lido|xylocaine|xylo|procaine|carbocaine|mepivacaine|light\s[ao]\s?cane|xylo\s?cane|"
    r"numb\w*|wheals?|wheels?)\b"
)
_NUMBS = re.compile(rf"[^.\n;]*?{_LOCALS}(?!\s?patch)", re.I)
"""Beside "skin" these tell of its anaesthetic: "one percent lidocaine in the skin", "skin was a little lido"."""
_FIRST_LOCAL = re.compile(
    r"\b(?:after|following)\b(?:\s(?!asp|neg|this|prep|inj|which|the\b)[\w.,%/-]+){0,7}\s?$", re.I
)
"""Before a local anaesthetic that comes ahead of the needle: "After 1% lidocaine a 22-gauge needle was passed"."""
_SIDE_EFFECTS = re.compile(
    r"\b(?:o?edema|nausea|constipation|itch\w*|pruritus|confusion|hallucination\w*|urinary|retention|vomiting|"
    r"sweating|withdrawal)\b",
    re.I,
)
"""In the same breath "no sedation" is a side effect that is denied, and no kind of anaesthesia."""
_CREDENTIAL = re.compile(r"\b(?:M\.?D|D\.?O|MBBS|FRCA)\b[^\n]{0,24}$")

_CAN = re.compile(r"\b(?:can|could|able to)\s(?:now\s|already\s)?$", re.I)

_TWITCH = re.compile(r"local\s(?:twitch|tenderness|response)", re.I)

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
_FIRST = "".join({word[0] for word in _SMALL.split("|")})
_REST = "|".join(rf"(?<={word[0]}){word[1:]}" for word in _SMALL.split("|"))
_SCORE = re.compile(  # begins with a set of characters, which `re` finds without trying each place
    rf"(?P<n>[0-9{_FIRST}{_FIRST.upper()}](?<![\w\-–#/$].)(?<![^.]\..)(?:(?<=[0-9])\d?(?:\.5)?|(?i:{_REST})))"
    rf"(?i:(?:\s?[-–]\s?(?:\d{{1,2}}|{_SMALL})(?=\s?(?:/|out)|"
    rf"[ \t]*(?:[.,;)\n]|$|(?:today|now|currently|with|at)\b)))?"
    rf"(?:(?P<of>\s?(?:/|out\s+of|of|over)\s?(?:10\b|ten\b|a\s+ten)|\son\s(?:an?|the|our|his|her)\s(?:(?:10|ten|11|"
    rf"eleven)[\s-]point|(?:\w+\s)?scale|vas|nrs|visual|numeric)|\s(?:on|in)\s(?:a\sscale\s(?:of|from)\s)?(?:0|zero|1|one)\s?(?:-|to)\s?"
    rf"(?:10|ten)\b)|(?P<scale>\s?[mc]m\b)|(?P<hundred>\d?\s?/\s?100\b)|(?!\s?(?:-|–|to|"
    rf"or)\s?(?:\d+|{_SMALL})\s?{_UNIT})(?![ \t]?{_UNIT})"
    rf"(?![ \t](?!always|sometimes|perhaps|afterwards|versus|minus)[a-z]{{4,}}[^su\W]s\b)"
    rf"(?![\w%\"”°]|[.,:]\d|/\d{{2}}|"
    rf"\.\s[A-Z][a-z]+ [a-z]+ing\b)))"
)
_ANCHOR = (
    r"\b(?:pain(?:ful)?|vas|nrs|nprs|vnrs|scores?|headache|ha|aches?|soreness|discomfort|rat(?:ed|es|ing)|"
    r"severity|intensity|down\s+to\s+an?|neck|scale|burning|eased)\b"
)
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
    r"\bpre\b|\bpre-?(?:procedure|procedural|op|operative|injection|block|treatment|score)|"
    r"\bbefore(?:hand)?\b(?!\s(?:he|she|they|leaving|discharge|going)\b)|\bprior\b|\bbaseline\b|\barrival\b|"
    r"\binitial|\bpain in\b(?=\s?[:.])|\baverage\b|\bworst\b|\busual\b|\bthis morning\b|\bintake\b|\bcurrent"
)
_CUE_AFTER = (
    r"\bpost\b|\bpain out\b|\bpost-?(?:procedure|procedural|op|operative|injection|block|treatment|score)|"
    r"\bafter(?:wards?|ward)?\b(?!\s[a-z]+ing\b|\s(?:a|an|his|her|the|last)\s(?!\w*\s?(?:proc|inj|block|treat|shot|needle|patch|"
    r"ablat|lesion|test|local|medic|therap|case|study|few|half|while|hour)))|\bfollowing\b|\bimmediately\b|\blater\b|\brecovery\b|\bpacu\b|\bdischarge\b|"
    r"\bleaving\b|\bwhen (?:he|she|they|the patient) (?:left|went)|"
    r"\bbefore (?:he|she|they|the patient|leaving|discharge|going)\b|\bend of (?:the )?visit|(?:\bat|@)\s?(?:\d+|ten|"
    r"fifteen|twenty|thirty|one)\s?(?:min|hour|hr)|\bdown to\b|\b(?:fell|dropped|reduced|decreased|improved|went|"
    r"came) to\b|\b\d+ min(?:utes?)? (?:post|later)|\bby then\b|->|→"
)
_TRAIL_CUE = (
    r"pre\b(?!-)|post\b(?!-)|before\s(?:he|she|they|leaving|discharge|going)\b|before(?:hand)?\b|"
    r"after(?:wards?)?\b(?!\s[a-z]+ing\b)|"
    r"prior\b|on\s+arrival|at\s+arrival|at\s+(?:\d+|ten|fifteen|twenty|thirty|one)\s+(?:min|hour)|at\s+baseline|"
    r"at\s+discharge|(?:\d+|ten|fifteen|twenty|thirty|one|an?|half\san)\s?(?:min(?:ute)?s?|hours?|hrs?)\s"
    r"(?:after(?:wards?)?|later|post)\b|when\s+\w+\s+(?:left|went)|on\s+leaving|in\s+(?:the\s+)?(?:pacu|recovery)|"
    r"this\s+morning|by\s+then|at\s+(?:an?|one|a\s+half|one\s+half|half\s+an)\s+hour|(?:x|for)\s?(?:\d{1,2}|one|two|three|four|five|six|"
    r"several|many)\s?\+?\s?(?:days?|d|weeks?|wks?|months?|mos?|years?|yrs?)\b|despite\b"
)


class _ScoreWords:
    """How scores are told: the patterns above with the words of the lexicon in them."""

    def __init__(self, words: ScoreWords) -> None:
        def choice(terms: list[str]) -> str:
            longest = sorted(terms, key=len, reverse=True)
            return "|".join(re.escape(term).replace(r"\ ", r"\s+") + r"\b" for term in longest) or r"(?!)"

        anchor = rf"(?:{_ANCHOR}|\b(?:{choice(words.anchors)}))"
        gap = rf"(?:{_GAP}|\b(?:{choice([*words.between, *words.before, *words.after])}))"
        self.painful = (*_PAINFUL, *words.anchors)
        before, after = choice(words.before), choice(words.after)
        self.lead = re.compile(rf"{anchor}{gap}*$", re.I)
        self.bridge = re.compile(rf"{gap}*", re.I)
        self.cue = re.compile(rf"(?P<b>{_CUE_BEFORE}|\b(?:{before}))|(?P<a>{_CUE_AFTER}|\b(?:{after}))", re.I)
        self.trail = re.compile(
            rf"[ \t]{{0,2}}[,(]?(?:[ \t]|\n(?!(?-i:[A-Z])))?(?:pain\s|sitting\s(?:up\s)?)?"
            rf"(?P<cue>{before}|{after}|{_TRAIL_CUE})"
            rf"(?![\s:(]*(?:{_NUMBER}|{_ANCHOR})(?!\s?(?:min|hour)))",
            re.I,
        )


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


def _value(text: str, spot: tuple[int, int]) -> float:
    """The number of a score, written or spoken."""
    word = re.match(r"[\d.]+|[a-z]+", text[spot[0] : spot[1]], re.I)
    told = word.group().lower().rstrip(".") if word else ""
    if told[:1].isdigit():
        return float(told)
    return float(_SPOKEN.index(told)) if told in _SPOKEN else 0.0


_SPOKEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _spoken_range(first: str, second: str, between: str) -> bool:
    """Whether two numbers are the ends of one score: "five to six"."""
    return bool(_RANGE.fullmatch(between)) and (
        0 < _value(second, (0, len(second))) - _value(first, (0, len(first))) <= 2
    )


_EARLIER = re.compile(r"\b(?:wet tap|dural puncture|inadvertent|accidental|unintentional|during labor)\b", re.I)
"""A needle of before, which made the headache: "since a wet tap with a 17-gauge needle"."""
_FIRST_OF_PAIR = re.compile(rf"\bfrom\s(?:an?\s)?(?P<n>{_NUMBER})\s?(?:to|->|→)\s?(?:an?\s)?$", re.I)
_WAS = re.compile(r"\b(?:was|had been|from|previously|versus|vs\.?|compared (?:with|to)|against)\s(?:an?\s)?$", re.I)
"""Behind a score after the procedure, these lead to the one before: "VAS 2, was 8"."""
_PAIR = re.compile(r"\bpre\s?(?:/|and|&)\s?post", re.I)


_PARAMEDIAN = re.compile(
    r"[\s-]*(?:sided?\s)?(?:(?:of|extra)[\s-]*)?(?:para|inter\s?laminar|posterolat|extraped|midline|pedic)", re.I
)
"""Behind a side these make it the side of the needle's entry."""


_SPREAD_REACH = 140
"""How many characters behind the contrast its weaker words of spread may stand."""
_GOES_ON = re.compile(
    r"\W*(?:it|its|this|that|these|which|there|no|not|negative|without|spread|flow|pattern|good|nice|excellent|"
    r"satisfactory|both|live|digital|dsa|ap|lateral)\b",
    re.I,
)
"""A sentence that still speaks of the contrast told before."""
_LEAVES = re.compile(r"\b(?:he|she|they|who|patient|pt|was|were|be|been|then|lady|man|gentleman|woman)\sleft$", re.I)
_LEFT_THERE = re.compile(r"left\s+(?:in|intact|with|out|behind|open|the|there|over)\b", re.I)
"""The verb: "before she left", "Kenalog left in"."""


class Scores(NamedTuple):
    """Where the scores before and after the procedure stand."""

    before: list[tuple[int, int]]
    after: list[tuple[int, int]]


class Checklist:
    """Answers the elements of one note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._score_words = _ScoreWords(lexicon.elements.scores)

    def __call__(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[ElementAnswer, ...]:
        """One answer an element, in the order of ``language/elements.yaml``."""
        found: dict[str, list[Mention]] = {}
        weak: dict[str, list[Mention]] = {}
        for sentence in reading.sentences:
            for m in sentence.mentions:
                kind, _, name = m.label.partition(":")
                if kind == "element":
                    found.setdefault(name, []).append(m)
                elif kind == "weak":
                    weak.setdefault(name, []).append(m)
        act = _act(reading, procedures)
        unchanged = bool(procedures) and all(p.family == "pump_refill" for p in procedures)
        scores = _scores(reading, act, unchanged, self._score_words)
        answers = []
        for name, rule in self.lexicon.elements.elements.items():
            status, spans = self._answer(name, rule, found.get(name, []), reading, procedures, scores)
            if status == "absent":
                spans = self._in_place(name, weak.get(name, []), found.get(name, []), reading, procedures, act, scores)
                status = "present" if spans else "absent"
            answers.append(
                ElementAnswer(
                    element=name,
                    status=status,  # type: ignore[arg-type]
                    severity=rule.severity,
                    source=rule.source,
                    evidence=tuple(spans[:2]),
                )
            )
        return tuple(answers)

    def _answer(
        self,
        name: str,
        rule: Element,
        mentions: list[Mention],
        reading: Reading,
        procedures: tuple[Procedure, ...],
        scores: Scores,
    ) -> tuple[str, list[Evidence]]:
        if rule.from_:
            return getattr(self, f"_{rule.from_}")(reading, procedures)  # type: ignore[no-any-return]
        if rule.score:
            spots = getattr(scores, rule.score)
            return ("present" if spots else "absent"), [evidence_of(reading, *spot) for spot in spots[:2]]
        for header in rule.headers:
            for section in reading.sections:
                if section.name == header and reading.text[section.body : section.end].strip(" .:\n\t-"):
                    return "present", [evidence_of(reading, section.start, section.body)]
        spans = list(islice((m for m in mentions if m.value and self._counts(name, rule, m, reading)), 2))
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans]

    @staticmethod
    def _counts(name: str, rule: Element, m: Mention, reading: Reading) -> bool:
        """Whether a term proves its element where it stands."""
        role = m.sentence.role
        if role == "quoted":
            return name == "prior_treatment"
        if (m.status == "unchecked" and not _own_field(m, reading.text)) or _blank(m, reading.text):
            return False
        if name in ("consent", "timeout", "image_saved") and _answered_no(m, reading.text):
            return False
        if name == "complications":
            return m.status != "risk" and role != "consent"
        if name == "indication":
            return role not in ("consent", "codes") and m.status != "risk"
        if name == "prior_treatment":
            if (
                role == "title"
                and _TODAYS_BLOCK.match(reading.text, m.start, m.end)
                and not _OUTCOME.search(reading.text, m.sentence.start, m.sentence.end)
            ):
                return False
            return role not in ("codes", "consent", "plan") and m.status != "risk"
        if name == "sedation" and _no_anaesthesia(m, reading.text):
            return False
        if name in ("sedation", "followup_plan"):
            return role not in ("codes", "consent") or (name == "sedation" and _filled(m, reading.text))
        if name == "consent":
            return m.status != "refused" and not (
                m.status == "negated" and "consent" in reading.text[m.start : m.end].lower()
            )
        if name == "timeout":
            return m.status not in ("planned", "refused") and not (
                m.status == "negated" and m.cue and m.cue[0] < m.start
            )
        if name == "signature":
            return _signs(m, reading.text)
        if rule.anywhere:
            return True
        if role in _NOT_HERE and role != "consent":
            return False
        if name == "patient_response":
            return role not in ("history", "plan", "consent", "diagnosis") and m.status not in (
                "historical",
                "planned",
                "risk",
            )
        if name in ("needle_confirmation", "approach_technique"):
            return role not in ("consent", "diagnosis", "anesthesia") and m.status not in (
                "planned",
                "risk",
                "historical",
            )
        if m.status == "negated" and m.cue and "\n" in reading.text[m.cue[0] : m.start]:
            return True  # the "no" of the field above
        return m.status not in ("negated", "planned", "refused", "risk", "historical")

    def _in_place(
        self,
        name: str,
        weak: list[Mention],
        strong: list[Mention],
        reading: Reading,
        procedures: tuple[Procedure, ...],
        act: int,
        scores: Scores,
    ) -> list[Evidence]:
        """What proves an element by its place: filled fields, the side of the act, an instrument before it."""
        text = reading.text
        masks = [(m.start, m.end) for m in strong if not m.value]
        weak = [
            m
            for m in weak
            if (m.status != "unchecked" or _own_field(m, text))
            and not _blank(m, text)
            and m.sentence.role not in ("codes", "quoted")
            and not any(a <= m.start and m.end <= b for a, b in masks)
        ]
        spots: list[tuple[int, int]] = []
        if name == "prior_treatment":
            spots = [
                (m.start, m.end)
                for m in weak
                if (
                    m.start < (act or len(text) // 2)
                    or m.sentence.role == "history"
                    or _TRIED.search(text, max(m.sentence.start, m.start - 48), m.start)
                )
                and m.sentence.role not in _BEFORE_ROLES
                and m.status not in ("risk", "planned")
                and (
                    m.end - m.start > 2
                    or (text[m.start : m.end].isupper() and not text[m.sentence.start : m.sentence.end].isupper())
                )
            ]
            spots += [
                (s.start, s.body)
                for s in reading.sections
                if s.name == "history"
                and _TREATED.match(text[s.start : s.body])
                and re.search(r"\w", text[s.body : s.end])
            ]
        elif name == "indication":
            spots = [
                (m.start, m.end)
                for m in weak
                if (m.start < (act or len(text) // 2) or m.sentence.role in ("diagnosis", "history"))
                and m.sentence.role not in _BEFORE_ROLES
                and m.status not in ("risk", "planned", "negated")
            ]
        elif name == "followup_plan":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and m.sentence.role not in _AFTER_ROLES
                and m.status not in ("historical", "risk", "refused")
            ]
            spots += [
                (s.start, s.end)
                for s in reading.sentences
                if s.role == "plan" and s.start > act > 0 and s.section.name == "plan" and s.start >= s.section.body
            ]
        elif name == "patient_response":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and (act or len(text) < 400)
                and (act or m.sentence.role not in ("plan", "diagnosis"))
                and m.sentence.role not in ("consent", "codes")
                and (
                    m.status not in ("historical", "planned", "risk")
                    or (m.status == "planned" and bool(_CAN.search(text, max(0, m.start - 16), m.start)))
                )
            ]
            spots += scores.after
        elif name == "approach_technique":
            if any(p.approach or p.family in ("transforaminal_esi", "interlaminar_esi") for p in procedures):
                return [e for p in procedures for e in p.evidence[:1]]
            spots = [
                (m.start, m.end)
                for m in weak
                if m.sentence.role not in ("consent", "history", "plan", "diagnosis")
                and (
                    any(i.label == "instruments" and 0 <= m.first - i.last <= 8 for i in m.sentence.mentions)
                    or _GAUGE.search(text, max(m.sentence.start, m.start - 48), m.start)
                )
            ]
        elif name == "needle_confirmation":
            shown = self._spread(reading, procedures)[1] if any(p.contrast == "used" for p in procedures) else []
            if shown:
                return shown
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start >= act
                and m.sentence.role not in _BEFORE_ROLES | {"history", "diagnosis"}
                and m.status not in ("planned", "risk", "historical")
            ]
        elif name == "complications":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act > 0
                and m.sentence.role not in _AFTER_ROLES | {"plan", "history"}
                and m.status != "risk"
                and " " in text[m.start : m.end]
                and not _REACTION.match(text, m.start)
            ]
        elif name == "signature":
            return _closing(reading)
        elif name == "image_saved":
            spots = [
                (m.start, m.end)
                for m in weak
                if m.start > act
                and m.sentence.role not in _BEFORE_ROLES - {"exam"} | {"history", "diagnosis"}
                and m.status not in ("negated", "planned", "risk", "historical", "refused")
            ]
            spots += [match.span("head") for match in _READ.finditer(text)]
        elif name == "sedation":
            spots = self._local(reading, procedures, act)
            spots += [
                (m.start, m.end)
                for m in weak
                if text[m.start : m.end].lower() == "skin"
                and m.sentence.role in ("body", "field")
                and m.status not in ("negated", "historical")
                and (_NUMBS.search(text, max(0, m.start - 32), m.start) or _NUMBS.match(text, m.end, m.end + 48))
            ]
            spots += [
                (m.start, m.end)
                for m in weak
                if text[m.start : m.end].lower() == "local"
                and m.sentence.role in ("body", "field")
                and m.start < act
                and m.status in (STATED, "reported")
            ]
        if not spots and name in ("complications", "sedation", "prior_treatment", "followup_plan"):
            spots = [(m.start, m.end) for m in weak if _filled(m, text)]
        return [evidence_of(reading, *spot) for spot in spots[:2]]

    def _local(self, reading: Reading, procedures: tuple[Procedure, ...], act: int) -> list[tuple[int, int]]:
        """Local anaesthetic for the skin or before the needle, or any where the procedure itself has no drug."""
        bare = bool(procedures) and all(p.family in _NO_DRUG for p in procedures)
        drugs = self.lexicon.drugs.drugs
        return [
            (m.start, m.end)
            for sentence in reading.sentences
            for m in sentence.mentions
            if m.label == "drug"
            and m.value in drugs
            and drugs[m.value].kind == "local"
            and m.status in (STATED, "intended", "reported")
            and (
                bare
                or (sentence.end < act and self._alone(sentence))
                or (
                    bool(_FIRST_LOCAL.search(reading.text, max(sentence.start, m.start - 48), m.start))
                    and any(i.label == "instruments" and 0 < i.first - m.last <= 9 for i in sentence.mentions)
                )
                or any(
                    s.label == "skin"
                    and s.status != "negated"
                    and abs(s.first - m.first) <= 9
                    and not _TWITCH.match(reading.text, s.start)
                    for s in sentence.mentions
                )
            )
        ]

    def _alone(self, sentence: Sentence) -> bool:
        """Whether the local anaesthetic is all that the sentence tells of: "Lidocaine 1% 3 mL." before the needle."""
        return (
            sentence.role in ("body", "field")
            and len([m for m in sentence.mentions if m.label == "drug"]) == 1
            and sentence.end - sentence.start < 60
        )

    # -- what the facts prove ---------------------------------------------------------------------------------------

    def _levels(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for site in p.sites for e in site.evidence[:1]]
        families = [self.lexicon.families[p.family] for p in procedures if p.family in self.lexicon.families]
        named = any(  # the name of the procedure is its place: an SI joint, a pump
            family.levels == "none"
            or family.region == "none"
            or (family.kind != "spinal" and family.counter not in ("muscles", "bodies", "levels"))
            for family in families
        )
        told = bool(spans) or named
        if not spans and told:
            spans = [e for p in procedures for e in p.evidence[:1]]
        return ("present" if told else "absent"), spans

    def _laterality(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        sided = [p for p in procedures if p.laterality in ("left", "right", "bilateral")]
        if sided and not all(p.family == "trigger_point" and not any(s.sides for s in p.sites) for p in sided):
            return "present", [e for p in sided for e in p.evidence[:1]]
        if procedures and all(
            p.laterality == "midline" or self.lexicon.families[p.family].midline
            for p in procedures
            if p.family in self.lexicon.families
        ):
            entry = [m for m in _sides(reading) if _PARAMEDIAN.match(reading.text, m.end)]
            return ("present" if entry else "not_applicable"), [evidence_of(reading, m.start, m.end) for m in entry]
        told = _sides(reading)
        return ("present" if told else "absent"), [evidence_of(reading, m.start, m.end) for m in told[:2]]

    def _guidance(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.guidance_evidence]
        if any(p.guidance != "none_stated" for p in procedures):
            return "present", spans
        spans = _told(reading, "guidance")
        return ("present" if spans else "absent"), spans

    def _contrast(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        spans = [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        if any(p.contrast != "not_stated" for p in procedures):
            return "present", spans
        spans = _told(reading, "contrast")
        return ("present" if spans else "absent"), spans

    def _spread(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        if not any(p.contrast == "used" for p in procedures):
            return "not_applicable", []
        first = min((e.start for p in procedures for e in p.attribute_evidence.get("contrast", ())), default=0)
        spans = [
            m
            for m in reading.mentions("spread")
            if m.sentence.role not in ("consent", "plan", "history", "diagnosis")
            and m.status not in ("planned", "risk", "unchecked")
            and (m.start > first or any(c.label == "contrast" and c.value for c in m.sentence.mentions))
        ]
        spans = spans or _behind_contrast(reading)
        return ("present" if spans else "absent"), [evidence_of(reading, m.start, m.end) for m in spans[:2]]

    def _loose(self, reading: Reading, procedures: tuple[Procedure, ...]) -> list[Drug]:
        """The drugs told after the needle or as what the pump holds, where the facts bind none to a procedure."""
        kinds = {"steroid", "neurolytic", "toxin", "enzyme", "viscosupplement", "local"}
        if any(p.family in ("pump_implant", "pump_refill") for p in procedures):
            kinds = {"pump", "opioid", "other"}
        elif not any(self.lexicon.families[p.family].drugs != "none" for p in procedures if p.family not in _NO_DRUG):
            return []
        drugs = self.lexicon.drugs.drugs
        return [
            Drug(name=m.value, evidence=(evidence_of(reading, m.start, m.end),))
            for sentence in reading.sentences
            if sentence.role in ("body", "field", "title", "findings", "anesthesia")
            for m in sentence.mentions
            if m.label == "drug"
            and m.value in drugs
            and drugs[m.value].kind in kinds
            and m.status not in ("refused", "other_provider", "risk", "unchecked")
            and _VOLUME_OR_STRENGTH.search(reading.text, max(0, m.start - 24), m.end + 30)
            and not any(s.label in ("skin", "systemic") and abs(s.first - m.first) <= 9 for s in sentence.mentions)
        ]

    def _drug_name(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = [drug for p in procedures for drug in p.drugs] or self._loose(reading, procedures)
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if drugs else "absent"), [e for drug in drugs for e in drug.evidence]

    def _treating(self, reading: Reading, procedures: tuple[Procedure, ...]) -> list[Drug]:
        """The drugs of procedures that have one: what anaesthetised the way to bone or dura is none."""
        drugs = [drug for p in procedures if p.family not in _NO_DRUG for drug in p.drugs]
        return drugs or self._loose(reading, procedures)

    @staticmethod
    def _beside(reading: Reading, drug: Drug, words: re.Pattern[str]) -> bool:
        """Whether such words stand within a few words of the drug: an amount that is spoken and not written."""
        text = reading.text
        return any(words.search(text, max(0, e.start - 34), min(len(text), e.end + 34)) for e in drug.evidence)

    @staticmethod
    def _named(reading: Reading, e: Evidence) -> bool:
        """Whether the dose is told in the short way: "forty of Kenalog", "Kenalog-40", "absolute alcohol"."""
        text = reading.text
        return bool(
            _BARE_DOSE.search(text[max(0, e.start - 20) : e.start])
            or _NAMED_DOSE.match(text, e.end)
            or re.search(r"[ -](?:10|20|40|60|80)$", text[e.start : e.end])
            or "absolute" in text[max(0, e.start - 12) : e.end].lower()
        )

    def _drug_dose(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = self._treating(reading, procedures)
        strong = [
            drug for drug in drugs if self.lexicon.drugs.drugs[drug.name].kind in ("steroid", "neurolytic", "toxin")
        ]
        if strong:
            told = [
                drug
                for drug in strong
                if drug.dose
                or (drug.volume and drug.concentration)
                or self._beside(reading, drug, _AMOUNT)
                or any(self._named(reading, e) for e in drug.evidence)
            ]
            if (
                not told
                and any(self.lexicon.drugs.drugs[drug.name].kind == "toxin" for drug in strong)
                and _AMOUNT.search(reading.text)
            ):
                told = strong
            return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]
        told = [drug for drug in drugs if drug.dose or drug.volume or self._beside(reading, drug, _VOLUME)]
        if not drugs and any(p.family == "discography" and p.contrast == "used" for p in procedures):
            return "present", [e for p in procedures for e in p.attribute_evidence.get("contrast", ())]
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]

    def _drug_concentration(self, reading: Reading, procedures: tuple[Procedure, ...]) -> tuple[str, list[Evidence]]:
        drugs = self._treating(reading, procedures)
        told = [drug for drug in drugs if drug.concentration or self._beside(reading, drug, _STRENGTH)]
        if (
            not told
            and any(self.lexicon.drugs.drugs[drug.name].kind == "toxin" for drug in drugs)
            and _DILUTED.search(reading.text)
        ):
            told = drugs
        return ("present" if told else "absent"), [e for drug in told for e in drug.evidence]


def _told(reading: Reading, label: str) -> list[Evidence]:
    """Where the account of the session names a thing or denies it, though the facts bind it to no procedure."""
    return [
        evidence_of(reading, m.start, m.end)
        for m in reading.mentions(label)
        if m.value
        and m.sentence.role in ("body", "field", "title", "findings")
        and m.status in (STATED, "reported", "intended", "negated", "refused")
        and not _blank(m, reading.text)
    ]


def _behind_contrast(reading: Reading) -> list[Mention]:
    """Words that tell of a pattern only because they stand behind the contrast, with nothing else given between."""
    text = reading.text
    given = [
        m
        for m in reading.mentions("contrast")
        if m.value in ("agents", "studies") and m.sentence.role in ("body", "field", "findings")
    ]
    return [
        m
        for m in reading.mentions("spread_beside")
        if m.status not in ("planned", "risk", "unchecked", "historical")
        and any(
            0 <= m.start - c.end <= _SPREAD_REACH
            and (c.sentence is m.sentence or _GOES_ON.match(text, m.sentence.start))
            and not any(o.label in ("instruments", "drug") and c.end <= o.start <= m.start for o in m.sentence.mentions)
            for c in given
        )
    ]


def _sides(reading: Reading) -> list[Mention]:
    """The sides told of the session, whether or not they are bound to what was treated."""
    return [
        m
        for m in reading.mentions("side")
        if (m.value in ("left", "right") or reading.text[m.start : m.start + 5].lower() == "bilat")
        and m.status in (STATED, "reported", "intended")
        and m.sentence.role in ("body", "field", "title")
        and not _LEAVES.search(reading.text, max(0, m.start - 24), m.end)
        and not _LEFT_THERE.match(reading.text, m.start)
    ]


def _act(reading: Reading, procedures: tuple[Procedure, ...]) -> int:
    """The character where the needle goes in: the first instrument of the narrative, else the first drug, else 0."""
    for roles in (("body", "field"), ("plan", "diagnosis", "findings", "outcome", "anesthesia")):
        for sentence in reading.sentences:
            if sentence.role in roles:
                for m in sentence.mentions:
                    if (
                        m.label == "instruments"
                        and m.status not in ("historical", "planned", "risk", "unchecked")
                        and not _EARLIER.search(reading.text, max(sentence.start, m.start - 90), m.start)
                    ):
                        return m.start
        starts = [e.start for p in procedures for drug in p.drugs for e in drug.evidence[:1]]
        if starts and min(starts) > len(reading.text) // 10:
            return min(starts)
    return 0


def _answered_no(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that says no: "| Consent | no |", "Image stored: N"."""
    return _NO_FIELD.match(text, m.end) is not None


def _own_field(m: Mention, text: str) -> bool:
    """Whether a term behind an empty box opens a field ("( ) no     Time-out (X)"), or is a "{label}: value"."""
    if not m.cue:
        return False
    start, _ = m.cue
    if text[start : start + 1] == "{":
        close = text.find("}", m.end, m.end + 60)
        return close >= 0 and bool(re.match(r"\}\s*:\s*\w", text[close : close + 6]))
    since = max((box.end() for box in _BOX.finditer(text, start, m.start)), default=start)
    return bool(_NEW_FIELD.search(text, max(start, since - 1), m.start)) and _filled(m, text)


def _no_anaesthesia(m: Mention, text: str) -> bool:
    """Whether a word of sedation stands for something else: a side effect, a specialty behind a name, a twitch."""
    word = text[m.start : m.end].lower()
    if word.endswith("sedation") and word.startswith(("no ", "without ")):
        return bool(_SIDE_EFFECTS.search(text, m.sentence.start, m.sentence.end))
    if word.startswith("anesthesiolog"):
        return bool(_CREDENTIAL.search(text, max(0, m.start - 32), m.start))
    return bool(_TWITCH.match(text, max(0, m.end - 5)))


def _blank(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that was left empty ("Consent ____", "Time-out: ☐", "| Consent | |").

    A box behind the term is its own only where the form writes boxes behind labels: none opens the line, and none
    stands right before the term.
    """
    blank = _BLANK.match(text, m.end)
    if not blank:
        return False
    low = max(text.rfind("\n", 0, m.start) + 1, m.start - _LEAD)
    lead = text[low : m.start]
    if not _LABEL_LEAD.search(lead) or _OWN_BOX.search(lead):
        return False
    if blank.group("box") and _BOX_FIRST.match(lead):
        return False
    if not blank.group("options"):
        return True
    high = text.find("\n", blank.end())
    return not _TICK.search(text, blank.end(), high if high >= 0 else len(text))


def _filled(m: Mention, text: str) -> bool:
    """Whether a term is the label of a field that holds something."""
    if not _LABEL_START.search(text[max(0, m.start - 4) : m.start]) and m.start:
        return False
    end = _LABEL_END.match(text, m.end)
    if not end:
        return False
    return not end.group("box") or bool(_TICK.search(text[end.start("box") : end.start("box") + 70].split("\n")[0]))


def _signs(m: Mention, text: str) -> bool:
    """Whether a word of signing is the author's: not a bare "signed" of the consent, not one that is still awaited."""
    line = text[m.end : m.end + 40].split("\n")[0]
    if _UNSIGNED.search(line):
        return False
    word = text[m.start : m.end].lower()
    if word in ("signed", "signature", "e-signature", "verified by", "attestation"):
        if text[max(0, m.start - 3) : m.start].strip(" \t")[-1:] not in (
            "",
            "\n",
            ".",
            ";",
            "|",
            "/",
            "[",
            ">",
            "-",
            "—",
            ":",
            "•",
        ):
            return False
        return bool(
            re.match(r"\s*[:,\-–—(\[\]☒■✓]|\s+(?:electronically|by)\b|\s+(?:Dr\b|[A-Z][.\w])|\s*\.{2,}", line)
        ) and not re.match(r"[\s:.]*_{2}|[\s:.]*\*{2}|[\s:.]*$", line)
    return True


def _closing(reading: Reading) -> list[Evidence]:
    """The author's name at the end of the note, or a signing mark ("/s/", "e-sign:", "[signed]") anywhere."""
    text = reading.text
    for mark in ("ign", "IGN", "/s/", "/es/", "Sig"):
        place = text.find(mark)
        while place >= 0:
            match = _SIGN.search(text, max(0, place - 14), min(len(text), place + 60))
            if match and not _UNSIGNED.search(text, match.start(), min(len(text), match.end() + 25)):
                return [evidence_of(reading, match.start(), match.end())]
            place = text.find(mark, place + 3)
    low = max(0, len(text) - 260)
    tail = text[low:].rstrip()
    for match in _CLOSING.finditer(tail):
        if (
            tail.count("\n", match.end()) <= 3
            and len(tail) - match.end() < 110
            and not _NOT_CLOSING.match(tail, max(tail.rfind("\n", 0, match.end()) + 1, match.start() - 25), match.end())
            and len(tail) - match.start() < len(text)
        ):
            return [evidence_of(reading, low + match.start(), low + match.end())]
    return []


def _scores(reading: Reading, act: int, before_only: bool, words: _ScoreWords) -> Scores:
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
    for match in _SCORE.finditer(text):
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
        paired = bool(_PAIR_OPENS.search(lead)) and bool(_PAIR_CLOSES.match(text, match.end()))
        plain = bool(_PLAIN.search(lead)) and bool(_PLAIN_END.match(text, match.end()))
        if not scaled and not joined and not paired and not plain and not words.lead.search(lead):
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
        anchor = words.lead.search(lead)
        cues = list(words.cue.finditer(lead, max(0, anchor.start() - 25) if anchor else max(0, len(lead) - 40)))
        early = bool(cues) and match.start() < act and bool(_FALLEN.fullmatch(cues[-1].group()))
        trail = None if _STATED_BEFORE.search(lead) else words.trail.match(text, match.end())
        range_end = joined and _spoken_range(text[last[0] : last[1]], match.group("n"), lead)
        consumed = match.end()
        section = sections[max(0, bisect_right(starts, match.start()) - 1)]
        header = words.cue.search(text[section.start : section.body]) if match.start() < section.body + 60 else None
        arrow = joined and bool(re.search(r"\bto\b|->|→|>|\bthen\b|\bnow\b|\bdown\b", lead))
        first = _FIRST_OF_PAIR.search(lead) if scaled else None
        if first and last != (low + first.start("n"), low + first.end("n")):
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
        elif header:
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
