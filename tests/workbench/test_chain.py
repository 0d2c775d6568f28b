"""The hash chain: every mutation of a log is found, and an untouched one is never blamed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cac.errors import Invalid
from cac.workbench.chain import Head, Link, canonical, check, digest, genesis, hash_of, link, read_head

STORE = "0123456789abcdef"
_words = st.text(max_size=12)
_values = st.one_of(_words, st.integers(-(10**9), 10**9), st.booleans(), st.none(), st.lists(st.integers(), max_size=3))
_entry = st.tuples(_words, _words, _words, st.dictionaries(_words, _values, max_size=3), _words)


def made(entries: list[Any], store: str = STORE) -> list[Link]:
    head, chain = genesis(store), []
    for at, actor, action, subject, rules in entries:
        chain.append(link(head, at, actor, action, subject, rules))
        head = Head(chain[-1].number, chain[-1].hash)
    return chain


def head_of(chain: list[Link]) -> Head:
    return Head(chain[-1].number, chain[-1].hash) if chain else genesis(STORE)


def problems(chain: list[Link], head: Head | None = None, store: str = STORE) -> list[int]:
    return [problem.number for problem in check(chain, store, [("the head file", head)] if head else [])]


chains = st.lists(_entry, min_size=1, max_size=8).map(made)


@given(chains, st.data())
@settings(deadline=None)
def test_a_whole_chain_has_no_problems(chain: list[Link], data: st.DataObject) -> None:
    assert problems(chain, head_of(chain)) == []
    passed = data.draw(st.integers(0, len(chain)))
    assert problems(chain, head_of(chain[:passed])) == []  # a head of before is one that the log passed


@given(chains, st.data())
@settings(deadline=None)
def test_a_changed_field_is_found_at_its_entry(chain: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["at", "actor", "action", "subject", "rules", "previous", "hash"]))
    other = data.draw(st.text(max_size=70).filter(lambda text: text != getattr(chain[place], field)))
    forged = [*chain[:place], chain[place]._replace(**{field: other}), *chain[place + 1 :]]
    assert place + 1 in problems(forged, head_of(chain))


@given(chains, st.data())
@settings(deadline=None)
def test_a_changed_entry_with_a_new_hash_breaks_the_next_or_the_head(chain: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    forged_entry = chain[place]._replace(actor=chain[place].actor + "x")
    forged = [*chain[:place], forged_entry._replace(hash=hash_of(forged_entry)), *chain[place + 1 :]]
    assert problems(forged, head_of(chain))
    assert bool(problems(forged)) == (place < len(chain) - 1)  # of the last entry only the head knows


@given(chains, st.data())
@settings(deadline=None)
def test_a_tail_made_anew_is_found_by_the_head(chain: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    head, forged = head_of(chain[:place]), list(chain[:place])
    for number, entry in enumerate(chain[place:]):
        subject = {"forged": True} if number == 0 else {}
        forged.append(link(head, entry.at, entry.actor, entry.action, subject, entry.rules))
        head = head_of(forged)
    assert problems(forged) == []
    assert problems(forged, head_of(chain)) == [len(chain)]


@given(chains, st.data())
@settings(deadline=None)
def test_missing_doubled_and_swapped_entries_are_found(chain: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    assert problems([*chain[:place], *chain[place + 1 :]], head_of(chain))
    assert problems([*chain[: place + 1], *chain[place:]], head_of(chain))
    if len(chain) > 1:
        other = data.draw(st.integers(0, len(chain) - 1).filter(lambda number: number != place))
        swapped = list(chain)
        swapped[place], swapped[other] = swapped[other], swapped[place]
        assert problems(swapped, head_of(chain))


@given(chains, st.data())
@settings(deadline=None)
def test_a_log_that_is_cut_off_is_found_by_the_head_alone(chain: list[Link], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(chain) - 1))
    assert problems(chain[:left]) == []
    assert problems(chain[:left], head_of(chain)) == [left + 1]


@given(chains)
@settings(deadline=None)
def test_an_entry_of_another_store_does_not_fit(chain: list[Link]) -> None:
    assert problems(chain, store="fedcba9876543210")[0] == 1


@given(st.dictionaries(_words, _values, max_size=5))
@settings(deadline=None)
def test_the_same_value_has_the_same_canonical_json(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(turned)
    assert canonical(value).isascii()
    assert digest(value) == digest(turned)


def test_a_gap_is_told_with_its_numbers() -> None:
    chain = made([("t", "a", "b", {}, "")] * 9)
    told = [problem.message for problem in check([*chain[:2], *chain[5:7], chain[8]], STORE)]
    assert told == [
        "Entries 3 to 5 are missing: the log goes on with entry 6.",
        "Entry 8 is missing: the log goes on with entry 9.",
    ]


def test_nan_has_no_canonical_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"x": math.nan})


@pytest.mark.parametrize(
    "text", ["", "7", "7:", ":" + "a" * 64, "7:" + "A" * 64, "7:" + "a" * 63, "-1:" + "a" * 64, "x"]
)
def test_a_head_that_is_none(text: str) -> None:
    with pytest.raises(Invalid):
        read_head(text)


def test_a_head_is_read_as_it_is_printed() -> None:
    head = Head(57, "a" * 64)
    assert read_head(f" {head}\n") == head
