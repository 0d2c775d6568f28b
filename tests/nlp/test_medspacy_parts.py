"""``cac.nlp.medspacy_parts``: each test runs in a fresh interpreter, as imports are global."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(importlib.util.find_spec("medspacy") is None, reason="medspaCy is not installed")

USE_MEDSPACY = """
import medspacy
from medspacy.context import ConTextModifier, ConTextRule
from medspacy.section_detection import Section, SectionRule
from medspacy.target_matcher import TargetRule

nlp = medspacy.load(medspacy_enable=[
    "medspacy_tokenizer", "medspacy_pyrush", "medspacy_target_matcher",
    "medspacy_context", "medspacy_sectionizer",
])
nlp.get_pipe("medspacy_target_matcher").add(TargetRule("pneumonia", "PROBLEM"))
doc = nlp("Past Medical History: Asthma.\\n\\nAssessment: There is no evidence of pneumonia.")
(ent,) = doc.ents
assert ent._.is_negated and not ent._.is_family and ent._.target_rule.literal == "pneumonia"
assert type(ent._.modifiers[0]) is ConTextModifier
assert [type(s) for s in doc._.sections] == [Section, Section], doc._.sections
default = medspacy.load()
assert default.pipe_names == [
    "medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"
], default.pipe_names
assert len(default("No fever today. He has a cough.")) > 5
"""

SAME = """
import cac.nlp.medspacy_parts as parts
import medspacy.context as c, medspacy.section_detection as s, medspacy.target_matcher as t
assert parts.ConTextRule is c.ConTextRule and parts.ConTextModifier is c.ConTextModifier
assert parts.SectionRule is s.SectionRule and parts.Section is s.Section
assert parts.TargetRule is t.TargetRule
import medspacy.context.context_modifier, medspacy.util
for name in parts._NAMES:
    module = sys.modules[name]
    parent = sys.modules[name.rpartition(".")[0]]
    assert getattr(parent, name.rpartition(".")[2]) is module  # bound as usual
    assert module.__spec__.origin == module.__file__ and module.__spec__.loader
assert not any(type(f).__module__ == "cac.nlp.medspacy_parts" for f in sys.meta_path)
assert callable(medspacy.util.load)
assert medspacy.util.spacy_component.__file__
"""

MAKE_DOC = """
import pickle, spacy
from spacy.tokens import Doc
from cac.nlp.medspacy_parts import ConTextModifier, ConTextRule, Section, SectionRule, TargetRule
blank = spacy.blank("en")
blank.add_pipe("sentencizer")
old = blank("no fever")
rule = ConTextRule("no", "NEGATED_EXISTENCE", direction="FORWARD")
modifier = ConTextModifier(rule, 0, 1, old)
span = old[1:2]
assert modifier.modifies(span) and modifier.scope_span == (1, 2)
span._.modifiers += (modifier,)
old._.sections.append(Section("plan", 0, 1, 1, 2, rule=SectionRule("Plan:", "plan")))
"""

# medspaCy writes its modifiers by ``isinstance`` (to_bytes raises for any other class of the
# same name), but reads a tuple of them back as plain dictionaries: that is its own doing.
CHECK_DOC = """
again = Doc(blank.vocab).from_bytes(old.to_bytes())
assert again[1:2]._.modifiers[0]
assert type(again._.sections[0]) is Section
"""


def run(code: str) -> None:
    """Run ``code`` in a fresh interpreter from the project root.

    Args:
        code: Python source, with ``sys`` and ``warnings`` imported for it.
    """
    done = subprocess.run(
        [sys.executable, "-c", "import sys, warnings\n" + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_loads_nothing_heavy_and_leaves_no_trace() -> None:
    run("""
import spacy
modules, filters = set(sys.modules), list(warnings.filters)
factories = set(spacy.registry.factories.get_all()) | set(spacy.Language.factories)
import cac.nlp.medspacy_parts as parts
new = set(sys.modules) - modules
assert new <= {"cac", "cac.nlp", "cac.nlp.medspacy_parts"} | {n for n in new if n[:4] == "cac."}, new
heavy = {"medspacy", "quickumls", "nltk", "scipy", "PyRuSH", "loguru", "unqlite", "pandas"}
assert not heavy & {name.partition(".")[0] for name in sys.modules}
assert warnings.filters == filters
assert set(spacy.registry.factories.get_all()) | set(spacy.Language.factories) == factories
""")


def test_are_medspacys_own_classes() -> None:
    run("""
import importlib.util, inspect
import cac.nlp.medspacy_parts as parts
root = importlib.util.find_spec("medspacy").submodule_search_locations[0]
for cls in (parts.ConTextRule, parts.ConTextModifier, parts.TargetRule, parts.SectionRule,
            parts.Section):
    assert cls.__module__.startswith("medspacy.") and cls.__module__ not in sys.modules
    file = cls.__init__.__code__.co_filename
    assert file.startswith(root), file
    assert inspect.getsource(cls.__init__).lstrip().startswith("def __init__")
""")


def test_compiling_warns_of_nothing() -> None:
    run("""
with warnings.catch_warnings():
    import spacy
    warnings.simplefilter("error")
    import cac.nlp.medspacy_parts
""")


def test_extensions_have_medspacys_names_and_defaults() -> None:
    run("""
import spacy
from spacy.tokens import Doc, Span
Span.set_extension("is_family", default="mine")
from cac.nlp.medspacy_parts import set_extensions
set_extensions()
assert Span.get_extension("is_family")[0] == "mine"
Span.remove_extension("is_family")
set_extensions()
names = ["is_negated", "is_uncertain", "is_historical", "is_hypothetical", "is_family",
         "modifiers", "target_rule"]
ours = [Span.get_extension(n) for n in names] + [Doc.get_extension("sections")]
assert ours == [(False, None, None, None)] * 5 + [((), None, None, None), (None,) * 4,
                                                  ([], None, None, None)], ours
nlp = spacy.blank("en")
one, two = nlp("a b"), nlp("a b")
one._.sections.append(1)
assert two._.sections == [] and one._.sections == [1]
for n in names:
    Span.remove_extension(n)
Doc.remove_extension("sections")
import medspacy, medspacy.context
medspacy.load()
theirs = [Span.get_extension(n) for n in names] + [Doc.get_extension("sections")]
assert ours == theirs, theirs
""")


def test_objects_work_without_medspacy() -> None:
    run(MAKE_DOC + CHECK_DOC + "assert 'medspacy' not in sys.modules")


def test_later_import_of_medspacy_works_fully() -> None:
    run(
        MAKE_DOC
        + USE_MEDSPACY
        + SAME
        + CHECK_DOC
        + """
assert old[1:2]._.modifiers[0] is modifier
assert isinstance(pickle.loads(pickle.dumps(rule)), ConTextRule)
"""
    )


def test_medspacy_imported_first() -> None:
    run(
        """
import medspacy
finders = list(sys.meta_path)
import cac.nlp.medspacy_parts
assert sys.meta_path == finders
"""
        + SAME
        + MAKE_DOC
        + USE_MEDSPACY
        + CHECK_DOC
    )


def test_pickling_before_medspacy_is_imported() -> None:
    run(
        MAKE_DOC
        + """
copy = pickle.loads(pickle.dumps(rule))
assert type(copy) is ConTextRule and copy.literal == "no"
"""
        + SAME
    )


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.3])
def test_concurrent_import(delay: float) -> None:
    run(
        f"""
import importlib, spacy, threading, time
errors = []
def work(name, wait):
    try:
        time.sleep(wait)
        importlib.import_module(name)
    except BaseException as error:
        errors.append(error)
threads = [threading.Thread(target=work, args=a)
           for a in (("medspacy", 0), ("cac.nlp.medspacy_parts", {delay}))]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not errors, errors
import cac.nlp.medspacy_parts as parts
from medspacy.context import ConTextRule
assert parts.ConTextRule is ConTextRule
"""
        + USE_MEDSPACY
    )


def test_missing_medspacy_is_reported() -> None:
    run("""
import spacy, importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "medspacy" else find(name, *a)
finders = list(sys.meta_path)
try:
    import cac.nlp.medspacy_parts
except ModuleNotFoundError as error:
    assert error.name == "medspacy"
else:
    raise AssertionError("no error")
assert sys.meta_path == finders and "medspacy" not in sys.modules
""")
