"""`cac serve` as a user starts it: its line, its port, its one-time address, its end, and what it never writes."""

from __future__ import annotations

import signal
import socket
import stat
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.conftest import NOTE
from tests.web.process import LINE, Process

WORDS = ("Zyxwvuta", "Quibblesnort")
SECRET = f"{NOTE}\nPATIENT: {' '.join(WORDS)}\n"


def test_it_tells_where_it_listens_and_nothing_of_a_note(tmp_path: Path) -> None:
    with Process(tmp_path) as process:
        assert LINE.fullmatch(process.line)
        program = process.api()
        assert program.get("/health").json()["status"] == "ok"
        assert program.post("/code", json={"text": SECRET}).json()["status"] == "ready"
        made = program.post("/notes", json={"text": SECRET, "id": WORDS[0]})
        assert made.status_code == 201
        sent: list[dict[str, Any]] = [
            {"json": {"text": [SECRET]}},
            {"json": {SECRET: 1}},
            {"json": {"text": "x", "payer": SECRET}},
            {"content": SECRET.encode()},
            {"content": b'{"text": "' + WORDS[0].encode(), "headers": {"Content-Type": "application/json"}},
            {"content": b"\xff" + SECRET.encode(), "headers": {"Content-Type": "application/json"}},
            {"content": SECRET.encode(), "headers": {"Content-Type": f"multipart/form-data; boundary={WORDS[0]}"}},
            {"files": {WORDS[0]: (WORDS[1], SECRET)}, "headers": {"Cookie": WORDS[0]}},
        ]
        for each in sent:
            for path in ("/api/v1/code", "/api/v1/queries", "/notes", "/sign-in"):
                answer = httpx.post(
                    f"{process.url}{path}", **{**each, "headers": {**program.headers, **each.get("headers", {})}}
                )
                assert 400 <= answer.status_code < 500, (path, each.keys())
                assert not any(word in answer.text for word in WORDS)
        with socket.create_connection(("127.0.0.1", int(process.url.rpartition(":")[2])), timeout=10) as raw:
            raw.sendall(SECRET.encode())
            assert b" 400 " in raw.recv(1_000)
        code, rest, errors = process.end(signal.SIGTERM)
    assert (code, rest, errors) == (0, "", "")
    assert process.asked() == [], "nothing is asked of the network"
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.name.startswith(("store.sqlite", "stderr")):
            assert not any(word.encode() in path.read_bytes() for word in WORDS), path.name
        if path.is_file() and path.name.startswith("store.sqlite"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with Process(tmp_path, "--port", str(port)) as process:
            code, rest, errors = process.end(signal.SIGTERM) if process.line else waited(process)
    assert (code, process.line, rest) == (2, "", "")
    assert errors == (
        f"cac: Port {port} is in use, perhaps by another workbench: name another with --port, or 0 for any.\n"
    )


def waited(process: Process) -> tuple[int, str, str]:
    process.running.wait(30)
    return process.end(signal.SIGTERM)


def test_only_the_loopback_listens_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    with Process(tmp_path) as process:
        port = int(process.url.rpartition(":")[2])
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for other in others - {"127.0.0.1"}:
            with socket.socket() as tried:
                tried.settimeout(5)
                assert tried.connect_ex((other, port)) != 0, other
        code, rest, errors = process.end(signal.SIGINT)
    assert (code, rest, errors) == (130, "", "")


def test_the_browser_is_opened_with_an_address_that_dies(tmp_path: Path) -> None:
    script, told = tmp_path / "browser", tmp_path / "told"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.new && mv {told}.new {told}\n', encoding="utf-8")
    script.chmod(0o700)
    with Process(tmp_path, browser=f"{script} %s") as process:
        deadline = time.monotonic() + 20
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        address = told.read_text(encoding="utf-8")
        assert address.startswith(f"{process.url}/start?code=")
        assert process.token not in address
        first = httpx.get(address)
        assert (first.status_code, first.headers["location"]) == (303, "/")
        assert httpx.get(address).status_code == 401
        cookies = dict(first.cookies)
        assert httpx.get(f"{process.url}/", cookies=cookies).status_code == 200
        assert process.end(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize("option", [("--port", "65536"), ("--port", "x"), ("--port", "-1")])
def test_a_port_that_is_none(tmp_path: Path, option: tuple[str, str]) -> None:
    with Process(tmp_path, *option) as process:
        code, rest, errors = waited(process)
    assert (code, rest) == (2, "")
    assert errors.startswith("cac: Bad ")
    assert errors.count("\n") == 1
