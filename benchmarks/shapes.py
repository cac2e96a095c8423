"""The sizes of the Qwen3-VL models and what follows from them: parameters, memory, arithmetic.

Sizes are those of the published configurations (dense models). A floor is what the hardware cannot beat: all
weights read once a token, all multiplications done at the full rate; nothing here is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VOCABULARY = 151_936
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Shape:
    """Widths and depths of the language layers, and of the layers that see."""

    name: str
    layers: int
    width: int
    heads: int
    kv_heads: int
    head: int
    inner: int
    tied: bool  # input and output share one table of the vocabulary
    eye_layers: int
    eye_width: int
    eye_heads: int
    eye_inner: int
    taps: tuple[int, ...]  # layers of the eye that go deeper into the language layers
    vocabulary: int = VOCABULARY
    positions: int = 2304  # of the eye's grid
    sections: tuple[int, int, int] = (24, 20, 20)  # of the rotary embedding: time, height, width

    @property
    def language(self) -> int:
        """Parameters of the language layers."""
        attention = self.width * self.head * (2 * self.heads + 2 * self.kv_heads)
        return self.layers * (attention + 3 * self.width * self.inner)

    @property
    def table(self) -> int:
        """Parameters of one table of the vocabulary."""
        return self.vocabulary * self.width

    @property
    def eye(self) -> int:
        """Parameters of the layers that see, with the projections to the language width."""
        block = 4 * self.eye_width**2 + 2 * self.eye_width * self.eye_inner
        merged = 4 * self.eye_width
        projection = merged * merged + merged * self.width
        patches = 3 * 2 * 16 * 16 * self.eye_width + self.positions * self.eye_width
        return self.eye_layers * block + (1 + len(self.taps)) * projection + patches

    @property
    def parameters(self) -> int:
        return self.language + self.eye + (1 if self.tied else 2) * self.table

    @property
    def kv_bytes(self) -> int:
        """Keys and values of one token in 16-bit numbers."""
        return 2 * 2 * self.layers * self.kv_heads * self.head

    def memory(self, bytes_each: float, tokens: int) -> float:
        """Bytes of weights (language layers at `bytes_each`, the rest in 16 bits) and of `tokens` kept."""
        rest = self.parameters - self.language
        return self.language * bytes_each + 2 * rest + self.kv_bytes * tokens

    def prefill_flops(self, tokens: int, seen: int = 0) -> float:
        """Multiply-adds counted twice: `tokens` in, `seen` of them from pictures of four patches each."""
        attention = 2 * self.layers * self.heads * self.head * tokens**2  # half of the square is masked
        eye = 2 * 4 * seen * self.eye + 4 * self.eye_layers * self.eye_width * (4 * seen) ** 2
        return 2 * self.language * tokens + attention + eye + 2 * self.table

    def step_bytes(self, bytes_each: float, batch: int, kept: int) -> float:
        """Bytes read for one token of each of `batch` answers, `kept` tokens before each."""
        return self.language * bytes_each + 2 * self.table + batch * kept * self.kv_bytes


QWEN = {
    "2b": Shape("2b", 28, 2048, 16, 8, 128, 6144, True, 24, 1024, 16, 4096, (5, 11, 17)),
    "4b": Shape("4b", 36, 2560, 32, 8, 128, 9728, True, 24, 1024, 16, 4096, (5, 11, 17)),
    "8b": Shape("8b", 36, 4096, 32, 8, 128, 12288, False, 27, 1152, 16, 4304, (8, 16, 24)),
    "32b": Shape("32b", 64, 5120, 64, 8, 128, 25600, False, 27, 1152, 16, 4304, (8, 16, 24)),
}
# To try the benchmark itself without a GPU.
TINY = Shape("tiny", 2, 64, 4, 2, 32, 128, True, 2, 64, 4, 128, (0,), 2048, 256, (8, 4, 4))


@dataclass(frozen=True, slots=True)
class Hardware:
    """Published peaks: dense 16-bit multiplications a second, bytes of memory read a second."""

    name: str
    flops: float
    bandwidth: float
    gib: int


# From the makers' data sheets.
HARDWARE = (
    Hardware("H200", 989e12, 4.8e12, 141),
    Hardware("H100", 989e12, 3.35e12, 80),
    Hardware("A100", 312e12, 2.0e12, 80),
    Hardware("L40S", 362e12, 0.864e12, 48),
    Hardware("L4", 121e12, 0.3e12, 24),
    Hardware("RTX 4090", 165e12, 1.008e12, 24),
)


def config(shape: Shape, ids: dict[str, int]) -> Any:
    """The Qwen3VLConfig of a shape; `ids` are those of the special tokens."""
    from transformers import Qwen3VLConfig

    made: Any = Qwen3VLConfig
    return made(
        text_config={
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.width,
            "intermediate_size": shape.inner,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "num_key_value_heads": shape.kv_heads,
            "head_dim": shape.head,
            "max_position_embeddings": 262_144,
            "pad_token_id": ids["<|endoftext|>"],
            "eos_token_id": ids["<|im_end|>"],
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 5_000_000.0,
                "mrope_interleaved": True,
                "mrope_section": list(shape.sections),
            },
        },
        vision_config={
            "depth": shape.eye_layers,
            "hidden_size": shape.eye_width,
            "intermediate_size": shape.eye_inner,
            "num_heads": shape.eye_heads,
            "out_hidden_size": shape.width,
            "num_position_embeddings": shape.positions,
            "deepstack_visual_indexes": list(shape.taps),
        },
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=shape.tied,
    )
