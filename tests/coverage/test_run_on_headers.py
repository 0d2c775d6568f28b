"""Work that is told behind something else on a line: findings, a score, an indication, or the "O:" of a visit's form."""

# ruff: noqa: E501  (notes stand as they were said)
from __future__ import annotations

import pytest

from cac import Coder

_DOSE = "40 mg of Kenalog with 2 cc of 0.25% Marcaine was injected after contrast filled the joint. Tolerated well."

# name: note, what stands on its claim, its status
NOTES = {
    "the other side behind findings": (
        f"Left SI joint injection\n\nINDICATION: Left buttock pain.\n\nFABER, thigh thrust and compression were positive. The right SI joint was entered under fluoroscopy. {_DOSE}",
        "27096-RT",
        "review",
    ),
    "the other side behind a score": (
        f"PROCEDURE: Left SI joint injection\n\nINDICATION: Left buttock pain.\nPain today 7/10. The right SI joint was entered under fluoroscopy. {_DOSE}",
        "27096-RT",
        "review",
    ),
    "the other side behind the indication": (
        "Left SI joint injection\n\nINDICATION: Buttock pain. Three of five provocation tests were positive. The right SI joint was entered under fluoroscopy and injected with 40 mg Kenalog and 1 mL of 0.5% ropivacaine.",
        "27096-RT",
        "review",
    ),
    "the other side behind how she lay": (
        f"Left SI joint injection\n\nPROCEDURE: She lay prone. The right SI joint was entered under fluoroscopy. {_DOSE}",
        "27096-RT",
        "review",
    ),
    "the other knee behind the history": (
        "PROCEDURE: Left knee injection\n\nHISTORY: OA of the knees, pain 6/10. The right knee was entered from the lateral side. 40 mg Kenalog and 4 cc of 1% lidocaine were injected. Tolerated well.",
        "20610-RT",
        "review",
    ),
    "another level behind a finding": (
        "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\n\nINDICATION: Left leg pain.\nSLR positive at 40 degrees. The left L5-S1 foramen was reached under fluoroscopy. Contrast outlined the root. 10 mg dexamethasone was injected.",
        "64483-LT",
        "review",
    ),
    "contrast between the place and the dose": (
        "PROCEDURE: Lumbar sympathetic block, left\nINDICATION: CRPS left foot 7/10. The right L3 body was reached under fluoroscopy. Contrast 2 cc linear. 15 cc 0.25% Marcaine was injected.",
        "64520-RT 77003",
        "review",
    ),
    "another foramen, contrast before the dose": (
        "PROCEDURE: Right L5-S1 TFESI\nINDICATION: Right leg pain. SLR positive right at 40. The left L5-S1 foramen was entered under fluoroscopy. 1 cc contrast showed good spread. 10 mg dexamethasone was given.",
        "64483-LT",
        "review",
    ),
    "a joint felt at the visit after an ablation": (
        "FOLLOWUP NOTE\n\nThe patient returns six weeks after radiofrequency ablation of the left L3, L4, and L5 medial branches, which was performed on 02/11 with 0.5 mL of bupivacaine. She has some residual tenderness over the left SI joint.\n\nPLAN: If it persists we will do a left SI joint injection under fluoroscopy with 40 mg of Kenalog.",
        "",
        "not_a_procedure",
    ),
    "the same side behind findings": (
        f"Right SI joint injection\n\nINDICATION: Buttock pain. FABER and Gaenslen were positive. The right SI joint was entered under fluoroscopy. {_DOSE}",
        "27096-RT",
        "ready",
    ),
    "an earlier injection behind the indication": (
        "PROCEDURE: Left knee injection\n\nINDICATION: Knee pain. The right knee was injected with 40 mg of Kenalog last month.\n\nThe left knee was prepped. A 22 gauge needle was passed from the lateral side and 40 mg Kenalog with 3 cc of 1% lidocaine injected.",
        "20610-LT",
        "ready",
    ),
    "fusion under O, a past tense in the plan": (
        "S: 54 yo F, left SI pain, failed 3 injections.\nO: Left SI joint fusion under fluoroscopy. Guide pin across the joint, 3 triangular titanium implants placed. EBL 20 cc.\nA/P: Left SI joint dysfunction. s/p SI fusion today. F/U 2 wks.",
        "27279-LT",
        "ready",
    ),
    "fusion told under O, named in the plan": (
        "S: left SI joint pain, failed conservative care, agrees to fusion.\nO: Prone, prepped and draped. Under fluoroscopy a 2 cm incision, guide pin across left SI joint, three titanium implants across the joint. Closed in layers.\nA/P: Left minimally invasive SI joint fusion, tolerated well. RTC 2 wks.",
        "27279-LT",
        "ready",
    ),
    "a graft inside the joint under O": (
        "S: Right buttock pain, two prior SI blocks with 80% relief.\nO: Posterior right SI joint fusion. Allograft dowel placed in the joint through a working cannula under fluoroscopy.\nA/P: right SI fusion, tolerated. RTC 2 wk.",
        "27278-RT",
        "ready",
    ),
    "an arthrodesis under O": (
        "S: R SI pain.\nO: Right SI joint arthrodesis, percutaneous, with a transfixing device placed across the joint under fluoro.\nA/P: SIJ fusion R side done. Walker, NWB x 3 wk.",
        "27279-RT",
        "ready",
    ),
    "needle and dose in the sentence after the plan's": (
        "S: Follow-up of myofascial pain.\nP: After verbal consent, trigger point injections were carried out today in the bilateral trapezius, left levator scapulae, and right rhomboid. Skin cleansed with alcohol, 27 gauge needle, total of 8 cc of 1% lidocaine plain divided among the sites. Tolerated well.",
        "20553",
        "ready",
    ),
    "today's injection without a verb in a plan": (
        "S: f/u knee OA\nP: Right knee injection today. Superolateral approach, 22 gauge needle, 40 mg Kenalog with 4 cc 1% lidocaine. Tolerated. If no better, Synvisc 2 mL next month.",
        "20610-RT",
        "ready",
    ),
    "tomorrow's injection without a verb in a plan": (
        "S: f/u knee OA\nP: Right knee injection tomorrow. Superolateral approach, 22 gauge needle, 40 mg Kenalog with 4 cc 1% lidocaine. Continue Aleve today.",
        "",
        "not_a_procedure",
    ),
    "an ablation of many levels at the visit after it": (
        "FOLLOWUP NOTE\n\nThe patient returns six weeks after radiofrequency ablation of the left L3, L4, and L5 medial branches, which was performed on 02/11 at 80 degrees following two positive blocks with 0.5 mL of bupivacaine. She reports 70% relief.\n\nPLAN: Continue home exercise.",
        "",
        "not_a_procedure",
    ),
    "a month following an ablation": (
        "FOLLOWUP. Patient seen one month following cooled RF ablation of the left S1, S2 and S3 lateral branches and L5 dorsal ramus after two positive blocks with 0.5 mL of 0.5% bupivacaine each. VAS 2/10.",
        "",
        "not_a_procedure",
    ),
    "a fusion that was done before": (
        "S: Doing well after SI fusion. Pain 2/10.\nO: Incision healing well after right SI joint fusion. Implants in good position across the joint on x-ray today.\nA/P: Right SI joint fusion, doing well. RTC 6 weeks.",
        "",
        "not_a_procedure",
    ),
    "a kyphoplasty that will be done": (
        "S: 70 yo with T12 compression fracture, pain 8/10.\nO: T12 tender to percussion. MRI shows edema at T12. Prior kyphoplasty L1 with cement in place.\nA/P: T12 kyphoplasty to be scheduled under fluoroscopy. Discussed, consent signed.",
        "",
        "not_a_procedure",
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_it_is_coded_as_it_was_told(name: str, coder: Coder) -> None:
    note, lines, status = NOTES[name]
    result = coder.code(note)
    said = ["-".join((line.code, *line.modifiers)) for line in result.lines]
    assert (" ".join(said), result.status) == (lines, status)
