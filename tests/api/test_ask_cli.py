"""`kb-ask` as a user meets it: a checked answer with places, JSON, replay, mistakes told in a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from api import ask_cli
from ingest.desk import Described
from ingest.wiring import build
from kb_sources.settings import Settings
from vlm.checking import ORDER

Run = Callable[..., tuple[int, str, str]]
MANUAL = (
    "# Pump\n\nWARNING: Unplug the machine.\n\n1. Open the drain filter.\n2. Tighten the screw to 1.5 N·m.\n"
)


@pytest.fixture(scope="module")
def with_pump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a manual, and a knowledge base of it."""
    folder = tmp_path_factory.mktemp("pump")
    manual = folder / "pump.md"
    manual.write_text(MANUAL)
    workshop = build(Settings(data=folder / "var", retrieval_store="exact"))
    workshop.desk.add(manual, "pump.md", Described("Pump manual", "Acme", ("WM-620",), "en"))
    workshop.worker.work_off()
    workshop.close()
    return folder


@pytest.fixture
def run(
    with_pump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """run("question", …) → exit code, stdout, stderr, over a knowledge base with one manual."""
    shutil.copytree(with_pump, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("KB_RETRIEVAL_STORE", "exact")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kb-ask", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            ask_cli.main()
            raise SystemExit(0)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_a_cited_answer_and_its_replay(run: Run) -> None:
    code, out, err = run("tighten the drain filter screw", "--product", "WM-620", "--explain")
    assert code == 0, err
    assert "Tighten the screw to 1.5 N·m." in out
    assert "pump.md" in out
    assert "Unplug the machine" in out
    assert "1. score" in err
    assert "✓ figures 1.00: The quote says so, too: “2, 1.5 N·m”." in err
    assert err.startswith("KB_DATA=")
    code, out, err = run("tighten the drain filter screw", "--product", "WM-620", "--json")
    answer = json.loads(out)
    assert err.startswith("KB_DATA=")
    assert answer["action"] == "answer"
    assert answer["citations"][0]["places"][0]["boxes"]
    checks = [check for claim in answer["claims"] for check in claim["verdict"]["checks"]]
    assert {check["check"] for check in checks} == set(ORDER) and all(check["reason"] for check in checks)
    code, out, _ = run("--replay", answer["id"])
    assert (code, "the same answer" in out) == (0, True)


def test_a_product_without_a_manual_is_refused_with_exit_0(run: Run) -> None:
    code, out, _ = run("it does not drain", "--product", "WM-900")
    assert code == 0
    assert "refuse" in out
    assert "WM-900" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Nothing to ask"),
        (("😀😀",), 1, "no words"),
        (("x" * 3000,), 1, "characters"),
        (("what is this", "--photo", "missing.jpg"), 1, "missing.jpg"),
        (("--replay", "ans_nonsense"), 1, "ans_nonsense"),
    ],
)
def test_mistakes_end_with_a_sentence_and_a_code(
    run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    got, out, err = run(*words)
    assert (got, said in out + err) == (code, True), out + err


def test_a_broken_photo_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff junk")
    code, _, err = run("what is this", "--photo", str(tmp_path / "broken.jpg"))
    assert code == 1
    assert "photo" in err.lower()


def test_what_a_model_would_be_sent_is_shown_without_one(run: Run, tmp_path: Path) -> None:
    Image.new("RGB", (1000, 500), "gray").save(tmp_path / "panel.png")
    words = ("tighten the drain filter screw", "--product", "WM-620", "--show-request")
    code, out, err = run(*words)
    assert code == 0, err
    for said in ("draft · draft-1", "[S1] Pump manual", "Tighten the screw to 1.5 N·m.", "Question: tighten"):
        assert said in out
    code, out, _ = run(*words, "--json", "--photo", str(tmp_path / "panel.png"))
    told = json.loads(out)
    photos = [
        p for r in told["requests"] for m in r["messages"] for p in m["content"] if p["type"] == "image"
    ]
    assert [r["use"] for r in told["requests"]] in (["draft"], ["describe", "draft"])
    if photos:  # where OCR is installed: without it no photo is shown to a model
        assert {(p["sent_width"], p["sent_height"], p["tokens"]) for p in photos} == {(992, 512, 498)}
    assert told["requests"][-1]["passages"][0]["id"] == "S1"
    assert told["requests"][-1]["tokens_at_most"] > 100
