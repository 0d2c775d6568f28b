"""What the lexicon and the tables say of drugs, looked up once: product by its words, codes by the day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import SupplyProduct
from cac.reference.ndc import ndc11
from cac.reference.records import DrugCode, NotInForce
from cac.reference.tables import Reference
from cac.supplies.amounts import read_amount
from cac.supplies.contrast import agent_of
from cac.supplies.products import NotProven, product_of

_KEPT = 1024


class Catalogue:
    """The drugs there are. It keeps answers, by words of the lexicon, codes and days; nothing of a note."""

    def __init__(self, lexicon: Lexicon, reference: Reference) -> None:
        self.lexicon = lexicon
        self.drugs = lexicon.supply_drugs
        self._reference = reference
        self.product = lru_cache(maxsize=_KEPT)(self._product)
        self.agent = lru_cache(maxsize=_KEPT)(self._agent)
        self.codes = lru_cache(maxsize=_KEPT)(self._codes)

    def strengths(self, drug: str) -> str:
        """The strengths that a question about a drug offers."""
        entry = self.drugs.drugs.get(drug)
        return entry.strengths if entry else ""

    def kind(self, drug: str) -> str:
        """Steroid, local, toxin ... ('' for what is no drug)."""
        entry = self.lexicon.drugs.drugs.get(drug)
        return entry.kind if entry else ""

    def code_of_package(self, printed: str, day: date) -> str | None:
        """The code of a printed NDC: '' where the table is silent, None where what is printed is no NDC."""
        digits = ndc11(printed)
        if digits is None:
            return None
        package = self._reference.package(digits, day)
        return package.code if package is not None and not isinstance(package, NotInForce) else ""

    def _product(self, drug: str, words: str, code: str) -> SupplyProduct | NotProven | None:
        """The product of a drug; None where the drug is not listed."""
        entry = self.drugs.drugs.get(drug)
        return product_of(entry, words, code) if entry else None

    def _agent(self, words: str) -> tuple[str, SupplyProduct] | NotProven:
        """The contrast agent that the words prove."""
        return agent_of(self.lexicon.supply_contrast, words)

    def _codes(self, codes: tuple[str, ...], day: date, before: str = "") -> tuple[tuple[DrugCode, ...], str]:
        """Those of some codes that are valid on a day; where none is, what to ask.

        ``before`` says what stood for them before they were made.
        """
        found = [self._reference.drug_code(code, day) for code in codes]
        valid = [self._with_unit(code) for code in found if isinstance(code, DrugCode)]
        counted = tuple(code for code in valid if code.amount > 0)
        silent = next((code for code in found if isinstance(code, NotInForce)), None)
        if valid and not counted:
            return (), f"how much one unit of {valid[0].code} is: the table in force does not tell it as one amount"
        if silent:
            return counted, str(silent)
        listed = ", ".join(codes)
        not_valid = f"none of {listed} is valid" if len(codes) > 1 else f"{listed} is not valid"
        then = f"; before it there was {before}" if before else ""
        return counted, f"the code: {not_valid} on {day}{then}"

    def _with_unit(self, code: DrugCode) -> DrugCode:
        """The code with what one unit is, where tables tell that in no way that can be counted."""
        if code.code in self.drugs.lines:
            return code._replace(amount=1, unit="line")
        unit = read_amount(self.drugs.units.get(code.code))
        return code._replace(amount=float(unit.value), unit=unit.unit) if unit else code
