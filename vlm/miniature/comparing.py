"""One checkpoint as it is and quantised: what it weighs, how long it takes, whether it answers the same.

It measures the way and not a model: a miniature has so few weights that neither memory nor time is saved.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vlm.checkpoints import Lender
from vlm.miniature.lessons import draw_words
from vlm.model import Deadline, ModelSettings, Sampling, build_model
from vlm.prompts import read_one_word
from vlm.vision_probe import picture_of

KINDS = ("", "int8", "int4")
_SEED = 4  # other pictures than those that the fit and `build` look at
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Compared:
    """`same` and `right` are shares, 0..1, of the pictures read: as unquantised, and as drawn."""

    kind: str
    megabytes: float  # of weights in memory
    language_megabytes: float  # … of the language layers, which alone are quantised
    milliseconds: float  # of processor time, for one picture read
    same: float
    right: float


def compare(folder: Path, count: int = 50) -> Iterator[Compared]:
    """Reads `count` pictures of words that were never shown while fitting, with each kind of weights."""
    words = draw_words(random.Random(_SEED), count, unseen=True)
    plain: list[str] = []
    for kind in KINDS:
        model = build_model("transformers_local", ModelSettings(name=str(folder), quantization=kind))
        assert isinstance(model, Lender)
        with model.lent(Deadline.after(_PATIENCE_S)) as loaded:
            layers = loaded.model.model.language_model.layers
            whole, language = (
                loaded.model.get_memory_footprint(),
                sum(each.nbytes for layer in layers for each in (*layer.parameters(), *layer.buffers())),
            )
        said = []
        begun = time.process_time()
        for word in words:
            prompt = read_one_word(picture_of(word))
            said.append(model.complete(prompt, Sampling(max_tokens=16), Deadline.after(_PATIENCE_S)).text)
        took = time.process_time() - begun
        plain = plain or said
        yield Compared(
            kind or "float32",
            whole / 1e6,
            language / 1e6,
            took * 1000 / count,
            sum(a == b for a, b in zip(said, plain, strict=True)) / count,
            sum(a.strip() == b for a, b in zip(said, words, strict=True)) / count,
        )
