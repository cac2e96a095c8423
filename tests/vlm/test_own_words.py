from __future__ import annotations

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Claim, Located, Reference, Shown
from vlm.own_words import foreign, quoted_instead

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
TEXT = "Charge it first. Hold the power key for 12 seconds. Then wait."


def located(quote: str, text: str = TEXT, kind: str = "text", language: str = "en") -> Located:
    edition = Edition("e" * 64, "m", "1", language, "live", "n7.pdf", 9)  # type: ignore[arg-type]
    passage = Passage("p1", edition.id, "r", kind, (), 1, text, (), "textlayer", step="2")  # type: ignore[arg-type]
    start = text.index(quote)
    return Located(Shown("S1", passage, MANUAL, edition), start, start + len(quote))


def claim(text: str, frame: str = "") -> Claim:
    return Claim("c1", "fact", text, (Reference("S1", "x"),), frame=frame)


def test_a_claim_is_foreign_to_its_asker_or_to_its_evidence() -> None:
    english, chinese = (
        (located("Hold the power key"),),
        (located("按住电源键", "按住电源键十二秒。", language="zh"),),
    )
    assert not foreign(claim("Press the key."), english, "en", crosses=False)
    assert foreign(claim("Press the key."), english, "zh", crosses=True), "the asker does not speak it"
    assert foreign(claim("按住电源键。"), english, "zh", crosses=False)
    assert not foreign(claim("按住电源键。"), english, "zh", crosses=True), "a judge of both languages looked"
    assert not foreign(claim("按住电源键。"), chinese, "zh", crosses=False)
    assert not foreign(claim("Hold it.", frame="手册中写着："), english, "zh", crosses=False)


def test_the_sentence_is_quoted_whole_and_a_step_too() -> None:
    (quoted,) = quoted_instead(claim("x"), (located("power key"),), "en")
    assert (quoted.text, quoted.frame) == ("Hold the power key for 12 seconds.", "")
    assert quoted.references == (Reference("S1", quoted.text),)
    (quoted,) = quoted_instead(claim("x"), (located("power key", kind="step"),), "zh")
    assert (quoted.text, quoted.step) == (TEXT, "2")
    assert "原文为英文" in quoted.frame
    assert quoted_instead(claim("x"), (), "en") == ()
