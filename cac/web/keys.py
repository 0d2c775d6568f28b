"""The keys of the workbench: those of the lexicon, with what a practice sets in ``[workbench.keys]``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cac.errors import InputError
from cac.lexicon.screen import screen_keys
from cac.lexicon.screen_schema import one_key


class Key(NamedTuple):
    """One key: the action's name for the script, the character, what it does, and with what it is listed."""

    action: str
    key: str
    label: str
    group: str


def keys_of(chosen: Mapping[str, str], lexicons: Path | None = None) -> tuple[Key, ...]:
    """All keys, in the order in which the help lists them.

    Raises:
        InputError: "settings", for an unknown action, what is no single character, a key that browsers use, or one
            key for two actions.
        LexiconError: when the file cannot be read.
    """
    known = screen_keys(lexicons)
    keys = {name: action.key for name, action in known.actions.items()}
    for name, key in chosen.items():
        if name not in keys:
            raise InputError("settings", f"cac.toml: [workbench.keys] knows {', '.join(keys)}.")
        try:
            keys[name] = one_key(key)
        except ValueError as error:
            raise InputError("settings", f"cac.toml: [workbench.keys] {name}: {error}.") from None
        if key in known.reserved:
            raise InputError("settings", f"cac.toml: [workbench.keys] {name}: browsers use this key; take another.")
    taken: dict[str, str] = {}
    for name, key in keys.items():
        if key in taken:
            raise InputError("settings", f"cac.toml: [workbench.keys] {taken[key]} and {name} have one key.")
        taken[key] = name
    return tuple(Key(name, keys[name], action.label, action.group) for name, action in known.actions.items())
