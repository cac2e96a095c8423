"""Speed of a Qwen3-VL shape on this machine's GPU, beside what the hardware allows. Speed only.

    python benchmarks/gpu.py [--shape 4b] [--device cuda] [--weights bf16 int8] [--out out/gpu]
    python benchmarks/gpu.py --shape tiny --device cpu        # tries the benchmark itself

The weights are random: no word of an answer means anything, nothing here tells of quality. Measured are one
/ask (4,500 tokens in, 1,024 of them of one picture, 250 out: time to the first token and to the last), and
pages a second at batches of 1, 8 and 32 (one page picture of 1,500 tokens in, 700 out). Pictures are prepared
by the deployed code (vlm.encoding) and timed apart. A server such as vLLM schedules better: this is the floor
of KB_VLM_MODEL=transformers_local, not of a server.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shapes import HARDWARE, QWEN, TINY, Hardware, Shape, config

ASK_IN, ASK_SEEN, ASK_OUT = 4_500, 1_024, 250
PAGE_SEEN, PAGE_OUT = 1_500, 700
BATCHES = (1, 8, 32)
WORDS = ["hold", "the", "power", "button", "for", "seconds", "remove", "screws", "按住", "电源", "键", "电池"]
BYTES = {"bf16": 2.0, "fp32": 4.0, "int8": 1.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked; smaller for the tiny shape, whose numbers mean nothing anyway."""

    ask_in: int = ASK_IN
    ask_seen: int = ASK_SEEN
    ask_out: int = ASK_OUT
    page_seen: int = PAGE_SEEN
    page_out: int = PAGE_OUT
    batches: tuple[int, ...] = BATCHES
    times: int = 3


SMALL = Load(ask_in=300, ask_seen=64, ask_out=8, page_seen=64, page_out=8, batches=(1, 2), times=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: the pictures and words made ready on the CPU, then the first token, then all of them."""

    prepared: float
    first: float
    last: float
    tokens_in: int  # of the whole batch, padding included
    tokens_out: int


def write_checkpoint(shape: Shape, folder: Path, dtype: str) -> None:
    """Random weights of the shape, with the miniature's tokenizer and the deployed processor."""
    import torch
    from transformers import GenerationConfig, Qwen3VLForConditionalGeneration

    from vlm.miniature.skeleton import build_processor, build_tokenizer

    tokenizer = build_tokenizer(WORDS)
    processor = build_processor(tokenizer)
    processor.image_processor.size = {"shortest_edge": 65_536, "longest_edge": 2048 * 32 * 32}
    names = (
        "<|endoftext|>",
        "<|im_end|>",
        "<|image_pad|>",
        "<|video_pad|>",
        "<|vision_start|>",
        "<|vision_end|>",
    )
    ids = {name: tokenizer.convert_tokens_to_ids(name) for name in names}
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, dtype))
    try:
        model: Any = Qwen3VLForConditionalGeneration(config(shape, ids))
    finally:
        torch.set_default_dtype(before)
    made: Any = GenerationConfig
    model.generation_config = made(eos_token_id=ids["<|im_end|>"], pad_token_id=ids["<|endoftext|>"])
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def picture(tokens: int, seed: int = 0) -> bytes:
    """A page-like picture that costs about so many tokens: no two alike, so that nothing is kept of one."""
    from PIL import Image, ImageDraw

    chance = random.Random(seed)
    wide = max(1, round((tokens / 1.4) ** 0.5))
    canvas = Image.new("RGB", (32 * wide, 32 * max(1, round(tokens / wide))), "white")
    pen = ImageDraw.Draw(canvas)
    for line in range(canvas.height // 24):
        pen.text((20, 24 * line), " ".join(chance.choices(WORDS, k=12)), "black")
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def prompts(processor: Any, tokens: int, seen: int, count: int) -> list[Any]:
    """Prompts of one picture and words up to `tokens` in all."""
    from PIL import Image

    from vlm.model import Picture, Prompt, Turn

    made = []
    for number in range(count):
        data = picture(seen, number)
        with Image.open(io.BytesIO(data)) as opened:
            shown = Picture(data, *opened.size, f"page {number + 1}")
        chance = random.Random(number)
        words = " ".join(chance.choices(WORDS, k=max(1, tokens)))
        ids = processor.tokenizer(words)["input_ids"][: max(1, tokens - seen - 20)]
        made.append(Prompt((Turn("user", (shown, processor.tokenizer.decode(ids))),)))
    return made


def measure(checkpoint: Any, asked: Sequence[Any], most_out: int) -> Timing:
    """One batch, greedy, exactly `most_out` tokens each: with random weights an end means nothing."""
    import torch
    from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

    from vlm.encoding import encode
    from vlm.generation import collate

    class Clock(StoppingCriteria):
        times: list[float] = []  # noqa: RUF012 - one clock a measurement

        def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
            wait(checkpoint.model)
            self.times.append(time.perf_counter())
            return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)

    clock = Clock()
    clock.times.clear()
    began = time.perf_counter()
    inputs = [encode(checkpoint.processor, each, 2048 * 32 * 32) for each in asked]
    pad = checkpoint.processor.tokenizer.pad_token_id
    batch = {k: v.to(checkpoint.model.device) for k, v in collate(inputs, pad).items()}
    prepared = time.perf_counter()
    made: Any = GenerationConfig
    how = made(max_new_tokens=most_out, min_new_tokens=most_out, do_sample=False, pad_token_id=pad)
    with torch.inference_mode():
        checkpoint.model.generate(
            **batch, generation_config=how, stopping_criteria=StoppingCriteriaList([clock])
        )
    size = batch["input_ids"].numel()
    return Timing(
        prepared - began,
        clock.times[0] - prepared,
        clock.times[-1] - prepared,
        size,
        len(asked) * len(clock.times),
    )


def wait(model: Any) -> None:
    """The clock must not run ahead of the GPU."""
    import torch

    if model.device.type == "cuda":
        torch.cuda.synchronize()


def best(times: int, make: Callable[[], Timing]) -> Timing:
    """The fastest of some, after one that warms up."""
    make()
    return min((make() for _ in range(times)), key=lambda timing: timing.prepared + timing.last)


def rows(
    checkpoint: Any, shape: Shape, weights: str, load: Load, hardware: Hardware | None
) -> Iterator[dict[str, Any]]:
    """The ask, then the pages at each batch; each beside its floor where the hardware's peaks are known."""
    asked = prompts(checkpoint.processor, load.ask_in, load.ask_seen, 1)
    timing = best(load.times, lambda: measure(checkpoint, asked, load.ask_out))
    yield told("ask", weights, 1, timing, floor(shape, hardware, weights, timing, 1, load.ask_seen))
    for batch in load.batches:
        pages = prompts(checkpoint.processor, load.page_seen, load.page_seen, batch)
        timing = best(load.times, lambda pages=pages: measure(checkpoint, pages, load.page_out))  # type: ignore[misc]
        yield told(
            "pages", weights, batch, timing, floor(shape, hardware, weights, timing, batch, load.page_seen)
        )


def floor(
    shape: Shape, hardware: Hardware | None, weights: str, timing: Timing, batch: int, seen: int
) -> tuple[float, float] | None:
    """Seconds to the first and to the last token that the hardware cannot beat."""
    if hardware is None:
        return None
    each = timing.tokens_in // batch
    first = batch * shape.prefill_flops(each, seen) / hardware.flops
    out = timing.tokens_out // batch
    step = shape.step_bytes(BYTES[weights], batch, each + out // 2) / hardware.bandwidth
    return first, first + (out - 1) * step


def told(
    what: str, weights: str, batch: int, timing: Timing, limits: tuple[float, float] | None
) -> dict[str, Any]:
    whole = timing.prepared + timing.last
    return {
        "what": what,
        "weights": weights,
        "batch": batch,
        **asdict(timing),
        "pages_a_second": batch / whole if what == "pages" else None,
        "prepared_share": timing.prepared / whole,
        "floor_first": limits[0] if limits else None,
        "floor_last": limits[1] if limits else None,
    }


def to_markdown(about: dict[str, Any], found: Sequence[dict[str, Any]]) -> str:
    head = (
        f"Qwen3-VL-{about['shape']} with random weights on {about['device']}, {about['when']}: speed only.\n"
        f"transformers {about['transformers']}, torch {about['torch']}; the fastest of {about['times']}.\n"
    )
    if about["shape"] == "tiny":
        head += "The tiny shape only tries the benchmark: these numbers mean nothing.\n"
    lines = [
        "| what | weights | batch | tokens in / out | prepared on the CPU, s | first token, s (floor) "
        "| all, s (floor) | pages/s |",
        "|" + " --- |" * 8,
    ]
    for r in found:
        first, last = (_beside(r[f"floor_{end}"]) for end in ("first", "last"))
        pages = "–" if r["pages_a_second"] is None else f"{r['pages_a_second']:.2f}"
        lines.append(
            f"| {r['what']} | {r['weights']} | {r['batch']} | {r['tokens_in']} / {r['tokens_out']} "
            f"| {r['prepared']:.3f} ({r['prepared_share']:.0%}) | {r['first']:.3f} {first} "
            f"| {r['last']:.3f} {last} | {pages} |"
        )
    return head + "\n" + "\n".join(lines) + "\n"


def _beside(seconds: float | None) -> str:
    return "(–)" if seconds is None else f"({seconds:.3f})"


def known(name: str) -> Hardware | None:
    """The peaks of a GPU by the name its driver gives."""
    return next((each for each in HARDWARE if each.name in name), None)


def run(
    shape: Shape, device: str, weights: Sequence[str], load: Load
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Writes the checkpoint once, loads it as deployed with each kind of weights, and measures."""
    import torch
    import transformers

    from vlm.checkpoints import load_checkpoint
    from vlm.model import ModelSettings

    named = torch.cuda.get_device_name() if device == "cuda" else "the CPU"
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        write_checkpoint(shape, Path(folder), "bfloat16" if device == "cuda" else "float32")
        for kind in weights:
            quantization = kind if kind == "int8" else ""
            loaded = load_checkpoint(ModelSettings(name=folder, quantization=quantization))
            found += rows(loaded, shape, kind, load, known(named))
            del loaded
            if device == "cuda":
                torch.cuda.empty_cache()
    about = {"shape": shape.name, "device": named, "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"}
    about |= {"transformers": transformers.__version__, "torch": torch.__version__, "times": load.times}
    return about, found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shape", choices=[*QWEN, "tiny"], default="4b")
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument(
        "--weights", nargs="+", choices=sorted(BYTES), help="default bf16 (fp32 on a CPU) and int8"
    )
    parser.add_argument("--out", type=Path, default=Path("out/gpu"))
    chosen = parser.parse_args()
    import torch

    if (chosen.device == "cuda") != torch.cuda.is_available():
        sys.exit(
            "No GPU is at hand: --shape tiny --device cpu tries the benchmark without one."
            if chosen.device == "cuda"
            else "A GPU is at hand and would be used; hide it with CUDA_VISIBLE_DEVICES= to measure the CPU."
        )
    shape = TINY if chosen.shape == "tiny" else QWEN[chosen.shape]
    weights = chosen.weights or ["bf16" if chosen.device == "cuda" else "fp32", "int8"]
    about, found = run(shape, chosen.device, weights, SMALL if shape is TINY else Load())
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "gpu.json").write_text(
        json.dumps({"about": about, "found": found}, indent=1) + "\n", "utf-8"
    )
    page = to_markdown(about, found)
    (chosen.out / "gpu.md").write_text(page, "utf-8")
    print(page)


if __name__ == "__main__":
    main()
