"""What the files of the workbench's screen may hold: its keys, and how it names things."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from cac.lexicon.schema import Strict, Word

Group = Literal["Lines", "Decide", "Note", "Panels"]


def one_key(key: str) -> str:
    """A key as ``KeyboardEvent.key`` names it: one character that is printed.

    Raises:
        ValueError: when it is none; a chord, or a named key such as F5, is what browsers use.
    """
    if len(key) != 1 or not key.isprintable():
        raise ValueError("a key is one character, such as a or ?, without Ctrl, Alt or Meta")
    return key


class KeyAction(Strict):
    """What a key of the workbench does."""

    key: Annotated[Word, AfterValidator(one_key)]
    label: str
    group: Group


class Keys(Strict):
    """`workbench/keys.yaml`."""

    source: str
    reserved: list[Word] = Field([])
    actions: dict[Word, KeyAction] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Keys:
        chosen: dict[str, str] = {}
        for name, action in self.actions.items():
            if action.key in self.reserved:
                raise ValueError(f"{name}: browsers use the key {action.key}")
            if action.key in chosen:
                raise ValueError(f"{name} and {chosen[action.key]} have one key")
            chosen[action.key] = name
        return self


class FactKind(Strict):
    """A kind of highlight: what it is called, which documentation elements and which words are of it."""

    label: str
    elements: list[Word] = Field([])
    words: list[Word] = Field([])
    shown: bool = True


class ScreenStatus(Strict):
    """A status in words."""

    label: str
    told: str


class Screen(Strict):
    """`workbench/screen.yaml`."""

    source: str
    kinds: dict[Word, FactKind]
    statuses: dict[Word, ScreenStatus]
    standings: dict[Word, str]
    why_not: dict[Word, str] = Field({})
    modifiers: dict[Word, str] = Field({})

    @model_validator(mode="after")
    def _whole(self) -> Screen:
        needed = {
            "conflict", "procedure", "level", "side", "drug", "diagnosis", "added", "proof", "not_counted", "element",
        }  # fmt: skip
        for name in sorted(needed - set(self.kinds)):
            raise ValueError(f"kinds: {name} is missing")
        for name in sorted({"open", "accepted", "edited", "refused", "added", "deleted"} - set(self.standings)):
            raise ValueError(f"standings: {name} is missing")
        for name in sorted({"ready", "review", "not_a_procedure", "error"} - set(self.statuses)):
            raise ValueError(f"statuses: {name} is missing")
        return self
