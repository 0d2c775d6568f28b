"""Work that looks like its neighbour: a lead not placed, an old generator, a nerve that is stimulated, whose stop it is."""

# ruff: noqa: E501  (notes stand as they were said)
from __future__ import annotations

from datetime import date

import pytest

from cac import Coder

# name: note, what stands on its claim, its status
NOTES = {
    "a second lead that could not be passed": (
        "SCS TRIAL, two percutaneous leads planned.\nThe first lead was advanced under fluoroscopy to the top of T8. The second lead could not be passed beyond T12 and was not placed.",
        "63650",
        "ready",
    ),
    "a second lead that was passed at the second try": (
        "SCS TRIAL with two percutaneous leads under fluoroscopy.\nThe first lead was advanced to T8. The second lead could not be passed at first. From L1-2 the second lead was then placed beside it.",
        "63650x2",
        "ready",
    ),
    "a lead given up after a wet tap": (
        "Spinal cord stimulator trial.\nThe first percutaneous lead was placed under fluoroscopy to T9. There was a wet tap with the second needle and the second lead was abandoned.",
        "63650",
        "ready",
    ),
    "a number of leads left blank": (
        "SPINAL CORD STIMULATOR TRIAL\nEntry: L1-L2, Tuohy, loss of resistance. Leads advanced to T8 under fluoroscopy.\nNumber of leads: ____",
        "63650",
        "review",
    ),
    "a new lead on the generator she has": (
        "Permanent spinal cord stimulator lead placement.\nAn octrode lead was advanced under fluoroscopy to T8, tunneled to the pocket and connected to the existing generator. The pocket was irrigated and closed.",
        "63650",
        "ready",
    ),
    "a broken lead replaced": (
        "Placement of a permanent spinal cord stimulator lead, replacing the fractured lead.\nUnder fluoroscopy the new lead was advanced to T8, tunneled and plugged into the existing generator.",
        "63663",
        "ready",
    ),
    "generator and leads taken out": (
        "Procedure: Removal of the spinal cord stimulator generator and both percutaneous leads. The pocket was opened and everything came out whole.",
        "63661 63688",
        "ready",
    ),
    "a lead at a nerve": (
        "Peripheral nerve stimulator, permanent, right suprascapular nerve.\nUnder ultrasound a percutaneous lead was placed beside the suprascapular nerve, tunneled and connected to an implanted pulse generator in the infraclavicular pocket.",
        "64555 64590",
        "ready",
    ),
    "a receiver in the lead": (
        "PERIPHERAL NERVE STIMULATOR - INTEGRATED\nLeft common peroneal nerve found at the fibular neck with ultrasound. A single electrode array with its integrated receiver was deployed beside the nerve. Local: 1% lidocaine.",
        "64596",
        "ready",
    ),
    "a stimulator that finds the nerve": (
        "Left femoral nerve block with peripheral nerve stimulator.\nA stimulating needle was advanced, quadriceps twitch at 0.4 mA, 20 mL of 0.25% bupivacaine injected.",
        "64447-LT",
        "ready",
    ),
    "two nerves with the temporary system": (
        "SPRINT PNS placement.\nUnder ultrasound, image saved, a microlead was placed at the right femoral nerve and the right saphenous nerve. External pulse generator attached.",
        "64555 76942",
        "review",
    ),
    "a pump put into its pocket": (
        "Implantation of permanent intrathecal drug delivery system.\nA Tuohy needle was placed at L2-3 and the catheter threaded to T9, anchored and tunneled to the abdomen. The programmable pump was filled with morphine, connected to the catheter and placed into the pocket.",
        "62362 62350",
        "ready",
    ),
    "programming in plain words": (
        "Spinal cord stimulator follow-up visit.\nI reprogrammed program 2, changing amplitude, pulse width, frequency and the active contacts.",
        "95972",
        "ready",
    ),
    "programming of which little is told": ("Office visit. SCS for CRPS of the leg. I reprogrammed program 2.", "95971", "review"),
    "a pump that is interrogated at its refill": (
        "Pump refill.\nThe device was interrogated. I refilled the reservoir with 20 mL of morphine 10 mg/mL and reprogrammed the pump.",
        "62370",
        "ready",
    ),
    "a list of which the second was stopped": (
        "PROCEDURES:\n1. Right SI joint injection under fluoroscopy with contrast, 40 mg Kenalog, completed.\n2. Right L5 selective nerve root block: after the needle was placed the selective nerve root block was stopped because of syncope.",
        "27096-RT",
        "review",
    ),
    "a level given up beside others that were done": (
        "Procedure: RFA of left L3, L4 and L5 was planned. Under fluoroscopy the L4 and L5 medial branch lesions were completed at 80 degrees. The L3 lesion could not be done because of pain and was abandoned.",
        "64635-LT",
        "ready",
    ),
    "one side done, a faint before the other": (
        "Diagnostic lumbar medial branch blocks.\nBoth sides were planned. Prone, prepped. 25-gauge needles to the right L3 and L4 medial branches and the right L5 dorsal ramus under fluoroscopy. 0.5 mL of 0.5% bupivacaine at each of the three targets.\n\nBefore the left side she became pale. We stopped, and she recovered. The left side was not done.",
        "64493-RT 64494-RT",
        "ready",
    ),
    "a side at the head of each line": (
        "ULTRASOUND GUIDED KNEE INJECTIONS\n\nRight knee - probe over the suprapatellar recess, needle in plane under continuous ultrasound. 60 mg Durolane injected. Image stored.\nLeft knee - same technique and view, 60 mg Durolane injected. Image stored.",
        "20611-50",
        "ready",
    ),
    "a block, and an ablation to be thought of": (
        "Right genicular nerve block.\nUnder ultrasound 1.5 mL of 0.5% bupivacaine was injected at the superomedial, superolateral and inferomedial genicular nerves, image kept. RFA to be considered.",
        "64454-RT",
        "ready",
    ),
    "a destruction with nothing that destroys": (
        "Left intercostal neurolysis at the 6th and 7th ribs.\nUnder fluoroscopy 2 mL of the solution was injected below each rib after contrast.",
        "64620x2",
        "review",
    ),
    "contrast in the thecal sac": (
        "LUMBAR MYELOGRAM\nUnder fluoroscopy a 22 G spinal needle was advanced to the thecal sac at L3-4 and 12 mL of Isovue-M 200 was injected. Interpretation: conus at L1, underfilling of the left L5 root sleeve.",
        "62304",
        "ready",
    ),
    "a lumbar decompression without its long name": (
        "Procedure: MILD, L4-5 bilateral.\nUnder fluoroscopy with an epidurogram the ligamentum flavum was removed through the portal on each side, bone sculptor first.",
        "62330",
        "ready",
    ),
    "two levels, the second as the first": (
        "PERCUTANEOUS IMAGE-GUIDED LUMBAR DECOMPRESSION\n\nL4-5: portal to the right L4 lamina, tissue sculptor passed under fluoroscopy. The portal was moved across to the left and this was repeated. L3-4: both sides treated in the same fashion.",
        "62330 62331",
        "ready",
    ),
    "information that was handed out": (
        "Right knee plasma injection, patient information given. Under ultrasound, image stored, 6 mL of PRP was placed in the right knee joint.",
        "0232T",
        "ready",
    ),
    "a joint in the reason for a block": (
        "Left lumbar sympathetic block at L3 for CRPS of the left ankle. Under fluoroscopy a 22 gauge needle was advanced to the front edge of L3, contrast ran along the psoas, 15 cc of 0.25% bupivacaine was injected.",
        "64520-LT 77003",
        "ready",
    ),
    "places that head numbered items": (
        "OFFICE PROCEDURE\n\nTwo injections today.\n\n1.  LEFT SACROILIAC JOINT.  Prone on the table. Under fluoroscopy a 22-gauge spinal needle was eased into the lower third of the joint. "
        "0.4 mL of Omnipaque ran up the joint. Then 40 mg triamcinolone plus 1 mL of 0.5% bupivacaine.\n\n2.  RIGHT GREATER TROCHANTERIC BURSA.  The sorest point was found by thumb, no imaging for this one. "
        "A needle went down to bone. 40 mg triamcinolone with 4 mL of lidocaine, fanned.",
        "27096-LT 20610-59-RT",
        "ready",
    ),
    "both sides of one foramen, one side of the next": (
        "PROCEDURES:\n1.  Transforaminal epidural steroid injection at the L5-S1 foramen, right and left.\n2.  Transforaminal epidural steroid injection through the right S1 foramen.\n\n"
        "DETAILS:  Under fluoroscopy a 22-gauge needle was advanced to the right L5-S1 foramen. 7.5 mg of dexamethasone was deposited. All this was done again on the left. "
        "I next placed another needle at the right S1 foramen and put in the same mixture.",
        "64483-50 64484-RT",
        "ready",
    ),
    "cement that was watched": (
        "L1 and L3 vertebroplasty for myeloma.\n\nProne. Biplane fluoroscopy. A 13-gauge needle was driven through the right pedicle of L1, another through the right pedicle of L3. "
        "2 mL of cement went in at L1 and 3 mL at L3, and we stopped each time when it reached the back quarter of the body.",
        "22511 22512",
        "ready",
    ),
    "levels of a conclusion beside those of the work": (
        "LUMBAR DISCOGRAPHY REPORT\n\nTECHNIQUE:  With fluoroscopy 22-gauge needles were placed in the L3-4, L4-5 and L5-S1 discs. Omnipaque was injected by manometer.\n\n"
        "INTERPRETATION:\nL3-4:  no pain.\nL4-5:  grade 4 tear, his own pain.\nL5-S1:  grade 3 fissure.\n\nCONCLUSION:  Concordant painful disc at L4-5.",
        "62290x3 72295x3",
        "ready",
    ),
    "what the letter's reader injected": (
        "Dear Prudence,\n\nAs you say, you injected the lateral epicondyle twice, with Kenalog 20 mg on each occasion. I put the ultrasound probe on the elbow and there is a cleft in the common extensor origin. "
        "I have talked with him about needling with platelet-rich plasma. He prefers a brace.\n\nWith kind regards",
        "",
        "not_a_procedure",
    ),
    "earlier work told at a visit": (
        "FOLLOW-UP NOTE\n\nI saw her this morning, eight weeks after I burned the left L3 and L4 medial branches and L5 dorsal ramus. We used 80 degrees at each site and I gave 10 mg of triamcinolone afterward. Her relief is 80 percent.",
        "",
        "not_a_procedure",
    ),
    "cement on films": (
        "RADIOGRAPHS, THORACOLUMBAR SPINE\n\nCement is present within the T12 and L1 bodies from kyphoplasty performed in 2021. A new wedge deformity of L3 is noted.",
        "",
        "not_a_procedure",
    ),
    "the end of a trial": (
        "OFFICE VISIT\n\nEnd of trial. She is here on day seven with her trial stimulator. The anchor stitches were cut and both leads were drawn out by hand. She is keen to go on to the permanent system.",
        "",
        "not_a_procedure",
    ),
    "who dictates what": (
        "this is Cassius Moore dictating lumbar sympathetic block on the left side at L3 period patient prone period under fluoroscopy a 22 gauge needle was advanced to the front edge of L3 period fifteen cc of quarter percent bupivacaine was injected period",
        "64520-LT 77003",
        "ready",
    ),
    "a branch of the face": ("Procedure: right trigeminal V1 nerve block. 1 mL of 2% lidocaine was injected.", "64400-RT", "ready"),
    "stopped work whose place stands with the word attempted": (
        "Procedure: L4-5 interlaminar ESI, attempted.\nA 20 gauge Tuohy was advanced under fluoroscopy. Unable to reach the epidural space past the hardware. The procedure was aborted prior to injection.",
        "62323-53",
        "ready",
    ),
    "attempted, with its side": (
        "Attempted right L4-5 TFESI.\nA 22 gauge needle was advanced under fluoroscopy to the foramen. Vasovagal episode, procedure terminated.",
        "64483-53-RT",
        "ready",
    ),
    "attempted, in one breath": (
        "Left SI joint injection attempted, joint could not be entered with the needle despite fluoro, stopped.",
        "27096-53-LT",
        "ready",
    ),
    "a needle that was taken out had been in": (
        "L4-5 interlaminar ESI attempted under fluoro. Procedure aborted prior to injection. Needle withdrawn.",
        "62323-53",
        "ready",
    ),
    "a needle that was never in": (
        "L4-5 interlaminar ESI attempted under fluoro. Procedure aborted before the needle was opened.",
        "",
        "not_a_procedure",
    ),
    "pulsed radiofrequency of a nerve that is no facet nerve": (
        "Pulsed RF of the right suprascapular nerve under US, 42C 120 s. Tolerated well.",
        "64999",
        "ready",
    ),
    "a block is not what pulsed radiofrequency of its nerve is": (
        "Greater occipital nerve PRF, left. 42C x 4 min. US guided.",
        "64999",
        "ready",
    ),
    "a cannula in a foramen injects nothing": (
        "Procedure: Right L5 DRG pulsed RF\nUnder fluoro, RF cannula advanced into the right L5-S1 foramen. PRF at 42 degrees for 120 seconds, two cycles.",
        "64999",
        "ready",
    ),
    "a transforaminal injection beside pulsed radiofrequency": (
        "Procedure: Right L5 DRG pulsed RF with TFESI\nUnder fluoro, RF cannula advanced into the right L5-S1 foramen. PRF at 42 degrees for 120 seconds. Then 5 mg dexamethasone was injected at the right L5-S1 foramen.",
        "64999 64483-RT",
        "ready",
    ),
    "how it is done, told to a referrer": (
        "Dear Dr. X: I explained to him how we go about proving it: under fluoroscopy, fine needles are placed on the L3 and L4 medial branches and the L5 dorsal ramus on the right, half a mL of bupivacaine is injected at each, and he keeps a record.",
        "",
        "not_a_procedure",
    ),
    "how it would be done, told in the next sentence": (
        "Dear Dr. X: I told her what this would involve. Under fluoroscopy a needle is placed in the L4-5 foramen on the left and dexamethasone is injected. She will think about it.",
        "",
        "not_a_procedure",
    ),
    "work told in the present under its title": (
        "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nI explained to her what this would involve. Under fluoroscopy a needle is placed in the L4-5 foramen on the left and dexamethasone is injected.",
        "64483-LT",
        "ready",
    ),
    "work told in the past behind an explanation": (
        "I explained to her how we would do it, and with her consent a needle was placed in the left SI joint under fluoroscopy and 40 mg of Kenalog was injected.",
        "27096-LT",
        "ready",
    ),
    "the one on the left": (
        "The greater occipital nerve on the right and the one on the left were each fanned with 3 mL of 2% lidocaine.",
        "64405-50",
        "ready",
    ),
    "a needle beside the palmaris longus is at no joint": (
        "DIAGNOSIS: Carpal tunnel syndrome, left.\nThe left wrist was placed on a towel. On the ulnar border of the palmaris longus a 25g needle was introduced and 40 mg Kenalog with 1 ml lidocaine injected.",
        "20526-LT",
        "ready",
    ),
    "a trial of dorsal column stimulation": (
        "PROCEDURE: Trial of dorsal column stimulation with two percutaneous octapolar leads. Leads advanced under fluoro to T8.",
        "63650x2",
        "ready",
    ),
    "facet nerves and sacral branches burned in one session": (
        "Right L4-5, L5-S1 facet RFA and right SI joint RFA (L5 DR, S1-S3). 80C 90s. Fluoroscopy.",
        "64625-RT",
        "review",
    ),
    "sacral branches alone": (
        "Right SI joint RFA (L5 dorsal ramus and S1-S3 lateral branches). 80C 90s. Fluoroscopy.",
        "64625-RT",
        "ready",
    ),
    "work of an earlier day in a letter": (
        "Dear Dr. Smith: Your patient underwent a right L5-S1 transforaminal injection with me on March 3, with 10 mg of dexamethasone under fluoroscopy. She had two weeks of relief. I have asked her to return in a month.",
        "",
        "review",
    ),
    "how such a block goes": (
        "Case presentation: In a typical celiac plexus block, needles are placed at L1 bilaterally and 20 mL of bupivacaine is injected.",
        "",
        "not_a_procedure",
    ),
    "points found, asked for and held off": (
        "Patient requests trigger point injections. Exam: trapezius and levator trigger points bilaterally. We will hold off on injections today because of fever.",
        "",
        "not_a_procedure",
    ),
    "an attempt of somebody else": (
        "ED note: LP attempted by ED x2 at L3-4, L4-5 unsuccessful. IR consulted for fluoroscopic LP.",
        "62270",
        "review",
    ),
    "a lesson before a trial": (
        "TEACHING VISIT\nI told them that with her lying on her stomach two wires are passed through needles into the epidural space and are steered by x-ray to T8. We then wake her to tell us where she feels the tingling. We will request authorization for two leads.",
        "",
        "not_a_procedure",
    ),
    "both sides announced, only one done": (
        "Bilateral SI joint injections planned; only the right was done as pt became anxious. Fluoro, contrast, 40mg depo.",
        "27096-RT",
        "ready",
    ),
    "only one side, and why": (
        "PROCEDURE: Bilateral SI joint injections. Only the right side was done as she could not tolerate more. Under fluoroscopy the joint was entered and 40 mg depo injected.",
        "27096-RT",
        "ready",
    ),
    "one side alone": (
        "Bilateral L4-5 facet injections were authorized. The right side alone was injected today under fluoroscopy, 20 mg kenalog.",
        "64493-RT",
        "ready",
    ),
    "only of an amount": (
        "PROCEDURE: Bilateral knee injections. Kenalog 40 mg was injected into the left knee. The right only received 20 mg.",
        "20610-50",
        "ready",
    ),
    "a place given up among others, told without verbs": (
        "PROCEDURE: Bilateral L4-L5, L5-S1 TFESI. Fluoroscopy. 22g needles to right L4-5, right L5-S1, left L4-5 foramina. The left L5-S1 could not be entered due to osteophyte and was abandoned. Contrast and 4 mg dexamethasone at each of the three.",
        "64483-50 64484-RT",
        "ready",
    ),
    "nerves of the title and of the body that overlap": (
        "Procedure: Right L3, L4 medial branch blocks.\nUnder fluoroscopy needles were placed at the right L4 and L5 medial branches and 0.5 mL of bupivacaine was injected at each.",
        "64493-RT",
        "review",
    ),
    "nerves of the title of which the body names some": (
        "Procedure: Right L3, L4, L5 medial branch blocks.\nUnder fluoroscopy needles were placed at the right L3 and L4 medial branches and the dorsal ramus, and 0.5 mL of bupivacaine was injected at each.",
        "64493-RT 64494-RT",
        "ready",
    ),
    "the other side next time": (
        "Bilateral knee OA. Right knee injected with 40 mg kenalog, left knee to be done in 2 weeks.",
        "20610-RT",
        "ready",
    ),
    "the other side to follow": (
        "Right SI joint injected under fluoro with 40 mg depo. Left to follow in two weeks.",
        "27096-RT",
        "ready",
    ),
    "back for the other side": (
        "Right TFESI L4-5 fluoro 4 mg dexa. RTC 2 wks for left.",
        "64483-RT",
        "ready",
    ),
    "an alarm date is no programming": (
        "Pump refill. 20 cc of Prialt 25 mcg/ml. Pump interrogated, alarm date 3/4. Not reprogrammed. Done by RN.",
        "95990",
        "ready",
    ),
    "one of two procedures given up": (
        "PROCEDURE: Left L5-S1 TFESI and left SI joint injection.\nThe left L5-S1 foramen was entered under fluoro and 4 mg dex injected. The SI joint could not be accessed and was abandoned.",
        "64483-LT",
        "review",
    ),
    "fluid from one of two knees": (
        "PROCEDURE: Bilateral knee injections. 40 mg Kenalog injected in each knee. Fluid was aspirated from the left only.",
        "20610-50",
        "ready",
    ),
    "one of two knees tender": (
        "PROCEDURE: Bilateral knee injections. 40 mg Kenalog injected in each knee. Only the right was tender afterwards and ice was placed.",
        "20610-50",
        "ready",
    ),
    "one of two needles felt": (
        "PROCEDURE: Bilateral L4-5 TFESI under fluoroscopy. Dexamethasone 5 mg was injected at each. Paresthesia occurred when the needle was placed on the left only.",
        "64483-50",
        "ready",
    ),
    "one side's skin": (
        "PROCEDURE: Bilateral L4-5 TFESI under fluoroscopy. Extra local was injected into the skin on the left only. Dexamethasone 5 mg was injected at each.",
        "64483-50",
        "ready",
    ),
    "a needle in a vein": (
        "PROCEDURE: Left L4-5 TFESI under fluoroscopy. The IV needle was removed because she became hypotensive, and the procedure was aborted before any spinal needle was placed.",
        "",
        "not_a_procedure",
    ),
    "a needle for the skin": (
        "PROCEDURE: Left L4-5 TFESI under fluoroscopy. Skin was numbed and the local needle was withdrawn. She then fainted and the procedure was aborted.",
        "",
        "not_a_procedure",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_it_is_coded_as_what_it_was(name: str, coder: Coder) -> None:
    note, lines, status = NOTES[name]
    result = coder.code(note)
    said = [
        "-".join((line.code, *line.modifiers)) + (f"x{line.units}" if line.units > 1 else "") for line in result.lines
    ]
    assert (" ".join(said), result.status) == (lines, status)


@pytest.mark.parametrize(
    "note",
    [
        "Dx: lumbar radiculopathy.\nPlanned L5-S1 interlaminar epidural under fluoroscopy. He was taken into the procedure room; the blood pressure was 210/115 and the procedure was cancelled before any anesthesia was given.",
        "The patient was scheduled for an L5-S1 interlaminar epidural steroid injection with fluoroscopy. Brought to the procedure room, prepped and draped. Prior to any sedation he had chest pain and the case was terminated.",
    ],
)
def test_what_was_announced_and_given_up_is_the_facilitys(note: str, coder: Coder) -> None:
    facility = coder.code(note, context={"payer": "medicare_asc", "place_of_service": "24"})
    assert [(line.code, line.modifiers) for line in facility.lines] == [("62323", ("73",))]
    assert facility.status == "review"
    assert coder.code(note).status == "not_a_procedure"


@pytest.mark.parametrize(("day", "codes"), [(date(2022, 6, 1), ["64445", "76942"]), (date(2023, 1, 1), ["64445"])])
def test_ultrasound_went_into_the_sciatic_block_in_2023(day: date, codes: list[str], coder: Coder) -> None:
    note = "Left popliteal sciatic nerve block under ultrasound, image saved. 20 mL of 0.5% ropivacaine was injected."
    result = coder.code(note, context={"date_of_service": day.isoformat()})
    assert [line.code for line in result.lines] == codes
    assert ("76942" in {refusal.code for refusal in result.refused}) == ("76942" not in codes)
