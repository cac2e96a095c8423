"""A danger that is told, and whether an answer speaks of it."""

from __future__ import annotations

import pytest

from api import dangers
from retrieval.glossary import Glossary, Widening
from retrieval.question import DANGERS
from tests.api.bench import hit
from vlm.answer import CheckedClaim, Claim, Located, Shown, Verdict

GLOSSARY = Glossary.load()


def named(text: str) -> tuple[Widening, ...]:
    return tuple(w for w in GLOSSARY.widen(text) if w.concept in DANGERS)


@pytest.mark.parametrize(
    "text",
    [
        "it smells burnt",
        "I smell burning when it charges",
        "smoke comes out of the back",
        "The photo shows smoke coming out of the vent",
        "my phone is not charging, smells burnt",
        "the back cover is bulging",
        "can I charge it although the battery is swollen?",
        "it caught fire",
        "my washer gave me a shock",
        "有烧焦味",
        "机器冒烟了怎么办",
        "不小心掉水里了",
        "手机开不了机，还冒青烟",
        "手机进水了还能充电吗",
        "插上就着火了",
        "摸着麻手",
    ],
)
def test_a_danger_is_told(text: str) -> None:
    assert dangers.told(text, named(text))


@pytest.mark.parametrize(
    "text",
    [
        "how do I prevent smoke",
        "how can I avoid water damage?",
        "is the casing resistant to water damage",
        "does the warranty cover water damage",
        "is water damage under warranty?",
        "there is no smoke and no burning smell",
        "the photo smells funny",
        "My picture smells like burnt plastic, haha",
        "I was smoking when it fell",
        "where is the smoke detector",
        "怎么防止进水",
        "进水怎么预防",
        "没有冒烟",
        "照片有股糊味",
        "进水保修吗",
        "how do I refit the drum",
    ],
)
def test_a_danger_that_is_named_or_none_at_all_is_not_told(text: str) -> None:
    assert not dangers.told(text, named(text))


@pytest.mark.parametrize(
    ("said", "text", "told", "spoken"),
    [
        ("it smells burnt", "Symptom: Smells burnt, drum slow | Remedy: Renew the belt", 0, True),
        ("it smells burnt", "Charge the phone for 20 minutes.", 0, False),
        ("手机进水了", "严禁将进水的手机接上充电器。", 0, True),
        ("battery swollen, how do I replace it", "Take the battery out.", 1, True),
        ("the back is bulging", "The battery may be swollen. Do not charge it.", 1, True),
        ("it caught fire", "A damaged cell catches fire within seconds.", 0, False),
    ],
)
def test_an_answer_speaks_of_the_danger_by_its_name_or_is_found_to_tell_of_it(
    said: str, text: str, told: float, spoken: bool
) -> None:
    found = hit("N7", text)
    shown = Shown("S1", found.passage, found.manual, found.edition, told=told)
    claim = CheckedClaim(
        Claim("c1", "fact", text, ()), (Located(shown, 0, len(text)),), Verdict(()), warnings=()
    )
    assert dangers.spoken_of(named(said), [claim]) is spoken
