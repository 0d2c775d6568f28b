"""Rows whose every word of a note is an attack: on pages, on workbooks, on the markup of PDF paragraphs."""

from __future__ import annotations

from typing import Any

from cac.records import CrossCheck, Evidence
from tests.reports.made_up import answers, row

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</q></article><h1>gone</h1>",
    "<b>bold</b> & <font color=red>red</font>",
    "{{ 7 * 7 }}{% raw %}",
    '=HYPERLINK("http://example.test","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "'; DROP TABLE x",
    "\u2028\u202eevil\u0007\x00",
    "\U0001f9b4 ☒ 漢字",
)


def rows() -> list[dict[str, Any]]:
    """One row an attack, with the attack as id, provider, section, quote and message."""
    found = []
    for number, attack in enumerate(ATTACKS):
        span = Evidence(start=5, end=5 + len(attack), text=attack, section=attack)
        checklist = tuple(
            answer.model_copy(update={"evidence": (span,), "source": attack} if answer.evidence else {"source": attack})
            for answer in answers(absent=["drug_dose", "timeout"], contradicted=["levels"])
        )
        check = CrossCheck(check="x", message=attack, severity="audit-risk", source=attack, evidence=(span,))
        one = row(f"{attack} {number}", provider=attack, checklist=checklist, checks=(check,))
        one["conflicts"] = one["review"] = [attack]
        one["procedures"][0]["targets"] = [attack]
        one["lines"][0]["evidence"] = [span.model_dump()]
        found.append(one)
    return found
