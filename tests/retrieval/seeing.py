"""A tiny, unfitted Qwen3-VL as embedding model and as reranker: the way is real, the numbers are not."""

from __future__ import annotations

import io
from pathlib import Path

WORDS = (
    "Hold the power button for 15 seconds.",
    "按住电源键 15 秒。",
    "The pump is blocked.",
    "排水泵堵塞。",
)
DIMENSION = 64


def build_both(folder: Path) -> tuple[Path, Path]:
    """Folders of the embedding model and of the reranker."""
    from sentence_transformers import CrossEncoder, SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.cross_encoder.modules import LogitScore
    from sentence_transformers.sentence_transformer.modules import Pooling

    from vlm.miniature.skeleton import build_model, build_processor, build_tokenizer
    from vlm.qwen_processor import register_processor

    register_processor()
    tokenizer = build_tokenizer(WORDS)
    plain, embedding, reranking = (folder / name for name in ("plain", "embedding", "reranking"))
    build_model(tokenizer).save_pretrained(plain)
    build_processor(tokenizer).save_pretrained(plain)
    reads = Transformer(str(plain), transformer_task="feature-extraction")
    modules = [reads, Pooling(DIMENSION, pooling_mode="lasttoken"), Normalize()]
    prompts = {"query": "Find: ", "document": ""}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(embedding))
    answers = Transformer(str(plain), transformer_task="any-to-any")
    yes, no = (answers.tokenizer.convert_tokens_to_ids(word) for word in ("Yes", "No"))
    CrossEncoder(modules=[answers, LogitScore(yes, no)], device="cpu").save_pretrained(str(reranking))
    return embedding, reranking


def picture(colour: str, size: tuple[int, int] = (96, 64)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()
