"""Which words of the note belong to which family: every performing sentence, or part of one, goes to one family."""

from __future__ import annotations

import re
from typing import NamedTuple

from cac.facts.account import INTENDED, PERFORMING, Account, Clue, Performed, Zone
from cac.facts.signs import holds, states_amount, word_keys
from cac.facts.treated_levels import looked_at
from cac.lexicon.loader import Lexicon
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_MARKS = frozenset([",", ";"])
_SIDE_REACH = 3  # words
_LEAD_WORDS = 2
_TURN_WORDS = 6
_INDENT = 40  # characters
# The number or letter of an item: "1)", "For #2", "Procedure B:", "(a)".
_ITEM = re.compile(
    r"\s*(?:(?:for|on|as for|regarding|re)\s+)?(?P<word>(?:procedure|injection|block|site|item|target)\s+)?"
    r"(?P<sign>[#(]|no\.?\s)?\s*(?P<item>\d|[A-Da-d])(?![\w.]\w)(?P<end>\s*[).:\]](?=\s)|\s+[-–]\s)?",
    re.I,
)
_NEXT_STEP = re.compile(
    r"\s*(?:\W*(?:then|next|after(?:wards?)?|second(?:ly)?|also|now|finally|last(?:ly)?|following|attention|turning|moving"
    r"|for the|as for|lastly|thirdly)\b)",
    re.I,
)
_ALL = re.compile(
    r"\b(?:(?:for|on|during|with|in|throughout)\s+(?:both|either|neither|all|each|every)|at\s+(?:both|either|neither))\b(?!\s*(?:side|level|joint|nerve|needle)s?\b)"
    r"|\b(?:both|all|each|either|neither|every)\s+(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?:\w+\s+){0,2}?"
    r"(?:procedures?|injections?|blocks?|parts?|sites?|areas?|needles?|of\s+them|these|those)\b"
    r"|\b(?:neither|both|all)\s+(?:needed|required|had|were|was|used|done|performed|under|with(?:out)?)\b",
    re.I,
)

_COLLECTIVE = frozenset(["both", "either", "neither", "all", "each", "every"])  # one stands in each of the above


class _Head(NamedTuple):
    """A mention that says of which performed family the words around it tell."""

    mention: Mention
    slug: str


def bind_words(account: Account, clues: list[Clue], reading: Reading) -> None:
    """Give the families of ``account`` their evidence and zones; what belongs to none goes to ``account.general``."""
    performed = {family.slug: family for family in account.performed}
    if not performed:
        return
    for clue in clues:
        if clue.slug in performed and (clue.strong or clue.weight >= INTENDED):
            performed[clue.slug].evidence.append(clue.mention)
    heads = _find_heads(clues, performed, reading.lexicon)
    binder = _Binder(account, performed, heads, reading)
    for sentence in reading.sentences:
        here = heads.get(sentence.index, [])
        if sentence.role in PERFORMING or here:
            binder.bind(sentence, here)
    binder.flush()


class _Binder:
    """Gives the sentences, one after another, to the family that they speak of."""

    def __init__(
        self, account: Account, performed: dict[str, Performed], heads: dict[int, list[_Head]], reading: Reading
    ) -> None:
        self._account = account
        self._performed = performed
        self._reading = reading
        self._several = len(performed) > 1
        self._current = None if self._several else next(iter(performed))
        self._items = _items(heads, reading) if self._several else {}
        self._levels = _titled_levels(heads, reading) if self._several else {}
        self._sided = _titled_sides(heads, performed, reading) if self._several else {}
        self._waiting: list[Zone] = []  # of a paragraph that has not named anything yet
        self._by_level = False  # whether a level turned the words to their family, for a paragraph
        self._before_level: str | None = None

    def bind(self, sentence: Sentence, here: list[_Head]) -> None:
        """Give a sentence, with the ``here`` heads in it, to one family or to several."""
        if self._several and _positions(sentence, self._reading):
            here = [head for head in here if not head.mention.get("bare")]
        opens = _begins_paragraph(sentence, self._reading)
        turned = self._sided.get(_leading_side(sentence)) if self._sided and sentence.role != "title" else None
        if turned and all(head.slug == turned or head.mention.get("bare") for head in here):
            self._current = turned
            self._performed[turned].zones.append(Zone(sentence, sentence.start, sentence.end))
            return
        changes = _changes(here, sentence, None if here and opens else self._current, self._reading.lexicon)
        if changes:
            self._divide(sentence, here, changes, opens=opens)
        else:
            self._go_on(sentence, opens=opens)

    def flush(self) -> None:
        """What waited for a name and found none is of no family."""
        self._account.general += self._waiting
        self._waiting = []

    def _go_on(self, sentence: Sentence, *, opens: bool) -> None:
        """Bind a sentence that names nothing: to the family at hand, unless a level or a step turns to another."""
        whole = Zone(sentence, sentence.start, sentence.end)
        if self._several:
            if self._by_level and opens:
                self._current, self._by_level = self._before_level, False
            by_level = _level_turn(sentence, self._levels, self._reading)
            if by_level and not self._by_level:
                self._before_level, self._by_level = self._current, True
            self._current = by_level or _turn(sentence, self._current, self._items, self._performed, self._reading)
            if _of_all(sentence, self._reading):
                self._account.collective.append(whole)
        if opens:
            self.flush()
        (self._performed[self._current].zones if self._current else self._waiting).append(whole)

    def _divide(self, sentence: Sentence, here: list[_Head], changes: list[_Head], *, opens: bool) -> None:
        """Give each part of a sentence to the family that it names, and what waited to the only one named."""
        if not opens and len({head.slug for head in changes}) == 1:
            self._performed[changes[0].slug].zones += self._waiting  # "Right shoulder: ...", before the bursa is named
            self._waiting = []
        self.flush()
        self._by_level = False
        start = sentence.start
        for index, (_mention, slug) in enumerate(changes):
            following = changes[index + 1].mention if index + 1 < len(changes) else None
            end = _split(self._reading, here, slug, following) if following else sentence.end
            self._performed[slug].zones.append(Zone(sentence, start, end))
            start = end
        # After a list of what was done the words below must say which they speak of.
        self._current = None if self._several and _is_list(sentence, self._reading) else changes[-1].slug


def _titled_sides(
    heads: dict[int, list[_Head]], performed: dict[str, Performed], reading: Reading
) -> dict[str | None, str]:
    """Side → family, where the titles name each family on one side, and no two on the same."""
    sides: dict[str, set[str]] = {}
    for index, here in heads.items():
        sentence = reading.sentences[index]
        if sentence.role != "title":
            continue
        told = [m for m in sentence.labels.get("side", ()) if m.status == STATED]
        names = [
            head for head in here if not head.mention.get("bare")
        ] or here  # not "knee" in "genicular block, left knee"
        alone = len({head.slug for head in names}) == 1
        for mention, slug in names:
            near = [m for m in told if 0 < mention.first - m.last <= _SIDE_REACH]
            sides.setdefault(slug, set()).update(m.value for m in (near[-1:] or (told if alone else [])))
    single: dict[str | None, str] = {next(iter(values)): slug for slug, values in sides.items() if len(values) == 1}
    return single if len(single) == len(performed) and "both" not in single else {}


def _titled_levels(heads: dict[int, list[_Head]], reading: Reading) -> dict[str, str]:
    """Level → family, of the levels that titles name for one family alone."""
    told: dict[str, set[str]] = {}
    for index, here in heads.items():
        sentence = reading.sentences[index]
        slugs = {head.slug for head in here}
        if sentence.role == "title" and len(slugs) == 1:
            for group in reading.levels(sentence.start, sentence.end):
                for item in group.items:
                    told.setdefault(item.name, set()).update(slugs)
    return {name: slugs.pop() for name, slugs in told.items() if len(slugs) == 1}


def _level_turn(sentence: Sentence, levels: dict[str, str], reading: Reading) -> str | None:
    """The family whose titled level a sentence of the body tells, and of no other family."""
    if not levels or sentence.role != "body":
        return None
    slugs: set[str] = set()
    for group in reading.levels(sentence.start, sentence.end):
        first, last = reading.words.at(group.start), reading.words.at(group.end)
        if first - sentence.first <= _TURN_WORDS and not looked_at(sentence, first, last, reading):
            slugs |= {levels[item.name] for item in group.items if item.name in levels}
    return slugs.pop() if len(slugs) == 1 else None


def _leading_side(sentence: Sentence) -> str | None:
    """The side that a sentence begins with: "Left: ...", "On the right the needle ..."."""
    return next(
        (
            m.value
            for m in sentence.labels.get("side", ())
            if m.status == STATED and m.first - sentence.first <= _LEAD_WORDS
        ),
        None,
    )


def _items(heads: dict[int, list[_Head]], reading: Reading) -> dict[str, str]:
    """The numbers or letters under which the procedures are listed, where no later step bears another one."""
    listed: dict[str, str] = {}
    others: set[str] = set()
    for sentence in reading.sentences:
        item = _item_of(sentence, reading)
        if not item:
            continue
        slugs = {slug for _, slug in heads.get(sentence.index, ())}
        if len(slugs) == 1:
            listed.setdefault(item, slugs.pop())
        elif not slugs and sentence.role in PERFORMING:
            others.add(item)
    return listed if len(set(listed.values())) > 1 and others <= listed.keys() else {}


def _item_of(sentence: Sentence, reading: Reading) -> str:
    """The number or letter that a sentence begins with."""
    match = _ITEM.match(reading.text, sentence.start, sentence.end)
    return match["item"].lower() if match and (match["end"] or match["sign"] or match["word"]) else ""


def _turn(
    sentence: Sentence,
    current: str | None,
    items: dict[str, str],
    performed: dict[str, Performed],
    reading: Reading,
) -> str | None:
    """The family that a sentence without a head turns to: by its number in the list, or by a place it names."""
    item = _item_of(sentence, reading) if items else ""
    if item in items:
        return items[item]
    if sentence.role == "title" and not _tells_how(sentence, reading):
        return current
    if _positions(sentence, reading) or (
        current
        and not (_NEXT_STEP.match(reading.text, sentence.start, sentence.end) or _begins_line(sentence, reading))
    ):
        return current
    named = {
        slug
        for m in sentence.mentions
        if m.status == STATED and m.names_work and not (current and m.get("bare"))
        if (slug := m.slug) in performed
    }
    return named.pop() if len(named) == 1 else current


def _begins_line(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence is the first of its line."""
    text, start = reading.text, sentence.start
    while start < sentence.end and text[start].isspace():
        start += 1
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip()


def _positions(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence only tells how the patient lay: "supine with a bolster under both knees"."""
    keys = word_keys(reading, sentence)
    lying = sentence.role == "body" and not reading.lexicon.acts.lying.isdisjoint(keys)
    return lying and not holds(sentence, "instruments", "drug", "delivers", "places")


def _begins_paragraph(sentence: Sentence, reading: Reading) -> bool:
    """Whether a blank line stands before the sentence."""
    first = reading.words.starts[sentence.first]
    return reading.text[max(first - _INDENT, 0) : first].rstrip(" \t").endswith("\n\n")


def _of_all(sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence that names no procedure speaks of all: "no imaging for either", "fluoroscopy for both"."""
    collective = not _COLLECTIVE.isdisjoint(word_keys(reading, sentence))
    if collective and _ALL.search(reading.text, sentence.start, sentence.end):
        return True
    without = any(m.value == "none" for m in sentence.labels.get("guidance", ()))
    return without and _begins_line(sentence, reading)


def _find_heads(clues: list[Clue], performed: dict[str, Performed], lexicon: Lexicon) -> dict[int, list[_Head]]:
    """The heads of each sentence (by its index), in reading order; those of absorbed families go to the absorber."""
    told: dict[int, set[str]] = {}
    for clue in clues:
        told.setdefault(clue.mention.sentence.index, set()).add(clue.slug)
    heads: dict[int, list[_Head]] = {}
    for clue in clues:
        slug, index = clue.slug, clue.mention.sentence.index
        if slug not in performed:
            takers = [other for other in lexicon.absorbers.get(slug, ()) if other in performed]
            if not takers:
                continue
            slug = next((other for other in takers if other in told[index]), takers[0])
        heads.setdefault(index, []).append(_Head(clue.mention, slug))
    for here in heads.values():
        here.sort(key=lambda head: head.mention.start)
    return heads


def _changes(here: list[_Head], sentence: Sentence, current: str | None, lexicon: Lexicon) -> list[_Head]:
    """The heads at which the sentence turns to another family; a weak word follows the family that absorbs it."""
    changes: list[_Head] = []
    for mention, told_slug in here:
        slug = told_slug
        if mention.get("weak"):
            absorbers = lexicon.absorbers.get(slug, ())
            slug = next((head.slug for head in here if head.slug != slug and head.slug in absorbers), slug)
            if sentence.role == "body" and current != slug and current in lexicon.absorbers.get(slug, ()):
                slug = current
        if not changes or changes[-1].slug != slug:
            changes.append(_Head(mention, slug))
    return changes


def _is_list(sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence is the title that lists what was done, and does not itself tell how."""
    if sentence.role != "title" or _tells_how(sentence, reading):
        return False
    return sentence.index == 0 or sentence.section.name == "procedure_title"


def _split(reading: Reading, here: list[_Head], slug: str, following: Mention) -> int:
    """Where the words of one family end and the next one's begin: the last conjunction between the two names."""
    words = reading.words
    named = [head.mention for head in here if head.slug == slug and head.mention.start < following.start]
    low = max((mention.last for mention in named), default=following.sentence.first) + 1
    joining = reading.lexicon.acts.joining | _MARKS
    spots = [index for index in range(low, following.first) if words.keys[index] in joining]
    if spots:
        return words.starts[spots[-1]]
    return words.starts[low] if low <= following.first else following.start


def _tells_how(sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence tells of needles, an act or an amount."""
    return holds(sentence, "instruments", "delivers") or states_amount(reading, sentence)
