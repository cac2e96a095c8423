"""What replies cost, worked out by hand."""

import pytest

from evaluation.cost import Prices, cost_of
from evaluation.scorer import Result


def result(name: str, seconds: float, usage: dict[str, int | None] | None = None) -> Result:
    return Result(name, {"action": "answer"}, {"usage": usage} if usage else {}, seconds)


def test_time_and_tokens_at_their_prices() -> None:
    results = [result("a", 2.0, {"prompt": 4000, "completion": 200}), result("b", 1.0)]
    told = cost_of(results, Prices(hour=3.6, prompt=0.5, completion=1.5, currency="EUR"))
    # 1.5 s of 3.6 an hour, and half of the replies 4,000 tokens in and 200 out
    assert told.per_reply == pytest.approx(0.0015 + 0.5 * (4000 * 0.5 + 200 * 1.5) / 1e6)
    assert (told.replies, told.seconds, told.prompt_tokens, told.completion_tokens) == (2, 1.5, 4000, 200)
    assert told.currency == "EUR"


def test_tokens_that_were_not_counted_leave_the_cost_unknown() -> None:
    results = [result("a", 2.0, {"calls": 1, "prompt": None, "completion": 20}), result("b", 2.0)]
    assert cost_of(results, Prices(hour=3.6, prompt=0.5)).per_reply is None
    assert cost_of(results, Prices(hour=3.6)).per_reply == pytest.approx(0.002)


def test_without_a_price_there_is_no_cost_and_without_a_model_no_tokens() -> None:
    told = cost_of([result("a", 2.0)])
    assert (told.per_reply, told.prompt_tokens, told.completion_tokens) == (None, None, None)
    assert cost_of([], Prices(hour=1)).per_reply == 0
