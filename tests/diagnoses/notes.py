"""A plain note around a diagnosis, and what the coder makes of it."""

from __future__ import annotations

from cac import Coder
from cac.records import Result

WORK = {
    "tfesi": (
        "Left L4-5 transforaminal epidural steroid injection",
        "Under fluoroscopy a 22-gauge needle was advanced to the left L4-5 foramen. Contrast showed epidural flow. "
        "Dexamethasone 10 mg was injected.",
    ),
    "cervical": (
        "C7-T1 interlaminar epidural steroid injection",
        "Under fluoroscopy a Tuohy needle was advanced to C7-T1 with loss of resistance. Kenalog 40 mg was injected.",
    ),
    "knee": (
        "Right knee joint injection",
        "The right knee was entered with a 22-gauge needle and Kenalog 40 mg with 4 mL of lidocaine was injected.",
    ),
    "sij": (
        "Right sacroiliac joint injection",
        "Under fluoroscopy the needle was advanced into the right sacroiliac joint. Kenalog 40 mg was injected.",
    ),
}


def note(diagnosis: str, work: str = "tfesi", header: str = "PREOPERATIVE DIAGNOSIS: ", extra: str = "") -> str:
    """A note of one procedure with a diagnosis under a header."""
    title, body = WORK[work]
    return f"{header}{diagnosis}\n{extra}PROCEDURE: {title}\nDESCRIPTION OF PROCEDURE: {body}\n"


def coded(coder: Coder, diagnosis: str, day: str = "2026-01-15", **more: str) -> Result:
    """The answer for such a note."""
    return coder.code(note(diagnosis, **more), context={"date_of_service": day})


def codes(result: Result) -> list[str]:
    """The codes of the diagnoses."""
    return [diagnosis.code for diagnosis in result.diagnoses]
