"""What else decides a code: a family's own attributes, temperature, branches, leads, an image kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cac.facts.account import PERFORMING, Zone
from cac.facts.evidence import Passage, evidence_of
from cac.facts.signs import COUNTED
from cac.facts.study import trial_number
from cac.nlp.forms import BOX_PATTERN, EMPTY_PATTERN
from cac.nlp.reading import STATED, Mention, Reading, Sentence
from cac.records import Evidence

_TEMPERATURE = re.compile(r"(\d{2,3})\s*(?:°|º|o)?\s*(?:degrees?\s*)?(?:c\b|celsius|centigrade|degrees?)", re.I)
_HEATING = frozenset(["delivers", "places", "family", "facet_word"])
_NOT_HEATED_THROUGH = frozenset(["pulsed", "cooled"])
_RESULTS = frozenset(["findings", "diagnosis", "outcome"])
_OPEN = "open"  # the value of an attribute whose words ask for it, where nobody answered
_TRIAL = "trial"  # the attribute that a number of a trial proves
_NUMBERS = {"one": 1, "single": 1, "two": 2, "both": 2, "dual": 2, "three": 3, "four": 4}
_LEADS = re.compile(
    # "two eight-contact percutaneous leads"
    r"\b(?P<number>one|two|both|dual|three|four|single|[1-4])(?![\s-]+(?:contacts?|channels?|poles?|polar)\b)\s+"
    r"(?:(?:percutaneous|epidural|trial|temporary|permanent|stimulator|octrode|octad|octopolar|octapolar|eight|8|16|sixteen|quad\w*|"
    r"\w+-?contact|contact|electrode|cylindrical|scs|spinal|cord|linear|new|thin|drg|pns|tined|occipital|sacral|peripheral|nerve|medial|branch|test|integrated|stimulation|sprint)[\s-]+){0,5}"
    r"(?:leads?|arrays?|electrodes?)\b"
    # "a second lead"
    r"|(?P<second>\b(?:a |the )?(?:second|contralateral|other|another|2nd)\s+(?:[\w-]+\s+){0,3}(?:lead|electrode|array|"
    r"needle (?:was |is )?(?:placed|inserted|introduced|entered|advanced|passed|put))\b)"
    # "trial leads, two"
    r"|\bleads?\s*[,(]\s*(?:x\s*)?(?P<after>two|both|three|four|[2-4])\b"
    # "Number of leads: ☐ 1 ☒ 2"
    r"|(?:number of leads|leads?\s*(?:placed|x|#|:))\s*:?\s*"
    rf"(?:(?:{EMPTY_PATTERN})\s*\d\s*)*(?:{BOX_PATTERN})?\s*(?P<field>[1-4])\b"
    # "Lead 2: ..."
    r"|\blead\s*#?\s*(?P<label>[1-4])(?=\s*[:|]|[ \t]{3,}|[ \t]*$)",
    re.I | re.M,
)
_FURTHER_LEAD = (
    r"(?:second|2nd|(?P<third>third|3rd)|other|another|additional)\s+"
    r"(?:[\w-]+\s+){0,3}(?:leads?|electrodes?|arrays?)\b"
)
_PUT_IN = (
    r"(?:placed|passed|advanced|inserted|introduced|threaded|implanted|steered|positioned|done|attempted|possible)\b"
)
_LEAD_NOT_PLACED = re.compile(  # "the second lead could not be passed", "second lead abandoned"
    rf"\b{_FURTHER_LEAD}(?:[^.;\n]{{0,40}}?\b(?:not|never)\b(?:\s+\w+){{0,2}}?\s+{_PUT_IN}"
    r"|[^.;,\n]{0,30}?\b(?:abandoned|aborted|deferred|given up)\b)",
    re.I,
)
_LEAD_PLACED = re.compile(rf"\b{_FURTHER_LEAD}(?:\s+(?!not\b|never\b)\w+){{0,3}}?\s+{_PUT_IN}", re.I)
_LEAD_TABLE = re.compile(  # a row a lead
    r"^[ \t|]*leads?[ \t]*(?:#|no\.?|number)?[ \t]*(?:\||[ \t]{3,})[^\n]*\n(?:[ \t|:+=-]+\n)?"
    r"(?P<rows>(?:[ \t|]*(?:lead |#)?(?:[1-4]|[A-D]|left|right)[ \t]*(?:\||[ \t]{3,})[^\n]*(?:\n|\Z))+)",
    re.I | re.M,
)
_UNDONE = frozenset(["negated", "refused", "aborted"])
_GENICULAR_BRANCHES = {
    "superolateral": re.compile(
        r"supero-?\s?lateral|superior[- ]lateral|lateral superior"
        r"|superior (?:medial and|and inferior medial and|medial ?,) lateral|\bslgn\b|\bsl\b"
    ),
    "superomedial": re.compile(
        r"supero-?\s?medial|superior[- ]medial|medial superior|superior lateral (?:and|&) medial|\bsmgn\b|\bsm\b"
    ),
    "inferomedial": re.compile(
        r"infero-?\s?medial|inferior[- ]medial|medial inferior|\bimgn\b"
        r"|\bs[lm] ?,? (?:and |& )?(?:s[lm] ?,? )?(?:and |& )?im\b"
    ),
}
_BRANCH_WORDS = re.compile(
    r"genicular|branch|superior|inferior|supero|infero|upper|lower|\b(?:third|other)\b|\b[si][lm]\b"
)
_BOTH_SUPERIOR = re.compile(r"superior (?:lateral|medial)[^.]{0,15}(?:and|,|&)\s*(?:superior )?(?:medial|lateral)")


@dataclass(slots=True)
class Attributes:
    """Attributes by name, and the words that prove them."""

    values: dict[str, str] = field(default_factory=dict)
    proof: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def put(self, name: str, value: str, reading: Reading, start: int, end: int) -> None:
        """Set an attribute to what the words at ``start:end`` say."""
        self.values[name] = value
        self.proof[name] = (evidence_of(reading, start, end),)


def read_attributes(passage: Passage, *, stopped: bool = False) -> Attributes:
    """Every attribute that the procedure's own words, or for images and leads the note, tell.

    ``stopped``: the work was given up, so that titles tell what was planned.
    """
    family = passage.performed.family
    found = Attributes()
    _read_named(passage, found)
    _imply(passage, found)
    _read_tallies(passage, found)
    if family.temperature_floor is not None:
        _read_temperature(passage, found)
        _compare_with_floor(family.temperature_floor, found)
    if family.genicular:
        _count_branches(passage, found)
    if _TRIAL in family.attributes and (number := trial_number(passage.reading)):
        found.put(_TRIAL, "yes", passage.reading, *number)
    _find_image_kept(passage.reading, found)
    if family.counter == "leads":
        _count_leads(passage.reading, found, stopped=stopped)
    return found


def _read_named(passage: Passage, found: Attributes) -> None:
    """The attributes of the family's file: the value listed first wins, and a negated "yes" is a "no"."""
    performed = passage.performed
    for attribute, table in performed.family.attributes.items():
        rank = {value: index for index, value in enumerate(table)}
        last = len(rank)
        for zone in _zones_of(attribute, passage):
            for mention in zone.mentions(f"attribute:{performed.file}:{attribute}"):
                held = found.values.get(attribute)
                if not mention.value:
                    continue
                if mention.value == _OPEN and not passage.reading.is_open(mention.start):
                    continue
                if mention.status in COUNTED:
                    if held is None or rank.get(mention.value, last) < rank.get(held, last):
                        found.put(attribute, mention.value, passage.reading, mention.start, mention.end)
                elif mention.status == "negated" and mention.value == "yes" and held is None:
                    found.put(attribute, "no", passage.reading, mention.start, mention.end)


def _imply(passage: Passage, found: Attributes) -> None:
    """What the name of the procedure implies of an attribute that nothing tells ("selective nerve root block")."""
    for attribute in passage.performed.family.attributes:
        if attribute in found.values:
            continue
        name = next((m for m in passage.performed.evidence if m.label == "family" and m.get(attribute)), None)
        if name and not _given(name.get("not_with"), passage):
            found.put(attribute, name.get(attribute) or "", passage.reading, name.start, name.end)


def _given(kind: str | None, passage: Passage) -> bool:
    """Whether a drug of a kind is told in the procedure's words."""
    drugs = passage.reading.lexicon.drugs.drugs
    return kind is not None and any(
        m.status in COUNTED and drugs[m.value].kind == kind for zone in passage.zones for m in zone.mentions("drug")
    )


def _zones_of(attribute: str, passage: Passage) -> list[Zone]:
    """The words that tell an attribute: the procedure's own, and for some the impression below them."""
    zones = passage.zones
    if not zones or attribute not in passage.performed.family.told_in_findings:
        return zones
    begin = min(zone.start for zone in zones)
    below = [s for s in passage.reading.sentences if s.role in _RESULTS and s.start > begin]
    return [*zones, *(Zone(s, s.start, s.end) for s in below)]


def _read_tallies(passage: Passage, found: Attributes) -> None:
    """How many different things of a list the procedure's words tell ("amplitude and pulse width": 2)."""
    performed = passage.performed
    for attribute in performed.family.tallies:
        told: dict[str, Mention] = {}
        for zone in passage.zones:
            for mention in zone.mentions(f"tally:{performed.file}:{attribute}"):
                if mention.status in COUNTED:
                    told.setdefault(mention.value, mention)
        if told:
            found.values[attribute] = str(len(told))
            found.proof[attribute] = tuple(evidence_of(passage.reading, m.start, m.end) for m in told.values())


def _read_temperature(passage: Passage, found: Attributes) -> None:
    """The last temperature told where the lesion is told, not the patient's."""
    for zone in passage.zones:
        for match in _TEMPERATURE.finditer(passage.reading.text, zone.start, zone.end):
            if 37 <= int(match[1]) <= 99 and _tells_heating(zone.sentence):
                found.put("temperature", match[1], passage.reading, match.start(), match.end())


def _tells_heating(sentence: Sentence) -> bool:
    """Whether a sentence can tell the temperature of a lesion."""
    return sentence.role in ("field", "title") or any(
        m.label in _HEATING or m.label.startswith("attribute") for m in sentence.mentions
    )


def _compare_with_floor(floor: float | None, found: Attributes) -> None:
    """A conventional lesion below the family's least temperature is of its own mode."""
    degrees = found.values.get("temperature")
    if floor and degrees and found.values.get("mode") not in _NOT_HEATED_THROUGH and int(degrees) < floor:
        found.values["mode"] = "below_floor"


def _count_branches(passage: Passage, found: Attributes) -> None:
    """Whether all three genicular branches are named, or fewer."""
    words = passage.reading.words
    text = " ".join(key for z in passage.zones for key in words.keys[words.at(z.start) : words.at(z.end)])
    named = {branch for branch, pattern in _GENICULAR_BRANCHES.items() if pattern.search(text)}
    if _BOTH_SUPERIOR.search(text):
        named |= {"superolateral", "superomedial"}
    undone = " ; ".join(
        " ".join(words.keys[z.sentence.first : cue.first]).rpartition(" , ")[2]  # the clause that denies
        for z in passage.zones
        for cue in z.sentence.cues
        if cue.category in _UNDONE and cue.direction == "backward"
    )
    undone = undone if _BRANCH_WORDS.search(undone) else ""
    denied = {branch for branch, pattern in _GENICULAR_BRANCHES.items() if pattern.search(undone)}
    named -= denied
    if undone and not named:
        found.values["branches"] = "fewer"
    if (found.values.get("branches") == "three" and not denied) or len(named) == len(_GENICULAR_BRANCHES):
        found.values["branches"] = "three"
    elif named:
        found.values["branches"] = "fewer"


def _find_image_kept(reading: Reading, found: Attributes) -> None:
    """The first words that say an image was saved today."""
    for mention in reading.mentions("element:image_saved"):
        told_of_today = mention.sentence.role not in ("plan", "history", "consent", "codes")
        if mention.value and mention.status == STATED and told_of_today:
            found.put("image_kept", "yes", reading, mention.start, mention.end)
            return


def _count_leads(reading: Reading, found: Attributes, *, stopped: bool) -> None:
    """How many leads: the largest number told, or a second one; where ``stopped`` not the planned ones."""
    most = 0
    for match in _LEADS.finditer(reading.text):
        start = match.start()
        sentence = reading.sentence_at(start)
        if sentence is None or not (sentence.role in PERFORMING or sentence.role == "aside"):
            continue
        if stopped and sentence.role == "title":
            continue
        if any(low <= start < high for low, high in reading.unticked(start, start + 1)):
            continue
        told = [m.status for m in sentence.mentions if m.names_work]
        if (told and COUNTED.isdisjoint(told)) or any(
            (cue.category == "historical" and cue.start < start)
            or (cue.category in _UNDONE and cue.direction == "backward" and cue.start > start)
            or (cue.category == "aborted" and cue.end > start and cue.start - match.end() <= 1)
            for cue in sentence.cues
        ):
            continue
        word = (match["number"] or match["field"] or match["after"] or match["label"] or "two").lower()
        number = _NUMBERS.get(word) or int(word)
        if number > most:
            most = number
            found.put("leads", str(number), reading, start, match.end())
    undone = list(_LEAD_NOT_PLACED.finditer(reading.text))
    if most > 1 and undone and not _LEAD_PLACED.search(reading.text, undone[-1].end()):
        most = min(most - 1, 2) if undone[-1]["third"] else 1
        found.put("leads", str(most), reading, *undone[-1].span())
    table = _LEAD_TABLE.search(reading.text)
    rows = len(table["rows"].strip().splitlines()) if table else 0
    if table and rows > most:
        found.put("leads", str(rows), reading, table.start("rows"), table.end("rows"))
