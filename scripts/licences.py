"""Write the tables of docs/licences.md from the locks and the metadata of what is installed.

    python scripts/licences.py SITE_PACKAGES...

One site-packages folder for each lock (a Python 3.11 and a 3.12 environment) covers every package of both.
"""

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"3.11": ROOT / "requirements/py311.txt", "3.12, 3.13": ROOT / "requirements/py312.txt"}
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
TABLE = re.compile(r"(<!-- table -->\n).*?(<!-- end -->)", re.DOTALL)
COPYLEFT = re.compile(r"\bL?GPL|MPL")

# What the metadata leaves open or words loosely, read in the licence file that the package ships.
READ_IN_FILE = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "blis": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "jinja2": "BSD-3-Clause",
    "medspacy": "MIT",
    "medspacy-unqlite": "MIT",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "pyfastner": "Apache-2.0",
    "pysimstring": "BSD-3-Clause",
    "quicksectx": "MIT",
    "reportlab": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "sortedcontainers": "Apache-2.0",
    "nltk": "Apache-2.0",
    "unidecode": "GPL-2.0-or-later",
}
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def normal(name: str) -> str:
    """Return the name of a package as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(metadata: importlib.metadata.PackageMetadata) -> str:
    """Return the licence of a package as an SPDX expression."""
    name = normal(metadata["Name"])
    if name in READ_IN_FILE:
        return READ_IN_FILE[name]
    if expression := metadata.get("License-Expression"):
        return str(expression)
    named = [line.rsplit(" :: ", 1)[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    if len(named) == 1 and named[0] in CLASSIFIERS:
        return CLASSIFIERS[named[0]]
    if (stated := metadata.get("License")) and len(stated) < 40:
        return str(stated)
    raise SystemExit(f"{name}: no licence in its metadata; read its licence file and add it to READ_IN_FILE")


def needs(metadata: importlib.metadata.PackageMetadata) -> set[str]:
    """Return what a package itself asks for, extras left out."""
    lines = metadata.get_all("Requires-Dist") or []
    return {normal(re.split(r"[^\w.-]", line)[0]) for line in lines if "extra ==" not in line}


def reached(name: str, requires: dict[str, set[str]]) -> set[str]:
    """Return every package that one package brings, however deep."""
    found: set[str] = set()
    todo = [name]
    while todo:
        new = requires.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def main(folders: list[str]) -> None:
    """Write the tables between their marks in the page."""
    locks = {version: dict(PIN.findall(path.read_text())) for version, path in LOCKS.items()}
    licences: dict[str, str] = {}
    requires: dict[str, set[str]] = {}
    for distribution in importlib.metadata.distributions(path=folders):
        name = normal(distribution.name)
        requires[name] = requires.get(name, set()) | needs(distribution.metadata)
        if any(name in lock for lock in locks.values()):
            licences[name] = licence(distribution.metadata)
    names = sorted({name for lock in locks.values() for name in lock})
    if unknown := [name for name in names if name not in licences]:
        raise SystemExit("not installed in any folder given: " + ", ".join(unknown))
    runtime = reached("cac", requires)

    def row(name: str) -> str:
        versions = " | ".join(lock.get(name, "") for lock in locks.values())
        return f"| {name} | {versions} | {licences[name]} | {'run' if name in runtime else 'develop'} |"

    head = f"| package | Python {' | Python '.join(locks)} | licence | to |\n|---|---|---|---|---|"
    copyleft = [name for name in names if COPYLEFT.search(licences[name])]
    permissive = [name for name in names if name not in copyleft]
    tables = iter("\n".join([head, *map(row, chosen)]) for chosen in (copyleft, permissive))
    page = ROOT / "docs/licences.md"
    text = TABLE.sub(lambda match: f"{match[1]}{next(tables)}\n{match[2]}", page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
