"""The pictures of docs/screens, made of sample notes in a real browser.

``CAC_SCREENSHOTS=docs/screens`` writes them there; otherwise they are made and looked at for being pictures at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cac.records import Note
from cac.web.setup import Setup
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.records import LOCAL, Actor, Entry, Wanted
from cac.workbench.store import Store
from tests.web.conftest import Served, key

ROOT = Path(__file__).resolve().parents[2]
MOST = 250_000
BEN = Actor(name="user:ben", role="coder")
MORNING = (
    "tfesi_two_levels", "si_joint_imaging_not_stated", "mbb_checkbox_side_left_open", "rfa_three_joints_left",
    "trigger_points_four_muscles", "scs_trial_two_leads", "decoy_consultation_plan", "hip_under_fluoroscopy",
    "occipital_nerves_letter", "kyphoplasty_t12_l1_checkbox",
)  # fmt: skip


def sample(name: str) -> str:
    return (ROOT / "sample_notes" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    wanted = os.environ.get("CAC_SCREENSHOTS")
    found = ROOT / wanted if wanted else tmp_path / "screens"
    found.mkdir(parents=True, exist_ok=True)
    return found


@pytest.fixture
def taken(folder: Path) -> Iterator[Callable[[Any, str], None]]:
    """Take a picture of what is in view; at the end each is a picture, and small."""
    made: list[Path] = []

    def take(page: Any, name: str) -> None:
        page.mouse.move(0, 0)
        page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")
        made.append(folder / f"{name}.png")

    yield take
    assert made
    for path in made:
        data = path.read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n" and 5_000 < len(data) < MOST, path.name


def put(setup: Setup, name: str, actor: Actor = LOCAL, **how: Any) -> Entry:
    note = Note(id=name, text=sample(name))
    return intake.add(setup.store, actor, note, setup.code(note), **how)


def finish(store: Store, actor: Actor, entry: str) -> None:
    worklist.claim(store, actor, entry)
    shown = desk.show(store, actor, entry)
    version = shown.entry.version
    for line in shown.undecided:
        version = decisions.decide(store, actor, entry, version, Wanted(kind="accept", line=line), key()).number
    worklist.finish(store, actor, entry, version)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_of_a_note(
    opened: Callable[..., Any], served: Served, taken: Callable[[Any, str], None], scheme: str
) -> None:
    entry = put(served.setup, "tfesi_two_levels", claim=True)
    page = opened(f"/entries/{entry.id}", width=1360, height=800, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    taken(page, f"entry-{scheme}")


def test_the_worklist(opened: Callable[..., Any], served: Served, taken: Callable[[Any, str], None]) -> None:
    made = [put(served.setup, name, batch="Monday morning") for name in MORNING]
    put(served.setup, "celiac_neurolysis", claim=True)
    for entry, actor in zip(made[:3], (LOCAL, LOCAL, BEN), strict=True):
        finish(served.setup.store, actor, entry.id)
    worklist.claim(served.setup.store, LOCAL, made[3].id)
    worklist.claim(served.setup.store, BEN, made[4].id)
    page = opened("/worklist", width=1280, height=900)
    taken(page, "worklist")


def test_where_notes_come_in(opened: Callable[..., Any], served: Served, taken: Callable[[Any, str], None]) -> None:
    for name in MORNING[:4]:
        put(served.setup, name, batch="Monday morning")
    page = opened("/", width=1280, height=900)
    page.fill("#text", sample("tfesi_two_levels"))
    page.evaluate("document.querySelector('#text').scrollTop = 0")
    taken(page, "home")


def test_blind(opened: Callable[..., Any], served: Served, taken: Callable[[Any, str], None]) -> None:
    entry = put(served.setup, "rfa_three_joints_left", claim=True, blind=True)
    page = opened(f"/entries/{entry.id}", width=1280, height=800)
    page.fill("input[name=code] >> nth=0", "64635")
    page.fill("input[name=modifiers] >> nth=0", "LT")
    taken(page, "blind")


def test_a_question(opened: Callable[..., Any], served: Served, taken: Callable[[Any, str], None]) -> None:
    entry = put(served.setup, "si_joint_imaging_not_stated", claim=True)
    page = opened(f"/entries/{entry.id}", width=1360, height=860)
    page.click("#tab-questions")
    page.locator("#questions .gaps button").first.click()
    page.locator("#release-1").wait_for()
    page.evaluate("document.querySelector('#message').replaceChildren()")
    taken(page, "question")


def test_the_pictures_of_the_documentation_are_there_and_small() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*ROOT.glob("docs/*.md"), ROOT / "README.md"))
    named = set(re.findall(r"screens/([a-z-]+\.png)", text))
    kept = {path.name for path in (ROOT / "docs" / "screens").glob("*.png")}
    assert named and named == kept
    assert all((ROOT / "docs" / "screens" / name).stat().st_size < MOST for name in kept)
