"""Why not: codes considered and refused while a procedure was coded, each with the one fact that would change it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from cac.coding.conditions import matches
from cac.coding.counters import Counted
from cac.coding.draft import Case, Draft
from cac.lexicon.schema import Family
from cac.records import Procedure, Refusal, unchecked

_NOT_ONE_FACT = ("family", "group", "region")  # another procedure, not another fact of this one
_new_refusal = unchecked(Refusal)


def unmet(family: Family, needed: str, why: str, values: Mapping[str, str], procedure: Procedure) -> list[Refusal]:
    """The codes of the rows that would hold if what the family requires were told."""
    return [
        _new_refusal(
            code=rule.ladder[0],
            reason=f"not told: {why}",
            would_change=f"words that say {why}",
            rule=f"{family.slugs()[0]}/requires",
        )
        for rule in family.codes
        if rule.ladder
        and matches({name: wanted for name, wanted in rule.when.items() if name != needed}, values, procedure)
    ]


def not_valid(code: str, draft: Draft, family: Family, number: int) -> Refusal:
    """A code that the words would give and that is not valid on the day of service."""
    return _not_valid(code, draft, f"{family.slugs()[0]}/{number}")


def _not_valid(code: str, draft: Draft, rule: str) -> Refusal:
    return _new_refusal(
        code=code,
        reason=f"not valid on {draft.day}: {draft.codes[code].why_not_on(draft.day)}",
        would_change="another date of service",
        rule=rule,
    )


def next_step(case: Case, rows: Sequence[Counted]) -> list[Refusal]:
    """The next code of the ladder, when the ladder was not walked to its end."""
    ladder = case.rule.ladder
    if len(ladder) == 1 or len(rows) >= len(ladder):
        return []
    named = ", ".join(item.name for item in rows if item.name)
    return [
        _new_refusal(
            code=ladder[len(rows)],
            reason=f"only {named} is documented" if named else "no level is documented",
            would_change="one more level, told as treated, would add it",
            rule=case.name,
        )
    ]


def higher_counts(case: Case, reached: int, count: int) -> list[Refusal]:
    """The codes of greater numbers of muscles than the ``count`` named."""
    return [
        _new_refusal(
            code=case.rule.by_count[number],
            reason=f"{count or 'no'} muscle(s) named",
            would_change=f"{number} or more muscles named as injected would change it",
            rule=case.name,
        )
        for number in sorted(case.rule.by_count)
        if number > reached
    ]


def no_image_kept(case: Case, code: str) -> Refusal:
    """Ultrasound guidance without a permanent image."""
    return _new_refusal(
        code=code,
        reason="ultrasound is stated, but no permanent image",
        would_change="words that an image was kept would add it",
        rule=f"{case.name}/guidance",
    )


def imaging_inside(case: Case, day: date) -> list[Refusal]:
    """The imaging code that a row without separate guidance never takes."""
    used = case.procedure.guidance or ""
    code = case.beside.imaging_of(used, case.family.kind)
    if case.rule.guidance_on(day) or not code:
        return []
    return [
        _new_refusal(
            code=code,
            reason=f"{used} is inside the main code or not allowed beside it",
            would_change="nothing: it is never added to this code",
            rule=f"{case.name}/guidance",
        )
    ]


def one_fact_apart(case: Case) -> list[Refusal]:
    """Rows that differ in one fact only: the code they would give, and that fact."""
    found: list[Refusal] = []
    for number, rule in enumerate(case.family.codes, start=1):
        if number == case.number or not rule.ladder:
            continue
        wrong = [
            name
            for name, wanted in rule.when.items()
            if name != "levels" and not matches({name: wanted}, case.values, case.procedure)
        ]
        if len(wrong) != 1 or wrong[0] in _NOT_ONE_FACT:
            continue
        fact = wrong[0].replace("_", " ")
        said = (case.values.get(wrong[0]) or "not stated").replace("_", " ")
        wanted_words = " or ".join(rule.when[wrong[0]]).replace("_", " ")
        found.append(
            _new_refusal(
                code=rule.ladder[0],
                reason=f"{fact}: {said}",
                would_change=f"{fact} {wanted_words} would change it",
                rule=f"{case.family.slugs()[0]}/{number}",
            )
        )
    return found


def by_day(refused: Iterable[Refusal], draft: Draft) -> list[Refusal]:
    """The refusals; a code that is not valid on the day is refused for that alone: no fact of the note changes it."""
    return [
        _not_valid(refusal.code, draft, refusal.rule) if draft.invalid([refusal.code]) else refusal
        for refusal in refused
    ]


def unique(refused: Iterable[Refusal], given: Container[str]) -> tuple[Refusal, ...]:
    """The first refusal of each code that no line of the claim gives."""
    found: dict[str, Refusal] = {}
    for refusal in refused:
        if refusal.code not in given:
            found.setdefault(refusal.code, refusal)
    return tuple(found.values())
