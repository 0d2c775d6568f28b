"""The stage: what was given → drug and contrast lines for a day, a place and a payer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cac.context import ClaimContext
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Payer, SupplyProduct
from cac.records import Evidence, Facts, Given, Supply, unchecked
from cac.reference.records import DrugCode
from cac.reference.tables import Reference
from cac.supplies.catalogue import Catalogue
from cac.supplies.products import NotProven
from cac.supplies.total import total
from cac.supplies.units import THE_REST, measure_of, share_out, waste

_OFFICE_ONLY = "only where the practice bought the drug (place of service 11)"
_MANUAL = "a part of a unit counts as one (CMS Claims Processing Manual, chapter 17)"
_VIALS_OPEN = "single-dose or multi-dose vial, and what was thrown away (JW, JZ or neither)"
_VIAL_TOLD = "its vial is told"
_PROOFS = 3
_new_supply = unchecked(Supply)


class Supplier:
    """Makes the supply lines; one instance may serve any number of notes."""

    def __init__(self, lexicon: Lexicon, reference: Reference) -> None:
        """Take what drugs are billed as, and the tables that say what a unit is."""
        self._catalogue = Catalogue(lexicon, reference)

    def __call__(self, facts: Facts, context: ClaimContext, payer: Payer) -> tuple[tuple[Supply, ...], str]:
        """The lines, and one sentence where there are none although something was given."""
        if not facts.given:
            return (), ""
        place = context.place_of_service
        if context.claim == "professional" and place and place not in payer.drugs_at:
            return (), (
                f"No drug or contrast line: at place of service {place} the facility bears them, "
                "and a professional claim carries none."
            )
        return tuple(_Claim(self._catalogue, facts, context, payer).lines()), ""


class _Claim:
    """The supply lines of one claim."""

    def __init__(self, catalogue: Catalogue, facts: Facts, context: ClaimContext, payer: Payer) -> None:
        self.catalogue, self.drugs = catalogue, catalogue.drugs
        self.given, self.procedures = facts.given, facts.procedures
        self.context, self.payer = context, payer
        self.day = context.date_of_service
        self.vials_open: dict[str, str] = {}  # drug -> what its line asks of the vial

    def lines(self) -> list[Supply]:
        """One drug after another, in the order in which they are told; of all vials is asked once."""
        lines = list(self._lines())
        if not self.vials_open:
            return lines
        first = next(iter(self.vials_open))
        more = len(self.vials_open) > 1
        question = f"{_VIALS_OPEN}: {', '.join(self.vials_open)}" if more else self.vials_open[first]
        asked = False
        for place, line in enumerate(lines):
            if line.drug == first and not asked:
                lines[place], asked = _asking(line, question), True
            elif line.drug in self.vials_open and line.drug != first:
                waits = "; ".join(part for part in (line.condition, f"{_VIAL_TOLD} (asked at {first})") if part)
                lines[place] = line.model_copy(update={"condition": waits})
        return lines

    def _lines(self) -> Iterable[Supply]:
        groups: dict[str, list[Given]] = {}
        for giving in self.given:
            groups.setdefault("contrast" if giving.kind == "contrast" else giving.name, []).append(giving)
        compounded = {name for name, givings in groups.items() if any(giving.compounded for giving in givings)}
        if compounded:
            yield self._compounded([giving for giving in self.given if giving.name in compounded], sorted(compounded))
        mixed_in_pump = len([name for name, givings in groups.items() if self._in_pump(givings)]) > 1
        for name, givings in groups.items():
            if name in compounded or name in self.drugs.no_line:
                continue
            found = self._contrast(givings) if name == "contrast" else self._drug(name, givings)
            for line in found:
                if mixed_in_pump and self._in_pump(givings):
                    line = _asking(line, "whether a pharmacy compounded the drugs of the pump (then J7999 once)")
                yield line

    # -- kinds of lines -----------------------------------------------------------------------------------------------

    def _compounded(self, givings: list[Given], names: list[str]) -> Supply:
        codes, open_ = self.catalogue.codes((self.drugs.compounded,), self.day)
        what = ", ".join(names)
        if not codes:
            return _new_supply(drug=what, question=open_, evidence=_proof(givings))
        product = SupplyProduct(
            codes=[], condition="drugs, doses and the pharmacy's invoice go into item 19 of the claim"
        )
        rule = "supplies/drugs.yaml: compounded"
        return self._line(codes[0], 1, self._of_pump(givings), what, "compounded", rule, product, "", givings)

    def _drug(self, name: str, givings: list[Given]) -> Iterable[Supply]:
        package, open_ = self._package(givings)
        product = self.catalogue.product(name, givings[0].product, package)
        if product is None:
            yield _new_supply(drug=name, question=f"the HCPCS code of {name}: none is listed", evidence=_proof(givings))
        elif isinstance(product, NotProven):
            amounts = total(givings, self.procedures, "mg", share_asked=False).given
            question = "; ".join([f"the product: {product.question}", *open_])
            yield _new_supply(drug=name, given=amounts, question=question, evidence=_proof(givings))
        else:
            if package and package not in product.codes:
                open_ = [*open_, f"the NDC is one of {package}, and the note names {name} ({product.codes[0]})"]
            yield from self._product(name, givings, product, f"supplies/drugs.yaml: {name}", open_)

    def _contrast(self, givings: list[Given]) -> Iterable[Supply]:
        found = self.catalogue.agent(givings[0].product)
        if isinstance(found, NotProven):
            amounts = total(givings, self.procedures, "mL", share_asked=False).given
            question = f"the contrast: {found.question}"
            yield _new_supply(drug="contrast", given=amounts, question=question, evidence=_proof(givings))
        else:
            name, product = found
            yield from self._product(name, givings, product, "supplies/contrast.yaml", [])

    def _product(
        self, name: str, givings: list[Given], product: SupplyProduct, rule: str, open_: list[str]
    ) -> Iterable[Supply]:
        """The lines of a product that is proven."""
        if not product.codes:
            return
        codes, not_valid = self.catalogue.codes(tuple(product.codes), self.day, product.before)
        if not codes:
            yield _new_supply(drug=name, question=not_valid, evidence=_proof(givings))
            return
        marks = self._of_pump(givings)
        measure = measure_of(codes[0])
        if measure is None:
            yield self._line(codes[0], 1, marks, name, _as_told(givings), rule, product, "; ".join(open_), givings)
            return
        found = total(
            givings,
            self.procedures,
            measure,
            strength=product.strength,
            strengths=product.strengths or self.catalogue.strengths(givings[0].name),
            size=product.sizes[0] if len(product.sizes) == 1 else "",
            in_pump=self._in_pump(givings),
            share_asked=product.vial != "none" and self.catalogue.kind(givings[0].name) != "toxin",
        )
        if not found.amount:
            if product.vial != "none" or found.given:  # a local anaesthetic named without any amount is no line
                question = "; ".join([*found.questions, *open_])
                yield self._line(codes[0], 0, marks, name, found.given, rule, product, question, givings)
            return
        left = waste(givings, found.amount, codes[0], product, self.day, self.drugs.discarded, found.strength)
        if left.vial_open:
            self.vials_open[name] = left.vial_open
        amount = found.amount if left.most is None else left.most
        lines = share_out(amount, [code for code in codes if measure_of(code) == measure])
        question = "; ".join(part for part in (*found.questions, left.question, *open_) if part)
        certain = not found.questions and len(lines) == 1
        for code, units in lines:
            with_jz = (*marks, "JZ") if left.jz and certain else marks
            yield self._line(code, units, with_jz, name, found.given, rule, product, question, givings)
        if left.jw and certain:
            thrown, package = next((giving.discarded, giving.package) for giving in givings if giving.discarded)
            given = f"the rest of {package} thrown away" if thrown == THE_REST else f"{thrown} thrown away"
            yield self._line(lines[0][0], left.jw, (*marks, "JW"), name, given, rule, product, "", givings)

    def _line(
        self,
        code: DrugCode,
        units: int,
        modifiers: tuple[str, ...],
        name: str,
        given: str,
        rule: str,
        product: SupplyProduct,
        question: str,
        givings: list[Given],
    ) -> Supply:
        counts = f"{code.amount:g} {code.unit} a unit; {_MANUAL}" if measure_of(code) else "a line"
        return _new_supply(
            code=code.code,
            modifiers=modifiers,
            units=units,
            label=code.label,
            drug=name,
            given=given,
            rule=f"{rule}: {code.code}, {counts}",
            condition=self._condition(code.code, product.condition),
            question=question,
            evidence=_proof(givings),
        )

    # -- what they ask ------------------------------------------------------------------------------------------------

    def _package(self, givings: list[Given]) -> tuple[str, list[str]]:
        """The code of the product by its NDC ('' where the table is silent), and what is open about it."""
        printed = {giving.ndc for giving in givings if giving.ndc}
        if not printed:
            return "", []
        if len(printed) > 1:
            return "", ["which NDC was used: the note prints several"]
        code = self.catalogue.code_of_package(printed.pop(), self.day)
        if code is None:
            return "", ["the NDC: what the note prints is no NDC in groups of 5-4-2, 4-4-2, 5-3-2 or 5-4-1"]
        return code, []

    def _of_pump(self, givings: list[Given]) -> tuple[str, ...]:
        pump = self.context.claim == "professional" and self._in_pump(givings)
        return (self.drugs.pump.modifier,) if pump else ()

    def _in_pump(self, givings: Iterable[Given]) -> bool:
        families = self.drugs.pump.families
        return any(
            self.procedures[place].family in families
            for giving in givings
            for place in giving.procedures
            if giving.kind == "drug" and place < len(self.procedures)
        )

    def _condition(self, code: str, of_product: str) -> str:
        place = self.context.place_of_service
        parts = [_OFFICE_ONLY] if self.context.claim == "professional" and not place else []
        parts += [
            rule.condition
            for rule in self.payer.drug_rules
            if (not rule.codes or code in rule.codes) and (not rule.places or place in rule.places)
        ]
        return "; ".join([*parts, of_product] if of_product else parts)


def _asking(line: Supply, question: str) -> Supply:
    return line.model_copy(update={"question": "; ".join(part for part in (line.question, question) if part)})


def _as_told(givings: Sequence[Given]) -> str:
    parts = [part for giving in givings for part in (giving.dose, giving.volume, giving.concentration) if part]
    return ", ".join(dict.fromkeys(parts))


def _proof(givings: Iterable[Given]) -> tuple[Evidence, ...]:
    return tuple(words for giving in givings for words in giving.evidence)[:_PROOFS]
