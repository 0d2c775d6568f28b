"""The garbage collector, paused while much is made that stays."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Loading makes many objects that stay, and reading a note many that go at once: to look for garbage is in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def leave_at_exit() -> None:
    """At its end the process does not look for garbage once more among all that it loaded: half a second saved."""
    atexit.register(gc.freeze)
