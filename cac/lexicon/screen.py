"""The files of the workbench's screen: its keys, and how it names things."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cac.lexicon.loader import lexicon_root
from cac.lexicon.screen_schema import Keys, Screen
from cac.lexicon.yamlfile import read_yaml


@cache
def screen_words(root: Path | None = None) -> Screen:
    """The file ``workbench/screen.yaml`` of a lexicon folder (the shipped one by default); kept for the process.

    Raises:
        LexiconError: as `read_yaml`.
    """
    return read_yaml((root or lexicon_root()) / "workbench" / "screen.yaml", Screen)


@cache
def screen_keys(root: Path | None = None) -> Keys:
    """The file ``workbench/keys.yaml`` of a lexicon folder (the shipped one by default); kept for the process.

    Raises:
        LexiconError: as `read_yaml`.
    """
    return read_yaml((root or lexicon_root()) / "workbench" / "keys.yaml", Keys)
