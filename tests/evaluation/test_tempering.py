"""A temperature is fitted on some sources and told by others; the command writes what the service reads."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.cli import app
from evaluation.tempering import FEWEST, Labelled, ask_each, fit, labelled, read_labelled
from kb_sources.errors import AnswerUnusable, InputRejected
from tests.vlm.model_server import model_server
from vlm.calibration import Answer, read_calibration, tempered
from vlm.judge import Judgement, Statement
from vlm.model import Deadline

OPTIONS = ("supported", "contradicted", "not there")


def _drawn(heat: float, count: int) -> tuple[list[Labelled], list[Answer]]:
    """Of someone who is `heat` times too sure: the truth is drawn from the honest probabilities."""
    chance = random.Random(4)
    claims, answers = [], []
    for n in range(count):
        weights = [chance.expovariate(1) for _ in OPTIONS]
        honest = {name: w / sum(weights) for name, w in zip(OPTIONS, weights, strict=True)}
        truth = frozenset(chance.choices(OPTIONS, list(honest.values())))
        claims.append(Labelled(Statement(f"claim {n}", ("words",)), truth, f"manual {n % 7}"))
        answers.append((tempered(honest, 1 / heat), truth))
    return claims, answers


def test_who_is_too_sure_is_told_less_sure_on_claims_held_out() -> None:
    claims, answers = _drawn(3.0, 700)
    found = fit(answers, claims)
    assert found.temperature == pytest.approx(3.0, rel=0.25)
    assert found.loss < found.loss_before - 0.1
    assert found.error < 0.5 * found.error_before
    assert sum(b.n for b in found.bins) == 700


def test_who_is_honest_gains_nothing() -> None:
    claims, answers = _drawn(1.0, 700)
    found = fit(answers, claims)
    assert found.loss == pytest.approx(found.loss_before, abs=0.01)


def test_too_few_of_one_source_or_of_one_kind_are_refused() -> None:
    claims, answers = _drawn(1.0, FEWEST)
    with pytest.raises(InputRejected, match="too few"):
        fit(answers[:-1], claims[:-1])
    with pytest.raises(InputRejected, match="of 1 sources"):
        fit(answers, [Labelled(c.statement, c.truth, "one") for c in claims])
    with pytest.raises(InputRejected, match="0 of them right"):
        fit(answers, [Labelled(c.statement, frozenset({"not there"}), c.source) for c in claims])


def test_lines_are_read_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    rows: list[dict[str, object]] = [
        {
            "claim": "断电。",
            "evidence": "断开电源。",
            "label": True,
            "question": "怎么办？",
            "source": "a.pdf",
        },
        {"claim": "Pull.", "evidence": ["Push.", "Then wait."], "label": "contradicted"},
    ]
    file.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n", "utf-8")
    first, second = read_labelled(file)
    assert first == Labelled(
        Statement("断电。", ("断开电源。",), "怎么办？"), frozenset({"supported"}), "a.pdf"
    )
    assert (second.truth, second.source) == (frozenset({"contradicted"}), "Push.")
    for bad in ('{"claim": "x", "evidence": "y"}', '{"claim": "x", "evidence": 3, "label": true}', "[", "7",
                '{"claim": "x", "evidence": "y", "label": "perhaps"}'):  # fmt: skip
        file.write_text("\n" + bad, "utf-8")
        with pytest.raises(InputRejected, match=r"claims.jsonl:2 is no labelled claim"):
            read_labelled(file)
    with pytest.raises(InputRejected, match="cannot be read"):
        read_labelled(tmp_path / "none.jsonl")


class _Mute:
    passes_from = passes_from_ocr = 0.5
    crosses = True

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        if "mute" in statements[0].text:
            raise AnswerUnusable("no verdict")
        return [Judgement(0.7, 0.2)]


def test_no_verdict_costs_the_claim_and_not_the_run() -> None:
    claims = [Labelled(Statement(t, ("e",)), frozenset({"supported"}), "s") for t in ("mute", "said")]
    none, said = ask_each(_Mute(), claims)
    assert none is None and said is not None
    assert said[0] == pytest.approx({"supported": 0.7, "contradicted": 0.2, "not there": 0.1})


def test_judged_texts_are_claims() -> None:
    from evaluation.judged import JudgedText

    (one,) = labelled([JudgedText("1", "m", "en", "t", ("e",), 0.0)])
    assert one.truth == frozenset({"contradicted", "not there"})


def test_the_command_writes_what_the_service_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stub is sure of what the evidence holds word for word; a third of such claims are wrong."""
    claims, out = tmp_path / "claims.jsonl", tmp_path / "judge.json"
    rows = [
        {
            "claim": f"Hold key {n}.",
            "evidence": [f"Hold key {n}."],
            "label": n % 3 != 0,
            "source": f"m{n % 6}",
        }
        for n in range(30)
    ]
    claims.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    monkeypatch.chdir(tmp_path)
    with model_server() as server:
        for name, value in {"URL": server.url, "NAME": "stub-vl", "MODEL": "openai_http"}.items():
            monkeypatch.setenv(f"KB_VLM_{name}", value)
        asked = ["calibrate", str(claims), "--judge", "decisions", "--out", str(out)]
        done = CliRunner().invoke(app, [*asked, "--json"])
        assert done.exit_code == 0, done.output
        told = CliRunner().invoke(app, asked).output
    assert json.loads(done.stdout)["loss"] < json.loads(done.stdout)["loss_before"]
    assert "on claims held out" in told and "→" in told
    written = read_calibration(out, "stub-vl")
    assert written.temperature["choice"] > 1
    assert written.answers == 30 and written.data.startswith("claims.jsonl sha256:")


def test_a_judge_without_a_model_has_nothing_to_calibrate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kb_sources.errors import SettingsInvalid

    monkeypatch.chdir(tmp_path)
    file = tmp_path / "c.jsonl"
    file.write_text('{"claim": "x", "evidence": "y", "label": true}', "utf-8")
    done = CliRunner().invoke(app, ["calibrate", str(file), "--judge", "local", "--out", "o.json"])
    assert isinstance(done.exception, SettingsInvalid)
