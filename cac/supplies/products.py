"""Which product of a drug the words of a note prove."""

from __future__ import annotations

from typing import NamedTuple

from cac.lexicon.schema import SupplyDrug, SupplyProduct


class NotProven(NamedTuple):
    """No product is proven; what a person must tell."""

    question: str


def names(named: list[str], words: str) -> bool:
    """Whether one of ``named`` stands in ``words`` as whole words; hyphens make no difference."""
    told = f" {words.lower().replace('-', ' ').replace(';', ' ; ')} "
    return any(f" {name.replace('-', ' ')} " in told for name in named)


def product_of(drug: SupplyDrug, words: str, code: str = "") -> SupplyProduct | NotProven:
    """The product of ``drug``.

    Args:
        drug: its products; the first whose words the note has is taken, one without words stands for the rest.
        words: everything by which the note calls it.
        code: the code of its NDC, '' where none is known; it decides where the words do not.
    """
    told = [product for product in drug.products if product.named and names(product.named, words)]
    if len({tuple(product.codes) for product in told}) > 1:
        return NotProven("the note names " + " and ".join(_name(product, words) for product in told))
    if told:
        return told[0]
    if code and (sold := next((product for product in drug.products if code in product.codes), None)):
        return sold
    rest = next((product for product in drug.products if not product.named), None)
    return rest or NotProven(drug.question)


def _name(product: SupplyProduct, words: str) -> str:
    return next(name for name in product.named if names([name], words))
