"""Every example of docs/api.md, as it stands there, against a server of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.conftest import ROOT
from tests.web.process import Process

BLOCKS = re.findall(r"^```\n(.*?)^```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.S | re.M)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="the examples are for bash and curl")
def test_the_examples_run_as_they_stand(tmp_path: Path) -> None:
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "cac").write_text(f'#!/bin/sh\nexec {sys.executable} -m cac "$@"\n', encoding="utf-8")
    (commands / "cac").chmod(0o755)
    (tmp_path / ".curlrc").write_text("fail-with-body\nshow-error\n", encoding="utf-8")  # an error ends the script
    script = "\n".join(BLOCKS)
    assert len(BLOCKS) == 3 and "…" not in script
    with Process(tmp_path) as server:
        run = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script.replace("http://127.0.0.1:8765", server.url)],
            cwd=tmp_path,
            env={
                "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(tmp_path),
                "PYTHONPATH": str(ROOT),
                "CAC_STORE": str(tmp_path / "store.sqlite"),
                "XDG_DATA_HOME": str(tmp_path / "data"),
            },
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == 0, run.stdout[-500:] + run.stderr
        with server.api() as api:
            (entry,) = api.get("/worklist").json()["entries"]
            shown = api.get(f"/notes/{entry['id']}").json()
            assert (entry["name"], entry["batch"], entry["state"]) == ("visit-7", "monday", "finished")
            assert [one["kind"] for one in shown["decisions"]] == ["accept", "refuse"]
            assert {one["by"] for one in shown["decisions"]} == {"token:ehr"}
            assert api.get("/queries/1").json()["state"] == "released"
    assert '"64483"' in run.stdout and json.dumps("visit-7") in run.stdout
