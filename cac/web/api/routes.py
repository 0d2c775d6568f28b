"""All routes of the API."""

from __future__ import annotations

from fastapi import APIRouter

from cac.web.api import notes, queries, worklist

router = APIRouter(prefix="/api/v1")
router.include_router(notes.router)
router.include_router(worklist.router)
router.include_router(queries.router)
