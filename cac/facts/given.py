"""Every giving of a drug or of contrast with its amounts: what the supply lines of a claim are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cac.facts.account import PERFORMING
from cac.facts.agents import VOLUME, read_agents
from cac.facts.containers import SIZE_AFTER, Container, read_containers, read_syringe
from cac.facts.drugs import AMOUNT, Dose
from cac.facts.evidence import evidence_of
from cac.facts.signs import COUNTED
from cac.facts.toxin import read_total
from cac.lexicon.numbers import UP_TO_TEN
from cac.lexicon.schema import Drugs
from cac.nlp.reading import Mention, Reading, Sentence
from cac.records import Evidence, Given, Procedure, unchecked

_EACH = re.compile(
    rf"(?:\b(?:each|per|every)\b(?:\s+of)?(?:\s+(?:the|these|those))?(?:\s+(?P<count>\d{{1,2}}|{UP_TO_TEN}))?"
    r"(?P<words>(?:\s+[a-z]+\b){0,4})|/\s*(?P<noun>[a-z]+))",
    re.I,
)
_EACH_WORDS = frozenset(["each", "per", "every"])
_REACH = 90
_OPENING_WORDS = 3
_NO_NOUN = frozenset(["was", "were", "is", "and", "then", "under", "with", "without", "after", "injected", "given"])
_PLAIN_UNIT = re.compile(r"[^/%]*", re.I)  # no strength
_OPENS = 15  # characters: "At each level, after aspiration, 1 mL ..." speaks of all that follows
_OF_SOMETHING_ELSE = re.compile(r"needle|cannula|aspirat|remov|withdr|contrast|spread|skin|wheal|confirm|identif", re.I)
_ENDS = re.compile(r"[.;](?!\d)")
_RANGE = re.compile(r"\d\s*(?:-|–|to)$")
_HYPHENED_NAME = re.compile(r"[A-Za-z]-?\d*\s*-$")
_NUMBERS = {word: number for number, word in enumerate(UP_TO_TEN.split("|"), 1)}
_STRENGTH_IN_NAME = re.compile(r"\s?[-–]\s?\d")
_PER_ML = re.compile(r"\s*(?:/|\bper\b)\s*(?:ml|cc|milliliter)\b", re.I)
_NEXT_DRUG = re.compile(  # what parts two drugs; "mg/mL" parts nothing
    r"\b(?:and|plus|with|mixed|combined|followed|along)\b|[,;+&](?!\d)|/(?!\d|\s*(?:ml|cc)\b)|\.\s|\n", re.I
)
_OWN_VOLUME = re.compile(  # "40 mg/mL, 1 mL + ...", and not "40 mg/mL, 2 mL of bupivacaine"
    r"\s*[,x]?\s*(?:\d+(?:\.\d+)?|\.\d+|one|two|three)\s*(?:ml|cc)\b"
    r"(?=\s*(?:[,;+&(.]|(?:and|plus|with|mixed|combined)\b))",
    re.I,
)
_NAME_ENDS = re.compile(r"[\s,:(-]*(?:\d+(?:\s*mg)?)?[\s,:(/-]*")
_NOTHING = re.compile(r"\b(?:no|none|not|nothing|without|zero|inject\w*|given|used|remainder|rest|balance|0)\b")
_CONTRAST = "contrast"
_new_given = unchecked(Given)


@dataclass(slots=True)
class _Draft:
    """One giving while it is put together."""

    mention: Mention
    name: str
    window: str
    values: dict[str, Any]
    procedures: set[int] = field(default_factory=set)
    evidence: Evidence | None = None


def read_given(
    doses: Iterable[tuple[Dose, range]], procedures: Sequence[Procedure], reading: Reading
) -> tuple[Given, ...]:
    """The givings of a note, in reading order.

    Args:
        doses: where drugs are told, each with the places of its procedures in ``procedures``.
        procedures: what was performed.
        reading: the note.
    """
    drafts: dict[int, _Draft] = {}
    for dose, places in doses:
        mention = dose.mention
        draft = drafts.get(mention.start)
        if draft is None:
            window, values = _amounts(dose)
            draft = drafts[mention.start] = _Draft(mention, mention.value, window, values)
        draft.procedures.update(places)
        draft.evidence = draft.evidence or dose.evidence
    for agent in read_agents(procedures, reading):
        drafts.setdefault(
            agent.mention.start, _Draft(agent.mention, _CONTRAST, agent.window, agent.values, agent.procedures)
        )
    if not drafts:
        return ()
    found = [drafts[start] for start in sorted(drafts)]
    containers = read_containers([(draft.name, draft.mention) for draft in found], reading)
    if any(container.discarded for container in containers.values()):
        found = [draft for draft in found if not _thrown_away(draft.mention, reading)]
    named = _words_of(found, reading)
    told = [draft.name for draft in found]
    return tuple(
        _given(draft, named[draft.name], containers.get(draft.name), reading, apart=told.count(draft.name) > 1)
        for draft in found
    )


def _amounts(dose: Dose) -> tuple[str, dict[str, Any]]:
    """The text that speaks of a drug, and its amounts as stated there.

    Where another drug beside it cuts the text in the middle of "40 mg/mL 1 mL + ...", it is read again.
    """
    told, place, mention = dose.told, dose.place, dose.mention
    window, text = told.window(place), dose.told.text
    before, _, behind = window.rpartition(text[mention.start : mention.end])
    beside = [told.mentions[other] if 0 <= other < len(told.mentions) else None for other in (place - 1, place + 1)]
    last, following = (other if other and other.sentence is mention.sentence else None for other in beside)
    start, end = mention.start - len(before), mention.end + len(behind)
    found = text[start:end] == window  # not where the name stands in it twice
    cut_before = found and last is not None and _PER_ML.match(text, start)
    cut_behind = found and following is not None and _PER_ML.match(text, end)
    if not cut_before and not cut_behind:
        return window, {"dose": dose.dose, "volume": dose.volume, "concentration": dose.concentration}
    if cut_before:
        parts = [part.start() for part in _NEXT_DRUG.finditer(text, cut_before.end(), mention.start)]
        start = parts[-1] if parts else cut_before.end()
    if cut_behind and following:
        own = _OWN_VOLUME.match(text, cut_behind.end())
        part = _NEXT_DRUG.search(text, own.end() if own else cut_behind.end(), following.start)
        end = part.start() if part else following.start
    return text[start:end], _read_again(text[start:end])


def _read_again(window: str) -> dict[str, Any]:
    found: dict[str, Any] = {"dose": None, "volume": None, "concentration": None}
    for match in AMOUNT.finditer(window):
        unit = match["unit"].lower()
        strength = "/" in unit or "per" in unit or unit == "%"
        kind = "concentration" if strength else "volume" if VOLUME.match(unit) else "dose"
        found[kind] = found[kind] or match.group().strip()
    return found


def _given(draft: _Draft, product: str, container: Container | None, reading: Reading, *, apart: bool) -> Given:
    words, mention, values = reading.lexicon.drugs, draft.mention, draft.values
    sentence = mention.sentence
    kind: Literal["drug", "contrast"] = "contrast" if draft.name == _CONTRAST else "drug"
    of = words.drugs[draft.name].kind if kind == "drug" else ""
    if of == "toxin":
        values.update(read_total(mention, values["dose"], reading))
    elif of == "viscosupplement" and not any(values.values()) and (syringe := read_syringe(mention, reading)):
        values.update(syringe.values)
        sentence = syringe.sentence
        values.update(_share(mention, sentence, syringe.start, syringe.end, reading))
        if syringe.number > 1 and values.pop("each", ""):
            values["total"] = True  # "two syringes, one in each knee"
    elif any(values.values()):
        _mend(draft, reading)
        values.update(_share(mention, sentence, mention.start, mention.end, reading))
        values["range"] = _is_range(draft.window, values["dose"], values["volume"])
    if container:
        values.update(container.values())
    return _new_given(
        name=draft.name,
        kind=kind,
        product=product,
        field=sentence.role != "body",
        sides=_sides(mention) if apart else frozenset(),
        places=_places(mention, reading) if apart else frozenset(),
        procedures=tuple(sorted(draft.procedures)),
        evidence=(draft.evidence or evidence_of(reading, mention.start, mention.end),),
        **values,
    )


def _mend(draft: _Draft, reading: Reading) -> None:
    """Units need more care than what is shown: a strength is no dose, the volume nearest to a drug is its own."""
    mention, values, window = draft.mention, draft.values, draft.window
    dose = values["dose"]
    if dose and dose not in window and _STRENGTH_IN_NAME.match(reading.text, mention.end):
        values["dose"] = None  # "Kenalog-40": 40 mg in a mL
        values["concentration"] = values["concentration"] or f"{dose}/mL"
    elif dose and (spot := reading.text.find(dose, mention.start - _REACH if mention.start > _REACH else 0)) >= 0:
        per = _PER_ML.match(reading.text, spot + len(dose))
        if per and spot < mention.end + _REACH:  # "baclofen 2000 mcg/mL, 40 mL (Gablofen)"
            values["dose"], values["concentration"] = None, values["concentration"] or f"{dose}/mL"
    name = reading.text[mention.start : mention.end]
    spot = window.find(name)
    low = window.lower()
    told = low.count("ml") + low.count("cc") + low.count("milliliter")
    volumes = [m for m in AMOUNT.finditer(window) if VOLUME.match(m["unit"])] if told > 1 else []
    if len(volumes) > 1 and spot >= 0:
        volumes = [m for m in volumes if not SIZE_AFTER.match(window, m.end())] or volumes
        values["volume"] = min(volumes, key=lambda m: max(m.start() - spot - len(name), spot - m.end())).group().strip()
    elif values["volume"] is None and values["dose"] is None:
        values["volume"] = _volume_behind(mention, reading)


def _volume_behind(mention: Mention, reading: Reading) -> str | None:
    """The volume behind a comma: "Kenalog-40, 2 mL"; not where it is the next drug's."""
    sentence = mention.sentence
    ends = min((m.start for m in sentence.labels.get("drug", ()) if m.start > mention.start), default=sentence.end)
    volumes = [m for m in AMOUNT.finditer(reading.text, mention.end, ends) if VOLUME.match(m["unit"])]
    if not volumes or not _NAME_ENDS.fullmatch(reading.text, mention.end, volumes[0].start()):
        return None
    return volumes[0].group().strip() if len(volumes) > 1 or ends == sentence.end else None


def _thrown_away(mention: Mention, reading: Reading) -> bool:
    """Whether the words tell only what became of the rest: "7 mL of the Omnipaque was discarded"."""
    after = re.split(r"[.;,\n]", reading.text[mention.end : min(mention.sentence.end, mention.end + 40)])[0].lower()
    words = re.findall(r"[a-z]+", after)
    return not reading.lexicon.drugs.discarded.isdisjoint(words) and not _NOTHING.search(after)


def _words_of(drafts: list[_Draft], reading: Reading) -> dict[str, str]:
    """For each name the words by which the note calls it, with "preservative free" where that stands beside it."""
    keys = reading.words.keys
    found: dict[str, dict[str, None]] = {draft.name: {} for draft in drafts}
    for sentence in reading.sentences:
        if sentence.role in PERFORMING or sentence.role == "anesthesia":
            for mention in sentence.labels.get("drug", ()):
                if mention.value in found and mention.status in COUNTED:
                    found[mention.value][" ".join(keys[mention.first : mention.last + 1])] = None
    for draft in drafts:
        told = " ".join(keys[draft.mention.first : draft.mention.last + 1])
        if draft.name == _CONTRAST:
            number = draft.values.pop("iodine", "")
            told = f"{told} {number}" if number and number not in told else told
        elif _says(draft.window, reading.lexicon.drugs.preservative_free):
            told += " preservative free"
        found[draft.name][told] = None
    return {name: "; ".join(told) for name, told in found.items()}


def _says(text: str, phrases: list[str]) -> bool:
    low = f" {text.lower()} "
    if "free" not in low and "pf" not in low:
        return False
    low = low.replace("-", " ")
    return any(f" {phrase.replace('-', ' ')} " in low for phrase in phrases)


# -- how often the amount was given ---------------------------------------------------------------------------------


def _share(mention: Mention, sentence: Sentence, start: int, end: int, reading: Reading) -> dict[str, Any]:
    """Whether the amount in ``start:end`` went to each of several places, was all of it, or is a part of a mixture."""
    text, words = reading.text, reading.lexicon.drugs
    out: dict[str, Any] = {}
    keys = reading.words.keys[sentence.first : sentence.last]
    if not words.in_all.isdisjoint(keys):
        out["total"] = True
    if not words.mixed.isdisjoint(keys):
        out["mixed"] = True
    low, high = max(sentence.start, start - _REACH), min(sentence.end, end + _REACH)
    if not _EACH_WORDS.isdisjoint(keys[:_OPENING_WORDS]):
        low = sentence.start  # "At each of the L3, L4 medial branches and the L5 dorsal ramus, 0.5 mL ..."
    if _EACH_WORDS.isdisjoint(keys) and "/" not in text[low:high]:
        return out
    for match in _EACH.finditer(text, low, high):
        if match.start() >= end:
            between = text[end : match.start()]
            if _ENDS.search(between) or _OF_SOMETHING_ELSE.search(between):
                continue
        else:
            between = text[match.end() : start]
            if match.start() - sentence.start > _OPENS and (
                "," in between or ";" in between or _OF_SOMETHING_ELSE.search(between)
            ):
                continue
        kind = _counts(match, words)
        if kind:
            out["each"] = "unclear" if kind == "treated" and _of_drugs(mention, match, reading) else kind
            if match["count"]:
                count = match["count"].lower()
                out["each_count"] = _NUMBERS.get(count) or int(count)
            break
    return out


def _counts(match: re.Match[str], words: Drugs) -> str:
    """What "each" counts; "" where it speaks of no place ("each mL contains")."""
    told = [match["noun"].lower()] if match["noun"] else (match["words"] or "").lower().split()
    for word in told:
        if word in words.each_side:
            return "sides"
        if word in words.each_level:
            return "levels"
        if word in words.each_place:
            return "places"
    return "" if told and told[0] not in _NO_NOUN else "treated"


def _of_drugs(mention: Mention, each: re.Match[str], reading: Reading) -> bool:
    """Whether "each" may speak of the drugs: "lidocaine and Kenalog, 1 mL each" tells one amount for two of them."""
    if each.start() < mention.start:
        return False
    others = [m for m in mention.sentence.labels.get("drug", ()) if m.value != mention.value and m.start < each.start()]
    if any(other.start > mention.start for other in others):
        return True
    amounts = AMOUNT.finditer(reading.text, mention.sentence.start, mention.start)
    return bool(others) and not any(_PLAIN_UNIT.fullmatch(amount["unit"]) for amount in amounts)


def _is_range(window: str, *amounts: str | None) -> bool:
    """Whether the number is the end of two: "40-80 mg"."""
    for amount in amounts:
        before = window[: max(window.find(amount), 0)].rstrip() if amount else ""
        if before.endswith(("-", "–", "to")) and _RANGE.search(before) and not _HYPHENED_NAME.search(before):
            return True
    return False


# -- what tells two givings from one told twice -----------------------------------------------------------------------


def _sides(mention: Mention) -> frozenset[str]:
    told = {m.value for m in mention.sentence.labels.get("side", ()) if m.value}
    return frozenset(told - {"both"} | {"left", "right"} if "both" in told else told)


def _places(mention: Mention, reading: Reading) -> frozenset[str]:
    sentence, keys = mention.sentence, reading.words.keys
    levels = {
        f"{item.upper}-{item.lower}" if item.lower else item.upper
        for group in reading.levels(sentence.start, sentence.end)
        for item in group.items
    }
    named = {" ".join(keys[m.first : m.last + 1]) for m in sentence.mentions if m.label.startswith("target:")}
    return frozenset(levels or named)
