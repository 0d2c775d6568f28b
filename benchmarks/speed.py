"""CPU seconds a note: stock medspaCy, spaCy's bare tokenizer and the whole of ``Coder.code``, in turns.

All three work in one thread, so CPU time is what they cost; unlike the clock it does not count other programs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import spacy

from cac import Coder
from cac.nlp.vocabulary import vocabulary


class Speed(NamedTuple):
    """Milliseconds a note (medians over rounds) and the ratios, each taken inside a round and then the median."""

    notes: int
    words: float
    stock: float
    bare: float
    cac: float
    times_stock: float
    share_of_bare: float


class Stock:
    """Stock medspaCy with its sectionizer and our terms as literal target rules, in a subprocess."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("stock.py"))]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.rules, self.pipes = self._ask(list(our_terms()))

    def _ask(self, question: object) -> list:  # type: ignore[type-arg]
        assert self._child.stdin and self._child.stdout
        self._child.stdin.write(json.dumps(question) + "\n")
        self._child.stdin.flush()
        answer = self._child.stdout.readline()
        if not answer:
            raise RuntimeError("stock medspaCy ended early: run benchmarks/stock.py by hand")
        return json.loads(answer)  # type: ignore[no-any-return]

    def seconds(self, texts: list[str]) -> list[float]:
        """Seconds of ``nlp(text)`` for each text."""
        return self._ask(texts)

    def close(self) -> None:
        """End the subprocess."""
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()


def our_terms() -> Iterator[tuple[str, str]]:
    """Every word form the pipeline looks for, with its label; not the cues and headers, for which stock has its own."""
    for form, entries in vocabulary(None).trie.forms():
        for label in sorted({entry.label for entry in entries} - {"cue", "stop"}):
            yield " ".join(form), label


def seconds_of(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """Seconds of ``work`` for each text."""
    taken = []
    for text in texts:
        start = time.process_time()
        work(text)
        taken.append(time.process_time() - start)
    return taken


def compare(rounds: list[list[str]], stock: Stock, coder: Coder) -> Speed:
    """Code each round's notes with all three. Before the first round everything has read other notes.

    The order of the three changes from round to round.
    """
    bare = spacy.blank("en")
    works: dict[str, Callable[[list[str]], list[float]]] = {
        "bare": lambda texts: seconds_of(bare.make_doc, texts),
        "cac": lambda texts: seconds_of(coder.code, texts),
        "stock": stock.seconds,
    }
    totals: dict[str, list[float]] = {name: [] for name in works}
    for number, texts in enumerate(rounds):
        names = list(works)
        for name in names[number % 3 :] + names[: number % 3]:
            totals[name].append(sum(works[name](texts)) / len(texts))
    totals = {name: taken[1:] for name, taken in totals.items()}  # the first round warms up
    middle = {name: statistics.median(taken) * 1000 for name, taken in totals.items()}
    pairs = list(zip(totals["stock"], totals["bare"], totals["cac"], strict=True))
    distinct = {text for texts in rounds[1:] for text in texts}
    return Speed(
        notes=len(distinct),
        words=statistics.fmean(len(text.split()) for text in distinct),
        stock=middle["stock"],
        bare=middle["bare"],
        cac=middle["cac"],
        times_stock=statistics.median(stock_ / ours for stock_, _, ours in pairs),
        share_of_bare=statistics.median(bare_ / ours for _, bare_, ours in pairs),
    )


def growth(short: list[str], long: str, coder: Coder, repeats: int) -> tuple[float, float]:
    """Seconds of a short note (mean over them) and of a long one: the fastest of ``repeats`` runs in turns."""
    few, many = [], []
    for _ in range(repeats):
        few.append(sum(seconds_of(coder.code, short)) / len(short))
        many += seconds_of(coder.code, [long])
    return min(few), min(many)
