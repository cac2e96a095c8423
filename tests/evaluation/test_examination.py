"""A run under conditions: with a check left out it lets through exactly what that check stops."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from evaluation.case import Case, GoldPlace
from evaluation.cli import app
from evaluation.comparison import compare
from evaluation.cost import Prices
from evaluation.dataset import TextSet, sought
from evaluation.examination import Conditions, examine, search
from evaluation.shelf import PageText
from evaluation.summary import to_json
from ingest.desk import Described
from ingest.wiring import build
from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.settings import Settings
from vlm.model import ModelSettings
from vlm.models import scripted
from vlm.models.scripted import Scripted

MakeCase = Callable[..., Case]
TEXT = """# Kettle K1

## 1 Base

1. Tighten the base screws to 0.25 N·m.

## 2 Sieve

1. Rinse the limescale sieve under the tap.

## 3 Heater

1. Replace the heater element by part HT-2040-B.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("kettle")
    (folder / "k1.md").write_text(TEXT, "utf-8")
    settings = Settings(data=folder / "kb")
    workshop = build(settings)
    workshop.desk.add(folder / "k1.md", "k1.md", Described("Kettle K1", "Norvik", ("K1",), "en"))
    workshop.worker.work_off()
    workshop.close()
    return settings


@pytest.fixture
def cases(make_case: MakeCase) -> list[Case]:
    def case(name: str, question: str) -> Case:
        gold = (GoldPlace("k1.md", (1,)),)
        return make_case(name, question=question, product="K1", places=gold, must=(), forbid=())

    return [
        case("base", "What torque for the base screws?"),
        case("sieve", "How do I rinse the limescale sieve?"),
        case("heater", "How do I replace the heater element?"),
    ]


def scores(settings: Settings, cases: list[Case], **conditions: Any) -> dict[str, Any]:
    return to_json(examine(settings, "kettle", cases, None, Conditions(**conditions))[0])


def test_without_a_check_exactly_the_cases_it_saves_flip(settings: Settings, cases: list[Case]) -> None:
    shut = scores(settings, cases, spoiled=1.0)
    open_ = scores(settings, cases, spoiled=1.0, without_checks=("figures",))
    assert open_["run"]["without_check"] == "figures"
    told = compare(open_, shut)
    assert {flip.case for flip in told.flips} == {"base", "heater"}  # the sieve's step has no figure
    assert {flip.case for flip in told.flips if flip.saved} == {"base", "heater"}
    assert not [flip for flip in told.flips if flip.harmed]
    assert compare(scores(settings, cases), scores(settings, cases, without_checks=("figures",))).flips == []


def test_the_gate_fails_on_a_seeded_regression(settings: Settings, cases: list[Case], tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps(scores(settings, cases)), "utf-8")
    seeded = scores(settings, cases, spoiled=1.0, without_checks=("figures",))
    (tmp_path / "bad.json").write_text(json.dumps(seeded), "utf-8")

    def gate(base: str, new: str) -> Result:
        return CliRunner().invoke(app, ["gate", str(tmp_path / base), str(tmp_path / new)])

    caught = gate("good.json", "bad.json")
    assert caught.exit_code == 1
    assert "Harm that the base did not do: base, heater" in caught.output
    assert gate("bad.json", "good.json").exit_code == 0
    assert gate("good.json", "good.json").exit_code == 0


def test_a_judge_asks_the_model_that_was_asked(
    settings: Settings, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Scripted] = []

    def build_scripted(_: ModelSettings) -> Scripted:
        made.append(Scripted(lambda prompt: "no draft"))
        return made[-1]

    monkeypatch.setattr(scripted, "build", build_scripted)
    asked = settings.model_copy(update={"vlm_model": "scripted", "vlm_name": "qwen"})
    scores(asked, cases[:1], judge="json_judge")
    assert len(made) == 1


def test_what_a_stopped_run_kept_is_taken_up_under_the_same_conditions_alone(
    settings: Settings, cases: list[Case], tmp_path: Path
) -> None:
    kept = tmp_path / "asked.jsonl"

    def lines(asked: Settings, **conditions: Any) -> int:
        examine(asked, "kettle", cases, None, Conditions(**conditions), kept=kept)
        return len(kept.read_text("utf-8").splitlines())

    assert lines(settings) == 3
    assert lines(settings, prices=Prices(2.0)) == 3
    assert lines(settings, spoiled=1.0) == 6
    assert lines(settings.model_copy(update={"ask_sufficient": 0.9})) == 9


def test_a_check_that_does_not_exist_is_named(settings: Settings, cases: list[Case]) -> None:
    with pytest.raises(PluginUnknown, match="There is no check figurs"):
        scores(settings, cases, without_checks=("figurs",))


def test_a_service_elsewhere_cannot_be_changed(settings: Settings, cases: list[Case]) -> None:
    with pytest.raises(SettingsInvalid, match="in this process only"):
        scores(settings, cases, url="http://127.0.0.1:9", spoiled=1.0)


def test_texts_are_searched_and_progress_is_told() -> None:
    pages = (PageText("P1", 1, "长江全长6300公里。", "zh"), PageText("P2", 1, "黄山在安徽省。", "zh"))
    texts = TextSet(pages, (sought("Q1", "zh", "长江多长？", [GoldPlace("P1", (1,))], None),))
    seen: list[tuple[str, int, int]] = []
    summary, results = search("rivers", texts, 0, False, lambda *step: seen.append(step))
    assert summary.measures["hit@1"].mean == 1
    assert len(results) == 1
    assert seen == [("searching", 1, 1)]
