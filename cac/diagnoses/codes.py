"""The tree of codes of a diagnosis: what its words prove, what they leave open, and what a code says by itself."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from cac.lexicon.schema import CodeChoice, CodeTree, NamedDiagnosis

Values = Mapping[str, tuple[str, ...]]


class Leaf(NamedTuple):
    """A code at the end of a tree, the axes left open on the way, and the codes that these would lead to."""

    code: str
    open: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


def proven(choice: CodeChoice, values: Values, asked: Container[str]) -> list[Leaf]:
    """The codes that the values prove: one for each region or side told, else the one for what is not told.

    An axis that is not ``asked`` for leaves nothing open.
    """
    if isinstance(choice, str):
        return [Leaf(choice)]
    if isinstance(choice, list):
        return [Leaf(code) for code in choice]
    branches, told = choice.branches, values.get(choice.axis, ())
    taken = [branches[value] for value in told if value in branches and value != "open"]
    if "both" in told and "both" not in branches:
        taken += [branches[value] for value in ("right", "left") if value in branches]
    if taken:
        return [leaf for branch in taken for leaf in proven(branch, values, asked)]
    left = proven(branches["open"], values, asked)
    if choice.axis not in asked:
        return left
    others = [branch for value, branch in branches.items() if value != "open"]
    more = [leaf.code for branch in others for leaf in proven(branch, values, ())]
    held = {leaf.code for leaf in left}
    more = [code for code in more if code and code not in held]
    return [
        Leaf(leaf.code, (choice.axis, *leaf.open), tuple(dict.fromkeys((*more, *leaf.alternatives)))) for leaf in left
    ]


def codes_of(choice: CodeChoice) -> Iterator[str]:
    """Every code of a tree."""
    if isinstance(choice, str):
        yield choice
    elif isinstance(choice, list):
        yield from choice
    else:
        for branch in choice.branches.values():
            yield from codes_of(branch)


class Meanings:
    """What a printed code says of region, side, limb ... by the trees that lead to it."""

    def __init__(self, named: Iterable[NamedDiagnosis]) -> None:
        self._by_code: dict[str, dict[str, str]] = {}
        for diagnosis in named:
            self._walk(diagnosis.codes, dict(diagnosis.sets))

    def _walk(self, choice: CodeChoice, path: dict[str, str]) -> None:
        if isinstance(choice, CodeTree):
            for value, branch in choice.branches.items():
                self._walk(branch, path if value == "open" else {**path, choice.axis: value})
            return
        for code in [choice] if isinstance(choice, str) else choice:
            held = self._by_code.get(code)
            values = path if isinstance(choice, str) else {}
            self._by_code[code] = values if held is None else _shared(held, values)

    def knows(self, code: str) -> bool:
        """Whether the code, or one that begins with it, stands in a tree."""
        return code in self._by_code or any(longer.startswith(code) for longer in self._by_code)

    def of(self, code: str) -> dict[str, tuple[str, ...]]:
        """What the code says; of a code without a tree, what all more exact ones say alike."""
        values = self._by_code.get(code)
        if values is None:
            below = [held for longer, held in self._by_code.items() if longer.startswith(code)]
            values = below[0] if below else {}
            for held in below[1:]:
                values = _shared(values, held)
        return {axis: (value,) for axis, value in values.items()}


def _shared(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {axis: value for axis, value in one.items() if other.get(axis) == value}
