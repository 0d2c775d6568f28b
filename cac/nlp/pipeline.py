"""The pipeline: text → reading, or ``Doc`` with it: sections, sentences, mentions, assertion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from cac.nlp import tokenizer  # noqa: F401  (it registers itself)
from cac.nlp.context import Context
from cac.nlp.reading import Reading
from cac.nlp.sections import Sections
from cac.nlp.sentences import Sentences
from cac.nlp.targets import Targets
from cac.nlp.vocabulary import vocabulary

COMPONENTS = ("cac_sections", "cac_sentences", "cac_targets", "cac_context")


def make_reader(lexicons: Path | None = None) -> Callable[[str], Reading]:
    """What the components of the pipeline read, without a ``Doc``: its tokens are for those who work with spaCy.

    Raises:
        LexiconError: if a lexicon file breaks its schema.
    """
    known = vocabulary(lexicons)
    sections, sentences, targets, context = Sections(known), Sentences(known), Targets(known), Context(known)

    def read(text: str) -> Reading:
        reading = sections.read(text)
        sentences.read(reading)
        targets.read(reading)
        context.read(reading)
        return reading

    return read


def make_pipeline(lexicons: Path | None = None) -> Language:
    """A blank English pipeline with our tokenizer and components.

    Raises:
        LexiconError: if a lexicon file breaks its schema.
    """
    # Named in the config, so that spaCy does not build its own tokenizer first.
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "cac.Tokenizer.v1"}}})
    nlp.max_length = 4 * 1024 * 1024  # the readers refuse more than 2 MB; spaCy's own guard is for models we don't use
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"lexicons": str(lexicons)} if lexicons else {})
    return nlp
