"""The skill is measured on what was never shown, by whole answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from vlm.checkpoints import load_checkpoint
from vlm.model import ModelSettings


def test_a_share_is_of_whole_answers_and_an_empty_model_reads_nothing(miniature: Path) -> None:
    from vlm.miniature.fitting import share_read, unseen_rows
    from vlm.miniature.skeleton import build_model

    loaded = load_checkpoint(ModelSettings(name=str(miniature)))
    tokenizer = loaded.processor.tokenizer
    rows = unseen_rows(loaded.processor, 10, seed=9)
    assert share_read(loaded.model, rows, tokenizer.pad_token_id) >= 0.8
    assert share_read(build_model(tokenizer), rows, tokenizer.pad_token_id) == 0.0


def test_what_cannot_be_learnt_is_told(miniature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vlm.miniature import fitting
    from vlm.miniature.skeleton import build_model

    loaded = load_checkpoint(ModelSettings(name=str(miniature)))
    monkeypatch.setattr(fitting, "_MOST_STEPS", 2)
    monkeypatch.setattr(fitting, "_CHECK", 1)
    monkeypatch.setattr(fitting, "_DRAWN", 20)
    with pytest.raises(RuntimeError, match="not fitted after 2 steps"):
        fitting.fit(build_model(loaded.processor.tokenizer), loaded.processor, [])
