"""Measures whose values were worked out by hand."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from evaluation.case import Case, GoldPlace
from evaluation.scorer import Result, ScorerSettings
from kb_sources.plugins import load

MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
BOX = (0.1, 0.2, 0.5, 0.3)


def values(scorer: str, case: Case, result: Result, truth: Path | None = None) -> Mapping[str, float | None]:
    scores = load("evaluation.scorers", scorer).build(ScorerSettings(truth)).score(case, result)
    return {name: score.value for name, score in scores.items()}


# --- answering --------------------------------------------------------------------------------------------


def test_half_of_the_gold_strings(make_case: MakeCase, make_result: MakeResult) -> None:
    case = make_case(must=(("0.25 N·m", "25 N·cm"), ("M1.4",)))
    told = values("answering", case, make_result())
    right = {"action": 1, "no forbidden": 1, "must": 0.5, "complete": 0, "not answered": None}
    assert told == right | {"correct": 0}


def test_a_forbidden_value_counts_in_a_refusal_too(make_case: MakeCase, make_result: MakeResult) -> None:
    case = make_case(action="refuse", places=(), must=())
    told = values("answering", case, make_result(action="refuse", text="Only 0.35 N·m is known."))
    assert told == {
        "correct": 0, "action": 1, "no forbidden": 0, "must": None, "complete": None, "not answered": 1
    }  # fmt: skip


def test_refusing_what_could_be_answered_says_nothing_that_must_be_said(
    make_case: MakeCase, make_result: MakeResult
) -> None:
    told = values("answering", make_case(), make_result(action="refuse", text="0.25 N·m"))
    assert (told["action"], told["must"], told["complete"]) == (0, 0, 0)


# --- retrieval --------------------------------------------------------------------------------------------


def test_gold_in_third_place(make_case: MakeCase, make_result: MakeResult) -> None:
    found = [("n7.pdf", 1), ("n7.pdf", 2), ("n7.pdf", 5), ("n7.pdf", 9)]
    told = values("retrieval", make_case(), make_result(found=found))
    assert (told["hit@1"], told["hit@3"], told["hit@5"]) == (0, 1, 1)
    assert told["rr"] == pytest.approx(1 / 3)
    assert told["ndcg@10"] == pytest.approx(0.5)  # 1 / log2(3 + 1)


def test_either_of_two_gold_pages_is_a_hit(make_case: MakeCase, make_result: MakeResult) -> None:
    case = make_case(places=(GoldPlace("n7.pdf", (5,)), GoldPlace("n7-zh.pdf", (6,))))
    told = values("retrieval", case, make_result(found=[("n7-zh.pdf", 6)]))
    assert (told["hit@1"], told["rr"]) == (1, 1)


def test_a_whole_manual_is_one_document(make_case: MakeCase, make_result: MakeResult) -> None:
    case = make_case(places=(GoldPlace("n7.pdf", ()),))
    told = values("retrieval", case, make_result(found=[("x.pdf", 1), ("n7.pdf", 8), ("n7.pdf", 9)]))
    assert (told["hit@1"], told["rr"]) == (0, 0.5)
    assert told["ndcg@10"] == pytest.approx(0.63093, abs=1e-5)  # 1 / log2(2 + 1), counted once


def test_nothing_found_is_zero_but_no_trail_is_unjudged(make_case: MakeCase, make_result: MakeResult) -> None:
    assert values("retrieval", make_case(), make_result(found=[]))["hit@5"] == 0
    assert values("retrieval", make_case(), Result("c1", {}, {}, 0.1))["hit@5"] is None
    assert values("retrieval", make_case(action="refuse"), make_result())["hit@5"] is None


# --- citations --------------------------------------------------------------------------------------------


def test_one_of_three_citations_on_gold(make_case: MakeCase, make_result: MakeResult) -> None:
    cites = [("n7.pdf", 5, "0.25 N·m", BOX), ("n7.pdf", 6, "Close it.", BOX), ("pro.pdf", 5, "Open it.", BOX)]
    told = values("citations", make_case(), make_result(cites=cites, warnings=["Mind the glass."]))
    assert told["cited page"] == 1
    assert told["citation precision"] == pytest.approx(1 / 3)
    assert told["citation recall"] == pytest.approx(1 / 3)
    assert told["grounded"] == 1


def test_a_claim_beyond_its_quote_is_not_grounded(make_case: MakeCase, make_result: MakeResult) -> None:
    result = make_result(warnings=["Mind the glass."])
    result.answer["claims"][0]["text"] = "Tighten to 0.25 N·m by hand."
    assert values("citations", make_case(), result)["grounded"] == 0.5  # the warning is, the claim is not


def test_reworded_claims_are_left_to_a_judge(make_case: MakeCase, make_result: MakeResult) -> None:
    result = make_result()
    generated = Result(result.case, {**result.answer, "mode": "generated"}, result.trail, 0.1)
    assert values("citations", make_case(), generated)["grounded"] == 1  # a model that quotes
    result.answer["claims"][0]["text"] = "A quarter newton metre."
    assert values("citations", make_case(), generated)["grounded"] is None


# --- figures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "share"),
    [
        ("Tighten the M1.4 screw to 0.25 N·m.", 1),
        ("Tighten the M1.4 screw to 0.35 N·m.", 0.5),
        ("Tighten to 0.25 mm.", 0),
        ("Tighten to 25 N·cm.", 0),  # equal, but not what the manual prints
        ("Use NV-7040-E.", 1),
        ("Use NV-7040-B.", 0),
        ("Tighten it.", None),
    ],
)
def test_figures_must_stand_in_the_quote(
    claim: str, share: float | None, make_case: MakeCase, make_result: MakeResult
) -> None:
    result = make_result(cites=[("n7.pdf", 5, "Tighten M1.4 to 0.25 N·m (NV-7040-E).", BOX)])
    result.answer["claims"][0]["text"] = claim
    assert values("figures", make_case(), result)["figures"] == share


# --- with a record of what stands where -------------------------------------------------------------------


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    def line(text: str, box: tuple[float, ...], kind: str = "body") -> dict[str, object]:
        return {"text": text, "kind": kind, "box": box}

    lines = [
        line("0.25 N·m on every page", (0.0, 0.0, 1.0, 0.05), "header"),
        line("Tighten the screws to", (0.1, 0.20, 0.5, 0.22)),
        line("0.25 N·m.", (0.1, 0.22, 0.3, 0.24)),
        line("Open the door", (0.1, 0.40, 0.5, 0.42)),
        line("lock by hand.", (0.1, 0.42, 0.5, 0.44)),
    ]
    steps = [
        {"page": 5, "text": "Tighten the screws to 0.25 N·m.", "warnings": ["w1"]},
        {"page": 5, "text": "Open the door lock by hand.", "warnings": ["w1", "w2"]},
        {"page": 5, "text": "Switch it on again.", "warnings": []},
    ]
    warnings = [{"id": "w1", "text": "Pull the mains plug first."}, {"id": "w2", "text": "Wear gloves here."}]
    manual = {"pages": [{"page": 5, "lines": lines}], "procedures": [{"steps": steps}], "warnings": warnings}
    path = tmp_path / "truth.json"
    path.write_text(json.dumps({"manuals": {"n7.pdf": manual}}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("box", "share"),
    [
        ((0.1, 0.22, 0.3, 0.24), 1),  # the very line
        ((0.1, 0.22, 0.19, 0.24), 0),  # less than half of it
        ((0.1, 0.20, 0.5, 0.22), 0),  # the line above
        ((0.0, 0.0, 1.0, 0.05), 0),  # the running header holds the words, but is no place to cite
        ((0.0, 0.0, 1.0, 1.0), 0),  # the page as a whole points at nothing
    ],
)
def test_a_region_is_the_line_of_the_gold_words(
    box: tuple[float, ...], share: float, truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    result = make_result(cites=[("n7.pdf", 5, "0.25 N·m", box)])
    assert values("region", make_case(), result, truth)["region"] == share


def test_gold_words_over_two_lines_need_both(
    truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    case = make_case(must=(("door lock",), ("never printed",)))
    whole = make_result(cites=[("n7.pdf", 5, "Open the door lock", (0.1, 0.40, 0.5, 0.44))])
    assert values("region", case, whole, truth)["region"] == 1  # the other group stands nowhere: not judged
    third = make_result(cites=[("n7.pdf", 5, "Open the door lock", (0.1, 0.40, 0.3, 0.42))])
    assert values("region", case, third, truth)["region"] == 0


def test_words_that_were_not_quoted_have_no_region(
    truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    unquoted = make_result(cites=[("n7.pdf", 5, "Tighten the screws.", BOX)])
    assert values("region", make_case(), unquoted, truth)["region"] is None
    elsewhere = make_result(cites=[("n7.pdf", 6, "0.25 N·m", BOX)])
    assert values("region", make_case(), elsewhere, truth)["region"] is None


def test_region_is_unjudged_without_record(make_case: MakeCase, make_result: MakeResult) -> None:
    assert values("region", make_case(), make_result())["region"] is None


def test_warnings_of_the_cited_steps_and_of_no_other(
    truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    def recall(quote: str, *warnings: str) -> float | None:
        result = make_result(cites=[("n7.pdf", 5, quote, BOX)], warnings=list(warnings))
        return values("warnings", make_case(), result, truth)["warnings"]

    plug, gloves = "Pull the mains plug first.", "Wear gloves here."
    assert recall("Open the door lock by hand.", plug, gloves) == 1
    assert recall("Open the door lock by hand.", gloves) == 0.5
    assert recall("Open the door lock by hand.") == 0
    assert recall("2. Open the d0or lock by hand.", plug, "Wear gIoves here.") == 1  # as OCR reads it
    assert recall("Switch it on again.") is None
    assert recall("Something else entirely.") is None


# --- printed where it is said to be -----------------------------------------------------------------------


def test_what_is_lit_beside_the_lines_that_print_the_quote(
    truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    def iou(quote: str, box: tuple[float, ...]) -> float | None:
        return values("region", make_case(), make_result(cites=[("n7.pdf", 5, quote, box)]), truth)["box iou"]

    assert iou("Tighten the screws to 0.25 N·m.", (0.1, 0.20, 0.5, 0.24)) == pytest.approx(1)
    assert iou("Tighten the screws to 0.25 N·m.", (0.1, 0.20, 0.5, 0.22)) == pytest.approx(0.5)
    assert iou("Open the door lock by hand.", (0.1, 0.20, 0.5, 0.24)) == 0  # a right quote, the wrong place
    assert iou("Printed nowhere at all.", (0.1, 0.20, 0.5, 0.24)) is None


@pytest.mark.parametrize(
    ("page", "quote", "fabricated", "misattributed"),
    [
        (5, "Tighten the screws to 0.25 N·m.", 1, 1),
        (5, "Tighlen the scrcws to 0.25 N·m.", 1, 1),  # as OCR reads letters
        (5, "Tighten the screws to 0.35 N·m.", 0, 1),  # … but a number that is not there is made up
        (5, "Lubricate the hinges every month.", 0, 1),
        (6, "Tighten the screws to 0.25 N·m.", 1, 0),
    ],
)
def test_made_up_and_misattributed_are_told_apart(
    page: int,
    quote: str,
    fabricated: float,
    misattributed: float,
    truth: Path,
    make_case: MakeCase,
    make_result: MakeResult,
) -> None:
    told = values("attribution", make_case(), make_result(cites=[("n7.pdf", page, quote, BOX)]), truth)
    assert told == {"not fabricated": fabricated, "not misattributed": misattributed}


def test_warnings_count_and_manuals_without_record_do_not(
    truth: Path, make_case: MakeCase, make_result: MakeResult
) -> None:
    made_up = make_result(
        cites=[("n7.pdf", 5, "Open the door lock by hand.", BOX)], warnings=["Mind the bears."]
    )
    assert values("attribution", make_case(), made_up, truth)["not fabricated"] == 0.5
    assert values("attribution", make_case(), made_up)["not fabricated"] is None


# --- ALCE -------------------------------------------------------------------------------------------------


def test_recall_and_precision_of_citations_by_a_judge(make_case: MakeCase, make_result: MakeResult) -> None:
    """A judge that finds a claim carried when its words stand in the quotes taken together."""

    def by_words(claim: str, quotes: Sequence[str]) -> bool:
        return set(claim.split()) <= set(" ".join(quotes).split())

    def score(*claims: tuple[str, list[int]]) -> tuple[float | None, float | None]:
        cites = [("n7.pdf", 5, quote, BOX) for quote in ("pull plug", "wait", "open door")]
        result = make_result(cites=cites)
        result.answer["claims"][:] = [{"text": text, "citations": numbers} for text, numbers in claims]
        scorer = load("evaluation.scorers", "support").build(ScorerSettings(supports=by_words))
        told = scorer.score(make_case(), result)
        return told["alce recall"].value, told["alce precision"].value

    assert score(("pull plug", [1])) == (1, 1)
    assert score(("pull plug wait", [1, 2])) == (1, 1)  # neither alone, both together
    assert score(("pull plug", [1, 3])) == (1, 0.5)  # the third is not needed
    assert score(("pull plug wait", [1])) == (0, 0)
    assert score(("pull plug", [1]), ("wait", [])) == (0.5, 1)
    assert score() == (None, None)


def test_without_a_judge_a_reworded_claim_is_not_judged(make_case: MakeCase, make_result: MakeResult) -> None:
    result = make_result()
    assert values("support", make_case(), result) == {"alce recall": 1, "alce precision": 1}
    result.answer["claims"][0]["text"] = "A quarter newton metre."
    assert values("support", make_case(), result) == {"alce recall": None, "alce precision": None}
