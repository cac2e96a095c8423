"""Batches of the miniature: rows do not disturb each other, each ends by its own limit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb_sources.errors import ContextTooLong, ModelMisconfigured, ModelTimeout
from tests.miniature import ASKED
from tests.vlm.model_server import ANSWER
from vlm.checkpoints import load_checkpoint
from vlm.model import Deadline, ModelSettings, Prompt, Sampling, Turn
from vlm.models.transformers_local import TransformersLocal, build
from vlm.prompts import read_one_word
from vlm.vision_probe import picture_of

if TYPE_CHECKING:
    from vlm.generation import Request, Written


@pytest.fixture(scope="module")
def loaded(miniature: Path) -> Any:
    return load_checkpoint(ModelSettings(name=str(miniature)))


def told(request: Request) -> tuple[list[str], Written]:
    from vlm.generation import Written

    items = [request.told.get_nowait() for _ in range(request.told.qsize())]
    assert isinstance(items[-1], Written)
    return [str(item) for item in items[:-1]], items[-1]


def run(loaded: Any, *requests: Request) -> None:
    from vlm.generation import generate

    generate(loaded.model, loaded.processor.tokenizer, requests)


def asked_for(loaded: Any, prompt: Prompt, sampling: Sampling, seconds: float = 60) -> Request:
    from vlm.encoding import encode
    from vlm.generation import Request

    return Request(encode(loaded.processor, prompt, 10**6), sampling, Deadline.after(seconds))


def test_rows_of_all_lengths_answer_in_one_batch_as_they_do_alone(loaded: Any) -> None:
    words = ("KLMNPR", "ACEFHK", "WXYTUV")
    prompts = [ASKED, *(read_one_word(picture_of(word)) for word in words)]
    requests = [asked_for(loaded, prompt, Sampling(max_tokens=40)) for prompt in prompts]
    run(loaded, *requests)
    written = [told(request)[1] for request in requests]
    alone = [asked_for(loaded, prompt, Sampling(max_tokens=40)) for prompt in prompts]
    for request in alone:
        run(loaded, request)
    assert written == [told(request)[1] for request in alone]
    assert written[0].text == ANSWER


def test_each_row_ends_by_its_own_limit(loaded: Any) -> None:
    requests = [asked_for(loaded, ASKED, Sampling(max_tokens=n)) for n in (3, 200)]
    run(loaded, *requests)
    (_, short), (_, whole) = map(told, requests)
    assert (short.finish, short.tokens) == ("length", 3)
    assert ANSWER.startswith(short.text)
    assert (whole.finish, whole.text) == ("stop", ANSWER)


def test_a_row_whose_time_is_over_does_not_hold_up_the_others(loaded: Any) -> None:
    late, calm, gone = (asked_for(loaded, ASKED, Sampling(max_tokens=40), s) for s in (0, 60, 60))
    gone.given_up = True
    run(loaded, late, calm, gone)
    assert told(late)[1].finish is None
    assert told(gone)[1].tokens < 3
    assert told(calm)[1].text == ANSWER


def test_pieces_are_whole_characters(loaded: Any) -> None:
    request = asked_for(loaded, ASKED, Sampling(max_tokens=40))
    run(loaded, request)
    pieces, written = told(request)
    assert "".join(pieces) == written.text == ANSWER
    assert not any("\ufffd" in piece for piece in pieces)


def test_prompts_are_padded_on_the_left() -> None:
    import torch

    from vlm.generation import collate

    rows = [
        {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids))}
        for ids in ([7], [1, 2, 3])
    ]
    rows[1]["pixel_values"] = torch.zeros(4, 2)
    batch = collate(rows, pad=9)
    assert batch["input_ids"].tolist() == [[9, 9, 7], [1, 2, 3]]
    assert batch["attention_mask"].tolist() == [[0, 0, 1], [1, 1, 1]]
    assert batch["pixel_values"].shape == (4, 2)


def test_presence_penalty_counts_the_answer_only() -> None:
    import torch

    from vlm.generation import PresencePenalty

    scores = PresencePenalty(1.5, 2)(torch.tensor([[0, 1, 2, 2]]), torch.zeros(1, 4))
    assert scores.tolist() == [[0.0, 0.0, -1.5, 0.0]]


# --- the model around it ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model(miniature: Path) -> Iterator[TransformersLocal]:
    yield build(ModelSettings(name=str(miniature), revision="r1"))


def test_tokens_revision_and_the_end_are_told(model: TransformersLocal) -> None:
    said = model.complete(ASKED, Sampling(), Deadline.after(60))
    assert said.usage.prompt and said.usage.prompt > 30
    assert said.usage.completion and 10 < said.usage.completion < 40
    assert said.model.endswith("@r1")
    assert model.complete(ASKED, Sampling(max_tokens=4), Deadline.after(60)).finish == "length"


def test_requests_with_other_sampling_wait_for_their_own_batch(model: TransformersLocal) -> None:
    samplings = [Sampling(max_tokens=40), Sampling(max_tokens=40, temperature=0.01, seed=3)] * 4
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda s: model.complete(ASKED, s, Deadline.after(60)).text, samplings))
    assert set(said) == {ANSWER}


def test_a_prompt_that_cannot_fit_is_told_before_it_is_run(model: TransformersLocal) -> None:
    long = Prompt((Turn("user", ("Unplug the unit. " * 5000,)),))
    with pytest.raises(ContextTooLong) as error:
        model.complete(long, Sampling(), Deadline.after(60))
    assert error.value.limit and error.value.needed and error.value.needed > error.value.limit


def test_the_deadline_holds_in_the_middle_of_an_answer(model: TransformersLocal) -> None:
    # Hot and long: it never finds the end.
    sampling = Sampling(max_tokens=6000, temperature=50.0)
    with pytest.raises(ModelTimeout):
        model.complete(ASKED, sampling, Deadline.after(0.05))
    assert model.complete(ASKED, Sampling(), Deadline.after(60)).text == ANSWER


def test_a_checkpoint_that_cannot_be_loaded_is_told_each_time(miniature: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes((miniature / "config.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    broken = build(ModelSettings(name=str(tmp_path)))
    for _ in range(2):
        with pytest.raises(ModelMisconfigured, match="cannot be loaded"):
            broken.complete(ASKED, Sampling(), Deadline.after(60))
