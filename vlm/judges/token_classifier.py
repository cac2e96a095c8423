"""Any checkpoint that marks tokens (LettuceDetect) or judges pairs (NLI), by transformers from a folder.

A token classifier marks words of the claim that the evidence does not bear out; a pair classifier says
entailed, neutral or contradicted. Which one it is, its own configuration tells. It knows no network: the
checkpoint lies in KB_VLM_JUDGE_NAME. Whether it compares two languages is the checkpoint's affair.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from kb_sources.errors import PluginUnknown, SettingsInvalid
from vlm.judge import Judgement, JudgeSettings, Statement
from vlm.model import Deadline

TOKENS = 4096  # of evidence and claim; the checkpoint's own limit where that is less
_TOLD = 4  # words told against a statement
_ENTAILED = ("entail", "support", "faithful", "consistent")
_CONTRADICTED = ("contradict", "refut")
_NEGATED = ("not_", "not-", "not ", "non", "un", "in")


class TokenClassifier:
    """Loads with the first statement. Threads may share one."""

    passes_from = 0.5  # as these checkpoints are trained and reported
    passes_from_ocr = 0.4
    crosses = False  # what a checkpoint knows of two languages at once nobody has measured

    def __init__(self, name: str, revision: str) -> None:
        self._name = name
        self._revision = revision
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any, bool] | None = None

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        """One pass a statement; the deadline cannot stop a pass that has begun."""
        import torch

        tokenizer, model, by_token = self._load()
        limit = min(TOKENS, int(getattr(model.config, "max_position_embeddings", TOKENS)) - 2)
        found = []
        for statement in statements:
            evidence = "\n".join(part for part in (statement.question, *statement.evidence) if part)
            with self._lock:  # a tokenizer changes its own state while it reads
                encoded = tokenizer(
                    evidence,
                    statement.text,
                    truncation="longest_first",
                    max_length=limit,
                    return_offsets_mapping=True,
                    return_tensors="pt",
                )
            offsets, ours = encoded.pop("offset_mapping")[0].tolist(), encoded.sequence_ids(0)
            with torch.inference_mode():
                told = model(**encoded).logits[0].float().softmax(-1)
            if by_token:
                marks = [
                    (start, stop, float(odds))
                    for (start, stop), which, odds in zip(offsets, ours, told[:, -1].tolist(), strict=True)
                    if which == 1 and stop > start
                ]
                found.append(_of_tokens(statement.text, marks))
            else:
                found.append(_of_pair(model.config.id2label, told.tolist()))
        return found

    def _load(self) -> tuple[Any, Any, bool]:
        with self._lock:
            if self._loaded is None:
                import transformers

                given: dict[str, Any] = {"local_files_only": True, "revision": self._revision or None}
                try:
                    config: Any = transformers.AutoConfig.from_pretrained(self._name, **given)
                    kinds = " ".join(config.architectures or ())
                    by_token = "TokenClassification" in kinds
                    if not by_token and "SequenceClassification" not in kinds:
                        raise SettingsInvalid(
                            f"The checkpoint {self._name} is {kinds or 'of no kind'}: "
                            "it classifies neither tokens nor pairs.",
                            hint="Name a LettuceDetect or NLI checkpoint in KB_VLM_JUDGE_NAME.",
                        )
                    kind: Any = (
                        transformers.AutoModelForTokenClassification
                        if by_token
                        else transformers.AutoModelForSequenceClassification
                    )
                    tokenizer: Any = transformers.AutoTokenizer
                    self._loaded = (
                        tokenizer.from_pretrained(self._name, **given),
                        kind.from_pretrained(self._name, **given).eval(),
                        by_token,
                    )
                except (OSError, ValueError) as error:
                    raise SettingsInvalid(
                        f"The judge's checkpoint {self._name} cannot be loaded: {error}.",
                        hint="KB_VLM_JUDGE_NAME is a folder with config, weights and tokenizer.",
                    ) from error
            return self._loaded


def _of_tokens(text: str, marks: Sequence[tuple[int, int, float]]) -> Judgement:
    """The worst token decides: one invented word is enough. The last label is the one that marks."""
    if not marks:
        return Judgement(0.0)
    worst = max(odds for _, _, odds in marks)
    words: list[str] = []
    end = -1
    for start, stop, odds in marks:
        if odds < 0.5:
            continue
        if words and start <= end:
            words[-1] += text[end:stop]
        else:
            words.append(text[start:stop])
        end = stop
    return Judgement(1.0 - worst, 0.0, tuple(word.strip() for word in words)[:_TOLD])


def _of_pair(labels: dict[int, str], told: Sequence[float]) -> Judgement:
    """Labels are found by their names; a checkpoint that names none of them cannot be read."""
    supported = contradicted = 0.0
    known = False
    for number, odds in enumerate(told):
        label = labels[number].lower()
        if any(word in label for word in _ENTAILED) and not label.startswith(_NEGATED):
            supported, known = supported + odds, True
        elif any(word in label for word in _CONTRADICTED):
            contradicted += odds
    if not known:
        raise SettingsInvalid(
            f"The checkpoint's labels are {', '.join(labels.values())}: none says that a claim is entailed.",
            hint="Name the labels in its config.json (id2label): entailment, neutral, contradiction.",
        )
    return Judgement(supported, contradicted)


def build(settings: JudgeSettings) -> TokenClassifier:
    """Raises SettingsInvalid without a name, PluginUnknown without the `local` extra."""
    import importlib.util

    if missing := [name for name in ("torch", "transformers") if not importlib.util.find_spec(name)]:
        raise PluginUnknown(
            f"The judge token_classifier needs {', '.join(missing)}, not installed here.",
            hint="pip install 'fixcite[local]'",
        )
    if not settings.name:
        raise SettingsInvalid(
            "The judge token_classifier needs a checkpoint.", hint="Set KB_VLM_JUDGE_NAME to its folder."
        )
    return TokenClassifier(settings.name, settings.revision)
