from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import PluginUnknown
from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import ORDER, GateSettings, build_gate
from vlm.frames import told

MANUAL = Manual("m", "t", "N7 手册", "Norvik", ("N7",), "zh")
EDITION = Edition("e", "m", "1", "zh", "live", "n7.pdf", 3)
ASKED = Asked("怎么换电池", "zh", ("N7",))
GATE = build_gate(GateSettings())

TEXTS = [
    "关机后至少等待15秒，再用2.5 mm螺丝刀拧下4颗M1.4×3.0螺丝。",
    "测试点TP5的电压应在3.7~4.2V之间，低于3.4 V时更换电池90-1234-A。",
    "Tighten the 6 screws (M2x5) to 0.25 ± 0.02 N·m within 30 minutes.",
    "Connect J103 pin 4 to 12 V; never exceed 350 mA at 24 V.",
    "E21 | 电池温度传感器开路 | 更换 90-1234-A",
    "在 5-35 ℃ 下充电，最多 500 次，不要超过 4.35 V。",
]


def _shown(text: str, label: str = "S1", **values: object) -> Shown:
    kind = "row" if " | " in text else "text"
    passage = Passage(f"id-{label}", "e", "r", kind, (), 0, text, (), "textlayer", **values)
    return Shown(label, passage, MANUAL, EDITION)


def _leaves(text: str, quote: str, shown: Shown) -> bool:
    claim = Claim("c1", "fact", text, (Reference(shown.label, quote),))
    return bool(GATE.check(Draft((claim,), "generated"), [shown], ASKED).claims)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_quoted_word_for_word_leaves(text: str) -> None:
    assert _leaves(text, text, _shown(text))


@given(st.sampled_from(TEXTS), st.integers(0, 10_000), st.integers(1, 9))
def test_one_wrong_digit_never_leaves(text: str, where: int, plus: int) -> None:
    places = [i for i, c in enumerate(text) if c in "0123456789"]
    at = places[where % len(places)]
    wrong = text[:at] + str((int(text[at]) + plus) % 10) + text[at + 1 :]
    assert not _leaves(wrong, text, _shown(text))
    assert not _leaves(wrong, wrong, _shown(text))


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=120))
def test_the_gate_never_raises_and_tells_why(claim: str, quote: str, text: str) -> None:
    drafted = Draft((Claim("c1", "fact", claim, (Reference("S1", quote),)),), "generated")
    grounded = GATE.check(drafted, [_shown(text or " ")], ASKED)
    assert len(grounded.claims) + len(grounded.dropped) == 1
    for dropped in grounded.dropped:
        assert told(dropped.reason, "zh")
        assert told(dropped.reason, "en")


def test_warnings_come_with_the_claim_word_for_word() -> None:
    warning = Passage(
        "w1", "e", "r", "warning", (), 1, "警告：先断开电源。", (), "textlayer", level="warning"
    )
    step = _shown("取下后盖。", warned_by=("w1",))
    drafted = Draft((Claim("c1", "step", "取下后盖。", (Reference("S1", "取下后盖。"),)),), "extractive")
    grounded = GATE.check(drafted, [step, Shown("S2", warning, MANUAL, EDITION)], ASKED)
    assert [w.passage.text for w in grounded.claims[0].warnings] == ["警告：先断开电源。"]
    assert not GATE.check(drafted, [step], ASKED).claims


def test_a_claim_stops_at_its_first_failed_check_and_keeps_what_was_found() -> None:
    text = TEXTS[0]
    claim = Claim("c1", "fact", text.replace("15", "50"), (Reference("S1", text),))
    grounded = GATE.check(Draft((claim,), "generated"), [_shown(text)], ASKED)
    findings = grounded.dropped[0].verdict.findings
    assert [(f.check, f.passed) for f in findings] == [("cited", True), ("quoted", True), ("figures", False)]
    assert grounded.dropped[0].located[0].quote == text


def test_an_unknown_check_is_named() -> None:
    with pytest.raises(PluginUnknown, match="cited"):
        build_gate(GateSettings(), (*ORDER, "guessed"))


def test_the_order_of_shown_passages_does_not_matter() -> None:
    shown = [_shown(text, f"S{n}") for n, text in enumerate(TEXTS, 1)]
    claims = tuple(
        Claim(f"c{n}", "fact", text, (Reference(f"S{n}", text),)) for n, text in enumerate(TEXTS, 1)
    )
    first = GATE.check(Draft(claims, "generated"), shown, ASKED)
    random.Random(7).shuffle(shown)
    assert GATE.check(Draft(claims, "generated"), shown, ASKED).claims == first.claims


def test_a_check_can_be_left_out_by_its_name() -> None:
    text = "Tighten to 0.25 N·m."
    draft = Draft((Claim("c1", "fact", "Tighten to 0.35 N·m.", (Reference("S1", text),)),), "generated")
    assert not GATE.check(draft, [_shown(text)], ASKED).claims
    (left,) = GATE.without(["figures"]).check(draft, [_shown(text)], ASKED).claims
    assert [f.check for f in left.verdict.findings] == [name for name in ORDER if name != "figures"]
    with pytest.raises(PluginUnknown, match="figurs"):
        GATE.without(["figurs"])
