"""In and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cac.web.who import Run, cookie_name

router = APIRouter()


@router.get("/start")
def start(request: Request, run: Run, code: str = "") -> Response:
    """Let the browser in that the command opened."""
    token = request.app.state.sessions.begin(code)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(cookie_name(run), token, httponly=True, samesite="strict", path="/")
    return answer
