"""Which words of the note belong to which family: every performing sentence, or part of one, goes to one family."""

from __future__ import annotations

from typing import NamedTuple

from cac.facts.account import INTENDED, PERFORMING, Account, Clue, Performed, Zone
from cac.lexicon.loader import Lexicon
from cac.nlp.reading import Mention, Reading, Sentence

_MARKS = frozenset([",", ";"])


class _Head(NamedTuple):
    """A mention that says of which performed family the words around it tell."""

    mention: Mention
    slug: str


def bind_words(account: Account, clues: list[Clue], reading: Reading) -> None:
    """Give the families of ``account`` their evidence and zones; what belongs to none goes to ``account.general``."""
    lexicon = reading.lexicon
    performed = {family.slug: family for family in account.performed}
    if not performed:
        return
    heads = _find_heads(clues, performed, lexicon)
    for clue in clues:
        if clue.slug in performed and (clue.strong or clue.weight >= INTENDED):
            performed[clue.slug].evidence.append(clue.mention)
    current = next(iter(performed)) if len(performed) == 1 else None
    for sentence in reading.sentences:
        here = heads.get(sentence.index, [])
        if sentence.role not in PERFORMING and not here:
            continue
        changes = _changes(here, sentence, current, lexicon)
        if not changes:
            zones = performed[current].zones if current else account.general
            zones.append(Zone(sentence, sentence.start, sentence.end))
            continue
        start = sentence.start
        for index, (_mention, slug) in enumerate(changes):
            following = changes[index + 1].mention if index + 1 < len(changes) else None
            end = _split(reading, here, slug, following) if following else sentence.end
            performed[slug].zones.append(Zone(sentence, start, end))
            start = end
        # After a list of what was done the words below must say which they speak of.
        current = None if len(performed) > 1 and _is_list(sentence) else changes[-1].slug


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


def _is_list(sentence: Sentence) -> bool:
    """Whether the sentence is the title that lists what was done."""
    return sentence.role == "title" and (sentence.index == 0 or sentence.section.name == "procedure_title")


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
