"""Payer profiles: limits taken over from another profile, and what is said of one that is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cac.errors import LexiconError
from cac.lexicon.loader import lexicon_root, load_lexicon


def test_the_limits_of_another_profile_hold_before_ones_own(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(lexicon_root(), tmp_path / "lexicons"))
    path = copy / "payers" / "medicare_asc.yaml"
    own = "not_covered:\n  - {rule: own, codes: ['64454'], message: not here, source: test}\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    payers = load_lexicon(copy).payers
    assert payers["medicare_asc"].limits == payers["medicare_part_b"].limits
    assert [rule.rule for rule in payers["medicare_asc"].not_covered][-1] == "own"
    assert len(payers["medicare_asc"].not_covered) == len(payers["medicare_part_b"].not_covered) + 1


@pytest.mark.parametrize("other", ["nobody", "medicare_asc"])
def test_limits_of_a_profile_that_has_none(other: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(lexicon_root(), tmp_path / "lexicons"))
    path = copy / "payers" / "medicare_opps.yaml"
    text = path.read_text(encoding="utf-8").replace("limits_of: medicare_part_b", f"limits_of: {other}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"medicare_opps\.yaml:\d+: limits_of: '{other}'"):
        load_lexicon(copy)
