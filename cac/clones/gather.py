"""Pairs to clusters, with the passages that differ; and the sentences that were not counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, zip_longest
from typing import NamedTuple

from cac.clones.clusters import Clusters
from cac.clones.compare import Sentence, Spot, compare, in_order
from cac.clones.records import Basis, CloneCluster, ClonedNote, ClonePair, Difference, RepeatedSentence
from cac.clones.repeated import Frequent
from cac.clones.table import Columns, Ints, Table
from cac.clones.text import MARKS, CountedText, Part
from cac.clones.work import work_sentences
from cac.records import Evidence

MOST_PAIRS = 100
"""So many pairs of a cluster are shown with their differences."""
_ALL_PAIRS = 10
"""Of a cluster of so many notes every pair is shown; of a larger one, of each note that with the note most like it."""
_MOST_REPEATED = 25
"""So many repeated sentences are shown of a provider."""


class Found(NamedTuple):
    """Two texts that are clones."""

    a: int
    b: int
    share: float
    basis: Basis
    words: tuple[int, int]


class _Shown(NamedTuple):
    """A pair of notes to show, with the texts they hold."""

    a: ClonedNote
    b: ClonedNote
    found: Found


def gather(
    found: Sequence[Found],
    copies: Mapping[int, Basis],
    own: Ints,
    table: Table,
    sentences: Callable[[int], list[Sentence]],
) -> tuple[CloneCluster, ...]:
    """The clusters, the most alike first.

    Args:
        found: pairs of texts.
        copies: texts of which copies count, each with what had to agree.
        own: how many own words each text has.
        table: the texts and who holds them.
        sentences: the own sentences of a text.
    """
    joined = Clusters()
    texts: defaultdict[int, set[int]] = defaultdict(set)
    pairs: defaultdict[int, list[Found]] = defaultdict(list)
    for pair in found:
        joined.join(pair.a, pair.b)
    for pair in found:
        texts[joined.root(pair.a)] |= {pair.a, pair.b}
        pairs[joined.root(pair.a)].append(pair)
    alone = {text for text in copies if len(table.holders[text]) > 1}.difference(*texts.values())
    texts.update({text: {text} for text in alone})
    clusters = [_cluster(texts[root], pairs[root], copies, own, table, sentences) for root in texts]
    return tuple(sorted(clusters, key=lambda cluster: (-cluster.share, [note.id for note in cluster.notes[:2]])))


def _cluster(
    texts: set[int],
    pairs: list[Found],
    copies: Mapping[int, Basis],
    own: Ints,
    table: Table,
    sentences: Callable[[int], list[Sentence]],
) -> CloneCluster:
    holders = {text: table.holders[text] if text in copies else table.holders[text][:1] for text in sorted(texts)}
    notes = sorted((note for held in holders.values() for note in held), key=_by_day)
    same = {text: Found(text, text, 1.0, copies[text], (int(own[text]),) * 2) for text in holders if text in copies}
    shown: list[_Shown]
    if len(notes) <= _ALL_PAIRS:
        shown = [_Shown(a, b, same[text]) for text, held in holders.items() for a, b in combinations(held, 2)]
        shown += [_Shown(a, b, pair) for pair in pairs for a in holders[pair.a] for b in holders[pair.b]]
        every = len(shown)
    else:
        shown = list(_nearest(holders, pairs, same))
        sizes = {text: len(held) for text, held in holders.items()}
        every = sum(size * (size - 1) // 2 for size in sizes.values())
        every += sum(sizes[pair.a] * sizes[pair.b] for pair in pairs)
    shown.sort(key=lambda pair: (-pair.found.share, *sorted((_by_day(pair.a), _by_day(pair.b)))))
    made = tuple(_pair(pair, table, sentences) for pair in shown[:MOST_PAIRS])
    return CloneCluster(
        notes=tuple(notes), share=max(pair.share for pair in made), pairs=made, pairs_left_out=every - len(made)
    )


def _nearest(
    holders: Mapping[int, list[ClonedNote]], pairs: list[Found], same: Mapping[int, Found]
) -> Iterator[_Shown]:
    """Of each note, the pair with the note most like it; at most a few more than are shown."""
    left = MOST_PAIRS
    for text, held in holders.items():
        for note in held[1 : left + 1]:
            left -= 1
            yield _Shown(held[0], note, same[text])
    told: set[int] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.share, pair.a, pair.b)):
        if pair.a not in told or pair.b not in told:
            told |= {pair.a, pair.b}
            yield _Shown(holders[pair.a][0], holders[pair.b][0], pair)


def _pair(shown: _Shown, table: Table, sentences: Callable[[int], list[Sentence]]) -> ClonePair:
    a, b, found = shown
    words, text_a, text_b = found.words, found.a, found.b
    if _by_day(b) < _by_day(a):
        a, b, text_a, text_b, words = b, a, text_b, text_a, (words[1], words[0])
    return ClonePair(
        a=a.id,
        b=b.id,
        share=round(found.share, 4),
        basis=found.basis,
        words=words,
        same_patient=_same(a.patient, b.patient),
        same_provider=_same(a.provider, b.provider),
        days_between=_days(a, b),
        differences=() if text_a == text_b else tuple(_differences(text_a, text_b, table, sentences)),
    )


def _differences(a: int, b: int, table: Table, sentences: Callable[[int], list[Sentence]]) -> Iterator[Difference]:
    """Where two texts differ: first in their own text, then in what they tell of the work."""
    read_a, read_b = table.text_of(a), table.text_of(b)
    for own in (True, False):
        both = (sentences(a), sentences(b)) if own else (work_sentences(read_a), work_sentences(read_b))
        compared = compare(*both)
        if compared is None:
            continue
        parts_a = [part for part in read_a.parts if part.own is own]
        parts_b = [part for part in read_b.parts if part.own is own]
        for spots_a, spots_b in in_order(compared.differing):
            passages = zip_longest(_passages(read_a, parts_a, spots_a), _passages(read_b, parts_b, spots_b))
            for passage_a, passage_b in passages:
                yield Difference(a=passage_a, b=passage_b, own=own)


def _passages(read: CountedText, parts: list[Part], spots: list[Spot]) -> list[Evidence]:
    """Words as passages of the note; words that do not stand together, or stand in two sections, are two."""
    found: list[tuple[int, int, int]] = []
    for sentence, place in spots:
        index = parts[sentence].words[place]
        if (
            found
            and parts[found[-1][0]].section is parts[sentence].section
            and MARKS.issuperset(read.keys[found[-1][2] + 1 : index])
        ):
            found[-1] = (*found[-1][:2], index)
        else:
            found.append((sentence, index, index))
    return [read.quote(first, last, parts[sentence].section) for sentence, first, last in found]


def repeated_sentences(
    frequent: Sequence[Frequent], providers: Sequence[str], columns: Columns, table: Table
) -> tuple[RepeatedSentence, ...]:
    """The sentences that repeat, of each provider the most frequent, each with an example."""
    shown: defaultdict[int, int] = defaultdict(int)
    made: list[RepeatedSentence] = []
    for one in frequent:
        shown[one.group] += 1
        if shown[one.group] > _MOST_REPEATED:
            continue
        text = int(columns.note_ends.searchsorted(one.sentence, side="right"))
        read = table.text_of(text)
        own = [part for part in read.parts if part.own]
        part = own[one.sentence - (int(columns.note_ends[text - 1]) if text else 0)]
        made.append(
            RepeatedSentence(
                provider=None if one.group < 0 else providers[one.group],
                notes=one.notes,
                of=one.of,
                filled_in=one.filled_in,
                note=table.holders[text][0].id,
                evidence=read.quote(part.words[0], part.words[-1], part.section),
            )
        )
    return tuple(made)


def _by_day(note: ClonedNote) -> tuple[str, str]:
    return note.date_of_service, note.id


def _same(a: str, b: str) -> bool | None:
    return a == b if a and b else None


def _days(a: ClonedNote, b: ClonedNote) -> int | None:
    if not a.date_of_service or not b.date_of_service:
        return None
    return abs((date.fromisoformat(b.date_of_service) - date.fromisoformat(a.date_of_service)).days)
