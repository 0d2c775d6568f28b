"""Short notes in many manners of speech, each with its whole claim: what is listed, stopped, past, or not done."""

# ruff: noqa: E501  (notes stand as they were said)
import pytest

from cac import Coder

LISTED = {
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
