"""Work that only is told of: in films read after it, in records looked through, by somebody else; and what "no" answers."""

# ruff: noqa: E501  (notes stand as they were said)
from __future__ import annotations

import pytest

from cac import Coder

_TOXIN = "Sites: L SCM 50 U, L splenius capitis 70 U Botox. 200 U vial, 2 mL saline."

# name: note, what stands on its claim, its status
NOTES = {
    "EMG answered with no beside another field": (f"PROCEDURE NOTE\nIndication: cervical dystonia\n{_TOXIN}\nEMG: no    Consent: yes", "64616-LT", "ready"),
    "EMG answered with no on a line": (f"PROCEDURE NOTE\nIndication: cervical dystonia\n{_TOXIN}\nEMG guidance: No\nComplications: none", "64616-LT", "ready"),
    "EMG answered with no after a question": (f"Botox for cervical dystonia. {_TOXIN} EMG used? N. Tolerated.", "64616-LT", "ready"),
    "EMG answered with no and one blank": (f"Botox for cervical dystonia. {_TOXIN} EMG: no Consent: yes", "64616-LT", "ready"),
    "EMG answered with yes": (f"Botox for cervical dystonia. {_TOXIN} EMG: yes    Consent: yes", "64616-LT 95874", "ready"),
    "films of a joint that another filled": (
        "EXAM:  LEFT SHOULDER ARTHROGRAM MRI REPORT\n\nTECHNIQUE:  MR arthrography following intraarticular administration of dilute gadolinium by Dr. Stein, which is reported separately.\n\nFINDINGS:  Undersurface tear of the supraspinatus.  Mild AC joint arthrosis.\n\nIMPRESSION:  Partial-thickness tear.",
        "",
        "not_a_procedure",
    ),
    "films of a hip, its injection in another report": (
        "EXAM: MR ARTHROGRAM RIGHT HIP\n\nTECHNIQUE: Following fluoroscopically guided intraarticular injection of dilute gadolinium (see separate report), multiplanar MR images were obtained.\n\nFINDINGS: Anterosuperior labral tear.",
        "",
        "not_a_procedure",
    ),
    "films after a discogram": (
        "POST-DISCOGRAM CT\n\nTECHNIQUE: Thin section CT through L3-S1 following discography at L3-4, L4-5 and L5-S1 performed earlier today and dictated separately.\n\nFINDINGS: L4-5: grade 3 annular tear.",
        "",
        "not_a_procedure",
    ),
    "a joint filled by a service": (
        "RADIOLOGY REPORT: MRI left shoulder with intraarticular contrast.\nThe injection was performed by the fluoroscopy service. There is an undersurface tear. AC joint shows mild arthrosis.",
        "",
        "not_a_procedure",
    ),
    "records looked through": (
        "RECORDS REVIEW\n\nI was asked by the insurance carrier to review the records of Mr. T. for medical necessity.\n\nRecords show that on 01/09/2008 he underwent bilateral L3, L4, and L5 medial branch blocks with 0.5 cc of 0.75% bupivacaine under fluoroscopic guidance. On 05/06/2008 trigger point injections were given with 5 cc of 1% lidocaine.",
        "",
        "not_a_procedure",
    ),
    "a chart without another header": (
        "CHART REVIEW\n\nMr. Ray's file was sent to me by the adjuster. On 01/09/2008 bilateral L3, L4, and L5 medial branch blocks were performed with 0.5 cc of 0.75% bupivacaine at each level under fluoroscopic guidance. On 01/30/2008 radiofrequency ablation was done on the right at 80 degrees.\n\nThe blocks were appropriate.",
        "",
        "not_a_procedure",
    ),
    "records before an examination": (
        "DISABILITY EVALUATION\n\nThe records show that the patient had trigger point injections on 2/2/2007 and a lumbar epidural steroid injection on 3/3/2007 with 80 mg of Kenalog. He was examined today. Lumbar flexion 50 degrees.",
        "",
        "not_a_procedure",
    ),
    "a chart looked through before the work": (
        "CHART REVIEW: MRI reviewed, L5-S1 HNP. Coumadin stopped 5 days.\nPROCEDURE: Left L5-S1 TFESI under fluoroscopy. 22g needle, contrast 1 cc with good spread, 10 mg dexamethasone injected. No complications.",
        "64483-LT",
        "ready",
    ),
    "an arthrogram with its needle": (
        "EXAM: CT ARTHROGRAM OF THE RIGHT HIP\n\nTECHNIQUE: Consent. Under fluoroscopy a 22 gauge needle was advanced into the right hip joint and 12 cc of dilute Omnipaque was injected.\n\nFINDINGS: No loose body.",
        "27093-RT 77002",
        "ready",
    ),
    "a wound check after an implant": (
        "PROGRESS NOTE\n\nThe patient had his permanent spinal cord stimulator put in on May 2 with two eight-contact leads at T8 and a generator in the left buttock. He is here for a wound check. Incisions are dry, staples were taken out. X-ray today shows that the leads have not moved.",
        "",
        "not_a_procedure",
    ),
    "a wound check that will be": (
        "OPERATION: Removal of spinal cord stimulator generator, right buttock, and two percutaneous leads.\n\nPROCEDURE: Prone. The generator was freed from its capsule and removed. The leads were drawn out of the epidural space with gentle traction. He will be seen for a wound check in 10 days.",
        "63661 63688",
        "ready",
    ),
    "what was done when he was last seen": (
        "FOLLOWUP VISIT\n\nWhen I last saw him on 6/2 I did a left L4-L5 interlaminar epidural with 80 mg of Depo-Medrol, and it took away the leg pain. We decided to go ahead with a left sacroiliac joint injection this afternoon. The left SI joint was entered with a 22-gauge needle under fluoroscopy. 40 mg of Depo-Medrol with 1 cc of 0.5% Marcaine was given.",
        "27096-LT",
        "ready",
    ),
    "the other knee when she was last seen": (
        "OFFICE NOTE\nWhen he was last seen we injected the right knee with 40 mg of Kenalog and 4 cc of 1% lidocaine. He got four weeks. Today I injected the left knee with the same through the superolateral portal.",
        "20610-LT",
        "ready",
    ),
    "nothing but what she had on a day": (
        "Mrs. Tan had a left L4-L5 interlaminar epidural on June 2 with 80 mg of Depo-Medrol under fluoroscopy and did well. She asks about driving.",
        "",
        "not_a_procedure",
    ),
    "a colleague who was called": (
        "EMERGENCY DEPARTMENT NOTE\nPostdural puncture headache. Dr. Lenz of anesthesia came and performed an epidural blood patch at L3-L4 with 18 cc of her blood (see his note). She was much improved an hour later.",
        "",
        "not_a_procedure",
    ),
    "a clinic where it was done": (
        "Impression: occipital neuralgia. He then went to the pain clinic, where a left C2-C3 facet block with 1 cc of 0.5% bupivacaine and 20 mg of triamcinolone was done under fluoroscopy with no change. I think a greater occipital nerve block is next.",
        "",
        "not_a_procedure",
    ),
    "a joint filled at surgery": (
        "POSTOPERATIVE VISIT\n\nThe patient is two weeks out from right knee arthroscopy. At surgery I injected the joint with 30 cc of 0.25% Marcaine. Sutures were removed today. There is a mild effusion, and I offered to aspirate it, but she would like to give it time.",
        "",
        "not_a_procedure",
    ),
    "a plea for an ablation": (
        "To the Adjuster:\n\nMs. Quill has had two sets of medial branch blocks at L4-5 and L5-S1 bilaterally, each with 0.5 cc of 0.5% Marcaine per nerve. She meets every criterion of your own guideline for radiofrequency, and I ask that you authorize bilateral L4-5 and L5-S1 facet radiofrequency.",
        "",
        "not_a_procedure",
    ),
    "lesions without the name": (
        "PROCEDURE NOTE\n\nTwo weeks ago we carried out radiofrequency ablation of the right L3, L4 and L5 medial branches. Today we are doing the left side. 20-gauge RF needles were placed at the left L3 and L4 medial branches and the L5 dorsal ramus under fluoroscopy. 1 cc of 2% lidocaine was injected at each and lesions made at 80 degrees for 90 seconds.",
        "64635-LT 64636-LT",
        "ready",
    ),
    "no lesion this time": (
        "Last time we did right C4-C6 RFA. Today left C4, C5 and C6 medial branches were injected with 0.5 cc of 0.5% bupivacaine under fluoroscopy as a diagnostic block. No lesion was made.",
        "64490-LT 64491-LT",
        "ready",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_only_own_work_is_coded(name: str, coder: Coder) -> None:
    note, lines, status = NOTES[name]
    result = coder.code(note)
    said = ["-".join((line.code, *line.modifiers)) for line in result.lines]
    assert (" ".join(said), result.status) == (lines, status)
