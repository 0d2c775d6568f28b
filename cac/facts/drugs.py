"""What was put at the target, with dose, volume and concentration as stated; not skin anaesthetic, not sedation."""

from __future__ import annotations

import re
from typing import NamedTuple

from cac.facts.account import Zone
from cac.facts.evidence import evidence_of
from cac.facts.signs import moves
from cac.lexicon.numbers import ANY_NUMBER
from cac.nlp.reading import STATED, Mention, Reading, Sentence
from cac.records import Drug, Evidence, unchecked

_SPOKEN = rf"(?:zero|oh|point|{ANY_NUMBER}|half|quarter)"
AMOUNT = re.compile(
    r"(?P<number>\d+(?:[.,/]\d+)*(?:\s?/\s?\d+)?|\.\d+|one-half|a half|"
    rf"\b{_SPOKEN}(?:[ -](?:and a )?{_SPOKEN})*)\s*-?\s*"
    r"(?P<unit>mg\s*/\s*(?:ml|cc)|mg\s+per\s+(?:ml|cc)|milligrams?\s+per\s+(?:ml|cc|milliliter)|mcg\s*/\s*(?:ml|cc)|"
    r"units?\s+(?:per|/)\s*(?:ml|cc)|%|percent|mg|milligrams?|mcg|micrograms?|ml|cc|milliliters?|units?|u\b|grams?\b)",
    re.I,
)
_BREAK = re.compile(r"\b(?:and|plus|with|mixed|combined|followed|along)\b|[,;+&/](?!\d)|\.\s|\n", re.I)
_BARE_STRENGTH = re.compile(r"\s*[-–]?\s*(\d{2,3})\b(?!\s*(?:ml|cc|mg|%|\.|gauge|-))", re.I)
_BARE_BEFORE = re.compile(r"\b(\d{1,3}|four|six|ten|twenty|forty|sixty|eighty)\s+(?:of\s+)?(?:the\s+)?$", re.I)
_SLASH_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|\s)?\s*(?:mg)?\s*/\s*(\d+(?:\.\d+)?)\s*(?:cc|ml)", re.I)
_FRACTION = re.compile(r"1/(?:16|8)(?:th)?")
_STRENGTHS = frozenset([10, 20, 30, 40, 60, 80, 120, 160])
_new_drug = unchecked(Drug)
_SKIN_REACH = 9
_CLOSE = 3
_NEAR = 5
_MIX = re.compile(r"\b(?:solution|mixture|mixed|consist|combination|injectate|cocktail)\w*", re.I)
_READ = (STATED, "reported", "intended")
_DISPUTED = ("negated", "planned", "historical")
_FINDINGS = frozenset(["spread", "spread_beside", "element:needle_confirmation", "weak:needle_confirmation"])
_UNREAD_ROLES = frozenset(
    ["anesthesia", "aside", "outcome", "history", "plan", "consent", "exam", "diagnosis", "codes"]
)
# A full stop that the sentence splitter did not see, as after "1.5 V.", ends the reach of a cue.
_FULL_STOP = re.compile(r"(?<!\bDr)(?<!\bvs)(?<!\bNo)\.\s+[A-Z]")
_FIELD_LABEL = re.compile(r"\b[A-Za-z]+\s*[:=]\s*$")
_GIVING = re.compile(
    r"\b(?:inject|instill|administ|deposit|deliver|infus|us(?:e|ed|ing)\b|giv(?:e|en|ing)\b|gave\b|add|mix|put\b|plac)",
    re.I,
)
_GIVEN_AFTER = re.compile(
    r"\b(?:was|were|then|went)\b[^.;]{0,30}?\b(?:inject|instill|administ|deposit|deliver|infus|given|placed|put|spread|in\b)",
    re.I,
)
_BEFORE_DRUG = re.compile(r"\b(?:\d+|one|two|three|four|six|ten|twenty|forty|sixty|eighty)\s+of\s+(?:the\s+)?$", re.I)
_MODAL = re.compile(r"\b(?:can|could|may|might|will|would|should|be)\b", re.I)
_WILL = re.compile(
    r"(?:\b(?:we|i|she|he|they)(?:\s+will|'ll|\s+would|\s+plan\s+to)|\bplan(?:ned)?\s+to|\bgoing\s+to)\b[^.;]*$", re.I
)
_TAKEN_BACK = re.compile(
    r"\b(?:scratch|strike|cancel|delete)\s+that\b|\bcorrection\b|\bno,?\s+wait\b|\bwait\s+no\b|\bi\s+mean(?:t)?\b"
    r"|\bmake\s+that\b|\bsorry\b|\bexcuse\s+me\b",
    re.I,
)
_JOINED = re.compile(
    rf"(?:\s|[,+&/()%.\d-]|\b(?:and|with|plus|of|the|a|an|in|mixed|combined|along|together|added|to|percent|mg|ml|cc|mcg|units?|"
    rf"milligrams?|milliliters?|preservative|free|pf|acetate|hcl|equal|parts?|hydrochloride|sodium|phosphate|{_SPOKEN})\b)*",
    re.I,
)
_LACK_BEFORE = re.compile(
    r"\b(?:shortage|lack|unavailability|out|intoleran\w+|sensitivity|reaction)\s+(?:of|to)\s+(?:\w+\s+)?$"
    r"|\bflush(?:ed)?\s+(?:out\s+)?with\s+(?:[\d.%/]+\s*|ml\s+|cc\s+|of\s+|percent\s+)*$",
    re.I,
)
_LACK_AFTER = re.compile(
    r"[\s,:-]+(?:(?:was|is|being|currently|again|still)\s+)*(?:unavailable|(?:on\s+)?back[\s-]?order(?:ed)?|(?:out\s+of|not\s+in)\s+stock"
    r"|not\s+(?:available|stocked|on\s+(?:hand|formulary|the\s+shelf))|short\s+supply|in\s+short\s+supply|expired)\b"
    r"|\s+(?:flush|shortage|allergy)\b",
    re.I,
)
_THROUGH = re.compile(
    r"\b(?:through|via)\s+(?:(?:the|a|an|each|separate|same|this|that|anesthetized|numbed|local)\s+)*$", re.I
)
_PREPARED = re.compile(r"\s*(?:(?:was|were)\s+)?(?:prep|clean|antisep|mark|steril|closure|swab|glue)", re.I)
_TIP_IN = re.compile(r"\b(?:aspirat\w*|no (?:blood|heme|csf|paresthesia)|contrast|loss of resistance)\b", re.I)
_STEROID_FIELD = re.compile(r"\W*(?:cortico)?steroid\b[\w ]{0,12}[:.=]+\s*\S", re.I)
_OWN_CLAUSE = re.compile(
    r"(?:the\s+)?skin\s+(?:(?:local|wheal|infiltration|anesthesia|anesthetic|numbing)\s+)?(?:was|were|is|got)\s+"
    r"(?:\w+\s+){0,4}?(?:with|using|by)\b|skin\s+(?:numb\w*|local|anesthe\w+)?\s*(?:with|was|using)\s+(?:\w+\s+){0,5}?(?:percent|lidocaine|%)",
    re.I,
)
_AT_TARGET = re.compile(
    r"\b(?:branch(?:es)?|nerves?|rami|ramus|joints?|capsule|muscles?|trigger\s+points?|targets?|ganglion)\s+"
    r"(?:(?:was|were|is|are|then|each|thoroughly)\s+)*$",
    re.I,
)
_BEFORE_LESION = re.compile(
    r"\b(?:before|prior\s+to|preceding)\s+(?:\w+\s+)?(?:lesion|ablat|burn|rf\b|radiofreq|heat|denerv|thermal)", re.I
)
_TEST = re.compile(
    r"\btest(?:ing)?\s+dos(?:e|ing)\b|\btest\s+(?:injection|bolus)\b|\btested\s+with\b|\bas\s+a\s+test\b", re.I
)
_THE_REST = re.compile(
    r"\b(?:another|the\s+(?:remaining|other|rest|remainder|balance)|an\s+additional|a\s+further|remaining)\b[^.]{0,30}?(?:ml|cc)\b"
    r"|\b(?:ml|cc)\s+more\b",
    re.I,
)
_REST_REACH = 120
_AS_TEST = re.compile(
    r"[^.;]*?\b(?:as|for)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+)?|[^.;]*\b(?:used|given)\s+|[\s\d:,.%()/]*(?:\b(?:with|and)\s+)?(?:epi\w*)?[\s\d:,.()]*",
    re.I,
)
_ON_THE_WAY = re.compile(r"\b(?:after|following|under|with|using)(?:\s+some|\s+the|\s+local)*$", re.I)
_WAY_IN = re.compile(
    r"\b(?:entry|entered|skin|needles?|cannulae?|tuohy|advanced|inserted|introduced|introducer|trocar|passed)\b", re.I
)
_FIRST = re.compile(r"\W*(?:after|following|under|with)(?:\s+(?:\S+\s+){0,2}?(?:of|ml|cc))?$", re.I)
_INSERTED = re.compile(
    r"\b(?:needle|tuohy|cannula|introducer|trocar)\w*\b[^.;]{0,40}?\b(?:insert|introduc|advanc|pass|enter|plac|driv|walk)\w*",
    re.I,
)
_LESION = re.compile(r"\b(?:lesion|ablat|burn|radiofreq|rf\b|denervat|neurotom|rhizotom|pulsed|heat|degrees)", re.I)
_EACH = re.compile(r"\b(?:each|per|every)\b|/\s*(?:site|level|nerve|joint|muscle)", re.I)
_AT_SPINE = re.compile(
    r"\b(?:epidural\w*|intrathecal\w*|spinal\w*|catheter|pump|reservoir|refill\w*|inject\w*|instill\w*|bolus\w*|"
    r"preservative[- ]free|infusion|mixture|solution|mg\s*/\s*ml|mcg\s*/\s*ml)\b",
    re.I,
)
_SAME = re.compile(
    r"\b(?:same|above|identical|aforementioned|remaining|remainder of the|rest of the|similar|said)\s+"
    r"(?:\w+\s+){0,2}?(?:solutions?|mix(?:ture)?|medications?|medicines?|injectate|drugs?|cocktail|combination|agents?|steroid|doses?)\b",
    re.I,
)


def below_steroid(sentence: Sentence, reading: Reading) -> bool:
    """Whether the field right above names the steroid that the drug of this one is mixed with."""
    start = sentence.section.start
    above = reading.text[max(0, start - 120) : start].rstrip().rpartition("\n")[2]
    return _STEROID_FIELD.match(above) is not None


def _windows(reading: Reading, mentions: list[Mention], index: int) -> str:
    """The text around a drug name that speaks of it and of no other drug."""
    mention = mentions[index]
    text = reading.text
    low = max(mention.sentence.start, mention.start - 70)
    high = min(mention.sentence.end, mention.end + 60)
    if index and mentions[index - 1].sentence is mention.sentence:
        gap_start, gap_end = mentions[index - 1].end, mention.start
        cut = _break(text, gap_start, gap_end)
        low = max(low, cut if cut else gap_start if AMOUNT.search(text, gap_start, gap_end) else gap_end)
    if index + 1 < len(mentions) and mentions[index + 1].sentence is mention.sentence:
        cut = _break(text, mention.end, mentions[index + 1].start)
        high = min(high, cut or mention.end)
    return text[low:high]


def _break(text: str, start: int, end: int) -> int:
    """Where the words between two drugs turn from one to the other; 0 where they do not.

    A strength behind the first comma is still that of the first: "Depo-Medrol, 40 mg per cc, with 1 cc of Marcaine".
    """
    cut = _BREAK.search(text, start, end)
    strength = AMOUNT.match(text, cut.end() + 1, end) if cut and cut[0] == "," else None
    if strength and re.search(r"/|per", strength["unit"]) and (second := _BREAK.match(text, strength.end(), end)):
        cut = second
    return cut.start() if cut else 0


def _between(one: Mention, two: Mention) -> int:
    return min(abs(one.first - two.last), abs(two.first - one.last))


class Dose(NamedTuple):
    """A drug that went to the target, where it is told, with its amounts as stated there."""

    told: Told
    place: int
    dose: str | None
    volume: str | None
    concentration: str | None
    evidence: Evidence | None = None

    @property
    def mention(self) -> Mention:
        """The words that name it."""
        return self.told.mentions[self.place]


class Told:
    """The drugs told in some sentences, with what decides whether each went to the target."""

    def __init__(self, mentions: list[Mention], reading: Reading) -> None:
        self.mentions = mentions
        self.reading = reading
        self.text = reading.text
        self._seen: dict[int, str] = {}
        self.kinds = {name: drug.kind for name, drug in reading.lexicon.drugs.drugs.items()}

    def given(self) -> list[int]:
        """The places in the list of those that went to the target."""
        out: list[int] = []
        stated = corrected = False
        for index, mention in enumerate(self.mentions):
            before = self.mentions[index - 1] if index else None
            gap = self.text[before.end : mention.start] if before and before.sentence is mention.sentence else None
            follows = stated and gap is not None and len(gap) < 90 and bool(_JOINED.fullmatch(gap))
            stated = corrected or self._stated(mention) or (follows and mention.status in _DISPUTED)
            corrected = self._taken_back(index)
            if (
                stated
                and not corrected
                and (mention.sentence.role not in _UNREAD_ROLES or below_steroid(mention.sentence, self.reading))
                and not self._systemic(mention)
                and not self._skin(index)
                and not self._tested(mention)
                and not self._not_to_hand(mention)
            ):
                out.append(index)
        return out

    # -- assertion --------------------------------------------------------------------------------------------------

    def _stated(self, mention: Mention) -> bool:
        sentence = mention.sentence
        if mention.status in _READ:
            return not (
                _WILL.search(self.text, max(sentence.start, mention.start - 90), mention.start)
                and not any(
                    m.label == "delivers" and m.status in _READ and m.start < mention.start for m in sentence.mentions
                )
            )
        if mention.status not in _DISPUTED or mention.cue is None:
            return False
        start, end = mention.cue
        if end <= mention.start:
            return self._past_the_cue(mention, end) or self._of_a_finding(mention, start, end)
        if start < mention.end:
            return False
        gap = self.text[mention.end : start]
        if _FULL_STOP.search(gap) or _FIELD_LABEL.search(gap):  # "Steroid: none" denies its own field
            return True
        if mention.status != "planned" or _MODAL.search(gap):
            return False
        return (
            any(
                m.label == "delivers" and _between(m, mention) <= _SKIN_REACH and m.end <= start
                for m in sentence.mentions
            )
            and (
                _BEFORE_DRUG.search(self.text, sentence.start, mention.start)
                or AMOUNT.search(self.text, max(sentence.start, mention.start - 40), start)
            )
            is not None
        )

    def _past_the_cue(self, mention: Mention, end: int) -> bool:
        """Whether the cue before a drug speaks of something else: "no leak, 40 mg of Kenalog"."""
        gap = self.text[end : mention.start]
        if _FULL_STOP.search(gap):
            return True
        amount = AMOUNT.search(gap) or _BEFORE_DRUG.search(gap)
        if amount is None:
            return mention.status == "negated" and self._after_comma(mention, gap)
        other = gap[: amount.start()]
        if mention.status == "negated":
            words = re.findall(r"[a-z]+", other.lower())
            return not self.reading.lexicon.drugs.beside_amount.issuperset(words) and not _GIVING.search(other)
        after = self.text[mention.end : mention.sentence.end]
        return "," in other and bool(_GIVEN_AFTER.search(after) or _GIVING.search(other))

    def _of_a_finding(self, mention: Mention, start: int, end: int) -> bool:
        """Whether the cue belongs to what was seen before a drug with its amount: "no vessel kenalog 40 mg"."""
        sentence = mention.sentence
        return (
            mention.status == "negated"
            and any(
                m.label in _FINDINGS and m.start <= start and end < m.end <= mention.start for m in sentence.mentions
            )
            and AMOUNT.search(self.text, max(end, mention.start - 30), min(sentence.end, mention.end + 30)) is not None
        )

    def _after_comma(self, mention: Mention, gap: str) -> bool:
        """Whether a comma ends what is denied: "without moving the needle, 40 mg of Kenalog was given"."""
        _, comma, beside = gap.rpartition(",")
        beside_amount = self.reading.lexicon.drugs.beside_amount
        if not comma or not beside_amount.issuperset(re.findall(r"[a-z]+", beside.lower())):
            return False
        sentence = mention.sentence
        if any(m.end <= mention.start for m in sentence.labels.get("drug", ())):
            return False
        after = self.text[mention.end : sentence.end]
        return bool(_GIVEN_AFTER.search(after) and AMOUNT.search(after))

    def _taken_back(self, index: int) -> bool:
        """Whether the speaker takes this drug back and names another one."""
        if index + 1 >= len(self.mentions):
            return False
        one, two = self.mentions[index], self.mentions[index + 1]
        return (
            one.value != two.value
            and two.start - one.end < 60
            and _TAKEN_BACK.search(self.text, one.end, two.start) is not None
        )

    def _not_to_hand(self, mention: Mention) -> bool:
        """Whether it only tells why another one was taken, or what flushed the needle."""
        low, high = max(mention.sentence.start, mention.start - 45), min(mention.sentence.end, mention.end + 40)
        return bool(
            _LACK_BEFORE.search(self.text, low, mention.start) or _LACK_AFTER.match(self.text, mention.end, high)
        )

    # -- other uses -------------------------------------------------------------------------------------------------

    def _tested(self, mention: Mention) -> bool:
        """Whether it is no more than the test dose before the treatment: not the first mL of ten."""
        if self.kinds[mention.value] != "local":
            return False
        sentence = mention.sentence
        if _THE_REST.search(self.text, mention.end, mention.end + _REST_REACH):
            return False
        for test in _TEST.finditer(
            self.text, max(sentence.start, mention.start - 70), min(sentence.end, mention.end + 60)
        ):
            if test.end() <= mention.start:
                if self.text[test.end()] != "," and _JOINED.fullmatch(self.text, test.end(), mention.start):
                    return True
            elif test.start() >= mention.end and _AS_TEST.fullmatch(self.text, mention.end, test.start()):
                return True
        return False

    def _systemic(self, mention: Mention) -> bool:
        kind = self.kinds[mention.value]
        for m in mention.sentence.mentions:
            if m.label != "systemic" or m.status != STATED or _between(m, mention) > _NEAR:
                continue
            if (
                kind != "opioid"
                and m.end <= mention.start
                and re.search(r"[,;]|\b(?:then|and)\b", self.text[m.end : mention.start])
            ):
                continue  # "after midazolam, 40 mg of Kenalog"
            return True
        if kind != "opioid":
            return False
        sentence = mention.sentence
        mixed = any(
            m.label == "drug" and self.kinds[m.value] in ("local", "steroid", "pump") for m in sentence.mentions
        )
        return not mixed and not _AT_SPINE.search(self.text, sentence.start, sentence.end)

    def _skin(self, index: int) -> bool:
        """Whether a local anaesthetic is for the way in."""
        mention = self.mentions[index]
        if self.kinds[mention.value] != "local":
            return False
        sentence = mention.sentence
        others = any(self.kinds[m.value] == "steroid" for m in sentence.labels.get("drug", ()))
        distance = min((_between(m, mention) for m in self._skin_words(mention)), default=None)
        if distance is None:
            return self._runs_into_skin(mention) or (not others and self._on_the_way(index))
        if others and distance > _CLOSE + 1:
            return False
        return distance <= _SKIN_REACH or not _MIX.search(self.text, sentence.start, sentence.end)

    def _skin_words(self, mention: Mention) -> list[Mention]:
        """The words of the sentence that make this drug the skin's."""
        keys, sentence = self.reading.words.keys, mention.sentence
        lesion = _BEFORE_LESION.search(self.text, sentence.start, sentence.end)
        out = []
        for m in sentence.mentions:
            if m.label != "skin" or m.status != STATED:
                continue
            lone = keys[m.first] == "local" and m.first == m.last
            if lone and _between(m, mention) > _CLOSE:
                continue  # the lone word speaks only of the drug right beside it
            headed = m.end <= sentence.section.body and lone
            if headed and below_steroid(sentence, self.reading):
                continue  # "Steroid: dexamethasone 10 mg", and below it "Local: lidocaine 1 mL"
            if headed and _EACH.search(self.text, mention.end, sentence.end):
                continue  # "Local: bupivacaine 1 mL per nerve"
            before = self.text[max(sentence.start, m.start - 45) : m.start]
            numbed = keys[m.first].startswith(("anesth", "numb", "infiltr")) and _AT_TARGET.search(before)
            if m.start < mention.start and (_THROUGH.search(before) or numbed):
                continue  # "through the wheal", "through separate skin punctures", "the nerves were anesthetized"
            if m.end <= mention.start and _TIP_IN.search(self.text, m.end, mention.start):
                continue  # "with the skin pulled up, after negative aspiration 4 mL of Marcaine"
            if m.start >= mention.end and _OWN_CLAUSE.match(self.text, m.start, sentence.end):
                continue  # "lidocaine at each of the three skin was numbed with one percent"
            if _PREPARED.match(self.text, m.end) or (lesion and not keys[m.first].startswith(("skin", "sub", "wheal"))):
                continue
            if self._another_took_it(m, mention):
                continue
            out.append(m)
        return out

    def _another_took_it(self, skin: Mention, mention: Mention) -> bool:
        """Whether an earlier drug is the skin's and this one was given after it: "skin lidocaine, then 1 mL of …"."""
        first = next((m for m in mention.sentence.labels.get("drug", ()) if skin.end <= m.start < mention.start), None)
        if first is None:
            return False
        return bool(re.search(r"\b(?:then|and|followed)\b|[,;]", self.text[first.end : mention.start])) and bool(
            re.search(r"\b(?:then|followed|needle|inject\w*|each)\b", self.text[first.end : mention.sentence.end], re.I)
        )

    def _runs_into_skin(self, mention: Mention) -> bool:
        """In a note without stops the skin may stand in what was cut off as the next sentence."""
        if mention.sentence.end - mention.end > 25 or "." in self.text[mention.end : mention.sentence.end]:
            return False
        following = re.match(
            r"\W*(?:to|for|in|into|at)?\s*(?:the\s+)?(?:skin|wheal|subcut\w*)\b",
            self.text[mention.end : mention.end + 40],
            re.I,
        )
        return following is not None

    def _on_the_way(self, index: int) -> bool:
        """Whether a plain local without act comes before the needle, while another drug is given later."""
        mention = self.mentions[index]
        sentence = mention.sentence
        later = [m for m in self.mentions[index + 1 :] if m.sentence is not sentence and self._stated(m)]
        here = self.text[sentence.start : sentence.end]
        if not later:
            return bool(
                _FIRST.match(self.text[sentence.start : mention.start].rstrip("0123456789.% "))
                and _INSERTED.search(self.text, mention.end, sentence.end)
                and not _EACH.search(here)
                and not any(m is not mention for m in sentence.labels.get("drug", ()))
            )
        if _LESION.search(here) or _MIX.search(here):
            return False
        if self._before_any_needle(mention, later[0]):
            return True
        if _EACH.search(here):
            return False
        if any(m is not mention for m in sentence.labels.get("drug", ())):
            return False
        if _ON_THE_WAY.search(self.text[sentence.start : mention.start].rstrip("0123456789.% ")):
            return bool(_WAY_IN.search(here)) and not _GIVING.search(here)
        if "delivers" in sentence.labels:
            return False
        bare = len(here.split()) <= _SKIN_REACH and len(later[0].sentence.mentions) > 0
        return bare and _WAY_IN.search(self.text, sentence.end, later[0].sentence.start) is not None

    def _before_any_needle(self, mention: Mention, later: Mention) -> bool:
        """Whether a needle goes in only after this drug and before the ``later`` one."""
        here, sentences = mention.sentence, self.reading.sentences
        if here.role not in ("body", "field") or "instruments" in here.labels:
            return False
        if any(m.label.startswith("target:") and m.status == STATED for m in here.mentions):
            return False
        if any(moves(s) for s in sentences[: here.index] if s.role == "body"):
            return False
        return any(moves(s) for s in sentences[here.index + 1 : later.sentence.index + 1])

    # -- amounts ----------------------------------------------------------------------------------------------------

    def window(self, index: int) -> str:
        """The text around a drug that speaks of it and of no other drug."""
        found = self._seen.get(index)
        if found is None:
            found = self._seen[index] = _windows(self.reading, self.mentions, index)
        return found

    def amounts(self, index: int) -> tuple[str | None, str | None, str | None]:
        """Dose, volume and concentration as stated."""
        mention = self.mentions[index]
        window = self.window(index)
        dose = volume = concentration = None
        for match in AMOUNT.finditer(window):
            unit, value = match["unit"].lower(), match.group().strip()
            if unit in ("%", "percent") or "/" in unit or "per" in unit:
                concentration = concentration or value
            elif unit.startswith(("ml", "cc", "milliliter")):
                volume = volume or value
            else:
                dose = dose or value
        if self.kinds[mention.value] == "steroid":
            slash = _SLASH_DOSE.search(window)
            if slash and not concentration:
                dose, concentration = dose or f"{slash[1]} mg", f"{slash[1]} mg/{slash[2]} mL"
            bare = _BARE_STRENGTH.match(self.text[mention.end : mention.sentence.end])
            if not dose and bare and int(bare[1]) in _STRENGTHS:
                dose = f"{bare[1]} mg"
                concentration = concentration or (f"{bare[1]} mg/mL" if volume else None)
            if not dose and (spoken := _BARE_BEFORE.search(self.text[max(mention.start - 20, 0) : mention.start])):
                dose = f"{spoken[1]} mg"
        if fraction := _FRACTION.search(window):
            concentration = concentration or fraction.group()
        return dose, volume, concentration


def _mentions(sentences: list[Sentence]) -> list[Mention]:
    return [m for sentence in sentences for m in sentence.labels.get("drug", ())]


def _told_before(zones: list[Zone], reading: Reading) -> Told | None:
    """The last drugs before "the same mixture", when the words of the procedure say that and name none."""
    for zone in zones:
        match = _SAME.search(reading.text, zone.start, zone.end)
        if match is None:
            continue
        for sentence in reversed(reading.sentences[: zone.sentence.index]):
            told = Told(_mentions([sentence]), reading)
            if told.mentions and told.given():
                return told
    return None


def read_drugs(zones: list[Zone], reading: Reading, doses: list[Dose] | None = None) -> tuple[Drug, ...]:
    """The drugs at the target told in ``zones``, in order, one entry a drug.

    ``doses`` gathers every place where one is told.
    """
    told = Told(
        [
            m
            for zone in zones
            for m in zone.sentence.mentions
            if m.label == "drug" and zone.start <= m.start <= zone.end
        ],
        reading,
    )
    given = told.given()
    if not given and (before := _told_before(zones, reading)):
        told, given = before, before.given()
    found: dict[str, Drug] = {}
    for index in given:
        mention = told.mentions[index]
        dose, volume, concentration = told.amounts(index)
        held = found.get(mention.value)
        words = None if held else evidence_of(reading, mention.start, mention.end)
        if doses is not None:
            doses.append(Dose(told, index, dose, volume, concentration, words))
        if held:
            dose, volume = held.dose or dose, held.volume or volume
            concentration = held.concentration or concentration
        found[mention.value] = _new_drug(
            name=mention.value,
            dose=dose,
            volume=volume,
            concentration=concentration,
            evidence=held.evidence if held else (words,) if words else (),
        )
    return tuple(found.values())
