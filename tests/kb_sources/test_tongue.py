"""Chinese or English, also where part numbers and units mix in."""

import pytest

from kb_sources.tongue import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的手机打不开，怎么办？", "zh"),
        ("SKR mini E3 V3.0 的板子多大？", "zh"),
        ("My phone does not start", "en"),
        ("What does 故障 mean on the Helmar washing machine display?", "en"),
        ("更换 U2 电源管理芯片 (90-1234-A)，torque 0.12 N·m", "zh"),
        ("E21", None),
        ("😀😀 123", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
