"""Notes of our own on nerve blocks, destruction, botulinum, joints, sedation, visits and stopped work → whole claims.

Each row: what it shows, the note as a doctor dictates it, the exact lines, and where it matters ``status``, ``missing``
and the ``day`` of service.
"""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cac import Coder

BEFORE_2025 = "2024-11-05"


@dataclass(frozen=True)
class Case:
    """One note and the claim it must give."""

    note: str
    lines: str
    status: str = "ready"
    missing: str = ""
    day: str = "2026-01-15"


def C(shows: str, note: str, lines: str, **more: Any) -> Any:
    return pytest.param(Case(note, lines, **more), id=shows)


NOTHING = {"lines": "", "status": "not_a_procedure"}

NERVES = [
    C(
        "trigeminal, a branch named",
        "PROCEDURE: Left supraorbital nerve block\n\nThe left supraorbital notch was found by touch. A 30 gauge needle was advanced and 1 mL of 0.5% bupivacaine with 4 mg of dexamethasone was injected after negative aspiration.",
        "64400-LT",
    ),
    C(
        "trigeminal, terse",
        "R infraorbital nerve block. 27g needle, neg asp, 1.5 cc 0.25% marcaine injected. Tolerated well.",
        "64400-RT",
    ),
    C(
        "trigeminal, history only",
        "Follow up visit. She had a left supraorbital nerve block last month with 70% relief. Exam: nontender notch. Plan: repeat left supraorbital nerve block if the pain returns.",
        **NOTHING,
    ),
    C(
        "vagus",
        "PROCEDURE: Right vagus nerve block\n\nUnder ultrasound the right vagus nerve was seen in the carotid sheath. 2 mL of 1% lidocaine was injected around the nerve. An image was saved.",
        "64408-RT 76942",
    ),
    C(
        "vagus, terse",
        "Left vagus nerve block done at the neck with 3 mL of 1% lidocaine after negative aspiration.",
        "64408-LT",
    ),
    C(
        "brachial plexus, interscalene",
        "PROCEDURE: Right interscalene brachial plexus block\n\nUnder ultrasound guidance the needle was advanced in plane and 20 mL of 0.5% ropivacaine was injected around the C5 and C6 trunks. Image saved.",
        "64415-RT",
    ),
    C(
        "brachial plexus, supraclavicular, terse",
        "Left supraclavicular block under US, 25 mL of 0.375% ropivacaine injected in divided doses, no paresthesia.",
        "64415-LT",
    ),
    C(
        "brachial plexus catheter",
        "PROCEDURE: Left infraclavicular brachial plexus block, continuous catheter\n\nUnder ultrasound an 18 gauge Tuohy needle was placed posterior to the axillary artery and 15 mL of 0.5% ropivacaine was injected. A catheter was threaded 4 cm past the tip and secured. Infusion of 0.2% ropivacaine at 8 mL/h was started.",
        "64416-LT",
    ),
    C(
        "brachial plexus catheter, terse",
        "Right interscalene perineural catheter placed under ultrasound. 10 mL of 0.5% ropivacaine bolus injected through the needle, catheter left in place at 5 cm and hooked to the pump.",
        "64416-RT",
    ),
    C(
        "axillary nerve",
        "PROCEDURE: Right axillary nerve block\n\nIn the quadrangular space the right axillary nerve was seen with ultrasound. 5 mL of 0.25% bupivacaine with 40 mg of Kenalog was injected.",
        "64417-RT",
    ),
    C("axillary nerve, terse", "L axillary nerve block, 4 cc 0.5% ropivacaine injected, US guided.", "64417-LT"),
    C(
        "suprascapular, image kept",
        "PROCEDURE: Left suprascapular nerve block with ultrasound\n\nThe needle was advanced to the suprascapular notch and 5 mL of 0.5% bupivacaine with 40 mg of Depo-Medrol was injected. A permanent image was saved to PACS.",
        "64418-LT 76942",
    ),
    C(
        "suprascapular, under fluoroscopy",
        "Right suprascapular nerve block under fluoroscopy. 22g needle to the notch, 6 mL 0.25% bupivacaine and 40 mg Kenalog injected.",
        "64418-RT 77002",
    ),
    C(
        "ilioinguinal and iliohypogastric are one",
        "PROCEDURE: Right ilioinguinal and iliohypogastric nerve block\n\nTwo cm medial to the ASIS the needle was advanced and 8 mL of 0.25% bupivacaine with 40 mg of triamcinolone was injected.",
        "64425-RT",
    ),
    C(
        "ilioinguinal, terse, both sides",
        "Bilateral ilioinguinal nerve blocks, landmark technique, 5 mL of 0.25% bupivacaine injected each side.",
        "64425-50",
    ),
    C(
        "pudendal, fluoroscopy",
        "PROCEDURE: Bilateral pudendal nerve blocks\n\nProne. Under fluoroscopy a 22 gauge needle was advanced to the tip of each ischial spine and 4 mL of 0.25% bupivacaine with 20 mg of Kenalog was injected on each side.",
        "64430-50 77002",
    ),
    C("pudendal, terse", "Left pudendal nerve block, transvaginal, 10 mL of 1% lidocaine injected.", "64430-LT"),
    C(
        "paracervical",
        "PROCEDURE: Paracervical block\n\nA speculum was placed. 5 mL of 1% lidocaine was injected at 4 o'clock and at 8 o'clock of the cervicovaginal junction. She tolerated it well.",
        "64435",
    ),
    C("paracervical, terse", "Paracervical nerve block done with 10 mL of 1% lidocaine, negative aspiration.", "64435"),
    C(
        "paracervical, for later",
        "She would like an IUD and is worried about pain. We talked about a paracervical block at that visit. Nothing was injected today.",
        **NOTHING,
    ),
    C(
        "sciatic, popliteal",
        "PROCEDURE: Left popliteal sciatic nerve block\n\nUnder ultrasound the sciatic nerve was followed to its bifurcation. 20 mL of 0.5% ropivacaine was injected around it.",
        "64445-LT",
    ),
    C(
        "sciatic, terse",
        "R sciatic nerve block, subgluteal, 20 mL 0.25% bupi + 4 mg dexamethasone injected, US.",
        "64445-RT",
    ),
    C(
        "sciatic catheter",
        "PROCEDURE: Right popliteal sciatic nerve catheter\n\nUnder ultrasound 15 mL of 0.5% ropivacaine was injected around the right sciatic nerve in the popliteal fossa and a catheter was threaded and secured for continuous infusion.",
        "64446-RT",
    ),
    C(
        "sciatic catheter, terse",
        "Left continuous sciatic nerve block: US, Tuohy, 20 cc 0.2% ropivacaine injected, perineural catheter left at 12 cm.",
        "64446-LT",
    ),
    C(
        "femoral",
        "PROCEDURE: Right femoral nerve block\n\nUnder ultrasound the right femoral nerve was seen lateral to the artery and 20 mL of 0.25% bupivacaine was injected.",
        "64447-RT",
    ),
    C(
        "femoral, terse",
        "L femoral nerve block, stimulator 0.4 mA quad twitch, 20 mL 0.5% ropivacaine injected.",
        "64447-LT",
    ),
    C(
        "femoral catheter",
        "PROCEDURE: Left femoral nerve catheter\n\nUnder ultrasound 10 mL of 0.5% ropivacaine was injected at the left femoral nerve. A catheter was threaded 5 cm past the needle, secured, and an infusion was started.",
        "64448-LT",
    ),
    C(
        "femoral catheter, terse",
        "Right continuous femoral nerve block, US guided, 15 mL 0.2% ropivacaine injected, catheter secured.",
        "64448-RT",
    ),
    C(
        "femoral catheter declined",
        "Left femoral nerve block under ultrasound, 20 mL of 0.5% ropivacaine injected. He declined a catheter.",
        "64447-LT",
    ),
    C(
        "lumbar plexus catheter",
        "PROCEDURE: Right lumbar plexus block, posterior approach, continuous catheter\n\nUnder fluoroscopy an 18 gauge needle was advanced to the psoas compartment at L4. 20 mL of 0.5% ropivacaine was injected, then a catheter was threaded and secured for continuous infusion.",
        "64449-RT 77003",
    ),
    C(
        "lumbar plexus catheter, terse",
        "Left psoas compartment block with catheter. Nerve stimulator, quad twitch, 20 mL 0.2% ropivacaine injected, catheter left in place for infusion.",
        "64449-LT",
    ),
    C(
        "lumbar plexus, one injection",
        "PROCEDURE: Left lumbar plexus block, posterior approach\n\nWith a nerve stimulator the psoas compartment was found and 25 mL of 0.5% ropivacaine was injected.",
        "64999",
        status="review",
    ),
    C(
        "adductor canal, disputed",
        "PROCEDURE: Left adductor canal block\n\nUnder ultrasound 15 mL of 0.5% ropivacaine was injected in the left adductor canal.",
        "64447-LT",
        status="review",
    ),
    C(
        "residual nerve: lateral femoral cutaneous",
        "PROCEDURE: Right lateral femoral cutaneous nerve block\n\nUnder ultrasound 5 mL of 0.25% bupivacaine and 40 mg of Depo-Medrol were injected around the nerve. Image saved.",
        "64450-RT 76942",
    ),
    C(
        "residual nerve: cluneal, terse",
        "L superior cluneal nerve block at the iliac crest, 3 cc 0.5% marcaine + 40 mg kenalog injected.",
        "64450-LT",
    ),
    C(
        "residual nerves: two named",
        "PROCEDURE: Right sural nerve block and right saphenous nerve block\n\n3 mL of 0.5% bupivacaine was injected at the right sural nerve and 3 mL at the right saphenous nerve.",
        "64450-RTx2",
    ),
    C(
        "morton neuroma",
        "PROCEDURE: Left Morton neuroma injection, third web space\n\nFrom dorsal, 1 mL of 0.5% bupivacaine and 20 mg of Kenalog were injected between the metatarsal heads.",
        "64455-LT",
    ),
    C(
        "plantar digital nerve, terse",
        "R plantar common digital nerve block 2nd interspace: 1 cc 1% lido, 4 mg dex injected.",
        "64455-RT",
    ),
    C(
        "greater occipital",
        "PROCEDURE: Bilateral greater occipital nerve blocks\n\n2 mL of 0.5% bupivacaine with 20 mg of Kenalog was injected at each greater occipital nerve.",
        "64405-50",
    ),
    C("greater occipital, terse", "L GONB: 25g needle medial to the artery, 3 cc 0.25% bupi injected.", "64405-LT"),
    C(
        "lesser occipital",
        "Right lesser occipital nerve block: 2 mL of 0.5% bupivacaine injected behind the mastoid.",
        "64450-RT",
    ),
    C(
        "occipital, planned",
        "Migraine visit. Plan: bilateral greater occipital nerve blocks next week. Consent was reviewed.",
        **NOTHING,
    ),
    C(
        "intercostal",
        "PROCEDURE: Left T6, T7 and T8 intercostal nerve blocks\n\nUnder ultrasound 3 mL of 0.25% bupivacaine was injected below each of the left T6, T7 and T8 ribs. Images saved.",
        "64420-LT 64421-LTx2 76942",
    ),
    C("intercostal, one", "R T9 intercostal block, 4 cc 0.5% marcaine injected under the rib margin.", "64420-RT"),
    C(
        "cervical plexus, superficial",
        "PROCEDURE: Left superficial cervical plexus block\n\nAlong the posterior border of the sternocleidomastoid 8 mL of 0.25% bupivacaine was injected.",
        "64999",
    ),
    C(
        "cervical plexus, deep",
        "Right deep cervical plexus block under ultrasound: 5 mL of 0.5% ropivacaine injected at C4.",
        "64999",
    ),
    C(
        "cervical plexus, another day",
        "Last week she had a left cervical plexus block elsewhere. Today we only talked. No procedure today.",
        **NOTHING,
    ),
]

PLANES = [
    C(
        "erector spinae, one side",
        "PROCEDURE: Left erector spinae plane block at T5\n\nUnder ultrasound 20 mL of 0.25% bupivacaine was injected deep to the erector spinae muscle.",
        "64466",
    ),
    C("serratus, terse", "R serratus anterior plane block, US guided, 25 mL 0.25% ropivacaine injected.", "64466"),
    C(
        "erector spinae before its codes",
        "PROCEDURE: Left erector spinae plane block at T5\n\nUnder ultrasound 20 mL of 0.25% bupivacaine was injected deep to the erector spinae muscle.",
        "64999",
        day=BEFORE_2025,
    ),
    C(
        "erector spinae, the first day of its codes",
        "PROCEDURE: Left erector spinae plane block at T5\n\nUnder ultrasound 20 mL of 0.25% bupivacaine was injected deep to the erector spinae muscle.",
        "64466",
        day="2025-01-01",
    ),
    C(
        "erector spinae, the last day before",
        "Bilateral ESP blocks under ultrasound, 20 mL of 0.25% bupivacaine injected each side.",
        "64999",
        day="2024-12-31",
    ),
    C(
        "erector spinae, both sides",
        "Bilateral ESP blocks at T8 under ultrasound, 20 mL of 0.25% bupivacaine injected each side.",
        "64468",
    ),
    C(
        "pecs, both sides",
        "PROCEDURE: Bilateral PECS II blocks\n\nUnder ultrasound 20 mL of 0.25% ropivacaine was injected on each side between the pectoralis minor and serratus.",
        "64468",
    ),
    C(
        "erector spinae catheter",
        "PROCEDURE: Right erector spinae plane catheter\n\nUnder ultrasound 20 mL of 0.2% ropivacaine was injected and a catheter was threaded and secured for continuous infusion.",
        "64467",
    ),
    C(
        "serratus catheter, terse",
        "L serratus plane block w catheter: US, 20 mL 0.2% ropi injected, catheter left in place, infusion started.",
        "64467",
    ),
    C(
        "erector spinae catheters, both sides",
        "PROCEDURE: Bilateral erector spinae plane catheters\n\nUnder ultrasound 15 mL of 0.2% ropivacaine was injected on each side, and on each side a catheter was threaded and secured for continuous infusion.",
        "64469",
    ),
    C(
        "erector spinae catheters, both sides, terse",
        "Bilateral ESP catheters under US for rib fractures. 20 mL 0.25% bupivacaine injected each side, both catheters secured, infusion was started.",
        "64469",
    ),
    C(
        "plane, no side",
        "Erector spinae plane block under ultrasound, 20 mL of 0.25% bupivacaine injected.",
        "64466",
        status="review",
        missing="laterality",
    ),
    C(
        "plane, consent only",
        "Consent: I consent to an erector spinae plane block. Risks include bleeding and pneumothorax.",
        **NOTHING,
    ),
    C(
        "fascia iliaca",
        "PROCEDURE: Right fascia iliaca block\n\nUnder ultrasound 30 mL of 0.25% ropivacaine was injected below the fascia iliaca.",
        "64473-RT",
    ),
    C("fascia iliaca, terse", "L fascia iliaca compartment block, US, 30 cc 0.2% ropivacaine injected.", "64473-LT"),
    C(
        "fascia iliaca before its codes",
        "PROCEDURE: Right fascia iliaca block\n\nUnder ultrasound 30 mL of 0.25% ropivacaine was injected below the fascia iliaca.",
        "64999",
        day=BEFORE_2025,
    ),
    C(
        "fascia iliaca catheter",
        "PROCEDURE: Left suprainguinal fascia iliaca catheter\n\nUnder ultrasound 20 mL of 0.2% ropivacaine was injected under the left fascia iliaca and a catheter was threaded and secured. Continuous infusion was started.",
        "64474-LT",
    ),
    C(
        "fascia iliaca catheter, terse",
        "R fascia iliaca block w/ infusion catheter under US: 20 mL 0.2% ropi injected, catheter secured.",
        "64474-RT",
    ),
    C(
        "PENG, disputed",
        "PROCEDURE: Right PENG block\n\nUnder ultrasound 20 mL of 0.25% ropivacaine was injected between the psoas tendon and the pubic ramus.",
        "64473-RT",
        status="review",
    ),
    C(
        "PENG before the codes, disputed",
        "PROCEDURE: Right PENG block\n\nUnder ultrasound 20 mL of 0.25% ropivacaine was injected between the psoas tendon and the pubic ramus.",
        "64999",
        status="review",
        day=BEFORE_2025,
    ),
    C(
        "IPACK, disputed",
        "PROCEDURE: Left IPACK block\n\nUnder ultrasound 15 mL of 0.2% ropivacaine was injected between the popliteal artery and the capsule of the left knee.",
        "64473-LT",
        status="review",
    ),
    C(
        "TAP, one side",
        "PROCEDURE: Right TAP block\n\nUnder ultrasound 20 mL of 0.25% bupivacaine was injected between the internal oblique and the transversus abdominis.",
        "64486-RT",
    ),
    C("rectus sheath, one side, terse", "L rectus sheath block, US, 15 mL 0.25% ropivacaine injected.", "64486-LT"),
    C(
        "TAP catheter",
        "PROCEDURE: Left TAP block with catheter\n\nUnder ultrasound 20 mL of 0.2% ropivacaine was injected in the transversus abdominis plane, and a catheter was threaded and secured for continuous infusion.",
        "64487-LT",
    ),
    C(
        "rectus sheath catheter, terse",
        "R rectus sheath catheter placed under ultrasound, 15 mL 0.2% ropivacaine injected, continuous infusion started.",
        "64487-RT",
    ),
    C(
        "TAP, both sides",
        "Bilateral transversus abdominis plane blocks under ultrasound, 20 mL of 0.25% bupivacaine injected each side.",
        "64488",
    ),
    C(
        "rectus sheath, both sides",
        "PROCEDURE: Bilateral rectus sheath blocks\n\nUnder ultrasound 15 mL of 0.25% ropivacaine was injected in each rectus sheath.",
        "64488",
    ),
    C(
        "TAP catheters, both sides",
        "PROCEDURE: Bilateral TAP catheters\n\nUnder ultrasound 20 mL of 0.2% ropivacaine was injected on each side and catheters were threaded and secured on both sides for continuous infusion.",
        "64489",
    ),
    C(
        "TAP catheters, both sides, terse",
        "Bilateral TAP blocks with infusion catheters, US guided, 15 mL 0.2% ropi injected each side, catheters secured.",
        "64489",
    ),
    C("TAP, offered", "He was offered a TAP block for his abdominal wall pain and declined it.", **NOTHING),
    C(
        "paravertebral, one",
        "PROCEDURE: Left T5 paravertebral block\n\nUnder ultrasound 10 mL of 0.5% ropivacaine was injected in the left T5 paravertebral space.",
        "64461-LT",
    ),
    C(
        "paravertebral, three",
        "PROCEDURE: Right thoracic paravertebral blocks at T4, T5 and T6\n\nUnder ultrasound 5 mL of 0.5% ropivacaine was injected in the right paravertebral space at each of T4, T5 and T6.",
        "64461-RT 64462-RT",
    ),
    C(
        "paravertebral, two, terse",
        "L T6 and T7 paravertebral blocks under US, 5 cc 0.5% ropi injected at each.",
        "64461-LT 64462-LT",
    ),
    C(
        "paravertebral catheter",
        "PROCEDURE: Right T6 paravertebral catheter\n\nUnder ultrasound 10 mL of 0.2% ropivacaine was injected in the right T6 paravertebral space. A catheter was threaded 3 cm and secured for continuous infusion.",
        "64463-RT",
    ),
    C(
        "paravertebral catheter, terse",
        "L T5 paravertebral block with catheter, US, 10 mL 0.5% ropivacaine injected, catheter left in place for infusion.",
        "64463-LT",
    ),
]

CASES = [*NERVES, *PLANES]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("case", CASES)
def test_the_claim(case: Case, coder: Coder) -> None:
    row = coder.code(case.note, context={"date_of_service": case.day}).row()
    told = {
        "-".join((line["code"], *line["modifiers"])) + (f"x{line['units']}" if line["units"] > 1 else "")
        for line in row["lines"]
    }
    assert (told, row["status"], set(row["missing"])) == (
        set(case.lines.split()),
        case.status,
        set(case.missing.split()),
    )
