"""How different authors tell, or leave open, an element that only some families ask for."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import pytest

from cac import Coder

RFA = "PROCEDURE: Right L4-5 and L5-S1 facet radiofrequency ablation.\n{before}\nUnder fluoroscopy needles were placed at the right L3, L4 and L5 medial branches. {during}\n{after}\n"
MBB = "PROCEDURE: {title}right L3, L4, L5 medial branch blocks.\n{before}\nUnder fluoroscopy a 25-gauge needle was placed at each nerve and 0.5 mL of bupivacaine was injected. {during}\n{after}\n"
ESI = "PROCEDURE: L4-5 interlaminar epidural steroid injection.\n{before}\nUnder fluoroscopy a Tuohy needle was advanced into the epidural space and 80 mg of Depo-Medrol was injected. {during}\n{after}\n"
SIJ = "PROCEDURE: Left sacroiliac joint injection.\n{before}\nUnder fluoroscopy a 22-gauge needle was advanced {during}. 40 mg of Kenalog was injected.\n{after}\n"
TPI = "PROCEDURE: Trigger point injections.\n{before}\nWith a 27-gauge needle {during} were injected with 1% lidocaine.\n{after}\n"
TOXIN = "PROCEDURE: Botulinum toxin injection for spasticity.\n{before}\nWith a 27-gauge needle onabotulinumtoxinA was injected: {during}.\n{after}\n"
SCS = "PROCEDURE: Spinal cord stimulator {title}.\n{before}\nUnder fluoroscopy {during}.\n{after}\n"
PUMP = "PROCEDURE: Intrathecal pump refill.\n{before}\n{during} The pump was refilled with baclofen 2000 mcg/mL.\n{after}\n"
KYPHO = "PROCEDURE: Kyphoplasty L1.\n{before}\nUnder fluoroscopy a trocar was advanced into the L1 body. {during}\n{after}\n"
SEDATED = "PROCEDURE: Right L4-5 transforaminal epidural steroid injection.\n{before}\nUnder fluoroscopy a needle was advanced to the foramen and 10 mg of dexamethasone was injected.\n{after}\n"
STELLATE = "PROCEDURE: Right stellate ganglion block.\n{before}\nUnder fluoroscopy a needle was advanced to C6 and 8 mL of 0.25% bupivacaine was injected. {during}\n{after}\n"


def of(template: str, before: str = "", during: str = "", after: str = "", title: str = "") -> str:
    return template.format(before=before, during=during, after=after, title=title)


TOLD = [
    # -- ablation: blocks before it, the lesion
    ("prior_blocks", "present", of(RFA, "Two diagnostic medial branch blocks gave relief.")),
    ("prior_blocks", "present", of(RFA, "S/p dual MBBs.")),
    (
        "prior_blocks",
        "present",
        of(RFA, "She had over 90% temporary benefit from two earlier cervical medial branch blocks."),
    ),
    ("prior_blocks", "absent", of(RFA, "Back pain for two years.")),
    ("prior_block_relief", "present", of(RFA, "Each of two blocks took away more than 80% of her pain.")),
    ("prior_block_relief", "present", of(RFA, "MBB x2, ninety percent relief with both.")),
    ("prior_block_relief", "absent", of(RFA, "Two positive medial branch blocks.")),
    ("prior_block_relief", "absent", of(RFA, "Two blocks with 0.25% bupivacaine.")),
    ("prior_block_relief", "absent", of(RFA, "", "", "She had 80% relief.")),
    ("prior_rfa_relief", "not_applicable", of(RFA, "Two diagnostic blocks gave 80% relief.")),
    ("prior_rfa_relief", "present", of(RFA, "Previous radiofrequency ablation gave 70% relief for nine months.")),
    ("prior_rfa_relief", "absent", of(RFA, "Previous radiofrequency ablation in 2022.")),
    ("lesion_temperature", "present", of(RFA, "", "Lesions were made at 80 degrees for 90 seconds.")),
    ("lesion_temperature", "present", of(RFA, "", "RF 85°C x 60 s.")),
    ("lesion_temperature", "absent", of(RFA, "", "Thermal lesions were made.")),
    ("lesion_time", "present", of(RFA, "", "Lesions were made at 80 degrees for 90 seconds.")),
    ("lesion_time", "present", of(RFA, "", "Each was lesioned for a minute and a half at 80 C.")),
    ("lesion_time", "absent", of(RFA, "", "Lesions were made at 80 degrees.", "She rested for 20 minutes.")),
    ("lesion_mode", "present", of(RFA, "", "Cooled lesions were made.")),
    ("lesion_mode", "absent", of(RFA, "", "Lesions were made.")),
    ("stim_test", "present", of(RFA, "", "Motor testing at 2 Hz moved no limb.")),
    ("stim_test", "absent", of(RFA, "", "Lesions were made at 80 degrees.")),
    # -- blocks: which of the series, relief, its length
    ("block_number", "present", of(MBB, title="First diagnostic ")),
    ("block_number", "present", of(MBB, "This is the second of two comparative blocks.")),
    ("block_number", "present", of(MBB, title="MBB #2, ")),
    ("block_number", "absent", of(MBB, "Axial pain.")),
    ("percent_relief", "present", of(MBB, "", "", "At 20 minutes she reported 85% relief.")),
    ("percent_relief", "present", of(MBB, "", "", "Complete relief of her usual pain.")),
    ("percent_relief", "absent", of(MBB, "", "", "She had relief.")),
    ("percent_relief", "absent", of(MBB, "", "0.25% bupivacaine was used, with relief.")),
    ("percent_relief", "absent", of(MBB, "", "", "PLAN: If she has 80% relief we will proceed to ablation.")),
    ("relief_duration", "present", of(MBB, "The first block gave relief for six hours.")),
    ("relief_duration", "absent", of(MBB, "Axial pain for two years, no relief with NSAIDs.")),
    ("no_radiculopathy", "present", of(MBB, "No radicular symptoms.")),
    ("no_radiculopathy", "absent", of(MBB, "Back pain.")),
    ("pain_duration", "present", of(MBB, "Axial low back pain for over six months.")),
    ("pain_duration", "present", of(MBB, "Low back pain x 5 mo.")),
    ("pain_duration", "absent", of(MBB, "This is a 62-year-old woman with back pain.")),
    ("pain_duration", "absent", of(MBB, "Back pain.", "", "She will return in two weeks for her pain.")),
    ("pain_duration", "absent", of(MBB, "An epidural gave relief for four months.")),
    # -- epidurals
    ("imaging_concordant", "present", of(ESI, "MRI shows an L4-5 protrusion.")),
    ("imaging_concordant", "absent", of(ESI, "Leg pain.")),
    ("imaging_concordant", "absent", of(ESI, "I saw Mr. Brown today.")),
    ("prior_injection_relief", "not_applicable", of(ESI, "Leg pain.")),
    ("prior_injection_relief", "present", of(ESI, "Her first epidural gave 60% improvement for two months.")),
    ("prior_injection_relief", "absent", of(ESI, "Her previous epidural helped.")),
    ("two_views", "present", of(ESI, "", "Position was confirmed in AP and lateral views.")),
    ("two_views", "present", of(ESI, "", "Biplanar imaging was used.")),
    ("two_views", "present", of(ESI, "", "The AP view was good. The lateral view showed the tip.")),
    ("two_views", "absent", of(ESI, "", "The lateral view showed the tip.")),
    ("single_or_catheter", "present", of(ESI, "", "The needle was removed intact.")),
    ("single_or_catheter", "absent", of(ESI, "", "A bandage was applied.")),
    ("same_scale", "not_applicable", of(ESI, "Pain 7/10.")),
    ("same_scale", "present", of(ESI, "Pain 7/10 before.", "", "Pain 2/10 after.")),
    ("same_scale", "absent", of(ESI, "Pain VAS 70 mm before.", "", "Pain 2/10 after.")),
    # -- sacroiliac
    ("provocative_tests", "present", of(SIJ, "FABER, Gaenslen and thigh thrust were positive.", "into the joint")),
    ("provocative_tests", "present", of(SIJ, "Four of five provocative tests were positive.", "into the joint")),
    ("provocative_tests", "absent", of(SIJ, "FABER and thigh thrust were positive.", "into the joint")),
    ("provocative_tests", "absent", of(SIJ, "Buttock pain.", "into the joint")),
    ("pain_below_l5", "present", of(SIJ, "Pain in the left buttock.", "into the joint")),
    ("pain_below_l5", "absent", of(SIJ, "Leg pain.", "into the joint")),
    ("intra_articular", "present", of(SIJ, "", "into the joint")),
    ("intra_articular", "absent", of(SIJ, "", "to bone")),
    # -- trigger points
    ("muscles_named", "present", of(TPI, "", "the right trapezius and left rhomboid")),
    ("muscles_named", "absent", of(TPI, "", "four trigger points")),
    ("trigger_point_exam", "present", of(TPI, "Taut bands with a twitch response.", "the right trapezius")),
    ("trigger_point_exam", "absent", of(TPI, "Neck pain.", "the right trapezius")),
    ("dose_each_site", "present", of(TPI, "", "the right trapezius", "Each point got 1 mL.")),
    ("dose_each_site", "absent", of(TPI, "", "the right trapezius")),
    # -- toxin
    ("units_each_muscle", "present", of(TOXIN, "", "right biceps 50 units, right flexor carpi radialis 25 units")),
    ("units_each_muscle", "present", of(TOXIN, "", "right biceps and right brachialis, 50 units each")),
    ("units_each_muscle", "absent", of(TOXIN, "", "the right biceps and the right brachialis")),
    (
        "total_units",
        "present",
        of(TOXIN, "", "right biceps 50 units, right flexor carpi radialis 25 units", "Total 75 units."),
    ),
    ("total_units", "absent", of(TOXIN, "", "right biceps 50 units, right flexor carpi radialis 25 units")),
    ("waste", "present", of(TOXIN, "", "right biceps 50 units", "The remaining 50 units were discarded.")),
    ("waste", "present", of(TOXIN, "", "right biceps 50 units", "No waste.")),
    ("waste", "absent", of(TOXIN, "", "right biceps 50 units")),
    ("interval", "present", of(TOXIN, "Last injection 14 weeks ago.", "right biceps 50 units")),
    ("interval", "absent", of(TOXIN, "Arm spasticity.", "right biceps 50 units")),
    ("emg_guidance", "present", of(TOXIN, "", "right biceps 50 units", "EMG was used.")),
    ("lot_number", "present", of(TOXIN, "", "right biceps 50 units", "Lot C1234, exp 01/27.")),
    ("lot_number", "absent", of(TOXIN, "", "right biceps 50 units", "Lot ____")),
    # -- stimulators
    (
        "leads",
        "present",
        of(SCS, title="trial", during="two percutaneous leads were placed through needles at L1-2 with tips at T8"),
    ),
    (
        "leads",
        "present",
        of(SCS, title="trial", during="an octrode lead was placed through a needle at L1-2 with its tip at T8"),
    ),
    (
        "lead_entry",
        "present",
        of(SCS, title="trial", during="the epidural space was entered at L1-L2 and two percutaneous leads were placed"),
    ),
    (
        "lead_tip",
        "present",
        of(SCS, title="trial", during="two percutaneous leads were placed with the tips at the top of T8"),
    ),
    ("lead_tip", "absent", of(SCS, title="trial", during="two percutaneous leads were placed in the epidural space")),
    (
        "psych_eval",
        "present",
        of(SCS, "Psychological evaluation was favorable.", title="trial", during="two percutaneous leads were placed"),
    ),
    (
        "psych_eval",
        "absent",
        of(SCS, "Psychological evaluation: ____", title="trial", during="two percutaneous leads were placed"),
    ),
    (
        "device_id",
        "present",
        of(SCS, title="trial", during="two percutaneous leads were placed", after="Serial number on the implant log."),
    ),
    # -- pumps
    ("residual_volume", "present", of(PUMP, "", "4.2 mL was aspirated from the reservoir; expected residual 4.0 mL.")),
    ("residual_volume", "absent", of(PUMP, "", "The reservoir was emptied.")),
    ("volume_filled", "present", of(PUMP, "", "", "20 mL was instilled.")),
    ("volume_filled", "absent", of(PUMP, "", "")),
    (
        "who_performed",
        "present",
        of(PUMP, "", "I refilled the pump myself because the port could not be found by the nurse."),
    ),
    ("who_performed", "absent", of(PUMP, "", "PERFORMED BY: ____")),
    ("parameters", "present", of(PUMP, "", "", "The rate was increased to 120 mcg/day.")),
    # -- augmentation
    ("cavity_device", "present", of(KYPHO, "", "A balloon was inflated. 4 mL of cement was injected.")),
    ("cement_volume", "present", of(KYPHO, "", "4 mL of cement was injected.")),
    ("cement_volume", "absent", of(KYPHO, "", "Cement was injected. Blood loss 5 mL.")),
    ("fracture_age", "present", of(KYPHO, "MRI shows edema in L1.", "Cement was injected.")),
    ("fracture_age", "absent", of(KYPHO, "L1 fracture.", "Cement was injected.")),
    ("pedicle_approach", "present", of(KYPHO, "", "A bipedicular approach was used. Cement was injected.")),
    # -- sedation
    ("sedation_times", "present", of(SEDATED, "Moderate sedation was given with midazolam 2 mg from 9:10 to 9:32.")),
    ("sedation_times", "absent", of(SEDATED, "Moderate sedation was given with midazolam 2 mg.")),
    (
        "sedation_observer",
        "present",
        of(SEDATED, "Moderate sedation with midazolam, watched by an independent observer."),
    ),
    ("sedation_observer", "absent", of(SEDATED, "Moderate sedation with midazolam 2 mg.")),
    ("sedation_reason", "present", of(SEDATED, "Moderate sedation with midazolam for severe anxiety.")),
    ("sedation_reason", "absent", of(SEDATED, "Moderate sedation with midazolam 2 mg.")),
    # -- sympathetic
    ("temperature_response", "present", of(STELLATE, "", "", "A Horner's syndrome appeared.")),
    ("temperature_response", "absent", of(STELLATE, "", "", "She did well.")),
    ("imaging_report", "present", of(STELLATE, "", "Contrast showed spread along the prevertebral plane.")),
    ("imaging_report", "absent", of(STELLATE)),
    ("imaging_reason", "present", of(STELLATE, "", "Fluoroscopy was used to avoid intravascular injection.")),
    ("imaging_reason", "absent", of(STELLATE)),
    # -- a date
    ("service_date", "present", "Date of service: 03/04/2025\n" + of(ESI)),
    ("service_date", "absent", "DOB: 03/04/1960\n" + of(ESI)),
    ("service_date", "absent", of(ESI)),
]


@pytest.mark.parametrize(("element", "status", "text"), TOLD)
def test_element(coder: Coder, element: str, status: str, text: str) -> None:
    answers = {answer.element: answer for answer in coder.code(text).further}
    answer = answers[element]
    assert answer.status == status, answer.evidence
    assert answer.required == (status != "not_applicable")
    assert bool(answer.evidence) == (status == "present" or (element == "same_scale" and status == "absent"))
    assert all(text[e.start : e.end] == e.text for e in answer.evidence)
