"""Which documentation elements each family is asked for, as a page: ``python scripts/elements.py > docs/elements.md``.

The page is made from ``documentation`` in the families' files, ``of_all`` and the elements themselves.
"""

from __future__ import annotations

from cac.gaps.asked import Asking, Demand
from cac.lexicon.loader import Lexicon, load_lexicon

SEVERITIES = ("code-determining", "payment-denying", "audit-risk", "best-practice")


def page(lexicon: Lexicon) -> str:
    """The whole page."""
    asking = Asking(lexicon)
    asked = {slug: asking.may_ask(slug) for slug in sorted(lexicon.families)}
    of_all = lexicon.further_elements.of_all
    lines = [
        "# Documentation elements: what is asked of whom",
        "",
        "Made by `python scripts/elements.py > docs/elements.md`. The first 22 elements are answered for every note,",
        "the others where the work asks for them. What nobody asks for is answered and never asked for. Conditions (an",
        'image only with ultrasound) stand in the files: [lexicons.md](lexicons.md), "What a family asks for".',
        "",
        "## The elements",
        "",
        "| element | what is asked | severity | whose job | asked by | source |",
        "|---|---|---|---|---|---|",
    ]
    for name, element in (*lexicon.elements.elements.items(), *lexicon.further_elements.elements.items()):
        demands = {slug: demands[name] for slug, demands in asked.items() if name in demands}
        everybody = name in of_all and not of_all[name].when
        where = f" [{of_all[name].where}]" if name in of_all and of_all[name].where else ""
        by = "all" if everybody else f"all{where}" if name in of_all and where else f"{len(demands)} families"
        cells = (f"`{name}`", element.ask, _severities(demands) or element.severity, element.job, by, element.source)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## The families", ""]
    for slug, demands in asked.items():
        lines += [f"### {slug}", ""]
        for severity in SEVERITIES:
            names = [name for name, demand in demands.items() if demand.severity == severity]
            if names:
                lines.append(f"- **{severity}**: {', '.join(_in_order(names, lexicon))}")
        lines.append("")
    return "\n".join(lines)


def _severities(demands: dict[str, Demand]) -> str:
    """The severities that families give it, the gravest first."""
    told = {demand.severity for demand in demands.values()}
    return ", ".join(severity for severity in SEVERITIES if severity in told)


def _in_order(names: list[str], lexicon: Lexicon) -> list[str]:
    order = [*lexicon.elements.elements, *lexicon.further_elements.elements]
    return sorted(names, key=order.index)


if __name__ == "__main__":
    print(page(load_lexicon()), end="")
