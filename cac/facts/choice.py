"""Which of the families that clues point to were performed; one that is only a step of another is absorbed by it."""

from __future__ import annotations

from collections.abc import Sequence

from cac.facts.account import INTENDED, PERFORMING, TITLED, TOLD, Clue
from cac.facts.clues import act_is_near, heads_item
from cac.facts.signs import COUNTED, holds, states_amount
from cac.lexicon.loader import Lexicon
from cac.nlp.reading import Mention, Reading


def choose_families(clues: list[Clue], reading: Reading, *, acted: bool, terse: bool) -> list[str]:
    """The slugs performed, in the order in which the note first names them.

    Args:
        clues: what points to a family.
        reading: the pipeline's reading.
        acted: whether the note tells an act, a dose, or shows it as a filled form does.
        terse: whether the note is so short that a title may be all of it.
    """
    lexicon = reading.lexicon
    best = _best_clues(clues)
    firm = _firm(best, lexicon, acted=acted, terse=terse)
    kept = _kept(firm, best, clues, reading)
    if not kept and firm:
        best_of_all = max(firm, key=lambda slug: (best[slug].weight, best[slug].strong))
        is_place_work = best[best_of_all].mention.get("generic") and lexicon.families[best_of_all].kind == "target"
        kept = [] if is_place_work else [best_of_all]
    first_named = {slug: min(clue.mention.start for clue in clues if clue.slug == slug) for slug in kept}
    return sorted(kept, key=first_named.__getitem__)


def without_nameless(clues: list[Clue], lexicon: Lexicon) -> list[Clue]:
    """Without the places of families whose name must be said and is not."""
    named = {clue.slug for clue in clues if clue.is_name}
    return [clue for clue in clues if not _lacks_name(clue, named, lexicon)]


def _lacks_name(clue: Clue, named: set[str], lexicon: Lexicon) -> bool:
    """Whether the family must be named (is not in ``named``) and this place is none that stands without a name."""
    family = lexicon.families[clue.slug]
    return (
        family.target_needs_name and clue.slug not in named and clue.mention.value not in family.name_optional_targets
    )


def _best_clues(clues: list[Clue]) -> dict[str, Clue]:
    """The weightiest clue of each family, in the order of the note."""
    best: dict[str, Clue] = {}
    for clue in clues:
        held = best.get(clue.slug)
        if held is None or (clue.weight, clue.strong) > (held.weight, held.strong):
            best[clue.slug] = clue
    return best


def _firm(best: dict[str, Clue], lexicon: Lexicon, *, acted: bool, terse: bool) -> list[str]:
    """The families told or titled; else, or as far as one of these is a step of them, those intended."""
    firm = {slug for slug, clue in best.items() if clue.weight >= TOLD}
    intended = {slug for slug, clue in best.items() if clue.weight == INTENDED and clue.strong}
    if any(best[slug].strong or best[slug].weight == TITLED for slug in firm):
        steps_of = lexicon.absorbers
        if acted:
            firm |= {slug for slug in intended if any(slug in steps_of.get(other, ()) for other in firm)}
    elif acted or terse:
        firm |= intended
    if not firm and (acted or terse):
        firm = {slug for slug, clue in best.items() if clue.strong or clue.weight == INTENDED}
    return [slug for slug in best if slug in firm]


def _kept(firm: list[str], best: dict[str, Clue], clues: list[Clue], reading: Reading) -> list[str]:
    """The firm families that stand, the surest first, when each is held against those already kept."""
    lexicon = reading.lexicon
    listed = any(
        best[slug].weight == TITLED
        and best[slug].strong
        and best[slug].mention.sentence.section.name == "procedure_title"
        and best[slug].mention.start >= best[slug].mention.sentence.section.body
        for slug in firm
    )
    strong_told = any(best[slug].strong for slug in firm)
    named = {clue.slug for clue in clues if clue.is_name}
    kept: list[str] = []
    for slug in sorted(firm, key=lambda slug: (-best[slug].weight, -best[slug].strong, best[slug].mention.start)):
        clue = best[slug]
        if (
            _lacks_name(clue, named, lexicon)
            or _lacks_place(clue, clues, lexicon)
            or _lacks_agent(slug, reading)
            or (listed and _is_passing_place(clue, reading))
            or _is_absorbed(slug, firm, kept, best, clues, reading)
            or (strong_told and _is_vague(clue, reading))
            or _is_weak_twin(slug, firm, best, lexicon)
        ):
            continue
        kept.append(slug)
    return kept


def _lacks_place(clue: Clue, clues: list[Clue], lexicon: Lexicon) -> bool:
    """Whether a general name ("joint injection") stands without any place."""
    return (
        clue.is_name
        and bool(clue.mention.get("generic"))
        and lexicon.families[clue.slug].kind == "target"
        and not any(other.slug == clue.slug and not other.is_name for other in clues)
    )


def _lacks_agent(slug: str, reading: Reading) -> bool:
    """Whether the kind of drug is missing without which the family is not done."""
    kind = reading.lexicon.families[slug].agent_required
    return kind is not None and not any(
        m.status in COUNTED and m.sentence.role in PERFORMING and reading.lexicon.drugs.drugs[m.value].kind == kind
        for m in reading.mentions("drug")
    )


def _is_passing_place(clue: Clue, reading: Reading) -> bool:
    """Whether a place is told in passing: beside a title that lists what was done it is no further procedure."""
    sentence = clue.mention.sentence
    numbered = sentence.section.name == "procedure_title" and reading.words.keys[sentence.first].isdigit()
    return (
        clue.weight == TOLD
        and not (numbered and clue.is_name)  # "2. Occipital nerve block: the needle was placed, but ..."
        and reading.lexicon.families[clue.slug].kind == "target"
        and not states_amount(reading, clue.mention.sentence)
    )


def _is_absorbed(
    slug: str, firm: list[str], kept: list[str], best: dict[str, Clue], clues: list[Clue], reading: Reading
) -> bool:
    """Whether the family is only a step of another firm one; of two that absorb each other the one kept first wins.

    It survives when a title names it strongly apart from the one that absorbs it.
    """
    absorbers = reading.lexicon.absorbers
    absorbing = [
        other
        for other in absorbers.get(slug, ())
        if other in firm
        and (best[other].strong or not best[slug].strong)
        and (other in kept or slug not in absorbers.get(other, ()))
    ]
    if not absorbing:
        return False
    device = all(reading.lexicon.families[other].drugs == "none" for other in absorbing)  # put in at a place
    theirs = {clue.mention.sentence.index for clue in clues if clue.slug in absorbing}
    their_places = {clue.mention.value for clue in clues if clue.slug in absorbing and not clue.is_name}
    return not any(
        clue.slug == slug
        and (clue.mention.sentence.index not in theirs or _follows_joining(clue, reading))
        and (clue.is_name or clue.mention.value not in their_places)
        and (
            (clue.weight == TITLED and (clue.strong or _is_listed_place(clue)))
            or (clue.strong and not clue.is_name and not device and heads_item(reading, clue.mention))
            or _is_dosed_place(clue, reading)
        )
        for clue in clues
    )


def named_beside(clues: list[Clue], slugs: Sequence[str], reading: Reading) -> list[str]:
    """The families that a title names as one more thing beside a chosen one, and that were taken for a step of it.

    "L4-5 facet RFA and SI joint RFA": both may have been done; a person should look.
    """
    titled = [clue for clue in clues if clue.is_name and clue.strong and clue.weight == TITLED]
    found: dict[str, None] = {}
    for clue in titled:
        if clue.slug in slugs:
            continue
        here = [c.mention for c in titled if c.slug in slugs and c.mention.sentence is clue.mention.sentence]
        if any(_has_joining_between(clue.mention, other, reading) for other in here):
            found[clue.slug] = None
    return list(found)


def _has_joining_between(one: Mention, other: Mention, reading: Reading) -> bool:
    """Whether a joining word stands between two names that do not overlap."""
    first, second = sorted((one, other), key=lambda mention: mention.first)
    between = reading.words.keys[first.last + 1 : second.first]
    return not reading.lexicon.acts.joining.isdisjoint(between)


def _follows_joining(clue: Clue, reading: Reading) -> bool:
    """Whether a title names the family as one more thing ("pulsed RF with TFESI")."""
    before = reading.words.keys[max(clue.mention.first - 1, clue.mention.sentence.first) : clue.mention.first]
    return clue.is_name and clue.weight == TITLED and not reading.lexicon.acts.joining.isdisjoint(before)


def _is_dosed_place(clue: Clue, reading: Reading) -> bool:
    """Whether a joint, bursa or the like is told with an act and an amount of its own, and not as a bare word."""
    mention = clue.mention
    return (
        clue.strong
        and clue.weight == TOLD
        and not (clue.is_name or mention.get("bare"))
        and reading.lexicon.families[clue.slug].kind == "target"
        and states_amount(reading, mention.sentence)
        and holds(mention.sentence, "delivers")
    )


def _is_listed_place(clue: Clue) -> bool:
    """Whether a bare place is listed as a procedure of its own ("2. Steroid injection, right knee")."""
    sentence = clue.mention.sentence
    listed = sentence.section.name == "procedure_title"
    return listed and bool(clue.mention.get("bare")) and holds(sentence, "nouns")


def _is_weak_twin(slug: str, firm: list[str], best: dict[str, Clue], lexicon: Lexicon) -> bool:
    """Whether words too general to prove a family stand beside the name of the other family of its file."""
    if _is_sided_place(best[slug]):
        return False
    twins = lexicon.families[slug].slugs()
    return not best[slug].strong and any(o in twins and o != slug and best[o].strong for o in firm)


def _is_sided_place(clue: Clue) -> bool:
    """Whether a bare place is listed with a side of its own ("right knee and left trochanteric bursa injections")."""
    mention = clue.mention
    sides = mention.sentence.labels.get("side", ())
    here = any(0 < mention.first - m.last <= 1 for m in sides)
    return clue.weight >= TOLD and bool(mention.get("bare")) and here and len(sides) > 1


def _is_vague(clue: Clue, reading: Reading) -> bool:
    """Whether words too general to prove a family stand without an act right beside the place."""
    return (
        not clue.strong
        and clue.weight < TITLED
        and not (clue.mention.get("bare") and act_is_near(reading, clue.mention))
    )
