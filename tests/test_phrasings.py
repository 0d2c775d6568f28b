"""Short notes in many manners of speech, each with its whole claim: what is listed, stopped, past, or not done."""

# ruff: noqa: E501  (notes stand as they were said)
import pytest

from cac import Coder

LISTED = {
    "exam and scores of other places": (
        "Both knees swollen. Spurling negative on the left. Hip pain 4. Right knee injected with 40 mg Kenalog and 3 mL of lidocaine.",
        "20610-RT",
    ),
    "a side put off": (
        "Bilateral SI joint injections were set up. The left joint was injected under fluoroscopy with contrast and 40 mg of Depo-Medrol. "
        "Right SI joint postponed because of a rash.",
        "27096-LT",
    ),
    "hyphens that do not break": (
        "PROCEDURE: Right L4\u2011L5 and L5\u2010S1 transforaminal epidural under fluoroscopy, 6 mg of betamethasone at each.",
        "64483-RT 64484-RT",
    ),
    "boxes behind their sides": ("Right [ ] Left [x] knee injected, Kenalog 40 mg, no ultrasound.", "20610-LT"),
    "branches ablated": (
        "The left C4, C5 and C6 medial branches were ablated under fluoroscopy at 80 degrees for 90 seconds, needles in line with the nerves.",
        "64633-LT 64634-LT",
    ),
    "last month's side": (
        "Last month the left knee was injected with good relief. Today the right knee was injected with 40 mg of Kenalog.",
        "20610-RT",
    ),
    "the usual technique explained before a block": (
        "My usual technique for RFA is 85 degrees for 60 seconds at L3, L4 and L5, which we went over. Left L4 and L5 medial branch blocks "
        "were done today under fluoroscopy with 0.5 mL of 0.75% bupivacaine at each.",
        "64493-LT",
    ),
    "a pump called a delivery system": (
        "PROCEDURE: Refill and reprogramming of the intrathecal drug delivery system.\n\nI passed the Huber needle into the port, withdrew 3 mL and "
        "filled the reservoir myself with 20 mL of morphine 20 mg/mL. I then reprogrammed the pump to 5 mg a day.",
        "62370",
    ),
    "toxin that is not due": (
        "Occipital nerve blocks.\nChronic migraine. Botox not due for another six weeks.\nBoth greater occipital nerves found by touch. "
        "27g needle, neg asp, each side 2 mL of 0.5% bupivacaine with 10 mg Kenalog.",
        "64405-50",
    ),
    "the side of what she came for": (
        "CERVICAL FACET NERVE BLOCKS\n\nHe came today for diagnostic blocks of the right C5 and C6 medial branches. Under fluoroscopy a 25 "
        "gauge needle was put on the C5 pillar and then on C6, and 0.4 cc of 0.5% Marcaine was left on each nerve.",
        "64490-RT",
    ),
    "an ordinal that counts sessions": (
        "PROCEDURE: Right L3, L4 medial branch and L5 dorsal ramus block\n\nThe second lumbar medial branch block of this series was performed under "
        "fluoroscopy. 0.5 mL of 0.5% bupivacaine was injected at each of the right L3, L4 and L5 nerves.",
        "64493-RT 64494-RT",
    ),
    "a level below that is a landmark": (
        "Right L4-5 facet joint injection. Under fluoroscopy the skin over the level below was numbed, and a 22-gauge needle was advanced into the right "
        "L4-5 facet joint, clear of the screw at the level below. 40 mg of Kenalog was injected.",
        "64493-RT",
    ),
    "the articular process of the level below": (
        "Right L4-5 TFESI. Under fluoroscopy a needle was advanced to the superior articular process of the level below, then into the foramen. Contrast "
        "outlined the root. 10 mg of dexamethasone was injected.",
        "64483-RT",
    ),
    "the affected side up": (
        "PROCEDURE: Trochanteric bursa injection\n\nThe patient was positioned left side up (affected side up). 40 mg of Kenalog with 3 cc of lidocaine was "
        "injected into the bursa.",
        "20610-LT",
    ),
    "the three lowest nerves are two joints": (
        "Medial branch blocks, right. Under fluoroscopy needles were advanced to the three lowest lumbar nerves on the right and 0.5 mL of 0.5% "
        "bupivacaine was injected at each medial branch.",
        "64493-RT 64494-RT",
    ),
    "a spread up to the level of the other procedure": (
        "1. L5-S1 interlaminar epidural steroid injection\n2. Right L4-5 facet joint injection\n\nThe epidural was done with an 18-gauge Tuohy needle. Omnipaque "
        "under fluoroscopy showed spread up to L4-5. 80 mg of Depo-Medrol was injected.\n\nThe right L4-5 facet joint was entered under fluoroscopy; 0.3 mL "
        "of Omnipaque and 20 mg of Depo-Medrol were injected.",
        "62323 64493-RT",
    ),
    "what the visit of last week agreed": (
        "As agreed at the visit of last week, 40 mg of Kenalog was injected into the right knee under ultrasound guidance with a saved image.",
        "20611-RT",
    ),
    "a visit whose story turns to today": (
        "OFFICE VISIT\n\nThree weeks ago she twisted the right knee. It is swollen. After consent 30 mL was aspirated from the right knee and 40 mg of Kenalog "
        "was injected.",
        "20610-RT",
    ),
    "the other knee looked at": (
        "40 mg of Kenalog was injected into the right knee. It had been warm to touch before, and so was the left knee.",
        "20610-RT",
    ),
    "a rule of the department": (
        "The right knee was injected with 40 mg of Kenalog without imaging.\n\nNOTE: Ultrasound guidance is used for all joint injections in this department.",
        "20610-RT",
    ),
    "the level above, then both of them on the other side": (
        "PROCEDURE: Lumbar facet joint injections.\n\nProne, prepped. Under fluoroscopy the right lumbosacral facet joint was profiled and a "
        "22-gauge needle was directed into it. 0.3 mL of Isovue filled the capsule. 20 mg of Depo-Medrol with 0.5 mL of 0.5% bupivacaine "
        "went in. The same was then done at the level above. The tube was swung to the contralateral side, where both corresponding joints "
        "were entered and injected in identical fashion.",
        "64493-50 64494-50",
    ),
    "the joint beneath that": (
        "PROCEDURE: Thoracic facet injections, right.\n\nFluoroscopy. A 25-gauge needle, started one body lower, was advanced into the T5-6 joint. "
        "The joint beneath that was entered in the same way. Contrast stayed in the capsule. 10 mg of Kenalog with 0.5 mL of 1% lidocaine was "
        "injected into each.",
        "64490-RT 64491-RT",
    ),
    "a needle that went in a segment below": (
        "PROCEDURE: Left T7-8 facet joint injection.\n\nUnder fluoroscopy the needle was introduced a segment below and driven upward into "
        "the T7-8 joint; 0.2 mL of contrast filled it. 20 mg of Depo-Medrol was injected.",
        "64490-LT",
    ),
    "ordinals": (
        "OPERATION: Diagnostic blocks of the third, fourth and fifth lumbar medial branches on the left.\n\nUnder fluoroscopy 25-gauge needles "
        "were placed at each and 0.4 mL of 2% lidocaine was injected.",
        "64493-LT 64494-LT",
    ),
    "the spaces between two bones": (
        "Lumbar discography. Under fluoroscopy the discs between L3 and L4, L4 and L5, and L5 and S1 were each entered and "
        "1.5 mL of Omnipaque was injected into the nucleus of each.",
        "62290x3",
    ),
    "ribs told by repetition": (
        "PROCEDURE: Left intercostal blocks.\n\nThe lower margin of the sixth rib was reached with a 25-gauge needle and 4 cc of 0.5% bupivacaine was "
        "given. This was repeated for the seventh and the eighth. The ninth was not injected.",
        "64420-LT 64421x2-LT",
    ),
    "the side of the midline is that of a sympathetic block": (
        "PROCEDURE: Lumbar sympathetic block.\n\nUnder fluoroscopy a 22-gauge needle was passed 8 cm to the right of the midline to the front "
        "of the second lumbar vertebra. Contrast ran along the spine. 15 mL of 0.25% bupivacaine was injected.",
        "64520-RT 77003",
    ),
    "the hip that is up": (
        "Trochanteric bursitis. She lay on her left side, knees bent, the affected hip uppermost. A 22-gauge needle was passed to the greater "
        "trochanter and 80 mg of Depo-Medrol with 4 cc of 1% lidocaine was injected into the bursa.",
        "20610-RT",
    ),
    "right angles are no side": (
        "Ilioinguinal nerve block. A point 2 cm medial to the left anterior superior iliac spine was marked. The needle was passed at right angles "
        "to the skin and 8 cc of 0.5% bupivacaine was injected.",
        "64425-LT",
    ),
    "a side that opens the sentence": (
        "Procedure: occipital nerve blocks. On the right, the artery was felt and medial to it a needle was passed to bone, where after aspiration "
        "2 mL of 0.5% bupivacaine was injected about the greater occipital nerve. The left greater occipital nerve was blocked identically.",
        "64405-50",
    ),
    "where it began": (
        "PROCEDURE: Transforaminal epidural steroid injections x3.\n\nBeginning on the right at L4-L5 the skin was numbed. A 22-gauge needle "
        "was advanced under the pedicle under fluoroscopy; contrast outlined the root. The left L4-L5 foramen was then entered the same way. "
        "Attention was then turned to L5-S1, where only the left foramen was approached. Each foramen received 20 mg of triamcinolone.",
        "64483-50 64484-LT",
    ),
    "of two foramina the upper one is the base, though one side only": (
        "Left L4-5 and bilateral L5-S1 TFESI, fluoro, contrast, 4 mg dexamethasone into each foramen.",
        "64483-LT 64484-50",
    ),
    "paragraphs headed by a side and a place": (
        "She has two complaints today. The right shoulder hurts when she reaches, the left wrist when she lifts. We discussed injecting "
        "both, with the risk of skin lightening at the wrist.\n\nRight shoulder: Seated. A needle was slid under the acromion and the subacromial bursa was injected with 6 mg of Celestone and 5 mL of 1% "
        "lidocaine.\n\nLeft wrist: The first dorsal compartment was identified. Betadine prep. A 27-gauge needle was introduced into the sheath and "
        "3 mg of Celestone with 0.5 mL of 1% lidocaine was injected.",
        "20610-RT 20550-59-LT",
    ),
    "muscles of which only the twitch is told": (
        "Neck pain. She gave consent. I injected the right upper trapezius, the right levator scapulae and the right rhomboid with a 27-gauge "
        "needle, with a local twitch response in each. Every muscle received 1.5 cc of 0.5% bupivacaine.",
        "20553",
    ),
    "levels of the title turn the words to their procedure": (
        "PROCEDURES PERFORMED TODAY:\n1. Right L4-5 and L5-S1 facet joint injections.\n2. Right sacroiliac joint injection.\n\nThe right L5-S1 joint "
        "was brought into profile with the C-arm and a needle was advanced into it; 0.2 cc of Isovue gave an arthrogram and 20 mg of Depo-Medrol was "
        "given. The right L4-5 joint was then entered in the same manner.\n\nThe tube was then tilted to the right sacroiliac joint under "
        "fluoroscopy. A needle was passed, 0.5 cc of Isovue outlined it and 40 mg of Depo-Medrol was injected.",
        "64493-RT 64494-RT 27096-RT",
    ),
    "nerves of the sacroiliac joint": (
        "OPERATION: Radiofrequency denervation of the left sacroiliac joint (L5 dorsal ramus and lateral branches S1, S2 and S3).\n\nUnder fluoroscopy "
        "a cannula was seated on the left sacral ala, then others around the posterior foramina. 1 mL of 2% lidocaine was given down each and lesions "
        "were made at 80 degrees for 90 seconds.",
        "64625-LT",
    ),
    "an injection of blood that was stopped at its end": (
        "EPIDURAL BLOOD PATCH\n\nA Tuohy needle was advanced at L3-4 by loss of resistance. Her blood was injected into the epidural space; at 18 mL she "
        "felt pressure and the injection was stopped.",
        "62273",
    ),
    "a place heads the item, the dose follows": (
        "Two injections today.\n\n1. Right ankle joint, for arthritis after an old fracture. Anterolateral entry, 25g, "
        "10 mg of Kenalog and 1 mL of 1% lidocaine.\n\n2. Left plantar fascia at the heel. 20 mg Depo-Medrol with 1 mL "
        "of 0.5% bupivacaine injected at its origin.",
        "20605-RT 20550-59-LT",
    ),
    "an item without any verb": (
        "Headache clinic.\n\nFirst: right greater occipital nerve, medial to the artery. 3 mL of 0.25% bupivacaine with "
        "20 mg of Kenalog.\nThen trigger points: left trapezius and left splenius capitis, 1 mL of 1% lidocaine in each.",
        "20552 64405-59-RT",
    ),
    "a bare place heads the second item": (
        "Left knee: genicular nerve block under fluoroscopy. 25g needles at the superolateral, superomedial and "
        "inferomedial sites, 1 mL of 0.5% bupivacaine at each.\n\nRight knee: effusion, no imaging. 18g, 15 mL drawn off, "
        "then 80 mg of Depo-Medrol and 4 mL of 1% lidocaine put in.",
        "64454-59-LT 20610-RT",
    ),
    "both sides by a letter": ("B L4/5, L5/S1 MBB w/ fluoro, 0.5 cc 0.5% bup ea", "64493-50 64494-50"),
    "both sides by B/L": ("B/L knee inj 40 depo 4 cc 1% lido each", "20610-50"),
    "a bursa in abbreviations": ("R SA/SD bursa inj, US guided, 40 kenalog + 3 cc 1% lido. Images saved.", "20611-RT"),
    "the dorsal ramus is no doctor": ("L5 DR + S1-S3 lat branch blocks LEFT, fluoro, 0.4 cc 2% lido each.", "64451-LT"),
    "a radiologist's title": (
        "EXAM: CT-GUIDED RIGHT C6-7 TRANSFORAMINAL STEROID INJECTION.\n\nTECHNIQUE AND FINDINGS: With the patient supine "
        "a 25-gauge needle was advanced under CT to the right C6-7 foramen. 0.3 mL of Omnipaque outlined it without "
        "vascular filling. 8 mg of dexamethasone was injected.",
        "64479-RT",
    ),
    "muscles in a list of units": (
        "Dx: chronic migraine\nBotox 200 units in 4 mL saline\nCorrugator 5 U R / 5 U L\nFrontalis 10 U R / 10 U L\n"
        "Temporalis 20 U R / 20 U L\nOccipitalis 15 U R / 15 U L\nTOTAL 155 U\nTolerated well.",
        "64615",
    ),
    "two joints in a scribbled note": (
        "Procedure today - L shoulder inj + R SI jt.\nhx: both injected last yr w/ relief.\npt prone for the SI - c-arm, 22g "
        "to inf 1/3 of R SI jt, 0.5 omni 240 - good arthrogram, 40 depo + 1.5 cc .25% marcaine.\nThen sitting, L shoulder - "
        "posterior approach GH joint, landmark, 80 kenalog w 4cc lido 1%.\nif no better will do R L4-5 facets.",
        "20610-59-LT 27096-RT",
    ),
    "what may come next is not done": (
        "Today: B/L L4-5, L5-S1 facet inj. Fluoro. 22g into each jt, .3cc isovue each. then .75 cc of mix of 40 kenalog/2 cc "
        ".5% bupi in each.\nnext: if >50% but short -> MBB then RFA.",
        "64493-50 64494-50",
    ),
    "a level not done behind a comma": (
        "R L4 TFESI, S1 not done because of prior good response. fluoro, isovue, 8 mg dex. tolerated.",
        "64483-RT",
    ),
    "an offer taken up in the plan": (
        "Subjective: elbow pain for a year.\nPlan: I recommended injection of the subacromial bursa and she said yes. After a "
        "Betadine prep a 22-gauge needle was passed and 40 mg of Kenalog with 3 mL of 1% lidocaine was injected. Recheck in a month.",
        "20610",
    ),
    "an offer taken up in a letter": (
        "Dear Doctor,\n\nAs she was in such pain I offered a right greater occipital nerve block, and she agreed. The tender "
        "point was cleaned and injected with 3 mL of 0.5% bupivacaine and 4 mg of dexamethasone. She left with a 1.",
        "64405-RT",
    ),
    "letters for headers, the work under P": (
        "S: left heel pain, worse in the morning.\nO: tender at the medial calcaneus.\nA: plantar fasciitis.\nP: After consent "
        "the left plantar fascia was injected with 20 mg of Kenalog and 1 mL of 1% lidocaine. Stretching.",
        "20550-LT",
    ),
    "earlier injections under a header of their own": (
        "Here for the right knee.\nINJECTION HX (copied fwd):\n- 3/2 L knee kenalog 40\n- 5/9 L knee Synvisc\nPROC: right knee, "
        "22g, lateral suprapatellar. 40 mg triamcinolone + 4 cc lido 1% injected. Tol well.",
        "20610-RT",
    ),
    "a medicine that was stopped": (
        "Chronic migraine. Topamax was stopped for tingling.\n\nGreater occipital nerves, right and left: a 27 gauge needle was "
        "advanced to bone and 3 cc of 0.5% bupivacaine was injected at each.",
        "64405-50",
    ),
    "the other side, and one level spared there": (
        "The left neck was painted. With fluoroscopy 25 gauge needles were placed on the C4, C5 and C6 medial branches and each "
        "received 0.3 cc of 2% lidocaine. He was rolled to the other side and the same was done for C4 and C5.",
        "64490-50 64491-LT",
    ),
    "the same with the exception of a level": (
        "Prone. On the right, under fluoroscopy, needles went to the L3 and L4 medial branches and the L5 dorsal ramus, and after "
        "lidocaine each was heated to 80 degrees for 90 seconds. On the left we did likewise with the exception of L5.",
        "64635-50 64636-RT",
    ),
    "a level left alone": (
        "PROCEDURE: Transforaminal epidural steroid injections, right L4-L5 and right L5-S1, left L4-L5.\n\nUnder fluoroscopy the "
        "right L4-L5 and right L5-S1 foramina were entered and dexamethasone 5 mg was injected at each. The left L4-L5 foramen "
        "was then done. The left L5-S1 foramen is open on his MRI and I left it alone.",
        "64483-50 64484-RT",
    ),
    "one side of a bilateral title not begun": (
        "PROCEDURE: Bilateral lumbar medial branch radiofrequency ablation, L3, L4 and L5.\n\nUnder fluoroscopy cannulae were "
        "placed at the right L3, L4 and L5 medial branches and each was lesioned at 80 degrees for 90 seconds after 1 mL of 2% "
        "lidocaine. He then asked to stop, and no needle had yet been put in on the left.",
        "64635-RT 64636-RT",
    ),
    "each side is its own procedure": (
        "PROCEDURES:\n1. Genicular nerve block, left knee, three nerves, under fluoroscopy.\n2. Steroid injection, right knee.\n\n"
        "Left: the superomedial, superolateral and inferomedial points were targeted on the AP view, and 1 mL of 0.5% bupivacaine "
        "was injected at each.\n\nRight: a 21-gauge needle was put into the joint and 80 mg of Depo-Medrol was given.",
        "64454-59-LT 20610-RT",
    ),
    "the joints of last spring": (
        "In March the L5-S1 facets were injected, also on both sides, with little to show.\n\nToday, under fluoroscopy, the right "
        "L4-5 facet joint was entered, then the left L4-5 facet joint, and 20 mg of Depo-Medrol was injected in each.",
        "64493-50",
    ),
    "muscles marked on examination, and as many needled": (
        "EXAM: Taut bands in the right trapezius, the left trapezius, the right levator scapulae and the right rhomboid.\n\n"
        "PROCEDURE: Trigger point injections. The four sites were marked and each was injected with 2 mL of 0.5% lidocaine.",
        "20553",
    ),
    "fewer needled than marked": (
        "EXAM: Taut bands in the right trapezius, the left trapezius, the right levator scapulae and the right rhomboid.\n\n"
        "PROCEDURE: Trigger point injections. Two sites were marked and each was injected with 2 mL of 0.5% lidocaine.",
        "20552",
    ),
    "each side of an artery": (
        "PROCEDURE: Greater occipital nerve block. A 25-gauge needle was passed to bone and 3 cc of 0.5% bupivacaine was injected "
        "while redirecting to each side of the artery.",
        "64405",
    ),
    "a misheard level": (
        "right side medial branch radio frequency see four see five and see six under flora scopy each heated to eighty degrees for "
        "ninety seconds after one cc of two percent lidocaine no complications will see three weeks from now",
        "64633-RT 64634-RT",
    ),
    "entries of two dates": (
        "3/1/24 Left knee injection.\nA needle was advanced into the left knee and 40 mg Kenalog injected.\n3/8/24 Right knee injection.\n"
        "A needle was advanced into the right knee and 40 mg Kenalog injected.",
        "20610-RT",
    ),
    "a plan goes on behind quoted words": (
        'PLAN: copied from "we will see how she does with the first one later." Inject right knee with 40 mg of Kenalog.\n\n'
        "PROCEDURE: Left shoulder injection. 40 mg of Kenalog was injected into the left glenohumeral joint.",
        "20610-LT",
    ),
    "ribs before a numbered list": (
        "PROCEDURE: Left intercostal nerve block, ribs 5, 6 and 7\n\n1. Timeout was done.\n2. A needle was walked off each rib and 4 mL of "
        "0.5% bupivacaine was injected.",
        "64420-LT 64421x2-LT",
    ),
    "what will be done on the other side": (
        "so today we did the right L five S one transforaminal under the c arm ten of dex no problems and in two weeks we will do the left one",
        "64483-RT",
    ),
    "bones beside the nerves of the title": (
        "PROCEDURE: Right L2, L3, L4 medial branch blocks with fluoroscopy. Needles were placed at the junction of the SAP and transverse "
        "process at L3, L4 and L5. 0.5 cc bupivacaine at each of the three sites.",
        "64493-RT 64494-RT",
    ),
    "a dry needling technique with a drug": (
        "Trigger point injections of 0.25% bupivacaine to left trapezius using a dry needling technique.",
        "20552",
    ),
    "two places with one noun": (
        "Right knee and left trochanteric bursa injections 40 mg Kenalog/ 4 cc marcaine 0.25% each, landmark.",
        "20610-RT 20610-LT",
    ),
    "discs of a result": (
        "Lumbar discography was performed at L3-4, L4-5, L5-S1 under fluoroscopy. L4-5 concordant pain. Interpretation: positive at L4-5.",
        "62290x3 72295x3",
    ),
    "ribs told by number after the act": (
        "PROCEDURE: Left intercostal nerve blocks.\nHe broke the fourth through the ninth ribs. We blocked five through eight. Each "
        "rib was felt, a 22-gauge needle was walked off its lower edge and 4 mL of 0.5% bupivacaine was given.",
        "64420-LT 64421x3-LT",
    ),
    "a radiologist's plain title": (
        "EXAM: Left hip injection.\n\nPROCEDURE: Under fluoroscopic guidance a 22-gauge needle was advanced to the femoral neck. "
        "3 mL of Omnipaque confirmed the joint, and 80 mg of Depo-Medrol was instilled. Spot images were saved.",
        "20610-LT 77002",
    ),
    "a blank for the level": (
        "Indication: R lumbar radiculopathy\nPROCEDURE: RIGHT L***-L*** transforaminal epidural steroid injection w/ fluoroscopy\n"
        "22g to the safe triangle at the target level. Omnipaque 1 mL. Injected: dexamethasone 10 mg.",
        "64483-RT",
    ),
    "own blood": (
        "Headache after a wet tap, fourth day. Sitting, L3-4, loss of resistance with an 18-gauge Tuohy. 18 mL of her own "
        "blood was drawn and given slowly; at 15 mL she felt pressure and I stopped there.",
        "62273",
    ),
    "each further paravertebral level": (
        "Right T4, T5 and T6 paravertebral blocks. Under ultrasound 5 mL of 0.5% ropivacaine was injected at each level.",
        "64461-RT 64462-RT",
    ),
    "levels of the fracture are not those of the block": (
        "Procedure: Left paravertebral block for T4 to T8 rib fractures\nUnder ultrasound 20 mL of 0.5% ropivacaine was "
        "injected into the paravertebral space at T6.",
        "64461-LT",
    ),
    "a count of ribs is no rib": (
        "Right intercostal blocks T6, T7 and T8. At each of those three ribs a needle was walked off the edge and 3 mL of "
        "0.5% bupivacaine was injected.",
        "64420-RT 64421x2-RT",
    ),
    "pulsed lesion of another nerve": (
        "Left suprascapular pulsed RF. Under fluoroscopy an RF needle was advanced into the suprascapular notch, then "
        "pulsed at 42 degrees for 240 seconds.",
        "64999",
    ),
}

STOPPED = {
    "discontinued in its title": (
        "PROCEDURE: Cervical epidural steroid injection, C7-T1, discontinued.\n\nUnder fluoroscopy the C7-T1 space was chosen and 2 mL of 1% "
        "lidocaine was infiltrated. A Tuohy needle was advanced to the ligament when she felt a shock in the arm. The needle was withdrawn.",
        "62321-53",
    ),
    "an injection stopped before the steroid": (
        "Left L5-S1 TFESI. A needle was placed in the foramen under fluoroscopy. Contrast 1 mL showed epidural flow. Injection was stopped because she had "
        "severe leg pain, and no steroid was given. The needle was removed.",
        "64483-53-LT",
    ),
    "an infusion discontinued": (
        "Right lumbar sympathetic block. Under fluoroscopy a needle was placed at L3. The infusion was discontinued because of hypotension and nothing was injected.",
        "64520-53-RT 77003-53",
    ),
    "the needle pulled and the work stopped": (
        "Doc started a C6-7 ILESI with fluoro, Tuohy in, got CSF on LOR, pulled the needle and stopped. Nothing injected.",
        "62321-53",
    ),
    "after a second attempt": (
        "PROCEDURE: Lumbar interlaminar epidural steroid injection, L4-5, fluoroscopy.\nA Tuohy needle was advanced to the ligamentum "
        "flavum. After a second attempt the procedure was aborted. No medication was given.",
        "62323-53",
    ),
    "a second lead alone was given up": (
        "SCS trial, single 16-contact lead under fluoroscopy to T8. Second lead attempted at L1-2 but could not be passed, needle removed.",
        "63650",
    ),
    "called off in run-on speech": (
        "right S1 transforaminal epidural under fluoroscopy the spinal needle was put through the right S one foramen and before any dye "
        "or medicine went in he got pale and his pressure fell so i called it off for his safety nothing was injected",
        "64483-53-RT",
    ),
    "ended under its own header": (
        "PROCEDURE: Lumbar interlaminar epidural steroid injection at L4-5, fluoroscopy.\nA 20G Tuohy was advanced to the ligamentum "
        "flavum when she fainted. Needle withdrawn. No contrast, no steroid given.\nOutcome: procedure terminated because of syncope.",
        "62323-53",
    ),
    "stopped under its plan": (
        "PLANNED PROCEDURE: L4-5 interlaminar epidural steroid injection under fluoroscopy.\nPROCEDURE DONE: Same, "
        "discontinued after needle insertion.\nDESCRIPTION: The Tuohy was advanced under fluoroscopy to the ligamentum "
        "flavum at L4-5 when he became faint. The needle was withdrawn. No contrast and no steroid was injected.",
        "62323-53",
    ),
    "a needle that stops at the bone is not stopped": (
        "PROCEDURE: Left L3 lumbar sympathetic block\nUnder fluoroscopy a 22-gauge needle was advanced and was stopped "
        "flush with the front edge of L3. 12 mL of 0.25% bupivacaine was injected.",
        "64520-LT 77003",
    ),
    "contrast left out is no stop": (
        "PROCEDURE: Right L3, L4 medial branch and L5 dorsal ramus blocks\nUnder fluoroscopy needles were seated at each "
        "nerve on the right. Contrast was omitted because of allergy. 0.5 mL of 0.5% bupivacaine was injected at each.",
        "64493-RT 64494-RT",
    ),
    "one side of a level given up": (
        "PROCEDURE: Bilateral L3-4 and L4-5 facet joint injections\nUnder fluoroscopy each joint was entered and Kenalog "
        "10 mg injected. The left L3-4 joint could not be entered.",
        "64493-50 64494-RT",
    ),
}

NOTHING = {
    "presents for it, and then no more of it": (
        "She presents today for a left trochanteric bursa injection with 40 mg of Kenalog. Her glucose was 410. Referred back to her doctor."
    ),
    "due, and not yet authorized": (
        "Mrs. R is due for her right SI joint injection, 40 mg of Kenalog with 2 mL of lidocaine under fluoroscopy. Authorization pending."
    ),
    "offered, and another way preferred": (
        "She was offered a left subacromial injection of 40 mg of Kenalog with 4 mL of lidocaine. She would rather try therapy first."
    ),
    "came for it and could not": (
        "He came in for a caudal epidural steroid injection with 80 mg of Kenalog. His sugar was 400, so we could not proceed."
    ),
    "blocks recommended with their dose, and what would follow": (
        "Dear Doctor,\n\nThank you for letting me see this man with back pain. Facet loading positive. Sacroiliac maneuvers negative.\n\n"
        "I have recommended test blocks of the medial branches at L3, L4 and L5 on both sides with 0.4 mL of lidocaine at each, and if he "
        "gets more than 80% relief twice then radiofrequency ablation. I gave him a prescription for naproxen."
    ),
    "another operation by its ending": (
        "PROCEDURE: Right L4-5 hemilaminotomy\nThe lamina was drilled. A pledget with 40 mg of Depo-Medrol was left in the "
        "epidural space and the wound infiltrated with 20 mL of 0.25% Marcaine."
    ),
    "another operation in a title": (
        "OPERATION: Submuscular transposition of the ulnar nerve, left elbow\nThe nerve was freed. 10 mL of 0.25% Marcaine "
        "was injected around the nerve for comfort."
    ),
    "a cancelled field": (
        "Planned procedure: L5-S1 interlaminar epidural under fluoroscopy\nStatus: CANCELLED\nNeedle placed: [ ] Yes [x] No"
        "\nMedication given: none"
    ),
    "no more than not done": "Here for #2 R SIJ steroid inj under fluoro. INR 3.6. Not done. Rebook 4 wks.",
    "leads pulled": "Day 6 of the stimulator trial. The two trial leads were pulled with tips intact. Dressing applied.",
    "a discharge summary": (
        "DISCHARGE SUMMARY\n\nOn day 2 the pain service gave an L4-5 epidural steroid injection (80 mg Depo-Medrol) under "
        "fluoroscopy. Discharged home."
    ),
    "a consent form": (
        "CONSENT FOR PAIN PROCEDURE\n\nI, ______, authorize Dr. ______ to perform:\n[x] Spinal cord stimulator trial, two "
        "leads\n[ ] Facet injection"
    ),
    "a handout": (
        "UNDERSTANDING YOUR CAUDAL INJECTION\nA thin needle is placed under x-ray and a steroid (methylprednisolone 80 mg) "
        "is injected."
    ),
    "a note pasted from another day": (
        'MED MGMT VISIT\nHere for refill of oxycodone. Last inj still holding:\n>>> copied from 4/17 procedure note:\n"PROCEDURE: Right '
        'L4-5 transforaminal epidural steroid injection under fluoroscopy. 22g needle placed. Dexamethasone 10 mg injected." <<<\n'
        "Exam: SLR neg. No change."
    ),
    "a sheet for the patient": (
        "YOUR FACET INJECTION\n\nYour doctor has recommended an injection. You will lie on your stomach. A needle is guided by x-ray to "
        "the L4-5 joint and 40 mg of methylprednisolone is injected. Call us if you have fever. Bring your driver, and do not eat before "
        "you come."
    ),
    "images of the spine": (
        "MRI OF THE LUMBAR SPINE\n\nINDICATION: Left leg pain after an epidural steroid injection at L4-5.\n\nFINDINGS: At L4-5 a needle "
        "tract shows faint enhancement. The sacroiliac joints are normal.\n\nIMPRESSION: Small disc herniation."
    ),
    "a nurse's call": "RN POST PROC CALL\nProc: b/l SIJ inj 10/14\nReached pt. Pain 3/10 (was 7). Fever N. Next appt 11/12.",
    "the tale of another day": (
        "She is one week out from her injection. On the 9th the right elbow was cleaned and with a 25 gauge needle 1 cc of Celestone was "
        "injected at the common extensor origin.\n\nToday she can hold a cup again. Exercises."
    ),
    "declined before the prep": (
        "Procedure encounter - NOT PERFORMED\nSched: C7-T1 ILESI\nConsent reviewed, timeout started, then she declined. Nothing prepped."
    ),
    "a fusion named transforaminal": (
        "PROCEDURES:\n1. L4-5 laminectomy with foraminotomies.\n2. Transforaminal lumbar interbody fusion, L4-5.\n\nThe muscles were "
        "infiltrated with 30 mL of 0.5% Marcaine."
    ),
    "a drug into the muscle of somebody in pain": (
        "Low back pain. She had a lumbar epidural in March. Ankle jerks present. She was given Toradol 60 mg IM in the right gluteal by "
        "the nurse."
    ),
    "work of an earlier day in the note of a visit": (
        "OFFICE FOLLOWUP\n\nTo review, in March she underwent bilateral L3 and L4 medial branch lesioning under fluoroscopy. 20 gauge cannulae were used, "
        "1 mL of 2% lidocaine was placed at each.\n\nPLAN: We talked about a right hip injection with 80 mg of Kenalog under fluoroscopy. She will think."
    ),
    "films read under a heading that also names guidance": (
        "OFFICE FOLLOWUP\n\nIn the past I have treated that with trigger point injections of the right rhomboid, 2 cc of 0.25% Marcaine in each.\n\n"
        "IMAGING: AP pelvis and lateral of the right hip, obtained in the office today, show loss of the joint space with osteophytes.\n\nPLAN: Therapy."
    ),
    "what would be done": (
        "Shoulder pain.\nDISCUSSION: I explained that an injection could be done today, and I described how it would be given, with a spinal needle beneath "
        "the acromion and 80 mg of Depo-Medrol into the bursa. She does not care to have another."
    ),
    "an appeal": (
        "Re: proposed left C3-4 and C4-5 radiofrequency ablation\n\nDear Doctor:\n\nI am writing to appeal the denial of the above. On 3/4/2009 I performed "
        "left C3 and C4 medial branch blocks under fluoroscopy; 0.5 mL of 2% lidocaine was injected at each."
    ),
    "an injection by another doctor in a letter": (
        "CONSULTATION\n\nDear Doctor:\n\nI saw her this morning for her right hip. In November a radiologist injected the hip itself: a needle was placed "
        "onto the femoral neck with fluoroscopy and 80 mg of Kenalog was put in. The trochanteric bursa was also injected in your office one time. I advised "
        "against another."
    ),
    "a schedule in three words": "MBB #1 last wk 85% x 6h. Sched B L4-5, L5-S1 MBB #2, fluoro, lido 2%. Hold Xarelto 3d.",
    "an injection offered and not taken": (
        "Left heel pain.\nAssessment/Plan\n# Plantar fasciitis, left\n- Offered a repeat injection today (would use 10 mg triamcinolone). "
        "Patient declined."
    ),
    "a refill of tablets": "Facet denervation was discussed and scheduled. Today: exam only, refill of tramadol.",
    "a consult letter": (
        "Dear Doctor:\n\nDr. Y, who performed an L4-5 epidural steroid injection under fluoroscopy with 80 mg of Kenalog, "
        "sent him. I have asked his office to set up a left L5 transforaminal epidural under fluoroscopy."
    ),
}


def claim(coder: Coder, note: str) -> str:
    """The lines as "CODExUNITS-MODIFIERS", the units where they are not 1."""
    shown = [
        "-".join([f"{line.code}x{line.units}" if line.units > 1 else line.code, *line.modifiers])
        for line in coder.code(note).lines
    ]
    return " ".join(shown)


@pytest.mark.parametrize(("note", "lines"), LISTED.values(), ids=LISTED)
def test_what_was_done(coder: Coder, note: str, lines: str) -> None:
    assert sorted(claim(coder, note).split()) == sorted(lines.split())


@pytest.mark.parametrize(("note", "lines"), STOPPED.values(), ids=STOPPED)
def test_what_was_stopped(coder: Coder, note: str, lines: str) -> None:
    assert sorted(claim(coder, note).split()) == sorted(lines.split())


@pytest.mark.parametrize("note", NOTHING.values(), ids=NOTHING)
def test_what_was_not_done(coder: Coder, note: str) -> None:
    result = coder.code(note)
    assert (result.status, claim(coder, note)) == ("not_a_procedure", "")


@pytest.mark.parametrize("note", [note for note, _ in {**LISTED, **STOPPED}.values()])
def test_every_line_is_proven(coder: Coder, note: str) -> None:
    for line in coder.code(note).lines:
        assert line.evidence
        assert all(note[proof.start : proof.end] == proof.text for proof in line.evidence)


def test_work_that_no_words_name_is_for_a_person(coder: Coder) -> None:
    note = "He lay on his side. A 25 gauge needle was passed and 40 mg of Depo-Medrol with 2 cc of 1% lidocaine was injected there."
    result = coder.code(note)
    assert (result.status, result.lines, result.procedures) == ("review", (), ())
    assert "no words name a procedure" in result.review[0]
