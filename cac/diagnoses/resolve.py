"""What was read → ICD-10-CM codes for a day: each once, as exact as proven; never one that no words stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cac.diagnoses.belonging import Belonging
from cac.diagnoses.codes import Leaf, Meanings, proven
from cac.lexicon.loader import Diagnoses
from cac.records import Diagnosis, Evidence, ReadDiagnosis, unchecked
from cac.reference.records import DiagnosisCode, NotInForce
from cac.reference.tables import Reference

NotCounted = tuple[str, str, Evidence]
_SIDES = {"left": "left", "right": "right", "both": "bilateral"}
_SAME_KIND = 5  # "M54.1", "M25.5": codes that differ behind it differ in place, side or kind alone
_MOST_ALTERNATIVES = 12
_MOST_KEPT = 4096  # answers kept: they are of the lexicons and tables, no words of a note
_new_diagnosis = unchecked(Diagnosis)


@dataclass(slots=True)
class Given:
    """A diagnosis with its code, what is known of its place (axis → values), and its words."""

    code: str
    label: str
    values: dict[str, tuple[str, ...]]
    evidence: tuple[Evidence, ...]
    printed: bool = False
    billable: bool = True
    alternatives: tuple[str, ...] = ()
    open: str = ""
    half: str = ""  # the side of a code that with its twin stands for "both"

    @property
    def laterality(self) -> str | None:
        """The side that is told of it."""
        sides = self.values.get("side", ())
        return _SIDES.get(sides[0]) if sides else None

    def record(self, lines: tuple[int, ...]) -> Diagnosis:
        """As the result has it, with the lines that it explains."""
        return _new_diagnosis(
            code=self.code,
            label=self.label,
            printed=self.printed,
            billable=self.billable,
            laterality=self.laterality,
            alternatives=self.alternatives,
            open=self.open,
            lines=lines,
            evidence=self.evidence,
        )


@dataclass(slots=True)
class Resolved:
    """The diagnoses of a note, those that do not count with the reason, and what is wrong with printed codes."""

    given: list[Given] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Resolver:
    """Gives codes to what was read."""

    def __init__(self, known: Diagnoses, reference: Reference) -> None:
        """Take what the lexicons know, and the tables that say which codes exist on a day and are billable."""
        self._known = known
        self._belonging = Belonging(known)
        self._reference = reference
        self._leaves: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], list[Leaf]] = {}
        self._facts: dict[tuple[str, date], DiagnosisCode | NotInForce | None] = {}
        self._meanings = Meanings(known.named.values())
        self._asked = frozenset(name for name, axis in known.words.axes.items() if axis.ask)
        self._divided = frozenset(made.before for made in known.words.made)
        self._made = {code: made for made in known.words.made for code in made.codes}

    def __call__(self, read: Iterable[ReadDiagnosis], day: date) -> Resolved:
        """The diagnoses of what a note names, for a day of service."""
        out = Resolved()
        stated: list[ReadDiagnosis] = []
        read = list(read)
        for told in read:
            why = told.why_not or self._belonging.ruled_out(told, read)
            if why:
                out.not_counted.append((self._called(told), why, told.evidence))
            else:
                stated.append(told)
        named, parts = self._belonging(told for told in stated if told.name)
        out.not_counted += [(self._called(told), "part of another diagnosis", told.evidence) for told in parts]
        printed = [told for told in stated if told.code]
        found: list[Given] = []
        for told in printed:
            self._print(told, day, out, found)
        for told in named:
            self._name(told, printed, day, out, found)
        out.given = _united(found)
        return out

    def _called(self, told: ReadDiagnosis) -> str:
        return told.code or self._known.named[told.name].label

    def _fact(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        if (code, day) not in self._facts:
            if len(self._facts) > _MOST_KEPT:
                self._facts.clear()
            self._facts[code, day] = self._reference.diagnosis(code, day)
        return self._facts[code, day]

    def _proven(self, told: ReadDiagnosis) -> list[Leaf]:
        key = told.name, tuple(told.values.items())
        leaves = self._leaves.get(key)
        if leaves is None:
            if len(self._leaves) > _MOST_KEPT:
                self._leaves.clear()
            leaves = self._leaves[key] = proven(self._known.named[told.name].codes, told.values, self._asked)
        return leaves

    def _print(self, told: ReadDiagnosis, day: date, out: Resolved, found: list[Given]) -> None:
        fact = self._fact(told.code, day)
        if self._of_day(Leaf(told.code), day).code != told.code:
            fact = None
        elif isinstance(fact, NotInForce) and fact.code and not self._meanings.knows(told.code):
            fact = None  # neither the tables nor the lexicons know it
        if fact is None:
            out.not_counted.append((told.code, f"not known as an ICD-10-CM code on {day}", told.evidence))
            if "." in told.code:
                out.wrong.append(f"{told.code} is printed in the note and is not known as an ICD-10-CM code on {day}")
            return
        leaf = Leaf(told.code)
        found.append(self._given(leaf, fact, self._meanings.of(told.code), (told.evidence,), day, printed=True))

    def _name(
        self,
        told: ReadDiagnosis,
        printed: list[ReadDiagnosis],
        day: date,
        out: Resolved,
        found: list[Given],
    ) -> None:
        rule = self._known.named[told.name]
        beside = [code for code in printed if code.sentence == told.sentence]
        leaves = self._proven(told)
        said = {leaf.code for leaf in leaves}
        for leaf in leaves:
            if not leaf.code:
                asks = self._ask(leaf.open)
                out.not_counted.append((rule.label, f"no code without knowing {asks}", told.evidence))
                continue
            leaf = self._of_day(leaf, day)
            fact = self._fact(leaf.code, day) if leaf.code else None
            if fact is None:
                out.not_counted.append((f"{rule.label} ({leaf.code})", f"no ICD-10-CM code on {day}", told.evidence))
                continue
            others = [code for code in beside if code.code == leaf.code or code.code not in said]
            if self._said_by_printed(leaf, others, told, out, found):
                continue
            held = self._given(leaf, fact, told.values, (told.evidence,), day, rule=rule.label)
            if told.values.get("side") == ("both",):
                held.half = self._half(told, leaf.code)
            found.append(held)

    def _half(self, told: ReadDiagnosis, code: str) -> str:
        """The one side that a code of a diagnosis of both sides stands for; "" where it stands for both."""
        alone = [
            side
            for side in ("right", "left")
            if any(
                leaf.code == code
                for leaf in self._proven(told.model_copy(update={"values": {**told.values, "side": (side,)}}))
            )
        ]
        return alone[0] if len(alone) == 1 else ""

    def _of_day(self, leaf: Leaf, day: date) -> Leaf:
        """The code, or the one that stood for it before it was made (M51.360 was M51.36 until September 2024)."""
        made = self._made.get(leaf.code)
        return Leaf(made.before) if made and day.isoformat() < made.first_day else leaf

    def _said_by_printed(
        self, leaf: Leaf, beside: list[ReadDiagnosis], told: ReadDiagnosis, out: Resolved, found: list[Given]
    ) -> bool:
        """Whether the code printed beside the words stands for them: the same, a less exact, or a contradicting one."""
        for code in beside:
            held = next((given for given in found if given.printed and given.code == code.code), None)
            if held is None:
                continue
            if (
                leaf.code == code.code
                or code.code.startswith(leaf.code)
                or (leaf.code.startswith(code.code) and leaf.open)
            ):
                held.evidence = (*held.evidence, told.evidence)
                held.values = {**told.values, **held.values}
                return True
            if leaf.code.startswith(code.code):  # the words are more exact than the code: "M54.1 lumbar radiculopathy"
                found.remove(held)
                return False
            if leaf.code[:_SAME_KIND] == code.code[:_SAME_KIND]:
                out.not_counted.append((leaf.code, f"the code printed beside it is {code.code}", told.evidence))
                out.wrong.append(
                    f"the words beside the printed code {code.code} say {leaf.code}: a person must tell which is right"
                )
                return True
        return False

    def _given(
        self,
        leaf: Leaf,
        fact: DiagnosisCode | NotInForce | None,
        values: Mapping[str, tuple[str, ...]],
        evidence: tuple[Evidence, ...],
        day: date,
        *,
        printed: bool = False,
        rule: str = "",
    ) -> Given:
        billable, label = True, rule
        alternatives, asks = leaf.alternatives, self._ask(leaf.open)
        if not asks:
            alternatives = ()
        if isinstance(fact, DiagnosisCode):
            billable, label = fact.billable, fact.label or rule
        elif leaf.code not in self._divided and isinstance(now := self._fact(leaf.code, date.max), DiagnosisCode):
            billable, day = now.billable, date.max  # no edition of the day is here: its form is that of today
        if not billable:
            below = tuple(_billable_below(leaf.code, day, self._reference))
            alternatives = tuple(code for code in alternatives if code in below) or below
            asks = asks or "which of the more exact codes"
        return Given(
            leaf.code,
            label,
            dict(values),
            evidence,
            printed,
            billable,
            alternatives[:_MOST_ALTERNATIVES],
            asks,
        )

    def _ask(self, axes: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(self._known.words.axes[axis].ask for axis in axes))


def _billable_below(code: str, day: date, reference: Reference) -> Iterable[str]:
    for child in reference.children(code, day):
        if child.billable:
            yield child.code
        elif child.code != code:
            yield from _billable_below(child.code, day, reference)


def _united(found: list[Given]) -> list[Given]:
    """Each code once, with all its words."""
    by_code: dict[str, Given] = {}
    for given in found:
        held = by_code.setdefault(given.code, given)
        if held is not given:
            words = {(proof.start, proof.end): proof for proof in (*held.evidence, *given.evidence)}
            held.evidence, held.printed = tuple(words.values()), held.printed or given.printed
            held.values = {**given.values, **held.values}
    return sorted(by_code.values(), key=lambda given: min(words.start for words in given.evidence))
