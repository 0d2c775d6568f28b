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
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_only_own_work_is_coded(name: str, coder: Coder) -> None:
    note, lines, status = NOTES[name]
    result = coder.code(note)
    said = ["-".join((line.code, *line.modifiers)) for line in result.lines]
    assert (" ".join(said), result.status) == (lines, status)
