"""What was offered and taken up: "he elected a knee injection. The skin was prepped and 40 mg was injected"."""

from __future__ import annotations

from cac.facts.signs import holds, states, states_amount, states_volume
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_REACH = 6  # sentences in which the work must follow
_WAITING_ROLES = frozenset(["plan", "history", "diagnosis", "exam"])
_STOPPED = frozenset(["refused", "aborted"])
_WISHED = frozenset(["planned", "intended"])


def settle_offers(reading: Reading) -> None:
    """What was offered or chosen counts as done when the words that follow tell an act with an amount.

    Those words name no other procedure or place; the sentences between are told as body.
    """
    offers = reading.lexicon.cues.offers
    for sentence in reading.sentences:
        if not any(cue.category in _WISHED for cue in sentence.cues):
            continue
        offered = [m for m in sentence.mentions if _is_offered(m, reading, offers)]
        if not any(m.names_work for m in offered):
            continue
        work = _work_after(reading, sentence, {m.value for m in offered})
        if work is None:
            continue
        for mention in offered:
            mention.status, mention.cue = STATED, None
        for between in reading.sentences[sentence.index : work.index + 1]:
            if between.role in _WAITING_ROLES:
                between.role = "body"


def _is_offered(mention: Mention, reading: Reading, offers: frozenset[str]) -> bool:
    """Whether a procedure, place or act is named as an offer, a choice or a wish."""
    if mention.status not in _WISHED or not mention.cue:
        return False
    if not mention.names_work and mention.label not in ("nouns", "delivers"):
        return False
    return not offers.isdisjoint(reading.text[slice(*mention.cue)].lower().split())


def _work_after(reading: Reading, offer: Sentence, named: set[str]) -> Sentence | None:
    """The sentence that tells the act, before anything else is named, refused or stopped."""
    for sentence in reading.sentences[offer.index + 1 : offer.index + 1 + _REACH]:
        if any(cue.category in _STOPPED for cue in sentence.cues):
            return None
        if any(
            m.status == STATED and not m.get("bare") and m.value not in named and m.names_work
            for m in sentence.mentions
        ):
            return None
        amount = states_amount(reading, sentence) or (
            states_volume(reading, sentence) and states(sentence, "instruments")
        )
        if amount and states(sentence, "delivers") and not holds(sentence, "systemic"):
            return sentence
    return None
