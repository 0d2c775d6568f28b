"""Work told in words that no list foresaw: what is proven is coded, what is open is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cac import Coder

MIGRAINE = [
    ("Dx: chronic migraine. PROCEDURE: Botox injections. 155 units injected.", [], "target"),
    ("PROCEDURE: Botox. 155 units injected in forehead, temples, occiput, neck and trapezius.", ["64615"], ""),
    ("PROCEDURE: Botox. 155 units injected at 31 injection points.", ["64615"], ""),
    ("PROCEDURE: Botox for chronic migraine. 155 units injected.", ["64615"], ""),
]


@pytest.mark.parametrize(("note", "codes", "missing"), MIGRAINE)
def test_toxin_without_the_name_of_the_protocol(note: str, codes: list[str], missing: str, coder: Coder) -> None:
    result = coder.code(note)
    assert [line.code for line in result.lines] == codes
    assert list(result.missing) == [missing] * bool(missing)
    assert result.status == ("review" if missing else "ready")
