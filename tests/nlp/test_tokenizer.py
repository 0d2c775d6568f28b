"""The tokenizer splits letters from digits and never changes a character."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from cac.nlp.tokenizer import Tokenizer, make_tokenizer

TOKENIZE = Tokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L4-5", "L|4|-|5"),
        ("prone.Under", "prone|.|Under"),
        ("0.25% Marcaine", "0.25|%|Marcaine"),
        ("22-gauge", "22|-|gauge"),
        ("PROCEDURE::", "PROCEDURE|:|:"),
        ("Kenalog-40", "Kenalog|-|40"),
        ("10cc", "10|cc"),
        ("5mL.", "5|mL|."),
        ("Chassaignac's", "Chassaignac|'|s"),
        ("____", "____"),
        ("[x] Left", "[|x|]|Left"),
        ("a  b", "a|  |b"),
        ("a\n\nb", "a|\n\n|b"),
        ("  a", "  |a"),
        ("a ", "a"),
        ("3.", "3|."),
        ("1.2.3", "1.2|.|3"),
        ("µg café 90°", "µg|café|90|°"),
        ("💉left", "💉|left"),
        ("", ""),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    doc = TOKENIZE(text)
    assert "|".join(token.text for token in doc) == tokens
    assert doc.text == text


@given(st.text(max_size=200))
def test_the_text_is_kept_character_for_character(text: str) -> None:
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.text(alphabet="aL4.5 \t\r\n-:;_[]%\u00a0\u2028\ufeff💉é", max_size=80))
def test_odd_white_space_is_kept(text: str) -> None:
    assert TOKENIZE(text).text == text


def test_it_has_nothing_to_store() -> None:
    nlp = spacy.blank("en")
    tokenizer = make_tokenizer()(nlp)
    assert tokenizer.to_bytes() == b""
    assert tokenizer.from_bytes(b"") is tokenizer
    assert tokenizer.from_disk("nowhere") is tokenizer
    tokenizer.to_disk("nowhere")
