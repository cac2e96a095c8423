"""The card of an adapter: what it was trained from, on what, and what that did to pairs it never saw."""

from __future__ import annotations

from importlib.metadata import version

from vlm.finetune.pairs import Pairs
from vlm.finetune.training import Plan, Trained

_LIBRARIES = ("torch", "transformers", "peft")


def card_of(plan: Plan, data: Pairs, trained: Trained) -> str:
    """Markdown with the head that Hugging Face reads."""
    held = sum(pair.held_out for pair in data.pairs)
    before, after = trained.before, trained.after
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"""---
base_model: {plan.base}
library_name: peft
tags: [lora, qwen3-vl]
---
# LoRA adapter for answers with quotations

| | |
|---|---|
| base | {plan.base} |
| revision of the base | {plan.revision or "not told"} |
| pairs | {len(data.pairs) - held} learnt from, {held} held out by their id |
| sha256 of pairs and photos | {data.digest} |
| steps | {trained.steps} of {plan.batch} pairs, {plan.epochs} epochs, peak rate {plan.rate:g} |
| LoRA | rank {plan.rank}, alpha {plan.alpha}, all linear layers of the language model |
| most pixels of a photo | {plan.most_pixels} |
| made with | {libraries} |

| held-out answers | before | after |
|---|---|---|
| loss, nats a token | {before.loss:.4f} | {after.loss:.4f} |
| tokens foretold | {before.right:.1%} | {after.right:.1%} |

The pairs are approved answers of a running service: the adapter may repeat what stands in them. It was
judged on nothing else; run `kb-eval` with it before it answers anybody. Whatever it writes is checked.
"""
