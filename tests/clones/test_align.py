"""Words in common: blocks that are in both texts, in order, and all that a close look would find."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.clones.align import common


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("", "", 0),
        ("one", "", 0),
        ("the left leg hurts today", "the left leg hurts today", 5),
        ("the left leg hurts today", "the right leg hurts today", 4),
        ("pain is 7 of 10 today", "pain is 8 of 10 today", 5),
        ("he sat up and walked out", "walked out and he sat up", 3),
        ("a b c d e f g h", "x y z a b c d e f g h", 8),
        ("one two three four five six", "six five four three two one", 0),
        ("no no no no no", "no no no", 3),
        ("pain left leg and pain right leg", "pain left leg then and pain right leg", 7),
    ],
)
def test_words_in_common(a: str, b: str, found: int) -> None:
    assert sum(block.size for block in common(a.split(), b.split())) == found


words = st.lists(st.integers(0, 6), max_size=60)


@given(words, words)
def test_blocks_are_in_both_and_in_order(a: list[int], b: list[int]) -> None:
    end_a = end_b = 0
    for block in common(a, b):
        assert block.size > 0
        assert block.a >= end_a
        assert block.b >= end_b
        assert a[block.a : block.a + block.size] == b[block.b : block.b + block.size]
        end_a, end_b = block.a + block.size, block.b + block.size


@given(words)
def test_a_text_has_all_in_common_with_itself(a: list[int]) -> None:
    assert sum(block.size for block in common(a, a)) == len(a)


@pytest.mark.parametrize("kind", ["all alike", "in turns", "different", "reversed"])
def test_long_texts_take_little_time(kind: str) -> None:
    size = 200_000
    up = list(range(size))
    turns = [at % 2 for at in range(size)]
    a, b = {
        "all alike": ([0] * size, [0] * (size // 2) + [1] + [0] * size),
        "in turns": (turns, [1, *turns, 1, 1]),
        "different": (up, [-1 - at for at in up]),
        "reversed": (up, up[::-1]),
    }[kind]
    start = time.process_time()
    common(a, b)
    assert time.process_time() - start < 5
