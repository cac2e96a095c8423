from __future__ import annotations

import pytest

from kb_sources.errors import PluginUnknown
from kb_sources.plugins import names
from vlm.answer import Asked
from vlm.drafting import DRAFTERS, build_drafter


@pytest.mark.parametrize("name", ["extractive"])
def test_a_drafter_without_passages_proposes_nothing(name: str) -> None:
    assert name in names(DRAFTERS)
    assert build_drafter(name, None).draft(Asked("怎么换电池？", "zh"), []).claims == ()


def test_an_unknown_drafter_is_named() -> None:
    with pytest.raises(PluginUnknown, match="extractive"):
        build_drafter("guessing", None)
