"""The head of the audit log, kept a second time in a small file beside the store.

It is written after a transaction is stored: a program that is killed in between leaves it one step behind, which is no
sign of anything. It only ever moves along the log that it knows; where the log is another one, or is shorter, the file
stays as it is and `cac audit verify` says so. Somebody who can write the store and this file can forge both: note the
head elsewhere from time to time (``cac audit head``).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

from cac.errors import Invalid, StoreError
from cac.workbench.chain import Head, read_head

_MOST = 4096


class HeadFile:
    """The file; ``store`` is the id of the store whose head it holds."""

    def __init__(self, path: Path, store: str) -> None:
        self.path = path
        self.store = store
        self._lock = threading.Lock()

    def read(self) -> Head | None:
        """The head, None where there is no file.

        Raises:
            StoreError: "head", when the file is damaged or belongs to another store.
        """
        found = read_file(self.path)
        if found is None:
            return None
        store, head = found
        if store != self.store:
            raise StoreError("head", "The head file beside the store belongs to another store.")
        return head

    def write(self, head: Head) -> None:
        """Write the file whole, with mode 0600.

        Raises:
            OSError: if it cannot be written.
        """
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        with self._lock:
            handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump({"store": self.store, "head": str(head)}, file)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self.path)

    def advance(self, head: Head, hash_at: Callable[[int], str]) -> None:
        """Move on to ``head``, if the log passed through the head that is known; ``hash_at`` gives the log's hashes.

        A file that is gone, damaged or of another log stays as it is; so does one that cannot be written, for what was
        decided is stored.
        """
        try:
            known = self.read()
            if known is not None and known.entries < head.entries and hash_at(known.entries) == known.hash:
                self.write(head)
        except (StoreError, OSError):
            return


def read_file(path: Path) -> tuple[str, Head] | None:
    """The store and the head that a file holds, None where there is no file.

    Raises:
        StoreError: "head", when it is damaged.
    """
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_MOST))
        return str(told["store"]), read_head(str(told["head"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError("head", f"The head file beside the store cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, Invalid, RecursionError):
        raise StoreError("head", "The head file beside the store is damaged.") from None
