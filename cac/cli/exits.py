"""Exit codes and stderr, the same for every command."""

from __future__ import annotations

import sys

DONE, SOME_FAILED, NOTHING, INTERRUPTED = 0, 1, 2, 130


def exit_code(total: int, failed: int) -> int:
    """0 all done; 1 done, some rows are errors; 2 nothing usable."""
    return NOTHING if failed >= total else SOME_FAILED if failed else DONE


def say(sentence: str) -> None:
    """One sentence on stderr, which never holds words of a note."""
    sys.stderr.write(f"cac: {sentence}\n")
