"""``cac lexicon``: the knowledge files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The lexicons: what the coder knows.", no_args_is_help=False)


@app.callback()
def _lexicon() -> None:
    """The lexicons: what the coder knows."""


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A lexicon folder; the shipped one by default.")
    ] = None,
) -> None:
    """Check every lexicon file; say file, line and remedy of the first error."""
    from cac.gaps.further import Further
    from cac.lexicon.boilerplate import boilerplate_terms
    from cac.lexicon.decisions import decision_rules
    from cac.lexicon.loader import load_lexicon
    from cac.lexicon.queries import load_queries
    from cac.lexicon.screen import screen_keys, screen_words
    from cac.nlp.vocabulary import vocabulary
    from cac.reference import files

    lexicon = load_lexicon(folder)
    decision_rules(lexicon.root)
    screen_keys(lexicon.root)
    screen_words(lexicon.root)
    families = len(lexicon.families)
    facts = files.check(lexicon.root) + len(lexicon.codes)
    words = vocabulary(folder)
    boilerplate = boilerplate_terms(lexicon.root, lexicon.boilerplate)
    tries = (words.trie, words.gapped, words.confusions, boilerplate, load_queries(folder).trie)
    terms = Further(lexicon).check() + sum(1 for trie in tries for _ in trie.forms()) + len(words.headers)
    typer.echo(f"{families} families, {terms} terms, {facts} reference facts, no errors")
