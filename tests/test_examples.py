"""The worked examples of the rule book that fit our claim conventions, each as a short note of our own.

Left out: facility claims, E/M, drug and supply lines, and modifiers that hang on the payer or the setting (KX, 26, GC,
73, 74). ``lines`` holds code-modifiers×units in claim order. Where the sentence of the rule book lacks a deciding fact,
the note lacks it too and the answer is ``review``.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cac import Coder
from cac.records import ClaimLine


class Example(NamedTuple):
    """One worked example: the note, the exact lines, the status, and what must be named as missing."""

    name: str
    note: str
    lines: str
    status: str = "ready"
    missing: str = ""
    wrong: str = ""


FLUORO = "Under fluoroscopy, AP and lateral views, "
DONE = " The patient tolerated it well and was discharged in stable condition."
EXAMPLES = (
    Example(
        "EX01 three nerves, two joints",
        "Right L3 and L4 medial branch and L5 dorsal ramus blocks. "
        + FLUORO
        + "25-gauge needles were placed at the right L3 and L4 medial branches and the right L5 dorsal "
        "ramus, and 0.5 mL of 0.5% bupivacaine was injected at each nerve." + DONE,
        "64493-RT 64494-RT",
    ),
    Example(
        "EX02 joint and its nerves once",
        "PROCEDURES: 1. Left L4-5 and L5-S1 intra-articular facet joint injections. 2. Left L4 and L5 "
        "medial branch blocks at the same levels.\n\n"
        + FLUORO
        + "22-gauge needles entered the left L4-5 and L5-S1 facet joints and 20 mg of Kenalog was injected "
        "in each. The left L4 medial branch and L5 dorsal ramus were then blocked with 0.5 mL of 0.5% "
        "bupivacaine each." + DONE,
        "64493-LT 64494-LT",
    ),
    Example(
        "EX03 computed tomography",
        "Bilateral L4-5 facet joint injections under CT guidance. The right and the left L4-5 facet "
        "joints were each entered with a 22-gauge needle and 20 mg of Depo-Medrol was injected into each." + DONE,
        "64493-50",
    ),
    Example(
        "EX04 ultrasound",
        "Bilateral L1, L2 and L3 medial branch blocks. Under ultrasound guidance 25-gauge needles were "
        "placed at the L1, L2 and L3 medial branches on both sides and 0.5 mL of 0.5% bupivacaine was "
        "injected at each." + DONE,
        "0216T-50 0217T-50",
    ),
    Example(
        "EX05 two foramina",
        "Left L4-5 and L5-S1 transforaminal epidural steroid injections. "
        + FLUORO
        + "22-gauge needles were placed in the left L4-5 and L5-S1 foramina, and dexamethasone 5 mg was "
        "injected at each." + DONE,
        "64483-LT 64484-LT",
    ),
    Example(
        "EX06 one foramen, both sides",
        "Bilateral L5-S1 transforaminal epidural steroid injections. "
        + FLUORO
        + "22-gauge needles were placed in the right and left L5-S1 foramina, and dexamethasone 5 mg was "
        "injected at each." + DONE,
        "64483-50",
    ),
    Example(
        "EX06 imaging not stated",
        "Bilateral L5-S1 transforaminal epidural steroid injections. 22-gauge needles were placed in the "
        "right and left L5-S1 foramina, and dexamethasone 5 mg was injected at each." + DONE,
        "64483-50",
        "review",
        "guidance",
    ),
    Example(
        "EX07 T12-L1 foramen is thoracic",
        "Right T12-L1 transforaminal epidural steroid injection. "
        + FLUORO
        + "a 22-gauge needle was placed in the right T12-L1 foramen, and dexamethasone 8 mg was injected."
        + DONE,
        "64479-RT",
    ),
    Example(
        "EX10 sacroiliac by palpation",
        "Left sacroiliac joint injection by palpation. No imaging was used. 40 mg of Depo-Medrol and 2 "
        "mL of 1% lidocaine were injected." + DONE,
        "20552",
    ),
    Example(
        "EX11 sacroiliac, both sides",
        "Bilateral sacroiliac joint injections. "
        + FLUORO
        + "22-gauge needles entered the right and left sacroiliac joints, contrast outlined both, and 40 "
        "mg of Depo-Medrol was injected into each." + DONE,
        "27096-50",
    ),
    Example(
        "EX12 imaging not stated",
        "Bilateral sacroiliac joint injections. 40 mg of Depo-Medrol with 2 mL of 0.25% bupivacaine was "
        "injected into the right and the left sacroiliac joint." + DONE,
        "27096-50",
        "review",
        "guidance",
    ),
    Example(
        "EX14 epidural begun and stopped",
        "L5-S1 interlaminar epidural steroid injection, attempted. Under fluoroscopy the skin was numbed "
        "and a Tuohy needle was advanced toward the L5-S1 interlaminar space. The patient became "
        "hypotensive and the procedure was stopped before the epidural space was reached. The needle was "
        "removed. No steroid was injected.",
        "62323-53",
        "",
    ),
    Example(
        "EX15 cancelled before it began",
        "L5-S1 interlaminar epidural steroid injection was scheduled today. In the procedure room the "
        "blood pressure was 210/120 and the case was cancelled before any local anesthetic or sedation "
        "was given. No needle was placed.",
        "",
        "not_a_procedure",
    ),
    Example(
        "EX16 ganglion impar",
        "Ganglion impar block. "
        + FLUORO
        + "a 22-gauge needle was passed through the sacrococcygeal disc, contrast showed a comma sign, and "
        "4 mL of 0.25% bupivacaine with 40 mg of Kenalog was injected at the ganglion impar." + DONE,
        "64999",
        "",
    ),
    Example(
        "EX17 three genicular nerves",
        "Right genicular nerve block. Under ultrasound guidance the right superolateral, superomedial "
        "and inferomedial genicular nerves were each blocked with 1 mL of 0.5% bupivacaine." + DONE,
        "64454-RT",
    ),
    Example(
        "EX18 third occipital nerve and C3-4",
        "Right cervical radiofrequency ablation of the third occipital nerve and the C3 and C4 medial "
        "branches. "
        + FLUORO
        + "cannulae were placed at the right third occipital nerve and the right C3 and C4 medial "
        "branches. Lesions were made at 80 degrees C for 90 seconds." + DONE,
        "64633-RT 64634-RT",
    ),
    Example(
        "EX19 third occipital nerve block",
        "Right third occipital nerve block. "
        + FLUORO
        + "a 25-gauge needle was placed at the right third occipital nerve over the C2-3 joint, and 0.5 mL "
        "of 0.5% bupivacaine was injected." + DONE,
        "64490-RT",
    ),
    Example(
        "EX20 migraine",
        "Botox for chronic migraine by the PREEMPT protocol. 155 units of onabotulinumtoxinA were "
        "injected at 31 sites in the frontalis, corrugators, procerus, temporalis, occipitalis, cervical "
        "paraspinals and trapezius. 45 units of the 200 unit vial were discarded." + DONE,
        "64615",
    ),
    Example(
        "EX21 knee without ultrasound",
        "Right knee joint injection. By palpation, without ultrasound, 40 mg of methylprednisolone "
        "acetate and 3 mL of 1% lidocaine were injected into the right knee joint." + DONE,
        "20610-RT",
    ),
    Example(
        "EX22 three muscles",
        "Trigger point injections. The right trapezius, right levator scapulae and right rhomboid were "
        "each injected with 1 mL of 1% lidocaine." + DONE,
        "20553",
    ),
    Example(
        "EX23 basivertebral nerve, two bodies",
        "Basivertebral nerve ablation of L4 and L5. Under fluoroscopy a transpedicular introducer was "
        "placed in the L4 and in the L5 vertebral body, and a radiofrequency lesion of the basivertebral "
        "nerve was made in each at 85 degrees C for 15 minutes." + DONE,
        "64628",
    ),
    Example(
        "EX24 basivertebral nerve, three bodies",
        "Basivertebral nerve ablation of L4, L5 and S1. Under fluoroscopy a transpedicular introducer "
        "was placed in the L4, L5 and S1 vertebral bodies, and a radiofrequency lesion of the "
        "basivertebral nerve was made in each at 85 degrees C for 15 minutes." + DONE,
        "64628 64629",
        "",
    ),
    Example(
        "EX27 trial with two leads",
        "Spinal cord stimulator trial. Under fluoroscopic guidance two 14-gauge Tuohy needles entered "
        "the epidural space at L1-2 and two percutaneous eight-contact leads were steered to the top of "
        "T8. Test stimulation covered the pain." + DONE,
        "63650x2",
    ),
    Example(
        "EX28 trial leads pulled",
        "The patient returns five days after the spinal cord stimulator trial with 70% relief. The "
        "dressing was taken down and the two trial leads were pulled with their tips intact. The wound "
        "is clean. We will plan a permanent implant.",
        "",
        "not_a_procedure",
    ),
    Example(
        "EX30 three discs with their interpretation",
        "Lumbar discography at L3-4, L4-5 and L5-S1. Under fluoroscopy needles were placed in the L3-4, "
        "L4-5 and L5-S1 discs and contrast was injected into each. INTERPRETATION: L3-4 normal "
        "nucleogram, no pain. L4-5 posterior tear, concordant pain 8/10. L5-S1 posterior tear, "
        "concordant pain 7/10." + DONE,
        "62290x3 72295x3",
    ),
    Example(
        "EX31 disc decompression",
        "Percutaneous lumbar disc decompression at L4-5 and L5-S1. Under fluoroscopy the decompression "
        "probe was passed into the L4-5 disc and then the L5-S1 disc, and nucleus was removed from each." + DONE,
        "62287",
        "",
    ),
    Example(
        "EX32 kyphoplasty across the border",
        "Balloon kyphoplasty of T12 and L1. Under biplane fluoroscopy both pedicles of T12 and L1 were "
        "entered, balloons were inflated in both bodies, and bone cement was injected into each cavity." + DONE,
        "22513 22515",
    ),
    Example(
        "EX33 ablation of three nerves, both sides",
        "Bilateral L3, L4 and L5 lumbar facet radiofrequency ablation. "
        + FLUORO
        + "cannulae were placed bilaterally at the L3 and L4 medial branches and the L5 dorsal ramus. "
        "Lesions were made at 80 degrees C for 90 seconds." + DONE,
        "64635-50 64636-50",
    ),
    Example(
        "EX34 ablation of four nerves",
        "Right lumbar medial branch radiofrequency ablation. "
        + FLUORO
        + "cannulae were placed at the right L2, L3 and L4 medial branches and the right L5 dorsal ramus. "
        "Lesions were made at 80 degrees C for 90 seconds." + DONE,
        "64635-RT 64636-RTx2",
    ),
    Example(
        "EX35 three cervical joints",
        "Right cervical medial branch blocks of the C3-4, C4-5 and C5-6 joints. "
        + FLUORO
        + "25-gauge needles were placed at the right C3, C4, C5 and C6 medial branches for the C3-4, C4-5 "
        "and C5-6 facet joints, and 0.3 mL of 0.5% bupivacaine was injected at each." + DONE,
        "64490-RT 64491-RT 64492-RT",
    ),
    Example(
        "EX36 first diagnostic block",
        "First diagnostic right L4-5 and L5-S1 medial branch blocks. "
        + FLUORO
        + "25-gauge needles were placed at the right L3 and L4 medial branches and L5 dorsal ramus, and "
        "0.5 mL of 0.5% bupivacaine was injected at each." + DONE,
        "64493-RT 64494-RT",
    ),
    Example(
        "EX37 C7-T1",
        "C7-T1 interlaminar epidural steroid injection. "
        + FLUORO
        + "an 18-gauge Tuohy needle was advanced to the C7-T1 interlaminar space by loss of resistance, "
        "and dexamethasone 10 mg was injected." + DONE,
        "62321",
    ),
    Example(
        "EX38 T12-L1 between the laminae is contested",
        "T12-L1 interlaminar epidural steroid injection. "
        + FLUORO
        + "an 18-gauge Tuohy needle was advanced to the T12-L1 interlaminar space by loss of resistance, "
        "and methylprednisolone 80 mg was injected." + DONE,
        "62321",
        "review",
    ),
    Example(
        "EX39 caudal with a catheter taken out",
        "Caudal epidural steroid injection. "
        + FLUORO
        + "a 17-gauge needle was passed through the sacral hiatus, a catheter was threaded to L5, "
        "triamcinolone 80 mg was injected through it, and the catheter was removed with its tip intact." + DONE,
        "62323",
    ),
    Example(
        "EX40 caudal without imaging",
        "Caudal epidural steroid injection without imaging. The sacral hiatus was palpated, a 22-gauge "
        "needle was passed through it, and triamcinolone 80 mg with 10 mL of saline was injected." + DONE,
        "62322",
    ),
    Example(
        "EX41 interlaminar and transforaminal",
        "PROCEDURES:\n1. L4-5 interlaminar epidural steroid injection.\n2. Right L5-S1 transforaminal "
        "epidural steroid injection.\n\n"
        + FLUORO
        + "a Tuohy needle was advanced to the L4-5 interlaminar space by loss of resistance and 40 mg of "
        "Depo-Medrol was injected. Separately, under fluoroscopy a needle was placed in the right L5-S1 "
        "foramen and dexamethasone 5 mg was injected." + DONE,
        "62323 64483-59-RT",
        "",
    ),
    Example(
        "EX42 two regions, no level and no side",
        "Cervical and lumbar medial branch blocks were performed today. "
        + FLUORO
        + "25-gauge needles were placed at the cervical and then at the lumbar medial branches, and 0.5 mL "
        "of 0.5% bupivacaine was injected at each." + DONE,
        "64490 64493",
        "review",
        "levels laterality",
        wrong="a second region without a level is dropped without a word",
    ),
    Example(
        "EX43 one foramen on both sides, the next on one",
        "Transforaminal epidural steroid injections, L4-5 both sides and L5-S1 right. "
        + FLUORO
        + "22-gauge needles were placed in the left and right L4-5 foramina and in the right L5-S1 "
        "foramen, and dexamethasone 4 mg was injected at each." + DONE,
        "64483-50 64484-RT",
    ),
    Example(
        "EX44 occipital nerves and trigger points",
        "PROCEDURES:\n1. Bilateral greater occipital nerve blocks.\n2. Trigger point injections.\n\nThe "
        "right and left greater occipital nerves were each injected with 2 mL of 0.25% bupivacaine at "
        "the nuchal line. Separately, trigger points in the right trapezius and the right levator "
        "scapulae were injected with 1 mL of 1% lidocaine each." + DONE,
        "20552 64405-50-59",
        "",
        wrong="lines stand in the order of the note; the rule book's example lists column 1 of the pair first",
    ),
    Example(
        "EX45 stellate ganglion under fluoroscopy",
        "Left stellate ganglion block. "
        + FLUORO
        + "a 25-gauge needle was placed at the left C6 tubercle, contrast spread along the longus colli, "
        "and 8 mL of 0.25% bupivacaine was injected." + DONE,
        "64510-LT 77003",
    ),
    Example(
        "EX46 lumbar sympathetic, two needles",
        "Left lumbar sympathetic block. "
        + FLUORO
        + "22-gauge needles were placed at the left anterolateral border of L2 and L3, contrast spread in "
        "a line, and 10 mL of 0.25% bupivacaine was injected." + DONE,
        "64520-LT 77003",
    ),
    Example(
        "EX47 knee under ultrasound",
        "Left knee injection under ultrasound guidance. The needle was seen to enter the suprapatellar "
        "recess of the left knee joint, 40 mg of Kenalog was injected, and the image was saved to the "
        "permanent record." + DONE,
        "20611-LT",
    ),
    Example(
        "EX48 pump refilled by the physician",
        "Intrathecal pump refill and reprogramming. The pump was interrogated. I accessed the reservoir "
        "with a Huber needle, withdrew 3 mL and refilled it with 40 mL of morphine 20 mg/mL. The rate "
        "was reprogrammed from 4.0 to 4.4 mg a day. The refill was done by me, the physician." + DONE,
        "62370",
    ),
    Example(
        "EX51 one root",
        "Diagnostic right L5 selective nerve root block. "
        + FLUORO
        + "a 22-gauge needle was placed in the right L5-S1 foramen along the L5 nerve root, contrast "
        "outlined the root, and 0.5 mL of 2% lidocaine was injected." + DONE,
        "64483-RT",
    ),
    Example(
        "EX52 sacral lateral branch ablation",
        "Left sacroiliac joint radiofrequency ablation, L5 dorsal ramus and S1-S3 lateral branches. "
        + FLUORO
        + "cannulae were placed at the left L5 dorsal ramus and the left S1, S2 and S3 lateral branches. "
        "Lesions were made at 80 degrees C for 90 seconds." + DONE,
        "64625-LT",
    ),
    Example(
        "EX53 sacral lateral branch block",
        "Right L5 dorsal ramus and S1, S2 and S3 lateral branch blocks. "
        + FLUORO
        + "25-gauge needles were placed at the right L5 dorsal ramus and the right S1, S2 and S3 lateral "
        "branches, and 0.5 mL of 0.5% bupivacaine was injected at each." + DONE,
        "64451-RT",
    ),
    Example(
        "EX54 blood patch under fluoroscopy",
        "Epidural blood patch at L3-4. "
        + FLUORO
        + "a 17-gauge Tuohy needle was advanced to the L3-4 epidural space by loss of resistance, and 18 "
        "mL of autologous blood was injected." + DONE,
        "62273 77003",
    ),
    Example(
        "EX55 contrast left out for allergy",
        "L4-5 interlaminar epidural steroid injection. "
        + FLUORO
        + "an 18-gauge Tuohy needle was advanced to the L4-5 interlaminar space by loss of resistance. No "
        "contrast was given because of an iodine allergy. Methylprednisolone 80 mg was injected." + DONE,
        "62323",
    ),
    Example(
        "EX58 sacroiliac with contrast",
        "Right sacroiliac joint injection. "
        + FLUORO
        + "a 22-gauge needle entered the right sacroiliac joint, 3 mL of Omnipaque 240 outlined it, and "
        "triamcinolone 80 mg was injected." + DONE,
        "27096-RT",
    ),
    Example(
        "EX59 history of another injection, no level today",
        "The patient had a left L4-5 transforaminal epidural steroid injection in March with relief for "
        "two months. Today lumbar facet medial branch blocks were performed under fluoroscopy with 0.5 "
        "mL of 0.5% bupivacaine at each nerve." + DONE,
        "64493",
        "review",
        "levels laterality",
    ),
    Example(
        "EX60 planned on both sides, done on one",
        "Planned: bilateral L4-5 and L5-S1 facet joint injections. "
        + FLUORO
        + "22-gauge needles entered the right L4-5 and L5-S1 facet joints and 20 mg of Kenalog was "
        "injected into each. The left side was not done at the patient's request." + DONE,
        "64493-RT 64494-RT",
    ),
    Example(
        "EX61 cervical without imaging",
        "C6-7 interlaminar epidural steroid injection without imaging. An 18-gauge Tuohy needle was "
        "advanced to the C6-7 interlaminar space by loss of resistance, and dexamethasone 10 mg was "
        "injected." + DONE,
        "62320",
    ),
    Example(
        "EX57 suprascapular nerve under ultrasound",
        "Right suprascapular nerve block. Under ultrasound guidance a 22-gauge needle was placed at the "
        "right suprascapular nerve in the notch, and 5 mL of 0.25% bupivacaine with 40 mg of Depo-Medrol "
        "was injected. An image was saved and a report of the findings made: nerve and artery seen, "
        "spread around the nerve." + DONE,
        "64418-RT 76942",
    ),
    Example(
        "EX56 sciatic nerve under ultrasound",
        "Left popliteal sciatic nerve block. Under ultrasound guidance the left sciatic nerve was found "
        "in the popliteal fossa and 20 mL of 0.5% ropivacaine was injected around it. An image was saved." + DONE,
        "64445-LT",
    ),
)
REGION_BORDER = (
    (
        "EX08",
        "facet joint injections",
        "22-gauge needles entered the right T12-L1 and L1-2 facet joints and 20 mg of Kenalog was injected into each",
        "64490-RT",
    ),
    (
        "EX09",
        "facet joint radiofrequency ablation",
        "cannulae were placed at the right T12-L1 and L1-2 facet joints, and lesions were made at 80 degrees C",
        "64633-RT",
    ),
)


def shown(line: ClaimLine) -> str:
    units = f"x{line.units}" if line.units > 1 else ""
    return "-".join((line.code, *line.modifiers)) + units


def parameters() -> list[object]:
    return [
        pytest.param(
            example,
            id=example.name,
            marks=[pytest.mark.xfail(strict=True, reason=example.wrong)] if example.wrong else [],
        )
        for example in EXAMPLES
    ]


@pytest.mark.parametrize("example", parameters())
def test_example(coder: Coder, example: Example) -> None:
    result = coder.code(example.note)
    assert [shown(line) for line in result.lines] == example.lines.split()
    assert sorted(result.missing) == sorted(example.missing.split())
    if example.status:
        assert result.status == example.status


@pytest.mark.parametrize(("name", "what", "how", "first"), REGION_BORDER, ids=[row[0] for row in REGION_BORDER])
def test_joints_on_both_sides_of_t12_l1_are_for_a_person(
    coder: Coder, name: str, what: str, how: str, first: str
) -> None:
    """One contractor rules on this border and the others do not: never ``ready``."""
    result = coder.code(f"Right T12-L1 and L1-2 {what}. {FLUORO}{how}.{DONE}")
    assert shown(result.lines[0]) == first
    assert len(result.lines) == 2
    assert result.status == "review"
