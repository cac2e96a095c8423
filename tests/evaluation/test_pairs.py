"""Approved answers of a real service as training pairs, and the commands that write them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.feedback import Feedback
from api.turn import AskRequest
from api.wiring import build
from evaluation.case import read_cases
from evaluation.cli import app
from ingest.desk import Described
from kb_sources.catalogue import Catalogue
from kb_sources.errors import InputRejected
from kb_sources.manual import Passage
from kb_sources.settings import Settings
from vlm.finetune.pairs import read_pairs

TEXT = "# Kettle K1\n\n## 1 Base\n\n1. Pull the plug.\n2. Tighten the base screws to 0.25 N·m.\n"


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """KB_DATA with four answers: one rated up, one up and down, one refusal rated up, one not rated."""
    data = tmp_path_factory.mktemp("kettle")
    (data / "k1.md").write_text(TEXT, "utf-8")
    service = build(Settings(data=data / "kb"))
    service.desk.add(data / "k1.md", "k1.md", Described("Kettle K1", "Norvik", ("K1",), "en"))
    service.workshop.worker.work_off()
    asked = AskRequest("What torque for the base screws?", product="K1")
    ids = {name: service.ask(asked).id for name in ("up", "both", "none")}
    ids["refused"] = service.ask(AskRequest("How long is the warranty?", product="K1")).id
    feedback = Feedback(service.catalogue.engine, "default")
    for name, rating in (("up", "up"), ("both", "up"), ("both", "down"), ("refused", "up")):
        feedback.give(ids[name], rating, [], "danke" if rating == "up" else "wrong screws")
    assert [one.answer for one in feedback.given()] == [ids[n] for n in ("up", "both", "both", "refused")]
    service.stop()
    return data / "kb", ids


def run(*command: str) -> Any:
    return CliRunner().invoke(app, ["cases", *command])


def test_only_approved_answers_are_exported(
    rated: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, ids = rated
    monkeypatch.setenv("KB_DATA", str(data))
    done = run("export", "--out", str(tmp_path / "pairs"))
    assert done.exit_code == 0, done.output
    assert "left out, somebody spoke against it: 1" in done.output
    assert "left out, it claims nothing: 1" in done.output
    (pair,) = [
        json.loads(line) for line in (tmp_path / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()
    ]
    assert (pair["id"], pair["language"], pair["product"]) == (ids["up"], "en", "K1")
    texts = {passage["label"]: passage["text"] for passage in pair["passages"]}
    assert list(texts) == [f"S{n}" for n in range(1, len(texts) + 1)]
    assert pair["claims"]
    for claim in pair["claims"]:
        for quote in claim["quotes"]:
            assert quote["quote"] in texts[quote["label"]]
    assert pair["approved"]["by"] == "feedback"
    assert {p["manual"] for p in pair["passages"]} == {"Kettle K1"}
    (lesson,) = read_pairs(tmp_path / "pairs" / "pairs.jsonl").pairs  # what the trainer makes of it
    assert lesson.id == ids["up"]


def test_marks_approve_too_and_marks_against_forbid(
    rated: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, ids = rated
    monkeypatch.setenv("KB_DATA", str(data))
    answers = {ids["none"]: {"mark": "right"}, ids["up"]: {"mark": "unsafe", "comment": "plug"}}
    (tmp_path / "marks.json").write_text(json.dumps({"pilot": "p", "answers": answers}), "utf-8")
    run("export", "--out", str(tmp_path / "pairs"), "--marks", str(tmp_path / "marks.json"))
    written = (tmp_path / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in written] == [ids["none"]]


def test_a_models_words_and_a_passage_without_a_page_teach_nothing(
    rated: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, ids = rated
    monkeypatch.setenv("KB_DATA", str(data))
    whole = Catalogue.passages

    def changed(self: Catalogue, wanted: Sequence[str], **fields: Any) -> dict[str, Passage]:
        found = whole(self, wanted)
        return {id_: replace(p, **fields) if "screws" not in p.text else p for id_, p in found.items()}

    monkeypatch.setattr(Catalogue, "passages", lambda self, wanted: changed(self, wanted, hint=True))
    run("export", "--out", str(tmp_path / "a"))
    (pair,) = [
        json.loads(line) for line in (tmp_path / "a" / "pairs.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    assert pair["id"] == ids["up"]
    assert all("screws" in passage["text"] for passage in pair["passages"])
    monkeypatch.setattr(Catalogue, "passages", lambda self, wanted: changed(self, wanted, spans=()))
    assert "left out, a passage has no page: 1" in run("export", "--out", str(tmp_path / "b")).output


def test_marks_that_are_not_there_are_named(
    rated: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_DATA", str(rated[0]))
    done = run("export", "--out", str(tmp_path / "a"), "--marks", str(tmp_path / "typo.json"))
    assert isinstance(done.exception, InputRejected)
    assert "typo.json cannot be read" in str(done.exception)


def test_rated_answers_become_candidates_that_can_be_checked(
    rated: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, ids = rated
    monkeypatch.setenv("KB_DATA", str(data))
    out = tmp_path / "new.jsonl"
    assert run("from-feedback", "--out", str(out)).exit_code == 0
    assert [case.id for case in read_cases(out)] == [ids["up"], ids["both"], ids["refused"]]
    checked = run("check", str(out), "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["actions"] == {"answer": 2, "refuse": 1}
    out.write_text('{"id": "a", "lang": "en", "question": "?", "photo": "none.jpg"}\n{"id": 3}\n', "utf-8")
    assert "line 2: id" in str(run("check", str(out)).exception)


def test_a_folder_without_a_knowledge_base_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_DATA", str(tmp_path))
    assert "There is no knowledge base" in str(run("export").exception)
    assert list(tmp_path.iterdir()) == []
