"""Counting and logging: everything is counted, nothing that people wrote is told."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
import structlog

from api.reply import Reply, ReplyCheck, ReplyClaim, ReplyDropped, ReplyVerdict
from api.telemetry import MeasuredAsk, Meters, configure_logging
from api.turn import AskRequest
from kb_sources.errors import QuestionRejected

SECRET = "我家门牌 42 号 secret"
CLAIM = ReplyClaim("c1", "fact", SECRET, (1,), (), ReplyVerdict(True, (ReplyCheck("quoted", True, 1.0, ""),)))
REPLY = replace(
    Reply("ans_1", "c1", "answer", "extractive", "zh", SECRET),
    claims=(CLAIM,),
    dropped=(ReplyDropped(SECRET, "…"),),
)


def nothing(stage: str) -> None:
    return None


def test_an_answer_is_counted_with_its_claims_and_checks() -> None:
    meters = Meters()
    reply = MeasuredAsk(lambda request, progress: REPLY, meters)(AskRequest(SECRET), nothing)
    assert reply is REPLY
    text = meters.text().decode()
    assert 'fixcite_asks_total{action="answer",language="zh",mode="extractive"} 1.0' in text
    assert 'fixcite_claims_total{fate="dropped"} 1.0' in text
    assert 'fixcite_checks_total{check="quoted",passed="true"} 1.0' in text
    assert "fixcite_asks_running 0.0" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("error", "name"), [(QuestionRejected(), "QuestionRejected"), (KeyError(SECRET), "fault")]
)
def test_a_failed_ask_is_counted_and_fails_all_the_same(error: Exception, name: str) -> None:
    meters = Meters()

    def failing(request: AskRequest, progress: object) -> Reply:
        raise error

    with pytest.raises(type(error)):
        MeasuredAsk(failing, meters)(AskRequest(SECRET), nothing)
    assert f'fixcite_ask_errors_total{{error="{name}"}} 1.0' in meters.text().decode()
    assert "fixcite_asks_running 0.0" in meters.text().decode()


def test_two_applications_count_apart() -> None:
    one, other = Meters(), Meters()
    one.refused.inc()
    assert "fixcite_asks_refused_busy_total 0.0" in other.text().decode()


def test_no_line_holds_what_was_asked_or_answered(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(logging.INFO)
    MeasuredAsk(lambda request, progress: REPLY, Meters())(AskRequest(SECRET), nothing)

    def failing(request: AskRequest, progress: object) -> Reply:
        raise ZeroDivisionError(str(len(request.question)))

    try:
        MeasuredAsk(failing, Meters())(AskRequest(SECRET), nothing)
    except ZeroDivisionError:
        structlog.get_logger("fixcite.http").exception("fault")
    told = capsys.readouterr().err
    assert '"event": "ask"' in told and "ZeroDivisionError" in told
    assert "secret" not in told and "门牌" not in told
