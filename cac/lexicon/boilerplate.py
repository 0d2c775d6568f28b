"""The terms of ``language/boilerplate.yaml`` in a trie of their own: only the search for cloned notes asks for them."""

from __future__ import annotations

from pathlib import Path

from cac.errors import LexiconError
from cac.lexicon.schema import Boilerplate
from cac.lexicon.terms import Entry, TermError, Trie
from cac.lexicon.yamlfile import place_of_term


def boilerplate_terms(root: Path, rules: Boilerplate) -> Trie:
    """The terms of boilerplate.yaml, under the labels "sentence", "clause", "work" and "own".

    Raises:
        LexiconError: if a term breaks the grammar.
    """
    trie = Trie()
    labelled = [("sentence", kind, terms) for kind, terms in rules.sentences.items()]
    labelled += [("clause", kind, terms) for kind, terms in rules.clauses.items()]
    labelled += [("work", "work", rules.work), ("work", "", rules.not_work), ("own", "own", rules.own)]
    try:
        for label, kind, terms in labelled:
            for term in terms:
                trie.add(term, Entry(label, kind))
    except TermError as error:
        raise LexiconError(f"{place_of_term(root, error.term)}: {error}") from None
    return trie
