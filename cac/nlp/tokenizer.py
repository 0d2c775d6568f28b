"""A one-regex tokenizer that builds a real spaCy ``Doc`` and never changes a character of the note."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import zip_longest
from typing import Any

import numpy
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = re.compile(  # the commonest tokens first
    r"[A-Za-z]++(?![^\x00-\x7f])| (?!\s)|[^\W\d_]+|\s+|[.,;:()-]|[^\w\s]|\d+(?:\.\d+)?|_+"
)


class Tokenizer:
    """Splits at every change between letters, digits, punctuation and white space ("L4-5" → L 4 - 5).

    Dictated notes glue sentences together ("prone.Under"), so nothing is kept whole but words and numbers.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a ``Doc`` whose text is ``text``, character for character."""
        tokens = _TOKEN.findall(text)
        words = [token for token in tokens if token != " "]
        spaces = [after == " " for token, after in zip_longest(tokens, tokens[1:]) if token != " "]
        if tokens and tokens[0] == " ":  # a space before all words is a token of its own
            words.insert(0, " ")
            spaces.insert(0, False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc._.cac_text = text
        return doc

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


def text_of(doc: Doc) -> str:
    """The text of ``doc``; that of another tokenizer puts its words together anew at each call."""
    return doc._.cac_text or doc.text


class TokenOffsets:
    """The characters of the tokens of a ``Doc``, for many look-ups (``Doc.char_span`` counts anew at each)."""

    __slots__ = ("ends", "starts")

    def __init__(self, doc: Doc) -> None:
        lengths = numpy.asarray(doc.to_array(["LENGTH", "SPACY"]), dtype="int64").reshape(len(doc), 2)
        after = numpy.cumsum(lengths.sum(axis=1))
        self.ends: list[int] = (after - lengths[:, 1]).tolist()
        self.starts: list[int] = (after - lengths.sum(axis=1)).tolist()

    def first_at(self, start: int) -> int:
        """The first token that begins at or behind ``start``."""
        return bisect_left(self.starts, start)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The tokens ``low:high`` that hold any of the characters ``start:end``."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The tokens ``low:high`` that stand whole within ``start:end``."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


def make_tokenizer() -> Any:
    """The tokenizer factory (entry point ``spacy_tokenizers``)."""

    def create(nlp: Any) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return create


registry.tokenizers.register("cac.Tokenizer.v1", func=make_tokenizer)


Doc.set_extension("cac_text", default="", force=True)
