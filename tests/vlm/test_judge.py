"""A judge that is not there is named with those that are."""

import pytest

from kb_sources.errors import PluginUnknown
from vlm.judge import JudgeSettings, build_judge


def test_an_unknown_judge_is_named() -> None:
    with pytest.raises(PluginUnknown, match=r"vlm\.judges has no plug-in 'oracle'"):
        build_judge("oracle", JudgeSettings())
