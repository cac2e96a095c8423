"""What Qwen3-VL needs, computed from its sizes: memory, answers that fit, floors of time; not measured.

    python benchmarks/sizing.py

Prints the tables of docs/serving.md. One answer: 4,500 tokens in, 1,024 of them of a picture, and 250 out.
"""

from __future__ import annotations

from shapes import GIB, HARDWARE, QWEN, Hardware, Shape

IN, SEEN, OUT = 4_500, 1_024, 250
PAGE_IN, PAGE_SEEN, PAGE_OUT = 1_600, 1_500, 700
FREE = 0.90  # of the GPU's memory, as vLLM takes it by default
ASIDE = 2 * GIB  # activations, the encoder's pictures, the CUDA graphs; a guess
WEIGHTS = {"bf16": 2.0, "int8 / fp8": 1.0, "int4": 0.55}  # bytes a number, scales included


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def table(header: list[str], rows: list[list[str]]) -> str:
    return "\n".join([row(header), row(["---"] * len(header)), *map(row, rows)])


def sizes() -> str:
    rows = []
    for shape in QWEN.values():
        weights = [f"{shape.memory(each, 0) / GIB:.1f}" for each in WEIGHTS.values()]
        kept = shape.kv_bytes * (IN + OUT) / GIB
        rows.append(
            [
                shape.name,
                f"{shape.parameters / 1e9:.2f}",
                *weights,
                f"{shape.kv_bytes / 1024:.0f}",
                f"{kept:.2f}",
            ]
        )
    return table(
        [
            "Qwen3-VL",
            "parameters, 10⁹",
            *(f"weights {n}, GiB" for n in WEIGHTS),
            "KiB a token",
            "GiB an answer",
        ],
        rows,
    )


def at_once(shape: Shape, hardware: Hardware, each: float) -> int:
    """Answers whose tokens fit beside the weights; 0 when the weights do not fit."""
    left = hardware.gib * GIB * FREE - ASIDE - shape.memory(each, 0)
    return max(0, int(left // (shape.kv_bytes * (IN + OUT))))


def floors(shape: Shape, hardware: Hardware, each: float) -> tuple[float, float, float]:
    """Seconds to the first token and to the last of one answer, and pages a second at 64 at once."""
    first = shape.prefill_flops(IN, SEEN) / hardware.flops
    step = shape.step_bytes(each, 1, IN) / hardware.bandwidth
    page = shape.prefill_flops(PAGE_IN, PAGE_SEEN) / hardware.flops
    batch = 64
    steps = PAGE_OUT * shape.step_bytes(each, batch, PAGE_IN + PAGE_OUT // 2) / hardware.bandwidth / batch
    return first, first + OUT * step, 1 / (page + steps)


def fits() -> str:
    rows = []
    for hardware in HARDWARE:
        for shape in QWEN.values():
            for name, each in WEIGHTS.items():
                if name == "int4" or not (fitting := at_once(shape, hardware, each)):
                    continue
                first, total, pages = floors(shape, hardware, each)
                rows.append(
                    [
                        hardware.name,
                        shape.name,
                        name,
                        str(fitting),
                        f"{1000 * first:.0f}",
                        f"{total:.2f}",
                        f"{pages:.1f}",
                    ]
                )
    header = ["GPU", "Qwen3-VL", "weights", "answers at once", "floor of the first token, ms"]
    return table([*header, "floor of an answer, s", "ceiling of pages a second"], rows)


def main() -> None:
    print(f"{sizes()}\n\n{fits()}")


if __name__ == "__main__":
    main()
