"""Paths: what is of the API, and where a browser may be sent after it signed in."""

from __future__ import annotations

import re

_SAFE = re.compile(r"(?:(?:/[A-Za-z0-9_~.-]+)+/?|/)(?:\?[A-Za-z0-9_~.=&%+-]*)?")
_NOWHERE = ("/start", "/sign-in", "/sign-out", "/alive")
MOST_PATH = 500


def is_api(path: str) -> bool:
    """Whether a path is for programs."""
    return path == "/health" or path == "/api" or path.startswith("/api/")


def same_site(path: str) -> str:
    """``path`` where it is one of this site that a browser may be sent to, else the front page.

    What another site could be (two slashes at the start, a backslash, ``https:``) does not fit.
    """
    if len(path) > MOST_PATH or not _SAFE.fullmatch(path) or path.partition("?")[0].startswith(_NOWHERE):
        return "/"
    return path
