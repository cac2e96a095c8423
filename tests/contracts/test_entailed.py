"""The check that asks a judge: quotations need none, silence is no consent, OCR has its own threshold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb_sources.errors import AnswerUnusable, ModelTimeout, ModelUnavailable, SettingsInvalid
from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Asked, Claim, Draft, Finding, Reference, Shown
from vlm.checking import GateSettings, build_gate
from vlm.checks.entailed import EntailedCheck
from vlm.frames import told
from vlm.judge import Judgement, JudgeSettings, Statement, build_judge
from vlm.model import Deadline

ZH = "关机后至少等待15秒。然后用塑料工具断开电池连接器 J3，以免短路。"
EN = (
    "Switch the phone off and wait at least 15 seconds. "
    "Then unplug the battery connector J3 with a plastic tool."
)


class Judge:
    """Says what it is told to, or raises it; remembers what it was asked."""

    passes_from, passes_from_ocr = 0.6, 0.4

    def __init__(self, said: Judgement | Exception, crosses: bool = False) -> None:
        self.said, self.crosses = said, crosses
        self.asked: list[Statement] = []

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        self.asked += statements
        if isinstance(self.said, Exception):
            raise self.said
        return [self.said] * len(statements)


def shown(text: str, read_by: str = "textlayer", kind: str = "text") -> Shown:
    language = "zh" if text == ZH else "en"
    passage = Passage("p", "e", "r", kind, ("N7", "Battery"), 0, text, (), read_by)
    manual = Manual("m", "t", "N7", "Norvik", ("N7",), language)
    return Shown("S1", passage, manual, Edition("e", "m", "1", language, "live", "n7.pdf", 1))


def find(judge: Judge | None, text: str, quote: str, source: str, read_by: str = "textlayer") -> Finding:
    settings = GateSettings(judge=judge)
    claim = Claim("c", "fact", text, (Reference("S1", quote),))
    examined = build_gate(settings, ()).examine(claim, [shown(source, read_by)], Asked("怎么断电？", "zh"))
    return EntailedCheck(settings)(examined)


@pytest.mark.parametrize(
    ("text", "quote", "source"),
    [
        (ZH, ZH, ZH),
        ("关机后至少等待 15 秒", "关机后至少等待15秒。", ZH),
        ("1. Switch the phone off and wait at least 15 seconds.", EN, EN),
        ("switch the phone off and wait at least 15 seconds", EN[:50], EN),
    ],
)
def test_a_quotation_passes_and_nobody_is_asked(text: str, quote: str, source: str) -> None:
    judge = Judge(Judgement(0.0))
    assert find(judge, text, quote, source).passed
    assert judge.asked == []


@pytest.mark.parametrize("text", ["Wait. Then wait on.", "hone off and wait at lea", "wait at least 1"])
def test_pieces_of_words_and_numbers_are_no_quotation(text: str) -> None:
    judge = Judge(Judgement(0.0))
    assert not find(judge, text, EN, EN).passed
    assert len(judge.asked) == 1


def test_the_judge_sees_whole_sentences_the_titles_and_the_question() -> None:
    judge = Judge(Judgement(0.9))
    assert find(judge, "Use a plastic tool on J3.", "battery connector J3", EN).passed
    (statement,) = judge.asked
    assert statement.evidence == (
        "Then unplug the battery connector J3 with a plastic tool.",
        "N7",
        "Battery",
    )
    assert statement.question == "怎么断电？"


@pytest.mark.parametrize(("supported", "read_by", "passes"), [
    (0.59, "textlayer", False), (0.6, "textlayer", True), (0.41, "rapidocr", True), (0.39, "qwen3vl", False),
])  # fmt: skip
def test_text_read_by_ocr_has_a_threshold_of_its_own(supported: float, read_by: str, passes: bool) -> None:
    finding = find(Judge(Judgement(supported)), "Use plastic on J3.", "battery connector J3", EN, read_by)
    assert (finding.passed, finding.score) == (passes, supported)
    assert (finding.reason is None) == passes


def test_what_the_judge_holds_for_contradicted_does_not_pass() -> None:
    finding = find(Judge(Judgement(0.45, 0.5)), "Use steel on J3.", "battery connector J3", EN, "rapidocr")
    assert finding.reason is not None
    assert finding.reason.code == "contradicted"


def test_words_that_weigh_against_are_told_in_both_languages() -> None:
    finding = find(Judge(Judgement(0.1, 0.0, ("steel",))), "Use steel on J3.", "battery connector J3", EN)
    assert finding.reason is not None
    assert "steel" in told(finding.reason, "en")
    assert "steel" in told(finding.reason, "zh")


@pytest.mark.parametrize("fault", [ModelTimeout(), AnswerUnusable(), ModelUnavailable()])
def test_silence_is_no_consent(fault: Exception) -> None:
    finding = find(Judge(fault), "Use plastic on J3.", "battery connector J3", EN)
    assert not finding.passed
    assert finding.reason is not None
    assert finding.reason.code == "judge_silent"
    assert find(Judge(fault), EN, EN, EN).passed, "a quotation does not wait for a judge"


def test_another_language_needs_a_judge_of_both() -> None:
    of_one, of_both = Judge(Judgement(0.9)), Judge(Judgement(0.9), crosses=True)
    finding = find(of_one, "用塑料工具断开 J3。", "battery connector J3", EN)
    assert finding.reason is not None
    assert (finding.reason.code, of_one.asked) == ("other_language", [])
    assert find(of_both, "用塑料工具断开 J3。", "battery connector J3", EN).passed


def test_without_a_judge_nobody_is_asked() -> None:
    assert find(None, "Use plastic on J3.", "battery connector J3", EN).passed


@pytest.mark.parametrize(
    ("text", "quote", "source", "word"),
    [
        ("Soak the connector in alcohol and dry it with a cloth.", "battery connector J3", EN, "alcohol"),
        ("把连接器浸入酒精中清洗并晾干。", "断开电池连接器 J3", ZH, "酒精"),
    ],
)
def test_our_own_judge_tells_what_was_invented(text: str, quote: str, source: str, word: str) -> None:
    finding = find(build_judge("local", JudgeSettings()), text, quote, source)  # type: ignore[arg-type]
    assert not finding.passed
    assert finding.reason is not None
    assert word in told(finding.reason, "en")


def test_the_gate_asks_it_after_the_rules_and_before_the_warnings() -> None:
    gate = build_gate(GateSettings(judge=Judge(Judgement(0.9))))
    claim = Claim("c", "fact", "Unplug connector J3 of the battery.", (Reference("S1", EN[51:]),))
    (passed,) = gate.check(Draft((claim,), "generated"), [shown(EN)], Asked("?", "en")).claims
    assert [f.check for f in passed.verdict.findings][-2:] == ["entailed", "warned"]


@pytest.mark.parametrize("fault", [RuntimeError("Already borrowed"), IndexError(), SettingsInvalid("absent")])
def test_whatever_a_judge_raises_holds_the_claim_back_and_is_logged(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    finding = find(Judge(fault), "Use plastic on J3.", "battery connector J3", EN)
    assert not finding.passed
    assert finding.reason is not None
    assert finding.reason.code == "judge_silent"
    assert "the judge failed" in caplog.text
