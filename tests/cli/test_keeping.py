"""``cac store``, ``audit``, ``export``, ``user``, ``token``: exit codes, one sentence, nothing that is secret."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cac.cli import main
from cac.records import Note, Result
from cac.workbench import decisions, intake, sessions, tokens, worklist
from cac.workbench.opening import open_store
from cac.workbench.records import LOCAL, Actor, Wanted
from cac.workbench.store import Store

ROOT = Path(__file__).resolve().parents[2]
TEXT = "PROCEDURE: Zyxwvuta Quibblesnort, left L4-5 transforaminal epidural. CANARY-4711-MRN\n"
PASSWORD = "correct horse battery"


class Shell:
    """The command line in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        self.store = folder / "workbench.sqlite"

    def __call__(self, *arguments: str, stdin: str = "", code: int = 0) -> str:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self.capsys.readouterr()
        assert main(list(arguments)) == code, self.capsys.readouterr()
        done = self.capsys.readouterr()
        self.said = done.err
        for canary in ("Zyxwvuta", "Quibblesnort", "CANARY", PASSWORD, str(self.folder)):
            assert canary not in done.err
        assert done.err.count("\n") <= 2
        return done.out

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self(*arguments, "--format", "json", code=code))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    for name in ("CAC_STORE_KEY_FILE", "CAC_STORE_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CAC_STORE", str(tmp_path / "workbench.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def worked(shell: Shell) -> Shell:
    """One finished note, one open."""
    store = open_store()
    answer: dict[str, Any] = json.loads(json.dumps(Result(status="ready", version="cac 0.1.0, rules abc").row()))
    answer["lines"] = [{"code": "64483", "modifiers": ["LT"], "units": 1, "rule": "t/1", "evidence": []}]
    entry = intake.add(store, LOCAL, Note(id="Zyxwvuta.txt", text=TEXT), answer, claim=True)
    refuse = Wanted(kind="refuse", line="line:0", reason="other", comment="=Quibblesnort")
    done = decisions.decide(store, LOCAL, entry.id, entry.version, refuse, "decision-1")
    worklist.finish(store, LOCAL, entry.id, done.number)
    intake.add(store, LOCAL, Note(id="", text=TEXT), answer)
    store.close()
    return shell


def tamper(shell: Shell, statement: str) -> None:
    with sqlite3.connect(shell.store) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()


def test_verify(worked: Shell) -> None:
    out = worked("audit", "verify")
    head = worked("audit", "head").strip()
    assert out == f"{head.split(':')[0]} entries, whole; head {head}\n"
    assert worked.json("audit", "verify", "--head", head)["whole"] is True
    tamper(worked, "UPDATE audit SET actor = 'x' WHERE number = 2")
    assert worked("audit", "verify", code=1).startswith("Entry 2 was changed")
    found = worked.json("audit", "verify", code=1)
    assert (found["whole"], found["problems"][0]["entry"], found["head"]) == (False, 2, head)


def test_a_log_that_is_cut_off_and_set_anew(worked: Shell) -> None:
    last = int(worked("audit", "head").split(":")[0])
    tamper(worked, f"DELETE FROM audit WHERE number = {last}")
    assert f"The log was cut off after entry {last - 1}" in worked("audit", "verify", code=1)
    worked("audit", "anchor")
    out = worked("audit", "verify", code=0)
    assert "note: The head was set anew by system:" in out


def test_unusable_stores_are_2(shell: Shell) -> None:
    for command in (
        "audit verify", "audit head", "store status", "store prune --older-than 1", "export decisions",
        "export figures", "user list", "token list",
    ):  # fmt: skip
        shell(*command.split(), code=2)
        assert shell.said.startswith("cac: There is no store yet"), command
    assert not shell.store.exists()
    shell.store.write_text(TEXT * 100)
    shell("audit", "verify", code=2)
    assert shell.said.startswith("cac: This is no store")
    shell("audit", "verify", "--store", "mysql://ann:secret@host/x", code=2)
    assert "secret" not in shell.said


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "verify", "--head", "Zyxwvuta"],
        ["audit", "verify", "--format", "Zyxwvuta"],
        ["export", "decisions", "--format", "json"],
        ["export", "figures", "--since", "Zyxwvuta"],
        ["store", "prune"],
        ["store", "prune", "--older-than", "-1"],
        ["store", "prune", "--older-than", "Zyxwvuta"],
        ["user", "add", "Zyxwvuta Quibblesnort"],
        ["user", "add", "ann", "--role", "Zyxwvuta"],
        ["user", "disable", "Zyxwvuta"],
        ["user", "password", "Zyxwvuta"],
        ["token", "create", "Zyxwvuta Quibblesnort"],
        ["token", "revoke", "Zyxwvuta"],
        ["audit", "Zyxwvuta"],
    ],
)
def test_bad_arguments_are_not_echoed(worked: Shell, arguments: list[str]) -> None:
    worked(*arguments, stdin=PASSWORD + "\n", code=2)
    assert worked.said


def test_status(worked: Shell) -> None:
    found = worked.json("store", "status")
    assert (found["entries"], found["encrypted"]) == ({"open": 1, "claimed": 0, "finished": 1}, False)
    (worked.folder / "cac.toml").write_text("[workbench]\nretention_days = 30\n")
    assert "retention: 30 days, 0 notes are past it" in worked("store", "status")


def test_prune(worked: Shell) -> None:
    worked("store", "prune", "--older-than", "0", code=1)
    assert worked.said == "cac: 1 notes past the retention are not finished and were left.\n"
    assert "Zyxwvuta" not in worked("export", "decisions", "--format", "jsonl")
    worked("audit", "verify")
    (worked.folder / "cac.toml").write_text("[workbench]\nretention_days = 30\n")
    assert worked("store", "prune") == "0 notes lost their texts\n"


NO_SETTINGS = ["[workbench]\nx = 1\n", "workbench = 1\n", "[workbench]\nfailures = 0\n", "[other]\n"]


@pytest.mark.parametrize("settings", NO_SETTINGS)
def test_settings_that_are_none(worked: Shell, settings: str) -> None:
    (worked.folder / "cac.toml").write_text(settings)
    worked("store", "status", code=2)
    assert worked.said.startswith("cac: cac.toml")


def test_encrypt_with_a_key_file(worked: Shell) -> None:
    key = worked.folder / "key"
    worked("store", "encrypt", "--key-file", str(key))
    assert key.stat().st_mode & 0o777 == 0o600
    assert b"Zyxwvuta" not in worked.store.read_bytes()
    assert "Quibblesnort" in worked("export", "decisions", "--key-file", str(key))
    assert "Quibblesnort" not in worked("export", "decisions")
    assert "texts were not compared" in worked("audit", "verify")
    worked.monkeypatch.setenv("CAC_STORE_KEY_FILE", str(key))
    assert "note:" not in worked("audit", "verify")
    worked("store", "encrypt", code=2)
    key.write_bytes(b"x" * 64)
    worked("audit", "verify", code=2)
    assert worked.said.startswith("cac: This key does not open the store")


def test_encrypt_with_a_passphrase(worked: Shell) -> None:
    worked("store", "encrypt", stdin="too short\n", code=2)
    worked("store", "encrypt", stdin="", code=2)
    worked("store", "encrypt", stdin=PASSWORD + "\n")
    worked.monkeypatch.setenv("CAC_STORE_PASSPHRASE", PASSWORD)
    assert "Quibblesnort" in worked("export", "decisions")
    worked.monkeypatch.setenv("CAC_STORE_PASSPHRASE", "another passphrase")
    worked("export", "decisions", code=2)
    assert "another" not in worked.said


def test_users(shell: Shell) -> None:
    assert shell("user", "add", "Ann", "--role", "auditor", stdin=PASSWORD + "\n") == "ann: auditor\n"
    shell("user", "add", "ann", stdin=PASSWORD + "\n", code=2)
    shell("user", "add", "ben", stdin="short\n", code=2)
    shell("user", "add", "ben", stdin="", code=2)
    assert shell("user", "list").split() == ["ann", "auditor", "active"]
    shell("user", "disable", "ann")
    assert shell("user", "list").split() == ["ann", "auditor", "disabled"]
    shell("user", "enable", "ann")
    shell("user", "password", "ann", stdin="another horse battery\n")
    store = open_store()
    assert sessions.sign_in(store, "ann", "another horse battery").actor.role == "auditor"
    store.close()


def test_tokens(shell: Shell) -> None:
    token = shell("token", "create", "ehr").strip()
    shell("token", "create", "ehr", code=2)
    store = open_store()
    assert tokens.token_actor(store, token) == Actor(name="token:ehr", role="coder")
    assert token not in shell("token", "list") and "in use" in shell("token", "list")
    shell("token", "revoke", "ehr")
    assert "revoked 20" in shell("token", "list")
    store.close()


def test_export(worked: Shell) -> None:
    rows = list(csv.DictReader(io.StringIO(worked("export", "decisions"))))
    assert worked.said == "cac: 1 decisions.\n"
    assert [(row["kind"], row["comment"], row["reason"]) for row in rows] == [("refuse", "'=Quibblesnort", "other")]
    out = worked.folder / "out.jsonl"
    assert worked("export", "decisions", "--format", "jsonl", "--output", str(out)) == ""
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text())["comment"] == "=Quibblesnort"
    worked("export", "decisions", "--output", str(worked.folder / "none" / "x.csv"), code=2)


def test_figures(worked: Shell) -> None:
    out = worked("export", "figures")
    assert out.startswith("1 finished notes, 0 as suggested in every line")
    row = next(line.split() for line in out.splitlines() if line.startswith("64483"))
    assert row == ["64483", "1", "0", "0", "1", "0", "0.000", "-", "-"]
    assert "other             refuse 1" in out
    assert worked.json("export", "figures")["codes"][0]["wrong"] == 1
    assert worked.json("export", "figures", "--since", "2999-01-01")["notes"] == 0


def test_blind_and_second_figures_are_shown(shell: Shell) -> None:
    from cac.workbench import desk
    from cac.workbench.settings import Settings

    store: Store = open_store(settings=Settings(second_review=1.0))
    entry = intake.add(store, LOCAL, Note(id="", text=TEXT), {"status": "not_a_procedure"}, blind=True, claim=True)
    desk.code_first(store, LOCAL, entry.id, entry.version, [])
    worklist.finish(store, LOCAL, entry.id, entry.version + 1)
    second = worklist.next_entry(store, Actor(name="user:ben", role="coder"))
    assert second is not None
    ben = Actor(name="user:ben", role="coder")
    desk.code_first(store, ben, second.id, second.version, [])
    worklist.finish(store, ben, second.id, second.version + 1)
    store.close()
    out = shell("export", "figures")
    assert "first coding and suggestion: 1 of 1 notes the same, kappa -" in out
    assert "second coders: 1 of 1 notes the same, kappa -" in out


KEPT = {"sqlalchemy", "alembic", "argon2", "cryptography", "psycopg", "sklearn"}


@pytest.mark.parametrize("arguments", [["--help"], ["code", "note.txt"], ["audit", "--help"], ["lexicon", "check"]])
def test_nothing_of_the_store_is_loaded_where_it_is_not_asked(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "note.txt").write_text("PROCEDURE: Left L4-5 transforaminal epidural steroid injection.\n")
    program = f"import sys; from cac.cli import main; main({arguments!r}); print(sorted(set(sys.modules) & {KEPT!r}))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_message_of_the_database_comes_out(worked: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLAlchemy says holds statements with their values; ours never does."""
    from sqlalchemy.exc import IntegrityError

    from cac.errors import CacError

    def broken(*_: object, **__: object) -> None:
        raise IntegrityError(f"INSERT {TEXT}", {"text": TEXT}, sqlite3.IntegrityError(TEXT))

    store = open_store()
    monkeypatch.setattr("sqlalchemy.orm.Session.flush", broken)
    with pytest.raises(CacError) as caught:
        intake.add(store, LOCAL, Note(id="x", text=TEXT), {"status": "ready"})
    assert "Zyxwvuta" not in str(caught.value) and caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    store.close()
