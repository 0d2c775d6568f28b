"""The term grammar and the word trie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.lexicon.terms import MOST_FORMS, Entry, Hit, TermError, Trie, expand, split_words

EXPANSIONS = [
    ("needle", ["needle"]),
    ("injection(s)", ["injection", "injections"]),
    ("fluoroscop(y|ic)", ["fluoroscopy", "fluoroscopic"]),
    ("diagnos(is|es)", ["diagnosis", "diagnoses"]),
    ("(lumbar) puncture", ["puncture", "lumbar puncture"]),
    ("(lumbar|cervical) block", ["block", "lumbar block", "cervical block"]),
    ("block|injection", ["block", "injection"]),
    ("block(s)|injection", ["block", "blocks", "injection"]),
    ("nerve_root|root block", ["nerve root block", "root block"]),
    ("intra-articular", ["intra articular", "intraarticular"]),
    ("a-c joint", ["a c joint", "ac joint"]),
    ("zygapophys(eal|ial) joint(s)", [
        "zygapophyseal joint", "zygapophyseal joints", "zygapophysial joint", "zygapophysial joints",
    ]),
    ("Depo-Medrol", ["depo medrol", "depomedrol"]),
    ("kenalog-40", ["kenalog 40"]),
    ("chassaignac's tubercle", ["chassaignacs tubercle"]),
    ("chassaignac’s tubercle", ["chassaignacs tubercle"]),
    ("n/a", ["n a"]),
    ("S&I", ["s i"]),
    ("0.25% marcaine", ["0.25 marcaine"]),
    ("1st mtp", ["1 st mtp"]),
    ("(injection)(s) done", ["done", "injection done", "injections done"]),
    ("needle   was\tplaced", ["needle was placed"]),
    ("was|were (also) placed", ["was placed", "were placed", "was also placed", "were also placed"]),
]  # fmt: skip


@pytest.mark.parametrize(("term", "forms"), EXPANSIONS, ids=[term for term, _ in EXPANSIONS])
def test_a_term_stands_for_these_forms(term: str, forms: list[str]) -> None:
    expected = {split_words(form) for form in forms}
    # "kenalog-40" has a second form without the hyphen; the reader splits letters from digits, so both are one.
    assert set(expand(term)) == expected


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("(optional)", None),
        ("(unclosed", "cannot read"),
        ("unopened)", "cannot read"),
        ("two(nested(marks))", "cannot read"),
        ("stop; go", "cannot read"),
        ("what?", "cannot read"),
        ("block|", "cannot read"),
        ("|block", "cannot read"),
        ("block()", "cannot read"),
        ("a|b|c|d|e " * 5, "write it as several terms"),
    ],
)
def test_a_wrong_term_is_refused_with_its_words(term: str, says: str | None) -> None:
    if says is None:  # a lone optional word is that word
        assert expand(term) == [("optional",)]
        return
    with pytest.raises(TermError, match=says) as caught:
        expand(term)
    assert repr(term) in str(caught.value)


def test_the_widest_term_allowed() -> None:
    term = " ".join(["a|b|c|d|e"] * 3 + ["f|g|h|i"])  # 500 forms
    assert len(expand(term)) == 500 <= MOST_FORMS
    with pytest.raises(TermError, match=str(MOST_FORMS)):
        expand(term + " k|l")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L4-5", ("l", "4", "5")),
        ("Kenalog-40", ("kenalog", "40")),
        ("0.25%", ("0.25",)),
        ("Morton's", ("mortons",)),
        ("PA/LATERAL", ("pa", "lateral")),
        ("", ()),
    ],
)
def test_split_words(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


# -- the trie --


def find(trie: Trie, text: str) -> list[Hit]:
    keys, starts, ends, position = [], [], [], 0
    for word in text.split(" "):
        keys.append(word.lower())
        starts.append(position)
        ends.append(position + len(word))
        position += len(word) + 1
    return list(trie.find(keys, starts, ends))


def names(trie: Trie, text: str) -> list[str]:
    return [f"{text[hit.start : hit.end]} = {hit.entry.label}:{hit.entry.value}" for hit in find(trie, text)]


TRIE = Trie(
    [
        ("epidural", Entry("family", "interlaminar_esi")),
        ("caudal epidural (steroid_injection)", Entry("family", "caudal_esi")),
        ("epidural steroid injection", Entry("family", "interlaminar_esi")),
        ("steroid", Entry("drug", "steroid")),
        ("caudal", Entry("region", "sacral")),
        ("no", Entry("cue", "negated")),
        ("no complication(s)", Entry("cue", "")),
    ]
)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("epidural", ["epidural = family:interlaminar_esi"]),
        (
            "caudal epidural steroid injection",
            [
                "caudal epidural steroid injection = family:caudal_esi",
                "caudal = region:sacral",
                "steroid = drug:steroid",
            ],
        ),
        ("caudal epidural steroid", [
            "caudal epidural = family:caudal_esi", "caudal = region:sacral", "steroid = drug:steroid"]),
        ("an epidural steroid was given", ["epidural = family:interlaminar_esi", "steroid = drug:steroid"]),
        ("no complications", ["no complications = cue:"]),
        ("no complaint", ["no = cue:negated"]),
        ("Epidural EPIDURAL", ["Epidural = family:interlaminar_esi", "EPIDURAL = family:interlaminar_esi"]),
        ("epidurals", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_longest_term_of_each_label(text: str, hits: list[str]) -> None:
    assert sorted(names(TRIE, text)) == sorted(hits)


def test_one_term_may_mean_two_things() -> None:
    trie = Trie([("erector spinae", Entry("target:a", "x")), ("erector spinae", Entry("target:a", "y"))])
    assert names(trie, "erector spinae") == ["erector spinae = target:a:x", "erector spinae = target:a:y"]


def test_the_same_entry_twice_is_found_once() -> None:
    trie = Trie([("block(s)", Entry("nouns", "n")), ("blocks", Entry("nouns", "n"))])
    assert names(trie, "blocks") == ["blocks = nouns:n"]


def test_two_terms_that_overlap_are_both_found() -> None:
    trie = Trie([("left knee", Entry("a", "1")), ("knee joint injection", Entry("a", "2"))])
    assert names(trie, "left knee joint injection") == ["left knee = a:1", "knee joint injection = a:2"]


def test_punctuation_ends_a_term() -> None:
    assert names(TRIE, "caudal . epidural") == ["caudal = region:sacral", "epidural = family:interlaminar_esi"]


def test_the_forms_of_a_trie_are_those_of_its_terms() -> None:
    knee, block = Entry("place", "knee"), Entry("nouns", "block")
    trie = Trie([("knee (joint)", knee), ("knee block(s)", block), ("knee", block)])
    assert dict(trie.forms()) == {
        ("knee",): (knee, block),
        ("knee", "joint"): (knee,),
        ("knee", "block"): (block,),
        ("knee", "blocks"): (block,),
    }


def test_an_unreadable_term_is_not_added() -> None:
    with pytest.raises(TermError):
        Trie([("stop;", Entry("a", "b"))])


WORD = st.text("abcdefgh", min_size=1, max_size=5)


@given(st.lists(WORD, min_size=1, max_size=4), st.lists(WORD, max_size=4), st.lists(WORD, max_size=4))
def test_a_term_is_found_wherever_it_stands(term: list[str], before: list[str], after: list[str]) -> None:
    trie = Trie([(" ".join(term), Entry("label", "value"))])
    text = " ".join([*before, *term, *after])
    spans = {(hit.start, hit.end) for hit in find(trie, text)}
    start = len(" ".join([*before, ""]))
    assert (start, start + len(" ".join(term))) in spans
    assert all(text[low:high] == " ".join(term) for low, high in spans)


@given(st.lists(st.lists(WORD, min_size=1, max_size=3), max_size=6), st.lists(WORD, max_size=12))
def test_the_trie_finds_what_a_plain_search_finds(terms: list[list[str]], words: list[str]) -> None:
    """The longest term at each word, unless a hit of the same label already covers it."""
    trie = Trie((" ".join(term), Entry("label", "value")) for term in terms)
    expected, covered = [], -1
    for first in range(len(words)):
        last = max((first + len(t) - 1 for t in terms if words[first : first + len(t)] == t), default=-1)
        if last > covered:
            expected.append((first, last))
            covered = last
    assert [(hit.first, hit.last) for hit in find(trie, " ".join(words))] == expected
