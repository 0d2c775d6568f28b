"""Intake, worklist, questions and blind mode in a real browser, with mouse, keyboard and two coders at once."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cac.records import Note
from cac.web.setup import Setup
from cac.workbench import decisions, desk, intake, people, worklist
from cac.workbench.records import LOCAL, Actor, Wanted
from tests.web.conftest import NOTE, PASSWORD, Served, key

ROOT = Path(__file__).resolve().parents[2]
NO_IMAGING = (ROOT / "sample_notes" / "si_joint_imaging_not_stated.txt").read_text(encoding="utf-8")
ANN = Actor(name="user:ann", role="coder")
DROP = """([target, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name, { type: "text/plain" }));
  const at = document.querySelector(target);
  for (const kind of ["dragenter", "dragover", "drop"])
    at.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def put(setup: Setup, text: str = NOTE, **how: Any) -> str:
    note = Note(id=how.pop("name", ""), text=text)
    return intake.add(setup.store, LOCAL, note, setup.code(note), **how).id


def entries(setup: Setup) -> tuple[Any, ...]:
    return worklist.entries(setup.store, LOCAL)


def serious(page: Any) -> list[str]:
    """What axe finds that is serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_paste_and_the_lines_are_in_view(opened: Callable[..., Any], served: Served) -> None:
    page = opened()
    page.wait_for_selector("#text:focus")
    page.fill("#text", NOTE)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/entries/*")
    assert page.get_by_text("64483", exact=False).first.is_visible()
    (entry,) = entries(served.setup)
    assert NOTE.split()[0] not in page.url and entry.claimed_by == "local"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_dropped_files_become_a_worklist(opened: Callable[..., Any], served: Served) -> None:
    page = opened()
    page.evaluate(DROP, ["#text", [["a.txt", NOTE], ["b.txt", NO_IMAGING], ["bad.txt", ""]]])
    page.wait_for_selector("text=3 files are ready.")
    assert page.evaluate("document.activeElement.id") == "take"
    page.fill("#batch", "Monday")
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake/*")
    page.wait_for_selector("#begin")
    assert "3 of 3 coded, of which 1 could not be used" in page.inner_text("#progress")
    assert "The note is empty" in page.inner_text("#progress")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/*")
    assert [(one.name, one.batch, one.state) for one in entries(served.setup)] == [
        ("a", "Monday", "claimed"), ("b", "Monday", "open"),
    ]  # fmt: skip


def test_one_picked_file_opens_at_once(opened: Callable[..., Any], served: Served, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_bytes(NOTE.replace("\n", "\r\n").encode())
    page = opened()
    page.set_input_files("#files", tmp_path / "visit.txt")
    page.click("#take")
    page.wait_for_url("**/entries/*")
    (entry,) = entries(served.setup)
    assert desk.show(served.setup.store, LOCAL, entry.id).text == NOTE.replace("\n", "\r\n")


def test_nothing_picked_is_told_without_leaving(opened: Callable[..., Any]) -> None:
    page = opened()
    page.fill("#text", NOTE)
    page.click("#take")
    assert "Pick files first" in page.inner_text("#chosen")
    assert page.input_value("#text") == NOTE


def test_a_page_that_comes_back_can_send_again(opened: Callable[..., Any]) -> None:
    page = opened()
    page.fill("#text", NOTE)
    page.evaluate("""() => { window.went = []; document.querySelector("#intake").addEventListener("submit",
      (event) => { window.went.push(!event.defaultPrevented); event.preventDefault(); }); }""")
    code = "document.querySelector('#intake').requestSubmit(document.querySelector('#code'))"
    for _ in range(2):
        page.evaluate(code)
    assert page.get_attribute("#code", "aria-disabled") == "true"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.get_attribute("#code", "aria-disabled") is None
    page.evaluate(code)
    assert page.evaluate("window.went") == [True, False, True]


def test_what_was_refused_is_still_there(opened: Callable[..., Any]) -> None:
    page = opened()
    page.click("#visit summary")
    page.fill("#text", NOTE)
    page.evaluate("document.querySelector('#state').add(new Option('ZZ', 'ZZ', true, true))")
    page.click("#code")
    page.wait_for_selector("#message >> text=no state")
    assert page.input_value("#text").replace("\r\n", "\n") == NOTE
    assert page.is_visible("#state")


def test_progress_is_shown_while_notes_are_coded(
    opened: Callable[..., Any], served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(served.setup).code
    gates = {10: threading.Event(), 20: threading.Event()}  # so many notes are done when it is closed
    begun = itertools.count()

    def slow(self: Setup, note: Note) -> Any:
        gate = gates.get(next(begun))
        assert gate is None or gate.wait(60)
        return real(self, note)

    monkeypatch.setattr(type(served.setup), "code", slow)
    rows = "\n".join(json.dumps({"id": f"n{number}", "text": NOTE}) for number in range(30))
    page = opened()
    page.evaluate(DROP, ["#drop", [["notes.jsonl", rows]]])
    page.wait_for_selector("text=1 file is ready.")
    page.click("#take")
    page.wait_for_url("**/intake/*")
    for done, gate in gates.items():
        page.locator(".count").get_by_text(f"{done} of 30").wait_for()
        assert page.query_selector("#begin") is None
        gate.set()
    page.wait_for_selector("#begin")
    assert page.inner_text(".count").startswith("30 of 30")
    assert "NOTE" not in page.url and len(entries(served.setup)) == 30


def test_blind_from_paste_to_suggestion(opened: Callable[..., Any], served: Served) -> None:
    answers: list[Any] = []
    page = opened()
    page.on("response", lambda answer: answers.append(answer))
    page.check("input[name=blind]")
    page.fill("#text", NOTE)
    page.click("#code")
    page.wait_for_url("**/entries/*")
    page.wait_for_load_state("networkidle")
    row = served.setup.code(Note(id="", text=NOTE)).row()
    codes = {line["code"] for line in (*row["lines"], *row["supplies"], *row["diagnoses"], *row["refused"])} - {""}
    assert {"64483", "64484"} <= codes
    bodies = [one.text() for one in answers if one.status == 200 and "/static/" not in one.url]
    assert bodies
    for told in (*bodies, page.content(), page.evaluate("document.documentElement.outerHTML")):
        assert [code for code in codes if code in told and code not in NOTE] == []
    assert "64483" not in page.evaluate("document.body.innerText")
    page.locator("input[name=code]").first.fill("64483")
    page.locator("input[name=modifiers]").first.fill("lt")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=64484")
    (entry,) = entries(served.setup)
    shown = desk.show(served.setup.store, LOCAL, entry.id)
    assert shown.first_coding is not None
    assert [(line.code, line.modifiers) for line in shown.first_coding.lines] == [("64483", ("LT",))]
    assert shown.decisions == ()


def signed(opened: Callable[..., Any], served: Served, name: str, path: str = "/worklist") -> Any:
    """The browser of a named coder."""
    if name not in {user.name for user in people.users(served.setup.store, LOCAL)}:
        people.add_user(served.setup.store, LOCAL, name, "coder", PASSWORD)
    page = opened()
    page.goto(served.url + "/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(served.url + path)
    return page


def test_two_coders_on_one_worklist(opened: Callable[..., Any], served: Served) -> None:
    first, second = put(served.setup, name="a", batch="one"), put(served.setup, name="b", batch="one")
    for name in ("ann", "ben"):
        people.add_user(served.setup.store, LOCAL, name, "coder", PASSWORD)
    ann, ben = signed(opened, served, "ann"), signed(opened, served, "ben")
    ann.click(f"#claim-{first}")
    ann.wait_for_url(f"**/entries/{first}*")
    ben.click(f"#claim-{first}")  # on a page that is older than that
    ben.wait_for_selector("text=Somebody else works on this entry.")
    assert "ann works on it" in ben.inner_text(f"#row-{first}")
    assert ben.query_selector(f"#claim-{first}") is None
    ben.click("#next")
    ben.wait_for_url(f"**/entries/{second}*")
    ben.goto(f"{served.url}/entries/{first}")
    assert ben.locator("button", has_text="Accept").count() == 0
    states = {one.id: one.claimed_by for one in entries(served.setup)}
    assert states == {first: "user:ann", second: "user:ben"}
    ann.goto(f"{served.url}/worklist")
    ann.click(f"#release-{first}")
    ann.wait_for_selector(f"#claim-{first}")
    assert ann.url.endswith("/worklist")


def test_a_question_is_drafted_released_answered_and_the_note_coded_again(
    opened: Callable[..., Any], served: Served
) -> None:
    entry = put(served.setup, NO_IMAGING, claim=True)
    page = opened(f"/entries/{entry}")
    page.click("#tab-questions")
    asks = page.locator("#questions .gaps button")
    before = asks.count()
    assert before > 0
    page.locator("#questions .gaps button[id*='missing-guidance']").click()
    page.wait_for_selector("#release-1")
    assert asks.count() == before - 1
    assert page.is_visible("#questions") and "clinically appropriate" in page.inner_text("#question-1 pre.letter")
    assert page.evaluate("document.activeElement.id") == "question-1-title"
    page.click("#release-1")
    page.wait_for_selector("#question-1 >> text=waits for the provider")
    page.click("#remind-1")
    page.wait_for_selector("#question-1 >> text=Reminded once")
    page.click("#question-1-answer summary")
    page.fill("#by-1", "A. Doc, MD")
    page.fill("#answer-1", "Fluoroscopy was used for needle placement.")
    page.click("#question-1-answer button")
    page.wait_for_selector("#recode")
    assert "Fluoroscopy was used" in page.inner_text("#question-1 .answer")
    page.click("#recode")
    page.wait_for_selector("#diff")
    assert "guidance" in page.inner_text("main")
    assert serious(page) == []
    page.click("#confirm")
    page.wait_for_url(f"**/entries/{entry}*")
    shown = desk.show(served.setup.store, LOCAL, entry)
    assert shown.coded_with == 1 and shown.row is not None and "guidance" not in shown.row["missing"]
    page.click("#tab-questions")
    page.wait_for_selector("#question-1 >> text=answered and coded")


def test_what_was_typed_stays_when_it_is_refused(opened: Callable[..., Any], served: Served) -> None:
    entry = put(served.setup, NO_IMAGING, claim=True)
    page = opened(f"/entries/{entry}")
    page.click("#tab-questions")
    page.evaluate("document.querySelector('#say').removeAttribute('maxlength')")
    page.fill("#say", "x" * 4_001)
    page.locator("#messages button").click()
    page.wait_for_selector("#message >> text=longer than 4,000")
    assert len(page.input_value("#say")) == 4_001
    page.fill("#say", "Which side?")
    page.locator("#messages button").click()
    page.wait_for_selector("#messages li >> text=Which side?")
    assert page.input_value("#say") == ""


def test_the_worklist_by_keyboard_alone(opened: Callable[..., Any], served: Served) -> None:
    entry = put(served.setup, name="a")
    page = opened("/worklist")
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
          const one = document.activeElement, seen = getComputedStyle(one);
          return [one.id, seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2];
        }""")
        assert at[1] or at[0] == "", at
        if at[0] == f"claim-{entry}":
            break
    else:
        raise AssertionError("the button is not reached")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/entries/{entry}*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(opened: Callable[..., Any], served: Served, scheme: str) -> None:
    first = put(served.setup, NO_IMAGING, name="a", batch="one", claim=True)
    blind = put(served.setup, name="b", batch="one", blind=True, claim=True)
    done = put(served.setup, "Nothing was done.", name="c", claim=True)
    worklist.finish(served.setup.store, LOCAL, done, 2)
    desk.say(served.setup.store, LOCAL, first, "Which side?", key())
    desk.add_addendum(served.setup.store, LOCAL, first, "A. Doc", "ADDENDUM: Fluoroscopy was used.", key())
    page = opened("/", color_scheme=scheme)
    page.click("#visit summary")
    found = {"/": serious(page)}
    for path in ("/worklist", "/figures", "/log?verify=1", f"/entries/{blind}", f"/entries/{first}"):
        page.goto(served.url + path)
        if path.endswith(first):
            page.click("#tab-questions")
            page.locator("#questions .gaps button").first.click()
            page.wait_for_selector("#release-1")
        found[path] = serious(page)
    page.goto(served.url)
    page.evaluate(DROP, ["#text", [["a.txt", NOTE], ["bad.txt", ""]]])
    page.click("#take")
    page.wait_for_selector("#begin")
    found["intake"] = serious(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", ["/", "/worklist", "/figures", "/log?verify=1"])
def test_nothing_is_cut_off_on_a_narrow_page(opened: Callable[..., Any], served: Served, path: str) -> None:
    put(served.setup, name="a name of a note that is " + "very" * 20 + " long", batch="b" * 150)
    page = opened(path, width=400, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_figures_with_reasons_fit_320_pixels(opened: Callable[..., Any], served: Served) -> None:
    entry = put(served.setup, claim=True)
    store = served.setup.store
    for line in desk.show(store, LOCAL, entry).undecided:
        seen = desk.show(store, LOCAL, entry).entry.version
        decisions.decide(store, LOCAL, entry, seen, Wanted(kind="refuse", line=line, reason="not_documented"), key())
    worklist.finish(store, LOCAL, entry, desk.show(store, LOCAL, entry).entry.version)
    page = opened("/figures", width=320, height=800)
    assert "The note does not prove it" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert serious(page) == []


def test_without_script_everything_is_a_form(opened: Callable[..., Any], served: Served, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.start())
    page.check("input[name=blind]")
    page.fill("#text", NO_IMAGING)
    page.click("#code")
    page.locator("input[name=code]").first.fill("27096")
    page.click("#first-done")
    page.locator("#questions .gaps button").first.click()
    page.click("#release-1")
    assert "waits for the provider" in page.inner_text("#question-1")
    page.goto(f"{served.url}/worklist")
    (entry,) = entries(served.setup)
    page.click(f"#release-{entry.id}")
    page.click(f"#claim-{entry.id}")
    assert f"/entries/{entry.id}" in page.url
    context.close()
