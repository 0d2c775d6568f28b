"""What coders decide, kept: notes, suggestions, the worklist, decisions, people, and the log that proves it.

A module a matter; each function takes the `Store` and the `Actor` who asks. No web framework is known here.
"""

from __future__ import annotations
