"""Every wording of wrong claims, found by its file: it changes the claim and names a known kind."""

from __future__ import annotations

from random import Random

import pytest

from evaluation.rewording import KINDS, WORDINGS, Wording
from kb_sources.manual import Language
from kb_sources.plugins import load, names

CLAIMS: list[tuple[Language, str]] = [
    (
        "en",
        "Close the tap, then turn the cover NV-7012-A anticlockwise by 30° and tighten it to 0.5 to 1.2 N·m.",
    ),
    ("en", "Do not open the lid before you disconnect the plug; wait 5 minutes."),
    ("zh", "打开后盖之前必须断开电源，等待 5 分钟，再以 0.12 N·m 拧紧两颗螺钉 NV-7090-A。"),
    ("zh", "不得使用金属工具。"),
    ("en", ""),
    ("zh", "|"),
]


@pytest.fixture(params=names(WORDINGS))
def wording(request: pytest.FixtureRequest) -> Wording:
    built: Wording = load(WORDINGS, request.param).build()
    return built


@pytest.mark.parametrize(("language", "text"), CLAIMS)
def test_a_mutant_is_another_claim_of_a_known_kind(wording: Wording, language: Language, text: str) -> None:
    mutants = list(wording.mutants(text, language, Random(1)))
    assert all(m.text != text and m.kind in KINDS for m in mutants)
    assert mutants == list(wording.mutants(text, language, Random(1)))


def test_the_common_kinds_are_made_in_both_languages(wording: Wording) -> None:
    for language in ("en", "zh"):
        made = {m.kind for lang, t in CLAIMS if lang == language for m in wording.mutants(t, lang, Random(1))}
        assert made >= {"digit", "decimal", "unit", "suffix", "opposite", "negation", "injected"}


def test_two_steps_are_told_in_the_order_given(wording: Wording) -> None:
    told = wording.joined("Open the lid.", "Pull CN5.", "en")
    assert told.lower().index("lid") < told.index("CN5")
    told = wording.joined("打开盖子。", "拔下 CN5。", "zh")
    assert told.index("盖子") < told.index("CN5")
