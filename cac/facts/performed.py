"""Which families were performed today, and which words of the note belong to each.

`roles` says what each sentence may prove, `clues` and `ablation` find what points to a family, `choice` decides, and
`zones` binds the words. What is planned, past, refused, printed in a menu or told for teaching never counts, and is
kept as "seen, not counted".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from cac.facts.ablation import resolve_ablation
from cac.facts.account import PERFORMING, REPORTED, TITLED, TOLD, Account, Clue, Performed
from cac.facts.choice import choose_families, named_beside, without_nameless
from cac.facts.clues import find_clues
from cac.facts.offers import settle_offers
from cac.facts.roles import settle_roles
from cac.facts.signs import (
    OPENING,
    acts,
    dose_told,
    form_shows_work,
    holds,
    moves,
    of_another_day,
    opens_as_visit,
    states,
    states_amount,
    work_told,
)
from cac.facts.zones import bind_words
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Family
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_OPERATION = re.compile(r"operation|surgery|procedures? performed|operative procedure", re.I)
_BLANK_ABOVE = re.compile(r"\n[^\S\n]*\n\s*\Z")
_ADDRESSES = 700  # characters in which a letter does
_FIELD_WORDS = 5
_OUTCOME = ("element:complications", "element:patient_response", "element:needle_confirmation", "done")
_HEADING_LINES = 2
_PAST_WORDS = 6  # "pain after open hernia repair"
_TERSE = 110  # words
_OFTEN, _SHARE = 5, 0.02  # how often, and in which share of its words, a handout speaks to its reader
_TELLS_RELIEF = ("body", "outcome")
_INTENDED = frozenset(["aborted", "planned", "intended"])
_STOPS_IN = ("body", "field", "diagnosis", "outcome")
_NOT_A_NOTE_ROLES = frozenset(["title", "field", "body", "plan", "codes", "aside", "history"])


def find_performed(reading: Reading) -> Account:
    """Find the performed families and bind the words of the note to them."""
    lexicon = reading.lexicon
    settle_roles(reading)
    settle_offers(reading)
    found = find_clues(reading)
    account = Account(not_counted=found.not_counted, nothing_done=_nothing_done(reading))
    if account.nothing_done:
        account.not_counted += [clue.mention for clue in found.clues if clue.is_name]
        return account
    clues = resolve_ablation(_of_today(found.clues, reading), reading)
    acted = work_told(reading)
    shown = acted or dose_told(reading) or form_shows_work(reading)
    terse = len(reading.words.keys) < _TERSE and not opens_as_visit(reading)
    if not acted and any(m.status == "other_provider" for m in reading.mentions("delivers")):
        shown = terse = False  # "The injection was performed by the fluoroscopy service."
    if not (shown or terse):
        # No act is told: only "was performed today" beside a name can still prove it.
        clues = [clue for clue in clues if clue.weight >= TOLD and states(clue.mention.sentence, "done")]
    if not acted and _is_purpose_only(clues, reading):
        clues = []  # "He presents for a caudal epidural with 80 mg of Kenalog. His sugar was 420."
    clues = without_nameless(clues, lexicon)
    slugs = choose_families(clues, reading, acted=shown, terse=terse)
    if not slugs and acted and _needle_told(reading) and (_one_place(found.told) or reading.mentions("today")):
        told = [
            clue
            for clue in found.told
            if (lexicon.families[clue.slug].counter != "muscles" or _needles_muscles(reading))
            and (not clue.mention.get("bare") or _is_followed_by_dose(clue, reading))
        ]
        clues = clues + resolve_ablation(told, reading)
        slugs = choose_families(clues, reading, acted=True, terse=terse)
    account.performed = _one_a_file(slugs, clues, lexicon)
    account.other_operation = _other_operation(reading)
    if account.other_operation:
        titled = _titled_beside_operation(clues, lexicon)
        account.performed = [performed for performed in account.performed if performed.slug in titled]
    account.beside = named_beside(clues, [performed.slug for performed in account.performed], reading)
    bind_words(
        account, clues + [clue for clue in found.told if clue.strong] + _given_up_places(account, reading), reading
    )
    return account


def _given_up_places(account: Account, reading: Reading) -> list[Clue]:
    """Places of one of several procedures that were given up: what stands there is of that one."""
    slugs = {performed.slug for performed in account.performed}
    if len(slugs) < 2:
        return []
    return [
        Clue(mention.slug, mention, TOLD, not mention.get("weak"))
        for sentence in reading.sentences
        if sentence.role in ("body", "field")
        for mention in sentence.mentions
        if mention.status == "aborted" and mention.label[:6] in ("target", "family") and mention.slug in slugs
    ]


def _of_today(clues: list[Clue], reading: Reading) -> list[Clue]:
    """Without what somebody "underwent", where relief of days or longer is told behind it."""
    lasting = max((m.start for m in reading.mentions("lasting") if m.sentence.role in _TELLS_RELIEF), default=-1)
    return [
        clue
        for clue in clues
        if clue.weight != REPORTED or clue.mention.start > lasting or states(clue.mention.sentence, "today")
    ]


def find_attempted(reading: Reading) -> Account:
    """Find the families that titles name, for a note on which the work was given up before it was begun."""
    found = find_clues(reading)
    clues = resolve_ablation([clue for clue in found.clues if clue.weight == TITLED], reading)
    account = Account()
    account.performed = _one_a_file(choose_families(clues, reading, acted=True, terse=True), clues, reading.lexicon)
    bind_words(account, clues, reading)
    return account


@contextmanager
def titles_as_intended(reading: Reading) -> Iterator[None]:
    """Read what was to be done as if no title said "(aborted)" or "planned"; afterwards they say it again.

    A sentence that names the procedure and says that it was given up stands for a title; so does one that says what was
    planned, where no title names it.
    """
    titled = any(s.role == "title" and s.labels.get("family") for s in reading.sentences)
    announcing = {"aborted"} if titled else _INTENDED
    stopping = [
        s
        for s in reading.sentences
        if s.role in _STOPS_IN
        and (named := s.labels.get("family"))
        and (any(m.status in announcing for m in named) or any(cue.category == "aborted" for cue in s.cues))
    ]
    titles = [s for s in reading.sentences if s.role == "title"] + stopping
    before = [(s, s.role, s.cues) for s in titles]
    statuses = [(m, m.status) for title in titles for m in title.mentions if m.status in _INTENDED]
    for title in titles:
        title.role = "title"
        title.cues = [cue for cue in title.cues if cue.category not in _INTENDED]
    for mention, _ in statuses:
        mention.status = STATED
    try:
        yield
    finally:
        for title, role, cues in before:
            title.role, title.cues = role, cues
        for mention, status in statuses:
            mention.status = status


def _nothing_done(reading: Reading) -> Mention | None:
    """The words that say that nothing was done, or that this is an order, a call, a handout."""
    for mention in reading.mentions("nothing_done", "not_a_note"):
        if mention.label == "nothing_done":
            if _is_whole_denial(mention, reading):
                return mention
        elif mention.value and mention.sentence.role in _NOT_A_NOTE_ROLES and _opens_text(mention, reading):
            return mention
    other = _report(reading) or _handout(reading)
    if other:
        return other
    for s in reading.sentences:
        if _is_cancelled_field(s, reading):
            start = reading.words.starts[s.first]
            mention = Mention("nothing_done", "nothing_done", (), s.first, s.last - 1, start, s.end, s)
            if _is_whole_denial(mention, reading):
                return mention
    return None


def _report(reading: Reading) -> Mention | None:
    """The first line of a report of images or tests ("MRI OF THE LUMBAR SPINE"), which names no procedure.

    "MR ARTHROGRAM" and a place name none either, where no needle is told.
    """
    if not reading.sentences or reading.sentences[0].role not in ("title", "exam"):
        return None
    mentions = reading.sentences[0].mentions
    report = next((m for m in mentions if m.label == "reports"), None)
    if report is None:
        return None
    others = [m for m in mentions if not report.first <= m.first <= m.last <= report.last]
    if any(m.label in ("family", "nouns") for m in others):
        return None
    named = any(m.names_work or m.label == "nouns" for m in mentions)
    needled = named and any(moves(s) for s in reading.sentences if s.role in PERFORMING)
    return None if needled else report


def _handout(reading: Reading) -> Mention | None:
    """The first word that speaks to the reader, where the note does so before it tells of any work, and often."""
    addressed, words = reading.lexicon.cues.addressed, reading.words
    spots = [index for index, key in enumerate(words.keys) if key in addressed]
    if len(spots) < _OFTEN or len(spots) < _SHARE * len(words.keys) or _is_letter(reading):
        return None
    work = next((s.last for s in reading.sentences if states(s, "delivers") and states(s, "drug")), len(words.keys))
    if spots[1] >= work:
        return None
    index, sentence = spots[0], reading.sentence_at(words.starts[spots[0]])
    span = words.starts[index], words.ends[index]
    return Mention("not_a_note", "not_a_note", (), index, index, *span, sentence) if sentence else None


def _is_cancelled_field(sentence: Sentence, reading: Reading) -> bool:
    """Whether a field says no more than that ("Status: CANCELLED"), or a sentence does ("Not done.")."""
    if sentence.last - sentence.first > _FIELD_WORDS:
        return False
    said = " ".join(key for key in reading.words.keys[sentence.first : sentence.last] if key.isalnum())
    denials = reading.lexicon.cues.denials
    if said in denials or (sentence.index == 0 and any(said.endswith(" " + denial) for denial in denials)):
        return True
    return (
        sentence.role in ("title", "field") and reading.words.keys[sentence.last - 1] in reading.lexicon.cues.cancelled
    )


def _is_letter(reading: Reading) -> bool:
    """Whether the note is written to somebody."""
    return "dear" in reading.words.keys


def _opens_text(mention: Mention, reading: Reading) -> bool:
    """Whether words stand in the heading of the note, open a letter, or stand in capitals below a blank line."""
    sentence = mention.sentence
    if mention.start < OPENING and sentence.index < 2:
        return True
    if mention.start < _ADDRESSES and _is_letter(reading):
        first = next((s for s in reading.sentences if s.role == "body"), None)
        if sentence is first:
            return True  # behind the address
    above = reading.text[sentence.section.start : sentence.start]
    capitals = reading.text[mention.start : mention.end].isupper() and not reading.text.isupper()
    return (
        sentence.section.role == "preamble"
        and capitals
        and (not above.strip() or _BLANK_ABOVE.search(above) is not None)
    )


def _is_whole_denial(mention: Mention, reading: Reading) -> bool:
    """Whether "was not performed" means the visit, and not one side or level, nor something before the dose told."""
    return (
        mention.sentence.role != "consent"
        and mention.status != "unchecked"
        and not holds(mention.sentence, "side", "target_nouns")
        and not any(
            s is not mention.sentence
            and s.role in PERFORMING
            and not of_another_day(s, s.end)
            and (states_amount(reading, s) or moves(s))
            and (
                s.start > mention.end or (s.role == "body" and states(s, "delivers", "places") and not holds(s, "skin"))
            )
            for s in reading.sentences
        )
    )


def _is_purpose_only(clues: list[Clue], reading: Reading) -> bool:
    """Whether a procedure is named only as what somebody came for, with no dose or outcome in another sentence."""
    if not clues or any(clue.mention.status != "intended" for clue in clues) or form_shows_work(reading):
        return False
    purposes = {clue.mention.sentence.index for clue in clues}
    others = (s for s in reading.sentences if s.role in PERFORMING and s.index not in purposes)
    return not any(states_amount(reading, s) or holds(s, *_OUTCOME) for s in others)


def _needle_told(reading: Reading) -> bool:
    """Whether a needle went somewhere, or a drug was given with its amount."""
    return any(
        s.role in PERFORMING and (moves(s) or (acts(reading, s) and states_amount(reading, s)))
        for s in reading.sentences
    )


def _needles_muscles(reading: Reading) -> bool:
    """Whether an act is told of muscles or bands; a sore muscle is found at many visits."""
    nouns = reading.lexicon.acts.muscle_nouns
    return any(
        s.role in PERFORMING and states(s, "delivers") and not nouns.isdisjoint(reading.words.keys[s.first : s.last])
        for s in reading.sentences
    )


def _one_place(told: list[Clue]) -> bool:
    """Whether only one place is told where needle work is told without naming its place ("the bursa was flooded")."""
    return len({(clue.slug, clue.mention.value) for clue in told}) == 1


def _is_followed_by_dose(clue: Clue, reading: Reading) -> bool:
    """Whether needle work with an amount is told after a bare place; "weakness of the wrist" alone is no place."""
    after = reading.sentences[clue.mention.sentence.index :]
    return any(s.role in PERFORMING and acts(reading, s) and states_amount(reading, s) for s in after)


def _one_a_file(slugs: list[str], clues: list[Clue], lexicon: Lexicon) -> list[Performed]:
    """The performed families; two of one file that are done at places share their words under the first one's name."""
    performed: list[Performed] = []
    of_file: dict[str, str] = {}
    for slug in slugs:
        family = lexicon.families[slug]
        file = family.slugs()[0]
        if family.kind == "target" and file in of_file:
            for clue in clues:
                if clue.slug == slug:
                    clue.slug = of_file[file]
            continue
        of_file[file] = slug
        performed.append(Performed(slug, family, file))
    return performed


def _other_operation(reading: Reading) -> Mention | None:
    """The operation of another specialty that a title names, known or not."""
    for mention in reading.mentions("operation"):
        before = reading.words.keys[max(mention.first - _PAST_WORDS, mention.sentence.first) : mention.first]
        past = not reading.lexicon.other_specialty.past_before.isdisjoint(before)
        if mention.status == STATED and mention.sentence.role == "title" and not past:
            return mention
    return _foreign_title(reading)


def _foreign_title(reading: Reading) -> Mention | None:
    """A listed operation that names nothing of ours ("removal of plate and screws"): a block in the text served it."""
    listed = [
        s
        for s in reading.sentences
        if s.role == "title"
        and s.last - s.first > 3
        and _OPERATION.search(reading.text, s.section.start, s.section.body)
    ]
    ours = any(
        m.label in ("family", "nouns", "nerve_place") or m.label.startswith("target:")
        for s in listed
        for m in s.mentions
    )
    if not listed or ours:
        return None
    first = listed[0]
    return Mention("operation", "operation", (), first.first, first.last - 1, first.section.body, first.end, first)


def _holds_operation(family: Family) -> bool:
    """Whether an operation in the same title may be a step of the family's work ("laminotomy for a paddle lead")."""
    return family.kind == "spinal" or family.operation_is_step


def _titled_beside_operation(clues: list[Clue], lexicon: Lexicon) -> set[str]:
    """The families that a title names beside another specialty's operation, as work of their own.

    A later line without a verb ("At the end 20 cc in the subacromial space") is no title.
    """
    return {
        clue.slug
        for clue in clues
        if clue.mention.sentence.role == "title"
        and (clue.mention.sentence.section.name or clue.mention.sentence.index < _HEADING_LINES)
        and (
            not states(clue.mention.sentence, "operation")
            or (clue.strong and _holds_operation(lexicon.families[clue.slug]))
        )
    }
