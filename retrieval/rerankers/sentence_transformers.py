"""Any cross-encoder that sentence-transformers loads, by folder or name; Qwen3-VL-Reranker, say.

It reads question and passage together, which costs a pass of the model for each pair.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb_sources.errors import SettingsInvalid
from retrieval.checkpoint import Checkpoint, require
from retrieval.reranker import RerankerSettings

TOGETHER = 8


class CrossModel:
    """Loads with the first question. Threads may share one."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        model = self._checkpoint.load()
        with self._checkpoint.alone:
            found = model.predict(pairs, batch_size=TOGETHER, show_progress_bar=False)
        if found.ndim != 1:
            raise SettingsInvalid(
                f"{self._checkpoint.name} gives {found.shape[1]} scores for a pair: it is no reranker.",
                hint="Set KB_RETRIEVAL_RERANKER_NAME to a cross-encoder that gives one.",
            )
        return [float(score) for score in found]


def build(settings: RerankerSettings) -> CrossModel:
    """Raises PluginUnknown without the extra, SettingsInvalid without a name."""
    require("reranker")
    if not settings.name:
        raise SettingsInvalid(
            "The reranker sentence_transformers needs a model's name.",
            hint="Set KB_RETRIEVAL_RERANKER_NAME to the folder of a cross-encoder.",
        )
    setting = "KB_RETRIEVAL_RERANKER_NAME"
    return CrossModel(Checkpoint("CrossEncoder", settings.name, settings.revision, setting, settings.prepare))
