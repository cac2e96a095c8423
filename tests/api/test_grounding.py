"""What a model writes leaves checked, mended, in the manual's own words, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.preview import preview
from api.turn import AskRequest
from kb_sources.errors import AnswerCut, ContextTooLong, ModelUnavailable
from tests.api.bench import Bench, hit
from vlm.budget import tokens_of_prompt
from vlm.drafters.extractive import ExtractiveDrafter
from vlm.metering import Metered
from vlm.model import Completion, Prompt, Usage
from vlm.models.scripted import Line, Scripted

HOLD = "Hold the power key for 12 seconds."
COVER = "Remove the back cover."


def said(*claims: tuple[str, str, str], kind: str = "fact", **more: str) -> str:
    """A draft as a model writes it, of (text, label, quote)."""
    listed = [
        {"kind": kind, "text": t, "sources": [{"id": label, "quote": q}], **more} for t, label, q in claims
    ]
    return json.dumps({"claims": listed, "figures": []}, ensure_ascii=False)


def bench_with(folder: Path, *lines: Line) -> tuple[Bench, Scripted]:
    model = Scripted(lines)
    bench = Bench(folder, model)
    bench.finder.hits = [hit("N7", HOLD), hit("N7", "Midframe screws: tighten to 0.12 N·m.", 8.0)]
    return bench, model


def test_a_draft_of_the_model_leaves_with_its_citation(tmp_path: Path) -> None:
    bench, model = bench_with(tmp_path, said(("Press the power key for 12 seconds.", "S1", HOLD)))
    reply = bench.ask(AskRequest("my N7 does not start", sampling={"temperature": 0.3, "max_tokens": 9000}))
    assert (reply.action, reply.mode, reply.prompt_version) == ("answer", "generated", "draft-1")
    assert reply.vlm is not None
    assert (reply.vlm.name, reply.vlm.revision) == ("stub-vl", "r1")
    assert "Press the power key for 12 seconds. [1]" in reply.text
    assert reply.citations[0].quote == HOLD
    prompt, sampling = model.asked[0]
    assert (sampling.temperature, sampling.max_tokens) == (0.3, 4096)
    assert "[S1]" in str(prompt.turns[1].parts[-1])


def test_a_claim_that_fails_goes_back_once_with_the_reason_and_is_mended(tmp_path: Path) -> None:
    wrong = said(("Tighten to 0.72 N·m.", "S2", "tighten to 0.12 N·m"), (HOLD, "S1", HOLD))
    right = said(("Tighten to 0.12 N·m.", "S2", "tighten to 0.12 N·m"), id="c1")
    bench, model = bench_with(tmp_path, wrong, right)
    reply = bench.ask(AskRequest("N7 torque"))
    assert [c.text for c in reply.claims] == ["Tighten to 0.12 N·m.", HOLD]
    assert not reply.dropped
    assert len(model.asked) == 2
    asked_again = str(model.asked[1][0].turns[-1].parts[0])
    assert "c1: Tighten to 0.72 N·m. (" in asked_again
    assert "“0.72 N·m” is not in the quoted words" in asked_again
    assert HOLD not in asked_again


def test_what_is_not_mended_is_dropped_and_told(tmp_path: Path) -> None:
    wrong = said(("Tighten to 0.72 N·m.", "S2", "tighten to 0.12 N·m"), (HOLD, "S1", HOLD))
    bench, model = bench_with(tmp_path, wrong)
    reply = bench.ask(AskRequest("N7 does not start"))
    assert [c.text for c in reply.claims] == [HOLD]
    assert [d.text for d in reply.dropped] == ["Tighten to 0.72 N·m."]
    assert "0.72" not in reply.text
    assert len(model.asked) == 2, "one repair round, no more"


def test_nothing_that_stands_falls_back_on_quotations(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, said(("Pour petrol into it.", "S1", "Pour petrol into it.")))
    reply = bench.ask(AskRequest("N7 does not start"))
    assert (reply.action, reply.mode, reply.vlm) == ("answer", "extractive", None)
    assert HOLD in reply.text
    assert "petrol" not in reply.text
    assert [d.text for d in reply.dropped] == ["Pour petrol into it."]


def test_a_step_that_fails_is_given_as_printed(tmp_path: Path) -> None:
    bench, _ = bench_with(
        tmp_path,
        said((COVER, "S1", COVER), ("Connect J4.", "S2", "Disconnect J4"), kind="step"),
    )
    bench.finder.hits = [
        hit("N7", "1. Remove the back cover.", kind="step", step="1", part_of="p", order=1),
        hit("N7", "2. Disconnect J4.", 9.0, kind="step", step="2", part_of="p", order=2),
    ]
    reply = bench.ask(AskRequest("N7 battery replacement"))
    assert [(c.step, c.text) for c in reply.claims] == [
        ("1", "Remove the back cover."),
        ("2", "2. Disconnect J4."),
    ]
    assert [d.text for d in reply.dropped] == ["Connect J4."]


def test_steps_come_in_printed_order_and_one_that_was_left_out_is_put_back(tmp_path: Path) -> None:
    steps = ("1. Remove the back cover.", "2. Disconnect J4.", "3. Lift the board.", "4. Fit the new one.")
    bench, _ = bench_with(
        tmp_path,
        said((COVER, "S1", COVER), ("Fit the new one.", "S3", "Fit the new one"),
             ("Lift the board.", "S2", "Lift the board"), kind="step"),
    )  # fmt: skip
    first, second, third, fourth = (
        hit("N7", text, 10.0 - n, kind="step", step=str(n), part_of="p", order=n)
        for n, text in enumerate(steps, start=1)
    )
    bench.finder.hits, bench.finder.related = [first, third, fourth], [second]
    reply = bench.ask(AskRequest("N7 battery replacement"))
    assert reply.mode == "generated"
    assert [c.text for c in reply.claims] == [COVER, steps[1], "Lift the board.", "Fit the new one."]
    assert [c.step for c in reply.claims] == ["1", "2", "3", "4"]
    bench.finder.related = [replace(second, passage=replace(second.passage, part_of="another"))]
    assert len(bench.ask(AskRequest("N7 battery replacement")).claims) == 3


def test_a_procedure_with_a_hole_is_quoted_as_a_whole(tmp_path: Path) -> None:
    bench, _ = bench_with(
        tmp_path,
        said((COVER, "S1", COVER), ("Drink it.", "S2", "Drink it."), kind="step"),
    )
    bench.drafter = ExtractiveDrafter()
    bench.finder.hits = [
        hit("N7", "1. Remove the back cover.", kind="step", step="1", part_of="p", order=1),
        hit("N7", "2. Disconnect the battery.", 9.0, kind="step", step="2", part_of="p", order=2),
    ]
    reply = bench.ask(AskRequest("How do I replace the N7 battery?"))
    assert reply.mode == "extractive"
    assert [c.text for c in reply.claims] == ["1. Remove the back cover.", "2. Disconnect the battery."]


@pytest.mark.parametrize("line", [ModelUnavailable("down"), AnswerCut(), "Nothing cited at all."])
@pytest.mark.parametrize("question", ["my N7 does not start", "N7 无法开机"])
def test_a_model_that_fails_costs_only_its_wording(tmp_path: Path, line: Line, question: str) -> None:
    bench, model = bench_with(tmp_path, line)
    reply = bench.ask(AskRequest(question))
    assert (reply.action, reply.mode, reply.vlm) == ("answer", "extractive", None)
    assert HOLD in reply.text
    assert ("could not be used" if question.isascii() else "暂时无法使用") in reply.text
    assert bench.audit.trail(reply.id)["fault"]
    assert len(model.asked) == 1


def test_a_repair_that_fails_loses_nothing(tmp_path: Path) -> None:
    first = said((HOLD, "S1", HOLD), ("Use 9 V.", "S1", HOLD))
    bench, _ = bench_with(tmp_path, first, ModelUnavailable("down"))
    reply = bench.ask(AskRequest("my N7 does not start"))
    assert (reply.mode, [c.text for c in reply.claims]) == ("generated", [HOLD])


def test_a_model_that_finds_no_answer_is_believed(tmp_path: Path) -> None:
    bench, model = bench_with(tmp_path, '{"claims":[],"figures":[]}')
    reply = bench.ask(AskRequest("my N7 does not start"))
    assert reply.action == "refuse"
    assert reply.refusal is not None
    assert reply.refusal.closest == (1, 2)
    assert len(model.asked) == 1


def test_an_unchecked_translation_becomes_the_manuals_words_with_a_frame(tmp_path: Path) -> None:
    bench, model = bench_with(
        tmp_path, said(("按住电源键 12 秒。", "S1", "Hold the power key for 12 seconds"))
    )
    reply = bench.ask(AskRequest("N7 无法开机怎么办？"))
    assert reply.mode == "generated"
    assert [c.text for c in reply.claims] == [HOLD]
    assert "手册中写着（原文为英文）：\n• " + HOLD in reply.text
    assert "按住" not in reply.text
    assert len(model.asked) == 1, "a translation is not sent back to be mended"


def test_translations_of_one_row_become_the_row_once(tmp_path: Path) -> None:
    row = "Code: E21 | Fault: pump blocked | Remedy: clean the impeller"
    bench, _ = bench_with(
        tmp_path,
        said(("按住电源键 12 秒。", "S1", HOLD), ("E21 表示泵堵塞。", "S2", "Fault: pump blocked"),
             ("请清洁叶轮。", "S2", "clean the impeller"), ("故障是泵堵塞。", "S2", "pump blocked")),
    )  # fmt: skip
    bench.finder.hits = [hit("N7", HOLD), hit("N7", row, 9.0, kind="row")]
    reply = bench.ask(AskRequest("N7 无法开机怎么办？"))
    assert [(c.id, c.text) for c in reply.claims] == [("c1", HOLD), ("c2", row)]
    assert reply.text.count(row) == 1


def test_the_same_words_of_two_places_are_both_told(tmp_path: Path) -> None:
    bench, _ = bench_with(
        tmp_path,
        said(("按住电源键 12 秒。", "S1", HOLD), ("请按住电源键 12 秒。", "S2", HOLD)),
    )
    bench.finder.hits = [hit("N7", HOLD), hit("N7", f"Wait. {HOLD}", 9.0)]
    reply = bench.ask(AskRequest("N7 无法开机怎么办？"))
    assert [(c.text, c.citations) for c in reply.claims] == [(HOLD, (1,)), (HOLD, (2,))]


def test_a_claim_in_the_wrong_language_is_quoted_too(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, said(("Press the power key for 12 seconds.", "S1", HOLD)))
    reply = bench.ask(AskRequest("N7 无法开机怎么办？"))
    assert [c.text for c in reply.claims] == [HOLD]
    assert "（原文为英文）" in reply.text


def test_only_what_was_confirmed_is_carried_to_the_next_turn(tmp_path: Path) -> None:
    bench, model = bench_with(tmp_path, said((HOLD, "S1", HOLD)))
    first = bench.ask(AskRequest("does not start", product="N7"))
    bench.ask(AskRequest("and the torque?", conversation_id=first.conversation_id))
    prompt = str(model.asked[1][0].turns[-1].parts[-1])
    assert "Device: N7" in prompt
    assert "Asked before: does not start" in prompt
    assert [t.role for t in model.asked[1][0].turns] == ["system", "user"], "no old answer, no old citation"


def test_a_deadline_leaves_time_to_quote(tmp_path: Path) -> None:
    left: list[float] = []

    class Slow(Scripted):
        def complete(self, prompt: Prompt, sampling: object, deadline: object) -> Completion:
            left.append(deadline.left)  # type: ignore[attr-defined]
            raise ModelUnavailable("down")

    bench = Bench(tmp_path, Slow(["-"]))
    bench.finder.hits = [hit("N7", HOLD)]
    bench.patience_s = 4.0
    assert bench.ask(AskRequest("N7 does not start")).action == "answer"
    assert 3.0 < left[0] <= 3.4


def test_one_asker_s_long_answer_does_not_narrow_the_next_one_s_prompt(tmp_path: Path) -> None:
    full = ContextTooLong("12000 tokens, 8192 fit")
    full.limit = 8192
    bench, model = bench_with(tmp_path, full, said((HOLD, "S1", HOLD)))
    bench.finder.hits = [hit("N7", HOLD), *(hit("N7", f"{n} " + "word " * 450, 9.0 - n) for n in range(9))]
    ask = bench.ask
    long = AskRequest("my N7 does not start", sampling={"max_tokens": 4096})
    ask(long)
    ask(long)
    ask(AskRequest("my N7 does not start", sampling={"max_tokens": 256}))
    first, second, short = (tokens_of_prompt(prompt) for prompt, _ in model.asked)
    assert second <= 8192 - 4096 < short <= first
    told = preview(ask, long, 6144)["requests"][-1]
    assert told["tokens_at_most"] == second


def test_what_the_model_used_stands_in_the_trail(tmp_path: Path) -> None:
    wrong = said(("Tighten to 0.72 N·m.", "S2", "tighten to 0.12 N·m"))
    right = said(("Tighten to 0.12 N·m.", "S2", "tighten to 0.12 N·m"), id="c1")
    lines = [
        Completion(text, "stop", Usage(*used)) for text, used in ((wrong, (900, 40)), (right, (990, 45)))
    ]
    bench = bench_with(tmp_path)[0]
    bench.model = Metered(Scripted(lines))
    reply = bench.ask(AskRequest("N7 torque"))
    assert bench.audit.trail(reply.id)["usage"] == {"calls": 2, "prompt": 1890, "completion": 85}
    bench.model = None
    assert bench.audit.trail(bench.ask(AskRequest("N7 torque")).id)["usage"] == {}
