"""Gold questions on the sample manuals, asked of the deployed service: what must never happen, and floors.

The floors lie below what was measured when they were set, by more than the interval of that measurement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api.turn import AskRequest
from api.wire import answer_json
from evaluation.bootstrap import estimate
from evaluation.dataset import DatasetSettings
from evaluation.datasets import samples
from evaluation.judging import Judged, judge, load_scorers
from evaluation.regression import baseline_of, regress, to_markdown
from evaluation.run import ask_all
from evaluation.scorer import ScorerSettings
from evaluation.summary import read_scores, summarise, to_json
from evaluation.wiring import Stand, add_manuals, open_stand
from ingest.wiring import can_ocr
from kb_sources.settings import Settings

RUN = {"source": "samples", "cases": 0, "when": "", "asked": "", "photos": "", "modes": ""}
DATASET = samples.build(DatasetSettings(Path()))
FLOORS = {"hit@5": 0.74, "action": 0.52}
pytestmark = pytest.mark.skipif(not can_ocr(), reason="a sample manual is scanned: the extra `ocr` is needed")


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The service over freshly read samples."""
    with open_stand(Settings(data=tmp_path_factory.mktemp("samples"))) as stand:
        assert stand.service is not None
        add_manuals(stand.service, DATASET)
        yield stand


@pytest.fixture(scope="module")
def judged(stand: Stand) -> list[Judged]:
    """Every case, asked once."""
    cases = DATASET.cases()
    return judge(cases, ask_all(cases, stand.door), load_scorers(ScorerSettings(DATASET.truth)))


def wrong(judged: Sequence[Judged], measure: str) -> list[str]:
    """The cases that fall short in a measure, with why."""
    short = [j for j in judged if (value := j.value(measure)) is not None and value < 1]
    return [f"{j.case.id} {j.case.question}: {j.scores[measure].explanation}" for j in short]


@pytest.mark.parametrize("measure", ["no forbidden", "not answered", "grounded", "figures", "warnings"])
def test_this_never_happens(judged: list[Judged], measure: str) -> None:
    assert wrong(judged, measure) == []


def test_every_case_can_be_asked(judged: list[Judged]) -> None:
    assert [j.result.error for j in judged if j.result.error] == []


@pytest.mark.parametrize("measure", FLOORS)
def test_floors(judged: list[Judged], measure: str) -> None:
    told = estimate([j.value(measure) for j in judged])
    assert told.mean is not None
    assert told.mean >= FLOORS[measure], f"{measure} {told}"


def test_no_worse_than_the_baseline(judged: list[Judged]) -> None:
    """`kb-eval gate samples` in the tests; a wanted change is written down with `--refresh`."""
    found = regress(read_scores(baseline_of("samples")), to_json(summarise(RUN, judged)))
    assert not found.found, to_markdown(found)


@pytest.mark.parametrize(
    ("question", "warning", "never"),
    [
        (
            "My phone fell into water and does not start",
            "Never connect a wet phone",
            "Connect the original charger",
        ),
        ("手机掉水里了打不开，怎么办？", "严禁将进水的手机接上充电器", "连接原装充电器"),
        ("电池鼓包了打不开机", "不要充电", "连接原装充电器"),
    ],
)
def test_a_danger_comes_before_what_else_does_not_work(
    stand: Stand, question: str, warning: str, never: str
) -> None:
    assert stand.service is not None
    text = answer_json(stand.service.ask(AskRequest(question, product="N7")))["text"]
    assert warning in text
    assert never not in text
