"""`python -m vlm.miniature`: builds the miniature, quantises it, and serves it as `transformers serve`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=(
        "A miniature Qwen3-VL for tests: the real architecture and chat template, half a million weights, "
        "fitted to a few answers. It shows that the way works; no quality may be told from it.\n\n"
        "First `build`, then for example:\n\n"
        "  KB_VLM_MODEL=transformers_local KB_VLM_NAME=$(python -m vlm.miniature build) kb-ask ...\n\n"
        "or `serve` it, and KB_VLM_MODEL=openai_http KB_VLM_URL=http://127.0.0.1:8000/v1."
    ),
)


@app.command()
def build(
    shelf: Annotated[
        Path | None, typer.Option(help="Folder of built miniatures.", show_default=False)
    ] = None,
) -> None:
    """Build it where it is not there yet, and print its folder.

    Without lessons it knows nothing by heart, but reads drawn fault codes; the share it reads of codes that
    it never saw is printed. The tests add lessons of their own.
    """
    from vlm.miniature.building import miniature, read_unseen

    folder = miniature((), shelf, lambda words: print(words, file=sys.stderr))
    right, count = read_unseen(folder)
    print(f"{right} of {count} codes it never saw are read without a fault", file=sys.stderr)
    print(folder)


@app.command()
def compare(
    folder: Annotated[Path, typer.Argument(help="A checkpoint; `build` prints the miniature's.")],
    count: Annotated[int, typer.Option(min=1, help="Pictures to be read.")] = 50,
) -> None:
    """Size, speed and sameness of its answers as it is, in int8 and in int4, on pictures it never saw.

    Needs the package bitsandbytes. What a miniature weighs and takes tells nothing of a model of full size.
    """
    from vlm.miniature.comparing import compare as compare_kinds

    print("| weights | MB (language layers) | ms a picture | as float32 | right |")
    print("|---|---|---|---|---|")
    for each in compare_kinds(folder, count):
        size = f"{each.megabytes:.2f} ({each.language_megabytes:.2f})"
        print(f"| {each.kind} | {size} | {each.milliseconds:.0f} | {each.same:.0%} | {each.right:.0%} |")


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(help="A checkpoint of Qwen3-VL; `build` prints the miniature's.")],
    port: Annotated[int, typer.Option(help="On 127.0.0.1; never on an address others reach.")] = 8000,
) -> None:
    """Serve a checkpoint by `transformers serve` on loopback, with our processor and control tokens defused.

    Needs the packages openai and accelerate (extra dev). For anything but tests use vLLM.
    """
    from vlm.miniature.serving import serve_checkpoint

    serve_checkpoint(folder, port)


if __name__ == "__main__":
    app()
