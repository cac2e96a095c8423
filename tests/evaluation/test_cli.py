"""`kb-eval` from outside: exit codes, what is printed and what is written."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evaluation.case import Case
from evaluation.cli import app, main
from evaluation.doors import HttpDoor, OwnDoor
from kb_sources.errors import FixciteError, InputRejected, PluginUnknown, SettingsInvalid, SourceUnavailable

CASES = (
    "id,lang,question,product,manual,pages,must,action\n"
    "a,en,What torque for the base screws?,K1,k1.md,1,0.25 N·m,answer\n"
    "b,zh,保修多久？,K1,,,,refuse\n"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a knowledge base of one manual and cases beside it."""
    from ingest.desk import Described
    from ingest.wiring import build
    from kb_sources.settings import Settings

    folder = tmp_path_factory.mktemp("filled")
    manual = folder / "k1.md"
    manual.write_text("# Kettle K1\n\n1. Pull the plug.\n2. Tighten the base screws to 0.25 N·m.\n", "utf-8")
    workshop = build(Settings(data=folder / "kb"))
    workshop.desk.add(manual, "k1.md", Described("Kettle K1", "Norvik", ("K1",), "en"))
    workshop.worker.work_off()
    workshop.close()
    (folder / "cases.csv").write_text(CASES, "utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That folder with the run `first` over its cases."""
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("ran"), dirs_exist_ok=True)
    command = ["run", str(folder / "cases.csv"), "--out", str(folder / "first")]
    done = CliRunner().invoke(app, command, env={"KB_DATA": str(folder / "kb")})
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def shop(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder to work in, and KB_DATA pointing there."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_DATA", str(tmp_path / "kb"))
    return tmp_path


def test_a_run_is_scored_written_and_compared_with_itself(shop: Path) -> None:
    done = CliRunner().invoke(app, ["run", "cases.csv", "--out", "first"])
    assert done.exit_code == 0, done.output
    assert "# Evaluation: cases.csv" in done.output
    assert f"KB_DATA={shop / 'kb'}" in done.output
    scores = json.loads((shop / "first" / "scores.json").read_text("utf-8"))
    assert [(c["id"], c["got"], c["cause"]) for c in scores["cases"]] == [
        ("a", "answer", ""),
        ("b", "refuse", ""),
    ]
    assert scores["measures"]["hit@1"]["low"] == pytest.approx(0.025)  # one case says little
    assert (shop / "first" / "report.md").read_text("utf-8").startswith("# Evaluation: cases.csv")

    again = CliRunner().invoke(app, ["run", "cases.csv", "--out", "second", "--limit", "1", "--json"])
    assert json.loads(again.stdout)["run"]["cases"] == 1
    told = CliRunner().invoke(app, ["compare", "first", "second"])
    assert told.exit_code == 0
    assert "1 cases in common (1 only in the first, 0 only in the second)" in told.output
    assert "## Broken: 0" in told.output


def test_what_a_check_saves_is_named_and_leaving_it_out_fails_the_gate(shop: Path) -> None:
    """Drafts are spoiled in one digit, as a model may; with the check of figures and without it."""
    spoiled = ["run", "cases.csv", "--spoil", "1"]
    for out, further in (("shut", []), ("open", ["--without-check", "figures"])):
        done = CliRunner().invoke(app, [*spoiled, *further, "--out", out])
        assert done.exit_code == 0, done.output
    told = CliRunner().invoke(app, ["compare", "open", "shut"]).output
    assert "## Harm in A that B stops: 1" in told
    assert "## Harm in B that A stops: 0" in told
    saved = told.split("## Harm in A that B stops: 1")[1].split("##")[0]
    assert re.findall(r"^\| (\w+) \|", saved, re.MULTILINE)[1:] == ["a"]
    assert CliRunner().invoke(app, ["gate", "shut", "open"]).exit_code == 1
    assert CliRunner().invoke(app, ["gate", "shut", "shut"]).exit_code == 0


def test_a_case_that_cannot_be_asked_is_exit_1(shop: Path) -> None:
    (shop / "cases.jsonl").write_text(
        '{"id": "a", "lang": "en", "question": "", "photo": "none.jpg"}\n', "utf-8"
    )
    done = CliRunner().invoke(app, ["run", "cases.jsonl", "--out", "out"])
    assert done.exit_code == 1
    assert "none.jpg cannot be read" in done.output


def test_a_misspelt_dataset_names_those_that_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "sampels"])
    assert isinstance(result.exception, PluginUnknown)
    assert "manuals_pdf, " in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_set_that_is_not_there_is_a_setting(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", "manuals_pdf", "--data", str(tmp_path)])
    assert isinstance(result.exception, SettingsInvalid)


def test_the_door_turns_errors_into_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["kb-eval", "compare", "no", "where"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    settings, error = capsys.readouterr().err.splitlines()
    assert settings.startswith("KB_DATA=")
    assert error.startswith("✗ ")


@pytest.mark.parametrize(
    "command",
    [
        ["run", "cases.csv", "--out", "afile"],
        ["run", "cases.csv", "--out", "/proc/x"],
        ["pilot", "t.csv", "--out", "afile"],
        ["fetch", "cmrc2018", "--data", "afile"],
        ["cases", "from-feedback", "--out", "/proc/x/y.jsonl"],
        ["cases", "from-feedback", "--out", "cases.csv"],
        ["cases", "export", "--out", "afile"],
        ["checker", "own_claims", "--diagram", "/proc/x/y.svg"],
        ["calibrate", "own_claims", "--out", "/proc/x/y.json"],
    ],
)
def test_where_nothing_can_be_written_nothing_is_asked(
    command: list[str], shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "t.csv").write_text("question\nWhat torque?\n", "utf-8")
    (shop / "afile").write_text("mine", "utf-8")
    monkeypatch.setattr("sys.argv", ["kb-eval", *command])
    monkeypatch.setattr(OwnDoor, "ask", lambda self, case: pytest.fail("asked"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "✗" in told and ("--out" in told or "--data" in told or "--diagram" in told)
    assert (shop / "afile").read_text("utf-8") == "mine"
    assert (shop / "cases.csv").read_text("utf-8") == CASES


def test_a_file_is_no_knowledge_base(shop: Path) -> None:
    for command in (["run", "cases.csv"], ["cases", "export", "--out", "p"], ["gate", "samples"]):
        refused = CliRunner().invoke(app, command, env={"KB_DATA": "cases.csv"})
        assert isinstance(refused.exception, SettingsInvalid), command
        assert "is no folder" in str(refused.exception)


def test_what_the_system_refuses_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "results.jsonl")

    monkeypatch.setattr("evaluation.cli.app", full)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("✗ results.jsonl: No space left on device.")


def test_a_wrong_judge_is_told_before_anything_is_asked(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OwnDoor, "ask", lambda self, case: pytest.fail("asked"))
    refused = CliRunner().invoke(app, ["run", "cases.csv", "--judge", "nobody", "--out", "out"])
    assert isinstance(refused.exception, PluginUnknown)
    assert not (shop / "out").exists()


@pytest.mark.parametrize("command", [["run", "cases.csv"], ["pilot", "cases.csv"]])
def test_a_stopped_run_says_what_is_kept_and_goes_on(
    command: list[str], shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    asked: list[str] = []
    ask = OwnDoor.ask

    def stopped_at(name: str) -> None:
        def asking(self: OwnDoor, case: Case) -> dict[str, Any]:
            asked.append(case.id)
            if case.id == name:
                raise KeyboardInterrupt
            return ask(self, case)

        monkeypatch.setattr(OwnDoor, "ask", asking)

    stopped_at("b")
    stopped = CliRunner().invoke(app, [*command, "--out", "out"])
    assert stopped.exit_code == 130
    assert "1 of 2" in stopped.stderr and "goes on from there" in stopped.stderr
    stopped_at("")
    done = CliRunner().invoke(app, [*command, "--out", "out"])
    assert done.exit_code == 0, done.output
    assert asked == ["a", "b", "b"]
    assert len((shop / "out" / "results.jsonl").read_text("utf-8").splitlines()) == 2
    if command[0] == "run":
        CliRunner().invoke(app, [*command, "--out", "out"])
        assert asked == ["a", "b", "b", "a", "b"], "what is done is asked anew"


@pytest.mark.parametrize("command", [["run", "cases.csv"], ["pilot", "cases.csv"]])
def test_a_service_that_is_not_there_is_asked_nothing(
    command: list[str], shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HttpDoor, "ask", lambda self, case: pytest.fail("asked"))
    dead = CliRunner().invoke(app, [*command, "--out", "out", "--url", "http://127.0.0.1:9"])
    assert isinstance(dead.exception, SourceUnavailable)
    assert dead.exception.exit_code == 1
    assert re.search(r"127\.0\.0\.1:9 does not answer.*Nothing was asked.*Start it", str(dead.exception))
    assert not (shop / "out").exists()


@pytest.mark.parametrize("command", [["run", "cases.csv"], ["pilot", "cases.csv"]])
def test_a_service_that_dies_leaves_what_was_asked_of_it(
    command: list[str], shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    more = "".join(f"{n},en,What torque for the base screws?,K1,k1.md,1,,answer\n" for n in range(4))
    (shop / "cases.csv").write_text(CASES + more, "utf-8")
    ask, asked = OwnDoor.ask, list[str]()

    def dying(self: OwnDoor, case: Case) -> dict[str, Any]:
        asked.append(case.id)
        if case.id not in "ab":
            raise SourceUnavailable("It does not answer.", hint="Start it.")
        return ask(self, case)

    monkeypatch.setattr(OwnDoor, "ask", dying)
    died = CliRunner().invoke(app, [*command, "--out", "out"])
    assert isinstance(died.exception, SourceUnavailable)
    assert asked == ["a", "b", "0", "1", "2"]
    assert "2 of 6" in str(died.exception) and "goes on from there" in str(died.exception)
    monkeypatch.setattr(OwnDoor, "ask", ask)
    done = CliRunner().invoke(app, [*command, "--out", "out"])
    assert done.exit_code == 0, done.output


def test_a_stop_is_never_without_a_word(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evaluation.commands.compare.read_scores", stop)
    stopped = CliRunner().invoke(app, ["compare", "a", "b"])
    assert stopped.exit_code == 130
    assert stopped.stderr.splitlines()[-1] == "Stopped."


@pytest.mark.parametrize(
    "name", ["first/scores.html", "page.json", "page", "monday.1", "cases.html", "/proc/x/y.html"]
)
def test_a_report_takes_the_place_of_nothing(name: str, ran: Path, shop: Path) -> None:
    shutil.copytree(ran / "first", shop / "first")
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()}
    refused = CliRunner().invoke(app, ["report", "first", "--out", name])
    assert isinstance(refused.exception, SettingsInvalid)
    assert {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()} == before


def test_a_report_takes_the_place_of_an_earlier_one(ran: Path, shop: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    shutil.copytree(ran / "first", shop / "first")
    for _ in range(2):
        assert CliRunner().invoke(app, ["report", "first", "--out", "v1.2.html"]).exit_code == 0
    assert (shop / "v1.2.json").is_file()


def test_few_marks_are_shown_even_where_they_are_too_few_for_a_threshold(ran: Path, shop: Path) -> None:
    shutil.copytree(ran / "first", shop / "first")
    (shop / "marks.csv").write_text("case,mark\na,right\n", "utf-8")
    marked = ["pilot", "--marks", "marks.csv", "--out", "first"]
    few = CliRunner().invoke(app, [*marked, "--accept", "0.9"])
    assert isinstance(few.exception, InputRejected)
    assert "| right | 1 of 1 | 100.0% |" in few.stdout
    as_json = CliRunner().invoke(app, [*marked, "--accept", "0.9", "--json"])
    assert json.loads(as_json.stdout)["right"]["count"] == 1
    lone = CliRunner().invoke(app, [*marked, "--threshold", "0.8"])
    assert isinstance(lone.exception, SettingsInvalid)
    assert "--calibrate" in str(lone.exception)


def test_a_gate_that_cannot_tell_does_not_say_worse(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"run": {"source": "x"}, "latency_ms": {}, "cases": [{}]}', "utf-8")
    for new in ("bad.json", "none.json"):
        told = CliRunner().invoke(app, ["gate", "samples", str(tmp_path / new)])
        assert isinstance(told.exception, SettingsInvalid), "exit code 2"
    for command in ("compare", "report"):
        told = CliRunner().invoke(
            app, [command, *[str(tmp_path / "bad.json")] * (2 if command == "compare" else 1)]
        )
        assert isinstance(told.exception, InputRejected), command


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["run", "cases.csv", "--url", "notaurl"], "no address of a kb-serve"),
        (["perturb", "cases.csv", "--part", "first"], "Leave --part out"),
        (["checker", "cases.csv"], "no file of claims"),
        (["checker", "bad/good.csv"], "no file of claims"),
        (["pilot", "--marks", "marks.csv", "--out", "nowhere"], "--out names the folder"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_told_as_such(command: list[str], why: str, shop: Path) -> None:
    (shop / "marks.csv").write_text("case,mark\na,right\n", "utf-8")
    told = CliRunner().invoke(app, command)
    assert isinstance(told.exception, FixciteError)
    assert why in str(told.exception)


def test_public_sets_are_listed_with_licence_and_pin() -> None:
    listed = CliRunner().invoke(app, ["fetch", "--json"])
    assert listed.exit_code == 0
    for name, one in json.loads(listed.stdout).items():
        assert one["licence"] and len(one["commit"]) == 40
        assert one["licence"] in CliRunner().invoke(app, ["fetch"]).stdout, name
    unknown = CliRunner().invoke(app, ["fetch", "nothing-of-the-kind"])
    assert "nothing-of-the-kind" in str(unknown.exception)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A made-up folder of public sets with one set of texts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_DATA", str(tmp_path / "kb"))
    paragraphs = [
        {"id": "P1", "context": "长江全长6300公里。", "qas": [{"id": "Q1", "question": "长江多长？"}]},
        {"id": "P2", "context": "黄山在安徽省。", "qas": [{"id": "Q2", "question": "黄山在哪里？"}]},
    ]
    file = tmp_path / "data" / "cmrc2018-zh" / "dev" / "cmrc2018_trial.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), "utf-8")
    return tmp_path / "data"


def test_a_set_of_texts_is_searched_and_nothing_is_asked(library: Path) -> None:
    command = ["run", "cmrc2018", "--data", str(library), "--out", "out"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "the search alone" in done.output
    assert "## Actions" not in done.output
    scores = json.loads((library.parent / "out" / "scores.json").read_text("utf-8"))
    assert scores["measures"]["hit@1"]["mean"] == 1
    assert set(scores["measures"]) == {"hit@1", "hit@3", "hit@5", "rr", "ndcg@10"}
    assert [case["got"] for case in scores["cases"]] == ["searched", "searched"]
    few = CliRunner().invoke(app, [*command, "--limit", "1", "--json"])
    assert json.loads(few.stdout)["run"]["cases"] == 1
    assert not (library.parent / "kb").exists()


def test_a_set_of_texts_beside_stock_llamaindex(library: Path) -> None:
    pytest.importorskip("llama_index.core", reason="the extra `llamaindex` is not installed")
    done = CliRunner().invoke(app, ["run", "cmrc2018", "--data", str(library), "--out", "out", "--baseline"])
    assert done.exit_code == 0, done.output
    assert "## Retrieval beside stock LlamaIndex" in done.output


@pytest.mark.parametrize("option", [["--url", "http://127.0.0.1:9"], ["--without-photo"], ["--again"]])
def test_a_set_of_texts_is_not_asked_of_a_service(option: list[str], library: Path) -> None:
    result = CliRunner().invoke(app, ["run", "cmrc2018", "--data", str(library), *option])
    assert isinstance(result.exception, SettingsInvalid)


def test_a_run_becomes_a_page_with_its_pictures(ran: Path, shop: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    shutil.copytree(ran / "first", shop / "first")
    for language, word in (("en", "Case by case"), ("zh", "逐个用例")):
        done = CliRunner().invoke(
            app, ["report", "first", "--out", f"{language}.html", "--language", language]
        )
        assert done.exit_code == 0, done.output
        assert word in (shop / f"{language}.html").read_text("utf-8")
    told = json.loads((shop / "en.json").read_text("utf-8"))
    assert [case["id"] for case in told["cases"]] == ["a", "b"]
    assert (shop / "en.csv").read_text("utf-8-sig").startswith("id,lang,kind")
    elsewhere = CliRunner().invoke(app, ["report", "first"], env={"KB_DATA": str(shop / "none")})
    assert elsewhere.exit_code == 0  # the page is there without pictures
    assert not (shop / "none").exists()


def test_a_pilot_is_asked_resumed_marked_and_calibrated(shop: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
    lines = [f"{n},What torque for the base screws?,K1" for n in range(25)]
    (shop / "t.csv").write_text(
        "\n".join(["id,question,model", *lines, "x,保修多久？,K1", "y,!,K1"]), "utf-8"
    )
    refused = CliRunner().invoke(app, ["pilot", "t.csv", "--out", "p"])
    assert "line 28: the question (question) is empty" in str(refused.exception)
    command = ["pilot", "t.csv", "--out", "p", "--skip-bad", "--price-hour", "2", "--json"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["shares"]["answer"]["mean"] == pytest.approx(25 / 26)
    assert told["cost"]["per_reply"] > 0
    assert told["gaps"] == [[1, "no_passage", "保修", "K1"]]
    before = (shop / "p" / "results.jsonl").read_bytes()
    CliRunner().invoke(app, command)
    assert (shop / "p" / "results.jsonl").read_bytes() == before  # nothing was asked twice
    printed = CliRunner().invoke(app, [*command[:-1], "--price-in", "1"]).output
    assert "| K1 | 26 | 96% | 0% | 4% | 0% |" in printed.split("## By product")[1]
    assert "## By symptom" in printed and "- 1 ticket, no passage: 保修 on K1" in printed
    assert "s a reply" in printed and "tokens" not in printed, "no model was asked"
    answers = [json.loads(line)["answer"] for line in before.decode().splitlines()]
    right = {a["id"]: {"mark": "right"} for a in answers if a["action"] == "answer"}
    right[next(iter(right))] = {"mark": "unsafe", "comment": "plug"}
    (shop / "marks.json").write_text(json.dumps({"pilot": "t", "answers": right}), "utf-8")
    judged = CliRunner().invoke(
        app, ["pilot", "--marks", "marks.json", "--out", "p", "--calibrate", "--threshold", "0.5"]
    )
    assert judged.exit_code == 0, judged.output
    assert "| right | 24 of 25 | 96.0% | 79.6% … 99.9% |" in judged.output
    assert "Calibrated on 25 marks" in judged.output
    wanted = CliRunner().invoke(app, ["pilot", "--marks", "marks.json", "--out", "p", "--accept", "0.9"])
    assert wanted.exit_code == 0, wanted.output
    assert re.search(
        r"\| KB_ASK_SUFFICIENT \| [\d.]+ \| 24 of 25 \| 96.0% \| 79.6% … 99.9% \|", wanted.output
    )
    assert "| --calibrate --threshold |" in wanted.output
    again = CliRunner().invoke(app, ["run", "cases.csv", "--out", "sure"])
    assert again.exit_code == 0
    first = json.loads((shop / "sure" / "results.jsonl").read_text("utf-8").splitlines()[0])
    assert 0.7 < first["answer"]["confidence"] < 1


def test_what_a_models_answers_cost_is_measured(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vlm.model import Completion, Prompt, Usage
    from vlm.models import scripted

    step = "Tighten the base screws to 0.25 N·m."

    def answer(prompt: Prompt) -> Completion:
        label = re.search(r"\[(S\d+)\](?:(?!\[S).)*base screws to", str(prompt.turns), re.DOTALL)
        assert label is not None
        source = {"id": label[1], "quote": step}
        claim = {"kind": "value", "text": "Base screws: 0.25 N·m.", "sources": [source]}
        return Completion(json.dumps({"claims": [claim]}), "stop", Usage(1200, 40))

    monkeypatch.setattr(scripted, "build", lambda settings: scripted.Scripted(answer))
    monkeypatch.setenv("KB_VLM_MODEL", "scripted")
    prices = ["--price-in", "0.5", "--price-out", "2", "--currency", "EUR"]
    done = CliRunner().invoke(app, ["run", "cases.csv", "--out", "paid", *prices])
    assert done.exit_code == 0, done.output
    assert "generated 1" in done.output
    # one of two replies asked the model once: half of 1,200 tokens in and 40 out
    assert "1,200 tokens in, 40 out · 0.000340 EUR a reply" in done.output
    (shop / "t.csv").write_text("id,question,model\nt,What torque for the base screws?,K1\n", "utf-8")
    told = CliRunner().invoke(app, ["pilot", "t.csv", "--out", "p", *prices])
    assert "1,200 tokens in, 40 out · 0.000680 EUR a reply" in told.output


GOLD = (
    '{"id": "a", "lang": "en", "manual": "k1.md", "quotes": ["Close the water tap and drain the remaining '
    'water (section 5.2, steps 1 to 3)."], "right": ["Drain the remaining water and close the water tap.", '
    '"First turn the tap off and let the leftover water out."]}\n'
    '{"id": "b", "lang": "zh", "manual": "hu.md", "quotes": ["取下滤网前，先让水壶冷却20分钟。"], '
    '"right": ["先让水壶冷却20分钟，再取下滤网。"]}\n'
)


def test_the_checker_is_asked_after_the_rules_where_perturb_is_told_to(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(GOLD, "utf-8")

    def claims(*options: str) -> tuple[dict[str, int], dict[str, str]]:
        done = CliRunner().invoke(
            app, ["perturb", str(gold), "--each", "1", "--show", "99", "--json", *options]
        )
        told = json.loads(done.stdout)
        assert done.exit_code == (0 if all(t["met"] for t in told["targets"]) else 1)
        right = [c for c in told["cells"] if c["kind"] == "right" and c["form"] == "paraphrased"]
        reasons = {m["text"]: m["reason"] for m in told["missed"] if m["kind"] == "right"}
        return {c["language"]: c["leave"] for c in right}, reasons

    assert claims() == ({"en": 2, "zh": 1}, {})
    leave, blocked = claims("--judged")
    assert leave == {"en": 1, "zh": 1}, "in words of its own it is too free for the checker"
    assert list(blocked) == ["First turn the tap off and let the leftover water out."]
    assert "leftover" in blocked["First turn the tap off and let the leftover water out."]
