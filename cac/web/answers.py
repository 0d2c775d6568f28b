"""JSON as the rows have it: ASCII, so that no half character and no line separator can break an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

PROBLEM = "application/problem+json"


def ascii_json(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None, media_type: str = "application/json"
) -> Response:
    """``body`` as JSON."""
    return Response(json.dumps(body, allow_nan=False), status, dict(headers or {}), media_type)
