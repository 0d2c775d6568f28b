"""Which diagnosis explains which line: pointers, and findings where they do not fit or none does.

It says what the words explain, not what a payer covers; a diagnosis is never made up to support a line. Findings here
change no line; only a possible wrong side, the one finding of severity "error", keeps a claim from being ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cac.diagnoses.belonging import regions_agree
from cac.diagnoses.resolve import Given, Resolved
from cac.lexicon.loader import Diagnoses
from cac.records import ClaimLine, Diagnosis, Finding, Procedure, SeparateVisit

MOST_OF_A_LINE = 4
MOST_OF_A_CLAIM = 12
"""Pointers of a line and diagnoses of a claim (CMS-1500, items 24E and 21)."""

_MOST_KEPT = 4096  # ranks kept: they are of families and codes
_GUIDELINES = "ICD-10-CM Official Guidelines"
_FORM = "CMS-1500 items 21 and 24E"
_ONE_SIDE = frozenset(["left", "right"])
_MODIFIER_SIDE = {"LT": "left", "RT": "right"}


class Pointer:
    """Points diagnoses to the lines of a claim."""

    def __init__(self, known: Diagnoses) -> None:
        """Take which diagnoses explain which family."""
        self._known = known
        self._wanted = {
            family: [tuple(known.groups.groups[name]) for name in names]
            for family, names in known.groups.families.items()
        }
        self._ranks: dict[tuple[str, str], int] = {}

    def __call__(
        self,
        resolved: Resolved,
        lines: Sequence[ClaimLine],
        procedures: Sequence[Procedure],
        visit: SeparateVisit | None = None,
    ) -> tuple[tuple[Diagnosis, ...], tuple[ClaimLine, ...], tuple[Finding, ...]]:
        """The diagnoses with the lines they explain, the lines with their diagnoses, and what a person should look at.

        Args:
            resolved: the diagnoses of the note.
            lines: the claim.
            procedures: what the lines come from, by ``ClaimLine.procedures``.
            visit: a visit beside the work, which has reasons of its own: they are not held against the work.
        """
        given = resolved.given
        fits = [[self._fit(held, procedure) for held in given] for procedure in procedures] if given else []
        chosen: list[list[int]] = []
        refused: dict[int, dict[str, list[int]]] = {}
        for number, line in enumerate(lines):
            found: list[tuple[int, int, int]] = []
            for place, held in enumerate(given):
                ranks = [_on_line(held, line, procedures[owner], fits[owner][place]) for owner in line.procedures]
                good = [rank for rank in ranks if isinstance(rank, tuple)]
                if good:
                    found.append((*min(good), place))
                    continue
                for why in {rank for rank in ranks if isinstance(rank, str) and rank}:
                    refused.setdefault(place, {}).setdefault(why, []).append(number)
            chosen.append([place for *_, place in sorted(found)])
        if visit:
            refused = {place: why for place, why in refused.items() if not _reason_of(visit, given[place])}
            if all(chosen):
                refused = {}
        wrong = _on_the_other_side(given, lines, procedures, fits) if refused else {}
        chosen = _at_most(chosen, lines)
        pointed = tuple(
            line.model_copy(update={"diagnoses": tuple(given[place].code for place in places if given[place].billable)})
            if places
            else line
            for line, places in zip(lines, chosen, strict=True)
        )
        diagnoses = tuple(
            held.record(tuple(number for number, places in enumerate(chosen) if place in places))
            for place, held in enumerate(given)
        )
        return diagnoses, pointed, tuple(_findings(resolved, diagnoses, chosen, refused, wrong))

    def _rank(self, family: str, code: str) -> int:
        """The place of the first group of the family that holds the code; -1 where none does."""
        key = family, code
        if key not in self._ranks:
            if len(self._ranks) > _MOST_KEPT:
                self._ranks.clear()
            groups = enumerate(self._wanted.get(family, ()))
            self._ranks[key] = next((number for number, starts in groups if code.startswith(starts)), -1)
        return self._ranks[key]

    def _fit(self, given: Given, procedure: Procedure) -> tuple[int, int] | str:
        """How well a diagnosis explains a procedure (the less the better), or why not: "region"; "" = other work."""
        rank = self._rank(procedure.family, given.code)
        if rank < 0:
            return ""
        known, groups = self._known, self._known.groups
        regions = given.values.get("region", ())
        near = False
        if regions and (treated := _regions(procedure, known)):
            near = not treated.isdisjoint(regions)
            wanted = not near and procedure.family in groups.regional
            if wanted and not regions_agree(treated, regions, known.words.near):
                return "region"
        limb, limbs = groups.limbs.get(procedure.family), given.values.get("limb", ())
        if limb and limbs and limb not in limbs:
            return "region"
        joints = given.values.get("joint", ())
        if joints and (allowed := _joints(procedure, known)) and allowed.isdisjoint(joints):
            return "region"
        return rank, -near - given.billable


def _on_line(given: Given, line: ClaimLine, procedure: Procedure, fit: tuple[int, int] | str) -> tuple[int, int] | str:
    """The fit on the sides of the line, or "laterality" where it is of the other side."""
    side = given.laterality
    if isinstance(fit, str) or side is None:
        return fit
    told = _sides(line) or {procedure.laterality or ""}
    if told <= _ONE_SIDE and given.half and given.half not in told:
        return ""  # its other half stands here
    if side in _ONE_SIDE and told <= _ONE_SIDE and side not in told:
        return "laterality"
    return fit[0], fit[1] - (side in told)


def _reason_of(visit: SeparateVisit, given: Given) -> bool:
    """Whether all that is said of a diagnosis stands under the heading of the visit."""
    section = visit.evidence.section
    return bool(section) and all(words.section == section for words in given.evidence)


def _sides(line: ClaimLine) -> set[str]:
    """The side that the line itself tells."""
    return {_MODIFIER_SIDE[name] for name in line.modifiers if name in _MODIFIER_SIDE}


def _on_the_other_side(
    given: Sequence[Given],
    lines: Sequence[ClaimLine],
    procedures: Sequence[Procedure],
    fits: Sequence[Sequence[tuple[int, int] | str]],
) -> dict[int, str]:
    """The lines of one side whose reason the note tells of the other side only, with that side: a possible wrong side.

    Only where the line itself tells its side (a pocket on the left says nothing of the pain), nothing that explains it
    as well is without a side or of this one, and no work of the kind was done on the side of the diagnosis.
    """
    done: dict[str, set[str]] = {}
    for procedure in procedures:
        done.setdefault(procedure.family, set()).add(procedure.laterality or "")
    wrong: dict[int, str] = {}
    for number, line in enumerate(lines):
        here = _sides(line)
        if len(here) != 1 or len({owner for owner in line.procedures if done[procedures[owner].family] != here}):
            continue
        ranks = [
            (min(fit for owner in line.procedures if isinstance(fit := fits[owner][place], tuple)), held.laterality)
            for place, held in enumerate(given)
            if any(isinstance(fits[owner][place], tuple) for owner in line.procedures)
        ]
        sided = [rank for rank, side in ranks if side]
        if not sided or any(side in here or side == "bilateral" for _, side in ranks):
            continue
        if any(rank[0] <= min(sided)[0] for rank, side in ranks if not side):
            continue
        (wrong[number],) = _ONE_SIDE - here
    return wrong


def _at_most(chosen: list[list[int]], lines: Sequence[ClaimLine]) -> list[list[int]]:
    """The pointers of each line as the form holds them; a line of the session (sedation) has those of the rest."""
    explained = list(dict.fromkeys(place for places in chosen for place in places[:MOST_OF_A_LINE]))[:MOST_OF_A_CLAIM]
    return [
        [place for place in (places if line.procedures else explained) if place in explained][:MOST_OF_A_LINE]
        for line, places in zip(lines, chosen, strict=True)
    ]


def _regions(procedure: Procedure, known: Diagnoses) -> set[str]:
    """The region of the procedure, and those of its levels (T12-L1 is thoracolumbar)."""
    found = {procedure.region} if procedure.region else set()
    named = known.words.axes["region"].levels
    for level in procedure.levels:
        found |= {region for region, levels in named.items() if level in levels}
    return {region for region in found if region}


def _joints(procedure: Procedure, known: Diagnoses) -> set[str]:
    """The joints whose diagnoses explain work at these targets; empty where the targets say nothing of it."""
    places = known.groups.places
    found: set[str] = set()
    for target in procedure.targets:
        named = [joint for word in target.replace("-", " ").split() for joint in places.get(word, ())]
        if not named:
            return set()
        found.update(named)
    return found


def _findings(
    resolved: Resolved,
    diagnoses: tuple[Diagnosis, ...],
    chosen: list[list[int]],
    refused: dict[int, dict[str, list[int]]],
    wrong: dict[int, str],
) -> Iterable[Finding]:
    for message in resolved.wrong:
        yield Finding(rule="diagnosis/printed", severity="warning", message=message, authority="ICD-10-CM")
    contested: set[int] = set()
    for place, reasons in refused.items():
        diagnosis = diagnoses[place]
        if diagnosis.lines:
            continue  # it explains another line
        for why, lines in reasons.items():
            contested.update(lines)
            if why == "laterality" and (here := tuple(number for number in lines if number in wrong)):
                yield Finding(
                    rule="diagnosis/laterality",
                    severity="error",
                    lines=here,
                    message=f"{diagnosis.code} is told of the {diagnosis.laterality} side, and the other side was "
                    "treated: a person must settle which side is right",
                    authority=_GUIDELINES,
                )
                continue
            what = f"side ({diagnosis.laterality})" if why == "laterality" else "region or place"
            yield Finding(
                rule=f"diagnosis/{why}",
                severity="warning",
                lines=tuple(lines),
                message=f"the {what} of {diagnosis.code} does not agree with what was treated: it explains no line",
                authority=_GUIDELINES,
            )
    for diagnosis in diagnoses:
        if diagnosis.lines and not diagnosis.billable:
            more = f": {', '.join(diagnosis.alternatives)}" if diagnosis.alternatives else ""
            yield Finding(
                rule="diagnosis/specificity",
                severity="warning",
                lines=diagnosis.lines,
                message=f"{diagnosis.code} is not exact enough to be billed; the note must tell {diagnosis.open}{more}",
                authority=_GUIDELINES,
            )
    bare = tuple(number for number, places in enumerate(chosen) if not places and number not in contested)
    if bare:
        yield Finding(
            rule="diagnosis/none",
            severity="warning",
            lines=bare,
            message="the note names no diagnosis that explains this line",
            authority=_FORM,
        )
