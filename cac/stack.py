"""Room on the interpreter's stack, taken once, before much is called.

CPython keeps the frames of Python functions in chunks of 16 kB. A chunk is taken from the system when a call does not
fit into the last one and given back when that call returns; a loop that happens to call across the end of a chunk does
so at every turn. Whether one does hangs on how deep the calls happen to stand: imports alone have cost 0.2 s more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")
_SLOTS = 1 << 16  # of 8 bytes: what does not fit into 16 kB gets a chunk of its own, whose other half the callees use


def with_room(call: Callable[[], _Answer]) -> _Answer:
    """Call ``call`` with half a megabyte of stack behind it; memory that no frame touches is never really taken."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=_SLOTS)
