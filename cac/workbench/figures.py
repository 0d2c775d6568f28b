"""Figures of what was decided: how right the suggestions were, how far people agree, why they differ, how long it took.

Counted on claim lines of finished entries. A suggested line that a coder kept with its code is right, whatever became
of its modifiers; one that was refused, deleted or got another code is wrong; a line that was added, or the other code,
was missed. Kappa (Cohen) is over notes: whether a code stands on each side or not. A figure of nothing is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import mean, median

from cac.records import BilledLine, Record
from cac.workbench.cases import Case, cases
from cac.workbench.records import Actor
from cac.workbench.store import Store

Lines = tuple[BilledLine, ...]


class CodeFigures(Record):
    """One code: how often it was suggested, kept as it was, kept but changed, taken out, and put in by a coder."""

    code: str
    suggested: int = 0
    accepted: int = 0
    changed: int = 0
    wrong: int = 0
    missed: int = 0
    precision: float | None = None
    recall: float | None = None
    kappa: float | None = None


class Agreement(Record):
    """How far two codings of the same notes agree: notes with exactly the same lines, and kappa over all codes."""

    notes: int = 0
    same: int = 0
    kappa: float | None = None


class Blind(Record):
    """Blind mode, apart: what coders wrote before they saw the suggestion.

    Of the notes where the first coding and the suggestion differ, ``moved`` ended as suggested and ``kept`` as first
    coded: how far people lean on the suggestion.
    """

    first_and_suggestion: Agreement = Agreement()
    first_and_final: Agreement = Agreement()
    differed: int = 0
    moved: int = 0
    kept: int = 0


class Times(Record):
    """Seconds of work a note; pauses are left out."""

    notes: int = 0
    median: float | None = None
    mean: float | None = None


class Figures(Record):
    """Everything; ``exact`` are notes whose lines all stand as they were suggested, with nothing added."""

    notes: int
    exact: int
    all: CodeFigures
    codes: tuple[CodeFigures, ...]
    reasons: dict[str, dict[str, int]]
    time: Times
    time_by_coder: dict[str, Times]
    blind: Blind
    second: Agreement


def figures(store: Store, actor: Actor, since: datetime | None = None) -> Figures:
    """The figures of the finished entries, those finished at ``since`` or later; second codings count apart.

    Raises:
        Forbidden.
    """
    actor.need("audit")
    return measure(list(cases(store, since)))


def measure(found: Sequence[Case]) -> Figures:
    """The figures of cases."""
    first = [case for case in found if not case.review_of]
    by_entry = {case.entry: case for case in first}
    pairs = [(by_entry[case.review_of].final, case.final) for case in found if case.review_of in by_entry]
    blind = [case for case in first if case.first is not None]
    counts = {code: _count(first, code) for code in sorted(_codes(first))}
    return Figures(
        notes=len(first),
        exact=sum(all(state.state == "accepted" for state in case.states) for case in first),
        all=_rates("all", sum(counts.values(), Counter[str]()), _kappa([(c.suggested, c.final) for c in first])),
        codes=tuple(
            _rates(code, counted, _kappa([(case.suggested, case.final) for case in first], [code]))
            for code, counted in counts.items()
        ),
        reasons=_reasons(first),
        time=_times(case.seconds for case in found),
        time_by_coder={
            who: _times(case.seconds for case in found if case.by == who) for who in sorted({c.by for c in found})
        },
        blind=_blind(blind),
        second=_agreement(pairs),
    )


def _codes(found: Iterable[Case]) -> set[str]:
    return {line.code for case in found for line in (*case.suggested, *case.final)}


def _count(found: Iterable[Case], code: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for case in found:
        for state in case.states:
            was = state.suggested.code if state.suggested else ""
            now = state.now.code if state.now else ""
            if was == code:
                right = "accepted" if state.now == state.suggested else "changed"
                counted.update(["suggested", right if now == code else "wrong"])
            elif now == code:
                counted["missed"] += 1
    return counted


def _rates(code: str, counted: Counter[str], kappa: float | None) -> CodeFigures:
    right = counted["accepted"] + counted["changed"]
    return CodeFigures(
        code=code,
        suggested=counted["suggested"],
        accepted=counted["accepted"],
        changed=counted["changed"],
        wrong=counted["wrong"],
        missed=counted["missed"],
        precision=_share(right, counted["suggested"]),
        recall=_share(right, right + counted["missed"]),
        kappa=kappa,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _kappa(pairs: Sequence[tuple[Lines, Lines]], codes: Sequence[str] = ()) -> float | None:
    """Cohen's kappa over notes and codes; None where one side never or always has them all, which proves nothing."""
    from sklearn.metrics import cohen_kappa_score

    wanted = codes or sorted({line.code for pair in pairs for lines in pair for line in lines})
    held = [({line.code for line in one}, {line.code for line in two}) for one, two in pairs]
    left = [code in one for one, _ in held for code in wanted]
    right = [code in two for _, two in held for code in wanted]
    if len(set(left)) < 2 and len(set(right)) < 2:
        return None
    return round(float(cohen_kappa_score(left, right)), 6)


def _agreement(pairs: Sequence[tuple[Lines, Lines]]) -> Agreement:
    same = sum(_same(one, two) for one, two in pairs)
    return Agreement(notes=len(pairs), same=same, kappa=_kappa(pairs))


def _same(one: Lines, two: Lines) -> bool:
    """Whether two codings bill the same; the order of lines and modifiers, and pointers, do not matter."""

    def plain(lines: Lines) -> Counter[tuple[str, tuple[str, ...], int]]:
        return Counter((line.code, tuple(sorted(line.modifiers)), line.units) for line in lines)

    return plain(one) == plain(two)


def _blind(found: Sequence[Case]) -> Blind:
    triples = [(case.first or (), case.suggested, case.final) for case in found]
    differed = [triple for triple in triples if not _same(triple[0], triple[1])]
    return Blind(
        first_and_suggestion=_agreement([(first, suggested) for first, suggested, _ in triples]),
        first_and_final=_agreement([(first, final) for first, _, final in triples]),
        differed=len(differed),
        moved=sum(_same(suggested, final) for _, suggested, final in differed),
        kept=sum(_same(first, final) for first, _, final in differed),
    )


def _reasons(found: Iterable[Case]) -> dict[str, dict[str, int]]:
    """Reason → kind of decision → how often, of the decisions that stand."""
    counted: dict[str, Counter[str]] = {}
    for case in found:
        standing = {state.decision for state in case.states}
        for decision in case.decisions:
            if decision.id in standing and decision.reason:
                counted.setdefault(decision.reason, Counter())[decision.kind] += 1
    return {reason: dict(sorted(kinds.items())) for reason, kinds in sorted(counted.items())}


def _times(seconds: Iterable[float]) -> Times:
    all_ = [value for value in seconds if value > 0]
    if not all_:
        return Times()
    return Times(notes=len(all_), median=round(median(all_), 1), mean=round(mean(all_), 1))
