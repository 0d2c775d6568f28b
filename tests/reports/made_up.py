"""Rows as `cac batch` writes them, made up: what is required, absent or contradicted is said by each test."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cac.lexicon.loader import load_lexicon
from cac.records import ClaimLine, CrossCheck, ElementAnswer, Evidence, Procedure, Result, Site

TEXT = (
    "PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections.\n"
    "Under fluoroscopy the needle was advanced. Contrast spread along the root. Kenalog 40 mg was injected.\n"
    "Plan: return in two weeks."
)


def words(text: str, section: str = "", within: str = TEXT) -> Evidence:
    """Evidence of the first place where words stand."""
    start = within.index(text)
    return Evidence(start=start, end=start + len(text), text=text, section=section)


FOUND: dict[str, tuple[str, ...]] = {
    "levels": ("L4-5", "L5-S1"),
    "laterality": ("Left",),
    "guidance": ("fluoroscopy",),
    "contrast": ("Contrast",),
    "drug_name": ("Kenalog",),
    "drug_dose": ("40 mg",),
}
SEVERITY = {
    "levels": "code-determining",
    "laterality": "code-determining",
    "guidance": "code-determining",
    "drug_name": "code-determining",
    "drug_dose": "code-determining",
    "contrast": "payment-denying",
    "pain_score": "payment-denying",
    "timeout": "audit-risk",
    "followup_plan": "best-practice",
}


def answers(
    absent: Iterable[str] = (),
    contradicted: Iterable[str] = (),
    not_required: Iterable[str] = (),
    not_applicable: Iterable[str] = (),
) -> tuple[ElementAnswer, ...]:
    """A checklist in which everything is required and present but for what is named."""
    absent, contradicted = set(absent), set(contradicted)
    return tuple(
        ElementAnswer(
            element=element,
            status="absent" if element in absent else "not_applicable" if element in not_applicable else "present",
            severity=severity,
            source=f"Authority of {element}",
            required=element not in set(not_required),
            contradicted=element in contradicted,
            job="staff" if element == "timeout" else "provider",
            evidence=() if element in absent else tuple(words(text) for text in FOUND.get(element, ())),
        )
        for element, severity in SEVERITY.items()
    )


def row(
    id: str = "N1",
    *,
    provider: str = "Dr. Ada",
    day: str = "2026-01-20",
    checklist: tuple[ElementAnswer, ...] | None = None,
    status: str = "ready",
    version: str | None = None,
    family: str = "transforaminal_esi",
    context: Mapping[str, str] | None = None,
    checks: tuple[CrossCheck, ...] = (),
    **more: Any,
) -> dict[str, Any]:
    """One row; ``day`` "" is a note that told none."""
    said = {"payer": "medicare_part_b", "defaults": "place_of_service", "date_of_service": day, "provider": provider}
    if not day:
        said |= {"date_of_service": "2026-01-15", "defaults": "date_of_service, payer"}
    said = {name: value for name, value in said.items() if value}
    proof = (words("Left", "PROCEDURE"), words("transforaminal epidural steroid injections", "PROCEDURE"))
    result = Result(
        id=id,
        status=status,  # type: ignore[arg-type]
        lines=(
            ClaimLine(code="64483", modifiers=("LT",), rule=f"{family}/2", procedures=(0,), evidence=proof),
            ClaimLine(code="64484", modifiers=("LT",), rule=f"{family}/2", procedures=(0,), evidence=proof),
        ),
        procedures=(
            Procedure(
                family=family,
                region="lumbar",
                laterality="left",
                sites=(Site(name="L4-L5", sides=("left",)), Site(name="L5-S1", sides=("left",))),
                evidence=proof,
            ),
        ),
        checklist=answers() if checklist is None else checklist,
        cross_checks=checks,
        context=said if context is None else dict(context),
        version=load_lexicon(None).version if version is None else version,
    ).row()
    return {**result, **more}


def error_row(id: str = "E1") -> dict[str, Any]:
    """The row of a note that could not be coded."""
    return Result(id=id, status="error", error={"code": "empty", "message": "The note is empty."}).row()


def write_rows(path: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    """A file of rows; a string is a line as it is."""
    lines = [one if isinstance(one, str) else json.dumps(one) for one in rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
