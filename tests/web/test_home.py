"""Notes come in: pasted, as files, many at once, with the result of a batch; each bad one with its one sentence."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from cac import Coder
from cac.records import Note
from cac.web.setup import Setup
from cac.workbench import desk, intake, worklist
from cac.workbench.records import LOCAL, Entry
from tests.web.conftest import NOTE, csrf, key

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "<script>alert('x')</script>"
SECRET = "Zyxwvuta Quibblesnort"
TOLD = re.compile(r'role="alert">\s*(?:<p>)?([^<]+)<')


@pytest.fixture
def paste(client: TestClient, app: FastAPI) -> Callable[..., Any]:
    return lambda text, **how: client.post(
        "/notes", data={"csrf": csrf(client, app), "key": key(), "text": text, **how}
    )


@pytest.fixture
def give(client: TestClient, app: FastAPI) -> Callable[..., Any]:
    """Give files, (name, bytes) each, and wait until all of them are done; the last page."""

    def send(*files: tuple[str, bytes], **how: str) -> Any:
        answer = client.post(
            "/files",
            data={"csrf": csrf(client, app), "key": key(), **how},
            files=[("files", (name, io.BytesIO(data))) for name, data in files],
        )
        if answer.status_code != 303 or "/intake/" not in answer.headers["location"]:
            return answer
        job = app.state.jobs.get(LOCAL, answer.headers["location"].rpartition("/")[2])
        assert job.ended.wait(60)
        return client.get(answer.headers["location"])

    return send


def entries(setup: Setup) -> tuple[Entry, ...]:
    return worklist.entries(setup.store, LOCAL)


def failures(page: Any) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.text))


def row_of(note: str, name: str, coder: Coder) -> dict[str, Any]:
    return coder.code(note, id=name).row()


# -- pasted ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [NOTE, NOTE.replace("\n", "\r\n"), "\n\n" + NOTE, NOTE + "\t\U0001f489", SCRIPT + NOTE, "Nothing was done."]
)
def test_a_pasted_note_opens_and_is_claimed(paste: Callable[..., Any], setup: Setup, text: str) -> None:
    answer = paste(text)
    assert answer.status_code == 303
    (entry,) = entries(setup)
    assert answer.headers["location"] == f"/entries/{entry.id}"
    assert entry.claimed_by == "local"
    assert desk.show(setup.store, LOCAL, entry.id).text == text


def test_what_is_said_of_the_visit_reaches_the_claim(paste: Callable[..., Any], setup: Setup) -> None:
    said = {"date_of_service": "2026-02-03", "place_of_service": "24", "payer": "commercial", "state": "nj"}
    assert paste(NOTE, provider="dr-7", patient="p-9", name="morning 1", batch="Monday", **said).status_code == 303
    (entry,) = entries(setup)
    assert (entry.name, entry.batch) == ("morning 1", "Monday")
    row = desk.show(setup.store, LOCAL, entry.id).row
    assert row is not None
    assert {name: row["context"][name] for name in said} == {**said, "state": "NJ"}
    assert (row["context"]["provider"], row["context"]["patient"]) == ("dr-7", "p-9")


@pytest.mark.parametrize(
    ("how", "part"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \r\n\t"}, "empty"),
        ({"text": "x" * (2 * 1024 * 1024 + 1)}, "larger"),
        ({"text": NOTE, "date_of_service": "yesterday"}, "YYYY-MM-DD"),
        ({"text": NOTE, "payer": SCRIPT}, "payer is not known"),
        ({"text": NOTE, "place_of_service": "99"}, "place of service is not known"),
        ({"text": NOTE, "contractor": "nobody"}, "contractor is not known"),
        ({"text": NOTE, "state": "ZZ"}, "no state"),
        ({"text": NOTE, "provider": "x" * 201}, "200 characters"),
        ({"text": NOTE, "patient": "a\x07b"}, "200 characters"),
        ({"text": NOTE, "batch": "b" * 201}, "200 characters"),
        ({"text": NOTE, "name": "n" * 201}, "200 characters"),
        ({"text": NOTE, "key": "short"}, "idempotency key"),
    ],
)
def test_what_cannot_be_coded_is_told_and_nothing_that_was_typed_is_lost(
    paste: Callable[..., Any], setup: Setup, how: dict[str, str], part: str
) -> None:
    answer = paste(**how)
    assert answer.status_code == 422
    assert any(part in sentence for sentence in TOLD.findall(answer.text)), TOLD.findall(answer.text)
    assert SCRIPT not in answer.text
    if how["text"] == NOTE:
        assert str(escape(NOTE)) in answer.text
    assert entries(setup) == ()


def test_the_same_paste_sent_twice_is_one_note(paste: Callable[..., Any], setup: Setup) -> None:
    one = key()
    first, second = paste(NOTE, key=one), paste(NOTE, key=one)
    assert first.headers["location"] == second.headers["location"]
    assert len(entries(setup)) == 1
    other = paste(NOTE + " More.", key=one)
    assert other.status_code == 409 and len(entries(setup)) == 1


def test_names_are_escaped_wherever_they_stand(paste: Callable[..., Any], client: TestClient, setup: Setup) -> None:
    paste(NOTE, name=SCRIPT, batch=SCRIPT)
    for path in ("/", "/worklist", "/worklist?batch=1", f"/entries/{entries(setup)[0].id}"):
        page = client.get(path).text
        assert SCRIPT not in page, path
    assert str(escape(SCRIPT)) in client.get("/worklist").text


def test_an_error_of_the_program_tells_no_word_of_the_note(
    paste: Callable[..., Any], setup: Setup, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(setup.coder, "code", broken, raising=False)
    answer = paste(f"{NOTE} {SECRET}")
    assert answer.status_code == 422
    (sentence,) = TOLD.findall(answer.text)
    assert "error in the program" in sentence and SECRET not in sentence
    out = capfd.readouterr()
    assert SECRET not in out.out + out.err


# -- files ----------------------------------------------------------------------------------------------------------


def test_one_file_opens_at_once(give: Callable[..., Any], setup: Setup) -> None:
    answer = give(("visit.txt", NOTE.encode()))
    (entry,) = entries(setup)
    assert answer.status_code == 303 and answer.headers["location"] == f"/entries/{entry.id}"
    assert (entry.name, entry.claimed_by) == ("visit", "local")


def test_several_files_become_a_batch_in_the_order_of_their_names(give: Callable[..., Any], setup: Setup) -> None:
    page = give(
        ("b.txt", NOTE.encode()), ("a.txt", NOTE.encode("utf-16")), ("sub/c.TXT", NOTE.encode()), batch="Monday"
    )
    assert "3 of 3</strong> coded" in page.text
    assert [(entry.name, entry.batch, entry.state) for entry in entries(setup)] == [
        ("a", "Monday", "open"), ("b", "Monday", "open"), ("sub/c", "Monday", "open"),
    ]  # fmt: skip
    assert desk.show(setup.store, LOCAL, entries(setup)[0].id).text == NOTE


def test_each_bad_file_has_its_sentence_and_the_others_go_on(give: Callable[..., Any], setup: Setup) -> None:
    page = give(
        ("good.txt", NOTE.encode()),
        ("empty.txt", b""),
        ("blank.txt", b" \n "),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("paper.pdf", b"%PDF-1.7 ..."),
        ("huge.txt", b"x" * (2 * 1024 * 1024 + 1)),
        (f"{SCRIPT}.txt", bytes(range(256))),
        ("also good.txt", NOTE.encode()),
    )
    told = failures(page)
    assert [entry.name for entry in entries(setup)] == ["also good", "good"]
    assert "8 of 8</strong> coded, of which 6 could not be used" in page.text
    assert told.keys() == {"empty", "blank", "picture", "paper.pdf", "huge", str(escape(SCRIPT))}
    assert "empty" in told["empty"] and "PNG" in told["picture"] and "PDF" in told["paper.pdf"]
    assert "2 MB" in told["huge"]
    assert SCRIPT not in page.text


def test_rows_of_a_jsonl_are_notes_with_what_they_say_of_the_visit(give: Callable[..., Any], setup: Setup) -> None:
    rows = [
        {"id": "one", "text": NOTE, "payer": "commercial"},
        {"id": "two", "text": NOTE, "date_of_service": "2026-03-04"},
        {"id": "no text"},
        {"id": "two", "text": NOTE},
        {"id": "payer", "text": NOTE, "payer": "nobody"},
    ]
    data = "\n".join([*map(json.dumps, rows), "{no json", "[]", ""]).encode()
    page = give(("notes.jsonl", data), payer="workers_compensation", date_of_service="2026-02-02")
    found = {entry.name: desk.show(setup.store, LOCAL, entry.id).row for entry in entries(setup)}
    assert list(found) == ["one", "two"]
    contexts = {name: (row or {})["context"] for name, row in found.items()}
    assert contexts["one"]["payer"] == "commercial" and contexts["one"]["date_of_service"] == "2026-02-02"
    assert contexts["two"]["payer"] == "workers_compensation" and contexts["two"]["date_of_service"] == "2026-03-04"
    told = failures(page)
    assert set(told) == {"no text", "two#2", "payer", "line-6", "line-7"}


def test_what_stands_beside_a_note_says_its_visit(give: Callable[..., Any], setup: Setup) -> None:
    give(
        ("a.txt", NOTE.encode()), ("a.toml", b'payer = "commercial"'),
        ("b.txt", NOTE.encode()), ("b.toml", b"payer = "),
        ("c.txt", NOTE.encode()), (".DS_Store", b"\x00\x01"), ("sub/.hidden.txt", NOTE.encode()),
    )  # fmt: skip
    assert [entry.name for entry in entries(setup)] == ["a", "c"]
    row = desk.show(setup.store, LOCAL, entries(setup)[0].id).row
    assert row is not None and row["context"]["payer"] == "commercial"


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ((), "no note among the files"),
        ((("notes.jsonl", b""),), "no note among the files"),
        (((".DS_Store", b"\x00"),), "no note among the files"),
        ((("a.toml", b'payer = "commercial"'),), "no note among the files"),
        ((("a.txt", b""),), "empty"),
        ((("a.txt", b"\x00\x01\x02" * 100),), "not text"),
    ],
)
def test_where_nothing_is_a_note_it_is_told(
    give: Callable[..., Any], setup: Setup, files: tuple[tuple[str, bytes], ...], part: str
) -> None:
    answer = give(*files)
    assert answer.status_code == 422
    assert any(part in sentence for sentence in TOLD.findall(answer.text)), TOLD.findall(answer.text)
    assert entries(setup) == ()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.txt", "/", "", "a\x00b.txt", "x" * 3_000, "\u202e.txt"]
)
def test_a_name_of_a_file_leads_nowhere(give: Callable[..., Any], setup: Setup, name: str) -> None:
    answer = give((name, NOTE.encode()), ("good.txt", NOTE.encode()))
    assert answer.status_code in (200, 303, 400, 422)
    assert all(".." not in entry.name and "\x00" not in entry.name for entry in entries(setup))


def test_a_form_without_a_chosen_file_is_told(client: TestClient, app: FastAPI, setup: Setup) -> None:
    parts = {"csrf": csrf(client, app), "key": key()}
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()
    )
    empty = '--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'  # as browsers send no file
    body = f"{fields}{empty}Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    answer = client.post("/files", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 422
    assert any("no note among the files" in sentence for sentence in TOLD.findall(answer.text))
    assert entries(setup) == ()


def test_no_upload_is_written_to_the_disk(
    give: Callable[..., Any], setup: Setup, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # a temporary file would fail
    page = give(("big.txt", b"%PDF" + b"x" * 3_000_000), ("b.txt", NOTE.encode()))
    assert "2 of 2</strong> coded" in page.text and "PDF" in failures(page)["big"]
    assert [entry.name for entry in entries(setup)] == ["b"]


def test_the_same_files_again_go_on_where_it_ended(give: Callable[..., Any], setup: Setup) -> None:
    files = [("a.txt", NOTE.encode()), ("b.txt", NOTE.encode())]
    give(*files[:1], ("c.txt", b"Another note."), batch="Monday")
    page = give(*files, batch="Monday")
    assert [entry.name for entry in entries(setup)] == ["a", "c", "b"]
    assert failures(page) == {}
    page = give(("a.txt", b"Changed."), ("d.txt", b"New."), batch="Monday")
    assert "name another batch" in failures(page)["a"]
    assert [entry.name for entry in entries(setup)] == ["a", "c", "b", "d"]


def test_a_batch_without_a_name_gets_one_of_its_own(give: Callable[..., Any], setup: Setup) -> None:
    for _ in range(2):
        give(("a.txt", NOTE.encode()), ("b.txt", NOTE.encode()))
    names = [batch.name for batch in worklist.batches(setup.store, LOCAL)]
    assert len(set(names)) == 2 and all(name.startswith("Notes of ") for name in names)


def test_blind_batches_are_blind(give: Callable[..., Any], setup: Setup) -> None:
    give(("a.txt", NOTE.encode()), ("b.txt", NOTE.encode()), blind="1")
    assert [entry.blind for entry in entries(setup)] == [True, True]


def test_an_upload_is_of_who_gave_it(signed_in: Callable[..., TestClient], app: FastAPI) -> None:
    ann, ben = signed_in("ann"), signed_in("ben")
    files = [("files", (f"{SECRET}{n}.txt", io.BytesIO(b""))) for n in range(2)]
    answer = ann.post("/files", data={"csrf": csrf(ann, app), "key": key()}, files=files)
    where = answer.headers["location"]
    assert SECRET not in where
    assert ann.get(where).status_code == 200
    assert ben.get(where).status_code == 404 and SECRET not in ben.get(where).text
    assert ann.get("/intake/0123456789abcdef").status_code == 404


# -- the result of a batch ------------------------------------------------------------------------------------------


def test_the_result_of_a_batch_is_opened_with_its_notes(give: Callable[..., Any], setup: Setup, coder: Coder) -> None:
    rows = [{**row_of(NOTE, name, coder), "version": "cac 0.0.9, rules old"} for name in ("a", "b")]
    result = "\n".join(map(json.dumps, rows)).encode()
    page = give(("notes/a.txt", NOTE.encode()), ("notes/b.txt", NOTE.encode()), ("out.jsonl", result))
    assert failures(page) == {}
    found = [desk.show(setup.store, LOCAL, entry.id) for entry in entries(setup)]
    assert [shown.version for shown in found] == ["cac 0.0.9, rules old"] * 2
    assert found[0].row is not None and found[0].row["lines"]


def test_a_row_that_is_of_another_text_is_refused(give: Callable[..., Any], setup: Setup, coder: Coder) -> None:
    rows = [row_of(NOTE, "a", coder), row_of(NOTE, "b", coder)]
    result = "\n".join(map(json.dumps, rows)).encode()
    page = give(("a.txt", ("x" + NOTE).encode()), ("b.txt", NOTE.encode()), ("out.jsonl", result))
    assert "not of this note" in failures(page)["a"]
    assert [entry.name for entry in entries(setup)] == ["b"]


def test_notes_without_rows_and_rows_without_notes_say_so(give: Callable[..., Any], setup: Setup, coder: Coder) -> None:
    failed = {**row_of(NOTE, "d", coder), "error": {"code": "internal", "message": "no"}, "status": "error"}
    rows = [row_of(NOTE, "a", coder), row_of(NOTE, SCRIPT, coder), failed]
    result = "\n".join(map(json.dumps, rows)).encode() + b'\n{"status": "ready", "lines": []}\n\xff\xfe'
    page = give(*((f"{name}.txt", NOTE.encode()) for name in "acd"), ("out.jsonl", result))
    told = failures(page)
    assert [entry.name for entry in entries(setup)] == ["a"]
    assert "No row of the result" in told["c"] and "is an error" in told["d"]
    assert "not among the files" in told[str(escape(SCRIPT))]
    assert "no row of `cac batch`" in told["line 4 of the result"]


def _wrong_rows(row: dict[str, Any]) -> list[dict[str, Any]]:
    line = row["lines"][0]
    return [
        {name: value for name, value in row.items() if name != "procedures"},
        {**row, "status": "fine"},
        {**row, "lines": [{**line, "units": "many"}]},
        {**row, "lines": [{**line, "procedures": [99]}]},
        {**row, "lines": [line] * 201},
        {**row, "lines": {"0": line}},
        {**row, "procedures": ["x"]},
        {**row, "checklist": [{"element": "consent"}]},
        {**row, "diagnoses": [{"code": "M54.16", "lines": [-1]}]},
        {**row, "findings": [{"rule": "x", "severity": "terrible", "message": "m", "authority": "a"}]},
        {**row, "context": {"payer": ["x"]}},
    ]


@pytest.mark.parametrize("place", range(11))
def test_what_is_no_row_opens_nothing(give: Callable[..., Any], setup: Setup, coder: Coder, place: int) -> None:
    wrong = _wrong_rows(row_of(NOTE, "a", coder))
    assert len(wrong) == 11
    page = give(("a.txt", NOTE.encode()), ("out.jsonl", json.dumps(wrong[place]).encode()))
    assert entries(setup) == ()
    assert page.status_code in (200, 422)


def test_a_result_without_notes_asks_for_them(give: Callable[..., Any], coder: Coder) -> None:
    answer = give(("out.jsonl", json.dumps(row_of(NOTE, "a", coder)).encode()))
    assert answer.status_code == 422
    assert any("give the notes together with it" in sentence for sentence in TOLD.findall(answer.text))


def test_one_note_and_one_row_belong_together(give: Callable[..., Any], setup: Setup, coder: Coder) -> None:
    row = json.dumps({**row_of(NOTE, "stdin", coder), "version": "other"}, indent=2).encode()
    assert give(("visit.txt", NOTE.encode()), ("row.json", row)).status_code == 303
    assert desk.show(setup.store, LOCAL, entries(setup)[0].id).version == "other"


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"date_of_service": "3/2/2026"}, "YYYY-MM-DD"),
        ({"payer": SCRIPT}, "payer is not known"),
        ({"place_of_service": "99"}, "place of service is not known"),
    ],
)
def test_a_row_of_a_visit_that_cannot_be_is_refused(
    give: Callable[..., Any], setup: Setup, coder: Coder, wrong: dict[str, str], part: str
) -> None:
    rows = [row_of(NOTE, name, coder) for name in ("a", "b")]
    rows[0]["context"] |= wrong
    result = "\n".join(map(json.dumps, rows)).encode()
    page = give(("a.txt", NOTE.encode()), ("b.txt", NOTE.encode()), ("out.jsonl", result))
    assert part in failures(page)["a"] and SCRIPT not in page.text
    assert [entry.name for entry in entries(setup)] == ["b"]


def test_a_row_that_was_kept_with_no_day_is_shown(client: TestClient, setup: Setup, coder: Coder) -> None:
    row = row_of(NOTE, "a", coder)
    row["context"]["date_of_service"] = "3/2/2026"
    entry = intake.add(setup.store, LOCAL, Note(id="a", text=NOTE), row, claim=True)
    assert client.get(f"/entries/{entry.id}").status_code == 200


def test_the_same_key_with_other_files_is_told(give: Callable[..., Any], setup: Setup) -> None:
    one, files = key(), [("a.txt", NOTE.encode()), ("b.txt", NOTE.encode())]
    for _ in range(2):
        assert give(*files, key=one).status_code == 200
    assert len(entries(setup)) == 2
    other = give(*files, ("c.txt", NOTE.encode()), key=one)
    assert other.status_code == 409
    assert any("other notes" in sentence for sentence in TOLD.findall(other.text))
    assert len(entries(setup)) == 2
