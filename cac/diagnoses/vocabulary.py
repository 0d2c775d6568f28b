"""The terms of ``lexicons/diagnoses`` in a trie of their own: it walks over the few sentences that name diagnoses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from cac.errors import LexiconError
from cac.lexicon.loader import Diagnoses, axes_of, load_lexicon
from cac.lexicon.terms import Entry, TermError, Trie
from cac.lexicon.yamlfile import place_of_term

AXIS = "axis:"
WEAK = (("weak", "1"),)  # a term that names a diagnosis only with its region beside it ("L5-S1 protrusion")
_ALWAYS = frozenset(["region", "side", "limb", "joint"])  # say of what a diagnosis is, whatever its code asks


class Cue(NamedTuple):
    """Words that take a diagnosis back: why, where they look, over how many words, and what ends their reach."""

    category: str
    direction: str
    within: int
    stops: frozenset[str]


class DiagnosisVocabulary(NamedTuple):
    """What is looked up in a sentence that names diagnoses; labels are diagnosis, cue, lead and ``axis:NAME``.

    ``axes`` are those that matter to each diagnosis; ``ends`` are the last words of all that is sought for itself: a
    sentence without any of them is passed by.
    """

    known: Diagnoses
    trie: Trie
    cues: dict[str, Cue]
    axes: dict[str, frozenset[str]]
    ends: frozenset[str]


@cache
def diagnosis_vocabulary(root: Path | None = None) -> DiagnosisVocabulary:
    """Build the vocabulary of a lexicon folder; kept for the process.

    Raises:
        LexiconError: if a term breaks the grammar; the message names the term.
    """
    lexicon = load_lexicon(root)
    known = lexicon.diagnoses
    words, trie, cues = known.words, Trie(), dict[str, Cue]()
    try:
        for slug, diagnosis in known.named.items():
            for term in diagnosis.terms:
                trie.add(term, Entry("diagnosis", slug))
            for term in diagnosis.weak_terms:
                trie.add(term, Entry("diagnosis", slug, WEAK))
        for name, axis in words.axes.items():
            for value, terms in axis.terms.items():
                for term in terms:
                    trie.add(term, Entry(AXIS + name, value))
        for category, groups in words.cues.items():
            for number, cue in enumerate(groups):
                cues[f"{category}/{number}"] = Cue(category, cue.direction, cue.within, words.stops | cue.stops)
                for term in cue.terms:
                    trie.add(term, Entry("cue", f"{category}/{number}"))
        for term in words.not_cues:
            trie.add(term, Entry("cue", ""))
        for term in words.leads:
            trie.add(term, Entry("lead", "lead"))
    except TermError as error:
        raise LexiconError(f"{place_of_term(lexicon.root, error.term)}: {error}") from None
    axes = {slug: _ALWAYS | set(axes_of(diagnosis.codes)) for slug, diagnosis in known.named.items()}
    alone = {"diagnosis", *(AXIS + name for name, axis in words.axes.items() if axis.scope == "note")}
    ends = frozenset(form[-1] for form, entries in trie.forms() if any(entry.label in alone for entry in entries))
    return DiagnosisVocabulary(known, trie, cues, axes, ends)
