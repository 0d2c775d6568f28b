"""Read ``lexicons/queries``: the words of the linter, what may be asked, and the templates; each fits the others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cac.errors import LexiconError
from cac.lexicon.loader import lexicon_root
from cac.lexicon.query_schema import AskedElements, QueryTemplates, QueryWords
from cac.lexicon.schema import DiagnosisFile, Drugs
from cac.lexicon.terms import Entry, TermError, Trie
from cac.lexicon.yamlfile import line_of, place_of_term, read_yaml

MODELS = {"words": QueryWords, "answers": AskedElements, "templates": QueryTemplates}
"""The files of ``lexicons/queries`` and their models."""


class QueryLexicon(NamedTuple):
    """All of ``lexicons/queries``; ``trie`` holds every term under one of these labels.

    ``forbidden:NAME``, ``cue:NAME``, ``asked:ELEMENT``, ``value:ELEMENT`` and ``said:ELEMENT``; a hit whose value is ""
    takes back what stands inside it.
    """

    words: QueryWords
    asked: AskedElements
    templates: QueryTemplates
    trie: Trie
    quotable: frozenset[str]

    def element(self, name: str) -> str:
        """The element that ``name`` means, by its own name or one of its ``names``; "" for none."""
        slug = "_".join(name.lower().replace("-", " ").replace("/", " ").split()).strip("_")
        if slug in self.asked.elements:
            return slug
        return next((key for key, element in self.asked.elements.items() if slug in element.names), "")


@cache
def load_queries(root: Path | None = None) -> QueryLexicon:
    """Read and check the files of ``queries/`` under ``root`` (the shipped ones by default); kept for the process.

    Raises:
        LexiconError: if a file is missing or breaks its schema, a term breaks the grammar, or a template asks for an
            element that ``answers.yaml`` does not know.
    """
    root = root or lexicon_root()
    folder = root / "queries"
    words = read_yaml(folder / "words.yaml", QueryWords)
    asked = read_yaml(folder / "answers.yaml", AskedElements)
    templates = read_yaml(folder / "templates.yaml", QueryTemplates)
    lexicon = QueryLexicon(words, asked, templates, Trie(), frozenset(words.cues.quotable))
    for number, template in enumerate(templates.templates):
        for element in template.elements:
            if not lexicon.element(element):
                path = folder / "templates.yaml"
                line = line_of(path, ("templates", number, "elements"))
                raise LexiconError(f"{path}:{line}: elements: answers.yaml has no {element!r}; mend its name")
    try:
        return lexicon._replace(trie=_trie(root, words, asked))
    except TermError as error:
        raise LexiconError(f"{place_of_term(root, error.term)}: {error}") from None


def _trie(root: Path, words: QueryWords, asked: AskedElements) -> Trie:
    """Every term of the files under its label."""
    trie = Trie()

    def add(label: str, terms: Iterable[str], value: str) -> None:
        for term in terms:
            trie.add(term, Entry(label, value))

    for name, forbidden in words.forbidden.items():
        add(f"forbidden:{name}", forbidden.terms, name)
        add(f"forbidden:{name}", forbidden.not_words, "")
    for name, terms in words.cues:
        kept = name.removeprefix("not_")
        taken_back = name.startswith("not_") and kept in words.cues.model_fields_set
        add(f"cue:{kept if taken_back else name}", terms, "" if taken_back else name)
    lists = {"drugs": lambda: _drug_names(root), "diagnoses": lambda: _diagnosis_names(root)}
    for name, element in asked.elements.items():
        add(f"asked:{name}", element.asked, name)
        add(f"asked:{name}", element.not_asked, "")
        for value, terms in element.values.items():
            add(f"value:{name}", terms, value)
        for source in element.values_from:
            for value, terms in lists[source]().items():
                add(f"value:{name}", terms, value)
        add(f"value:{name}", element.not_values, "")
        add(f"said:{name}", element.said, name)
    return trie


@cache
def _drug_names(root: Path) -> dict[str, list[str]]:
    """The drugs of ``language/drugs.yaml`` by all their names that are long enough to be no other word."""
    drugs = read_yaml(root / "language" / "drugs.yaml", Drugs).drugs
    return {name: [term for term in drug.terms if len(term) > 4] for name, drug in drugs.items()}


@cache
def _diagnosis_names(root: Path) -> dict[str, list[str]]:
    """The diagnoses of ``diagnoses/`` by their names."""
    return {
        slug: diagnosis.terms
        for path in sorted((root / "diagnoses").glob("*.yaml"))
        if path.stem not in ("words", "groups")
        for slug, diagnosis in read_yaml(path, DiagnosisFile).diagnoses.items()
    }
