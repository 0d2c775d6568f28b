"""The components in somebody's pipeline: registered, usable beside others, and true to the text."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import cac.nlp.pipeline
from cac.nlp.pipeline import COMPONENTS, make_pipeline

ROOT = Path(__file__).resolve().parents[2]

# Golden: what somebody else's configuration files may name. A change here breaks their pipelines.
FACTORIES = {
    "cac_sections": "cac.nlp.sections:make_sections",
    "cac_sentences": "cac.nlp.sentences:make_sentences",
    "cac_targets": "cac.nlp.targets:make_targets",
    "cac_context": "cac.nlp.context:make_context",
}
TOKENIZERS = {"cac.Tokenizer.v1": "cac.nlp.tokenizer:make_tokenizer"}

NOTE = """PROCEDURE:: Left L4-5 transforaminal epidural steroid injection
She was placed prone.Under  fluoroscopy the needle was advanced; contrast showed no vascular uptake.
Depo-Medrol 80 mg was injected.  No trigger point injection was done.\u00a0
PLAN: At next visit, medial branch blocks. 💉
"""


def installed() -> bool:
    try:
        importlib.metadata.distribution("cac")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


@pytest.mark.skipif(not installed(), reason="cac is not installed, so it has no entry points")
@pytest.mark.parametrize(("group", "golden"), [("spacy_factories", FACTORIES), ("spacy_tokenizers", TOKENIZERS)])
def test_entry_points(group: str, golden: dict[str, str]) -> None:
    points = {p.name: p.value for p in importlib.metadata.entry_points(group=group) if p.value.startswith("cac.")}
    assert points == golden


@pytest.mark.skipif(not installed(), reason="cac is not installed, so it has no entry points")
@pytest.mark.slow
def test_a_stranger_needs_only_spacy() -> None:
    code = (
        "import spacy\nnlp = spacy.blank('en')\n"
        + "".join(f"nlp.add_pipe({name!r})\n" for name in COMPONENTS)
        + "doc = nlp('Fluoroscopy was not used.')\nassert doc.spans['cac_targets'][0]._.is_negated\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd="/", timeout=120)


def test_the_project_declares_the_golden_entry_points() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == FACTORIES
    assert project["entry-points"]["spacy_tokenizers"] == TOKENIZERS


@pytest.mark.parametrize(("name", "where"), FACTORIES.items())
def test_registered_components(name: str, where: str) -> None:
    assert Language.has_factory(name)
    meta = Language.get_factory_meta(name)
    assert meta.default_config == {"lexicons": None, "show": True}
    module, function = where.split(":")
    assert callable(getattr(sys.modules[module], function))


def test_the_same_is_read_where_nothing_is_shown() -> None:
    silent, shown = make_pipeline(show=False)(NOTE), make_pipeline()(NOTE)
    reading = silent._.cac_reading
    told = [(m.label, m.value, m.status, m.start, m.end) for s in reading.sentences for m in s.mentions]
    assert told == [
        (m.label, m.value, m.status, m.start, m.end) for s in shown._.cac_reading.sentences for m in s.mentions
    ]
    assert shown.spans["cac_targets"] and "cac_targets" not in silent.spans


def test_no_other_component_is_registered() -> None:
    assert {name for name in spacy.registry.factories.get_all() if name.startswith("cac_")} == set(FACTORIES)


def test_the_order_of_the_components() -> None:
    assert (
        COMPONENTS
        == tuple(make_pipeline().pipe_names)
        == ("cac_sections", "cac_sentences", "cac_targets", "cac_context")
    )


def plain() -> Language:
    """Stock tokenizer, our components."""
    nlp = spacy.blank("en")
    for name in cac.nlp.pipeline.COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def told(nlp: Language, text: str) -> list[tuple[str, str, str, int, int]]:
    reading = nlp(text)._.cac_reading
    return [(m.label, m.value, m.status, m.start, m.end) for s in reading.sentences for m in s.mentions]


def test_the_stock_tokenizer_gives_the_same_reading(nlp: Language) -> None:
    assert told(plain(), NOTE) == told(nlp, NOTE)
    assert told(nlp, NOTE)


@pytest.mark.parametrize("make", [make_pipeline, plain])
@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "",
        " ",
        "\n\n",
        "a",
        "L4-5",
        "💉💉",
        "\ufeffPROCEDURE: x",
        "a\r\nb\r\n",
        NOTE.upper(),
        NOTE.replace("\n", " "),
        "x" * 500,
    ],
)
def test_the_text_is_never_changed(make: object, text: str) -> None:
    doc = make()(text)  # type: ignore[operator]
    assert doc.text == text
    reading = doc._.cac_reading
    assert reading.layout.note == text
    for sentence in reading.sentences:
        assert 0 <= sentence.start < sentence.end <= len(reading.text)
        for mention in sentence.mentions:
            assert sentence.start <= mention.start < mention.end <= sentence.end
    for span in doc.spans["cac_targets"]:
        assert span.text == text[span.start_char : span.end_char]
        assert span.label_ in ("family", "guidance", "contrast", "drug")


def test_target_spans_stand_where_the_words_stand(nlp: Language) -> None:
    doc = nlp(NOTE)  # spaCy's span groups need the doc kept
    found = {(span.label_, span.text) for span in doc.spans["cac_targets"]}
    assert {("guidance", "fluoroscopy"), ("contrast", "contrast"), ("drug", "Depo-Medrol")} <= found
    by_text = {span.text: span for span in doc.spans["cac_targets"]}
    assert by_text["trigger point injection"]._.is_negated
    assert not by_text["Depo-Medrol"]._.is_negated
    assert not by_text["contrast"]._.is_negated


def test_one_pipeline_reads_many_notes_alike(nlp: Language) -> None:
    first = told(nlp, NOTE)
    told(nlp, "Nothing of the kind. Fluoroscopy was not used.")
    assert told(nlp, NOTE) == first


def test_pipe_reads_as_a_single_call_does(nlp: Language) -> None:
    docs = list(nlp.pipe([NOTE, "Kenalog was injected.", ""]))
    assert [doc.text for doc in docs] == [NOTE, "Kenalog was injected.", ""]
    assert docs[1].spans["cac_targets"][0].text == "Kenalog"


def test_lexicons_from_another_folder(tmp_path: Path) -> None:
    import shutil

    from cac.lexicon.loader import lexicon_root

    root = Path(shutil.copytree(lexicon_root(), tmp_path / "lexicons"))
    path = root / "language" / "drugs.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[cortisone]", "[cortisone, quibblesterol]"), encoding="utf-8"
    )
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"lexicons": str(root)})
    doc = nlp("Quibblesterol was injected.")
    (span,) = doc.spans["cac_targets"]
    assert (span.text, span._.target_rule.literal) == ("Quibblesterol", "cortisone")


def test_sentences_alone_need_no_sections() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("cac_sentences")
    doc = nlp("She was prone. It was done.")
    assert [sent.text for sent in doc.sents] == ["She was prone.", "It was done."]


@pytest.mark.slow
def test_beside_the_target_matcher_of_medspacy() -> None:
    """In a fresh interpreter, as ``import medspacy`` is global."""
    pytest.importorskip("medspacy")
    code = """
import cac.nlp.pipeline
import medspacy
from medspacy.target_matcher import TargetRule

nlp = medspacy.load(medspacy_enable=["medspacy_tokenizer", "medspacy_target_matcher"])
nlp.get_pipe("medspacy_target_matcher").add(TargetRule("pneumonia", "PROBLEM"))
for name in cac.nlp.pipeline.COMPONENTS:
    nlp.add_pipe(name)
doc = nlp("History of pneumonia. Fluoroscopy was not used. Kenalog was injected.")
assert [ent.text for ent in doc.ents] == ["pneumonia"], doc.ents
spans = {span.text: span for span in doc.spans["cac_targets"]}
assert spans["Fluoroscopy"]._.is_negated and not spans["Kenalog"]._.is_negated
assert type(spans["Kenalog"]._.target_rule) is TargetRule
assert len(list(doc.sents)) == 3
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=180)
