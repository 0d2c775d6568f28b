"""What "radiofrequency ablation" alone was done to: facet nerves, sacral lateral branches, or another nerve."""

from __future__ import annotations

from cac.facts.account import INTENDED, PERFORMING, TITLED, Clue
from cac.nlp.reading import STATED, Mention, Reading

_FACET, _NERVE, _SACRAL = "facet_rfa", "neurolysis", "sacral_lateral_branch_rfa"
_SACRAL_BLOCK = "sacral_lateral_branch_block"
_GENERAL = frozenset([_FACET, _NERVE])


def resolve_ablation(clues: list[Clue], reading: Reading) -> list[Clue]:
    """Give general names of ablation to the family meant, and drop nerves that nothing destroyed.

    Args:
        clues: the clues of the note; those of a sacral block become those of an ablation where one was done.
        reading: the pipeline's reading.
    """
    general = [clue for clue in clues if _is_general(clue)]
    named = [clue for clue in clues if not _is_general(clue)]
    ablated = any(c.is_name and c.slug in (_FACET, _NERVE, _SACRAL) and c.weight >= INTENDED for c in clues)
    meant = _family_meant(clues, reading) if general else ""
    named = _drop_untreated_nerves(named, reading, ablated=ablated)
    if ablated:
        for clue in named:
            if clue.slug == _SACRAL_BLOCK:
                clue.slug = _SACRAL
    last_of_sentence = {clue.mention.sentence.index: clue for clue in general}
    return named + [Clue(meant, clue.mention, clue.weight, True) for clue in last_of_sentence.values()]


def _is_general(clue: Clue) -> bool:
    """Whether a clue only says that something was ablated."""
    return clue.slug in _GENERAL and clue.is_name and bool(clue.mention.get("generic"))


def _family_meant(clues: list[Clue], reading: Reading) -> str:
    """The family that a general name of ablation means, by the other words of the note."""
    nerves = [c for c in clues if c.slug == _NERVE and (not c.is_name or c.mention.get("target"))]
    facet_words = any(m.status == STATED and m.sentence.role in PERFORMING for m in reading.mentions("facet_word"))
    if nerves and (not facet_words or any(c.weight == TITLED for c in nerves)):
        return _NERVE
    if any(c.slug.startswith("sacral_lateral_branch") for c in clues) or _sacral_levels_told(reading):
        return _SACRAL
    if facet_words or _names_facet(clues):
        return _FACET
    chemical = _chemical_injection(clues, reading)
    if chemical:
        return chemical
    titled_joint = any(c.slug == "si_joint_injection" and c.weight == TITLED for c in clues)
    return _SACRAL if titled_joint else _FACET


def _chemical_injection(clues: list[Clue], reading: Reading) -> str:
    """The injection told that a drug which destroys nerves makes another procedure ("caudal epidural neurolysis")."""
    if not any(_destroys(drug, reading) for drug in reading.mentions("drug")):
        return ""
    families = reading.lexicon.families
    told = (
        clue.slug
        for clue in sorted(clues, key=lambda clue: (-clue.weight, not clue.strong))
        if any("neurolytic" in rule.when.get("agent", ()) for rule in families[clue.slug].codes)
    )
    return next(told, "")


def _sacral_levels_told(reading: Reading) -> bool:
    """Whether S2 or S3 is told where the work is told."""
    return any(
        not {item.upper, item.lower}.isdisjoint(("S2", "S3"))
        for sentence in reading.sentences
        if sentence.role in PERFORMING
        for group in reading.levels(sentence.start, sentence.end)
        for item in group.items
    )


def _names_facet(clues: list[Clue]) -> bool:
    """Whether the ablation of facet nerves is named, or a place of it."""
    return any(c.slug == _FACET and not c.mention.get("generic") for c in clues)


def _drop_untreated_nerves(clues: list[Clue], reading: Reading, *, ablated: bool) -> list[Clue]:
    """Without the place clues of nerves, where nothing destroys, or where the ablation told is that of facet nerves."""
    destroyed = ablated or any(_destroys(drug, reading) for drug in reading.mentions("drug"))
    facet = _names_facet(clues)
    return [
        clue
        for clue in clues
        if clue.slug != _NERVE
        or clue.is_name
        or clue.mention.get("proves")
        or (destroyed and not (facet and not _destroyed_here(clue.mention, reading)))
    ]


def _destroyed_here(nerve: Mention, reading: Reading) -> bool:
    """Whether the sentence of the nerve holds a general name of ablation or a drug that destroys nerves."""
    return any(
        (m.label == "family" and m.get("generic")) or (m.label == "drug" and _destroys(m, reading))
        for m in nerve.sentence.mentions
    )


def _destroys(drug: Mention, reading: Reading) -> bool:
    """Whether a drug given destroys nerves; hypertonic saline serves to free adhesions instead."""
    return (
        drug.status == STATED
        and drug.sentence.role in PERFORMING
        and drug.value != "hypertonic saline"
        and reading.lexicon.drugs.drugs[drug.value].kind == "neurolytic"
    )
