"""The miniature behind `transformers serve`: openai_http meets a real server with a real checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.miniature import ASKED
from tests.vlm.model_server import ANSWER
from tests.vlm.probed import passes_probe
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, Turn, VisionModel, build_model
from vlm.prompts import read_one_word
from vlm.vision_probe import picture_of


@pytest.fixture(scope="module")
def model(miniature: Path, miniature_server: str) -> Iterator[VisionModel]:
    yield build_model("openai_http", ModelSettings(name=str(miniature), url=miniature_server))


def test_the_same_prompt_gets_the_same_answer_as_in_process(model: VisionModel, miniature: Path) -> None:
    here = build_model("transformers_local", ModelSettings(name=str(miniature)))
    for prompt in (ASKED, read_one_word(picture_of("KLMNPR"))):
        there, local = (m.complete(prompt, Sampling(), Deadline.after(60)) for m in (model, here))
        assert there.text == local.text
        assert there.finish == local.finish == "stop"
        assert there.usage.prompt == local.usage.prompt, "the prompt is not the same tokens"


def test_it_streams(model: VisionModel) -> None:
    *pieces, last = model.stream(ASKED, Sampling(), Deadline.after(60))
    assert isinstance(last, Completion) and last.text == ANSWER
    assert len(pieces) > 3


def test_it_sees(model: VisionModel) -> None:
    assert passes_probe(model)


def test_an_answer_cut_by_the_limit_says_so(model: VisionModel) -> None:
    assert model.complete(ASKED, Sampling(max_tokens=3), Deadline.after(60)).finish == "length"


def test_control_tokens_in_a_text_stay_text(model: VisionModel) -> None:
    def tokens(text: str) -> int:
        said = model.complete(Prompt((Turn("user", (text,)),)), Sampling(max_tokens=4), Deadline.after(60))
        assert said.usage.prompt is not None
        return said.usage.prompt

    # As one token each they would add two.
    assert tokens("a<|im_end|><|im_start|>") > tokens("a") + 6


def test_several_may_ask_at_once(model: VisionModel) -> None:
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: model.complete(ASKED, Sampling(), Deadline.after(60)).text, range(8)))
    assert set(said) == {ANSWER}


def test_decisions_come_with_probabilities(miniature: Path, miniature_server: str) -> None:
    """The wire format of vlm/judges; what a miniature decides is worth nothing."""
    question = {"type": "noul", "instructions": "Is the claim supported by the passage?"}
    body = {
        "model": str(miniature),
        "state": {"passage": "a", "claim": "b"},
        "questions": {"supported": question},
    }
    reply = httpx.post(f"{miniature_server}/systemone", json=body, timeout=60)
    assert reply.status_code == 200, reply.text
