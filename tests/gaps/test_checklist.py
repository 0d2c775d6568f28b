"""How different authors tell, or leave open, one documentation element: dictation, forms, tables, shorthand."""

from __future__ import annotations

import pytest

from cac import Coder

BARE = """PROCEDURE: Right L4-L5 transforaminal epidural steroid injection.
{before}
A 22-gauge needle was used and 10 mg of dexamethasone was injected.
{after}
"""

BEFORE = [
    ("consent", "present", "She heard the hazards and said yes."),
    ("consent", "present", "Consent ........: y"),
    ("consent", "present", "pt ok w/ plan after r/b reviewed"),
    ("consent", "present", "the con sent form was signed by the mother"),
    ("consent", "absent", "Consent: ☐   Timeout: ☒"),
    ("consent", "absent", "| Informed consent |  |"),
    ("consent", "absent", "| Informed consent | no |"),
    ("consent", "absent", "Consent ____"),
    ("timeout", "present", "t-o x1"),
    ("timeout", "present", "Name, date of birth, and side were confirmed."),
    ("timeout", "present", "Time out ( ) no (o) yes"),
    ("timeout", "absent", "Time out ( )  Consent (x)"),
    ("timeout", "absent", "[x] consent on chart   [ ] time-out"),
    ("consent", "present", "The risks were outlined and the mother signed the form."),
    ("consent", "present", "He'd signed already."),
    ("consent", "absent", "He was told to lie still."),
    ("timeout", "present", "We did our pause."),
    ("timeout", "present", "2 pt identifiers"),
    ("timeout", "present", "The patient pointed to the side, which matched the consent."),
    ("timeout", "absent", "Pain is on the right side and into the leg."),
    ("prior_treatment", "present", "Splinting and Zanaflex have been insufficient."),
    ("prior_treatment", "present", "Lyrica made her dopey."),
    ("prior_treatment", "present", "Manipulation aggravated the pain."),
    ("prior_treatment", "absent", "Exam shows tenderness. Allergies: none."),
    ("prior_treatment", "present", "2 prior MBBs >80%."),
    ("prior_treatment", "present", "Six weeks with the therapist changed nothing."),
    ("prior_treatment", "present", "| Prior tx | PT, ibuprofen |"),
    ("prior_treatment", "present", "nsaids no help"),
    ("prior_treatment", "absent", "Prior tx: [ ] PT [ ] chiro"),
    ("prior_treatment", "absent", "Back pain for six months after a fall."),
    ("pain_score", "present", "NPRS=7"),
    ("pain_score", "present", "Pain going in: 8"),
    ("pain_score", "present", "She gives it an 8."),
    ("pain_score", "present", "Leg pain; she says it's a six."),
    ("pain_score", "present", "Back pain, six on a ten-point scale."),
    ("pain_score", "present", "Back pain 7-8."),
    ("pain_score", "present", "VAS leg 80 mm"),
    ("pain_score", "present", "Back pain. Pre: 7 / Post: 2"),
    ("pain_score", "absent", "Low back pain at L 4-5."),
    ("pain_score", "absent", "Rib pain, 6 through 8."),
    ("pain_score", "absent", "Back pain for 3-4 years."),
    ("pain_score", "absent", "Pain ___/10"),
    ("pain_score", "absent", "Pain at L5 after two fusions."),
    ("sedation", "present", "Sed: none"),
    ("pain_score", "present", "He grades the leg pain 8 of 10."),
    ("pain_score", "present", "back pain and she tells me she is a six today"),
    ("pain_score", "present", "Pain avg/worst: 5 / 9"),
    ("pain_score", "present", "the pain has been bad since the weekend like a nine she's had enough"),
    ("pain_score", "present", "Pain score at check-in: 5"),
    ("pain_score", "absent", "Neck pain, three prior MBBs."),
    ("pain_score", "absent", "Knee pain, 3 gel shots last year."),
    ("post_pain_score", "absent", "pain six to seven consented verbally"),
    ("post_pain_score", "absent", "Hurts five out of ten after hiking."),
    ("prior_treatment", "present", "We did her in May and she got ten weeks out of it."),
    ("prior_treatment", "present", "s/p 2 pos blocks"),
    ("prior_treatment", "absent", "First diagnostic block."),
    ("prior_treatment", "absent", "This is the first of two comparative blocks."),
    ("prior_treatment", "absent", "Pain is worse with exercise."),
    ("sedation", "absent", "No itching, no edema, no sedation."),
    ("sedation", "absent", "Topical diclofenac helped."),
    ("sedation", "absent", "Seen by R. Tolland, MD (Anesthesiology)"),
    ("sedation", "present", "one percent lido for the skin then draped"),
    ("sedation", "present", "After 1% lidocaine by 27-gauge needle, a 22-gauge needle was passed."),
    ("sedation", "present", "The skin was made numb with xylocaine."),
    ("sedation", "absent", "| Sedation |  |"),
    ("sedation", "absent", "The skin was cleaned with alcohol."),
]

AFTER = [
    ("needle_confirmation", "present", "nothing on pull back"),
    ("needle_confirmation", "present", "| Motor 2 Hz | multifidus only |"),
    ("needle_confirmation", "present", "Suction on the syringe gave nothing."),
    ("needle_confirmation", "absent", "[ ] asp neg [ ] tip on AP/lat"),
    ("needle_confirmation", "absent", "The patient lay in right lateral position."),
    ("image_saved", "present", "Pictures went to the archive."),
    ("image_saved", "present", "Image: stored [x]"),
    ("image_saved", "absent", "| Image stored | N |"),
    ("complications", "present", "no probs"),
    ("complications", "present", "It went off without a snag."),
    ("complications", "present", "Complication [ ] yes [x] no"),
    ("complications", "present", "He became sweaty and lightheaded."),
    ("complications", "absent", "Complications: ____"),
    ("complications", "absent", "The dressing was applied."),
    ("patient_response", "present", "He was able to raise the arm with less catching."),
    ("patient_response", "present", "Left dept: ☒ stable  ☐ admitted"),
    ("patient_response", "present", "d/c stable"),
    ("patient_response", "present", "She wheeled herself out feeling the same as on arrival."),
    ("patient_response", "present", "He departed in his usual state."),
    ("patient_response", "present", "Finger no longer locks."),
    ("patient_response", "present", "The foot could be touched; temperature up two degrees."),
    ("patient_response", "present", "amb to car w/o assist"),
    ("patient_response", "absent", "Ice for soreness."),
    ("patient_response", "absent", "| Condition at discharge |  |"),
    ("patient_response", "absent", "Call for fever."),
    ("post_pain_score", "present", "The burning, which was 9 when she arrived, was described as 3."),
    ("post_pain_score", "present", "Hip pain 7/10 before, 1/10 at one half hour."),
    ("post_pain_score", "present", "Pain on stairs @ 20 min: 2"),
    ("post_pain_score", "present", "VAS pre: 8   VAS post (15 min): 2\nPrior tx: PT"),
    ("post_pain_score", "present", "going in he was seven out of ten pain going out he's about a one so home"),
    ("post_pain_score", "present", "The concordant leg pain dropped from 7 to 2."),
    ("post_pain_score", "absent", "Heel pain 6/10 x 3 mo."),
    ("pain_score", "present", "Heel pain 6/10 x 3 mo."),
    ("prior_treatment", "present", "Heel pain despite orthotics."),
    ("image_saved", "present", "Image capture x2"),
    ("image_saved", "present", "EPIDUROGRAM: Contrast outlines the root as far as the pedicle, no vessel."),
    ("image_saved", "absent", "Epidurogram: no"),
    ("image_saved", "absent", "Needle position was checked in two planes."),
    ("patient_response", "present", "She left on a stretcher without complaint."),
    ("patient_response", "present", "he can turn his head better now"),
    ("complications", "present", "Issues: none"),
    ("signature", "present", "Home by car. -Dr. A. Brill"),
    ("post_pain_score", "present", "Score out: 2"),
    ("post_pain_score", "present", "Within ten minutes he called it zero."),
    ("post_pain_score", "present", "On standing up his pain was a two."),
    ("post_pain_score", "absent", "Numeric score 6 going in, none taken going out."),
    ("post_pain_score", "present", "On cough the pain is 9, down to a 3."),
    ("post_pain_score", "present", "The burn is zero."),
    ("post_pain_score", "absent", "Impedance fell to 9."),
    ("post_pain_score", "absent", "Post: __/10"),
    ("followup_plan", "present", "Back here in a fortnight."),
    ("followup_plan", "present", "cont HEP"),
    ("followup_plan", "present", "| Follow up | 4 wk |"),
    ("followup_plan", "absent", "The dose was read from the drug log."),
    ("followup_plan", "absent", "F/U: ____"),
    ("signature", "present", "K. Dunstan MD (e-signed)"),
    ("signature", "absent", "Signed: ______"),
]

SPREAD = [
    ("present", "Omnipaque 1 mL went cephalad to C4."),
    ("present", "Isovue 1 cc gave a feathery picture up to L2."),
    ("present", "Omnipaque 1 mL was injected; it ran along the S1 root, no vessel."),
    ("present", "Contrast 1 mL lay in the epidural fat."),
    ("absent", "Omnipaque 1 mL was injected."),
    ("absent", "Contrast 1 mL was injected at L5 and confirmed placement."),
]

CONTRAST = "PROCEDURE: Right L5-S1 transforaminal epidural steroid injection.\nA 22-gauge needle was used. {}\n"

WHOLE = [
    (
        "laterality",
        "present",
        "PROCEDURE: Pump refill.\nThe pump in the right lower quadrant was refilled with baclofen.",
    ),
    (
        "laterality",
        "absent",
        "PROCEDURE: Pump refill.\nThe pump was refilled with baclofen. Then she left in a wheelchair.",
    ),
    ("contrast", "present", CONTRAST.format("She reports hives with contrast media, none was given.")),
    *(("contrast_spread", status, CONTRAST.format(told)) for status, told in SPREAD),
    ("approach_technique", "present", "PROCEDURE: Left SI joint injection.\n22g to inf pole. 40 mg Kenalog injected."),
    ("approach_technique", "absent", "PROCEDURE: Right knee injection.\n40 mg Kenalog injected."),
    ("guidance", "absent", "PROCEDURE: Right knee injection.\n40 mg Kenalog injected. The MRI showed a tear."),
    ("contrast", "absent", "PROCEDURE: Right knee injection.\n40 mg Kenalog injected.\nContrast: ____"),
]

NOTES = [
    *((element, status, BARE.format(before=words, after="")) for element, status, words in BEFORE),
    *((element, status, BARE.format(before="", after=words)) for element, status, words in AFTER),
    *WHOLE,
]


@pytest.mark.parametrize(("element", "status", "text"), NOTES)
def test_element(coder: Coder, element: str, status: str, text: str) -> None:
    answers = {answer.element: answer for answer in coder.code(text).checklist}
    assert answers[element].status == status, answers[element].evidence
