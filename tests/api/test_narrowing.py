"""Asking back instead of refusing: which code, which symptom; once, and only where it can help."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.turn import AskRequest
from retrieval.glossary import Glossary
from tests.api.bench import Bench, hit


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def row(code: str, remedy: str, **changes: object):  # type: ignore[no-untyped-def]
    return hit("N7", f"Code: {code} | Remedy: {remedy}", coverage=0.2, kind="row", **changes)


@pytest.mark.parametrize(
    "question", ["The N7 shows some error code, what now?", "N7 屏幕上有个故障码，怎么办", "N7 报错了"]
)
def test_a_code_that_was_left_out_is_asked_for_and_completes_the_question(
    bench: Bench, question: str
) -> None:
    bench.finder.hits = [row("E21", "Clean the pump."), row("E10", "Open the tap."), row("Fan", "Clean it.")]
    asked = bench.ask(AskRequest(question))
    assert asked.action == "clarify"
    assert asked.clarify is not None
    assert (asked.clarify.about, [o.label for o in asked.clarify.options]) == ("code", ["E21", "E10"])
    bench.finder.hits = [hit("N7", "Code: E21 | Remedy: Clean the pump.", kind="row")]
    answered = bench.ask(AskRequest("1", conversation_id=asked.conversation_id))
    assert answered.action == "answer"
    assert bench.finder.queries[-1].codes == ("E21",)


@pytest.mark.parametrize(
    "question", ["N7 error code", "The N7 shows an error code.", "N7 屏幕上显示的这个代码是什么意思？"]
)
def test_a_question_about_an_unnamed_code_alone_is_asked_back_whatever_was_found(
    bench: Bench, question: str
) -> None:
    bench.finder.hits = [hit("N7", "After an error code press Stop.")]
    told = bench.ask(AskRequest(question))
    assert told.clarify is not None
    assert told.clarify.about == "code"


def test_it_is_not_asked_twice(bench: Bench) -> None:
    first = bench.ask(AskRequest("N7 shows an error code"))
    assert first.action == "clarify"
    again = bench.ask(AskRequest("some code or other", conversation_id=first.conversation_id))
    assert again.action == "refuse"


def test_a_named_code_is_not_asked_for(bench: Bench) -> None:
    assert bench.ask(AskRequest("N7 shows error code E99")).action == "refuse"


@pytest.mark.parametrize(
    "question", ["My N7 is broken, please help!", "the N7 doesn’t work", "我的N7坏了，怎么办？", "N7出问题了"]
)
def test_a_question_that_says_nothing_of_what_is_wrong_is_asked_back(bench: Bench, question: str) -> None:
    told = bench.ask(AskRequest(question))
    assert told.action == "clarify"
    assert told.clarify is not None
    assert told.clarify.about == "symptom"
    bench.finder.hits = [hit("N7", "Hold the power key.")]
    answered = bench.ask(AskRequest("it does not start", conversation_id=told.conversation_id))
    assert answered.action == "answer"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.load()


@pytest.mark.parametrize(
    "question",
    [
        "N7手机坏了",
        "我家洗衣机出毛病了，求助",
        "打印机有问题",
        "电磁炉不工作了怎么办",
        "滚筒洗衣机坏了",
        "my cooker does not work",
        "My washer is broken",
        "my phone is broken",
        "the Norvik N7 phone stopped working",
        "the laser printer is out of order, please help",
        "n7pro broken",
        "N-7 坏了",
    ],
)
def test_the_kind_of_device_says_nothing_of_what_is_wrong(
    bench: Bench, glossary: Glossary, question: str
) -> None:
    bench.finder.widen = glossary.widen
    bench.finder.hits = [hit("N7", "Symptom: No sound | Cause: Fuse", kind="row")]
    for product in ("N7", None):
        told = bench.ask(AskRequest(question, product=product))
        assert told.clarify is not None
        assert told.clarify.about == "symptom"


@pytest.mark.parametrize(
    "question",
    [
        "洗衣机门坏了",
        "滚筒坏了",
        "手机屏幕坏了",
        "电磁炉风扇坏了",
        "the heater is broken",
        "the drum of my washer is broken",
        "my phone is dead",
        "洗衣机坏了保修多久",
    ],
)
def test_a_part_of_a_device_is_no_kind_of_device(bench: Bench, glossary: Glossary, question: str) -> None:
    bench.finder.widen = glossary.widen
    assert bench.ask(AskRequest(question, product="N7")).action == "refuse"


def test_symptoms_that_the_manual_lists_are_offered(bench: Bench) -> None:
    rows = ("Symptom: No sound | Cause: Fuse", "Symptom: Hums | Cause: Coil", "Part: Fan | Number: N7-1")
    bench.finder.hits = [hit("N7", text, kind="row", coverage=0.1) for text in rows]
    told = bench.ask(AskRequest("my N7 is broken"))
    assert told.clarify is not None
    assert [o.label for o in told.clarify.options] == ["No sound", "Hums"]
    bench.finder.hits = [hit("N7", "Symptom: Hums | Cause: Coil", kind="row")]
    assert bench.ask(AskRequest("2", conversation_id=told.conversation_id)).action == "answer"
    assert bench.finder.queries[-1].text == "my N7 is broken Hums"


@pytest.mark.parametrize(
    "question",
    ["How long is the N7 warranty?", "N7的铰链坏了", "the N7 hinge is broken", "N7", "Is the N7 waterproof?"],
)
def test_a_question_that_says_something_is_refused_as_before(bench: Bench, question: str) -> None:
    assert bench.ask(AskRequest(question)).action == "refuse"


def test_enough_evidence_is_not_asked_about(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "An error code is cleared by a restart.")]
    assert bench.ask(AskRequest("how do I clear an error code of the N7")).action == "answer"
