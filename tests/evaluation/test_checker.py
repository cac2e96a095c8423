"""What a judge is worth against people: known scores give known measures."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evaluation.checker import (
    area,
    correlation,
    cosine,
    measure,
    misread,
    ranked,
    reliability,
    share_of,
    support_of,
    timed,
    weakest_sentence,
    word_overlap,
)
from evaluation.cli import app
from evaluation.commands.checker import own_set
from evaluation.datasets.own_claims import FILES, read_claims
from evaluation.judged import JudgedText
from vlm.judge import Judgement, JudgeSettings, Statement, build_judge
from vlm.model import Deadline

EVIDENCE = ("Tighten the four screws clockwise. Do not use thread lock.",)


def text(name: str, body: str, gold: float, kind: str = "") -> JudgedText:
    return JudgedText(name, name, "en", body, EVIDENCE, gold, kind=kind)


RIGHT = text("r", "Tighten the four screws.", 1.0, "a")
WRONG = text("w", "Soak the mirror in alcohol.", 0.0, "a")
HALF = text("h", "Tighten the four screws. Soak the mirror in alcohol.", 0.0, "b")


class Counting:
    """Supports what has an even number of letters, and remembers what it was asked."""

    passes_from = passes_from_ocr = 0.5

    def __init__(self) -> None:
        self.asked: list[Statement] = []

    def judge(self, statements: list[Statement], deadline: Deadline) -> list[Judgement]:
        self.asked += statements
        return [Judgement(float("screws" in statement.text)) for statement in statements]


def test_area_counts_pairs_in_order_and_ties_half() -> None:
    assert area([0.9, 0.4, 0.5, 0.1], [1, 1, 0, 0]) == pytest.approx(0.75)
    assert area([0.5, 0.5], [1, 0]) == pytest.approx(0.5)


def test_ranks_share_their_mean() -> None:
    assert ranked(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]
    assert correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 100.0, 1000.0])) == pytest.approx(1.0)
    assert correlation(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1.0)


def test_measures_at_the_threshold() -> None:
    told = measure([0.9, 0.3, 0.4], [RIGHT, WRONG, HALF], 0.35, rated=False)
    assert told.areas == {"all": 1.0, "a": 1.0}, "kind b has no right text: it cannot tell"
    assert told.balanced == pytest.approx(0.75)  # one of two wrong ones blocked, the right one not
    assert told.f1 == pytest.approx(2 / 3)
    assert told.error == pytest.approx((0.1 + 0.3 + 0.4) / 3)


def test_ratings_are_compared_by_rank_alone() -> None:
    texts = [text("a", "x", 1.3), text("b", "x", 3.7), text("c", "x", 2.0)]
    told = measure([0.1, 0.9, 0.2], texts, 0.5, rated=True)
    assert told.spearman == pytest.approx(1.0)
    assert told.areas == {}


def test_bins_hold_every_text_once() -> None:
    bins = reliability(np.array([0.0, 0.05, 0.55, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert [b.n for b in bins] == [2, 1, 1]
    assert (bins[0].said, bins[0].found) == (pytest.approx(0.025), 0.5)


def test_a_text_is_one_statement_and_a_rated_one_its_sentences() -> None:
    judge = Counting()
    assert support_of(judge, [HALF]) == [1.0]
    assert [s.text for s in judge.asked] == [HALF.text]
    assert share_of(judge, [HALF]) == [0.5]


def test_baselines_know_what_stands_there() -> None:
    assert word_overlap([RIGHT, WRONG]) == pytest.approx([1.0, 0.0])
    assert weakest_sentence([HALF]) == pytest.approx([0.0])
    assert 0 < word_overlap([HALF])[0] < 1


def test_cosine_is_the_weakest_sentences_nearest() -> None:
    def embed(texts: list[str]) -> list[list[float]]:
        return [[1.0, 0.0] if "screws" in t else [0.0, 1.0] for t in texts]

    assert cosine([RIGHT, HALF], embed) == [1.0, 1.0]  # type: ignore[arg-type]
    alone = JudgedText("s", "s", "en", WRONG.text, ("Tighten the screws.",), 0.0)
    assert cosine([alone], embed) == [0.0]  # type: ignore[arg-type]


def test_some_letters_are_misread_the_same_ones_each_time() -> None:
    text = JudgedText("m", "m", "zh", "x", ("拧紧 4 颗螺钉，25 N·m。" * 20, "Tighten all"), 1.0)
    (once,), (again,), (never,) = misread([text], 0.2), misread([text], 0.2), misread([text], 0.0)
    assert once == again != text
    assert never == text
    pairs = list(zip(once.evidence[0], text.evidence[0], strict=True))
    changed = [old for new, old in pairs if new != old]
    assert 0.05 < len(changed) / sum(c.isalpha() for c in text.evidence[0]) < 0.35
    assert all(old.isalpha() for old in changed), "digits and punctuation stay"


def test_time_is_told_for_a_sentence() -> None:
    told, milliseconds = timed(lambda: support_of(Counting(), [HALF]), [HALF])
    assert told == [1.0]
    assert milliseconds >= 0


def test_the_shipped_judge_orders_them() -> None:
    right, half, wrong = support_of(build_judge("local", JudgeSettings()), [RIGHT, HALF, WRONG])
    assert right > half > 0
    assert right > wrong


def test_a_file_of_ones_own_claims_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    row = {"id": "c", "lang": "en", "manual": "m", "quotes": EVIDENCE, "right": [RIGHT.text], "wrong": []}
    assert CliRunner().invoke(app, ["checker", str(file)]).exit_code != 0, "there is no such file"
    file.write_text(json.dumps(row), "utf-8")
    done = CliRunner().invoke(app, ["checker", str(file), "--judge", "none"])
    assert done.exit_code != 0, "right ones alone measure nothing"
    file.write_text(json.dumps({**row, "wrong": [{"text": WRONG.text}]}), "utf-8")
    done = CliRunner().invoke(app, ["checker", str(file), "--judge", "local", "--json"])
    assert json.loads(done.stdout)["measures"]["local"]["areas"]["all"] == 1.0


def test_misread_evidence_is_judged_by_the_threshold_for_ocr(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    asked = ["checker", "own_claims", "--judge", "none", "--limit", "40", "--misread", "0.1", "--json"]
    done = CliRunner().invoke(app, [*asked, "--diagram", str(tmp_path / "r.svg")])
    assert done.exit_code == 0, done.output
    assert "<svg" in (tmp_path / "r.svg").read_text("utf-8")
    misread_words = json.loads(done.stdout)["measures"]["word overlap"]["areas"]["all"]
    plain = CliRunner().invoke(app, ["checker", "own_claims", "--judge", "none", "--limit", "40", "--json"])
    assert misread_words != json.loads(plain.stdout)["measures"]["word overlap"]["areas"]["all"]


def test_the_command_prints_judges_beside_baselines() -> None:
    done = CliRunner().invoke(app, ["checker", "own_claims", "--judge", "none", "--limit", "40", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert set(told["measures"]) == {"word overlap", "weakest sentence", "none"}
    assert told["measures"]["none"]["balanced"] == 0.5, "who blocks everything is right half the time"
    table = CliRunner().invoke(app, ["checker", "own_claims", "--judge", "none", "--limit", "40"])
    assert "| word overlap |" in table.stdout


def test_two_judges_are_held_against_ratings_and_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "Tighten the screws clockwise.": (4, "supported"),
        "Tighten the four screws.": (3, "supported"),
        "Use thread lock on the pump.": (2, "not there"),
        "The battery lasts a week.": (1, "contradicted"),
    }
    told = {
        "documents": [{"document_id": "d", "text": EVIDENCE[0]}],
        "tasks": [{"task_id": "c<::>1", "contexts": [{"document_id": "d"}], "input": [{"text": "How?"}]}],
        "evaluations": [
            {
                "task_id": "c<::>1",
                "model_id": f"m{n}",
                "model_response": text,
                "annotations": {"faithfulness": {"r": {"value": str(rating)}}},
            }
            for n, (text, (rating, _)) in enumerate(said.items())
        ],
    }
    folder = tmp_path / "sets" / "mtrag-human" / "dev"
    folder.mkdir(parents=True)
    (folder / "human_evaluations.json").write_text(json.dumps(told), "utf-8")
    script = [json.dumps({"id": 1, "verdict": verdict, "sure": 0.9}) for _, verdict in said.values()]
    (tmp_path / "script.json").write_text(json.dumps(script), "utf-8")
    monkeypatch.setenv("KB_VLM_MODEL", "scripted")
    monkeypatch.setenv("KB_VLM_URL", str(tmp_path / "script.json"))
    command = [
        "checker",
        "mtrag_human",
        "--judge",
        "local",
        "--judge",
        "json_judge",
        "--data",
        str(folder.parents[1]),
    ]
    done = CliRunner().invoke(app, [*command, "--json"])
    assert done.exit_code == 0, done.output
    read = json.loads(done.stdout)
    assert read["measures"]["json_judge"]["spearman"] > 0.8
    assert read["agreement"]["local ~ json_judge"] > 0.5
    assert "Agreement of judges (Spearman) local ~ json_judge:" in CliRunner().invoke(app, command).stdout


def test_what_cannot_be_told_is_none_and_no_nan(tmp_path: Path) -> None:
    alone = measure([0.9, 0.2], [RIGHT, RIGHT], 0.5, rated=False)
    assert (alone.areas, alone.balanced) == ({"all": None}, None)
    assert measure([0.5, 0.5], [RIGHT, WRONG], 0.5, rated=True).spearman is None
    file = tmp_path / "mine.jsonl"
    row = {"id": "c", "lang": "en", "manual": "m", "quotes": EVIDENCE, "right": [RIGHT.text] * 2}
    file.write_text(json.dumps({**row, "wrong": [{"text": WRONG.text}]}), "utf-8")
    both = ["checker", str(file), "--judge", "none", "--judge", "local"]
    told = CliRunner().invoke(app, [*both, "--json"])
    assert json.loads(told.stdout)["agreement"] == {"none ~ local": None}
    assert "none ~ local: –" in CliRunner().invoke(app, both).stdout
    few = CliRunner().invoke(app, [*both, "--limit", "2"])
    assert "The first 2 texts need right claims and wrong ones" in str(few.exception)


def test_claims_that_were_fitted_on_are_known_in_any_file() -> None:
    fitted = read_claims(FILES[1])[0]
    told = own_set([replace(fitted, id="x", source="mine.pdf"), replace(RIGHT, source="mine.pdf")])
    assert told.fitted
    assert [text.source for text in told.texts] == [fitted.source, "mine.pdf"]
    assert not own_set([RIGHT, WRONG]).fitted


def test_loading_a_judge_is_no_part_of_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.jsonl"
    row = {"id": "c", "lang": "en", "manual": "m", "quotes": EVIDENCE, "right": [RIGHT.text]}
    file.write_text(json.dumps({**row, "wrong": [{"text": WRONG.text}]}), "utf-8")
    judge = Counting()
    monkeypatch.setattr("evaluation.commands.checker._judge", lambda name: judge)
    assert CliRunner().invoke(app, ["checker", str(file), "--judge", "local"]).exit_code == 0
    assert len(judge.asked) == 3
