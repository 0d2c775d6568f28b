"""``python -m cac`` is ``cac``."""

from __future__ import annotations

import sys

from cac.cli import main

if __name__ == "__main__":
    sys.exit(main())
