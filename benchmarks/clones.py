"""How fast and how well `cac clones` finds planted clones among many notes.

    python benchmarks/clones.py [--notes N] [--planted N] [--kind distinct|pools|copies|near] [--json FILE]

``distinct`` (the default) are notes of 50 providers with templates of their own: the technique, consent and close of
`notes.py` word for word, with canned sentences of each provider, and a history and a response of the patient's own.
Copies of some of them are planted, changed as copies are. ``pools`` are the plain notes of `notes.py`, whose histories
are drawn from fifteen sentences: no clones are planted. ``copies`` are one note N times, ``near`` one note N times with
names, sides and levels of its own each time. Everything is the same in every run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from notes import CLOSE, CONSENT, KINDS, SETUP, make_note  # noqa: E402

from cac.clones import CloneReport, find_clones  # noqa: E402
from cac.records import Note  # noqa: E402


def _any_of(words: str) -> list[str]:
    return words.split("|")


PROVIDERS = 50
WHO = _any_of(
    "man|woman|teacher|carpenter|nurse|driver|clerk|farmer|cook|student|widow|veteran|painter|welder|baker|pilot|librarian|plumber|waiter|mechanic"
)
SINCE = _any_of(
    "lifting a {thing}|a fall from a {thing}|a collision in {month}|her last pregnancy|surgery in {month}|a long "
    "flight in {month}|moving a {thing}|twisting over a {thing}|no event that can be named|a season of "
    "raking|carrying a {thing} upstairs|slipping on ice in {month}"
)
THINGS = _any_of(
    "crate|ladder|sofa|mattress|wheelbarrow|suitcase|toolbox|child seat|piano|boat trailer|bag of "
    "cement|barrel|stove|bookcase|log|tire|bicycle|kennel|printer|sack of feed"
)
MONTHS = _any_of("January|February|March|April|May|June|July|August|September|October|November")
FEELS = _any_of("burning|stabbing|dull|electric|gnawing|tight|throbbing|cramping|hot|numb|raw|heavy")
WHERE = _any_of(
    "into the big toe|across the belt line|down the back of the thigh|between the shoulder blades|to the "
    "elbow|around the hip|into the groin|behind the ear|to the outer calf|under the ribs|into two fingers|over "
    "the tailbone"
)
WORSE = _any_of(
    "climbing stairs|standing at the sink|driving to work|turning in bed|coughing|kneeling in church|reaching for "
    "a shelf|walking the dog|getting out of a car|sitting through a film|tying shoes|pushing a "
    "cart|gardening|typing|cold mornings|shaking hands"
)
BETTER = _any_of(
    "lying on the floor|a hot shower|leaning on a counter|walking it off|a brace|nothing so far|sleeping in a "
    "recliner|a heating pad|swimming|changing position"
)
TRIED = _any_of(
    "naproxen|gabapentin|duloxetine|tramadol|meloxicam|a chiropractor|acupuncture|aquatic therapy|home "
    "stretches|massage|a rigid corset|baclofen|topical lidocaine|traction|yoga|ibuprofen"
)
EFFECT = _any_of(
    "helped for a week|made no difference|upset the stomach|was stopped for drowsiness|took the edge off|helped "
    "at night only|was too costly|gave a rash|worked until the summer|was never finished"
)
SEES = _any_of(
    "a paracentral protrusion|facet hypertrophy|a small synovial cyst|narrow lateral recesses|endplate change|an "
    "annular fissure|no compression|grade one slip|scar around the root|fatty atrophy of the muscles"
)
SIGNS = _any_of(
    "the reflex is brisk|the calf is thinner by a centimeter|extension is sharply limited|palpation is sore|the "
    "toe lifts weakly|leg raising stops at forty degrees|pinprick is dull over the shin|gait is guarded|rotation "
    "reproduces the complaint|strength is full"
)
WISH = _any_of(
    "wants to go back to bowling|hopes to lift a grandchild|has a wedding to attend|fears another operation|would "
    "like to sleep through|needs to work the harvest|plans a long drive|is a caregiver at home|lost a job over "
    "this|gave up the choir"
)
AFTER = _any_of(
    "could stand on tiptoe|walked the hall twice|sat without shifting|said the foot felt warm|noticed a "
    "lightness|still felt a pull at the hip|bent to the floor|turned the head freely|smiled at the first "
    "step|felt only the needle sites"
)
CANNED = _any_of(
    "The patient has failed conservative management including therapy and medication.|There is no fever, no bowel "
    "or bladder change, and no new weakness.|The patient denies allergy to contrast, latex or local "
    "anesthetics.|The imaging was reviewed and agrees with the complaint.|The pain interferes with daily "
    "activities and quality of life.|The patient is not taking blood thinners.|Medical necessity was reviewed and "
    "the criteria are met.|The history was reviewed with the patient and is otherwise unchanged."
)
NAMES = _any_of("Alder|Birk|Cole|Dorn|Elwood|Farrow|Gage|Holm|Ives|Jarrow|Kell|Lund|Marsh|Noor")
LEVELS = _any_of("L3-L4|L4-L5|L5-S1|C5-C6|C6-C7|T8-T9|L2-L3")


def own_text(draw: random.Random) -> tuple[list[str], list[str]]:
    """A history and a response that nobody else has, with room for ``{name}``, ``{side}`` and ``{level}``."""
    pick = draw.choice
    since = pick(SINCE).format(thing=pick(THINGS), month=pick(MONTHS))
    tried = draw.sample(TRIED, 3)
    history = [
        f"{{name}} is a {draw.randint(24, 88)}-year-old {pick(WHO)} with {pick(FEELS)} {{side}} sided pain "
        f"{pick(WHERE)} for {draw.randint(2, 60)} months, since {since}.",
        f"It is worst when {pick(WORSE)} and {pick(WORSE)}, and eases with {pick(BETTER)}.",
        f"{tried[0].capitalize()} {pick(EFFECT)}; {tried[1]} {pick(EFFECT)}, and {tried[2]} {pick(EFFECT)}.",
        f"The scan of {pick(MONTHS)} shows {pick(SEES)} and {pick(SEES)} at {{level}}.",
        f"On examination {pick(SIGNS)}, and {pick(SIGNS)}.",
        f"{{name}} {pick(WISH)}, and {pick(WISH)}.",
        f"The pain is {draw.randint(4, 10)}/10 this morning, {draw.randint(2, 9)}/10 on average last week.",
    ]
    kept = [history[0], *draw.sample(history[1:], draw.randint(3, 6))]
    response = [
        f"Ten minutes later the pain was {draw.randint(0, 4)}/10, and the patient {pick(AFTER)} and {pick(AFTER)}."
    ]
    return kept, response


def write(draw: random.Random, kind: int, provider: int, history: list[str], response: list[str]) -> str:
    """A note in the template of a provider, with this history and response."""
    template = random.Random(provider)  # what the provider's template prints, the same in all her notes
    canned = template.sample(CANNED, 4)
    consent, close, setup = template.sample(CONSENT, 2), template.sample(CLOSE, 4), template.sample(SETUP[2:], 4)
    procedure = KINDS[kind]
    side, level = draw.choice(("left", "right")), draw.choice(LEVELS)
    facts = {
        "name": f"{draw.choice(('Mr.', 'Ms.'))} {draw.choice(NAMES)}{draw.choice('abdeiknorst')}{draw.choice('aeiou')}",
        "side": side, "level": level, "other": draw.choice(NAMES), "weeks": draw.randint(2, 6), "after": 2,
        "chart": draw.randint(10**5, 10**7), "lot": draw.randint(1000, 9999), "phone": draw.randint(10**6, 10**7),
    }  # fmt: skip
    close = [sentence for sentence in close if "Pain after" not in sentence]
    blocks = [
        ("PROCEDURE", [procedure.names[0].strip() + "."]),
        ("HISTORY", [history[0], *canned[:2], *history[1:], *canned[2:]]),
        ("CONSENT", consent),
        ("DESCRIPTION OF PROCEDURE", [*setup, *procedure.steps]),
        ("RESPONSE", response),
        ("DISPOSITION", close),
    ]
    return "\n\n".join(f"{head}:\n" + " ".join(sentences).format(**facts) for head, sentences in blocks) + "\n"


CHANGES = ("names", "noise", "added", "procedure", "half")
"""What a planted copy changes: names, sides and levels; also slips of dictation; also a sentence of its own; also the
procedure; or half of the patient's own sentences ("half", which is no clone)."""


def changed(draw: random.Random, change: str, source: tuple[int, int, list[str], list[str]]) -> str:
    """A copy of a note with this change."""
    kind, provider, history, response = source
    if change == "added":
        fresh, _ = own_text(draw)
        history = [*history, fresh[1]]
    elif change == "procedure":
        kind = (kind + 1) % len(KINDS)
    elif change == "half":
        fresh, response = own_text(draw)
        history = [*history[: len(history) // 2], *fresh[len(history) // 2 :]]
    text = write(draw, kind, provider, history, response)
    if change == "noise":
        words = text.split(" ")
        for at in range(len(words)):
            roll = draw.random()
            if roll < 0.02 and words[at].isalpha():
                words[at] = words[at][:-1] or words[at]
            elif roll < 0.03:
                words[at] = words[at].rstrip(".,")
        text = " ".join(words)
    return text


def distinct(count: int, planted: int) -> Iterator[tuple[Note, str]]:
    """Notes with planted copies; beside each note what it is: "" or "change:id of its source"."""
    draw = random.Random(7)
    originals = count - planted
    every = max(1, originals // max(planted, 1))
    made = 0
    for number in range(originals):
        provider = draw.randrange(PROVIDERS)
        source = (draw.randrange(len(KINDS)), provider, *own_text(draw))
        yield _note(f"n{number}", write(draw, source[0], provider, source[2], source[3]), provider, number), ""
        if made < planted and number % every == 0:
            change = CHANGES[made % len(CHANGES)]
            yield _note(f"c{made}", changed(draw, change, source), provider, number + count), f"{change}:n{number}"
            made += 1


def _note(id_: str, text: str, provider: int, patient: int) -> Note:
    day = f"20{20 + patient % 6}-{1 + patient % 12:02}-{1 + patient % 28:02}"
    context = {"provider": f"P{provider:02}", "patient": f"{patient}", "date_of_service": day}
    return Note(id=id_, text=text, context=context)


def made(kind: str, count: int, planted: int) -> Iterator[tuple[Note, str]]:
    """The notes of a run."""
    if kind == "distinct":
        yield from distinct(count, planted)
        return
    draw = random.Random(3)
    history, response = own_text(draw)
    same = write(draw, 0, 1, history, response)
    for number in range(count):
        if kind == "pools":
            text = make_note(number, 300 + number * 37 % 280)
        else:
            text = same if kind == "copies" else write(draw, 0, 1, history, response)
        yield _note(f"n{number}", text, number % PROVIDERS, number), ""


def judge(report: CloneReport, truth: dict[str, str]) -> dict[str, float]:
    """Recall by change, and the part of the reported pairs that were planted."""
    told = {frozenset((pair.a, pair.b)) for cluster in report.clusters for pair in cluster.pairs}
    planted = {frozenset((id_, what.split(":")[1])): what.split(":")[0] for id_, what in truth.items() if what}
    figures: dict[str, float] = {}
    for change in CHANGES:
        pairs = [pair for pair, what in planted.items() if what == change]
        if pairs:
            figures[f"found: {change}"] = round(sum(pair in told for pair in pairs) / len(pairs), 4)
    clones = {pair for pair, what in planted.items() if what != "half"}
    if clones:
        figures["recall, all but half"] = round(len(told & clones) / len(clones), 4)
    if told:
        figures["precision"] = round(len(told & planted.keys()) / len(told), 4)
    return figures


def main() -> None:
    """Make the notes, search, print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--planted", type=int, default=2_000)
    parser.add_argument("--kind", choices=("distinct", "pools", "copies", "near"), default="distinct")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    truth: dict[str, str] = {}
    making = [0.0]
    words = [0]

    def notes() -> Iterator[Note]:
        source = made(options.kind, options.notes, options.planted)
        while True:
            start = time.process_time()
            item = next(source, None)
            making[0] += time.process_time() - start
            if item is None:
                return
            note, what = item
            truth[note.id] = what
            words[0] += note.text.count(" ")
            yield note

    clock, cpu = time.perf_counter(), time.process_time()
    report = find_clones(notes())
    clock, cpu = time.perf_counter() - clock - making[0], time.process_time() - cpu - making[0]
    figures: dict[str, float] = {
        "notes": report.notes,
        "words a note": round(words[0] / report.notes),
        "seconds, clock": round(clock, 1),
        "seconds, CPU": round(cpu, 1),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "clusters": len(report.clusters),
        "notes in clusters": sum(len(cluster.notes) for cluster in report.clusters),
        "notes with too few own words": report.little_text,
        "sentences that repeat": len(report.repeated),
        **judge(report, truth),
    }
    sizes = Counter(len(cluster.notes) for cluster in report.clusters)
    for name, value in figures.items():
        print(f"{name:32}{value}")
    print("sizes of clusters", dict(sorted(sizes.items())[:8]))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
