"""The linter against questions in other people's words: the clean ones pass, each dirty one breaks its rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cac.queries.lint import Linter
from cac.queries.records import Question
from tests.queries.questions import CLEAN, DIRTY, ROWS, as_question, changed, rules

ROOT = Path(__file__).resolve().parents[2]
ADDENDUM = " If clinically appropriate, please answer in a dated and signed addendum."
SIDE = "side, multiple choice"
BASES = (SIDE, "levels, open", "guidance", "drug", "conflict of sides", "contrast")

Options = Callable[[list[str]], list[str]]


def breaks(linter: Linter, question: Question, rule: str) -> None:
    found = rules(linter, question)
    assert any(one.startswith(rule) for one in found), f"{rule} is not among {found}"


@pytest.mark.parametrize("name", ROWS)
def test_a_neutral_question_is_clean(name: str, linter: Linter) -> None:
    assert linter(as_question(ROWS[name])) == ()


@pytest.mark.parametrize("letter", CLEAN["letters"], ids=lambda letter: letter[:30])
def test_a_neutral_letter_is_clean(letter: str, linter: Linter) -> None:
    assert linter(linter.letter(letter)) == ()


@pytest.mark.parametrize("case", DIRTY["changed"], ids=lambda case: f"{case['rule']}: {case['from']}")
def test_a_changed_question_breaks_its_rule(case: dict[str, Any], linter: Linter) -> None:
    changes = {name: case[name] for name in ("title", "body", "options", "quotes", "kind") if name in case}
    if "body_adds" in case:
        changes["body"] = f"{ROWS[case['from']]['body']} {case['body_adds']}"
    breaks(linter, changed(case["from"], **changes), case["rule"])


@pytest.mark.parametrize("case", DIRTY["letters"], ids=lambda case: f"{case['rule']}: {case['text'][:30]}")
def test_a_letter_breaks_its_rule(case: dict[str, str], linter: Linter) -> None:
    breaks(linter, linter.letter(case["text"]), case["rule"])


@pytest.mark.parametrize(("rule", "sentence"), [(r, s) for r, found in DIRTY["sentences"].items() for s in found])
def test_a_sentence_that_no_question_may_hold(rule: str, sentence: str, linter: Linter) -> None:
    for base in BASES:
        if "contrast" in sentence and base == "contrast":
            continue
        if ("which level" in sentence and base == "levels, open") or ("which drug" in sentence and base == "drug"):
            continue
        breaks(linter, changed(base, body=lambda body: f"{body} {sentence}"), rule)
        if rule in ("5", "15"):
            breaks(linter, changed(base, body=lambda body: f"{sentence} {body}"), rule)
            breaks(linter, changed(base, title=lambda title: f"{title} {sentence}"), rule)
            if ROWS[base]["options"]:
                breaks(linter, changed(base, options=lambda found: [f"{found[0]} {sentence}", *found[1:]]), rule)


@pytest.mark.parametrize(("name", "told"), [(n, told) for n, found in DIRTY["told"].items() for told in found])
def test_an_answer_in_title_or_body(name: str, told: str, linter: Linter) -> None:
    breaks(linter, changed(name, title=told), "4/")
    breaks(linter, changed(name, title=lambda title: f"{title} - {told}"), "4/")
    breaks(linter, changed(name, body=lambda body: f"{told}. {body}"), "4/")


MARKED = [
    "**Left**", "__Left__", "*Left*", "_Left_", "`Left`", "==Left==", "<b>Left</b>", "&lt;b&gt;Left&lt;/b&gt;",
    "<span style='color:red'>Left</span>", "<font color=red>Left</font>", "\x1b[1mLeft\x1b[0m", "LEFT", "LEFT SIDE",
    "𝗟𝗲𝗳𝘁", "Ｌｅｆｔ", "Left!", "Left *", "* Left", "→ Left", "Left <--", "⭐ Left", "👉 Left", "Left ✓", "● Left",
    "Left (most likely)", "Left (recommended)", "Left (default)", "Left - as documented in the plan",
    "Left (per diagnosis)", "Left, which matches the diagnosis", "[x] Left", "[X] Left", "(x) Left", "☑ Left", "☒ Left",
]  # fmt: skip


@pytest.mark.parametrize("option", MARKED)
def test_an_option_that_is_chosen_or_set_apart(option: str, linter: Linter) -> None:
    breaks(linter, changed(SIDE, options=lambda found: [option, *found[1:]]), "7/")
    breaks(linter, changed(SIDE, options=lambda found: [found[0], option.replace("Left", "Right"), *found[2:]]), "7/")


OPTIONS: list[tuple[str, str, Options]] = [
    (SIDE, "7/other", lambda found: [*found[:3], found[4]]),
    (SIDE, "7/unable", lambda found: found[:4]),
    (SIDE, "7/unable", lambda found: [*found[:4], "Not performed"]),
    (SIDE, "7/other", lambda found: [*found[:3], "Other / unable to determine"]),
    (SIDE, "7/options", lambda found: [found[0], *found[3:]]),
    (SIDE, "7/options", lambda found: found[3:]),
    (SIDE, "7/options", lambda found: []),
    (SIDE, "7/balance", lambda found: found[1:]),
    (SIDE, "7/balance", lambda found: [found[0], *found[2:]]),
    (SIDE, "7/order", lambda found: [found[3], *found[:3], found[4]]),
    (SIDE, "7/order", lambda found: [found[4], *found[:4]]),
    (SIDE, "7/order", lambda found: [found[0], found[2], found[1], *found[3:]]),
    (SIDE, "7/twice", lambda found: [found[0], *found]),
    (SIDE, "6/yes_no", lambda found: ["Yes", "No", *found[3:]]),
    (SIDE, "6/yes_no", lambda found: ["Yes", "No"]),
    (SIDE, "10/elements", lambda found: ["Left at L4-L5", "Right at L5-S1", *found[3:]]),
    ("levels, full list", "7/order", lambda found: [found[3], *found[:3], *found[4:]]),
    ("levels, full list", "7/options", lambda found: [found[3], *found[5:]]),
    ("guidance", "9/not_used", lambda found: [one for one in found if "No imaging" not in one]),
    ("guidance", "7/options", lambda found: [found[1], *found[3:]]),
    ("contrast", "9/not_used", lambda found: [found[0], *found[2:]]),
    ("sedation", "9/not_used", lambda found: [one for one in found if "No sedation" not in one]),
]


@pytest.mark.parametrize(("name", "rule", "options"), OPTIONS)
def test_options(name: str, rule: str, options: Options, linter: Linter) -> None:
    breaks(linter, changed(name, options=options), rule)


@pytest.mark.parametrize(
    "sentence",
    [
        "Was the procedure done with imaging?", "Was contrast used?", "Did you use sedation?", "Were both images kept?",
        "Can you confirm that imaging was used?", "Please confirm imaging was used.", "You used imaging, correct?",
        "Imaging was used, right?", "Is it true that imaging was used?", "Imaging was used. Is that correct?",
        "Wasn't imaging used?", "Please verify that images were stored.", "And did the patient consent?",
    ],
)  # fmt: skip
def test_yes_or_no_about_what_is_not_documented(sentence: str, linter: Linter) -> None:
    breaks(linter, changed("levels, open", body=f"{sentence}{ADDENDUM}"), "6/yes_no")
    silent = f"The note does not mention it. {sentence}{ADDENDUM}"
    breaks(linter, changed("guidance, open", body=silent), "6/yes_no")


QUOTE = ROWS[SIDE]["quotes"][0]
NOTE = ROWS[SIDE]["note"]
QUOTES: list[tuple[str, dict[str, Any]]] = [
    ("2/quote", {"quotes": [{**QUOTE, "start": QUOTE["start"] + 1, "end": QUOTE["end"] + 1}]}),
    ("2/quote", {"quotes": [{**QUOTE, "text": QUOTE["text"].replace("Lumbar", "Left lumbar")}]}),
    ("2/quote", {"quotes": [{**QUOTE, "text": QUOTE["text"].lower()}]}),
    ("2/quote", {"quotes": [{"start": -5, "end": -1, "text": NOTE[-5:-1]}]}),
    ("2/quote", {"quotes": [{"start": 0, "end": 0, "text": ""}]}),
    ("2/quote", {"quotes": [{"start": 0, "end": len(NOTE) + 1, "text": NOTE}]}),
    ("2/quote", {"note": ""}),
    ("2/quote", {"note": None}),
    ("2/quote", {"note": f"x{NOTE}"}),
    ("2/quote", {"body": f'The note says "left foramen entered". {ROWS[SIDE]["body"]}'}),
    ("2/silent_open", {"quotes": []}),
    ("2/no_quote", {"quotes": [], "options": [], "kind": "open", "body": f"Which side was treated?{ADDENDUM}"}),
    ("1/rule_shown", {"body": f"{ROWS[SIDE]['body']} (missing/laterality)"}),
    ("6/kind", {"kind": "open"}),
    ("6/kind", {"kind": "yes_no"}),
    ("7/preselected", {"chosen": True}),
    ("7/preselected", {"body": f"{ROWS[SIDE]['body']}\n[x] Left\n[ ] Right"}),
    ("7/emphasised", {"body": f"**{ROWS[SIDE]['body']}**"}),
    ("3/other_patient", {"body": f"{ROWS[SIDE]['body']} Mr. Brown was treated on the same day."}),
    ("3/fills_in", {"body": f'{ROWS[SIDE]["body"]} On 2025-12-01 the previous note said "left side treated".'}),
    ("8/symmetry", {"element": "guidance", "body": f"For the left injection: {ROWS[SIDE]['body']}"}),
    ("8/symmetry", {"element": "guidance", "body": f"For the injection at L4-5: {ROWS[SIDE]['body']}"}),
    ("10/words", {"body": f"{ROWS[SIDE]['body']}{' plain' * 75}"}),
    ("10/elements", {"title": "Side and level"}),
]


@pytest.mark.parametrize(("rule", "changes"), QUOTES)
def test_quotes_and_the_rest(rule: str, changes: dict[str, Any], linter: Linter) -> None:
    breaks(linter, changed(SIDE, **changes), rule)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("If clinically appropriate, ", "12/if_appropriate"),
        ("dated and ", "12/dated"),
        (" and signed", "12/signed"),
        (" in a dated and signed addendum", "12/addendum"),
    ],
)
def test_the_addendum(words: str, rule: str, linter: Linter) -> None:
    assert words in ROWS[SIDE]["body"]
    breaks(linter, changed(SIDE, body=ROWS[SIDE]["body"].replace(words, "")), rule)


SIJ = CLEAN["notes"]["SIJ"]
LONG = SIJ[SIJ.index("The right") : SIJ.index("needle.") + 7]
CONFLICTS: list[tuple[str, str, dict[str, Any]]] = [
    ("conflict of sides", "11/both", {"quotes": lambda quotes: quotes[:1]}),
    ("conflict of sides", "11/both", {"quotes": lambda quotes: [quotes[0], quotes[0]]}),
    (
        "conflict of sides",
        "11/weight",
        {
            "quotes": [
                {"start": SIJ.index("Left"), "end": SIJ.index("Left") + 4, "text": "Left"},
                {"start": SIJ.index("The right"), "end": SIJ.index("needle.") + 7, "text": LONG},
            ]
        },
    ),
    ("conflict of sides", "11/weight", {"body": lambda body: f"{body} The second passage is more reliable."}),
    ("conflict of sides", "11/weight", {"title": "A typo about the side"}),
    (
        "conflict, open, quotes in the body",
        "11/weight",
        {"body": lambda body: body.replace('"The right sacroiliac joint was entered"', "another side")},
    ),
]


@pytest.mark.parametrize(("name", "rule", "changes"), CONFLICTS)
def test_conflicts(name: str, rule: str, changes: dict[str, Any], linter: Linter) -> None:
    breaks(linter, changed(name, **changes), rule)


def test_every_rule_is_documented_and_broken_by_some_question() -> None:
    """A rule nobody can break proves nothing."""
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\d+/[a-z_]+)` \|", page, re.M))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cac" / "queries").glob("check_*.py"))
    words = (ROOT / "lexicons" / "queries" / "words.yaml").read_text(encoding="utf-8")
    made = set(re.findall(r'rule="(\d+/[a-z_]+)"', source)) | set(re.findall(r"rule: (\d+/[a-z_]+)", words))
    assert told == made


def test_a_question_of_any_size_takes_no_long_time(linter: Linter) -> None:
    """No pattern of the linter takes more than linear time."""
    import time

    for piece in ('"a ', "**a", "left, ", "\n- x", "> \n", "(((", "a b ", "L4-", "five ", "reim-\n", "'a"):
        body = ROWS[SIDE]["body"] + (piece * 40_000)[:40_000]
        began = time.perf_counter()
        linter(changed(SIDE, body=body))
        linter(linter.letter(body))
        assert time.perf_counter() - began < 20
