"""Devices, discs and spine: notes as they are dictated, each with the lines, the status and what is missing.

At least two notes a code, and decoys: planned, past, declined, another day, another specialty. The notes are ours.
"""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

from typing import NamedTuple

import pytest

from cac import Coder


class Case(NamedTuple):
    """A note and the claim it proves; ``lines`` are divided by spaces, ``missing`` too; "" for none."""

    note: str
    lines: str
    status: str = "ready"
    missing: str = ""
    day: str = "2026-01-15"


_MILD = (
    "PROCEDURE: {title}\nThe patient was placed prone. Under fluoroscopic guidance with an epidurogram, a portal was placed at {level}. "
    "Bone and hypertrophic ligamentum flavum were removed with the rongeur and tissue sculpter {side}. He tolerated the procedure well."
)

CASES = {
    # -- spinal cord and ganglion stimulators ------------------------------------------------------------------------
    "scs trial, two leads": Case(
        "PROCEDURE: Percutaneous spinal cord stimulator trial.\n\nUnder fluoroscopy a 14-gauge Tuohy needle was advanced to the epidural space at L1-L2 with loss of "
        "resistance. An eight-contact lead was advanced to the top of T8. A second lead was placed in the same manner just right of midline. Paresthesias covered both legs. "
        "The leads were secured to the skin.",
        "63650x2",
    ),
    "scs trial, one lead, terse": Case("SCS trial today. Single 8-contact lead threaded to T9 under fluoro, good coverage of the right leg. Lead taped, rep programmed.", "63650"),
    "drg trial": Case(
        "OPERATION: Dorsal root ganglion stimulator trial, left.\nTwo DRG trial leads were placed under fluoroscopy through the left L4 and L5 foramina with strain relief loops. "
        "Stimulation covered the foot. Leads anchored to skin.",
        "63650x2",
    ),
    "leads not counted": Case(
        "PROCEDURE: Spinal cord stimulator trial.\nThe epidural space was entered with a Tuohy under fluoroscopy and the leads were advanced to T8. Good paresthesia coverage. Leads secured.",
        "63650", "review", "count",
    ),
    "scs permanent": Case(
        "PROCEDURES PERFORMED:\n1. Permanent percutaneous spinal cord stimulator lead placement x2.\n2. Insertion of rechargeable pulse generator, right flank.\n\nTwo eight-contact leads were "
        "advanced to T8 under fluoroscopy, anchored and tunneled. A pocket was made in the right flank, the generator was connected and placed in the pocket. Impedances were normal.",
        "63650x2 63685",
    ),
    "drg permanent": Case(
        "OPERATION: Permanent DRG stimulator implant.\nTwo leads were placed at the right L5 and S1 ganglia under fluoroscopy, tunneled to a pocket in the flank, and the new generator was connected and "
        "seated in the pocket.",
        "63650x2 63685",
    ),
    "paddle with generator": Case(
        "OPERATION: T9-T10 laminotomy for placement of paddle lead and implantation of pulse generator.\nThe lamina was thinned, the dura exposed and the paddle lead was slid up to T8. A pocket was made over "
        "the left buttock and the generator was placed and connected.",
        "63655 63685",
    ),
    "paddle alone": Case("PROCEDURE: Surgical lead placement, spinal cord stimulator.\nThrough a small laminotomy at T10 a paddle electrode was inserted and centered over T8-9. It was anchored and the extension externalized.", "63655"),
    "generator replaced": Case(
        "PREOPERATIVE DIAGNOSIS: Depleted spinal cord stimulator battery.\nPROCEDURE: Replacement of spinal cord stimulator generator.\nThe pocket was opened, the old generator was removed and the leads were "
        "disconnected. A new rechargeable generator was connected to the existing leads and placed in the pocket. Impedances good.",
        "63685",
    ),
    "battery change, terse": Case("SCS battery replacement. Old IPG out, new IPG connected to existing leads, impedances good, pocket closed in layers.", "63685"),
    "generator after a trial": Case("PROCEDURE: Stage 2, implantation of pulse generator for spinal cord stimulation.\nThe externalized leads were found, a pocket was made in the flank and the generator was placed in it and connected. Closed in layers.", "63685"),
    "pocket revision": Case(
        "PROCEDURE: Revision of spinal cord stimulator generator pocket.\nThe generator was painful over the iliac crest. The pocket was opened and the generator was relocated to a new subcutaneous site lower in the "
        "buttock. The same leads were reconnected. Closed in layers.",
        "63688",
    ),
    "generator removed alone": Case("OPERATION: Removal of spinal cord stimulator generator.\nThe flank pocket was opened, the generator was disconnected and removed and the leads were capped and left. Wound closed.", "63688"),
    "leads removed": Case("PROCEDURE: Removal of percutaneous spinal cord stimulator leads.\nThrough the midline scar the anchors were cut and both leads were removed intact under fluoroscopy. The generator had been taken out last year.", "63661"),
    "leads out, terse": Case("OP NOTE. Removal of two percutaneous SCS leads for loss of benefit; IPG left in place at her wish. Anchors freed, leads removed in one piece, closed with Vicryl.", "63661"),
    "system removed": Case(
        "OPERATION: Removal of spinal cord stimulator system.\nThe pocket was opened, the generator was removed. The midline incision was opened, the anchors freed and both percutaneous leads were removed intact. Irrigated and closed.",
        "63661 63688",
    ),
    "paddle removed": Case("PROCEDURE: Removal of paddle lead.\nThe old laminotomy was reopened, scar dissected and the paddle lead was removed without injury to the dura. Closed in layers.", "63662"),
    "paddle and generator removed": Case(
        "OPERATION: Explantation of spinal cord stimulator system with paddle lead.\nThe generator was removed from the buttock. Then the laminotomy site was exposed and the paddle lead was removed. Both wounds irrigated and closed.",
        "63662 63688",
    ),
    "lead revision": Case(
        "PROCEDURE: Revision of spinal cord stimulator lead for migration.\nThe midline incision was opened. Under fluoroscopy the migrated lead was repositioned back to T8 and anchored. It was reconnected to the generator.",
        "63663",
    ),
    "lead replacement with generator": Case(
        "PROCEDURES: 1. Replacement of fractured percutaneous lead, spinal cord stimulator. 2. Replacement of pulse generator.\nThe fractured lead was replaced with a new eight-contact lead at T8 under fluoroscopy. The old generator was removed "
        "and a new generator was connected and placed in the pocket.",
        "63663 63685",
    ),
    "paddle revision": Case("OPERATION: Revision of paddle lead.\nThe laminotomy was extended and the paddle lead was repositioned to the midline at T8-9 under fluoroscopy, then anchored.", "63664"),
    "paddle replaced": Case("PROCEDURE: Replacement of the paddle lead, spinal cord stimulator, fractured contacts.\nThe laminotomy was reopened, and a new paddle lead was placed at the same level and connected to the existing generator.", "63664"),
    "trial leads pulled": Case("SCS trial follow-up. She had 70% relief for five days. Dressing taken down, both trial leads were removed intact, tips seen. Wants the permanent implant.", "", "not_a_procedure"),
    "lead pull visit": Case("VISIT: SCS lead pull.\nTrial went well, 80% relief. The leads were pulled without resistance and tips were intact. Site clean, bandage on.", "", "not_a_procedure"),
    "scs planned": Case("FOLLOW-UP. Failed back surgery syndrome. We discussed a spinal cord stimulator trial; psychology clearance is pending and the trial will be scheduled next month.", "", "not_a_procedure"),
    "scs in the history": Case("HISTORY: Spinal cord stimulator implanted in 2019, battery replaced in 2023. Today she is here for medication refills. PLAN: continue gabapentin.", "", "not_a_procedure"),
    "scs declined": Case("Office visit. The risks and benefits of spinal cord stimulator removal were reviewed. She declined and wishes to keep it.", "", "not_a_procedure"),
    # -- programming --------------------------------------------------------------------------------------------------
    "interrogation only": Case("Stimulator check. The spinal cord stimulator was interrogated today: battery good, impedances normal, no changes made to the programs. She is happy with it.", "95970"),
    "analysis of the device": Case("PROCEDURE: Spinal cord stimulator analysis.\nI interrogated the SCS generator. Usage 96 percent, all impedances in range. No reprogramming was needed.", "95970"),
    "simple programming": Case("PROCEDURE: Spinal cord stimulator reprogramming.\nI interrogated the device and increased the amplitude on program 1 and changed the rate to 60. Good coverage of the left leg after that.", "95971"),
    "simple programming, said so": Case("PROCEDURE: SCS reprogramming, simple.\nI reprogrammed her device for better foot coverage, simple programming, two parameters changed.", "95971"),
    "complex programming": Case(
        "PROCEDURE: Spinal cord stimulator reprogramming.\nI reprogrammed the device. The contact configuration was changed, amplitude was increased, pulse width was widened to 300, the rate was changed to 50 and cycling was set. New coverage of the low back.",
        "95972",
    ),
    "complex programming, said so": Case("PROCEDURE: Complex programming of spinal cord stimulator.\nI reprogrammed his stimulator, complex programming with six parameters adjusted over 40 minutes. Better coverage.", "95972"),
    "parameters not told": Case("PROCEDURE: SCS reprogramming.\nHer stimulator was reprogrammed today by me with improved coverage of the right foot.", "95971", "review", "count"),
    "programming by the representative": Case("PROCEDURE: SCS reprogramming.\nThe stimulator was reprogrammed by the device representative in the waiting room. No provider present.", "", "review"),
    "programming planned": Case("Follow-up of his stimulator. He will return next week for spinal cord stimulator reprogramming with the rep. Gabapentin refilled.", "", "not_a_procedure"),
    # -- peripheral nerve stimulators -----------------------------------------------------------------------------------
    "pns percutaneous": Case(
        "PROCEDURE: Percutaneous peripheral nerve stimulator lead placement, right suprascapular nerve.\nUnder ultrasound the introducer was advanced to the suprascapular notch and the lead was deployed beside the nerve. Stimulation produced comfortable tingling. "
        "The lead was secured and connected to the external stimulator.",
        "64555",
    ),
    "sprint": Case("SPRINT PNS placement, left axillary nerve. Under ultrasound the MicroLead was deployed 1 cm from the nerve with good deltoid activation. Lead taped, external pulse generator attached, teaching done.", "64555"),
    "sprint, two leads": Case(
        "PROCEDURE: SPRINT peripheral nerve stimulation, bilateral medial branch leads.\nUnder fluoroscopy two leads were placed at the L4 medial branches, left and right. Multifidus activation was seen. Leads secured to the skin.",
        "64555x2", "review",
    ),
    "occipital, both sides, with generator": Case(
        "OPERATION: Implantation of occipital nerve stimulator, permanent.\nUnder fluoroscopy two percutaneous leads were placed over the greater occipital nerves, left and right. They were tunneled to the chest, a pocket was created and the pulse generator was placed and connected.",
        "64555x2 64590",
    ),
    "supraorbital": Case("PROCEDURE: Percutaneous supraorbital nerve stimulator trial lead placement, left.\nUnder fluoroscopy a lead was advanced over the brow to the supraorbital nerve. Good coverage. Secured.", "64553"),
    "trigeminal branches": Case("PROCEDURE: Trigeminal nerve stimulation trial. Two percutaneous leads were placed at the supraorbital and infraorbital nerves under fluoroscopy, taped and tested.", "64553x2"),
    "sacral test": Case("PROCEDURE: Sacral nerve stimulator test lead placement, right.\nUnder fluoroscopy a needle was passed into the right S3 foramen, bellows and toe response were seen and the lead was placed. Taped.", "64561-RT"),
    "sacral, both sides": Case("PROCEDURE: Bilateral sacral neuromodulation, percutaneous nerve evaluation.\nUnder fluoroscopy leads were placed in the left and right S3 foramina with good response. Leads were taped.", "64561-50"),
    "sacral, with generator": Case(
        "OPERATION: InterStim sacral neuromodulation, left.\nUnder fluoroscopy the tined lead was placed percutaneously in the left S3 foramen with good motor response. It was tunneled to a pocket and the pulse generator was placed and connected.",
        "64561-LT 64590",
    ),
    "sacral, open": Case("OPERATION: Open surgical placement of sacral nerve stimulator lead.\nThrough a sacral incision the fascia was opened, the S3 foramen exposed and the electrode placed under direct vision and anchored.", "64581"),
    "sacral, surgically exposed": Case("PROCEDURE: Sacral nerve stimulator lead implant, open approach.\nThe lumbosacral fascia was incised, the S3 nerve was exposed and the lead placed and sutured.", "64581"),
    "open lead": Case("OPERATION: Peripheral nerve stimulator implant, right ulnar nerve, open.\nAn incision was made above the elbow, the nerve was exposed and the cuff electrode was placed around it. Closed in layers.", "64575"),
    "open lead with generator": Case(
        "PROCEDURE: Open implantation of peripheral nerve stimulator, left sciatic nerve.\nThe nerve was dissected free in the thigh and a paddle electrode placed beside it. The lead was tunneled; a pocket was created and the generator was placed and connected.",
        "64575 64590",
    ),
    "neuromuscular": Case("PROCEDURE: Open placement of neuromuscular stimulator electrodes, right deltoid.\nThrough an incision one electrode was sewn to the motor point of the muscle and tested. Closed.", "64580"),
    "neuromuscular, terse": Case("OP: neuromuscular electrode implant, left tibialis anterior, open incision, one lead placed at the motor point, good dorsiflexion on test.", "64580"),
    "integrated": Case(
        "PROCEDURE: Percutaneous implantation of integrated peripheral nerve neurostimulator, left tibial nerve.\nUnder ultrasound the electrode array with an integrated neurostimulator was placed beside the nerve through the introducer. Response good. Incision closed.",
        "64596",
    ),
    "integrated, two arrays": Case(
        "PROCEDURE: Integrated peripheral nerve stimulator implant, right suprascapular and axillary nerves.\nTwo electrode arrays, each with an integrated neurostimulator, were placed under ultrasound beside the nerves and tested. Closed.",
        "64596 64597",
    ),
    "integrated, three arrays": Case("PNS implant today: three leads, integrated neurostimulator in each, placed percutaneously along the right intercostal nerves under ultrasound; all tested and buried.", "64596 64597x2"),
    "integrated removed": Case("PROCEDURE: Removal of integrated peripheral nerve stimulator, left tibial nerve.\nThe incision was opened and the array with its integrated neurostimulator was removed intact.", "64598"),
    "integrated revised": Case("PROCEDURE: Revision of integrated peripheral nerve stimulator, right shoulder.\nThe incision was opened, the lead was repositioned closer to the axillary nerve and tested. The integrated neurostimulator works well. Closed.", "64598"),
    "a brand that may be integrated": Case("PROCEDURE: StimRouter placement, right peroneal nerve.\nUnder ultrasound the lead was placed beside the nerve and tested. Incision closed.", "64555", "review", "device"),
    "pns lead removed": Case("PROCEDURE: Removal of occipital nerve stimulator lead.\nThe occipital incision was opened, the permanent lead was removed intact. Closed.", "64585"),
    "pns lead revised": Case("PROCEDURE: Revision of peripheral nerve stimulator lead, right ulnar.\nThe incision was opened, the migrated lead was repositioned and anchored.", "64585"),
    "pns system removed": Case("OPERATION: Removal of occipital nerve stimulator leads and generator.\nThe chest pocket was opened, the generator was removed. The lead was removed through the occipital incision. Closed.", "64585 64595"),
    "pns generator replaced": Case("PROCEDURE: Occipital nerve stimulator battery replacement.\nThe old battery was removed from the chest pocket, and a new generator was connected to the existing leads and placed.", "64590"),
    "pns generator, second stage": Case("OPERATION: Stage 2 sacral neuromodulation.\nThe lead connection was opened, a pocket was created and the pulse generator was placed and connected to the lead.", "64590"),
    "pns generator revised": Case("PROCEDURE: Revision of peripheral nerve stimulator generator.\nThe pocket was opened and the generator was repositioned deeper. Same lead. Closed.", "64595"),
    "pns generator removed": Case("PROCEDURE: Occipital nerve stimulator generator removal.\nThe pocket was opened and the generator was removed, the lead was capped and left.", "64595"),
    "temporary lead out": Case("SPRINT lead removal visit, day 60. The right shoulder lead was pulled intact, tip seen, bandage placed. 60% relief.", "", "not_a_procedure"),
    "tibial stimulation": Case("PROCEDURE: Percutaneous tibial nerve stimulation, session 4 of 12.\nA needle electrode was inserted above the medial malleolus and stimulation given for 30 minutes. Tolerated well.", "64566"),
    "ptns": Case("PTNS #7 performed today, left ankle, needle placed, 30 minutes at 8 mA with good toe flexion.", "64566"),
    "pns planned": Case("Shoulder pain after stroke. We discussed a peripheral nerve stimulator; she would like to go ahead with the SPRINT trial, to be scheduled.", "", "not_a_procedure"),
    "auricular, through the skin": Case("PROCEDURE: Percutaneous electrical nerve field stimulation of the ear.\nThe needle arrays were placed on the left ear at the marked points and the generator taped behind it.", "0720T", "review"),
    "auricular, ib-stim": Case("IB-Stim device placed today on the right ear for functional abdominal pain; needle arrays were inserted after transillumination.", "0720T", "review"),
    "auricular, on the skin": Case("PROCEDURE: Transcutaneous auricular neurostimulation was performed, left ear electrode placed, 30 minutes, tolerated.", "0783T"),
    "auricular, tavns": Case("PROCEDURE: Transcutaneous auricular vagus nerve stimulation, session 2.\nThe earpiece was applied to the left cymba and stimulation given for 30 minutes; she completed it.", "0783T"),
}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def told(result: object) -> str:
    lines = result.lines  # type: ignore[attr-defined]
    return " ".join(sorted("-".join((x.code, *x.modifiers)) + (f"x{x.units}" if x.units > 1 else "") for x in lines))


@pytest.mark.parametrize("name", CASES)
def test_the_claim_of_a_note(coder: Coder, name: str) -> None:
    case = CASES[name]
    result = coder.code(case.note, context={"date_of_service": case.day})
    assert told(result) == " ".join(sorted(case.lines.split()))
    assert (result.status, set(result.missing)) == (case.status, set(case.missing.split()))
