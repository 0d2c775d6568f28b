"""``cac code``, ``cac lexicon check`` and the command line itself: answers, exit codes, what stands on stderr."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cac import __version__
from cac.cli import main
from cac.cli.paste import read_paste
from cac.cli.show import render
from cac.lexicon.loader import lexicon_root
from cac.records import ClaimLine, CrossCheck, ElementAnswer, Evidence, Procedure, Refusal, Result, Site

ROOT = Path(__file__).resolve().parents[2]
NOTE = (
    "PROCEDURE: Left L4-5 transforaminal epidural steroid injection.\r\n\r\n"
    "The patient was placed prone. \U0001f600 Under fluoroscopic guidance a spinal needle was advanced to the "
    "left L4-5 neural foramen. Omnipaque showed good epidural spread. Depo-Medrol 80 mg was injected.\r\n"
)
ROW = {
    "id", "status", "reason", "lines", "procedures", "missing", "conflicts", "review", "refused", "checklist", "further",
    "cross_checks", "not_counted", "diagnoses", "diagnoses_not_counted", "supplies", "supplies_note", "findings",
    "context", "version", "notices", "error",
}  # fmt: skip


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_bytes(NOTE.encode())
    return path


def cac(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cac", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def test_json_is_the_row_and_its_offsets_hold(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", str(note), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    row = json.loads(out)
    assert err == ""
    assert set(row) == ROW
    assert row["id"] == str(note.with_suffix(""))
    assert row["lines"], row
    for line in row["lines"]:
        assert {"code", "modifiers", "units", "evidence"} <= set(line)
        assert line["evidence"]
        for span in line["evidence"]:
            assert NOTE[span["start"] : span["end"]] == span["text"]


def test_table_shows_the_claim_with_its_proof(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", str(note)]) == 0
    out, _ = capsys.readouterr()
    assert "64483-LT  x1" in out
    assert "PROCEDURE:" in out
    assert "DOCUMENTATION" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100


def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["code", "--format", "json"], ["code", "-", "--format", "json"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTE.encode())))
        assert main(arguments) == 0
        row = json.loads(capsys.readouterr().out)
        assert row["id"] == "stdin"
        assert row["lines"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"%PDF-1.4", "a PDF"),
        (b"a" * 3_000_000, "larger than 2 MB"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json"])
def test_one_bad_file(
    content: bytes | None, says: str, format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["code", str(path), "--format", format_]) == 2
    out, err = capsys.readouterr()
    assert says in err
    assert err.count("\n") == 1
    assert (json.loads(out)["status"] == "error") if format_ == "json" else out == ""


def test_one_bad_file_of_several_stands_in_its_place(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["code", str(note), str(tmp_path / "gone.txt"), str(note)]
    assert main([*arguments, "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["status"] == "error" for line in out.splitlines()] == [False, True, False]
    assert err == "cac: file 2 of 3: There is no such file: check the name.\n"
    assert main(arguments) == 1
    out, _ = capsys.readouterr()
    assert out.index("64483-LT") < out.index("ERROR  There is no such file") < out.rindex("64483-LT")
    assert main(["code", str(tmp_path / "gone.txt"), str(tmp_path)]) == 2


def test_replaced_bytes_are_told(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note.write_bytes(NOTE.encode() + b"\xe9\xff\n")
    assert main(["code", str(note)]) == 0
    out, err = capsys.readouterr()
    assert "2 bytes were not UTF-8" in err
    assert "NOTICES" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["code", "--fromat", "json"], "Bad option --fromat"),
        (["code", "--format", "xml"], "Bad value for --format"),
        (["batch", "notes"], "Missing option '--output'"),
        (["bacth"], "command"),
        (["lexicon"], "command"),
        (["code", "--lexicons", "/nowhere", "-"], "/nowhere"),
        (["lexicon", "check", "/nowhere"], "/nowhere"),
    ],
)
def test_bad_command_lines(
    arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTE.encode())))
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


def test_version_help_and_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"cac {__version__}\n"
    for arguments, code in ((["--help"], 0), (["-h"], 0), ([], 2), (["code", "--help"], 0), (["batch", "-h"], 0)):
        assert main(arguments) == code
        assert "Usage: cac" in capsys.readouterr().out


def test_lexicon_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "check"]) == 0
    words = capsys.readouterr().out.split()
    assert int(words[0]) > 20
    assert int(words[2]) > 1000
    assert int(words[4]) > 5000
    assert words[5:] == ["reference", "facts,", "no", "errors"]
    broken = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), broken)
    family = broken / "families" / "caudal_esi.yaml"
    lines = family.read_text(encoding="utf-8").splitlines()
    family.write_text("\n".join([*lines, "lable: typing error"]), encoding="utf-8")
    assert main(["lexicon", "check", str(broken)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{family}:{len(lines) + 1}: lable: unknown field" in err


def test_help_imports_nothing_heavy() -> None:
    program = """
import sys
from cac.cli import main
assert main(["--help"]) == main(["code", "--help"]) == 0
heavy = {"spacy", "rich", "yaml", "numpy", "medspacy", "cac.records"} & set(sys.modules)
sys.exit(f"imported: {heavy}" if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_bad_input_does_not_wait_for_spacy(tmp_path: Path) -> None:
    program = f"""
import sys
from cac.cli import main
assert main(["code", {str(tmp_path / "gone")!r}]) == main(["batch", {str(tmp_path)!r}, "--output", "x.jsonl"]) == 2
sys.exit("spacy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True).returncode == 0


def _heed_interrupts() -> None:
    """A shell starts what runs in the background deaf to interrupts, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for_idle(pid: int) -> None:
    """Wait until a process has begun to wait for its input: it takes no more CPU time."""
    used, stat = -1, Path(f"/proc/{pid}/stat")
    for _ in range(60):
        time.sleep(0.75)
        if not stat.exists():  # no such file on this system: the time has to do
            continue
        fields = stat.read_text().rpartition(")")[2].split()
        now = int(fields[11]) + int(fields[12])
        if now == used and fields[0] == "S":
            return
        used = now


def test_interrupt_is_quiet() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "cac", "code", "-"]
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, preexec_fn=_heed_interrupts
    )
    _wait_for_idle(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


def test_broken_pipe_is_quiet(note: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cac", "code", str(note)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, timeout=60)
    os.close(writer)
    assert done.stderr == b""


def test_ascii_terminal(note: Path) -> None:
    note.write_bytes(NOTE.replace("needle", "n\xe9edle").encode())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "cac", "code", str(note)]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        (b"Left L4-5.\n\x04", b"Left L4-5.\n"),
        (b"no line end\x04", b"no line end"),
        (b"x" * 9000 + b"\n\x04", b"x" * 9000 + b"\n"),
        (b"caf\xc3\xa9\x7fe\x04", b"cafe"),
    ],
)
def test_paste_at_a_terminal(keys: bytes, note: bytes) -> None:
    keyboard, terminal = pty.openpty()
    child = os.fork()
    if child == 0:
        time.sleep(0.3)  # until the line mode is off
        for start in range(0, len(keys), 500):
            os.write(keyboard, keys[start : start + 500])
            os.read(keyboard, 5000)  # the echo
        os._exit(0)
    try:
        assert read_paste(terminal) == note
    finally:
        os.waitpid(child, 0)
        os.close(keyboard)
        os.close(terminal)


# -- the page ----------------------------------------------------------------------------------------------------------

WORDS = Evidence(start=3, end=9, text="left\n\tL4 \x1b[31m" + "long " * 60, section="FINDINGS")
RESULT = Result(
    id="note-1",
    status="review",
    lines=(
        ClaimLine(code="64483", modifiers=("RT", "59"), units=2, label="A label", rule="family/1", evidence=(WORDS,)),
    ),
    refused=(Refusal(code="64484", reason="only L5-S1 is documented", would_change="a second level", rule="r"),),
    procedures=(
        Procedure(
            family="transforaminal_esi", region="lumbar", laterality="left",
            sites=(Site(name="L4-L5", sides=("left", "right")),), attributes={"lesion": "pulsed"},
        ),
    ),
    missing=("who_performed",),
    conflicts=("title says left, body says right",),
    review=("a contested case",),
    checklist=(
        ElementAnswer(element="consent", status="present", severity="audit-risk", source="", required=True),
        ElementAnswer(element="laterality", status="present", severity="code-determining", source="book", required=True, contradicted=True),
        ElementAnswer(element="signature", status="absent", severity="payment-denying", source="A58777", required=True),
        ElementAnswer(element="pain_score", status="absent", severity="payment-denying", source="x"),
        ElementAnswer(element="contrast_spread", status="not_applicable", severity="audit-risk", source=""),
    ),
    further=(
        ElementAnswer(element="waste", status="absent", severity="payment-denying", source="JWJZ", required=True, job="staff"),
    ),
    cross_checks=(CrossCheck(check="late", message="signed 9 days after the service", severity="best-practice", source="A58777", evidence=(WORDS,)),),
    not_counted=(("Caudal", "planned", WORDS), ("Caudal", "planned", WORDS)),
    notices=("2 bytes were replaced.",),
    context={"payer": "medicare_part_b"},
)  # fmt: skip


@pytest.mark.parametrize("width", [20, 80, 200])
@pytest.mark.parametrize("colour", [False, True])
def test_page(width: int, colour: bool) -> None:
    page = render(RESULT, colour, width, {"transforaminal_esi": "Transforaminal", "waste": "Waste"})
    assert ("\x1b[1m" in page) is colour
    assert "\x1b[31ml" not in page  # the note cannot paint
    if not colour:
        assert "\x1b" not in page
        assert max(map(len, page.splitlines())) <= max(48, min(120, width))
    words = " ".join(page.split())
    if colour:
        return
    for part in (
        "REVIEW not stated: who performed (and 2 more, below)", "64483-RT-59 x2", "A label", "[3-9]", " ... ",
        "64484 only L5-S1 is documented would change: a second level", "Transforaminal (transforaminal_esi)",
        "levels L4-L5 left and right", "lesion pulsed", "CONFLICTS - title says left, body says right",
        "MISSING - who performed", "and 1 more", "2 of 4 elements that this work asks for are told", "payment-denying ABSENT signature (A58777) ABSENT Waste (JWJZ, for the staff)",
        "CONTRADICTED laterality (book)", "LOOK AT best-practice signed 9 days after the service (A58777)",
        "payer medicare part b", "2 bytes were replaced.",
    ):  # fmt: skip
        assert part in words, part
    assert "pain score" not in words  # nobody asks for it
    assert "contrast spread" not in words


@pytest.mark.parametrize(
    ("result", "head"),
    [
        (Result(status="ready"), "READY  every fact"),
        (Result(status="not_a_procedure", reason="a plan only"), "NOT A PROCEDURE  a plan only"),
        (Result(status="error", error={"code": "empty", "message": "It is empty."}), "ERROR  It is empty.\n"),
    ],
)
def test_page_heads(result: Result, head: str) -> None:
    assert render(result, False, 100).startswith(head)
