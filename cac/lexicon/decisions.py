"""What coders may say of a suggestion: the short list of reasons, and which notes are looked at twice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cac.lexicon.loader import lexicon_root
from cac.lexicon.schema import DecisionRules
from cac.lexicon.yamlfile import read_yaml


@cache
def decision_rules(root: Path | None = None) -> DecisionRules:
    """The file ``workbench/decisions.yaml`` of a lexicon folder (the shipped one by default); kept for the process.

    Raises:
        LexiconError: as `read_yaml`.
    """
    return read_yaml((root or lexicon_root()) / "workbench" / "decisions.yaml", DecisionRules)
