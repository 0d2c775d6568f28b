"""Readers: bytes of every kind → text whose offsets hold, or one sentence that says what to do."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from cac.errors import InputError
from cac.readers import MOST_BYTES, read_bytes, read_inputs, read_note
from cac.records import Note, Unreadable

NOTE = "Left L4-5 TFESI.\r\nDepo-Medrol 80 mg \U0001f600 caf\xe9.\n"


def rows(path: Path) -> list[Note | Unreadable]:
    return list(read_inputs(path).notes)


def jsonl(folder: Path, *lines: str | bytes) -> Path:
    path = folder / "notes.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (NOTE.encode(), NOTE),
        (codecs.BOM_UTF8 + NOTE.encode(), NOTE),
        (NOTE.encode("utf-16"), NOTE),
        (codecs.BOM_UTF16_BE + NOTE.encode("utf-16-be"), NOTE),
        (NOTE.encode("utf-32"), NOTE),
        (b"one\x00two\x00", "one two "),
        (b"a\rb\r\nc\n", "a\rb\r\nc\n"),
        (b"padded" + b"\x00" * 500, "padded" + " " * 500),
        ("stated \ufffd".encode(), "stated \ufffd"),
        (b"x" * MOST_BYTES, "x" * MOST_BYTES),
    ],
    ids=["utf8", "bom", "utf16le", "utf16be", "utf32", "nul", "line ends", "padding", "stated fffd", "2 MB"],
)
def test_text_is_read_as_it_is(data: bytes, text: str) -> None:
    note = read_bytes(data, id="n")
    assert note.text == text
    assert note.notices == ()


@pytest.mark.parametrize(
    ("data", "text", "notice"),
    [
        (b"caf\xe9 noir", "caf\ufffd noir", "1 byte was not UTF-8 and is read as U+FFFD, the first on line 1"),
        (b"ok\n\x93L4-5\x94 \xff", "ok\n\ufffdL4-5\ufffd \ufffd", "3 bytes were not UTF-8 and are read as U+FFFD"),
        # a cut-off sequence of three bytes is one U+FFFD, as in Python
        (b"good text \xf0\x9f\x98", "good text \ufffd", "3 bytes were not UTF-8"),
        ("\ufffd stated, ".encode() + b"\xe9 not", "\ufffd stated, \ufffd not", "1 byte was not UTF-8"),
        (codecs.BOM_UTF16_LE + "note".encode("utf-16-le") + b"x", "note\ufffd", "1 byte was not UTF-16"),
    ],
)  # fmt: skip
def test_unreadable_bytes_are_replaced_and_told(data: bytes, text: str, notice: str) -> None:
    note = read_bytes(data, id="n")
    assert note.text == text
    assert len(note.notices) == 1
    assert note.notices[0].startswith(notice)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\x00" * 50, "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (("\xe9" * (MOST_BYTES // 2 + 1)).encode(), "too_large"),
        (b"x" * (9 * MOST_BYTES), "too_large"),
        (b"%PDF-1.7\n1 0 obj\n", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"PK\x03\x04rest", "binary"),
        (b"{\\rtf1\\ansi note}", "binary"),
        (bytes(range(256)) * 20, "binary"),
        (NOTE.encode("utf-16-le"), "binary"),  # no byte order mark: it cannot be known
        (("процедура выполнена " * 20).encode("koi8-r"), "binary"),
    ],
)  # fmt: skip
def test_refused(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_note(path)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_files_that_are_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    for path, code in [
        (tmp_path / "no.txt", "missing"),
        (tmp_path / "a.jsonl" / "b.txt", "missing"),
        (tmp_path / ("x" * 5000), "missing"),
        (tmp_path, "folder"),
        (tmp_path / "a.jsonl", "jsonl"),
    ]:
        with pytest.raises(InputError) as caught:
            read_note(path)
        assert caught.value.code == code
        assert "x" * 100 not in caught.value.message


def test_folder_is_recursive_sorted_and_named_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.TXT", "a b/n\xf6te.v2.txt", ".hidden/x.txt", "._b.txt", "c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("note")
    (tmp_path / "d.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "e.txt").write_text("")
    inputs = read_inputs(tmp_path)
    found = list(inputs.notes)
    assert [note.id for note in found] == ["a b/n\xf6te.v2", "a/y", "a/z", "b", "e", "gone"]
    assert inputs.total == len(found)
    assert [note.code for note in found if isinstance(note, Unreadable)] == ["empty", "missing"]


def test_jsonl_rows(tmp_path: Path) -> None:
    text = "One\u2028two \x00 NUL\r\n"
    path = jsonl(
        tmp_path,
        codecs.BOM_UTF8 + json.dumps({"id": "a", "text": "Note A", "payer": "x", "place_of_service": 24}).encode(),
        "",
        json.dumps({"id": 7, "text": text}, ensure_ascii=False),
        '{"id": "bad", "text": ',
        '{"text": "no id", "date_of_service": "2025-03-01", "provider": null}',
        '{"id": "silent"}',
        '{"id": "number", "text": 5}',
        "[1]",
        '{"id": "a", "text": "again"}',
        '{"id": "a", "text": "and again"}',
        '{"id": "blank", "text": " "}',
        '{"id": "half", "text": "\\ud800 surrogate"}',
        b'{"id": "latin", "text": "caf\xe9"}',
        '{"id": "date", "text": "note", "date_of_service": "3/1/2025", "payer": ["x"]}',
        "[" * 100_000,
        '{"id": "last", "text": "\ufeffkept as it is"}',
    )
    found = rows(path)
    assert [
        (note.id, note.code if isinstance(note, Unreadable) else note.text) for note in found
    ] == [
        ("a", "Note A"),
        ("7", text.replace("\x00", " ")),
        ("line-4", "malformed"),
        ("line-5", "no id"),
        ("silent", "no_text"),
        ("number", "no_text"),
        ("line-8", "malformed"),
        ("a#2", "duplicate_id"),
        ("a#3", "duplicate_id"),
        ("blank", "empty"),
        ("half", "\ufffd surrogate"),
        ("latin", "caf\ufffd"),
        ("date", "context"),
        ("line-15", "malformed"),
        ("last", "\ufeffkept as it is"),
    ]  # fmt: skip
    notes = {note.id: note for note in found}
    assert read_inputs(path).total == len(found)
    assert "line 4, column 23" in notes["line-4"].message  # type: ignore[union-attr]
    assert notes["a"].context == {"payer": "x", "place_of_service": "24"}  # type: ignore[union-attr]
    assert notes["line-5"].context == {"date_of_service": "2025-03-01"}  # type: ignore[union-attr]
    assert "on line 13 of the file" in notes["latin"].notices[0]  # type: ignore[union-attr]
    assert notes["date"].message == "Line 14: write `payer` as a string."  # type: ignore[union-attr]


def test_jsonl_in_utf16(tmp_path: Path) -> None:
    path = tmp_path / "n.JSONL"
    lines = [json.dumps({"id": str(n), "text": NOTE + "\u2028"}, ensure_ascii=False) for n in range(3)]
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    assert [(note.id, note.text) for note in rows(path)] == [(str(n), NOTE + "\u2028") for n in range(3)]  # type: ignore[union-attr]


def test_jsonl_line_beyond_all_measure_fails_alone(tmp_path: Path) -> None:
    path = jsonl(tmp_path, '{"id": "a", "text": "' + "x" * (17 * MOST_BYTES) + '"}', '{"id": "b", "text": "note"}')
    assert [(note.id, getattr(note, "code", "")) for note in rows(path)] == [("line-1", "too_large"), ("b", "")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none", None, "missing"),
        ("none.jsonl", None, "missing"),
        ("empty.jsonl", b"", "no_notes"),
        ("blank.jsonl", b"\n \n", "no_notes"),
        ("note.txt", b"a note", "unsupported"),
        ("folder", "", "no_notes"),
    ],
)
def test_inputs_that_hold_nothing(name: str, content: bytes | str | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
    with pytest.raises(InputError) as caught:
        read_inputs(path)
    assert caught.value.code == code
