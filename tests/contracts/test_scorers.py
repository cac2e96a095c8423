"""Every scorer, found by its file: the same measures whatever came back, values in 0..1, nothing raised."""

import math
from pathlib import Path

import pytest

from evaluation.case import Case, GoldPlace
from evaluation.scorer import Result, Scorer, ScorerSettings
from kb_sources.plugins import load, names

TRUTH = Path(__file__).parents[2] / "kb_sources" / "samples" / "truth.json"
MANUAL = "norvik-n7-repair-en.pdf"
GOLD = GoldPlace(MANUAL, (7,))
CITATION = {
    "n": 1,
    "manual": {"source_name": MANUAL},
    "places": [{"page": 7, "boxes": [[0.1, 0.1, 0.9, 0.2]]}],
    "quote": "Press the display connector J4 home with a plastic tool and restart.",
}
CASES = [
    Case("a", "en", "Black screen?", "N7", "answer", (GOLD,), (("J4",),), ("J3",), "troubleshooting"),
    Case("b", "zh", "保修多久？", None, "refuse", (), (), ("两年",), "unanswerable"),
    Case("c", "en", "", None, "clarify", (), (), (), ""),
    Case("d", "en", "?", None, "answer", (GoldPlace("unknown.pdf", ()),), (), (), ""),
]
RESULTS = [
    Result(
        "answered",
        {
            "id": "ans",
            "action": "answer",
            "mode": "extractive",
            "text": CITATION["quote"],
            "claims": [{"text": CITATION["quote"], "citations": [1]}],
            "warnings": [],
            "citations": [CITATION],
        },
        {"hits": [{"source_name": MANUAL, "pages": [7]}]},
        0.1,
    ),
    Result("bare", {"id": "ans", "action": "answer", "mode": "generated", "text": ""}, {"hits": []}, 0.1),
    Result("refused", {"id": "ans", "action": "refuse", "mode": "extractive", "text": "没有。"}, {}, 0.1),
    Result("failed", {}, {}, 0.1, "Busy: later"),
]


@pytest.mark.parametrize("truth", [None, TRUTH], ids=["without truth", "with truth"])
@pytest.mark.parametrize("name", names("evaluation.scorers"))
def test_a_scorer_judges_anything_or_says_it_cannot(name: str, truth: Path | None) -> None:
    scorer: Scorer = load("evaluation.scorers", name).build(ScorerSettings(truth))
    measures = set(scorer.score(CASES[0], RESULTS[0]))
    assert measures
    for case in CASES:
        for result in RESULTS:
            scores = scorer.score(case, result)
            assert set(scores) == measures
            for score in scores.values():
                assert score.value is None or (math.isfinite(score.value) and 0 <= score.value <= 1)


def test_no_two_scorers_share_a_measure() -> None:
    measures = [
        measure
        for name in names("evaluation.scorers")
        for measure in load("evaluation.scorers", name).build(ScorerSettings()).score(CASES[0], RESULTS[0])
    ]
    assert len(measures) == len(set(measures))
