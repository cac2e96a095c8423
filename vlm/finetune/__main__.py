"""`python -m vlm.finetune`: trains a LoRA adapter from approved answers, or merges one into its base."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb_sources.errors import FixciteError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=(
        "Teaches a Qwen3-VL from answers that people approved (LoRA on its language layers).\n\n"
        "  kb-eval cases export --out pairs\n\n"
        "  python -m vlm.finetune train pairs/pairs.jsonl --base ./Qwen3-VL-4B-Instruct --out ./adapter\n\n"
        "  KB_VLM_MODEL=transformers_local KB_VLM_NAME=./Qwen3-VL-4B-Instruct "
        "KB_VLM_ADAPTER=./adapter kb-serve\n\n"
        "The format of the pairs is docs/training-pairs.md; serving an adapter is docs/lora.md. "
        "A GPU is wanted for anything but the miniature."
    ),
)


@app.command()
def train(
    pairs: Annotated[Path, typer.Argument(help="Approved pairs, JSON lines; photos lie beside it.")],
    base: Annotated[str, typer.Option(help="The checkpoint: a folder, or a name with --revision.")],
    out: Annotated[Path, typer.Option(help="Folder of the adapter; a killed training goes on there.")],
    revision: Annotated[str, typer.Option(help="Commit of the base; stands in the card.")] = "",
    rank: Annotated[int, typer.Option(min=1)] = 16,
    rate: Annotated[float, typer.Option(min=0.0, help="Peak learning rate.")] = 1e-4,
    epochs: Annotated[int, typer.Option(min=1)] = 3,
    batch: Annotated[int, typer.Option(min=1, help="Pairs of one step.")] = 8,
    save_every: Annotated[int, typer.Option(min=1, help="Steps between saves.")] = 20,
) -> None:
    """Train an adapter. The same command again goes on after a kill."""
    from vlm.checkpoints import check_checkpoint
    from vlm.finetune.pairs import read_pairs
    from vlm.model import ModelSettings

    check_checkpoint(ModelSettings(name=base, revision=revision))
    data = read_pairs(pairs)
    from vlm.finetune.card import card_of
    from vlm.finetune.training import Plan
    from vlm.finetune.training import train as run

    plan = Plan(
        base=base,
        revision=revision,
        rank=rank,
        alpha=2 * rank,
        rate=rate,
        epochs=epochs,
        batch=batch,
        save_every=save_every,
    )
    trained = run(plan, data, out, lambda words: print(words, file=sys.stderr))
    (out / "README.md").write_text(card_of(plan, data, trained), "utf-8")
    print(
        f"{out}: loss on held-out answers {trained.before.loss:.4f} before, {trained.after.loss:.4f} after; "
        f"tokens foretold {trained.before.right:.1%}, {trained.after.right:.1%}"
    )


@app.command()
def merge(
    adapter: Annotated[Path, typer.Argument(help="Folder that `train` wrote.")],
    base: Annotated[str, typer.Option(help="The checkpoint it was trained from.")],
    out: Annotated[Path, typer.Option(help="Folder of the merged checkpoint.")],
    revision: Annotated[str, typer.Option()] = "",
) -> None:
    """Write base and adapter as one checkpoint, for servers that load no adapters."""
    from vlm.checkpoints import check_checkpoint, load_checkpoint
    from vlm.model import ModelSettings

    settings = ModelSettings(name=base, revision=revision, adapter=str(adapter))
    check_checkpoint(settings)
    loaded = load_checkpoint(settings)
    loaded.model.save_pretrained(out)
    loaded.processor.save_pretrained(out)
    print(out)


def main() -> None:
    try:
        app()
    except FixciteError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
