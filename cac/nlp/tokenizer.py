"""A one-regex tokenizer that builds a real spaCy ``Doc`` and never changes a character of the note."""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[^\w\s]|_+|\s+")


class Tokenizer:
    """Splits at every change between letters, digits, punctuation and white space ("L4-5" → L 4 - 5).

    Dictated notes glue sentences together ("prone.Under"), so nothing is kept whole but words and numbers.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a ``Doc`` whose text is ``text``, character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        """Nothing to read."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _path: Any, **_: Any) -> Tokenizer:
        """Nothing to read."""
        return self


def make_tokenizer() -> Any:
    """The tokenizer factory (entry point ``spacy_tokenizers``)."""

    def create(nlp: Any) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return create


registry.tokenizers.register("cac.Tokenizer.v1", func=make_tokenizer)
