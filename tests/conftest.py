"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cac import Coder

os.environ["CAC_REFERENCE"] = str(Path(__file__).with_name("no-database-of-the-tester.sqlite"))


@pytest.fixture(scope="session")
def coder() -> Coder:
    """One coder with the shipped lexicons; it keeps nothing between notes."""
    return Coder()


def absent(why: str) -> None:
    """Skip for want of a browser, or fail where one is required."""
    if os.environ.get("CAC_REQUIRE_BROWSER") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("the package playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CAC_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        absent("no Chromium on the path")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()
