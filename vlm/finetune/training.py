"""Trains a LoRA adapter (Hu et al. 2021) on the language layers of a Qwen3-VL: what it sees stays as it is.

It can be killed at any moment and goes on from its last save, with the same result as without. It does not
know where the pairs come from.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kb_sources.errors import InputRejected
from vlm.checkpoints import load_checkpoint
from vlm.finetune.pairs import Pair, Pairs
from vlm.generation import collate
from vlm.model import ModelSettings
from vlm.teaching import Row, answer_scores, row_of

_LAYERS = r".*language_model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)"
_PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained and how; it stands in the adapter's card."""

    base: str  # folder or name of the checkpoint
    revision: str = ""
    rank: int = 16
    alpha: int = 32
    rate: float = 1e-4  # peak; a tenth of the steps leads up to it, then it falls to nothing
    epochs: int = 3
    batch: int = 8  # pairs of one step; they are run one by one, so memory holds one
    most_pixels: int = 1024 * 32 * 32
    save_every: int = 20  # steps
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Over answers: the mean loss in nats a token, and the share of tokens that would be said."""

    loss: float
    right: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Trained:
    """`before` and `after` are of the pairs that were held out."""

    steps: int
    before: Score
    after: Score


def train(plan: Plan, data: Pairs, out: Path, tell: Callable[[str], None]) -> Trained:
    """Fills `out` with adapter_config.json and adapter_model.safetensors.

    Raises InputRejected where there is nothing to learn or to hold out, or `out` holds another training.
    """
    taught = [pair for pair in data.pairs if not pair.held_out]
    held = [pair for pair in data.pairs if pair.held_out]
    if not taught or not held:
        raise InputRejected(
            f"{len(taught)} pairs to learn from and {len(held)} held out: both are needed.",
            hint="Export more pairs; about one of ten is held out, by its id.",
        )
    torch.manual_seed(plan.seed)
    loaded = load_checkpoint(ModelSettings(name=plan.base, revision=plan.revision))
    learn, test = (_rows(loaded.processor, pairs, plan.most_pixels) for pairs in (taught, held))
    model = _adapted(loaded.model, plan)
    pad = loaded.processor.tokenizer.pad_token_id
    run = _Run(model, plan, len(learn))
    run.resume(out, _fingerprint(plan, data))
    if run.step == 0:
        run.before = score(model, test, pad)
        run.save(out)
    model.train()
    for step, batch in run.left(learn):
        loss = run.learn(batch, pad)
        tell(f"step {step} of {run.steps}: loss {loss:.4f}")
        if step % plan.save_every == 0:
            run.save(out)
    after = score(model, test, pad)
    model.save_pretrained(out, safe_serialization=True)
    shutil.rmtree(out / _PROGRESS, ignore_errors=True)
    assert run.before is not None
    return Trained(run.steps, run.before, after)


def _rows(processor: Any, pairs: Sequence[Pair], most_pixels: int) -> list[Row]:
    return [row_of(processor, pair.prompt, pair.answer, most_pixels) for pair in pairs]


def _adapted(model: Any, plan: Plan) -> Any:
    """The model with a fresh adapter; activations are computed again instead of kept."""
    from peft import LoraConfig, get_peft_model

    lora = LoraConfig(
        r=plan.rank, lora_alpha=plan.alpha, lora_dropout=0.05, target_modules=_LAYERS, task_type="CAUSAL_LM"
    )
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    return get_peft_model(model, lora)


def _fingerprint(plan: Plan, data: Pairs) -> str:
    return json.dumps({**asdict(plan), "data": data.digest}, sort_keys=True)


def score(model: Any, rows: Sequence[Row], pad: int) -> Score:
    """Each token of an answer is foretold from the right ones before it."""
    was_training = model.training
    model.eval()
    losses, right, tokens = 0.0, 0, 0
    with torch.inference_mode():
        for row in rows:
            loss, hits = answer_scores(_core(model), _on(model, collate([row.inputs], pad)), [row.answer])
            losses += float(loss[0]) * row.answer
            right += int(hits[0])
            tokens += row.answer
    model.train(was_training)
    return Score(losses / tokens, right / tokens, len(rows))


def _core(model: Any) -> Any:
    """The model below peft's wrapper, whose layers peft has replaced in place."""
    return model.get_base_model()


def _on(model: Any, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor.to(model.device) for name, tensor in batch.items()}


class _Run:
    """Where a training stands; all that is random in a step comes from the seed and the step's number."""

    def __init__(self, model: Any, plan: Plan, pairs: int) -> None:
        self._model, self._plan, self._pairs = model, plan, pairs
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        self._fingerprint = ""
        self.step = 0
        self.before: Score | None = None
        self.steps = max(1, plan.epochs * pairs // plan.batch)
        self._optimiser = torch.optim.AdamW(self._weights, lr=plan.rate, weight_decay=0.0)
        self._pace = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._share_of_rate)

    def _share_of_rate(self, step: int) -> float:
        rise = max(1, self.steps // 10)
        return (step + 1) / rise if step < rise else max(0.0, (self.steps - step) / max(1, self.steps - rise))

    def left(self, rows: Sequence[Row]) -> Iterator[tuple[int, list[Row]]]:
        """The steps that are still to be taken, each with its pairs; every pair once an epoch."""
        while self.step < self.steps:
            first = self.step * self._plan.batch
            places = [self._place(first + n) for n in range(min(self._plan.batch, self._pairs))]
            self.step += 1
            yield self.step, [rows[place] for place in places]

    def _place(self, n: int) -> int:
        epoch, place = divmod(n, self._pairs)
        return random.Random(f"{self._plan.seed} {epoch}").sample(range(self._pairs), self._pairs)[place]

    def learn(self, batch: Sequence[Row], pad: int) -> float:
        """One step; pairs go through one by one, so that memory holds one."""
        torch.manual_seed(self._plan.seed + self.step)  # of the dropout
        total = 0.0
        for row in batch:
            inputs = _on(self._model, collate([row.inputs], pad))
            loss = answer_scores(_core(self._model), inputs, [row.answer])[0].sum() / len(batch)
            loss.backward()
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()
        self._pace.step()
        self._optimiser.zero_grad()
        return total

    def save(self, out: Path) -> None:
        """Aside first, then in the place of the last save: a kill leaves one of the two."""
        from peft import get_peft_model_state_dict
        from safetensors.torch import save_file

        aside, kept, old = (out / f"{_PROGRESS}{end}" for end in (".new", "", ".old"))
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        weights = {k: v.contiguous() for k, v in get_peft_model_state_dict(self._model).items()}
        save_file(weights, aside / "adapter.safetensors")
        torch.save(self._optimiser.state_dict(), aside / "optimiser.pt")
        before = asdict(self.before) if self.before else None
        state = {"step": self.step, "before": before, "training": self._fingerprint}
        (aside / "state.json").write_text(json.dumps(state), "utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if kept.is_dir():
            kept.rename(old)
        aside.rename(kept)
        shutil.rmtree(old, ignore_errors=True)

    def resume(self, out: Path, fingerprint: str) -> None:
        """Goes on from the last save of the same training, or begins. Raises InputRejected for another's."""
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        self._fingerprint = fingerprint
        saved = next((f for end in ("", ".old") if (f := out / f"{_PROGRESS}{end}").is_dir()), None)
        if saved is None:
            if (out / "adapter_model.safetensors").exists():
                raise InputRejected(f"{out} holds an adapter already.", hint="Name another folder.")
            return
        state = json.loads((saved / "state.json").read_text("utf-8"))
        if state["training"] != fingerprint:
            raise InputRejected(
                f"{out} holds a training with other pairs or settings.", hint="Name another folder."
            )
        set_peft_model_state_dict(self._model, load_file(saved / "adapter.safetensors"))
        # Our own file of tensors and numbers; weights_only keeps pickle from running anything.
        self._optimiser.load_state_dict(torch.load(saved / "optimiser.pt", weights_only=True))
        self.step = int(state["step"])
        self.before = Score(**state["before"])
        for _ in range(self.step):
            self._pace.step()
