"""The card of an adapter names its base, its pairs, and what came of it on pairs it never saw."""

from __future__ import annotations

from pathlib import Path

from tests.vlm.approved import line, write_pairs
from vlm.finetune.pairs import read_pairs


def test_the_card_names_base_pairs_and_scores(tmp_path: Path) -> None:
    from vlm.finetune.card import card_of
    from vlm.finetune.training import Plan, Score, Trained

    data = read_pairs(write_pairs(tmp_path, [line(f"a{n}") for n in range(20)]))
    trained = Trained(6, Score(2.345678, 0.4321, 3), Score(1.23456, 0.875, 3))
    card = card_of(Plan("Qwen/Qwen3-VL-4B-Instruct", "0123abc", rank=4), data, trained)
    held = sum(pair.held_out for pair in data.pairs)
    for words in (
        "base_model: Qwen/Qwen3-VL-4B-Instruct", "0123abc", data.digest, "2.3457", "1.2346", "43.2%", "87.5%",
        f"{20 - held} learnt from, {held} held out", "rank 4",
    ):  # fmt: skip
        assert words in card
