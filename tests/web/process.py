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


class Process:
    """`cac serve`; its one line is read, so it listens."""

    def __init__(self, folder: Path, *options: str, store: str = "store.sqlite", browser: str = "") -> None:
        self.folder = folder
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("CAC_", "OTEL_"))}
        environment |= {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder / "data"), "BROWSER": browser}
        environment["FASTAPI_OTEL_AUTO_CONFIGURE"] = "true"  # even then nothing is sent
        command = [sys.executable, "-m", "cac", "serve", "--store", str(folder / store), *options]
        if "--port" not in options:
            command += ["--port", "0"]
        if not browser:
            command.append("--no-open")
        self.errors = (folder / "stderr").open("w+", encoding="utf-8")
        self.running = subprocess.Popen(
            command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=self.errors
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

    def end(self, by: signal.Signals) -> tuple[int, str, str]:
        """End it by a signal: its exit code, what else it wrote on stdout, and its stderr."""
        if self.running.poll() is None:
            self.running.send_signal(by)
        rest, _ = self.running.communicate(timeout=30)
        self.errors.seek(0)
        return self.running.returncode, rest, self.errors.read()
