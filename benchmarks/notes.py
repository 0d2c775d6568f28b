"""Generated procedure notes: our own words, the same for the same seed, of about the length asked.

Each note has a title, diagnosis, history, consent, the procedure told step by step, and a close, in one of four
layouts: headers in capitals, headers glued into a line, a form with fields, and dictation without headers. Every note
has names, numbers, times and doses of its own, as real notes do: a tokenizer that remembers words would otherwise know
them all.
"""

from __future__ import annotations

import random
from typing import NamedTuple


class Kind(NamedTuple):
    """One procedure: how it is called, why it is done, and its steps. ``{side}`` and ``{level}`` are drawn."""

    names: tuple[str, ...]
    levels: tuple[str, ...]
    diagnoses: tuple[str, ...]
    steps: tuple[str, ...]


KINDS = (
    Kind(
        ("{side} {level} transforaminal epidural steroid injection", "Selective nerve root block, {side} {level}"),
        ("L4-L5", "L5-S1", "L4-5 and L5-S1", "L3-L4", "L5S1"),
        ("Lumbar radiculopathy, {side} leg", "Herniated disc with {side} sided sciatica"),
        (
            "Fluoroscopy in an oblique view showed the foramen at {level} on the {side}.",
            "A 22-gauge, 3.5-inch spinal needle was advanced to the {side} {level} foramen under live fluoroscopy.",
            "AP and lateral views confirmed that the tip stood below the pedicle, posterior in the foramen.",
            "After negative aspiration, 1 mL of Omnipaque 240 was injected and outlined the root with epidural flow.",
            "No vascular uptake was seen with live fluoroscopy, and images were saved.",
            "A mixture of 10 mg of dexamethasone and 1 mL of 0.25% bupivacaine was then injected at {level}.",
        ),
    ),
    Kind(
        ("{side} {level} medial branch blocks", "Diagnostic medial branch block, {side}, {level}"),
        ("L3, L4 and L5", "L4-L5 and L5-S1", "C4, C5 and C6", "L2, L3, L4"),
        ("Facet mediated low back pain, {side}", "Spondylosis without myelopathy"),
        (
            "The C-arm was turned to an oblique view until the junction of the transverse process was seen.",
            "A 25-gauge needle was walked down to bone at each of the medial branches at {level} on the {side}.",
            "Needle position was checked in two planes.",
            "After negative aspiration, 0.5 mL of 2% lidocaine was injected at each nerve.",
            "The needles were removed and the patient was asked to keep a pain diary for six hours.",
        ),
    ),
    Kind(
        ("{side} {level} radiofrequency ablation of the medial branches", "Radiofrequency neurotomy {side} {level}"),
        ("L3, L4 and L5", "C3, C4 and C5", "L4-5, L5-S1"),
        ("Facet arthropathy with relief after two medial branch blocks",),
        (
            "Grounding pads were placed on the right thigh.",
            "Under fluoroscopy, 18-gauge cannulae with 10 mm tips were placed along the nerves at {level}, {side}.",
            "Sensory stimulation at 50 Hz met the usual pain; motor stimulation at 2 Hz up to 2 V moved no leg.",
            "One mL of 2% lidocaine was given through each cannula.",
            "Thermal lesions were made at 80 degrees for 90 seconds at each nerve.",
            "Afterwards 0.5 mL of 0.25% bupivacaine was left at each site.",
        ),
    ),
    Kind(
        ("{level} interlaminar epidural steroid injection", "Lumbar epidural steroid injection {level}"),
        ("L4-5", "L5-S1", "C7-T1", "L3-L4"),
        ("Spinal stenosis with neurogenic claudication", "Cervical radiculopathy"),
        (
            "The interlaminar space at {level} was found with the image intensifier.",
            "A 20-gauge Tuohy needle was advanced by a paramedian path with loss of resistance to saline.",
            "Aspiration was negative for blood and cerebrospinal fluid.",
            "Two mL of Isovue gave a typical epidurogram without vascular uptake.",
            "Then 80 mg of Depo-Medrol with 2 mL of preservative free saline was injected slowly.",
        ),
    ),
    Kind(
        ("{side} sacroiliac joint injection", "SI joint injection, {side}, fluoroscopic guidance"),
        ("",),
        ("Sacroiliitis, {side}", "{side} buttock pain with three positive provocation tests"),
        (
            "The lower third of the {side} sacroiliac joint was found under fluoroscopy with a cephalad tilt.",
            "A 22-gauge spinal needle was placed into the joint.",
            "An arthrogram with 0.5 mL of contrast outlined the joint.",
            "Forty mg of triamcinolone with 2 mL of 0.5% bupivacaine was injected into the joint.",
        ),
    ),
    Kind(
        ("Trigger point injections, {level}", "Trigger point injection"),
        ("trapezius and levator scapulae", "quadratus lumborum, gluteus medius and piriformis", "upper trapezius"),
        ("Myofascial pain syndrome",),
        (
            "Taut bands in the {level} were marked by palpation.",
            "With a 25-gauge needle each point was entered and 1 mL of 1% lidocaine was injected by fanning.",
            "A local twitch response was seen at each point.",
        ),
    ),
    Kind(
        ("{side} knee injection under ultrasound", "{side} knee joint injection, ultrasound-guided"),
        ("",),
        ("Osteoarthritis of the {side} knee",),
        (
            "A linear probe was used and the suprapatellar recess of the {side} knee was seen.",
            "A 22-gauge needle was advanced in plane into the joint and a permanent image was kept.",
            "Forty mg of Kenalog and 4 mL of 1% lidocaine were injected without resistance.",
        ),
    ),
    Kind(
        ("{side} stellate ganglion block", "{side} L2 lumbar sympathetic block"),
        ("",),
        ("Complex regional pain syndrome of the {side} limb",),
        (
            "Under fluoroscopy the needle was advanced to the anterolateral edge of the vertebral body on the {side}.",
            "Contrast spread along the vertebral body without vascular flow.",
            "Eight mL of 0.25% bupivacaine was injected in small parts with repeated aspiration.",
            "Skin temperature rose by three degrees.",
        ),
    ),
)
HISTORY = (
    "{name} is seen at the request of Dr. {other}, chart {chart}, last visit {day}.",
    "Vital signs: BP {bp}, pulse {pulse}, SpO2 {spo}% on room air, weight {weight} kg, BMI {bmi}.",
    "{name} rates the pain {pain}-{worst}/10 at its worst and takes hydrocodone {dose} mg/day.",
    "The patient is a {age}-year-old who has had this pain for {months} months.",
    "Physical therapy for eight weeks and naproxen gave little relief.",
    "An epidural injection in the spring gave 60% relief for ten weeks.",
    "MRI of the spine shows disc degeneration at L4-5 and L5-S1 with moderate stenosis.",
    "Pain is {pain}/10 today, worse with standing and walking, better with sitting.",
    "There is no fever, no bowel or bladder change, and no new weakness.",
    "The patient takes gabapentin 300 mg three times a day and no blood thinners.",
    "Acupuncture and a home exercise program were tried without lasting benefit.",
    "A right shoulder arthroscopy was done in 2014, and an appendectomy in childhood.",
    "The patient denies allergy to contrast, latex or local anesthetics.",
    "Straight leg raising is positive, strength is full, and reflexes are even.",
    "Sleep is poor and the patient cannot sit through a working day.",
)
CONSENT = (
    "Risks, benefits and alternatives were explained, including bleeding, infection, nerve injury and headache.",
    "All questions were answered and informed consent was signed.",
    "The patient wished to go ahead.",
)
SETUP = (
    "The start was at {start} and the end at {end}; {name} was awake and spoke throughout.",
    "Fluoroscopy time was {seconds} seconds, dose {dap} mGy, contrast lot #{lot}, expiry {day}.",
    "The patient was taken to the procedure suite and placed prone on the table.",
    "A time-out was held with the name, the site and the side checked aloud.",
    "Blood pressure, pulse and oxygen saturation were watched throughout.",
    "The skin was prepped with chlorhexidine and draped in the usual sterile way.",
    "The skin was numbed with 3 mL of 1% lidocaine through a 27-gauge needle.",
)
CLOSE = (
    "The needle was removed with the tip clear and a small dressing was put on.",
    "The patient tolerated the procedure well and there were no complications.",
    "Vital signs stayed stable and the patient was watched for thirty minutes.",
    "Pain after the procedure was {after}/10.",
    "The patient left walking, with a driver, in good condition.",
    "Written instructions were given, and a number to call for fever, weakness or headache.",
    "The patient will come back in {weeks} weeks.",
    "If relief is good but short, a repeat injection or radiofrequency ablation may be considered.",
    "Activity may go back to normal tomorrow; ice for soreness; no bath for a day.",
    "The patient may eat and take all usual medicine.",
    "A copy goes to Dr. {other}, fax {chart}-{lot}; {name} will call ({phone}) w/ any question.",
)
HEADS = ("PROCEDURE", "DIAGNOSIS", "HISTORY", "CONSENT", "DESCRIPTION OF PROCEDURE", "DISPOSITION")


def make_note(seed: int, words: int) -> str:
    """One note of about ``words`` words (its steps and close always whole, so a very short one comes out longer)."""
    draw = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    facts = {
        "side": draw.choice(("left", "right", "bilateral" if "{level}" in kind.names[0] else "left")),
        "level": draw.choice(kind.levels),
        "age": draw.randint(28, 84),
        "months": draw.randint(3, 60),
        "pain": draw.randint(4, 9),
        "after": draw.randint(0, 3),
        "weeks": draw.randint(2, 8),
        "name": f"{draw.choice(('Mr.', 'Ms.', 'Mrs.'))} {_surname(draw)}",
        "other": _surname(draw),
        "chart": draw.randint(100_000, 9_999_999),
        "day": f"{draw.randint(1, 12)}/{draw.randint(1, 28)}/{draw.randint(2019, 2026)}",
        "bp": f"{draw.randint(95, 180)}/{draw.randint(50, 110)}",
        "pulse": draw.randint(48, 118),
        "spo": draw.randint(91, 100),
        "weight": round(draw.uniform(45, 140), 1),
        "bmi": round(draw.uniform(18, 45), 1),
        "worst": draw.randint(9, 10),
        "dose": draw.randint(5, 60),
        "start": f"{draw.randint(7, 11)}:{draw.randint(0, 59):02}",
        "end": f"{draw.randint(12, 17)}:{draw.randint(0, 59):02}",
        "seconds": round(draw.uniform(4, 90), 1),
        "dap": round(draw.uniform(0.5, 40), 2),
        "lot": f"{draw.choice('ABCDEFGHK')}{draw.randint(1000, 99999)}",
        "phone": f"{draw.randint(200, 999)}-{draw.randint(1000, 9999)}",
    }

    def said(text: str) -> str:
        return text.format(**facts)

    title = said(draw.choice(kind.names)).strip()
    title = title[:1].upper() + title[1:]
    history: list[str] = []
    consent, setup, steps, close = list(CONSENT[1:2]), list(SETUP[:2]), list(kind.steps), list(CLOSE[:2])
    pools = [
        (history, list(HISTORY)),
        (close, list(CLOSE[2:])),
        (setup, list(SETUP[2:])),
        (consent, [CONSENT[0], CONSENT[2]]),
    ]
    for _, pool in pools:
        draw.shuffle(pool)
    rest = [(part, sentence) for part, pool in pools for sentence in pool]
    draw.shuffle(rest)
    length = len(title.split()) + 12 + sum(len(s.split()) for part in (consent, setup, steps, close) for s in part)
    repeat = 0
    while length < words:
        if not rest:  # a long note tells every step again for a second pass, as dictated notes do
            repeat += 1
            rest = [(steps, step) for step in ("The same was done again to complete the treatment.", *kind.steps)]
        part, sentence = rest.pop(0 if repeat else -1)
        part.append(sentence)
        length += len(sentence.split())
    bodies = [[title + "."], [draw.choice(kind.diagnoses) + "."], history, consent, [*setup, *steps], close]
    blocks = [(head, " ".join(said(s) for s in body)) for head, body in zip(HEADS, bodies, strict=True) if body]
    return _lay_out(blocks, draw.randrange(4))


def _surname(draw: random.Random) -> str:
    """An invented surname."""
    sounds = ("ba", "del", "kor", "min", "ta", "ros", "vel", "an", "har", "lin", "so", "mek", "ter", "win", "ju", "od")
    stem = "".join(draw.choice(sounds) for _ in range(draw.randint(2, 3)))
    return stem.capitalize() + draw.choice(("", "s", "son", "er"))


def _lay_out(blocks: list[tuple[str, str]], layout: int) -> str:
    if layout == 0:
        return "\n\n".join(f"{head}:\n{body}" for head, body in blocks) + "\n"
    if layout == 1:
        return " ".join(f"{head}: {body}" for head, body in blocks) + "\n"
    if layout == 2:
        lines = (f"{head.capitalize()}: {body}" for head, body in blocks)
        return "\n".join(lines) + "\n\nElectronically signed by the author.\n"
    title, *rest = (body for _, body in blocks)
    return f"{title}\n" + "".join(rest) + "\n"  # "prone.Under": dictation glues paragraphs together


def notes_of(count: int, low: int, high: int, seed: int = 0) -> list[str]:
    """``count`` different notes of ``low`` to ``high`` words."""
    draw = random.Random(seed)
    found: list[str] = []
    number = seed
    while len(found) < count:
        note = make_note(number, draw.randint(low, high - 30))
        number += 1
        if low <= len(note.split()) <= high and note not in found:
            found.append(note)
    return found


def notes_of_size(count: int, size: int, slack: float = 0.08, seed: int = 0) -> list[str]:
    """``count`` different whole notes of about ``size`` characters."""
    found: list[str] = []
    number = seed
    while len(found) < count:
        note = make_note(number, size // 7 + number % 20)
        number += 1
        if abs(len(note) - size) <= slack * size:
            found.append(note)
    return found


def long_note(size: int, seed: int = 0) -> str:
    """A text of exactly ``size`` characters: different generated notes of 300-600 words, one after another."""
    parts: list[str] = []
    length = 0
    number = seed
    while length < size:
        note = make_note(number, 300 + number * 37 % 280)
        parts.append(note)
        length += len(note) + 1
        number += 1
    return "\n".join(parts)[:size]


def one_line(size: int) -> str:
    """A text of exactly ``size`` characters in one line without punctuation."""
    words = "".join(c if c.isalnum() else " " for c in long_note(2 * size)).split()
    return " ".join(words)[:size]


def joined(texts: list[str], low: int, high: int) -> list[str]:
    """Short notes put together, one after another, to texts of ``low`` to ``high`` words; leftovers are dropped."""
    found: list[str] = []
    held: list[str] = []
    words = 0
    for text in texts:
        count = len(text.split())
        if words + count > high:
            held, words = [], 0
        held.append(text)
        words += count
        if low <= words <= high:
            found.append("\n\n".join(held))
            held, words = [], 0
    return found
