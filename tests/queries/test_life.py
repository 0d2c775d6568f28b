"""The life of a question: what may follow what, who did it and when, and that nothing of it can be changed."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cac import Coder
from cac.errors import InputError
from cac.queries import life
from cac.queries import recode as again
from cac.queries.draft import Drafter
from cac.queries.lint import Linter
from cac.queries.store import Kept, Store, open_store
from tests.queries.questions import HEAD, TAIL

NOTE = (
    f"PROCEDURE: Lumbar medial branch blocks, L3, L4, L5\n{HEAD}Under fluoroscopy needles went to each junction; 0.5 mL of "
    f"bupivacaine 0.5% at each. No complications.\n{TAIL}"
)
PROVOKED = HEAD.replace(
    "First diagnostic block",
    "Therapeutic injection; the pain is below L5, and three of five provocative tests (FABER, thigh thrust, compression) were positive",
)
CONFLICT = (
    f"PROCEDURE: Left SI joint injection\n{PROVOKED}The right SI joint was entered under fluoroscopy. Kenalog 40 mg, 1 mL "
    f"of 40 mg/mL, injected.\n{TAIL}"
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, coder: Coder, drafter: Drafter) -> Path:
    """A store with a question about a side (1) and one about a conflict (2)."""
    store = tmp_path / "questions.sqlite"
    with open_store(store, make=True, clock=lambda: NOON) as kept:
        for name, note in (("a", NOTE), ("b", CONFLICT)):
            row = coder.code(note, id=name).row()
            (question,) = drafter(row, note, strict=True).questions
            assert kept.add(question, name, row["version"], row["context"])
            assert kept.add(question, name, row["version"], row["context"]) is None
    return store


def after(path: Path, *acts: str, id: int = 1) -> Kept:
    """A question after some acts."""
    for act in acts:
        with open_store(path, clock=lambda: NOON) as store:
            if act == "recode":
                life.recoded(store, id, {})
            else:
                life.act(store, id, act, "Jane Roe, CPC", "Left" if act == "answer" else "")
    with open_store(path) as store:
        return store.get(id)


LIVES = [
    ([], "draft"),
    (["release"], "released"),
    (["release", "remind"], "released"),
    (["release", "answer"], "answered"),
    (["release", "remind", "answer"], "answered"),
    (["release", "answer", "recode"], "answered"),
    (["release", "answer", "recode", "recode", "confirm"], "confirmed"),
    (["withdraw"], "withdrawn"),
    (["release", "withdraw"], "withdrawn"),
    (["release", "remind", "no-response"], "no_response"),
]


@pytest.mark.parametrize(("acts", "state"), LIVES, ids=lambda value: " ".join(value) if value is list else None)
def test_what_may_happen(acts: list[str], state: str, path: Path) -> None:
    assert life.state(after(path, *acts)) == state


FORBIDDEN = [
    ([], "answer"), ([], "remind"), ([], "no-response"), ([], "recode"), ([], "confirm"),
    (["release"], "release"), (["release"], "recode"), (["release"], "confirm"),
    (["release", "remind"], "remind"), (["release", "remind"], "release"),
    (["release", "answer"], "answer"), (["release", "answer"], "withdraw"), (["release", "answer"], "remind"),
    (["release", "answer"], "confirm"), (["release", "answer"], "no-response"),
    (["release", "answer", "recode", "confirm"], "confirm"), (["release", "answer", "recode", "confirm"], "recode"),
    (["withdraw"], "release"), (["withdraw"], "withdraw"), (["release", "withdraw"], "answer"),
    (["release", "no-response"], "answer"), (["release", "no-response"], "remind"),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "act"), FORBIDDEN)
def test_what_may_not_happen(acts: list[str], act: str, path: Path) -> None:
    before = after(path, *acts)
    with pytest.raises(InputError) as error:
        after(path, act)
    assert error.value.code == "state"
    assert error.value.message.count(".") == 1
    assert after(path) == before


def test_everything_is_kept_with_author_and_time(path: Path) -> None:
    kept = after(path, "release", "remind", "answer")
    assert [event.kind for event in kept.events] == ["drafted", "released", "reminded", "answered"]
    assert {event.at for event in kept.events} == {"2026-03-02T12:00:00+00:00"}
    assert [event.by for event in kept.events] == ["cac", *["Jane Roe, CPC"] * 3]


@pytest.mark.parametrize(
    "answer", ["Left", "  Left.\r\n\n", "Left \u2014 \u00fcber \U0001f600\n", "'); DROP TABLE events; --"]
)
def test_an_answer_is_kept_verbatim(answer: str, path: Path) -> None:
    after(path, "release")
    with open_store(path) as store:
        life.act(store, 1, "answer", "A. Doc, MD", answer)
    assert after(path).events[-1].text == answer


@pytest.mark.parametrize("answer", ["", " \n\t", "x" * (life.MOST_ANSWER + 1)])
def test_an_answer_that_is_none(answer: str, path: Path) -> None:
    after(path, "release")
    with open_store(path) as store, pytest.raises(InputError):
        life.act(store, 1, "answer", "A. Doc, MD", answer)


@pytest.mark.parametrize("name", ["", " ", "1234", "x" * 101, "Jane\nRoe", "Jane\x00Roe", "\ud800Jane"])
def test_a_name_that_is_none(name: str, path: Path) -> None:
    with open_store(path) as store, pytest.raises(InputError) as error:
        life.act(store, 1, "release", name)
    assert error.value.code == "name"


@pytest.mark.parametrize("id", [0, -1, 3, 2**63, 10**30])
def test_no_such_question(id: int, path: Path) -> None:
    with open_store(path) as store, pytest.raises(InputError) as error:
        store.get(id)
    assert error.value.code == "unknown"


def test_a_draft_that_leads_cannot_be_released(path: Path, linter: Linter) -> None:
    kept = after(path)
    leading = kept.question.model_copy(update={"title": "Left side"})
    with open_store(path) as store:
        store.add(leading, "a", kept.version, kept.context)
        with pytest.raises(InputError, match="4/answer"):
            life.release(store, 3, "Jane Roe", linter)
        assert life.state(life.release(store, 1, "Jane Roe", linter)) == "released"


CLOSING = [["withdraw"], ["release", "no-response"], ["release", "answer", "recode", "confirm"]]


def test_the_store_is_private_and_append_only(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    connection = sqlite3.connect(path)
    for table, column in (("events", "text"), ("questions", "question")):
        for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("acts", "stays"), [(["release"], True), (["release", "answer", "recode"], True)] + [(a, False) for a in CLOSING]
)
def test_the_note_is_kept_only_while_a_question_about_it_is_open(path: Path, acts: list[str], stays: bool) -> None:
    kept = after(path, *acts)
    assert (kept.question.note == NOTE) is stays
    assert kept.question.note in (NOTE, None)
    assert (b"First diagnostic block" in path.read_bytes()) is stays, "nothing of it is left in the file"
    assert kept.question.quotes[0].text in NOTE
    assert after(path, id=2).question.note == CONFLICT, "the note of another question stays"


def test_an_open_question_holds_the_note_that_it_shares(path: Path) -> None:
    with open_store(path) as store:
        kept = store.get(1)
        store.add(kept.question.model_copy(update={"title": "Side"}), "a", kept.version, kept.context)
    assert after(path, "withdraw", id=1).question.note == NOTE
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="is open"):
        connection.execute("DELETE FROM notes")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("UPDATE notes SET text = 'x'")
    connection.close()
    assert after(path, "withdraw", id=3).question.note is None
    with open_store(path) as store:
        assert store.add(kept.question, "a", kept.version, kept.context) is None, "asked once is not asked again"


def test_what_is_raised_inside_leaves_the_store_as_it_was(path: Path) -> None:
    before = after(path)

    def fail(store: Store) -> None:
        store.happened(1, "released", "x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_store(path) as store:
        fail(store)
    assert after(path) == before


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (y)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    with open_store(path, make=True):
        pass
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


BAD = [
    lambda path: path.write_text("no database at all, but long enough to look like one" * 20),
    lambda path: path.mkdir(),
    other_database,
    newer,
    lambda path: None,
]


@pytest.mark.parametrize("spoil", BAD)
def test_a_file_that_is_no_store(spoil: object, tmp_path: Path) -> None:
    bad = tmp_path / "bad.sqlite"
    spoil(bad)  # type: ignore[operator]
    with pytest.raises(InputError) as error, open_store(bad):
        pass
    assert error.value.code == "store"
    assert str(tmp_path) not in error.value.message


def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(InputError), open_store(tmp_path / "no" / "such" / "folder.sqlite", make=True):
        pass


ANSWERS = [
    (1, "Left", [("64493 x1", "64493-LT x1"), ("64494 x1", "64494-LT x1")], ["laterality"]),
    (1, "The right side was treated.", [("64493 x1", "64493-RT x1"), ("64494 x1", "64494-RT x1")], ["laterality"]),
    (1, "Both sides", [("64493 x1", "64493-50 x1"), ("64494 x1", "64494-50 x1")], ["laterality"]),
    (1, "Unable to determine / not performed", [], []),
    (2, "Left", [("27096-RT x1", "27096-LT x1")], ["conflict: title says left, body says right: the body is followed"]),
    (2, "Right", [], ["conflict: title says left, body says right: the body is followed"]),
    (2, "Unable to determine", [], []),
]


@pytest.mark.parametrize(("id", "answer", "lines", "closed"), ANSWERS)
def test_the_note_with_its_addendum_is_coded_again(
    id: int, answer: str, lines: list[tuple[str, str]], closed: list[str], path: Path, coder: Coder
) -> None:
    with open_store(path, clock=lambda: NOON) as store:
        life.act(store, id, "release", "Jane Roe")
        kept = life.act(store, id, "answer", "A. Doc, MD", answer)
        change = again.recode(kept, store.all(), coder)
        assert again.with_addenda(kept, store.all()).startswith(kept.question.note or "?")
        assert again.addendum(kept).endswith(f", dated 2026-03-02, signed by A. Doc, MD:\nSide treated: {answer}\n")
    assert [(line.before, line.after) for line in change.lines] == lines
    assert list(change.closed) == closed
    assert change.opened == ()
    assert "Nothing is accepted yet" in again.shown(change, id)
    assert life.state(after(path, id=id)) == "answered"


def test_all_answers_about_a_note_stand_behind_it(path: Path, coder: Coder, drafter: Drafter) -> None:
    kept = after(path, "release", "answer")
    second = kept.question.model_copy(update={"title": "Purpose", "element": "purpose", "rule": "absent/purpose"})
    with open_store(path, clock=lambda: NOON) as store:
        id = store.add(second, "a", kept.version, kept.context)
        assert id
        life.act(store, id, "release", "Jane Roe")
        life.act(store, id, "answer", "B. Doc, MD", "Diagnostic")
        text = again.with_addenda(store.get(1), store.all())
    assert text.count("ADDENDUM") == 2
    assert text.index("Side treated: Left") < text.index("Purpose: Diagnostic")


def test_lines_that_come_and_go(coder: Coder) -> None:
    none, one = coder.code("Follow-up visit. No procedure was done."), coder.code(CONFLICT)
    added = again.compare(none, one)
    assert [(line.before, line.after) for line in added.lines] == [("", "27096-RT x1")]
    assert "added      27096-RT x1" in again.shown(added, 1)
    removed = again.compare(one, none)
    assert "removed    27096-RT x1" in again.shown(removed, 1)
    same = again.compare(one, one)
    assert same.unchanged == ("27096-RT x1",)
    assert "nothing changes" in again.shown(same, 1)


@pytest.mark.parametrize(
    ("acts", "possible"),
    [
        ([], ("release", "withdraw")),
        (["release"], ("remind", "answer", "withdraw", "no-response")),
        (["release", "remind"], ("answer", "withdraw", "no-response")),
        (["release", "answer"], ("recode",)),
        (["release", "answer", "recode"], ("recode", "confirm")),
        (["release", "answer", "recode", "confirm"], ()),
        (["withdraw"], ()),
        (["release", "no-response"], ()),
    ],
)
def test_what_is_offered_is_what_can_happen(acts: list[str], possible: tuple[str, ...], path: Path) -> None:
    assert life.possible(after(path, *acts)) == possible


def test_questions_about_some_notes(path: Path) -> None:
    with open_store(path) as store:
        assert [kept.id for kept in store.about(["a"])] == [1]
        assert [kept.id for kept in store.about(["b", "a", "c"])] == [1, 2]
        assert list(store.about(["'; DROP TABLE questions"])) == [] == list(store.about([]))
