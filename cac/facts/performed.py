"""Which families were performed today, and which words of the note belong to each.

A name in a title counts when the body tells an act; a name or a place in the body counts with its act in the sentence.
What is planned, past, refused, printed in a menu or told for teaching never counts, and is kept as "seen, not counted".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, takewhile

from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Family
from cac.nlp.sentences import is_narrative
from cac.nlp.reading import STATED, Mention, Reading, Sentence

PERFORMING = frozenset(["title", "body", "field", "findings"])
_TIGHT = frozenset(
    [
        "withdrawn",
        "received",
        "off",
        "tapped",
        "fluid",
        "injected",
        "injection",
        "injections",
        "inj",
        "aspirated",
        "aspiration",
        "arthrocentesis",
        "into",
        "block",
        "blocks",
        "blocked",
        "instilled",
        "infiltrated",
        "drained",
        "entered",
        "inject",
    ]
)
_TIE = 5
_SIGNS = frozenset(
    ["guidance", "element:needle_confirmation", "element:complications", "element:patient_response", "contrast"]
)
_BESIDE = frozenset(
    [
        "lateral",
        "medial",
        "below",
        "above",
        "inferior",
        "superior",
        "proximal",
        "distal",
        "near",
        "ulnar",
        "radial",
        "cephalad",
        "caudad",
        "posterior",
        "anterior",
        "beneath",
        "behind",
        "overlying",
        "volar",
        "dorsal",
    ]
)
_POINTING = frozenset(["each", "both", "these", "all", "they", "those", "this", "it", "there"])
_OPERATION = re.compile(r"operation|surgery|procedures? performed|operative procedure", re.I)
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_BOXED = re.compile(r"[ \t]*(?:\[\s?[xX]?\s?\]|[☐□○☒☑■●◉✓]|\([xX ]?\))")
_HEAD = 200
_SHORT_FIELD = 60
_WAIT = 4
_ELSEWHERE = frozenset(["history", "plan", "codes", "consent", "exam"])
_BARRIER = frozenset(".;:!?\n")
_AMOUNT_UNITS = frozenset(["mg", "ml", "cc", "mcg", "units", "unit", "percent", "milligrams", "u"])


@dataclass(slots=True)
class Zone:
    """A stretch of a sentence that belongs to one family (or to all, before any is named)."""

    sentence: Sentence
    start: int
    end: int

    def mentions(self, label: str) -> list[Mention]:
        """The mentions of one label inside the zone."""
        return [m for m in self.sentence.mentions if m.label == label and self.start <= m.start and m.end <= self.end]


@dataclass(slots=True)
class Performed:
    """A family that was performed: its proof, its words, and how sure the proof is."""

    slug: str
    family: Family
    file: str
    evidence: list[Mention] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """What was performed, what belongs to no family, and what was seen but not counted."""

    performed: list[Performed] = field(default_factory=list)
    general: list[Zone] = field(default_factory=list)
    not_counted: list[Mention] = field(default_factory=list)
    acted: bool = False
    told: list[_Clue] = field(default_factory=list)
    nothing_done: Mention | None = None
    other_operation: Mention | None = None
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(slots=True)
class _Clue:
    slug: str
    mention: Mention
    weight: int  # 3 title, 2 body, 1 intended, 0 reported
    strong: bool


def _has(sentence: Sentence, *labels: str) -> bool:
    return any(m.label in labels and m.status == STATED for m in sentence.mentions)


def _amount(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence states an amount of a drug."""
    if not any(m.label == "drug" and m.status in (STATED, "reported", "intended") for m in sentence.mentions):
        return False
    keys = reading.words.keys[sentence.first : sentence.last]
    return not _AMOUNT_UNITS.isdisjoint(keys) or "%" in reading.text[sentence.start : sentence.end]


def _evident(reading: Reading) -> bool:
    """Whether a form without verbs shows that the work was done: imaging and tip position, and how it ended."""
    seen = {
        m.label
        for s in reading.sentences
        if s.role in (*PERFORMING, "outcome", "anesthesia")
        for m in s.mentions
        if m.status in (STATED, "negated") and m.label in _SIGNS
    }
    return len(seen) >= 3


def _volume(reading: Reading, sentence: Sentence) -> bool:
    return _has(sentence, "delivers") and not {"cc", "ml"}.isdisjoint(
        reading.words.keys[sentence.first : sentence.last]
    )


def _settle_paragraphs(reading: Reading) -> None:
    """A paragraph that tells needle work counts as body, whatever header stood above the paragraph before it.

    "INDICATION: ...", a blank line, then "Prone, prepped. A 22 gauge needle was advanced ..." with no header of its own.
    """
    working: object = None
    for sentence in reading.sentences:
        section = sentence.section
        if section.role not in ("history", "diagnosis", "exam", "plan", "consent", "outcome", "anesthesia", "aside"):
            continue
        if working is section:
            sentence.role = "body" if is_narrative(reading.words.keys, sentence.first, sentence.last) else "field"
            continue
        gap = _PARAGRAPH.search(reading.text, section.body, sentence.start + 1)
        if gap is None or not reading.text[section.body : gap.start()].strip():
            line = reading.text.find("\n", section.body)
            if (
                0 <= line - section.body <= _SHORT_FIELD
                and sentence.start > line
                and section.role not in ("history", "exam", "plan")
            ):
                if _has(sentence, "instruments") and (
                    _has(sentence, "places", "delivers", "guidance") or _amount(reading, sentence)
                ):
                    working = section
                    sentence.role = "body"
            continue
        stop = _PARAGRAPH.search(reading.text, sentence.start + 1, section.end)
        end = stop.start() if stop else section.end
        inside = list(
            takewhile(lambda s: s.start < end and s.section is section, islice(reading.sentences, sentence.index, None))
        )  # noqa: B023
        needles = any(_has(s, "instruments") for s in inside) and any(_has(s, "places", "delivers") for s in inside)
        ready = any(m.label == "positioning" for s in inside for m in s.mentions) or any(
            _amount(reading, s) for s in inside
        )
        if needles and ready:
            working = section
            sentence.role = "body" if is_narrative(reading.words.keys, sentence.first, sentence.last) else "field"


def _settle_roles(reading: Reading) -> None:
    """A plan, exam or history that tells today's act ("the knee was injected with 40 mg today") counts as body."""
    _settle_paragraphs(reading)
    for sentence in reading.sentences:
        if sentence.role in ("diagnosis", "consent", "aside", "history", "anesthesia") and _BOXED.match(
            reading.text, sentence.start
        ):
            if "\n" in reading.text[sentence.section.body : sentence.start]:
                sentence.role = "field"
    for sentence in reading.sentences:
        if sentence.role in ("plan", "exam", "history", "diagnosis", "outcome", "anesthesia", "aside"):
            delivered = [m for m in sentence.mentions if m.label == "delivers" and m.status == STATED]
            if (not delivered and sentence.role != "aside") or sentence.last - sentence.first < 5:
                continue
            today = any(m.label == "today" for m in sentence.mentions)
            named = any(
                m.status == STATED and (m.label.startswith("target:") or m.label == "family") for m in sentence.mentions
            )
            tells = _has(sentence, "instruments") and _has(sentence, "places")
            if sentence.role in ("plan", "exam", "outcome") and (
                (today and named)
                or (
                    (_amount(reading, sentence) or _volume(reading, sentence))
                    and (named or tells or _has(sentence, "instruments"))
                )
            ):
                sentence.role = "body"
            elif (
                sentence.role == "aside"
                and _amount(reading, sentence)
                and not any(m.label == "systemic" for m in sentence.mentions)
            ):
                sentence.role = "field"
            elif sentence.role in ("history", "diagnosis") and today and named and _amount(reading, sentence):
                sentence.role = "body"
            elif sentence.role in ("outcome", "anesthesia") and tells and _amount(reading, sentence):
                sentence.role = "body"


def _covered(mentions: list[Mention]) -> set[int]:
    """Positions (in the list) of place mentions that stand inside a longer term ("knee" in "knee extensors")."""
    long = [
        m
        for m in mentions
        if m.label == "family"
        or m.label.startswith(("target:", "muscle:"))
        or m.label in ("drug", "operation", "landmarks")
    ]
    return {
        index
        for index, m in enumerate(mentions)
        if m.label.startswith("target:")
        and any(
            o is not m
            and o.first <= m.first
            and m.last <= o.last
            and o.last - o.first > m.last - m.first
            and o.label != m.label
            for o in long
        )
    }


def _tight(reading: Reading, mention: Mention) -> bool:
    """An act stands within a few words of the place ("was injected into the right knee")."""
    keys = reading.words.keys
    for step in (-1, 1):
        for distance in range(1, _TIE + 1):
            index = (mention.first if step < 0 else mention.last) + step * distance
            if not 0 <= index < len(keys) or keys[index] in _BARRIER:
                break
            if keys[index] in _TIGHT:
                return True
    return False


@cache
def _absorbers(lexicon_id: int) -> dict[str, tuple[str, ...]]:
    lexicon = _LEXICONS[lexicon_id]
    found: dict[str, set[str]] = {}
    for slug, family in lexicon.families.items():
        for other in family.absorbs:
            found.setdefault(other, set()).add(slug)
        found.setdefault(slug, set()).update(family.absorbed_by)
    return {slug: tuple(sorted(others - {slug})) for slug, others in found.items()}


_LEXICONS: dict[int, Lexicon] = {}


def _clues(reading: Reading, lexicon: Lexicon, account: Account) -> list[_Clue]:
    clues: list[_Clue] = []
    waiting: list[tuple[Sentence, str, Mention]] = []
    titled_noun = any(section.name.startswith("procedure") for section in reading.sections) or any(
        m.label == "nouns" or (m.label == "family" and m.status == STATED)
        for s in reading.sentences
        if s.role in ("title", "field")
        for m in s.mentions
    )
    for sentence in reading.sentences:
        role = sentence.role
        mentions = sentence.mentions
        if not mentions:
            continue
        acts = _has(sentence, "delivers") or (_has(sentence, "instruments") and _amount(reading, sentence))
        moves = _has(sentence, "places") and _has(sentence, "instruments")
        positioning = (
            any(m.label == "positioning" for m in mentions)
            and not _has(sentence, "instruments")
            and not _has(sentence, "drug")
        )
        noun = any(m.label == "nouns" and m.status in (STATED, "intended", "reported") for m in mentions)
        covered: set[int] | None = None
        for index, mention in enumerate(mentions):
            label = mention.label
            if label == "family":
                slug = mention.value
            elif label.startswith("target:"):
                slug = mention.get("family") or label[7:]
            else:
                continue
            if (
                mention.get("title_only")
                and sentence.index > 0
                and not (titled_noun and (role == "title" or (role == "field" and sentence.last - sentence.first <= 8)))
            ):
                continue
            if mention.status in ("planned", "intended") and role in PERFORMING and _done_today(sentence, mention):
                mention.status = STATED
            if role in PERFORMING and mention.status == "aborted" and label == "family":
                clues.append(_Clue(slug, mention, 1, True))
                continue
            if role not in PERFORMING or mention.status not in (STATED, "intended", "reported"):
                if (
                    role in ("diagnosis", "history")
                    and mention.status == "intended"
                    and label == "family"
                    and not mention.get("weak")
                ):
                    clues.append(_Clue(slug, mention, 1, True))
                elif label == "family" and not mention.get("generic"):
                    account.not_counted.append(mention)
                continue
            titled = role == "title" or (role == "field" and (sentence.section.role != "body" or noun))
            if mention.status == "reported" and not (
                _amount(reading, sentence) or _has(sentence, "guidance", "contrast")
            ):
                if label == "family":
                    account.not_counted.append(mention)
                continue
            weight = {"intended": 1, "reported": 0}.get(mention.status, 3 if titled else 2)
            strong = not mention.get("weak")
            if label == "family":
                if weight == 2 and not (acts or moves or _has(sentence, "done", "repeat")):
                    weight = 1
                clues.append(_Clue(slug, mention, weight, strong))
                continue
            if covered is None:
                covered = _covered(mentions)
            if index in covered or (role == "body" and _landmark(reading, mention)):
                continue
            if role in ("title", "field") or weight < 2:
                prepares = any(m.label == "positioning" for m in mentions)
                if mention.get("bare") and (
                    prepares or (role == "field" and sentence.section.role not in ("title", "other"))
                ):
                    if not _tight(reading, mention) and not _amount(reading, sentence):
                        continue
                if (
                    noun
                    or mention.get("proves")
                    or acts
                    or (
                        sentence.last - sentence.first <= 7
                        and not any(m.label == "element:indication" for m in mentions)
                    )
                    or _amount(reading, sentence)
                    or (titled_noun and sentence.section.name == "procedure_title")
                ):
                    clues.append(_Clue(slug, mention, weight, strong))
            elif (acts or moves) and not positioning:
                if mention.get("bare"):
                    strong = False
                    if not _tight(reading, mention):
                        weight = 1
                clues.append(_Clue(slug, mention, weight, strong))
            elif noun and any(m.label == "nouns" and mention.first <= m.first <= mention.last + 3 for m in mentions):
                clues.append(_Clue(slug, mention, 1, strong))
            elif mention.status == STATED:
                waiting.append((sentence, slug, mention))
                account.told.append(_Clue(slug, mention, 2, not mention.get("weak")))
        if (acts or moves) and (_has(sentence, "drug", "instruments")) and role == "body":
            pointing = not _POINTING.isdisjoint(reading.words.keys[sentence.first : sentence.last])
            for before, slug, mention in waiting:
                if (
                    sentence.index - before.index <= _WAIT
                    and (pointing or positioned(before))
                    and before is not sentence
                ):
                    clues.append(
                        _Clue(slug, mention, 2 if pointing and not mention.get("bare") else 1, not mention.get("weak"))
                    )
            waiting = [] if pointing else waiting
        if waiting and sentence.index - waiting[0][0].index > _WAIT:
            waiting = [entry for entry in waiting if sentence.index - entry[0].index <= _WAIT]
    return clues


def _done_today(sentence: Sentence, mention: Mention) -> bool:
    """ "... a series of injections, which were performed today": told as done after all."""
    today = any(m.label == "today" and m.first > mention.last for m in sentence.mentions)
    return today and any(m.label == "done" and m.first > mention.last for m in sentence.mentions)


def _landmark(reading: Reading, mention: Mention) -> bool:
    """A place named only to find another ("lateral to the tendon origin", "below the medial epicondyle")."""
    keys = reading.words.keys[max(mention.sentence.first, mention.first - 6) : mention.first]
    for index in range(len(keys) - 1, -1, -1):
        if keys[index] in ("into", "in", "within", "inside") or keys[index] in _BARRIER:
            return False
        if keys[index] in _BESIDE and (index + 1 == len(keys) or keys[index + 1] in ("to", "of", "the")):
            return True
    return False


def positioned(sentence: Sentence) -> bool:
    """Whether the sentence prepares a place: "the left heel was prepped", "the band was palpated and marked"."""
    return any(m.label == "positioning" for m in sentence.mentions)


def _resolve_ablation(clues: list[_Clue], reading: Reading, lexicon: Lexicon, lone_sacral: bool) -> list[_Clue]:
    """Read what "radiofrequency ablation" alone was done to: facet nerves, sacral lateral branches, another nerve."""
    generic = [
        c
        for c in clues
        if c.mention.label == "family" and c.mention.get("generic") and c.slug in ("facet_rfa", "neurolysis")
    ]
    ablating = any(
        c.slug in ("facet_rfa", "neurolysis", "sacral_lateral_branch_rfa") and c.weight >= 1
        for c in clues
        if c.mention.label == "family"
    )
    lytic = [
        m
        for m in reading.mentions("drug")
        if m.status == STATED and m.sentence.role in PERFORMING and m.value in _NEUROLYTIC(lexicon)
    ]
    out: list[_Clue] = []
    facet = any(c.slug == "facet_rfa" and not c.mention.get("generic") for c in clues)
    branches = any(c.slug.startswith("sacral_lateral_branch") for c in clues) or (bool(generic) and lone_sacral)
    nerves = [c for c in clues if c.slug == "neurolysis" and c.mention.label != "family"]
    facet_words = any(m.status == STATED and m.sentence.role in PERFORMING for m in reading.mentions("facet_word"))
    for clue in clues:
        if clue.mention.label == "family" and clue.mention.get("generic") and clue.slug in ("facet_rfa", "neurolysis"):
            continue
        if clue.slug == "neurolysis" and clue.mention.label != "family":
            here = any(
                m.label == "family" and m.get("generic") or m.label == "drug" and m in lytic
                for m in clue.mention.sentence.mentions
            )
            if not (ablating or lytic) or (facet and not here):
                continue
        if clue.slug == "sacral_lateral_branch_block" and ablating:
            clue.slug = "sacral_lateral_branch_rfa"
        out.append(clue)
    if generic:
        if nerves and not (facet_words and not any(c.weight == 3 for c in nerves)):
            slug = "neurolysis"
        elif branches:
            slug = "sacral_lateral_branch_rfa"
        elif facet or facet_words:
            slug = "facet_rfa"
        elif any(c.slug == "si_joint_injection" and c.weight == 3 for c in clues):
            slug = "sacral_lateral_branch_rfa"
        else:
            slug = "facet_rfa" if not nerves else "neurolysis"
        spots = {id(c.mention.sentence): c for c in generic}
        out += [_Clue(slug, c.mention, c.weight, True) for c in spots.values()]
    return out


@cache
def _neurolytic(lexicon_id: int) -> frozenset[str]:
    return frozenset(
        name
        for name, drug in _LEXICONS[lexicon_id].drugs.drugs.items()
        if drug.kind == "neurolytic" and name != "hypertonic saline"
    )


def _NEUROLYTIC(lexicon: Lexicon) -> frozenset[str]:  # noqa: N802
    return _neurolytic(id(lexicon))


def find_performed(reading: Reading, lexicon: Lexicon, sacral_levels: bool) -> Account:
    """Find the performed families and bind the words of the note to them.

    Args:
        reading: the pipeline's reading.
        lexicon: the lexicons it was read with.
        sacral_levels: whether S2 or S3 stands in the note as a level.
    """
    _LEXICONS[id(lexicon)] = lexicon
    account = Account()
    _settle_roles(reading)
    clues = _clues(reading, lexicon, account)
    account.nothing_done = _nothing_done(reading)
    if account.nothing_done:
        account.not_counted += [c.mention for c in clues if c.mention.label == "family"]
        clues = []
    clues = _resolve_ablation(clues, reading, lexicon, sacral_levels)
    account.acted = any(
        s.role in ("body", "field")
        and _has(s, "delivers", "places")
        and (
            _has(s, "instruments", "drug", "contrast")
            or _volume(reading, s)
            or any(m.label.startswith("target:") and m.status == STATED for m in s.mentions)
        )
        and not (any(m.label == "positioning" for m in s.mentions) and not _has(s, "instruments", "drug"))
        for s in reading.sentences
    )
    visit = any(m.start < _HEAD for m in reading.mentions("visits"))
    terse = len(reading.words.keys) < 110 and not visit
    dosed = any(s.role not in _ELSEWHERE and _amount(reading, s) for s in reading.sentences) or _evident(reading)
    if not account.acted and not (terse or dosed):
        # No act is told: only "was performed today" beside a name can still prove it.
        clues = [c for c in clues if c.weight >= 2 and _has(c.mention.sentence, "done")]
    named = {c.slug for c in clues if c.mention.label == "family"}
    clues = [
        c for c in clues
        if c.slug in named or not lexicon.families[c.slug].target_needs_name or c.mention.value in lexicon.families[c.slug].name_optional_targets
    ]  # fmt: skip
    keep = _choose(clues, reading, lexicon, acted=account.acted or dosed, terse=terse)
    if (
        not keep
        and not account.nothing_done
        and account.acted
        and (_one_place(account.told) or reading.mentions("today"))
    ):
        clues = clues + _resolve_ablation(account.told, reading, lexicon, sacral_levels)
        keep = _choose(clues, reading, lexicon, acted=True, terse=terse)
    files: dict[str, str] = {}
    for slug in keep:
        family = lexicon.families[slug]
        if family.kind == "target" and family.slugs()[0] in files:  # two names of one file share their words
            for clue in clues:
                if clue.slug == slug:
                    clue.slug = files[family.slugs()[0]]
            continue
        files[family.slugs()[0]] = slug
        account.performed.append(Performed(slug, family, family.slugs()[0]))
    operations = [m for m in reading.mentions("operation") if m.status == STATED and m.sentence.role == "title"]
    account.other_operation = operations[0] if operations else _foreign_title(reading)
    if account.other_operation:
        titled = {
            c.slug
            for c in clues
            if c.mention.sentence.role == "title"
            and (not _has(c.mention.sentence, "operation") or (c.strong and lexicon.families[c.slug].kind == "spinal"))
        }
        account.performed = [p for p in account.performed if p.slug in titled]
    _bind(account, clues, reading, lexicon)
    return account


def _foreign_title(reading: Reading) -> Mention | None:
    """A listed operation that names nothing of ours ("removal of plate and screws"): a block in the text served it."""
    listed = [
        s
        for s in reading.sentences
        if s.role == "title"
        and _OPERATION.search(reading.text, s.section.start, s.section.body)
        and s.last - s.first > 3
    ]
    if not listed or any(
        m.label in ("family", "nouns", "nerve_place") or m.label.startswith("target:")
        for s in listed
        for m in s.mentions
    ):
        return None
    first = listed[0]
    return Mention("operation", "operation", (), first.first, first.last - 1, first.section.body, first.end, first)


def _one_place(told: list[_Clue]) -> bool:
    """Whether only one place is told where needle work is told without naming its place ("the bursa was flooded")."""
    return len({(c.slug, c.mention.value) for c in told}) == 1


def _nothing_done(reading: Reading) -> Mention | None:
    """The words that say that nothing was done, or that this is an order, a call, a handout."""
    for m in reading.mentions("nothing_done", "not_a_note"):
        part = any(s.label == "side" or s.label == "target_nouns" for s in m.sentence.mentions)
        later = any(s.start > m.end and _amount(reading, s) and s.role in PERFORMING for s in reading.sentences)
        if (
            m.label == "nothing_done"
            and not part
            and not later
            and m.sentence.role not in ("consent",)
            and m.status != "unchecked"
        ):
            return m
        if (
            m.label == "not_a_note"
            and m.start < _HEAD
            and m.sentence.role in ("title", "field", "body", "plan", "codes", "aside", "history")
            and m.sentence.index < 2
        ):
            return m
    return None


def _choose(clues: list[_Clue], reading: Reading, lexicon: Lexicon, *, acted: bool, terse: bool) -> list[str]:
    """The slugs performed, in the order in which the note first names them."""
    absorbers = _absorbers(id(lexicon))
    best: dict[str, _Clue] = {}
    for clue in clues:
        held = best.get(clue.slug)
        if held is None or (clue.weight, clue.strong) > (held.weight, held.strong):
            best[clue.slug] = clue
    firm = {slug for slug, clue in best.items() if clue.weight >= 2}
    if not any(best[slug].strong or best[slug].weight == 3 for slug in firm):
        firm |= {slug for slug, clue in best.items() if clue.weight == 1 and clue.strong and (acted or terse)}
    else:
        firm |= {
            slug
            for slug, clue in best.items()
            if clue.weight == 1 and clue.strong and acted
            and any(best[other].weight >= 2 and slug in absorbers.get(other, ()) for other in firm)
        }  # fmt: skip
    if not firm:
        firm = {
            slug
            for slug, clue in best.items()
            if clue.weight <= 1 and (clue.strong or clue.weight == 1) and (terse or acted)
        }
    kept: set[str] = set()
    listed = any(
        best[slug].weight == 3 and best[slug].strong and best[slug].mention.sentence.section.name == "procedure_title"
        for slug in firm
    )
    strong_elsewhere = any(best[slug].strong and best[slug].weight >= 2 for slug in firm)
    for slug in sorted(firm, key=lambda s: (-best[s].weight, -best[s].strong, best[s].mention.start)):
        clue = best[slug]
        family = lexicon.families[slug]
        if clue.mention.get("generic") and family.kind == "target" and clue.mention.label == "family":
            if not any(c.slug == slug and c.mention.label != "family" for c in clues):
                continue
        if family.target_needs_name and clue.mention.label != "family":
            if (
                not any(c.slug == slug and c.mention.label == "family" for c in clues)
                and clue.mention.value not in family.name_optional_targets
            ):
                continue
        if family.agent_required and not _agent(reading, lexicon, family.agent_required):
            continue
        if listed and clue.weight == 2 and family.kind == "target" and not _amount(reading, clue.mention.sentence):
            continue  # the title lists what was done; a place told in passing is no further procedure
        by = [
            other
            for other in absorbers.get(slug, ())
            if other in firm
            and (best[other].strong or not clue.strong)
            and (other in kept or slug not in absorbers.get(other, ()))
        ]
        if by and not _stands_alone(slug, by, clues):
            continue
        if (
            not clue.strong
            and clue.weight < 3
            and strong_elsewhere
            and not (clue.mention.get("bare") and _tight(reading, clue.mention))
        ):
            continue
        kept.add(slug)
    if not kept and firm:
        kept = {max(firm, key=lambda slug: (best[slug].weight, best[slug].strong))}
        kept = {s for s in kept if not (best[s].mention.get("generic") and lexicon.families[s].kind == "target")}
    order = {slug: min(c.mention.start for c in clues if c.slug == slug) for slug in kept}
    return sorted(kept, key=order.__getitem__)


def _agent(reading: Reading, lexicon: Lexicon, kind: str) -> bool:
    return any(
        m.status in (STATED, "intended", "reported")
        and m.sentence.role in PERFORMING
        and lexicon.drugs.drugs[m.value].kind == kind
        for m in reading.mentions("drug")
    )


def _stands_alone(slug: str, by: list[str], clues: list[_Clue]) -> bool:
    """An absorbed family survives when a title or an act names it strongly apart from the one that absorbs it."""
    theirs = {id(c.mention.sentence) for c in clues if c.slug in by}
    return any(c.slug == slug and c.strong and c.weight == 3 and id(c.mention.sentence) not in theirs for c in clues)


_CONJUNCTIONS = frozenset(["and", "with", "plus", "followed", "also", ",", ";", "then", "&", "+"])


def _bind(account: Account, clues: list[_Clue], reading: Reading, lexicon: Lexicon) -> None:
    """Give every performing sentence, or part of one, to the family it tells of."""
    absorbers = _absorbers(id(lexicon))
    performed = {p.slug: p for p in account.performed}
    account.sentences = [s for s in reading.sentences if s.role in PERFORMING]
    if not performed:
        return
    heads: dict[int, list[tuple[Mention, str]]] = {}
    told: dict[int, set[str]] = {}
    for clue in clues:
        told.setdefault(id(clue.mention.sentence), set()).add(clue.slug)
    for clue in clues:
        slug = clue.slug
        if slug not in performed:
            takers = [other for other in absorbers.get(slug, ()) if other in performed]
            near = told[id(clue.mention.sentence)]
            slug = next((other for other in takers if other in near), takers[0] if takers else "")
            if not slug:
                continue
        if clue.weight >= 1 or len(performed) == 1 or True:
            heads.setdefault(id(clue.mention.sentence), []).append((clue.mention, slug))
            if clue.slug in performed and (clue.strong or clue.weight >= 1):
                performed[slug].evidence.append(clue.mention)
    extra = {id(m.sentence) for heads_ in heads.values() for m, _ in heads_}
    sentences = [s for s in reading.sentences if s.role in PERFORMING or (id(s) in extra)]
    current: str | None = next(iter(performed)) if len(performed) == 1 else None
    for sentence in sentences:
        here = sorted(heads.get(id(sentence), []), key=lambda pair: pair[0].start)
        named: list[tuple[Mention, str]] = []
        for mention, slug in here:
            beside = [s for _m, s in here if s != slug and _is_absorbed(slug, s, absorbers)]
            if mention.get("weak") and beside:
                slug = beside[0]
            if (
                mention.get("weak")
                and current
                and current != slug
                and slug in performed
                and _is_absorbed(slug, current, absorbers)
                and sentence.role == "body"
            ):
                slug = current
            if named and named[-1][1] == slug:
                named[-1] = (mention, slug) if False else named[-1]
                continue
            named.append((mention, slug))
        if not named:
            zone = Zone(sentence, sentence.start, sentence.end)
            if current:
                performed[current].zones.append(zone)
            else:
                account.general.append(zone)
            continue
        start = sentence.start
        for index, (_mention, slug) in enumerate(named):
            end = sentence.end
            if index + 1 < len(named):
                end = _split(reading, here, slug, named[index + 1][0], sentence)
            performed[slug].zones.append(Zone(sentence, start, end))
            start = end
        current = named[-1][1]
        if (
            sentence.role == "title"
            and len(performed) > 1
            and (sentence.index == 0 or sentence.section.name == "procedure_title")
        ):
            current = None  # a list of what was done; the words below must say which they speak of


def _is_absorbed(slug: str, by: str, absorbers: dict[str, tuple[str, ...]]) -> bool:
    return by in absorbers.get(slug, ())


def _split(reading: Reading, here: list[tuple[Mention, str]], slug: str, following: Mention, sentence: Sentence) -> int:
    """Where the words of one family end and the next one's begin: the last conjunction between the two names."""
    words = reading.words
    before = [m for m, s in here if s == slug and m.start < following.start]
    low = max((m.last for m in before), default=sentence.first) + 1
    spots = [index for index in range(low, following.first) if words.keys[index] in _CONJUNCTIONS]
    return words.starts[spots[-1]] if spots else (words.starts[low] if low <= following.first else following.start)
