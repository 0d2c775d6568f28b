"""Text → ``Doc``: words, sections, sentences, mentions and their assertion, as spaCy components."""
