"""What a block was done for, diagnostic or therapeutic: told of today's work, never of an earlier one; it makes no line."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

import pytest

from cac import Coder

PURPOSES = [
    (
        "diagnostic",
        "PROCEDURE: Right L3, L4 medial branch and L5 dorsal ramus diagnostic blocks\n\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected at each nerve.",
    ),
    ("diagnostic", "Left C4, C5, C6 MBB #2 (diagnostic). Fluoro, 0.3 cc 0.5% marcaine injected at each."),
    (
        "diagnostic",
        "PROCEDURE: Bilateral L4-5 and L5-S1 facet joint injections\n\nThis is the first of two diagnostic facet injections. Under fluoroscopy 0.5 mL of lidocaine 2% was injected in each joint.",
    ),
    (
        "diagnostic",
        "PROCEDURE: Confirmatory diagnostic medial branch block, left L4-5 and L5-S1\n\nUnder fluoroscopy 0.5 mL 0.75% bupivacaine was injected at left L3, L4, L5.",
    ),
    (
        "therapeutic",
        "PROCEDURE: Therapeutic bilateral L4-5 facet joint injections\n\nUnder fluoroscopy 20 mg of Kenalog was injected in each L4-5 joint.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 facet injection\n\nAfter two diagnostic blocks she had 80% relief. Under fluoroscopy 40 mg of Kenalog was injected in the left L4-5 joint.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 facet injection\n\nHISTORY: A diagnostic medial branch block in May gave relief.\n\nPROCEDURE IN DETAIL: Under fluoroscopy 40 mg of Kenalog was injected in the left L4-5 joint.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 facet injection\n\nDiagnostic images were saved. Under fluoroscopy 40 mg of Kenalog was injected in the left L4-5 joint.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 facet injection\n\nUnder fluoroscopy 40 mg of Kenalog was injected in the left L4-5 joint. PLAN: a diagnostic medial branch block if the relief is short.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 and L5-S1 facet joint injections\n\nHe previously underwent diagnostic medial branch blocks. Under fluoroscopy 20 mg of Kenalog was injected in each joint.",
    ),
    (
        "diagnostic",
        "PROCEDURE: Left L5 diagnostic selective nerve root block\n\nUnder fluoroscopy 1 mL of 2% lidocaine was injected at the left L5 root.",
    ),
    ("diagnostic", "Right C6 SNRB under fluoroscopy, 0.5 mL of 2% lidocaine injected after contrast."),
    (
        "",
        "PROCEDURE: Left L5 selective nerve root block\n\nUnder fluoroscopy 10 mg of dexamethasone was injected at the left L5 foramen.",
    ),
    (
        "",
        "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\n\nUnder fluoroscopy 10 mg of dexamethasone was injected.",
    ),
    (
        "diagnostic",
        "PROCEDURE: Prognostic sacral lateral branch blocks, right S1, S2, S3 and L5 dorsal ramus\n\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected at each.",
    ),
    (
        "diagnostic",
        "Diagnostic left SI joint injection under fluoroscopy, 2 mL of 0.5% bupivacaine injected after contrast.",
    ),
    (
        "therapeutic",
        "PROCEDURE: Therapeutic right SI joint injection\n\nUnder fluoroscopy 40 mg of Kenalog and 1 mL of bupivacaine was injected into the right SI joint after contrast.",
    ),
    (
        "",
        "PROCEDURE: Right SI joint injection\n\nThe diagnostic injection last month gave 80% relief. Under fluoroscopy 40 mg of Kenalog was injected into the right SI joint after contrast.",
    ),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize(("purpose", "note"), PURPOSES)
def test_the_purpose(purpose: str, note: str, coder: Coder) -> None:
    result = coder.code(note)
    assert [procedure.attributes.get("purpose", "") for procedure in result.procedures] == [purpose]
    for procedure in result.procedures:
        for proof in procedure.attribute_evidence.get("purpose", ()):
            assert note[proof.start : proof.end] == proof.text


@pytest.mark.parametrize(("purpose", "note"), [row for row in PURPOSES if "diagnostic" in row[1]])
def test_it_changes_no_line(purpose: str, note: str, coder: Coder) -> None:
    plain = note.replace("diagnostic ", "").replace("(diagnostic)", "").replace("Diagnostic ", "")
    assert [line.code for line in coder.code(note).lines] == [line.code for line in coder.code(plain).lines]
