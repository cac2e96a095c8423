"""An empty miniature: configuration, tokenizer, template and processor as Qwen3-VL has them, random weights.

It does not know what the miniature will be fitted to, but for the words its tokenizer is made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

CONTEXT = 16_384  # tokens: reading a page asks for 8,192 beside its prompt
LEAST_PIXELS = 32 * 32
MOST_PIXELS = 6 * 32 * 32  # of a picture: 6 visual tokens; it is not asked to read small print
_VOCABULARY = 3000  # less where the words give less
_SPREAD = 0.1  # of the first weights; at 64 dimensions the usual 0.02 takes long to tell anything apart
_ROPE = 500.0  # with so few frequencies Qwen's 5,000,000 could not tell one column from the next
_END, _PAD = "<|im_end|>", "<|endoftext|>"
_SPECIAL = (
    _PAD, "<|im_start|>", _END, "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>",
)  # fmt: skip
# Labels of transformers' decision pipeline must be single tokens, as they are in Qwen's vocabulary.
_WHOLE = ("Yes", "No")
# What Qwen3-VL-Instruct's template writes for turns of text and pictures; tools and video are left out.
TEMPLATE = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\\n' }}"
    "{%- if message.content is string %}{{- message.content }}"
    "{%- else %}{%- for part in message.content %}"
    "{%- if part.type == 'image' or 'image' in part or 'image_url' in part %}"
    "{{- '<|vision_start|><|image_pad|><|vision_end|>' }}"
    "{%- elif 'text' in part %}{{- part.text }}{%- endif %}"
    "{%- endfor %}{%- endif %}"
    "{{- '<|im_end|>\\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)


def build_tokenizer(words: Iterable[str]) -> Any:
    """Qwen's own kind of tokenizer (byte-level BPE, single digits), its merges learnt from the words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import Qwen2Tokenizer

    learnt = Tokenizer(models.BPE())
    learnt.normalizer = normalizers.NFC()
    learnt.pre_tokenizer = Qwen2Tokenizer().backend_tokenizer.pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=_VOCABULARY, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    learnt.train_from_iterator([*words, *(_WHOLE * 100)], trainer)
    stored = json.loads(learnt.to_str())["model"]
    vocabulary = dict(stored["vocab"])
    merges: Any = [tuple(pair) for pair in stored["merges"]]
    for token in _SPECIAL:
        vocabulary[token] = len(vocabulary)
    tokenizer = Qwen2Tokenizer(
        vocab=vocabulary,
        merges=merges,
        eos_token=_END,
        pad_token=_PAD,
        unk_token=_PAD,
        additional_special_tokens=[token for token in _SPECIAL if token not in (_END, _PAD)],
        padding_side="left",
    )
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def build_processor(tokenizer: Any) -> Any:
    from transformers import Qwen2VLImageProcessorPil

    from vlm.qwen_processor import Qwen3VLProcessor

    pictures = Qwen2VLImageProcessorPil(
        patch_size=16,
        merge_size=2,
        temporal_patch_size=2,
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
        size={"shortest_edge": LEAST_PIXELS, "longest_edge": MOST_PIXELS},
    )
    return Qwen3VLProcessor(pictures, tokenizer, chat_template=TEMPLATE)


def build_model(tokenizer: Any, seed: int = 0) -> Any:
    """Half a million parameters: two layers that read, two that see, one deepstack tap."""
    import torch
    from transformers import GenerationConfig, Qwen3VLConfig, Qwen3VLForConditionalGeneration

    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in _SPECIAL}
    config = Qwen3VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 64,
            "intermediate_size": 128,
            "initializer_range": _SPREAD,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 32,
            "max_position_embeddings": CONTEXT,
            "pad_token_id": ids[_PAD],
            "eos_token_id": ids[_END],
            # mrope_section sums to half of head_dim.
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": _ROPE,
                "mrope_interleaved": True,
                "mrope_section": [8, 4, 4],
            },
        },
        vision_config={
            "depth": 2,
            "initializer_range": _SPREAD,
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_heads": 4,
            "out_hidden_size": 64,
            "num_position_embeddings": 256,
            "deepstack_visual_indexes": [0],
        },
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=True,
    )
    torch.manual_seed(seed)
    model = Qwen3VLForConditionalGeneration(config)
    model.generation_config = GenerationConfig(eos_token_id=[ids[_END], ids[_PAD]], pad_token_id=ids[_PAD])
    return model
