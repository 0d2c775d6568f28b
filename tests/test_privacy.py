"""No word of a note leaves: not on stderr, not in logs or temporary files, not through a socket."""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from cac import Coder
from cac.cli import main

ROOT = Path(__file__).resolve().parents[1]
CANARIES = ("Zyxwvuta", "Quibblesnort", "CANARY-4711-MRN")
NOTE = (
    "PATIENT: Zyxwvuta Quibblesnort, CANARY-4711-MRN\r\nPROCEDURE: Left L4-5 transforaminal epidural steroid injection "
    "for Zyxwvuta.\r\nUnder fluoroscopy the left L4-5 foramen of Quibblesnort was entered; Kenalog 40 mg injected.\r\n"
)


Watch = Callable[..., tuple[int, str]]


def no_canary(text: str, where: str) -> None:
    for canary in CANARIES:
        assert canary.lower() not in text.lower(), f"{canary} in {where}"


@pytest.fixture
def watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Watch:
    """Run ``main`` with everything watched that could carry words out; returns (exit code, stdout)."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(logging.NOTSET)

    def call(arguments: list[str], stdin: bytes = b"") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            code = main(arguments)
        out, err = capfd.readouterr()
        no_canary(err, "stderr")
        no_canary(caplog.text, "a log")
        no_canary(" ".join(str(warning.message) for warning in warned), "a warning")
        assert list(temporary.iterdir()) == []
        return code, out

    return call


@pytest.mark.parametrize("broken", [None, "cac.clones.text.CloneReader.read", "cac.clones.find.candidates"])
def test_canary_of_clones(broken: str | None, watched: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if broken:
        monkeypatch.setattr(broken, _raise)
    export, out = tmp_path / "export.jsonl", tmp_path / "out.json"
    rows = [json.dumps({"id": "CANARY-4711-MRN", "text": NOTE, "patient": "Quibblesnort"}) for _ in range(2)]
    rows += [json.dumps({"text": NOTE + "More of it. " * 9}), '{"text": "' + NOTE, json.dumps([NOTE])]
    export.write_text("\n".join(rows), encoding="utf-8")
    code, stdout = watched(["clones", str(export), "--output", str(out), "--format", "json"])
    assert code == (2 if broken else 1)
    assert stdout == ""
    if out.exists():
        for error in json.loads(out.read_text())["errors"]:
            no_canary(error["message"], "an error")
    assert watched(["clones", NOTE])[0] == 2
    assert watched(["clones", str(export), "--threshold", "Zyxwvuta"])[0] == 2


def _raise(*_: object, **__: object) -> None:
    raise ValueError(f"cannot read {NOTE!r}")


BROKEN = ["cac.coder.Coder.code", "cac.coder.read_facts", "cac.coding.mapper.Mapper.__call__"]


@pytest.mark.parametrize("broken", [None, *BROKEN])
@pytest.mark.parametrize("way", ["file", "files", "stdin", "json", "folder", "jsonl"])
def test_canary(way: str, broken: str | None, watched: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if broken:
        monkeypatch.setattr(broken, _raise)
    note = tmp_path / "notes" / "Zyxwvuta.txt"  # names of files are names of patients
    note.parent.mkdir()
    note.write_bytes(NOTE.encode() + b"\xff")
    export = tmp_path / "export.jsonl"
    rows = [json.dumps({"id": "CANARY-4711-MRN", "text": NOTE})] * 2 + ['{"text": "' + NOTE, json.dumps([NOTE])]
    export.write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    arguments = {
        "file": ["code", str(note)],
        "files": ["code", str(note), str(tmp_path / "Zyxwvuta.gone"), str(note)],
        "stdin": ["code"],
        "json": ["code", "-", "--format", "json"],
        "folder": ["batch", str(note.parent), "--output", str(out)],
        "jsonl": ["batch", str(export), "--output", str(out)],
    }[way]
    code, stdout = watched(arguments, NOTE.encode())
    assert code == (2 if broken else {"files": 1, "jsonl": 1}.get(way, 0))
    written = out.read_text() if out.exists() else stdout
    if way in ("folder", "jsonl"):
        assert stdout == ""
        for row in map(json.loads, written.splitlines()):
            if row["error"]:
                no_canary(json.dumps(row["error"]), "an error row")
    elif not broken:
        assert "64483" in written


@pytest.mark.parametrize(
    "arguments",
    [
        [NOTE],
        ["Zyxwvuta"],
        ["code", NOTE],
        ["code", "Zyxwvuta", "Quibblesnort"],
        ["code", "--Zyxwvuta"],
        ["code", "-Zyxwvuta"],
        ["code", "--format", NOTE],
        ["code", f"--format={NOTE}"],
        ["batch", NOTE, "--output", "x.jsonl"],
        ["batch", "Zyxwvuta", "Quibblesnort", "--output", "x.jsonl"],
        ["lexicon", "Zyxwvuta"],
        ["query", NOTE],
        ["query", "lint", NOTE],
        ["query", "draft", NOTE],
        ["query", "show", NOTE, "--store", "x"],
        ["query", "release", "1", "--by", NOTE, "--store", "Zyxwvuta"],
    ],
)
def test_a_note_pasted_as_an_argument_is_not_echoed(arguments: list[str], watched: Watch) -> None:
    assert watched(arguments)[0] == 2


@pytest.mark.parametrize(
    "broken",
    ["cac.cli.show.render", "cac.batch.output.json.dumps", "cac.records.Result.row", "cac.coder.Coder.__init__"],
)
def test_an_error_of_the_program_shows_nothing(
    broken: str,
    watched: Watch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broken, _raise)
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "note"}')
    if broken != "cac.cli.show.render":
        assert watched(["batch", str(source), "--output", str(tmp_path / "out.jsonl")])[0] == 2
    if "dumps" not in broken and "row" not in broken:
        assert watched(["code"], NOTE.encode())[0] == 2


def test_no_socket_is_opened(watched: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": NOTE}))
    assert watched(["code"], NOTE.encode())[0] == 0
    assert watched(["batch", str(source), "--output", str(tmp_path / "out.jsonl")])[0] == 0
    assert watched(["clones", str(source)])[0] == 0


def test_no_socket_from_a_cold_start(tmp_path: Path) -> None:
    """In a process of its own, so that imports are watched too; an audit hook sees what a patch would miss.

    spaCy imports requests, whose urllib3 binds a socket to ::1 at import to learn whether the machine has IPv6. Nothing
    is sent, and it copes with a refusal: it is refused here like all others, but is no failure.
    """
    (tmp_path / "note.txt").write_text(NOTE)
    program = """
import os, sys, traceback
def hook(event, arguments):
    if event.startswith("socket."):
        if any(frame.name == "_has_ipv6" for frame in traceback.extract_stack()):
            raise OSError("blocked")
        os.write(2, f"{event}\\n".encode())
        os._exit(99)
sys.addaudithook(hook)
from cac.cli import main
sys.exit(main(["code", "note.txt"]) or main(["batch", ".", "--output", "out.jsonl"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    no_canary(done.stderr, "stderr")
    assert "64483" in done.stdout
    assert sorted(os.listdir(tmp_path)) == ["note.txt", "out.jsonl"]


def test_nothing_of_a_note_waits_for_the_garbage(coder: Coder) -> None:
    """What was read of a note goes with the answer: no object of it is held by another one in a ring."""
    coder.code(NOTE)
    gc.collect()
    gc.disable()
    try:
        coder.code(NOTE)
        assert gc.collect() == 0
    finally:
        gc.enable()
