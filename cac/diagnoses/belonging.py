"""What belongs together: a diagnosis told twice, one that is part of another's code, a symptom of another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cac.diagnoses.codes import proven
from cac.lexicon.loader import Diagnoses
from cac.records import ReadDiagnosis

_ALIKE = ("joint", "limb", "side")


class Belonging:
    """Joins the diagnoses of a note."""

    def __init__(self, known: Diagnoses) -> None:
        """Take what the lexicons know of each."""
        self._known = known

    def __call__(self, named: Iterable[ReadDiagnosis]) -> tuple[list[ReadDiagnosis], list[ReadDiagnosis]]:
        """The stated diagnoses that stand for themselves, and those that are only part of another one."""
        return self._without_parts(self._joined(_each_once(named)))

    def ruled_out(self, told: ReadDiagnosis, read: Sequence[ReadDiagnosis]) -> str:
        """Why a diagnosis does not count that the note takes back further on ("... ruled out")."""
        if not told.name:
            return ""
        later = (r for r in read if r.name == told.name and r.evidence.start > told.evidence.start)
        back = [r for r in later if r.why_not == "negated" and _agree(told.values, r.values, self._known.words.near)]
        return "ruled out further on" if back else ""

    def _joined(self, named: list[ReadDiagnosis]) -> list[ReadDiagnosis]:
        """With those diagnoses put into others whose code holds them: herniation and radiculopathy are M51.1-."""
        taken: set[int] = set()
        joined: list[ReadDiagnosis] = []
        near = self._known.words.near
        for place, told in enumerate(named):
            for axis, rule in self._known.named[told.name].joins.items():
                for other, beside in enumerate(named):
                    if (
                        other == place
                        or beside.name not in rule.diagnoses
                        or (rule.within == "sentence" and beside.sentence != told.sentence)
                        or not _agree(told.values, beside.values, near)
                    ):
                        continue
                    values = {**beside.values, **told.values, axis: ("yes",)}
                    told = told.model_copy(update={"values": values})
                    if proven(self._known.named[told.name].codes, values, ())[0].code:
                        taken.add(other)
            joined.append(told)
        return [told for place, told in enumerate(joined) if place not in taken]

    def _without_parts(self, named: list[ReadDiagnosis]) -> tuple[list[ReadDiagnosis], list[ReadDiagnosis]]:
        """Those that stand for themselves, and symptoms that belong to another one of the same place."""
        near = self._known.words.near
        kept: list[ReadDiagnosis] = []
        parts: list[ReadDiagnosis] = []
        for told in named:
            wholes = self._known.named[told.name].part_of
            part = any(other.name in wholes and _agree(told.values, other.values, near) for other in named)
            (parts if part else kept).append(told)
        return kept, parts


def _each_once(named: Iterable[ReadDiagnosis]) -> list[ReadDiagnosis]:
    """Each diagnosis once: the fullest naming stands for those of the same diagnosis that say no more."""
    kept: list[ReadDiagnosis] = []
    for told in sorted(named, key=lambda told: -len(told.values)):  # stable: the fullest naming first
        if not any(
            other.name == told.name
            and all(set(values) <= set(other.values.get(axis, ())) for axis, values in told.values.items())
            for other in kept
        ):
            kept.append(told)
    return sorted(kept, key=lambda told: told.evidence.start)


def _agree(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]], near: Mapping[str, list[str]]
) -> bool:
    """Whether two diagnoses may be of one place: nothing said of both differs."""
    if one.get("region") and other.get("region") and not regions_agree(one["region"], other["region"], near):
        return False
    for axis in _ALIKE:
        told, beside = set(one.get(axis, ())), set(other.get(axis, ()))
        if told and beside and "both" not in told | beside and told.isdisjoint(beside):
            return False
    return True


def regions_agree(one: Iterable[str], other: Iterable[str], near: Mapping[str, list[str]]) -> bool:
    """Whether a region of the one is, or lies beside, a region of the other."""
    others = set(other)
    return any(region in others or not others.isdisjoint(near.get(region, ())) for region in one)
