"""Computer-assisted coding of interventional pain procedure notes, offline and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Coder", "Result", "__version__"]

if TYPE_CHECKING:
    from cac.coder import Coder
    from cac.records import Result


def __getattr__(name: str) -> Any:
    """Import the public names when first asked for, so that ``cac --help`` does not wait for spaCy."""
    if name == "Coder":
        from cac.coder import Coder

        return Coder
    if name == "Result":
        from cac.records import Result

        return Result
    raise AttributeError(f"module 'cac' has no attribute {name!r}")
