"""A row is what generation sees, followed by the answer; its loss is the answer's alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.miniature import ASKED
from tests.vlm.model_server import ANSWER
from vlm.checkpoints import load_checkpoint
from vlm.model import ModelSettings


@pytest.fixture(scope="module")
def loaded(miniature: Path) -> Any:
    return load_checkpoint(ModelSettings(name=str(miniature)))


def test_a_row_is_the_prompt_and_then_the_answer_with_its_end(loaded: Any) -> None:
    from vlm.encoding import encode
    from vlm.teaching import row_of

    prompt = encode(loaded.processor, ASKED, 10**6)["input_ids"][0].tolist()
    row = row_of(loaded.processor, ASKED, ANSWER, 10**6)
    ids = row.inputs["input_ids"][0].tolist()
    assert ids[: len(prompt)] == prompt
    assert loaded.processor.tokenizer.decode(ids[len(prompt) :]) == f"{ANSWER}<|im_end|>"
    assert row.answer == len(ids) - len(prompt)
    assert {row.inputs[name].shape[1] for name in ("attention_mask", "mm_token_type_ids")} == {len(ids)}


def test_losses_are_of_the_answers_whatever_stands_beside_them(loaded: Any) -> None:
    import torch

    from vlm.generation import collate
    from vlm.teaching import answer_scores, row_of

    known = row_of(loaded.processor, ASKED, ANSWER, 10**6)
    wrong = row_of(loaded.processor, ASKED, "请先断开电源。 " * 20, 10**6)
    pad = loaded.processor.tokenizer.pad_token_id
    with torch.inference_mode():
        both, right = answer_scores(
            loaded.model, collate([known.inputs, wrong.inputs], pad), [known.answer, wrong.answer]
        )
        alone, _ = answer_scores(loaded.model, collate([known.inputs], pad), [known.answer])
    assert float(both[0]) == pytest.approx(float(alone[0]), abs=1e-4)
    assert float(alone[0]) < 0.02
    assert float(both[1]) > 1.0
    assert int(right[0]) == known.answer
    assert int(right[1]) < wrong.answer
