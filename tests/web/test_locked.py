"""Signing in, locking and the page of people in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cac.workbench import people
from cac.workbench.records import LOCAL
from tests.web.conftest import PASSWORD, Served

Open = Callable[..., Any]


def test_it_locks_when_nobody_works_and_leads_back(opened: Open, served: Served) -> None:
    page = opened()
    page.clock.install()
    page.goto(f"{served.url}/people")
    page.clock.run_for(14 * 60 * 1000 + 30_000)
    warning = page.locator(".idle-warning")
    assert "locks in" in warning.inner_text()
    page.keyboard.press("Tab")
    assert warning.count() == 0, "a key is work"
    page.clock.run_for(14 * 60 * 1000)
    assert page.url == f"{served.url}/people"
    with page.expect_navigation():
        page.clock.run_for(2 * 60 * 1000)
    assert page.url == f"{served.url}/sign-in?next=%2Fpeople"
    page.go_back()
    assert "People and tokens" not in page.locator("main").inner_text()
    page.goto(f"{served.url}/sign-in?next=%2Fpeople")
    page.get_by_label("Token").fill("wrong")
    page.keyboard.press("Enter")
    assert "not the token" in page.get_by_role("alert").inner_text()
    page.get_by_label("Token").fill(served.setup.token)
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{served.url}/people"
    page.get_by_role("button", name="Lock").click()
    assert page.url == f"{served.url}/sign-in"
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert page.evaluate("document.cookie") == "", "scripts do not see the cookie"


def test_without_script_one_works_as_well(opened: Open, served: Served) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"{served.url}/people")
    page.get_by_label("Name", exact=True).fill("root")
    page.get_by_label("Role", exact=True).select_option("administrator")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Add").click()
    assert page.url.startswith(f"{served.url}/sign-in?next=%2Fpeople"), (
        "the first account ends the time without accounts"
    )
    page.get_by_label("Name").fill("root")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.startswith(f"{served.url}/people")
    page.get_by_label("Name of the program").fill("ehr")
    page.get_by_role("button", name="Make", exact=True).click()
    assert page.locator("#token-made").inner_text().startswith("cac_")
    page.get_by_role("button", name="Revoke ehr").click()
    assert "The token was revoked." in page.locator("#message").inner_text()
    page.get_by_role("button", name="Sign out").click()
    assert page.url == f"{served.url}/sign-in"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_axe_finds_nothing_serious(opened: Open, served: Served, width: int, scheme: str) -> None:
    page = opened(width=width, color_scheme=scheme)
    axe = Axe()

    def check() -> None:
        found = axe.run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"

    page.goto(f"{served.url}/sign-in")
    check()
    people.add_user(served.setup.store, LOCAL, "root", "administrator", PASSWORD)
    people.add_user(served.setup.store, LOCAL, "ann-with-a-quite-long-name-of-32", "coder", PASSWORD)
    page.goto(f"{served.url}/sign-in")
    check()
    page.get_by_label("Name").fill("root")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    check()
    page.get_by_label("Name").fill("root")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(f"{served.url}/people")
    check()
    page.goto(f"{served.url}/nothing")
    check()
