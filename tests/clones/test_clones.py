"""What is a clone and what is not, told on notes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cac.clones import CloneReport, find_clones
from cac.clones.gather import MOST_PAIRS
from cac.errors import InputError
from cac.records import Note, Unreadable
from tests.clones.notes import FORM, HEADERS, HONEST, RUN_ON, Find, note

ROOT = Path(__file__).resolve().parents[2]


def swap(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


LINES = HEADERS.splitlines(keepends=True)
COPIES = {
    "nothing changed": (HEADERS, HEADERS),
    "another name": (HEADERS, swap(HEADERS, ("Mr. Alder", "Mr. Birk"))),
    "another side": (HEADERS, swap(HEADERS, ("left", "right"), ("Left", "Right"))),
    "another level": (HEADERS, swap(HEADERS, ("L4-5", "L5-S1"))),
    "another dose": (HEADERS, swap(HEADERS, ("10 mg", "15 mg"))),
    "name, side, level and day": (
        HEADERS,
        swap(HEADERS, ("Mr. Alder", "Ms. Dorn"), ("left", "right"), ("Left", "Right"), ("L4-5", "L5-S1"),
             ("March", "May")),
    ),
    "another procedure beside the same history": (
        HEADERS,
        swap(
            HEADERS,
            ("transforaminal epidural steroid injection", "medial branch block"),
            ("foramen", "transverse process"),
            ("Contrast outlined the root without vascular uptake. Dexamethasone 10 mg", "Lidocaine at each nerve"),
        ),
    ),
    "sentences in another order": (
        HEADERS,
        swap(
            HEADERS,
            ("Ten weeks of therapy and gabapentin did not help. He cannot climb stairs without stopping.",
             "He cannot climb stairs without stopping. Ten weeks of therapy and gabapentin did not help."),
        ),
    ),
    "one sentence of its own": (HEADERS, swap(HEADERS, ("Pain today", "His wife drove him here. Pain today"))),
    "line ends of another system": (HEADERS, HEADERS.replace("\n", "\r\n").replace(". ", ".  ")),
    "slips of dictation": (
        HEADERS,
        swap(HEADERS, ("transforaminal", "trans for aminal"), ("protrusion that", "protrusion , that"),
             ("stairs", "stair's"), ("gabapentin did", "gabba pentin did"), ("Under fluoroscopy", "under flora scopy")),
    ),
    "other boilerplate": (
        HEADERS,
        "".join(line for line in LINES if not line.startswith(("CONSENT", "Follow", "Electronically"))),
    ),
    "no header and no stop": (RUN_ON, swap(RUN_ON, ("right", "left"), ("c3 and c4", "c4 and c5"))),
    "a filled form": (FORM, swap(FORM, ("right", "left"), ("Right", "Left"), ("barn", "shed"))),
}  # fmt: skip


@pytest.mark.parametrize("what", COPIES)
def test_a_copy_is_found(what: str, find: Find) -> None:
    a, b = COPIES[what]
    report = find(a, b, HONEST)
    (cluster,) = report.clusters
    assert [one.id for one in cluster.notes] == ["a", "b"]
    (pair,) = cluster.pairs
    assert pair.share >= 0.85
    changed = a.replace("\r\n", "\n").split() != b.replace("\r\n", "\n").split()
    assert bool(pair.differences) <= changed
    for difference in pair.differences:
        for words, text in ((difference.a, a), (difference.b, b)):
            assert words is None or text[words.start : words.end] == words.text


OTHER_FORM = """Procedure: SI joint injection
Side: Right
Dx: Sacroiliitis
Reason: second child eleven weeks ago, ever since a stab low on the right when she lifts the car seat, tape helped for
some days, swimming makes it worse, she is still nursing and takes no pills
Needle: 22 gauge   Contrast: 0.5 mL, arthrogram   Drug: triamcinolone 40 mg, bupivacaine 2 mL
Consent: [x] yes [ ] no    Time-out: [x] yes [ ] no
Response: pain 6/10 to 2/10, lifted the seat twice without the stab
Instructions: ice, no driving today
"""
TERSE = (
    "Left L4-5 TFESI. Under fluoroscopy a 22-gauge needle was advanced to the left L4-5 foramen. Contrast outlined the "
    "root. Dexamethasone 10 mg was injected. The needle was removed and a bandage was applied. No complications.\n"
)
OPERATION = """PROCEDURE: Kyphoplasty of T12.

DESCRIPTION OF PROCEDURE: The patient was placed prone and draped. Both pedicles of T12 were found. Small cuts were made
and the way was opened by hand, a few millimeters at a time. The tools were seen to stand in the front third of T12. The
balloons were filled until the plate came up. They were emptied and taken out. 7 mL of cement was put in slowly under
live pictures, and it stayed inside. It was allowed to set for ten minutes. The cuts were closed with glue.
"""
HONEST_PAIRS = {
    "one template, one procedure, two patients": (HEADERS, HONEST),
    "one form, two patients": (FORM, OTHER_FORM),
    "half of the history is new": (
        HEADERS,
        swap(
            HEADERS,
            ("since he fell from a ladder in March. Ten weeks of therapy and gabapentin did not help. He cannot climb "
             "stairs without stopping.",
             "that came back in August after four good months. He is on light duty and sleeps in a chair. Swimming "
             "was tried and given up."),
            ("his leg pain went from 7/10 to 2/10 before he left", "the toe stayed numb but the ache was gone at once"),
        ),
    ),
    "nothing but technique, another level": (TERSE, swap(TERSE, ("L4-5", "L5-S1"), ("left", "right"))),
    "an operative template without a history": (OPERATION, swap(OPERATION, ("T12", "L2"), ("7 mL", "5 mL"))),
    "too short to mean anything": ("Right knee injected.", "Right knee injected."),
    "the same diagnosis and the same technique": (
        "DIAGNOSIS: Lumbar radiculopathy.\n" + TERSE + "Pain 8/10 before and 1/10 after.",
        "DIAGNOSIS: Lumbar radiculopathy.\n" + swap(TERSE, ("10 mg", "8 mg")) + "She limped out and asked for a cane.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HONEST_PAIRS)
def test_an_honest_note_is_not_reported(what: str, find: Find) -> None:
    a, b = HONEST_PAIRS[what]
    both = [note("a", a, provider="p"), note("b", b, provider="p")]
    assert find(*both).clusters == ()


def test_a_note_of_technique_alone_is_a_clone_only_when_every_word_is_the_same(find: Find) -> None:
    report = find(TERSE, TERSE, swap(TERSE, ("left", "right")))
    assert [[one.id for one in cluster.notes] for cluster in report.clusters] == [["a", "b"]]
    assert report.clusters[0].pairs[0].basis == "every word"
    assert report.little_text == 3


def test_little_own_text_asks_for_the_same_work(find: Find) -> None:
    own = "HISTORY: Cannot sit through a sermon since the tractor tipped over in spring.\n"
    same, other = own + TERSE, own + "TECHNIQUE: Both knees were entered with a 25-gauge needle, Kenalog 40 mg each.\n"
    (cluster,) = find(same, swap(same, ("L4-5", "L3-4"), ("left", "right")), other).clusters
    assert [one.id for one in cluster.notes] == ["a", "b"]
    assert cluster.pairs[0].basis == "own text and work"


def test_the_passages_that_differ_are_quoted_from_both(find: Find) -> None:
    changed = swap(HEADERS, ("Mr. Alder", "Mr. Birk"), ("left", "right"), ("L4-5", "L3-4"))
    (cluster,) = find(HEADERS, changed).clusters
    (pair,) = cluster.pairs
    told = [(d.a and d.a.text, d.b and d.b.text, d.own, d.a and d.a.section) for d in pair.differences]
    assert ("Alder", "Birk", True, "INDICATION") in told
    assert ("left", "right", True, "INDICATION") in told
    assert ("left L4-5", "right L3-4", False, "TECHNIQUE") in told
    assert pair.words[0] == pair.words[1]
    assert ("L4-5", "L3-4", False, "PROCEDURE") in told
    matched = pair.share * sum(pair.words) / 2
    assert matched == pytest.approx(round(matched), abs=0.01)  # a share of whole words
    assert round(matched) == pair.words[0] - 4  # the name, and three sides


def test_what_only_one_of_them_has_is_told_too(find: Find) -> None:
    longer = swap(HEADERS, ("Pain today", "His wife drove him here. Pain today"))
    (cluster,) = find(HEADERS, longer).clusters
    (difference,) = cluster.pairs[0].differences
    assert difference.a is None
    assert difference.b is not None and difference.b.text == "His wife drove him here"


SAME = {"provider": "p", "patient": "1", "date_of_service": "2026-01-05"}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (SAME, {**SAME, "date_of_service": "2026-02-02"}, (True, True, 28)),
        (SAME, {**SAME, "patient": "2"}, (False, True, 0)),
        ({**SAME, "date_of_service": "2026-03-01"}, {**SAME, "provider": "q"}, (True, False, 55)),
        (SAME, {}, (None, None, None)),
        ({}, {}, (None, None, None)),
        (SAME, {**SAME, "date_of_service": "5 Jan 2026"}, (True, True, None)),
    ],
)
def test_patient_provider_and_days(
    first: dict[str, str], second: dict[str, str], told: tuple[bool | None, bool | None, int | None], find: Find
) -> None:
    report = find(note("a", HEADERS, **first), note("b", HEADERS, **second))
    pair = report.clusters[0].pairs[0]
    assert (pair.same_patient, pair.same_provider, pair.days_between) == told
    assert report.bad_dates == sum("Jan" in one.get("date_of_service", "") for one in (first, second))


BOILERPLATE = [
    "\nCONSENT: Risks such as bleeding, infection, nerve injury and headache were discussed and consent was signed.\n",
    "\nDISCHARGE INSTRUCTIONS: Ice tonight, no bath for a day. Call the office for fever.\n",
    "\nElectronically signed by B. Other, DO on 3/4/2026.\n",
    "\nA time-out was held with two identifiers. The area was prepped with betadine and draped in the usual way.\n",
    "\nThe patient tolerated the procedure well. There were no complications. Blood loss was minimal.\n",
    "\nALLERGIES: none known\n\nSurgeon: B. Other\n\nDate of service: 4/5/2026\n",
]


@pytest.mark.parametrize("more", BOILERPLATE)
@pytest.mark.parametrize("to", ["both", "one"])
def test_boilerplate_changes_nothing(more: str, to: str, find: Find) -> None:
    changed = swap(HEADERS, ("Mr. Alder", "Mr. Birk"), ("left", "right"))
    for a, b in ((HEADERS, changed), (HEADERS, HONEST)):
        before = find(a, b)
        after = find(a + more, b + more if to == "both" else b)
        assert [(p.share, p.words, p.differences) for c in after.clusters for p in c.pairs] == [
            (p.share, p.words, p.differences) for c in before.clusters for p in c.pairs
        ]


def batch() -> list[Note]:
    changed = swap(HEADERS, ("Mr. Alder", "Mr. Birk"), ("left", "right"))
    texts = [HEADERS, HONEST, changed, FORM, RUN_ON, HEADERS, OTHER_FORM, TERSE, swap(FORM, ("barn", "shed")), TERSE]
    return [
        note(f"n{at}", text, provider=f"p{at % 2}", patient=str(at % 3), date_of_service=f"2026-01-{20 - at:02}")
        for at, text in enumerate(texts)
    ]


def test_the_order_of_notes_changes_nothing() -> None:
    notes = batch()
    first = find_clones(notes)
    assert len(first.clusters) == 3
    for seed in range(5):
        random.Random(seed).shuffle(notes)
        assert find_clones(notes) == first


def test_every_process_gives_the_same_answer(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": n.id, "text": n.text, **n.context}) + "\n" for n in batch()))
    command = [sys.executable, "-m", "cac", "clones", str(source), "--format", "json"]
    answers = {
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=120
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(answers) == 1
    assert json.loads(answers.pop()) == find_clones(batch()).model_dump(mode="json")


def stories(count: int) -> list[str]:
    """Histories with nothing in common but their grammar."""
    draw = random.Random(5)
    letters = "bcdfghjklmnprstvw"

    def word() -> str:
        return "".join(draw.choice(letters) + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))

    return ["HISTORY: " + " ".join(word() for _ in range(40)) + ".\n" for _ in range(count)]


CANNED = (
    "The complaint has been present for a long while and limits what can be done at home and at work each day. "
    "Tablets, exercises and a course of therapy were tried in turn and did not bring the relief that was "
    "hoped for.\n"
)


def test_what_a_provider_always_writes_does_not_count_and_is_told(find: Find) -> None:
    told = stories(60)
    short = [" ".join(text.split()[:25]) + ".\n" for text in told]  # less than the canned sentences
    notes = [note(f"n{at:02}", text + CANNED, provider="p") for at, text in enumerate(short)]
    few = find(*notes[:2], threshold=0.6)
    assert few.clusters  # two notes prove no template
    report = find(*notes, note("copy", swap(short[7], (".", "")) + CANNED, provider="p"), threshold=0.6)
    assert [[one.id for one in cluster.notes] for cluster in report.clusters] == [["copy", "n07"]]
    quotes = {one.evidence.text.strip(): (one.notes, one.of) for one in report.repeated}
    assert len(quotes) == 2
    assert quotes["Tablets, exercises and a course of therapy were tried in turn and did not bring the relief that was "
                  "hoped for"] == (60, 60)  # fmt: skip


def test_of_a_sentence_that_is_filled_in_only_that_counts(find: Find) -> None:
    filled = "HISTORY: The patient has had this for {} months, sleeps {} hours and walks {} blocks with the {} leg.\n"
    draw = random.Random(2)
    texts = [
        filled.format(draw.randint(2, 90), draw.randint(2, 9), draw.randint(1, 60), draw.choice(("left", "right")))
        + story
        for story in stories(40)
    ]
    report = find(*(note(f"n{at:02}", text, provider="p") for at, text in enumerate(texts)), threshold=0.6)
    assert report.clusters == ()
    (one,) = report.repeated
    assert one.filled_in
    assert one.notes == 40


def test_who_copies_one_note_makes_no_template_of_it(find: Find) -> None:
    names = ("Alder", "Birk", "Cole", "Dorn", "Elm", "Fir", "Gage", "Holm")
    copies = [
        note(
            f"n{at:03}",
            swap(HEADERS, ("Alder", f"{names[at % 8]}{names[at // 8]}"), ("left", ("left", "right")[at % 2])),
            provider="p",
            patient=str(at),
        )
        for at in range(64)
    ]
    report = find(*copies)
    assert report.repeated == ()
    (cluster,) = report.clusters
    assert len(cluster.notes) == 64
    assert len({id_ for pair in cluster.pairs for id_ in (pair.a, pair.b)}) == 64
    assert len(cluster.pairs) + cluster.pairs_left_out >= 63


def test_many_identical_notes_are_one_cluster_and_not_all_pairs() -> None:
    report = find_clones(note(f"n{at:04}", HEADERS) for at in range(3000))
    (cluster,) = report.clusters
    assert len(cluster.notes) == 3000
    assert len(cluster.pairs) == MOST_PAIRS
    assert cluster.pairs_left_out == 3000 * 2999 // 2 - MOST_PAIRS
    assert not any(pair.differences for pair in cluster.pairs)


def test_all_pairs_of_a_small_cluster() -> None:
    texts = [HEADERS, HEADERS, swap(HEADERS, ("Alder", "Birk")), swap(HEADERS, ("Alder", "Dorn"))]
    (cluster,) = find_clones(note(f"n{at}", text) for at, text in enumerate(texts)).clusters
    assert len({(pair.a, pair.b) for pair in cluster.pairs}) == 6
    assert cluster.pairs_left_out == 0
    assert cluster.share == 1


@pytest.mark.parametrize("notes", [[], [Note(id="a", text=HEADERS)]])
def test_nothing_to_compare_with(notes: list[Note]) -> None:
    report: CloneReport = find_clones(notes)
    assert (report.notes, report.clusters, report.repeated) == (len(notes), (), ())


@pytest.mark.parametrize("text", [".", "\n\n", "12345", "CONSENT: signed.", "[ ] [ ]", "\x00\u2028", "é" * 50])
def test_notes_without_words_to_compare(text: str, find: Find) -> None:
    report = find(text, text, HEADERS)
    assert report.clusters == ()
    assert report.notes == 3


def test_what_could_not_be_read_stops_nothing() -> None:
    bad = Unreadable(id="bad", code="empty", message="The note is empty: there is nothing to code.")
    report = find_clones([bad, Note(id="a", text=HEADERS), bad, Note(id="b", text=HEADERS)])
    assert [error.code for error in report.errors] == ["empty", "empty"]
    assert len(report.clusters) == 1


def test_a_note_that_breaks_the_program_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from cac.clones.text import CloneReader

    read = CloneReader.read

    def breaks(self: CloneReader, text: str) -> object:
        if text == HONEST:
            raise ValueError(text)
        return read(self, text)

    monkeypatch.setattr(CloneReader, "read", breaks)
    report = find_clones([Note(id="a", text=HEADERS), Note(id="x", text=HONEST), Note(id="b", text=HEADERS)])
    assert len(report.clusters) == 1
    (error,) = report.errors
    assert (error.id, error.code) == ("x", "internal")
    assert "Cole" not in error.message


@pytest.mark.parametrize("threshold", [0.59, 1.01, -1, float("nan")])
def test_a_threshold_that_is_none(threshold: float) -> None:
    with pytest.raises(InputError, match=r"between 0\.6 and 1"):
        find_clones([], threshold=threshold)


def test_the_threshold_decides(find: Find) -> None:
    changed = swap(HEADERS, ("Mr. Alder", "Mr. Birk"), ("left", "right"))
    share = find(HEADERS, changed).clusters[0].pairs[0].share
    assert find(HEADERS, changed, threshold=share - 0.001).clusters
    assert not find(HEADERS, changed, threshold=min(1, share + 0.001)).clusters


def test_a_long_note_is_compared_in_good_time(find: Find) -> None:
    story = "".join(text.removeprefix("HISTORY: ") for text in stories(800))
    long = "HISTORY: " + story
    other = "HISTORY: " + story.replace("a", "e", 40)
    (cluster,) = find(long, other).clusters
    assert 0.99 < cluster.share < 1
