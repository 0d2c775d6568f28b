"""Devices, discs and spine: notes as they are dictated, each with the lines, the status and what is missing.

At least two notes a code, and decoys: planned, past, declined, another day, another specialty. The notes are ours.
Some are for review by the unit limits of the day's tables alone (22526: none allowed).
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


CASES = {
    # -- spinal cord and ganglion stimulators ------------------------------------------------------------------------
    "scs trial, two leads": Case(
        "PROCEDURE: Percutaneous spinal cord stimulator trial.\n\nUnder fluoroscopy a 14-gauge Tuohy needle was advanced to the epidural space at L1-L2 with loss of "
        "resistance. An eight-contact lead was advanced to the top of T8. A second lead was placed in the same manner just right of midline. Paresthesias covered both legs. "
        "The leads were secured to the skin.",
        "63650x2",
    ),
    "scs trial, one lead, terse": Case(
        "SCS trial today. Single 8-contact lead threaded to T9 under fluoro, good coverage of the right leg. Lead taped, rep programmed.",
        "63650",
    ),
    "drg trial": Case(
        "OPERATION: Dorsal root ganglion stimulator trial, left.\nTwo DRG trial leads were placed under fluoroscopy through the left L4 and L5 foramina with strain relief loops. "
        "Stimulation covered the foot. Leads anchored to skin.",
        "63650x2",
    ),
    "leads not counted": Case(
        "PROCEDURE: Spinal cord stimulator trial.\nThe epidural space was entered with a Tuohy under fluoroscopy and the leads were advanced to T8. Good paresthesia coverage. Leads secured.",
        "63650",
        "review",
        "count",
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
    "paddle alone": Case(
        "PROCEDURE: Surgical lead placement, spinal cord stimulator.\nThrough a small laminotomy at T10 a paddle electrode was inserted and centered over T8-9. It was anchored and the extension externalized.",
        "63655",
    ),
    "generator replaced": Case(
        "PREOPERATIVE DIAGNOSIS: Depleted spinal cord stimulator battery.\nPROCEDURE: Replacement of spinal cord stimulator generator.\nThe pocket was opened, the old generator was removed and the leads were "
        "disconnected. A new rechargeable generator was connected to the existing leads and placed in the pocket. Impedances good.",
        "63685",
    ),
    "battery change, terse": Case(
        "SCS battery replacement. Old IPG out, new IPG connected to existing leads, impedances good, pocket closed in layers.",
        "63685",
    ),
    "generator after a trial": Case(
        "PROCEDURE: Stage 2, implantation of pulse generator for spinal cord stimulation.\nThe externalized leads were found, a pocket was made in the flank and the generator was placed in it and connected. Closed in layers.",
        "63685",
    ),
    "pocket revision": Case(
        "PROCEDURE: Revision of spinal cord stimulator generator pocket.\nThe generator was painful over the iliac crest. The pocket was opened and the generator was relocated to a new subcutaneous site lower in the "
        "buttock. The same leads were reconnected. Closed in layers.",
        "63688",
    ),
    "generator removed alone": Case(
        "OPERATION: Removal of spinal cord stimulator generator.\nThe flank pocket was opened, the generator was disconnected and removed and the leads were capped and left. Wound closed.",
        "63688",
    ),
    "leads removed": Case(
        "PROCEDURE: Removal of percutaneous spinal cord stimulator leads.\nThrough the midline scar the anchors were cut and both leads were removed intact under fluoroscopy. The generator had been taken out last year.",
        "63661",
    ),
    "leads out, terse": Case(
        "OP NOTE. Removal of two percutaneous SCS leads for loss of benefit; IPG left in place at her wish. Anchors freed, leads removed in one piece, closed with Vicryl.",
        "63661",
    ),
    "system removed": Case(
        "OPERATION: Removal of spinal cord stimulator system.\nThe pocket was opened, the generator was removed. The midline incision was opened, the anchors freed and both percutaneous leads were removed intact. Irrigated and closed.",
        "63661 63688",
    ),
    "paddle removed": Case(
        "PROCEDURE: Removal of paddle lead.\nThe old laminotomy was reopened, scar dissected and the paddle lead was removed without injury to the dura. Closed in layers.",
        "63662",
    ),
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
    "paddle revision": Case(
        "OPERATION: Revision of paddle lead.\nThe laminotomy was extended and the paddle lead was repositioned to the midline at T8-9 under fluoroscopy, then anchored.",
        "63664",
    ),
    "paddle replaced": Case(
        "PROCEDURE: Replacement of the paddle lead, spinal cord stimulator, fractured contacts.\nThe laminotomy was reopened, and a new paddle lead was placed at the same level and connected to the existing generator.",
        "63664",
    ),
    "trial leads pulled": Case(
        "SCS trial follow-up. She had 70% relief for five days. Dressing taken down, both trial leads were removed intact, tips seen. Wants the permanent implant.",
        "",
        "not_a_procedure",
    ),
    "lead pull visit": Case(
        "VISIT: SCS lead pull.\nTrial went well, 80% relief. The leads were pulled without resistance and tips were intact. Site clean, bandage on.",
        "",
        "not_a_procedure",
    ),
    "scs planned": Case(
        "FOLLOW-UP. Failed back surgery syndrome. We discussed a spinal cord stimulator trial; psychology clearance is pending and the trial will be scheduled next month.",
        "",
        "not_a_procedure",
    ),
    "scs in the history": Case(
        "HISTORY: Spinal cord stimulator implanted in 2019, battery replaced in 2023. Today she is here for medication refills. PLAN: continue gabapentin.",
        "",
        "not_a_procedure",
    ),
    "scs declined": Case(
        "Office visit. The risks and benefits of spinal cord stimulator removal were reviewed. She declined and wishes to keep it.",
        "",
        "not_a_procedure",
    ),
    # -- programming --------------------------------------------------------------------------------------------------
    "interrogation only": Case(
        "Stimulator check. The spinal cord stimulator was interrogated today: battery good, impedances normal, no changes made to the programs. She is happy with it.",
        "95970",
    ),
    "analysis of the device": Case(
        "PROCEDURE: Spinal cord stimulator analysis.\nI interrogated the SCS generator. Usage 96 percent, all impedances in range. No reprogramming was needed.",
        "95970",
    ),
    "simple programming": Case(
        "PROCEDURE: Spinal cord stimulator reprogramming.\nI interrogated the device and increased the amplitude on program 1 and changed the rate to 60. Good coverage of the left leg after that.",
        "95971",
    ),
    "simple programming, said so": Case(
        "PROCEDURE: SCS reprogramming, simple.\nI reprogrammed her device for better foot coverage, simple programming, two parameters changed.",
        "95971",
    ),
    "complex programming": Case(
        "PROCEDURE: Spinal cord stimulator reprogramming.\nI reprogrammed the device. The contact configuration was changed, amplitude was increased, pulse width was widened to 300, the rate was changed to 50 and cycling was set. New coverage of the low back.",
        "95972",
    ),
    "complex programming, said so": Case(
        "PROCEDURE: Complex programming of spinal cord stimulator.\nI reprogrammed his stimulator, complex programming with six parameters adjusted over 40 minutes. Better coverage.",
        "95972",
    ),
    "parameters not told": Case(
        "PROCEDURE: SCS reprogramming.\nHer stimulator was reprogrammed today by me with improved coverage of the right foot.",
        "95971",
        "review",
        "count",
    ),
    "programming by the representative": Case(
        "PROCEDURE: SCS reprogramming.\nThe stimulator was reprogrammed by the device representative in the waiting room. No provider present.",
        "",
        "review",
    ),
    "programming planned": Case(
        "Follow-up of his stimulator. He will return next week for spinal cord stimulator reprogramming with the rep. Gabapentin refilled.",
        "",
        "not_a_procedure",
    ),
    # -- peripheral nerve stimulators -----------------------------------------------------------------------------------
    "pns percutaneous": Case(
        "PROCEDURE: Percutaneous peripheral nerve stimulator lead placement, right suprascapular nerve.\nUnder ultrasound the introducer was advanced to the suprascapular notch and the lead was deployed beside the nerve. Stimulation produced comfortable tingling. "
        "The lead was secured and connected to the external stimulator.",
        "64555",
    ),
    "sprint": Case(
        "SPRINT PNS placement, left axillary nerve. Under ultrasound the MicroLead was deployed 1 cm from the nerve with good deltoid activation. Lead taped, external pulse generator attached, teaching done.",
        "64555",
    ),
    "sprint, two leads": Case(
        "PROCEDURE: SPRINT peripheral nerve stimulation, bilateral medial branch leads.\nUnder fluoroscopy two leads were placed at the L4 medial branches, left and right. Multifidus activation was seen. Leads secured to the skin.",
        "64555x2",
        "review",
    ),
    "occipital, both sides, with generator": Case(
        "OPERATION: Implantation of occipital nerve stimulator, permanent.\nUnder fluoroscopy two percutaneous leads were placed over the greater occipital nerves, left and right. They were tunneled to the chest, a pocket was created and the pulse generator was placed and connected.",
        "64555x2 64590",
    ),
    "supraorbital": Case(
        "PROCEDURE: Percutaneous supraorbital nerve stimulator trial lead placement, left.\nUnder fluoroscopy a lead was advanced over the brow to the supraorbital nerve. Good coverage. Secured.",
        "64553",
    ),
    "trigeminal branches": Case(
        "PROCEDURE: Trigeminal nerve stimulation trial. Two percutaneous leads were placed at the supraorbital and infraorbital nerves under fluoroscopy, taped and tested.",
        "64553x2",
        "review",
    ),
    "sacral test": Case(
        "PROCEDURE: Sacral nerve stimulator test lead placement, right.\nUnder fluoroscopy a needle was passed into the right S3 foramen, bellows and toe response were seen and the lead was placed. Taped.",
        "64561-RT",
    ),
    "sacral, both sides": Case(
        "PROCEDURE: Bilateral sacral neuromodulation, percutaneous nerve evaluation.\nUnder fluoroscopy leads were placed in the left and right S3 foramina with good response. Leads were taped.",
        "64561-50",
    ),
    "sacral, with generator": Case(
        "OPERATION: InterStim sacral neuromodulation, left.\nUnder fluoroscopy the tined lead was placed percutaneously in the left S3 foramen with good motor response. It was tunneled to a pocket and the pulse generator was placed and connected.",
        "64561-LT 64590",
    ),
    "sacral, open": Case(
        "OPERATION: Open surgical placement of sacral nerve stimulator lead.\nThrough a sacral incision the fascia was opened, the S3 foramen exposed and the electrode placed under direct vision and anchored.",
        "64581",
    ),
    "sacral, surgically exposed": Case(
        "PROCEDURE: Sacral nerve stimulator lead implant, open approach.\nThe lumbosacral fascia was incised, the S3 nerve was exposed and the lead placed and sutured.",
        "64581",
    ),
    "open lead": Case(
        "OPERATION: Peripheral nerve stimulator implant, right ulnar nerve, open.\nAn incision was made above the elbow, the nerve was exposed and the cuff electrode was placed around it. Closed in layers.",
        "64575",
    ),
    "open lead with generator": Case(
        "PROCEDURE: Open implantation of peripheral nerve stimulator, left sciatic nerve.\nThe nerve was dissected free in the thigh and a paddle electrode placed beside it. The lead was tunneled; a pocket was created and the generator was placed and connected.",
        "64575 64590",
    ),
    "neuromuscular": Case(
        "PROCEDURE: Open placement of neuromuscular stimulator electrodes, right deltoid.\nThrough an incision one electrode was sewn to the motor point of the muscle and tested. Closed.",
        "64580",
    ),
    "neuromuscular, terse": Case(
        "OP: neuromuscular electrode implant, left tibialis anterior, open incision, one lead placed at the motor point, good dorsiflexion on test.",
        "64580",
    ),
    "integrated": Case(
        "PROCEDURE: Percutaneous implantation of integrated peripheral nerve neurostimulator, left tibial nerve.\nUnder ultrasound the electrode array with an integrated neurostimulator was placed beside the nerve through the introducer. Response good. Incision closed.",
        "64596",
    ),
    "integrated, two arrays": Case(
        "PROCEDURE: Integrated peripheral nerve stimulator implant, right suprascapular and axillary nerves.\nTwo electrode arrays, each with an integrated neurostimulator, were placed under ultrasound beside the nerves and tested. Closed.",
        "64596 64597",
    ),
    "integrated, three arrays": Case(
        "PNS implant today: three leads, integrated neurostimulator in each, placed percutaneously along the right intercostal nerves under ultrasound; all tested and buried.",
        "64596 64597x2",
        "review",
    ),
    "integrated removed": Case(
        "PROCEDURE: Removal of integrated peripheral nerve stimulator, left tibial nerve.\nThe incision was opened and the array with its integrated neurostimulator was removed intact.",
        "64598",
    ),
    "integrated revised": Case(
        "PROCEDURE: Revision of integrated peripheral nerve stimulator, right shoulder.\nThe incision was opened, the lead was repositioned closer to the axillary nerve and tested. The integrated neurostimulator works well. Closed.",
        "64598",
    ),
    "a brand that may be integrated": Case(
        "PROCEDURE: StimRouter placement, right peroneal nerve.\nUnder ultrasound the lead was placed beside the nerve and tested. Incision closed.",
        "64555",
        "review",
        "device",
    ),
    "pns lead removed": Case(
        "PROCEDURE: Removal of occipital nerve stimulator lead.\nThe occipital incision was opened, the permanent lead was removed intact. Closed.",
        "64585",
    ),
    "pns lead revised": Case(
        "PROCEDURE: Revision of peripheral nerve stimulator lead, right ulnar.\nThe incision was opened, the migrated lead was repositioned and anchored.",
        "64585",
    ),
    "pns system removed": Case(
        "OPERATION: Removal of occipital nerve stimulator leads and generator.\nThe chest pocket was opened, the generator was removed. The lead was removed through the occipital incision. Closed.",
        "64585 64595",
    ),
    "pns generator replaced": Case(
        "PROCEDURE: Occipital nerve stimulator battery replacement.\nThe old battery was removed from the chest pocket, and a new generator was connected to the existing leads and placed.",
        "64590",
    ),
    "pns generator, second stage": Case(
        "OPERATION: Stage 2 sacral neuromodulation.\nThe lead connection was opened, a pocket was created and the pulse generator was placed and connected to the lead.",
        "64590",
    ),
    "pns generator revised": Case(
        "PROCEDURE: Revision of peripheral nerve stimulator generator.\nThe pocket was opened and the generator was repositioned deeper. Same lead. Closed.",
        "64595",
    ),
    "pns generator removed": Case(
        "PROCEDURE: Occipital nerve stimulator generator removal.\nThe pocket was opened and the generator was removed, the lead was capped and left.",
        "64595",
    ),
    "temporary lead out": Case(
        "SPRINT lead removal visit, day 60. The right shoulder lead was pulled intact, tip seen, bandage placed. 60% relief.",
        "",
        "not_a_procedure",
    ),
    "tibial stimulation": Case(
        "PROCEDURE: Percutaneous tibial nerve stimulation, session 4 of 12.\nA needle electrode was inserted above the medial malleolus and stimulation given for 30 minutes. Tolerated well.",
        "64566",
    ),
    "ptns": Case(
        "PTNS #7 performed today, left ankle, needle placed, 30 minutes at 8 mA with good toe flexion.", "64566"
    ),
    "pns planned": Case(
        "Shoulder pain after stroke. We discussed a peripheral nerve stimulator; she would like to go ahead with the SPRINT trial, to be scheduled.",
        "",
        "not_a_procedure",
    ),
    "auricular, through the skin": Case(
        "PROCEDURE: Percutaneous electrical nerve field stimulation of the ear.\nThe needle arrays were placed on the left ear at the marked points and the generator taped behind it.",
        "0720T",
        "review",
    ),
    "auricular, ib-stim": Case(
        "IB-Stim device placed today on the right ear for functional abdominal pain; needle arrays were inserted after transillumination.",
        "0720T",
        "review",
    ),
    "auricular, on the skin": Case(
        "PROCEDURE: Transcutaneous auricular neurostimulation was performed, left ear electrode placed, 30 minutes, tolerated.",
        "0783T",
    ),
    "auricular, tavns": Case(
        "PROCEDURE: Transcutaneous auricular vagus nerve stimulation, session 2.\nThe earpiece was applied to the left cymba and stimulation given for 30 minutes; she completed it.",
        "0783T",
    ),
    # -- pumps ----------------------------------------------------------------------------------------------------------
    "pump trial, bolus": Case(
        "PROCEDURE: Intrathecal morphine trial, single shot.\nUnder fluoroscopy a 25-gauge spinal needle was placed at L3-L4 with clear CSF and 0.3 mg of preservative-free morphine was injected. Needle out.",
        "62323",
    ),
    "pump trial, bolus without imaging": Case(
        "PROCEDURE: Intrathecal baclofen screening trial.\nA 25 gauge spinal needle was introduced at L3-4, CSF was clear and 50 mcg of baclofen was injected. Ashworth from 4 to 2 at 4 hours.",
        "62322",
    ),
    "pump trial, catheter": Case(
        "PROCEDURE: Intrathecal trial with catheter.\nUnder fluoroscopy a catheter was threaded through a Tuohy needle at L2-3 to T10. CSF flowed. The catheter was taped and connected to an external pump, and an infusion of morphine was started.",
        "62327",
    ),
    "pump trial, catheter without imaging": Case(
        "PROCEDURE: Trial of intrathecal therapy. A catheter was threaded 5 cm into the intrathecal space at L3-4, taped, and infusion of hydromorphone 0.02 mg an hour was started.",
        "62326",
    ),
    "pump and catheter": Case(
        "OPERATION: Implantation of intrathecal catheter and programmable infusion pump.\nUnder fluoroscopy the catheter was threaded to T9 and anchored. A pocket was created in the abdomen, the catheter was tunneled and connected, and the SynchroMed II pump was placed in the pocket.",
        "62350 62362",
    ),
    "pump implant, baclofen": Case(
        "OPERATION: Baclofen pump implantation.\nA new intrathecal catheter was placed at L3-4 and advanced to T6. An abdominal pocket was made, the catheter tunneled, and a programmable pump filled with baclofen was seated in the pocket.",
        "62350 62362",
    ),
    "pump replaced": Case(
        "PREOPERATIVE DIAGNOSIS: Intrathecal pump at end of life.\nPROCEDURE: Replacement of programmable intrathecal pump.\nThe pocket was opened, the old pump was disconnected. The existing catheter aspirated freely and was left in place. The new pump was connected and placed in the pocket.",
        "62362",
    ),
    "fixed-rate pump": Case(
        "OPERATION: Implantation of constant flow infusion pump.\nA pocket was created and the fixed rate pump was placed in it and connected to the existing intrathecal catheter.",
        "62361",
    ),
    "fixed-rate pump and catheter": Case(
        "PROCEDURE: Intrathecal catheter placement and non-programmable pump implantation.\nThe catheter was threaded to T10, tunneled and connected to the pump, which was placed in the abdominal pocket.",
        "62350 62361",
    ),
    "catheter alone": Case(
        "OPERATION: Implantation of tunneled intrathecal catheter.\nThe catheter was advanced to T8 through a Tuohy needle under fluoroscopy, anchored and tunneled to the flank, where the connector was buried.",
        "62350",
    ),
    "catheter revised": Case(
        "PROCEDURE: Intrathecal catheter revision.\nThe spinal segment was kinked. A new catheter was placed at L3-4, advanced to T10 and connected to the pump segment. CSF flowed back.",
        "62350",
    ),
    "catheter with laminectomy": Case(
        "OPERATION: Intrathecal catheter placement with laminectomy.\nA laminectomy of T12 was done for the scar, the dura was opened and the catheter was passed upward, sewn and tunneled.",
        "62351",
    ),
    "catheter with laminotomy and pump": Case(
        "OPERATION: L2 laminectomy for intrathecal catheter placement, and implantation of programmable pump.\nAfter the laminectomy the catheter was inserted into the subarachnoid space and tunneled. A pocket was made and the pump was placed and connected.",
        "62351 62362",
    ),
    "reservoir": Case(
        "OPERATION: Implantation of subcutaneous reservoir for intrathecal drug.\nA pocket was made over the ribs and the reservoir was sutured in it and connected to the existing catheter.",
        "62360",
    ),
    "reservoir replaced": Case(
        "PROCEDURE: Replacement of subcutaneous intrathecal reservoir.\nThe pocket was opened, the leaking reservoir taken out and a new one placed and connected to the old catheter.",
        "62360",
    ),
    "pump removed": Case(
        "PROCEDURE: Removal of intrathecal pump.\nThe abdominal pocket was opened, the pump was disconnected and removed, and the catheter was tied off and left.",
        "62365",
    ),
    "pump explanted": Case(
        "OPERATION: Intrathecal pump explantation for lack of benefit. The pocket was opened and the pump was explanted; catheter capped and left behind.",
        "62365",
    ),
    "pump and catheter removed": Case(
        "OPERATION: Removal of intrathecal pump and catheter for infection.\nThe pocket was opened and the pump was removed. The lumbar incision was opened and the catheter was removed intact. Irrigated.",
        "62355 62365",
    ),
    "catheter removed": Case(
        "PROCEDURE: Removal of intrathecal catheter.\nThe lumbar wound was opened, the anchor cut and the catheter was removed in one piece. The pump was taken out last year.",
        "62355",
    ),
    "catheter removed, terse": Case(
        "Intrathecal catheter removal in the OR. Anchor freed, catheter was removed completely, purse string tied, no CSF leak.",
        "62355",
    ),
    "refill by the doctor": Case(
        "PROCEDURE: Intrathecal pump refill and reprogramming.\nI accessed the center port with a Huber needle, withdrew 4 mL and instilled 20 mL of morphine 10 mg/mL. I reprogrammed the pump to 3 mg a day.",
        "62370",
    ),
    "refill by the doctor, terse": Case(
        "Pump refilled by me: residual 2.1 mL, 40 mL baclofen 2000 mcg/mL in. I increased the rate 10 percent, new alarm date set.",
        "62370",
    ),
    "refill by the nurse": Case(
        "PROCEDURE: Pump refill with reprogramming, performed by RN.\nReservoir emptied, 20 mL of hydromorphone instilled, dose was increased to 2.2 mg a day.",
        "62369",
    ),
    "refill by staff": Case(
        "ITB pump refill done by our clinic nurse. Residual 3 mL. 20 mL of baclofen 500 mcg/mL instilled. Pump reprogrammed, daily dose 310.",
        "62369",
    ),
    "refill, nobody named": Case(
        "PROCEDURE: Intrathecal pump refill.\nResidual 5 mL, 20 mL of morphine was instilled through the port. Pump reprogrammed with new daily dose.",
        "62369",
        "review",
        "who_performed",
    ),
    "refill without programming": Case(
        "PROCEDURE: Refill of constant flow intrathecal pump.\nI entered the septum with the Huber needle, emptied the reservoir and instilled 35 mL of morphine. No programming.",
        "95991",
    ),
    "refill without programming, doctor": Case(
        "Fixed rate pump refill. I withdrew the residual and filled the reservoir with 30 mL of hydromorphone. No reprogramming was done.",
        "95991",
    ),
    "refill without programming, nurse": Case(
        "PROCEDURE: Pump refill by RN. Reservoir emptied of 6 mL and 18 mL of morphine instilled. No change in rate was programmed.",
        "95990",
    ),
    "refill without programming, staff": Case(
        "Refill of the constant flow pump performed by nurse under my supervision. 50 mL of morphine instilled into the reservoir. No programming.",
        "95990",
    ),
    "pump analysis": Case(
        "PROCEDURE: Intrathecal pump interrogation.\nThe pump was interrogated today. Reservoir volume 12 mL, battery good, no alarms. No changes.",
        "62367",
    ),
    "pump analysis, terse": Case(
        "Intrathecal pump interrogation only. Reservoir 9 mL, no stall, settings unchanged, no refill.", "62367"
    ),
    "pump reprogrammed": Case(
        "PROCEDURE: Intrathecal pump reprogramming.\nI interrogated the pump and increased the daily dose by 10 percent to 4.4 mg. No refill was due.",
        "62368",
    ),
    "pump rate changed": Case(
        "Pump analysis and reprogramming today without refill. Rate was decreased by 15 percent for leg weakness.",
        "62368",
    ),
    "dye study": Case(
        "PROCEDURE: Intrathecal catheter dye study.\nUnder fluoroscopy the side port was accessed, 2 mL of CSF and drug were aspirated, and Omnipaque was injected with free flow to T10. No leak.",
        "",
        "review",
    ),
    "side-port study": Case(
        "PROCEDURE: Pump side port study.\nThe catheter access port was entered with a 24 gauge needle under fluoroscopy. Nothing could be aspirated; contrast was not injected.",
        "",
        "review",
    ),
    "refill planned": Case(
        "Clinic visit. Pump alarm date is March 3; she will come back for a pump refill on February 27. Pain 4/10.",
        "",
        "not_a_procedure",
    ),
    "pump in the history": Case(
        "HISTORY: Intrathecal pump implanted in 2018 and replaced in 2024. Doing well on oral baclofen, examined today. PLAN: physical therapy.",
        "",
        "not_a_procedure",
    ),
    # -- basivertebral nerve ----------------------------------------------------------------------------------------------
    "basivertebral, two bodies": Case(
        "PROCEDURE: Basivertebral nerve ablation, L4 and L5.\nUnder fluoroscopy the introducer was passed through the pedicle into L4 and the probe heated to 85 degrees for 15 minutes. The same was done at L5.",
        "64628",
    ),
    "intracept, three bodies": Case(
        "PROCEDURE: Intracept procedure at L4, L5 and S1.\nTranspedicular access to the L4, L5 and S1 vertebral bodies under fluoroscopy; the basivertebral nerve was ablated in each for 15 minutes at 85 C.",
        "64628 64629",
    ),
    "basivertebral, four bodies": Case(
        "OPERATION: Radiofrequency ablation of the basivertebral nerves at L3, L4, L5 and S1. Under fluoroscopic guidance each vertebral body was entered through the pedicle, and the basivertebral nerve was ablated.",
        "64628 64629x2",
    ),
    "basivertebral planned": Case(
        "MRI shows Modic 1 changes at L4-5. We discussed basivertebral nerve ablation and will request authorization.",
        "",
        "not_a_procedure",
    ),
    # -- discs -------------------------------------------------------------------------------------------------------------
    "disc decompression": Case(
        "PROCEDURE: Percutaneous disc decompression, L4-L5.\nUnder fluoroscopy the introducer was advanced into the L4-5 disc from the left and the Dekompressor was run for three minutes; nuclear material was removed.",
        "62287",
    ),
    "nucleoplasty, two levels": Case(
        "OPERATION: Nucleoplasty L3-4 and L4-5. Under fluoroscopy the wand was passed into each disc and six channels were made with coblation.",
        "62287",
    ),
    "idet, one level": Case(
        "PROCEDURE: Intradiscal electrothermal therapy (IDET), L5-S1.\nUnder fluoroscopy the catheter was navigated in the L5-S1 disc and heated to 90 degrees for 4 minutes.",
        "22526",
        "review",
    ),
    "idet, two levels": Case(
        "PROCEDURE: IDET at L4-5 and L5-S1. Under fluoroscopy the heating catheter was placed in the posterior annulus of each disc and the protocol was completed.",
        "22526 22527",
        "review",
    ),
    "annuloplasty, three levels": Case(
        "OPERATION: Intradiscal biacuplasty L3-4, L4-5 and L5-S1.\nUnder fluoroscopy two probes were placed in each disc and heating was carried out for 15 minutes.",
        "22526 22527",
        "review",
    ),
    "disc allograft, fluoroscopy": Case(
        "PROCEDURE: Intradiscal allograft injection, L4-L5.\nUnder fluoroscopy a needle was passed into the L4-5 disc and 2 mL of the VIA Disc NP allograft was injected.",
        "0627T",
    ),
    "disc allograft, two levels": Case(
        "PROCEDURE: VIA Disc NP injection at L4-5 and L5-S1 under fluoroscopic guidance. The nucleus of each disc was entered and 1.5 mL of allograft was injected.",
        "0627T 0628T",
    ),
    "disc allograft, ct": Case(
        "PROCEDURE: Percutaneous disc allograft injection, L5-S1, CT guided.\nUnder CT a needle was passed into the L5-S1 disc, and 2 mL of allograft was injected.",
        "0629T",
    ),
    "disc allograft, ct, three levels": Case(
        "PROCEDURE: Intradiscal allograft injection under CT guidance, L3-4, L4-5 and L5-S1. The allograft was injected into the nucleus of each disc.",
        "0629T 0630Tx2",
    ),
    "endoscopic decompression": Case(
        "OPERATION: Endoscopic lumbar discectomy, left L4-L5.\nUnder fluoroscopy the working cannula was placed in the left L4-5 foramen and the herniation was removed through the endoscope.",
        "62380-LT",
    ),
    "endoscopic, two interspaces": Case(
        "PROCEDURE: Endoscopic interlaminar decompression, right L4-5 and right L5-S1.\nThe endoscope was introduced on the right at each interspace and ligamentum and disc were removed.",
        "62380-RTx2",
    ),
    "disc aspiration": Case(
        "PROCEDURE: Percutaneous disc aspiration, L3-L4, for discitis.\nUnder fluoroscopy an 18 gauge needle was passed into the L3-4 disc and 1 mL of cloudy fluid was aspirated for culture.",
        "62267 77003",
    ),
    "disc biopsy under ct": Case(
        "PROCEDURE: CT-guided disc biopsy, L4-5.\nA needle was placed in the disc under CT and material was aspirated and sent for culture.",
        "62267",
    ),
    "discogram": Case(
        "PROCEDURE: Lumbar discogram L3-4, L4-5 and L5-S1.\nUnder fluoroscopy each nucleus was entered and contrast injected with pressure. Interpretation: L3-4 normal nucleogram, L4-5 concordant pain with annular tear, L5-S1 no pain.",
        "62290x3 72295x3",
    ),
    "provocation discography": Case(
        "PROVOCATIVE DISCOGRAPHY. Under fluoroscopy the L4-5 and L5-S1 discs were injected with Omnipaque. L4-5: concordant pain, posterior fissure. L5-S1: normal morphology.",
        "62290x2 72295x2",
    ),
    "cervical discogram": Case(
        "PROCEDURE: Cervical discography C4-5 and C5-6. Under fluoroscopy 0.3 mL of contrast was injected into each disc. Interpretation: C5-6 concordant with annular fissure, C4-5 normal nucleogram.",
        "62291x2 72285x2",
    ),
    "cervical discogram, one disc": Case(
        "PROCEDURE: Cervical discogram, C5-C6.\nThe needle was advanced into the disc under fluoroscopy and 0.2 mL of contrast was injected. Interpretation: posterior annular tear, concordant neck pain.",
        "62291 72285",
    ),
    "disc work planned": Case(
        "Follow-up. Discussed percutaneous disc decompression and IDET; neither is covered by her plan. She will think about it.",
        "",
        "not_a_procedure",
    ),
    "open discectomy": Case(
        "OPERATION: Left L5-S1 microdiscectomy.\nThrough a midline incision the lamina was thinned and the fragment removed under the microscope.",
        "",
        "not_a_procedure",
    ),
    "a pump looked at, no needle": Case(
        "Pain pump check. No refill today. I interrogated the pump with the programmer myself, reservoir volume 9 mL, morphine at 3 mg a day, no settings changed. Refill date stays March 4.",
        "62367",
    ),
    "pns trial of": Case(
        "PROCEDURE: Trial of peripheral nerve stimulation, right suprascapular nerve.\nUnder ultrasound the introducer was passed to the right suprascapular nerve and one percutaneous lead was placed and hooked to an external stimulator.",
        "64555",
    ),
    # -- stenosis ------------------------------------------------------------------------------------------------------------
    "mild, both sides": Case(
        "PROCEDURE: Minimally invasive lumbar decompression (mild procedure), L4-L5, bilateral.\nUnder fluoroscopy with epidurogram the portal was placed at L4-5 on the right and bone and ligamentum flavum were removed; then the same on the left.",
        "62330",
    ),
    "mild, two levels": Case(
        "PROCEDURE: Percutaneous image-guided lumbar decompression at L3-L4 and L4-L5, bilateral. Under fluoroscopy ligamentum flavum was removed at both levels on both sides with the tissue sculpter.",
        "62330 62331",
    ),
    "mild, three levels": Case(
        "PROCEDURE: mild procedure, L2-3, L3-4 and L4-5, bilateral.\nUnder fluoroscopy and epidurogram the ligamentum flavum was debulked at each level on both sides.",
        "62330 62331",
    ),
    "mild, one side": Case(
        "PROCEDURE: Percutaneous lumbar decompression with partial removal of ligamentum flavum, left L4-L5.\nUnder fluoroscopy the portal was placed on the left and the ligamentum was debulked. Contrast flow improved.",
        "62330-52",
    ),
    "mild, side not told": Case(
        "PROCEDURE: Percutaneous image-guided lumbar decompression, L4-L5.\nUnder fluoroscopy the portal was placed and the ligamentum flavum was debulked.",
        "62330-52",
        "review",
        "laterality",
    ),
    "mild in 2025": Case(
        "PROCEDURE: mild procedure, L4-L5, bilateral.\nUnder fluoroscopy the ligamentum flavum was debulked on both sides.",
        "0275T",
        day="2025-11-03",
    ),
    "mild in 2024, two levels": Case(
        "PROCEDURE: Percutaneous image-guided lumbar decompression at L3-L4 and L4-L5, left side. Under fluoroscopy ligamentum was removed at both levels.",
        "0275T",
        day="2024-05-20",
    ),
    "mild planned": Case(
        "Neurogenic claudication, ligamentum flavum hypertrophy 5 mm. We will schedule the mild procedure at L4-5 once authorized.",
        "",
        "not_a_procedure",
    ),
    "mild stenosis is no procedure": Case(
        "Stenosis is moderate at L3-4 and mild at L4-5. Examined today, continue therapy and gabapentin.",
        "",
        "not_a_procedure",
    ),
    "spacer": Case(
        "PROCEDURE: Superion interspinous spacer implantation, L4-L5.\nThrough a small midline incision under fluoroscopy the cannula was docked and the spacer was deployed between the L4 and L5 spinous processes.",
        "22869",
    ),
    "spacer, two levels": Case(
        "OPERATION: Interspinous process spacer placement at L3-L4 and L4-L5. Under fluoroscopy a Vertiflex spacer was deployed at each level.",
        "22869 22870",
    ),
    "spacer, two levels, terse": Case(
        "Superion L3-4 and L4-5 today under fluoro, 10 and 12 mm devices deployed without trouble, incisions closed.",
        "22869 22870",
    ),
    "spacer with decompression": Case(
        "OPERATION: Interlaminar stabilization device placement with open decompression, L4-L5.\nA laminotomy was performed at L4-5 with medial facetectomy, and a Coflex device was then implanted between the spinous processes.",
        "22867",
    ),
    "spacer with decompression, two levels": Case(
        "OPERATION: Coflex implant L3-L4 and L4-L5 with direct decompression.\nLaminotomies and decompression were performed at both levels and a Coflex device was implanted at each.",
        "22867 22868",
    ),
    "spacer with laminotomy, two levels": Case(
        "PROCEDURE: Interspinous device placement with laminotomy at L2-3 and L3-4.\nLaminotomy was performed at each level and the device was implanted at each.",
        "22867 22868",
    ),
    "spacer planned": Case(
        "He was seen for claudication. Options include an interspinous spacer; he would like to wait.",
        "",
        "not_a_procedure",
    ),
    "si fusion, transfixing": Case(
        "PROCEDURE: Minimally invasive sacroiliac joint fusion, right.\nUnder fluoroscopy three triangular titanium implants were placed through the ilium across the SI joint into the sacrum.",
        "27279-RT",
    ),
    "si fusion, transfixing, left": Case(
        "OPERATION: Left SI joint fusion, lateral approach. Under fluoroscopy two transfixing screws were placed across the left SI joint. Good purchase.",
        "27279-LT",
    ),
    "si fusion, intra-articular": Case(
        "PROCEDURE: Percutaneous SI joint fusion, left, posterior approach.\nUnder fluoroscopy an allograft dowel was impacted into the joint, without transfixation. Wound closed.",
        "27278-LT",
    ),
    "si fusion, intra-articular, both": Case(
        "OPERATION: Bilateral sacroiliac joint fusion with intra-articular allograft.\nUnder fluoroscopy a structural allograft was seated in the left and then the right joint space. No transfixing device was used.",
        "27278-50",
    ),
    "si fusion, intra-articular, in 2023": Case(
        "PROCEDURE: Percutaneous SI joint fusion, left.\nUnder fluoroscopy a structural allograft was seated in the joint space.",
        "0775T",
        day="2023-10-05",
    ),
    "si allograft in 2023": Case(
        "OPERATION: Right sacroiliac joint allograft placement. Under fluoroscopy an allograft dowel was impacted into the joint.",
        "0775T",
        day="2023-05-09",
    ),
    "si fusion, device not told": Case(
        "PROCEDURE: Percutaneous sacroiliac joint fusion, right.\nUnder fluoroscopy the implant was placed in good position. Closed.",
        "",
        "review",
        "device",
    ),
    "si fusion, both kinds": Case(
        "PROCEDURE: Right SI joint fusion.\nUnder fluoroscopy an intra-articular allograft was impacted into the joint, and then a transfixing screw was placed across the SI joint.",
        "27279-RT",
        "review",
        "device",
    ),
    "si fusion planned": Case(
        "Sacroiliac pain for two years. We discussed SI joint fusion; she will see the surgeon next month.",
        "",
        "not_a_procedure",
    ),
    # -- myelography, puncture -------------------------------------------------------------------------------------------------
    "lumbar myelogram": Case(
        "PROCEDURE: Lumbar myelogram.\nUnder fluoroscopy a 22-gauge needle was placed at L3-4 and 12 mL of Isovue-M 200 was injected. Interpretation: extradural defect at L4-5, root sleeve cut off on the left.",
        "62304",
    ),
    "lumbar myelography": Case(
        "LUMBAR MYELOGRAPHY. The thecal sac was entered at L2-3 under fluoroscopy and Omnipaque 180 was injected. Myelographic findings: waisting at L3-4, conus normal.",
        "62304",
    ),
    "cervical myelogram": Case(
        "PROCEDURE: Cervical myelogram via lumbar puncture.\nUnder fluoroscopy a needle was placed at L3-4 and Omnipaque 300 was injected and run to the neck. Myelogram interpretation: defect at C5-6.",
        "62302",
    ),
    "cervical myelography": Case(
        "PROCEDURE: Cervical myelography, C1-2 approach. Under fluoroscopy contrast was injected. Interpretation: cord compression at C4-5, root sleeves cut at C5-6.",
        "62302",
    ),
    "thoracic myelogram": Case(
        "PROCEDURE: Thoracic myelogram.\nUnder fluoroscopy contrast was injected through a lumbar needle and run to the thoracic spine. Interpretation: block of contrast at T7.",
        "62303",
    ),
    "thoracic myelography": Case(
        "Thoracic myelography was performed. Needle at L3-4 under fluoroscopy, Isovue-M 300 injected. Impression: filling defect at T8-9.",
        "62303",
    ),
    "two regions": Case(
        "PROCEDURE: Cervical and lumbar myelogram.\nUnder fluoroscopy Omnipaque was injected at L3-4 and both regions were imaged. Interpretation: stenosis at C5-6, defect at L4-5.",
        "62305",
    ),
    "total spine": Case(
        "PROCEDURE: Total spine myelogram. Under fluoroscopy contrast was injected at L3-4. Interpretation: no block of contrast in the cervical, thoracic or lumbar spine.",
        "62305",
    ),
    "injection for a myelogram": Case(
        "PROCEDURE: Injection for lumbar CT myelogram.\nUnder fluoroscopy a needle was placed at L3-4 and 10 mL of Isovue-M was injected. Radiology to interpret the images.",
        "62284 77003",
    ),
    "injection, nobody interprets": Case(
        "PROCEDURE: Lumbar myelogram injection.\nUnder fluoroscopy a 22 gauge needle was placed at L2-3 and 10 mL of Omnipaque 180 was injected. Sent to CT.",
        "62284 77003",
        "review",
        "interpretation",
    ),
    "myelogram in the history": Case(
        "She had a lumbar myelogram last month that showed stenosis at L4-5. Examined today; plan surgery referral.",
        "",
        "not_a_procedure",
    ),
    "puncture, diagnostic": Case(
        "PROCEDURE: Diagnostic lumbar puncture.\nAt the bedside a 22 gauge needle was placed at L3-4, opening pressure 15, 12 mL of clear CSF was collected.",
        "62270",
    ),
    "puncture, bedside": Case(
        "Bedside LP for headache. 20 gauge spinal needle at L4-5, CSF clear, four tubes collected.", "62270"
    ),
    "puncture under fluoroscopy": Case(
        "PROCEDURE: Fluoroscopic lumbar puncture.\nUnder fluoroscopy a 22 gauge needle was placed at L3-4 and 10 mL of clear CSF was collected.",
        "62328",
    ),
    "puncture under ct": Case(
        "PROCEDURE: CT-guided diagnostic lumbar puncture. Under CT a needle was advanced into the thecal sac at L4-5 and CSF was collected.",
        "62328",
    ),
    "puncture, therapeutic": Case(
        "PROCEDURE: Therapeutic lumbar puncture.\nA needle was placed at L3-4, opening pressure 34, and 30 mL of CSF was drained, closing pressure 16.",
        "62272",
    ),
    "puncture, large volume": Case(
        "Large volume tap for normal pressure hydrocephalus. Spinal needle at L3-4, 40 mL of CSF drained for trial.",
        "62272",
    ),
    "puncture, therapeutic, fluoroscopy": Case(
        "PROCEDURE: Therapeutic lumbar puncture under fluoroscopy.\nAt L3-4 the thecal sac was entered and 32 mL of CSF was drained.",
        "62329",
    ),
    "puncture, large volume, fluoroscopy": Case(
        "PROCEDURE: Fluoroscopic large volume lumbar puncture. Under fluoroscopy a needle was placed at L2-3 and 35 mL of CSF was drained.",
        "62329",
    ),
    # -- adhesiolysis, catheters -------------------------------------------------------------------------------------------------
    "adhesiolysis, one day": Case(
        "PROCEDURE: Lysis of epidural adhesions, single day.\nThrough the caudal approach under fluoroscopy a Racz catheter was passed to the left L5, hyaluronidase and hypertonic saline were injected and the catheter was removed.",
        "62264",
    ),
    "adhesiolysis, catheter out": Case(
        "PROCEDURE: Percutaneous epidural adhesiolysis. Caudal entry, fluoroscopy, filling defect at L5-S1 opened with 10% saline. The catheter was removed after the injection.",
        "62264",
    ),
    "adhesiolysis, three days": Case(
        "PROCEDURE: Epidurolysis, days 1 to 3 completed.\nThe Racz catheter was placed on Monday under fluoroscopy with hyaluronidase; injections of hypertonic saline were given on day 1, day 2 and day 3. The catheter was removed on the third day.",
        "62263",
    ),
    "adhesiolysis, day one of three": Case(
        "PROCEDURE: Epidural adhesiolysis, day 1 of 3.\nUnder fluoroscopy the Racz catheter was passed to L5 and hyaluronidase and hypertonic saline were injected. The catheter was left; second injection tomorrow.",
        "62263",
        "review",
    ),
    "adhesiolysis, second day": Case(
        "Second day of epidural neuroplasty. 10% saline was injected through the catheter after 0.2% ropivacaine; tolerated. Catheter was removed today.",
        "62263",
        "review",
    ),
    "epidural catheter, lumbar": Case(
        "PROCEDURE: Lumbar epidural catheter placement for infusion.\nUnder fluoroscopy a catheter was threaded at L3-4 and secured. Infusion was started at 8 mL an hour.",
        "62327",
    ),
    "epidural catheter, caudal tunneled": Case(
        "PROCEDURE: Tunneled lumbar epidural catheter. Under fluoroscopy the catheter was advanced to L4, tunneled and left in place with a continuous infusion.",
        "62327",
    ),
    "epidural catheter, lumbar, no imaging": Case(
        "PROCEDURE: Continuous lumbar epidural infusion.\nLoss of resistance at L3-4, catheter threaded 4 cm and taped in place, infusion started at 6 mL per hour.",
        "62326",
    ),
    "epidural catheter, thoracic": Case(
        "PROCEDURE: Thoracic epidural catheter placement.\nT8-9, loss of resistance to saline, catheter threaded 5 cm and secured for postoperative pain, infusion started.",
        "62324",
    ),
    "epidural catheter, thoracic, terse": Case(
        "Thoracic epidural catheter T7-8, LOR 5 cm, catheter left at 10 cm, taped, continuous infusion ropivacaine 0.1%.",
        "62324",
    ),
    "epidural catheter, cervical": Case(
        "PROCEDURE: Cervical epidural catheter placement under fluoroscopy.\nAt C7-T1 the catheter was threaded to C5 and secured for infusion. Infusion started.",
        "62325",
    ),
    "epidural catheter, thoracic, fluoroscopy": Case(
        "PROCEDURE: Thoracic epidural catheter placement under fluoroscopy, T9-10. The catheter was advanced to T7, sutured in place and connected to an infusion pump.",
        "62325",
    ),
    "daily care": Case(
        "PROCEDURE: Daily management of epidural catheter.\nPost-op day 2. Epidural infusing at 8 mL/hr, pain 2/10, site clean, sensory level T6. Rate was decreased to 6. Continue.",
        "01996",
    ),
    "daily care, terse": Case(
        "ACUTE PAIN SERVICE EPIDURAL ROUNDS. POD 1, thoracic epidural running ropivacaine 0.1% at 8, pain 3, no weakness, site dry. Bolus 5 mL given.",
        "01996",
    ),
    # -- cement ---------------------------------------------------------------------------------------------------------------
    "vertebroplasty, thoracic": Case(
        "PROCEDURE: Vertebroplasty T8.\nUnder fluoroscopy the needle was passed through the pedicle into T8 and 3 mL of PMMA was injected.",
        "22510",
    ),
    "vertebroplasty, thoracic, two": Case(
        "PROCEDURE: Percutaneous vertebroplasty of T7 and T9. Under fluoroscopy cement was injected into each body.",
        "22510 22512",
    ),
    "vertebroplasty, lumbar": Case(
        "OPERATION: Percutaneous vertebroplasty, L2.\nUnder fluoroscopy PMMA was injected through both pedicles into L2.",
        "22511",
    ),
    "vertebroplasty, lumbar, two": Case(
        "PROCEDURE: Vertebroplasty of L1 and L3 under fluoroscopy. Cement was injected in each vertebral body.",
        "22511 22512",
    ),
    "kyphoplasty, thoracic": Case(
        "PROCEDURE: Balloon kyphoplasty T12.\nUnder fluoroscopy balloons were inflated in T12 and cement was delivered.",
        "22513",
    ),
    "kyphoplasty, thoracic, two": Case(
        "PROCEDURE: Kyphoplasty T10 and T11. Under fluoroscopy the balloon was inflated in each body, and cement was injected.",
        "22513 22515",
    ),
    "kyphoplasty, lumbar": Case(
        "PROCEDURE: Kyphoplasty L3.\nUnder fluoroscopy the balloon was inflated in L3, and 5 mL of PMMA was injected.",
        "22514",
    ),
    "kyphoplasty, lumbar, three": Case(
        "OPERATION: Balloon kyphoplasty of L1, L2 and L4. Under fluoroscopy cavities were made, and cement was injected in each body.",
        "22514 22515x2",
    ),
    "kyphoplasty with a biopsy elsewhere": Case(
        "OPERATION: Balloon kyphoplasty of L1 and bone biopsy at a separate vertebral body.\nUnder fluoroscopy the balloon was inflated in L1 and cement was injected. Then a core was taken from the second vertebra through the pedicle.",
        "20225 22514",
        "review",
    ),
    "vertebroplasty with a biopsy elsewhere": Case(
        "PROCEDURE: Vertebroplasty T8 with biopsy of a different vertebra.\nUnder fluoroscopy PMMA was injected into T8. A biopsy needle was passed into another vertebral body and a core was taken.",
        "20225 22510",
        "review",
    ),
    "kyphoplasty with a biopsy of the same body": Case(
        "OPERATION: Kyphoplasty L2 with biopsy.\nUnder fluoroscopy a bone biopsy of L2 was taken through the cannula, the balloon was inflated in L2 and cement was injected.",
        "22514",
    ),
    "sacroplasty, one side": Case(
        "PROCEDURE: Sacroplasty, left.\nUnder fluoroscopy a needle was passed into the left sacral ala and 4 mL of PMMA was injected.",
        "0200T-LT",
    ),
    "sacroplasty, right": Case(
        "OPERATION: Percutaneous sacroplasty on the right for insufficiency fracture. Under CT cement was injected into the right ala.",
        "0200T-RT",
    ),
    "sacroplasty, both sides": Case(
        "PROCEDURE: Bilateral sacroplasty.\nUnder fluoroscopy needles were placed in the left and right ala and cement was injected on both sides.",
        "0201T",
    ),
    "sacroplasty, both alae": Case(
        "OPERATION: Percutaneous sacroplasty. Under fluoroscopy PMMA was injected in the right and then the left sacral ala.",
        "0201T",
    ),
    "sacroplasty planned": Case(
        "Sacral insufficiency fracture on MRI. We discussed sacroplasty; she prefers to wait three weeks.",
        "",
        "not_a_procedure",
    ),
    # -- parts of devices in words that no list holds -------------------------------------------------------------------
    "battery at the end of its life, terse": Case(
        "SCS IPG at ERI. Prone, MAC. Left flank scar reopened, old Medtronic IPG delivered and leads unscrewed, new IPG hooked to both leads, impedances OK, pocket irrigated and closed.",
        "63685",
    ),
    "exchange of an end-of-life generator": Case(
        "PROCEDURE: Exchange of the end-of-life implantable pulse generator of the patient's dorsal column stimulator.\nThe pocket was opened with cautery. The spent unit was lifted out and its leads detached. A fresh rechargeable generator was attached and tucked into the pocket. Skin closed.",
        "63685",
    ),
    "battery changeout": Case(
        "Spinal cord stimulator battery changeout. Under local the buttock pocket was opened and the depleted battery swapped for a new one. Leads were reconnected. Closed in layers.",
        "63685",
    ),
    "generator change": Case(
        "OPERATION: Spinal cord stimulator generator change.\nOld device unplugged and removed. New generator plugged into the existing leads and placed back in the same pocket. Wound closed.",
        "63685",
    ),
    "whole old system out": Case(
        "OPERATION: Complete removal of the old dorsal column stimulator system.\nThe flank incision was opened, the battery was dissected out and unplugged. The midline scar was opened, anchors were cut and both leads slid out intact. Wounds irrigated and closed.",
        "63661 63688",
    ),
    "took out the entire system": Case(
        "Took out the entire SCS today because of infection. Generator removed from the left flank, then both percutaneous leads removed through the midline incision. Pocket washed and packed.",
        "63661 63688",
    ),
    "two permanent leads extracted": Case(
        "PROCEDURE: Extraction of two permanent percutaneous spinal cord stimulator leads.\nThe battery had been taken out in June. The midline scar was opened and the leads were withdrawn in one piece each. Closed.",
        "63661",
    ),
    "paddle and generator explanted": Case(
        "PROCEDURE: Explantation of paddle lead and pulse generator of spinal cord stimulator.\nThe laminotomy was reopened, the paddle was freed of scar and removed. The generator was then dissected from its pocket and removed.",
        "63662 63688",
    ),
    "painful battery out alone": Case(
        "Operation: removal of the painful spinal cord stimulator battery. Right flank pocket opened. The generator was freed, unplugged and removed; leads capped and left for later.",
        "63688",
    ),
    "migrated lead repositioned": Case(
        "PROCEDURE: Repositioning of a migrated thoracic spinal cord stimulator lead.\nThrough the old midline scar the anchor was cut, a stylet passed into the lead and under fluoroscopy it was driven back up to T8. Coverage was regained and it was anchored again.",
        "63663",
    ),
    "slipped lead pushed back up": Case(
        "SCS lead revision. The lead had slipped to T11. Midline incision reopened under MAC, lead pushed back up to T8 under fluoro, re-anchored, closed. Battery not touched.",
        "63663",
    ),
    "paddle moved to the midline": Case(
        "OPERATION: Revision of paddle lead, spinal cord stimulator.\nThe laminotomy was reopened and the paddle that had shifted was moved to the midline under fluoroscopy and sutured.",
        "63664",
    ),
    "generator moved to the flank": Case(
        "PROCEDURE: Relocation of the spinal cord stimulator generator from the buttock to the flank.\nThe buttock pocket was opened and the generator freed. A new pocket was made in the flank and the generator was placed there and reconnected to the leads.",
        "63688",
    ),
    "laminotomy for a paddle with ipg": Case(
        "PROCEDURE: Laminotomy T10 for paddle SCS lead with IPG.\nA small laminotomy was made and a 5-6-5 paddle was slid under T9. The lead tails were brought to a left flank pocket and attached to a rechargeable IPG, which was seated and tied down.",
        "63655 63685",
    ),
    "paddle trial, no generator": Case(
        "PROCEDURE: Thoracic laminotomy for paddle lead trial, spinal cord stimulator.\nThe paddle was passed up to T8, and the extension was brought out through the skin and joined to an external generator.",
        "63655",
    ),
    "contacts of a lead are no leads": Case(
        "PROCEDURE: Implant of peripheral nerve stimulator, right ulnar nerve.\nWith fluoroscopy an eight contact lead was passed beside the nerve through an introducer. It was tunneled to a pocket in the arm where the pulse generator was placed and connected.",
        "64555 64590",
    ),
    "all-in-one peripheral stimulator": Case(
        "PROCEDURE: Placement of an all-in-one peripheral nerve stimulator at the left suprascapular nerve.\nThe electrode and its receiver are one unit; the power source is worn outside. Under ultrasound the introducer was passed to the notch, the device was deployed and the receiver buried under the skin.",
        "64596",
    ),
    "occipital system out, both leads": Case(
        "Occipital nerve stimulator taken out today for infection. Chest pocket opened, generator dissected free and removed. Occipital incision opened, both leads pulled out in one piece. Irrigated, closed.",
        "64585x2 64595",
    ),
    "occipital lead out, generator left": Case(
        "PROCEDURE: Removal of the right occipital nerve stimulator lead.\nThe anchor was cut and the lead withdrawn whole. The generator was left in the chest for later use.",
        "64585",
    ),
    "pump queried, nothing changed": Case(
        "Intrathecal pump queried today with the clinician programmer by me. Reservoir volume 14 mL, elective replacement in 22 months, no alarms, rate unchanged. No refill. Signed, physician.",
        "62367",
    ),
    "pump interrogated at a visit": Case(
        "OFFICE VISIT\nHe worries about his baclofen pump. Interrogation of the pump by me showed normal function with 9 mL left. Nothing was reprogrammed, no refill done.",
        "62367",
    ),
    "two spacers below a long diagnosis": Case(
        "PROCEDURE: L2-3 and L3-4 interspinous spacers.\nDIAGNOSIS: Spinal stenosis with neurogenic claudication, better when bending forward over a cart.\nUnder fluoroscopy through two small midline incisions dilators were passed and a spacer was deployed at each of L2-3 and L3-4. No decompression.",
        "22869 22870",
    ),
    "one spacer between the processes": Case(
        "Percutaneous interspinous spacer L4-5. Lateral fluoro. Midline stab, dilator to the interspinous space, 12 mm spacer implanted between the L4 and L5 spinous processes and opened. No laminectomy. Closed.",
        "22869",
    ),
    "trial given up, leads not threaded": Case(
        "PROCEDURE ABORTED\nPlanned: spinal cord stimulator trial.\nProne under sedation. The Tuohy needle was placed at T12-L1 under fluoroscopy with loss of resistance, but blood returned and the lead could not be threaded; the blood pressure fell and the procedure was stopped. No leads were left.",
        "63650-53",
    ),
    "trial abandoned for safety": Case(
        "PROCEDURE: Spinal cord stimulator trial, abandoned.\nA 14 gauge needle was advanced into the epidural space at L1-2 under fluoroscopy. The lead met resistance at T12 on several passes. The patient developed severe leg pain and I stopped for safety. Needle removed.",
        "63650-53",
    ),
    "system explanted years ago": Case(
        "FOLLOW-UP VISIT\nHer spinal cord stimulator was explanted in 2021 by Dr. Lowe. The leads were removed and the generator was removed. She asks about a new one. Exam: well healed scars. Plan: MRI, discuss a trial.",
        "",
        "not_a_procedure",
    ),
    "battery replacement discussed": Case(
        "CONSULT\nThe generator is depleted. We discussed battery replacement of the spinal cord stimulator. He would like to proceed. Schedule generator replacement next month.",
        "",
        "not_a_procedure",
    ),
    "interrogation asked about": Case(
        "PHONE NOTE: patient asks if pump can be interrogated before MRI. Told yes. Appointment made.",
        "",
        "not_a_procedure",
    ),
    "needles removed, leads taped": Case(
        "PROCEDURE: SCS trial, two leads.\nTwo Tuohy needles were placed at L1-2. Two eight-contact leads were threaded to T8 under fluoroscopy. Needles and stylets were removed, and the leads taped. He returns in five days for removal of the leads.",
        "63650x2",
    ),
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
