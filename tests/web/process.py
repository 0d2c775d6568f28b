"""A workbench in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from tests.web.conftest import ROOT

LINE = re.compile(r"cac: serving URL=(http://127\.0\.0\.1:\d+) TOKEN=(\S{40,})\n")

_SPY = """
import socket, sys
def told(event, about):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open({!r}, "a") as out:
            out.write(event + "\\n")
sys.addaudithook(told)
with socket.socket() as proof:
    proof.connect_ex(("127.0.0.1", 9))
"""


class Process:
    """`cac serve`; its one line is read, so it listens."""

    def __init__(self, folder: Path, *options: str, store: str = "store.sqlite", browser: str = "") -> None:
        self.folder = folder
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("CAC_", "OTEL_"))}
        environment |= {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder / "data"), "BROWSER": browser}
        (folder / "spy").mkdir(exist_ok=True)
        (folder / "spy" / "sitecustomize.py").write_text(_SPY.format(str(folder / "asked")), encoding="utf-8")
        environment["PYTHONPATH"] += f"{os.pathsep}{folder / 'spy'}"
        for signals in ("TRACES", "METRICS", "LOGS"):  # even then nothing is sent
            environment[f"OTEL_EXPORTER_OTLP_{signals}_ENDPOINT"] = "http://127.0.0.1:9/"
        environment["FASTAPI_OTEL_AUTO_CONFIGURE"] = "true"
        command = [sys.executable, "-m", "cac", "serve", "--store", str(folder / store), *options]
        if "--port" not in options:
            command += ["--port", "0"]
        if not browser:
            command.append("--no-open")
        self.errors = (folder / "stderr").open("w+", encoding="utf-8")
        self.running = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
        )
        assert self.running.stdout is not None
        self.line = self.running.stdout.readline()
        told = LINE.fullmatch(self.line)
        self.url, self.token = (told[1], told[2]) if told else ("", "")

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(signal.SIGKILL)

    def api(self) -> httpx.Client:
        """A program with the token of the run."""
        return httpx.Client(base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {self.token}"})

    def asked(self) -> list[str]:
        """What it asked of the network, after one thing that proves the spy."""
        told = (self.folder / "asked").read_text(encoding="utf-8").splitlines()
        assert told[:1] == ["socket.connect"]
        return told[1:]

    def end(self, by: signal.Signals) -> tuple[int, str, str]:
        """End it by a signal: its exit code, what else it wrote on stdout, and its stderr."""
        if self.running.poll() is None:
            self.running.send_signal(by)
        rest, _ = self.running.communicate(timeout=30)
        self.errors.seek(0)
        return self.running.returncode, rest, self.errors.read()
