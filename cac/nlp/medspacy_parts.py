"""medspaCy's own rule, modifier and section classes without ``import medspacy``.

``import medspacy`` costs seconds of CPU (QuickUMLS, NLTK, SciPy, PyRuSH), which we do not
use. The classes live in six small files that need only spaCy and srsly. Each is compiled
from the *installed* medspaCy with its relative imports taken out and the imported names
handed in. No placeholder module is ever made, and ``sys.modules`` is not touched.

A finder then waits on ``sys.meta_path``: a later real ``import medspacy`` adopts these very
modules instead of running the files again, so ``isinstance``, pickling and srsly's
serialisers keep working. If medspaCy is already loaded, its own modules are used.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec, resolve_name, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

__all__ = ["ConTextModifier", "ConTextRule", "Section", "SectionRule", "TargetRule", "set_extensions"]

_NAMES = (  # in the order of their dependencies
    "medspacy.common.base_rule",
    "medspacy.context.context_rule",
    "medspacy.context.context_modifier",
    "medspacy.target_matcher.target_rule",
    "medspacy.section_detection.section_rule",
    "medspacy.section_detection.section",
)


class _Adopter(MetaPathFinder, Loader):
    """Hands the loaded modules to a later real ``import medspacy``, then goes away."""

    def __init__(self, modules: dict[str, ModuleType]) -> None:
        self._waiting = {name: (module, module.__spec__) for name, module in modules.items()}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in self._waiting else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._waiting[spec.name][0]

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._waiting.pop(module.__name__)[1]  # already executed
        if not self._waiting and self in sys.meta_path:
            sys.meta_path.remove(self)


def _load() -> dict[str, ModuleType]:
    """Execute the six files outside the import system.

    Returns:
        The modules by their real, fully qualified names.

    Raises:
        ImportError: If medspaCy is missing, or its files import something unknown here.
    """
    package = find_spec("medspacy")  # a top-level name: located, not executed
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'medspacy'", name="medspacy")
    root = Path(package.submodule_search_locations[0])
    known: dict[str, dict[str, Any]] = {"medspacy.util": {"__name__": "medspacy.util"}}
    modules: dict[str, ModuleType] = {}
    for name in ("medspacy.util", *_NAMES):
        path = root.joinpath(*name.split(".")[1:]).with_suffix(".py")
        tree = ast.parse(path.read_bytes())
        if name == "medspacy.util":  # imports QuickUMLS: take only the one function needed
            tree.body = [n for n in tree.body if getattr(n, "name", "") == "tuple_overlaps"]
            tree.body[:0] = ast.parse("from typing import Tuple").body  # for its annotations
        elif spec := spec_from_file_location(name, path):
            modules[name] = module_from_spec(spec)
            known[name] = vars(modules[name])
        for node in [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.level]:
            source = resolve_name("." * node.level + (node.module or ""), name.rpartition(".")[0])
            for alias in node.names:
                if alias.name not in known.get(source, {}):
                    raise ImportError(f"{path}: unknown import {source}.{alias.name}", name=name)
                known[name][alias.asname or alias.name] = known[source][alias.name]
            tree.body.remove(node)
        exec(compile(tree, str(path), "exec", dont_inherit=True), known[name])
    return modules


def _modules() -> dict[str, ModuleType]:
    """Return the modules: medspaCy's if it is (being) imported, else ours. Runs once.

    This module's import lock guards it. The second look, with the finder in place, keeps
    an import of medspaCy in another thread from leading to two sets of classes.
    """
    if "medspacy" not in sys.modules:
        modules = _load()
        sys.meta_path.insert(0, _Adopter(modules))
        if "medspacy" not in sys.modules:
            return modules
    importlib.import_module("medspacy")  # waits if another thread is still importing it
    return {name: importlib.import_module(name) for name in _NAMES}


def set_extensions() -> None:
    """Set, where absent, the extensions our components use (medspaCy's names and defaults).

    A later ``import medspacy`` skips them or sets them again to the same default.
    """
    flags = ("is_negated", "is_uncertain", "is_historical", "is_hypothetical", "is_family")
    defaults: dict[str, Any] = {**dict.fromkeys(flags, False), "modifiers": (), "target_rule": None}
    for name, default in defaults.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
    if not Doc.has_extension("sections"):
        Doc.set_extension("sections", default=[])  # spaCy copies a mutable default per Doc


if TYPE_CHECKING:
    from medspacy.context import ConTextModifier, ConTextRule
    from medspacy.section_detection import Section, SectionRule
    from medspacy.target_matcher import TargetRule
else:
    _, _rule, _modifier, _target, _section_rule, _section = _modules().values()
    ConTextRule, ConTextModifier = _rule.ConTextRule, _modifier.ConTextModifier
    TargetRule = _target.TargetRule
    SectionRule, Section = _section_rule.SectionRule, _section.Section
set_extensions()
