"""Every call of a model is counted for the one who is answered, and for nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from vlm.metering import Meter, Metered, metering
from vlm.model import Completion, Deadline, Prompt, Sampling, Usage
from vlm.models.scripted import Scripted

PROMPT, SAMPLING = Prompt(()), Sampling()


def model(*usages: Usage) -> Metered:
    return Metered(Scripted([Completion("yes", "stop", usage) for usage in usages]))


def ask(one: Metered) -> None:
    one.complete(PROMPT, SAMPLING, Deadline.after(5))


def test_calls_and_streams_are_added_up() -> None:
    one = model(Usage(1000, 20), Usage(1500, 30))
    with metering() as meter:
        ask(one)
        *_, last = one.stream(PROMPT, SAMPLING, Deadline.after(5))
    assert isinstance(last, Completion)
    assert meter == Meter(2, 2500, 50)
    ask(one)
    assert meter.calls == 2, "it counts no longer"


def test_what_a_server_does_not_tell_is_not_guessed() -> None:
    one = model(Usage(1000, 20), Usage(None, 30), Usage(10, 1))
    with metering() as meter:
        for _ in range(3):
            ask(one)
    assert meter == Meter(3, None, 51)


def test_each_asker_has_a_meter_of_its_own() -> None:
    one = model(Usage(100, 1))

    def answer(calls: int) -> Meter:
        with metering() as meter:
            for _ in range(calls):
                ask(one)
        return meter

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(answer, range(20)))
    assert [m.calls for m in told] == list(range(20))
    assert [m.prompt for m in told] == [100 * n for n in range(20)]
