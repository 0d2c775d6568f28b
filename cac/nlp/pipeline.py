"""The pipeline: text → ``Doc`` with sections, sentences, mentions, assertion."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from cac.nlp import context, sections, sentences, targets, tokenizer  # noqa: F401  (they register themselves)

COMPONENTS = ("cac_sections", "cac_sentences", "cac_targets", "cac_context")


def make_pipeline(lexicons: Path | None = None, *, show: bool = True) -> Language:
    """A blank English pipeline with our tokenizer and components.

    Args:
        lexicons: a lexicon folder; the shipped ones by default.
        show: whether sections, sentences and target spans stand on the ``Doc`` as medspaCy has them, for those who work
            with it. What is coded from (``doc._.cac_reading``) is there in any case.

    Raises:
        LexiconError: if a lexicon file breaks its schema.
    """
    # Named in the config, so that spaCy does not build its own tokenizer first.
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "cac.Tokenizer.v1"}}})
    nlp.max_length = 4 * 1024 * 1024  # the readers refuse more than 2 MB; spaCy's own guard is for models we don't use
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"lexicons": str(lexicons) if lexicons else None, "show": show})
    return nlp
