"""Which note text leads to which code, as a page: ``python scripts/coverage.py > docs/coverage.md``.

The page is made from the families' code tables, the payers' profiles and ``lexicons/reference/not_coded.csv``. Pairs,
limits and the like are no part of it.
"""

from __future__ import annotations

from pathlib import Path

from cac.lexicon.loader import Lexicon, lexicon_root, load_lexicon
from cac.reference import files


def reasons(root: Path) -> dict[str, tuple[str, str]]:
    """Code → why no note leads to it, and the source."""
    return {row.code: (row.reason, row.source) for row in files.read(root, "not_coded", files.NotCodedRow)}


def reached_by(lexicon: Lexicon) -> dict[str, list[str]]:
    """Code → the files whose rows give it, each once."""
    found: dict[str, list[str]] = {code: ["sedation"] for code in lexicon.beside.sedation.codes()}
    seen: set[int] = set()
    for slug, family in lexicon.families.items():
        if id(family) in seen:
            continue
        seen.add(id(family))
        file = f"families/{_file_of(lexicon.root, family.slugs(), slug)}"
        for rule in family.codes:
            for code in (*rule.codes(), *rule.guidance.values(), *rule.emg.values()):
                if file not in found.setdefault(code, []):
                    found[code].append(file)
    for name, payer in lexicon.payers.items():
        for code in payer.facility_codes.values():
            found.setdefault(code, []).append(f"payers/{name}.yaml")
    return found


def _file_of(root: Path, slugs: list[str], slug: str) -> str:
    """The file of a family: named after one of its slugs, or holding the first of them."""
    for name in (*slugs, slug):
        if (root / "families" / f"{name}.yaml").exists():
            return f"{name}.yaml"
    held = (p for p in sorted((root / "families").glob("*.yaml")) if slugs[0] in p.read_text("utf-8").split("\n", 1)[0])
    return next(held).name


def page(lexicon: Lexicon) -> str:
    """The whole page."""
    reached, not_coded = reached_by(lexicon), reasons(lexicon.root)
    lines = [
        "# Coverage: which codes note text leads to",
        "",
        "Made by `python scripts/coverage.py > docs/coverage.md`. The tests in `tests/coverage` prove that a note",
        "leads to every code reached here, and that no code is left out.",
        "",
        f"{len(set(reached) & set(lexicon.codes))} of {len(lexicon.codes)} codes are reached.",
        "",
        "| code | what it is | reached by | or why not |",
        "|---|---|---|---|",
    ]
    for code, known in sorted(lexicon.codes.items()):
        why, source = not_coded.get(code, ("", ""))
        by = ", ".join(f"`{file}`" for file in reached.get(code, ()))
        lines.append(f"| {code} | {known.label} | {by} | {f'{why} ({source})' if why else ''} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(page(load_lexicon(lexicon_root())), end="")
