"""Questions to the provider in the pages: drafted, released, answered, coded again; also what must not happen."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from cac.queries import life
from cac.queries.store import open_store
from cac.web.setup import Setup
from cac.workbench import desk, worklist
from cac.workbench.records import LOCAL
from tests.web.conftest import csrf, key

ROOT = Path(__file__).resolve().parents[2]
OPEN_SIDE = (ROOT / "sample_notes" / "mbb_checkbox_side_left_open.txt").read_text(encoding="utf-8")
NO_IMAGING = (ROOT / "sample_notes" / "si_joint_imaging_not_stated.txt").read_text(encoding="utf-8")
TFESI = (ROOT / "sample_notes" / "tfesi_two_levels.txt").read_text(encoding="utf-8")
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


class Desk:
    """One coder's browser on one entry."""

    def __init__(self, browser: TestClient, app: FastAPI, note: str, **how: str) -> None:
        self.browser, self.app = browser, app
        made = self.post("/notes", text=note, key=key(), **how)
        assert made.status_code == 303, made.text
        self.entry = made.headers["location"].rpartition("/")[2]

    def post(self, path: str, **data: Any) -> Any:
        return self.browser.post(path, data={"csrf": csrf(self.browser, self.app), **data})

    def act(self, path: str, **data: Any) -> Any:
        return self.post(f"/entries/{self.entry}/{path}", **data)

    def page(self) -> str:
        answer = self.browser.get(f"/entries/{self.entry}")
        assert answer.status_code == 200
        return answer.text

    def drafts(self) -> list[str]:
        """The rules of which questions can be drafted."""
        return re.findall(r'name="rule" value="([^"]+)"', self.page())


@pytest.fixture
def at(client: TestClient, app: FastAPI) -> Callable[..., Desk]:
    return lambda note=NO_IMAGING, **how: Desk(client, app, note, **how)


def kept(setup: Setup) -> list[Any]:
    if not setup.questions.exists():
        return []
    with open_store(setup.questions) as store:
        return list(store.all())


def test_one_click_drafts_the_question_as_the_provider_gets_it(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    assert "missing/guidance" in one.drafts()
    answer = one.act("questions", key=key(), rule="missing/guidance")
    assert answer.status_code == 303
    (question,) = kept(setup)
    shown = html.unescape(one.page())
    from cac.queries.draft import shown as as_sent

    assert as_sent(question.question) in shown
    assert question.question.rule not in as_sent(question.question)
    assert life.state(question) == "draft"
    assert "missing/guidance" not in one.drafts()


def test_an_element_drafts_the_same_question_as_its_rule(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    assert one.act("questions", key=key(), element="guidance").status_code == 303
    assert [question.question.element for question in kept(setup)] == ["guidance"]


def test_the_same_question_twice_is_one(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    for _ in range(2):
        assert one.act("questions", key=key(), rule="missing/guidance").status_code == 303
    assert len(kept(setup)) == 1


@pytest.mark.parametrize(
    "data", [{"rule": "missing/nothing"}, {"element": "nothing"}, {}, {"rule": SCRIPT}, {"rule": "x" * 5_000}]
)
def test_a_gap_that_is_none_drafts_nothing(at: Callable[..., Desk], setup: Setup, data: dict[str, str]) -> None:
    answer = at().act("questions", key=key(), **data)
    assert answer.status_code == 422
    assert "No question is drafted" in answer.text
    assert SCRIPT not in answer.text
    assert kept(setup) == []


def test_a_life_of_a_question_from_draft_to_the_confirmed_claim(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    before = desk.show(setup.store, LOCAL, one.entry)
    assert before.row is not None and "guidance" in before.row["missing"]
    one.act("questions", key=key(), rule="missing/guidance")
    assert one.act("questions/1/release").status_code == 303
    assert one.act("questions/1/remind").status_code == 303
    again = one.act("questions/1/remind")
    assert again.status_code == 409 and "one reminder" in again.text
    words = "  Fluoroscopy was used for needle placement. \r\n\r\n" + SCRIPT
    assert one.act("questions/1/answer", by="A. Doc, MD", text=words).status_code == 303
    (question,) = kept(setup)
    answer = next(event for event in question.events if event.kind == "answered")
    assert (answer.by, answer.text) == ("A. Doc, MD", words.replace("\r\n", "\n"))
    page = one.page()
    assert SCRIPT not in page and str(escape(SCRIPT)) in page
    shown = desk.show(setup.store, LOCAL, one.entry)
    assert [addendum.author for addendum in shown.addenda] == ["A. Doc, MD"]
    assert answer.text in shown.addenda[0].text
    assert shown.coded_with == 0 and shown.row == before.row

    preview = one.act("recode")
    assert preview.status_code == 200
    assert desk.show(setup.store, LOCAL, one.entry).row == before.row
    digest = re.search(r'name="digest" value="(\w+)"', preview.text)
    assert digest
    wrong = one.act("recode/confirm", seen=shown.entry.version, digest="0" * 64)
    assert wrong.status_code == 409
    done = one.act("recode/confirm", seen=shown.entry.version, digest=digest[1])
    assert done.status_code == 303
    after = desk.show(setup.store, LOCAL, one.entry)
    assert after.row is not None and "guidance" not in after.row["missing"]
    assert after.coded_with == 1
    assert life.state(kept(setup)[0]) == "confirmed"
    stale = one.act("recode/confirm", seen=shown.entry.version, digest=digest[1])
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("acts", "last", "status"),
    [
        ([], "answer", 409),
        ([], "remind", 409),
        ([], "no-response", 409),
        ([], "confirm", 404),
        ([], "recode", 404),
        ([], "explode", 404),
        ([], "withdraw", 303),
        (["release"], "release", 409),
        (["release"], "no-response", 303),
        (["release", "no-response"], "answer", 409),
        (["withdraw"], "release", 409),
    ],
)
def test_only_what_can_happen_happens(at: Callable[..., Desk], acts: list[str], last: str, status: int) -> None:
    one = at()
    one.act("questions", key=key(), rule="missing/guidance")
    for act in acts:
        assert one.act(f"questions/1/{act}").status_code == 303
    assert one.act(f"questions/1/{last}", by="A. Doc", text="Under fluoroscopy.").status_code == status


@pytest.mark.parametrize("id", ["0", "2", "-1", "x", "9" * 18, "9" * 40, "1'--"])
def test_a_question_that_is_none(at: Callable[..., Desk], id: str) -> None:
    one = at()
    one.act("questions", key=key(), rule="missing/guidance")
    assert one.act(f"questions/{id}/release").status_code == 404


def test_a_question_of_another_note_is_none_of_this_one(at: Callable[..., Desk], setup: Setup) -> None:
    at().act("questions", key=key(), rule="missing/guidance")
    other = at(OPEN_SIDE)
    assert other.act("questions/1/release").status_code == 404
    assert life.state(kept(setup)[0]) == "draft"


@pytest.mark.parametrize(
    ("by", "text", "status"),
    [("", "Yes.", 422), ("  ", "Yes.", 422), ("A. Doc", "", 422), ("A. Doc", " \n ", 422), ("1", "Yes.", 422),
     ("x" * 101, "Yes.", 422), ("A. Doc", "x" * 20_001, 422), ("A.\x00Doc", "Yes.", 422)],
)  # fmt: skip
def test_an_answer_needs_words_and_a_name(
    at: Callable[..., Desk], setup: Setup, by: str, text: str, status: int
) -> None:
    one = at()
    one.act("questions", key=key(), rule="missing/guidance")
    one.act("questions/1/release")
    assert one.act("questions/1/answer", by=by, text=text).status_code == status
    assert life.state(kept(setup)[0]) == "released"
    assert desk.show(setup.store, LOCAL, one.entry).addenda == ()


def test_without_the_word_of_the_form_nothing_is_written(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    for path in ("questions", "questions/1/release", "messages", "addenda", "recode", "recode/confirm", "first"):
        answer = one.browser.post(f"/entries/{one.entry}/{path}", data={"key": key(), "rule": "missing/guidance"})
        assert answer.status_code in (403, 422), path
    assert kept(setup) == []


def test_in_blind_mode_nothing_that_is_open_is_told(at: Callable[..., Desk], setup: Setup) -> None:
    one = at(blind="1")
    assert one.drafts() == []
    answer = one.act("questions", key=key(), rule="missing/guidance")
    assert answer.status_code == 409
    assert "yourself first" in answer.text
    assert one.act("recode").status_code == 409
    assert kept(setup) == []


def test_an_addendum_is_kept_word_for_word_and_coded_after_a_person_looked(
    at: Callable[..., Desk], setup: Setup
) -> None:
    one = at()
    words = "ADDENDUM, dated 2026-01-16, signed by A. Doc, MD:\n\tFluoroscopy was used. \U0001f489"
    assert one.act("addenda", key=key(), author="A. Doc", text=words).status_code == 303
    shown = desk.show(setup.store, LOCAL, one.entry)
    assert [addendum.text for addendum in shown.addenda] == [words]
    assert "Code again with the addendum" in one.page()
    preview = one.act("recode")
    digest = re.search(r'name="digest" value="(\w+)"', preview.text)
    assert digest
    assert one.act("recode/confirm", seen=shown.entry.version, digest=digest[1]).status_code == 303
    row = desk.show(setup.store, LOCAL, one.entry).row
    assert row is not None and "guidance" not in row["missing"]


def test_a_note_is_coded_again_for_another_place(at: Callable[..., Desk], setup: Setup) -> None:
    one = at(TFESI, date_of_service="2026-02-03", provider="doc-7")
    page = one.page()
    assert '<option value="22" >' in page and 'value="2026-02-03"' in page
    before = desk.show(setup.store, LOCAL, one.entry)
    visit = {"visit": "1", "date_of_service": "2026-03-04", "place_of_service": "22", "state": "TX"}
    preview = one.act("recode", **visit)
    assert "drugs changed" in preview.text
    assert "place of service 22" in preview.text and "addenda" not in re.findall("<h1>.*?</h1>", preview.text)[0]
    assert desk.show(setup.store, LOCAL, one.entry) == before
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview.text.partition("/confirm")[2])
    )
    assert visit.items() <= hidden.items()
    other = one.act("recode/confirm", **{**hidden, "place_of_service": "11"})
    assert other.status_code == 409  # not what she saw
    assert one.act("recode/confirm", **hidden).status_code == 303
    after = desk.show(setup.store, LOCAL, one.entry)
    assert before.row and after.row
    told = after.row["context"]
    assert (told["date_of_service"], told["place_of_service"], told["state"]) == ("2026-03-04", "22", "TX")
    assert told["provider"] == "doc-7" and "place_of_service" not in told.get("defaults", "")
    assert before.row["supplies"] and not after.row["supplies"]  # in a hospital the drugs are not the practice's


def test_what_is_left_empty_is_said_no_more(at: Callable[..., Desk], setup: Setup) -> None:
    one = at(TFESI, date_of_service="2026-02-03", place_of_service="22")
    preview = one.act("recode", visit="1", date_of_service="2026-02-03")
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview.text.partition("/confirm")[2])
    )
    assert one.act("recode/confirm", **hidden).status_code == 303
    row = desk.show(setup.store, LOCAL, one.entry).row
    assert row and "place_of_service" not in row["context"] and row["context"]["date_of_service"] == "2026-02-03"


@pytest.mark.parametrize(
    "visit", [{"date_of_service": "2026-13-01"}, {"payer": "nobody"}, {"date_of_service": "1950-01-01"}]
)
def test_a_visit_that_is_none(at: Callable[..., Desk], setup: Setup, visit: dict[str, str]) -> None:
    one = at(TFESI)
    before = desk.show(setup.store, LOCAL, one.entry)
    answer = one.act("recode", visit="1", **visit)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    seen = before.entry.version
    assert one.act("recode/confirm", visit="1", seen=seen, digest="0" * 64, **visit).status_code in (409, 422)
    assert desk.show(setup.store, LOCAL, one.entry) == before


def test_only_who_works_on_a_note_is_asked_for_another_visit(at: Callable[..., Desk], setup: Setup) -> None:
    one = at(TFESI)
    assert "visit-again" in one.page()
    worklist.release(setup.store, LOCAL, one.entry)
    assert "visit-again" not in one.page()
    assert "visit-again" not in at(TFESI, blind="1").page()


@pytest.mark.parametrize("data", [{"author": "", "text": "x"}, {"author": "A", "text": " "}, {"author": "A"}])
def test_an_addendum_that_is_none(at: Callable[..., Desk], data: dict[str, str]) -> None:
    assert at().act("addenda", key=key(), **data).status_code == 422


def test_who_does_not_work_on_a_note_sees_the_change_and_cannot_confirm_it(
    at: Callable[..., Desk], setup: Setup
) -> None:
    one = at()
    one.act("addenda", key=key(), author="A. Doc", text="ADDENDUM: Fluoroscopy was used.")
    worklist.release(setup.store, LOCAL, one.entry)
    preview = one.act("recode")
    assert "Claim the note first" in preview.text and "recode/confirm" not in preview.text
    assert one.act("recode/confirm", seen=3, digest="0" * 64).status_code == 409


def test_messages_stand_in_order_and_are_escaped(at: Callable[..., Desk]) -> None:
    one = at()
    assert one.act("messages", key=key(), text="Which side?").status_code == 303
    same = key()
    for _ in range(2):
        assert one.act("messages", key=same, text=SCRIPT).status_code == 303
    page = one.page()
    assert page.count(str(escape(SCRIPT))) == 1 and SCRIPT not in page
    assert page.index("Which side?") < page.index(str(escape(SCRIPT)))
    assert one.act("messages", key=key(), text=" ").status_code == 422
    assert one.act("messages", key=key(), text="x" * 4_001).status_code == 422


def test_a_store_that_is_none_is_told_and_the_note_still_opens(at: Callable[..., Desk], setup: Setup) -> None:
    setup.questions.write_bytes(b"no database at all")
    assert "no store of questions" in at().page() or "cannot be used" in at().page()


def test_an_answer_that_came_by_the_command_is_put_to_the_note(at: Callable[..., Desk], setup: Setup) -> None:
    one = at()
    one.act("questions", key=key(), rule="missing/guidance")
    assert one.act("questions/1/keep").status_code == 409
    with open_store(setup.questions) as store:
        life.act(store, 1, "release", "Jane Roe")
        life.act(store, 1, "answer", "A. Doc", "Fluoroscopy was used.")
    assert desk.show(setup.store, LOCAL, one.entry).addenda == ()
    assert 'id="keep-1"' in one.page()
    for _ in range(2):
        assert one.act("questions/1/keep").status_code == 303
    assert len(desk.show(setup.store, LOCAL, one.entry).addenda) == 1
    assert 'id="keep-1"' not in one.page() and "Code again with the addendum" in one.page()


def test_an_encrypted_store_says_that_questions_are_not(at: Callable[..., Desk], setup: Setup, tmp_path: Path) -> None:
    from cac.workbench.encryption import encrypt
    from cac.workbench.sealing import Key

    one = at()
    assert "not encrypted" not in one.page()
    encrypt(setup.store, LOCAL, Key.from_passphrase("correct horse battery staple"))
    assert "not encrypted" in one.page()
