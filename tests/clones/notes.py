"""Notes to copy: our own phrasing, in the layouts that dictated notes have."""

from __future__ import annotations

from collections.abc import Callable

from cac.clones import CloneReport
from cac.records import Note

HEADERS = """PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy.

INDICATION: Mr. Alder is a 54-year-old carpenter with left leg pain to the big toe since he fell from a ladder \
in March. Ten weeks of therapy and gabapentin did not help. He cannot climb stairs without stopping. The scan \
shows a left sided protrusion that touches the root. Pain today is 7/10.

CONSENT: The risks, benefits and alternatives were explained, including bleeding and infection, and he signed.

TECHNIQUE: The patient was placed prone. A time-out was held. The skin was prepped with chlorhexidine and \
draped. Under fluoroscopy a 22-gauge needle was advanced to the left L4-5 foramen. Contrast outlined the root \
without vascular uptake. Dexamethasone 10 mg was injected.

RESULTS: The patient tolerated the procedure well, and his leg pain went from 7/10 to 2/10 before he left.

Follow up in three weeks. Call with fever or new weakness.
Electronically signed by A. Example, MD
"""
HONEST = """PROCEDURE: Left L4-5 transforaminal epidural steroid injection under fluoroscopy.

INDICATION: Mrs. Cole, a retired teacher of 71, has had burning in her left calf since a laminectomy two years \
ago. Walking eases it, sitting through a meal does not. Naproxen upset her stomach and a corset was of little \
use. She would like to sleep through the night again. Pain today is 6/10.

CONSENT: The risks, benefits and alternatives were explained, including bleeding and infection, and she signed.

TECHNIQUE: The patient was placed prone. A time-out was held. The skin was prepped with chlorhexidine and \
draped. Under fluoroscopy a 22-gauge needle was advanced to the left L4-5 foramen. Contrast outlined the root \
without vascular uptake. Dexamethasone 10 mg was injected.

RESULTS: The patient tolerated the procedure well, and the calf felt loose and warm, 3/10 when she stood up.

Follow up in three weeks. Call with fever or new weakness.
Electronically signed by A. Example, MD
"""
RUN_ON = (
    "this is a procedure note for a sixty two year old bus driver with neck pain on the right side that goes up behind "
    "the ear and gives her headaches every evening she has tried a collar and massage and two kinds of pills and none "
    "of it held more than a day turning the head to back up the bus is the worst of it and she is afraid to lose the "
    "job she had sixty percent relief from the test blocks in june for the length of the numbing medicine consent was "
    "signed patient prone on the table prepped and draped needles were placed at the right c3 and c4 medial branches "
    "under fluoroscopy lesions were made at eighty degrees for ninety seconds needles were removed she said the ear "
    "was quiet for the first time in months and she could look over her shoulder before she went home"
)
FORM = """Procedure: SI joint injection
Side: Right
Dx: Sacroiliitis
Reason: fell on the ice behind the barn in January and landed on the right hip, since then cannot sit on a milking
stool, wakes when turning over, three of four provocation tests hurt on the right, belt and rest were no use
Needle: 22 gauge   Contrast: 0.5 mL, arthrogram   Drug: triamcinolone 40 mg, bupivacaine 2 mL
Consent: [x] yes [ ] no    Time-out: [x] yes [ ] no
Response: pain 8/10 to 1/10, squatted to the floor and laughed, still a pull at the outer thigh
Instructions: ice, no driving today
"""


def note(id_: str, text: str, **context: str) -> Note:
    """A note with its keys."""
    return Note(id=id_, text=text, context=context)


Find = Callable[..., CloneReport]
