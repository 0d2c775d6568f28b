"""All terms of the lexicons in one trie, with the label that says what kind of thing each names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from cac.errors import LexiconError
from cac.lexicon.gapped import GAP, Clause, Gapped
from cac.lexicon.loader import Lexicon, load_lexicon
from cac.lexicon.numbers import NUMBER_WORDS
from cac.lexicon.terms import Entry, TermError, Trie, expand
from cac.lexicon.yamlfile import place_of_term
from cac.nlp.layout import Layout
from cac.nlp.level_words import LevelReader
from cac.nlp.reading import Reading
from cac.nlp.retractions import taken_back
from cac.nlp.spelling import Speller
from cac.nlp.tokenizer import TokenOffsets, text_of
from cac.nlp.words import read_words


class Cue(NamedTuple):
    """An assertion cue: what it says, where it looks, how many words it reaches, and the stops that do not end it."""

    category: str
    direction: str
    within: int
    through: frozenset[str]


class Vocabulary(NamedTuple):
    """What the pipeline looks up."""

    lexicon: Lexicon
    trie: Trie
    gapped: Gapped
    confusions: Trie
    headers: dict[tuple[str, ...], tuple[str, str]]
    cues: dict[str, Cue]
    speller: Speller
    level_words: LevelReader

    def read(self, text: str) -> Reading:
        """Start the reading of ``text``: its words in an even layout; nothing else is read yet."""
        layout = Layout(text)
        layout.write(self.level_words.find(layout.text))
        layout.write(self.level_words.find_spaces(layout.text))
        words = read_words(layout.text, self.confusions, self.speller)
        layout.write(words.levels)
        if words.taken_back:
            for start, end in taken_back(words, layout.text, self.trie):
                words.drop(start, end)
                layout.blank(start, end)
        return Reading(layout, words, self.lexicon)

    def read_doc(self, doc: Doc, *, tokens: bool = True) -> Reading:
        """The same of the text of ``doc``, left there, with the places of its tokens where they are asked for."""
        doc._.cac_reading = reading = self.read(text_of(doc))
        if tokens:
            reading.tokens = TokenOffsets(doc)
        return reading


def _family_terms(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    seen: set[int] = set()
    for family in lexicon.families.values():
        if id(family) in seen:
            continue
        seen.add(id(family))
        file = family.slugs()[0]
        for names in family.names:
            slug = names.family or file
            marks = (
                [("weak", "1")] * names.weak
                + [("generic", "1")] * names.generic
                + [("title_only", "1")] * names.title_only
            )
            if names.not_with:
                marks.append(("not_with", names.not_with))
            if names.default_target:
                marks.append(("target", names.default_target))
            for term in names.terms:
                yield term, Entry("family", slug, (*marks, *names.sets.items()))
        for term in family.not_names:
            yield term, Entry("family", "")
            yield term, Entry(f"target:{file}", "")
        for place, target in family.targets.items():
            marks = [("weak", "1")] * target.weak + [("proves", "1")] * target.proves + [("joint", "1")] * target.joint
            marks += [("layer", "1")] * target.layer
            for term in target.terms:
                yield term, Entry(f"target:{file}", place, (("family", target.family or file), *marks))
            for term in target.weak_terms:
                yield (
                    term,
                    Entry(f"target:{file}", place, (("family", target.family or file), ("weak", "1"), ("bare", "1"))),
                )
        for attribute, values in family.attributes.items():
            for value, terms in values.items():
                for term in terms:
                    yield term, Entry(f"attribute:{file}:{attribute}", value)
        for attribute, things in family.tallies.items():
            for thing, terms in things.items():
                for term in terms:
                    yield term, Entry(f"tally:{file}:{attribute}", thing)
        for part, muscles in family.muscles_by_part.items():
            for muscle in muscles:
                yield muscle, Entry(f"muscle:{part}", muscle)
        for place, terms in family.nerve_places.items():
            for term in terms:
                yield term, Entry("nerve_place", place)
        for term in family.nerve_words:
            yield term, Entry("nerve", "nerve")
        for term in family.together:
            yield term, Entry("facet_word", "facet_word")


_TEACHING = ("residents", "teaching_presence")


def _language_terms(lexicon: Lexicon) -> Iterator[tuple[str, Entry]]:
    for modality, words in lexicon.guidance.modalities.items():
        for term in words.states:
            yield term, Entry("guidance", modality)
    for term in lexicon.guidance.not_guidance:
        yield term, Entry("guidance", "")
    for name in ("agents", "studies"):
        for term in getattr(lexicon.contrast, name):
            yield term, Entry("contrast", name)
    for term in lexicon.contrast.left_out:
        yield term, Entry("contrast", "left_out")
    for term in lexicon.contrast.not_contrast:
        yield term, Entry("contrast", "")
    for term in lexicon.contrast.spread:
        yield term, Entry("spread", "spread")
    for term in lexicon.contrast.spread_beside:
        yield term, Entry("spread_beside", "spread_beside")
    for drug, entry in lexicon.drugs.drugs.items():
        for term in entry.terms:
            yield term, Entry("drug", drug)
    for term in lexicon.drugs.skin_words:
        yield term, Entry("skin", "skin")
    for term in lexicon.drugs.systemic_words:
        yield term, Entry("systemic", "systemic")
    for term in lexicon.acts.not_acts:
        for label in ("delivers", "places", "instruments"):
            yield term, Entry(label, "")
    for label in ("delivers", "places", "instruments", "nouns", "done", "today", "repeat", "positioning", *_TEACHING):
        for term in getattr(lexicon.acts, label):
            yield term, Entry(label, label)
    for side in ("left", "right", "both", "midline"):
        for term in getattr(lexicon.sides, side):
            yield term, Entry("side", side)
    for term in lexicon.sides.no_side:
        yield term, Entry("side", "")
    for term in lexicon.sides.opposite:
        yield term, Entry("opposite", "opposite")
    for term in lexicon.sides.not_opposite:
        yield term, Entry("opposite", "")
    for term in lexicon.sides.same:
        yield term, Entry("same_side", "same_side")
    for term in lexicon.sides.not_after:
        yield term, Entry("not_side_after", "not_side_after")
    for term in lexicon.sides.of_midline:
        yield term, Entry("of_midline", "of_midline")
    for term in lexicon.sides.side_up:
        yield term, Entry("side_up", "side_up")
    for term in lexicon.sides.not_before:
        yield term, Entry("not_side_before", "not_side_before")
    for label in ("landmarks", "target_nouns", "looking"):
        for term in getattr(lexicon.spine, label):
            yield term, Entry(label, label)
    for place, terms in lexicon.spine.relative.items():
        for term in terms:
            yield term, Entry("relative", place)
    for region, terms in lexicon.spine.regions.items():
        for term in terms:
            yield term, Entry("region", region)
    for element, rule in lexicon.elements.elements.items():
        for term in rule.words:
            yield term, Entry(f"element:{element}", element)
        for term in rule.not_words:
            yield term, Entry(f"element:{element}", "")
        for term in rule.weak_words:
            yield term, Entry(f"weak:{element}", element)
    for term in lexicon.other_specialty.operations:
        yield term, Entry("operation", "operation")


_MENDED = ("family", "target:", "muscle:", "guidance", "drug", "side", "region", "contrast")


def _speller(lexicon: Lexicon, trie: Trie, headers: dict[tuple[str, ...], tuple[str, str]]) -> Speller:
    """Words worth mending to are those that name a family, place, modality, drug, side, region or contrast."""
    worth: set[str] = set()
    known: set[str] = {word for form in headers for word in form} | trie.words
    known |= {term for term in lexicon.dictation.plain if term.isalpha()} | lexicon.dictation.ordinary | NUMBER_WORDS
    for source in (_family_terms(lexicon), _language_terms(lexicon)):
        for term, entry in source:
            if entry.label.startswith(_MENDED):
                words = {word for part in term.split(GAP) for form in expand(part)[:8] for word in form}
                worth |= words
    return Speller(worth, known, worth.difference(lexicon.dictation.everyday))


@cache
def vocabulary(root: Path | None = None) -> Vocabulary:
    """Build the vocabulary of a lexicon folder; kept for the process.

    Raises:
        LexiconError: if a term breaks the grammar; the message names the term.
    """
    lexicon = load_lexicon(root)
    cues: dict[str, Cue] = {}
    trie, confusions = Trie(), Trie()
    acts = lexicon.acts
    gapped = Gapped(Clause(acts.clause_turns, acts.clause_verbs, acts.clause_things))
    headers: dict[tuple[str, ...], tuple[str, str]] = {}
    try:
        for term, entry in _family_terms(lexicon):
            (gapped if GAP in term else trie).add(term, entry)
        for term, entry in _language_terms(lexicon):
            trie.add(term, entry)
        for category, groups in lexicon.cues.categories.items():
            for number, group in enumerate(groups):
                name = f"{category}/{number}"
                cues[name] = Cue(category, group.direction, group.within or 10_000, group.through)
                for term in group.terms:
                    trie.add(term, Entry("cue", name))
        for term in lexicon.cues.pseudo:
            trie.add(term, Entry("cue", ""))
        days = ("other_day", "earlier_day", "retells", "lasting", "explains")
        work = ("nothing_done", "not_a_note", "visits", "visit_levels", "separate_visit", "study", "in_room", "reduced")
        for label in (*work, "corrects", "reports", "examines", "scores", *days):
            for term in getattr(lexicon.cues, label):
                trie.add(term, Entry(label, label))
        for term in lexicon.cues.is_a_note:
            trie.add(term, Entry("not_a_note", ""))
        for term in lexicon.cues.stops:
            trie.add(term, Entry("stop", "stop"))
        for meant, heard in lexicon.dictation.confusions.items():
            for term in heard:
                confusions.add(term, Entry("confusion", meant))
        for mark, said in lexicon.dictation.marks.items():
            for term in said:
                confusions.add(term, Entry("mark", mark))
        for label, value in (("takes_back", "1"), ("corrects", ""), ("plain", "")):
            for term in getattr(lexicon.dictation, label):
                confusions.add(term, Entry("plain" if label == "plain" else "takes_back", value))
        for name, section in lexicon.sections.sections.items():
            for term in section.headers:
                for form in expand(term):
                    headers[form] = (name, section.role)
    except TermError as error:
        raise LexiconError(f"{place_of_term(lexicon.root, error.term)}: {error}") from None
    trie.words |= gapped.words()
    speller = _speller(lexicon, trie, headers)
    return Vocabulary(
        lexicon, trie, gapped, confusions, headers, cues, speller, LevelReader.of(lexicon.spine.level_words)
    )
