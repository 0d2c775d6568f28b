"""A `Result` as a page of plain text for a coder: the claim with its proof first, then everything it stands on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from cac.records import ClaimLine, Drug, Evidence, Procedure, Refusal, Result

_NARROWEST, _WIDEST, _QUOTE = 48, 120, 100
_PAINT = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_STATUS = {
    "ready": ("READY", "green"),
    "review": ("REVIEW", "yellow"),
    "not_a_procedure": ("NOT A PROCEDURE", "cyan"),
    "error": ("ERROR", "red"),
}
_SEVERITIES = ("code-determining", "payment-denying", "audit-risk", "best-practice")


def render(result: Result, colour: bool, width: int, labels: Mapping[str, str] | None = None) -> str:
    """The readable answer.

    Args:
        result: what the coder said.
        colour: paint with ANSI codes.
        width: columns of the screen.
        labels: family slug or documentation element → what people call it; its own name where there is none.
    """
    page = _Page(colour, max(_NARROWEST, min(width, _WIDEST)))
    _head(page, result)
    if result.error is None:
        _claim(page, result.lines)
        _diagnoses(page, result)
        _findings(page, result)
        _refused(page, result.refused)
        _supplies(page, result)
        _facts(page, result.procedures, labels or {})
        page.bullets("Conflicts", result.conflicts)
        page.bullets("Why review", result.review)
        page.bullets("Missing", (_plain(name) for name in result.missing))
        _not_counted(page, result)
        _cross_checks(page, result)
        if result.status != "not_a_procedure":
            _checklist(page, result, labels or {})
        _context(page, result)
    page.bullets("Notices", result.notices)
    return "\n".join(page.lines) + "\n"


class _Page:
    """Lines of a width, wrapped with hanging indents."""

    def __init__(self, colour: bool, width: int) -> None:
        self.colour = colour
        self.width = width
        self.lines: list[str] = []

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{_PAINT[style]}m{text}\x1b[0m" if self.colour and text and style else text

    def heading(self, text: str) -> None:
        self.lines += ["", self.paint(text.upper(), "bold")]

    def entry(
        self, label: str, text: str, *, indent: int = 2, column: int = 0, style: str = "", body: str = ""
    ) -> None:
        """``label`` and, from ``column`` on, ``text`` in as many lines as it needs."""
        if column <= indent + len(label):
            column = indent + len(label) + (2 if label else 0)
        wrapped = textwrap.wrap(safe(text), max(20, self.width - column), break_on_hyphens=False) or [""]
        start = " " * indent + self.paint(label, style) + " " * (column - indent - len(label))
        for number, line in enumerate(wrapped):
            self.lines.append(((start if number == 0 else " " * column) + self.paint(line, body)).rstrip())

    def bullets(self, title: str, texts: Iterable[str]) -> None:
        """A titled list; nothing when it is empty."""
        texts = list(texts)
        if texts:
            self.heading(title)
        for text in texts:
            self.entry("-", text, column=4)


def _head(page: _Page, result: Result) -> None:
    word, style = _STATUS[result.status]
    page.lines.append(page.paint(safe(result.id), "dim")) if result.id else None
    page.entry(word, _reason(result), indent=0, style=style)


def _reason(result: Result) -> str:
    """Why the status is what it is, in one line."""
    if result.error is not None:
        return result.error["message"]
    if result.reason:
        return result.reason
    if result.status == "ready":
        return "every fact that decides a code is proven"
    missing = [f"not stated: {', '.join(_plain(name) for name in result.missing)}"] if result.missing else []
    reasons = [*missing, *result.conflicts, *result.review]
    more = f" (and {len(reasons) - 1} more, below)" if len(reasons) > 1 else ""
    return reasons[0] + more if reasons else ""


def _claim(page: _Page, lines: tuple[ClaimLine, ...]) -> None:
    page.heading("Claim")
    if not lines:
        page.entry("", "no line: nothing is proven that can be billed")
    for number, line in enumerate(lines):
        if number:
            page.lines.append("")
        code = "-".join((line.code, *line.modifiers))
        page.entry(f"{code}  x{line.units}", line.label, column=18, style="bold")
        _proof(page, line.evidence)
        page.entry("rule", line.rule, indent=6, column=18, style="dim", body="dim")


def _proof(page: _Page, evidence: tuple[Evidence, ...]) -> None:
    """The words, a line for each section they stand in."""
    sections: dict[str, list[Evidence]] = {}
    for words in evidence:
        sections.setdefault(words.section, []).append(words)
    for number, (section, found) in enumerate(sections.items()):
        quotes = ", ".join(_quote(words) for words in sorted(found, key=lambda words: words.start))
        label = "" if number else "proof"
        page.entry(label, f"{section or 'no header'}: {quotes}", indent=6, column=18, style="dim")


def _diagnoses(page: _Page, result: Result) -> None:
    """The diagnoses with their words, the lines they are pointed to, and what is open; then what did not count."""
    if result.diagnoses:
        page.heading("Diagnoses")
    for diagnosis in result.diagnoses:
        label = diagnosis.label + ("" if diagnosis.billable else " (not exact enough to be billed)")
        page.entry(diagnosis.code, label, column=18, style="bold")
        _proof(page, diagnosis.evidence)
        codes = ", ".join(dict.fromkeys(result.lines[number].code for number in diagnosis.lines))
        page.entry("explains", codes or "no line", indent=6, column=18, style="dim", body="dim")
        if diagnosis.open:
            more = f": {', '.join(diagnosis.alternatives)}" if diagnosis.alternatives else ""
            page.entry("open", diagnosis.open + more, indent=6, column=18, style="dim")
    page.bullets(
        "Diagnoses not counted",
        (f"{what}: {_plain(why)}. {_quote(words)}" for what, why, words in result.diagnoses_not_counted),
    )


def _findings(page: _Page, result: Result) -> None:
    """What the edits say, the worst first; what is only to know comes last."""
    if result.findings:
        page.heading("Edits")
    for finding in result.findings:
        codes = ", ".join(result.lines[place].code for place in finding.lines)
        style = {"error": "red", "warning": "yellow"}.get(finding.severity, "dim")
        body = "dim" if finding.severity == "info" else ""
        page.entry(
            finding.severity,
            f"{codes}: {finding.message}" if codes not in finding.message else finding.message,
            column=18,
            style=style,
            body=body,
        )
        page.entry("", f"{finding.rule} ({finding.authority}, {finding.source})", column=18, body="dim")


def _refused(page: _Page, refused: tuple[Refusal, ...]) -> None:
    if refused:
        page.heading("Considered and refused")
    for refusal in refused:
        page.entry(refusal.code, refusal.reason, column=18)
        if refusal.would_change:
            page.entry("", f"would change: {refusal.would_change}", column=18)


def _supplies(page: _Page, result: Result) -> None:
    if result.supplies or result.supplies_note:
        page.heading("Drugs and contrast (supplies)")
    if result.supplies_note:
        page.entry("", result.supplies_note)
    for supply in result.supplies:
        code = "-".join((supply.code or "no code", *supply.modifiers))
        given = f"{supply.drug}: {supply.given}" if supply.given else supply.drug
        page.entry(f"{code}  x{supply.units}", given, column=18, style="bold")
        _proof(page, supply.evidence)
        for label, text in (("only if", supply.condition), ("ask", supply.question)):
            if text:
                page.entry(label, text, indent=6, column=18, style="dim")
        if supply.rule:
            page.entry("rule", supply.rule, indent=6, column=18, style="dim", body="dim")


def _facts(page: _Page, procedures: tuple[Procedure, ...], labels: Mapping[str, str]) -> None:
    if procedures:
        page.heading("Facts found")
    for number, procedure in enumerate(procedures):
        if number:
            page.lines.append("")
        name = labels.get(procedure.family, _plain(procedure.family))
        page.entry("", f"{name} ({procedure.family})" + (", aborted" if procedure.aborted else ""))
        for label, value, proof in _attributes(procedure):
            page.entry(label, value + (f"  {_quote(proof[0])}" if proof else ""), indent=4, column=18, style="dim")


def _attributes(procedure: Procedure) -> Iterable[tuple[str, str, tuple[Evidence, ...]]]:
    """What is known of a procedure: its name, its value, its proof."""
    proof = procedure.attribute_evidence
    sites = [f"{site.name} {' and '.join(site.sides)}".rstrip() for site in procedure.sites]
    yield from (
        (name, _plain(value), words)
        for name, value, words in (
            ("region", procedure.region or "", ()),
            ("approach", procedure.approach or "", ()),
            ("levels", "; ".join(sites), ()),
            ("laterality", procedure.laterality or "", ()),
        )
        if value
    )
    yield "guidance", _plain(procedure.guidance), procedure.guidance_evidence
    yield "contrast", _plain(procedure.contrast), proof.get("contrast", ())
    yield "drugs", "; ".join(_drug(drug) for drug in procedure.drugs) or "none stated", ()
    for name, value in procedure.attributes.items():
        if name not in ("approach", "contrast", "guidance"):
            yield _plain(name), _plain(value), proof.get(name, ())


def _drug(drug: Drug) -> str:
    return " ".join(part for part in (drug.name, drug.concentration, drug.volume, drug.dose) if part)


def _not_counted(page: _Page, result: Result) -> None:
    seen: dict[tuple[str, str], list[Evidence]] = {}
    for what, why, words in result.not_counted:
        seen.setdefault((what, why), []).append(words)
    page.bullets(
        "Seen but not counted",
        (
            f"{what}: {_plain(why)}. {found[0].section or 'no header'}: {_quote(found[0])}"
            + (f" and {len(found) - 1} more" if len(found) > 1 else "")
            for (what, why), found in seen.items()
        ),
    )


def _checklist(page: _Page, result: Result, labels: Mapping[str, str]) -> None:
    """What the note leaves out that this work asks for, the gravest first, with who asks; all else in one line."""
    answers = (*result.checklist, *result.further)
    asked = [answer for answer in answers if answer.required]
    if not asked:
        return
    page.heading("Documentation")
    open_ = [answer for answer in asked if answer.status == "absent" or answer.contradicted]
    told = len(asked) - sum(answer.status == "absent" for answer in asked)
    page.entry("", f"{told} of {len(asked)} elements that this work asks for are told")
    for severity in _SEVERITIES:
        rows = [answer for answer in open_ if answer.severity == severity]
        if not rows:
            continue
        decided = severity == "code-determining" and result.status == "ready"
        page.entry(severity + (" (decides no code here)" if decided else ""), "", style="red")
        for answer in rows:
            job = "" if answer.job == "provider" else f", for {'the ' if answer.job == 'staff' else 'a '}{answer.job}"
            state = "CONTRADICTED" if answer.contradicted else "ABSENT"
            name = labels.get(answer.element, _plain(answer.element))
            page.entry(state, f"{name} ({answer.source}{job})", indent=4, column=18, style="red")


def _cross_checks(page: _Page, result: Result) -> None:
    """Places that do not agree, with the words of each."""
    if result.cross_checks:
        page.heading("Look at")
    for check in result.cross_checks:
        page.entry(check.severity, f"{check.message} ({check.source})", column=18, style="yellow")
        _proof(page, check.evidence)


def _context(page: _Page, result: Result) -> None:
    if not result.context:
        return
    page.heading("Coded for")
    defaults = result.context.get("defaults", "").split(", ")
    told = {name: value for name, value in result.context.items() if name != "defaults"}
    marks = dict.fromkeys(defaults, " (default)")
    page.entry("", "; ".join(f"{_plain(name)} {_plain(value)}{marks.get(name, '')}" for name, value in told.items()))
    if "place_of_service" not in told:
        page.entry("", "place of service not given: 26, KX and how this payer wants both sides are not decided")


def _quote(words: Evidence) -> str:
    """The words as they stand, white space drawn together, long ones with their middle left out; and where."""
    text = " ".join(words.text.split())
    if len(text) > _QUOTE:
        text = f"{text[: _QUOTE // 2].rstrip()} ... {text[-_QUOTE // 2 + 5 :].lstrip()}"
    return f'"{text}" [{words.start}-{words.end}]'


def _plain(name: str) -> str:
    return name.replace("_", " ")


def safe(text: str) -> str:
    """Text without control characters: a note must not be able to drive the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
