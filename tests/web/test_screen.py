"""The screen of a note in a real browser: proofs at exact characters, decisions by keyboard, nothing that jumps."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cac.records import Note
from cac.reports.svg import rules
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.records import LOCAL, Actor, Desk, Wanted
from tests.web.conftest import NOTE, ROOT, Served

Open = Callable[..., Any]
LIT = """() => { const out = []; for (const one of document.querySelectorAll('#text .lit')) {
  const last = out[out.length - 1];
  if (last && last[1] === +one.dataset.s) { last[1] = +one.dataset.e; last[2] += one.textContent; }
  else out.push([+one.dataset.s, +one.dataset.e, one.textContent]);
} return out; }"""
WHOLE = "() => [...document.querySelectorAll('#text [data-s]')].map(one => one.textContent).join('')"
CONTEXT = {"date_of_service": "2026-03-03", "place_of_service": "11"}


def sample(name: str) -> str:
    return (ROOT / "sample_notes" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture
def put(served: Served) -> Callable[..., str]:
    """Put a note into the store: the id of its entry."""

    def put_(text: str, name: str = "", **how: Any) -> str:
        result = served.setup.coder.code(text, name, CONTEXT)
        return intake.add(served.setup.store, LOCAL, Note(id=name, text=text), result, **{"claim": True, **how}).id

    return put_


@pytest.fixture
def on_desk(served: Served) -> Callable[[str], Desk]:
    return lambda entry: desk.show(served.setup.store, LOCAL, entry)


def joined(spans: list[tuple[int, int]]) -> list[list[int]]:
    """Places as one sees them: those that touch or overlap are one."""
    out: list[list[int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([start, end])
    return out


def proofs(line: dict[str, Any]) -> list[list[int]]:
    return joined([(words["start"], words["end"]) for words in line["evidence"]])


def said(page: Any, words: str) -> None:
    page.locator("#message").get_by_text(words).wait_for()


def until(page: Any, true: str) -> None:
    """Wait for an expression; the content policy forbids what Playwright does for it."""
    deadline = time.monotonic() + 10
    while not page.evaluate(true):
        assert time.monotonic() < deadline, true
        page.wait_for_timeout(30)


def states(page: Any) -> list[str]:
    return page.locator("#claim .line").evaluate_all("all => all.map(one => one.dataset.state)")


# The note and its proofs


def test_from_paste_to_lines(opened: Open) -> None:
    page = opened("/")
    page.locator("textarea").first.fill(NOTE)
    page.locator("textarea").first.locator("xpath=ancestor::form").locator("button.main").first.click()
    page.wait_for_url(re.compile("/entries/"))
    assert page.locator("#claim .line .code").first.inner_text() == "64483-LT"
    assert page.evaluate(WHOLE).replace("\r\n", "\n") == NOTE  # a browser sends a pasted text with CR LF


EMOJI = "\U0001f489\u2009a\u0301 \u05d0\u05d1 "


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        NOTE.replace("\n", "\r\n"),
        NOTE.replace(". ", ".\t"),
        EMOJI + NOTE.replace("needle", f"needle {EMOJI}"),
        NOTE.replace("\n\n", "\x0b\x1b\x85\u2028\n\n") + "\r",
    ],
    ids=["plain", "crlf", "tabs", "emoji", "controls"],
)
def test_a_line_lights_exactly_its_proofs(
    text: str, put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(text)
    page = opened(f"/entries/{entry}")
    assert page.evaluate(WHOLE) == text
    row = on_desk(entry).row
    assert row and len(row["lines"]) == 2
    for part, name in (("lines", "line"), ("supplies", "supply"), ("diagnoses", "diagnosis")):
        for place, line in enumerate(row[part]):
            page.locator(f"#pick-{name}-{place}").click()
            lit = page.evaluate(LIT)
            assert [[start, end] for start, end, _ in lit] == proofs(line)
            assert [words for *_, words in lit] == [text[start:end] for start, end in proofs(line)]


def test_a_quote_lights_its_own_words(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    page.locator("#why-line-0 .quote").first.click()
    lit = page.evaluate(LIT)
    assert len(lit) == 1 and page.locator("#why-line-0 .quote q").first.inner_text() == lit[0][2]


ATTACK = """PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy with contrast.
<script>alert(1)</script><img src=x onerror="fetch('/x')"></pre></div><b>bold</b> &lt;i&gt; " ' ` {{ 7 * 7 }}
<iframe src="http://example.invalid/"></iframe><style>body{display:none}</style><a href="javascript:alert(2)">x</a>
The needle was advanced to the left L4-5 foramen under fluoroscopy, 1 mL of Omnipaque 240 showed spread, and 10 mg of
dexamethasone was injected for lumbar radiculopathy.
"""


def test_a_note_full_of_markup_is_words(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(ATTACK, ATTACK[96:150])}")
    assert page.evaluate(WHOLE) == ATTACK
    assert page.locator("main script, main img, main iframe, main style, #text b, #text a").count() == 0
    assert page.locator("#claim .line").count() >= 1
    assert "script" not in page.title()


def test_a_fact_names_the_lines_that_use_it(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    mark = page.locator("#text mark[data-lines~='line:1']").first
    mark.hover()
    assert "Proves" in page.locator("#strip").inner_text() and "64484-LT" in page.locator("#strip").inner_text()
    assert "line:1" in page.locator("#claim .line.uses").evaluate_all("all => all.map(one => one.dataset.line)")
    assert "64484-LT" in (mark.get_attribute("aria-label") or "")
    page.mouse.move(0, 0)
    assert page.locator("#claim .line.uses").count() == 0
    page.keyboard.press("h")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('#text mark') !== null")
    assert page.locator("#strip").inner_text()


def test_kinds_are_switched_off(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    drawn = "() => getComputedStyle(document.querySelector('#text .k-level')).textDecorationLine"
    assert page.evaluate(drawn) == "underline"
    page.locator("[data-kind=level]").uncheck()
    assert page.evaluate(drawn) == "none"
    page.keyboard.press("h")
    page.keyboard.press("n")  # the note is cut anew for the words of an added line
    page.keyboard.type("77003")
    page.locator("#add-reason").select_option("documented")
    page.locator("#add form button.main").click()
    said(page, "77003 added")
    assert page.evaluate(drawn) == "none" and not page.locator("[data-kind=level]").is_checked()


def test_what_is_switched_off_is_plain_text(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    header = page.locator("#text mark").first  # a documentation element: off until somebody wants it
    named = "one => [one.role, one.getAttribute('aria-label')]"
    assert "gone" in (header.get_attribute("class") or "") and header.evaluate(named) == [None, None]
    page.locator("#text mark:not(.gone)").first.hover()
    seen = page.locator("#strip").inner_text()
    header.hover()
    assert "Documentation" not in page.locator("#strip").inner_text() != seen
    page.keyboard.press("h")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.matches('#text mark:not(.gone)')")
    page.locator("[data-kind=element]").check()
    role, label = header.evaluate(named)
    assert role == "button" and "Documentation" in label
    header.hover()
    assert "Documentation" in page.locator("#strip").inner_text()
    page.locator("[data-kind=element]").uncheck()
    assert header.evaluate(named) == [None, None]


LONG = "\n".join(f"Line {number}: nothing was done here, and the patient rested well." for number in range(3_200))


def test_a_long_note_stays_quick_and_nothing_jumps(put: Callable[..., str], opened: Open) -> None:
    text = NOTE + LONG + "\nADDENDUM: the left L4-5 foramen was treated.\n"
    assert len(text) > 200_000
    page = opened(f"/entries/{put(text)}")
    assert page.evaluate(WHOLE) == text
    area = page.locator("#text")
    area.evaluate("one => { one.scrollTop = 20000; one.dispatchEvent(new WheelEvent('wheel')); }")
    until(page, "document.querySelector('#text').scrollTop > 10000")
    before = area.evaluate("one => one.scrollTop")
    page.locator("#pick-line-1").click()
    until(page, "document.querySelector('#text').scrollTop < 5000")
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]
    page.keyboard.press("g")
    until(page, f"Math.abs(document.querySelector('#text').scrollTop - {before}) < 60")
    took = page.evaluate(
        """async () => { const start = performance.now(); document.querySelector('#pick-line-0').click();
        await new Promise(done => requestAnimationFrame(() => setTimeout(done))); return performance.now() - start; }"""
    )
    assert took < 2_000  # 20 times what it takes; benchmarks/workbench.py reports the figure


def test_words_in_view_do_not_scroll(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    at = page.locator("#text").evaluate("one => one.scrollTop")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(LIT)
    assert page.locator("#text").evaluate("one => one.scrollTop") == at


# Decisions


def test_everything_is_decided_with_the_keyboard_alone(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry, following = put(sample("facet_injections_mixed_sides")), put(NOTE, claim=False)
    page = opened(f"/entries/{entry}")
    press, type_ = page.keyboard.press, page.keyboard.type
    assert set(states(page)) == {"open"}
    press("f")
    said(page, "64493-50, 64494-50, 64495-RT wait for a decision")
    press("a")
    said(page, "64493-50 accepted. 2 claim lines wait.")
    assert page.evaluate("document.activeElement.id") == "pick-line-0"
    press("j")
    press("e")
    press("Tab")
    press("Control+a")
    type_("rt")
    for _ in range(3):
        press("Tab")
    type_("The side")
    press("Tab")
    type_("left side was not reached")
    press("Enter")
    said(page, "64494-RT edited")
    assert page.evaluate("document.activeElement.id") == "pick-line-1"
    press("o")
    press("r")
    type_("It is part")
    press("Tab")
    press("Enter")
    said(page, "64495-RT refused. Every claim line is decided.")
    press("h")
    press("n")
    type_("77003")
    for _ in range(4):
        press("Tab")
    type_("The note proves")
    press("Tab")
    press("Enter")
    said(page, "77003 added")
    assert states(page)[:4] == ["accepted", "edited", "refused", "added"]
    press("d")
    type_("My line")
    press("Tab")
    press("Enter")
    said(page, "77003 deleted")
    press("u")
    said(page, "77003 as before")
    shown = on_desk(entry)
    assert [line.state for line in shown.lines if line.part == "line"] == ["accepted", "edited", "refused", "added"]
    added = shown.lines[-1]
    mark = page.locator("#text mark:not(.gone)").first
    assert [list(span) for span in added.evidence] == [
        [int(mark.get_attribute("data-s") or 0), int(mark.get_attribute("data-e") or 0)]
    ]
    edited = next(one for one in shown.decisions if one.kind == "edit")
    assert (edited.reason, edited.comment) == ("wrong_side", "left side was not reached")
    press("f")
    page.wait_for_url(re.compile(f"/entries/{following}"))
    said(page, "The note before is finished.")
    assert on_desk(entry).entry.state == "finished" and on_desk(following).entry.claimed_by == "local"


def test_an_edit_is_not_thrown_away_by_the_key_that_accepts(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE)
    page = opened(f"/entries/{entry}")
    page.keyboard.press("e")
    page.locator("#edit-line-0-units").fill("2")
    page.locator("#edit-line-0-reason").select_option("wrong_units")
    page.locator("#panel-line .do[open] .do-form button.cancel").focus()
    for single in "cudnra":  # at a button of the form they do nothing
        page.keyboard.press(single)
    page.locator("#edit-line-0-comment").press("Enter")
    said(page, "64483-LT edited")
    page.keyboard.press("a")
    said(page, "This line stands as it was edited.")
    assert [made.kind for made in on_desk(entry).decisions] == ["edit"]
    page.get_by_role("button", name="Accept as suggested").click()
    said(page, "64483-LT accepted")


def test_words_that_prove_a_line_are_found_in_other_cases_and_spaces(put: Callable[..., str], opened: Open) -> None:
    text = NOTE.replace("fluoroscopy a 22-gauge", "fluoroscopy\r\n a 22-gauge (3.5 IN.)")
    page = opened(f"/entries/{put(text)}")
    page.keyboard.press("n")
    for words, wanted in [
        ("Fluoroscopy A 22-Gauge", "fluoroscopy\r\n a 22-gauge"),
        ("(3.5  in.)", "(3.5 IN.)"),
        ("dexamethasone", "Dexamethasone"),
        (" [.*", ""),
        ("fluoroscopya", ""),
    ]:
        page.locator("#add-words").fill(words)
        spans = page.locator("#add-evidence").input_value()
        start, end = map(int, spans.split("-")) if spans else (0, 0)
        assert text[start:end] == wanted


def test_another_place_is_said_with_the_keyboard(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE)
    page = opened(f"/entries/{entry}")
    assert page.locator("#claim .line[data-part=supply]").count() == 3
    fold = page.locator("#visit-again")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#again-date_of_service").input_value() == CONTEXT["date_of_service"]
    page.locator("#again-place_of_service").focus()
    page.keyboard.press("Escape")
    assert fold.get_attribute("open") is None
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("#again-place_of_service").focus()
    page.keyboard.type("22")
    page.locator("#visit-again button.main").press("Enter")
    page.locator("#confirm").wait_for()
    assert "place of service 22" in page.locator("#coded-for").inner_text()
    assert (on_desk(entry).row or {})["context"]["place_of_service"] == "11"
    page.locator("#confirm").press("Enter")
    said(page, "The note is coded again: decide every line anew.")
    assert page.locator("#claim .line[data-part=supply]").count() == 0
    assert (on_desk(entry).row or {})["context"]["place_of_service"] == "22"


def test_one_decision_of_several_is_undone(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE)
    page = opened(f"/entries/{entry}")
    page.keyboard.press("a")
    said(page, "64483-LT accepted")
    page.keyboard.press("j")
    page.keyboard.press("a")
    said(page, "64484-LT accepted")
    page.keyboard.press("k")
    assert "accepted by local" in page.locator("#why-line-0 .standing").inner_text()
    page.locator("#undo-line-0").click()
    said(page, "64483-LT as before. 1 claim line waits.")
    assert states(page)[:2] == ["open", "accepted"]
    page.keyboard.press("u")
    said(page, "64484-LT as before")
    page.keyboard.press("u")
    said(page, "There is nothing to undo.")
    assert [made.kind for made in on_desk(entry).decisions] == ["accept", "accept", "undo", "undo"]


def test_a_gap_becomes_a_question(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(sample('mbb_blank_levels'))}")
    page.locator("#ask-fact-levels").click()
    page.locator("#questions .question").wait_for()
    assert page.locator("#panel-questions").is_visible()
    assert page.locator("#questions [id^=release-]").is_visible()
    page.locator("#tab-gaps").click()
    assert page.locator("#panel-gaps").is_visible()


def test_words_that_are_selected_prove_a_new_line(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    text = EMOJI + NOTE.replace("\n", "\r\n")
    entry = put(text)
    page = opened(f"/entries/{entry}")
    start, end = text.index("Images were"), text.index("Images were") + len("Images were saved")
    page.evaluate(
        """([start, end]) => { const at = to => { let seen = 0;
          for (const piece of document.querySelectorAll('#text [data-s]')) {
            const walk = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode());) { const size = [...node.data].length;
              if (seen + size >= to) return [node, [...node.data].slice(0, to - seen).join('').length];
              seen += size; } } };
          const [a, b] = [at(start), at(end)];
          getSelection().setBaseAndExtent(...a, ...b); }""",
        [start, end],
    )
    until(page, "document.querySelector('#strip').textContent.includes('selected')")
    page.keyboard.press("n")
    page.keyboard.type("76000")
    page.locator("#add-reason").select_option("documented")
    page.locator("#add form button.main").click()
    said(page, "76000 added")
    assert on_desk(entry).lines[-1].evidence == ((start, end),)
    assert [one[:2] for one in page.evaluate(LIT)] == [[start, end]]
    page.locator("#add > summary").click()
    page.locator("#add-words").fill("no such words")
    assert "does not say" in page.locator("#add-proof").inner_text()
    page.locator("#add-words").fill("time-out")
    at = text.index("time-out")
    assert page.locator("#add-evidence").input_value() == f"{at}-{at + 8}"


def test_what_somebody_else_stored_is_not_overwritten(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE)
    one, two = opened(f"/entries/{entry}"), opened(f"/entries/{entry}")
    one.keyboard.press("a")
    said(one, "64483-LT accepted")
    two.keyboard.press("r")
    two.keyboard.type("It was not")
    two.keyboard.press("Tab")
    two.keyboard.type("kept while it is refused")
    two.keyboard.press("Enter")
    said(two, "Nothing was stored")
    assert states(two)[0] == "accepted"
    assert two.locator("#refuse-line-0-comment").input_value() == "kept while it is refused"
    assert [made.kind for made in on_desk(entry).decisions] == ["accept"]
    two.locator("#refuse-line-0 button.main").click()
    said(two, "64483-LT refused")
    assert [made.kind for made in on_desk(entry).decisions] == ["accept", "refuse"]


def test_what_cannot_stand_is_told_and_the_form_stays(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    page.keyboard.press("e")
    page.locator("#edit-line-0-modifiers").fill("LT RT 50 59 KX")
    page.locator("#edit-line-0-reason").select_option("wrong_modifier")
    page.locator("#edit-line-0-comment").press("Enter")
    said(page, "at most four modifiers")
    assert page.locator("#edit-line-0-modifiers").input_value() == "LT RT 50 59 KX"
    assert states(page)[0] == "open"
    page.keyboard.press("Escape")
    assert not page.locator("#edit-line-0").get_attribute("open")
    assert page.evaluate("document.activeElement.id") == "pick-line-0"


def test_a_decision_moves_nothing(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(sample('si_joint_right_tfesi_left'))}", height=620)
    where = """() => [...document.querySelectorAll('#claim .line, #text mark')].map(
        one => { const box = one.getBoundingClientRect(); return [box.top, box.left]; })"""
    page.locator("#claim").evaluate("one => { one.scrollTop = 60; }")
    before = page.evaluate(where)
    page.keyboard.press("a")
    said(page, "accepted")
    assert page.evaluate(where) == before


def test_nobody_works_on_it_and_somebody_else_does(
    served: Served, put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE, claim=False)
    page = opened(f"/entries/{entry}")
    assert page.locator("#do-finish, .decide, #add").count() == 0
    page.keyboard.press("a")
    said(page, "Take the note first.")
    page.keyboard.press("c")
    said(page, "You work on this note now.")
    page.keyboard.press("c")
    said(page, "back in the worklist")
    worklist.claim(served.setup.store, Actor(name="user:ann", role="coder"), entry)
    page.reload()
    assert "ann works on it" in page.locator("#entry-head").inner_text()
    assert on_desk(entry).decisions == ()


def test_forms_work_without_script(put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]) -> None:
    entry = put(NOTE)
    page = opened(f"/entries/{entry}", java_script_enabled=False)
    assert page.locator(".why").first.is_visible() and page.locator("#panel-gaps").is_visible()
    page.locator("#quick-line-0").click()
    assert page.url.endswith("?said=decided")
    assert "64483-LT accepted" in page.locator("#message").inner_text()
    page.locator("#refuse-line-1 summary").click()
    page.locator("#refuse-line-1-reason").select_option("not_performed")
    page.locator("#refuse-line-1 button").first.click()
    page.locator("#do-finish").click()
    assert on_desk(entry).entry.state == "finished"
    page.goto(page.url.split("/worklist")[0] + f"/entries/{entry}")
    page.locator("#do-reopen").click()
    assert on_desk(entry).entry.state == "claimed"


def test_nothing_is_chosen_beforehand(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(sample('rfa_right_block_left'))}")
    assert set(states(page)) == {"open"}
    chosen = page.locator("select[name=reason]").evaluate_all("all => all.map(one => one.value)")
    assert len(chosen) > 10 and set(chosen) == {""}


def test_blind_mode_gives_no_hint(put: Callable[..., str], opened: Open) -> None:
    entry = put(NOTE, blind=True)
    page = opened(f"/entries/{entry}")
    assert page.evaluate(WHOLE) == NOTE
    assert page.locator("mark, .legend, .line, #detail").count() == 0
    whole = page.content()
    assert "64483" not in whole and "Ready" not in whole
    page.locator("#first input[name=code]").first.fill("64483")
    page.locator("#first-done").click()
    page.locator("#claim .line").first.wait_for()
    assert page.locator("#text mark").count() > 5 and set(states(page)) == {"open"}


# Keys


def test_keys_rest_while_one_types_and_can_be_switched_off(
    put: Callable[..., str], opened: Open, on_desk: Callable[[str], Desk]
) -> None:
    entry = put(NOTE)
    page = opened(f"/entries/{entry}")
    page.keyboard.press("n")
    page.locator("#add-comment").fill("")
    page.locator("#add-comment").press_sequentially("ajurdf?")
    page.keyboard.press("Escape")
    assert on_desk(entry).decisions == () and page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+a")
    page.keyboard.press("?")
    assert page.locator("#keys dt kbd").count() > 15
    page.locator("#keys-switch button").click()
    page.locator("#keys-state").get_by_text("off").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
    assert on_desk(entry).decisions == ()
    page.locator("#pick-line-0").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "pick-line-1"
    page.locator("#show-keys").click()
    page.locator("#keys-switch button").click()
    page.locator("#keys-state").get_by_text("on").wait_for()
    page.locator("#keys-close").click()
    page.keyboard.press("a")
    said(page, "64484-LT accepted")


# What people see and hear


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("name", ["tfesi_two_levels", "si_joint_title_left_body_right", "mbb_blank_levels"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400), ("dark", 400)])
def test_axe_finds_nothing_serious(name: str, scheme: str, width: int, put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(sample(name), name)}", width=width, color_scheme=scheme)
    page.locator("#pick-line-0").click()
    assert violations(page) == []
    for tab in ("gaps", "refused", "questions"):
        page.locator(f"#tab-{tab}").click()
        assert violations(page) == [], tab
    page.keyboard.press("e")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert violations(page) == []


WIDER = """() => [...document.querySelectorAll('body *')].filter(one => { const box = one.getBoundingClientRect();
  return box.right > innerWidth + 1 && !one.closest('.legend, .hidden, svg, dialog:not([open])');
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("width", [320, 400, 640])
def test_nothing_is_wider_than_a_narrow_window(width: int, put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(sample('si_joint_right_tfesi_left'), 'a_long_name_of_a_note_' * 4)}", width=width)
    for tab in ("line", "gaps", "refused", "questions"):
        page.locator(f"#tab-{tab}").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
        assert page.evaluate(WIDER) == [], tab
    page.keyboard.press("e")
    assert page.evaluate(WIDER) == []


def test_text_twice_as_large_is_not_cut_off(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}", width=1280, height=720)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(WIDER) == []


def test_focus_is_always_seen(put: Callable[..., str], opened: Open) -> None:
    page = opened(f"/entries/{put(NOTE)}")
    seen = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const one = document.activeElement; if (one === document.body) return null;
            const style = getComputedStyle(one), box = one.getBoundingClientRect();
            const name = one.id || one.outerHTML.slice(0, 60);
            return [name, style.outlineStyle, parseFloat(style.outlineWidth), box.width]; }"""
        )
        if told is None:
            continue
        seen.add(told[0])
        assert told[1] != "none" and told[2] >= 2 and told[3] > 0, told
    assert {"text", "pick-line-0", "tab-line"} <= seen


def test_everything_is_printed_on_light_paper(put: Callable[..., str], opened: Open) -> None:
    import io

    import pypdf

    page = opened(f"/entries/{put(NOTE)}", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter", print_background=True))).pages
    told = "".join("".join(one.extract_text() for one in pages).split())
    assert 1 <= len(pages) <= 8
    for words in ("Electronicallysigned", "64484-LT", "Counted:2foramina", "Asyoucansee"[:0], "77003", "Finishandnext"):
        assert (words in told) == (words != "Finishandnext"), words


def test_the_drawings_have_the_rules_of_the_reports() -> None:
    css = (ROOT / "cac" / "web" / "static" / "spine.css").read_text(encoding="utf-8")
    assert css.splitlines()[1:] == list(rules())


def test_the_status_is_told_in_words(put: Callable[..., str], opened: Open) -> None:
    for name, words in (
        ("decoy_consultation_plan", "Not a procedure"),
        ("mbb_blank_levels", "Review"),
        ("tfesi_two_levels", "Ready"),
    ):
        page = opened(f"/entries/{put(sample(name), name)}")
        assert words in page.locator("#entry-head").inner_text()


def test_a_note_that_the_retention_took_away(
    served: Served, put: Callable[..., str], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cac.workbench import retention

    entry = put(NOTE)
    store = served.setup.store
    for place in range(2):
        seen = desk.show(store, LOCAL, entry).entry.version
        decisions.decide(store, LOCAL, entry, seen, Wanted(kind="accept", line=f"line:{place}"), f"a-long-key-{place}")
    worklist.finish(store, LOCAL, entry, desk.show(store, LOCAL, entry).entry.version)
    monkeypatch.setattr(store, "now", lambda: datetime.now(UTC) + timedelta(days=3))
    retention.prune(store, LOCAL, 1)
    monkeypatch.undo()
    page = opened(f"/entries/{entry}")
    assert "took the text of this note away" in page.locator("#text").inner_text()
    assert states(page)[:2] == ["accepted", "accepted"]
